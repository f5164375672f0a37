"""Densities and means of the distributions that statrs lacks."""

import mpmath
from mpmath import exp, log, loggamma, mpf, pi, sqrt

from shared import truncated
from shared.densities import HALF, QUARTER, RAY, UNIT, cb_ln, half_normal_ln
from shared.exact import on_exact, text
from shared.families import cb_mean_of
from shared.parameters import lambdas, truths
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform


@row("distribution::ContinuousBernoulli::mean", lambda random: [(l,) for l in lambdas(random, 30)])
@on_exact
def cb_mean(l):
    return cb_mean_of(l)


@on_exact
def cb_ln_pdf_condition(l, x):
    """The sizes of the two terms over that of their difference."""
    h = abs(log(l / (1 - l)))
    y = 1 - x if l > mpf(1) / 2 else x
    height = log(h / (1 - exp(-h))) if h else mpf(0)
    value = height - h * y
    return (height + h * y) / abs(value) if value else mpf(1)


@row("distribution::ContinuousBernoulli::ln_pdf",
     lambda random: [(l, x) for l in lambdas(random, 30) for x in [0.0, 0.5, 1.0, random.random()]], condition=cb_ln_pdf_condition)
@on_exact
def cb_ln_pdf(l, x):
    return cb_ln(l)(x)


def scales(random):
    sizes = [log_uniform(random, SMALLEST, 1e300) for _ in range(40)] + [random.uniform(0.1, 5) for _ in range(40)]
    return sizes + [SMALLEST, LARGEST, 1.0, 0.5]


@row("distribution::HalfNormal::mean", lambda random: [(s,) for s in scales(random) if s > 1e-300])
@on_exact
def half_normal_mean(s):
    return s * sqrt(2 / pi)


@on_exact
def half_normal_ln_pdf_condition(s, x):
    height, square = log(2 / pi) / 2 - log(s), (x / s) ** 2 / 2
    return (abs(height) + square) / abs(height - square)


@row("distribution::HalfNormal::ln_pdf",
     lambda random: [(s, x) for s in scales(random) for x in [0.0, min(s, 1e300) * random.uniform(0.1, 9)]], condition=half_normal_ln_pdf_condition)
@on_exact
def half_normal_ln_pdf(s, x):
    return half_normal_ln(s)(x)


def two_shapes(random):
    return truths(random, 25) + [(log_uniform(random, 1e-300, 1e300), log_uniform(random, 1e-300, 1e300)) for _ in range(20)]


def once(function, *arguments, digits):
    """Without a comparison with more digits, of which these functions need many and lose few."""
    with mpmath.workdps(digits):
        return text(function(*arguments))


@on_exact
def mean_condition(a, b):
    return 1 + abs(loggamma(1 + 1 / a) + loggamma(1 + b) - loggamma(1 + 1 / a + b))


@row("distribution::Kumaraswamy::mean", two_shapes, condition=mean_condition, value=once)
@on_exact
def mean(a, b):
    return exp(loggamma(1 + 1 / a) + loggamma(1 + b) - loggamma(1 + 1 / a + b))


def points(random):
    return [(a, b, x) for a, b in two_shapes(random)
            for x in [random.random(), log_uniform(random, 1e-20, 1), 1 - log_uniform(random, 1e-16, 1)] if 0 < x < 1]


def ln_one_minus(a, x):
    """ln(1 − xᵃ)."""
    return log(-mpmath.expm1(a * log(x)))


@on_exact
def ln_pdf_condition(a, b, x):
    value = log(a) + log(b) + (a - 1) * log(x) + (b - 1) * ln_one_minus(a, x)
    right = abs((b - 1) * ln_one_minus(a, x)) * (1 + abs(a * log(x)))
    return (abs(log(a)) + abs(log(b)) + abs((a - 1) * log(x)) + right) / abs(value) if value else mpf(1)


@row("distribution::Kumaraswamy::ln_pdf", points, condition=ln_pdf_condition, value=once)
@on_exact
def ln_pdf(a, b, x):
    return log(a) + log(b) + (a - 1) * log(x) + (b - 1) * ln_one_minus(a, x)


def truncations(random):
    return [row for row in truncated.some(random, 12) if row[3] - row[2] > 0]


