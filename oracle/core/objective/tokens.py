"""Batches of tokens: divergences of two softmaxes, their derivatives, and means."""

import mpmath
from mpmath import mpf, sqrt

from shared.exact import exact
from shared.masked import DIGITS, both, clear, differences, divergence, less_their_mean, masked_pairs, mixture, of_objectives, with_zeros
from shared.rows import row
from shared.sizes import log_uniform

# A divergence is its β: 0 is the forward one, 1 the reverse one.


def some_beta(random, i):
    return [0.0, 1.0, 0.5, random.choice([random.random(), 0.1, log_uniform(random, 1e-60, 1e-3), 1.0 - log_uniform(random, 1e-15, 1e-3)])][i % 4]


def some_temperature(random):
    return random.choice([1.0, 1.0, 2.0, 0.5, random.uniform(1.0, 20.0), log_uniform(random, 1e-2, 1e4)])


def single(random):
    for i, (a, b) in enumerate([*of_objectives(random), *with_zeros(random)]):
        yield a, b, some_beta(random, i), some_temperature(random)


def of_pair(p, q, beta):
    if beta == 0.0:
        return divergence(p, q)
    if beta == 1.0:
        return divergence(q, p)
    c, m = exact(beta), mixture(p, q, exact(beta))
    return c * divergence(p, m) + (1 - c) * divergence(q, m)


def slopes(a, b, beta, temperature):
    """Derivatives and their sizes."""
    t = exact(temperature)
    p, q = both(a, b, temperature)
    (_, lp), (_, lq) = p, q
    if beta == 0.0:
        found = differences(a, b, temperature)
    elif beta == 1.0:
        found = less_their_mean(q[0], [y - x for x, y in zip(lp, lq)])
    else:
        c = exact(beta)
        _, lm = mixture(p, q, c)
        found = less_their_mean(q[0], [y - z for y, z in zip(lq, lm)])
        found = [[(1 - c) * x for x in some] for some in found]
    return [[x / t for x in some] for some in found]


def sizes_of(*x):
    return [mpf(0)] + slopes(*x)[1]


def with_slopes(formula, a, b, beta, temperature, *, digits):
    if beta == 1.0 and any(x == -mpmath.inf and y != -mpmath.inf for x, y in zip(a, b)):
        return None
    return clear(sizes_of, 1e-290)["value"](formula, a, b, beta, temperature, digits=digits)


@row("objective::TokenLogits::compare_into", single, digits=DIGITS, value=with_slopes, condition_of=clear(sizes_of)["condition_of"])
def value_and_slopes(a, b, beta, temperature):
    return [of_pair(*both(a, b, temperature), beta)] + slopes(a, b, beta, temperature)[0]


def batches(random):
    """Rows of teacher and student, the lengths of sequences, and the width to which they are padded."""
    for i in range(60):
        lengths = [random.randrange(4) for _ in range(random.randrange(1, 4))]
        lengths[0] += 1
        n = random.choice([2, 3, 17])
        rows = [pair for pair in masked_pairs(random, 8 * sum(lengths), [-1e4, -1e9, -mpmath.inf], (n,)) if len(pair[0]) == n]
        rows = random.sample(rows, sum(lengths))
        yield [list(map(float, a)) for a, _ in rows], [list(map(float, b)) for _, b in rows], lengths, max(lengths) + i % 3, some_beta(random, i), some_temperature(random)


@row("objective::TokenLogits::compare", batches, digits=DIGITS)
def of_each(teacher, student, lengths, width, beta, temperature):
    return [of_pair(*both(a, b, temperature), beta) for a, b in zip(teacher, student)]


# The teacher's best words, and a bucket for the others.


