"""Divergences of exponential distributions."""

import math

import mpmath
from mpmath import exp, log, mpf

from core.pairs.gamma import gamma_gumbel, gamma_gumbel_condition
from shared.densities import HALF, RAY, THREE, exponential_ln, gamma_ln, gumbel_ln, integral, laplace_ln, log_normal_ln, normal_ln, weibull_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, against_laplace, against_normal, gamma, weibull, weibull_condition_of
from shared.fitted import fitted
from shared.parameters import any_size, gamma_triples, gammas, locations, near_or_far, of_any_size, positives, with_quotient
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


def beside_chi_squareds(random):
    return [(b, k) for k, _, b in gamma_triples(random, 20)] + [(nearby(random, 0.5), nearby(random, 2.0)) for _ in range(40)]


@row("Exp‖ChiSquared", beside_chi_squareds, digits=DIGITS_OF_LGAMMA)
@on_exact
def exponential_chi_squared(rate, k):
    return gamma(1, rate, k / 2, mpf(1) / 2)


@row("Exp‖Exp", of_any_size(60))
@on_exact
def exponential(p, q):
    return log(p / q) + q / p - 1


def extreme_gammas(random):
    some = [(any_size(random), any_size(random)) for _ in range(70)]
    return [(r, k, near_or_far(random, with_quotient(random, k, 1 / r))) for r, k in some if r > 1e-300]


@row("Exp‖Gamma", lambda random: [(b, a, c) for a, b, _, c in gammas(random, 12)], digits=DIGITS_OF_LGAMMA)
@row("Exp‖Gamma, extreme", extreme_gammas, digits=350)
def exponential_gamma(rate, shape, q):
    return gamma(1.0, rate, shape, q)


def beside_gumbels(random):
    return [
        (rate, mu, beta) for rate, _ in positives(random, 14, 1e-100, 1e100)
        for beta in [random.uniform(0.1, 5) / rate, log_uniform(random, 1e-2, 1e6) / rate] for mu in [0.0, random.gauss(0, 3) * beta]]


def exponential_gumbel_condition(rate, mu, beta):
    return gamma_gumbel_condition(1.0, rate, mu, beta)


@row("Exp‖Gumbel", beside_gumbels, digits=DIGITS_OF_LGAMMA, condition=exponential_gumbel_condition)
def exponential_gumbel(rate, mu, beta):
    return gamma_gumbel(1.0, rate, mu, beta)


def beside_laplace(random):
    return [(r, m, b) for _, r, m, b in locations(random, 40)] + [
        (r, random.choice([1, math.log(2), random.uniform(-1, 4)]) / r, log_uniform(random, 0.1, 10) / r) for r, _ in positives(random, 15, 1e-100, 1e100)] + [
        (SMALLEST, 0.0, LARGEST), (LARGEST, 1.0, SMALLEST), (1e300, 1e300, 1e300), (SMALLEST, LARGEST, LARGEST),
        (1e300, -1e300, 1e300), (1e200, 1.0, 1e200), (1.0, LARGEST, 1.0)]


@row("Exp‖Laplace", beside_laplace)
@on_exact
def exponential_laplace(rate, m, b):
    distance = 1 / rate - m if m < 0 else m - 1 / rate + 2 * exp(-rate * m) / rate
    return against_laplace(1 - log(rate), distance, b)


def beside_log_normals(random):
    return [(r, m, s) for _, r, m, s in locations(random, 40, 1e-100, 1e100)] + [
        (r, random.choice([-math.log(r), nearby(random, -math.log(r)), random.gauss(0, 3)]), log_uniform(random, 0.1, 10))
        for r, _ in positives(random, 30, 1e-100, 1e100)]


def log_rate_condition(value, rate, mu, sigma):
    return 1 + abs(mpmath.log(rate) * (mpmath.log(rate) + mpmath.euler + mu)) / sigma**2 / value


@row("Exp‖LogNormal", beside_log_normals, condition_of=log_rate_condition)
@on_exact
def exponential_log_normal(rate, mu, sigma):
    """E ln x = −γ − ln λ, and the variance of ln x is π²/6."""
    mean = -mpmath.euler - log(rate)
    return log(rate) - 1 + mean + log(2 * mpmath.pi * sigma**2) / 2 + (mpmath.pi**2 / 6 + (mean - mu)**2) / (2 * sigma**2)


def beside_normals(random):
    return [(r, m, s) for _, r, m, s in locations(random, 40)] + [
        (r, random.choice([1 / r, nearby(random, 1 / r)]), log_uniform(random, 0.1, 10) / r) for r, _ in positives(random, 20, 1e-100, 1e100)]


@row("Exp‖Normal", beside_normals)
@on_exact
def exponential_normal(rate, mu, sigma):
    return against_normal(1 - log(rate), 1 / rate, 1 / rate**2, mu, sigma)


def beside_weibulls(random):
    """Rate, shape and scale."""
    some = zip(positives(random, 30, 1e-2, 1e2), reversed(positives(random, 30, 1e-2, 1e2)))
    rows = [(r, k, l) for (r, l), (k, _) in some]
    return rows + [(r, nearby(random, 1.0), nearby(random, 1 / r)) for r, *_ in rows[:40]]


@on_exact
def exponential_weibull_condition(rate, k, l):
    return weibull_condition_of(k * log(l * rate), k)


@row("Exp‖Weibull", beside_weibulls, digits=DIGITS_OF_LGAMMA, condition=exponential_weibull_condition)
@on_exact
def exponential_weibull(rate, k, l):
    return weibull(1, 1 / rate, k, l)


# At the best fit.


row("Exp‖ChiSquared, fitted", fitted("Exp‖ChiSquared", exponential_chi_squared), digits=100)(exponential_chi_squared)
row("Exp‖Gumbel, fitted", fitted("Exp‖Gumbel", exponential_gumbel), digits=100)(exponential_gumbel)
row("Exp‖LogNormal, fitted", fitted("Exp‖LogNormal", exponential_log_normal), digits=100)(exponential_log_normal)
row("Exp‖Laplace, fitted", fitted("Exp‖Laplace", exponential_laplace), digits=100)(exponential_laplace)
row("Exp‖Normal, fitted", fitted("Exp‖Normal", exponential_normal), digits=100)(exponential_normal)


def tied():
    h, t = HALF, THREE
    e = exponential_ln
    yield exponential_chi_squared(3.0, 6.0), integral(e(t), gamma_ln(t, h), RAY)
    yield exponential(3.0, 0.5), integral(e(t), e(h), RAY)
    yield exponential_gamma(0.5, 3.0, 2.0), integral(e(h), gamma_ln(t, 2), RAY)
    yield exponential_gumbel(3.0, 1.0, 0.5), integral(e(t), gumbel_ln(1, h), RAY[:-1])
    yield exponential_laplace(3.0, 1.0, 0.5), integral(e(t), laplace_ln(1, h), RAY[:-1])
    yield exponential_laplace(3.0, -1.0, 0.5), integral(e(t), laplace_ln(-1, h), RAY[:-1])
    yield exponential_log_normal(3.0, 1.0, 0.5), integral(e(t), log_normal_ln(1, h), RAY)
    yield exponential_normal(0.5, 1.0, 3.0), integral(e(h), normal_ln(1, 3), RAY)
    yield exponential_weibull(3.0, 0.5, 2.0), integral(e(t), weibull_ln(h, 2), RAY)
