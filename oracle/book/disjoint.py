"""Disjoint supports."""

import math

import mpmath

from core.pairs import normal
from core import pmf
from shared.values import information, integer, number
from shared.exact import exact, text

LOOSE = {
    "table.slope_sixteen": (1200, "exponentials of numbers beyond a hundred"),
    "table.tv_one": (8, "an adaptive quadrature"),
}


def js_of(p, q):
    """The Jensen–Shannon divergence of vectors, from its definition."""
    p, q = [list(map(exact, x)) for x in (p, q)]
    part = lambda f: mpmath.fsum(
        x * mpmath.log(2 * x / (y + z)) for x, y, z in zip(f, p, q) if x
    )
    return (part(p) + part(q)) / 2


def ends(theta):
    return [mpmath.mpf(theta) / 2 + i for i in range(-20, 21, 2)]


def js(theta):
    """Of N(0, 1) and N(theta, 1)."""
    p, q = mpmath.npdf, lambda x: mpmath.npdf(x, theta)
    half = lambda f, g, x: f(x) * mpmath.log(2 * f(x) / (f(x) + g(x))) / 2
    return mpmath.quad(lambda x: half(p, q, x) + half(q, p, x), ends(theta))


def slope(theta):
    """Its derivative: that of the integrand, whose other terms sum to nothing."""
    p, q = mpmath.npdf, lambda x: mpmath.npdf(x, theta)
    # dq/dtheta is (x - theta) q, and log(q/m) = log 2 - log(1 + p/q).
    integrand = lambda x: (x - theta) * q(x) * mpmath.log(2 * q(x) / (p(x) + q(x))) / 2
    return mpmath.quad(integrand, ends(theta))


def tv(theta):
    """The excess of N(0, 1) over N(theta, 1), to the left of their middle."""
    excess = lambda x: mpmath.npdf(x) - mpmath.npdf(x, theta)
    return mpmath.quad(excess, [mpmath.mpf(theta) / 2 - 2 * i for i in range(15, -1, -1)])


def steps_from(theta):
    """In doubles: a whole number that does not depend on the last digits."""

    def down(theta):
        # The derivative as above, with another step and another sum.
        total = 0.0
        for i in range(-100, 101):
            x = theta / 2 + i / 10
            density = math.exp(-((x - theta) ** 2) / 2) / math.sqrt(2 * math.pi)
            total += density * (x - theta) * math.log1p(math.exp(theta * (theta / 2 - x)))
        return -total / 20

    steps = 0
    while theta > 0.1:
        theta -= down(theta)
        steps += 1
    return steps


def at_thirty_digits(function, theta):
    with mpmath.workdps(30):
        return text(function(theta))


def apart():
    """Where a hundredth of log 2 is missing. Each step is an integral: thirty digits will do."""
    with mpmath.workdps(30):
        missing = lambda theta: mpmath.log(2) * 99 / 100 - js(theta)
        return text(mpmath.findroot(missing, (5.5, 5.7), solver="illinois", tol=1e-44))


def values():
    yield "points.js", information(js_of, [1.0, 0.0], [0.0, 1.0])
    names = {1: "one", 2: "two", 4: "four", 8: "eight", 16: "sixteen"}
    for theta, name in names.items():
        for what, function in ("js", js), ("slope", slope), ("tv", tv):
            if what == "slope" or theta < 16:
                yield f"table.{what}_{name}", {"": at_thirty_digits(function, theta)}
    for start, name in (2, "two"), (4, "four"), (6, "six"), (8, "eight"):
        yield f"descent.from_{name}", integer(steps_from(start))
    for name, s in ("wide", 1.0), ("narrow", 0.1), ("fine", 0.01):
        yield f"noise.{name}", information(normal.kl, 1.0, s, 0.0, s)
    yield "exercise-one.noise", number(lambda: 5 / mpmath.sqrt(2))

    yield "exercise-two.apart", {"": apart()}
    yield "exercise-three.kl", information(pmf.kl, [1.0, 0.0], [0.5, 0.5])
    yield "exercise-three.js", information(js_of, [1.0, 0.0], [0.5, 0.5])
    yield "exercise-three.tv", number(lambda: mpmath.mpf(1) / 2)
    yield "exercise-three.w1", number(lambda: mpmath.quad(lambda u: 2 * u - u, [0, 1]))
