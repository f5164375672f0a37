"""Divergences of normal distributions in one dimension."""

import math

import mpmath
from mpmath import exp, log, pi, sqrt

from shared.densities import HALF, LINE, THREE, gumbel_ln, integral, laplace_ln, normal_ln
from shared.exact import exact, on_exact
from shared.fitted import fitted
from shared.parameters import locations, normals
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST


@row("Normal‖Normal", normals)
def kl(mu_p, sigma_p, mu_q, sigma_q):
    mu_p, sigma_p, mu_q, sigma_q = map(exact, (mu_p, sigma_p, mu_q, sigma_q))
    spread = sigma_p**2 + (mu_p - mu_q) ** 2
    return mpmath.log(sigma_q / sigma_p) + spread / (2 * sigma_q**2) - mpmath.mpf(1) / 2


@on_exact
def normal_gumbel_condition(m, s, mu, beta):
    return 1 + abs(m - mu) / beta + (s / beta) ** 2 / 2


def beside_gumbels(random):
    # Where the exponentials of a Gumbel distribution are moderate.
    return locations(random, 60, 1e-2, 1e2) + [(0.0, SMALLEST, 0.0, 1.0), (LARGEST, 1.0, LARGEST, 1.0), (0.0, 1e-300, 1.0, 1.0)]


@row("Normal‖Gumbel", beside_gumbels, condition=normal_gumbel_condition)
@on_exact
def normal_gumbel(m, s, mu, beta):
    w = (m - mu) / beta
    return log(beta) - log(2 * pi * mpmath.e * s**2) / 2 + w + exp((s / beta) ** 2 / 2 - w)


@row("Normal‖Laplace", lambda random: locations(random, 60, 1e-8, 1e8))
@on_exact
def normal_laplace(mu, sigma, m, b):
    z = abs(mu - m) / sigma
    distance = sigma * sqrt(2 / pi) * exp(-z**2 / 2) + abs(mu - m) * mpmath.erf(z / sqrt(2))
    return log(2 * b) - log(2 * pi * mpmath.e * sigma**2) / 2 + distance / b


def with_cuts(random):
    cut = [(*x, 0.0, mpmath.inf) for x in locations(random, 2)] + [(0.0, 1.0, 0.0, 1.0, -LARGEST, LARGEST)]
    return [(*x, -math.inf, math.inf) for x in locations(random, 60)] + [tuple(map(float, x)) for x in cut]


@row("Normal‖TruncatedNormal", with_cuts)
def normal_truncated_normal(mu_p, sigma_p, mu_q, sigma_q, lower, upper):
    uncut = math.isinf(lower) and math.isinf(upper)
    return kl(mu_p, sigma_p, mu_q, sigma_q) if uncut else mpmath.inf


# At the best fit.


row("Normal‖Gumbel, fitted", fitted("Normal‖Gumbel", normal_gumbel), digits=100)(normal_gumbel)
row("Normal‖Laplace, fitted", fitted("Normal‖Laplace", normal_laplace), digits=100)(normal_laplace)


def tied():
    yield normal_gumbel(1.0, 0.5, 0.0, 3.0), integral(normal_ln(1, HALF), gumbel_ln(0, THREE), LINE[1:-1])
    yield normal_laplace(1.0, 0.5, 0.0, 3.0), integral(normal_ln(1, HALF), laplace_ln(0, THREE), LINE)
