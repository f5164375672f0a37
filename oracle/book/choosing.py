"""Which way to turn it."""

import mpmath
from mpmath import mpf

from shared.values import information
from shared.wells import (
    amount, forward, ln_normal, ln_p, mixture, reading, reverse, reverse_divergence, sf, share,
)

WIND = [(0.3, -3.0, 1.0), (0.7, 3.0, 1.0)]
PLAY = [(0.6, 30.0, 10.0), (0.4, 240.0, 40.0)]
PAYMENTS = [(0.98, 1.5, 0.4), (0.02, 4.0, 0.25)]

CDF = "statrs' distribution function has eleven digits"
SUM = "a plain sum of thousands of terms that cancel"
REPEATED = "a plain sum of 601 terms, two hundred times repeated"
LOOSE = {
    "play.forward_reverse": (50, SUM),
    "play.devoted_reverse": (80, SUM),
    "play.truly_there": (500_000, CDF),
    "payments.ignoring": (30, "a divergence that is small beside its terms"),
    "payments.truth": (4000, CDF),
    "payments.share_forward": (600_000, CDF),
    "payments.share_reverse": (1_000_000, CDF),
    "half.wide_mean": (50, REPEATED),
    "half.wide_cost": (50, REPEATED),
    "half.narrow_mean": (40, REPEATED),
    "half.narrow_cost": (80, REPEATED),
    "base.best_cost": (20, SUM),
    "exercise-one.": (30, SUM),
    "exercise-three.share": (4000, CDF),
}


def values():
    with mpmath.workdps(30):
        yield from two_populations()
        wind = mixture(*WIND)
        for name, near in ("wide", (1.2, 2.8)), ("narrow", (2.96, 1.07)):
            mean, width, cost = at_half(wind, *near)
            yield f"half.{name}_mean", reading(mean)
            yield f"half.{name}_width", reading(width)
            yield f"half.{name}_cost", reading(cost)
        base = mixture((0.5, 0.0, 0.5), (0.5, 0.0, 10.0))
        yield "base.forward", reading(forward(base)[1])
        for name, near in ("best", (0.0, 8.6)), ("other", (0.0, 0.6)):
            _, width, divergence = reverse(base, *near)
            yield f"base.{name}", reading(width)
            yield f"base.{name}_cost", amount(divergence)
        for name, fit in ("forward", forward(wind)), ("reverse", reverse(wind, 3.0, 1.0)):
            both = backwards(wind, *fit[:2]) + reverse_divergence(wind, *fit[:2])
            yield f"exercise-one.{name}", reading(both)
    yield "exercise-two.forward", information(lambda: mpmath.inf)
    yield "exercise-two.reverse", information(lambda: mpmath.log(mpf(10) / 3))
    yield "exercise-three.share", reading(share(mixture(*PAYMENTS), 3, 40))


def two_populations():
    play = mixture(*PLAY)
    mean, width, _ = wide = forward(play)
    yield "play.forward_width", reading(width)
    rows = [("forward", wide)]
    rows.append(("casual", reverse(play, 30.0, 10.0)))
    rows.append(("devoted", reverse(play, 240.0, 40.0)))
    for name, fit in rows:
        yield f"play.{name}_forward", reading(backwards(play, *fit[:2]))
        yield f"play.{name}_reverse", reading(reverse_divergence(play, *fit[:2]))
    yield "play.nobody_forward", reading(sf(70, mean, width) - sf(150, mean, width))
    yield "play.truly_there", reading(share(play, 70, 150))
    payments = mixture(*PAYMENTS)
    mean, width, _ = forward(payments)
    yield "payments.forward_mean", reading(mean)
    yield "payments.forward_width", reading(width)
    yield "payments.share_forward", reading(sf(3, mean, width))
    mean, width, divergence = reverse(payments, 1.5, 0.4)
    yield "payments.reverse_mean", reading(mean)
    yield "payments.reverse_width", reading(width)
    yield "payments.ignoring", amount(divergence)
    yield "payments.share_reverse", reading(sf(3, mean, width))
    mean, _, divergence = reverse(payments, 4.0, 0.25)
    yield "payments.fraud_mean", reading(mean)
    yield "payments.fraud", amount(divergence)
    yield "payments.truth", reading(share(payments, 3, 40))


def backwards(target, mean, sigma):
    """The divergence of the mixture from a normal, as the integral that it is."""

    def term(x):
        ln = ln_p(target, x)
        return mpmath.exp(ln) * (ln - ln_normal(x, mean, sigma))

    return target.integral(term)


def at_half(target, mean, width):
    """The normal with the moments of √(pq), and the divergence there."""
    step = mpf(1) / 32
    grid = [k * step for k in range(-15 * 32, 15 * 32 + 1)]
    ln = [ln_p(target, x) for x in grid]

    def moments(mean, width):
        mass = [mpmath.exp((a + ln_normal(x, mean, width)) / 2) for x, a in zip(grid, ln)]
        total = mpmath.fsum(mass)
        first = mpmath.fsum(m * x for m, x in zip(mass, grid)) / total
        second = mpmath.fsum(m * (x - first) ** 2 for m, x in zip(mass, grid)) / total
        return first, second, step * total

    def equations(mean, width):
        first, second, _ = moments(mean, width)
        return [first - mean, second - width**2]

    mean, width = mpmath.findroot(equations, (mean, width), tol=1e-20)
    return mean, width, 4 * (1 - moments(mean, width)[2])
