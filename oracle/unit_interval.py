"""Kumaraswamy distributions, from each other and from beta distributions, and beta
distributions from Laplace distributions.

E ln(1 − x) and the like have no closed form. They are integrals over ln W, where W is
exponential, by the trapezoidal rule with as small a step as the digits need.
`tied()` compares with the definition by quadrature, at a few points, and with the
series of Nalisnick and Smyth (2017).
"""

import math
import random as random_module

import mpmath
from mpmath import exp, log, loggamma, mpf, psi, sqrt

from exact import found, log_uniform, nearby, stable, text
from kernels import LARGEST, SMALLEST
from rest import beta_entropy
from scalar import beta_ln, integral, laplace_ln, on_exact


@on_exact
def mean(a, b):
    return exp(loggamma(1 + 1 / a) + loggamma(1 + b) - loggamma(1 + 1 / a + b))


@on_exact
def mean_condition(a, b):
    return 1 + abs(loggamma(1 + 1 / a) + loggamma(1 + b) - loggamma(1 + 1 / a + b))


def ln_one_minus(a, x):
    """ln(1 − xᵃ)."""
    return log(-mpmath.expm1(a * log(x)))


@on_exact
def ln_pdf(a, b, x):
    return log(a) + log(b) + (a - 1) * log(x) + (b - 1) * ln_one_minus(a, x)


@on_exact
def ln_pdf_condition(a, b, x):
    value = log(a) + log(b) + (a - 1) * log(x) + (b - 1) * ln_one_minus(a, x)
    right = abs((b - 1) * ln_one_minus(a, x)) * (1 + abs(a * log(x)))
    return (abs(log(a)) + abs(log(b)) + abs((a - 1) * log(x)) + right) / abs(value) if value else mpf(1)


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


@on_exact
def kumaraswamy(a, b, alpha, beta):
    rest = minus_ln_rest(alpha / a, b) if alpha != a else 1 / b
    return own(a, b) - log(alpha) - log(beta) + (alpha - 1) / a * harmonic(b) + (beta - 1) * rest


@on_exact
def kumaraswamy_beta(a, b, alpha, beta):
    ln_beta = loggamma(alpha) + loggamma(beta) - loggamma(alpha + beta)
    rest = minus_ln_rest(1 / a, b) if a != 1 else 1 / b
    return own(a, b) + ln_beta + (alpha - 1) / a * harmonic(b) + (beta - 1) * rest


def kumaraswamy_condition(a, b, alpha, beta, value):
    if not value:
        return mpf(1)
    return 1 + abs(mpf(alpha) / a - 1) * log(1 + mpf(b)) / max(value, sqrt(value))


# --- beta from Laplace --------------------------------------------------------------

LARGE = 10_000


def probability_below(a, b, m):
    """The regularised incomplete beta function, by its series up to ½."""
    if m > mpf(1) / 2:
        return 1 - probability_below(b, a, 1 - m)
    term, k, total = mpf(1), 0, mpf(1)
    while term > total * mpmath.eps or (a + b + k) * m > a + 1 + k:
        term *= (a + b + k) / (a + 1 + k) * m
        k += 1
        total += term
    front = a * log(m) + b * log(1 - m) - loggamma(a + 1) - loggamma(b) + loggamma(a + b)
    return total * exp(front)


def mean_distance(a, b, m):
    """E|x − m|."""
    mean = a / (a + b)
    if m <= 0 or m >= 1:
        return abs(mean - m)
    if a + b > LARGE:
        return distance_by_quadrature(a, b, m)
    return mean - m + 2 * (m * probability_below(a, b, m) - mean * probability_below(a + 1, b, m))


def distance_by_quadrature(a, b, m):
    # In units of the standard deviation: 40 of them hold all but e^(−400), if both
    # shapes are large; if not, what lies beyond falls exponentially.
    mean = a / (a + b)
    s = sqrt(mean * (1 - mean) / (a + b + 1))
    ln_b = loggamma(a) + loggamma(b) - loggamma(a + b)
    at = lambda x: exp((a - 1) * log(x) + (b - 1) * mpmath.log1p(-x) - ln_b)
    reach = 40 + 400 / sqrt(min(a, b))
    steps = [-reach, *range(-30, 31, 5), reach]
    points = sorted({min(max(mean + s * k, mpf(0)), mpf(1)) for k in steps} | {m})
    return mpmath.quad(lambda x: abs(x - m) * at(x), points)


@on_exact
def beta_laplace(a, b, m, scale):
    return log(2 * scale) - beta_entropy(a, b) + mean_distance(a, b, m) / scale


