"""Divergences of Gumbel distributions."""

import mpmath
from mpmath import exp, log, loggamma, pi

from shared.densities import HALF, THREE, gumbel_ln, integral, laplace_ln, normal_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, against_laplace, against_normal
from shared.fitted import fitted
from shared.parameters import anywhere, locations, two_by_two
from shared.rows import row
from shared.sizes import log_uniform, nearby


@on_exact
def gumbel_condition(mu_p, b_p, mu_q, b_q):
    return 1 + abs(mu_p - mu_q) / b_q + abs(loggamma(1 + b_p / b_q))


def extreme(random):
    ordinary = [(a, b, c, d) for a, b, c, d in two_by_two(random, 70) if c / a < 1e4]
    return [(m, s, nearby(random, m), t) for t, m, s, _ in ordinary if s / t < 1e4 and m / t < 1e13]


# Where the exponentials of a Gumbel distribution are moderate.
@row("Gumbel‖Gumbel", lambda random: locations(random, 60, 1e-2, 1e2), digits=DIGITS_OF_LGAMMA, condition=gumbel_condition)
@row("Gumbel‖Gumbel, extreme", extreme, digits=350, condition=gumbel_condition)
@on_exact
def gumbel(mu_p, b_p, mu_q, b_q):
    rho, z = b_p / b_q, (mu_p - mu_q) / b_q
    return -log(rho) + mpmath.euler * (rho - 1) + z + exp(loggamma(1 + rho) - z) - 1


def beside_laplace(random):
    return [case for case in locations(random, 50, 1e-3, 1e3) if (case[0] - case[2]) / case[1] < 50] + [
        (mu, beta, mu + beta * random.uniform(-4, 4), beta * log_uniform(random, 0.1, 10))
        for mu, beta in [(random.gauss(0, 3), log_uniform(random, 1e-3, 1e3)) for _ in range(60)]] + [(0.0, 1.0, 0.0, 1.0)]


@row("Gumbel‖Laplace", beside_laplace, digits=60)
@on_exact
def gumbel_laplace(mu, beta, m, b):
    c = (m - mu) / beta
    distance = beta * (mpmath.euler - c + 2 * mpmath.e1(exp(-c)))
    return against_laplace(log(beta) + mpmath.euler + 1, distance, b)


@row("Gumbel‖Normal", anywhere(40))
@on_exact
def gumbel_normal(m, b, mu, sigma):
    return against_normal(log(b) + mpmath.euler + 1, m + mpmath.euler * b, (pi * b) ** 2 / 6, mu, sigma)


row("Gumbel‖Laplace, fitted", fitted("Gumbel‖Laplace", gumbel_laplace), digits=60)(gumbel_laplace)
row("Gumbel‖Normal, fitted", fitted("Gumbel‖Normal", gumbel_normal), digits=100)(gumbel_normal)


def tied():
    bells = [-6, -2, 0, 1, 2, 5, 30]
    yield gumbel(1.0, 0.5, 0.0, 3.0), integral(gumbel_ln(1, HALF), gumbel_ln(0, THREE), bells)
    yield gumbel_laplace(1.0, 0.5, 0.0, 3.0), integral(gumbel_ln(1, HALF), laplace_ln(0, THREE), bells)
    yield gumbel_normal(1.0, 0.5, 0.0, 3.0), integral(gumbel_ln(1, HALF), normal_ln(0, 3), bells)
