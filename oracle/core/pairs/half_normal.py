"""Divergences of half-normal distributions."""

import mpmath
from mpmath import exp, log, loggamma, mpf, pi, psi, sqrt

from shared.densities import HALF, QUARTER, RAY, THREE, exponential_ln, gamma_ln, half_normal_ln, integral, normal_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, against_normal, half_normal_entropy
from shared.fitted import fitted
from shared.parameters import any_size, at_normals, at_rates, of_any_size, positives, with_quotient
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby, rounded

mean = rounded(lambda s: s * sqrt(2 / pi))
deviation = rounded(lambda s: s * sqrt(1 - 2 / pi))


def scales(random):
    some = [log_uniform(random, SMALLEST, 1e300) for _ in range(40)] + [random.uniform(0.1, 5) for _ in range(40)] + [1.0, 0.5]
    return [s for s in some if 1e-290 < s < 1e290]


def beside_exponentials(random):
    return at_rates(random, scales(random), mean) + [
        (SMALLEST, SMALLEST), (SMALLEST, LARGEST), (LARGEST, SMALLEST), (1.0, 1.0), (LARGEST, 1.0)]


@row("HalfNormal‖Exp", beside_exponentials)
@on_exact
def half_normal_exponential(s, rate):
    return -half_normal_entropy(s) - log(rate) + rate * s * sqrt(2 / pi)


def beside_gammas(random):
    return [
        (s, a, b) for s, _ in positives(random, 12, 1e-12, 1e12) for a in [log_uniform(random, 1e-12, 1e12), random.uniform(1, 2)]
        for b in [random.uniform(0.1, 5), nearby(random, a / mean(s))]]


def extreme_gammas(random):
    some = [(any_size(random), any_size(random)) for _ in range(70)]
    return [(s, a, with_quotient(random, a, s)) for s, a in some]


@row("HalfNormal‖Gamma", beside_gammas, digits=DIGITS_OF_LGAMMA)
@row("HalfNormal‖Gamma, extreme", extreme_gammas, digits=350)
@on_exact
def half_normal_gamma(s, a, b):
    e_ln_x = log(s * sqrt(2)) + psi(0, mpf(1) / 2) / 2
    return -half_normal_entropy(s) - a * log(b) + loggamma(a) - (a - 1) * e_ln_x + b * s * sqrt(2 / pi)


@row("HalfNormal‖HalfNormal", of_any_size(40))
@on_exact
def half_normal(p, q):
    return log(q / p) + p**2 / (2 * q**2) - mpf(1) / 2


def beside_normals(random):
    return at_normals(random, scales(random), mean, deviation) + [
        (SMALLEST, 0.0, 1.0), (SMALLEST, 0.0, SMALLEST), (LARGEST, 0.0, LARGEST), (1.0, LARGEST, 1.0),
        (LARGEST, -LARGEST, LARGEST), (1e-310, 1e-310, 2e-310)]


@row("HalfNormal‖Normal", beside_normals)
@on_exact
def half_normal_normal(s, mu, sigma):
    return against_normal(half_normal_entropy(s), s * sqrt(2 / pi), s**2 * (1 - 2 / pi), mu, sigma)


# At the best fit.


row("HalfNormal‖Gamma, fitted", fitted("HalfNormal‖Gamma", half_normal_gamma), digits=100)(half_normal_gamma)
row("HalfNormal‖Exp, fitted", fitted("HalfNormal‖Exp", half_normal_exponential), digits=100)(half_normal_exponential)
row("HalfNormal‖Normal, fitted", fitted("HalfNormal‖Normal", half_normal_normal), digits=100)(half_normal_normal)


def tied():
    h, q, t, half = HALF, QUARTER, THREE, RAY[:-1]
    yield mpf(1), mpmath.quad(lambda x: exp(half_normal_ln(h)(x)), half)
    yield half_normal_exponential(0.5, 3.0), integral(half_normal_ln(h), exponential_ln(t), half)
    yield half_normal_gamma(0.5, 3.0, 0.25), integral(half_normal_ln(h), gamma_ln(t, q), half)
    yield half_normal(0.5, 3.0), integral(half_normal_ln(h), half_normal_ln(t), half)
    yield half_normal_normal(0.5, 1.0, 3.0), integral(half_normal_ln(h), normal_ln(1, 3), half)
