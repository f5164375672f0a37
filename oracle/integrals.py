"""Divergences without a closed form: integrals and series, from their definitions.

mpmath's quadrature (tanh–sinh) of p ln(p/q), not of the integrand that kl-core uses,
between points that are given by hand; with more digits until 20 agree.
"""

import random as random_module

import mpmath
from mpmath import exp, inf, log, loggamma, mpf, pi, sqrt

from exact import exact, log_uniform

# Digits that have to agree: quadrature reaches a tolerance far below these.
AGREE = 18


def text(value):
    if mpmath.isinf(value):
        return "inf"
    return mpmath.nstr(value, AGREE, strip_zeros=True)


def settled(function, *arguments):
    """The value to AGREE digits: with 30 digits and with 45 it must be the same.

    Where a density is infinite at an end, the rule stops short of it by as many digits as
    it is given, and may need more.
    """
    for fewer, more in ((30, 45), (90, 130)):
        with mpmath.workdps(fewer):
            first = function(*arguments)
        with mpmath.workdps(more):
            second = function(*arguments)
        if first == second or abs(first - second) <= abs(second) * mpf(10) ** -AGREE:
            return text(second)
    raise ArithmeticError(f"{function.__name__}{arguments}: {first}, {second}")


# --- logarithms of densities, and where to cut -----------------------------------

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


def beta(a, b):
    a, b = exact(a), exact(b)
    c = loggamma(a + b) - loggamma(a) - loggamma(b)
    return (lambda x: c + (a - 1) * log(x) + (b - 1) * mpmath.log1p(-x)), (0, 1), (0, 1)


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


def integral(term, p, q):
    """Of a function of ln p and ln q, over the support."""
    ln_p, ln_q = p[0], q[0]
    return mpmath.quad(lambda x: term(ln_p(x), ln_q(x)), points(p, q))


def kl(p, q):
    return exp(p) * (p - q)


def jensen_shannon(p, q):
    ln_m = log((exp(p) + exp(q)) / 2)
    return (exp(p) * (p - ln_m) + exp(q) * (q - ln_m)) / 2


def squared_hellinger(p, q):
    return (exp(p / 2) - exp(q / 2)) ** 2 / 2


def of(term, make_p, make_q):
    """The function of parameters that `settled` calls."""
    def divergence(parameters_p, parameters_q):
        return integral(term, make_p(*parameters_p), make_q(*parameters_q))
    divergence.__name__ = f"{make_p.__name__} {make_q.__name__}"
    return divergence


def root_of(divergence):
    def root(*arguments):
        return sqrt(divergence(*arguments))
    root.__name__ = divergence.__name__
    return root


# --- series ---------------------------------------------------------------------

def poisson(rate):
    rate = exact(rate)
    return lambda k: k * log(rate) - rate - loggamma(k + 1)


def geometric(p):
    p = exact(p)
    return lambda k: log(p) + (k - 1) * mpmath.log1p(-p) if k > 0 else -inf


def negative_binomial(r, p):
    r, p = exact(r), exact(p)
    return lambda k: loggamma(r + k) - loggamma(r) - loggamma(k + 1) + r * log(p) + k * mpmath.log1p(-p)


def binomial(p, n):
    p, n = exact(p), int(n)
    return lambda k: log(mpmath.binomial(n, k)) + k * log(p) + (n - k) * mpmath.log1p(-p) if k <= n else -inf


def series(make_p, make_q):
    """Σ p ln(p/q), until the terms and the mass left are below any digit."""
    def divergence(parameters_p, parameters_q):
        ln_p, ln_q = make_p(*parameters_p), make_q(*parameters_q)
        total, mass, k = mpf(0), mpf(0), 0
        least = mpf(10) ** (5 - mpmath.mp.dps)
        while k < 30000:
            p, q = ln_p(k), ln_q(k)
            if p != -inf:
                if q == -inf:
                    return inf
                term = exp(p) * (p - q)
                total += term
                mass += exp(p)
                if mass > 0.999 and abs(term) < least * abs(total) * mpf("1e-5"):
                    return total
            elif mass > 0.999:
                return total
            k += 1
        raise ArithmeticError("too many terms")
    divergence.__name__ = f"{make_p.__name__} {make_q.__name__}"
    return divergence


