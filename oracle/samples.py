"""Estimates from samples: nearest neighbours by all distances, histograms by counts."""

import math
import random as random_module
from fractions import Fraction

import mpmath
from mpmath import log, mpf

from exact import exact, log_uniform, stable

# Distances need few digits: the points are doubles, and no difference cancels.
DIGITS = 60


def points(dimension, coordinates):
    coordinates = [exact(x) for x in coordinates]
    return [coordinates[i:i + dimension] for i in range(0, len(coordinates), dimension)]


def kth(x, others, k):
    return mpmath.sqrt(sorted(mpmath.fsum((a - b) ** 2 for a, b in zip(x, y)) for y in others)[k - 1])


def logarithms(d, p, q, k):
    p, q = points(d, p), points(d, q)
    return [d * log(kth(x, q, k) / kth(x, p[:i] + p[i + 1:], k)) for i, x in enumerate(p)]


def nearest_neighbour_kl(d, p, q, k):
    n, m = len(p) // d, len(q) // d
    return mpmath.fsum(logarithms(d, p, q, k)) / n + log(mpf(m) / (n - 1))


def nearest_condition(d, p, q, k):
    n, m = len(p) // d, len(q) // d
    size = mpmath.fsum(map(abs, logarithms(d, p, q, k))) / n + abs(log(mpf(m) / (n - 1)))
    return (d + size) / abs(nearest_neighbour_kl(d, p, q, k))


def student(u, freedom):
    """The quantile of Student's distribution."""
    nu = mpf(freedom)
    tail = lambda t: mpmath.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True) / 2
    return mpmath.findroot(lambda t: tail(t) - (1 - u), mpf(2))


