"""Divergences of normal distributions in several dimensions: determinant and inverse."""

import math

import mpmath

from shared.low_rank import condition_from, kl as low_rank_kl, mixed, mixed_and_large, scaled_and_mixed
from shared.exact import exact
from shared.matrices import FEW, changed, covariance, fit, fitting_toeplitz_pairs, identity, kl_toeplitz, matrix, mirrored, rescaled, scaled_problems, toeplitz, worst_condition
from shared.rows import row
from shared.sizes import log_uniform


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


@row("MultivariateNormal‖MultivariateNormal", problems)
def kl(mean_p, covariance_p, mean_q, covariance_q):
    d = len(mean_p)
    sp, sq = matrix(covariance_p), matrix(covariance_q)
    difference = mpmath.matrix([exact(a) - exact(b) for a, b in zip(mean_p, mean_q)])
    inverse = sq**-1
    trace = mpmath.fsum((inverse * sp)[i, i] for i in range(d))
    distance = (difference.T * inverse * difference)[0]
    return (trace - d + distance - mpmath.log(mpmath.det(sp) / mpmath.det(sq))) / 2


row("MultivariateNormal‖MultivariateNormal, scaled", lambda random: scaled_problems(random, 80))(kl)


def correlations_condition(mean_p, covariance_p, mean_q, covariance_q):
    return worst_condition(covariance_p, covariance_q)


def scaled_and_large(random):
    return scaled_problems(random, 4, [21, 24], [3.0, 1e3, 1e12])


row("MultivariateNormal‖MultivariateNormal, scaled from dimension 21, per condition", scaled_and_large, digits=4 * FEW,
    condition=correlations_condition)(kl)


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


def nearly_singular(random):
    """Beyond twenty dimensions, with a condition that would cost a double most of its digits:
    far, near, of different condition, and by one variable only."""
    for spread, size in ((1e-3, 1.0), (1e-5, 1.0), (1e-6, 1.0), (1e-4, 1e-2), (1e-5, 1e-6), (1e-6, 1e-12)):
        d = random.choice([21, 24, 32])
        q = covariance(random, d, spread)
        p = covariance(random, d, spread) if size == 1.0 else changed(random, q, size * 0.1 * spread**2)
        yield gauss_of(random, d), p, gauss_of(random, d), q
    for turned in (False, True):
        d = 25
        p, q = covariance(random, d, 1e-5), covariance(random, d, 0.9)
        if turned:
            p, q = q, p
        yield gauss_of(random, d), p, gauss_of(random, d), q
    # The last variable is nearly the sum of all others.
    for size in (1e-10, 1e-5):
        d = 22
        q = covariance(random, d, 0.9)
        for i in range(d - 1):
            q[i][-1] = q[-1][i] = math.fsum(q[i][:-1])
        q[-1][-1] = math.fsum(x for row in q[:-1] for x in row[:-1]) * (1 + size)
        yield gauss_of(random, d), changed(random, q, size * 1e-3), gauss_of(random, d), q


def gauss_of(random, d):
    return [random.gauss(0, 1) for _ in range(d)]


def nearly_singular_problems(random):
    return [case for case in nearly_singular(random) if fit(case[1], case[3])]


row("MultivariateNormal‖MultivariateNormal, nearly singular from dimension 21", nearly_singular_problems, digits=FEW)(kl)


def toeplitz_condition(p, q):
    return worst_condition(toeplitz(p), toeplitz(q))


row("MultivariateNormal‖MultivariateNormal, from dimension 21, per condition", large_problems,
    digits=FEW, condition=toeplitz_condition)(kl_toeplitz)
row("MultivariateNormal‖MultivariateNormal, 24 to 32 dimensions, per condition",
    lambda random: fitting_toeplitz_pairs(random, 24, 32), digits=FEW, condition=toeplitz_condition)(kl_toeplitz)


row("MultivariateNormal‖LowRankNormal", lambda random: [(q, p) for p, q in mixed(random)], digits=FEW)(low_rank_kl)
row("MultivariateNormal‖LowRankNormal, from dimension 21, per condition",
    lambda random: [(q, p) for p, q in mixed_and_large(random)], digits=FEW, condition=condition_from("1"))(low_rank_kl)
row("MultivariateNormal‖LowRankNormal, scaled", lambda random: [(q, p) for p, q in scaled_and_mixed(random)])(low_rank_kl)
