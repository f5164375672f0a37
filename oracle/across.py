"""Pairs of distributions of different families, and the two distributions that statrs
lacks, from the formulas of the textbooks.

`tied()` computes the definition of each by quadrature, at one or two points, and fails if a
formula does not agree with it.
"""

import math
import random as random_module

import mpmath
from mpmath import exp, log, loggamma, mpf, pi, psi, sqrt

from exact import exact, found, log_uniform, nearby, stable
from kernels import LARGEST, SMALLEST
from scalar import (EXTREME_LOCATIONS, DIGITS_OF_LGAMMA, against_normal, beta_ln, dirichlet_condition, gamma_ln, gumbel_ln, integral, intervals, laplace_ln,
                    locations, normal_ln, on_exact, pareto_ln, positives, uniform_ln)


# --- continuous Bernoulli: C(λ) λ^x (1 − λ)^(1 − x) on [0, 1] -----------------

def ln_c(l):
    return log(2) if 2 * l == 1 else log(log(l / (1 - l)) / (2 * l - 1))


def cb_mean_of(l):
    return mpf(1) / 2 if 2 * l == 1 else l / (2 * l - 1) - 1 / log(l / (1 - l))


def cb_variance(l):
    return mpf(1) / 12 if 2 * l == 1 else 1 / log(l / (1 - l)) ** 2 - l * (1 - l) / (2 * l - 1) ** 2


def cb_ln(l):
    if 2 * l == 1:
        return lambda x: mpf(0)
    return lambda x: ln_c(l) + x * log(l) + (1 - x) * log(1 - l)


def cb_entropy(l):
    m = cb_mean_of(l)
    return -ln_c(l) - m * log(l) - (1 - m) * log(1 - l)


@on_exact
def cb_mean(l):
    return cb_mean_of(l)


@on_exact
def cb_ln_pdf(l, x):
    return cb_ln(l)(x)


@on_exact
def cb(p, q):
    m = cb_mean_of(p)
    return ln_c(p) - ln_c(q) + m * log(p / q) + (1 - m) * log((1 - p) / (1 - q))


@on_exact
def cb_exponential(l, rate):
    return -cb_entropy(l) - log(rate) + rate * cb_mean_of(l)


@on_exact
def cb_normal(l, mu, sigma):
    return against_normal(cb_entropy(l), cb_mean_of(l), cb_variance(l), mu, sigma)


@on_exact
def cb_uniform(l, a, b):
    return log(b - a) - cb_entropy(l) if a <= 0 and 1 <= b else mpmath.inf


@on_exact
def uniform_cb(a, b, l):
    if a < 0 or b > 1:
        return mpmath.inf
    return -log(b - a) - cb_ln(l)((a + b) / 2)


# --- half-normal ---------------------------------------------------------------

def half_normal_ln(s):
    return lambda x: log(2) + normal_ln(0, s)(x)


@on_exact
def half_normal_mean(s):
    return s * sqrt(2 / pi)


@on_exact
def half_normal_ln_pdf(s, x):
    return half_normal_ln(s)(x)


@on_exact
def half_normal(p, q):
    return log(q / p) + p**2 / (2 * q**2) - mpf(1) / 2


def half_normal_entropy(s):
    return log(pi * s**2 / 2) / 2 + mpf(1) / 2


@on_exact
def half_normal_exponential(s, rate):
    return -half_normal_entropy(s) - log(rate) + rate * s * sqrt(2 / pi)


@on_exact
def half_normal_gamma(s, a, b):
    e_ln_x = log(s * sqrt(2)) + psi(0, mpf(1) / 2) / 2
    return -half_normal_entropy(s) - a * log(b) + loggamma(a) - (a - 1) * e_ln_x + b * s * sqrt(2 / pi)


@on_exact
def half_normal_normal(s, mu, sigma):
    return against_normal(half_normal_entropy(s), s * sqrt(2 / pi), s**2 * (1 - 2 / pi), mu, sigma)


