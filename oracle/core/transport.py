"""Wasserstein and energy distances in one dimension.

Between samples, in rational arithmetic, by other ways than kl-core's: order 1 from the
cumulative distribution functions, the other orders from both quantile functions at
every level where one of them steps, the energy distance from the means of all
distances. Between distributions from their closed forms; `tied()` compares each with
the integral over the quantile functions.
"""

import math
from fractions import Fraction

import mpmath
from mpmath import mpf

from shared.exact import exact, on_exact, text
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


def sample(random, n):
    kind = random.randrange(5)
    if kind == 0:
        return [random.gauss(0, 1) for _ in range(n)]
    if kind == 1:
        return [float(random.randrange(-4, 5)) for _ in range(n)]
    if kind == 2:
        return [random.choice([-1.0, 1.0]) * log_uniform(random, 1e-300, 1e300) for _ in range(n)]
    if kind == 3:
        return [1e6 + random.random() for _ in range(n)]
    return [random.expovariate(1.0) for _ in range(n)]


def samples(random, count):
    """Two samples: of any sizes, nearly equal, with extreme values."""
    result = [
        ([0.0], [0.0]), ([0.0], [SMALLEST]), ([-LARGEST], [LARGEST / 4]), ([LARGEST], [0.0]),
        ([LARGEST, 0.0], [-LARGEST, 0.0]), ([LARGEST, 1.0], [LARGEST, 1.0 + 2**-52]),
        ([LARGEST] * 3, [0.0] * 5), ([SMALLEST, 0.0, 0.0], [0.0]), ([1e-310, 1e-300], [2e-310, 1e-300, 1e-300]),
        ([-LARGEST / 4, LARGEST / 4] * 2, [LARGEST / 4, 0.0, -LARGEST / 4]),
        ([1.0, 2.0, 3.0], [3.0, 1.0, 2.0]), ([1.0, 2.0], [1.0, 1.0, 2.0, 2.0]),
    ]
    while len(result) < count:
        n = random.choice([1, 2, 3, 5, 8, 13, 30])
        x = sample(random, n)
        kind = random.randrange(4)
        if kind == 0:
            y = [nearby(random, v) if v and abs(v) < 1e300 else v for v in x]
        elif kind == 1:
            # Far tinier differences, in one place of a larger sample.
            y = x * random.choice([1, 2])
            y[0] = math.nextafter(y[0], math.inf)
        else:
            y = sample(random, random.choice([1, 2, 3, 5, 7, 12, 21]))
        random.shuffle(y)
        result.append((x, y))
    return result


def weights(random, n):
    kind = random.randrange(4)
    if kind == 0:
        w = [float(random.randrange(0, 5)) for _ in range(n)]
    elif kind == 1:
        w = [random.random() for _ in range(n)]
    elif kind == 2:
        w = [log_uniform(random, 1e-18, 1.0) for _ in range(n)]
    else:
        scale = random.choice([1e-310, 1e-250, 1e300, 1.7e308])
        w = [scale * random.uniform(0.5, 1) for _ in range(n)]
    return w if any(w) else [1.0] * n


def weighted(random, count):
    result = []
    while len(result) < count:
        x = sample(random, random.choice([1, 2, 3, 5, 8, 13]))
        v = weights(random, len(x))
        kind = random.randrange(3)
        if kind == 0:
            # The same values; weights that differ by as little as a digit.
            y, w = list(x), [nearby(random, a) if a and a < 1e307 else a for a in v]
        else:
            y = sample(random, random.choice([1, 2, 4, 7, 12]))
            w = weights(random, len(y))
        result.append((x, y, v, w))
    # One of them without weights, written as equal ones.
    x, y = sample(random, 5), sample(random, 3)
    return result + [(x, y, [1.0, 2.0, 4.0, 1.0, 1.0], [1.0] * 3)]


def plain(random):
    return samples(random, 160)


def heavy(random):
    return weighted(random, 160)


ORDERS = [1.0, 1.0000001, 1.5, 2.0, 3.0, 10.0, 300.0, 1e15, math.inf]


