"""Forward: cover everything."""

import mpmath
from mpmath import mpf

from shared.values import information
from shared.exact import exact
from shared.wells import amount, forward, ln_normal, ln_p, mixture, reading, sf, share

WIND = [(0.3, -3.0, 1.0), (0.7, 3.0, 1.0)]

CDF = "statrs' distribution function has eleven digits"
LOOSE = {
    "candidates.east_from_west": (1200, "Simpson's rule, which ends where the density is not zero"),
    "candidates.east_from_east": (40_000, "Simpson's rule, which ends where the density is not zero"),
    "candidates.w": (16, "a sum of 8400 terms that cancel"),
    "best.p_gap": (600_000, CDF),
    "best.q_gap": (1_600_000, CDF),
    "two.weight": (16, "the weight of a fit: its error is divided by the weight"),
    "exercise-one.negative": (500_000, CDF),
}


def values():
    wind = mixture(*WIND)
    mean, width, divergence = forward(wind)
    with mpmath.workdps(30):
        cuts = [mpf(x) for x in range(-14, 15)]

        def bill(mean, width, low, high):
            def term(x):
                ln = ln_p(wind, x)
                return mpmath.exp(ln) * (ln - ln_normal(x, mean, width))

            return mpmath.quad(term, [x for x in cuts if low <= x <= high])

        west, east = bill(3, 1, -14, 0), bill(3, 1, 0, 14)
        yield "candidates.east_from_west", reading(west)
        yield "candidates.east_from_east", reading(east)
        yield "candidates.east", reading(west + east)
        yield "candidates.west", reading(bill(-3, 1, -14, 14))
        yield "candidates.wide", reading(bill(1, 3, -14, 14))
        yield "best.mean", reading(mean)
        between = exact(0.3) * (-3 - exact(1.2)) ** 2 + exact(0.7) * (3 - exact(1.2)) ** 2
        yield "best.between", reading(between)
        yield "best.variance", reading(width**2)
        yield "best.width", reading(width)
        yield "best.divergence", amount(divergence)
        yield "best.p_at_mean", reading(mpmath.exp(ln_p(wind, exact(1.2))))
        yield "best.q_at_mean", reading(mpmath.exp(ln_normal(exact(1.2), mean, width)))
        yield "best.p_gap", reading(share(wind, -1, 1))
        yield "best.q_gap", reading(sf(-1, mean, width) - sf(1, mean, width))
        yield "two.weight", reading(exact(0.3) / (exact(0.3) + exact(0.7)))
        w, a, v = exact(0.01), exact(1.2), exact(8.56)
        moved = (1 - w) * a + w * 100
        square = (1 - w) * (v + a**2) + w * 100**2
        yield "outlier.mean", reading(moved)
        yield "outlier.width", reading(mpmath.sqrt(square - moved**2))
        play = mixture((0.6, 30.0, 10.0), (0.4, 240.0, 40.0))
        mean, width, _ = forward(play)
        yield "exercise-one.mean", reading(mean)
        yield "exercise-one.width", reading(width)
        yield "exercise-one.negative", reading(1 - sf(0, mean, width))
        median = mpmath.findroot(lambda x: share(wind, -20, x) - mpf(1) / 2, (2, 3))
        yield "exercise-two.median", reading(median)
        density = lambda x: mpmath.exp(ln_p(wind, x))
        spread = mpmath.quad(lambda x: abs(x - median) * density(x), sorted([*cuts, median]))
        yield "exercise-two.spread", reading(spread)
    yield "exercise-three.cost", information(
        lambda: mpmath.log((mpf(1) / 2) / (mpf(1) / 10))
    )
