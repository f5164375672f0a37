"""What is told of normal distributions in several dimensions besides Kullback's divergence, by
determinants and inverses; gradients as differences of the divergence."""

import mpmath
from mpmath import mpf

from core.pairs.multivariate_normal import correlations_condition, kl, nearly_singular_problems, problems, scaled_and_large, toeplitz_condition
from shared.derivatives import derivative
from shared.exact import exact, stable
from shared.matrices import FEW, changed, covariance, covariance_pairs, difference_of, fit, fitting_toeplitz_pairs, matrix, scaled_problems, shape, toeplitz
from shared.orders import some_order
from shared.rows import row
from shared.sizes import log_uniform, nearby


def some_problems(random):
    """Means and covariances up to dimension 8, near each other and not."""
    made = [case for case in problems(random) if len(case[0]) <= 8 and fit(case[1], case[3])]
    return random.sample(made, 100)


def distant(p, q):
    """Toeplitz covariances, and means 1/64 apart in every variable."""
    return [0.0] * len(p), toeplitz(p), [1 / 64] * len(q), toeplitz(q)


def large(random):
    return fitting_toeplitz_pairs(random, 24, 32)


@row("MultivariateNormal::jeffreys", some_problems, digits=FEW)
def jeffreys(mean_p, covariance_p, mean_q, covariance_q):
    return kl(mean_p, covariance_p, mean_q, covariance_q) + kl(mean_q, covariance_q, mean_p, covariance_p)


@row("MultivariateNormal::bhattacharyya", some_problems, digits=FEW)
def bhattacharyya(mean_p, covariance_p, mean_q, covariance_q):
    sp, sq = matrix(covariance_p), matrix(covariance_q)
    s, difference = (sp + sq) / 2, difference_of(mean_p, mean_q)
    ratio = mpmath.det(s) / mpmath.sqrt(mpmath.det(sp) * mpmath.det(sq))
    return (difference.T * s**-1 * difference)[0] / 8 + mpmath.log(ratio) / 2


@row("MultivariateNormal::bhattacharyya, 24 to 32 dimensions, per condition", large, digits=FEW, condition=toeplitz_condition)
def large_bhattacharyya(p, q):
    return bhattacharyya(*distant(p, q))


row("MultivariateNormal::bhattacharyya, nearly singular from dimension 21", nearly_singular_problems, digits=FEW)(bhattacharyya)


@row("MultivariateNormal::hellinger", some_problems, digits=FEW)
def hellinger(*problem):
    return mpmath.sqrt(1 - mpmath.exp(-bhattacharyya(*problem)))


def scaled(random):
    return scaled_problems(random, 50)


row("MultivariateNormal::jeffreys, scaled", scaled)(jeffreys)
row("MultivariateNormal::bhattacharyya, scaled", lambda random: [*scaled(random), *TWO])(bhattacharyya)
row("MultivariateNormal::bhattacharyya, scaled from dimension 21, per condition", scaled_and_large, digits=4 * FEW,
    condition=correlations_condition)(bhattacharyya)
# Further apart the distance is 1.
row("MultivariateNormal::hellinger, scaled", lambda random: scaled_problems(random, 60, [2, 2, 3, 5, 7, 12], [1.5, 3.0, 5.0]),
    digits=FEW)(hellinger)

# Quotients of standard deviations beyond the doubles, both ways.
TWO = [
    ([0.0, 0.0], [[1e300, 0.0], [0.0, 1e-320]], [0.0, 0.0], [[1e-320, 0.0], [0.0, 1e300]]),
    ([1e-160, 1e-161], [[1e-320, 1e-12], [1e-12, 1e300]], [0.0, 1e150], [[1e300, 1e-12], [1e-12, 1e-320]]),
]


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


def smaller(covariance, factor):
    return [[x * factor for x in row] for row in covariance]


def orders_and_problems(random):
    rows = []
    for mean_p, p, mean_q, q in some_problems(random):
        rows.append((some_order(random), mean_p, p, mean_q, q))
        # Smaller than Q, so that any order is finite.
        rows.append((some_order(random), mean_p, smaller(q, 1 - log_uniform(random, 1e-12, 0.9)), mean_q, q))
    return [case for case in rows if case[0] != 1.0]


@row("MultivariateNormal::renyi", orders_and_problems, digits=FEW)
def renyi(order, mean_p, covariance_p, mean_q, covariance_q):
    a = exact(order)
    sp, sq = matrix(covariance_p), matrix(covariance_q)
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


def renyi_condition(order, mean_p, covariance_p, mean_q, covariance_q):
    """Above order 1, that of Lq⁻¹ΣαLq⁻ᵀ."""
    if order <= 1:
        return 1
    with mpmath.workdps(FEW):
        inverse = mpmath.cholesky(matrix(covariance_q)) ** -1
        of_p = inverse * matrix(covariance_p) * inverse.T
        s = order * mpmath.eye(of_p.rows) + (1 - order) * of_p
        return mpmath.mnorm(s, "f") * mpmath.mnorm(s**-1, "f")


