"""In one table."""

import mpmath

from shared.values import information, number, plain_kl
from shared.exact import exact


def values():
    p, q = [[exact(x) for x in side] for side in ([0.5, 0.5], [0.9, 0.1])]
    m = [(a + b) / 2 for a, b in zip(p, q)]
    yield "coin.kl", information(lambda: plain_kl(p, q))
    yield "coin.reverse", information(lambda: plain_kl(q, p))
    yield "coin.jeffreys", information(lambda: plain_kl(p, q) + plain_kl(q, p))
    yield "coin.jensen_shannon", information(lambda: (plain_kl(p, m) + plain_kl(q, m)) / 2)
    half = lambda terms: mpmath.fsum(terms) / 2
    yield "coin.total_variation", number(lambda: half(abs(a - b) for a, b in zip(p, q)))
    roots = lambda: half((mpmath.sqrt(a) - mpmath.sqrt(b)) ** 2 for a, b in zip(p, q))
    yield "coin.hellinger", number(lambda: mpmath.sqrt(roots()))
    squares = lambda: mpmath.fsum((a - b) ** 2 / b for a, b in zip(p, q))
    yield "coin.chi_squared", number(squares)
    # One step from tails to heads, for the probability that is too much at tails.
    yield "coin.wasserstein", number(lambda: abs(p[1] - q[1]))
