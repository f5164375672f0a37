"""Divergences of gamma distributions.

From shapes of 10 000 on the series of the incomplete gamma function takes too long: there the
mean distance from the place of a Laplace distribution is a quadrature of the density, which
is the definition.
"""

import math

import mpmath
from mpmath import exp, expm1, log, loggamma, mpf, psi, sqrt

from shared.densities import HALF, QUARTER, RAY, THREE, exponential_ln, gamma_ln, gumbel_ln, integral, laplace_ln, normal_ln, weibull_ln
from shared.exact import on_exact
from shared.families import DIGITS_OF_LGAMMA, against_normal, gamma, gamma_entropy
from shared.fitted import fitted
from shared.parameters import any_size, extreme_shapes, gamma_triples, gammas, near_or_far, positives, weibulls_and_gammas, whole_shapes, with_quotient
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


@row("Gamma‖ChiSquared", lambda random: [(a, b, k) for k, a, b in gamma_triples(random, 20)], digits=DIGITS_OF_LGAMMA)
@on_exact
def gamma_chi_squared(a, b, k):
    return gamma(a, b, k / 2, mpf(1) / 2)


@row("Gamma‖Exp", lambda random: [(a, b, c) for a, b, _, c in gammas(random, 12)], digits=DIGITS_OF_LGAMMA)
def gamma_exponential(shape, p, rate):
    return gamma(shape, p, 1.0, rate)


def extreme(random):
    return [
        case for a, b in extreme_shapes(random, 3)
        for case in [(a, 1.0, b, 1.0), (a, log_uniform(random, 1e-300, 1e300), b, log_uniform(random, 1e-300, 1e300))]]


row("Gamma‖Gamma", lambda random: gammas(random, 40), digits=DIGITS_OF_LGAMMA)(gamma)
row("Gamma‖Gamma, extreme", extreme, digits=350)(gamma)
row("Gamma‖Erlang", whole_shapes(2), digits=DIGITS_OF_LGAMMA)(gamma)


@on_exact
def gamma_gumbel_condition(a, b, mu, beta):
    return 1 + abs(mu) / beta + a * log(1 + 1 / (b * beta))


def beside_gumbels(random):
    return [
        (a, b, mu, beta) for a, _ in positives(random, 14, 1e-8, 1e8) for b in [log_uniform(random, 1e-3, 1e3)]
        for beta in [random.uniform(0.1, 5) * math.sqrt(a) / b, 10 * (a + 1) / b] for mu in [a / b, 0.0, random.gauss(0, 3) * beta]]


def extreme_gumbels(random):
    rows = []
    for _ in range(70):
        a, b = any_size(random), any_size(random)
        if 1e-280 < b < 1e280 and 1e-280 < a < 1e280 and 1e-280 < a / b < 1e280:
            beta = math.sqrt(a) / b * log_uniform(random, 0.1, 10)
            rows.append((a, b, a / b + random.gauss(0, 2) * beta, beta))
    return rows


@row("Gamma‖Gumbel", beside_gumbels, digits=DIGITS_OF_LGAMMA, condition=gamma_gumbel_condition)
@row("Gamma‖Gumbel, extreme", extreme_gumbels, digits=350, condition=gamma_gumbel_condition)
@on_exact
def gamma_gumbel(a, b, mu, beta):
    r = 1 / (b * beta)
    return log(beta) - gamma_entropy(a, b) + (a / b - mu) / beta + exp(mu / beta - a * log(1 + r))


# From Laplace distributions.


LARGE = 10_000


def mean_distance(a, c):
    """E|x − c| for the shape a and rate 1."""
    if c <= 0:
        return a - c
    if a > LARGE:
        return distance_by_quadrature(a, c)
    if c > 2000 + 2 * a:
        return c - a  # to e^(−1000)
    f, above = probability_below(a, c), probability_below(a + 1, c)
    return c * (2 * f - 1) + a * (1 - 2 * above)


def probability_below(a, c):
    """The regularised lower incomplete gamma function, by its series: mpmath gives up."""
    term, k, total = mpf(1), 0, mpf(1)
    while term > total * mpmath.eps:
        k += 1
        term *= c / (a + k)
        total += term
    return total * exp(a * log(c) - c - loggamma(a + 1))


def distance_by_quadrature(a, c):
    # In units of the standard deviation: 30 of them hold all but e^(−400).
    s = sqrt(a)
    if abs(c - a) > 30 * s:
        return abs(c - a)
    at = lambda z: exp((a - 1) * log(a + s * z) - a - s * z - loggamma(a) + log(s))
    z = (c - a) / s
    points = sorted({max(mpf(k), -s) for k in range(-30, 41, 5)} | {z})
    return s * mpmath.quad(lambda x: abs(x - z) * at(x), points)


