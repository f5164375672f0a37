"""Divergences between normal distributions besides Kullback's, by determinants and inverses."""

import math
import random as random_module

import mpmath
from mpmath import mpf

import matrices
import multivariate_normal as gaussian
import normal
from exact import exact, found, log_uniform, nearby, stable

# Digits carried at first: `stable` doubles them until they are enough.
FEW = 60


def renyi(order, mu_p, sigma_p, mu_q, sigma_q):
    a = exact(order)
    mu_p, sigma_p, mu_q, sigma_q = map(exact, (mu_p, sigma_p, mu_q, sigma_q))
    if mpmath.isinf(a):
        # The supremum of ln(p/q), where the derivative of its exponent is 0.
        if (mu_p, sigma_p) == (mu_q, sigma_q):
            return mpf(0)
        if sigma_p >= sigma_q:
            return mpmath.inf
        return (mu_p - mu_q) ** 2 / (2 * (sigma_q**2 - sigma_p**2)) + mpmath.log(sigma_q / sigma_p)
    variance = a * sigma_q**2 + (1 - a) * sigma_p**2
    if variance <= 0:
        return mpmath.inf
    location = a * (mu_p - mu_q) ** 2 / (2 * variance)
    logarithm = mpmath.log(variance) - 2 * (1 - a) * mpmath.log(sigma_p) - 2 * a * mpmath.log(sigma_q)
    return location + logarithm / (2 * (1 - a))


def overlap(mu_p, sigma_p, mu_q, sigma_q):
    """∫ √(pq)."""
    mu_p, sigma_p, mu_q, sigma_q = map(exact, (mu_p, sigma_p, mu_q, sigma_q))
    variances = sigma_p**2 + sigma_q**2
    return mpmath.sqrt(2 * sigma_p * sigma_q / variances) * mpmath.exp(-((mu_p - mu_q) ** 2) / (4 * variances))


def bhattacharyya(*parameters):
    mu_p, sigma_p, mu_q, sigma_q = map(exact, parameters)
    variance = (sigma_p**2 + sigma_q**2) / 2
    return (mu_p - mu_q) ** 2 / (8 * variance) + mpmath.log(variance / (sigma_p * sigma_q)) / 2


def hellinger(*parameters):
    return mpmath.sqrt(1 - overlap(*parameters))


def jeffreys(mu_p, sigma_p, mu_q, sigma_q):
    return normal.kl(mu_p, sigma_p, mu_q, sigma_q) + normal.kl(mu_q, sigma_q, mu_p, sigma_p)


def some_order(random):
    return random.choice([
        0.5, 2.0, 0.25, 0.75, 3.0, 10.0, random.random(), 1 + random.random(),
        1.0 - log_uniform(random, 1e-16, 0.5), 1.0 + log_uniform(random, 3e-16, 1.0),
        log_uniform(random, 1e-12, 1.0), log_uniform(random, 1.0, 1e12), math.inf,
    ])


def single(random):
    """Parameters of two normal distributions in one dimension."""
    rows = random.sample(normal.parameters(random), 180)
    rows += [
        (0.0, 1.0, 0.0, 1.0),
        (0.0, 1.0, 0.0, 1.0 + 2.0**-52),
        (0.0, 1.0, 2.0**-52, 1.0),
        (0.0, 1e300, 0.0, 1e-300),
        (1e300, 1e-300, 0.0, 1e300),
        (0.0, 5e-324, 1e300, 1.7e308),
        (1e300, 1.7e308, 0.0, 5e-324),
    ]
    for _ in range(40):
        # The variance between them is next to nothing for orders a little above those below.
        sigma = log_uniform(random, 0.1, 10)
        rows.append((random.gauss(0, 1), sigma * (1 + log_uniform(random, 1e-6, 0.5)), random.gauss(0, 1), sigma))
    return rows