def plain_with_orders(random):
    return [(random.choice(ORDERS), x, y) for x, y in plain(random)[:80]]


def heavy_with_orders(random):
    # In the second, next to no mass is moved: the root of the mean is far from one.
    return [(random.choice(ORDERS), *case) for case in heavy(random)[-60:]] + [
        (order, [0.0, 1.0], [0.0], [1.0, 1e-250], [1.0]) for order in [1.0000001, 1.1, 1.7, 3.3, 7.3]]


def rational(x):
    """The fraction as an mpmath number of the digits that are carried."""
    return mpf(x.numerator) / mpf(x.denominator)


def masses(values, weights):
    """Value to mass, the masses adding up to one, exactly."""
    weights = [Fraction(w) for w in weights or [1] * len(values)]
    total, result = sum(weights), {}
    for x, w in zip(values, weights):
        result[Fraction(x)] = result.get(Fraction(x), 0) + w / total
    return {x: w for x, w in sorted(result.items()) if w}


def order_one(p, q):
    """The integral of |F - G|."""
    points = sorted(set(p) | set(q))
    total = gap = Fraction(0)
    for x, following in zip(points, points[1:]):
        gap += p.get(x, 0) - q.get(x, 0)
        total += abs(gap) * (following - x)
    return total


def pieces(p, q):
    """(mass, distance) for each level between two steps of the quantile functions."""
    def steps(p):
        level, result = Fraction(0), []
        for x, w in p.items():
            level += w
            result.append((level, x))
        return result
    p, q = steps(p), steps(q)
    levels = sorted({u for u, _ in p} | {u for u, _ in q})
    quantile = lambda steps, u: next(x for level, x in steps if level >= u)
    before, result = Fraction(0), []
    for u in levels:
        result.append((u - before, abs(quantile(p, u) - quantile(q, u))))
        before = u
    return result


@row("transport::wasserstein_1", plain)
@row("transport::Empirical::wasserstein_1", heavy)
def wasserstein_1(x, y, v=None, w=None):
    return rational(order_one(masses(x, v), masses(y, w)))


@row("transport::wasserstein_2", plain)
@row("transport::Empirical::wasserstein_2", heavy)
def wasserstein_2(x, y, v=None, w=None):
    square = sum(mass * d * d for mass, d in pieces(masses(x, v), masses(y, w)))
    return mpmath.sqrt(rational(square))


@row("transport::wasserstein", plain_with_orders)
@row("transport::Empirical::wasserstein", heavy_with_orders)
def wasserstein(order, x, y, v=None, w=None):
    parts = pieces(masses(x, v), masses(y, w))
    if order == math.inf:
        return rational(max(d for _, d in parts))
    power = mpmath.fsum(rational(mass) * rational(d) ** mpf(order) for mass, d in parts)
    return power ** (1 / mpf(order))


@row("transport::Empirical::energy_distance", lambda random: [*heavy(random), *plain(random)])
def energy_distance(x, y, v=None, w=None):
    p, q = masses(x, v), masses(y, w)
    mean = lambda p, q: sum(a * b * abs(s - t) for s, a in p.items() for t, b in q.items())
    return mpmath.sqrt(rational(2 * mean(p, q) - mean(p, p) - mean(q, q)))


def places(random):
    return [(random.choice(x + y), x, v) for x, y, v, _ in heavy(random)[:80]]


@row("transport::Empirical::cdf", places)
def cdf(at, x, w=None):
    return rational(sum((m for v, m in masses(x, w).items() if v <= Fraction(at)), Fraction(0)))


# Between distributions of one family.


def pairs(random):
    return location_scale(random, 120)


