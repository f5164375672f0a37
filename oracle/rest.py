"""Beta distributions against other families and uniform against beta, Weibull against
gamma and gamma against Weibull, and extreme parameters of the pairs with ln Γ.

`tied()` compares each formula with its integral.
"""

import math
import random as random_module

import mpmath
from mpmath import exp, log, loggamma, mpf, psi

import across
import scalar
from exact import exact, found, log_uniform, nearby, stable
from kernels import LARGEST, SMALLEST
from scalar import against_normal, beta_ln, gamma_ln, integral, normal_ln, on_exact, positives, uniform_ln, weibull_ln


# --- beta ---------------------------------------------------------------------

def beta_entropy(a, b):
    return (loggamma(a) + loggamma(b) - loggamma(a + b) - (a - 1) * psi(0, a) - (b - 1) * psi(0, b)
            + (a + b - 2) * psi(0, a + b))


@on_exact
def beta_exponential(a, b, rate):
    return -beta_entropy(a, b) - log(rate) + rate * a / (a + b)


@on_exact
def beta_gamma(a, b, k, r):
    e_ln_x = psi(0, a) - psi(0, a + b)
    return -beta_entropy(a, b) + loggamma(k) - k * log(r) - (k - 1) * e_ln_x + r * a / (a + b)


@on_exact
def beta_normal(a, b, mu, sigma):
    s = a + b
    return against_normal(beta_entropy(a, b), a / s, a * b / (s**2 * (s + 1)), mu, sigma)


@on_exact
def beta_cb(a, b, l):
    m = a / (a + b)
    return -beta_entropy(a, b) - across.ln_c(l) - m * log(l) - (1 - m) * log(1 - l)


@on_exact
def beta_cb_condition(a, b, l):
    value = -beta_entropy(a, b) - across.ln_c(l) - a / (a + b) * log(l) - b / (a + b) * log(1 - l)
    h = log(l / (1 - l))
    if not value:
        return mpf(1)
    level = log(2 * mpmath.sinh(h / 2) / h) if h else mpf(0)
    first = -beta_entropy(a, b) + abs(h * (a - b) / (a + b) / 2) + level
    if not h:
        return first / value
    mean, h = (b if h > 0 else a) / (a + b), abs(h)
    second = -beta_entropy(a, b) - log(h) + h * mean - log(1 - exp(-h))
    return min(first, second) / value


@on_exact
def uniform_beta(low, high, a, b):
    if low < 0 or high > 1:
        return mpmath.inf
    x_ln_x = lambda x: x * log(x) if x else mpf(0)
    e_ln = lambda l, h: (x_ln_x(h) - x_ln_x(l)) / (h - l) - 1
    return (-log(high - low) + loggamma(a) + loggamma(b) - loggamma(a + b) - (a - 1) * e_ln(low, high)
            - (b - 1) * e_ln(1 - high, 1 - low))


# --- Weibull and gamma ------------------------------------------------------------

def weibull_mean(k, l):
    return l * exp(loggamma(1 + 1 / k))


@on_exact
def weibull_gamma(k, l, a, b):
    entropy = mpmath.euler * (1 - 1 / k) + log(l / k) + 1
    return -entropy + loggamma(a) - a * log(b) - (a - 1) * (log(l) - mpmath.euler / k) + b * weibull_mean(k, l)


@on_exact
def weibull_gamma_condition(k, l, a, b):
    value, mean = weibull_gamma(k, l, a, b), b * weibull_mean(k, l)
    if not value:
        return mpf(1)
    return ((1 + abs(log(b * l / a)) + abs(loggamma(1 + 1 / k))) * (1 + abs(mean - a) / value)
            + min(1, abs((a - 1) * log(k))) / value)


@on_exact
def gamma_weibull(a, b, k, l):
    entropy = across.gamma_entropy(a, b)
    return (k * log(l) - entropy - log(k) - (k - 1) * (psi(0, a) - log(b))
            + exp(loggamma(a + k) - loggamma(a) - k * log(b * l)))


