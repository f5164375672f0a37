"""Differential entropy from distances, by all of them, and with it the divergence from a density."""

import mpmath
from mpmath import log, mpf, pi, psi

from core.estimate.nearest import DIGITS, coordinates, kth, points
from shared.exact import exact
from shared.rows import row


def ln_unit_ball(d):
    return log(pi ** (mpf(d) / 2) / mpmath.gamma(mpf(d) / 2 + 1))


def logarithms(d, x, k):
    x = points(d, x)
    return [d * log(kth(y, x[:i] + x[i + 1:], k)) for i, y in enumerate(x)]


def entropy(d, x, k):
    n = len(x) // d
    return psi(0, mpf(n)) - psi(0, mpf(k)) + ln_unit_ball(d) + mpmath.fsum(logarithms(d, x, k)) / n


def entropy_size(d, x, k):
    n = len(x) // d
    return (d + mpmath.fsum(map(abs, logarithms(d, x, k))) / n + psi(0, mpf(n)) - psi(0, mpf(k))
            + abs(ln_unit_ball(d)))


def entropy_condition(d, x, k):
    return entropy_size(d, x, k) / abs(entropy(d, x, k))


def samples(random, count):
    result = [(1, [0.0, 1.0, 3.0], 1), (1, [0.0, 5e-324], 1), (1, [-1.7e308, 1.7e308], 1)]
    while len(result) < count:
        d, n, k = random.choice([1, 1, 2, 3, 8, 20]), random.choice([5, 12, 40]), random.choice([1, 2, 4])
        result.append((d, coordinates(random, n * d), k))
    return result


row("estimate::nearest_neighbour_entropy", lambda random: samples(random, 40), digits=DIGITS, condition=entropy_condition)(entropy)


def cells(d, x, width):
    """In units of the width, as the quotients of doubles are rounded."""
    return [[int(abs(c / width) + 0.5) * (1 if c > 0 else -1) for c in x[i:i + d]] for i in range(0, len(x), d)]


def rounded_terms(d, x, k, width):
    x = cells(d, x, width)
    digamma = lambda j: psi(0, mpf(j))
    for i, place in enumerate(x):
        distances = sorted(max(abs(a - b) for a, b in zip(place, y)) for y in x[:i] + x[i + 1:])
        r = distances[k - 1]
        nearer, at = sum(1 for s in distances if s < r), sum(1 for s in distances if s == r)
        if r == 0:
            yield -digamma(at + 1)
            continue
        tau = mpf(k - nearer) / (at + 1)
        yield log((1 - tau) * (2 * r - 1) ** d + tau * (2 * r + 1) ** d)
        yield -digamma(k)


def entropy_of_rounded(d, x, k, width):
    n = len(x) // d
    return psi(0, mpf(n)) + mpmath.fsum(rounded_terms(d, x, k, width)) / n + d * log(exact(width))


def rounded_condition(d, x, k, width):
    n = len(x) // d
    size = psi(0, mpf(n)) + mpmath.fsum(map(abs, rounded_terms(d, x, k, width))) / n + d * (1 + abs(log(exact(width))))
    return size / abs(entropy_of_rounded(d, x, k, width))


def rounded_samples(random, count):
    result = []
    while len(result) < count:
        d, n, k = random.choice([1, 1, 2, 3]), random.choice([6, 12, 40]), random.choice([1, 2, 4])
        width, spread = random.choice([0.1, 0.25, 1.0, 1e-3, 1e5]), random.choice([1, 4, 20])
        result.append((d, [width * round(random.gauss(0, spread)) for _ in range(n * d)], k, width))
    return result


row("estimate::nearest_neighbour_entropy_of_rounded", lambda random: rounded_samples(random, 30), digits=DIGITS, condition=rounded_condition)(entropy_of_rounded)


def cross_logarithms(d, x):
    """Of the standard normal density."""
    return [-mpmath.fsum(c * c for c in point) / 2 - d * log(2 * pi) / 2 for point in points(d, x)]


def kl_to_density(d, x, k):
    n = len(x) // d
    return -mpmath.fsum(cross_logarithms(d, x)) / n - entropy(d, x, k)


def density_condition(d, x, k):
    n = len(x) // d
    size = entropy_size(d, x, k) + mpmath.fsum(map(abs, cross_logarithms(d, x))) / n
    return size / abs(kl_to_density(d, x, k))


def ordinary(random, count):
    draw = lambda d, n: [random.gauss(0.5, 2) for _ in range(n * d)]
    return [(d, draw(d, random.choice([5, 12, 40])), random.choice([1, 2, 4]))
            for d in [random.choice([1, 2, 5]) for _ in range(count)]]


row("estimate::nearest_neighbour_kl_to_density", lambda random: ordinary(random, 20), digits=DIGITS, condition=density_condition)(kl_to_density)
