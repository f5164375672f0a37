"""Divergences of probability vectors, and such vectors from other numbers, straight from the definitions."""

import math

import mpmath

from core.kernels import kl_term
from shared.exact import exact, xlogy
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform
from shared.vectors import INF, dense_vectors, logit_pairs, long_vectors, mixtures, rounded_log_probabilities, vectors


@row("Pmf::entropy", lambda random: [(p,) for p, _ in dense_vectors(random)])
def entropy(p):
    return -mpmath.fsum(xlogy(x, x) for x in map(exact, p))


@row("Pmf::cross_entropy", dense_vectors)
def cross_entropy(p, q):
    return -mpmath.fsum(xlogy(exact(x), exact(y)) for x, y in zip(p, q))


@row("Pmf::kl", dense_vectors)
def kl(p, q):
    return mpmath.fsum(kl_term(x, y) for x, y in zip(p, q))


def of_any_length(random):
    return [*vectors(random), *long_vectors(random)]


def pairs(p, q):
    return [(exact(x), exact(y)) for x, y in zip(p, q)]


@row("Pmf::total_variation", of_any_length)
def total_variation(p, q):
    return mpmath.fsum(abs(x - y) for x, y in pairs(p, q)) / 2


@row("Pmf::triangular_discrimination", of_any_length)
def triangular_discrimination(p, q):
    return mpmath.fsum((x - y) ** 2 / (x + y) for x, y in pairs(p, q) if x + y)


@row("Pmf::jensen_shannon", of_any_length)
def jensen_shannon(p, q):
    middle = [(x + y) / 2 for x, y in pairs(p, q)]
    half = lambda a: mpmath.fsum(xlogy(x, x / m) for x, m in zip(map(exact, a), middle) if x)
    return (half(p) + half(q)) / 2


@row("Pmf::jensen_shannon_of", mixtures)
def jensen_shannon_of(weights, vectors):
    """The weights as they are; the mean divided by their sum."""
    weights = list(map(exact, weights))
    total = mpmath.fsum(weights)
    value = mpmath.mpf(0)
    for column in zip(*vectors):
        column = list(map(exact, column))
        mean = mpmath.fsum(w * x for w, x in zip(weights, column)) / total
        value += mpmath.fsum(w * xlogy(x, x / mean) for w, x in zip(weights, column) if w and x)
    return value


@row("Pmf::jeffreys", of_any_length)
def jeffreys(p, q):
    return kl(p, q) + kl(q, p)


@row("Pmf::hellinger", of_any_length)
def hellinger(p, q):
    return mpmath.sqrt(
        mpmath.fsum((mpmath.sqrt(x) - mpmath.sqrt(y)) ** 2 for x, y in pairs(p, q)) / 2
    )


@row("Pmf::bhattacharyya", of_any_length)
def bhattacharyya(p, q):
    overlap = mpmath.fsum(mpmath.sqrt(x * y) for x, y in pairs(p, q))
    size = mpmath.fsum(x + y for x, y in pairs(p, q)) / 2
    return -mpmath.log(overlap / size) if overlap else mpmath.inf


@row("Pmf::chi_squared", of_any_length)
def chi_squared(p, q):
    if any(x and not y for x, y in zip(p, q)):
        return mpmath.inf
    return mpmath.fsum((x - y) ** 2 / y for x, y in pairs(p, q) if y)


# With an order. "Near" are those where |α ln(p/q)| ≤ 1 for every outcome with p, q > 0.


def power(x, y, order):
    """x^a y^(1-a), where 0^0 y is 0 and 0^a 0^(1-a) is 0."""
    if not x:
        return mpmath.mpf(0) if order >= 0 or not y else mpmath.inf
    if not y:
        return mpmath.mpf(0) if order < 1 else mpmath.inf
    return y * (x / y) ** order


