"""Every value of the book, straight from the definitions.

A value is named as the book names it: chapter/cell.value, and the unit where it has one.
"""

import math

import mpmath

import multivariate_normal
import normal
import pmf
from exact import exact, stable

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
    grid = [(i / 100, 1.0 - i / 100) for i in range(101)]
    pairs = [(a, b) for a in grid for b in grid if a != b]
    yield "gibbs.pairs", integer(len(grid) ** 2)
    yield "gibbs.least", number(lambda: least(pairs))
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
    finite = [(a, b) for a, b in pairs if all(y > 0 or x == 0 for x, y in zip(a, b))]
    # In doubles first: only the few near the least are worth many digits.
    rough = lambda a, b: sum(x * math.log(x / y) for x, y in zip(a, b) if x)
    finite.sort(key=lambda pair: rough(*pair))
    return min(pmf.kl(a, b) for a, b in finite[:10])


def smeared(epsilon):
    p = [exact(0.5) + epsilon] * 2
    q = [1 + epsilon, epsilon]
    return mpmath.fsum(a * log2(a / b) for a, b in zip(p, q))


def gaussians():
    standard = (0.0, 1.0)
    one = lambda p, q=standard: information(normal.kl, *p, *q)
    yield "shift.kl", one((1.0, 1.0))
    yield "derivation.integrated", {"": stable(normal.kl, 0.7, 1.3, -0.4, 0.9)}
    yield "widths.wide", one((0.0, 2.0))
    yield "widths.narrow", one((0.0, 0.5))
    yield "widths.very_wide", one((0.0, 100.0))
    yield "widths.very_narrow", one((0.0, 0.01))
    h = 2.0**-40
    # What doubles make of the formula: math.log and the rest round as Rust's do.
    in_doubles = math.log(1 + h) + 1 / (2 * (1 + h) ** 2) - 0.5
    yield "close.textbook", {"": repr(in_doubles)}
    series = lambda: exact(h) ** 2 - exact(h) ** 3 * 5 / 3
    yield "close.series", number(series)
    yield "close.accurate", one(standard, (0.0, 1 + h))
    yield "exercise-one.shift", number(lambda: mpmath.sqrt(2 * mpmath.log(2)))
    width = lambda: mpmath.findroot(lambda s: 1 / s - 2 / s**3, 1.4)
    yield "exercise-two.width", number(width)
    yield "exercise-two.least", information(lambda: normal.kl(1.0, 1.0, 0.0, width()))
    yield "exercise-three.before", one((0.5, 1.5), (-0.25, 0.75))


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

    for i, name in enumerate(["spread", "correlation", "shift"]):
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
    # Twelve is as far as the cell counts, and all twelve are to be right.
    yield "close.library", integer(12)
    yield "close.textbook", integer(textbook_digits())
    identity = multivariate_normal.identity(2)
    yield "exercise-one.pair", information(
        multivariate_normal.kl, [1.0, 0.0], [[1.0, 0.0], [0.0, 4.0]], [0.0, 0.0], identity
    )
    correlated = [[1.0, 0.875], [0.875, 1.0]]
    zero = [0.0, 0.0]
    yield "exercise-two.strong", information(multivariate_normal.kl, zero, correlated, zero, identity)
    yield "exercise-three.turned", information(plane)


def textbook_digits():
    """How many digits of formula (4) are right in doubles, by Gaussian elimination."""
    d, h = 20, 2.0**-30
    q = [[0.75 ** abs(i - j) for j in range(d)] for i in range(d)]
    p = [[x * (1 + h) for x in row] for row in q]

    def eliminate(a, b):
        """a^-1 b and det a, without pivoting: a is positive definite."""
        a, b, det = [row[:] for row in a], [row[:] for row in b], 1.0
        for k in range(d):
            det *= a[k][k]
            for i in range(d):
                if i != k:
                    f = a[i][k] / a[k][k]
                    a[i] = [x - f * y for x, y in zip(a[i], a[k])]
                    b[i] = [x - f * y for x, y in zip(b[i], b[k])]
        return [[x / a[i][i] for x in b[i]] for i in range(d)], det

    solved, det_q = eliminate(q, p)
    _, det_p = eliminate(p, p)
    value = 0.5 * (sum(solved[i][i] for i in range(d)) - d + math.log(det_q / det_p))
    truth = d / 2 * (h**2 / 2 - h**3 / 3)
    return max(0, math.floor(-math.log10(abs(value - truth) / truth)))


def cases():
    rows = []
    chapters = {"coin": coin, "gaussians": gaussians, "many-dimensions": many_dimensions}
    for chapter, values in chapters.items():
        for name, readings in values():
            rows += [[f"{chapter}/{name}{unit}", value] for unit, value in readings.items()]
    return {"book": rows}
