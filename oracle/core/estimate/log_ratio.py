"""Monte Carlo estimates from log-ratios: plain means and sample variances."""

import mpmath
from mpmath import exp, mpf, sqrt

from shared.exact import exact, numbers
from shared.log_ratios import several
from shared.rows import row
from shared.terms import DIGITS_OF_RATIOS, mean, spread, standard_error


def lists(random):
    return [(l,) for l in several(random, 100)]


def k1(log_ratios):
    return [-l for l in numbers(log_ratios)]


def k2(log_ratios):
    return [l**2 / 2 for l in numbers(log_ratios)]


def k3(log_ratios):
    return [exp(l) - 1 - l for l in numbers(log_ratios)]


def mean_of(terms):
    return lambda log_ratios: mean(terms(log_ratios))


def standard_error_of(terms):
    return lambda log_ratios: standard_error(terms(log_ratios))


def spread_of(terms):
    return lambda log_ratios: spread(terms(log_ratios))


row("estimate::k1", lists, digits=DIGITS_OF_RATIOS)(mean_of(k1))
row("estimate::k1, standard error", lists, digits=DIGITS_OF_RATIOS)(standard_error_of(k1))
row("estimate::k2", lists, digits=DIGITS_OF_RATIOS)(mean_of(k2))
row("estimate::k2, standard error", lists, digits=DIGITS_OF_RATIOS, condition=spread_of(k2))(standard_error_of(k2))
row("estimate::k3", lists, digits=DIGITS_OF_RATIOS)(mean_of(k3))
row("estimate::k3, standard error", lists, digits=DIGITS_OF_RATIOS, condition=spread_of(k3))(standard_error_of(k3))


# The upper end of the interval.


def levels_and_lists(random):
    return [(random.choice([0.5, 0.9, 0.95, 0.999, 1e-6, 1 - 1e-12]), l) for l in several(random, 60)]


def interval_condition(level, log_ratios):
    middle = mean(k1(log_ratios))
    reach = interval_end(level, log_ratios) - middle
    return (abs(middle) + reach) / abs(middle + reach)


@row("estimate::Estimate::interval", levels_and_lists, digits=60, condition=interval_condition)
def interval_end(level, log_ratios):
    terms = k1(log_ratios)
    return mean(terms) + sqrt(mpf(2)) * mpmath.erfinv(exact(level)) * standard_error(terms)
