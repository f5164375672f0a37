"""Divergences without a closed form: integrals, from their definitions.

mpmath's quadrature (tanh–sinh) of p ln(p/q), not of the integrand that kl-core uses,
between points that are given by hand; with more digits until 18 agree. All are compared in
thousands of ulp.
"""

import math

import mpmath
from mpmath import exp, inf, log, loggamma, mpf, pi, sqrt

from shared.exact import exact
from shared.rows import row
from shared.settled import settled
from shared.sizes import log_uniform


# Logarithms of densities, and where to cut.


def normal(mu, s):
    mu, s = exact(mu), exact(s)
    return (lambda x: -((x - mu) / s) ** 2 / 2 - log(s * sqrt(2 * pi))), (mu, s), (-inf, inf)


def students_t(mu, s, nu):
    mu, s, nu = exact(mu), exact(s), exact(nu)
    c = loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2 - log(s)
    return (lambda x: c - (nu + 1) / 2 * mpmath.log1p(((x - mu) / s) ** 2 / nu)), (mu, s), (-inf, inf)


def cauchy(mu, g):
    mu, g = exact(mu), exact(g)
    return (lambda x: -log(pi * g * (1 + ((x - mu) / g) ** 2))), (mu, g), (-inf, inf)


def gamma(a, b):
    a, b = exact(a), exact(b)
    return (lambda x: a * log(b) - loggamma(a) + (a - 1) * log(x) - b * x), (0, a / b), (0, inf)


def log_normal(mu, s):
    mu, s = exact(mu), exact(s)
    return (lambda x: -((log(x) - mu) / s) ** 2 / 2 - log(s * x * sqrt(2 * pi))), (0, exp(mu)), (0, inf)


def weibull(k, l):
    k, l = exact(k), exact(l)
    return (lambda x: log(k / l) + (k - 1) * log(x / l) - (x / l) ** k), (0, l), (0, inf)


DENSITIES = {"Normal": normal, "StudentsT": students_t, "Cauchy": cauchy, "Gamma": gamma, "LogNormal": log_normal, "Weibull": weibull}


def points(p, q):
    """Cuts around both, by powers of four of the scale, so that tails are followed."""
    low = min(p[2][0], q[2][0])
    high = max(p[2][1], q[2][1])
    cuts = {low, high}
    for _, (place, scale), _ in (p, q):
        for k in range(-5, 16, 2):
            for side in (-1, 1):
                x = place + side * scale * mpf(4) ** k
                if low < x < high:
                    cuts.add(x)
        if low < place < high:
            cuts.add(place)
    return sorted(cuts)


def integral(term, pair, parameters_p, parameters_q):
    """Of a function of ln p and ln q, over the support."""
    make_p, make_q = (DENSITIES[name] for name in pair.split("‖"))
    p, q = make_p(*parameters_p), make_q(*parameters_q)
    ln_p, ln_q = p[0], q[0]
    return mpmath.quad(lambda x: term(ln_p(x), ln_q(x)), points(p, q))


def thousand(*_):
    return mpf(1000)


def location_and_scale(random):
    return [random.gauss(0, 2), log_uniform(random, 0.2, 5)]


def location_scale_freedom(random):
    return location_and_scale(random) + [log_uniform(random, 2.5, 50)]


def shape_and_rate(random):
    return [log_uniform(random, 0.3, 30), log_uniform(random, 0.2, 5)]


def pairs(random):
    t, n, g = (lambda make=make: make(random) for make in (location_scale_freedom, location_and_scale, shape_and_rate))
    near = lambda parameters: [x * (1 + random.uniform(-1e-3, 1e-3)) for x in parameters]
    rows = [("StudentsT‖StudentsT", t(), t()) for _ in range(12)] + [("StudentsT‖StudentsT", p, near(p)) for p in (t() for _ in range(3))]
    rows += [("StudentsT‖Normal", t(), n()) for _ in range(12)] + [("Normal‖StudentsT", n(), t()) for _ in range(12)]
    rows += [("Normal‖Cauchy", n(), n()) for _ in range(12)] + [("Gamma‖LogNormal", g(), n()) for _ in range(10)]
    return rows + [("Weibull‖Gamma", [log_uniform(random, 0.7, 5), log_uniform(random, 0.2, 5)], g()) for _ in range(10)]


@row("quadrature::Quadrature::kl, per 10³ ulp", pairs, condition=thousand, value=settled)
# The same integrals, from functions without quantiles.
@row("quadrature::Quadrature::kl_of, per 10³ ulp", pairs, condition=thousand, value=settled)
def kl(*pair):
    return integral(lambda p, q: exp(p) * (p - q), *pair)


def slivers(random):
    """Q reaches beyond P by a few doubles to a millionth: nearly all of the divergence is there."""
    def up(x, most=5e9):
        return x + math.ulp(x) * int(log_uniform(random, 1, most))
    rows = [("Uniform‖Uniform", [31.939391246583206, 32.00721423147722], [31.939391246580744, 32.00721423147723])]
    for _ in range(20):
        low, width = log_uniform(random, 1e-3, 1e3), log_uniform(random, 1e-2, 1e2)
        high = low + width
        rows.append(("Uniform‖Uniform", [up(low), high], [low, up(high)]))
    for _ in range(20):
        least, shape = log_uniform(random, 1e-3, 1e3), log_uniform(random, 0.3, 30)
        rows.append(("Pareto‖Pareto", [up(least), shape], [least, shape]))
    return rows


# Not an integral, in which the sliver would have to be found: what it comes to.
@row("quadrature::Quadrature::kl, sliver, per 10³ ulp", slivers, condition=thousand)
def kl_with_a_sliver(pair, p, q):
    p, q = [exact(x) for x in p], [exact(x) for x in q]
    if pair == "Uniform‖Uniform":
        return log((q[1] - q[0]) / (p[1] - p[0]))
    # Of one shape.
    return q[1] * log(p[0] / q[0])


def few(random):
    return [("StudentsT‖Normal", location_scale_freedom(random), location_and_scale(random)) for _ in range(8)]


@row("quadrature::Quadrature::jensen_shannon, per 10³ ulp", few, condition=thousand, value=settled)
def jensen_shannon(*pair):
    def term(p, q):
        ln_m = log((exp(p) + exp(q)) / 2)
        return (exp(p) * (p - ln_m) + exp(q) * (q - ln_m)) / 2
    return integral(term, *pair)


@row("quadrature::Quadrature::hellinger, per 10³ ulp", few, condition=thousand, value=settled)
def hellinger(*pair):
    return sqrt(integral(lambda p, q: (exp(p / 2) - exp(q / 2)) ** 2 / 2, *pair))


def of_one_scale(random):
    for _ in range(20):
        s = log_uniform(random, 0.2, 5)
        yield "Normal‖Normal", [random.gauss(0, 2), s], [random.gauss(0, 2), s]


@row("quadrature::Quadrature::total_variation, per 10³ ulp", of_one_scale, condition=thousand, value=settled)
def total_variation(_, p, q):
    # P(x < middle) of each, which differ by TV: normals of one scale cross there.
    (a, s), (b, _) = p, q
    return abs(mpmath.erf((exact(a) - exact(b)) / (exact(s) * 2 * sqrt(mpf(2)))))