def with_best(random):
    """Near or far, with tails of any size, and with words that one of the two does not have."""
    yield [0.0, -40.0, -41.0], [0.0, -45.0, -41.0], 1, 0.0, 1.0
    yield [0.0, -300.0, -301.0], [0.0, -299.0, -310.0], 1, 0.0, 1.0
    yield [0.0, -300.0, -301.0], [0.0, -299.0, -310.0], 1, 1.0, 1.0
    yield [0.0, -300.0, -301.0], [0.0, -299.0, -310.0], 1, 0.5, 1.0
    # The tail of one of them is below the smallest double.
    yield [0.0, -1e4, -1e4], [0.0, 1.0, -1.0], 1, 1.0, 1.0
    yield [0.0, -1e4, -1e4], [0.0, 1.0, -1.0], 1, 0.5, 1.0
    yield [0.0, 1.0, -1.0], [0.0, -1e4, -2e4], 2, 0.0, 1.0
    yield [3.0, 1.0, -1.0], [0.0, -1e4, -2e4], 1, 0.0, 1.0
    yield [3.0, 1.0, -1.0], [-1e4, 0.0, 0.5], 1, 0.0, 1.0
    for i in range(120):
        n = random.choice([2, 3, 5, 17, 40])
        a = [random.gauss(0.0, 2.0) for _ in range(n)]
        change = [1.0, 1.0, log_uniform(random, 1e-9, 1e-1)][i % 3]
        b = [x + change * random.gauss(0.0, 1.0) for x in a]
        k = random.randrange(1, n)
        if i % 5 == 4:
            # A tail of e to the power of minus this.
            less = random.uniform(20.0, 200.0)
            best = best_of(a, k)
            a, b = [[x if j in best else x - less for j, x in enumerate(z)] for z in (a, b)]
        if i % 7 == 6:
            for z in random.choice([[a, b], [a], [b]]):
                z[random.randrange(1, n)] = random.choice([-float("inf"), -1e4, -2e3, -900.0])
        yield a, b, k, some_beta(random, i), some_temperature(random)


def best_of(a, k):
    return sorted(sorted(range(len(a)), key=lambda j: (-a[j], j))[:k])


def buckets(a, b, k, temperature):
    """P and Q with the bucket as the last outcome, each with its logarithms; and the q - p of the others."""
    best = best_of(a, k)
    rest = [j for j in range(len(a)) if j not in best]
    found = []
    for x, l in both(a, b, temperature):
        tail = mpmath.fsum(x[j] for j in rest)
        found.append(([x[j] for j in best] + [tail], [l[j] for j in best] + [mpmath.log(tail) if tail else -mpmath.inf]))
    (p, _), (q, _) = both(a, b, temperature)
    return found, [q[j] - p[j] for j in rest]


def of_bucket(a, b, k, beta, temperature):
    """How much the rounding of the others' q - p, whose sum may be smaller, counts in the divergence."""
    (p, q), apart = buckets(a, b, k, temperature)
    value, least = of_pair(p, q, beta), min(p[0][-1], q[0][-1])
    if not (0 < value < mpmath.inf and least):
        return mpf(1)
    c = exact(beta)
    whole = abs(mpmath.fsum(apart))
    lost = mpmath.fsum(map(abs, apart)) - whole
    return max(mpf(1), (c * (1 - c) if 0 < c < 1 else 1) * lost * whole / least / value)


@row("objective::TokenLogits::with_top", with_best, digits=DIGITS, condition=of_bucket)
def bucketed(a, b, k, beta, temperature):
    (p, q), _ = buckets(a, b, k, temperature)
    return of_pair(p, q, beta)


def moderate(random):
    for i in range(80):
        n = random.choice([2, 3, 5, 17, 40])
        a = [random.gauss(0.0, 2.0) for _ in range(n)]
        change = [1.0, 1.0, log_uniform(random, 1e-6, 1e-1)][i % 3]
        b = [x + change * random.gauss(0.0, 1.0) for x in a]
        yield a, b, random.randrange(1, n), some_beta(random, i), random.choice([1.0, 2.0, random.uniform(1.0, 5.0)])


def of_largest_slope(a, b, k, beta, temperature):
    """The largest entry over each, times what the others' differences are beside their sum."""
    _, apart = buckets(a, b, k, temperature)
    slopes = bucketed_slopes(a, b, k, beta, temperature)
    beside = max(mpf(1), mpmath.fsum(map(abs, apart)) / abs(mpmath.fsum(apart)))
    return [beside * max(map(abs, slopes)) / abs(x) for x in slopes]