def location_scale(random, count):
    result = [(0.0, 1.0, 0.0, 1.0), (LARGEST, 1.0, -LARGEST, 1.0), (0.0, SMALLEST, 0.0, 1.0),
              (LARGEST, LARGEST, 0.0, 1.0), (0.0, 1.0, SMALLEST, 1.0), (0.0, 1e-310, 0.0, 3e-310)]
    while len(result) < count:
        m, s = random.gauss(0, 10), log_uniform(random, 1e-3, 1e3)
        kind = random.randrange(4)
        if kind == 0:
            result.append((m, s, nearby(random, m), nearby(random, s)))
        elif kind == 1:
            result.append((m, s, m, nearby(random, s)))
        elif kind == 2:
            result.append((m, s, random.gauss(0, 10), log_uniform(random, 1e-3, 1e3)))
        else:
            s, t = (log_uniform(random, 1e-300, 1e300) for _ in range(2))
            result.append((random.gauss(0, 1) * s, s, random.gauss(0, 1) * t, t))
    return result


def rates(random):
    return [(p, q) for _, p, _, q in pairs(random)]


def ends(random):
    rows = [tuple(sorted(case[:2])) + tuple(sorted(case[2:])) for case in pairs(random)]
    return [case for case in rows if case[0] < case[1] and case[2] < case[3]]


@row("Exp::wasserstein_1", rates)
@on_exact
def exponential_1(p, q):
    return abs(1 / p - 1 / q)


@row("Exp::wasserstein_2", rates)
@on_exact
def exponential_2(p, q):
    return mpmath.sqrt(2) * abs(1 / p - 1 / q)


@row("Laplace::wasserstein_1", pairs)
@on_exact
def laplace_1(mu_p, b_p, mu_q, b_q):
    delta, beta = abs(mu_p - mu_q), abs(b_p - b_q)
    return delta + (beta * mpmath.exp(-delta / beta) if beta else 0)


@row("Laplace::wasserstein_2", pairs)
@on_exact
def laplace_2(mu_p, b_p, mu_q, b_q):
    return mpmath.sqrt((mu_p - mu_q) ** 2 + 2 * (b_p - b_q) ** 2)


@row("Normal::wasserstein_1", pairs)
@on_exact
def normal_1(mu_p, s_p, mu_q, s_q):
    delta, tau = abs(mu_p - mu_q), abs(s_p - s_q)
    if not tau:
        return delta
    z = delta / tau
    # erf as 1 less its complement: erf itself takes far more digits than it gives.
    erf = mpmath.erf(z / mpmath.sqrt(2)) if z < 40 else mpf(1)
    tail = mpmath.exp(-z * z / 2) if z < 40 else mpf(0)
    return tau * mpmath.sqrt(2 / mpmath.pi) * tail + delta * erf


@row("Normal::wasserstein_2", pairs)
@on_exact
def normal_2(mu_p, s_p, mu_q, s_q):
    return mpmath.sqrt((mu_p - mu_q) ** 2 + (s_p - s_q) ** 2)


@row("Uniform::wasserstein_1", ends)
@on_exact
def uniform_1(a, b, c, d):
    alpha, beta = a - c, b - d
    if alpha * beta >= 0:
        return abs(alpha + beta) / 2
    return (alpha**2 + beta**2) / (2 * (abs(alpha) + abs(beta)))


@row("Uniform::wasserstein_2", ends)
@on_exact
def uniform_2(a, b, c, d):
    alpha, beta = a - c, b - d
    return mpmath.sqrt((alpha**2 + alpha * beta + beta**2) / 3)


QUANTILES = {
    "Normal": lambda m, s: lambda u: m + s * mpmath.sqrt(2) * mpmath.erfinv(2 * u - 1),
    "Laplace": lambda m, b: lambda u: m + b * (mpmath.log(2 * u) if u < 0.5 else -mpmath.log(2 - 2 * u)),
    "Exp": lambda rate: lambda u: -mpmath.log(1 - u) / rate,
    "Uniform": lambda a, b: lambda u: a + (b - a) * u,
}


FORMS = {
    "Normal": (normal_1, normal_2),
    "Laplace": (laplace_1, laplace_2),
    "Exp": (exponential_1, exponential_2),
    "Uniform": (uniform_1, uniform_2),
}


