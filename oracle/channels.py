"""Channels: outputs, data processing, mutual information and capacity, by logarithms of ratios."""

import math
import random as random_module

import mpmath
from mpmath import mpf

from exact import exact, found, log_uniform, nearby, stable

FEW = 60
# For probabilities down to the smallest double.
MANY = 700


def numbers(p):
    return [exact(x) for x in p]


def output(p, rows):
    columns = zip(*map(numbers, rows))
    return [mpmath.fsum(x * w for x, w in zip(p, column)) for column in columns]


def entry(p, rows, index):
    return output(numbers(p), rows)[index]


def kl(p, q):
    """With −p + q, as in pmf.py: the sums are not exactly one."""
    total = mpf(0)
    for x, y in zip(p, q):
        if x > 0 and y == 0:
            return mpmath.inf
        total += y - x + (x * mpmath.log(x / y) if x > 0 else 0)
    return total


def after(p, q, rows):
    return kl(output(numbers(p), rows), output(numbers(q), rows))


def mutual_information(p, rows):
    p = numbers(p)
    total = mpmath.fsum(p)
    p = [x / total for x in p]
    r = output(p, rows)
    each = [kl(numbers(row), r) if x > 0 else mpf(0) for x, row in zip(p, rows)]
    return mpmath.fsum(x * d for x, d in zip(p, each))


def symmetric_capacity(rows):
    """Of rows that are permutations of one another, and so are the columns: ln m − H."""
    row = numbers(rows[0])
    return mpmath.log(len(row)) + mpmath.fsum(x * mpmath.log(x) for x in row if x > 0)


def erasure_capacity(rows):
    """Of a channel that erases a bit or leaves it alone."""
    return exact(rows[0][0]) * mpmath.log(2)


def pmf(random, n):
    kind = random.randrange(3)
    w = [
        random.random() if kind == 0
        else log_uniform(random, 1e-200, 1.0) if kind == 1
        else random.choice([0.0, random.random()])
        for _ in range(n)
    ]
    w[random.randrange(n)] = 1.0
    total = math.fsum(w)
    return [x / total for x in w]


def near(random, p, size):
    w = [x * (1 + size * random.uniform(-1, 1)) for x in p]
    total = math.fsum(w)
    return [x / total for x in w]


def size(random):
    return random.choice([1e-15, 1e-12, 1e-8, 1e-4, 0.1])


def channel(random, n, m):
    if random.random() < 0.4:
        row, distance = pmf(random, m), size(random)
        return [near(random, row, distance) for _ in range(n)]
    return [pmf(random, m) for _ in range(n)]


def circulant(row):
    return [row[-i:] + row[:-i] for i in range(len(row))]


def cases():
    random = random_module.Random(20260402)
    outputs, processed, sent, capacities = [], [], [], []
    for _ in range(150):
        n, m = random.choice([1, 2, 2, 3, 4, 8]), random.choice([1, 2, 2, 3, 5, 10])
        p, rows = pmf(random, n), channel(random, n, m)
        q = near(random, p, size(random)) if random.random() < 0.6 else pmf(random, n)
        index = random.randrange(m)
        outputs.append([[p, rows, index], stable(entry, p, rows, index, digits=MANY)])
        processed.append([[p, q, rows], stable(after, p, q, rows, digits=MANY)])
        sent.append([[p, rows], stable(mutual_information, p, rows, digits=MANY)])
    # One ulp apart, and apart in next to nothing.
    for p, q in (
        ([0.5, 0.5], [0.5, math.nextafter(0.5, 1)]),
        ([1.0, 1e-30], [1.0, 2e-30]),
        ([1.0, 5e-324], [1.0, 1e-300]),
    ):
        for rows in ([[0.75, 0.25], [0.25, 0.75]], [[0.5, 0.5], [0.0, 1.0]], [[0.5, 0.5], [0.5, 0.5]]):
            processed.append([[p, q, rows], stable(after, p, q, rows, digits=MANY)])
            sent.append([[q, rows], stable(mutual_information, q, rows, digits=MANY)])
    for _ in range(30):
        # Complements that are exact, so that the channel is symmetric.
        e = random.randrange(1, 2**20) / 2**20
        capacities.append([[circulant([e, 1 - e])], stable(symmetric_capacity, [[e, 1 - e]], digits=FEW)])
        erasure = [[1 - e, e, 0.0], [0.0, e, 1 - e]]
        capacities.append([[erasure], stable(erasure_capacity, erasure, digits=FEW)])
        a, b = sorted((random.randrange(2**20), random.randrange(2**20)))
        row = [a / 2**20, (b - a) / 2**20, (2**20 - b) / 2**20]
        capacities.append([[circulant(row)], stable(symmetric_capacity, [row], digits=FEW)])
    for k in range(2, 27, 3):
        # Next to useless.
        row = [0.5 + 2.0**-k, 0.5 - 2.0**-k]
        capacities.append([[circulant(row)], stable(symmetric_capacity, [row], digits=FEW)])
    return {
        "Channel::apply": outputs,
        "bounds::data_processing": processed,
        "Channel::mutual_information": sent
        + [[row, stable(mutual_information, *row, digits=MANY)] for row in found("Channel::mutual_information")],
        "Channel::capacity": capacities,
    }
