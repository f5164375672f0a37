"""Estimates from nearest neighbours, by all distances."""

import mpmath
from mpmath import log, mpf

from shared.exact import exact
from shared.rows import row
from shared.sizes import log_uniform

# Distances need few digits: the points are doubles, and no difference cancels.
DIGITS = 60


def points(dimension, coordinates):
    coordinates = [exact(x) for x in coordinates]
    return [coordinates[i:i + dimension] for i in range(0, len(coordinates), dimension)]


def kth(x, others, k):
    return mpmath.sqrt(sorted(mpmath.fsum((a - b) ** 2 for a, b in zip(x, y)) for y in others)[k - 1])


def logarithms(d, p, q, k):
    p, q = points(d, p), points(d, q)
    return [d * log(kth(x, q, k) / kth(x, p[:i] + p[i + 1:], k)) for i, x in enumerate(p)]


def coordinates(random, count):
    kind = random.randrange(5)
    if kind == 0:
        return [random.gauss(1, 2) for _ in range(count)]
    if kind == 1:
        return [1e6 + random.random() for _ in range(count)]
    if kind == 2:
        return [random.choice([-1.0, 1.0]) * log_uniform(random, 1e-300, 1e300) for _ in range(count)]
    scale = random.choice([1.0, 1e-310, 1e-200, 1e150, 1e300])
    return [scale * random.gauss(0, 1) for _ in range(count)]


def neighbours(random, count):
    result = [(1, [0.0, 1.0, 3.0], [2.25, 4.5], 1), (1, [0.0, 5e-324], [1e-323], 1),
              (1, [-1.7e308, 1.7e308], [0.0], 1), (2, [0.0, 0.0, 1e-200, 0.0, 1.0, 1.0], [0.0, 3e-200], 1),
              (2, [-1.7e308, 1.7e308, 1.7e308, -1.7e308], [1e-300, 1e-300], 1)]
    while len(result) < count:
        d = random.choice([1, 1, 2, 3, 3, 4, 5, 8])
        n, m = random.choice([5, 12, 40]), random.choice([4, 13, 50])
        k = random.choice([1, 1, 2, 3])
        p, q = coordinates(random, n * d), coordinates(random, m * d)
        if random.randrange(2):
            q = [random.gauss(0, 1) for _ in range(m * d)]
            p = [random.gauss(0.5, 1) for _ in range(n * d)]
        result.append((d, p, q, k))
    return result


def nearest_condition(d, p, q, k):
    n, m = len(p) // d, len(q) // d
    size = mpmath.fsum(map(abs, logarithms(d, p, q, k))) / n + abs(log(mpf(m) / (n - 1)))
    return (d + size) / abs(nearest_neighbour_kl(d, p, q, k))


@row("estimate::nearest_neighbour_kl", lambda random: neighbours(random, 70), digits=DIGITS, condition=nearest_condition)
def nearest_neighbour_kl(d, p, q, k):
    n, m = len(p) // d, len(q) // d
    return mpmath.fsum(logarithms(d, p, q, k)) / n + log(mpf(m) / (n - 1))


def student(u, freedom):
    """The quantile of Student's distribution."""
    nu = mpf(freedom)
    tail = lambda t: mpmath.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True) / 2
    return mpmath.findroot(lambda t: tail(t) - (1 - u), mpf(2))


def standard_error(d, p, q, k, parts):
    """From the estimates of the parts."""
    deal = lambda x: [[c for i in range(b, len(x) // d, parts) for c in x[d * i:d * i + d]]
                      for b in range(parts)]
    each = [nearest_neighbour_kl(d, x, y, k) for x, y in zip(deal(p), deal(q))]
    mean = mpmath.fsum(each) / parts
    variance = mpmath.fsum((x - mean) ** 2 for x in each) / (parts - 1)
    return mpmath.sqrt(variance / parts)


def reach(d, p, q, k, parts, level):
    """Half the width of the confidence interval."""
    return student((1 + exact(level)) / 2, parts - 1) * standard_error(d, p, q, k, parts)


def with_parts(random):
    return [
        (d, [random.gauss(0, 1) for _ in range(24 * d)], [random.gauss(1, 1) for _ in range(30 * d)], k, parts, level)
        for d, k, parts, level in [(1, 1, 4, 0.95), (2, 2, 5, 0.9), (3, 1, 8, 0.99), (1, 3, 2, 0.5), (4, 1, 3, 0.999)]]


def size_of_terms(d, p, q, k):
    n = len(p) // d
    return d + mpmath.fsum(map(abs, logarithms(d, p, q, k))) / n


def error_condition(d, p, q, k, parts):
    return size_of_terms(d, p, q, k) / standard_error(d, p, q, k, parts)


row("estimate::nearest_neighbour_estimate, standard error", lambda random: [case[:-1] for case in with_parts(random)], digits=DIGITS, condition=error_condition)(standard_error)


def interval_condition(d, p, q, k, parts, level):
    value = nearest_neighbour_interval(d, p, q, k, parts, level)
    return (size_of_terms(d, p, q, k) + reach(d, p, q, k, parts, level)) / abs(value)


@row("estimate::nearest_neighbour_estimate, interval", with_parts, digits=DIGITS, condition=interval_condition)
def nearest_neighbour_interval(d, p, q, k, parts, level):
    """Its upper end."""
    return nearest_neighbour_kl(d, p, q, k) + reach(d, p, q, k, parts, level)