def tied():
    """The closed forms and the integrals over the quantile functions. One of them has corners
    where the quantiles meet, and infinite ends: to 7 digits."""
    examples = {
        "Normal": [(0.0, 1.0, 1.0, 3.0), (0.0, 1.0, 3.0, 1.0), (0.0, 2.0, 0.0, 1.0)],
        "Laplace": [(0.0, 1.0, 1.0, 3.0), (0.0, 1.0, 3.0, 1.0)],
        "Exp": [(1.0, 3.0)],
        "Uniform": [(0.0, 1.0, 0.25, 0.5), (0.0, 1.0, 2.0, 5.0), (-1.0, 1.0, -2.0, 1.5)],
    }
    with mpmath.workdps(20):
        for name, rows in examples.items():
            for case in rows:
                half = len(case) // 2
                f, g = (QUANTILES[name](*map(mpf, part)) for part in (case[:half], case[half:]))
                d = lambda u: f(u) - g(u)
                cuts = [mpf(i) / 16 for i in range(17)]
                for low, high in zip(cuts[1:-1], cuts[2:-1]):
                    if d(low) * d(high) < 0:
                        cuts.append(mpmath.findroot(d, (low, high), solver="anderson"))
                cuts.sort()
                one, two = FORMS[name]
                by_quadrature = [mpmath.quad(lambda u: abs(d(u)), cuts),
                                 mpmath.sqrt(mpmath.quad(lambda u: d(u) ** 2, cuts))]
                for value, form in zip(by_quadrature, (one(*case), two(*case))):
                    assert abs(value - form) < mpf(10) ** -7, (name, case, value, form)
    return []


# By quantile functions of u, the mass below, and v, the mass above.


# Quantile functions of u, the mass below, and v, the mass above.
TWO_SIDED = {
    "exponential": lambda u, v, rate, _: -mpmath.log(v) / rate,
    "uniform": lambda u, v, low, high: low + (high - low) * u,
    "pareto": lambda u, v, scale, shape: scale * v ** (-1 / shape),
    "logistic": lambda u, v, location, scale: location + scale * mpmath.log(u / v),
}


def quantiles(random):
    make = {
        "exponential": lambda: (log_uniform(random, 0.1, 10.0), 0.0),
        "uniform": lambda: (random.gauss(0, 3), 5 + random.expovariate(1)),
        "pareto": lambda: (log_uniform(random, 0.1, 10.0), random.uniform(4.5, 9.0)),
        "logistic": lambda: (random.gauss(0, 3), log_uniform(random, 0.1, 10.0)),
    }
    names = sorted(make)
    for i in range(24):
        p, q = ([name, *make[name]()] for name in (names[i % 4], names[(i + i // 4) % 4]))
        yield random.choice([1.0, 2.0, 1.5, 4.0]), p, q


def once(function, *arguments, digits):
    """Quadrature is dear, and in thousands of ulp is compared."""
    with mpmath.workdps(digits):
        return text(function(*arguments))


@row("transport::wasserstein_of_quantiles, per 10³ ulp", quantiles, digits=30, condition=lambda *_: mpf(1000), value=once)
def of_quantiles(order, p, q):
    """The integral over the logarithms of u and of v, cut where the quantiles meet."""
    def difference(u, v):
        x = TWO_SIDED[p[0]](u, v, *map(exact, p[1:]))
        y = TWO_SIDED[q[0]](u, v, *map(exact, q[1:]))
        return x - y

    total = mpmath.mpf(0)
    for half in (lambda s: difference(mpmath.exp(-s), -mpmath.expm1(-s)),
                 lambda s: difference(-mpmath.expm1(-s), mpmath.exp(-s))):
        cuts = [mpmath.log(2), 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096]
        grid = [cuts[0] + mpmath.mpf(k) / 4 for k in range(4 * 60)]
        meets = [mpmath.findroot(half, (a, b), solver="anderson") for a, b in zip(grid, grid[1:])
                 if half(a) * half(b) < 0]
        cuts = sorted(cuts + meets)
        total += mpmath.quad(lambda s: abs(half(s)) ** exact(order) * mpmath.exp(-s), cuts)
    return total ** (1 / exact(order))
