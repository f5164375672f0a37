"""Bounds, each as its inequality is printed."""

import math

import mpmath
from mpmath import mpf

from shared.channels import inputs_and_channels, kl, next_to_nothing, output
from shared.exact import exact, numbers, on_exact, xlogy
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform


def divergences(random):
    xs = [0.0, SMALLEST, 1e-300, 1e-10, 0.5, 1.0, 1.59, 1.6, 700.0, 1e300]
    xs += [log_uniform(random, 1e-20, 600.0) for _ in range(60)]
    return [(x,) for x in xs + [random.random() for _ in range(40)]]


def distances(random):
    xs = [0.0, SMALLEST, 1e-300, 1e-10, 0.5, 1.0]
    xs += [log_uniform(random, 1e-20, 1.0) for _ in range(60)]
    return [(x,) for x in xs + [random.random() for _ in range(40)]]


@row("bounds::total_variation_at_most", divergences)
@on_exact
def total_variation_at_most(d):
    return min(pinsker(d), bretagnolle_huber(d))


@row("bounds::pinsker", divergences)
@on_exact
def pinsker(d):
    return mpmath.sqrt(d / 2)


@row("bounds::bretagnolle_huber", divergences)
@on_exact
def bretagnolle_huber(d):
    return mpmath.sqrt(1 - mpmath.exp(-d))


@row("bounds::kl_at_least", distances)
@on_exact
def kl_at_least(t):
    return max(2 * t**2, gilardoni(t)) if t < 1 else mpmath.inf


def gilardoni(t):
    v = 2 * t
    return mpmath.log(2 / (2 - v)) - (2 - v) / 2 * mpmath.log((2 + v) / 2)


@row("bounds::kl_at_most", divergences)
@on_exact
def kl_at_most(x):
    return mpmath.log(1 + x)


@row("bounds::chi_squared_at_least", lambda random: [x for x in divergences(random) if x[0] <= 709])
@on_exact
def chi_squared_at_least(d):
    return mpmath.exp(d) - 1


@row("bounds::jensen_shannon_at_most", distances)
@on_exact
def jensen_shannon_at_most(t):
    return mpmath.log(2) * t


@row("bounds::total_variation_between", distances)
@on_exact
def total_variation_between(h):
    return h * mpmath.sqrt(2 - h**2)


def distances_and_least(random):
    pairs = [(0.0, 0.5), (1.0, 0.5), (1.0, SMALLEST), (SMALLEST, SMALLEST), (0.5, 1e-308)]
    return pairs + [(random.random(), log_uniform(random, 1e-300, 1.0)) for _ in range(60)]


@row("bounds::reverse_pinsker", distances_and_least)
def reverse_pinsker(t, m):
    return mpmath.log(1 + 2 * exact(t) ** 2 / exact(m))


def entropies(random):
    for _ in range(40):
        n = random.choice([2, 3, 10, 1000, 10**6])
        yield math.log(n) * random.choice([random.random(), log_uniform(random, 1e-12, 0.9)]), n


def fano_condition(h, n):
    """h de/(e dh): how much the error's probability follows the entropy."""
    e = fano(h, n)
    return max(mpf(1), exact(h) / (e * mpmath.log((1 - e) / e * (n - 1))))


@row("bounds::fano, per condition", entropies, digits=60, condition=fano_condition)
def fano(h, n):
    """Half of the interval, again and again."""
    h, low, high = exact(h), mpmath.mpf(0), 1 - mpmath.mpf(1) / n
    left = lambda e: -xlogy(e, e) - xlogy(1 - e, 1 - e) + e * mpmath.log(n - 1)
    for _ in range(4 * mpmath.mp.dps):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle) <= h else (low, middle)
    return low


def both_inputs(random):
    return [*inputs_and_channels(random), *next_to_nothing()]


@row("bounds::data_processing", both_inputs)
def data_processing(p, q, rows):
    return kl(output(numbers(p), rows), output(numbers(q), rows))