@on_exact
def gamma_weibull_condition(a, b, k, l):
    value = gamma_weibull(a, b, k, l)
    if not value:
        return mpf(1)
    exponent = abs(k * log(b * l / a)) + abs(loggamma(a + k) - loggamma(a) - k * log(a))
    return (1 + exponent) * (1 + min(1, (a - 1) ** 2 + (k - 1) ** 2) / value)


@on_exact
def weibull_weibull_condition(k_p, l_p, k_q, l_q):
    return 1 + abs(k_q * log(l_p / l_q)) + abs(loggamma(1 + k_q / k_p))


@on_exact
def gumbel_gumbel_condition(mu_p, b_p, mu_q, b_q):
    return 1 + abs(mu_p - mu_q) / b_q + abs(loggamma(1 + b_p / b_q))


# --- the definitions ------------------------------------------------------------

def tied():
    """Each formula against its definition, to 12 digits."""
    h, q, t, unit = mpf(1) / 2, mpf(1) / 4, mpf(3), [0, mpf(1) / 2, 1]
    rows = [
        (beta_exponential(3.0, 4.0, 0.5), integral(beta_ln(t, 4), across.exponential_ln(h), unit)),
        (beta_gamma(3.0, 4.0, 0.5, 3.0), integral(beta_ln(t, 4), gamma_ln(h, t), unit)),
        (beta_normal(3.0, 4.0, 1.0, 0.5), integral(beta_ln(t, 4), normal_ln(1, h), unit)),
        (beta_cb(3.0, 4.0, 0.25), integral(beta_ln(t, 4), across.cb_ln(q), unit)),
        (uniform_beta(0.25, 0.5, 3.0, 4.0), integral(uniform_ln(q, h), beta_ln(t, 4), [q, h])),
        (weibull_gamma(3.0, 0.5, 0.5, 3.0), integral(weibull_ln(t, h), gamma_ln(h, t), [0, q, h, 1, 2])),
        (gamma_weibull(3.0, 0.5, 0.25, 3.0), integral(gamma_ln(t, h), weibull_ln(q, t), [0, 1, 4, 12, 40, 200])),
    ]
    for number, (formula, definition) in enumerate(rows):
        if abs(formula - definition) > abs(definition) * mpf(10) ** -12:
            raise ArithmeticError(f"formula {number}: {formula} is not {definition}")


# --- the cases --------------------------------------------------------------------

def shapes(random, rounds, low=1e-12, high=1e12):
    """The two shapes of a beta distribution: near each other, near 1, far apart."""
    rows = [(1.0, 1.0), (2.0, 2.0), (1.0, 30.0), (30.0, 1.0), (0.5, 0.5), (1e12, 1e12), (1.0, 1e12), (1e12, 1.0), (5.0, 1e11)]
    for _ in range(rounds):
        rows.append((random.uniform(0.1, 5), random.uniform(0.1, 5)))
        rows.append((nearby(random, 1.0), nearby(random, 1.0)))
        rows.append((nearby(random, 1.0), log_uniform(random, 1.0, high)))
        rows.append((log_uniform(random, low, high), log_uniform(random, low, high)))
        a = log_uniform(random, 0.1, 100)
        rows.append((a, nearby(random, a)))
        rows.append((random.uniform(0.1, 20), random.uniform(0.1, 20)))
    return rows


def beside_gammas(random, some):
    rows = []
    for a, b in some:
        for k in [nearby(random, a), nearby(random, a + a * (a / b)), log_uniform(random, 0.01, 100)]:
            rate = k * (a + b) / a
            if 1e-300 < k < 1e300 and 1e-300 < rate < 1e300:
                rows.append((a, b, k, nearby(random, rate)))
                rows.append((a, b, k, random.choice([a + b, rate, log_uniform(random, 1e-6, 1e6)])))
    return rows


