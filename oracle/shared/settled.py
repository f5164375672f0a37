"""Values of quadratures and sums, which have fewer digits."""

import mpmath
from mpmath import mpf

# Digits that have to agree: quadrature reaches a tolerance far below these.
AGREE = 18


def settled(function, *arguments, digits):
    """The value to AGREE digits: with 30 digits and with 45 it must be the same.

    Where a density is infinite at an end, the rule stops short of it by as many digits as
    it is given, and may need more.
    """
    for fewer, more in ((30, 45), (90, 130)):
        with mpmath.workdps(fewer):
            first = function(*arguments)
        with mpmath.workdps(more):
            second = function(*arguments)
        if first == second or abs(first - second) <= abs(second) * mpf(10) ** -AGREE:
            return "inf" if mpmath.isinf(second) else mpmath.nstr(second, AGREE, strip_zeros=True)
    raise ArithmeticError(f"{function.__name__}{arguments}: {first}, {second}")