# --- Gumbel, Pareto, uniform and beta ---------------------------------------------

@on_exact
def gumbel_normal(m, b, mu, sigma):
    return against_normal(log(b) + mpmath.euler + 1, m + mpmath.euler * b, (pi * b) ** 2 / 6, mu, sigma)


@on_exact
def normal_gumbel(m, s, mu, beta):
    w = (m - mu) / beta
    return log(beta) - log(2 * pi * mpmath.e * s**2) / 2 + w + exp((s / beta) ** 2 / 2 - w)


def gamma_entropy(a, b):
    return a - log(b) + loggamma(a) + (1 - a) * psi(0, a)


@on_exact
def gamma_gumbel(a, b, mu, beta):
    r = 1 / (b * beta)
    return log(beta) - gamma_entropy(a, b) + (a / b - mu) / beta + exp(mu / beta - a * log(1 + r))


def exponential_gumbel(rate, mu, beta):
    return gamma_gumbel(1.0, rate, mu, beta)


@on_exact
def uniform_gumbel(a, b, mu, beta):
    h, w = (b - a) / (2 * beta), ((a + b) / 2 - mu) / beta
    return -log(b - a) + log(beta) + w + exp(-w) * mpmath.sinh(h) / h


def pareto_entropy(m, a):
    return log(m / a) + 1 / a + 1


@on_exact
def pareto_exponential(m, a, rate):
    return -pareto_entropy(m, a) - log(rate) + rate * a * m / (a - 1) if a > 1 else mpmath.inf


@on_exact
def pareto_gamma(m, alpha, a, b):
    if alpha <= 1:
        return mpmath.inf
    return (-pareto_entropy(m, alpha) + loggamma(a) - a * log(b) - (a - 1) * (log(m) + 1 / alpha)
            + b * alpha * m / (alpha - 1))


@on_exact
def pareto_normal(m, a, mu, sigma):
    if a <= 2:
        return mpmath.inf
    return against_normal(pareto_entropy(m, a), a * m / (a - 1), a * m**2 / ((a - 1) ** 2 * (a - 2)), mu, sigma)


@on_exact
def uniform_gamma(a, b, shape, rate):
    if a < 0:
        return mpmath.inf
    e_ln_x = (b * log(b) - (a * log(a) if a else 0)) / (b - a) - 1
    return -log(b - a) + loggamma(shape) - shape * log(rate) - (shape - 1) * e_ln_x + rate * (a + b) / 2


@on_exact
def beta_uniform(a, b, c, d):
    if c > 0 or d < 1:
        return mpmath.inf
    return (log(d - c) + loggamma(a + b) - loggamma(a) - loggamma(b)
            + (a - 1) * psi(0, a) + (b - 1) * psi(0, b) - (a + b - 2) * psi(0, a + b))


# --- against Laplace ----------------------------------------------------------------

def against_laplace(entropy, distance, b):
    return log(2 * b) - entropy + distance / b


@on_exact
def exponential_laplace(rate, m, b):
    distance = 1 / rate - m if m < 0 else m - 1 / rate + 2 * exp(-rate * m) / rate
    return against_laplace(1 - log(rate), distance, b)


@on_exact
def uniform_laplace(low, high, m, b):
    if low <= m <= high:
        distance = ((m - low) ** 2 + (high - m) ** 2) / (2 * (high - low))
    else:
        distance = abs((low + high) / 2 - m)
    return against_laplace(log(high - low), distance, b)


@on_exact
def pareto_laplace(s, a, m, b):
    if a <= 1:
        return mpmath.inf
    mean = a * s / (a - 1)
    distance = mean - m if m <= s else m - mean + 2 * m * (s / m) ** a / (a - 1)
    return against_laplace(pareto_entropy(s, a), distance, b)


@on_exact
def gumbel_laplace(mu, beta, m, b):
    c = (m - mu) / beta
    distance = beta * (mpmath.euler - c + 2 * mpmath.e1(exp(-c)))
    return against_laplace(log(beta) + mpmath.euler + 1, distance, b)


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