def beside_normals(random, some):
    rows = []
    for a, b in some:
        s = a + b
        mean, deviation = a / s, math.sqrt(a / s) * math.sqrt(b / s) / math.sqrt(s + 1)
        rows.append((a, b, mean, deviation))
        rows.append((a, b, nearby(random, mean), nearby(random, deviation)))
        rows.append((a, b, mean, nearby(random, deviation)))
        rows.append((a, b, mean + random.gauss(0, 2) * deviation, log_uniform(random, 0.1, 10) * deviation))
        rows.append((a, b, random.gauss(0, 3), log_uniform(random, 1e-2, 1e2)))
    return rows


def beside_cbs(random, some):
    rows = []
    for a, b in some:
        rows.append((a, b, 0.5))
        rows.append((a, b, nearby(random, 0.5)))
        rows.append((a, b, random.random()))
        # The rate of the exponential distribution of the mean.
        h = min(max(a / b + 1, b / a + 1) * log_uniform(random, 0.5, 2), 600)
        l = 1 / (1 + math.exp(h if a < b else -h))
        if 0 < l < 1:
            rows.append((a, b, l))
        rows.append((a, b, log_uniform(random, 1e-300, 1)))
    return rows


def inside_unit(random, some):
    rows = [(0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0 + 2.0**-52, 1.0), (-1.0, 0.5, 2.0, 3.0), (0.5, 1.5, 2.0, 3.0),
            (0.0, 1.0 - 2.0**-53, 1.0, 1.0), (2.0**-60, 1.0, 1.0, 1.0)]
    for a, b in some:
        rows.append((0.0, 1.0, a, b))
        low = random.random()
        high = low + (1 - low) * log_uniform(random, 1e-6, 1)
        rows.append((low, high, a, b))
        rows.append((log_uniform(random, 1e-17, 0.4), 1 - log_uniform(random, 1e-16, 0.4), a, b))
        rows.append((0.0, log_uniform(random, 1e-10, 1), a, b))
        mean, deviation = a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)
        low, high = (min(max(mean + side * deviation * random.uniform(1, 2), 0.0), 1.0) for side in (-1, 1))
        rows.append((low, high, a, b))
    return [row for row in rows if row[0] < row[1]]


def weibulls_and_gammas(random, rounds, mean):
    """Shapes, the scale of P and the rate or scale of Q, near 1, far, and near the same mean."""
    some = [(1.0, 1.0), (1.0 + 2.0**-52, 1.0), (1.0, 1.0 + 2.0**-52), (2.0, 3.0), (0.5, 0.5)]
    for _ in range(rounds):
        some.append((nearby(random, 1.0), nearby(random, 1.0)))
        some.append((nearby(random, 1.0, 1e-3), nearby(random, 1.0, 1e-3)))
        some.append((random.uniform(0.2, 5), random.uniform(0.2, 5)))
        some.append((log_uniform(random, 1e-2, 1e4), log_uniform(random, 1e-4, 1e4)))
    rows = []
    for p, q in some:
        scale = log_uniform(random, 1e-3, 1e3)
        other = mean(p, scale, q)
        rows.append((p, scale, q, other))
        rows.append((p, scale, q, nearby(random, other)))
        rows.append((p, scale, q, other * log_uniform(random, 0.1, 10)))
        rows.append((p, 1.0, q, 1.0))
    return rows


# --- extreme parameters of pairs that other modules have -----------------------------

SIZES = [SMALLEST, 1e-310, 2.3e-308, 1e-160, 1e-30, 1.0, 1e30, 1e160, 1e300]


def any_size(random):
    return random.choice([random.choice(SIZES), log_uniform(random, 1e-300, 1e300), log_uniform(random, 1e-20, 1e20)])


def near_or_far(random, x, most=1e300):
    """Next to x, or anything."""
    y = random.choice([nearby(random, x), any_size(random)])
    return min(max(y, SMALLEST), most)


