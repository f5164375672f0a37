"""Sums over probability vectors, straight from their definitions."""

import math
import random as random_module

import mpmath

from exact import exact, log_uniform, stable
from kernels import SMALLEST, kl_term, xlogy


def entropy(p):
    return -mpmath.fsum(xlogy(x, x) for x in map(exact, p))


def cross_entropy(p, q):
    return -mpmath.fsum(xlogy(exact(x), exact(y)) for x, y in zip(p, q))


def kl(p, q):
    return mpmath.fsum(kl_term(x, y) for x, y in zip(p, q))


def normalised(weights):
    total = math.fsum(weights)
    return [w / total for w in weights]


def dirichlet(random, n, concentration):
    """A random probability vector; small concentrations make it sparse."""
    return normalised([max(random.gammavariate(concentration, 1.0), SMALLEST) for _ in range(n)])


def perturbed(random, p, size):
    return normalised([x * (1.0 + size * random.uniform(-1.0, 1.0)) for x in p])


def vectors(random):
    """Pairs of vectors of the same length."""
    rows = [
        ([1.0], [1.0]),
        ([0.5, 0.5], [0.25, 0.75]),
        ([0.25, 0.75], [0.5, 0.5]),
        ([1.0, 0.0], [0.5, 0.5]),
        ([0.5, 0.5], [1.0, 0.0]),
        ([0.0, 1.0], [1.0, 0.0]),
        ([0.0, 0.5, 0.5], [0.0, 0.25, 0.75]),
        ([0.0, 0.0, 1.0], [0.25, 0.25, 0.5]),
        ([1.0, 0.0], [1.0 - 2.0**-53, 2.0**-53]),
        ([1.0, SMALLEST], [1.0, 3 * SMALLEST]),
        ([1.0, 1e-309], [1.0, 1e-300]),
        ([1.0, 1e-300], [1.0, 1e-309]),
        ([SMALLEST, 1.0], [1.0, SMALLEST]),
    ]
    # One ulp apart, both ways.
    for n in (2, 3, 10):
        p = [1.0 / n] * n
        rows.append((p, [math.nextafter(p[0], 1.0)] + p[1:]))
        rows.append((p, [math.nextafter(p[0], 0.0)] + p[1:]))
    # Unrelated vectors, dense and sparse.
    for _ in range(250):
        n = random.choice([2, 2, 3, 4, 5, 8, 12])
        c = log_uniform(random, 0.05, 20.0)
        rows.append((dirichlet(random, n, c), dirichlet(random, n, c)))
    # Coins, where one term may be all of the answer.
    for _ in range(200):
        p, q = random.uniform(0.0, 1.0), random.uniform(0.0, 1.0)
        rows.append(([p, 1.0 - p], [q, 1.0 - q]))
    # Near each other.
    for _ in range(250):
        n = random.choice([2, 3, 5, 10, 20])
        p = dirichlet(random, n, 2.0)
        rows.append((p, perturbed(random, p, log_uniform(random, 1e-15, 0.5))))
    # Powers of ten from 1 to the smallest double.
    for _ in range(100):
        n = random.choice([2, 3, 6])
        make = lambda: normalised([log_uniform(random, SMALLEST, 1.0) for _ in range(n - 1)] + [1.0])
        rows.append((make(), make()))
    # Long ones. A relative difference of 1e-8 defeats the plain sum.
    for size in (1e-12, 1e-8, 1e-4, 0.5):
        p = dirichlet(random, 1000, 5.0)
        rows.append((p, perturbed(random, p, size)))
    rows.append((dirichlet(random, 1000, 1.0), dirichlet(random, 1000, 1.0)))
    rows.append((dirichlet(random, 300, 0.1), dirichlet(random, 300, 0.1)))
    return [(p, q) for p, q in rows if max(p + q) <= 1.0]


def cases():
    rows = vectors(random_module.Random(20260102))
    # P and Q once; the three values after them.
    return {
        "pmf": [
            [[p, q], [stable(entropy, p), stable(cross_entropy, p, q), stable(kl, p, q)]]
            for p, q in rows
        ]
    }
