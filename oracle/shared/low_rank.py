"""Normal distributions whose covariance is WWᵀ + diag(δ).

A low-rank distribution is its mean, the rows of W and δ; the other is its mean and the
rows of its covariance.
"""

import math

import mpmath
from mpmath import mpf

from shared.exact import exact
from shared.matrices import SPREADS, changed, covariance, fit, matrix, mirrored
from shared.sizes import log_uniform, nearby


def covariance_of(p):
    """Of three parameters, exact; of two, what is given."""
    if len(p) == 2:
        return matrix(p[1])
    _, factor, diagonal = p
    s = mpmath.diag([exact(x) for x in diagonal])
    for i, a in enumerate(factor):
        for j, b in enumerate(factor):
            s[i, j] += mpmath.fsum(exact(x) * exact(y) for x, y in zip(a, b))
    return s


def kl(p, q):
    sp, sq = covariance_of(p), covariance_of(q)
    difference = mpmath.matrix([exact(a) - exact(b) for a, b in zip(p[0], q[0])])
    inverse = sq**-1
    trace = mpmath.fsum(inverse[i, k] * sp[k, i] for i in range(sp.rows) for k in range(sp.rows))
    distance = (difference.T * inverse * difference)[0]
    return (trace - sp.rows + distance - mpmath.log(mpmath.det(sp) / mpmath.det(sq))) / 2


def condition(*distributions):
    """Of the correlation matrices, as in `multivariate_normal`."""
    worst = mpf(0)
    with mpmath.workdps(100):
        for p in distributions:
            s = covariance_of(p)
            roots = [mpmath.sqrt(s[i, i]) for i in range(s.rows)]
            c = mpmath.matrix(s.rows, s.rows)
            for i in range(s.rows):
                for j in range(s.rows):
                    c[i, j] = s[i, j] / roots[i] / roots[j]
            worst = max(worst, mpmath.mnorm(c, "f") * mpmath.mnorm(c**-1, "f"))
    return worst


def condition_from(least):
    """The condition number in units of `least`: at least 1."""
    return lambda p, q: max(mpf(1), condition(p, q) / mpf(least))


def rounded(p):
    """The mean and the covariance, each entry the nearest double."""
    with mpmath.workdps(400):
        s = covariance_of(p)
        return [p[0], mirrored([[float(s[i, j]) for j in range(s.rows)] for i in range(s.rows)])]


def plain(random, d, k, size=1.0):
    gauss = lambda: random.gauss(0, 1)
    factor = [[size * gauss() for _ in range(k)] for _ in range(d)]
    return [[gauss() for _ in range(d)], factor, [log_uniform(random, 0.1, 10) for _ in range(d)]]


def moved(random, p, size, what):
    """A change of up to the relative size of some parameters."""
    change = lambda x: x * (1.0 + size * random.uniform(-1, 1))
    mean, factor, diagonal = p
    if "m" in what:
        mean = [change(x) for x in mean]
    if "w" in what:
        factor = [[change(x) for x in row] for row in factor]
    if "d" in what:
        diagonal = [change(x) for x in diagonal]
    return [mean, factor, diagonal]


def turned(random, p, angle):
    """W in nearly another basis: the covariance stays nearly what it was."""
    mean, factor, diagonal = p
    c, s = math.cos(angle), math.sin(angle)
    return [mean, [[c * r[0] - s * r[1], s * r[0] + c * r[1], *r[2:]] for r in factor], diagonal]


def one_ulp(random, p):
    mean, factor, diagonal = p
    factor, diagonal = [row[:] for row in factor], diagonal[:]
    i = random.randrange(len(mean))
    if random.random() < 0.5 and factor[i]:
        factor[i][0] = math.nextafter(factor[i][0], math.inf)
    else:
        diagonal[i] = math.nextafter(diagonal[i], math.inf)
    return [mean, factor, diagonal]


def in_units(p, units):
    mean, factor, diagonal = p
    return [
        [m * u for m, u in zip(mean, units)],
        [[x * u for x in row] for row, u in zip(factor, units)],
        [x * u * u for x, u in zip(diagonal, units)],
    ]


