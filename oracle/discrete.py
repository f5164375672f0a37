"""Divergences of probability vectors beyond the first, straight from their definitions."""

import math
import random as random_module

import mpmath

from exact import exact, log_uniform, stable
from kernels import SMALLEST, kl_term, xlogy
from pmf import dirichlet, kl, normalised, perturbed


def pairs(p, q):
    return [(exact(x), exact(y)) for x, y in zip(p, q)]


def total_variation(p, q):
    return mpmath.fsum(abs(x - y) for x, y in pairs(p, q)) / 2


def jensen_shannon(p, q):
    middle = [(x + y) / 2 for x, y in pairs(p, q)]
    half = lambda a: mpmath.fsum(xlogy(x, x / m) for x, m in zip(map(exact, a), middle) if x)
    return (half(p) + half(q)) / 2


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


def jeffreys(p, q):
    return kl(p, q) + kl(q, p)


def hellinger(p, q):
    return mpmath.sqrt(
        mpmath.fsum((mpmath.sqrt(x) - mpmath.sqrt(y)) ** 2 for x, y in pairs(p, q)) / 2
    )


def bhattacharyya(p, q):
    overlap = mpmath.fsum(mpmath.sqrt(x * y) for x, y in pairs(p, q))
    size = mpmath.fsum(x + y for x, y in pairs(p, q)) / 2
    return -mpmath.log(overlap / size) if overlap else mpmath.inf


def chi_squared(p, q):
    if any(x and not y for x, y in zip(p, q)):
        return mpmath.inf
    return mpmath.fsum((x - y) ** 2 / y for x, y in pairs(p, q) if y)


def power(x, y, order):
    """x^a y^(1-a), where 0^0 y is 0 and 0^a 0^(1-a) is 0."""
    if not x:
        return mpmath.mpf(0) if order >= 0 or not y else mpmath.inf
    if not y:
        return mpmath.mpf(0) if order < 1 else mpmath.inf
    return y * (x / y) ** order


def tsallis(order, p, q):
    a = exact(order)
    if a == 1:
        return kl(p, q)
    return mpmath.fsum(power(x, y, a) - a * x - (1 - a) * y for x, y in pairs(p, q)) / (a - 1)


def alpha_divergence(alpha, p, q):
    if alpha == 0:
        return kl(q, p)
    if alpha == 1:
        return kl(p, q)
    a = exact(alpha)
    terms = [power(x, y, a) - a * x - (1 - a) * y for x, y in pairs(p, q)]
    return mpmath.fsum(terms) / (a * (a - 1))


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


def marginals(table):
    table = [list(map(exact, row)) for row in table]
    return table, [mpmath.fsum(row) for row in table], [mpmath.fsum(c) for c in zip(*table)]


def conditional_entropy(table):
    table, rows, _ = marginals(table)
    return -mpmath.fsum(xlogy(p, p / a) for row, a in zip(table, rows) for p in row if p)


def mutual_information(table):
    """The product of the marginals, divided by the sum of the table."""
    table, rows, columns = marginals(table)
    total = mpmath.fsum(rows)
    terms = [
        xlogy(p, p * total / (a * b)) for row, a in zip(table, rows) for p, b in zip(row, columns) if p
    ]
    return mpmath.fsum(terms)


def vectors(random):
    """Pairs of vectors of the same length."""
    rows = [
        ([1.0], [1.0]),
        ([0.5, 0.5], [0.25, 0.75]),
        ([1.0, 0.0], [0.5, 0.5]),
        ([0.5, 0.5], [1.0, 0.0]),
        ([0.0, 1.0], [1.0, 0.0]),
        ([0.0, 0.5, 0.5], [0.5, 0.5, 0.0]),
        ([0.0, 0.0, 1.0], [0.0, 0.75, 0.25]),
        ([1.0, 0.0], [1.0 - 2.0**-53, 2.0**-53]),
        ([1.0, SMALLEST], [1.0, 0.0]),
        ([1.0, SMALLEST], [1.0, 3 * SMALLEST]),
        ([1.0, 1e-309], [1.0, 1e-300]),
        ([1.0, 1e-300], [1.0, 1e-309]),
        ([SMALLEST, 1.0], [1.0, SMALLEST]),
        # The quotient (p-q)/q overflows, (p-q)^2/q does not.
        ([1e-10, 1.0 - 1e-10], [SMALLEST, 1.0]),
    ]
    # One ulp apart, both ways.
    for n in (2, 3, 10):
        p = [1.0 / n] * n
        rows.append((p, [math.nextafter(p[0], 1.0)] + p[1:]))
        rows.append((p, [math.nextafter(p[0], 0.0)] + p[1:]))
    # Unrelated vectors, dense and sparse, some with zeros.
    for _ in range(120):
        n = random.choice([2, 2, 3, 4, 5, 8])
        c = log_uniform(random, 0.05, 20.0)
        rows.append((dirichlet(random, n, c), dirichlet(random, n, c)))
    for _ in range(40):
        n = random.choice([3, 4, 6])
        zeros = lambda: normalised([0.0 if random.random() < 0.4 else random.random() for _ in range(n)] + [0.5])
        rows.append((zeros(), zeros()))
    # Coins, where one term may be all of the answer.
    for _ in range(100):
        p, q = random.uniform(0.0, 1.0), random.uniform(0.0, 1.0)
        rows.append(([p, 1.0 - p], [q, 1.0 - q]))
    # Near each other.
    for _ in range(120):
        n = random.choice([2, 3, 5, 10])
        p = dirichlet(random, n, 2.0)
        rows.append((p, perturbed(random, p, log_uniform(random, 1e-15, 0.5))))
    # Powers of ten from 1 to the smallest double.
    for _ in range(40):
        n = random.choice([2, 3, 6])
        make = lambda: normalised([log_uniform(random, SMALLEST, 1.0) for _ in range(n - 1)] + [1.0])
        rows.append((make(), make()))
    return [(p, q) for p, q in rows if max(p + q) <= 1.0]


