"""Every numerical constant of kl-core that was computed, from its definition.

    python3 oracle/constants.py            rewrite oracle/data/constants.json
    python3 oracle/constants.py --check    compare byte for byte, write nothing

The data map a file of kl-core/src to its constants, and a constant to what it is and its
values, 30 digits each; the values of an array, of tuples or of a struct follow each other
as in the source. A constant inside a function is named after it, and one inside the
divergence of P from Q after the pair. The source has the doubles nearest to the values,
unless `compare` says otherwise: "at least" or "at most" for a threshold, or the number of
units in the last place by which what the source computes with a loop may be off.

kl-core/tests/oracle/constants.rs compares, and finds a constant that is missing here.
"""

import argparse
import json
import pathlib
import sys
from fractions import Fraction

import mpmath
from mpmath import euler, exp, inf, ln, mpf, pi, sqrt

DATA = pathlib.Path(__file__).resolve().parent / "data/constants.json"
# By file, the constants: (name, what it is, function, how to compare).
CONSTANTS = {}


def constant(file, name, what, compare=None):
    """Notes the function as what gives the values of a constant."""

    def note(function):
        CONSTANTS.setdefault(file, []).append((name, what, function, compare))
        return function

    return note


def lost(x):
    """What is lost when x is rounded to a double."""
    return x - mpf(float(x))


def fraction(x):
    return mpf(x.numerator) / x.denominator


def divergence(ln_p, ln_q, ends):
    """∫ p ln(p/q) from the first of the ends to the last, over the pieces between them."""
    return mpmath.quad(lambda x: exp(ln_p(x)) * (ln_p(x) - ln_q(x)), ends)


# The logarithms of densities, and the ends of pieces on which they are smooth. Of the
# pieces, those left out at infinity hold less than 10⁻¹⁰⁰.


def ln_normal(mean, variance):
    return lambda x: -(x - mean) ** 2 / (2 * variance) - ln(2 * pi * variance) / 2


def ln_laplace(location, scale):
    return lambda x: -abs(x - location) / scale - ln(2 * scale)


def ln_gumbel(location, scale):
    return lambda x: -(x - location) / scale - exp(-(x - location) / scale) - ln(scale)


def ln_exponential(rate):
    return lambda x: ln(rate) - rate * x


def ln_gamma(shape, rate):
    return lambda x: shape * ln(rate) + (shape - 1) * ln(x) - rate * x - mpmath.loggamma(shape)


def ln_half_normal(x):
    return -x * x / 2 + ln(2 / pi) / 2


def ln_uniform(low, high):
    return lambda x: -ln(mpf(high) - low)


HALF_NORMAL_ENDS = [0, 1, 2, 4, 8, 16, 32]
EXPONENTIAL_ENDS = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]


# Simple ones, some of which stand in several files.


def note_all(places, what, function):
    for file, name in places:
        constant(file, name, what)(function)


note_all(
    [
        ("normal/univariate.rs", "ROOT_2_OVER_PI"),
    ],
    "√(2/π), the mean of a standard half-normal distribution",
    lambda: sqrt(2 / pi),
)
note_all(
    [("distribution/half_normal.rs", "LOST"), ("pairs/normal/laplace.rs", "LOST")],
    "√(2/π) less the double nearest to it",
    lambda: lost(sqrt(2 / pi)),
)
note_all(
    [
        ("pairs/half_normal.rs", "ROOT_PI_OVER_2"),
        ("pairs/against_laplace.rs", "above_half::HALF"),
    ],
    "√(π/2), which is ½√(2π), and what is left of it beside the double nearest to it",
    lambda: [sqrt(pi / 2), lost(sqrt(pi / 2))],
)
note_all(
    [
        ("normal/univariate.rs", "HALF_LN_TAU"),
        ("torch/gaussian_nll.rs", "gaussian_nll_loss_unreduced::CONSTANT"),
    ],
    "½ ln 2π",
    lambda: ln(2 * pi) / 2,
)
note_all(
    [("objective/elbo.rs", "normal_log_likelihood::LN_2_PI")],
    "ln 2π",
    lambda: ln(2 * pi),
)
note_all(
    [("fit/reverse.rs", "PEAK")],
    "1/√(2π), the largest density of a standard normal distribution",
    lambda: 1 / sqrt(2 * pi),
)
note_all(
    [("transport/uniform.rs", "ROOT_OF_A_THIRD")],
    "√(1/3)",
    lambda: sqrt(mpf(1) / 3),
)
note_all(
    [("pairs/uniform.rs", "Uniform‖Normal::kl::ROOT_12")],
    "√12, the width of a uniform distribution over its standard deviation",
    lambda: sqrt(12),
)
note_all(
    [("pairs/gumbel.rs", "EULER")],
    "Euler's constant γ",
    lambda: +euler,
)
note_all(
    [("pairs/weibull/gamma.rs", "shape_from_weibull::THIRD_OF_ZETA_3")],
    "ζ(3)/3",
    lambda: mpmath.zeta(3) / 3,
)
note_all(
    [
        ("pairs/gamma/gumbel.rs", "from_gamma::CONSTANT"),
        ("pairs/gamma/weibull.rs", "Gamma‖Weibull::kl::CONSTANT"),
    ],
    "½ − ½ ln 2π",
    lambda: mpf(1) / 2 - ln(2 * pi) / 2,
)
note_all(
    [("pairs/counts.rs", "LN_LARGE")],
    "ln 2⁶⁰⁰",
    lambda: 600 * ln(2),
)


