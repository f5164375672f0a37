"""Other families: each divergence as the sum or the integral that it is."""

import mpmath

from core import mixture, pmf
from shared.values import UNITS, information
from shared.exact import exact, stable, text

LOOSE = {
    "mixtures.near_exact": (32, "an integral, to its tolerance"),
    "mixtures.apart_exact": (1000, "an integral, to its tolerance"),
    "mixtures.apart_lower": (8000, "reduced by the most that rounding may have added"),
    "mixtures.near_variational": (8, "differences of logarithms"),
}

DIGITS = 40


AMOUNTS = {
    "lower": mixture.lower_bound,
    "upper": mixture.kl_variational_bound,
    "convex": mixture.kl_convex_bound,
    "variational": mixture.kl_variational,
    "product": mixture.kl_product,
    "unscented": mixture.kl_unscented,
    "nearest": mixture.kl_nearest_component,
    "matched": mixture.kl_matched_moments,
}


def two(first, *means):
    """Weights, means and covariances of a mixture of two normal distributions with variance one."""
    return [[first, 1 - first], [[m] for m in means], [[[1.0]], [[1.0]]]]


def mixed(p, q):
    """The integral; beyond 40 nothing is left of either."""
    with mpmath.workdps(DIGITS):
        density = lambda of: lambda x: mpmath.fsum(exact(w) * mpmath.npdf(x, exact(m[0]), 1) for w, m in zip(of[0], of[1]))
        of_p, of_q = density(p), density(q)
        return text(mpmath.quad(lambda x: of_p(x) * mpmath.log(of_p(x) / of_q(x)), range(-24, 25, 2)))


def values():
    yield "shop.count", at_forty(lambda: poisson(10, 12))
    yield "shop.wait", at_forty(lambda: exponential(10, 12))
    yield "gap.kl", at_forty(lambda: poisson(2, 5))
    yield "tails.finite", at_forty(normal_from_cauchy)
    for name, p, q in ("near", two(0.5, -1.0, 1.0), two(0.5, -1.5, 1.5)), ("apart", two(0.5, -4.0, 4.0), two(0.25, -4.0, 5.0)):
        yield f"mixtures.{name}_exact", {"": mixed(p, q)}
        for amount, function in AMOUNTS.items():
            yield f"mixtures.{name}_{amount}", {"": stable(function, p, q)}
    wide = exact(1.01)
    yield "edge.forward", at_forty(lambda: mpmath.quad(lambda x: mpmath.log(wide), [0, 1]))
    yield "edge.scale", at_forty(lambda: exponential(1, exact(1.0 / 1.01)))
    yield "exercise-one.tosses", at_forty(tosses)
    yield "exercise-one.one", information(pmf.kl, [0.5, 0.5], [0.9, 0.1])
    yield "exercise-two.hundred", at_forty(lambda: binomial(100))
    yield "exercise-two.ten_thousand", at_forty(lambda: binomial(10_000))
    yield "exercise-three.moved", at_forty(lambda: beta((8, 4), (1, 1)))
    yield "exercise-three.other", at_forty(lambda: beta((1, 1), (8, 4)))


def at_forty(function):
    with mpmath.workdps(DIGITS):
        value = function()
        return {f".{unit}": text(value / size()) for unit, size in UNITS.items()}


def log_sum(p, q, outcomes):
    """Σ p log(p/q), from the two functions that give the probabilities."""
    return mpmath.fsum(p(k) * mpmath.log(p(k) / q(k)) for k in outcomes)


def poisson(a, b):
    at = lambda m: lambda k: mpmath.exp(-m) * mpmath.mpf(m) ** k / mpmath.factorial(k)
    return log_sum(at(a), at(b), range(200))


def exponential(a, b):
    at = lambda rate: lambda x: rate * mpmath.exp(-rate * x)
    p, q = at(mpmath.mpf(a)), at(mpmath.mpf(b))
    ends = [mpmath.mpf(k) / a for k in (0, 1, 5, 10, 20, 40, 60, 80, 120)]
    return mpmath.quad(lambda x: p(x) * mpmath.log(p(x) / q(x)), ends)


def normal_from_cauchy():
    q = lambda x: 1 / (mpmath.pi * (1 + x**2))
    term = lambda x: mpmath.npdf(x) * mpmath.log(mpmath.npdf(x) / q(x))
    return 2 * mpmath.quad(term, range(0, 21))


def tosses():
    at = lambda p: lambda k: (1 - p) ** (k - 1) * p
    return log_sum(at(exact(0.5)), at(exact(0.9)), range(1, 180))


def binomial(n):
    def at(p):
        return lambda k: mpmath.binomial(n, k) * p**k * (1 - p) ** (n - k)

    # The mean is ten: what is beyond a hundred is below 10⁻⁵⁰.
    return log_sum(at(exact(10.0 / n)), at(exact(12.0 / n)), range(min(n, 110) + 1))


def beta(p, q):
    at = lambda s: lambda x: x ** (s[0] - 1) * (1 - x) ** (s[1] - 1) / mpmath.beta(*s)
    density_p, density_q = at(p), at(q)
    return mpmath.quad(lambda x: density_p(x) * mpmath.log(density_p(x) / density_q(x)), [0, 0.25, 0.5, 0.75, 1])