def beside(random, a, r):
    """A Laplace distribution beside the gamma distribution of this shape and rate."""
    s = math.sqrt(a)
    c = random.choice([
        a, nearby(random, a), a + s * random.uniform(-4, 4), a + s * random.uniform(-4, 4),
        a + s * random.choice([-1, 1]) * log_uniform(random, 1e-10, 1.0),
        (a + 1) * random.uniform(0, 3), a * log_uniform(random, 1e-3, 1e3), -(a + s) * log_uniform(random, 1e-2, 1e2), 0.0])
    with mpmath.workdps(20 + int(math.log10(a + 1))):
        least = float(mean_distance(mpf(a), mpf(c))) / r if a <= LARGE else (abs(c - a) + 0.8 * s) / r
    return c / r, random.choice([nearby(random, least), least * log_uniform(random, 0.1, 10), least * log_uniform(random, 1e-3, 1e3)])


def with_laplace(random, shapes, rates):
    return [(a, r, *beside(random, a, r)) for a, r in zip(shapes, rates)]


def middle_shapes(random):
    shapes = [random.uniform(0.1, 5) for _ in range(50)] + [log_uniform(random, 1.0, LARGE) for _ in range(110)]
    return shapes + [1.0, 2.0, 2.0 - 2.0**-52, 200.0, 200.0 + 2.0**-45] * 2


def shapes_for_laplace(random):
    return middle_shapes(random) + [log_uniform(random, 1e-12, 1.0) for _ in range(60)]


def beside_laplace(random):
    shapes = shapes_for_laplace(random)
    rows = with_laplace(random, shapes, [log_uniform(random, 1e-3, 1e3) for _ in shapes])
    rows += with_laplace(random, shapes[:40], [1.0] * 40)
    # Where the least digits are left.
    return rows + [(1.9140111559233837, 0.9795548092893789, 1.953904916716434, 1.0792731906035244)]


def large_shapes(random):
    return with_laplace(random, [log_uniform(random, LARGE, 1e30) for _ in range(40)], [1.0] * 40)


EXTREME = [
    (1.0, 1.0, SMALLEST, 1.0), (1.0, 1.0, 1.0, SMALLEST), (1.0, 1.0, 1.0, LARGEST), (1.0, SMALLEST, LARGEST, LARGEST),
    (3.0, LARGEST, LARGEST, LARGEST), (3.0, LARGEST, -LARGEST, 1.0), (0.5, LARGEST, 1.0, SMALLEST),
    (3.0, SMALLEST, 0.0, LARGEST), (1e-300, 1.0, 1.0, 1.0), (1e-307, 1.0, 1e-307, 1e-307), (1e-300, 1e-5, 0.0, LARGEST),
    (1e-300, 1e-300, 1e300, 1e300), (1e-10, 1.0, 1e-300, 1.0), (1e-10, 1.0, 700.0, 1.0), (0.5, 1.0, 1000.0, 100.0),
    (1e300, 1.0, 0.9e300, 1e299), (1e300, 1e-300, 1.0, LARGEST), (LARGEST, 1.0, -LARGEST, LARGEST),
    (LARGEST, 1.0, -LARGEST, 1.0), (LARGEST, 3.0, LARGEST, 1e300), (LARGEST, 2.0, -LARGEST, LARGEST),
    (1e308, 1e-5, 1e307, 1e308), (1e300, SMALLEST, 1.0, 1.0),
]


@row("Gamma‖Laplace", beside_laplace, digits=60)
@row("Gamma‖Laplace, large shapes", large_shapes, digits=80)
@row("Gamma‖Laplace, extreme", lambda _: EXTREME)
@on_exact
def gamma_laplace(a, r, m, b):
    return log(2 * b) - gamma_entropy(a, r) + mean_distance(a, r * m) / r / b


# From normal and Weibull distributions.


def beside_normals(random):
    rows = []
    for a, b, _, _ in gammas(random, 15):
        deviation = log_uniform(random, 0.1, 10) * math.sqrt(a) / b
        rows.append((a, b, random.choice([a / b, nearby(random, a / b), random.gauss(0, 3)]), deviation))
    return rows


def extreme_normals(random):
    rows = []
    for _ in range(70):
        a, b = any_size(random), any_size(random)
        deviation = math.sqrt(a) / b if 1e-300 < b else 1.0
        rows.append((a, b, with_quotient(random, a, b), near_or_far(random, deviation if 1e-300 < deviation < 1e300 else 1.0)))
    return rows


