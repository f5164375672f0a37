"""Modes."""

import math

import mpmath

from shared.values import integer, number
from shared.draws import Draws
from shared.exact import exact
from shared.wells import forward, mixture, reading, reverse, share

PLAY = [(0.6, 30.0, 10.0), (0.4, 240.0, 40.0)]
PAYMENTS = [(0.98, 1.5, 0.4), (0.02, 4.0, 0.25)]

LOOSE = {
    "play.between": (400_000, "statrs' distribution function has eleven digits"),
    "payments.ratio": (16, "a ratio of densities at points that are found by halving"),
}


def values():
    play, payments = mixture(*PLAY), mixture(*PAYMENTS)
    yield "play.mean", number(lambda: sum(exact(w) * m for w, m, _ in PLAY))
    for name, near in ("low", 30.0), ("valley", 78.0), ("high", 240.0):
        yield f"play.{name}", reading(turn(play, near))
    yield "play.between", reading(share(play, 54, 174))
    yield "payments.typical", number(lambda: mpmath.mpf(10) ** 1.5)
    for name, near in ("legitimate", 1.5), ("valley", 3.17), ("fraud", 4.0):
        yield f"payments.{name}", reading(turn(payments, near))
    ratio = payments.ln_p(turn(payments, 1.5)) - payments.ln_p(turn(payments, 4.0))
    yield "payments.ratio", reading(mpmath.exp(ratio))
    counts = [0] * 5
    draws = Draws(12)
    for _ in range(400):
        counts[modes_of_four([draws.uniform() for _ in range(12)])] += 1
    for k, name in enumerate(["one", "two", "three", "four"]):
        yield f"many-modes.{name}", integer(counts[k + 1])
    mean, width, _ = forward(play)
    yield "two-answers.forward_mean", reading(mean)
    yield "two-answers.forward_width", reading(width)
    for name, near in ("first", (30.0, 10.0)), ("second", (240.0, 40.0)):
        mean, width, _ = reverse(play, *near)
        yield f"two-answers.{name}_mean", reading(mean)
        yield f"two-answers.{name}_width", reading(width)
    yield "exercise-one.distance", number(lambda: mpmath.mpf(178) - 165)
    yield "exercise-one.needed", number(lambda: mpmath.mpf(14))
    # Where the valley and the small mode meet: slope and curvature of ln p both vanish.
    with mpmath.workdps(40):
        odds = mpmath.mpf(9)

        def tangent(m, x):
            small = 1 / (1 + odds * mpmath.exp(-2 * m * x))
            return [-x - m + 2 * m * small, 4 * m * m * small * (1 - small) - 1]

        m, _ = mpmath.findroot(tangent, (1.66, 1.3))
        yield "exercise-two.distance", reading(2 * m)
    yield "exercise-three.height", number(lambda: 1 / mpmath.sqrt(mpmath.pi))


def turn(target, near):
    with mpmath.workdps(40):
        return mpmath.findroot(target.slope, (near - 0.01, near + 0.01))


def modes_of_four(u):
    """On the same grid, in doubles."""
    weights = [x / sum(u[:4]) for x in u[:4]]
    parts = [(w, 12 * a, 0.2 + 1.3 * b) for w, a, b in zip(weights, u[4:8], u[8:])]
    p = [
        sum(w / s * math.exp(-(((i / 40 - m) / s) ** 2) / 2) for w, m, s in parts)
        for i in range(-81, 561)
    ]
    return sum(a < b > c for a, b, c in zip(p, p[1:], p[2:]))
