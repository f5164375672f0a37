"""Normal distributions in many dimensions, their gradients, and what else has matrices.

A Toeplitz matrix is given by its first row.
"""

import math
import random as random_module

import mpmath
from mpmath import mpf

import multivariate_normal as gaussian
from exact import exact, found, log_uniform, nearby, stable

# Digits carried at first: `stable` doubles them until they are enough.
FEW = 60


def toeplitz(row):
    return [[row[abs(i - j)] for j in range(len(row))] for i in range(len(row))]


def trace_of_product(a, b):
    return mpmath.fsum(a[i, k] * b[k, i] for i in range(a.rows) for k in range(a.rows))


def shape(sp, sq):
    """The divergence of normal distributions of equal means."""
    ratio = mpmath.det(sp) / mpmath.det(sq)
    return (trace_of_product(sq**-1, sp) - sp.rows - mpmath.log(ratio)) / 2


def kl_toeplitz(p, q):
    return shape(gaussian.matrix(toeplitz(p)), gaussian.matrix(toeplitz(q)))


def large_problems(random):
    for d in (21, 21, 25, 30, 30, 40, 50, 50, 100):
        correlation = random.choice([0.3, 0.6, 0.9])
        q = [correlation**k for k in range(d)]
        size = random.choice([1e-12, 1e-8, 1e-4, 0.3])
        if size < 0.1:
            p = [x * (1 + size * random.uniform(-1, 1)) for x in q]
        else:
            p = [2.0 * 0.5**k for k in range(d)]
        yield p, q


def condition(*covariances):
    return max(gaussian.condition(rows) for rows in covariances)


def digits(x):
    return mpmath.nstr(x, 6)


# Gradients: differences of the closed form, with half of the digits as the step.


