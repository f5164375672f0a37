"""Normal distributions between two cuts."""

import math

import mpmath
from mpmath import erfc, exp, log, mpf, sqrt

from shared.sizes import log_uniform, nearby

INF = math.inf


def phi(x):
    return mpf(0) if mpmath.isinf(x) else exp(-x**2 / 2) / sqrt(2 * mpmath.pi)


def times_phi(x, power):
    return mpf(0) if mpmath.isinf(x) else x**power * phi(x)


def between(a, b):
    """The mass of the standard normal distribution from a to b."""
    if a > 0:
        return between(-b, -a)
    return (erfc(-b / sqrt(2)) - erfc(-a / sqrt(2))) / 2


def parts(mu, s, lower, upper):
    """The cuts in units, the mass, the mean and the mean square of what is left, in units."""
    a, b = (lower - mu) / s, (upper - mu) / s
    z = between(a, b)
    mean = (phi(a) - phi(b)) / z
    square = 1 + (times_phi(a, 1) - times_phi(b, 1)) / z
    return a, b, z, mean, square


def mode(mu, lower, upper):
    return min(max(mu, lower), upper)


def ln_density(mu, s, lower, upper):
    z = between((lower - mu) / s, (upper - mu) / s)
    return lambda x: -((x - mu) / s) ** 2 / 2 - log(s * sqrt(2 * mpmath.pi)) - log(z)


def distance_from_mode(a, b, z, mean, s):
    """E|x − m|, where m is the mode."""
    if a > 0 or b < 0:
        return abs(s * mean - s * (a if a > 0 else b))
    return s * (2 * phi(mpf(0)) - phi(a) - phi(b)) / z


def divergence(mu_p, s_p, a, b, mu_q, s_q, c, d):
    if a < c or b > d:
        return mpmath.inf
    if (mu_p, s_p, a, b) == (mu_q, s_q, c, d):
        return mpf(0)
    _, _, z_p, mean, square = parts(mu_p, s_p, a, b)
    z_q = between((c - mu_q) / s_q, (d - mu_q) / s_q)
    far = mu_p - mu_q
    of_q = (s_p**2 * square + 2 * far * s_p * mean + far**2) / s_q**2
    return log(s_q * z_q / (s_p * z_p)) + (of_q - square) / 2


# A mass far in a tail is a difference of numbers as small as itself; what cancels are powers of
# the distance and of the width.
DIGITS = 300


def some(random, rounds):
    """Location, scale and cuts: around the location, beside it, far in a tail, narrow, one-sided, none."""
    rows = [(0.0, 1.0, 2.0, 3.0), (0.0, 1.0, 10.0, INF), (0.0, 1.0, 10.0, 10.001), (0.0, 1.0, -40.0, -39.0),
            (0.0, 1.0, 0.0, INF), (0.0, 1.0, -INF, INF), (0.0, 1.0, -INF, 1.0), (0.0, 1.0, 0.5, 0.5 + 1e-9),
            (0.0, 1.0, 30.0, 30.0 + 1e-9), (1.0, 2.0, -1e-9, 1e-9), (0.0, 1.0, -1e-9, 1e-9), (0.0, 1.0, -1e-9, 5.0), (0.0, 1.0, -2.0, 2.0 + 2.0**-51)]
    for _ in range(rounds):
        mu, s = random.gauss(0, 3), random.uniform(0.2, 4)
        at = lambda most: mu + s * random.uniform(-most, most)
        rows.append((mu, s, *sorted([at(3), at(3)])))
        rows.append((mu, s, at(8), INF))
        rows.append((mu, s, -INF, at(8)))
        rows.append((mu, s, *sorted([at(40), at(40)])))
        start = at(30)
        rows.append((mu, s, start, start + s * log_uniform(random, 1e-9, 1)))
        size = log_uniform(random, 1e-60, 1e60)
        rows.append((mu * size, s * size, (mu - s) * size, (mu + 2 * s) * size))
    return [row for row in rows if row[2] < row[3]]


def around(random, lower, upper):
    """Cuts that are the same, or further out."""
    def out(x, sign):
        kind = random.random()
        if kind < 0.4 or math.isinf(x):
            return x
        if kind < 0.55:
            return sign * INF
        return x + sign * log_uniform(random, 1e-6, 10)
    return out(lower, -1), out(upper, 1)


def ordinary(random):
    """Q of its own location and scale."""
    rows = [(0.0, 1.0, 2.0, 3.0, 2.0, 3.0, 1.0, 5.0), (0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.5, 4.0), (0.0, 1.0, 5.0, INF, 0.0, 1.0, 5.0, 9.0),
            (0.0, 1.0, -5.0, 5.0, 0.0, 1.0, -INF, INF), (0.0, 1.0, -8.0, 8.0, 0.0, 1.0, -9.0, INF)]
    for mu, s, lower, upper in some(random, 14):
        middle = mode(mu, lower, upper)
        spread = min(s, upper - lower) * random.uniform(0.3, 3)
        for q in [(middle + spread * random.gauss(0, 1), spread), (mu + s * random.gauss(0, 2), s * random.uniform(0.3, 3)),
                  (mu + s * random.gauss(0, 2), s)]:
            rows.append((mu, s, lower, upper, *q, *around(random, lower, upper)))
    return rows


def near(random):
    """Q next to P, on the same interval or one that has hardly more."""
    rows = []
    for mu, s, lower, upper in some(random, 10):
        for _ in range(2):
            q = random.choice([(mu, nearby(random, s)), (nearby(random, mu), s), (nearby(random, mu), nearby(random, s))])
            rows.append((mu, s, lower, upper, *q, lower, upper))
        rows.append((mu, s, lower, upper, mu, s, *around(random, lower, upper)))
        rows.append((mu, s, lower, upper, nearby(random, mu), nearby(random, s), *around(random, lower, upper)))
    return rows


def far(random):
    """Cuts up to 1e12 scales away."""
    rows = []
    for _ in range(40):
        z = log_uniform(random, 10, 1e12)
        s = random.uniform(0.3, 3)
        width = random.choice([INF, s * log_uniform(random, 1e-3, 1e3) / z])
        lower = z * s
        if lower + width > lower:
            q = (random.choice([0.0, s * random.gauss(0, 1)]), random.choice([nearby(random, s), s * random.uniform(0.3, 3)]))
            rows.append((0.0, s, lower, lower + width, *q, lower, random.choice([INF, lower + width])))
    return rows