@row("MultivariateNormal::renyi, 24 to 32 dimensions, per condition",
     lambda random: [(order, p, q) for p, q in large(random) for order in (0.25, 1.125)], digits=FEW,
     condition=lambda order, p, q: toeplitz_condition(p, q) * renyi_condition(order, *distant(p, q)))
def large_renyi(order, p, q):
    return renyi(order, *distant(p, q))


def scaled_orders(random):
    rows = []
    for mean_p, p, mean_q, q in scaled(random):
        rows.append((some_order(random), mean_p, p, mean_q, q))
    rows += [(order, *two) for two in TWO for order in (0.25, 0.75)]
    return [case for case in rows if case[0] != 1.0]


def scaled_renyi_condition(order, mean_p, covariance_p, mean_q, covariance_q):
    """As above, with as many digits as the units ask for, and for infinite orders."""
    if order <= 1:
        return 1
    with mpmath.workdps(700):
        inverse = mpmath.cholesky(matrix(covariance_q)) ** -1
        of_p = inverse * matrix(covariance_p) * inverse.T
        one = mpmath.eye(of_p.rows)
        s = one - of_p if mpmath.isinf(order) else order * one + (1 - mpf(order)) * of_p
        return mpmath.mnorm(s, "f") * mpmath.mnorm(s**-1, "f") if definite(s) else 1


row("MultivariateNormal::renyi, scaled", scaled_orders, condition=scaled_renyi_condition)(renyi)
row("MultivariateNormal::renyi, scaled from dimension 21, per condition",
    lambda random: [(order, *problem) for problem in scaled_and_large(random) for order in (0.25, 1.0 - 2.0**-40)],
    digits=4 * FEW, condition=lambda order, *problem: correlations_condition(*problem))(renyi)


row("MultivariateNormal::renyi, nearly singular from dimension 21",
    lambda random: [(random.choice([0.25, 0.75]), *problem) for problem in nearly_singular_problems(random)], digits=FEW)(renyi)


# Gradients.


def kl_of_factors(mean_p, factor_p, mean_q, factor_q):
    """D(P‖Q) from means and lower Cholesky factors, whatever their entries."""
    sp, sq = factor_p * factor_p.T, factor_q * factor_q.T
    difference = mean_p - mean_q
    solved = mpmath.lu_solve(sq, difference)
    return shape(sp, sq) + (difference.T * solved)[0] / 2


def gradient_entry(which, row, column, mean_p, covariance_p, mean_q, covariance_q):
    vector = lambda m: mpmath.matrix([exact(x) for x in m])
    values = {
        "mean_p": vector(mean_p),
        "cholesky_p": mpmath.cholesky(matrix(covariance_p)),
        "mean_q": vector(mean_q),
        "cholesky_q": mpmath.cholesky(matrix(covariance_q)),
    }

    def moved(x):
        changed = {name: value.copy() for name, value in values.items()}
        changed[which][row, column] = x
        return kl_of_factors(*changed.values())

    return derivative(moved, values[which][row, column])


def gradient_sizes(mean_p, covariance_p, mean_q, covariance_q):
    """The entries of the gradient with every number in the products positive."""
    with mpmath.workdps(200):
        lp, lq = (mpmath.cholesky(matrix(s)) for s in (covariance_p, covariance_q))
        d = lp.rows
        difference = mpmath.matrix([exact(a) - exact(b) for a, b in zip(mean_p, mean_q)])
        inverse = lq**-1
        e, z = inverse * lp - mpmath.eye(d), inverse * difference
        size = lambda m: m.apply(abs)
        e, z, t = size(e), size(z), size(inverse.T)
        p = t * e
        for i in range(d):
            p[i, i] += e[i, i] / lp[i, i]
        return {"mean_p": t * z, "cholesky_p": p, "mean_q": t * z, "cholesky_q": t * (e + e.T + e * e.T + z * z.T)}


def gradient_problems(random):
    gauss = lambda d: [random.gauss(0, 1) for _ in range(d)]
    for round in range(24):
        d = random.choice([1, 2, 3, 4])
        q = covariance(random, d, random.choice([0.7, 0.7, 0.01]))
        if round % 3 == 0:
            p = covariance(random, d, 0.7)
        else:
            p = changed(random, q, log_uniform(random, 1e-15, 0.1) * 1e-2)
        mean = gauss(d)
        shift = random.choice([1e-15, 1e-10, 1.0])
        # Of equal covariances a gradient is 0, which never settles.
        if fit(p, q) and p != q:
            yield [m + shift * random.gauss(0, 1) for m in mean], p, mean, q