def orders(random, rows, least):
    """Pairs of vectors, each with one order: round ones, near 0 and 1, and any.

    Not so high that a power needs more digits than the oracle has.
    """
    for i, (p, q) in enumerate(rows):
        order = [
            random.choice([0.0, 0.5, 1.0, 2.0, 3.0, 0.25, 10.0]),
            random.uniform(0.0, 1.0),
            1.0 + random.choice([-1.0, 1.0]) * log_uniform(random, 1e-15, 0.5),
            random.uniform(1.0, 5.0),
            log_uniform(random, 1e-12, 1e3),
        ][i % 5]
        if least < 0 and random.random() < 0.4:
            order = -order
        yield order, p, q
    # The α-divergence fits into a double; α times it, the Tsallis divergence, does not.
    yield 802.0827802435869, [0.8694348437997376, 0.13056515620026243], [0.3552030825031768, 0.6447969174968232]


def exponent(order, p, q):
    """|α| max |ln(p/q)|."""
    ratios = [abs(mpmath.log(x / y)) for x, y in pairs(p, q) if x and y]
    return abs(exact(order)) * max(ratios, default=mpmath.mpf(0))


def per_power(order, p, q):
    return 1 + exponent(order, p, q)


def any_order(least=0.0):
    return lambda random: orders(random, vectors(random), least)


def near_order(least=0.0):
    return lambda random: [case for case in any_order(least)(random) if exponent(*case) <= 1]


@row("Pmf::tsallis, near", near_order())
@row("Pmf::tsallis, per power", any_order(), condition=per_power)
def tsallis(order, p, q):
    a = exact(order)
    if a == 1:
        return kl(p, q)
    return mpmath.fsum(power(x, y, a) - a * x - (1 - a) * y for x, y in pairs(p, q)) / (a - 1)


@row("Pmf::alpha_divergence, near", near_order(-1.0))
@row("Pmf::alpha_divergence, per power", any_order(-1.0), condition=per_power)
def alpha_divergence(alpha, p, q):
    if alpha == 0:
        return kl(q, p)
    if alpha == 1:
        return kl(p, q)
    a = exact(alpha)
    terms = [power(x, y, a) - a * x - (1 - a) * y for x, y in pairs(p, q)]
    return mpmath.fsum(terms) / (a * (a - 1))


@row("Pmf::renyi, near", near_order())
@row("Pmf::renyi, per power", any_order(), condition=per_power)
@row("Pmf::renyi, order infinite", lambda random: [(math.inf, p, q) for p, q in vectors(random)[::4]])
def renyi(order, p, q):
    if order == 1:
        return kl(p, q)
    if order == math.inf:
        if any(x and not y for x, y in zip(p, q)):
            return mpmath.inf
        return max([mpmath.mpf(0)] + [mpmath.log(x / y) for x, y in pairs(p, q) if x])
    a = exact(order)
    overlap = mpmath.fsum(power(x, y, a) for x, y in pairs(p, q))
    size = mpmath.fsum(a * x + (1 - a) * y for x, y in pairs(p, q))
    if a < 1:
        return mpmath.log(overlap / size) / (a - 1) if overlap else mpmath.inf
    return mpmath.log(1 + overlap - size) / (a - 1)


# A generator sees the rounded ratio: the error is a few ulp of one, not of the result. Where
# p/q or f(p/q) over- or underflows, a generator cannot help it.


GENERATORS = {
    "total_variation": total_variation,
    "jensen_shannon": jensen_shannon,
    "chi_squared": chi_squared,
    "kl": kl,
    "reverse_kl": lambda p, q: kl(q, p),
    "squared_hellinger": lambda p, q: hellinger(p, q) ** 2,
}


def generators(random):
    extreme = lambda d: 300 < d < mpmath.inf
    rows = [(name, p, q) for name in GENERATORS for p, q in random.sample(vectors(random), 220)]
    rows += [(name, p, q) for name, (p, q) in zip(GENERATORS, long_vectors(random))]
    return [
        (name, p, q) for name, p, q in rows
        if not extreme(renyi(math.inf, p, q)) and not extreme(renyi(math.inf, q, p))]


def generator_condition(value, *_):
    return (1 + value) / max(value, mpmath.mpf(2) ** -1022) if value < mpmath.inf else 1


