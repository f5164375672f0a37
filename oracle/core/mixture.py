"""Mixtures of normal distributions, given by weights, means and covariances; the formulas use
determinants and inverses. Those of statrs' normal distributions have standard deviations."""

import math

import mpmath
from mpmath import exp, log, mpf, sqrt

from core.pairs.multivariate_normal import kl as divergence_of_normals
from shared.exact import exact, stable
from shared.matrices import covariance, matrix, scaled_problems
from shared.rows import row
from shared.sizes import log_uniform, nearby

DIGITS = 60


def mixture(random, d, count, separation):
    weights = [random.random() + 0.1 for _ in range(count)]
    weights = [w / math.fsum(weights) for w in weights]
    means = [[separation * random.gauss(0, 1) for _ in range(d)] for _ in range(count)]
    return [weights, means, [covariance(random, d, random.choice([1, 1, 0.1])) for _ in range(count)]]


def near(random, p):
    weights, means, covariances = p
    moved = [[[nearby(random, x) for x in m] for m in means], []]
    for rows in covariances:
        factor = nearby(random, 1.0)
        moved[1].append([[x * factor for x in row] for row in rows])
    return [weights, *moved]


def mixtures(random, number):
    """Pairs of which none are equal."""
    line = lambda w, m, v: [w, [[x] for x in m], [[[x]] for x in v]]
    yield line([0.5, 0.5], [-2.0, 2.0], [1.0, 1.0]), line([0.25, 0.75], [-2.0, 2.5], [1.0, 2.0])
    yield line([0.0, 1.0], [5.0, 2.0], [1.0, 3.0]), line([0.25, 0.75, 0.0], [1.0, 2.5, 9.0], [1.0, 2.0, 1e-9])
    yield line([1.0], [1e8], [1e16]), line([0.5, 0.5], [2e8, -1e8], [1e16, 3e16])
    yield line([1.0], [1e-150], [1e-300]), line([0.5, 0.5], [2e-150, -1e-150], [1e-300, 3e-300])
    yield line([1.0], [0.25], [2.0]), line([1.0], [1.0], [1.0])
    yield line([0.5, 0.5], [-30.0, 30.0], [1.0, 1.0]), line([0.5, 0.5], [33.0, -34.0], [1.0, 2.0])
    while number:
        number -= 1
        d = random.choice([1, 1, 1, 2, 3])
        separation = random.choice([0.3, 1, 3, 10])
        p = mixture(random, d, random.choice([1, 2, 3]), separation)
        if random.randrange(3) == 0:
            yield p, near(random, p)
        else:
            yield p, mixture(random, d, random.choice([1, 2, 3]), separation)


def both(random):
    return list(mixtures(random, 60))


def scaled(random):
    """Of two components each, all of which scale their variables differently."""
    for _ in range(20):
        d = random.choice([2, 2, 3, 5])
        made = [part for _ in range(2) for m, p, n, q in scaled_problems(random, 1, [d], [3.0, 1e3, 1e6, 1e12]) for part in ((m, p), (n, q))]
        first, second = made[::2], made[1::2]
        weights = lambda: (lambda w: [w, 1.0 - w])(random.choice([0.25, 0.5, 0.625]))
        p, q = ([weights(), [m for m, _ in parts], [s for _, s in parts]] for parts in (first, second))
        # Components that are farther apart count for nothing, but would excuse anything.
        with mpmath.workdps(4 * DIGITS):
            honest = product_condition(p, q) < 1e12
        if honest:
            yield p, q


def ones(random):
    return [m for pair in both(random) for m in pair]


def normal(entry):
    m, covariance = entry
    return mpmath.matrix([exact(x) for x in m]), matrix(covariance)


def parts(mixture):
    """Weights and components, those of weight zero left out."""
    return [(exact(w), entry) for w, *entry in zip(*mixture) if w > 0]


def cholesky(s):
    """mpmath's own takes small variances for 0."""
    factor = mpmath.zeros(s.rows)
    for j in range(s.rows):
        for i in range(j, s.rows):
            rest = s[i, j] - mpmath.fsum(factor[i, k] * factor[j, k] for k in range(j))
            factor[i, j] = sqrt(rest) if i == j else rest / factor[j, j]
    return factor


def divergence(a, b):
    return divergence_of_normals(*a, *b)


def table(p, q):
    return [[divergence(a, b) for _, b in parts(q)] for _, a in parts(p)]