def entries(random):
    for problem in gradient_problems(random):
        d = len(problem[0])
        for which in ("mean_p", "cholesky_p", "mean_q", "cholesky_q"):
            line = random.randrange(d)
            column = 0 if which.startswith("mean") else random.randrange(line + 1)
            yield which, line, column, *problem


def unless_zero(function, *arguments, digits):
    """An entry of 0 never settles; the others are no smaller than the inputs' last digits."""
    with mpmath.workdps(digits):
        if abs(function(*arguments)) < mpf(10) ** -60:
            return None
    return stable(function, *arguments, digits=digits)


def gradient_condition(value, which, line, column, *problem):
    return gradient_sizes(*problem)[which][line, column] / abs(value)


row("gradient::multivariate_normal_kl", entries, digits=200, value=unless_zero, condition_of=gradient_condition)(gradient_entry)


def scaled_entries(random):
    for problem in scaled_problems(random, 12, [2, 2, 3], [3.0, 1e3, 1e12]):
        d = len(problem[0])
        for which in ("mean_p", "cholesky_p", "mean_q", "cholesky_q"):
            line = random.randrange(d)
            column = 0 if which.startswith("mean") else random.randrange(line + 1)
            yield which, line, column, *problem


row("gradient::multivariate_normal_kl, scaled", scaled_entries, digits=200, value=unless_zero, condition_of=gradient_condition)(gradient_entry)


def large_entries(random):
    for p, q in fitting_toeplitz_pairs(random, 24)[-2:]:
        for which in ("mean_p", "cholesky_p", "mean_q", "cholesky_q"):
            yield which, 22, 0 if which.startswith("mean") else 21, p, q


def large_gradient_condition(value, which, line, column, p, q):
    return toeplitz_condition(p, q) * gradient_condition(value, which, line, column, *distant(p, q))


@row("gradient::multivariate_normal_kl, 24 dimensions, per condition", large_entries, digits=200, condition_of=large_gradient_condition)
def large_gradient(which, line, column, p, q):
    return gradient_entry(which, line, column, *distant(p, q))


# Transport.


def root(s):
    """The symmetric square root."""
    values, vectors = mpmath.eigsy(s)
    return vectors * mpmath.diag([mpmath.sqrt(x) for x in values]) * vectors.T


def bures_square(covariance_p, covariance_q):
    sp, sq = matrix(covariance_p), matrix(covariance_q)
    half = root(sp)
    middle = mpmath.eigsy(half * sq * half, eigvals_only=True)
    trace = mpmath.fsum(sp[i, i] + sq[i, i] for i in range(sp.rows))
    return trace - 2 * mpmath.fsum(mpmath.sqrt(x) for x in middle)


def plain_condition(*covariances):
    """As `condition`, but of the covariances: transport depends on the units."""
    made = [matrix(s) for s in covariances]
    return max(mpmath.mnorm(s, "f") * mpmath.mnorm(s**-1, "f") for s in made)


@row("MultivariateNormal::bures", lambda random: [(p, q) for p, q, _ in covariance_pairs(random, 100)], digits=FEW, condition=plain_condition)
def bures(covariance_p, covariance_q):
    return mpmath.sqrt(bures_square(covariance_p, covariance_q))


def with_means(random):
    for p, q, unit in covariance_pairs(random, 100):
        mean_p = [unit * random.gauss(0, 1) for _ in p]
        yield mean_p, p, [nearby(random, x) for x in mean_p], q


def movement(covariance_p, covariance_q):
    """By how much the last digits of the entries move the square, over twice the square: the
    derivatives are I − T, where T transports one distribution to the other."""
    sp, sq = matrix(covariance_p), matrix(covariance_q)
    total = mpf(0)
    for a, b in ((sp, sq), (sq, sp)):
        half = root(a)
        inverse = half**-1
        slope = mpmath.eye(a.rows) - inverse * root(half * b * half) * inverse
        total += mpmath.fsum(abs(slope[i, j] * a[i, j]) for i in range(a.rows) for j in range(a.rows))
    return total / (2 * bures_square(covariance_p, covariance_q))


def scaled_covariances(random):
    return scaled_problems(random, 40, [2, 2, 3, 4, 6], [3.0, 1e3, 1e6, 1e12, 1e40])


@row("MultivariateNormal::bures, scaled", lambda random: [(p, q) for _, p, _, q in scaled_covariances(random)], digits=4 * FEW,
     condition=lambda p, q: 1 + movement(p, q))
def scaled_bures(covariance_p, covariance_q):
    return bures(covariance_p, covariance_q)


@row("MultivariateNormal::wasserstein_2", with_means, digits=FEW, condition=lambda mean_p, p, mean_q, q: plain_condition(p, q))
def wasserstein_2(mean_p, covariance_p, mean_q, covariance_q):
    means = mpmath.fsum((exact(a) - exact(b)) ** 2 for a, b in zip(mean_p, mean_q))
    return mpmath.sqrt(means + bures_square(covariance_p, covariance_q))


