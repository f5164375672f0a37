"""Normal distributions in several dimensions, made of whatever there is of the covariance: the
divergence, the density, and what becomes of them.

A distribution is a word for what is given, the mean, and that: the rows of a covariance, of its
Cholesky factor or of a precision matrix; the variances; the rows of W and δ.
"""

import math

import mpmath
from mpmath import mpf

from core.multivariate_normal import bhattacharyya
from shared.exact import exact
from shared.low_rank import mixed
from shared.matrices import FEW, changed, condition, covariance, fit, matrix, mirrored, rescaled
from shared.rows import row
from shared.singular import common_support, factor_of, singular
from shared.sizes import log_uniform, nearby


def mean_of(p):
    return mpmath.matrix([exact(x) for x in p[1]])


def covariance_of(p):
    kind = p[0]
    if kind == "variances":
        return mpmath.diag([exact(v) for v in p[2]])
    given = matrix(p[2])
    if kind == "cholesky":
        return given * given.T
    if kind == "precision":
        return given**-1
    if kind == "low rank":
        return given * given.T + mpmath.diag([exact(x) for x in p[3]])
    return given


def kl(p, q):
    sp, sq = covariance_of(p), covariance_of(q)
    difference = mean_of(p) - mean_of(q)
    inverse = sq**-1
    trace = mpmath.fsum(inverse[i, k] * sp[k, i] for i in range(sp.rows) for k in range(sp.rows))
    return (trace - sp.rows + (difference.T * inverse * difference)[0] - mpmath.log(mpmath.det(sp) / mpmath.det(sq))) / 2


def gauss(random, d):
    return [random.gauss(0, 1) for _ in range(d)]


def lower(random, d, least):
    """A Cholesky factor; its pivots shrink from about 1 to `least`."""
    pivot = lambda i: least ** (i / max(d - 1, 1)) * random.uniform(0.5, 1.0)
    return [[random.gauss(0, 1) if j < i else pivot(i) if j == i else 0.0 for j in range(d)] for i in range(d)]


def changed_factor(random, rows, size):
    """Each entry with a relative change."""
    return [[x * (1.0 + size * random.uniform(-1, 1)) for x in row] for row in rows]


def in_units(rows, units):
    return [[x * u for x in row] for row, u in zip(rows, units)]


# Made of factors.


def factors(random):
    dimensions = [1, 2, 2, 3, 4, 6, 9]
    for round in range(120):
        d = random.choice(dimensions)
        # Also far beyond what a covariance in doubles could hold.
        least = random.choice([1.0, 0.3, 1e-3, 1e-9, 1e-13])
        q = lower(random, d, least)
        if round % 3 == 0:
            p = lower(random, d, least)
        else:
            p = changed_factor(random, q, log_uniform(random, 1e-15, 0.5))
        if round % 5 == 0:
            units = [log_uniform(random, 1e-120, 1e120) for _ in range(d)]
            p, q = in_units(p, units), in_units(q, units)
        mean = [x * r[0] for x, r in zip(gauss(random, d), q)]
        shift = random.choice([0.0, 1.0, 1e-8])
        yield ["cholesky", [m + shift * random.gauss(0, 1) * r[0] for m, r in zip(mean, q)], p], ["cholesky", mean, q]
    for size in (1e-12, 1e-3):
        q = lower(random, 20, 0.1)
        yield ["cholesky", gauss(random, 20), changed_factor(random, q, size)], ["cholesky", gauss(random, 20), q]


row("MultivariateNormal::from_cholesky_factor", factors, digits=900)(kl)


def condition_of_factor(rows):
    """Of L, with its rows brought to length 1, in the Frobenius norm."""
    l = matrix(rows)
    d = l.rows
    for i in range(d):
        length = mpmath.sqrt(mpmath.fsum(l[i, j] ** 2 for j in range(d)))
        for j in range(d):
            l[i, j] /= length
    return mpmath.mnorm(l, "f") * mpmath.mnorm(l**-1, "f")


def large_factors(random):
    for size in (1e-14, 1e-9, 1e-4, 0.1, 1.0):
        d = random.choice([21, 24])
        damped = lambda rows: [[x * 0.3 if j < i else x for j, x in enumerate(row)] for i, row in enumerate(rows)]
        q = damped(lower(random, d, 0.3))
        p = changed_factor(random, q, size) if size < 1 else damped(lower(random, d, 0.3))
        mean = gauss(random, d)
        yield ["cholesky", [nearby(random, m, 1e-16, size) for m in mean], p], ["cholesky", mean, q]


