"""What the modules share: exact inputs, enough digits, outputs as text.

A double is a rational number. `exact(x)` is that number, with no rounding, and
the values are those of exactly the doubles that are given.
"""

import json
import math
import pathlib

import mpmath

# Digits carried at first. Doubles are multiples of 2**-1074 below 2**1024: with
# 632 digits the sum of any two is exact. (With 100, 1 + 1e-300 is 1, and 200
# digits agree that its logarithm is 0.)
DIGITS = 700


def exact(x):
    """The double as an mpmath number, all its bits kept."""
    assert mpmath.mp.prec >= 53
    return mpmath.mpf(x)


def stable(function, *arguments, digits=DIGITS):
    """function(*arguments) as text of 30 digits, "inf" where infinite.

    It is computed with so many digits and again with twice as many, and so on,
    until 35 digits agree: cancellation cannot go unnoticed.
    """
    value = None
    while digits < 10_000:
        with mpmath.workdps(digits):
            again = at_these_digits(function, arguments)
            if value is not None and again is not None:
                if again == value or abs(again - value) <= abs(again) * mpmath.mpf(10) ** -35:
                    return text(again)
        digits, value = 2 * digits, again
    raise ArithmeticError(f"{function.__module__}.{function.__name__}{arguments} does not settle")


def at_these_digits(function, arguments):
    """The value, or None if the digits are too few to invert a matrix."""
    try:
        return function(*arguments)
    except ZeroDivisionError:
        return None


def text(value):
    """30 significant digits; "inf" and "-inf" where infinite."""
    if mpmath.isinf(value):
        return "inf" if value > 0 else "-inf"
    with mpmath.workdps(60):
        return mpmath.nstr(+value, 30, strip_zeros=True)


def found(name):
    """The inputs of `found.json` for the row: what other seeds have found to be worst."""
    path = pathlib.Path(__file__).resolve().parent / "found.json"
    return json.loads(path.read_text(encoding="utf-8")).get(name, [])


def log_uniform(random, low, high):
    """A double whose logarithm is uniform between those of low and high."""
    u = random.uniform(math.log2(low), math.log2(high))
    whole = math.floor(u)
    return math.ldexp(2.0 ** (u - whole), whole)


def nearby(random, x, least=1e-16, most=0.5):
    """x with a relative change whose size is log-uniform, to either side."""
    y = x * (1.0 + random.choice([-1.0, 1.0]) * log_uniform(random, least, most))
    if y == x:
        y = math.nextafter(x, random.choice([0.0, math.inf]))
    # Next to the smallest double is 0, which is no scale.
    return y if y else 2 * x
