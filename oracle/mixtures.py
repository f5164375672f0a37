"""Monte Carlo estimates from log-ratios, and mixtures of normal distributions.

Estimates are plain means and sample variances. A mixture is given by its weights, means
and covariances; its formulas use determinants and inverses.
"""

import math
import random as random_module

import mpmath
from mpmath import exp, log, mpf, sqrt

import multivariate_normal as gaussian
from exact import exact, found, log_uniform, nearby, stable

DIGITS = 60

# Means and standard errors.


def mean(terms):
    return mpmath.fsum(terms) / len(terms)


def standard_error(terms):
    m, n = mean(terms), len(terms)
    return sqrt(mpmath.fsum((t - m) ** 2 for t in terms) / (n - 1) / n)


def cancellation(terms):
    return mean([abs(t) for t in terms]) / abs(mean(terms))


def spread(terms):
    """The root of the mean square over the standard deviation."""
    n = len(terms)
    return max(sqrt(mean([t * t for t in terms])) / (standard_error(terms) * sqrt(mpf(n))), mpf(1))


ESTIMATES = {
    "k1": lambda l: -l,
    "k2": lambda l: l**2 / 2,
    "k3": lambda l: exp(l) - 1 - l,
}

# What the score is multiplied by.
GRADIENTS = {
    "k1_by_p": lambda l: -l,
    "k2_by_p": lambda l: -l,
    "k3_by_p": lambda l: 1 - exp(l),
    "k1_by_q": lambda l: mpf(-1),
    "k2_by_q": lambda l: l,
    "k3_by_q": lambda l: exp(l) - 1,
}


def estimate_terms(name, log_ratios):
    return [ESTIMATES[name](exact(l)) for l in log_ratios]


def gradient_terms(name, log_ratios, scores):
    return [GRADIENTS[name](exact(l)) * exact(s) for l, s in zip(log_ratios, scores)]


def interval_end(level, log_ratios):
    terms = estimate_terms("k1", log_ratios)
    return mean(terms) + sqrt(mpf(2)) * mpmath.erfinv(exact(level)) * standard_error(terms)


def interval_condition(level, log_ratios):
    terms = estimate_terms("k1", log_ratios)
    reach = interval_end(level, log_ratios) - mean(terms)
    return (abs(mean(terms)) + reach) / abs(mean(terms) + reach)


def donsker_varadhan(t_p, t_q):
    return mean([exact(t) for t in t_p]) - log(mean([exp(exact(t)) for t in t_q]))


def donsker_varadhan_error(t_p, t_q):
    weights = [exp(exact(t)) for t in t_q]
    of_q = standard_error(weights) / mean(weights)
    return sqrt(standard_error([exact(t) for t in t_p]) ** 2 + of_q**2)


def donsker_varadhan_condition(t_p, t_q):
    a, b = mean([exact(t) for t in t_p]), log(mean([exp(exact(t)) for t in t_q]))
    return (abs(a) + abs(b) + 1) / abs(a - b)


def weights_condition(t_p, t_q):
    return 1 + max(map(abs, map(exact, t_q))) / (exact(max(t_q)) - exact(min(t_q)))


def nwj(t_p, t_q):
    return mean([exact(t) for t in t_p]) - mean([exp(exact(t) - 1) for t in t_q])


def nwj_error(t_p, t_q):
    parts = [exact(t) for t in t_p], [exp(exact(t) - 1) for t in t_q]
    return sqrt(mpmath.fsum(standard_error(terms) ** 2 for terms in parts))


def nwj_condition(t_p, t_q):
    a, b = mean([exact(t) for t in t_p]), mean([exp(exact(t) - 1) for t in t_q])
    return (abs(a) + b) / abs(a - b)


def nwj_spread(t_p, t_q):
    return max(spread([exact(t) for t in t_p]), spread([exp(exact(t) - 1) for t in t_q]))


def log_density(family, a, b, x):
    a, b, x = exact(a), exact(b), exact(x)
    if family == "Normal":
        return -((x - a) ** 2) / (2 * b**2) - log(b * sqrt(2 * mpmath.pi))
    if family == "Laplace":
        return -abs(x - a) / b - log(2 * b)
    if family == "Gumbel":
        z = (x - a) / b
        return -(z + exp(-z)) - log(b)
    if family == "InverseGamma":
        return a * log(b) - mpmath.loggamma(a) - (a + 1) * log(x) - b / x
    raise ValueError(family)


