"""Divergences of Bernoulli distributions."""

from core.pairs.binomial import binomial
from shared.counts import digits_of_counts
from shared.densities import HALF, QUARTER, binomial_ln, poisson_ln, series
from shared.exact import on_exact, xlogy
from shared.families import ratio
from shared.parameters import binomials, probabilities
from shared.rows import row
from shared.sizes import log_uniform, nearby


@row("Bernoulli‖Bernoulli", lambda random: probabilities(random, 60))
@on_exact
def bernoulli(p, q):
    return ratio(p, q) + ratio(1 - p, 1 - q)


@row("Bernoulli‖Binomial", lambda random: [(p, m, q) for _, p, m, q in binomials(random, 30)], digits=digits_of_counts)
def bernoulli_binomial(p, m, q):
    return binomial(1.0, p, m, q)


def beside_poisson(random):
    return [
        (p, random.choice([nearby(random, p) or p, log_uniform(random, 1e-10, 1e3)]))
        for p, _ in probabilities(random, 30) if p > 0
    ] + [(0.0, 0.5), (1.0, 1.0), (1.0, 0.5)]


@row("Bernoulli‖Poisson", beside_poisson)
@on_exact
def bernoulli_poisson(p, rate):
    return xlogy(p, p / rate) + xlogy(1 - p, 1 - p) + rate


def tied():
    h, q = HALF, QUARTER
    yield bernoulli(0.5, 0.25), series(binomial_ln(1, h), binomial_ln(1, q), 0, 2)
    yield bernoulli_poisson(0.25, 0.5), series(binomial_ln(1, q), poisson_ln(h), 0, 2)
