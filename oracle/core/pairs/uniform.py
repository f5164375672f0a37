"""Divergences of uniform distributions."""

import math

import mpmath
from mpmath import exp, log, loggamma, mpf

from shared.densities import HALF, QUARTER, THREE, beta_ln, cb_ln, exponential_ln, gamma_ln, gumbel_ln, integral, laplace_ln, normal_ln, pareto_ln, uniform_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, against_laplace, against_normal
from shared.fitted import fitted
from shared.parameters import any_size, beta_shapes, intervals, lambdas, locations, of_any_size, positives, with_quotient
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


def inside_unit(random, some):
    rows = [(0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0 + 2.0**-52, 1.0), (-1.0, 0.5, 2.0, 3.0), (0.5, 1.5, 2.0, 3.0),
            (0.0, 1.0 - 2.0**-53, 1.0, 1.0), (2.0**-60, 1.0, 1.0, 1.0)]
    for a, b in some:
        rows.append((0.0, 1.0, a, b))
        low = random.random()
        high = low + (1 - low) * log_uniform(random, 1e-6, 1)
        rows.append((low, high, a, b))
        rows.append((log_uniform(random, 1e-17, 0.4), 1 - log_uniform(random, 1e-16, 0.4), a, b))
        rows.append((0.0, log_uniform(random, 1e-10, 1), a, b))
        mean, deviation = a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)
        low, high = (min(max(mean + side * deviation * random.uniform(1, 2), 0.0), 1.0) for side in (-1, 1))
        rows.append((low, high, a, b))
    return [row for row in rows if row[0] < row[1]]


@row("Uniform‖Beta", lambda random: inside_unit(random, beta_shapes(random, 10)), digits=100)
@on_exact
def uniform_beta(low, high, a, b):
    if low < 0 or high > 1:
        return mpmath.inf
    x_ln_x = lambda x: x * log(x) if x else mpf(0)
    e_ln = lambda l, h: (x_ln_x(h) - x_ln_x(l)) / (h - l) - 1
    return (-log(high - low) + loggamma(a) + loggamma(b) - loggamma(a + b) - (a - 1) * e_ln(low, high)
            - (b - 1) * e_ln(1 - high, 1 - low))


def inside_continuous_bernoullis(random):
    return [
        (*ends, l) for l in lambdas(random, 12) for ends in
        [(0.0, 1.0), sorted([random.random(), random.random()]),
         (log_uniform(random, 1e-17, 0.4), 1.0 - log_uniform(random, 1e-16, 0.4)),
         (0.0, log_uniform(random, SMALLEST, 1.0)), (0.5, 0.5 + 2.0**-52)]
    ] + [(-1.0, 1.0, 0.25), (0.5, 2.0, 0.25), (1.0 - 2.0**-53, 1.0, 0.3), (1.0 - 2.0**-53, 1.0, SMALLEST),
         (0.0, SMALLEST, 0.5), (0.0, SMALLEST, 0.3), (0.0, SMALLEST, 1.0 - 2.0**-53), (0.0, SMALLEST, SMALLEST)]


@row("Uniform‖ContinuousBernoulli", inside_continuous_bernoullis)
@on_exact
def uniform_cb(a, b, l):
    if a < 0 or b > 1:
        return mpmath.inf
    return -log(b - a) - cb_ln(l)((a + b) / 2)


def beside_exponentials(random):
    some = zip(of_any_size(60)(random), reversed(of_any_size(60)(random)))
    return [(min(a, b), max(a, b), r) for (a, b), (r, _) in some if a != b] + [
        (-1.0, 1.0, 1.0), (0.0, 1.0, 1.0), (0.0, 2.0, 1.0), (0.0, LARGEST, 1.0), (0.0, SMALLEST, SMALLEST)]


@row("Uniform‖Exp", beside_exponentials)
@on_exact
def uniform_exponential(a, b, rate):
    return mpmath.inf if a < 0 else -log(b - a) - log(rate) + rate * (a + b) / 2


def beside_gammas(random):
    ends = [(0.0, 1.0), (0.0, 1e-300), (1.0, 1.0 + 2.0**-52), (-1.0, 1.0)]
    for _ in range(12):
        x = log_uniform(random, 1e-12, 1e12)
        ends += [(0.0, x), (x, x * (1 + log_uniform(random, 1e-15, 1.0))), (x, x * (1 + log_uniform(random, 1.0, 1e15)))]
    return [
        (a, b, s, rate) for a, b in ends for s in [random.uniform(0.1, 5), log_uniform(random, 1e-10, 1e10)]
        for rate in [random.uniform(0.1, 5), min(nearby(random, 2 * s / (a + b) if a + b > 0 else 1.0), LARGEST)]]


def extreme_gammas(random):
    e = lambda: any_size(random)
    some = [(random.choice([0.0, e()]), e(), e()) for _ in range(70)]
    return [(low, low + width, a, with_quotient(random, a, low + width)) for low, width, a in some if low + width > low]


@row("Uniform‖Gamma", beside_gammas, digits=DIGITS_OF_LGAMMA)
@row("Uniform‖Gamma, extreme", extreme_gammas, digits=350)
@on_exact
def uniform_gamma(a, b, shape, rate):
    if a < 0:
        return mpmath.inf
    e_ln_x = (b * log(b) - (a * log(a) if a else 0)) / (b - a) - 1
    return -log(b - a) + loggamma(shape) - shape * log(rate) - (shape - 1) * e_ln_x + rate * (a + b) / 2


def beside_gumbels(random):
    return [
        (a, a + w, mu, beta) for w in [log_uniform(random, 1e-6, 1e3) for _ in range(30)] for a in [random.gauss(0, 3)]
        for beta in [w * random.uniform(0.1, 2), w * log_uniform(random, 0.1, 1e10)] for mu in [a, a + w / 2, a + random.gauss(0, 3) * beta]]


