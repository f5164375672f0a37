"""Divergences of negative binomial distributions."""

from mpmath import log

from shared.counts import (
    digits_of_counts, divergence_of_counts, negative_binomial_beside_negative_binomial,
    negative_binomial_beside_poisson, negative_binomial_counts, poisson_counts, settled)
from shared.exact import exact
from shared.parameters import counted
from shared.rows import row
from shared.sizes import log_uniform, nearby


def negative_binomials(random, rounds):
    rows = [(1.0, 0.5, 2.0, 0.5), (2.0, 0.5, 1.0, 0.5), (1.0, 0.5, 1.0 + 2.0**-52, 0.5),
            (3.0, 0.5, 3.0, 0.25), (3.0, 1.0, 3.0, 0.25), (1e300, 0.5, 1e300, 0.25), (3.0, 0.5, 3.0, 0.5 + 2.0**-53),
            (1e-30, 0.5, 2e-30, 0.5), (0.5, 1 - 2.0**-53, 0.25, 0.5), (30.0, 0.5, 1e-10, 0.5)]
    for r, p in counted(random, rounds, 200):
        rows.append((r, p, nearby(random, r), p))
        rows.append((r, p, nearby(random, r), min(nearby(random, p), 1 - 1e-10)))
        s = log_uniform(random, 0.1, 10) * r
        rows.append((r, p, s, s / (s + r * (1 - p) / p)))
        rows.append((r, p, log_uniform(random, 1e-6, 100), random.uniform(0.01, 1)))
        rows.append((r, p, r, min(nearby(random, p), 1 - 1e-10)))
        rows.append((r, 1 - log_uniform(random, 1e-15, 0.5), log_uniform(random, 1e-6, 10), 1 - log_uniform(random, 1e-15, 0.5)))
    return rows


@row("NegativeBinomial‖NegativeBinomial", lambda random: negative_binomials(random, 14), digits=digits_of_counts)
def negative_binomial(r_p, p, r_q, q):
    if r_p == r_q:
        a, b = exact(p), exact(q)
        return exact(r_p) * (log(a / b) + (1 - a) / a * log((1 - a) / (1 - b))) if a < 1 else exact(r_p) * log(1 / b)
    return divergence_of_counts(negative_binomial_counts(r_p, p), negative_binomial_counts(r_q, q), None)


def fitted_negative_binomials(random):
    """r differs, and the means are as fitted or up to a tenth apart."""
    for i in range(40):
        r, p = log_uniform(random, 1e-2, 50), random.uniform(0.1, 0.95)
        s = nearby(random, r) if i % 2 else log_uniform(random, 0.1, 10) * r
        q = s / (s + r * (1 - p) / p)
        yield r, p, s, random.choice([q, min(nearby(random, q, most=0.1), 1 - 1e-10)])


row("NegativeBinomial‖NegativeBinomial, fitted", fitted_negative_binomials, digits=digits_of_counts)(negative_binomial)


def long_tails(random):
    for _ in range(5):
        yield log_uniform(random, 1e-3, 1e6), log_uniform(random, 1e-9, 0.2)


def large_negative_binomials(random):
    yield 1.5, 1e-5, 2.0, 1e-5
    for r, p in long_tails(random):
        s = random.choice([nearby(random, r, most=0.1), log_uniform(random, 0.1, 10) * r])
        q = s / (s + r * (1 - p) / p)
        yield r, p, s, random.choice([p, q, nearby(random, q, most=0.1)])


row("NegativeBinomial‖NegativeBinomial, large counts", large_negative_binomials, digits=70, value=settled)(
    negative_binomial_beside_negative_binomial)


def beside_poisson(random):
    return [
        (r, p, random.choice([1, nearby(random, 1.0), log_uniform(random, 0.1, 10)]) * r * (1 - p) / p)
        for r, p in counted(random, 60, 100) if p < 1]


@row("NegativeBinomial‖Poisson", beside_poisson, digits=digits_of_counts)
def negative_binomial_poisson(r, p, rate):
    return divergence_of_counts(negative_binomial_counts(r, p), poisson_counts(rate), None)


def fitted_poisson(random):
    for _ in range(40):
        r, p = log_uniform(random, 1e-2, 50), random.uniform(0.1, 0.99)
        mean = r * (1 - p) / p
        yield r, p, random.choice([mean, nearby(random, mean, most=0.1)])


row("NegativeBinomial‖Poisson, fitted", fitted_poisson, digits=digits_of_counts)(negative_binomial_poisson)


def large_beside_poisson(random):
    for r, p in long_tails(random):
        mean = r * (1 - p) / p
        yield r, p, random.choice([mean, nearby(random, mean, most=0.1)])
        # Nearly a Poisson distribution.
        r, mean = log_uniform(random, 1e4, 1e15), log_uniform(random, 1e3, 1e12)
        yield r, r / (r + mean), random.choice([mean, nearby(random, mean, most=1e-3)])


row("NegativeBinomial‖Poisson, large counts", large_beside_poisson, digits=70, value=settled)(negative_binomial_beside_poisson)


def tied():
    yield negative_binomial_beside_negative_binomial(1.5, 0.25, 2.0, 0.5), negative_binomial(1.5, 0.25, 2.0, 0.5)
    yield negative_binomial_beside_poisson(1.5, 0.25, 2.0), negative_binomial_poisson(1.5, 0.25, 2.0)
    yield negative_binomial(3.0, 0.5, 3.0, 0.25), divergence_of_counts(
        negative_binomial_counts(3.0, 0.5), negative_binomial_counts(3.0, 0.25), None)
