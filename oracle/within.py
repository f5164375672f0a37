"""More pairs: the gamma family among itself, counts without a closed form, angles.

The divergences of counts are sums over the probabilities, which is their definition.
`tied()` compares the formulas of the others with their integrals.
"""

import math
import random as random_module

import mpmath
from mpmath import besseli, cos, exp, log, loggamma, mpf, pi

import scalar
from exact import exact, found, log_uniform, nearby, stable
from kernels import LARGEST, SMALLEST
from scalar import gamma, gamma_ln, integral, lgamma_remainder, on_exact, positives, weibull_ln


# --- the gamma family and Weibull -------------------------------------------

def chi(k_p, k_q):
    return lgamma_remainder(mpf(k_p) / 2, mpf(k_q) / 2)


@on_exact
def chi_squared_gamma(k, a, b):
    return gamma(k / 2, mpf(1) / 2, a, b)


@on_exact
def gamma_chi_squared(a, b, k):
    return gamma(a, b, k / 2, mpf(1) / 2)


@on_exact
def chi_squared_exponential(k, rate):
    return gamma(k / 2, mpf(1) / 2, 1, rate)


@on_exact
def exponential_chi_squared(rate, k):
    return gamma(1, rate, k / 2, mpf(1) / 2)


@on_exact
def exponential_weibull(rate, k, l):
    return scalar.weibull(1, 1 / rate, k, l)


@on_exact
def weibull_exponential(k, l, rate):
    return scalar.weibull(k, l, 1, 1 / rate)


def weibull_condition(z, rho):
    return 1 + abs(z) + abs(loggamma(1 + rho))


@on_exact
def exponential_weibull_condition(rate, k, l):
    return weibull_condition(k * log(l * rate), k)


@on_exact
def weibull_exponential_condition(k, l, rate):
    return weibull_condition(log(l * rate), 1 / k)


# --- counts -----------------------------------------------------------------

def divergence_of_counts(p, q, last):
    """Σ P ln(P/Q) from the first probabilities and the ratios of successive ones.

    `last` is the last count, or None: then terms are added until they count no more,
    when P is past its mode and falls at least as fast as a geometric series.
    """
    (x, rise_p), (y, rise_q) = p, q
    total, mass, k = mpf(0), mpf(0), 0
    while True:
        total += x * log(x / y)
        mass += x
        if k == last or last is None and k > 20 and x * (1 + abs(log(x / y))) * 1000 < mpmath.eps * abs(total) * mpmath.eps:
            break
        x, y = x * rise_p(k), y * rise_q(k)
        k += 1
    assert abs(mass - 1) < mpf(10) ** 8 * mpmath.eps, (mass, k)
    return total


def binomial_counts(n, p):
    n, p = int(n), exact(p)
    return (1 - p) ** n, lambda k: (n - k) * p / ((k + 1) * (1 - p))


def poisson_counts(rate):
    rate = exact(rate)
    return exp(-rate), lambda k: rate / (k + 1)


def negative_binomial_counts(r, p):
    r, p = exact(r), exact(p)
    return p**r, lambda k: (r + k) * (1 - p) / (k + 1)


def certain_binomial(n, m, q):
    """All n trials succeed."""
    return -log(mpmath.binomial(m, n) * exact(q) ** n * (1 - exact(q)) ** (m - n))


def binomial(n, p, m, q):
    if p == 1.0:
        return certain_binomial(int(n), int(m), q)
    return divergence_of_counts(binomial_counts(n, p), binomial_counts(m, q), int(n))


def bernoulli_binomial(p, m, q):
    return binomial(1.0, p, m, q)


def binomial_poisson(n, p, rate):
    if p == 1.0:
        return -(n * log(exact(rate)) - exact(rate) - loggamma(exact(n) + 1))
    return divergence_of_counts(binomial_counts(n, p), poisson_counts(rate), int(n))


def negative_binomial(r_p, p, r_q, q):
    if r_p == r_q:
        a, b = exact(p), exact(q)
        return exact(r_p) * (log(a / b) + (1 - a) / a * log((1 - a) / (1 - b))) if a < 1 else exact(r_p) * log(1 / b)
    return divergence_of_counts(negative_binomial_counts(r_p, p), negative_binomial_counts(r_q, q), None)


def negative_binomial_poisson(r, p, rate):
    return divergence_of_counts(negative_binomial_counts(r, p), poisson_counts(rate), None)


