"""Pairs of distributions with a few parameters, from the formulas of the textbooks.

`tied()` computes the definitions by quadrature and by sums, for the first case of
each pair, and fails if a formula does not agree with its definition.
"""

import math
import random as random_module

import mpmath
from mpmath import exp, log, loggamma, mpf, pi, psi, sqrt

from exact import exact, found, log_uniform, nearby, stable
from kernels import LARGEST, SMALLEST, xlogy

# Digits for the cases with ln Γ, whose parameters are between 1e-25 and 1e25:
# 1400 of them take long, and these keep 1e-16 of 1e-25 beside 1e25 and its square.
DIGITS_OF_LGAMMA = 250


def on_exact(function):
    """The function of exactly the doubles that it is given."""
    def wrapped(*arguments):
        return function(*map(exact, arguments))
    wrapped.__name__ = wrapped.__qualname__ = function.__name__
    return wrapped


def ratio(p, q):
    """p ln(p/q), with its limits."""
    return xlogy(p, p / q) if q else (mpf(0) if p == 0 else mpmath.inf)


@on_exact
def ratio_term(a, b):
    return a / b - 1 - log(a / b)


@on_exact
def expm1mx(x):
    return exp(x) - 1 - x


@on_exact
def lgamma_remainder(a, x):
    return loggamma(x) - loggamma(a) - (x - a) * psi(0, a)


@on_exact
def bernoulli(p, q):
    return ratio(p, q) + ratio(1 - p, 1 - q)


@on_exact
def binomial(n, p, q):
    return n * (ratio(p, q) + ratio(1 - p, 1 - q))


@on_exact
def poisson(p, q):
    return p * log(p / q) - p + q


@on_exact
def geometric(p, q):
    return (ratio(p, q) + ratio(1 - p, 1 - q)) / p


@on_exact
def exponential(p, q):
    return log(p / q) + q / p - 1


@on_exact
def laplace(mu_p, b_p, mu_q, b_q):
    delta = abs(mu_p - mu_q)
    return log(b_q / b_p) + delta / b_q + b_p / b_q * exp(-delta / b_p) - 1


@on_exact
def uniform(a, b, c, d):
    return log((d - c) / (b - a)) if c <= a and b <= d else mpmath.inf


@on_exact
def pareto(m_p, a_p, m_q, a_q):
    if m_p < m_q:
        return mpmath.inf
    return log(a_p / a_q) + a_q * log(m_p / m_q) + a_q / a_p - 1


@on_exact
def cauchy(mu_p, g_p, mu_q, g_q):
    return log(((g_p + g_q) ** 2 + (mu_p - mu_q) ** 2) / (4 * g_p * g_q))


@on_exact
def log_normal(mu_p, s_p, mu_q, s_q):
    return log(s_q / s_p) + (s_p**2 + (mu_p - mu_q) ** 2) / (2 * s_q**2) - mpf(1) / 2


@on_exact
def gumbel(mu_p, b_p, mu_q, b_q):
    rho, z = b_p / b_q, (mu_p - mu_q) / b_q
    return -log(rho) + mpmath.euler * (rho - 1) + z + exp(loggamma(1 + rho) - z) - 1


@on_exact
def weibull(k_p, l_p, k_q, l_q):
    return (log(k_p) - k_p * log(l_p) - log(k_q) + k_q * log(l_q)
            + (k_p - k_q) * (log(l_p) - mpmath.euler / k_p)
            + exp(k_q * log(l_p / l_q) + loggamma(k_q / k_p + 1)) - 1)


@on_exact
def gamma(a_p, b_p, a_q, b_q):
    return ((a_p - a_q) * psi(0, a_p) - loggamma(a_p) + loggamma(a_q)
            + a_q * log(b_p / b_q) + a_p * (b_q - b_p) / b_p)


def chi_squared_distribution(k_p, k_q):
    k_p, k_q = exact(k_p), exact(k_q)
    return lgamma_remainder(k_p / 2, k_q / 2)


def dirichlet(p, q):
    p, q = [exact(x) for x in p], [exact(x) for x in q]
    total = loggamma(sum(p)) - loggamma(sum(q))
    slope = psi(0, sum(p))
    for x, y in zip(p, q):
        total += loggamma(y) - loggamma(x) + (x - y) * (psi(0, x) - slope)
    return total


def beta(a_p, b_p, a_q, b_q):
    return dirichlet([a_p, b_p], [a_q, b_q])


