"""Divergences of binomial distributions."""

import mpmath
from mpmath import log, loggamma

from shared.counts import binomial_counts, digits_of_counts, divergence_of_counts, poisson_counts
from shared.densities import HALF, QUARTER, binomial_ln, series
from shared.exact import exact, on_exact
from shared.families import ratio
from shared.parameters import binomials, probabilities
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform, nearby


def of_one_number(random):
    # Of the last, one trial is subnormal, all are not.
    return [(float(random.randint(1, 10**random.randint(1, 12))), p, q) for p, q in probabilities(random, 25)] + [
        (861310030.0, 1.018057375844698e-290, 1.0180573758446861e-290)]


@row("Binomial‖Binomial", of_one_number)
@on_exact
def of_equal_numbers(n, p, q):
    return n * (ratio(p, q) + ratio(1 - p, 1 - q))


def certain_binomial(n, m, q):
    """All n trials succeed."""
    return -log(mpmath.binomial(m, n) * exact(q) ** n * (1 - exact(q)) ** (m - n))


def large_binomials(random, rounds):
    for _ in range(rounds):
        n = float(random.randint(300, 3000))
        m = n + random.choice([1, random.randint(1, 1000)])
        p = random.uniform(0.02, 0.98)
        yield n, p, m, nearby(random, p * n / m)


@row("Binomial‖Binomial, fewer trials", lambda random: [*binomials(random, 25), *large_binomials(random, 6)], digits=digits_of_counts)
def binomial(n, p, m, q):
    if p == 1.0:
        return certain_binomial(int(n), int(m), q)
    return divergence_of_counts(binomial_counts(n, p), binomial_counts(m, q), int(n))


def beside_poisson(random):
    return [
        (n, p, random.choice([n * p, nearby(random, n * p), log_uniform(random, 0.01, 100)]))
        for n, p, *_ in binomials(random, 12)[10:] if n * p > 1e-250
    ] + [(3.0, 1.0, 2.0), (3.0, 0.5, SMALLEST), (1.0, 0.5, 1e300)]


@row("Binomial‖Poisson", beside_poisson, digits=digits_of_counts)
def binomial_poisson(n, p, rate):
    if p == 1.0:
        return -(n * log(exact(rate)) - exact(rate) - loggamma(exact(n) + 1))
    return divergence_of_counts(binomial_counts(n, p), poisson_counts(rate), int(n))


def tied():
    yield of_equal_numbers(5.0, 0.5, 0.25), series(binomial_ln(5, HALF), binomial_ln(5, QUARTER), 0, 6)