def poisson_negative_binomial(rate, r, p):
    return divergence_of_counts(poisson_counts(rate), negative_binomial_counts(r, p), None)


def discrete_uniform(a, b, c, d):
    return log(mpf(d - c + 1) / (b - a + 1)) if c <= a and b <= d else mpmath.inf


def categorical(p, q):
    """p ln(p/q) − p + q of weights divided by their totals, as the doubles that come out."""
    p, q = ([x / sum_of(v) for x in v] for v in (p, q))
    size = max(len(p), len(q))
    p, q = (v + [0.0] * (size - len(v)) for v in (p, q))
    total = mpf(0)
    for x, y in zip(map(exact, p), map(exact, q)):
        total += (x * log(x / y) if y else mpmath.inf) - x + y if x else y
    return total


def sum_of(weights):
    """From the first to the last in doubles, as statrs adds. (Python's sum compensates.)"""
    total = 0.0
    for x in weights:
        total += x
    return total


# --- angles -----------------------------------------------------------------

@on_exact
def von_mises(mu_p, k_p, mu_q, k_q):
    i_0 = besseli(0, k_p)
    mean = besseli(1, k_p) / i_0
    return log(besseli(0, k_q) / i_0) + mean * (k_p - k_q * cos(mu_p - mu_q))


def von_mises_ln(mu, k):
    return lambda x: k * cos(x - mu) - log(2 * pi * besseli(0, k))


def tied():
    """Each formula against its definition, at one point, to 12 digits."""
    h, t, half = mpf(1) / 2, mpf(3), [0, 1, 4, 12, 40, mpmath.inf]
    chi_ln = lambda k: lambda x: (k - 1) * log(x) - x**2 / 2 - (k / 2 - 1) * log(2) - loggamma(k / 2)
    rows = [
        (chi(3, 5), integral(chi_ln(t), chi_ln(mpf(5)), [0, 1, 3, 10, 20])),
        (chi_squared_gamma(6.0, 0.5, 3.0), integral(gamma_ln(t, h), gamma_ln(h, t), half)),
        (gamma_chi_squared(0.5, 3.0, 6.0), integral(gamma_ln(h, t), gamma_ln(t, h), [0, mpf(1) / 100, *half[1:]])),
        (chi_squared_exponential(6.0, 3.0), integral(gamma_ln(t, h), gamma_ln(1, t), half)),
        (exponential_chi_squared(3.0, 6.0), integral(gamma_ln(1, t), gamma_ln(t, h), half)),
        (exponential_weibull(3.0, 0.5, 2.0), integral(gamma_ln(1, t), weibull_ln(h, 2), half)),
        (weibull_exponential(3.0, 0.5, 2.0), integral(weibull_ln(t, h), gamma_ln(1, 2), [0, h, 1, 2])),
        (von_mises(0.5, 3.0, 2.0, 0.5), integral(von_mises_ln(h, t), von_mises_ln(2, h), [-pi, 0, h, 2, pi])),
        (negative_binomial(3.0, 0.5, 3.0, 0.25), divergence_of_counts(
            negative_binomial_counts(3.0, 0.5), negative_binomial_counts(3.0, 0.25), None)),
    ]
    for number, (formula, definition) in enumerate(rows):
        if abs(formula - definition) > abs(definition) * mpf(10) ** -12:
            raise ArithmeticError(f"formula {number}: {formula} is not {definition}")


# --- the cases --------------------------------------------------------------

def freedoms(random, rounds):
    rows = [(1, 1), (1, 2), (2, 1), (2**64 - 1, 2**64 - 2), (1, 2**64 - 1), (2**64 - 1, 1), (2**53, 2**53 + 1)]
    for _ in range(rounds):
        k = random.randint(1, 10 ** random.randint(1, 19))
        rows.append((k, random.randint(1, 10 ** random.randint(1, 19))))
        rows.append((k, k + random.randint(1, 5)))
        rows.append((random.randint(1, 40), random.randint(1, 40)))
    return rows


