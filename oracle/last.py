"""Gamma distributions, chi-squared and Erlang among them, from Laplace distributions.

`tied()` computes the definition by quadrature, at a few points, and fails if the formula
does not agree with it. From shapes of 10 000 on the series of the incomplete gamma
function takes too long: there the mean distance is a quadrature of the density, which is the definition.
"""

import math
import random as random_module

import mpmath
from mpmath import exp, log, loggamma, mpf, psi, sqrt

from exact import found, log_uniform, nearby, stable
from kernels import LARGEST, SMALLEST
from scalar import gamma_ln, integral, laplace_ln, on_exact

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


def entropy(a, r):
    return a - log(r) + loggamma(a) + (1 - a) * psi(0, a)


@on_exact
def gamma_laplace(a, r, m, b):
    return log(2 * b) - entropy(a, r) + mean_distance(a, r * m) / r / b


@on_exact
def chi_squared_laplace(k, m, b):
    return log(2 * b) - entropy(k / 2, mpf(1) / 2) + 2 * mean_distance(k / 2, m / 2) / b


def tied():
    rows = [
        (gamma_laplace(3.0, 2.0, 1.0, 0.5), integral(gamma_ln(3, 2), laplace_ln(1, mpf(1) / 2), [0, 1, 5, mpmath.inf])),
        (gamma_laplace(3.0, 2.0, 4.0, 3.0), integral(gamma_ln(3, 2), laplace_ln(4, 3), [0, 1, 4, mpmath.inf])),
        (gamma_laplace(2.5, 2.0, -1.0, 3.0), integral(gamma_ln(mpf(5) / 2, 2), laplace_ln(-1, 3), [0, 1, 5, mpmath.inf])),
        (chi_squared_laplace(5.0, 2.0, 3.0), integral(gamma_ln(mpf(5) / 2, mpf(1) / 2), laplace_ln(2, 3), [0, 2, 20, mpmath.inf])),
        (mean_distance(mpf(300), mpf(310)), distance_by_quadrature(mpf(300), mpf(310))),
        (mean_distance(mpf(300), mpf(290)), distance_by_quadrature(mpf(300), mpf(290))),
    ]
    for number, (formula, definition) in enumerate(rows):
        if abs(formula - definition) > abs(definition) * mpf(10) ** -12:
            raise ArithmeticError(f"formula {number}: {formula} is not {definition}")


# --- the cases ----------------------------------------------------------------------

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


def rows_of(random, shapes, rates):
    return [(a, r, *beside(random, a, r)) for a, r in zip(shapes, rates)]


EXTREME = [
    (1.0, 1.0, SMALLEST, 1.0), (1.0, 1.0, 1.0, SMALLEST), (1.0, 1.0, 1.0, LARGEST), (1.0, SMALLEST, LARGEST, LARGEST),
    (3.0, LARGEST, LARGEST, LARGEST), (3.0, LARGEST, -LARGEST, 1.0), (0.5, LARGEST, 1.0, SMALLEST),
    (3.0, SMALLEST, 0.0, LARGEST), (1e-300, 1.0, 1.0, 1.0), (1e-307, 1.0, 1e-307, 1e-307), (1e-300, 1e-5, 0.0, LARGEST),
    (1e-300, 1e-300, 1e300, 1e300), (1e-10, 1.0, 1e-300, 1.0), (1e-10, 1.0, 700.0, 1.0), (0.5, 1.0, 1000.0, 100.0),
    (1e300, 1.0, 0.9e300, 1e299), (1e300, 1e-300, 1.0, LARGEST), (LARGEST, 1.0, -LARGEST, LARGEST),
    (LARGEST, 1.0, -LARGEST, 1.0), (LARGEST, 3.0, LARGEST, 1e300), (LARGEST, 2.0, -LARGEST, LARGEST),
    (1e308, 1e-5, 1e307, 1e308), (1e300, SMALLEST, 1.0, 1.0),
]


def cases():
    with mpmath.workdps(30):
        tied()
    random = random_module.Random(20261124)
    rate = lambda: log_uniform(random, 1e-3, 1e3)
    middle = [random.uniform(0.1, 5) for _ in range(50)] + [log_uniform(random, 1.0, LARGE) for _ in range(110)]
    middle += [1.0, 2.0, 2.0 - 2.0**-52, 200.0, 200.0 + 2.0**-45] * 2
    small = [log_uniform(random, 1e-12, 1.0) for _ in range(60)]
    shapes = middle + small
    ordinary = rows_of(random, shapes, [rate() for _ in shapes]) + rows_of(random, shapes[:40], [1.0] * 40)
    # Where the least digits are left.
    ordinary.append((1.9140111559233837, 0.9795548092893789, 1.953904916716434, 1.0792731906035244))
    large = [log_uniform(random, LARGE, 1e30) for _ in range(40)]
    large = [row for row in rows_of(random, large, [1.0] * 40)]
    chi = [(2 * a, 2 * m, 2 * b) for a, _, m, b in rows_of(random, shapes[::4], [1.0] * len(shapes[::4]))]
    erlang = rows_of(random, [float(math.ceil(a)) for a in middle[::4]], [rate() for _ in middle[::4]])
    values = lambda function, rows, digits: [[list(row), stable(function, *row, digits=digits)] for row in rows]
    return {
        "Gamma‖Laplace": values(gamma_laplace, [*ordinary, *found("Gamma‖Laplace")], 60),
        "Gamma‖Laplace, large shapes": values(gamma_laplace, large, 80),
        "Gamma‖Laplace, extreme": values(gamma_laplace, EXTREME, 700),
        "ChiSquared‖Laplace": values(chi_squared_laplace, [*chi, *found("ChiSquared‖Laplace")], 60),
        "Erlang‖Laplace": values(gamma_laplace, [*erlang, *found("Erlang‖Laplace")], 60),
    }
