"""The scalar functions, straight from their definitions."""

import math

import mpmath
from mpmath import exp, log

from shared.exact import exact, on_exact, xlogy
from shared.families import DIGITS_OF_LGAMMA, lgamma_remainder
from shared.parameters import of_any_size, shapes
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


def log1pmx_inputs(random):
    # Where the branches meet, and everything a double can be.
    xs = [0.0, -1.0, SMALLEST, -SMALLEST, 2.5e-308, LARGEST, 1.0, -0.5, -0.75]
    for x in [-0.6, 1.5, 1.0, -0.5]:
        xs += [x, math.nextafter(x, -1.0), math.nextafter(x, 2.0)]
    xs += [math.nextafter(-1.0, 0.0)]
    xs += [s * log_uniform(random, 1e-20, 1.0) for _ in range(150) for s in (-1, 1)]
    xs += [random.uniform(-1.0, 3.0) for _ in range(400)]
    xs += [random.uniform(-0.7, -0.5) for _ in range(100)]
    xs += [random.uniform(1.3, 1.7) for _ in range(100)]
    xs += [log_uniform(random, 1.0, LARGEST) for _ in range(100)]
    return [(x,) for x in xs]


@row("kernels::log1pmx", log1pmx_inputs)
@on_exact
def log1pmx(x):
    # The one infinity that is a limit and not a formula.
    return mpmath.log(1 + x) - x if x > -1 else -mpmath.inf


def pairs(random):
    """Two non-negative numbers: near, far, tiny, huge, zero."""
    some = [0.0, SMALLEST, 3 * SMALLEST, 1e-309, 2.2250738585072014e-308, 1e-300, 0.25,
            0.5, 0.75, 1.0, 1.0 + 2.0**-52, 1.0 - 2.0**-53, 3.0, 1e300, LARGEST / 2]
    rows = [(p, q) for p in some for q in some]
    for _ in range(300):
        p = random.uniform(0.0, 1.0)
        rows.append((p, nearby(random, p)))
    for _ in range(300):
        # Around the ratios where the branches meet.
        p = random.uniform(0.0, 1.0)
        rows.append((p, p * random.uniform(1.5, 4.0)))
        rows.append((p, p / random.uniform(1.5, 4.0)))
    for _ in range(200):
        rows.append((random.uniform(0.0, 1.0), random.uniform(0.0, 1.0)))
    for _ in range(200):
        rows.append((log_uniform(random, SMALLEST, 1.0), log_uniform(random, SMALLEST, 1.0)))
    for _ in range(100):
        p = log_uniform(random, SMALLEST, 1e300)
        rows.append((p, nearby(random, p)))
    return rows


@row("kernels::kl_term", pairs)
def kl_term(p, q):
    p, q = exact(p), exact(q)
    if p > 0 and q == 0:
        return mpmath.inf
    return (p * mpmath.log(p / q) if p else mpmath.mpf(0)) - p + q


def probabilities(random):
    ps = [0.0, 1.0, 0.5, SMALLEST, 1e-309, 1.0 - 2.0**-53, 2.0**-53]
    ps += [random.uniform(0.0, 1.0) for _ in range(300)]
    ps += [log_uniform(random, SMALLEST, 1.0) for _ in range(200)]
    ps += [1.0 - log_uniform(random, 1e-16, 1.0) for _ in range(100)]
    return [(p,) for p in ps]


@row("kernels::entropy_term", probabilities)
def entropy_term(p):
    p = exact(p)
    return -xlogy(p, p)


@row("kernels::cross_entropy_term", lambda random: [(p, q) for p, q in pairs(random) if q <= 1.0])
def cross_entropy_term(p, q):
    return -xlogy(exact(p), exact(q))


def scales(random):
    rows = [(1.0, 1.0), (2.0, 1.0), (1.0, 2.0), (SMALLEST, 1.0), (1.0, SMALLEST), (SMALLEST, 1e300),
            (LARGEST, LARGEST / 2), (1.6e154, 1.0), (1e-309, 3e-309), (1e-309, 1e10), (1.0, 1e308)]
    for _ in range(300):
        s = log_uniform(random, 1e-300, 1e300)
        rows.append((nearby(random, s), s))
    for _ in range(400):
        s = random.uniform(1.0, 2.0)
        rows.append((s * random.uniform(0.2, 3.5), s))
    for _ in range(200):
        rows.append((log_uniform(random, 1e-100, 1e100), log_uniform(random, 1e-100, 1e100)))
    for s in [1.0, 1.5, 1e-300, 1e300, SMALLEST]:
        rows.append((s, math.nextafter(s, math.inf)))
        rows.append((math.nextafter(s, math.inf), s))
    return rows


@row("kernels::normal_scale_term", scales)
def normal_scale_term(sigma_p, sigma_q):
    ratio = exact(sigma_p) / exact(sigma_q)
    return (ratio**2 - 1) / 2 - mpmath.log(ratio)


@row("kernels::ratio_term", of_any_size(100))
@on_exact
def ratio_term(a, b):
    return a / b - 1 - log(a / b)


def exponents(random):
    return [(s * log_uniform(random, 1e-20, 700.0),) for _ in range(150) for s in (-1, 1)] + [
        (random.uniform(-2, 2),) for _ in range(150)] + [(0.0,), (1.0,), (-1.0,), (-LARGEST,), (LARGEST,)]


@row("kernels::expm1mx", exponents)
@on_exact
def expm1mx(x):
    return exp(x) - 1 - x


row("kernels::lgamma_remainder", lambda random: shapes(random, 100, 1e-20, 1e20), digits=DIGITS_OF_LGAMMA)(on_exact(lgamma_remainder))
