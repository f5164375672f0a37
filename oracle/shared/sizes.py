"""Doubles of any size, drawn by the logarithm, and doubles next to others."""

import math

import mpmath
from mpmath import mpf

SMALLEST = 5e-324
LARGEST = 1.7976931348623157e308


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


def rounded(function):
    """The function as one of doubles, good enough to make cases with."""
    return lambda *x: float(mpmath.nstr(function(*map(mpf, x)), 17))
