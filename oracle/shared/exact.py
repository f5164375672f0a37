"""Exact inputs, enough digits, outputs as text.

A double is a rational number. `exact(x)` is that number, with no rounding, and
the values are those of exactly the doubles that are given.
"""

import functools

import mpmath

# Digits carried at first. Doubles are multiples of 2**-1074 below 2**1024: with
# 632 digits the sum of any two is exact. (With 100, 1 + 1e-300 is 1, and 200
# digits agree that its logarithm is 0.)
DIGITS = 700


def exact(x):
    """The double as an mpmath number, all its bits kept."""
    assert mpmath.mp.prec >= 53
    return mpmath.mpf(x)


def on_exact(function):
    """The function of exactly the doubles that it is given."""
    @functools.wraps(function)
    def wrapped(*arguments):
        return function(*map(exact, arguments))
    return wrapped


def numbers(vector):
    return [exact(x) for x in vector]


def xlogy(x, y):
    """x ln y, where 0 ln 0 = 0."""
    return mpmath.mpf(0) if x == 0 else x * mpmath.log(y) if y else -mpmath.inf


def stable(function, *arguments, digits=DIGITS):
    """function(*arguments) as text of 30 digits, "inf" where infinite; of a list, each entry.

    It is computed with so many digits and again with twice as many, and so on,
    until 35 digits agree: cancellation cannot go unnoticed.
    """
    value = None
    while digits < 10_000:
        with mpmath.workdps(digits):
            again = at_these_digits(function, arguments)
            if value is not None and again is not None and agree(value, again):
                return text(again)
        digits, value = 2 * digits, again
    raise ArithmeticError(f"{function.__module__}.{function.__name__}{arguments} does not settle")


def agree(value, again):
    if isinstance(again, list):
        return all(map(agree, value, again))
    return again == value or abs(again - value) <= abs(again) * mpmath.mpf(10) ** -35


def at_these_digits(function, arguments):
    """The value, or None if the digits are too few to invert a matrix."""
    try:
        return function(*arguments)
    except ZeroDivisionError:
        return None


def text(value):
    """30 significant digits; "inf" and "-inf" where infinite."""
    if isinstance(value, list):
        return [text(entry) for entry in value]
    if mpmath.isinf(value):
        return "inf" if value > 0 else "-inf"
    with mpmath.workdps(60):
        return mpmath.nstr(+value, 30, strip_zeros=True)


def short(value):
    """Six digits, for condition numbers."""
    if isinstance(value, list):
        return [short(entry) for entry in value]
    return mpmath.nstr(mpmath.mpf(value), 6).replace("+", "") if mpmath.isinf(value) else mpmath.nstr(value, 6)
