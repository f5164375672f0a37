"""Divergences of continuous Bernoulli distributions."""

import mpmath
from mpmath import exp, log, mpf, sqrt

from shared.densities import HALF, QUARTER, THREE, UNIT, cb_ln, exponential_ln, integral, laplace_ln, normal_ln, uniform_ln
from shared.exact import on_exact
from shared.families import against_laplace, against_normal, cb_entropy, cb_mean_of, cb_variance, ln_c
from shared.fitted import fitted
from shared.parameters import at_normals, at_rates, lambdas
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby, rounded


def two_lambdas(random, rounds):
    rows = [(0.3, 0.3), (0.5, 0.5 + 2.0**-53), (0.5 + 2.0**-53, 0.5), (0.5 - 2.0**-54, 0.5 + 2.0**-53),
            (SMALLEST, 1.0 - 2.0**-53), (1.0 - 2.0**-53, SMALLEST), (SMALLEST, 2 * SMALLEST),
            (1.0 - 2.0**-53, 1.0 - 2.0**-52), (0.5, SMALLEST), (SMALLEST, 0.5), (0.25, 0.75)]
    some, others = lambdas(random, rounds), lambdas(random, rounds)
    random.shuffle(others)
    rows += zip(some, others)
    rows += [(l, nearby(random, l)) for l in some]
    rows += [(1 - l, 1 - nearby(random, l)) for l in others]
    return [(p, q) for p, q in rows if 0 < p < 1 and 0 < q < 1]


@row("ContinuousBernoulli‖ContinuousBernoulli", lambda random: two_lambdas(random, 30))
@on_exact
def cb(p, q):
    m = cb_mean_of(p)
    return ln_c(p) - ln_c(q) + m * log(p / q) + (1 - m) * log((1 - p) / (1 - q))


def beside_exponentials(random):
    with mpmath.workdps(700):
        return at_rates(random, lambdas(random, 12), rounded(cb_mean_of))


@row("ContinuousBernoulli‖Exp", beside_exponentials)
@on_exact
def cb_exponential(l, rate):
    return -cb_entropy(l) - log(rate) + rate * cb_mean_of(l)


def beside_laplace(random):
    return [
        (l, m, b) for l in lambdas(random, 12)
        for m, b in [(random.random(), log_uniform(random, 0.01, 10)), (random.gauss(0, 3), random.uniform(0.1, 5)), (0.5, 0.25),
                     (log_uniform(random, 1e-3, 0.1), log_uniform(random, 1e-3, 0.1)),
                     (1 - log_uniform(random, 1e-3, 0.1), log_uniform(random, 1e-3, 0.1))]]


@row("ContinuousBernoulli‖Laplace", beside_laplace)
@on_exact
def cb_laplace(l, m, b):
    mean = cb_mean_of(l)
    if m <= 0 or m >= 1:
        distance = abs(mean - m)
    elif 2 * l == 1:
        distance = (m**2 + (1 - m) ** 2) / 2
    else:
        # ∫ (m − x) p(x) dx up to m, twice, and what remains to the mean.
        eta = log(l / (1 - l))
        below = (exp(eta * m) - 1 - eta * m) / (eta * (exp(eta) - 1))
        distance = mean - m + 2 * below
    return against_laplace(cb_entropy(l), distance, b)


def beside_normals(random):
    with mpmath.workdps(700):
        return at_normals(random, lambdas(random, 12), rounded(cb_mean_of), rounded(lambda l: sqrt(cb_variance(l))))


@row("ContinuousBernoulli‖Normal", beside_normals)
@on_exact
def cb_normal(l, mu, sigma):
    return against_normal(cb_entropy(l), cb_mean_of(l), cb_variance(l), mu, sigma)


def beside_uniforms(random):
    return [
        case for l in lambdas(random, 12) for case in
        [(l, 0.0, 1.0), (l, -log_uniform(random, 1e-17, 1e3), 1.0 + log_uniform(random, 1e-16, 1e3))]
    ] + [(0.25, 0.5, 2.0), (0.25, -1.0, 0.5), (0.25, -LARGEST, LARGEST), (0.5, -LARGEST, LARGEST),
         (0.5, -(2.0**-60), 1.0), (0.5, 0.0, 1.0 + 2.0**-52)]


@row("ContinuousBernoulli‖Uniform", beside_uniforms)
@on_exact
def cb_uniform(l, a, b):
    return log(b - a) - cb_entropy(l) if a <= 0 and 1 <= b else mpmath.inf


row("ContinuousBernoulli‖Exp, fitted", fitted("ContinuousBernoulli‖Exp", cb_exponential), digits=100)(cb_exponential)
row("ContinuousBernoulli‖Laplace, fitted", fitted("ContinuousBernoulli‖Laplace", cb_laplace), digits=100)(cb_laplace)
row("ContinuousBernoulli‖Normal, fitted", fitted("ContinuousBernoulli‖Normal", cb_normal), digits=100)(cb_normal)
row("ContinuousBernoulli‖Uniform, fitted", fitted("ContinuousBernoulli‖Uniform", cb_uniform), digits=100)(cb_uniform)


def tied():
    h, q, t = HALF, QUARTER, THREE
    yield mpf(1), mpmath.quad(lambda x: exp(cb_ln(q)(x)), UNIT)
    yield cb(0.25, 0.875), integral(cb_ln(q), cb_ln(mpf(7) / 8), UNIT)
    yield cb(0.5, 0.875), integral(cb_ln(h), cb_ln(mpf(7) / 8), UNIT)
    yield cb_exponential(0.25, 3.0), integral(cb_ln(q), exponential_ln(t), UNIT)
    yield cb_laplace(0.25, 0.5, 3.0), integral(cb_ln(q), laplace_ln(h, t), UNIT)
    yield cb_laplace(0.75, 0.5, 3.0), integral(cb_ln(3 * q), laplace_ln(h, t), UNIT)
    yield cb_laplace(0.25, 2.0, 3.0), integral(cb_ln(q), laplace_ln(2, t), UNIT)
    yield cb_normal(0.25, 1.0, 3.0), integral(cb_ln(q), normal_ln(1, 3), UNIT)
    yield cb_uniform(0.25, -1.0, 2.0), integral(cb_ln(q), uniform_ln(-1, 2), UNIT)