def log_normal_density(m, s, x):
    difference = x - m
    distance = (difference.T * s**-1 * difference)[0]
    return -(distance + log(mpmath.det(s)) + s.rows * log(2 * mpmath.pi)) / 2


def log_density_at(mixture, x):
    return log(mpmath.fsum(w * exp(log_normal_density(*normal(e), x)) for w, e in parts(mixture)))


# Density and moments.


def with_places(random):
    where = lambda m: [random.choice([1, 1, 30]) * random.gauss(0, 1) * (abs(x) or 1.0) for x in m[1][0]]
    return [(m, where(m)) for m in ones(random)]


def density_size(mixture, x):
    """1 + the largest of d + ½‖z‖² + Σ |ln Lⱼⱼ| over the components that count."""
    sizes = []
    best = max(log_normal_density(*normal(e), x) + log(w) for w, e in parts(mixture))
    for w, e in parts(mixture):
        m, s = normal(e)
        if log_normal_density(m, s, x) + log(w) > best - 40:
            factor = cholesky(s)
            distance = ((x - m).T * s**-1 * (x - m))[0]
            logarithms = mpmath.fsum(abs(log(factor[i, i])) for i in range(s.rows))
            sizes.append(s.rows + distance / 2 + logarithms)
    return 1 + max(sizes)


def ln_pdf_condition(mixture, x):
    point = mpmath.matrix([exact(c) for c in x])
    return density_size(mixture, point) / abs(ln_pdf(mixture, x))


@row("NormalMixture::ln_pdf", with_places, digits=DIGITS, condition=ln_pdf_condition)
def ln_pdf(mixture, x):
    return log_density_at(mixture, mpmath.matrix([exact(c) for c in x]))


def in_one_dimension(random):
    for _ in range(200):
        k = random.randint(1, 4)
        raw = [random.randint(1, 64) for _ in range(k)]
        means = [random.uniform(-5, 5) for _ in range(k)]
        sigmas = [log_uniform(random, 1e-3, 1e3) for _ in range(k)]
        yield [r / sum(raw) for r in raw], means, sigmas, random.choice([random.uniform(-6, 6), random.uniform(-100, 100)])


def condition_in_one_dimension(value, weights, means, sigmas, x):
    nearest = min(((x - m) / s) ** 2 / 2 for m, s in zip(means, sigmas))
    size = (1 + nearest + max(abs(float(log(w))) for w in weights)
            + max(abs(float(log(s))) for s in sigmas))
    return max(mpf(1), size / abs(value))


@row("NormalMixture::ln_pdf, in one dimension", in_one_dimension, digits=DIGITS, condition_of=condition_in_one_dimension)
def ln_pdf_in_one_dimension(weights, means, sigmas, x):
    w, m, s, (x,) = (list(map(exact, xs)) for xs in (weights, means, sigmas, [x]))
    density = lambda m, s: exp(-((x - m) / s) ** 2 / 2) / (s * sqrt(2 * mpmath.pi))
    return log(mpmath.fsum(a * density(b, c) for a, b, c in zip(w, m, s)))


def moments(mixture):
    entries = [(w, *normal(e)) for w, e in parts(mixture)]
    m = sum((w * a for w, a, _ in entries[1:]), entries[0][0] * entries[0][1])
    c = mpmath.zeros(m.rows)
    for w, a, s in entries:
        c += w * (s + (a - m) * (a - m).T)
    return m, c


@row("NormalMixture::mean", lambda random: [(0, m) for m in ones(random)], digits=DIGITS)
def mean_entry(i, mixture):
    return moments(mixture)[0][i]


def covariance_condition(i, j, mixture):
    m, c = moments(mixture)
    entries = [(w, *normal(e)) for w, e in parts(mixture)]
    size = mpmath.fsum(w * (abs(s[i, j]) + abs((a - m)[i] * (a - m)[j])) for w, a, s in entries)
    return size / abs(c[i, j])


@row("NormalMixture::covariance", lambda random: [(random.randrange(len(m[1][0])), 0, m) for m in ones(random)],
     digits=DIGITS, condition=covariance_condition)
def covariance_entry(i, j, mixture):
    return moments(mixture)[1][i, j]


# Approximations.