def reach(d, p, q, k, parts, level):
    """Half the width of the confidence interval."""
    deal = lambda x: [[c for i in range(b, len(x) // d, parts) for c in x[d * i:d * i + d]]
                      for b in range(parts)]
    each = [nearest_neighbour_kl(d, x, y, k) for x, y in zip(deal(p), deal(q))]
    mean = mpmath.fsum(each) / parts
    variance = mpmath.fsum((x - mean) ** 2 for x in each) / (parts - 1)
    return student((1 + exact(level)) / 2, parts - 1) * mpmath.sqrt(variance / parts)


def nearest_neighbour_interval(d, p, q, k, parts, level):
    """Its upper end."""
    return nearest_neighbour_kl(d, p, q, k) + reach(d, p, q, k, parts, level)


def interval_condition(d, p, q, k, parts, level):
    value = nearest_neighbour_interval(d, p, q, k, parts, level)
    n = len(p) // d
    size = mpmath.fsum(map(abs, logarithms(d, p, q, k))) / n
    return (d + size + reach(d, p, q, k, parts, level)) / abs(value)


def coordinates(random, count):
    kind = random.randrange(5)
    if kind == 0:
        return [random.gauss(1, 2) for _ in range(count)]
    if kind == 1:
        return [1e6 + random.random() for _ in range(count)]
    if kind == 2:
        return [random.choice([-1.0, 1.0]) * log_uniform(random, 1e-300, 1e300) for _ in range(count)]
    scale = random.choice([1.0, 1e-310, 1e-200, 1e150, 1e300])
    return [scale * random.gauss(0, 1) for _ in range(count)]


def neighbours(random, count):
    result = [(1, [0.0, 1.0, 3.0], [2.25, 4.5], 1), (1, [0.0, 5e-324], [1e-323], 1),
              (1, [-1.7e308, 1.7e308], [0.0], 1), (2, [0.0, 0.0, 1e-200, 0.0, 1.0, 1.0], [0.0, 3e-200], 1),
              (2, [-1.7e308, 1.7e308, 1.7e308, -1.7e308], [1e-300, 1e-300], 1)]
    while len(result) < count:
        d = random.choice([1, 1, 2, 3, 3, 4, 5, 8])
        n, m = random.choice([5, 12, 40]), random.choice([4, 13, 50])
        k = random.choice([1, 1, 2, 3])
        p, q = coordinates(random, n * d), coordinates(random, m * d)
        if random.randrange(2):
            q = [random.gauss(0, 1) for _ in range(m * d)]
            p = [random.gauss(0.5, 1) for _ in range(n * d)]
        result.append((d, p, q, k))
    return result


def entropy(counts):
    n = mpf(sum(counts))
    return mpmath.fsum(-c / n * log(c / n) for c in counts if c)


def entropy_corrected(counts):
    return entropy(counts) + mpf(sum(c > 0 for c in counts) - 1) / (2 * sum(counts))


def kl(p, q):
    n, m = mpf(sum(p)), mpf(sum(q))
    if any(a and not b for a, b in zip(p, q)):
        return mpmath.inf
    return mpmath.fsum(a / n * log(a / n / (b / m)) for a, b in zip(p, q) if a)


def bias_of_kl(p, q):
    n, m = mpf(sum(p)), mpf(sum(q))
    ratios = mpmath.fsum(a / n / (b / m) for a, b in zip(p, q) if a)
    return (sum(a > 0 for a in p) - 1) / (2 * n), (ratios - 1) / (2 * m)


def kl_corrected(p, q):
    value = kl(p, q)
    return value if mpmath.isinf(value) else value - sum(bias_of_kl(p, q))


def kl_condition(p, q):
    value = kl(p, q)
    return mpf(1) if mpmath.isinf(value) else condition([value, *bias_of_kl(p, q)])


def condition(terms):
    return max(map(abs, terms)) / abs(terms[0] - mpmath.fsum(terms[1:]))


def margins(table):
    return [sum(row) for row in table], [sum(column) for column in zip(*table)]


def mutual_information(table):
    """As the definition has it: exactly 0 for independent variables."""
    rows, columns = margins(table)
    n = sum(rows)
    return mpmath.fsum(mpf(c) / n * log(mpf(c * n) / (r * s))
                       for row, r in zip(table, rows) for c, s in zip(row, columns) if c)


def mutual_information_corrected(table):
    """From the corrected entropies."""
    rows, columns = margins(table)
    flat = [c for row in table for c in row]
    return entropy_corrected(rows) + entropy_corrected(columns) - entropy_corrected(flat)


def table_condition(table):
    plain = mutual_information(table)
    return condition([plain, plain - mutual_information_corrected(table)])


def counts(random, k):
    kind = random.randrange(4)
    if kind == 0:
        return [random.randrange(1, 50) for _ in range(k)]
    if kind == 1:
        return [int(log_uniform(random, 1, 1e14)) for _ in range(k)]
    if kind == 2:
        return [random.randrange(0, 4) for _ in range(k - 1)] + [1]
    return [10**6 + random.randrange(1000) for _ in range(k)]


def near(random, p):
    """Multiples of the counts, but for a few more or less."""
    times = random.choice([1, 3, 1000])
    return [max(1, times * c + random.randrange(-1, 2)) for c in p]


def histograms(random, number):
    largest = 2**64 - 1
    result = [([1], [1]), ([1, 1], [1, 0]), ([largest], [largest]), ([largest - 1, 1], [1, largest - 1]),
              ([largest - 1, 1], [largest - 2, 2]), ([2**62, 2**62], [2**62, 2**62 + 1]), ([1, 0], [1, 10**19])]
    while len(result) < number:
        p = counts(random, random.choice([2, 3, 5, 10, 30]))
        q = near(random, p) if random.randrange(2) else counts(random, len(p))
        result.append((p, q))
    return result


def tables(random, number):
    result = [[[1]], [[1, 2], [3, 6]], [[2**62, 2**62], [2**62, 2**62 - 1]], [[1, 0], [0, 1]], [[0, 0], [3, 4]]]
    while len(result) < number:
        rows, columns = random.choice([1, 2, 3, 5]), random.choice([2, 3, 4])
        if random.randrange(2):
            table = [counts(random, columns) for _ in range(rows)]
        else:
            # Independent, but for a few more or less.
            r, s = counts(random, rows + 1), counts(random, columns)
            table = [[min(a, 10**8) * min(b, 10**8) + random.randrange(2) for b in s] for a in r]
        result.append(table)
    return result


def cases():
    random = random_module.Random(7)
    rows = neighbours(random, 70)
    few = [(d, [random.gauss(0, 1) for _ in range(24 * d)], [random.gauss(1, 1) for _ in range(30 * d)], k, parts, level)
           for d, k, parts, level in [(1, 1, 4, 0.95), (2, 2, 5, 0.9), (3, 1, 8, 0.99), (1, 3, 2, 0.5), (4, 1, 3, 0.999)]]
    with_condition = lambda f, condition, row: [
        list(row), stable(f, *row, digits=DIGITS), mpmath.nstr(condition(*row), 6)]
    pairs, grids = histograms(random, 120), tables(random, 90)
    conditions = lambda f, condition, rows: [
        [row, stable(f, *row, digits=200), mpmath.nstr(condition(*row), 6)]
        for row in rows if mpmath.isinf(f(*row)) or f(*row)]
    single = [[p] for p, _ in pairs]
    with mpmath.workdps(DIGITS):
        return {
            "Counts::entropy": [[row, stable(entropy, *row, digits=200)] for row in single],
            "Counts::entropy_corrected": [
                [row, stable(entropy_corrected, *row, digits=200)] for row in single],
            "Counts::kl": [[list(row), stable(kl, *row, digits=200)] for row in pairs],
            "Counts::kl_corrected": conditions(kl_corrected, kl_condition, list(map(list, pairs))),
            "CountTable::mutual_information": [
                [[table], stable(mutual_information, table, digits=200)] for table in grids],
            "CountTable::mutual_information_corrected": conditions(
                mutual_information_corrected, table_condition, [[table] for table in grids]),
            "estimate::nearest_neighbour_kl": [
                with_condition(nearest_neighbour_kl, nearest_condition, row) for row in rows],
            "estimate::nearest_neighbour_interval": [
                with_condition(nearest_neighbour_interval, interval_condition, row) for row in few],
        }
