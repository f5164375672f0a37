"""Gradients of Monte Carlo estimates: means of the score times what each estimate multiplies it by."""

from mpmath import exp, mpf

from shared.exact import exact
from shared.log_ratios import several
from shared.rows import row
from shared.terms import DIGITS_OF_RATIOS, cancellation, mean, spread, standard_error

FACTORS = {
    "k1_by_p": lambda l: -l,
    "k1_by_q": lambda l: mpf(-1),
    "k2_by_p": lambda l: -l,
    "k2_by_q": lambda l: l,
    "k3_by_p": lambda l: 1 - exp(l),
    "k3_by_q": lambda l: exp(l) - 1,
}


def with_scores(random):
    small = [l for l in several(random, 100) if max(l) < 300 and min(l) > -1e100]
    return [(l, [random.gauss(0, 1) * random.choice([1, 1, 1e-3]) for _ in l]) for l in small]


def statistic(of, factor):
    """Of the terms of which the gradient is the mean."""
    return lambda log_ratios, scores: of([factor(exact(l)) * exact(s) for l, s in zip(log_ratios, scores)])


for name, factor in FACTORS.items():
    row(f"estimate::gradient::{name}", with_scores, digits=DIGITS_OF_RATIOS,
        condition=statistic(cancellation, factor))(statistic(mean, factor))
    row(f"estimate::gradient::{name}, standard error", with_scores, digits=DIGITS_OF_RATIOS,
        condition=statistic(spread, factor))(statistic(standard_error, factor))
