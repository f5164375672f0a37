"""Divergences of categorical distributions."""

import mpmath
from mpmath import log, mpf

from shared.exact import exact
from shared.rows import row
from shared.sizes import nearby


def weights(random):
    rows = [([1.0, 3.0], [2.0, 2.0]), ([1.0], [1.0, 1.0]), ([1.0, 1.0], [1.0]), ([1.0, 0.0], [1.0]), ([0.0, 2.0], [1.0, 0.0])]
    for _ in range(60):
        p = [random.random() for _ in range(random.randint(1, 8))]
        rows.append((p, [nearby(random, x) for x in p]))
        rows.append((p, [random.random() for _ in range(random.randint(len(p), 8))]))
    return rows


@row("Categorical‖Categorical", weights)
def categorical(p, q):
    """p ln(p/q) − p + q of weights divided by their totals, as the doubles that come out."""
    p, q = ([x / sum_of(v) for x in v] for v in (p, q))
    size = max(len(p), len(q))
    p, q = (v + [0.0] * (size - len(v)) for v in (p, q))
    total = mpf(0)
    for x, y in zip(map(exact, p), map(exact, q)):
        total += (x * log(x / y) if y else mpmath.inf) - x + y if x else y
    return total


def sum_of(weights):
    """From the first to the last in doubles, as statrs adds. (Python's sum compensates.)"""
    total = 0.0
    for x in weights:
        total += x
    return total
