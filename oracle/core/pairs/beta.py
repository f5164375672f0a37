"""Divergences of beta distributions."""

import math

import mpmath
from mpmath import exp, log, loggamma, mpf, psi, sqrt

from shared.densities import HALF, QUARTER, THREE, UNIT, beta_ln, cb_ln, exponential_ln, gamma_ln, integral, laplace_ln, normal_ln, uniform_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, against_normal, beta_entropy, dirichlet, dirichlet_condition, ln_c
from shared.fitted import fitted
from shared.parameters import any_size, beta_shapes, near_or_far, positives, shapes, two_by_two
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform, nearby


def condition(a_p, b_p, a_q, b_q):
    return dirichlet_condition([a_p, b_p], [a_q, b_q])


def betas(random, rounds):
    rows = [(50.0, 50.0, 50.0 * (1 + 1e-9), 50.0), (1.0, 1.0, 1.0, 1.0), (3.0, 4.0, 0.5, 2.0)]
    for (a_p, a_q), (b_p, b_q) in zip(shapes(random, rounds, 1e-6, 1e8), random.sample(shapes(random, rounds, 1e-6, 1e8), 5 * rounds + 5)):
        rows.append((a_p, b_p, a_q, b_q))
        rows.append((a_p, b_p, a_q, b_p))
        rows.append((a_p, b_p, nearby(random, a_p), nearby(random, b_p)))
    return rows


@row("Beta‖Beta", lambda random: betas(random, 15), digits=DIGITS_OF_LGAMMA, condition=condition)
# With ln Γ of sums of numbers so far apart, digits are dear.
@row("Beta‖Beta, extreme", lambda random: two_by_two(random, 30), digits=350)
def beta(a_p, b_p, a_q, b_q):
    return dirichlet([a_p, b_p], [a_q, b_q])


def beside_cbs(random, some):
    rows = []
    for a, b in some:
        rows.append((a, b, 0.5))
        rows.append((a, b, nearby(random, 0.5)))
        rows.append((a, b, random.random()))
        # The rate of the exponential distribution of the mean.
        h = min(max(a / b + 1, b / a + 1) * log_uniform(random, 0.5, 2), 600)
        l = 1 / (1 + math.exp(h if a < b else -h))
        if 0 < l < 1:
            rows.append((a, b, l))
        rows.append((a, b, log_uniform(random, 1e-300, 1)))
    return rows


@on_exact
def beta_cb_condition(a, b, l):
    value = -beta_entropy(a, b) - ln_c(l) - a / (a + b) * log(l) - b / (a + b) * log(1 - l)
    h = log(l / (1 - l))
    if not value:
        return mpf(1)
    level = log(2 * mpmath.sinh(h / 2) / h) if h else mpf(0)
    first = -beta_entropy(a, b) + abs(h * (a - b) / (a + b) / 2) + level
    if not h:
        return first / value
    mean, h = (b if h > 0 else a) / (a + b), abs(h)
    second = -beta_entropy(a, b) - log(h) + h * mean - log(1 - exp(-h))
    return min(first, second) / value


@row("Beta‖ContinuousBernoulli", lambda random: beside_cbs(random, beta_shapes(random, 10)), digits=100, condition=beta_cb_condition)
@on_exact
def beta_cb(a, b, l):
    m = a / (a + b)
    return -beta_entropy(a, b) - ln_c(l) - m * log(l) - (1 - m) * log(1 - l)


def beside_exponentials(random):
    return [(a, b, rate) for a, b in beta_shapes(random, 12)
            for rate in [nearby(random, (a + b) / a), log_uniform(random, 1e-3, 1e3), 1 + b]]


def extreme_exponentials(random):
    some = [(any_size(random), any_size(random)) for _ in range(30)]
    return [(a, b, near_or_far(random, min((a + b) / a, 1e300))) for a, b in some]


@row("Beta‖Exp", beside_exponentials, digits=100)
@row("Beta‖Exp, extreme", extreme_exponentials, digits=350)
@on_exact
def beta_exponential(a, b, rate):
    return -beta_entropy(a, b) - log(rate) + rate * a / (a + b)


def beside_gammas(random, some):
    rows = []
    for a, b in some:
        for k in [nearby(random, a), nearby(random, a + a * (a / b)), log_uniform(random, 0.01, 100)]:
            rate = k * (a + b) / a
            if 1e-300 < k < 1e300 and 1e-300 < rate < 1e300:
                rows.append((a, b, k, nearby(random, rate)))
                rows.append((a, b, k, random.choice([a + b, rate, log_uniform(random, 1e-6, 1e6)])))
    return rows


def extreme_gammas(random):
    some = [(any_size(random), any_size(random)) for _ in range(30)]
    return [(a, b, near_or_far(random, a), near_or_far(random, random.choice([a, b]))) for a, b in some]