def with_points(random):
    """A point between the cuts, or next to where the density is largest."""
    rows = []
    for mu, s, lower, upper in truncations(random):
        mode = truncated.mode(mu, lower, upper)
        low, high = max(lower, mode - 9 * s), min(upper, mode + 9 * s)
        points = {random.uniform(low, high), mode + min(1.0, s / (1 + abs(mode - mu) / s)) * random.gauss(0, 1)}
        rows += [(mu, s, lower, upper, x) for x in sorted(points) if lower < x < upper]
    return rows


def of_parts(function):
    """The function of the location, the scale, the cuts, and their parts."""
    return on_exact(lambda *x: function(*x, truncated.parts(*x[:4])))


def half_square(mu, s, x):
    return ((x - mu) / s) ** 2 / 2


@of_parts
def truncated_mean_condition(mu, s, lower, upper, parts):
    mode, mean = truncated.mode(mu, lower, upper), mu + s * parts[3]
    return (abs(mode) + truncated.distance_from_mode(*parts[:4], s)) / abs(mean) if mean else mpf(1)


@row("distribution::TruncatedNormal::mean", truncations, condition=truncated_mean_condition, digits=truncated.DIGITS)
@of_parts
def truncated_mean(mu, s, lower, upper, parts):
    return mu + s * parts[3]


@row("distribution::TruncatedNormal::variance", truncations, digits=truncated.DIGITS)
@of_parts
def truncated_variance(mu, s, lower, upper, parts):
    return s**2 * (parts[4] - parts[3] ** 2)


@on_exact
def truncated_entropy_condition(*x):
    peak = truncated.ln_density(*x)(truncated.mode(x[0], x[2], x[3]))
    value = mpf(truncated_entropy(*x))
    return (1 + abs(peak)) / abs(value)


@row("distribution::TruncatedNormal::entropy", truncations, condition=truncated_entropy_condition, digits=truncated.DIGITS)
@of_parts
def truncated_entropy(mu, s, lower, upper, parts):
    return log(s * sqrt(2 * pi)) + log(parts[2]) + parts[4] / 2


@on_exact
def truncated_pdf_condition(mu, s, lower, upper, x):
    return 1 + half_square(mu, s, x) - half_square(mu, s, truncated.mode(mu, lower, upper))


@row("distribution::TruncatedNormal::pdf", with_points, condition=truncated_pdf_condition, digits=truncated.DIGITS)
@on_exact
def truncated_pdf(mu, s, lower, upper, x):
    return exp(truncated.ln_density(mu, s, lower, upper)(x))


@on_exact
def truncated_ln_pdf_condition(mu, s, lower, upper, x):
    ln = truncated.ln_density(mu, s, lower, upper)
    peak = ln(truncated.mode(mu, lower, upper))
    return (1 + abs(peak) + peak - ln(x)) / abs(ln(x))


@row("distribution::TruncatedNormal::ln_pdf", with_points, condition=truncated_ln_pdf_condition, digits=truncated.DIGITS)
@on_exact
def truncated_ln_pdf(mu, s, lower, upper, x):
    return truncated.ln_density(mu, s, lower, upper)(x)


@row("distribution::TruncatedNormal::cdf", with_points, digits=truncated.DIGITS)
@on_exact
def truncated_cdf(mu, s, lower, upper, x):
    a, b, c = [(y - mu) / s for y in (lower, x, upper)]
    return truncated.between(a, b) / truncated.between(a, c)


def tied():
    yield cb_mean(0.25), mpmath.quad(lambda x: x * exp(cb_ln(QUARTER)(x)), UNIT)
    yield half_normal_mean(0.5), mpmath.quad(lambda x: x * exp(half_normal_ln(HALF)(x)), RAY[:-1])
    p = (0.0, 1.0, 2.0, 3.0)
    ln_p = truncated.ln_density(*map(mpf, p))
    yield truncated_mean(*p), mpmath.quad(lambda x: x * exp(ln_p(x)), [2, 3])
    yield truncated_variance(*p), mpmath.quad(lambda x: (x - truncated_mean(*p)) ** 2 * exp(ln_p(x)), [2, 3])
    yield truncated_entropy(*p), mpmath.quad(lambda x: -ln_p(x) * exp(ln_p(x)), [2, 3])
    yield truncated_cdf(*p, 2.5), mpmath.quad(lambda x: exp(ln_p(x)), [2, mpf(5) / 2])