def dirichlet_condition(p, q):
    """1 + R/D, where R is the remainder of ln Γ(x) − x ln x + x for the sums."""
    x, a = sum(map(exact, q)), sum(map(exact, p))
    remainder = lgamma_remainder(a, x) - (x * log(x / a) - x + a)
    value = dirichlet(p, q)
    return 1 + remainder / value if value else mpf(1)


def exponential_gamma(rate, shape, q):
    return gamma(1.0, rate, shape, q)


def gamma_exponential(shape, p, rate):
    return gamma(shape, p, 1.0, rate)


def against_normal(entropy, mean, variance, mu, sigma):
    return log(2 * pi * sigma**2) / 2 - entropy + (variance + (mean - mu) ** 2) / (2 * sigma**2)


@on_exact
def exponential_normal(rate, mu, sigma):
    return against_normal(1 - log(rate), 1 / rate, 1 / rate**2, mu, sigma)


@on_exact
def gamma_normal(a, b, mu, sigma):
    entropy = a - log(b) + loggamma(a) + (1 - a) * psi(0, a)
    return against_normal(entropy, a / b, a / b**2, mu, sigma)


@on_exact
def laplace_normal(m, b, mu, sigma):
    return against_normal(1 + log(2 * b), m, 2 * b**2, mu, sigma)


@on_exact
def normal_laplace(mu, sigma, m, b):
    z = abs(mu - m) / sigma
    distance = sigma * sqrt(2 / pi) * exp(-z**2 / 2) + abs(mu - m) * mpmath.erf(z / sqrt(2))
    return log(2 * b) - log(2 * pi * mpmath.e * sigma**2) / 2 + distance / b


@on_exact
def uniform_normal(a, b, mu, sigma):
    return against_normal(log(b - a), (a + b) / 2, (b - a) ** 2 / 12, mu, sigma)


@on_exact
def uniform_exponential(a, b, rate):
    return mpmath.inf if a < 0 else -log(b - a) - log(rate) + rate * (a + b) / 2


@on_exact
def uniform_pareto(a, b, m, alpha):
    if a < m:
        return mpmath.inf
    e_ln_x = (b * log(b) - a * log(a)) / (b - a) - 1
    return -log(b - a) - log(alpha) - alpha * log(m) + (alpha + 1) * e_ln_x


@on_exact
def bernoulli_poisson(p, rate):
    return xlogy(p, p / rate) + xlogy(1 - p, 1 - p) + rate


# --- the definitions, for tied() -------------------------------------------

def normal_ln(mu, s):
    return lambda x: -((x - mu) / s) ** 2 / 2 - log(s * sqrt(2 * pi))


def gamma_ln(a, b):
    return lambda x: a * log(b) - loggamma(a) + (a - 1) * log(x) - b * x


def laplace_ln(mu, b):
    return lambda x: -abs(x - mu) / b - log(2 * b)


def pareto_ln(m, a):
    return lambda x: log(a) + a * log(m) - (a + 1) * log(x)


def uniform_ln(a, b):
    return lambda x: -log(b - a)


def cauchy_ln(mu, g):
    return lambda x: -log(pi * g * (1 + ((x - mu) / g) ** 2))


def gumbel_ln(mu, b):
    return lambda x: -log(b) - (x - mu) / b - exp(-(x - mu) / b)


def weibull_ln(k, l):
    return lambda x: log(k / l) + (k - 1) * log(x / l) - (x / l) ** k


def log_normal_ln(mu, s):
    return lambda x: normal_ln(mu, s)(log(x)) - log(x)


def beta_ln(a, b):
    return lambda x: (a - 1) * log(x) + (b - 1) * log(1 - x) - log(mpmath.beta(a, b))


def integral(ln_p, ln_q, points):
    return mpmath.quad(lambda x: exp(ln_p(x)) * (ln_p(x) - ln_q(x)), points)


def series(ln_p, ln_q, first, last=250):
    return mpmath.fsum(exp(ln_p(k)) * (ln_p(k) - ln_q(k)) for k in range(first, last))


def poisson_ln(l):
    return lambda k: k * log(l) - l - loggamma(k + 1)


def binomial_ln(n, p):
    return lambda k: log(mpmath.binomial(n, k)) + k * log(p) + (n - k) * log(1 - p)