@row("Beta‖Gamma", lambda random: beside_gammas(random, beta_shapes(random, 8)), digits=100)
@row("Beta‖Gamma, extreme", extreme_gammas, digits=350)
@on_exact
def beta_gamma(a, b, k, r):
    e_ln_x = psi(0, a) - psi(0, a + b)
    return -beta_entropy(a, b) + loggamma(k) - k * log(r) - (k - 1) * e_ln_x + r * a / (a + b)


# From Laplace distributions.


LARGE = 10_000


def probability_below(a, b, m):
    """The regularised incomplete beta function, by its series up to ½."""
    if m > mpf(1) / 2:
        return 1 - probability_below(b, a, 1 - m)
    term, k, total = mpf(1), 0, mpf(1)
    while term > total * mpmath.eps or (a + b + k) * m > a + 1 + k:
        term *= (a + b + k) / (a + 1 + k) * m
        k += 1
        total += term
    front = a * log(m) + b * log(1 - m) - loggamma(a + 1) - loggamma(b) + loggamma(a + b)
    return total * exp(front)


def mean_distance(a, b, m):
    """E|x − m|."""
    mean = a / (a + b)
    if m <= 0 or m >= 1:
        return abs(mean - m)
    if a + b > LARGE:
        return distance_by_quadrature(a, b, m)
    return mean - m + 2 * (m * probability_below(a, b, m) - mean * probability_below(a + 1, b, m))


def distance_by_quadrature(a, b, m):
    # In units of the standard deviation: 40 of them hold all but e^(−400), if both
    # shapes are large; if not, what lies beyond falls exponentially.
    mean = a / (a + b)
    s = sqrt(mean * (1 - mean) / (a + b + 1))
    ln_b = loggamma(a) + loggamma(b) - loggamma(a + b)
    at = lambda x: exp((a - 1) * log(x) + (b - 1) * mpmath.log1p(-x) - ln_b)
    reach = 40 + 400 / sqrt(min(a, b))
    steps = [-reach, *range(-30, 31, 5), reach]
    points = sorted({min(max(mean + s * k, mpf(0)), mpf(1)) for k in steps} | {m})
    return mpmath.quad(lambda x: abs(x - m) * at(x), points)


def laplace_beside(random, a, b):
    """A Laplace distribution beside the beta distribution of these shapes."""
    mean = a / (a + b)
    s = math.sqrt(mean * (b / (a + b)) / (a + b + 1))
    m = random.choice([
        mean, nearby(random, mean), mean + s * random.uniform(-4, 4), mean + s * random.uniform(-4, 4),
        mean + s * random.choice([-1, 1]) * log_uniform(random, 1e-10, 1.0), random.random(), random.random(),
        log_uniform(random, 1e-12, 1.0), 1 - log_uniform(random, 1e-12, 1.0), random.gauss(0, 3), 0.0, 1.0])
    if a + b > LARGE and 0 < m < 1:
        least = abs(m - mean) + 0.8 * s
    else:
        with mpmath.workdps(30):
            least = float(mean_distance(mpf(a), mpf(b), mpf(m)))
    return m, random.choice([nearby(random, least), least * log_uniform(random, 0.1, 10), least * log_uniform(random, 1e-3, 1e3)])


def with_laplace(random, rounds):
    shapes = [(1.0, 1.0), (2.0, 2.0), (0.5, 0.5), (3.0, 3.0), (1.0, 30.0), (30.0, 1.0)]
    for _ in range(rounds):
        shapes.append((random.uniform(0.1, 5), random.uniform(0.1, 5)))
        shapes.append((random.uniform(0.5, 20), random.uniform(0.5, 20)))
        shapes.append((log_uniform(random, 1e-6, 5e3), log_uniform(random, 1e-6, 5e3)))
        shapes.append((log_uniform(random, 1e-2, 1e2), log_uniform(random, 1.0, 5e3)))
        shapes.append((log_uniform(random, 10, 4e3), log_uniform(random, 1e-2, 4e3)))
        a = log_uniform(random, 0.1, 3e3)
        shapes.append((a, nearby(random, a)))
    return [(a, b, *laplace_beside(random, a, b)) for a, b in shapes]


def with_laplace_large(random, rounds):
    shapes = []
    for _ in range(rounds):
        shapes.append((log_uniform(random, 1e3, 1e15), log_uniform(random, 1e4, 1e15)))
        shapes.append((log_uniform(random, 2.0, 1e3), log_uniform(random, 1e4, 1e10)))
        shapes.append((log_uniform(random, 1e4, 1e10), log_uniform(random, 2.0, 1e3)))
    return [(a, b, *laplace_beside(random, a, b)) for a, b in shapes]


@row("Beta‖Laplace", lambda random: with_laplace(random, 50), digits=60)
@row("Beta‖Laplace, large shapes", lambda random: with_laplace_large(random, 12), digits=80)
@on_exact
def beta_laplace(a, b, m, scale):
    return log(2 * scale) - beta_entropy(a, b) + mean_distance(a, b, m) / scale


