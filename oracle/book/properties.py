"""What always holds."""

import mpmath

from core import pmf
from shared.values import information, number, plain_kl
from shared.exact import exact

FAIR, BENT, BETWEEN = [0.5, 0.5], [0.9, 0.1], [0.75, 0.25]
TABLE = [0.3, 0.1, 0.15, 0.45]

LOOSE = {"clerk.ten_times": (20, "each copy rounds the probabilities, and they come close")}


def values():
    one = lambda p, q: information(pmf.kl, p, q)
    yield "detour.direct", one(FAIR, BENT)
    yield "detour.first", one(FAIR, BETWEEN)
    yield "detour.second", one(BETWEEN, BENT)
    yield "detour.together", information(lambda: pmf.kl(FAIR, BETWEEN) + pmf.kl(BETWEEN, BENT))
    yield "wasted.kl", one([0.5, 0.5, 0.0], [0.45, 0.45, 0.1])
    yield "umbrella.mutual", information(mutual)
    yield "clerk.before", one(FAIR, BENT)
    for name, copies in ("once", 1), ("twice", 2), ("ten_times", 10):
        yield f"clerk.{name}", information(copied, FAIR, BENT, copies)
    yield "picture.left", one(FAIR, BENT)
    yield "picture.right", one([0.2, 0.8], FAIR)
    yield "picture.halfway", one([0.35, 0.65], [0.7, 0.3])
    scores = [exact(0.9), exact(0.7)]
    half = mpmath.mpf(1) / 2
    negative = lambda: mpmath.fsum(half * mpmath.log(half / s) for s in scores)
    yield "unnormalised.negative", number(negative)
    yield "unnormalised.repaired", number(lambda: plain_kl([half, half], scores))
    die = [exact(0.5)] + [exact(0.1)] * 5
    yield "exercise-one.whole", information(lambda: plain_kl(die, [mpmath.mpf(1) / 6] * 6))
    tosses = lambda: 100 * pmf.kl(BENT, FAIR) / copied(BENT, FAIR, 1)
    yield "exercise-two.tosses", number(tosses)
    yield "exercise-three.whole", one(TABLE, [0.25] * 4)
    yield "exercise-three.parts", information(parts)


def copied(p, q, copies):
    """The divergence after so many copies with one error in ten."""
    w = [[exact(0.9), exact(0.1)], [exact(0.1), exact(0.9)]]
    p, q = list(map(exact, p)), list(map(exact, q))
    for _ in range(copies):
        p, q = [[sum(t[x] * w[x][y] for x in range(2)) for y in range(2)] for t in (p, q)]
    return plain_kl(p, q)


def margins():
    a, b, c, d = map(exact, TABLE)
    return [a + b, c + d], [a + c, b + d]


def mutual():
    rows, columns = margins()
    product = [x * y for x in rows for y in columns]
    return plain_kl(list(map(exact, TABLE)), product)


def parts():
    half = [mpmath.mpf(1) / 2] * 2
    return sum(plain_kl(margin, half) for margin in margins())
