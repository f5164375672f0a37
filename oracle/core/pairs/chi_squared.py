"""Divergences of χ² distributions."""

import mpmath
from mpmath import log, mpf

from core.pairs.gamma import mean_distance, shapes_for_laplace, with_laplace
from shared.densities import HALF, RAY, THREE, gamma_ln, integral, laplace_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, gamma, gamma_entropy, lgamma_remainder
from shared.fitted import fitted
from shared.parameters import extreme_shapes, gamma_triples, shapes
from shared.rows import row
from shared.sizes import SMALLEST, nearby


@row("ChiSquared‖ChiSquared", lambda random: shapes(random, 40), digits=DIGITS_OF_LGAMMA)
@row("ChiSquared‖ChiSquared, extreme", lambda random: [x for x in extreme_shapes(random, 3) if min(x) > SMALLEST], digits=350)
@on_exact
def chi_squared(k_p, k_q):
    return lgamma_remainder(k_p / 2, k_q / 2)


def rates(random):
    return [(k, b) for k, _, b in gamma_triples(random, 20)] + [(nearby(random, 2.0), nearby(random, 0.5)) for _ in range(40)]


@row("ChiSquared‖Exp", rates, digits=DIGITS_OF_LGAMMA)
@on_exact
def chi_squared_exponential(k, rate):
    return gamma(k / 2, mpf(1) / 2, 1, rate)


@row("ChiSquared‖Gamma", lambda random: gamma_triples(random, 20), digits=DIGITS_OF_LGAMMA)
@on_exact
def chi_squared_gamma(k, a, b):
    return gamma(k / 2, mpf(1) / 2, a, b)


def beside_laplace(random):
    shapes = shapes_for_laplace(random)[::4]
    return [(2 * a, 2 * m, 2 * b) for a, _, m, b in with_laplace(random, shapes, [1.0] * len(shapes))]


@row("ChiSquared‖Laplace", beside_laplace, digits=60)
@on_exact
def chi_squared_laplace(k, m, b):
    return log(2 * b) - gamma_entropy(k / 2, mpf(1) / 2) + 2 * mean_distance(k / 2, m / 2) / b


row("ChiSquared‖Exp, fitted", fitted("ChiSquared‖Exp", chi_squared_exponential), digits=DIGITS_OF_LGAMMA)(chi_squared_exponential)
row("ChiSquared‖Laplace, fitted", fitted("ChiSquared‖Laplace", chi_squared_laplace), digits=60)(chi_squared_laplace)


def tied():
    h, t = HALF, THREE
    yield chi_squared(6.0, 1.0), integral(gamma_ln(t, h), gamma_ln(h, h), RAY)
    yield chi_squared_exponential(6.0, 3.0), integral(gamma_ln(t, h), gamma_ln(1, t), RAY)
    yield chi_squared_gamma(6.0, 0.5, 3.0), integral(gamma_ln(t, h), gamma_ln(h, t), RAY)
    yield chi_squared_laplace(5.0, 2.0, 3.0), integral(gamma_ln(mpf(5) / 2, h), laplace_ln(2, 3), [0, 2, 20, mpmath.inf])