@on_exact
def uniform_gumbel_condition(a, b, mu, beta):
    h = (b - a) / (2 * beta)
    return 1 + abs((a + b) / 2 - mu) / beta + log(mpmath.sinh(h) / h)


@row("Uniform‖Gumbel", beside_gumbels, condition=uniform_gumbel_condition)
@on_exact
def uniform_gumbel(a, b, mu, beta):
    h, w = (b - a) / (2 * beta), ((a + b) / 2 - mu) / beta
    return -log(b - a) + log(beta) + w + exp(-w) * mpmath.sinh(h) / h


def beside_laplace(random):
    return [(a, b, m, s) for (a, b, _, _), (_, _, m, s) in zip(intervals(random, 40), locations(random, 40))] + [
        (a, b, random.uniform(a, b), max((b - a) * log_uniform(random, 0.01, 10), SMALLEST)) for a, b, _, _ in intervals(random, 15) if b - a < 1e300] + [
        (-LARGEST, LARGEST, 0.0, LARGEST), (-LARGEST, LARGEST, LARGEST, 1.0), (0.0, SMALLEST, 1.0, 1.0),
        (0.0, SMALLEST, 0.0, SMALLEST), (LARGEST / 2, LARGEST, -LARGEST, LARGEST), (0.0, SMALLEST, LARGEST, LARGEST)]


@row("Uniform‖Laplace", beside_laplace)
@on_exact
def uniform_laplace(low, high, m, b):
    if low <= m <= high:
        distance = ((m - low) ** 2 + (high - m) ** 2) / (2 * (high - low))
    else:
        distance = abs((low + high) / 2 - m)
    return against_laplace(log(high - low), distance, b)


@row("Uniform‖Normal", lambda random: [(a, b, m, s) for (a, b, _, _), (_, _, m, s) in zip(intervals(random, 50), locations(random, 50))])
@on_exact
def uniform_normal(a, b, mu, sigma):
    return against_normal(log(b - a), (a + b) / 2, (b - a) ** 2 / 12, mu, sigma)


def beside_paretos(random):
    some = zip(positives(random, 60, 1e-100, 1e300), reversed(positives(random, 60, 1e-100, 1e100)))
    return [(min(a, b), max(a, b), min(a, b) * random.choice([1.0, random.random(), 1.5]), r) for (a, b), (r, _) in some if a != b]


@row("Uniform‖Pareto", beside_paretos)
@on_exact
def uniform_pareto(a, b, m, alpha):
    if a < m:
        return mpmath.inf
    e_ln_x = (b * log(b) - a * log(a)) / (b - a) - 1
    return -log(b - a) - log(alpha) - alpha * log(m) + (alpha + 1) * e_ln_x


@row("Uniform‖Uniform", lambda random: intervals(random, 80))
@on_exact
def uniform(a, b, c, d):
    return log((d - c) / (b - a)) if c <= a and b <= d else mpmath.inf


# At the best fit.


row("Uniform‖Beta, fitted", fitted("Uniform‖Beta", uniform_beta), digits=100)(uniform_beta)
row("Uniform‖Gamma, fitted", fitted("Uniform‖Gamma", uniform_gamma), digits=100)(uniform_gamma)
row("Uniform‖Gumbel, fitted", fitted("Uniform‖Gumbel", uniform_gumbel), digits=100)(uniform_gumbel)
row("Uniform‖ContinuousBernoulli, fitted", fitted("Uniform‖ContinuousBernoulli", uniform_cb), digits=100)(uniform_cb)
row("Uniform‖Exp, fitted", fitted("Uniform‖Exp", uniform_exponential), digits=100)(uniform_exponential)
row("Uniform‖Laplace, fitted", fitted("Uniform‖Laplace", uniform_laplace), digits=100)(uniform_laplace)
row("Uniform‖Normal, fitted", fitted("Uniform‖Normal", uniform_normal), digits=100)(uniform_normal)
row("Uniform‖Pareto, fitted", fitted("Uniform‖Pareto", uniform_pareto), digits=100)(uniform_pareto)


def tied():
    h, q, t = HALF, QUARTER, THREE
    yield uniform_beta(0.25, 0.5, 3.0, 4.0), integral(uniform_ln(q, h), beta_ln(t, 4), [q, h])
    yield uniform_cb(0.5, 0.75, 0.25), integral(uniform_ln(h, 3 * q), cb_ln(q), [h, 3 * q])
    yield uniform_exponential(0.5, 3.0, 2.0), integral(uniform_ln(h, t), exponential_ln(mpf(2)), [h, t])
    yield uniform_gamma(0.5, 3.0, 3.0, 2.0), integral(uniform_ln(h, t), gamma_ln(t, 2), [h, t])
    yield uniform_gumbel(0.5, 3.0, 1.0, 0.5), integral(uniform_ln(h, t), gumbel_ln(1, h), [h, t])
    yield uniform_laplace(0.5, 3.0, 1.0, 0.5), integral(uniform_ln(h, t), laplace_ln(1, h), [h, 1, t])
    yield uniform_laplace(0.5, 3.0, 0.25, 0.5), integral(uniform_ln(h, t), laplace_ln(q, h), [h, t])
    yield uniform_normal(0.5, 3.0, 1.0, 3.0), integral(uniform_ln(h, t), normal_ln(1, 3), [h, t])
    yield uniform_pareto(0.5, 3.0, 0.25, 2.0), integral(uniform_ln(h, t), pareto_ln(q, mpf(2)), [h, t])
    yield uniform(0.5, 3.0, 0.25, 5.0), integral(uniform_ln(h, t), uniform_ln(q, 5), [h, t])