def two_by_two(random, rounds):
    """Two parameters of P and two of Q."""
    rows = []
    for _ in range(rounds):
        a, b = any_size(random), any_size(random)
        rows.append((a, b, near_or_far(random, a), near_or_far(random, b)))
    return rows


def with_quotient(random, a, b):
    """a/b, or something near it or far, that is a double above 0."""
    middle = a / b if 1e-300 < a / b < 1e300 else any_size(random)
    return near_or_far(random, middle)


def extreme_inputs(random, rounds):
    e = lambda: any_size(random)
    rows = {"Beta‖Beta": two_by_two(random, rounds), "InverseGamma‖InverseGamma": two_by_two(random, rounds)}
    rows["Dirichlet<D>‖Dirichlet<D>"] = []
    for _ in range(rounds // 2):
        p = [e() for _ in range(random.randint(2, 4))]
        rows["Dirichlet<D>‖Dirichlet<D>"].append((p, [near_or_far(random, x) for x in p]))
    ordinary = [(a, b, c, d) for a, b, c, d in two_by_two(random, rounds) if c / a < 1e4]
    rows["Weibull‖Weibull"] = [(a, b, c, nearby(random, b, 1e-16, 0.5 if c < 1 else 0.5 / c)) for a, b, c, d in ordinary if 1e-290 < b]
    rows["Gumbel‖Gumbel"] = [(m, s, nearby(random, m), t) for t, m, s, _ in ordinary if s / t < 1e4 and m / t < 1e13]
    rows["Exp‖Gamma"] = [(r, k, near_or_far(random, with_quotient(random, k, 1 / r))) for r, k in [(e(), e()) for _ in range(rounds)] if r > 1e-300]
    rows["Gamma‖Normal"] = []
    for _ in range(rounds):
        a, b = e(), e()
        deviation = math.sqrt(a) / b if 1e-300 < b else 1.0
        rows["Gamma‖Normal"].append((a, b, with_quotient(random, a, b), near_or_far(random, deviation if 1e-300 < deviation < 1e300 else 1.0)))
    rows["Gamma‖Gumbel"] = []
    for _ in range(rounds):
        a, b = e(), e()
        if 1e-280 < b < 1e280 and 1e-280 < a < 1e280 and 1e-280 < a / b < 1e280:
            beta = math.sqrt(a) / b * log_uniform(random, 0.1, 10)
            rows["Gamma‖Gumbel"].append((a, b, a / b + random.gauss(0, 2) * beta, beta))
    rows["HalfNormal‖Gamma"] = [(s, a, with_quotient(random, a, s)) for s, a in [(e(), e()) for _ in range(rounds)]]
    rows["Uniform‖Gamma"] = [(low, low + width, a, with_quotient(random, a, low + width))
                             for low, width, a in [(random.choice([0.0, e()]), e(), e()) for _ in range(rounds)] if low + width > low]
    rows["Pareto‖Gamma"] = [(m, alpha, a, with_quotient(random, a, m))
                            for m, alpha, a in [(e(), random.choice([1 + log_uniform(random, 1e-15, 1e3), e()]), e()) for _ in range(rounds)] if alpha > 1]
    rows["Beta‖Exp"] = [(a, b, near_or_far(random, min((a + b) / a, 1e300))) for a, b in [(e(), e()) for _ in range(rounds)]]
    rows["Beta‖Gamma"] = [(a, b, near_or_far(random, a), near_or_far(random, random.choice([a, b]))) for a, b in [(e(), e()) for _ in range(rounds)]]
    rows["Beta‖Normal"] = []
    for _ in range(rounds):
        a, b = e(), e()
        deviation = math.sqrt(a / (a + b)) * math.sqrt(b / (a + b)) / math.sqrt(a + b + 1)
        rows["Beta‖Normal"].append((a, b, near_or_far(random, max(a / (a + b), SMALLEST)), near_or_far(random, max(deviation, SMALLEST))))
    return rows


# The formula, the digits to begin with, and the condition.
EXTREMES = {
    "Beta‖Beta": (scalar.beta, 350, lambda a, b, c, d: scalar.dirichlet_condition([a, b], [c, d])),
    "Dirichlet<D>‖Dirichlet<D>": (scalar.dirichlet, 350, scalar.dirichlet_condition),
    "InverseGamma‖InverseGamma": (scalar.gamma, 350, None),
    "Weibull‖Weibull": (scalar.weibull, 350, weibull_weibull_condition),
    "Gumbel‖Gumbel": (scalar.gumbel, 350, gumbel_gumbel_condition),
    "Exp‖Gamma": (scalar.exponential_gamma, 350, None),
    "Gamma‖Normal": (scalar.gamma_normal, 350, None),
    "Gamma‖Gumbel": (across.gamma_gumbel, 350, across.gamma_gumbel_condition),
    "HalfNormal‖Gamma": (across.half_normal_gamma, 350, None),
    "Uniform‖Gamma": (across.uniform_gamma, 350, None),
    "Pareto‖Gamma": (across.pareto_gamma, 350, None),
    "Beta‖Exp": (beta_exponential, 350, None),
    "Beta‖Gamma": (beta_gamma, 350, None),
    "Beta‖Normal": (beta_normal, 350, None),
}


FUNCTIONS = {
    "Beta‖Exp": (beta_exponential, 100, None),
    "Beta‖Gamma": (beta_gamma, 100, None),
    "Beta‖Normal": (beta_normal, 100, None),
    "Beta‖ContinuousBernoulli": (beta_cb, 100, beta_cb_condition),
    "Uniform‖Beta": (uniform_beta, 100, None),
    "Weibull‖Gamma": (weibull_gamma, 100, weibull_gamma_condition),
    "Gamma‖Weibull": (gamma_weibull, 100, gamma_weibull_condition),
}


def inputs():
    random = random_module.Random(20261122)
    rows = {}
    rows["Beta‖Exp"] = [(a, b, rate) for a, b in shapes(random, 12)
                        for rate in [nearby(random, (a + b) / a), log_uniform(random, 1e-3, 1e3), 1 + b]]
    rows["Beta‖Gamma"] = beside_gammas(random, shapes(random, 8))
    rows["Beta‖Normal"] = beside_normals(random, shapes(random, 10))
    rows["Beta‖ContinuousBernoulli"] = beside_cbs(random, shapes(random, 10))
    rows["Uniform‖Beta"] = inside_unit(random, shapes(random, 10))
    rows["Weibull‖Gamma"] = weibulls_and_gammas(
        random, 15, lambda k, l, a: a / float(weibull_mean(k, l)))
    rows["Gamma‖Weibull"] = weibulls_and_gammas(
        random, 15, lambda a, b, k: float(exp((loggamma(a + mpf(k)) - loggamma(a)) / k)) / b)
    return rows


def cases():
    with mpmath.workdps(30):
        tied()
        rows = inputs()
    result = {name: with_values([*rows[name], *found(name)], *entry) for name, entry in FUNCTIONS.items()}
    random = random_module.Random(20261123)
    many, few = extreme_inputs(random, 70), extreme_inputs(random, 30)
    for name, entry in EXTREMES.items():
        # With ln Γ of sums of numbers so far apart, digits are dear.
        some = few if name.startswith(("Beta", "Dirichlet")) else many
        result[name + ", extreme"] = with_values([*some[name], *found(name + ", extreme")], *entry)
    return result


def with_values(rows, function, digits, condition):
    result = [[list(row), stable(function, *row, digits=digits)] for row in rows]
    if condition:
        with mpmath.workdps(2 * digits):
            for case in result:
                case.append(mpmath.nstr(condition(*case[0]), 6))
    return result