def edge(random, sigma_p, sigma_q):
    """An order near the one above which the divergence is infinite."""
    excess = (sigma_p / sigma_q) ** 2 - 1
    return 1 + (1 - log_uniform(random, 1e-9, 0.5)) / excess


def one_dimension(random):
    result = {}
    parameters = single(random)
    for name, function in (("jeffreys", jeffreys), ("bhattacharyya", bhattacharyya), ("hellinger", hellinger)):
        result[f"Normal::{name}"] = [[list(row), stable(function, *row)] for row in parameters]
    # What another seed has found: the square underflows.
    row = [1e-200, 1.0, 0.0, 1.0]
    result["Normal::hellinger"].append([row, stable(hellinger, *row)])
    rows = []
    for row in parameters:
        for order in (some_order(random), some_order(random)):
            rows.append([order, *row])
        if row[1] > row[3] and row[1] / row[3] < 1e8:
            rows.append([edge(random, row[1], row[3]), *row])
    result["Normal::renyi"] = [[written(row), stable(renyi, *row)] for row in [*rows, *found("Normal::renyi")] if row[0] != 1.0]
    return result


def written(row):
    """JSON has no infinity: null."""
    return [None if x == math.inf else x for x in row]


def difference_of(mean_p, mean_q):
    return mpmath.matrix([exact(a) - exact(b) for a, b in zip(mean_p, mean_q)])


def definite(s):
    """Whether all pivots of the elimination are positive."""
    s = s.copy()
    for k in range(s.rows):
        if s[k, k] <= 0:
            return False
        for i in range(k + 1, s.rows):
            f = s[i, k] / s[k, k]
            for j in range(k + 1, s.rows):
                s[i, j] -= f * s[k, j]
    return True


def multivariate_renyi(order, mean_p, covariance_p, mean_q, covariance_q):
    a = exact(order)
    sp, sq = gaussian.matrix(covariance_p), gaussian.matrix(covariance_q)
    difference = difference_of(mean_p, mean_q)
    if mpmath.isinf(a) and (mean_p, covariance_p) == (mean_q, covariance_q):
        return mpf(0)
    s = sq - sp if mpmath.isinf(a) else a * sq + (1 - a) * sp
    if not definite(s):
        return mpmath.inf
    distance = (difference.T * s**-1 * difference)[0] / 2
    if mpmath.isinf(a):
        return distance + mpmath.log(mpmath.det(sq) / mpmath.det(sp)) / 2
    logarithm = mpmath.log(mpmath.det(s)) - (1 - a) * mpmath.log(mpmath.det(sp)) - a * mpmath.log(mpmath.det(sq))
    return a * distance + logarithm / (2 * (1 - a))


def multivariate_bhattacharyya(mean_p, covariance_p, mean_q, covariance_q):
    sp, sq = gaussian.matrix(covariance_p), gaussian.matrix(covariance_q)
    s, difference = (sp + sq) / 2, difference_of(mean_p, mean_q)
    ratio = mpmath.det(s) / mpmath.sqrt(mpmath.det(sp) * mpmath.det(sq))
    return (difference.T * s**-1 * difference)[0] / 8 + mpmath.log(ratio) / 2


def multivariate_hellinger(*problem):
    return mpmath.sqrt(1 - mpmath.exp(-multivariate_bhattacharyya(*problem)))


def multivariate_jeffreys(mean_p, covariance_p, mean_q, covariance_q):
    return gaussian.kl(mean_p, covariance_p, mean_q, covariance_q) + gaussian.kl(mean_q, covariance_q, mean_p, covariance_p)


def problems(random):
    """Means and covariances up to dimension 8, near each other and not."""
    made = [row for row in gaussian.problems(random) if len(row[0]) <= 8 and gaussian.fit(row[1], row[3])]
    return random.sample(made, 100)


def smaller(covariance, factor):
    return [[x * factor for x in row] for row in covariance]


