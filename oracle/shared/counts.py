"""Divergences of counts as sums over the probabilities, which is their definition."""

import math

import mpmath
from mpmath import exp, log, mpf

from shared.exact import exact


def divergence_of_counts(p, q, last):
    """Σ P ln(P/Q) from the first probabilities and the ratios of successive ones.

    `last` is the last count, or None: then terms are added until they count no more,
    when P is past its mode and falls at least as fast as a geometric series.
    """
    (x, rise_p), (y, rise_q) = p, q
    total, mass, k = mpf(0), mpf(0), 0
    while True:
        total += x * log(x / y)
        mass += x
        if k == last or last is None and k > 20 and x * (1 + abs(log(x / y))) * 1000 < mpmath.eps * abs(total) * mpmath.eps:
            break
        x, y = x * rise_p(k), y * rise_q(k)
        k += 1
    assert abs(mass - 1) < mpf(10) ** 8 * mpmath.eps, (mass, k)
    return total


def binomial_counts(n, p):
    n, p = int(n), exact(p)
    return (1 - p) ** n, lambda k: (n - k) * p / ((k + 1) * (1 - p))


def poisson_counts(rate):
    rate = exact(rate)
    return exp(-rate), lambda k: rate / (k + 1)


def negative_binomial_counts(r, p):
    r, p = exact(r), exact(p)
    return p**r, lambda k: (r + k) * (1 - p) / (k + 1)


def digits_of_counts(*parameters):
    """Terms are probabilities: small ones need as many digits as they have zeros."""
    return 60 - 3 * min([0] + [int(math.log10(x)) for x in parameters if x > 0])