# Twice the digits of a double.


def in_two(function):
    """A function that gives each number as the double nearest to it and what is lost, which
    takes more digits."""

    def halves():
        with mpmath.workdps(mpmath.mp.dps + 60):
            return [part for x in function() for part in (mpf(float(x)), lost(x))]

    return halves


@constant(
    "float/double/elementary.rs",
    "LN_2_IN_PARTS",
    "ln 2: its first 40 bits, and what is left in two doubles",
)
def ln_2_in_parts():
    first = mpf(762123384785) / 2**40
    return [first, *in_two(lambda: [ln(2) - first])()]


constant(
    "float/double/elementary.rs",
    "POWERS",
    "2^(j/16) for j from −8 to 8, each in two parts",
)(in_two(lambda: [mpf(2) ** (mpf(j) / 16) for j in range(-8, 9)]))
constant(
    "float/double/elementary.rs",
    "ODD",
    "1/3, 1/5, … up to 1/17, each in two parts",
)(in_two(lambda: [mpf(1) / n for n in range(3, 18, 2)]))
constant(
    "float/double/elementary.rs",
    "FACTORIALS",
    "1/n! for n from 2 to 19, each in two parts",
)(in_two(lambda: [1 / mpmath.factorial(n) for n in range(2, 20)]))


constant(
    "float/double/gamma.rs",
    "HALF_LN_TAU",
    "½ ln 2π, and what is left of it beside the double nearest to it",
)(in_two(lambda: [ln(2 * pi) / 2]))
constant(
    "pairs/against_laplace.rs",
    "TWO_OVER_PI",
    "2/π, and what is left of it beside the double nearest to it",
)(in_two(lambda: [2 / pi]))
constant(
    "float/double/gamma.rs",
    "SERIES",
    "the coefficients B₂ₖ/(2k(2k − 1)) of Stirling's series, each in two parts",
)(in_two(lambda: [mpmath.bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, 23)]))


constant(
    "float/double/near_one.rs",
    "EULER",
    "Euler's constant γ, and what is left of it beside the double nearest to it",
)(in_two(lambda: [+euler]))
constant(
    "float/double/near_one.rs",
    "ZETA",
    "ζ(n) − 1 for n from 2 on, each in two parts",
)(in_two(lambda: [mpmath.zeta(n) - 1 for n in range(2, 13)]))


# How far a distribution is from the nearest of another family: the divergence, by its
# definition.


def uniform_from_normal():
    return divergence(ln_uniform(0, 1), ln_normal(mpf(1) / 2, mpf(1) / 12), [0, 1])


note_all(
    [
        ("pairs/uniform.rs", "Uniform‖Normal::kl::CONSTANT"),
        ("pairs/uniform.rs", "Logarithms::new::AT_ZERO"),
        ("pairs/continuous_bernoulli.rs", "negentropy::UNIFORM"),
    ],
    "how far a uniform distribution is from the normal one of its mean and variance: ½ ln(πe/6)",
    uniform_from_normal,
)