# --- the definitions -------------------------------------------------------------

def exponential_ln(rate):
    return lambda x: log(rate) - rate * x


def tied():
    """Each formula against its definition, to 12 digits."""
    h, q, t = mpf(1) / 2, mpf(1) / 4, mpf(3)
    unit, half, tail = [0, h, 1], [0, 1, 4, 12, 40], [h, 1, 4, 30, 1000, mpmath.inf]
    bells, line = [-6, -2, 0, 1, 2, 5, 30], [-30, -5, 0, 1, 5, 30]
    rows = [
        (cb_mean(0.25), mpmath.quad(lambda x: x * exp(cb_ln(q)(x)), unit)),
        (mpf(1), mpmath.quad(lambda x: exp(cb_ln(q)(x)), unit)),
        (cb(0.25, 0.875), integral(cb_ln(q), cb_ln(mpf(7) / 8), unit)),
        (cb(0.5, 0.875), integral(cb_ln(h), cb_ln(mpf(7) / 8), unit)),
        (cb_exponential(0.25, 3.0), integral(cb_ln(q), exponential_ln(t), unit)),
        (cb_normal(0.25, 1.0, 3.0), integral(cb_ln(q), normal_ln(1, 3), unit)),
        (cb_uniform(0.25, -1.0, 2.0), integral(cb_ln(q), uniform_ln(-1, 2), unit)),
        (uniform_cb(0.5, 0.75, 0.25), integral(uniform_ln(h, 3 * q), cb_ln(q), [h, 3 * q])),
        (half_normal_mean(0.5), mpmath.quad(lambda x: x * exp(half_normal_ln(h)(x)), half)),
        (mpf(1), mpmath.quad(lambda x: exp(half_normal_ln(h)(x)), half)),
        (half_normal(0.5, 3.0), integral(half_normal_ln(h), half_normal_ln(t), half)),
        (half_normal_exponential(0.5, 3.0), integral(half_normal_ln(h), exponential_ln(t), half)),
        (half_normal_gamma(0.5, 3.0, 0.25), integral(half_normal_ln(h), gamma_ln(t, q), half)),
        (half_normal_normal(0.5, 1.0, 3.0), integral(half_normal_ln(h), normal_ln(1, 3), half)),
        (gumbel_normal(1.0, 0.5, 0.0, 3.0), integral(gumbel_ln(1, h), normal_ln(0, 3), bells)),
        (normal_gumbel(1.0, 0.5, 0.0, 3.0), integral(normal_ln(1, h), gumbel_ln(0, t), line)),
        (exponential_gumbel(3.0, 1.0, 0.5), integral(exponential_ln(t), gumbel_ln(1, h), half)),
        (gamma_gumbel(3.0, 2.0, 1.0, 0.5), integral(gamma_ln(t, 2), gumbel_ln(1, h), half)),
        (uniform_gumbel(0.5, 3.0, 1.0, 0.5), integral(uniform_ln(h, t), gumbel_ln(1, h), [h, t])),
        (pareto_exponential(0.5, 3.0, 3.0), integral(pareto_ln(h, t), exponential_ln(t), tail)),
        (pareto_gamma(0.5, 3.0, 3.0, 2.0), integral(pareto_ln(h, t), gamma_ln(t, 2), tail)),
        (pareto_normal(0.5, 3.0, 1.0, 3.0), integral(pareto_ln(h, t), normal_ln(1, 3), tail)),
        (uniform_gamma(0.5, 3.0, 3.0, 2.0), integral(uniform_ln(h, t), gamma_ln(t, 2), [h, t])),
        (beta_uniform(3.0, 4.0, -1.0, 2.0), integral(beta_ln(t, 4), uniform_ln(-1, 2), unit)),
        (exponential_laplace(3.0, 1.0, 0.5), integral(exponential_ln(t), laplace_ln(1, h), half)),
        (exponential_laplace(3.0, -1.0, 0.5), integral(exponential_ln(t), laplace_ln(-1, h), half)),
        (uniform_laplace(0.5, 3.0, 1.0, 0.5), integral(uniform_ln(h, t), laplace_ln(1, h), [h, 1, t])),
        (uniform_laplace(0.5, 3.0, 0.25, 0.5), integral(uniform_ln(h, t), laplace_ln(q, h), [h, t])),
        (pareto_laplace(0.5, 3.0, 1.0, 3.0), integral(pareto_ln(h, t), laplace_ln(1, 3), tail)),
        (pareto_laplace(0.5, 3.0, -1.0, 3.0), integral(pareto_ln(h, t), laplace_ln(-1, 3), tail)),
        (gumbel_laplace(1.0, 0.5, 0.0, 3.0), integral(gumbel_ln(1, h), laplace_ln(0, t), bells)),
        (cb_laplace(0.25, 0.5, 3.0), integral(cb_ln(q), laplace_ln(h, t), unit)),
        (cb_laplace(0.75, 0.5, 3.0), integral(cb_ln(3 * q), laplace_ln(h, t), unit)),
        (cb_laplace(0.25, 2.0, 3.0), integral(cb_ln(q), laplace_ln(2, t), unit)),
    ]
    for number, (formula, definition) in enumerate(rows):
        if abs(formula - definition) > abs(definition) * mpf(10) ** -12:
            raise ArithmeticError(f"formula {number}: {formula} is not {definition}")


