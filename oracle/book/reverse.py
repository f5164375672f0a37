"""Reverse: choose one."""

import mpmath
from mpmath import mpf

from shared.values import information, integer, number
from shared.exact import exact
from shared.wells import amount, ln_normal, ln_p, mixture, reading, reverse, reverse_divergence, under

WIND = [(0.3, -3.0, 1.0), (0.7, 3.0, 1.0)]

LOOSE = {
    "candidates.wide_gap": (16_000, "Simpson's rule, which ends where the density is not zero"),
    "candidates.east": (20, "a sum of 24 000 terms that cancel"),
    "close.at_one": (40, "a divergence that is small beside its terms"),
    "close.at_two": (20, "a divergence that is small beside its terms"),
    "exercise-three.cost": (20, "a sum of 1001 terms that cancel"),
}


def values():
    wind = mixture(*WIND)
    with mpmath.workdps(30):
        for name, q in ("east", (3, 1)), ("west", (-3, 1)), ("wide", (1, 3)):
            yield f"candidates.{name}", reading(reverse_divergence(wind, *map(mpf, q)))

        def term(x):
            ln = ln_normal(x, 1, 3)
            return mpmath.exp(ln) * (ln - ln_p(wind, x))

        gap = mpmath.quad(term, [mpf(k) / 4 for k in range(-4, 5)])
        yield "candidates.wide_gap", reading(gap)
        for name, near in ("east", (3.0, 1.0)), ("west", (-3.0, 1.0)):
            mean, width, divergence = reverse(wind, *near)
            yield f"optima.{name}_mean", reading(mean)
            yield f"optima.{name}_width", reading(width)
            yield f"optima.{name}", amount(divergence)
    yield "optima.keep_east", number(lambda: -mpmath.log(exact(0.7)))
    yield "optima.keep_west", number(lambda: -mpmath.log(exact(0.3)))
    yield "optima.count", integer(2)
    for name, m, near in (
        ("at_one", 1.0, (0.0, 1.4)),
        ("at_two", 2.0, (0.0, 2.0)),
        ("at_three", 3.0, (0.0, 2.75)),
        ("at_three_sides", 3.0, (3.0, 1.0)),
    ):
        yield f"close.{name}", reading(in_two_wells(mpf(m), *map(mpf, near))[2])
    with mpmath.workdps(25):
        m, mu, sigma = mpmath.findroot(at_fold, (2.4122, 2.1457, 1.291), tol=1e-18)
        yield "fold.m", reading(m)
        yield "fold.mu", reading(mu)
        yield "fold.sigma", reading(sigma)

        def difference(m):
            middle = in_two_wells(m, mpf(0), mpf("2.6"))[2]
            return middle - in_two_wells(m, m, mpf(1))[2]

        m = mpmath.findroot(difference, (mpf("2.79"), mpf("2.81")), tol=1e-20)
        yield "crossing.m", reading(m)
        yield "crossing.distance", reading(2 * m)
        yield "cauchy.width", reading(mpmath.findroot(cauchy, mpf("1.634")))
        # Of three wells the middle one is fitted best, beyond the last digit of a double.
        three = mixture(*[(1 / 3, mean, 1.0) for mean in (-10.0, 0.0, 10.0)])
        yield "exercise-one.cost", amount(reverse(three, 0.0, 1.0)[2])
    yield "exercise-one.count", integer(4)
    yield "exercise-two.whole", information(lambda: mpmath.log(2))
    yield "exercise-two.half", information(lambda: mpmath.log(4))
    with mpmath.workdps(30):
        place = mpmath.findroot(wind.slope, (mpf("2.9"), mpf(3)))
        h = mpf(10) ** -10
        curvature = (wind.slope(place + h) - wind.slope(place - h)) / (2 * h)
        width = 1 / mpmath.sqrt(-curvature)
        yield "exercise-three.place", reading(place)
        yield "exercise-three.cost", reading(reverse_divergence(wind, place, width))


def means(m, mu, sigma, step=mpf(1) / 20):
    """Under Q: tanh, and 1/cosh² times 1, z and z²."""

    def vector(x, z):
        t = mpmath.tanh(m * x)
        bump = 1 - t * t
        return [t, bump, z * bump, z * z * bump]

    return under(mu, sigma, vector, step)


def at_fold(m, mu, sigma):
    t, *bumps = means(m, mu, sigma)
    bump, first, second = [m * m * b for b in bumps]
    determinant = (1 - bump) * (1 / sigma**2 + 1 - second) - first**2
    return [mu - m * t, 1 / sigma**2 - 1 + bump, determinant]


def in_two_wells(m, mu, sigma):
    """The reverse fit to two equal normals: mean, width and divergence."""
    with mpmath.workdps(25):

        def equations(mu, sigma):
            t, bump, *_ = means(m, mu, sigma, mpf(1) / 64)
            return [mu - m * t, 1 / sigma**2 - 1 + m * m * bump]

        mu, sigma = mpmath.findroot(equations, (mu, sigma), tol=1e-20)

        def ratio(x, _):
            ends = [ln_normal(x, side * m, 1) for side in (-1, 1)]
            ln = mpmath.log(sum(map(mpmath.exp, ends)) / 2)
            return [ln_normal(x, mu, sigma) - ln]

        return mu, sigma, under(mu, sigma, ratio, mpf(1) / 64)[0]


def cauchy(sigma):
    """1/σ² and the mean curvature of ln(1 + x²), which must be equal."""
    with mpmath.workdps(25):
        curvature = lambda x: 2 * (1 - x * x) / (1 + x * x) ** 2
        density = lambda x: mpmath.exp(ln_normal(x, 0, sigma))
        cuts = [mpf(k) / 2 for k in range(9)] + [6, 9, 13, 20, 30]
        return 1 / sigma**2 - 2 * mpmath.quad(lambda x: density(x) * curvature(x), cuts)
