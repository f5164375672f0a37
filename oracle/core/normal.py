"""What is told of normal distributions in one dimension besides Kullback's divergence."""

import math

import mpmath
from mpmath import mpf

from core.pairs.normal import kl
from shared.exact import exact
from shared.orders import some_order
from shared.parameters import normals
from shared.rows import row
from shared.sizes import log_uniform


def single(random):
    """Parameters of two normal distributions in one dimension."""
    rows = random.sample(normals(random), 180)
    rows += [
        (0.0, 1.0, 0.0, 1.0),
        (0.0, 1.0, 0.0, 1.0 + 2.0**-52),
        (0.0, 1.0, 2.0**-52, 1.0),
        (0.0, 1e300, 0.0, 1e-300),
        (1e300, 1e-300, 0.0, 1e300),
        (0.0, 5e-324, 1e300, 1.7e308),
        (1e300, 1.7e308, 0.0, 5e-324),
    ]
    for _ in range(40):
        # The variance between them is next to nothing for orders a little above those below.
        sigma = log_uniform(random, 0.1, 10)
        rows.append((random.gauss(0, 1), sigma * (1 + log_uniform(random, 1e-6, 0.5)), random.gauss(0, 1), sigma))
    return rows


@row("Normal::jeffreys", single)
def jeffreys(mu_p, sigma_p, mu_q, sigma_q):
    return kl(mu_p, sigma_p, mu_q, sigma_q) + kl(mu_q, sigma_q, mu_p, sigma_p)


@row("Normal::bhattacharyya", single)
def bhattacharyya(*parameters):
    mu_p, sigma_p, mu_q, sigma_q = map(exact, parameters)
    variance = (sigma_p**2 + sigma_q**2) / 2
    return (mu_p - mu_q) ** 2 / (8 * variance) + mpmath.log(variance / (sigma_p * sigma_q)) / 2


def overlap(mu_p, sigma_p, mu_q, sigma_q):
    """∫ √(pq)."""
    mu_p, sigma_p, mu_q, sigma_q = map(exact, (mu_p, sigma_p, mu_q, sigma_q))
    variances = sigma_p**2 + sigma_q**2
    return mpmath.sqrt(2 * sigma_p * sigma_q / variances) * mpmath.exp(-((mu_p - mu_q) ** 2) / (4 * variances))


@row("Normal::hellinger", lambda random: [*single(random), (1e-200, 1.0, 0.0, 1.0)])
def hellinger(*parameters):
    return mpmath.sqrt(1 - overlap(*parameters))


def edge(random, sigma_p, sigma_q):
    """An order near the one above which the divergence is infinite."""
    excess = (sigma_p / sigma_q) ** 2 - 1
    return 1 + (1 - log_uniform(random, 1e-9, 0.5)) / excess


def with_orders(random):
    rows = []
    for case in single(random):
        for order in (some_order(random), some_order(random)):
            rows.append((order, *case))
        if case[1] > case[3] and case[1] / case[3] < 1e8:
            rows.append((edge(random, case[1], case[3]), *case))
    return [case for case in rows if case[0] != 1.0]


@row("Normal::renyi", with_orders)
def renyi(order, mu_p, sigma_p, mu_q, sigma_q):
    a = exact(order)
    mu_p, sigma_p, mu_q, sigma_q = map(exact, (mu_p, sigma_p, mu_q, sigma_q))
    if mpmath.isinf(a):
        # The supremum of ln(p/q), where the derivative of its exponent is 0.
        if (mu_p, sigma_p) == (mu_q, sigma_q):
            return mpf(0)
        if sigma_p >= sigma_q:
            return mpmath.inf
        return (mu_p - mu_q) ** 2 / (2 * (sigma_q**2 - sigma_p**2)) + mpmath.log(sigma_q / sigma_p)
    variance = a * sigma_q**2 + (1 - a) * sigma_p**2
    if variance <= 0:
        return mpmath.inf
    location = a * (mu_p - mu_q) ** 2 / (2 * variance)
    logarithm = mpmath.log(variance) - 2 * (1 - a) * mpmath.log(sigma_p) - 2 * a * mpmath.log(sigma_q)
    return location + logarithm / (2 * (1 - a))


def tied():
    """The closed forms are what the definitions give, also those of several dimensions in one."""
    from core import multivariate_normal as several

    line = list(range(-60, 61, 5))
    for mu_p, sigma_p, mu_q, sigma_q in ((0.0, 1.0, 1.0, 2.0), (0.5, 2.0, -1.0, 1.5)):
        p = lambda x: mpmath.npdf(x, mu_p, sigma_p)
        q = lambda x: mpmath.npdf(x, mu_q, sigma_q)
        for order in (0.5, 0.25, 2.0):
            value = renyi(order, mu_p, sigma_p, mu_q, sigma_q)
            if not mpmath.isinf(value):
                yield value, mpmath.log(mpmath.quad(lambda x: p(x) ** order * q(x) ** (1 - order), line)) / (order - 1)
        square = mpmath.quad(lambda x: (mpmath.sqrt(p(x)) - mpmath.sqrt(q(x))) ** 2, line) / 2
        yield hellinger(mu_p, sigma_p, mu_q, sigma_q), mpmath.sqrt(square)
        one = ([mu_p], [[sigma_p**2]], [mu_q], [[sigma_q**2]])
        yield several.bhattacharyya(*one), bhattacharyya(mu_p, sigma_p, mu_q, sigma_q)
        yield several.renyi(0.25, *one), renyi(0.25, mu_p, sigma_p, mu_q, sigma_q)
    # The supremum of the logarithm of the ratio, where its derivative is 0.
    ln_ratio = lambda x: mpmath.log(mpmath.npdf(x, 0, 1) / mpmath.npdf(x, 1, 2))
    yield renyi(math.inf, 0.0, 1.0, 1.0, 2.0), ln_ratio(mpmath.findroot(lambda x: mpmath.diff(ln_ratio, x), mpf(-0.3)))
