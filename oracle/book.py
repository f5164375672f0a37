"""Every value of the book, straight from the definitions.

A value is named as the book names it: chapter/cell.value, and the unit where it has one.
"""

import math

import mpmath

import multivariate_normal
import normal
import pmf
from exact import exact, stable, text

FAIR, BENT = [0.5, 0.5], [0.9, 0.1]
UNITS = {"nats": lambda: 1, "bits": lambda: mpmath.log(2), "dits": lambda: mpmath.log(10)}


def log2(x):
    return mpmath.log(x) / mpmath.log(2)


def number(function):
    return {"": stable(function)}


def information(function, *arguments):
    """An amount of information, given in nats, in each of its units."""
    return {
        f".{unit}": stable(lambda: function(*arguments) / size()) for unit, size in UNITS.items()
    }


def integer(n):
    return {"": str(n)}


def coin():
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
    # -1/2 log2(4q(1-q)) = 1, solved by search and not by formula.
    yield "exercise-one.one_bit", number(
        lambda: mpmath.findroot(lambda q: -log2(4 * q * (1 - q)) / 2 - 1, (0.91, 0.95), solver="illinois")
    )
    yield "exercise-two.difference", number(lambda: in_bits(BENT, FAIR))
    fair, loaded = [mpmath.mpf(1) / 6] * 6, [exact(0.5)] + [exact(0.1)] * 5
    yield "exercise-three.loaded_die", information(lambda: plain_kl(loaded, fair))
    yield "exercise-three.fair_die", information(lambda: plain_kl(fair, loaded))


def plain_kl(p, q):
    return mpmath.fsum(a * mpmath.log(a / b) - a + b for a, b in zip(p, q))


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


def gaussians():
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
    quarters, eighths = [i / 4 for i in range(-20, 21)], [j / 8 for j in range(1, 21)]
    # Far from the mean and wide, as the formula shows; here simply all are tried.
    priors = lambda: max(normal.kl(m, w, *standard) for m in quarters for w in eighths)
    yield "special-cases.largest", {"": stable(priors)}
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


def many_dimensions():
    p = ([1.0, 0.5], [[1.0, 0.5], [0.5, 1.0]])
    q = ([0.0, 0.0], [[2.0, 0.0], [0.0, 1.0]])
    plane = lambda: multivariate_normal.kl(*p, *q)
    yield "plane.kl", information(plane)
    yield "plane.by_hand", number(plane)
    yield "plane.integrated", number(plane)

    def pieces():
        lp, lq = (mpmath.cholesky(multivariate_normal.matrix(s)) for s in (p[1], q[1]))
        inverse = lq**-1
        m, z = inverse * lp, inverse * mpmath.matrix(p[0])
        spread = sum(m[i, i] ** 2 - 1 - mpmath.log(m[i, i] ** 2) for i in range(2)) / 2
        return spread, m[1, 0] ** 2 / 2, (z.T * z)[0] / 2

    for i, name in enumerate(["diagonal", "below", "shift"]):
        yield f"cholesky.{name}", number(lambda i=i: pieces()[i])
    yield "cholesky.total", number(plane)
    # 100^200 times a correlation determinant of (3/4)^199.
    determinant = 100**200 * mpmath.mpf(3) ** 199 / mpmath.mpf(4) ** 199
    yield "overflow.determinant", {"": "inf" if determinant > exact(1.7976931348623157e308) else "finite"}
    doubled = lambda: 100 * (mpmath.log(2) - mpmath.mpf(1) / 2)
    yield "overflow.accurate", information(doubled)
    yield "overflow.known", number(doubled)
    yield "limit.largest", integer(max(n for n in range(1, 400) if 100**n <= int(1.7976931348623157e308)))
    h = mpmath.mpf(2) ** -30
    yield "close.series", number(lambda: 10 * (h**2 / 2 - h**3 / 3))
    identity = multivariate_normal.identity(2)
    yield "exercise-one.pair", information(
        multivariate_normal.kl, [1.0, 0.0], [[1.0, 0.0], [0.0, 4.0]], [0.0, 0.0], identity
    )
    correlated = [[1.0, 0.875], [0.875, 1.0]]
    zero = [0.0, 0.0]
    yield "exercise-two.strong", information(multivariate_normal.kl, zero, correlated, zero, identity)
    yield "exercise-three.transformed", information(plane)


def cases():
    rows = []
    chapters = {"coin": coin, "gaussians": gaussians, "many-dimensions": many_dimensions}
    for chapter, values in chapters.items():
        for name, readings in values():
            rows += [[f"{chapter}/{name}{unit}", value] for unit, value in readings.items()]
    return {"book": rows}
