"""Means of terms and their standard errors."""

import mpmath
from mpmath import mpf, sqrt

# Logarithms of ratios as small as 1e-120 need their square's digits.
DIGITS_OF_RATIOS = 300


def mean(terms):
    return mpmath.fsum(terms) / len(terms)


def standard_error(terms):
    m, n = mean(terms), len(terms)
    return sqrt(mpmath.fsum((t - m) ** 2 for t in terms) / (n - 1) / n)


def cancellation(terms):
    return mean([abs(t) for t in terms]) / abs(mean(terms))


def spread(terms):
    """The root of the mean square over the standard deviation."""
    n = len(terms)
    return max(sqrt(mean([t * t for t in terms])) / (standard_error(terms) * sqrt(mpf(n))), mpf(1))
