"""Divergences of Weibull distributions."""

import mpmath
from mpmath import log, loggamma, mpf

from core.pairs.exp import beside_weibulls
from shared.densities import HALF, QUARTER, THREE, exponential_ln, gamma_ln, integral, weibull_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, weibull, weibull_condition_of, weibull_mean
from shared.fitted import fitted
from shared.parameters import positives, two_by_two, weibulls_and_gammas
from shared.rows import row
from shared.sizes import nearby


@on_exact
def weibull_exponential_condition(k, l, rate):
    return weibull_condition_of(log(l * rate), 1 / k)


@row("Weibull‖Exp", lambda random: [(k, l, r) for r, k, l in beside_weibulls(random)], digits=DIGITS_OF_LGAMMA, condition=weibull_exponential_condition)
@on_exact
def weibull_exponential(k, l, rate):
    return weibull(k, l, 1, 1 / rate)


@on_exact
def weibull_gamma_condition(k, l, a, b):
    value, mean = weibull_gamma(k, l, a, b), b * weibull_mean(k, l)
    if not value:
        return mpf(1)
    return ((1 + abs(log(b * l / a)) + abs(loggamma(1 + 1 / k))) * (1 + abs(mean - a) / value)
            + min(1, abs((a - 1) * log(k))) / value)


def beside_gammas(random):
    return weibulls_and_gammas(random, 15, lambda k, l, a: a / float(weibull_mean(k, l)))


@row("Weibull‖Gamma", beside_gammas, digits=100, condition=weibull_gamma_condition)
@on_exact
def weibull_gamma(k, l, a, b):
    entropy = mpmath.euler * (1 - 1 / k) + log(l / k) + 1
    return -entropy + loggamma(a) - a * log(b) - (a - 1) * (log(l) - mpmath.euler / k) + b * weibull_mean(k, l)


@on_exact
def weibull_condition(k_p, l_p, k_q, l_q):
    return weibull_condition_of(k_q * log(l_p / l_q), k_q / k_p)


def beside_weibulls_of_any_shape(random):
    some = zip(positives(random, 60, 1e-2, 1e2), reversed(positives(random, 60, 1e-2, 1e2)))
    return [(a, c, b, d) for (a, b), (c, d) in some]


def extreme(random):
    ordinary = [(a, b, c) for a, b, c, _ in two_by_two(random, 70) if c / a < 1e4]
    return [(a, b, c, nearby(random, b, 1e-16, 0.5 if c < 1 else 0.5 / c)) for a, b, c in ordinary if 1e-290 < b]


row("Weibull‖Weibull", beside_weibulls_of_any_shape, digits=DIGITS_OF_LGAMMA, condition=weibull_condition)(weibull)
row("Weibull‖Weibull, extreme", extreme, digits=350, condition=weibull_condition)(weibull)


# At the best fit.


row("Weibull‖Gamma, fitted", fitted("Weibull‖Gamma", weibull_gamma), digits=100)(weibull_gamma)
row("Weibull‖Exp, fitted", fitted("Weibull‖Exp", weibull_exponential), digits=DIGITS_OF_LGAMMA)(weibull_exponential)


def tied():
    h, q, t = HALF, QUARTER, THREE
    yield weibull_exponential(3.0, 0.5, 2.0), integral(weibull_ln(t, h), exponential_ln(mpf(2)), [0, h, 1, 2])
    yield weibull_gamma(3.0, 0.5, 0.5, 3.0), integral(weibull_ln(t, h), gamma_ln(h, t), [0, q, h, 1, 2])
    yield weibull(3.0, 0.5, 0.5, 2.0), integral(weibull_ln(t, h), weibull_ln(h, 2), [0, q, h, 1, 3])