row("MultivariateNormal::from_cholesky_factor, from dimension 21, per condition", large_factors, digits=FEW,
    condition=lambda p, q: max(condition_of_factor(p[2]), condition_of_factor(q[2])))(kl)


def nearly_singular_factors(random):
    for least, size in ((1e-3, 1.0), (1e-6, 1.0), (1e-9, 1e-3), (1e-6, 1e-12)):
        d = random.choice([21, 24])
        q = lower(random, d, least)
        p = changed_factor(random, q, size * 0.1) if size < 1 else lower(random, d, least)
        mean = [x * r[0] for x, r in zip(gauss(random, d), q)]
        yield ["cholesky", mean, p], ["cholesky", mean, q]


row("MultivariateNormal::from_cholesky_factor, nearly singular from dimension 21", nearly_singular_factors, digits=900)(kl)


# Made of precision matrices.


def matrices(random, count, dimensions, in_units=True):
    """Pairs, near each other and not, some nearly singular, some in units."""
    while count:
        d = random.choice(dimensions)
        spread = random.choice([0.7, 0.7, 0.1, 1e-3])
        q = covariance(random, d, spread)
        if count % 3 == 0:
            p = covariance(random, d, spread)
        else:
            p = changed(random, q, log_uniform(random, 1e-15, 1.0) * 0.3 * spread**2)
        if in_units and count % 5 == 0:
            units = [log_uniform(random, 1e-100, 1e100) for _ in range(d)]
            p, q = rescaled(p, units), rescaled(q, units)
        if fit(p, q) and p != q:
            count -= 1
            yield p, q


def means(random, q, shift):
    """A mean, and one some standard deviations of the precision matrix away."""
    units = [1 / math.sqrt(q[i][i]) for i in range(len(q))]
    mean = [x * u for x, u in zip(gauss(random, len(q)), units)]
    return [m + shift * x * u for m, x, u in zip(mean, gauss(random, len(q)), units)], mean


def precisions(random):
    for p, q in matrices(random, 80, [1, 2, 2, 3, 4, 6, 9]):
        mean_p, mean_q = means(random, q, random.choice([0.0, 1.0, 1e-8]))
        yield ["precision", mean_p, p], ["precision", mean_q, q]


row("MultivariateNormal::from_precision", precisions, digits=900)(kl)


def large_precisions(random):
    for size in (1e-13, 1e-8, 0.1):
        d = random.choice([21, 24])
        q = covariance(random, d, 0.5)
        p = changed(random, q, size * 0.1) if size < 0.1 else covariance(random, d, 0.5)
        mean_p, mean_q = means(random, q, size)
        yield ["precision", mean_p, p], ["precision", mean_q, q]


row("MultivariateNormal::from_precision, from dimension 21, per condition", large_precisions, digits=FEW,
    condition=lambda p, q: max(condition(p[2]), condition(q[2])))(kl)


def nearly_singular_precisions(random):
    for spread, size in ((1e-3, 1.0), (1e-5, 1.0), (1e-5, 1e-3), (1e-4, 1e-12)):
        d = random.choice([21, 24])
        q = covariance(random, d, spread)
        p = changed(random, q, size * 0.1 * spread**2) if size < 1 else covariance(random, d, spread)
        if fit(p, q):
            mean_p, mean_q = means(random, q, 1.0)
            yield ["precision", mean_p, p], ["precision", mean_q, q]


row("MultivariateNormal::from_precision, nearly singular from dimension 21", nearly_singular_precisions, digits=FEW)(kl)


def inverse(rows):
    """To the nearest doubles."""
    with mpmath.workdps(900):
        s = matrix(rows) ** -1
        return mirrored([[float(s[i, j]) for j in range(s.rows)] for i in range(s.rows)])


def cholesky(rows):
    with mpmath.workdps(900):
        l = mpmath.cholesky(matrix(rows))
        return [[float(l[i, j]) for j in range(l.rows)] for i in range(l.rows)]


def of_kind(kind, mean, rows):
    """The distribution of this covariance, but for the rounding of what it is made of."""
    make = {"covariance": lambda s: s, "cholesky": cholesky, "precision": inverse}
    return [kind, mean, make[kind](rows)]


KINDS = ["covariance", "cholesky", "precision"]


