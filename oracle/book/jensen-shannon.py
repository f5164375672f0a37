"""Jensen–Shannon."""

import math

import mpmath

from core import pmf
from shared.values import information, integer, number
from shared.exact import exact, stable

FAIR, BENT, TWO_HEADED, TWO_TAILED = [0.5, 0.5], [0.9, 0.1], [1.0, 0.0], [0.0, 1.0]

LOOSE = {
    "wrong-midpoint.integrated": (16, "a plain sum of 1601 terms that cancel"),
}


def js(p, q, w=None):
    """The weighted mean of the divergences from the mixture."""
    p, q = [list(map(exact, x)) for x in (p, q)]
    a, b = w or [mpmath.mpf(1) / 2] * 2
    m = [a * x + b * y for x, y in zip(p, q)]
    # What is impossible adds nothing.
    part = lambda f: mpmath.fsum(x * mpmath.log(x / y) for x, y in zip(f, m) if x)
    return a * part(p) + b * part(q)


def jeffreys(p, q):
    return pmf.kl(p, q) + pmf.kl(q, p)


def values():
    yield "coins.forward", information(pmf.kl, FAIR, BENT)
    yield "coins.backward", information(pmf.kl, BENT, FAIR)
    yield "coins.js", information(js, FAIR, BENT)
    yield "symmetrised.jeffreys", information(jeffreys, FAIR, BENT)
    yield "symmetrised.half", number(lambda: jeffreys(FAIR, BENT) / 2)
    yield "symmetrised.impossible", information(jeffreys, FAIR, TWO_HEADED)
    yield "symmetrised.bounded", information(js, FAIR, TWO_HEADED)
    yield "detour.straight", information(js, TWO_HEADED, TWO_TAILED)
    yield "detour.step", information(js, TWO_HEADED, FAIR)
    yield "detour.root_straight", number(lambda: mpmath.sqrt(js(TWO_HEADED, TWO_TAILED)))
    yield "detour.root_detour", number(lambda: 2 * mpmath.sqrt(js(TWO_HEADED, FAIR)))
    yield "wrong-midpoint.integrated", {"": stable(integrated, digits=30)}
    # Both ends are alike; the divergence from one normal distribution, by its integral.
    yield "wrong-midpoint.halfway", {"": stable(lambda: from_normal(1), digits=30)}
    yield "wrong-midpoint.matched", {"": stable(lambda: from_normal(mpmath.sqrt(5)), digits=30)}
    yield "root.root", number(lambda: mpmath.sqrt(js(FAIR, BENT)))
    bits = lambda p, q: js(p, q) / mpmath.log(2)
    yield "exercise-one.told", number(lambda: bits(FAIR, TWO_HEADED))

    def told(n):
        # All sequences, not only their numbers of heads.
        sequences = lambda h: [
            mpmath.fprod(exact(h) if s >> i & 1 else 1 - exact(h) for i in range(n))
            for s in range(2**n)
        ]
        return bits(sequences(0.5), sequences(0.9))

    tosses = next(n for n in range(1, 20) if told(n) >= 0.5)
    yield "exercise-two.tosses", integer(tosses)
    yield "exercise-two.told", number(lambda: told(tosses))
    yield "exercise-two.naive", integer(math.ceil(0.5 / told(1)))
    w = lambda: (exact(0.0001), 1 - exact(0.0001))
    yield "exercise-three.ratio", number(lambda: js(FAIR, BENT, w()) / exact(0.0001))


ENDS = range(-30, 31, 3)


def integrated():
    p, q = lambda x: mpmath.npdf(x, -2, 1), lambda x: mpmath.npdf(x, 2, 1)
    half = lambda f, g, x: f(x) * mpmath.log(2 * f(x) / (f(x) + g(x))) / 2
    return mpmath.quad(lambda x: half(p, q, x) + half(q, p, x), ENDS)


def from_normal(width):
    p = lambda x: mpmath.npdf(x, -2, 1)
    return mpmath.quad(lambda x: p(x) * mpmath.log(p(x) / mpmath.npdf(x, 0, width)), ENDS)
