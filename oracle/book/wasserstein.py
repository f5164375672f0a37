"""Wasserstein."""

import mpmath

from core import pmf
from shared.values import information, number
from shared.exact import exact, stable


def transported(places, p, q):
    """The work of the plan from left to right, piece by piece, at all digits."""
    left, wanted = list(map(exact, p)), list(map(exact, q))
    # Doubles that should sum to one do so only nearly.
    left = [x / mpmath.fsum(left) for x in left]
    wanted = [x / mpmath.fsum(wanted) for x in wanted]
    work, i, j = mpmath.mpf(0), 0, 0
    while i < len(p) and j < len(q):
        mass = min(left[i], wanted[j])
        work += mass * abs(places[i] - places[j])
        left[i] -= mass
        wanted[j] -= mass
        if left[i] <= wanted[j]:
            i += 1
        else:
            j += 1
    return work


def order(n, a, s, b, t):
    """The mean power of the way of the sorted plan between two normal distributions."""
    # The way changes its sign at this z.
    kink = (a - b) / mpmath.mpf(t - s)
    ends = sorted([mpmath.mpf(i) for i in range(-14, 15, 2)] + [kink])
    way = lambda z: abs(a - b + (s - t) * z) ** n * mpmath.npdf(z)
    return mpmath.quad(way, ends) ** (mpmath.mpf(1) / n)


def values():
    p, q = [0.1, 0.5, 0.3, 0.1, 0.0], [0.2, 0.1, 0.2, 0.2, 0.3]
    yield "sand.w1", number(lambda: transported(range(5), p, q))
    centre = lambda mass: mpmath.fsum(x * exact(m) for x, m in enumerate(mass))
    yield "sand.centres", number(lambda: centre(q) - centre(p))
    codes = range(3)
    yield "classes.first", number(lambda: transported(codes, [0.7, 0.2, 0.1], [0.2, 0.7, 0.1]))
    yield "classes.second", number(lambda: transported(codes, [0.7, 0.1, 0.2], [0.2, 0.1, 0.7]))
    yield "classes.kl", information(pmf.kl, [0.7, 0.2, 0.1], [0.2, 0.7, 0.1])
    yield "classes.kl_again", information(pmf.kl, [0.7, 0.1, 0.2], [0.2, 0.1, 0.7])
    yield "exercise-one.w1", number(lambda: mpmath.quad(lambda u: 2 * u - u, [0, 1]))
    # Two halves of the long interval, of which the short one has the first only.
    yield "exercise-one.forward", information(pmf.kl, [1.0, 0.0], [0.5, 0.5])
    yield "exercise-one.backward", information(pmf.kl, [0.5, 0.5], [1.0, 0.0])
    fair = [1.0] * 6
    loaded = [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]
    yield "exercise-two.pips", number(lambda: transported(range(1, 7), fair, loaded))
    yield "exercise-three.w1", {"": stable(lambda: order(1, 3, 5, 0, 1), digits=30)}
    yield "exercise-three.w2", {"": stable(lambda: order(2, 3, 5, 0, 1), digits=30)}