# --- conditions: what the documentation multiplies the accuracy by ------------------

@on_exact
def cb_ln_pdf_condition(l, x):
    """The sizes of the two terms over that of their difference."""
    h = abs(log(l / (1 - l)))
    y = 1 - x if l > mpf(1) / 2 else x
    height = log(h / (1 - exp(-h))) if h else mpf(0)
    value = height - h * y
    return (height + h * y) / abs(value) if value else mpf(1)


@on_exact
def half_normal_ln_pdf_condition(s, x):
    height, square = log(2 / pi) / 2 - log(s), (x / s) ** 2 / 2
    return (abs(height) + square) / abs(height - square)


@on_exact
def cb_exponential_condition(l, rate):
    value = -cb_entropy(l) - log(rate) + rate * cb_mean_of(l)
    return 1 + abs(rate * cb_mean_of(l) - 1) / value


@on_exact
def normal_gumbel_condition(m, s, mu, beta):
    return 1 + abs(m - mu) / beta + (s / beta) ** 2 / 2


@on_exact
def gamma_gumbel_condition(a, b, mu, beta):
    return 1 + abs(mu) / beta + a * log(1 + 1 / (b * beta))


def exponential_gumbel_condition(rate, mu, beta):
    return gamma_gumbel_condition(1.0, rate, mu, beta)


@on_exact
def uniform_gumbel_condition(a, b, mu, beta):
    h = (b - a) / (2 * beta)
    return 1 + abs((a + b) / 2 - mu) / beta + log(mpmath.sinh(h) / h)


def beta_uniform_condition(a, b, c, d):
    return dirichlet_condition([a, b], [1.0, 1.0])


# --- the cases ---------------------------------------------------------------------

def lambdas(random, rounds):
    """Parameters of a continuous Bernoulli: anywhere, next to 0, to ½ and to 1."""
    rows = [0.5, 0.5 + 2.0**-53, 0.5 - 2.0**-54, SMALLEST, 1e-310, 1.0 - 2.0**-53, 0.25, 0.75]
    for _ in range(rounds):
        rows.append(random.random())
        rows.append(log_uniform(random, 1e-4, 0.5))
        rows.append(log_uniform(random, 1e-300, 1e-4))
        rows.append(1.0 - log_uniform(random, 1e-16, 0.5))
        rows.append(0.5 * (1 + random.choice([-1, 1]) * log_uniform(random, 1e-16, 0.1)))
    return [l for l in rows if 0 < l < 1]


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


