"""Divergences of Poisson distributions."""

from mpmath import log

from shared.counts import (
    digits_of_counts, divergence_of_counts, negative_binomial_counts, poisson_beside_negative_binomial, poisson_counts,
    settled)
from shared.densities import HALF, THREE, poisson_ln, series
from shared.exact import on_exact
from shared.extra_zeros import condition, condition_of_inflated, hurdle, inflated, pair, parameters, with_the_zeros_of
from shared.extra_zeros import poisson as without_extra_zeros
from shared.parameters import counted, of_any_size
from shared.rows import row
from shared.sizes import log_uniform, nearby


def beside_negative_binomials(random):
    return [
        (random.choice([1, nearby(random, 1.0), log_uniform(random, 0.1, 10)]) * r * (1 - p) / p, r, p)
        for r, p in counted(random, 60, 100) if p < 1]


@row("Poisson‖NegativeBinomial", beside_negative_binomials, digits=digits_of_counts)
def poisson_negative_binomial(rate, r, p):
    return divergence_of_counts(poisson_counts(rate), negative_binomial_counts(r, p), None)


def fitted_negative_binomials(random):
    for _ in range(40):
        rate, r = log_uniform(random, 1e-2, 100), log_uniform(random, 1e-2, 1e4)
        p = r / (r + rate)
        yield rate, r, random.choice([p, min(nearby(random, p, most=0.1), 1 - 1e-10)])


row("Poisson‖NegativeBinomial, fitted", fitted_negative_binomials, digits=digits_of_counts)(poisson_negative_binomial)


def large_beside_negative_binomials(random):
    yield 1e12, 3.0, 1e-9
    for _ in range(6):
        rate, r = log_uniform(random, 1e3, 1e12), log_uniform(random, 1e-2, 1e15)
        p = r / (r + rate)
        yield rate, r, random.choice([p, min(nearby(random, p, most=0.1), 1 - 1e-10)])


row("Poisson‖NegativeBinomial, large counts", large_beside_negative_binomials, digits=70, value=settled)(
    poisson_beside_negative_binomial)


@row("Poisson‖Poisson", of_any_size(60))
@on_exact
def poisson(p, q):
    return p * log(p / q) - p + q


without_first = lambda random: [case[1:] for case in parameters(random)]
poisson_hurdle = pair(without_extra_zeros, hurdle)
poisson_inflated = pair(without_extra_zeros, inflated)
row("Poisson‖HurdlePoisson", without_first, condition=condition(without_extra_zeros, hurdle))(poisson_hurdle)
row("Poisson‖HurdlePoisson, equal zeros", with_the_zeros_of(without_extra_zeros),
    condition=condition(without_extra_zeros, hurdle))(poisson_hurdle)
row("Poisson‖ZeroInflatedPoisson", without_first,
    condition=lambda a, rho, b: condition_of_inflated(0.0, a, rho, b))(poisson_inflated)


def tied():
    yield poisson_beside_negative_binomial(2.5, 1.5, 0.25), poisson_negative_binomial(2.5, 1.5, 0.25)
    yield poisson(3.0, 0.5), series(poisson_ln(THREE), poisson_ln(HALF), 0)