@row("objective::TokenLogits::with_top, gradient", moderate, digits=DIGITS, condition=of_largest_slope)
def bucketed_slopes(a, b, k, beta, temperature):
    (p, q), _ = buckets(a, b, k, temperature)
    (x, lx), (y, ly) = p, q
    c = exact(beta)
    if beta == 0.0:
        coarse = [v - u for u, v in zip(x, y)]
    else:
        _, lm = mixture(p, q, c)
        coarse = less_their_mean(y, [v - u for u, v in zip(lx if beta == 1.0 else lm, ly)])[0]
        coarse = [(1 - c if beta < 1.0 else 1) * g for g in coarse]
    best = best_of(a, k)
    _, (whole, _) = both(a, b, temperature)
    return [(coarse[best.index(j)] if j in best else coarse[-1] * whole[j] / y[-1]) / exact(temperature) for j in range(len(a))]


@row("objective::TokenLogits::with_top, renormalised", moderate, digits=DIGITS)
def renormalised(a, b, k, beta, temperature):
    best = best_of(a, k)
    return of_pair(*both([a[j] for j in best], [b[j] for j in best], temperature), beta)


def values(random):
    """Values of the tokens of sequences."""
    for i in range(60):
        size = log_uniform(random, 1e-100, 1e100)
        shift = [0.0, 0.0, 1.0, 1e6][i % 4]
        some = lambda: size * (shift + random.choice([random.random(), random.gauss(0.0, 1.0) if i % 4 == 1 else random.random() ** 8]))
        yield ([[some() for _ in range(random.randrange(1, 6))] for _ in range(random.randrange(2, 7))],)


def flat(sequences):
    return [x for s in sequences for x in s]


def of_all(sequences):
    x = flat(sequences)
    return mpmath.fsum(x) / len(x)


def of_sequences(sequences):
    return mpmath.fsum(mpmath.fsum(s) / len(s) for s in sequences) / len(sequences)


def sizes(mean):
    """How much larger the same mean of the sizes is."""
    def condition(sequences):
        x = [list(map(exact, s)) for s in sequences]
        return mean([list(map(abs, s)) for s in x]) / abs(mean(x))
    return condition


def error_of_groups(groups, mean, n):
    apart = [mpmath.fsum(x - mean for x in s) for s in groups]
    s = len(groups)
    return sqrt(mpmath.fsum(x**2 for x in apart) * s / (s - 1)) / n


@row("objective::TokenReport::token_mean", values, condition=sizes(of_all))
def token_mean(sequences):
    return of_all(sequences)


@row("objective::TokenReport::sequence_mean", values, condition=sizes(of_sequences))
def sequence_mean(sequences):
    return of_sequences(sequences)


@row("objective::TokenReport::token_mean, standard error", values)
def error_of_token_mean(sequences):
    return error_of_groups(sequences, of_all(sequences), len(flat(sequences)))


def error_of_sequence_mean_of(sequences):
    means = [mpmath.fsum(s) / len(s) for s in sequences]
    return error_of_groups([[m] for m in means], mpmath.fsum(means) / len(means), len(means))


def of_rounded_means(sequences):
    """The sizes of the means, which are rounded, beside the error."""
    x = [list(map(exact, s)) for s in sequences]
    return max(mpf(1), of_sequences([list(map(abs, s)) for s in x]) / error_of_sequence_mean_of(x))


@row("objective::TokenReport::sequence_mean, standard error", values, condition=of_rounded_means)
def error_of_sequence_mean(sequences):
    return error_of_sequence_mean_of(sequences)


@row("objective::TokenReport::reduced", values, condition=sizes(of_all))
def reduced(sequences):
    """The sum, and that over the number of sequences."""
    total = mpmath.fsum(flat(sequences))
    return [total, total / len(sequences)]


def ranked(random):
    for i in range(60):
        n = random.randrange(1, 12)
        level = random.choice([0.0, 0.5, 1.0, random.random(), random.randrange(n + 1) / n])
        yield [random.choice([random.gauss(0.0, 1.0), float(random.randrange(3))]) for _ in range(n)], level


@row("objective::TokenReport::quantile", ranked)
def quantile(values, level):
    return sorted(values)[max(int(mpmath.ceil(exact(level) * len(values))), 1) - 1]
