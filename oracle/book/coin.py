"""The biased coin."""

import math

import mpmath

from core import pmf
from shared.values import information, integer, log2, number, plain_kl
from shared.exact import exact

FAIR, BENT = [0.5, 0.5], [0.9, 0.1]

LOOSE = {
    "gibbs.least": (100, "the logarithm of a rounded ratio near one, and terms that cancel"),
    "evidence.total": (32, "a plain sum of 1024 products"),
}


def values():
    p, q = [list(map(exact, x)) for x in (FAIR, BENT)]
    logs = [lambda i=i: log2(p[i] / q[i]) for i in range(2)]
    in_bits = lambda a, b: pmf.kl(a, b) / mpmath.log(2)
    yield "terms.log_heads", number(logs[0])
    yield "terms.log_tails", number(logs[1])
    yield "terms.term_heads", number(lambda: p[0] * logs[0]())
    yield "terms.term_tails", number(lambda: p[1] * logs[1]())
    yield "terms.sum", number(lambda: in_bits(FAIR, BENT))
    yield "kl.kl", information(pmf.kl, FAIR, BENT)
    yield "by-hand.exact", number(lambda: log2(mpmath.mpf(5) / 3))

    def rounded():
        to_cents = lambda x: mpmath.nint(100 * x) / 100
        return sum(p[i] * to_cents(logs[i]()) for i in range(2))

    yield "rounded.rounded", number(rounded)
    grid = [(i / 100, (100 - i) / 100) for i in range(101)]
    pairs = [(a, b) for a in grid for b in grid if a != b]
    impossible = [(a, b) for a, b in pairs if any(y == 0 < x for x, y in zip(a, b))]
    yield "gibbs.pairs", integer(len(grid) ** 2)
    yield "gibbs.infinite", integer(len(impossible))
    yield "gibbs.least", number(lambda: least([pair for pair in pairs if pair not in impossible]))
    yield "units.one", information(lambda: mpmath.mpf(1))
    yield "reversed.reversed", information(pmf.kl, BENT, FAIR)
    yield "evidence.sequences", integer(2**10)
    yield "evidence.total", number(lambda: 10 * in_bits(FAIR, BENT))
    yield "impossible.infinite", information(pmf.kl, FAIR, [1.0, 0.0])
    for name, epsilon in ("small", 1e-10), ("smaller", 1e-20), ("smallest", 1e-40):
        yield f"epsilon.{name}", number(lambda e=epsilon: smeared(exact(e)))
    yield "epsilon.correct", integer(correct_digits())
    # -1/2 log2(4q(1-q)) = 1, solved by search and not by formula.
    yield "exercise-one.one_bit", number(
        lambda: mpmath.findroot(lambda q: -log2(4 * q * (1 - q)) / 2 - 1, (0.91, 0.95), solver="illinois")
    )
    yield "exercise-two.difference", number(lambda: in_bits(BENT, FAIR))
    fair, loaded = [mpmath.mpf(1) / 6] * 6, [exact(0.5)] + [exact(0.1)] * 5
    yield "exercise-three.loaded_die", information(lambda: plain_kl(loaded, fair))
    yield "exercise-three.fair_die", information(lambda: plain_kl(fair, loaded))


def least(pairs):
    """The least divergence among pairs of coins."""
    # In doubles first: only the few near the least are worth many digits.
    rough = lambda a, b: sum(x * math.log(x / y) for x, y in zip(a, b) if x)
    nearest = sorted(pairs, key=lambda pair: rough(*pair))[:10]
    plain = lambda a, b: mpmath.fsum(exact(x) * mpmath.log(exact(x) / exact(y)) for x, y in zip(a, b))
    return min(plain(a, b) for a, b in nearest)


def smeared(epsilon):
    p = [exact(0.5) + epsilon] * 2
    q = [1 + epsilon, epsilon]
    return mpmath.fsum(a * log2(a / b) for a, b in zip(p, q))


def correct_digits():
    """How many digits of the dealer's coin survive an epsilon of 1e-10."""
    with mpmath.workdps(50):
        clean = plain_kl([exact(0.5)] * 2, [exact(0.9), 1 - exact(0.9)]) / mpmath.log(2)
        e = exact(1e-10)
        q = [exact(0.9) + e, 1 - exact(0.9) + e]
        repaired = mpmath.fsum((exact(0.5) + e) * log2((exact(0.5) + e) / x) for x in q)
        return -int(mpmath.ceil(mpmath.log10(abs(repaired - clean) / clean)))