def matched_condition(p, q):
    sizes = []
    for mixture in (p, q):
        m, c = moments(mixture)
        d = c.rows
        correlation = mpmath.matrix(d, d)
        for i in range(d):
            for j in range(d):
                correlation[i, j] = c[i, j] / sqrt(c[i, i] * c[j, j])
        condition = mpmath.mnorm(correlation, "f") * mpmath.mnorm(correlation**-1, "f")
        sizes.append(condition * (1 + max(abs(m[i]) / sqrt(c[i, i]) for i in range(d))))
    return max(sizes) * (1 + 1 / sqrt(kl_matched_moments(p, q)))


@row("NormalMixture::kl_matched_moments", both, digits=DIGITS, condition=matched_condition)
def kl_matched_moments(p, q):
    (mp, cp), (mq, cq) = moments(p), moments(q)
    inverse = cq**-1
    trace = mpmath.fsum((inverse * cp)[i, i] for i in range(cp.rows))
    distance = ((mp - mq).T * inverse * (mp - mq))[0]
    return (trace - cp.rows + distance - log(mpmath.det(cp) / mpmath.det(cq))) / 2


def matches(p, q):
    """π, ω and D of each component and its nearest."""
    of_q = [w for w, _ in parts(q)]
    for (w, _), line in zip(parts(p), table(p, q)):
        j = min(range(len(line)), key=lambda j: line[j] - log(of_q[j]))
        yield w, of_q[j], line[j]


def nearest_condition(p, q):
    size = mpmath.fsum(w * (d + abs(log(w / v))) for w, v, d in matches(p, q))
    return size / abs(kl_nearest_component(p, q))


@row("NormalMixture::kl_nearest_component", both, digits=DIGITS, condition=nearest_condition)
def kl_nearest_component(p, q):
    return mpmath.fsum(w * (d + log(w / v)) for w, v, d in matches(p, q))


def log_overlap(a, b):
    (ma, sa), (mb, sb) = normal(a), normal(b)
    return log_normal_density(ma, sa + sb, mb)


def product_condition(p, q):
    def size(a, b):
        (ma, sa), (mb, sb) = normal(a), normal(b)
        s = sa + sb
        distance = ((ma - mb).T * s**-1 * (ma - mb))[0]
        return s.rows + abs(log(mpmath.det(s))) / 2 + distance / 2

    total = mpmath.fsum(w * (1 + max(size(a, b) for m in (p, q) for _, b in parts(m)))
                        for w, a in parts(p))
    return total / abs(kl_product(p, q))


@row("NormalMixture::kl_product", both, digits=DIGITS, condition=product_condition)
def kl_product(p, q):
    overlap = lambda a, m: mpmath.fsum(w * exp(log_overlap(a, b)) for w, b in parts(m))
    return mpmath.fsum(w * log(overlap(a, p) / overlap(a, q)) for w, a in parts(p))


def variational_logarithms(p, q):
    below = lambda row, m: log(mpmath.fsum(w * exp(-d) for (w, _), d in zip(parts(m), row)))
    for (w, _), own, other in zip(parts(p), table(p, p), table(p, q)):
        yield w, below(own, p), below(other, q)


def variational_condition(p, q):
    if len(parts(p)) == len(parts(q)) == 1:
        return mpf(1)
    size = mpmath.fsum(w * (abs(a) + abs(b) + 1) for w, a, b in variational_logarithms(p, q))
    return size / abs(kl_variational(p, q))


@row("NormalMixture::kl_variational", both, digits=DIGITS, condition=variational_condition)
def kl_variational(p, q):
    return mpmath.fsum(w * (own - other) for w, own, other in variational_logarithms(p, q))


def sigma_points(p):
    for w, e in parts(p):
        m, s = normal(e)
        factor, d = cholesky(s), s.rows
        for k in range(d):
            for sign in (1, -1):
                yield w / (2 * d), m + sign * sqrt(mpf(d)) * factor[:, k]


def unscented_condition(p, q):
    def moved(mixture, x):
        sizes = []
        for w, e in parts(mixture):
            m, s = normal(e)
            z = sqrt(((x - m).T * s**-1 * (x - m))[0])
            least = min(1 / sqrt((s**-1)[i, i]) for i in range(s.rows))
            sizes.append(max(abs(c) for c in x) / least * (z + 1))
        return max(sizes)

    total = mpmath.fsum(w * (density_size(m, x) + moved(m, x))
                        for w, x in sigma_points(p) for m in (p, q))
    return total / abs(kl_unscented(p, q))


