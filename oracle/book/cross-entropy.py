"""Cross-entropy."""

import mpmath

from core import pmf
from shared.values import information, number
from shared.exact import exact

LOADED = [0.5] + [0.1] * 5
SAID = [0.0, 0.0, 0.1, 0.6, 0.0, 0.1, 0.0, 0.0, 0.2, 0.0]


def sixths():
    return [mpmath.mpf(1) / 6] * 6


def cross(p, q):
    return mpmath.fsum(a * mpmath.log(1 / b) for a, b in zip(p, q) if a)


def values():
    loaded = list(map(exact, LOADED))
    yield "dice.entropy", information(lambda: mpmath.log(6))
    yield "dice.believed", information(lambda: cross(loaded, loaded))
    yield "dice.cross", information(lambda: cross(sixths(), loaded))
    yield "dice.excess", information(lambda: cross(sixths(), loaded) - mpmath.log(6))
    yield "tangent-picture.divergence", information(pmf.kl, [0.5, 0.5], [0.9, 0.1])
    for name, y, q in ("yes_yes", 1, 1), ("yes_no", 1, 0), ("no_yes", 0, 1), ("no_no", 0, 0):
        price = lambda y=y, q=q: mpmath.mpf(0) if y == q else mpmath.inf
        yield f"four-cases.{name}", information(price)
    yield "digits.price", information(lambda: -mpmath.log(exact(SAID[3])))
    one = lambda: -mpmath.log(exact(0.99))
    yield "clamped.clean", number(one)
    yield "clamped.with_one", number(lambda: (1000 * one() + 100) / 1001)
    yield "clamped.from_one", number(lambda: 100 * 100 / (1000 * one() + 100))
    yield "exercise-one.cost", information(lambda: mpmath.log(6))

    def least():
        right = exact(0.9)
        wrong = [exact(0.1 / 9)] * 9
        return cross([right, *wrong], [right, *wrong])

    yield "exercise-two.least", information(least)
    # The error is 7/10 - 4q/10; the log-loss has its least value at the truth.
    yield "exercise-three.by_error", number(lambda: mpmath.mpf(1))
    slope = lambda q: 7 / q - 3 / (1 - q)
    best = lambda: mpmath.findroot(slope, (0.6, 0.8), solver="illinois")
    yield "exercise-three.by_log_loss", number(best)