def exponential_from_normal():
    return divergence(ln_exponential(mpf(1)), ln_normal(1, mpf(1)), EXPONENTIAL_ENDS)


note_all(
    [
        ("pairs/pareto.rs", "Pareto‖Normal::kl::CONSTANT"),
        ("pairs/pareto.rs", "Pareto‖Gamma::kl::NORMAL"),
        ("pairs/continuous_bernoulli.rs", "negentropy::EXPONENTIAL"),
    ],
    "how far an exponential distribution is from the normal one of its mean and variance:"
    " ½ ln 2π − ½",
    exponential_from_normal,
)


@constant(
    "pairs/laplace.rs",
    "Laplace‖Normal::kl::CONSTANT",
    "how far a Laplace distribution is from the normal one of its mean and variance: ½(ln π − 1)",
)
def laplace_from_normal():
    # By symmetry, the right half twice.
    return 2 * divergence(ln_laplace(0, mpf(1)), ln_normal(0, mpf(2)), EXPONENTIAL_ENDS)


@constant(
    "pairs/gumbel.rs",
    "gumbel_normal_by_means::CONSTANT",
    "how far a Gumbel distribution is from the normal one of its mean and variance:"
    " ½ ln(π³e/3) − 1 − γ",
)
def gumbel_from_normal():
    ends = [-8, -4, -2, -1] + EXPONENTIAL_ENDS
    return divergence(ln_gumbel(0, mpf(1)), ln_normal(euler, pi**2 / 6), ends)


note_all(
    [("pairs/gumbel.rs", "gumbel_normal_by_means::NARROWER")],
    "√6/π, 1 over the standard deviation of a standard Gumbel distribution",
    lambda: sqrt(6) / pi,
)


@constant(
    "pairs/half_normal.rs",
    "HalfNormal‖Normal::kl::CONSTANT",
    "how far a half-normal distribution is from the normal one of its mean and variance:"
    " ½ ln(4 − 8/π)",
)
def half_normal_from_normal():
    return divergence(ln_half_normal, ln_normal(sqrt(2 / pi), 1 - 2 / pi), HALF_NORMAL_ENDS)


note_all(
    [("pairs/half_normal.rs", "HalfNormal‖Normal::kl::NARROWER")],
    "1/√(1 − 2/π), 1 over the standard deviation of a standard half-normal distribution",
    lambda: 1 / sqrt(1 - 2 / pi),
)


@constant(
    "pairs/half_normal.rs",
    "HalfNormal‖Exp::kl::CONSTANT",
    "how far a half-normal distribution is from the exponential one of its mean: ½ + ln(2/π)",
)
def half_normal_from_exponential():
    return divergence(ln_half_normal, ln_exponential(sqrt(pi / 2)), HALF_NORMAL_ENDS)


def normal_from_laplace():
    # The Laplace distribution's location is the median and its scale the mean distance from
    # it. By symmetry, the right half twice.
    return 2 * divergence(ln_normal(0, mpf(1)), ln_laplace(0, sqrt(2 / pi)), HALF_NORMAL_ENDS)


note_all(
    [
        ("pairs/normal/laplace.rs", "Normal‖Laplace::kl::CONSTANT"),
        ("pairs/beta/laplace.rs", "NORMAL"),
        ("pairs/gamma/laplace.rs", "NORMAL"),
    ],
    "how far a normal distribution is from the nearest Laplace distribution: ½ + ln(2/π)",
    normal_from_laplace,
)


@constant(
    "pairs/half_normal.rs",
    "HalfNormal‖Gamma::kl::SHAPE",
    "the shape a of the gamma distribution nearest to a half-normal one, where ln a − ψ(a) is"
    " ln E x − E ln x",
)
def nearest_shape():
    # E ln x of a standard normal distribution's size is that of half the logarithm of a χ²
    # distribution with one degree of freedom.
    mean_logarithm = (mpmath.psi(0, mpf(1) / 2) + ln(2)) / 2
    gap = ln(2 / pi) / 2 - mean_logarithm
    return mpmath.findroot(lambda a: ln(a) - mpmath.psi(0, a) - gap, mpf("1.4"))


@constant(
    "pairs/half_normal.rs",
    "HalfNormal‖Gamma::kl::CONSTANT",
    "how far a half-normal distribution is from the nearest gamma distribution",
)
def half_normal_from_gamma():
    shape = nearest_shape()
    return divergence(ln_half_normal, ln_gamma(shape, shape * sqrt(pi / 2)), HALF_NORMAL_ENDS)


