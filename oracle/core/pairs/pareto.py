"""Divergences of Pareto distributions."""

import mpmath
from mpmath import log, loggamma

from shared.densities import HALF, THREE, exponential_ln, gamma_ln, integral, laplace_ln, normal_ln, pareto_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, against_laplace, against_normal, pareto_entropy
from shared.fitted import fitted
from shared.parameters import any_size, of_any_size, paretos, with_quotient
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


def beside_exponentials(random):
    return [(m, a, rate) for m, a in paretos(random) for rate in [
        random.uniform(0.1, 5), nearby(random, max(a - 1, 1e-16) / a / m), log_uniform(random, 1e-250, 1e250)]] + [
        (SMALLEST, 2.0, SMALLEST), (LARGEST, 2.0, SMALLEST), (SMALLEST, 2.0, LARGEST), (LARGEST, 1.0 + 2.0**-52, SMALLEST)]


@row("Pareto‖Exp", beside_exponentials)
@on_exact
def pareto_exponential(m, a, rate):
    return -pareto_entropy(m, a) - log(rate) + rate * a * m / (a - 1) if a > 1 else mpmath.inf


def beside_gammas(random):
    return [
        (m, a, s, rate) for m, a in paretos(random) if a < 1e20 for s in [random.uniform(0.1, 5), log_uniform(random, 1e-10, 1e10)]
        for rate in [random.uniform(0.1, 5), nearby(random, s * max(a - 1, 1e-16) / a / m)]]


def extreme_gammas(random):
    e = lambda: any_size(random)
    some = [(e(), random.choice([1 + log_uniform(random, 1e-15, 1e3), e()]), e()) for _ in range(70)]
    return [(m, alpha, a, with_quotient(random, a, m)) for m, alpha, a in some if alpha > 1]


@row("Pareto‖Gamma", beside_gammas, digits=DIGITS_OF_LGAMMA)
@row("Pareto‖Gamma, extreme", extreme_gammas, digits=350)
@on_exact
def pareto_gamma(m, alpha, a, b):
    if alpha <= 1:
        return mpmath.inf
    return (-pareto_entropy(m, alpha) + loggamma(a) - a * log(b) - (a - 1) * (log(m) + 1 / alpha)
            + b * alpha * m / (alpha - 1))


def beside_laplace(random):
    e = log_uniform
    return [
        (s, a, m, b) for s, a in paretos(random) if a < 1e18 for m, b in [
            (s, s), (random.gauss(0, 3), random.uniform(0.1, 5)), (s * (1 + e(random, 0.1, 10) / a), s / a * e(random, 0.1, 10)),
            (nearby(random, s), s * e(random, 1e-3, 1e3)), (s * e(random, 1.0, 1e20), s * e(random, 1.0, 1e20))]]


@row("Pareto‖Laplace", beside_laplace)
@on_exact
def pareto_laplace(s, a, m, b):
    if a <= 1:
        return mpmath.inf
    mean = a * s / (a - 1)
    distance = mean - m if m <= s else m - mean + 2 * m * (s / m) ** a / (a - 1)
    return against_laplace(pareto_entropy(s, a), distance, b)


def beside_normals(random):
    return [
        (m, a, mu, sigma) for m, a in [*paretos(random), (1.5, 2.0 + 1e-9), (0.5, 2.0 + 2.0**-51)]
        for mu, sigma in [(m, m), (random.gauss(0, 3), random.uniform(0.1, 5)), (nearby(random, m), m / min(a, 1e15)),
                          (m * (1 + random.uniform(0, 3) / min(a, 1e15)), m * random.uniform(0.3, 3) / min(a, 1e15))]]


@row("Pareto‖Normal", beside_normals)
@on_exact
def pareto_normal(m, a, mu, sigma):
    if a <= 2:
        return mpmath.inf
    return against_normal(pareto_entropy(m, a), a * m / (a - 1), a * m**2 / ((a - 1) ** 2 * (a - 2)), mu, sigma)


def beside_paretos(random):
    some = zip(of_any_size(60)(random), reversed(of_any_size(60)(random)))
    return [(max(m, n) if random.random() < 0.9 else m, a, min(m, n), b) for (m, n), (a, b) in some]


@row("Pareto‖Pareto", beside_paretos)
@on_exact
def pareto(m_p, a_p, m_q, a_q):
    if m_p < m_q:
        return mpmath.inf
    return log(a_p / a_q) + a_q * log(m_p / m_q) + a_q / a_p - 1


# At the best fit.


row("Pareto‖Gamma, fitted", fitted("Pareto‖Gamma", pareto_gamma), digits=100)(pareto_gamma)
row("Pareto‖Exp, fitted", fitted("Pareto‖Exp", pareto_exponential), digits=100)(pareto_exponential)
row("Pareto‖Laplace, fitted", fitted("Pareto‖Laplace", pareto_laplace), digits=100)(pareto_laplace)
row("Pareto‖Normal, fitted", fitted("Pareto‖Normal", pareto_normal), digits=100)(pareto_normal)


def tied():
    h, t, tail = HALF, THREE, [HALF, 1, 4, 30, 1000, mpmath.inf]
    yield pareto_exponential(0.5, 3.0, 3.0), integral(pareto_ln(h, t), exponential_ln(t), tail)
    yield pareto_gamma(0.5, 3.0, 3.0, 2.0), integral(pareto_ln(h, t), gamma_ln(t, 2), tail)
    yield pareto_laplace(0.5, 3.0, 1.0, 3.0), integral(pareto_ln(h, t), laplace_ln(1, 3), tail)
    yield pareto_laplace(0.5, 3.0, -1.0, 3.0), integral(pareto_ln(h, t), laplace_ln(-1, 3), tail)
    yield pareto_normal(0.5, 3.0, 1.0, 3.0), integral(pareto_ln(h, t), normal_ln(1, 3), tail)
    yield pareto(3.0, 3.0, 0.5, 0.5), integral(pareto_ln(t, t), pareto_ln(h, h), [3, 10, 100, mpmath.inf])