def geometric_ln(p):
    return lambda k: log(p) + (k - 1) * log(1 - p)


def tied():
    """Each formula against its definition, at one point, to 12 digits."""
    inf, line = mpmath.inf, [-mpmath.inf, -30, -5, 0, 1, 5, 30, mpmath.inf]
    half = [0, 1, 4, 12, 40, inf]
    e = lambda rate: gamma_ln(mpf(1), rate)
    h, q, t = mpf(1) / 2, mpf(1) / 4, mpf(3)
    rows = [
        (bernoulli(0.5, 0.25), series(binomial_ln(1, h), binomial_ln(1, q), 0, 2)),
        (binomial(5.0, 0.5, 0.25), series(binomial_ln(5, h), binomial_ln(5, q), 0, 6)),
        (poisson(3.0, 0.5), series(poisson_ln(t), poisson_ln(h), 0)),
        (geometric(0.5, 0.25), series(geometric_ln(h), geometric_ln(q), 1)),
        (bernoulli_poisson(0.25, 0.5), series(binomial_ln(1, q), poisson_ln(h), 0, 2)),
        (exponential(3.0, 0.5), integral(e(t), e(h), half)),
        (laplace(1.0, 0.5, 0.0, 3.0), integral(laplace_ln(1, h), laplace_ln(0, t), line)),
        (uniform(0.5, 3.0, 0.25, 5.0), integral(uniform_ln(h, t), uniform_ln(q, 5), [h, t])),
        (pareto(3.0, 3.0, 0.5, 0.5), integral(pareto_ln(t, t), pareto_ln(h, h), [3, 10, 100, inf])),
        (cauchy(1.0, 0.5, 0.0, 3.0), integral(cauchy_ln(1, h), cauchy_ln(0, t), [-inf, -100, *line[1:-1], 100, inf])),
        (log_normal(1.0, 0.5, 0.0, 3.0), integral(log_normal_ln(1, h), log_normal_ln(0, t), [0, q, *half[1:]])),
        (gumbel(1.0, 0.5, 0.0, 3.0), integral(gumbel_ln(1, h), gumbel_ln(0, t), [-6, -2, 0, 1, 2, 5, 30])),
        (weibull(3.0, 0.5, 0.5, 2.0), integral(weibull_ln(t, h), weibull_ln(h, 2), [0, q, h, 1, 3])),
        (gamma(3.0, 0.5, 0.5, 3.0), integral(gamma_ln(t, h), gamma_ln(h, t), half)),
        (chi_squared_distribution(6.0, 1.0), integral(gamma_ln(t, h), gamma_ln(h, h), half)),
        (beta(3.0, 4.0, 0.5, 2.0), integral(beta_ln(t, 4), beta_ln(h, 2), [0, h, 1])),
        (exponential_gamma(0.5, 3.0, 2.0), integral(e(h), gamma_ln(t, 2), half)),
        (gamma_exponential(3.0, 2.0, 0.5), integral(gamma_ln(t, 2), e(h), half)),
        (exponential_normal(0.5, 1.0, 3.0), integral(e(h), normal_ln(1, 3), half)),
        (gamma_normal(3.0, 2.0, 1.0, 3.0), integral(gamma_ln(t, 2), normal_ln(1, 3), half)),
        (laplace_normal(1.0, 0.5, 0.0, 3.0), integral(laplace_ln(1, h), normal_ln(0, 3), line)),
        (normal_laplace(1.0, 0.5, 0.0, 3.0), integral(normal_ln(1, h), laplace_ln(0, t), line)),
        (uniform_normal(0.5, 3.0, 1.0, 3.0), integral(uniform_ln(h, t), normal_ln(1, 3), [h, t])),
        (uniform_exponential(0.5, 3.0, 2.0), integral(uniform_ln(h, t), e(mpf(2)), [h, t])),
        (uniform_pareto(0.5, 3.0, 0.25, 2.0), integral(uniform_ln(h, t), pareto_ln(q, mpf(2)), [h, t])),
    ]
    for number, (formula, definition) in enumerate(rows):
        if abs(formula - definition) > abs(definition) * mpf(10) ** -12:
            raise ArithmeticError(f"formula {number}: {formula} is not {definition}")


# --- the cases --------------------------------------------------------------