def long_vectors(random):
    for size in (1e-12, 1e-8, 0.5):
        p = dirichlet(random, 1000, 5.0)
        yield p, perturbed(random, p, size)
    yield dirichlet(random, 300, 0.1), dirichlet(random, 300, 0.1)


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


def mixtures(random):
    """Weights, and as many vectors."""
    yield [1.0], [[0.5, 0.5]]
    yield [0.5, 0.5], [[1.0, 0.0], [0.0, 1.0]]
    yield [0.5, 0.25, 0.25], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    yield [1.0, 0.0], [[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]]
    yield [1.0 - 2.0**-53, 1e-300], [[1.0, SMALLEST], [0.25, 0.75]]
    yield [0.5, 0.5], [[1.0, SMALLEST], [1.0, 7 * SMALLEST]]
    for i in range(150):
        k, n = random.choice([2, 3, 5]), random.choice([2, 3, 6])
        weights = dirichlet(random, k, log_uniform(random, 0.05, 5.0))
        if i % 2:
            made = [dirichlet(random, n, log_uniform(random, 0.1, 5.0)) for _ in range(k)]
        else:
            p = dirichlet(random, n, 2.0)
            made = [perturbed(random, p, log_uniform(random, 1e-15, 0.5)) for _ in range(k)]
            if i % 4:
                # One far from the others.
                made[random.randrange(k)] = dirichlet(random, n, 1.0)
        if max(weights + sum(made, [])) <= 1.0:
            yield weights, made


def tables(random):
    """Joint distributions: any, sparse, almost independent, almost one a function of the other."""
    yield [[1.0]]
    yield [[0.5, 0.0], [0.0, 0.5]]
    yield [[0.5, 0.0], [0.25, 0.25]]
    yield [[1.0, SMALLEST], [SMALLEST, SMALLEST]]
    yield [[0.5, 1e-200], [1e-310, 0.5]]
    for i in range(120):
        rows, columns = random.choice([2, 3, 4]), random.choice([2, 3, 5])
        if i % 3 == 0:
            flat = dirichlet(random, rows * columns, log_uniform(random, 0.05, 5.0))
        elif i % 3 == 1:
            x, y = dirichlet(random, rows, 2.0), dirichlet(random, columns, 2.0)
            flat = perturbed(random, [p * q for p in x for q in y], log_uniform(random, 1e-15, 0.5))
        else:
            small = log_uniform(random, 1e-100, 0.1)
            same = lambda k: 1.0 if k % (columns + 1) == 0 else small * random.random()
            flat = normalised([same(k) for k in range(rows * columns)])
        if max(flat) <= 1.0:
            yield [flat[k : k + columns] for k in range(0, len(flat), columns)]


def cases():
    random = random_module.Random(20260103)
    rows = vectors(random)
    plain = [total_variation, jensen_shannon, jeffreys, hellinger, bhattacharyya, chi_squared]
    result = {
        "pairs": [
            [[p, q], [stable(f, p, q) for f in plain]] for p, q in rows + list(long_vectors(random))
        ]
    }
    for f, least in (tsallis, 0.0), (alpha_divergence, -1.0), (renyi, 0.0):
        result[f.__name__] = [[[a, p, q], stable(f, a, p, q)] for a, p, q in orders(random, rows, least)]
    # JSON has no infinity, so this order has a name of its own.
    result["renyi_infinite"] = [[[p, q], stable(renyi, math.inf, p, q)] for p, q in rows[::4]]
    result["jensen_shannon_of"] = [
        [[w, v], stable(jensen_shannon_of, w, v)] for w, v in mixtures(random)
    ]
    result["joint"] = [
        [t, [stable(conditional_entropy, t), stable(mutual_information, t)]] for t in tables(random)
    ]
    return result
