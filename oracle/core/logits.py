"""Logits: probabilities as exp(l) / sum of exp(l), then the sums."""

import functools

import mpmath

from core.pmf import DIGITS_OF_LOGITS, logits, softmax
from shared.exact import exact, xlogy
from shared.masked import with_further
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform
from shared.vectors import INF, logit_pairs


def exp(x):
    """eˣ. Below 10⁻⁴⁰⁰⁰⁰ it is left to be so small that no sum sees it."""
    return mpmath.exp(max(exact(x), mpmath.mpf(-100_000)))


def shares(logits):
    """The probabilities, and the logarithms, which may be those of less."""
    return shares_at(tuple(logits), mpmath.mp.prec)


@functools.lru_cache(maxsize=64)
def shares_at(logits, _digits):
    top = exact(max(logits))
    total = mpmath.fsum(exp(exact(x) - top) for x in logits if x != -INF)
    logs = [exact(x) - top - mpmath.log(total) if x != -INF else -mpmath.inf for x in logits]
    return [mpmath.exp(max(x, mpmath.mpf(-100_000))) if x != -mpmath.inf else mpmath.mpf(0) for x in logs], logs


def one_masked(random):
    return [(a,) for pair in with_further(random)[::3] for a in pair]


@row("Logits::kl", logit_pairs, digits=DIGITS_OF_LOGITS)
@row("Logits::kl, masked", with_further, digits=DIGITS_OF_LOGITS)
def kl(a, b):
    (p, lp), (_, lq) = shares(a), shares(b)
    if any(x != -INF and y == -INF for x, y in zip(a, b)):
        return mpmath.inf
    return mpmath.fsum(u * (x - y) for u, x, y in zip(p, lp, lq) if u)


@row("Logits::jensen_shannon", logit_pairs, digits=DIGITS_OF_LOGITS)
@row("Logits::jensen_shannon, masked", with_further, digits=DIGITS_OF_LOGITS)
def jensen_shannon(a, b):
    (p, _), (q, _) = shares(a), shares(b)
    half = lambda u, v: mpmath.fsum(xlogy(x, 2 * x / (x + y)) for x, y in zip(u, v) if x)
    return (half(p, q) + half(q, p)) / 2


@row("Logits::cross_entropy", logit_pairs, digits=DIGITS_OF_LOGITS)
@row("Logits::cross_entropy, masked", with_further, digits=DIGITS_OF_LOGITS)
def cross_entropy(a, b):
    (p, _), (_, lq) = shares(a), shares(b)
    if any(x != -INF and y == -INF for x, y in zip(a, b)):
        return mpmath.inf
    return -mpmath.fsum(u * y for u, y in zip(p, lq) if u)


@row("Logits::entropy", lambda random: [(a,) for a, _ in logit_pairs(random)], digits=DIGITS_OF_LOGITS)
@row("Logits::entropy, masked", one_masked, digits=DIGITS_OF_LOGITS)
def entropy(a):
    return cross_entropy(a, a)


def long_logits(n, bits, other):
    """Logits that two programs can both make: a·i modulo 2²⁴, in units of 2⁻ᵇⁱᵗˢ."""
    a = [(i * 7_368_787 % 2**24 - 2**23) * 2.0**-bits for i in range(n)]
    b = [x + (i * 1_299_709 % 2**20 - 2**19) * 2.0**-other for i, x in enumerate(a)]
    return a, b


@row("Logits::kl, tens of thousands", lambda _: [(50_000, 22, 38), (50_000, 20, 18), (20_000, 22, 60)], digits=40)
def long_kl(n, bits, other):
    return kl(*long_logits(n, bits, other))


@row("Logits::log_probabilities", logits, digits=DIGITS_OF_LOGITS)
@row("Logits::log_probabilities, masked", one_masked, digits=DIGITS_OF_LOGITS)
def log_probabilities(a):
    return shares(a)[1]


row("Logits::to_pmf", logits, digits=DIGITS_OF_LOGITS)(softmax)
row("Logits::to_pmf, masked", one_masked, digits=DIGITS_OF_LOGITS)(softmax)


def at_temperatures(random):
    some = [1.0, 2.0, 0.5, SMALLEST, 1e-300, 1.7e308, 3.0]
    return [(a, random.choice(some) if random.random() < 0.3 else log_uniform(random, 1e-3, 1e3)) for a, in logits(random)]


def masked_at_temperatures(random):
    return [(a, random.choice([1.0, 2.0, 0.5, log_uniform(random, 1e-3, 1e3)])) for a, in one_masked(random)]


@row("Logits::tempered", at_temperatures)
@row("Logits::tempered, masked", masked_at_temperatures)
def tempered(logits, temperature):
    """As small as the largest is 0."""
    return [(exact(x) - exact(max(logits))) / exact(temperature) if x > -INF else -mpmath.inf for x in logits]
