"""Gradients: of divergences by logits, by probabilities, and by the parameters of normal distributions."""

import functools
import math

import mpmath
from mpmath import mpf

from core.logits import cross_entropy, shares
from core.pmf import DIGITS_OF_LOGITS
from shared.derivatives import derivative
from shared.exact import exact
from shared.masked import both, clear, differences, less_their_mean, mixture, with_further, without_infinity
from shared.rows import row
from shared.sizes import log_uniform, nearby
from shared.vectors import INF, logit_pairs, vectors


# By logits, with the condition numbers that the documentation states. An entry with value
# zero has none.


def some_logits(random):
    return logit_pairs(random)[::3]


def with_finite_divergence(random):
    return [(a, b) for a, b in some_logits(random) if not any(x != -INF and y == -INF for x, y in zip(a, b))]


def log_ratios(a, b):
    """p, q and ln(p/q), and the latter's mean under P where both are possible."""
    return log_ratios_at(tuple(a), tuple(b), mpmath.mp.prec)


@functools.lru_cache(maxsize=64)
def log_ratios_at(a, b, _digits):
    (p, lp), (q, lq) = shares(a), shares(b)
    both = [i for i in range(len(a)) if a[i] != -INF and b[i] != -INF]
    ratios = {i: lp[i] - lq[i] for i in both}
    mass = mpmath.fsum(p[i] for i in both)
    mean = mpmath.fsum(p[i] * ratios[i] for i in both) / mass if mass else mpmath.mpf(0)
    return p, q, ratios, mean


def condition(of, one=1):
    """The condition numbers of all entries: one, and what the parts of an entry are beside it."""
    def conditions(a, b):
        entries, sizes = of(a, b)
        return [one + size / abs(entry) if entry else mpf(one) for entry, size in zip(entries, sizes)]
    return conditions


def surpluses(a, b):
    """p (ln(p/q) − its mean under P), each with p times the mean deviation."""
    (p, lp), (_, lq) = both(a, b)
    return less_their_mean(p, [x - y for x, y in zip(lp, lq)])


def surprises(a, b):
    (p, _), (_, lq) = both(a, b)
    return less_their_mean(p, [-y for y in lq])


def half_surpluses(a, b):
    (p, lp), q = both(a, b)
    _, lm = mixture((p, lp), q, mpf(1) / 2)
    return less_their_mean(p, [(x - y) / 2 if x != -mpmath.inf else mpf(0) for x, y in zip(lp, lm)])


def differences_and_logarithms(a, b):
    """q − p, each with itself times Σ |q − p|/|ln(p/q)|."""
    (p, lp), (q, lq) = both(a, b)
    apart = [y - x for x, y in zip(p, q)]
    size = mpmath.fsum(map(abs, apart))
    return apart, [abs(d) * size / abs(x - y) if d and mpmath.isfinite(x) and mpmath.isfinite(y) else mpf(0) for d, x, y in zip(apart, lp, lq)]


@row("gradient::kl_by_p_logits, per condition", with_finite_divergence, digits=DIGITS_OF_LOGITS, condition=condition(surpluses))
def kl_by_p_logits(a, b):
    p, _, ratios, mean = log_ratios(a, b)
    return [p[i] * (ratios[i] - mean) if p[i] else mpmath.mpf(0) for i in range(len(a))]


@row("gradient::kl_by_q_logits, per condition", some_logits, digits=DIGITS_OF_LOGITS, condition=condition(differences_and_logarithms, 2))
def kl_by_q_logits(a, b):
    p, q, _, _ = log_ratios(a, b)
    return [y - x for x, y in zip(p, q)]


@row("gradient::cross_entropy_by_p_logits, per condition", with_finite_divergence, digits=DIGITS_OF_LOGITS, condition=condition(surprises))
def cross_entropy_by_p_logits(a, b):
    (p, _), (_, lq) = shares(a), shares(b)
    h = cross_entropy(a, b)
    return [x * (-y - h) if x else mpmath.mpf(0) for x, y in zip(p, lq)]


def half_logs(p, q):
    return [mpmath.log(2 * x / (x + y)) / 2 if x else mpmath.mpf(0) for x, y in zip(p, q)]


@row("gradient::jensen_shannon_by_p_logits, per condition", some_logits, digits=DIGITS_OF_LOGITS, condition=condition(half_surpluses, 2))
def jensen_shannon_by_p_logits(a, b):
    p, q, _, _ = log_ratios(a, b)
    g = half_logs(p, q)
    mean = mpmath.fsum(x * y for x, y in zip(p, g))
    return [x * (y - mean) for x, y in zip(p, g)]


# The same with masks, and without a condition number.


def masked(name, inputs, of):
    """A row of a function that gives entries and their sizes."""
    row(name, inputs, digits=DIGITS_OF_LOGITS, **clear(lambda *x: of(*x)[1]))(lambda *x: of(*x)[0])


masked("gradient::kl_by_p_logits, masked", without_infinity, surpluses)
masked("gradient::kl_by_q_logits, masked", with_further, differences)
masked("gradient::cross_entropy_by_p_logits, masked", without_infinity, surprises)
masked("gradient::jensen_shannon_by_p_logits, masked", with_further, half_surpluses)


# By probabilities: 0 ln 0 and 0/0 have derivatives by convention.


