"""Many dimensions."""

import mpmath

from core.pairs import multivariate_normal
from shared import matrices
from shared.values import information, integer, number
from shared.exact import exact

LOOSE = {
    "plane.integrated": (32, "a plain sum of 160801 terms that cancel"),
    "exercise-three": (16, "the matrices are themselves products, rounded"),
    "overflow.accurate": (12, "200 dimensions: kl-core states 8 ulp times the condition number"),
}


def values():
    p = ([1.0, 0.5], [[1.0, 0.5], [0.5, 1.0]])
    q = ([0.0, 0.0], [[2.0, 0.0], [0.0, 1.0]])
    plane = lambda: multivariate_normal.kl(*p, *q)
    yield "plane.kl", information(plane)
    yield "plane.by_hand", number(plane)
    yield "plane.integrated", number(plane)

    def pieces():
        lp, lq = (mpmath.cholesky(matrices.matrix(s)) for s in (p[1], q[1]))
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
    hilbert = lambda shift: [[1.0 / (i + j + shift) for j in range(12)] for i in range(12)]
    yield "inverse.kl", information(
        multivariate_normal.kl, [0.0] * 12, hilbert(1.5), [0.0] * 12, hilbert(1.0)
    )
    h = mpmath.mpf(2) ** -30
    yield "close.series", number(lambda: 10 * (h**2 / 2 - h**3 / 3))
    identity = matrices.identity(2)
    yield "exercise-one.pair", information(
        multivariate_normal.kl, [1.0, 0.0], [[1.0, 0.0], [0.0, 4.0]], [0.0, 0.0], identity
    )
    correlated = [[1.0, 0.875], [0.875, 1.0]]
    zero = [0.0, 0.0]
    yield "exercise-two.strong", information(multivariate_normal.kl, zero, correlated, zero, identity)
    yield "exercise-three.transformed", information(plane)