def at_rates(random, some, mean):
    """Each with a rate: ordinary, near the reciprocal of the mean, far."""
    rows = []
    for x in some:
        rows.append((x, random.uniform(0.1, 5)))
        rows.append((x, nearby(random, 1 / mean(x))))
        rows.append((x, log_uniform(random, 1e-300, 1e300)))
    return rows


def at_normals(random, some, mean, deviation):
    """Each with a location and a scale: ordinary, near its own, far."""
    rows = []
    for x in some:
        rows.append((x, random.gauss(0, 3), random.uniform(0.1, 5)))
        rows.append((x, random.choice([mean(x), nearby(random, mean(x))]), nearby(random, deviation(x))))
        rows.append((x, mean(x) + random.gauss(0, 3) * deviation(x), log_uniform(random, 0.1, 10) * deviation(x)))
        rows.append((x, random.choice([-1, 1]) * log_uniform(random, 1e-60, 1e60), log_uniform(random, 1e-60, 1e60)))
    return rows


def rounded(function):
    """The function as one of doubles, good enough to make cases with."""
    return lambda *x: float(mpmath.nstr(function(*map(mpf, x)), 17))


def cases():
    with mpmath.workdps(30):
        tied()
        rows = inputs()
    result = {}
    for name, (function, digits, condition) in FUNCTIONS.items():
        result[name] = [[list(row), stable(function, *row, digits=digits)] for row in [*rows[name], *found(name)]]
        if condition:
            with mpmath.workdps(digits):
                for case in result[name]:
                    case.append(mpmath.nstr(condition(*case[0]), 6))
    return result


# What each is called in Rust, its formula, the digits to begin with, and its condition.
FUNCTIONS = {
    "ContinuousBernoulli::mean": (cb_mean, 700, None),
    "ContinuousBernoulli::ln_pdf": (cb_ln_pdf, 700, cb_ln_pdf_condition),
    "ContinuousBernoulli‖ContinuousBernoulli": (cb, 700, None),
    "ContinuousBernoulli‖Exp": (cb_exponential, 700, cb_exponential_condition),
    "ContinuousBernoulli‖Normal": (cb_normal, 700, None),
    "ContinuousBernoulli‖Uniform": (cb_uniform, 700, None),
    "Uniform‖ContinuousBernoulli": (uniform_cb, 700, None),
    "HalfNormal::mean": (half_normal_mean, 700, None),
    "HalfNormal::ln_pdf": (half_normal_ln_pdf, 700, half_normal_ln_pdf_condition),
    "HalfNormal‖HalfNormal": (half_normal, 700, None),
    "HalfNormal‖Exp": (half_normal_exponential, 700, None),
    "HalfNormal‖Gamma": (half_normal_gamma, DIGITS_OF_LGAMMA, None),
    "HalfNormal‖Normal": (half_normal_normal, 700, None),
    "Gumbel‖Normal": (gumbel_normal, 700, None),
    "Normal‖Gumbel": (normal_gumbel, 700, normal_gumbel_condition),
    "Exp‖Gumbel": (exponential_gumbel, DIGITS_OF_LGAMMA, exponential_gumbel_condition),
    "Gamma‖Gumbel": (gamma_gumbel, DIGITS_OF_LGAMMA, gamma_gumbel_condition),
    "Uniform‖Gumbel": (uniform_gumbel, 700, uniform_gumbel_condition),
    "Pareto‖Exp": (pareto_exponential, 700, None),
    "Pareto‖Gamma": (pareto_gamma, DIGITS_OF_LGAMMA, None),
    "Pareto‖Normal": (pareto_normal, 700, None),
    "Uniform‖Gamma": (uniform_gamma, DIGITS_OF_LGAMMA, None),
    "Beta‖Uniform": (beta_uniform, DIGITS_OF_LGAMMA, beta_uniform_condition),
    "Exp‖Laplace": (exponential_laplace, 700, None),
    "Uniform‖Laplace": (uniform_laplace, 700, None),
    "Pareto‖Laplace": (pareto_laplace, 700, None),
    "Gumbel‖Laplace": (gumbel_laplace, 60, None),
    "ContinuousBernoulli‖Laplace": (cb_laplace, 700, None),
}