def many_dimensions(random):
    result = {}
    some = problems(random)
    functions = (
        ("jeffreys", multivariate_jeffreys),
        ("bhattacharyya", multivariate_bhattacharyya),
        ("hellinger", multivariate_hellinger),
    )
    for name, function in functions:
        result[f"MultivariateNormal::{name}"] = [[row, stable(function, *row, digits=FEW)] for row in some]
    rows = []
    for mean_p, p, mean_q, q in some:
        order = some_order(random)
        rows.append([order, mean_p, p, mean_q, q])
        # Smaller than Q, so that any order is finite.
        rows.append([some_order(random), mean_p, smaller(q, 1 - log_uniform(random, 1e-12, 0.9)), mean_q, q])


    result["MultivariateNormal::renyi"] = [
        [written(row), stable(multivariate_renyi, *row, digits=FEW)] for row in rows if row[0] != 1.0
    ]
    return result


def toeplitz_pairs(random):
    """Rows of Toeplitz matrices of more than twenty dimensions, with few digits so that
    the inverse is soon had, at the distances where the way to compute changes, too."""
    for d in (24, 32):
        q = [0.5**k for k in range(d)]
        for size in (2.0**-40, 2.0**-20, 2.0**-10, 2.0**-8, 0.25, 1.0):
            yield [x * (1 + size * random.choice([-0.5, 0.25, 0.5, 0.75, 1.0])) for x in q[:1]] + [
                x * (1 + size * random.randint(-8, 8) / 16) for x in q[1:]
            ], q


def renyi_condition(order, mean_p, covariance_p, mean_q, covariance_q):
    """Above order 1, that of Lq⁻¹ΣαLq⁻ᵀ."""
    if order <= 1:
        return 1
    with mpmath.workdps(FEW):
        inverse = mpmath.cholesky(gaussian.matrix(covariance_q)) ** -1
        of_p = inverse * gaussian.matrix(covariance_p) * inverse.T
        s = order * mpmath.eye(of_p.rows) + (1 - order) * of_p
        return mpmath.mnorm(s, "f") * mpmath.mnorm(s**-1, "f")


def large(random):
    result = {}
    kls, distances, orders = [], [], []
    for p, q in toeplitz_pairs(random):
        tp, tq = matrices.toeplitz(p), matrices.toeplitz(q)
        if not gaussian.fit(tp, tq):
            continue
        zero = [0.0] * len(p)
        worst = matrices.condition(tp, tq)
        factor = matrices.digits(worst)
        kls.append([[p, q], stable(matrices.kl_toeplitz, p, q, digits=FEW), factor])
        problem = [zero, tp, [1 / 64] * len(p), tq]
        distances.append([[p, q], stable(multivariate_bhattacharyya, *problem, digits=FEW), factor])
        for order in (0.25, 1.125):
            value = stable(multivariate_renyi, order, *problem, digits=FEW)
            orders.append([[order, p, q], value, matrices.digits(worst * renyi_condition(order, *problem))])
    result["MultivariateNormal‖MultivariateNormal, 24 to 32 dimensions, per condition"] = kls
    result["MultivariateNormal::bhattacharyya, 24 to 32 dimensions, per condition"] = distances
    result["MultivariateNormal::renyi, 24 to 32 dimensions, per condition"] = orders
    return result


def large_gradient(which, row, column, p, q):
    problem = [[0.0] * len(p), matrices.toeplitz(p), [1 / 64] * len(p), matrices.toeplitz(q)]
    size = matrices.gradient_sizes(*problem)[which][row, column]
    value = stable(matrices.gaussian_gradient, which, row, column, *problem, digits=200)
    worst = matrices.condition(problem[1], problem[3])
    return [[which, row, column, p, q], value, matrices.digits(worst * size / abs(mpf(value)))]