@constant(
    "pairs/normal.rs",
    "Normal‖Gumbel::kl::CONSTANT",
    "how far a normal distribution is from the nearest Gumbel distribution: 1 − ½ ln 2π",
)
def normal_from_gumbel():
    # Whose scale is the standard deviation; and the mean of e^(−(x − μ)) is 1, where E e^(−x)
    # is e^½.
    ends = [-32, -16, -8, -4, -2, 0, 2, 4, 8, 16, 32]
    return divergence(ln_normal(0, mpf(1)), ln_gumbel(-mpf(1) / 2, mpf(1)), ends)


@constant(
    "pairs/uniform.rs",
    "Uniform‖Gumbel::kl::NEAREST",
    "the h, half the width of a uniform distribution over the scale, of the nearest Gumbel"
    " distribution: the positive root of h coth h = 2",
)
def nearest_half_width():
    return mpmath.findroot(lambda h: h * mpmath.coth(h) - 2, mpf("1.9"))


@constant(
    "pairs/uniform.rs",
    "Uniform‖Gumbel::kl::CONSTANT",
    "how far a uniform distribution is from the nearest Gumbel distribution",
)
def uniform_from_gumbel():
    # At the best location the mean of e^(−(x − μ)) is 1.
    h = nearest_half_width()
    return divergence(ln_uniform(-h, h), ln_gumbel(-ln(mpmath.sinh(h) / h), mpf(1)), [-h, 0, h])


note_all(
    [("pairs/gumbel.rs", "Gumbel‖Laplace::kl::MEDIAN")],
    "−ln ln 2, the median of a standard Gumbel distribution",
    lambda: -ln(ln(2)),
)


@constant(
    "pairs/gumbel.rs",
    "Gumbel‖Laplace::kl::LEAST",
    "the mean distance of a standard Gumbel distribution from its median",
)
def mean_distance_from_median():
    # Over u = e^(−x), which is exponential; beyond 512 it holds less than 10⁻²²⁰.
    ends = [0, ln(2)] + EXPONENTIAL_ENDS[1:]
    return mpmath.quad(lambda u: abs(ln(u / ln(2))) * exp(-u), ends)


@constant(
    "pairs/gumbel.rs",
    "Gumbel‖Laplace::kl::CONSTANT",
    "how far a Gumbel distribution is from the nearest Laplace distribution: the logarithm of"
    " twice its mean distance from the median, less γ",
)
def gumbel_from_laplace():
    # The entropy of a standard Gumbel distribution is 1 + γ.
    return ln(2 * mean_distance_from_median()) + 1 - (1 + euler)


@constant(
    "special/log_sinhc.rs",
    "CURVATURE",
    "the Taylor coefficients in t² of the second derivative of ln(sinh(t)/t)",
)
def curvature_of_log_sinhc():
    return [4**k * (2 * k - 1) * mpmath.bernoulli(2 * k) / mpmath.factorial(2 * k) for k in range(1, 14)]


@constant(
    "special/log_sinhc.rs",
    "REMAINDER",
    "the Taylor coefficients in t² of (t g′(t) − g(t))/t², where g(t) is ln(sinh(t)/t)",
)
def remainder_of_log_sinhc():
    return [c / (2 * k) for k, c in enumerate(curvature_of_log_sinhc(), 1)]


note_all(
    [
        ("pairs/uniform.rs", "Uniform‖Exp::kl::CONSTANT"),
        ("pairs/uniform.rs", "Uniform‖Pareto::kl::LEAST"),
        ("pairs/uniform.rs", "uniform_laplace::LEAST"),
        ("pairs/uniform.rs", "Logarithms::new::KAPPA"),
        ("pairs/continuous_bernoulli.rs", "ContinuousBernoulli‖Exp::kl::AT_HALF"),
    ],
    "1 − ln 2: how far a uniform distribution on [0, 1] is from the exponential one of its mean,"
    " and ln E x − E ln x of it",
    lambda: divergence(ln_uniform(0, 1), ln_exponential(mpf(2)), [0, 1]),
)