def inputs():
    random = random_module.Random(20260107)
    rows = {}
    some = lambdas(random, 30)
    rows["ContinuousBernoulli::mean"] = [(l,) for l in some]
    rows["ContinuousBernoulli::ln_pdf"] = [(l, x) for l in some for x in [0.0, 0.5, 1.0, random.random()]]
    rows["ContinuousBernoulli‖ContinuousBernoulli"] = two_lambdas(random, 30)
    few = lambdas(random, 12)
    mean = rounded(cb_mean_of)
    deviation = rounded(lambda l: sqrt(cb_variance(l)))
    with mpmath.workdps(700):
        rows["ContinuousBernoulli‖Exp"] = at_rates(random, few, mean)
        rows["ContinuousBernoulli‖Normal"] = at_normals(random, few, mean, deviation)
    rows["ContinuousBernoulli‖Uniform"] = [
        row for l in few for row in
        [(l, 0.0, 1.0), (l, -log_uniform(random, 1e-17, 1e3), 1.0 + log_uniform(random, 1e-16, 1e3))]
    ] + [(0.25, 0.5, 2.0), (0.25, -1.0, 0.5), (0.25, -LARGEST, LARGEST), (0.5, -LARGEST, LARGEST),
         (0.5, -(2.0**-60), 1.0), (0.5, 0.0, 1.0 + 2.0**-52)]
    rows["Uniform‖ContinuousBernoulli"] = [
        (*ends, l) for l in few for ends in
        [(0.0, 1.0), sorted([random.random(), random.random()]),
         (log_uniform(random, 1e-17, 0.4), 1.0 - log_uniform(random, 1e-16, 0.4)),
         (0.0, log_uniform(random, SMALLEST, 1.0)), (0.5, 0.5 + 2.0**-52)]
    ] + [(-1.0, 1.0, 0.25), (0.5, 2.0, 0.25), (1.0 - 2.0**-53, 1.0, 0.3), (1.0 - 2.0**-53, 1.0, SMALLEST),
         (0.0, SMALLEST, 0.5), (0.0, SMALLEST, 0.3), (0.0, SMALLEST, 1.0 - 2.0**-53), (0.0, SMALLEST, SMALLEST)]
    sizes = [log_uniform(random, SMALLEST, 1e300) for _ in range(40)] + [random.uniform(0.1, 5) for _ in range(40)]
    sizes += [SMALLEST, LARGEST, 1.0, 0.5]
    rows["HalfNormal::mean"] = [(s,) for s in sizes if s > 1e-300]
    rows["HalfNormal::ln_pdf"] = [(s, x) for s in sizes for x in [0.0, min(s, 1e300) * random.uniform(0.1, 9)]]
    rows["HalfNormal‖HalfNormal"] = positives(random, 40, SMALLEST, 1e300)
    means = rounded(lambda s: s * sqrt(2 / pi))
    ordinary = [s for s in sizes if 1e-290 < s < 1e290]
    rows["HalfNormal‖Exp"] = at_rates(random, ordinary, means) + [
        (SMALLEST, SMALLEST), (SMALLEST, LARGEST), (LARGEST, SMALLEST), (1.0, 1.0), (LARGEST, 1.0)]
    rows["HalfNormal‖Gamma"] = [
        (s, a, b) for s, _ in positives(random, 12, 1e-12, 1e12) for a in [log_uniform(random, 1e-12, 1e12), random.uniform(1, 2)]
        for b in [random.uniform(0.1, 5), nearby(random, a / means(s))]]
    rows["HalfNormal‖Normal"] = at_normals(random, ordinary, means, rounded(lambda s: s * sqrt(1 - 2 / pi))) + [
        (SMALLEST, 0.0, 1.0), (SMALLEST, 0.0, SMALLEST), (LARGEST, 0.0, LARGEST), (1.0, LARGEST, 1.0),
        (LARGEST, -LARGEST, LARGEST), (1e-310, 1e-310, 2e-310)]
    more_inputs(random, rows)
    return rows