def laplace_beside(random, a, b):
    """A Laplace distribution beside the beta distribution of these shapes."""
    mean = a / (a + b)
    s = math.sqrt(mean * (b / (a + b)) / (a + b + 1))
    m = random.choice([
        mean, nearby(random, mean), mean + s * random.uniform(-4, 4), mean + s * random.uniform(-4, 4),
        mean + s * random.choice([-1, 1]) * log_uniform(random, 1e-10, 1.0), random.random(), random.random(),
        log_uniform(random, 1e-12, 1.0), 1 - log_uniform(random, 1e-12, 1.0), random.gauss(0, 3), 0.0, 1.0])
    if a + b > LARGE and 0 < m < 1:
        least = abs(m - mean) + 0.8 * s
    else:
        with mpmath.workdps(30):
            least = float(mean_distance(mpf(a), mpf(b), mpf(m)))
    return m, random.choice([nearby(random, least), least * log_uniform(random, 0.1, 10), least * log_uniform(random, 1e-3, 1e3)])


def with_laplace(random, rounds):
    shapes = [(1.0, 1.0), (2.0, 2.0), (0.5, 0.5), (3.0, 3.0), (1.0, 30.0), (30.0, 1.0)]
    for _ in range(rounds):
        shapes.append((random.uniform(0.1, 5), random.uniform(0.1, 5)))
        shapes.append((random.uniform(0.5, 20), random.uniform(0.5, 20)))
        shapes.append((log_uniform(random, 1e-6, 5e3), log_uniform(random, 1e-6, 5e3)))
        shapes.append((log_uniform(random, 1e-2, 1e2), log_uniform(random, 1.0, 5e3)))
        shapes.append((log_uniform(random, 10, 4e3), log_uniform(random, 1e-2, 4e3)))
        a = log_uniform(random, 0.1, 3e3)
        shapes.append((a, nearby(random, a)))
    return [(a, b, *laplace_beside(random, a, b)) for a, b in shapes]


def with_laplace_large(random, rounds):
    shapes = []
    for _ in range(rounds):
        shapes.append((log_uniform(random, 1e3, 1e15), log_uniform(random, 1e4, 1e15)))
        shapes.append((log_uniform(random, 2.0, 1e3), log_uniform(random, 1e4, 1e10)))
        shapes.append((log_uniform(random, 1e4, 1e10), log_uniform(random, 2.0, 1e3)))
    return [(a, b, *laplace_beside(random, a, b)) for a, b in shapes]


def settled(function, row, digits=70):
    """As `exact.stable`, with steps that are a little smaller each time, as they are dear."""
    value = None
    while digits < 400:
        with mpmath.workdps(digits):
            again = function(*row)
            if value is not None and abs(again - value) <= abs(again) * mpmath.mpf(10) ** -33:
                return again
        digits, value = int(1.2 * digits), again
    raise ArithmeticError(f"{function.__name__}{row} does not settle")


def kumaraswamy_ln(a, b):
    return lambda x: log(a) + log(b) + (a - 1) * log(x) + (b - 1) * log(1 - x**a)


def tied():
    t, h = mpf(3), mpf(1) / 2
    rows = [
        (kumaraswamy(3.0, 4.0, 0.5, 3.0), integral(kumaraswamy_ln(t, 4), kumaraswamy_ln(h, t), [0, h, 1])),
        (kumaraswamy(0.5, 0.75, 3.0, 2.0), integral(kumaraswamy_ln(h, 3 * h / 2), kumaraswamy_ln(t, 2), [0, h, 1])),
        (kumaraswamy_beta(3.0, 4.0, 0.5, 3.0), integral(kumaraswamy_ln(t, 4), beta_ln(h, t), [0, h, 1])),
        (kumaraswamy_beta(0.5, 3.0, 3.0, 0.5), integral(kumaraswamy_ln(h, t), beta_ln(t, h), [0, h, 1])),
        (beta_laplace(3.0, 4.0, 0.25, 0.5), integral(beta_ln(t, 4), laplace_ln(h / 2, h), [0, h / 2, 1])),
        (beta_laplace(3.0, 0.5, 0.75, 3.0), integral(beta_ln(t, h), laplace_ln(3 * h / 2, t), [0, 3 * h / 2, 1])),
        (beta_laplace(3.0, 4.0, -1.0, 0.5), integral(beta_ln(t, 4), laplace_ln(-1, h), [0, h, 1])),
        (mean_distance(mpf(30), mpf(400), mpf(0.0625)), distance_by_quadrature(mpf(30), mpf(400), mpf(0.0625))),
        (minus_ln_rest(h, t), mpmath.nsum(lambda m: mpmath.beta(1 + m * h, t) * t / m, [1, mpmath.inf])),
    ]
    for number, (formula, definition) in enumerate(rows):
        if abs(formula - definition) > abs(definition) * mpf(10) ** -12:
            raise ArithmeticError(f"formula {number}: {formula} is not {definition}")


# --- the cases ----------------------------------------------------------------------