def positives(random, rounds, low, high):
    """Pairs of positive numbers: ordinary, near, far."""
    rows = [(1.0, 1.0), (1.0, 1.0 + 2.0**-52), (1.0, 1.0 - 2.0**-53), (0.5, 2.0), (3.0, 1.0)]
    for _ in range(rounds):
        rows.append((random.uniform(0.1, 5), random.uniform(0.1, 5)))
        x = log_uniform(random, max(low, 1e-290), min(high, 1e290))
        rows.append((x, nearby(random, x)))
        rows.append((log_uniform(random, low, high), log_uniform(random, low, high)))
        # Where the branches meet.
        x = random.uniform(0.1, 20)
        rows.append((x * random.uniform(0.3, 3), x))
    return rows


def locations(random, rounds, low=1e-60, high=1e60):
    """Location and scale of P and of Q."""
    rows = [(0.0, 1.0, 0.0, 1.0), (0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 2.0**-52, 1.0),
            (0.0, 1.0, 0.0, 1.0 + 2.0**-52), (1.0, 0.5, 0.0, 3.0)]
    sign = lambda: random.choice([-1, 1])
    for _ in range(rounds):
        rows.append((random.gauss(0, 3), random.uniform(0.1, 5), random.gauss(0, 3), random.uniform(0.1, 5)))
        mu, s = random.gauss(0, 3), random.uniform(0.1, 5)
        rows.append((nearby(random, mu), nearby(random, s), mu, s))
        rows.append((0.0, nearby(random, s), 0.0, s))
        far = lambda: log_uniform(random, low, high)
        rows.append((sign() * far(), far(), sign() * far(), far()))
    return rows


EXTREME_LOCATIONS = [
    (0.0, SMALLEST, 0.0, 1.0), (0.0, 1.0, 0.0, SMALLEST), (1.0, SMALLEST, 0.0, 1.0),
    (LARGEST, LARGEST, -LARGEST, LARGEST), (1.0, SMALLEST, 0.0, LARGEST),
    (LARGEST, 1.0, -LARGEST, LARGEST), (0.0, 1e-310, 1e-310, 2e-310),
]


def probabilities(random, rounds):
    rows = [(0.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 1.0), (0.0, 0.0), (1.0, 1.0), (1.0, 0.0),
            (0.0, SMALLEST), (SMALLEST, 0.5), (0.5, SMALLEST), (0.5, 1.0 - 2.0**-53), (1.0 - 2.0**-53, 0.5),
            (SMALLEST, 1.0 - 2.0**-53), (1.0 - 2.0**-53, SMALLEST), (0.5, 0.5 + 2.0**-53), (0.25, 0.25 + 2.0**-54)]
    for _ in range(rounds):
        rows.append((random.random(), random.random()))
        p = random.random()
        rows.append((p, min(nearby(random, p), 1.0)))
        p = 1.0 - log_uniform(random, 1e-12, 1.0)
        rows.append((p, min(nearby(random, p), 1.0)))
        p = log_uniform(random, SMALLEST, 1.0)
        rows.append((p, min(nearby(random, p), 1.0)))
        rows.append((log_uniform(random, SMALLEST, 1.0), log_uniform(random, SMALLEST, 1.0)))
        rows.append((log_uniform(random, 1e-20, 1.0), 1.0 - log_uniform(random, 1e-16, 1.0)))
        rows.append((1.0 - log_uniform(random, 1e-16, 1.0), log_uniform(random, 1e-20, 1.0)))
    return rows


def intervals(random, rounds):
    rows = [(0.0, 1.0, 0.0, 4.0), (0.0, 1.0, -(2.0**-52), 1.0), (0.0, 1.0, 0.0, 1.0), (0.0, 2.0, 0.0, 1.0),
            (-LARGEST, LARGEST, -LARGEST, LARGEST), (0.0, SMALLEST, -LARGEST, LARGEST), (1.0, 1.0 + 2.0**-52, -1e308, LARGEST)]
    for _ in range(rounds):
        rows.append(tuple(sorted(random.gauss(0, 3) for _ in range(4))))
        c, a, b, d = rows.pop()
        rows.append((a, b, c, d))
        out = lambda: log_uniform(random, 1e-17, 1e3)
        rows.append((a, b, a - out(), b + out()))
        rows.append((a, b, a - log_uniform(random, 1e-300, 1e300), b + log_uniform(random, 1e-300, 1e300)))
    return rows