def some_vectors(random):
    return vectors(random)[::4]


def log_ratio(x, y):
    return mpf(0) if x == y else (mpmath.log(x / y) if y else mpmath.inf) if x else -mpmath.inf


def each(function, p, q):
    return [function(exact(x), exact(y)) for x, y in zip(p, q)]


@row("gradient::kl_by_p", some_vectors)
def kl_by_p(p, q):
    return each(log_ratio, p, q)


@row("gradient::kl_by_q", some_vectors)
def kl_by_q(p, q):
    return each(lambda x, y: mpf(1) if not x else 1 - x / y if y else -mpmath.inf, p, q)


@row("gradient::jensen_shannon_by_p", some_vectors)
def jensen_shannon_by_p(p, q):
    return each(lambda x, y: log_ratio(2 * x, x + y) / 2, p, q)


@row("gradient::cross_entropy_by_p", some_vectors)
def cross_entropy_by_p(p, q):
    return each(lambda x, y: mpf(0) if x == y == 0 else -mpmath.log(y) if y else mpmath.inf, p, q)


@row("gradient::cross_entropy_by_q", some_vectors)
def cross_entropy_by_q(p, q):
    return each(lambda x, y: mpf(0) if not x else -x / y if y else -mpmath.inf, p, q)


# Between normal distributions: differences of the closed form.


def normal_problems(random):
    # None has equal means or variances: a difference that should be 0 never settles.
    rows = [(1.0, 2.0, 0.0, 1.0), (1.0, math.nextafter(1.0, 2.0), math.nextafter(1.0, 2.0), 1.0)]
    for _ in range(25):
        rows.append((random.gauss(0, 2), log_uniform(random, 0.1, 10), random.gauss(0, 2), log_uniform(random, 0.1, 10)))
    for _ in range(25):
        mu, sigma = random.gauss(0, 2), log_uniform(random, 0.1, 10)
        rows.append((mu, sigma, nearby(random, mu), nearby(random, sigma)))
    for _ in range(15):
        mu, sigma = log_uniform(random, 1e-60, 1e60), log_uniform(random, 1e-60, 1e60)
        rows.append((mu, sigma, nearby(random, mu), log_uniform(random, 1e-60, 1e60)))
    parts = ("mean_p", "std_dev_p", "log_variance_p", "mean_q", "std_dev_q", "log_variance_q")
    return [(which, *row) for row in rows for which in parts]


def normal_condition(which, mu_p, sigma_p, mu_q, sigma_q):
    if not which.endswith("_q") or which == "mean_q":
        return mpf(1)
    excess = (exact(sigma_p) / exact(sigma_q)) ** 2 - 1
    square = ((exact(mu_p) - exact(mu_q)) / exact(sigma_q)) ** 2
    if excess + square == 0:
        return mpf(1)
    return (abs(excess) + square) / abs(excess + square)


def kl_of_normals(mu_p, sigma_p, mu_q, sigma_q):
    """As normal.kl, of numbers that need not be doubles."""
    return mpmath.log(sigma_q / sigma_p) + (sigma_p**2 + (mu_p - mu_q) ** 2) / (2 * sigma_q**2) - mpf(1) / 2


def extreme_normal_problems(random):
    """Scales near the smallest double, where quotients by them overflow, and near the largest."""
    parts = ("mean_p", "std_dev_p", "log_variance_p", "mean_q", "std_dev_q", "log_variance_q")
    for _ in range(12):
        # P narrower than Q, and not far from it: both parts of the pull are beyond doubles.
        scale = log_uniform(random, 1e-318, 1e-308)
        rows = [
            (random.gauss(0, 1) * scale, log_uniform(random, 0.1, 0.9) * scale, random.gauss(0, 1) * scale, scale),
            (random.gauss(0, 1), scale, random.gauss(0, 1), log_uniform(random, 1e-318, 1e-300)),
            (random.gauss(0, 1), log_uniform(random, 1e-3, 1e3), random.gauss(0, 1), scale),
            (random.gauss(0, 1), scale, random.gauss(0, 1), random.uniform(0.5, 2)),
            (random.gauss(0, 1) * 1e307, random.uniform(1, 9) * 1e307, random.gauss(0, 1) * 1e307, random.uniform(1, 9) * 1e307),
        ]
        for each in rows:
            yield random.choice(parts), *each
            yield "std_dev_q", *each


@row("gradient::normal_kl, extreme", extreme_normal_problems, digits=1500, condition=normal_condition)
@row("gradient::normal_kl", normal_problems, digits=400, condition=normal_condition)
def normal_gradient(which, *parameters):
    values = [exact(x) for x in parameters]
    place = {"mean_p": 0, "std_dev_p": 1, "log_variance_p": 1, "mean_q": 2, "std_dev_q": 3, "log_variance_q": 3}[which]
    # In units of the scale, which may be of any size.
    unit = values[place | 1]

    def moved(x):
        changed = list(values)
        if which.startswith("log"):
            changed[place] = mpmath.exp(x / 2)
        else:
            changed[place] = x * unit
        return kl_of_normals(*changed)

    if which.startswith("log"):
        return derivative(moved, 2 * mpmath.log(values[place]))
    return derivative(moved, values[place] / unit) / unit
