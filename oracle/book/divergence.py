"""The divergence."""

import math

import mpmath

from core.pairs import normal
from core import pmf
from shared.values import information, number
from shared.exact import exact, text

P, Q = [0.1, 0.4, 0.5], [0.2, 0.3, 0.5]
FAIR, BENT = [0.5, 0.5], [0.9, 0.1]

LOOSE = {
    "window.below": (1000, "Simpson's rule, and a signed integrand that cancels"),
    "window.repaired": (64, "Simpson's rule"),
    "bins.two": (4000, "the distribution function of statrs, right to about twelve digits"),
    "bins": (200_000, "the distribution function of statrs, right to about eleven digits"),
    "stein.rate_10000": (2000, "logarithms of ten thousand factorials added up"),
    "stein.strict_10000": (2000, "logarithms of ten thousand factorials added up"),
    "stein.rate_100": (24, "logarithms of factorials added up"),
    "stein.strict": (60, "logarithms of factorials added up"),
    "lookalike.rate_100": (8, "logarithms of binomial coefficients added up"),
    "lookalike.rate_1000": (16, "logarithms of binomial coefficients added up"),
    "exercise-two.tosses": (16, "a plain sum of 200 terms"),
}


def values():
    term = lambda x: mpmath.log(exact(P[x]) / exact(Q[x]))
    for name, x in ("a", 0), ("b", 1):
        yield f"three.log_{name}", number(lambda x=x: term(x))
        yield f"three.term_{name}", number(lambda x=x: exact(P[x]) * term(x))
    yield "three.kl", information(pmf.kl, P, Q)
    yield "three.tenfold", number(lambda: mpmath.log(10) / pmf.kl(P, Q))
    yield "integrand.kl", information(normal.kl, 1.0, 1.0, 0.0, 2.0)
    for name, with_masses in ("below", 0), ("repaired", 1):
        yield f"window.{name}", {"": window(with_masses)}
    for name, n in ("two", 2), ("eight", 8), ("many", 128):
        yield f"bins.{name}", {"": bins(n)}
    for name, one_in in ("rate", 10), ("strict", 100):
        for n in 10, 100, 1000, 10_000:
            yield f"stein.{name}_{n}", {"": rate(n, one_in)}
    yield "stein.kl", information(pmf.kl, FAIR, BENT)
    for name, k in ("thousand", 3), ("billion", 9):
        yield f"stuck.{name}", number(lambda k=k: stuck(k))
    for n in 10, 100, 1000:
        yield f"lookalike.rate_{n}", {"": lookalikes(n)}
    yield "lookalike.kl", information(pmf.kl, [0.7, 0.3], FAIR)
    yield "kelly.doublings", number(lambda: pmf.kl(FAIR, BENT) / mpmath.log(2))
    yield "kelly.greedy", number(lambda: exact(0.5) / exact(0.1))
    # By the means of log(p/q): the waiting time has mean 1.
    exponential = lambda b: -mpmath.log(b) + (b - 1)
    yield "exercise-one.half", information(lambda: exponential(mpmath.mpf(1) / 2))
    yield "exercise-one.twice", information(lambda: exponential(mpmath.mpf(2)))
    yield "exercise-two.tosses", information(geometric)
    yield "exercise-two.one", information(pmf.kl, FAIR, [0.25, 0.75])
    yield "exercise-three.rate", information(pmf.kl, BENT, FAIR)


def window(with_masses):
    """The integral from -8 to 0, at forty digits."""
    with mpmath.workdps(40):
        p = lambda x: mpmath.npdf(x, 1, 1)
        q = lambda x: mpmath.npdf(x, 0, 2)
        f = lambda x: p(x) * mpmath.log(p(x) / q(x)) - with_masses * (p(x) - q(x))
        return text(mpmath.quad(f, range(-8, 1)))


def bins(n):
    """The sum over n bins from -7 to 9 and two outer ones, at sixty digits."""
    with mpmath.workdps(60):
        edges = [-mpmath.inf, *(mpmath.mpf(16 * i) / n - 7 for i in range(n + 1)), mpmath.inf]

        def masses(mean, width):
            # Above the mean as differences of the other tail, which are exact to all digits.
            below = lambda x: mpmath.ncdf((x - mean) / width)
            return [
                below(2 * mean - a) - below(2 * mean - b) if a >= mean else below(b) - below(a)
                for a, b in zip(edges, edges[1:])
            ]

        terms = zip(masses(1, 1), masses(0, 2))
        return text(mpmath.fsum(a * mpmath.log(a / b) for a, b in terms))


def rate(n, one_in):
    """The best test of a fair coin against nine tenths, counted in whole numbers."""
    # False alarms: more than k heads, at most one in so many of all 2^n records.
    k, alarms, ways = n, 0, 1
    while (alarms + ways) * one_in <= 2**n:
        alarms += ways
        k -= 1
        ways = ways * (k + 1) // (n - k)
    # Misses: j heads have 9^j records out of 10^n.
    misses, ways = 0, 1
    for j in range(k + 1):
        misses += ways * 9**j
        ways = ways * (n - j) // (j + 1)
    with mpmath.workdps(50):
        return text(-(mpmath.log(misses) - n * mpmath.log(10)) / n)


def lookalikes(n):
    """At least seven tenths heads of n tosses of a fair coin, counted in whole numbers."""
    ways = sum(math.comb(n, k) for k in range(-(-7 * n // 10), n + 1))
    with mpmath.workdps(50):
        return text(-(mpmath.log(ways) - n * mpmath.log(2)) / n)


def stuck(k):
    n = mpmath.mpf(10) ** k
    first, others = (1 + 1 / n) / 2, 1 / (2 * n)
    return first * mpmath.log(first * n) + (n - 1) * others * mpmath.log(others * n)


def geometric():
    """The series as it stands; what is left out is below 2^-5900."""
    # p/q is 2^-k / ((3/4)^(k-1)/4) = (2/3)^k * 3.
    ratio, start = mpmath.log(mpmath.mpf(2) / 3), mpmath.log(3)
    return mpmath.fsum((k * ratio + start) / 2**k for k in range(1, 6000))