@row("Pmf::f_divergence, per (1 + value)/value", generators, condition_of=generator_condition,
     excused="the caller's f is rounded beside 1")
def f_divergence(generator, p, q):
    return GENERATORS[generator](p, q)


# Vectors from other numbers.


def weights(random):
    rows = [[1.0], [0.0, 3.0], [SMALLEST], [SMALLEST, 3 * SMALLEST], [1.7976931348623157e308] * 3, [1e308, 1.0, SMALLEST],
            [1.0, 2.0**-53, 2.0**-53], [1.0, 1e-300], [0.1] * 10, [1e-310, 3e-310, 2e-310]]
    for i in range(120):
        n = random.choice([1, 2, 3, 7, 30])
        if i % 3 == 0:
            w = [random.random() for _ in range(n)]
        elif i % 3 == 1:
            unit = random.choice([1e-320, 1e-250, 1.0, 1e300])
            w = [unit * random.uniform(0.0, 9.0) for _ in range(n)]
        else:
            w = [log_uniform(random, SMALLEST, 1e300) for _ in range(n)]
        rows.append(w)
    return [(w,) for w in rows if any(w)]


@row("Pmf::from_weights", weights)
def shares(weights):
    total = mpmath.fsum(map(exact, weights))
    return [exact(w) / total for w in weights]


def logits(random):
    return [(a,) for pair in logit_pairs(random)[::3] for a in pair]


# Sums of exponentials: 324 digits below the point may count, and 35 are asked for.
DIGITS_OF_LOGITS = 380


@row("Pmf::from_logits", logits, digits=DIGITS_OF_LOGITS)
def softmax(logits):
    powers = [exponential(exact(x) - exact(max(logits))) if x > -INF else mpmath.mpf(0) for x in logits]
    total = mpmath.fsum(powers)
    return [x / total for x in powers]


def exponential(x):
    """eˣ. Below 10⁻⁴⁰⁰⁰⁰ it is left to be so small that no sum sees it."""
    return mpmath.exp(max(x, mpmath.mpf(-100_000)))


def log_probabilities(random):
    return [(rounded_log_probabilities(a),) for pair in logit_pairs(random)[1::3] for a in pair]


@row("Pmf::from_log_probabilities", log_probabilities, digits=DIGITS_OF_LOGITS)
def powers(logarithms):
    return [exponential(exact(x)) if x > -INF else mpmath.mpf(0) for x in logarithms]


def counts(random):
    rows = [[1], [0, 1], [2**64 - 1] * 3, [2**64 - 1, 1, 0], [3, 0, 1]]
    for _ in range(60):
        size = random.choice([3, 20, 1000, 2**40, 2**64])
        rows.append([random.randrange(size) for _ in range(random.choice([1, 2, 3, 7]))] + [1])
    return rows


@row("Pmf::from_counts", lambda random: [(c,) for c in counts(random)])
def frequencies(counts):
    return [mpmath.mpf(c) / sum(counts) for c in counts]


def counts_and_pseudocounts(random):
    some = [1.0, 0.5, SMALLEST, 1e-300, 1.7e308, 1e300]
    return [
        (c, random.choice(some) if random.random() < 0.3 else log_uniform(random, 1e-20, 1e20))
        for c in [*counts(random), [0, 0, 0]]]


@row("Pmf::from_counts_smoothed", counts_and_pseudocounts)
def smoothed(counts, alpha):
    return [(c + exact(alpha)) / (sum(counts) + len(counts) * exact(alpha)) for c in counts]


def vectors_and_weights(random):
    some = [0.0, 1.0, 0.1, SMALLEST, 1.0 - 2.0**-53]
    return [(p, random.choice(some) if random.random() < 0.3 else random.random()) for p, _ in vectors(random)[::6]]


@row("Pmf::mixed_with_uniform", vectors_and_weights)
def mixed(p, weight):
    w = exact(weight)
    return [(1 - w) * exact(x) + w / len(p) for x in p]