@constant(
    "pairs/uniform.rs",
    "Logarithms::new::AT_ONE",
    "½ ln(πκ) + ½ − κ with κ = 1 − ln 2",
)
def own_at_one():
    kappa = 1 - ln(2)
    return ln(pi * kappa) / 2 + mpf(1) / 2 - kappa


# Rules of quadrature.


def gauss(points):
    """The positive nodes in ascending order, each with its weight."""

    def legendre(x):
        """The polynomial and its derivative, by the recurrence."""
        before, here = mpf(1), x
        for n in range(1, points):
            before, here = here, ((2 * n + 1) * x * here - n * before) / (n + 1)
        return here, points * (x * here - before) / (x * x - 1)

    values = []
    for i in reversed(range(points // 2)):
        x = mpmath.cos(pi * (i + mpf(3) / 4) / (points + mpf(1) / 2))
        for _ in range(10):  # Newton's method doubles the digits: 3 · 2¹⁰ of them
            value, slope = legendre(x)
            x -= value / slope
        values += [x, 2 / ((1 - x * x) * legendre(x)[1] ** 2)]
    return values


for name, points in [("TWELVE", 12), ("SIXTEEN", 16)]:
    constant(
        "float/gauss.rs",
        name,
        f"the positive nodes of the Gauss–Legendre rule of {points} points, each with its weight",
    )(lambda points=points: gauss(points))


# Series, and where they are cut.


# Binet's function μ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π. It is a sum of steps,
# μ(x) = Σ φ(x + k) for k < 4, plus μ(x + 4), and each step is ∫ ½s(1 − s)/(x + k + s)² ds for s
# from 0 to 1. So the sum is an integral of 1/(x + s)² over s from 0 to 4, and a rule of few
# points with positive weights will do. Of the third order, xμ′(x) − μ(x) + 1/6x, a step is
# ∫ ¼(s(1 − s))² (5x + s)/(x + s)⁵ ds in the same way.

BINET_STEPS = 4


def binet_curvature(x):
    """μ″(x)."""
    return mpmath.psi(1, x) - 1 / x - 1 / (2 * x * x)


def rational_rule(points, weight, least, middle):
    """Nodes s and weights with ∫ f ds ≈ Σ weight·f, exact where f is a polynomial over Π(s + xⱼ).

    There are twice as many xⱼ as nodes, from `least` on, and half of them are below
    `least + middle`: the zeros of Chebyshev's polynomial for (x − least − middle)/(x − least +
    middle). The rule is that of Gauss for the weight over Π(s + xⱼ).
    """
    places = [
        least + middle * mpmath.tan(pi * (2 * j + 1) / (8 * points)) ** 2
        for j in range(2 * points)
    ]
    rule = gauss(60)
    grid = []
    for x, w in zip(rule[::2], rule[1::2], strict=True):
        for t in [(1 - x) / 2, (1 + x) / 2]:
            for k in range(BINET_STEPS):
                product = mpmath.fprod((k + t + place) / (1 + place) for place in places)
                grid.append((k + t, w / 2 * weight(t) / product))
    # The recurrence of the orthogonal polynomials, whose zeros are eigenvalues.
    total = before = mpmath.fsum(w for _, w in grid)
    last, here = [mpf(0)] * len(grid), [mpf(1)] * len(grid)
    jacobi = mpmath.matrix(points, points)
    share = mpf(0)
    for k in range(points):
        mean = mpmath.fsum(w * s * p * p for (s, w), p in zip(grid, here, strict=True)) / before
        jacobi[k, k] = mean
        of_all = zip(grid, here, last, strict=True)
        last, here = here, [(s - mean) * p - share * q for (s, _), p, q in of_all]
        square = mpmath.fsum(w * p * p for (_, w), p in zip(grid, here, strict=True))
        before, share = square, square / before
        if k + 1 < points:
            jacobi[k, k + 1] = jacobi[k + 1, k] = sqrt(share)
    nodes, vectors = mpmath.eigsy(jacobi)
    weights = [
        vectors[0, i] ** 2
        * total
        * mpmath.fprod((nodes[i] + place) / (1 + place) for place in places)
        for i in range(points)
    ]
    return list(nodes), weights


def binet_rule():
    return rational_rule(14, lambda t: t * (1 - t) / 2, mpf(1) / 4, mpf(3) / 5)


def third_order_rule():
    return rational_rule(12, lambda t: (t * (1 - t) / 2) ** 2, mpf(1) / 2, mpf(38) / 100)


for part, name in enumerate(["NODES", "WEIGHTS"]):
    constant(
        "special/binet.rs",
        f"{name}",
        f"the {name.lower()} of the rule of 14 points for four steps of Binet's function",
    )(lambda part=part: binet_rule()[part])
    constant(
        "special/binet.rs",
        f"THIRD_{name}",
        f"the {name.lower()} of the rule of 12 points for four steps of xμ′(x) − μ(x) + 1/6x",
    )(lambda part=part: third_order_rule()[part])


@constant(
    "special/binet.rs",
    "RULE_FROM",
    "the x from which on the second derivative of the rule for four steps is within 2⁻⁵³ of that"
    " of μ; below it is not",
    "at least",
)
def binet_rule_from():
    nodes, weights = binet_rule()

    def exact(x):
        kept = mpmath.fsum(6 * w / (x + s) ** 4 for s, w in zip(nodes, weights, strict=True))
        steps = binet_curvature(x) - binet_curvature(x + BINET_STEPS)
        return abs(kept - steps) < binet_curvature(x) / 2**53

    return least_of_all(exact, mpf(64))


def least_of_all(exact, start):
    """How far down from `start`, in steps of 1/64 of itself, `exact` holds."""
    x = start
    while exact(x):
        x *= 1 - mpf(1) / 64
    return x


@constant(
    "special/binet.rs",
    "SERIES",
    "the polynomial of degree 9 in u = 1/y² that is (yμ(y) − 1/12)/u, at the zeros of"
    " Chebyshev's polynomial for y from 4½ on; the constant term first",
)
def binet_series():
    def tail(u):
        y = 1 / sqrt(u)
        mu = mpmath.loggamma(y) - (y - mpf(1) / 2) * ln(y) + y - ln(2 * pi) / 2
        return (y * mu - mpf(1) / 12) / u

    return interpolating(9, 1 / mpf("4.5") ** 2, tail)


@constant(
    "special/binet.rs",
    "SERIES_FROM",
    "the y from which on the second derivative of the series is within 2⁻⁵⁴ of that of μ",
    "at least",
)
def binet_series_from():
    series = [mpf(1) / 12, *binet_series()]

    def exact(y):
        kept = sum(c * (2 * k + 1) * (2 * k + 2) / y ** (2 * k + 3) for k, c in enumerate(series))
        return abs(kept - binet_curvature(y)) < binet_curvature(y) / 2**54

    return least_of_all(exact, mpf(64))


def ln_bessel_series(kappa):
    """ln(e^(−κ) √(2πκ) I₀(κ))."""
    return ln(sqrt(2 * pi * kappa) * mpmath.besseli(0, kappa)) - kappa


@constant(
    "pairs/von_mises.rs",
    "SERIES",
    "the polynomial of degree 13 in s = 1/κ that is ln(e^(−κ) √(2πκ) I₀(κ))/s, at the zeros of"
    " Chebyshev's polynomial for κ from 25 on; the constant term first",
)
def bessel_series():
    return interpolating(13, mpf(1) / 25, lambda s: ln_bessel_series(1 / s) / s)


@constant(
    "pairs/von_mises.rs",
    "SERIES_FROM",
    "the κ from which on the second derivative of the series, and of −½ ln κ, is within 2⁻⁵⁴ of"
    " that of ln I₀(κ)",
    "at least",
)
def bessel_series_from():
    series = bessel_series()

    def exact(kappa):
        mean = mpmath.besseli(1, kappa) / mpmath.besseli(0, kappa)
        curvature = 1 - mean / kappa - mean**2
        kept = 1 / (2 * kappa**2) + sum(
            c * (k + 1) * (k + 2) / kappa ** (k + 3) for k, c in enumerate(series)
        )
        return abs(kept - curvature) < curvature / 2**54

    return least_of_all(exact, mpf(400))


POINTS_ON_CIRCLE = 192


@constant(
    "pairs/von_mises.rs",
    "CIRCLES",
    "strides s, and the κ up to which 8n² Iₙ(κ)/I₀(κ) is below 2⁻⁵⁴ for n = 192/s",
    "at most",
)
def circles():
    found = []
    for stride in [8, 6, 4, 3, 2, 1]:
        n = POINTS_ON_CIRCLE // stride

        def excess(kappa, n=n):
            share = mpmath.besseli(n, kappa) / mpmath.besseli(0, kappa)
            return mpmath.log(8 * n**2 * share, 2) + 54

        found += [mpf(stride), mpmath.findroot(excess, (mpf(1), mpf(400)), solver="anderson")]
    return found


@constant(
    "pairs/von_mises.rs",
    "VERSINES",
    "1 − cos(πi/96) for i from 0 to 48",
)
def versines():
    return [2 * mpmath.sin(pi * i / POINTS_ON_CIRCLE) ** 2 for i in range(49)]


def fewest_terms(term, bits):
    """With how many terms the first left out is below 2^−bits of the sum of those kept."""
    kept, k = term(0), 1
    while abs(term(k)) * 2**bits > abs(kept):
        kept += term(k)
        k += 1
    return mpf(k)


def series(file, function, terms, of_term, at, bits, says, off=None):
    """The coefficients of a series Σ cₖ xᵏ, and the fewest terms that it needs at `at`."""
    constant(file, f"{function}::COEFFICIENT", says, off)(
        lambda: [fraction(of_term(k)) for k in range(terms)]
    )
    constant(
        file,
        f"{function}::TERMS",
        f"the fewest terms with which the first left out is below 2^−{bits} of the rest at {at}",
        "at least",
    )(lambda: fewest_terms(lambda k: fraction(of_term(k) * at**k), bits))


def factorial(n):
    return int(mpmath.factorial(n))


# The sum is least, and the share of what is left out largest, at −1.
series(
    "special/expm1mx.rs",
    "exponential_tail",
    17,
    lambda k: Fraction(1, factorial(k + 2)),
    Fraction(-1),
    54,
    "1/(k + 2)!, each by a division of the one before",
    1,
)
series(
    "special/expm1mx.rs",
    "more_of_expm1mx",
    17,
    lambda k: Fraction(1, factorial(k + 3)),
    Fraction(-1),
    54,
    "1/(k + 3)!, each by a division of the one before",
    1,
)
series(
    "special/log_sinhc.rs",
    "sinhc_tail",
    17,
    lambda k: Fraction(1, factorial(2 * k + 3)),
    Fraction(16),
    54,
    "1/(2k + 3)!, each by a division of the one before",
    2,
)
series(
    "terms/jensen_shannon.rs",
    "mixing_series",
    15,
    lambda k: Fraction(1, (2 * k + 1) * (2 * k + 2)),
    Fraction(1, 9),
    56,
    "1/((2k + 1)(2k + 2))",
)


# Polynomials.


def interpolating(degree, end, function):
    """The polynomial that equals the function at the zeros of Chebyshev's polynomial for x from
    0 to `end`; the constant term first."""
    powers = mpmath.matrix(degree + 1, degree + 1)
    values = mpmath.matrix(degree + 1, 1)
    for i in range(degree + 1):
        x = (1 + mpmath.cos(pi * (2 * i + 1) / (2 * (degree + 1)))) / 2 * end
        values[i] = function(x)
        for j in range(degree + 1):
            powers[i, j] = x**j
    return list(mpmath.lu_solve(powers, values))


@constant(
    "special/log1pmx.rs",
    "ARTANH",
    "the polynomial of degree 12 in y = r² that is (artanh r − r)/r³, at the zeros of"
    " Chebyshev's polynomial for y from 0 to 9/49; the constant term first",
)
def artanh_polynomial():
    def tail(y):
        r = sqrt(y)
        return (mpmath.atanh(r) - r) / r**3

    return interpolating(12, mpf(9) / 49, tail)


@constant(
    "pairs/gamma/laplace.rs",
    "EXCESS",
    "the polynomial of degree 15 in s = 1/a that is (√(2πa)·(P(x ≤ a) − ½) − ⅓)·a, where x has a"
    " gamma distribution of shape a and rate 1, at the zeros of Chebyshev's polynomial for s"
    " from 0 to ½; the constant term first",
)
def excess_polynomial():
    def excess(s):
        a = 1 / s
        below = mpmath.gammainc(a, 0, a, regularized=True)
        return (sqrt(2 * pi * a) * (below - mpf(1) / 2) - mpf(1) / 3) * a

    return interpolating(15, mpf(1) / 2, excess)


# Where something is nothing beside something else, or too large.


@constant(
    "lanes/exponential.rs",
    "tail::COEFFICIENTS",
    "the polynomial of degree 11 that is (eˣ − 1 − x)/x² at Chebyshev's points from −½ to ½, "
    "highest coefficient first",
)
def exponential_tail_polynomial():
    def tail(x):
        return (exp(x) - 1 - x) / (x * x) if abs(x) > mpf(10) ** -20 else mpf(1) / 2

    return mpmath.chebyfit(tail, [-mpf(1) / 2, mpf(1) / 2], 12)


LN_2_HIGH = mpf(float.fromhex("0x1.62e42fee00000p-1"))


@constant("lanes/logarithm.rs", "LN_2_LOW", "ln 2 less its first 33 bits")
def low_part_of_ln_2():
    return ln(2) - LN_2_HIGH


def artanh_tail(y):
    """(artanh s − s)/s³ for y = s²."""
    s = sqrt(y)
    return (mpmath.atanh(s) - s) / (s * y) if y > mpf(10) ** -40 else mpf(1) / 3


constant(
    "lanes/logarithm.rs",
    "artanh_tail::COEFFICIENTS",
    "the polynomial of degree 9 that is (artanh s − s)/s³ at Chebyshev's points of y = s² "
    "from 0 to 1/9, highest coefficient first",
)(lambda: mpmath.chebyfit(artanh_tail, [0, mpf(1) / 9], 10))
constant(
    "lanes/logarithm.rs",
    "artanh_tail_near::COEFFICIENTS",
    "the polynomial of degree 6 that is (artanh s − s)/s³ at Chebyshev's points of y = s² "
    "from 0 to (√2 − 1)⁴, highest coefficient first",
)(lambda: mpmath.chebyfit(artanh_tail, [0, (sqrt(2) - 1) ** 4], 7))


constant(
    "pairs/gamma/laplace.rs",
    "integral::CUT",
    "60 ln 2: e to minus that is 2⁻⁶⁰",
    "at least",
)(lambda: 60 * ln(2))
constant(
    "estimate/gradient.rs",
    "LARGEST_LOG",
    "ln 2⁵⁰⁰",
    "at most",
)(lambda: 500 * ln(2))
constant(
    "vectors/logits/comparison.rs",
    "FAR",
    "the x from which on (1 + x)e^(−x) is below 2⁻⁵³",
    "at least",
)(lambda: mpmath.findroot(lambda x: ln(1 + x) - x + 53 * ln(2), 40))


def values_of(function):
    """As texts of 30 digits, on 35 of which 60 digits and 90 agree."""
    found = []
    for digits in [60, 90]:
        with mpmath.workdps(digits):
            values = function()
            found.append(list(values) if isinstance(values, (list, tuple)) else [values])
    for value, again in zip(*found, strict=True):
        assert abs(value - again) <= abs(again) * mpf(10) ** -35, (function, value, again)
    with mpmath.workdps(60):
        return [mpmath.nstr(+value, 30, strip_zeros=True) for value in found[1]]


def as_text():
    """JSON with one constant to a line."""
    lines = ["{"]
    for file in sorted(CONSTANTS):
        lines.append(f"{json.dumps(file)}: {{")
        for name, what, function, compare in sorted(CONSTANTS[file], key=lambda row: row[0]):
            row = {"what": what, "values": values_of(function)}
            if compare is not None:
                row["compare"] = compare
            lines.append(f"{dumps(name)}: {dumps(row)},")
        lines[-1] = lines[-1].removesuffix(",")
        lines.append("},")
    lines[-1] = "}"
    return "\n".join([*lines, "}"]) + "\n"


def dumps(value):
    return json.dumps(value, ensure_ascii=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    text = as_text()
    if not check:
        DATA.parent.mkdir(parents=True, exist_ok=True)
        DATA.write_text(text, encoding="utf-8")
        print(f"wrote {DATA}")
    elif DATA.exists() and DATA.read_text(encoding="utf-8") == text:
        print(f"same  {DATA}")
    else:
        sys.exit(f"DIFFERS  {DATA}")


if __name__ == "__main__":
    main()