def two_kinds(random):
    for p, q in matrices(random, 80, [1, 2, 2, 3, 4, 6, 9]):
        one, other = random.sample(KINDS, 2)
        units = [math.sqrt(q[i][i]) for i in range(len(q))]
        mean = [x * u for x, u in zip(gauss(random, len(q)), units)]
        if random.random() < 0.3:
            # Apart by the rounding alone.
            yield of_kind(one, mean, q), of_kind(other, mean, q)
        else:
            yield of_kind(one, [m + 1e-3 * u for m, u in zip(mean, units)], p), of_kind(other, mean, q)
    for p, q in matrices(random, 40, [2, 3, 5, 8]):
        with_variances = ["variances", gauss(random, len(p)), [p[i][i] for i in range(len(p))]]
        pair = [with_variances, of_kind(random.choice(KINDS), gauss(random, len(p)), q)]
        yield pair if random.random() < 0.5 else pair[::-1]


def condition_of_pair(divergence, p, q):
    """Two that are made of different things, and are as near as the rounding of these: so much is
    lost of twice the digits."""
    worst = mpf(1)
    for x in (p, q):
        s = covariance_of(x)
        worst = max(worst, condition([[s[i, j] for j in range(s.rows)] for i in range(s.rows)]))
    return max(mpf(1), worst * mpf(2) ** -50 / mpmath.sqrt(divergence)) if divergence else mpf(1)


row("MultivariateNormal::from_precision, against others", two_kinds, digits=900, condition_of=condition_of_pair)(kl)


def low_rank(random):
    for p, q in mixed(random):
        yield ["low rank", *p], ["covariance", *q]


row("MultivariateNormal::from_low_rank", low_rank, digits=FEW, condition_of=condition_of_pair)(kl)


# Made of variances.


def variances(random):
    for round in range(80):
        d = random.choice([1, 2, 3, 5, 10, 25, 60])
        if round % 4 == 0:
            any_size = lambda: log_uniform(random, 1e-300, 1e300)
            of_q = [any_size() for _ in range(d)]
            of_p = [random.choice([v, nearby(random, v)]) for v in of_q]
            mean = [random.gauss(0, 1) * math.sqrt(v) for v in of_q]
            other = [m + random.gauss(0, 1) * math.sqrt(v) for m, v in zip(mean, of_q)]
        else:
            of_q = [log_uniform(random, 1e-3, 1e3) for _ in range(d)]
            of_p = [log_uniform(random, 1e-3, 1e3) for _ in range(d)] if round % 4 == 1 else [nearby(random, v) for v in of_q]
            mean = gauss(random, d)
            other = [nearby(random, m) for m in mean]
        yield ["variances", other, of_p], ["variances", mean, of_q]


@row("MultivariateNormal::from_variances", variances)
def kl_of_variances(p, q):
    total = mpf(0)
    for a, b, v, w in zip(p[1], q[1], p[2], q[2]):
        a, b, v, w = map(exact, (a, b, v, w))
        total += v / w - 1 - mpmath.log(v / w) + (a - b) ** 2 / w
    return total / 2


@row("MultivariateNormal::isotropic", lambda random: [
    (gauss(random, d), v, gauss(random, d), nearby(random, v))
    for d in (1, 2, 5, 30) for v in [log_uniform(random, 1e-9, 1e9) for _ in range(8)]])
def isotropic(mean_p, variance_p, mean_q, variance_q):
    d = len(mean_p)
    return kl_of_variances(["", mean_p, [variance_p] * d], ["", mean_q, [variance_q] * d])


# The density.


def points(random):
    for p, _ in matrices(random, 70, [1, 2, 2, 3, 4, 6, 9]):
        units = [math.sqrt(p[i][i]) for i in range(len(p))]
        mean = [x * u for x, u in zip(gauss(random, len(p)), units)]
        far = random.choice([0.0, 1.0, 1.0, 5.0])
        x = [m + far * e * u for m, e, u in zip(mean, gauss(random, len(p)), units)]
        kind = random.choice([*KINDS, "variances"])
        made = ["variances", mean, [p[i][i] for i in range(len(p))]] if kind == "variances" else of_kind(kind, mean, p)
        yield made, x
    # A density next to 1.
    for _ in range(20):
        v = 1 / (2 * math.pi) * (1 + random.gauss(0, 1) * log_uniform(random, 1e-12, 1e-2))
        yield ["covariance", [0.0, 0.0], [[v, 0.0], [0.0, v]]], [log_uniform(random, 1e-9, 1e-2), 0.0]
        yield ["variances", [0.0], [v]], [log_uniform(random, 1e-9, 1e-2)]