@row("NormalMixture::kl_unscented", both, digits=DIGITS, condition=unscented_condition)
def kl_unscented(p, q):
    return mpmath.fsum(w * (log_density_at(p, x) - log_density_at(q, x)) for w, x in sigma_points(p))


# Bounds.


@row("NormalMixture::kl_convex_bound", both, digits=DIGITS)
def kl_convex_bound(p, q):
    return mpmath.fsum(w * v * d for (w, _), row in zip(parts(p), table(p, q))
                       for (v, _), d in zip(parts(q), row))


class Slow(Exception):
    """The steps do not come to an end soon enough for a comparison."""


def unless_slow(function, *arguments, digits):
    try:
        return stable(function, *arguments, digits=digits)
    except Slow:
        return None


@row("NormalMixture::kl_variational_bound", both, digits=DIGITS, value=unless_slow)
def kl_variational_bound(p, q):
    """The minimum over one of two matrices at a time, until it stays."""
    of_p, of_q = [w for w, _ in parts(p)], [w for w, _ in parts(q)]
    d = table(p, q)
    rows, columns = range(len(of_p)), range(len(of_q))
    psi = [[of_p[i] * of_q[j] for j in columns] for i in rows]
    value = None
    for _ in range(8 * mpmath.mp.dps):
        weighed = [[psi[i][j] * exp(-d[i][j]) for j in columns] for i in rows]
        phi = [[of_p[i] * x / mpmath.fsum(row) for x in row] for i, row in zip(rows, weighed)]
        totals = [mpmath.fsum(phi[i][j] for i in rows) for j in columns]
        psi = [[of_q[j] * phi[i][j] / totals[j] for j in columns] for i in rows]
        again = mpmath.fsum(phi[i][j] * (log(phi[i][j] / psi[i][j]) + d[i][j])
                            for i in rows for j in columns if phi[i][j] > 0)
        # Weights that are rounded need not sum to one.
        again -= mpmath.fsum(of_p) - mpmath.fsum(of_q)
        if value is not None and abs(again - value) <= again * mpf(10) ** (8 - mpmath.mp.dps):
            return again
        value = again
    raise Slow


def at_most(a, q):
    """What E ln q + H(a) is at most under a."""
    m, s = normal(a)
    entropy = s.rows * log(2 * mpmath.pi * mpmath.e) / 2 + log(mpmath.det(s)) / 2
    jensen = entropy + log(mpmath.fsum(w * exp(log_overlap(a, b)) for w, b in parts(q)))

    def coefficient(b):
        n, t = normal(b)
        middle = (s + t) / 2
        distance = ((m - n).T * middle**-1 * (m - n))[0] / 8
        return exp(-distance) * (mpmath.det(s) * mpmath.det(t)) ** mpf("0.25") / sqrt(mpmath.det(middle))

    return min(jensen, 2 * log(mpmath.fsum(sqrt(w) * coefficient(b) for w, b in parts(q))))


def product_size(a, q):
    determinant = lambda s: abs(log(mpmath.det(s)))
    return max(determinant(s) for _, b in parts(q) for s in (normal(a)[1], normal(b)[1]))


def lower_condition(p, q):
    d = len(p[1][0])
    size = 1 + mpmath.fsum(w * (abs(own) + abs(at_most(a, q)) + d + product_size(a, q))
                           for (w, a), (_, own, _) in zip(parts(p), variational_logarithms(p, q)))
    return 1000 * size * (1 + 1 / lower_bound(p, q))


@row("NormalMixture::kl_bounds, lower per 10³ ulp", lambda random: [case for case in both(random) if lower_bound(*case) > 0],
     digits=DIGITS, condition=lower_condition)
def lower_bound(p, q):
    own = [own for _, own, _ in variational_logarithms(p, q)]
    value = mpmath.fsum(w * (o - at_most(a, q)) for (w, a), o in zip(parts(p), own))
    if len(parts(q)) == 1:
        value = max(value, kl_matched_moments(p, q))
    return max(value, mpf(0))


SCALED = [
    ("kl_matched_moments", kl_matched_moments, matched_condition),
    ("kl_nearest_component", kl_nearest_component, nearest_condition),
    ("kl_product", kl_product, product_condition),
    ("kl_variational", kl_variational, variational_condition),
    ("kl_convex_bound", kl_convex_bound, None),
]
for name, formula, size in SCALED:
    row(f"NormalMixture::{name}, scaled", scaled, digits=4 * DIGITS, condition=size)(formula)
