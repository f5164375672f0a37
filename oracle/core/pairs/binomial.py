"""Divergences of binomial distributions."""

import mpmath
from mpmath import log, loggamma

from shared.counts import (
    binomial_beside_binomial, binomial_beside_poisson, binomial_counts, digits_of_counts, divergence_of_counts,
    poisson_counts, settled)
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


def fitted_binomials(random):
    """Of as many successes on average, and up to a tenth apart."""
    for _ in range(30):
        n, p = float(random.randint(1, 10 ** random.randint(1, 3))), log_uniform(random, 1e-6, 0.95)
        m = n + random.randint(1, int(n))
        yield n, p, m, random.choice([n * p / m, nearby(random, n * p / m, most=0.05)])


row("Binomial‖Binomial, fitted", fitted_binomials, digits=digits_of_counts)(binomial)


def many_trials(random):
    yield 1e15, 0.3, 1.0
    for _ in range(5):
        n, p = float(round(log_uniform(random, 1e4, 1e15))), random.choice([random.uniform(0.01, 0.99), log_uniform(random, 1e-3, 0.5)])
        yield n, p, random.choice([1.0, random.uniform(0, 1) * n]) // 1


def many_binomials(random):
    for n, p, more in many_trials(random):
        m = n + max(more, 1.0)
        yield n, p, m, random.choice([n * p / m, nearby(random, n * p / m, most=0.05)])


row("Binomial‖Binomial, large counts", many_binomials, digits=70, value=settled)(binomial_beside_binomial)


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


def fitted_poisson(random):
    for n, p, *_ in fitted_binomials(random):
        yield n, p, random.choice([n * p, nearby(random, n * p, most=0.1)])


row("Binomial‖Poisson, fitted", fitted_poisson, digits=digits_of_counts)(binomial_poisson)


def many_beside_poisson(random):
    yield 1e12, 0.3, 3e11
    for n, p, _ in many_trials(random):
        yield n, p, random.choice([n * p, nearby(random, n * p, most=0.1)])


row("Binomial‖Poisson, large counts", many_beside_poisson, digits=70, value=settled)(binomial_beside_poisson)


def tied():
    for n, p, m, q in [(5.0, 0.5, 8.0, 0.25), (3.0, 0.125, 4.0, 0.75)]:
        yield binomial_beside_binomial(n, p, m, q), binomial(n, p, m, q)
    yield binomial_beside_poisson(5.0, 0.25, 2.0), binomial_poisson(5.0, 0.25, 2.0)
    yield of_equal_numbers(5.0, 0.5, 0.25), series(binomial_ln(5, HALF), binomial_ln(5, QUARTER), 0, 6)