def log_ratio(p, q, x):
    return log_density(*q, x) - log_density(*p, x)


def log_ratio_condition(p, q, x):
    a, b = log_density(*p, x), log_density(*q, x)
    return (1 + abs(a) + abs(b)) / abs(b - a)


def monte_carlo(p, q, samples):
    return -mean([log_ratio(p, q, x) for x in samples])


def monte_carlo_condition(p, q, samples):
    sizes = [1 + abs(log_density(*p, x)) + abs(log_density(*q, x)) for x in samples]
    return mean(sizes) / abs(monte_carlo(p, q, samples))


# Mixtures.


def normal(entry):
    m, covariance = entry
    return mpmath.matrix([exact(x) for x in m]), gaussian.matrix(covariance)


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
    return gaussian.kl(*a, *b)


def table(p, q):
    return [[divergence(a, b) for _, b in parts(q)] for _, a in parts(p)]


def log_normal_density(m, s, x):
    difference = x - m
    distance = (difference.T * s**-1 * difference)[0]
    return -(distance + log(mpmath.det(s)) + s.rows * log(2 * mpmath.pi)) / 2


def log_density_at(mixture, x):
    return log(mpmath.fsum(w * exp(log_normal_density(*normal(e), x)) for w, e in parts(mixture)))


def ln_pdf(mixture, x):
    return log_density_at(mixture, mpmath.matrix([exact(c) for c in x]))


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


def moments(mixture):
    entries = [(w, *normal(e)) for w, e in parts(mixture)]
    m = sum((w * a for w, a, _ in entries[1:]), entries[0][0] * entries[0][1])
    c = mpmath.zeros(m.rows)
    for w, a, s in entries:
        c += w * (s + (a - m) * (a - m).T)
    return m, c


def mean_entry(i, mixture):
    return moments(mixture)[0][i]


def covariance_entry(i, j, mixture):
    return moments(mixture)[1][i, j]


def covariance_condition(i, j, mixture):
    m, c = moments(mixture)
    entries = [(w, *normal(e)) for w, e in parts(mixture)]
    size = mpmath.fsum(w * (abs(s[i, j]) + abs((a - m)[i] * (a - m)[j])) for w, a, s in entries)
    return size / abs(c[i, j])


def kl_matched_moments(p, q):
    (mp, cp), (mq, cq) = moments(p), moments(q)
    inverse = cq**-1
    trace = mpmath.fsum((inverse * cp)[i, i] for i in range(cp.rows))
    distance = ((mp - mq).T * inverse * (mp - mq))[0]
    return (trace - cp.rows + distance - log(mpmath.det(cp) / mpmath.det(cq))) / 2


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


def matches(p, q):
    """π, ω and D of each component and its nearest."""
    of_q = [w for w, _ in parts(q)]
    for (w, _), row in zip(parts(p), table(p, q)):
        j = min(range(len(row)), key=lambda j: row[j] - log(of_q[j]))
        yield w, of_q[j], row[j]


def kl_nearest_component(p, q):
    return mpmath.fsum(w * (d + log(w / v)) for w, v, d in matches(p, q))


def nearest_condition(p, q):
    size = mpmath.fsum(w * (d + abs(log(w / v))) for w, v, d in matches(p, q))
    return size / abs(kl_nearest_component(p, q))


def log_overlap(a, b):
    (ma, sa), (mb, sb) = normal(a), normal(b)
    return log_normal_density(ma, sa + sb, mb)


def kl_product(p, q):
    overlap = lambda a, m: mpmath.fsum(w * exp(log_overlap(a, b)) for w, b in parts(m))
    return mpmath.fsum(w * log(overlap(a, p) / overlap(a, q)) for w, a in parts(p))


def product_condition(p, q):
    def size(a, b):
        (ma, sa), (mb, sb) = normal(a), normal(b)
        s = sa + sb
        distance = ((ma - mb).T * s**-1 * (ma - mb))[0]
        return s.rows + abs(log(mpmath.det(s))) / 2 + distance / 2

    total = mpmath.fsum(w * (1 + max(size(a, b) for m in (p, q) for _, b in parts(m)))
                        for w, a in parts(p))
    return total / abs(kl_product(p, q))


def variational_logarithms(p, q):
    below = lambda row, m: log(mpmath.fsum(w * exp(-d) for (w, _), d in zip(parts(m), row)))
    for (w, _), own, other in zip(parts(p), table(p, p), table(p, q)):
        yield w, below(own, p), below(other, q)


