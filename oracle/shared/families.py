"""Means, entropies and what else several pairs need of one family."""

import mpmath
from mpmath import exp, log, loggamma, mpf, pi, psi

from shared.exact import exact, on_exact, xlogy

# Digits for the cases with ln Γ, whose parameters are between 1e-25 and 1e25:
# 1400 of them take long, and these keep 1e-16 of 1e-25 beside 1e25 and its square.
DIGITS_OF_LGAMMA = 250


def ratio(p, q):
    """p ln(p/q), with its limits."""
    return xlogy(p, p / q) if q else (mpf(0) if p == 0 else mpmath.inf)


def lgamma_remainder(a, x):
    return loggamma(x) - loggamma(a) - (x - a) * psi(0, a)


# Of P from a normal and from a Laplace distribution.


def against_normal(entropy, mean, variance, mu, sigma):
    return log(2 * pi * sigma**2) / 2 - entropy + (variance + (mean - mu) ** 2) / (2 * sigma**2)


def against_laplace(entropy, distance, b):
    return log(2 * b) - entropy + distance / b


# Gamma, and what is gamma in other words.


@on_exact
def gamma(a_p, b_p, a_q, b_q):
    return ((a_p - a_q) * psi(0, a_p) - loggamma(a_p) + loggamma(a_q)
            + a_q * log(b_p / b_q) + a_p * (b_q - b_p) / b_p)


def gamma_entropy(a, b):
    return a - log(b) + loggamma(a) + (1 - a) * psi(0, a)


@on_exact
def weibull(k_p, l_p, k_q, l_q):
    return (log(k_p) - k_p * log(l_p) - log(k_q) + k_q * log(l_q)
            + (k_p - k_q) * (log(l_p) - mpmath.euler / k_p)
            + exp(k_q * log(l_p / l_q) + loggamma(k_q / k_p + 1)) - 1)


def weibull_condition_of(z, rho):
    return 1 + abs(z) + abs(loggamma(1 + rho))


def weibull_mean(k, l):
    return l * exp(loggamma(1 + 1 / k))


# Beta and Dirichlet.


def dirichlet(p, q):
    p, q = [exact(x) for x in p], [exact(x) for x in q]
    total = loggamma(sum(p)) - loggamma(sum(q))
    slope = psi(0, sum(p))
    for x, y in zip(p, q):
        total += loggamma(y) - loggamma(x) + (x - y) * (psi(0, x) - slope)
    return total


def dirichlet_condition(p, q):
    """1 + R/D, where R is the remainder of ln Γ(x) − x ln x + x for the sums."""
    x, a = sum(map(exact, q)), sum(map(exact, p))
    remainder = lgamma_remainder(a, x) - (x * log(x / a) - x + a)
    value = dirichlet(p, q)
    return 1 + remainder / value if value else mpf(1)


def beta_entropy(a, b):
    return (loggamma(a) + loggamma(b) - loggamma(a + b) - (a - 1) * psi(0, a) - (b - 1) * psi(0, b)
            + (a + b - 2) * psi(0, a + b))


# Continuous Bernoulli: C(λ) λ^x (1 − λ)^(1 − x) on [0, 1].


def ln_c(l):
    return log(2) if 2 * l == 1 else log(log(l / (1 - l)) / (2 * l - 1))


def cb_mean_of(l):
    return mpf(1) / 2 if 2 * l == 1 else l / (2 * l - 1) - 1 / log(l / (1 - l))


def cb_variance(l):
    return mpf(1) / 12 if 2 * l == 1 else 1 / log(l / (1 - l)) ** 2 - l * (1 - l) / (2 * l - 1) ** 2


def cb_entropy(l):
    m = cb_mean_of(l)
    return -ln_c(l) - m * log(l) - (1 - m) * log(1 - l)


# Half-normal and Pareto.


def half_normal_entropy(s):
    return log(pi * s**2 / 2) / 2 + mpf(1) / 2


def pareto_entropy(m, a):
    return log(m / a) + 1 / a + 1


# Kumaraswamy.


def minus_ln_rest(c, b):
    """−E ln(1 − uᶜ) for a u of density b(1 − u)ᵇ⁻¹."""
    return cached(str(c), str(b), c, b, mpmath.mp.dps)


MEMORY = {}


def cached(c_text, b_text, c, b, digits):
    key = (c_text, b_text, digits)
    if key not in MEMORY:
        MEMORY[key] = trapezoidal(c, b, digits)
    return MEMORY[key]


def ln_of_rest(x):
    """ln(1 − e⁻ˣ) for x > 0, with all digits."""
    return mpmath.log1p(-exp(-x)) if x > 1 else log(-mpmath.expm1(-x))


def trapezoidal(c, b, digits):
    nats = digits * log(10)
    step = mpmath.pi**2 / nats / (1 + max(0, log(c)))
    low = -nats / min(c + 1, 2) - 10 - max(0, log(b))
    high = log(nats + 40 + c) - log(b)
    total, z = mpf(0), low
    while z < high:
        w = exp(z)
        total -= ln_of_rest(-c * ln_of_rest(w)) * exp(z - b * w)
        z += step
    return b * step * total


def harmonic(b):
    return psi(0, 1 + b) + mpmath.euler


def own(a, b):
    """E ln p."""
    return log(a) + log(b) - (a - 1) / a * harmonic(b) - (b - 1) / b