@row("MultivariateNormal::ln_pdf", points, digits=900)
def ln_pdf(p, x):
    s = covariance_of(p)
    difference = mpmath.matrix([exact(t) for t in x]) - mean_of(p)
    square = (difference.T * s**-1 * difference)[0]
    return -(s.rows * mpmath.log(2 * mpmath.pi) + mpmath.log(mpmath.det(s)) + square) / 2


def large_points(random):
    for d in (21, 24, 30):
        s = covariance(random, d, 0.5)
        for kind in KINDS:
            p = of_kind(kind, gauss(random, d), s)
            yield p, [m + e for m, e in zip(p[1], gauss(random, d))]
    for d in (21, 100):
        p = ["variances", gauss(random, d), [log_uniform(random, 1e-3, 1e3) for _ in range(d)]]
        yield p, [m + e for m, e in zip(p[1], gauss(random, d))]


def ln_pdf_condition(p, x):
    s = covariance_of(p)
    difference = mpmath.matrix([exact(t) for t in x]) - mean_of(p)
    square = (difference.T * s**-1 * difference)[0] / 2
    l = mpmath.cholesky(s)
    logarithms = mpmath.fsum(abs(mpmath.log(l[i, i])) for i in range(s.rows))
    sizes = s.rows * mpmath.log(2 * mpmath.pi) / 2 + logarithms + square
    rows = [[s[i, j] for j in range(s.rows)] for i in range(s.rows)]
    return condition(rows) * sizes / abs(ln_pdf(p, x))


row("MultivariateNormal::ln_pdf, from dimension 21, per condition", large_points, digits=FEW, condition=ln_pdf_condition)(ln_pdf)


def nearly_singular_points(random):
    for kind in KINDS:
        p = of_kind(kind, gauss(random, 22), covariance(random, 22, 1e-4))
        yield p, [m + e for m, e in zip(p[1], gauss(random, 22))]


row("MultivariateNormal::ln_pdf, nearly singular from dimension 21", nearly_singular_points, digits=900)(ln_pdf)


def ordinary_points(random):
    """Where the density is no subnormal number."""
    with mpmath.workdps(900):
        return [case for case in points(random) if abs(ln_pdf(*case)) < 600]


@row("MultivariateNormal::pdf", ordinary_points, digits=900)
def pdf(p, x):
    return mpmath.exp(ln_pdf(p, x))


# Some of the variables.


def chosen(random, d):
    return random.sample(range(d), random.randint(1, d))


def parts(random):
    for p, _ in matrices(random, 60, [2, 3, 4, 6, 9]):
        kind = random.choice(KINDS)
        yield of_kind(kind, gauss(random, len(p)), p), chosen(random, len(p))


def submatrix(s, rows, columns):
    m = mpmath.matrix(len(rows), len(columns))
    for i, a in enumerate(rows):
        for j, b in enumerate(columns):
            m[i, j] = s[a, b]
    return m


def flat(mean, s):
    """The mean, and the lower triangle of the covariance."""
    return [*mean, *[s[i, j] for i in range(s.rows) for j in range(i + 1)]]


def diagonal_sizes(mean_sizes, s):
    """That entry in units of the standard deviations."""
    off = [mpmath.sqrt(s[i, i] * s[j, j]) / abs(s[i, j]) if s[i, j] else mpf(1) for i in range(s.rows) for j in range(i + 1)]
    return [*mean_sizes, *off]


@row("MultivariateNormal::marginal", parts, digits=900)
def marginal(p, variables):
    return flat([mean_of(p)[i] for i in variables], submatrix(covariance_of(p), variables, variables))