@row("Gamma‖Normal", beside_normals, digits=DIGITS_OF_LGAMMA)
@row("Gamma‖Normal, extreme", extreme_normals, digits=350)
@on_exact
def gamma_normal(a, b, mu, sigma):
    entropy = a - log(b) + loggamma(a) + (1 - a) * psi(0, a)
    return against_normal(entropy, a / b, a / b**2, mu, sigma)


@on_exact
def gamma_weibull_condition(a, b, k, l):
    value = gamma_weibull(a, b, k, l)
    if not value:
        return mpf(1)
    level, rise = k * log(b * l / a), loggamma(a + k) - loggamma(a) - k * log(a)
    exponent = abs(level) + abs(rise)
    # Where eʷ is next to nothing, or the divergence large, its digits do not count.
    shown = abs(expm1(rise - level)) / value
    return (1 + exponent * min(1, shown)) * (1 + min(1, (a - 1) ** 2 + (k - 1) ** 2) / value)


def beside_weibulls(random):
    return weibulls_and_gammas(random, 15, lambda a, b, k: float(exp((loggamma(a + mpf(k)) - loggamma(a)) / k)) / b)


@row("Gamma‖Weibull", beside_weibulls, digits=100, condition=gamma_weibull_condition)
@on_exact
def gamma_weibull(a, b, k, l):
    entropy = gamma_entropy(a, b)
    return (k * log(l) - entropy - log(k) - (k - 1) * (psi(0, a) - log(b))
            + exp(loggamma(a + k) - loggamma(a) - k * log(b * l)))


# At the best fit.


row("Gamma‖ChiSquared, fitted", fitted("Gamma‖ChiSquared", gamma_chi_squared), digits=100)(gamma_chi_squared)
row("Gamma‖Erlang, fitted", fitted("Gamma‖Erlang", gamma), digits=100)(gamma)
row("Gamma‖Gumbel, fitted", fitted("Gamma‖Gumbel", gamma_gumbel), digits=100)(gamma_gumbel)
row("Gamma‖Weibull, fitted", fitted("Gamma‖Weibull", gamma_weibull), digits=100)(gamma_weibull)
row("Gamma‖Exp, fitted", fitted("Gamma‖Exp", gamma_exponential), digits=DIGITS_OF_LGAMMA)(gamma_exponential)
row("Gamma‖Laplace, fitted", fitted("Gamma‖Laplace", gamma_laplace), digits=60)(gamma_laplace)
row("Gamma‖Normal, fitted", fitted("Gamma‖Normal", gamma_normal), digits=DIGITS_OF_LGAMMA)(gamma_normal)


def tied():
    h, q, t = HALF, QUARTER, THREE
    yield gamma_chi_squared(0.5, 3.0, 6.0), integral(gamma_ln(h, t), gamma_ln(t, h), [0, mpf(1) / 100, *RAY[1:]])
    yield gamma_exponential(3.0, 2.0, 0.5), integral(gamma_ln(t, 2), exponential_ln(h), RAY)
    yield gamma(3.0, 0.5, 0.5, 3.0), integral(gamma_ln(t, h), gamma_ln(h, t), RAY)
    yield gamma_gumbel(3.0, 2.0, 1.0, 0.5), integral(gamma_ln(t, 2), gumbel_ln(1, h), RAY[:-1])
    yield gamma_laplace(3.0, 2.0, 1.0, 0.5), integral(gamma_ln(3, 2), laplace_ln(1, h), [0, 1, 5, mpmath.inf])
    yield gamma_laplace(3.0, 2.0, 4.0, 3.0), integral(gamma_ln(3, 2), laplace_ln(4, 3), [0, 1, 4, mpmath.inf])
    yield gamma_laplace(2.5, 2.0, -1.0, 3.0), integral(gamma_ln(mpf(5) / 2, 2), laplace_ln(-1, 3), [0, 1, 5, mpmath.inf])
    yield mean_distance(mpf(300), mpf(310)), distance_by_quadrature(mpf(300), mpf(310))
    yield mean_distance(mpf(300), mpf(290)), distance_by_quadrature(mpf(300), mpf(290))
    yield gamma_normal(3.0, 2.0, 1.0, 3.0), integral(gamma_ln(t, 2), normal_ln(1, 3), RAY)
    yield gamma_weibull(3.0, 0.5, 0.25, 3.0), integral(gamma_ln(t, h), weibull_ln(q, t), [0, 1, 4, 12, 40, 200])