def kl_variational(p, q):
    return mpmath.fsum(w * (own - other) for w, own, other in variational_logarithms(p, q))


def variational_condition(p, q):
    if len(parts(p)) == len(parts(q)) == 1:
        return mpf(1)
    size = mpmath.fsum(w * (abs(a) + abs(b) + 1) for w, a, b in variational_logarithms(p, q))
    return size / abs(kl_variational(p, q))


def kl_convex_bound(p, q):
    return mpmath.fsum(w * v * d for (w, _), row in zip(parts(p), table(p, q))
                       for (v, _), d in zip(parts(q), row))


class Slow(Exception):
    """The steps do not come to an end soon enough for a comparison."""


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


def sigma_points(p):
    for w, e in parts(p):
        m, s = normal(e)
        factor, d = cholesky(s), s.rows
        for k in range(d):
            for sign in (1, -1):
                yield w / (2 * d), m + sign * sqrt(mpf(d)) * factor[:, k]


def kl_unscented(p, q):
    return mpmath.fsum(w * (log_density_at(p, x) - log_density_at(q, x)) for w, x in sigma_points(p))


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


def lower_bound(p, q):
    own = [own for _, own, _ in variational_logarithms(p, q)]
    value = mpmath.fsum(w * (o - at_most(a, q)) for (w, a), o in zip(parts(p), own))
    if len(parts(q)) == 1:
        value = max(value, kl_matched_moments(p, q))
    return max(value, mpf(0))


def lower_condition(p, q):
    d = len(p[1][0])
    size = 1 + mpmath.fsum(w * (abs(own) + abs(at_most(a, q)) + d + product_size(a, q))
                           for (w, a), (_, own, _) in zip(parts(p), variational_logarithms(p, q)))
    return 1000 * size * (1 + 1 / lower_bound(p, q))


def product_size(a, q):
    determinant = lambda s: abs(log(mpmath.det(s)))
    return max(determinant(s) for _, b in parts(q) for s in (normal(a)[1], normal(b)[1]))


# Inputs.


def ratios(random, count):
    kind = random.randrange(5)
    if kind == 0:
        return [random.gauss(-0.5, 1) for _ in range(count)]
    if kind == 1:
        size = log_uniform(random, 1e-16, 0.1)
        return [size * random.gauss(0, 1) for _ in range(count)]
    if kind == 2:
        return [random.choice([-1, 1]) * log_uniform(random, 1e-120, 300) for _ in range(count)]
    if kind == 3:
        return [-log_uniform(random, 1, 1e100) for _ in range(count)]
    return [-1.0 + 1e-12 * random.random() for _ in range(count)]


def several(random, number):
    return [ratios(random, random.choice([2, 3, 10, 50])) for _ in range(number)]


def critics(random, number):
    for _ in range(number):
        shift = random.choice([0, 0, 1, -30, 600])
        t = lambda n: [shift + random.gauss(0, random.choice([0.1, 1, 3])) for _ in range(n)]
        yield t(random.choice([2, 5, 30])), t(random.choice([2, 5, 30]))


def families(random, number):
    # One 1 600 standard deviations out, where the density of the second is no double.
    yield ["Laplace", 0.0, 1.0], ["Laplace", 1.0, 2.0], -1600.0
    yield ["Gumbel", 0.0, 1.0], ["Gumbel", 1.0, 2.0], -12.0
    yield ["Gumbel", 0.0, 1.0], ["Normal", 1.0, 2.0], 900.0
    yield ["InverseGamma", 2.0, 1.0], ["InverseGamma", 3.0, 2.0], 0.0005
    while number:
        number -= 1
        names = [random.choice(["Normal", "Laplace", "Gumbel"]) for _ in range(2)]
        p, q = ([name, random.gauss(0, 1), log_uniform(random, 0.2, 5)] for name in names)
        yield p, q, random.gauss(0, 2)


def mixture(random, d, count, separation):
    weights = [random.random() + 0.1 for _ in range(count)]
    weights = [w / math.fsum(weights) for w in weights]
    means = [[separation * random.gauss(0, 1) for _ in range(d)] for _ in range(count)]
    return [weights, means, [gaussian.covariance(random, d, random.choice([1, 1, 0.1])) for _ in range(count)]]


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


def digits(x):
    return mpmath.nstr(x, 6)


