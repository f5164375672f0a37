"""Covariance matrices: as mpmath's, their condition numbers, ranges of them.

A Toeplitz matrix is given by its first row.
"""

import math

import mpmath

from shared.exact import exact
from shared.sizes import log_uniform

# Digits carried at first: `stable` doubles them until they are enough.
FEW = 60


def matrix(rows):
    return mpmath.matrix([[exact(x) for x in row] for row in rows])


def difference_of(mean_p, mean_q):
    return mpmath.matrix([exact(a) - exact(b) for a, b in zip(mean_p, mean_q)])


def trace_of_product(a, b):
    return mpmath.fsum(a[i, k] * b[k, i] for i in range(a.rows) for k in range(a.rows))


def condition(covariance):
    with mpmath.workdps(60):
        s = matrix(covariance)
        d = s.rows
        c = mpmath.matrix(d, d)
        for i in range(d):
            for j in range(d):
                c[i, j] = s[i, j] / mpmath.sqrt(s[i, i] * s[j, j])
        return mpmath.mnorm(c, "f") * mpmath.mnorm(c**-1, "f")


def worst_condition(*covariances):
    return max(condition(rows) for rows in covariances)


def fit(*covariances):
    """Whether all are positive definite, and far enough from singular to test."""
    with mpmath.workdps(60):
        for rows in covariances:
            try:
                mpmath.cholesky(matrix(rows))
            except ValueError:
                return False
            if condition(rows) > 1e13:
                return False
    return True


def covariance(random, d, spread):
    """AAᵀ made of doubles, mirrored so that it is exactly symmetric.

    The columns of A shrink from 1 to `spread`: small spreads make it nearly
    singular.
    """
    a = [[random.gauss(0, 1) * spread ** (j / max(d - 1, 1)) for j in range(d)] for _ in range(d)]
    rows = [[math.fsum(a[i][k] * a[j][k] for k in range(d)) for j in range(d)] for i in range(d)]
    for i in range(d):
        rows[i][i] += spread**2 * 0.5
    return mirrored(rows)


def mirrored(rows):
    return [[rows[max(i, j)][min(i, j)] for j in range(len(rows))] for i in range(len(rows))]


def changed(random, rows, size):
    """Each entry with a relative change of up to `size`, symmetric."""
    return mirrored([[x * (1.0 + size * random.uniform(-1, 1)) for x in row] for row in rows])


def rescaled(rows, factors):
    return mirrored([[x * factors[i] * factors[j] for j, x in enumerate(row)] for i, row in enumerate(rows)])


def identity(d):
    return [[float(i == j) for j in range(d)] for i in range(d)]


def toeplitz(row):
    return [[row[abs(i - j)] for j in range(len(row))] for i in range(len(row))]


def toeplitz_pairs(random):
    """Rows of Toeplitz matrices of more than twenty dimensions, with few digits so that
    the inverse is soon had, at the distances where the way to compute changes, too."""
    for d in (24, 32):
        q = [0.5**k for k in range(d)]
        for size in (2.0**-40, 2.0**-20, 2.0**-10, 2.0**-8, 0.25, 1.0):
            yield [x * (1 + size * random.choice([-0.5, 0.25, 0.5, 0.75, 1.0])) for x in q[:1]] + [
                x * (1 + size * random.randint(-8, 8) / 16) for x in q[1:]
            ], q


def fitting_toeplitz_pairs(random, *dimensions):
    return [(p, q) for p, q in toeplitz_pairs(random) if len(p) in dimensions and fit(toeplitz(p), toeplitz(q))]


def covariance_pairs(random, count):
    """Positive definite, near each other and not, some nearly singular."""
    for round in range(count):
        d = random.choice([1, 2, 2, 3, 4, 6])
        spread = random.choice([0.7, 0.7, 0.05])
        q = covariance(random, d, spread)
        if round % 3 == 0:
            p = covariance(random, d, spread)
        else:
            p = changed(random, q, log_uniform(random, 1e-15, 1.0) * 0.3 * spread**2)
        unit = 1.0 if round % 4 else log_uniform(random, 1e-100, 1e100)
        p, q = (rescaled(s, [unit] * d) for s in (p, q))
        if p != q and fit(p, q):
            yield p, q, unit


# By how much P and Q scale their variables differently.
SPREADS = [3.0, 10.0, 1e3, 1e6, 1e12, 1e40, 1e150]
# So many variables, as `scaled_problems` draws them.
DIMENSIONS = [2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 10, 20]


def scaled_problems(random, count, dimensions=DIMENSIONS, spreads=SPREADS):
    """Means and covariances whose correlations are far from singular. P has units of its own for
    the variables, and so has Q; some they share. The means are as far apart as either says."""
    while count:
        d = random.choice(dimensions)
        spread = random.choice(spreads)
        unit = lambda: log_uniform(random, 1 / spread, spread)
        of_q = [unit() for _ in range(d)]
        of_p = [u if random.random() < 0.3 else unit() for u in of_q]
        p, q = (rescaled(covariance(random, d, random.choice([0.7, 0.7, 0.3])), units) for units in (of_p, of_q))
        if random.random() < 0.2:
            # Of equal correlations.
            p = rescaled(q, [a / b for a, b in zip(of_p, of_q)])
        if not fit(p, q):
            continue
        size = lambda: random.gauss(0, 1) * random.choice([0.0, 1e-8, 1.0])
        mean_q = [size() * u for u in of_q]
        yield [m + size() * random.choice([a, b]) for m, a, b in zip(mean_q, of_p, of_q)], p, mean_q, q
        count -= 1


def relative_diagonal(covariance_p, covariance_q):
    lp, lq = (mpmath.cholesky(matrix(s)) for s in (covariance_p, covariance_q))
    return [lp[i, i] / lq[i, i] for i in range(lp.rows)]


def shape(sp, sq):
    """The divergence of normal distributions of equal means."""
    ratio = mpmath.det(sp) / mpmath.det(sq)
    return (trace_of_product(sq**-1, sp) - sp.rows - mpmath.log(ratio)) / 2


def kl_toeplitz(p, q):
    return shape(matrix(toeplitz(p)), matrix(toeplitz(q)))
