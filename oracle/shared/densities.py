"""Logarithms of densities and of probabilities, and the definition of the divergence, for `tied()`."""

import mpmath
from mpmath import besseli, cos, exp, log, loggamma, mpf, pi, sqrt

from shared.families import ln_c

INF = mpmath.inf
HALF, QUARTER, THREE = mpf(1) / 2, mpf(1) / 4, mpf(3)
# Where to cut integrals over the line, from 0 on, from 0 to 1.
LINE = [-INF, -30, -5, 0, 1, 5, 30, INF]
RAY = [0, 1, 4, 12, 40, INF]
UNIT = [0, HALF, 1]


def integral(ln_p, ln_q, points):
    return mpmath.quad(lambda x: exp(ln_p(x)) * (ln_p(x) - ln_q(x)), points)


def series(ln_p, ln_q, first, last=250):
    return mpmath.fsum(exp(ln_p(k)) * (ln_p(k) - ln_q(k)) for k in range(first, last))
def normal_ln(mu, s):
    return lambda x: -((x - mu) / s) ** 2 / 2 - log(s * sqrt(2 * pi))


def gamma_ln(a, b):
    return lambda x: a * log(b) - loggamma(a) + (a - 1) * log(x) - b * x


def laplace_ln(mu, b):
    return lambda x: -abs(x - mu) / b - log(2 * b)


def pareto_ln(m, a):
    return lambda x: log(a) + a * log(m) - (a + 1) * log(x)


def uniform_ln(a, b):
    return lambda x: -log(b - a)


def cauchy_ln(mu, g):
    return lambda x: -log(pi * g * (1 + ((x - mu) / g) ** 2))


def gumbel_ln(mu, b):
    return lambda x: -log(b) - (x - mu) / b - exp(-(x - mu) / b)


def weibull_ln(k, l):
    return lambda x: log(k / l) + (k - 1) * log(x / l) - (x / l) ** k


def log_normal_ln(mu, s):
    return lambda x: normal_ln(mu, s)(log(x)) - log(x)


def beta_ln(a, b):
    return lambda x: (a - 1) * log(x) + (b - 1) * log(1 - x) - log(mpmath.beta(a, b))


def poisson_ln(l):
    return lambda k: k * log(l) - l - loggamma(k + 1)


def binomial_ln(n, p):
    return lambda k: log(mpmath.binomial(n, k)) + k * log(p) + (n - k) * log(1 - p)


def geometric_ln(p):
    return lambda k: log(p) + (k - 1) * log(1 - p)


def exponential_ln(rate):
    return lambda x: log(rate) - rate * x


def half_normal_ln(s):
    return lambda x: log(2) + normal_ln(0, s)(x)


def cb_ln(l):
    if 2 * l == 1:
        return lambda x: mpf(0)
    return lambda x: ln_c(l) + x * log(l) + (1 - x) * log(1 - l)


def kumaraswamy_ln(a, b):
    return lambda x: log(a) + log(b) + (a - 1) * log(x) + (b - 1) * log(1 - x**a)


def von_mises_ln(mu, k):
    return lambda x: k * cos(x - mu) - log(2 * pi * besseli(0, k))