def derivative(function, x):
    """The central difference, whose error is the square of the step."""
    step = mpf(10) ** (-mpmath.mp.dps // 3)
    return (function(x + step) - function(x - step)) / (2 * step)


def kl_of_normals(mu_p, sigma_p, mu_q, sigma_q):
    """As normal.kl, of numbers that need not be doubles."""
    return mpmath.log(sigma_q / sigma_p) + (sigma_p**2 + (mu_p - mu_q) ** 2) / (2 * sigma_q**2) - mpf(1) / 2


def normal_gradient(which, *parameters):
    values = [exact(x) for x in parameters]
    place = {"mean_p": 0, "std_dev_p": 1, "log_variance_p": 1, "mean_q": 2, "std_dev_q": 3, "log_variance_q": 3}[which]
    # In units of the scale, which may be of any size.
    unit = values[place | 1]

    def moved(x):
        changed = list(values)
        if which.startswith("log"):
            changed[place] = mpmath.exp(x / 2)
        else:
            changed[place] = x * unit
        return kl_of_normals(*changed)

    if which.startswith("log"):
        return derivative(moved, 2 * mpmath.log(values[place]))
    return derivative(moved, values[place] / unit) / unit


def normal_condition(which, mu_p, sigma_p, mu_q, sigma_q):
    if not which.endswith("_q") or which == "mean_q":
        return mpf(1)
    with mpmath.workdps(1400):
        excess = (exact(sigma_p) / exact(sigma_q)) ** 2 - 1
        square = ((exact(mu_p) - exact(mu_q)) / exact(sigma_q)) ** 2
        if excess + square == 0:
            return mpf(1)
        return (abs(excess) + square) / abs(excess + square)


def normal_problems(random):
    # None has equal means or variances: a difference that should be 0 never settles.
    yield 1.0, 2.0, 0.0, 1.0
    yield 1.0, math.nextafter(1.0, 2.0), math.nextafter(1.0, 2.0), 1.0
    for _ in range(25):
        yield random.gauss(0, 2), log_uniform(random, 0.1, 10), random.gauss(0, 2), log_uniform(random, 0.1, 10)
    for _ in range(25):
        mu, sigma = random.gauss(0, 2), log_uniform(random, 0.1, 10)
        yield mu, sigma, nearby(random, mu), nearby(random, sigma)
    for _ in range(15):
        mu, sigma = log_uniform(random, 1e-60, 1e60), log_uniform(random, 1e-60, 1e60)
        yield mu, sigma, nearby(random, mu), log_uniform(random, 1e-60, 1e60)


def kl_of_factors(mean_p, factor_p, mean_q, factor_q):
    """D(P‖Q) from means and lower Cholesky factors, whatever their entries."""
    sp, sq = factor_p * factor_p.T, factor_q * factor_q.T
    difference = mean_p - mean_q
    solved = mpmath.lu_solve(sq, difference)
    return shape(sp, sq) + (difference.T * solved)[0] / 2


def gaussian_gradient(which, row, column, mean_p, covariance_p, mean_q, covariance_q):
    vector = lambda m: mpmath.matrix([exact(x) for x in m])
    values = {
        "mean_p": vector(mean_p),
        "cholesky_p": mpmath.cholesky(gaussian.matrix(covariance_p)),
        "mean_q": vector(mean_q),
        "cholesky_q": mpmath.cholesky(gaussian.matrix(covariance_q)),
    }

    def moved(x):
        changed = {name: value.copy() for name, value in values.items()}
        changed[which][row, column] = x
        return kl_of_factors(*changed.values())

    return derivative(moved, values[which][row, column])


def gradient_sizes(mean_p, covariance_p, mean_q, covariance_q):
    """The entries of the gradient with every number in the products positive."""
    with mpmath.workdps(200):
        lp, lq = (mpmath.cholesky(gaussian.matrix(s)) for s in (covariance_p, covariance_q))
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
        q = gaussian.covariance(random, d, random.choice([0.7, 0.7, 0.01]))
        if round % 3 == 0:
            p = gaussian.covariance(random, d, 0.7)
        else:
            p = gaussian.changed(random, q, log_uniform(random, 1e-15, 0.1) * 1e-2)
        mean = gauss(d)
        shift = random.choice([1e-15, 1e-10, 1.0])
        # Of equal covariances a gradient is 0, which never settles.
        if gaussian.fit(p, q) and p != q:
            yield [m + shift * random.gauss(0, 1) for m in mean], p, mean, q


def gradients(random):
    rows = []
    for problem in gradient_problems(random):
        sizes = gradient_sizes(*problem)
        d = len(problem[0])
        for which in ("mean_p", "cholesky_p", "mean_q", "cholesky_q"):
            row = random.randrange(d)
            column = 0 if which.startswith("mean") else random.randrange(row + 1)
            # An entry of 0 never settles; the others are no smaller than the inputs' last digits.
            with mpmath.workdps(200):
                if abs(gaussian_gradient(which, row, column, *problem)) < mpf(10) ** -60:
                    continue
            value = stable(gaussian_gradient, which, row, column, *problem, digits=200)
            size = sizes[which][row, column]
            rows.append([[which, row, column, *problem], value, digits(size / abs(mpf(value)))])
    return rows


# Transport.


def root(s):
    """The symmetric square root."""
    values, vectors = mpmath.eigsy(s)
    return vectors * mpmath.diag([mpmath.sqrt(x) for x in values]) * vectors.T


def bures_square(covariance_p, covariance_q):
    sp, sq = gaussian.matrix(covariance_p), gaussian.matrix(covariance_q)
    half = root(sp)
    middle = mpmath.eigsy(half * sq * half, eigvals_only=True)
    trace = mpmath.fsum(sp[i, i] + sq[i, i] for i in range(sp.rows))
    return trace - 2 * mpmath.fsum(mpmath.sqrt(x) for x in middle)


def bures(covariance_p, covariance_q):
    return mpmath.sqrt(bures_square(covariance_p, covariance_q))


def wasserstein_2(mean_p, covariance_p, mean_q, covariance_q):
    means = mpmath.fsum((exact(a) - exact(b)) ** 2 for a, b in zip(mean_p, mean_q))
    return mpmath.sqrt(means + bures_square(covariance_p, covariance_q))


def plain_condition(covariance):
    """As gaussian.condition, but of the covariance: transport depends on the units."""
    with mpmath.workdps(60):
        s = gaussian.matrix(covariance)
        return mpmath.mnorm(s, "f") * mpmath.mnorm(s**-1, "f")


def covariance_pairs(random, count):
    """Positive definite, near each other and not, some nearly singular."""
    for round in range(count):
        d = random.choice([1, 2, 2, 3, 4, 6])
        spread = random.choice([0.7, 0.7, 0.05])
        q = gaussian.covariance(random, d, spread)
        if round % 3 == 0:
            p = gaussian.covariance(random, d, spread)
        else:
            p = gaussian.changed(random, q, log_uniform(random, 1e-15, 1.0) * 0.3 * spread**2)
        unit = 1.0 if round % 4 else log_uniform(random, 1e-100, 1e100)
        p, q = (gaussian.rescaled(s, [unit] * d) for s in (p, q))
        if p != q and gaussian.fit(p, q):
            yield p, q, unit


def transport(random):
    distances, with_means = [], []
    for p, q, unit in covariance_pairs(random, 100):
        worst = digits(max(plain_condition(p), plain_condition(q)))
        distances.append([[p, q], stable(bures, p, q, digits=FEW), worst])
        mean_p = [unit * random.gauss(0, 1) for _ in p]
        mean_q = [nearby(random, x) for x in mean_p]
        problem = [mean_p, p, mean_q, q]
        with_means.append([problem, stable(wasserstein_2, *problem, digits=FEW), worst])
    return {
        "MultivariateNormal::bures": distances,
        "MultivariateNormal::wasserstein_2": with_means,
    }


# Wishart and matrix normal distributions.


def lgamma_d(d, x):
    """The logarithm of the multivariate Γ function."""
    terms = mpmath.fsum(mpmath.loggamma(x - mpf(i) / 2) for i in range(d))
    return mpf(d * (d - 1)) / 4 * mpmath.log(mpmath.pi) + terms


def wishart(nu_p, scale_p, nu_q, scale_q):
    nu_p, nu_q = exact(nu_p), exact(nu_q)
    return wishart_of(nu_p, gaussian.matrix(scale_p), nu_q, gaussian.matrix(scale_q))


def wishart_of(nu_p, vp, nu_q, vq):
    d = vp.rows
    slope = mpmath.fsum(mpmath.psi(0, (nu_p - i) / 2) for i in range(d))
    return (nu_p / 2 * (trace_of_product(vq**-1, vp) - d)
            - nu_q / 2 * mpmath.log(mpmath.det(vp) / mpmath.det(vq))
            + lgamma_d(d, nu_q / 2) - lgamma_d(d, nu_p / 2) + (nu_p - nu_q) / 2 * slope)


def inverse_wishart(nu_p, scale_p, nu_q, scale_q):
    vp, vq = gaussian.matrix(scale_p) ** -1, gaussian.matrix(scale_q) ** -1
    return wishart_of(exact(nu_p), vp, exact(nu_q), vq)


def relative_diagonal(covariance_p, covariance_q):
    lp, lq = (mpmath.cholesky(gaussian.matrix(s)) for s in (covariance_p, covariance_q))
    return [lp[i, i] / lq[i, i] for i in range(lp.rows)]


def wishart_condition(divergence, nu_p, scale_p, nu_q, scale_q):
    with mpmath.workdps(100):
        rest = mpf(0)
        for i, l in enumerate(relative_diagonal(scale_p, scale_q)):
            a, b, w = (exact(nu_p) - i) / 2, (exact(nu_q) - i) / 2, l**2
            rest += (abs(b - a) + a * abs(w - 1)) * abs(b - a * w) / (a * w)
        return digits(1 + rest / mpf(divergence))


def wisharts(random):
    plain, inverse = [], []

    def add_plain(problem):
        value = stable(wishart, *problem, digits=FEW)
        plain.append([problem, value, wishart_condition(value, *problem)])

    def add_inverse(problem):
        nu_p, p, nu_q, q = problem
        value = stable(inverse_wishart, *problem, digits=FEW)
        inverse.append([problem, value, wishart_condition(value, nu_p, q, nu_q, p)])

    for p, q, _ in covariance_pairs(random, 120):
        least = len(p) - 1
        nu_p = least + log_uniform(random, 1e-3, 1e3)
        nu_q = random.choice([nu_p, nearby(random, nu_p), least + log_uniform(random, 1e-3, 1e3)])
        if nu_q <= least:
            continue
        problem = [nu_p, p, nu_q, q]
        add_plain(problem)
        add_inverse(problem)
    for problem in found("Wishart‖Wishart"):
        add_plain(problem)
    for problem in found("InverseWishart‖InverseWishart"):
        add_inverse(problem)
    return {"Wishart‖Wishart": plain, "InverseWishart‖InverseWishart": inverse}


def kronecker(v, u):
    n = u.rows
    return mpmath.matrix([[v[i // n, j // n] * u[i % n, j % n] for j in range(v.rows * n)] for i in range(v.rows * n)])


def matrix_normal(mean_p, rows_p, columns_p, mean_q, rows_q, columns_q):
    """The multivariate normal distribution of the columns, one below the other."""
    sp = kronecker(gaussian.matrix(columns_p), gaussian.matrix(rows_p))
    sq = kronecker(gaussian.matrix(columns_q), gaussian.matrix(rows_q))
    n, p = len(rows_p), len(columns_p)
    difference = mpmath.matrix([exact(mean_p[i][j]) - exact(mean_q[i][j]) for j in range(p) for i in range(n)])
    return shape(sp, sq) + (difference.T * mpmath.lu_solve(sq, difference))[0] / 2


def matrix_normal_condition(divergence, mean_p, rows_p, columns_p, mean_q, rows_q, columns_q):
    with mpmath.workdps(100):
        rest = mpf(0)
        for a in relative_diagonal(rows_p, rows_q):
            for b in relative_diagonal(columns_p, columns_q):
                rest += (abs(a - 1) + abs(b - 1)) * abs(a * b - 1)
        return digits(gaussian.condition(columns_q) + rest / mpf(divergence))


def matrix_normals(random):
    cases = []
    pairs = [(p, q) for p, q, unit in covariance_pairs(random, 140) if len(p) < 5]
    for (rows_p, rows_q), (columns_p, columns_q) in zip(pairs[::2], pairs[1::2]):
        n, p = len(rows_p), len(columns_p)
        mean_q = [[random.gauss(0, 1) for _ in range(p)] for _ in range(n)]
        size = random.choice([1e-12, 1e-6, 1.0])
        mean_p = [[x + size * random.gauss(0, 1) for x in row] for row in mean_q]
        problem = [mean_p, rows_p, columns_p, mean_q, rows_q, columns_q]
        value = stable(matrix_normal, *problem, digits=FEW)
        cases.append([problem, value, matrix_normal_condition(value, *problem)])
    return {"MatrixNormal‖MatrixNormal": cases}


def cases():
    random = random_module.Random(20260301)
    large = []
    for p, q in large_problems(random):
        worst = condition(toeplitz(p), toeplitz(q))
        large.append([[p, q], stable(kl_toeplitz, p, q, digits=FEW), digits(worst)])
    one = []
    for problem in normal_problems(random):
        for which in ("mean_p", "std_dev_p", "log_variance_p", "mean_q", "std_dev_q", "log_variance_q"):
            value = stable(normal_gradient, which, *problem, digits=400)
            one.append([[which, *problem], value, digits(normal_condition(which, *problem))])
    return {
        "MultivariateNormal‖MultivariateNormal, from dimension 21, per condition": large,
        "gradient::normal_kl": one,
        "MultivariateNormal::kl_gradient": gradients(random),
        **transport(random_module.Random(20260302)),
        **wisharts(random_module.Random(20260303)),
        **matrix_normals(random_module.Random(20260304)),
    }