def shapes(random, rounds, low=1e-12, high=1e12):
    rows = positives(random, rounds, low, high)
    for _ in range(rounds):
        a = log_uniform(random, low, high)
        rows.append((a, a * log_uniform(random, 0.1, 10)))
    return rows


def gammas(random, rounds):
    # The last two of numerics: near in shape only, and along the ridge of equal means.
    rows = [(1000.0, 1.0, 1000.0 * (1 + 1e-7), 1.0), (1.0, 1.0, 1.0, 1.0), (3.0, 0.5, 0.5, 3.0)]
    for a_p, a_q in shapes(random, rounds):
        b = log_uniform(random, 1e-6, 1e6)
        rows.append((a_p, b, a_q, random.choice([b, nearby(random, b), log_uniform(random, 1e-6, 1e6)])))
        rows.append((a_p, b, a_q, b * a_q / a_p))
    return rows


def betas(random, rounds):
    rows = [(50.0, 50.0, 50.0 * (1 + 1e-9), 50.0), (1.0, 1.0, 1.0, 1.0), (3.0, 4.0, 0.5, 2.0)]
    for (a_p, a_q), (b_p, b_q) in zip(shapes(random, rounds, 1e-6, 1e8), random.sample(shapes(random, rounds, 1e-6, 1e8), 5 * rounds + 5)):
        rows.append((a_p, b_p, a_q, b_q))
        rows.append((a_p, b_p, a_q, b_p))
        rows.append((a_p, b_p, nearby(random, a_p), nearby(random, b_p)))
    return rows


def dirichlets(random, rounds):
    rows = []
    for _ in range(rounds):
        n = random.choice([2, 3, 5, 10, 30])
        size = log_uniform(random, 1e-3, 1e4)
        p = [size * random.uniform(0.1, 2) for _ in range(n)]
        rows.append((p, [size * random.uniform(0.1, 2) for _ in range(n)]))
        rows.append((p, [nearby(random, x) for x in p]))
        scale = 1 + log_uniform(random, 1e-15, 1.0)
        rows.append((p, [x * scale for x in p]))
    return rows


# What each is called in Rust; P‖Q is the divergence of the one from the other.
NAMES = {
    ratio_term: "kernels::ratio_term",
    expm1mx: "kernels::expm1mx",
    bernoulli: "Bernoulli‖Bernoulli",
    binomial: "Binomial‖Binomial",
    poisson: "Poisson‖Poisson",
    geometric: "Geometric‖Geometric",
    exponential: "Exp‖Exp",
    laplace: "Laplace‖Laplace",
    uniform: "Uniform‖Uniform",
    pareto: "Pareto‖Pareto",
    cauchy: "Cauchy‖Cauchy",
    log_normal: "LogNormal‖LogNormal",
    exponential_normal: "Exp‖Normal",
    laplace_normal: "Laplace‖Normal",
    normal_laplace: "Normal‖Laplace",
    uniform_normal: "Uniform‖Normal",
    uniform_exponential: "Uniform‖Exp",
    uniform_pareto: "Uniform‖Pareto",
    bernoulli_poisson: "Bernoulli‖Poisson",
    lgamma_remainder: "kernels::lgamma_remainder",
    gumbel: "Gumbel‖Gumbel",
    weibull: "Weibull‖Weibull",
    gamma: "Gamma‖Gamma",
    chi_squared_distribution: "ChiSquared‖ChiSquared",
    exponential_gamma: "Exp‖Gamma",
    gamma_exponential: "Gamma‖Exp",
    gamma_normal: "Gamma‖Normal",
    beta: "Beta‖Beta",
    dirichlet: "Dirichlet<D>‖Dirichlet<D>",
}


