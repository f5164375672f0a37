"""Estimates from neighbours that may tie, by all distances and all orders."""

import functools
import math
from fractions import Fraction

from mpmath import mpf

from shared.rows import row


def points(dimension, coordinates):
    return [coordinates[i:i + dimension] for i in range(0, len(coordinates), dimension)]


def apart(x, y):
    """The largest difference along an axis, as the doubles have it."""
    return max(abs(a - b) for a, b in zip(x, y))


@functools.lru_cache(maxsize=None)
def digamma(j):
    """ψ(j) + γ, a fraction: there are as many with one sign as with the other."""
    return digamma(j - 1) + Fraction(1, j - 1) if j > 1 else Fraction(0)


def around(x, others, of_q, radius):
    """Of either kind, how many are inside and how many on the boundary."""
    return tuple(sum(1 for y in kind if condition(apart(x, y)))
                 for condition in (lambda d: d < radius, lambda d: d == radius)
                 for kind in (others, of_q))


def others_of(points, i):
    return points[:i] + points[i + 1:]


def kth(x, others, k):
    return sorted(apart(x, y) for y in others)[k - 1]


@functools.lru_cache(maxsize=None)
def mean_over_orders(k, stops, value, a, b, g, h):
    """Over all orders of g and h points that are added to a and b, until `stops`."""
    total = Fraction(0)
    for new, share in ((1, Fraction(g, g + h)), (0, Fraction(h, g + h))):
        if share:
            a2, b2 = a + new, b + 1 - new
            total += share * (value(a, b) if stops(k, a2, b2) else
                              mean_over_orders(k, stops, value, a2, b2, g - new, h - 1 + new))
    return total


def both(k, a, b):
    return a >= k and b >= k


def first(k, a, b):
    return a >= k


def ln_ratio(a, b):
    return digamma(a + 1) - digamma(b + 1)


def of_rank(a, b):
    return digamma(a + b + 1)


def nearest_neighbour_kl_with_ties(d, p, q, k):
    p, q = points(d, p), points(d, q)
    total = Fraction(0)
    for i, x in enumerate(p):
        others = others_of(p, i)
        counts = around(x, others, q, max(kth(x, others, k), kth(x, q, k)))
        total += mean_over_orders(k, both, ln_ratio, *counts)
    return total / len(p) + digamma(len(q) + 1) - digamma(len(p))


def kl_to_mixture(d, p, q, k):
    p, q = points(d, p), points(d, q)
    n, m = len(p), len(q)
    total = Fraction(0)
    for i, x in enumerate(p):
        others = others_of(p, i)
        counts = around(x, others, q, kth(x, others, k))
        total += mean_over_orders(k, first, of_rank, *counts)
    return digamma(k) + digamma(n + m) - digamma(n) - total / n


def jensen_shannon(d, p, q, k):
    return (len(p) * kl_to_mixture(d, p, q, k) + len(q) * kl_to_mixture(d, q, p, k)) / (len(p) + len(q))


def samples(random, count):
    result = [(1, [0.5, 0.5, 1.0, 2.0], [0.0, 1.0, 1.5], 1), (1, [1.7e308, 1e300, -1e-300, 7.0], [0.0, 5e-324, 1e-5], 1)]
    while len(result) < count:
        d, k = random.choice([1, 1, 2, 3, 6]), random.choice([1, 1, 2, 3, 5])
        n, m = random.choice([7, 12, 40]), random.choice([6, 13, 50])
        unit = random.choice([None, 0.125, 0.5, 1.0])
        rounded = lambda x: x if unit is None else unit * round(x / unit)
        draw = lambda count, mean: [rounded(random.gauss(mean, 1)) for _ in range(count * d)]
        result.append((d, draw(n, 1), draw(m, 0), k))
    return result


def rounded(formula):
    """The fraction as a number of many digits."""
    def value(*arguments):
        fraction = formula(*arguments)
        return mpf(fraction.numerator) / fraction.denominator
    return value


row("estimate::nearest_neighbour_kl_with_ties", lambda random: samples(random, 40))(rounded(nearest_neighbour_kl_with_ties))
row("estimate::nearest_neighbour_kl_to_mixture", lambda random: samples(random, 30))(rounded(kl_to_mixture))
row("estimate::nearest_neighbour_jensen_shannon", lambda random: samples(random, 20))(rounded(jensen_shannon))