def gamma_triples(random, rounds, low=1e-12, high=1e12):
    """Degrees of freedom, a shape and a rate: near each other too."""
    rows = [(2.0, 1.0, 0.5), (6.0, 3.0, 0.5), (1.0, 0.5, 0.5 + 2.0**-53)]
    for _ in range(rounds):
        k = log_uniform(random, low, high)
        rows.append((k, nearby(random, k / 2), nearby(random, 0.5)))
        rows.append((k, k / 2, nearby(random, 0.5)))
        rows.append((k, nearby(random, k / 2), 0.5))
        rows.append((k, log_uniform(random, low, high), log_uniform(random, low, high)))
        rows.append((random.uniform(0.1, 40), random.uniform(0.1, 20), random.uniform(0.1, 2)))
    return rows


def binomials(random, rounds):
    """Fewer trials in P than in Q."""
    rows = [(1.0, 0.5, 2.0, 0.25), (1.0, 0.5, 2.0, 0.5), (3.0, 1.0, 5.0, 0.5), (3.0, 1.0, 4.0, 0.75),
            (2.0, 0.5, 2.0**53, 0.5), (2.0, 2.0**-53, 2.0**53, 2.0**-100), (5.0, 1e-300, 7.0, 1e-290),
            (5.0, SMALLEST, 7.0, 1.0 - 2.0**-53), (5.0, 1.0 - 2.0**-53, 7.0, SMALLEST), (1.0, 0.25, 1e12, 0.5)]
    for _ in range(rounds):
        n = float(random.randint(1, 10 ** random.randint(1, 2)))
        m = n + random.choice([1, 1, 2, random.randint(1, 10), random.randint(1, 300)])
        p = random.uniform(0.02, 1)
        rows.append((n, p, m, p * n / m))
        rows.append((n, p, m, min(nearby(random, p * n / m), 1 - 1e-10)))
        rows.append((n, random.uniform(0.01, 1), m, random.uniform(0.01, 1)))
        p = log_uniform(random, 1e-100, 1)
        rows.append((n, p, m, nearby(random, p * n / m)))
        rows.append((n, 1 - log_uniform(random, 1e-15, 0.5), m, 1 - log_uniform(random, 1e-15, 0.5)))
        rows.append((n, log_uniform(random, 1e-20, 1), m, log_uniform(random, 1e-20, 1)))
    return rows


def large_binomials(random, rounds):
    for _ in range(rounds):
        n = float(random.randint(300, 3000))
        m = n + random.choice([1, random.randint(1, 1000)])
        p = random.uniform(0.02, 0.98)
        yield n, p, m, nearby(random, p * n / m)


def counted(random, rounds, most):
    """A number r and a probability; the mean is below `most`."""
    for _ in range(rounds):
        while True:
            r, p = log_uniform(random, 1e-6, 100), random.uniform(0.1, 1)
            if r * (1 - p) / p < most:
                break
        yield r, p


def negative_binomials(random, rounds):
    rows = [(1.0, 0.5, 2.0, 0.5), (2.0, 0.5, 1.0, 0.5), (1.0, 0.5, 1.0 + 2.0**-52, 0.5),
            (3.0, 0.5, 3.0, 0.25), (3.0, 1.0, 3.0, 0.25), (1e300, 0.5, 1e300, 0.25), (3.0, 0.5, 3.0, 0.5 + 2.0**-53),
            (1e-30, 0.5, 2e-30, 0.5), (0.5, 1 - 2.0**-53, 0.25, 0.5), (30.0, 0.5, 1e-10, 0.5)]
    for r, p in counted(random, rounds, 200):
        rows.append((r, p, nearby(random, r), p))
        rows.append((r, p, nearby(random, r), min(nearby(random, p), 1 - 1e-10)))
        s = log_uniform(random, 0.1, 10) * r
        rows.append((r, p, s, s / (s + r * (1 - p) / p)))
        rows.append((r, p, log_uniform(random, 1e-6, 100), random.uniform(0.01, 1)))
        rows.append((r, p, r, min(nearby(random, p), 1 - 1e-10)))
        rows.append((r, 1 - log_uniform(random, 1e-15, 0.5), log_uniform(random, 1e-6, 10), 1 - log_uniform(random, 1e-15, 0.5)))
    return rows