def cases():
    random = random_module.Random(20)
    result = {}
    with mpmath.workdps(DIGITS):
        row = lambda f, inputs, condition=None: [list(inputs), stable(f, *inputs, digits=DIGITS)] + (
            [digits(condition)] if condition is not None else [])

        # Logarithms of ratios as small as 1e-120 need their square's digits.
        def of_terms(terms, statistic, condition, inputs):
            with mpmath.workdps(300):
                size = condition(terms(*inputs))
            return [list(inputs), stable(lambda *i: statistic(terms(*i)), *inputs, digits=300), digits(size)]

        lists = several(random, 100)
        for name in ESTIMATES:
            terms = lambda l, name=name: estimate_terms(name, l)
            one = lambda terms: mpf(1)
            result[f"estimate::{name}"] = [of_terms(terms, mean, one, [l]) for l in lists]
            result[f"estimate::{name}, standard error"] = [
                of_terms(terms, standard_error, one if name == "k1" else spread, [l]) for l in lists]
        result["Estimate::interval"] = [
            row(interval_end, (level, l), interval_condition(level, l))
            for l in several(random, 60) for level in [random.choice([0.5, 0.9, 0.95, 0.999, 1e-6, 1 - 1e-12])]]
        small = [l for l in lists if max(l) < 300 and min(l) > -1e100]
        for name in GRADIENTS:
            terms = lambda l, s, name=name: gradient_terms(name, l, s)
            with_scores = [[l, [random.gauss(0, 1) * random.choice([1, 1, 1e-3]) for _ in l]] for l in small]
            result[f"gradient::{name}"] = [of_terms(terms, mean, cancellation, i) for i in with_scores]
            result[f"gradient::{name}, standard error"] = [
                of_terms(terms, standard_error, spread, i) for i in with_scores]

        pairs = list(critics(random, 80))
        result["estimate::donsker_varadhan"] = [
            row(donsker_varadhan, pair, donsker_varadhan_condition(*pair)) for pair in pairs]
        result["estimate::donsker_varadhan, standard error"] = [
            row(donsker_varadhan_error, pair, weights_condition(*pair)) for pair in pairs]
        result["estimate::nwj"] = [row(nwj, pair, nwj_condition(*pair)) for pair in pairs]
        result["estimate::nwj, standard error"] = [row(nwj_error, pair, nwj_spread(*pair)) for pair in pairs]

        points = list(families(random, 100))
        result["estimate::log_ratios"] = [row(log_ratio, i, log_ratio_condition(*i)) for i in [*points, *found("estimate::log_ratios")]]
        samples = [(p, q, [x] + [abs(x) + random.random() for _ in range(5)]) for p, q, x in points]
        result["estimate::monte_carlo"] = [row(monte_carlo, i, monte_carlo_condition(*i)) for i in samples]

        both = list(mixtures(random, 60))
        ones = [m for pair in both for m in pair]
        where = lambda m: [random.choice([1, 1, 30]) * random.gauss(0, 1) * (abs(x) or 1.0) for x in m[1][0]]
        result["GaussianMixture::ln_pdf"] = [
            row(ln_pdf, i, ln_pdf_condition(*i)) for i in [(m, where(m)) for m in ones]]
        result["GaussianMixture::mean"] = [row(mean_entry, (0, m)) for m in ones]
        entries = [(random.randrange(len(m[1][0])), 0, m) for m in ones]
        result["GaussianMixture::covariance"] = [
            row(covariance_entry, i, covariance_condition(*i)) for i in entries]
        for f, condition in [
            (kl_matched_moments, matched_condition),
            (kl_nearest_component, nearest_condition),
            (kl_product, product_condition),
            (kl_variational, variational_condition),
            (kl_convex_bound, lambda p, q: mpf(1)),
            (kl_unscented, unscented_condition),
        ]:
            name = f"GaussianMixture::{f.__name__}"
            result[name] = [row(f, i, condition(*i)) for i in [*both, *found(name)]]
        fast = []
        for pair in [*both, *found("GaussianMixture::kl_variational_bound")]:
            try:
                fast.append(row(kl_variational_bound, pair))
            except Slow:
                pass
        assert len(fast) > 20, len(fast)
        result["GaussianMixture::kl_variational_bound"] = fast
        result["GaussianMixture::kl_bounds, lower per 10³ ulp"] = [
            row(lower_bound, i, lower_condition(*i)) for i in both if lower_bound(*i) > 0]
        assert len(result["GaussianMixture::kl_bounds, lower per 10³ ulp"]) > 20
    return result
