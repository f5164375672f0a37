"""Estimates from neighbours with normal distributions as references, by all distances."""

import mpmath
from mpmath import exp, log, matrix, mpf, psi

from shared.exact import exact
from shared.rows import row

DIGITS = 60


def points(d, coordinates):
    return [matrix([exact(c) for c in coordinates[i:i + d]]) for i in range(0, len(coordinates), d)]


def moments(x):
    mean = sum(x[1:], x[0]) / len(x)
    covariance = matrix(len(mean), len(mean))
    for y in x:
        covariance += (y - mean) * (y - mean).T
    return mean, covariance / (len(x) - 1)


def length(inverse, x):
    """By the covariance whose inverse is given."""
    return mpmath.sqrt((x.T * inverse * x)[0])


def ln_mass(d, r, x):
    """Of a ball around a place x of the standard normal distribution: Poisson's mixture of the
    distribution functions of chi squared."""
    h, total, weight, j = x * x / 2, mpf(0), exp(-x * x / 2), 0
    while True:
        term = weight * mpmath.gammainc(mpf(d) / 2 + j, 0, r * r / 2, regularized=True)
        total += term
        j += 1
        weight *= h / j
        if j > 2 * h and term < total * mpf(10) ** -mpmath.mp.dps:
            return log(total)


def ln_density(x, sample, k, leave):
    """At x, from the k-th neighbour, and from the sample without the point with the index `leave`;
    and how much of it rounding moves: half the square of the distance to that neighbour, and d times
    the distance from the origin over that to the neighbour, which is what half an ulp on the
    coordinates moves."""
    n, d = len(sample), len(x)
    mean, covariance = moments(sample)
    inverse = covariance ** -1
    r = sorted(length(inverse, x - y) for i, y in enumerate(sample) if i != leave)[k - 1]
    z = length(inverse, x - mean)
    ln_g = -z * z / 2 - d * log(2 * mpmath.pi) / 2 - log(mpmath.det(covariance)) / 2
    counts = psi(0, mpf(k)) - psi(0, mpf(n if leave is not None else n + 1))
    return counts + ln_g - ln_mass(d, r, z), r * r / 2 + d * (z + length(inverse, mean)) / r


def kl(d, p, q, k):
    p, q = points(d, p), points(d, q)
    ratios = (ln_density(x, p, k, i)[0] - ln_density(x, q, k, None)[0] for i, x in enumerate(p))
    return mpmath.fsum(ratios) / len(p)


def size(d, p, q, k):
    p, q = points(d, p), points(d, q)
    terms = [t for i, x in enumerate(p) for t in (ln_density(x, p, k, i), ln_density(x, q, k, None))]
    return d + mpmath.fsum(abs(a) + b for a, b in terms) / len(p)


def condition(d, p, q, k):
    return size(d, p, q, k) / abs(kl(d, p, q, k))


def samples(random, count):
    result = []
    for _ in range(count):
        d, n, m, k = random.choice([1, 1, 2, 3]), random.choice([6, 9, 12]), random.choice([6, 10]), random.choice([1, 2])
        unit = random.choice([1.0, 1e-100, 1e5])
        draw = lambda n, mean: [unit * random.gauss(mean, 1) for _ in range(n * d)]
        result.append((d, draw(n, 0.5), draw(m, 0), k))
    return result


row("estimate::nearest_neighbour_kl_with_normal_reference", lambda random: samples(random, 16), digits=DIGITS, condition=condition)(kl)


def left(d, p, q, parts):
    """The samples without one part each."""
    left = lambda x, b: [c for i in range(len(x) // d) if i % parts != b for c in x[d * i:d * i + d]]
    return [(d, left(p, b), left(q, b)) for b in range(parts)]


def without(d, p, q, k, parts):
    return [kl(*samples, k) for samples in left(d, p, q, parts)]


def sizes(d, p, q, k, parts):
    return parts * size(d, p, q, k) + sum(size(*samples, k) for samples in left(d, p, q, parts))


def estimate(d, p, q, k, parts):
    return parts * kl(d, p, q, k) - (parts - 1) * mpmath.fsum(without(d, p, q, k, parts)) / parts


def standard_error(d, p, q, k, parts):
    each = without(d, p, q, k, parts)
    mean = mpmath.fsum(each) / parts
    variance = mpmath.fsum((x - mean) ** 2 for x in each) * (parts - 1) / parts
    return mpmath.sqrt(variance + (parts - 1) ** 2 * (mean - kl(d, p, q, k)) ** 2)


def with_parts(random):
    draw = lambda d, n, mean: [random.gauss(mean, 1) for _ in range(n * d)]
    return [(d, draw(d, 12, 1), draw(d, 10, 0), k, parts) for d, k, parts in [(1, 1, 2), (1, 2, 4), (2, 1, 3), (3, 1, 4)]]


def estimate_condition(d, p, q, k, parts):
    return sizes(d, p, q, k, parts) / abs(estimate(d, p, q, k, parts))


def error_condition(d, p, q, k, parts):
    return sizes(d, p, q, k, parts) / standard_error(d, p, q, k, parts)


row("estimate::nearest_neighbour_estimate_with_normal_reference", with_parts, digits=DIGITS, condition=estimate_condition)(estimate)
row("estimate::nearest_neighbour_estimate_with_normal_reference, standard error", with_parts, digits=DIGITS, condition=error_condition)(standard_error)
