"""One Gaussian against another."""

import mpmath

from core.pairs import normal
from shared.values import information, number
from shared.exact import exact, text

LOOSE = {"derivation.integrated": (16, "a plain sum of 4801 terms that cancel")}


def values():
    standard = (0.0, 1.0)
    one = lambda p, q=standard: information(normal.kl, *p, *q)
    yield "shift.kl", one((1.0, 1.0))
    yield "derivation.integrated", {"": integral(0.7, 1.3, -0.4, 0.9)}
    yield "widths.wide", one((0.0, 2.0))
    yield "widths.narrow", one((0.0, 0.5))
    yield "widths.very_wide", one((0.0, 100.0))
    yield "widths.very_narrow", one((0.0, 0.01))
    h = 2.0**-40
    series = lambda: exact(h) ** 2 - exact(h) ** 3 * 5 / 3
    yield "close.series", number(series)
    yield "close.stable", number(lambda: normal.kl(*standard, 0.0, 1 + h))
    yield "close.accurate", one(standard, (0.0, 1 + h))
    yield "exercise-one.shift", number(lambda: mpmath.sqrt(2 * mpmath.log(2)))
    width = lambda: mpmath.findroot(lambda s: 1 / s - 2 / s**3, 1.4)
    yield "exercise-two.width", number(width)
    yield "exercise-two.least", information(lambda: normal.kl(1.0, 1.0, 0.0, width()))
    yield "exercise-three.before", one((0.5, 1.5), (-0.25, 0.75))


def integral(mean_p, width_p, mean_q, width_q):
    """The divergence of two Gaussians as the integral that it is, at fifty digits."""
    with mpmath.workdps(50):
        p = lambda x: mpmath.npdf(x, exact(mean_p), exact(width_p))
        q = lambda x: mpmath.npdf(x, exact(mean_q), exact(width_q))
        ends = [exact(mean_p) + k * exact(width_p) for k in range(-20, 21, 4)]
        value = mpmath.quad(lambda x: p(x) * mpmath.log(p(x) / q(x)), ends)
        closed = normal.kl(mean_p, width_p, mean_q, width_q)
        assert abs(value - closed) < mpmath.mpf(10) ** -35, "the closed form is not the integral"
        return text(value)
