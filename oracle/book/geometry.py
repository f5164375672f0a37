"""Curvature and projections."""

import mpmath

from core import pmf
from shared.values import information, number, plain_kl
from shared.exact import exact, stable

LOOSE = {"die.": (14, "the tilt is known as well as the mean, which is rounded")}


def values():
    coin = lambda p: [p, 1 - p]
    for name, q, delta in ("2", 0.32, 0.02), ("1", 0.31, 0.01):
        yield f"hair.forward_{name}", information(pmf.kl, coin(0.3), coin(q))
        yield f"hair.back_{name}", information(pmf.kl, coin(q), coin(0.3))
        yield f"hair.parabola_{name}", number(lambda d=delta: parabola(exact(0.3), exact(0.7), exact(d)))
    yield "die.lambda", number(lambda: tilt(exact(4.5)))
    yield "die.one", number(lambda: tilted(tilt(exact(4.5)))[0])
    yield "die.six", number(lambda: tilted(tilt(exact(4.5)))[5])
    yield "die.kl", information(lambda: plain_kl(tilted(tilt(exact(4.5))), [mpmath.mpf(1) / 6] * 6))
    p, q = [0.28, 0.04, 0.68], [0.6, 0.2, 0.2]
    yield "picture.whole", information(pmf.kl, p, q)
    yield "picture.to_star", information(lambda: plain_kl(list(map(exact, p)), star()))
    yield "picture.from_star", information(lambda: plain_kl(star(), list(map(exact, q))))
    fair = [0.5, 0.5]
    half = mpmath.mpf(1) / 2
    yield "far.kl_06", information(pmf.kl, fair, [0.6, 0.4])
    yield "far.kl_09", information(pmf.kl, fair, [0.9, 0.1])
    yield "far.parabola_06", number(lambda: parabola(half, half, exact(0.1)))
    yield "far.parabola_09", number(lambda: parabola(half, half, exact(0.4)))
    yield "exercise-one.middle", number(lambda: 1 / pmf.kl(fair, coin(0.51)))
    yield "exercise-one.edge", number(lambda: 1 / pmf.kl(coin(0.01), coin(0.02)))
    yield "exercise-two.six", number(lambda: tilted(tilt(exact(2.5)))[5])
    yield "exercise-three.both", {"": stable(both)}
    odds = lambda: exact(0.3) * exact(0.45) / (exact(0.1) * exact(0.15))
    yield "exercise-three.odds_before", number(odds)
    yield "exercise-three.odds_after", number(odds)


def parabola(p, rest, delta):
    """Half the mean square of the score of a coin, times the square of the change."""
    score = [1 / p, -1 / rest]
    return (p * score[0] ** 2 + rest * score[1] ** 2) * delta**2 / 2


def tilted(t):
    weights = [mpmath.exp(t * face) for face in range(1, 7)]
    return [w / mpmath.fsum(weights) for w in weights]


def tilt(average):
    mean = lambda t: mpmath.fsum(face * p for face, p in zip(range(1, 7), tilted(t)))
    start = mpmath.mpf(1) if average > 3.5 else mpmath.mpf(-1)
    return mpmath.findroot(lambda t: mean(t) - average, (start / 5, start / 2), solver="secant")


def star():
    """(3/5, 1/5, 1/5), tilted to the mean that the cell asks for."""
    q = list(map(exact, [0.6, 0.2, 0.2]))

    def at(t):
        weights = [a * mpmath.exp(t * f) for a, f in zip(q, (1, 2, 3))]
        return [w / mpmath.fsum(weights) for w in weights]

    mean = lambda t: mpmath.fsum(f * a for f, a in zip((1, 2, 3), at(t)))
    return at(mpmath.findroot(lambda t: mean(t) - exact(2.4), (1, 1.2), solver="secant"))


def both():
    """The cell of the table that has the wanted margins and the old odds ratio."""
    odds = exact(0.3) * exact(0.45) / (exact(0.1) * exact(0.15))
    rain, umbrella = exact(0.5), exact(0.6)
    table = lambda a: a * (1 - rain - umbrella + a) - odds * (rain - a) * (umbrella - a)
    return mpmath.findroot(table, (0.4, 0.45), solver="secant")
