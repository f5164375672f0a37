"""Channels and what goes through them."""

import math

import mpmath
from mpmath import mpf

from shared.exact import numbers
from shared.sizes import log_uniform


def output(p, rows):
    columns = zip(*map(numbers, rows))
    return [mpmath.fsum(x * w for x, w in zip(p, column)) for column in columns]


def kl(p, q):
    """With −p + q, as in pmf.py: the sums are not exactly one."""
    total = mpf(0)
    for x, y in zip(p, q):
        if x > 0 and y == 0:
            return mpmath.inf
        total += y - x + (x * mpmath.log(x / y) if x > 0 else 0)
    return total


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


def inputs_and_channels(random):
    """Two distributions and a channel."""
    for _ in range(150):
        n, m = random.choice([1, 2, 2, 3, 4, 8]), random.choice([1, 2, 2, 3, 5, 10])
        p, rows = pmf(random, n), channel(random, n, m)
        yield p, near(random, p, size(random)) if random.random() < 0.6 else pmf(random, n), rows


def next_to_nothing():
    """Inputs that are one ulp apart, or apart in next to nothing."""
    for p, q in (
        ([0.5, 0.5], [0.5, math.nextafter(0.5, 1)]),
        ([1.0, 1e-30], [1.0, 2e-30]),
        ([1.0, 5e-324], [1.0, 1e-300]),
    ):
        for rows in ([[0.75, 0.25], [0.25, 0.75]], [[0.5, 0.5], [0.0, 1.0]], [[0.5, 0.5], [0.5, 0.5]]):
            yield p, q, rows


def symmetric_and_erasing(random):
    made = []
    for _ in range(30):
        # Complements that are exact, so that the channel is symmetric.
        e = random.randrange(1, 2**20) / 2**20
        made.append(circulant([e, 1 - e]))
        made.append([[1 - e, e, 0.0], [0.0, e, 1 - e]])
        a, b = sorted((random.randrange(2**20), random.randrange(2**20)))
        made.append(circulant([a / 2**20, (b - a) / 2**20, (2**20 - b) / 2**20]))
    for k in range(2, 27, 3):
        # Next to useless.
        made.append(circulant([0.5 + 2.0**-k, 0.5 - 2.0**-k]))
    return [(rows,) for rows in made]