def spread(d, x, first_axis):
    """The n-th point is at n·√p modulo 1 of the width to the nearer other value, if its value
    repeats along an axis."""
    primes = [p for p in range(2, 60) if all(p % q for q in range(2, p))][first_axis:]
    rows = [list(point) for point in points(d, x)]
    for axis in range(d):
        column = [row[axis] for row in rows]
        values = sorted(set(column))
        for n, (row, value) in enumerate(zip(rows, column), 1):
            place = values.index(value)
            near = [abs(values[j] - value) for j in (place - 1, place + 1) if 0 <= j < len(values)]
            if column.count(value) > 1 and near:
                row[axis] = value + min(near) / 2 * (2 * (n * (math.sqrt(primes[axis]) % 1) % 1) - 1)
    return rows


def closed_if_0(x, others, radius):
    return sum(1 for y in others if (apart(x, y) < radius if radius else apart(x, y) == 0))


def mutual_information(dx, x, dy, y, k):
    x, y = spread(dx, x, 0), spread(dy, y, dx)
    n = len(x)
    total = Fraction(0)
    for i in range(n):
        both = [a + b for a, b in zip(x, y)]
        radius = kth(both[i], others_of(both, i), k)
        number = lambda points: digamma(closed_if_0(points[i], others_of(points, i), radius) + 1)
        total += number(both) - number(x) - number(y)
    return digamma(n) + total / n


def information_of_labels(labels, d, x, k):
    kept = [(label, point) for label, point in zip(labels, points(d, x)) if labels.count(label) > 1]
    n = len(kept)
    total = Fraction(0)
    for i, (label, point) in enumerate(kept):
        others = others_of(kept, i)
        own = [y for other, y in others if other == label]
        k_i = min(k, len(own))
        counts = around(point, own, [y for other, y in others if other != label], kth(point, own, k_i))
        total += digamma(k_i) - digamma(len(own) + 1) - mean_over_orders(k_i, first, of_rank, *counts)
    return digamma(n) + total / n


def kl_of_labelled(labels_p, labels_q, d, p, q, k):
    p, q = list(zip(labels_p, points(d, p))), list(zip(labels_q, points(d, q)))
    total = Fraction(0)
    for i, (label, x) in enumerate(p):
        own = [y for other, y in others_of(p, i) if other == label]
        of_q = [y for other, y in q if other == label]
        k_i = min(k, len(own), len(of_q))
        if k_i:
            counts = around(x, own, of_q, max(kth(x, own, k_i), kth(x, of_q, k_i)))
            total += mean_over_orders(k_i, both, ln_ratio, *counts)
        else:
            total += digamma(1) - digamma(len(of_q) + 1)
    return total / len(p) + digamma(len(q) + 1) - digamma(len(p))


def pairs_of_columns(random, count):
    result = []
    while len(result) < count:
        dx, dy, k, n = random.choice([1, 1, 2]), random.choice([1, 1, 3]), random.choice([1, 2, 3, 5]), random.choice([7, 20, 50])
        unit = random.choice([None, None, 0.25, 1.0])
        rounded = lambda x: x if unit is None else unit * round(x / unit)
        common = [random.gauss(0, 1) for _ in range(n)]
        draw = lambda d: [rounded(common[i // d] + random.gauss(0, 1)) for i in range(n * d)]
        result.append((dx, draw(dx), dy, draw(dy), k))
    return result


def labelled(random, count):
    result = []
    while len(result) < count:
        d, k, n = random.choice([1, 1, 2, 4]), random.choice([1, 2, 3, 5]), random.choice([9, 20, 50])
        unit = random.choice([None, 0.25, 1.0])
        rounded = lambda x: x if unit is None else unit * round(x / unit)
        labels = [random.choice([0, 0, 1, 1, 1, 2]) for _ in range(n)] + [7]
        result.append((labels, d, [rounded(random.gauss(labels[i // d], 1)) for i in range(d * len(labels))], k))
    return result


def two_labelled(random, count):
    result = []
    for labels, d, x, k in labelled(random, count):
        others = [random.choice([0, 1, 2, 7]) for _ in range(30)] + [0, 1, 2, 7]
        unit = random.choice([None, 0.25])
        rounded = lambda x: x if unit is None else unit * round(x / unit)
        result.append((labels, others, d, x, [rounded(random.gauss(others[i // d], 2)) for i in range(d * len(others))], k))
    return result


row("estimate::nearest_neighbour_mutual_information", lambda random: pairs_of_columns(random, 30))(rounded(mutual_information))
row("estimate::nearest_neighbour_information_of_labels", lambda random: labelled(random, 25))(rounded(information_of_labels))
row("estimate::nearest_neighbour_kl_of_labelled", lambda random: two_labelled(random, 20))(rounded(kl_of_labelled))