def cases():
    with mpmath.workdps(30):
        tied()
    random = random_module.Random(20260105)
    wide = lambda rounds: positives(random, rounds, SMALLEST, 1e300)
    spot = lambda rounds: locations(random, rounds) + EXTREME_LOCATIONS
    one = lambda row: [row]
    gumbels = locations(random, 60, 1e-2, 1e2)
    weibulls = [(a, c, b, d) for (a, b), (c, d) in
                zip(positives(random, 60, 1e-2, 1e2), reversed(positives(random, 60, 1e-2, 1e2)))]
    plain = {
        ratio_term: wide(100),
        expm1mx: [(s * log_uniform(random, 1e-20, 700.0),) for _ in range(150) for s in (-1, 1)]
        + [(random.uniform(-2, 2),) for _ in range(150)] + [(0.0,), (1.0,), (-1.0,), (-LARGEST,), (LARGEST,)],
        bernoulli: probabilities(random, 60),
        binomial: [(float(random.randint(1, 10**random.randint(1, 12))), p, q) for p, q in probabilities(random, 25)]
        # One trial is subnormal, all are not.
        + [(861310030.0, 1.018057375844698e-290, 1.0180573758446861e-290)],
        poisson: wide(60),
        geometric: [(p, q) for p, q in probabilities(random, 60) if p > 0 and q > 0],
        exponential: wide(60),
        laplace: spot(60),
        uniform: intervals(random, 80),
        pareto: [(max(m, n) if random.random() < 0.9 else m, a, min(m, n), b) for (m, n), (a, b) in zip(wide(60), reversed(wide(60)))],
        cauchy: spot(60),
        log_normal: spot(40),
        exponential_normal: [(r, m, s) for _, r, m, s in locations(random, 40)]
        + [(r, random.choice([1 / r, nearby(random, 1 / r)]), log_uniform(random, 0.1, 10) / r) for r, _ in positives(random, 20, 1e-100, 1e100)],
        laplace_normal: spot(40),
        normal_laplace: locations(random, 60, 1e-8, 1e8),
        uniform_normal: [(a, b, m, s) for (a, b, _, _), (_, _, m, s) in zip(intervals(random, 50), locations(random, 50))],
        uniform_exponential: [(min(a, b), max(a, b), r) for (a, b), (r, _) in zip(wide(60), reversed(wide(60))) if a != b]
        + [(-1.0, 1.0, 1.0), (0.0, 1.0, 1.0), (0.0, 2.0, 1.0), (0.0, LARGEST, 1.0), (0.0, SMALLEST, SMALLEST)],
        uniform_pareto: [(min(a, b), max(a, b), min(a, b) * random.choice([1.0, random.random(), 1.5]), r)
                         for (a, b), (r, _) in zip(positives(random, 60, 1e-100, 1e300), reversed(positives(random, 60, 1e-100, 1e100))) if a != b],
        bernoulli_poisson: [(p, random.choice([nearby(random, p) or p, log_uniform(random, 1e-10, 1e3)])) for p, _ in probabilities(random, 30) if p > 0]
        + [(0.0, 0.5), (1.0, 1.0), (1.0, 0.5)],
    }
    lgammas = {
        lgamma_remainder: shapes(random, 100, 1e-20, 1e20),
        gumbel: gumbels,
        weibull: weibulls,
        gamma: gammas(random, 40),
        chi_squared_distribution: shapes(random, 40),
        exponential_gamma: [(b, a, c) for a, b, _, c in gammas(random, 12)],
        gamma_exponential: [(a, b, c) for a, b, _, c in gammas(random, 12)],
        gamma_normal: [(a, b, mean, s) for a, b, _, _ in gammas(random, 15)
                       for s in [log_uniform(random, 0.1, 10) * math.sqrt(a) / b]
                       for mean in [random.choice([a / b, nearby(random, a / b), random.gauss(0, 3)])]],
        beta: betas(random, 15),
        dirichlet: dirichlets(random, 20),
    }
    result = {NAMES[f]: [[list(row), stable(f, *row)] for row in [*rows, *found(NAMES[f])]] for f, rows in plain.items()}
    for f, rows in lgammas.items():
        result[NAMES[f]] = [[list(row), stable(f, *row, digits=DIGITS_OF_LGAMMA)] for row in [*rows, *found(NAMES[f])]]
    # A third entry: what the tolerance is multiplied by.
    with mpmath.workdps(DIGITS_OF_LGAMMA):
        for f, condition in [(gumbel, gumbel_condition), (weibull, weibull_condition),
                                (beta, lambda a, b, c, d: dirichlet_condition([a, b], [c, d])),
                                (dirichlet, dirichlet_condition)]:
            for case in result[NAMES[f]]:
                case.append(mpmath.nstr(condition(*case[0]), 6))
    return result


@on_exact
def gumbel_condition(mu_p, b_p, mu_q, b_q):
    return 1 + abs(mu_p - mu_q) / b_q + abs(loggamma(1 + b_p / b_q))


@on_exact
def weibull_condition(k_p, l_p, k_q, l_q):
    return 1 + abs(k_q * log(l_p / l_q)) + abs(loggamma(1 + k_q / k_p))