# From normal and uniform distributions.


def beside_normals(random, some):
    rows = []
    for a, b in some:
        s = a + b
        mean, deviation = a / s, math.sqrt(a / s) * math.sqrt(b / s) / math.sqrt(s + 1)
        rows.append((a, b, mean, deviation))
        rows.append((a, b, nearby(random, mean), nearby(random, deviation)))
        rows.append((a, b, mean, nearby(random, deviation)))
        rows.append((a, b, mean + random.gauss(0, 2) * deviation, log_uniform(random, 0.1, 10) * deviation))
        rows.append((a, b, random.gauss(0, 3), log_uniform(random, 1e-2, 1e2)))
    return rows


def extreme_normals(random):
    rows = []
    for _ in range(30):
        a, b = any_size(random), any_size(random)
        deviation = math.sqrt(a / (a + b)) * math.sqrt(b / (a + b)) / math.sqrt(a + b + 1)
        rows.append((a, b, near_or_far(random, max(a / (a + b), SMALLEST)), near_or_far(random, max(deviation, SMALLEST))))
    return rows


@row("Beta‖Normal", lambda random: beside_normals(random, beta_shapes(random, 10)), digits=100)
@row("Beta‖Normal, extreme", extreme_normals, digits=350)
@on_exact
def beta_normal(a, b, mu, sigma):
    s = a + b
    return against_normal(beta_entropy(a, b), a / s, a * b / (s**2 * (s + 1)), mu, sigma)


def beside_uniforms(random):
    near_one = [(nearby(random, 1.0), nearby(random, 1.0)) for _ in range(20)]
    return [
        (a, b, *ends) for a, b in [*positives(random, 12, 1e-6, 1e8), *near_one]
        for ends in [(0.0, 1.0), (-log_uniform(random, 1e-17, 1e3), 1.0 + log_uniform(random, 1e-16, 1e3))]
    ] + [(2.0, 3.0, 0.5, 1.0), (2.0, 3.0, 0.0, 0.5)]


def beta_uniform_condition(a, b, c, d):
    return dirichlet_condition([a, b], [1.0, 1.0])


@row("Beta‖Uniform", beside_uniforms, digits=DIGITS_OF_LGAMMA, condition=beta_uniform_condition)
@on_exact
def beta_uniform(a, b, c, d):
    if c > 0 or d < 1:
        return mpmath.inf
    return (log(d - c) + loggamma(a + b) - loggamma(a) - loggamma(b)
            + (a - 1) * psi(0, a) + (b - 1) * psi(0, b) - (a + b - 2) * psi(0, a + b))


# At the best fit.


row("Beta‖ContinuousBernoulli, fitted", fitted("Beta‖ContinuousBernoulli", beta_cb), digits=100)(beta_cb)
row("Beta‖Exp, fitted", fitted("Beta‖Exp", beta_exponential), digits=100)(beta_exponential)
row("Beta‖Gamma, fitted", fitted("Beta‖Gamma", beta_gamma), digits=100)(beta_gamma)
row("Beta‖Laplace, fitted", fitted("Beta‖Laplace", beta_laplace), digits=100)(beta_laplace)
row("Beta‖Normal, fitted", fitted("Beta‖Normal", beta_normal), digits=100)(beta_normal)
row("Beta‖Uniform, fitted", fitted("Beta‖Uniform", beta_uniform), digits=100)(beta_uniform)


def tied():
    h, q, t = HALF, QUARTER, THREE
    yield beta(3.0, 4.0, 0.5, 2.0), integral(beta_ln(t, 4), beta_ln(h, 2), UNIT)
    yield beta_cb(3.0, 4.0, 0.25), integral(beta_ln(t, 4), cb_ln(q), UNIT)
    yield beta_exponential(3.0, 4.0, 0.5), integral(beta_ln(t, 4), exponential_ln(h), UNIT)
    yield beta_gamma(3.0, 4.0, 0.5, 3.0), integral(beta_ln(t, 4), gamma_ln(h, t), UNIT)
    yield beta_laplace(3.0, 4.0, 0.25, 0.5), integral(beta_ln(t, 4), laplace_ln(q, h), [0, q, 1])
    yield beta_laplace(3.0, 0.5, 0.75, 3.0), integral(beta_ln(t, h), laplace_ln(3 * q, t), [0, 3 * q, 1])
    yield beta_laplace(3.0, 4.0, -1.0, 0.5), integral(beta_ln(t, 4), laplace_ln(-1, h), UNIT)
    yield mean_distance(mpf(30), mpf(400), mpf(0.0625)), distance_by_quadrature(mpf(30), mpf(400), mpf(0.0625))
    yield beta_normal(3.0, 4.0, 1.0, 0.5), integral(beta_ln(t, 4), normal_ln(1, h), UNIT)
    yield beta_uniform(3.0, 4.0, -1.0, 2.0), integral(beta_ln(t, 4), uniform_ln(-1, 2), UNIT)
