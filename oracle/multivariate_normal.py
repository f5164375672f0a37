"""Normal distributions in several dimensions: determinant and inverse.

Each case also has the condition number of the problem: the larger, over P and
Q, of ‖C‖·‖C⁻¹‖ in the Frobenius norm, where C is the correlation matrix.
"""

import math
import random as random_module

import mpmath

from exact import exact, log_uniform, stable


def matrix(rows):
    return mpmath.matrix([[exact(x) for x in row] for row in rows])


def kl(mean_p, covariance_p, mean_q, covariance_q):
    d = len(mean_p)
    sp, sq = matrix(covariance_p), matrix(covariance_q)
    difference = mpmath.matrix([exact(a) - exact(b) for a, b in zip(mean_p, mean_q)])
    inverse = sq**-1
    trace = mpmath.fsum((inverse * sp)[i, i] for i in range(d))
    distance = (difference.T * inverse * difference)[0]
    return (trace - d + distance - mpmath.log(mpmath.det(sp) / mpmath.det(sq))) / 2


def condition(covariance):
    with mpmath.workdps(60):
        s = matrix(covariance)
        d = s.rows
        c = mpmath.matrix(d, d)
        for i in range(d):
            for j in range(d):
                c[i, j] = s[i, j] / mpmath.sqrt(s[i, i] * s[j, j])
        return mpmath.mnorm(c, "f") * mpmath.mnorm(c**-1, "f")


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


def problems(random):
    dimensions = [1, 2, 2, 3, 3, 4, 5, 6, 8]
    gauss = lambda d: [random.gauss(0, 1) for _ in range(d)]
    zero = lambda d: [0.0] * d
    for d in (1, 2, 5):
        yield zero(d), identity(d), zero(d), identity(d)
        yield zero(d), identity(d), [1.0] * d, identity(d)
    # Unrelated.
    for _ in range(120):
        d = random.choice(dimensions)
        yield gauss(d), covariance(random, d, 0.5), gauss(d), covariance(random, d, 0.5)
    # Covariances 1 to 1e-12 apart, means equal or as near.
    for _ in range(200):
        d = random.choice(dimensions)
        size = log_uniform(random, 1e-12, 1.0) / 4
        q = covariance(random, d, 0.7)
        p = changed(random, q, size)
        if not fit(p):
            continue
        mean = gauss(d)
        shift = random.choice([0.0, size])
        yield [m + shift * random.gauss(0, 1) for m in mean], p, mean, q
    # A multiple of the same covariance: across the switch between the two ways.
    for _ in range(60):
        d = random.choice(dimensions)
        q = covariance(random, d, 0.7)
        factor = math.exp(random.uniform(-1.5, 1.5) / math.sqrt(d))
        yield zero(d), mirrored([[x * factor for x in row] for row in q]), zero(d), q
    # Nearly singular, near each other and not.
    for _ in range(80):
        d = random.choice([2, 3, 5, 8])
        spread = log_uniform(random, 1e-5, 0.3)
        q = covariance(random, d, spread)
        if random.random() < 0.5:
            p = changed(random, q, log_uniform(random, 1e-14, 1e-2) * spread**2)
        else:
            p = covariance(random, d, spread)
        if fit(p, q):
            yield gauss(d), p, gauss(d), q
    # Variables in very different units.
    for _ in range(60):
        d = random.choice([2, 3, 5])
        units = [log_uniform(random, 1e-120, 1e120) for _ in range(d)]
        q = covariance(random, d, 0.7)
        p = changed(random, q, random.choice([1e-9, 1e-3, 0.1]))
        if not fit(p):
            continue
        move = lambda m: [x * u for x, u in zip(m, units)]
        yield move(gauss(d)), rescaled(p, units), move(gauss(d)), rescaled(q, units)
    # Twenty dimensions.
    for size in (1e-12, 1e-10, 1e-8, 1e-6, 1e-3, 1e-1):
        q = covariance(random, 20, 0.9)
        for i in range(20):
            q[i][i] += 5.0
        yield zero(20), changed(random, q, size), zero(20), q
    for _ in range(3):
        yield gauss(20), covariance(random, 20, 0.7), gauss(20), covariance(random, 20, 0.7)


def cases():
    rows = []
    for p_mean, p, q_mean, q in problems(random_module.Random(20260104)):
        worst = max(condition(p), condition(q))
        rows.append([[p_mean, p, q_mean, q], [stable(kl, p_mean, p, q_mean, q), mpmath.nstr(worst, 6)]])
    return {"multivariate_normal": rows}
