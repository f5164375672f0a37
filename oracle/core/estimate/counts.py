"""Estimates from counts, by logarithms of ratios."""

import mpmath
from mpmath import mpf

from shared.counted import bias_of_kl, condition, entropy, entropy_corrected, histograms, kl, kl_corrected
from shared.exact import exact
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform


def single(random):
    return [(p,) for p, _ in histograms(random, 120)]


def pairs(random):
    return histograms(random, 120)


row("estimate::Counts::entropy", single, digits=200)(entropy)
row("estimate::Counts::entropy_corrected", single, digits=200)(entropy_corrected)
row("estimate::Counts::kl", pairs, digits=200)(kl)


@row("estimate::Counts::jeffreys", pairs, digits=200)
def jeffreys(p, q):
    return kl(p, q) + kl(q, p)


@row("estimate::Counts::jensen_shannon", pairs, digits=200)
def jensen_shannon(p, q):
    n, m = sum(p), sum(q)
    # Counts of the mixture, in units of 1/2nm.
    mixed = [a * m + b * n for a, b in zip(p, q)]
    return (kl(p, mixed) + kl(q, mixed)) / 2


def kl_condition(p, q):
    value = kl(p, q)
    return mpf(1) if mpmath.isinf(value) else condition([value, *bias_of_kl(p, q)])


row("estimate::Counts::kl_corrected", lambda random: [case for case in pairs(random) if kl_corrected(*case)],
    digits=200, condition=kl_condition)(kl_corrected)


def counts_and_pseudocounts(random):
    some = [0.0, 1.0, 0.5, SMALLEST, 1e-300, 1.7e308, 1e300]
    return [
        (p, random.choice(some) if random.random() < 0.4 else log_uniform(random, 1e-20, 1e20))
        for p, _ in histograms(random, 120)]


@row("estimate::Counts::smoothed", counts_and_pseudocounts)
def smoothed(counts, alpha):
    total = sum(counts) + len(counts) * exact(alpha)
    return [(c + exact(alpha)) / total for c in counts]
