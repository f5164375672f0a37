"""Poisson counts whose zeros have a probability of their own, from the definition."""

import mpmath
from mpmath import exp, log, mpf

from shared.exact import exact, xlogy
from shared.sizes import SMALLEST, log_uniform, nearby


def inflated(inflation, rate):
    """P(0), 1 − P(0) and the rate of a zero-inflated Poisson distribution."""
    z = inflation + (1 - inflation) * exp(-rate)
    return z, 1 - z, rate


def hurdle(zero, rate):
    return zero, 1 - zero, rate


def poisson(rate):
    return inflated(mpf(0), rate)


def of_zeros(p, q):
    """The divergence of whether the count is 0."""
    (z, s, _), (w, t, _) = p, q
    return ratio(z, w) + ratio(s, t)


def ratio(p, q):
    return xlogy(p, p / q) if q else (mpf(0) if p == 0 else mpmath.inf)


def divergence(p, q):
    """By the chain rule: whether the count is 0, and what it is else."""
    (_, s, a), (_, _, b) = p, q
    truncated = a / (1 - exp(-a)) * log(a / b) - log(mpmath.expm1(a) / mpmath.expm1(b)) if s else mpf(0)
    return of_zeros(p, q) + s * truncated


def pair(make_p, make_q):
    """The divergence of the numbers of P's and Q's constructors."""
    of_p = make_p.__code__.co_argcount

    def formula(*x):
        x = [*map(exact, x)]
        return divergence(make_p(*x[:of_p]), make_q(*x[of_p:]))

    formula.__name__ = f"{make_p.__name__}_{make_q.__name__}"
    return formula


def share(p, q, rounding):
    """1 + the rounding of z − w, over it, times the share of the zeros in the divergence."""
    d = q[1] - p[1]
    value, zeros = divergence(p, q), of_zeros(p, q)
    return 1 + rounding / abs(d) * zeros / value if d and mpmath.isfinite(value) else mpf(1)


def condition_of_inflated(pi, a, rho, b):
    pi, a, rho, b = map(exact, (pi, a, rho, b))
    return share(inflated(pi, a), inflated(rho, b),
                 abs((1 - rho) * (exp(-a) - exp(-b))) + abs((pi - rho) * (1 - exp(-a))))


def condition(make_p, make_q):
    """Of two different kinds: the difference of the zeros has twice the digits."""
    of_p = make_p.__code__.co_argcount

    def of(*x):
        x = [*map(exact, x)]
        p, q = make_p(*x[:of_p]), make_q(*x[of_p:])
        return share(p, q, min(p[0], p[1]) / 10**15)

    return of


def probability(random):
    return random.choice([0.0, random.random(), random.random(), log_uniform(random, 1e-200, 1.0), 1 - log_uniform(random, 1e-15, 1.0)])


def rate(random):
    return random.choice([random.uniform(0.1, 8), log_uniform(random, 0.1, 100), log_uniform(random, 1e-200, 0.1), log_uniform(random, 100, 600)])


def near(random, x, most):
    return min(random.choice([x, nearby(random, x)]) if x else x, most)


def parameters(random, rounds=60):
    """A probability and a rate of P and of Q: ordinary, near each other, far, extreme."""
    rows = [(0.3, 4.0, 0.1, 5.0), (0.3, 4.0, 0.3, 4.0), (0.0, 4.0, 0.0, 5.0), (0.0, 1.0, 0.0, 1.0 + 2.0**-52),
            (0.5, 1.0, 0.5 + 2.0**-53, 1.0), (0.5, 1000.0, 0.25, 2000.0), (0.5, 4.0, 0.0, 1000.0), (0.5, 1e15, 0.5, 1.1e15),
            (1.0, 4.0, 0.5, 4.0), (0.5, 4.0, 1.0, 4.0), (1.0, 4.0, 1.0, 5.0), (0.0, 4.0, 0.5, 4.0), (0.5, 4.0, 0.0, 4.0)]
    for _ in range(rounds):
        rows.append((random.random(), random.uniform(0.1, 8), random.random(), random.uniform(0.1, 8)))
        pi, a = probability(random), rate(random)
        rows.append((pi, a, near(random, pi, 1.0), near(random, a, 600.0)))
        rows.append((pi, a, probability(random), rate(random)))
    return rows


def with_equal_zeros(random):
    """Zero inflations that make up for the rates: P(0) is nearly the same, the counts are not."""
    rows = []
    while len(rows) < 40:
        pi, a = random.uniform(0.2, 0.9), log_uniform(random, 1e-3, 10)
        b = nearby(random, a, least=1e-8)
        rho = 1 - (1 - pi) * float(mpmath.expm1(-mpf(a)) / mpmath.expm1(-mpf(b)))
        if 0 <= rho <= 1:
            rows.append((pi, a, rho, b))
    return rows


def with_the_zeros_of(make_p):
    """Q's probability of 0 is P's, or next to it."""
    def inputs(random):
        rows = []
        for pi, a, _, b in parameters(random, 25):
            x = (pi, a) if make_p is inflated else (a,)
            z = min(float(make_p(*map(mpf, x))[0]), 1.0)
            if z > 1e-280 and b < 1e10:
                rows.append((*x, near(random, z, 1.0), near(random, a, 600.0) if random.random() < 0.5 else b))
        return rows
    return inputs