def of_marginals(random):
    for p, q in matrices(random, 60, [2, 3, 4, 6, 9]):
        variables = chosen(random, len(p))
        if random.random() < 0.5:
            variables = variables[: max(1, len(variables) // 2)]
        kind = random.choice(KINDS)
        mean = gauss(random, len(p))
        yield of_kind(kind, mean, p), of_kind(kind, [nearby(random, m) for m in mean], q), variables


def kl_of_marginals(p, q, variables):
    sp, sq = (submatrix(covariance_of(x), variables, variables) for x in (p, q))
    difference = mpmath.matrix([exact(p[1][i]) - exact(q[1][i]) for i in variables])
    inverse = sq**-1
    trace = mpmath.fsum((inverse * sp)[i, i] for i in range(sp.rows))
    return (trace - sp.rows + (difference.T * inverse * difference)[0] - mpmath.log(mpmath.det(sp) / mpmath.det(sq))) / 2


row("MultivariateNormal::marginal, divergence", of_marginals, digits=900)(kl_of_marginals)


def conditions_to_be_met(random):
    for p, _ in matrices(random, 80, [2, 3, 4, 6, 9]):
        d = len(p)
        given = random.sample(range(d), random.randint(1, d - 1))
        units = [math.sqrt(p[i][i]) for i in range(d)]
        mean = [x * u for x, u in zip(gauss(random, d), units)]
        kind = random.choice([*KINDS, "variances"])
        made = ["variances", mean, [p[i][i] for i in range(d)]] if kind == "variances" else of_kind(kind, mean, p)
        yield made, given, [mean[i] + random.gauss(0, 1) * units[i] for i in given]


def parts_of_conditional(p, given, values):
    s, mean = covariance_of(p), mean_of(p)
    rest = [i for i in range(s.rows) if i not in given]
    cross, inverse = submatrix(s, rest, given), submatrix(s, given, given) ** -1
    difference = mpmath.matrix([exact(v) - mean[i] for v, i in zip(values, given)])
    return rest, mean, cross, inverse, difference, submatrix(s, rest, rest) - cross * inverse * cross.T


@row("MultivariateNormal::conditional", conditions_to_be_met, digits=900,
     condition=lambda *case: conditional_condition(*case))
def conditional(p, given, values):
    rest, mean, cross, inverse, difference, s = parts_of_conditional(p, given, values)
    shift = cross * inverse * difference
    return flat([mean[i] + x for i, x in zip(rest, shift)], s)


def conditional_condition(p, given, values):
    rest, mean, cross, inverse, difference, s = parts_of_conditional(p, given, values)
    size = lambda m: m.apply(abs)
    exactly = [mean[i] + x for i, x in zip(rest, cross * inverse * difference)]
    sizes = [abs(mean[i]) + x for i, x in zip(rest, size(cross) * size(inverse) * size(difference))]
    return diagonal_sizes([a / abs(b) for a, b in zip(sizes, exactly)], s)


# Images, products, samples.


def images(random):
    # In ordinary units: otherwise the largest variable is all of the image.
    for p, _ in matrices(random, 60, [2, 3, 4, 6, 9], in_units=False):
        d = len(p)
        m = random.randint(1, d)
        kind = random.choice([*KINDS, "variances"])
        made = ["variances", gauss(random, d), [p[i][i] for i in range(d)]] if kind == "variances" else of_kind(kind, gauss(random, d), p)
        yield made, [gauss(random, d) for _ in range(m)], gauss(random, m)


@row("MultivariateNormal::affine", images, digits=900, condition=lambda *case: affine_condition(*case))
def affine(p, a, b):
    a, b = matrix(a), mpmath.matrix([exact(x) for x in b])
    return flat(list(a * mean_of(p) + b), a * covariance_of(p) * a.T)


def affine_condition(p, a, b):
    value = affine(p, a, b)
    a, b = matrix(a), mpmath.matrix([exact(x) for x in b])
    size = lambda m: m.apply(abs)
    l = size(mpmath.cholesky(covariance_of(p)))
    sizes = flat(list(size(a) * size(mean_of(p)) + size(b)), size(a) * l * l.T * size(a).T)
    return [x / abs(y) for x, y in zip(sizes, value)]


def products(random):
    for p, q in matrices(random, 70, [1, 2, 3, 4, 6, 9]):
        d = len(p)
        units = [math.sqrt(q[i][i]) for i in range(d)]
        mean = [x * u for x, u in zip(gauss(random, d), units)]
        other = [x * u for x, u in zip(gauss(random, d), units)]
        one, two = random.choice([*KINDS, "variances"]), random.choice([*KINDS, "variances"])
        if random.random() < 0.5:
            two = one
        make = lambda kind, mean, s: ["variances", mean, [s[i][i] for i in range(d)]] if kind == "variances" else of_kind(kind, mean, s)
        yield make(one, mean, p), make(two, other, q)


def parts_of_product(p, q):
    a, b = covariance_of(p) ** -1, covariance_of(q) ** -1
    c = (a + b) ** -1
    return c, c * (a * mean_of(p) + b * mean_of(q))


@row("MultivariateNormal::product", products, digits=900, condition=lambda *case: product_condition(*case))
def product(p, q):
    c, mean = parts_of_product(p, q)
    return flat(list(mean), c)


def product_condition(p, q):
    c, mean = parts_of_product(p, q)
    sizes = [max(abs(m), abs(exact(a)), abs(exact(b))) / abs(m) for m, a, b in zip(mean, p[1], q[1])]
    return diagonal_sizes(sizes, c)


def noises(random):
    for p, x in points(random):
        yield p, gauss(random, len(x))


@row("MultivariateNormal::sample", noises, digits=900, condition=lambda *case: sample_condition(*case))
def sample(p, noise):
    l = mpmath.cholesky(covariance_of(p))
    return list(mean_of(p) + l * mpmath.matrix([exact(x) for x in noise]))


def sample_condition(p, noise):
    l = mpmath.cholesky(covariance_of(p)).apply(abs)
    sizes = mean_of(p).apply(abs) + l * mpmath.matrix([abs(exact(x)) for x in noise])
    return [s / abs(x) for s, x in zip(sizes, sample(p, noise))]


# Bounds, and singular covariances.


def means_and_matrices(random):
    for p, q in matrices(random, 40, [1, 2, 3, 5]):
        units = [math.sqrt(q[i][i]) for i in range(len(q))]
        mean = [x * u for x, u in zip(gauss(random, len(q)), units)]
        shift = random.choice([0.0, 0.1, 1.0])
        yield [m + shift * u for m, u in zip(mean, units)], p, mean, q


@row("MultivariateNormal::jensen_shannon_bounds", means_and_matrices, digits=900)
def jensen_shannon_bounds(mean_p, p, mean_q, q):
    square = 1 - mpmath.exp(-bhattacharyya(mean_p, p, mean_q, q))
    return [mpmath.log(2) * square, min(square, mpmath.log(2))]


@row("distribution::SingularNormal::jensen_shannon_bounds", lambda random: singular(random, 30))
def singular_jensen_shannon_bounds(mean_p, p, mean_q, q):
    map = common_support(mean_p, p, mean_q, q)
    if map is None:
        return [mpmath.log(2)] * 2
    return jensen_shannon_bounds(*map)


@row("distribution::SingularNormal::wasserstein_2", lambda random: singular(random, 60))
def singular_wasserstein(mean_p, p, mean_q, q):
    means = mpmath.fsum((exact(a) - exact(b)) ** 2 for a, b in zip(mean_p, mean_q))
    # The nonzero eigenvalues of ΣpΣq, whose roots the trace has; the product is that of factors.
    sp, sq = matrix(p), matrix(q)
    trace = mpmath.fsum(sp[i, i] + sq[i, i] for i in range(sp.rows))
    lp, lq = factor_of(sp), factor_of(sq)
    g = lq.T * lp
    if g.rows == 0 or g.cols == 0:
        return mpmath.sqrt(means + trace)
    gram = g.T * g if g.cols <= g.rows else g * g.T
    roots = mpmath.fsum(mpmath.sqrt(max(x, mpf(0))) for x in mpmath.eigsy(gram, eigvals_only=True))
    square = means + trace - 2 * roots
    # What is left of equal ones is the rounding of the digits that are carried.
    return mpf(0) if abs(square) < trace * mpf(10) ** (-mpmath.mp.dps // 3) else mpmath.sqrt(square)


def tied():
    """The density is that of the definition: it integrates to 1, and conditional times marginal."""
    p = ["covariance", [0.25, -0.5], [[1.0, 0.5], [0.5, 2.0]]]
    x = [0.75, 0.25]
    mean, variance = conditional(p, [0], [x[0]])
    of_second = lambda t: mpmath.exp(-((t - mean) ** 2) / (2 * variance)) / mpmath.sqrt(2 * mpmath.pi * variance)
    of_first = lambda t: mpmath.exp(-((t - p[1][0]) ** 2) / 2) / mpmath.sqrt(2 * mpmath.pi)
    yield pdf(p, x), of_first(mpf(x[0])) * of_second(mpf(x[1]))
    yield mpmath.quad(of_second, [-mpmath.inf, mean, mpmath.inf]), mpf(1)
    # The product of two densities over that of `product` is the same everywhere.
    q = ["covariance", [1.0, 0.0], [[2.0, -0.5], [-0.5, 1.0]]]
    c, m = parts_of_product(p, q)
    log = lambda x: ln_pdf(p, x) + ln_pdf(q, x) + ((mpmath.matrix(x) - m).T * c**-1 * (mpmath.matrix(x) - m))[0] / 2
    yield log([0.0, 0.0]), log([1.0, -3.0])