def more_inputs(random, rows):
    """The pairs of statrs' own distributions, and those against Laplace."""
    e = log_uniform
    far = locations(random, 40) + EXTREME_LOCATIONS
    # Where the exponentials of a Gumbel distribution are moderate.
    near = locations(random, 60, 1e-2, 1e2)
    rows["Gumbel‖Normal"] = far
    rows["Normal‖Gumbel"] = near + [(0.0, SMALLEST, 0.0, 1.0), (LARGEST, 1.0, LARGEST, 1.0), (0.0, 1e-300, 1.0, 1.0)]
    rows["Gamma‖Gumbel"] = [
        (a, b, mu, beta) for a, _ in positives(random, 14, 1e-8, 1e8) for b in [e(random, 1e-3, 1e3)]
        for beta in [random.uniform(0.1, 5) * math.sqrt(a) / b, 10 * (a + 1) / b] for mu in [a / b, 0.0, random.gauss(0, 3) * beta]]
    rows["Exp‖Gumbel"] = [
        (rate, mu, beta) for rate, _ in positives(random, 14, 1e-100, 1e100)
        for beta in [random.uniform(0.1, 5) / rate, e(random, 1e-2, 1e6) / rate] for mu in [0.0, random.gauss(0, 3) * beta]]
    rows["Uniform‖Gumbel"] = [
        (a, a + w, mu, beta) for w in [e(random, 1e-6, 1e3) for _ in range(30)] for a in [random.gauss(0, 3)]
        for beta in [w * random.uniform(0.1, 2), w * e(random, 0.1, 1e10)] for mu in [a, a + w / 2, a + random.gauss(0, 3) * beta]]
    shapes = [1.0, 0.5, 1.0 + 2.0**-52, 2.0, 1.0 + 1e-9, 1e10, 1e17, 1e200]
    shapes += [random.uniform(1, 6) for _ in range(20)] + [1 + e(random, 1e-12, 1e3) for _ in range(20)] + [e(random, 1.0, 1e12) for _ in range(10)]
    scales = [e(random, 1e-30, 1e30) for _ in shapes]
    paretos = list(zip(scales, shapes))
    rows["Pareto‖Exp"] = [(m, a, rate) for m, a in paretos for rate in [
        random.uniform(0.1, 5), nearby(random, max(a - 1, 1e-16) / a / m), e(random, 1e-250, 1e250)]] + [
        (SMALLEST, 2.0, SMALLEST), (LARGEST, 2.0, SMALLEST), (SMALLEST, 2.0, LARGEST), (LARGEST, 1.0 + 2.0**-52, SMALLEST)]
    rows["Pareto‖Gamma"] = [
        (m, a, s, rate) for m, a in paretos if a < 1e20 for s in [random.uniform(0.1, 5), e(random, 1e-10, 1e10)]
        for rate in [random.uniform(0.1, 5), nearby(random, s * max(a - 1, 1e-16) / a / m)]]
    rows["Pareto‖Normal"] = [
        (m, a, mu, sigma) for m, a in [*paretos, (1.5, 2.0 + 1e-9), (0.5, 2.0 + 2.0**-51)]
        for mu, sigma in [(m, m), (random.gauss(0, 3), random.uniform(0.1, 5)), (nearby(random, m), m / min(a, 1e15)),
                          (m * (1 + random.uniform(0, 3) / min(a, 1e15)), m * random.uniform(0.3, 3) / min(a, 1e15))]]
    ends = [(0.0, 1.0), (0.0, 1e-300), (1.0, 1.0 + 2.0**-52), (-1.0, 1.0)]
    for _ in range(12):
        x = e(random, 1e-12, 1e12)
        ends += [(0.0, x), (x, x * (1 + e(random, 1e-15, 1.0))), (x, x * (1 + e(random, 1.0, 1e15)))]
    rows["Uniform‖Gamma"] = [
        (a, b, s, rate) for a, b in ends for s in [random.uniform(0.1, 5), e(random, 1e-10, 1e10)]
        for rate in [random.uniform(0.1, 5), nearby(random, 2 * s / (a + b) if a + b > 0 else 1.0)]]
    rows["Beta‖Uniform"] = [
        (a, b, *ends) for a, b in [*positives(random, 12, 1e-6, 1e8), *((nearby(random, 1.0), nearby(random, 1.0)) for _ in range(20))]
        for ends in [(0.0, 1.0), (-e(random, 1e-17, 1e3), 1.0 + e(random, 1e-16, 1e3))]] + [(2.0, 3.0, 0.5, 1.0), (2.0, 3.0, 0.0, 0.5)]
    rows["Exp‖Laplace"] = [(r, m, b) for _, r, m, b in locations(random, 40)] + [
        (r, random.choice([1, math.log(2), random.uniform(-1, 4)]) / r, e(random, 0.1, 10) / r) for r, _ in positives(random, 15, 1e-100, 1e100)] + [
        (SMALLEST, 0.0, LARGEST), (LARGEST, 1.0, SMALLEST), (1e300, 1e300, 1e300), (SMALLEST, LARGEST, LARGEST),
        (1e300, -1e300, 1e300), (1e200, 1.0, 1e200), (1.0, LARGEST, 1.0)]
    rows["Uniform‖Laplace"] = [(a, b, m, s) for (a, b, _, _), (_, _, m, s) in zip(intervals(random, 40), locations(random, 40))] + [
        (a, b, random.uniform(a, b), max((b - a) * e(random, 0.01, 10), SMALLEST)) for a, b, _, _ in intervals(random, 15) if b - a < 1e300] + [
        (-LARGEST, LARGEST, 0.0, LARGEST), (-LARGEST, LARGEST, LARGEST, 1.0), (0.0, SMALLEST, 1.0, 1.0),
        (0.0, SMALLEST, 0.0, SMALLEST), (LARGEST / 2, LARGEST, -LARGEST, LARGEST), (0.0, SMALLEST, LARGEST, LARGEST)]
    rows["Pareto‖Laplace"] = [
        (s, a, m, b) for s, a in paretos if a < 1e18 for m, b in [
            (s, s), (random.gauss(0, 3), random.uniform(0.1, 5)), (s * (1 + e(random, 0.1, 10) / a), s / a * e(random, 0.1, 10)),
            (nearby(random, s), s * e(random, 1e-3, 1e3)), (s * e(random, 1.0, 1e20), s * e(random, 1.0, 1e20))]]
    rows["Gumbel‖Laplace"] = [row for row in locations(random, 50, 1e-3, 1e3) if (row[0] - row[2]) / row[1] < 50] + [
        (mu, beta, mu + beta * random.uniform(-4, 4), beta * e(random, 0.1, 10))
        for mu, beta in [(random.gauss(0, 3), e(random, 1e-3, 1e3)) for _ in range(60)]] + [(0.0, 1.0, 0.0, 1.0)]
    rows["ContinuousBernoulli‖Laplace"] = [
        (l, m, b) for l in lambdas(random, 12)
        for m, b in [(random.random(), e(random, 0.01, 10)), (random.gauss(0, 3), random.uniform(0.1, 5)), (0.5, 0.25),
                     (e(random, 1e-3, 0.1), e(random, 1e-3, 0.1)), (1 - e(random, 1e-3, 0.1), e(random, 1e-3, 0.1))]]