def other_matrices(random):
    """What else is made of the factor of a large covariance, near and far."""
    rows = [pair for pair in toeplitz_pairs(random) if len(pair[0]) == 24]
    pairs = [(p, q) for p, q in rows if gaussian.fit(matrices.toeplitz(p), matrices.toeplitz(q))]
    wisharts, inverses, tables = [], [], []
    for p, q in pairs:
        tp, tq = matrices.toeplitz(p), matrices.toeplitz(q)
        # That of fewer dimensions is multiplied by it.
        worst = matrices.condition(tp, tq)
        times = lambda condition: matrices.digits(worst * mpf(condition))
        for freedom in (40.0, 40.5):
            value = stable(matrices.wishart, 40.0, tp, freedom, tq, digits=FEW)
            condition = matrices.wishart_condition(value, 40.0, tp, freedom, tq)
            wisharts.append([[40.0, p, freedom, q], value, times(condition)])
        value = stable(matrices.inverse_wishart, 40.0, tp, 40.5, tq, digits=FEW)
        condition = matrices.wishart_condition(value, 40.0, tq, 40.5, tp)
        inverses.append([[40.0, p, 40.5, q], value, times(condition)])
        means = [[0.0]] * len(p), [[1 / 64]] * len(p)
        problem = [means[0], tp, [[1.0]], means[1], tq, [[1.0]]]
        value = stable(matrices.matrix_normal, *problem, digits=FEW)
        tables.append([[p, q], value, times(matrices.matrix_normal_condition(value, *problem))])
    name = "MultivariateNormal::kl_gradient, 24 dimensions, per condition"
    wanted = [(which, 22, 0 if which.startswith("mean") else 21, p, q)
              for p, q in pairs[-2:] for which in ("mean_p", "cholesky_p", "mean_q", "cholesky_q")]
    gradients = [large_gradient(*case) for case in [*wanted, *found(name)]]
    return {
        "Wishart‖Wishart, 24 dimensions, per condition": wisharts,
        "InverseWishart‖InverseWishart, 24 dimensions, per condition": inverses,
        "MatrixNormal‖MatrixNormal, 24 dimensions, per condition": tables,
        name: gradients,
    }


def tied():
    """The closed forms are what the definitions give."""
    with mpmath.workdps(20):
        for mu_p, sigma_p, mu_q, sigma_q in ((0.0, 1.0, 1.0, 2.0), (0.5, 2.0, -1.0, 1.5)):
            density = lambda x, m, s: mpmath.npdf(x, m, s)
            p = lambda x: density(x, mu_p, sigma_p)
            q = lambda x: density(x, mu_q, sigma_q)
            line = list(range(-60, 61, 5))
            for order in (0.5, 0.25, 2.0):
                value = renyi(order, mu_p, sigma_p, mu_q, sigma_q)
                if mpmath.isinf(value):
                    continue
                integral = mpmath.quad(lambda x: p(x) ** order * q(x) ** (1 - order), line)
                assert abs(mpmath.log(integral) / (order - 1) - value) < 1e-12, order
            square = mpmath.quad(lambda x: (mpmath.sqrt(p(x)) - mpmath.sqrt(q(x))) ** 2, line) / 2
            assert abs(mpmath.sqrt(square) - hellinger(mu_p, sigma_p, mu_q, sigma_q)) < 1e-12
            one = ([mu_p], [[sigma_p**2]], [mu_q], [[sigma_q**2]])
            assert abs(multivariate_bhattacharyya(*one) - bhattacharyya(mu_p, sigma_p, mu_q, sigma_q)) < 1e-15
            assert abs(multivariate_renyi(0.25, *one) - renyi(0.25, mu_p, sigma_p, mu_q, sigma_q)) < 1e-15
            largest = renyi(math.inf, 0.0, 1.0, 1.0, 2.0)
            ratio = lambda x: mpmath.log(density(x, 0, 1) / density(x, 1, 2))
            assert abs(max(ratio(mpf(k) / 1000) for k in range(-2000, 2000)) - largest) < 1e-6


def cases():
    tied()
    random = random_module.Random(20260401)
    parts = (one_dimension, many_dimensions, large, other_matrices)
    return {name: rows for part in parts for name, rows in part(random).items()}