def angles(random, rounds):
    rows = [(0.0, 1.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0 + 2.0**-52), (0.0, 0.0, 0.0, 0.0), (1.0, 0.0, 2.0, 3.0),
            (1.0, 3.0, 2.0, 0.0), (0.0, 3.0, math.pi, 3.0), (0.0, 3.0, 2 * math.pi, 3.0), (0.0, 3.0, 2.0**-52, 3.0)]
    for k in (49.5, 50.0, 199.5, 200.0, 201.0, 5.0):
        for l in (0.0, 1.0, 20.0, 50.0, 70.0, 200.0, 201.0, 1000.0):
            rows.append((0.0, k, 0.0, l))
            rows.append((0.0, l, 0.0, k))
    for _ in range(rounds):
        k, mu = log_uniform(random, 1e-3, 1e4), random.uniform(-3, 3)
        rows.append((0.0, k, 0.0, nearby(random, k)))
        rows.append((mu, k, nearby(random, mu), k))
        rows.append((mu, k, random.uniform(-3, 3), nearby(random, k)))
        rows.append((mu, k, random.uniform(-30, 30), log_uniform(random, 1e-3, 1e4)))
        k = random.uniform(0.1, 260)
        rows.append((0.0, k, 0.0, k * random.uniform(0.2, 5)))
    return rows


def far_angles(random, rounds):
    rows = [(0.0, 1e300, 0.0, 1e-300), (0.0, 1e-300, 0.0, 1e300), (0.0, LARGEST, 1.0, LARGEST),
            (0.0, SMALLEST, 0.0, LARGEST), (0.0, LARGEST, 0.0, SMALLEST), (0.0, 1e-160, 0.0, 1e-155)]
    for _ in range(rounds):
        k = log_uniform(random, 1e-150, 1e300)
        rows.append((0.0, k, 0.0, nearby(random, k)))
        rows.append((0.0, log_uniform(random, 1e-150, 1e300), 0.0, log_uniform(random, 1e-150, 1e300)))
        rows.append((0.0, k, log_uniform(random, 1e-50, 1), log_uniform(random, 1e-50, 1e300)))
    return rows


EXTREMES = [SMALLEST, 1e-310, 2.3e-308, 1e-160, 1e-30, 1.0, 1e30, 1e160, 1e300, LARGEST]


def extreme_shapes(random, rounds):
    """Any of 1e-300 to 1e300, and near each other; subnormal and the largest."""
    rows = [(a, b) for a in EXTREMES for b in EXTREMES if random.random() < 0.15]
    for _ in range(rounds):
        a = log_uniform(random, 1e-300, 1e300)
        rows.append((a, log_uniform(random, 1e-300, 1e300)))
        rows.append((a, nearby(random, a)))
        a = log_uniform(random, 1e-20, 1e20)
        rows.append((a, log_uniform(random, 1e-300, 1e300)))
        rows.append((log_uniform(random, 1e-300, 1e300), a))
    return rows


# What each is called in Rust; P‖Q is the divergence of the one from the other.
NAMES = {
    chi: "Chi‖Chi",
    chi_squared_gamma: "ChiSquared‖Gamma",
    gamma_chi_squared: "Gamma‖ChiSquared",
    chi_squared_exponential: "ChiSquared‖Exp",
    exponential_chi_squared: "Exp‖ChiSquared",
    exponential_weibull: "Exp‖Weibull",
    weibull_exponential: "Weibull‖Exp",
    binomial: "Binomial‖Binomial, fewer trials",
    bernoulli_binomial: "Bernoulli‖Binomial",
    binomial_poisson: "Binomial‖Poisson",
    negative_binomial: "NegativeBinomial‖NegativeBinomial",
    negative_binomial_poisson: "NegativeBinomial‖Poisson",
    poisson_negative_binomial: "Poisson‖NegativeBinomial",
    discrete_uniform: "DiscreteUniform‖DiscreteUniform",
    categorical: "Categorical‖Categorical",
    von_mises: "VonMises‖VonMises",
}


# Their terms are probabilities: small ones need as many digits as they have zeros.
BY_SUMS = {bernoulli_binomial, binomial, binomial_poisson, negative_binomial, negative_binomial_poisson,
           poisson_negative_binomial}