def truths(random, rounds):
    rows = [(1.0, 1.0), (2.0, 3.0), (0.5, 0.5)]
    for _ in range(rounds):
        rows.append((random.uniform(0.2, 5), random.uniform(0.2, 5)))
        rows.append((log_uniform(random, 1e-2, 1e2), log_uniform(random, 1e-2, 1e2)))
        rows.append((log_uniform(random, 1e-1, 1e1), log_uniform(random, 1e-12, 1e12)))
    return rows


def models(random, c, b):
    """Second shapes of Q: near, at the least divergence, and far."""
    with mpmath.workdps(20):
        best = float(1 / minus_ln_rest(mpf(c), mpf(b)))
    return [b, nearby(random, b), nearby(random, best), best, b * log_uniform(random, 0.1, 10)]


def beside(random, rounds):
    rows = []
    for a, b in truths(random, rounds):
        c = 1 + random.choice([-1, 1]) * log_uniform(random, 1e-6, 0.5)
        for c in [c, nearby(random, 1.0), random.choice([random.uniform(0.3, 3), log_uniform(random, 1e-3, 1e3)])]:
            rows += [(a, b, c * a, beta) for beta in models(random, c * a / a, b)]
        rows.append((a, b, a, nearby(random, b)))
    return rows


def beside_beta(random, rounds):
    rows = [(1.0, 2.0, 1.0, 2.0 + 2.0**-51), (2.0, 1.0, 2.0, 1.0 + 2.0**-52), (2.0, 1.0, 2.0 + 2.0**-51, 1.0)]
    some = truths(random, rounds)
    for _ in range(rounds):
        some.append((nearby(random, 1.0), log_uniform(random, 1e-3, 1e3)))
        some.append((log_uniform(random, 1e-2, 1e2), nearby(random, 1.0)))
    for a, b in some:
        rows.append((a, b, a, b))
        rows.append((a, b, nearby(random, a), nearby(random, b)))
        rows.append((a, b, nearby(random, 1.0) if abs(a - 1) < 0.1 else nearby(random, a), nearby(random, b)))
        rows.append((a, b, a * log_uniform(random, 0.5, 2), b * log_uniform(random, 0.5, 2)))
        rows.append((a, b, log_uniform(random, 1e-2, 1e2), log_uniform(random, 1e-2, 1e2)))
    for _ in range(rounds):
        a, b = nearby(random, 1.0), log_uniform(random, 1e-6, 1e12)
        rows += [(a, b, nearby(random, 1.0), nearby(random, b)) for _ in range(2)]
        # The nearest, where the logarithms have the same means.
        a, b = random.uniform(0.5, 8), random.uniform(0.5, 8)
        with mpmath.workdps(20):
            means = -harmonic(mpf(b)) / a, -minus_ln_rest(1 / mpf(a), mpf(b))
            nearest = mpmath.findroot(
                lambda p, q: [psi(0, p) - psi(0, p + q) - means[0], psi(0, q) - psi(0, p + q) - means[1]], (a, b))
        rows += [(a, b, float(nearest[0]), float(nearest[1])), (a, b, float(nearest[0]), nearby(random, float(nearest[1])))]
    return rows


def with_values(rows, function, condition):
    result = []
    for row in rows:
        value = settled(function, row)
        with mpmath.workdps(60):
            result.append([list(row), text(value), mpmath.nstr(condition(*row, value), 6)])
    return result


def plain(rows, function, condition):
    result = []
    for row in rows:
        with mpmath.workdps(700):
            result.append([list(row), text(function(*row)), mpmath.nstr(condition(*row), 6)])
    return result


def cases():
    with mpmath.workdps(30):
        tied()
    random = random_module.Random(20261125)
    shapes = truths(random, 25) + [(log_uniform(random, 1e-300, 1e300), log_uniform(random, 1e-300, 1e300)) for _ in range(20)]
    points = [(a, b, x) for a, b in shapes for x in [random.random(), log_uniform(random, 1e-20, 1), 1 - log_uniform(random, 1e-16, 1)] if 0 < x < 1]
    laplace = lambda rows, digits: [[list(row), stable(beta_laplace, *row, digits=digits)] for row in rows]
    return {
        "Beta‖Laplace": laplace([*with_laplace(random, 50), *found("Beta‖Laplace")], 60),
        "Beta‖Laplace, large shapes": laplace(with_laplace_large(random, 12), 80),
        "Kumaraswamy::mean": plain(shapes, mean, mean_condition),
        "Kumaraswamy::ln_pdf": plain(points, ln_pdf, ln_pdf_condition),
        "Kumaraswamy‖Kumaraswamy": with_values([*beside(random, 7), *found("Kumaraswamy‖Kumaraswamy")], kumaraswamy, kumaraswamy_condition),
        "Kumaraswamy‖Beta": with_values([*beside_beta(random, 8), *found("Kumaraswamy‖Beta")], kumaraswamy_beta, kumaraswamy_condition),
    }