def problems(random):
    sizes = lambda: (random.choice([1, 2, 3, 4, 6]), random.choice([0, 1, 1, 2, 3]))
    whats = ["w", "d", "wd", "mw", "mwd", "md"]
    for _ in range(60):
        d, k = sizes()
        yield plain(random, d, k), plain(random, d, random.choice([k, 1, 2]))
    for _ in range(90):
        d, k = sizes()
        q = plain(random, d, k, random.choice([1.0, 1e-2, 1e-5, 1e-9]))
        yield moved(random, q, log_uniform(random, 1e-15, 0.3), random.choice(whats)), q
    for _ in range(20):
        q = plain(random, *sizes(), random.choice([1.0, 1e-3]))
        yield one_ulp(random, q), q
    # A diagonal far below, and one with a wide range.
    for _ in range(60):
        d, k = sizes()
        small = log_uniform(random, 1e-24, 1e-2)
        q = plain(random, d, k)
        q = [q[0], q[1], [x * small for x in q[2]]]
        yield moved(random, q, log_uniform(random, 1e-12, 1e-1), random.choice(whats)), q
    for _ in range(20):
        d = random.choice([2, 3, 5])
        q = plain(random, d, random.choice([2, 3]))
        yield turned(random, q, log_uniform(random, 1e-8, 1.0)), q
    # Variables in very different units.
    for _ in range(20):
        d = random.choice([2, 3, 5])
        q = plain(random, d, 2)
        units = [log_uniform(random, 1e-120, 1e120) for _ in range(d)]
        p = moved(random, q, random.choice([1e-9, 1e-3, 0.1]), "mwd")
        yield in_units(p, units), in_units(q, units)
    for size in (1e-12, 1e-6, 1e-1):
        q = plain(random, 20, 2)
        yield moved(random, q, size, "mwd"), q


def scaled(random):
    """P has units of its own for the variables, and so has Q; some they share."""
    for _ in range(60):
        d, k = random.choice([2, 2, 3, 4, 6, 9]), random.choice([0, 1, 2, 3])
        spread = random.choice(SPREADS[:-1])
        of_q = [log_uniform(random, 1 / spread, spread) for _ in range(d)]
        of_p = [u if random.random() < 0.3 else log_uniform(random, 1 / spread, spread) for u in of_q]
        yield in_units(plain(random, d, k), of_p), in_units(plain(random, d, random.choice([k, 1])), of_q)


def scaled_and_mixed(random):
    return [(p, rounded(q)) for p, q in scaled(random)]


def large_problems(random):
    for d, size in ((21, 1e-14), (21, 1.0), (24, 1e-8), (24, 1e-2), (30, 1e-5), (30, 0.5)):
        q = plain(random, d, 3)
        yield moved(random, q, size, "mwd") if size < 1 else plain(random, d, 2), q


def near_its_rounding(random, p, size):
    """A full covariance as near to P as its entries allow, and further."""
    mean, s = rounded(p)
    if size:
        mean = [nearby(random, x) for x in mean]
        s = changed(random, s, size)
    return [mean, s]


def mixed(random):
    for _ in range(90):
        p = plain(random, random.choice([1, 2, 3, 4, 6]), random.choice([0, 1, 1, 2, 3, 12]))
        size = random.choice([0.0, 0.0, log_uniform(random, 1e-15, 0.1), log_uniform(random, 1e-15, 0.1)])
        q = near_its_rounding(random, p, size)
        if random.random() < 0.3:
            d = len(p[0])
            q = [[random.gauss(0, 1) for _ in range(d)], covariance(random, d, 0.5)]
        if fit(q[1]):
            yield p, q
    # Apart by the rounding of the covariance alone, which has many terms to lose.
    for _ in range(40):
        p = plain(random, random.choice([1, 2, 3]), 12)
        yield p, rounded(p)


def mixed_and_large(random):
    for d, k, size in ((21, 2, 0.0), (24, 3, 1e-10), (30, 3, 1e-4)):
        p = plain(random, d, k)
        yield p, near_its_rounding(random, p, size)