def cases():
    with mpmath.workdps(30):
        tied()
    random = random_module.Random(20261121)
    triples = lambda rounds: gamma_triples(random, rounds)
    weibulls = [(r, k, l) for (r, l), (k, _) in zip(positives(random, 30, 1e-2, 1e2), reversed(positives(random, 30, 1e-2, 1e2)))]
    weibulls += [(r, nearby(random, 1.0), nearby(random, 1 / r)) for r, *_ in weibulls[:40]]
    poissons = [(n, p, random.choice([n * p, nearby(random, n * p), log_uniform(random, 0.01, 100)]))
                for n, p, *_ in binomials(random, 12)[10:] if n * p > 1e-250]
    below_one = [(r, p) for r, p in counted(random, 60, 100) if p < 1]
    rows = {
        (chi, 250): freedoms(random, 50),
        (chi_squared_gamma, 250): triples(20),
        (gamma_chi_squared, 250): [(a, b, k) for k, a, b in triples(20)],
        (chi_squared_exponential, 250): [(k, b) for k, _, b in triples(20)] + [(nearby(random, 2.0), nearby(random, 0.5)) for _ in range(40)],
        (exponential_chi_squared, 250): [(b, k) for k, _, b in triples(20)] + [(nearby(random, 0.5), nearby(random, 2.0)) for _ in range(40)],
        (exponential_weibull, 250): weibulls,
        (weibull_exponential, 250): [(k, l, r) for r, k, l in weibulls],
        (bernoulli_binomial, 60): [(p, m, q) for _, p, m, q in binomials(random, 30)],
        (binomial, 60): binomials(random, 25) + list(large_binomials(random, 6)),
        (binomial_poisson, 60): poissons + [(3.0, 1.0, 2.0), (3.0, 0.5, SMALLEST), (1.0, 0.5, 1e300)],
        (negative_binomial, 60): negative_binomials(random, 14),
        (negative_binomial_poisson, 60): [(r, p, random.choice([1, nearby(random, 1.0), log_uniform(random, 0.1, 10)]) * r * (1 - p) / p) for r, p in below_one],
        (poisson_negative_binomial, 60): [(random.choice([1, nearby(random, 1.0), log_uniform(random, 0.1, 10)]) * r * (1 - p) / p, r, p) for r, p in below_one],
        (discrete_uniform, 60): [(0, 1, 0, 3), (0, 0, 0, 0), (0, 1, 1, 3), (-(2**63), 2**63 - 1, -(2**63), 2**63 - 1),
                                 (-(2**63) + 1, 2**63 - 1, -(2**63), 2**63 - 1), (0, 0, -(2**63), 2**63 - 1)]
        + [(a, a + w, a - random.randint(0, 10 ** random.randint(0, 17)), a + w + random.randint(0, 10 ** random.randint(0, 17)))
           for a in [random.randint(-1000, 1000) for _ in range(100)] for w in [random.randint(0, 10 ** random.randint(1, 17))]],
        (categorical, 700): [([1.0, 3.0], [2.0, 2.0]), ([1.0], [1.0, 1.0]), ([1.0, 1.0], [1.0]), ([1.0, 0.0], [1.0]), ([0.0, 2.0], [1.0, 0.0])]
        + [(p, q) for _ in range(60) for p in [[random.random() for _ in range(random.randint(1, 8))]]
           for q in [[nearby(random, x) for x in p], [random.random() for _ in range(random.randint(len(p), 8))]]],
        (von_mises, 120): angles(random, 40),
    }
    enough = lambda row, digits: digits - 3 * min([0] + [int(math.log10(x)) for x in row if x > 0])
    result = {NAMES[f]: [[list(row), stable(f, *row, digits=enough(row, digits) if f in BY_SUMS else digits)] for row in [*some, *found(NAMES[f])]]
              for (f, digits), some in rows.items()}
    result[NAMES[von_mises]] += [[list(row), stable(von_mises, *row)] for row in far_angles(random, 25)]
    extreme = extreme_shapes(random, 3)
    result["Gamma‖Gamma, extreme"] = [
        [list(row), stable(gamma, *row, digits=350)] for a, b in extreme
        for row in [(a, 1.0, b, 1.0), (a, log_uniform(random, 1e-300, 1e300), b, log_uniform(random, 1e-300, 1e300))]]
    result["ChiSquared‖ChiSquared, extreme"] = [
        [list(row), stable(scalar.chi_squared_distribution, *row, digits=350)] for row in extreme if min(row) > SMALLEST]
    for f, condition in [(exponential_weibull, exponential_weibull_condition), (weibull_exponential, weibull_exponential_condition)]:
        with mpmath.workdps(250):
            for case in result[NAMES[f]]:
                case.append(mpmath.nstr(condition(*case[0]), 6))
    return result