# --- the rows -------------------------------------------------------------------

def location_and_scale(random):
    return [random.gauss(0, 2), log_uniform(random, 0.2, 5)]


def cases():
    random = random_module.Random(907)
    t = lambda: location_and_scale(random) + [log_uniform(random, 2.5, 50)]
    n = lambda: location_and_scale(random)
    g = lambda: [log_uniform(random, 0.3, 30), log_uniform(random, 0.2, 5)]
    near = lambda row: [x * (1 + random.uniform(-1e-3, 1e-3)) for x in row]
    pairs = [
        ("StudentsT‖StudentsT", students_t, students_t, [(t(), t()) for _ in range(12)] + [(r, near(r)) for r in (t() for _ in range(3))]),
        ("StudentsT‖Normal", students_t, normal, [(t(), n()) for _ in range(12)]),
        ("Normal‖StudentsT", normal, students_t, [(n(), t()) for _ in range(12)]),
        ("Normal‖Cauchy", normal, cauchy, [(n(), n()) for _ in range(12)]),
        ("Gamma‖LogNormal", gamma, log_normal, [(g(), n()) for _ in range(10)]),
        ("Weibull‖Gamma", weibull, gamma, [([log_uniform(random, 0.7, 5), log_uniform(random, 0.2, 5)], g()) for _ in range(10)]),
    ]
    result = {}
    rows = result["Quadrature::kl"] = []
    for name, make_p, make_q, parameters in pairs:
        for p, q in parameters:
            rows.append([[name, p, q], settled(of(kl, make_p, make_q), p, q)])
    for name, term, root in [("Quadrature::jensen_shannon", jensen_shannon, False), ("Quadrature::hellinger", squared_hellinger, True)]:
        rows = result[name] = []
        for p, q in [(t(), n()) for _ in range(8)]:
            divergence = of(term, students_t, normal)
            rows.append([["StudentsT‖Normal", p, q], settled(root_of(divergence) if root else divergence, p, q)])
    rows = result["Quadrature::total_variation"] = []
    for _ in range(20):
        # P(x < middle) of each, which differ by TV: normals of one scale cross there.
        a, b, s = random.gauss(0, 2), random.gauss(0, 2), log_uniform(random, 0.2, 5)
        rows.append([["Normal‖Normal", [a, s], [b, s]], settled(equal_normals, a, b, s)])
    sums = [
        ("Poisson‖Geometric", poisson, geometric, [([log_uniform(random, 0.1, 50)], [random.uniform(0.05, 0.9)]) for _ in range(3)]),
        ("Geometric‖Poisson", geometric, poisson, [([random.uniform(0.05, 0.9)], [log_uniform(random, 0.1, 50)]) for _ in range(8)]),
        ("Poisson‖NegativeBinomial", poisson, negative_binomial, [([log_uniform(random, 0.1, 300)], [log_uniform(random, 0.1, 50), random.uniform(0.05, 0.95)]) for _ in range(10)]),
        ("NegativeBinomial‖Poisson", negative_binomial, poisson, [([log_uniform(random, 0.1, 50), random.uniform(0.1, 0.95)], [log_uniform(random, 0.1, 300)]) for _ in range(10)]),
        ("Binomial‖Poisson", binomial, poisson, [([random.uniform(0.05, 0.95), n], [log_uniform(random, 0.1, 30)]) for n in [1, 2, 5, 20, 100, 400]]),
        ("Poisson‖Binomial", poisson, binomial, [([2.0], [0.5, 10])]),
    ]
    rows = result["series::kl"] = []
    for name, make_p, make_q, parameters in sums:
        for p, q in parameters:
            rows.append([[name, p, q], settled(series(make_p, make_q), p, q)])
    return result


def equal_normals(a, b, s):
    return abs(mpmath.erf((exact(a) - exact(b)) / (exact(s) * 2 * sqrt(mpf(2)))))
