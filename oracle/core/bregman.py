"""Bregman divergences, φ(p) − φ(q) − φ′(q)(p − q)."""

import mpmath

from shared.exact import exact, xlogy
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform, nearby


def vectors(name):
    def made(random):
        most = 1.0 if name == "logistic" else 1e300
        some = [SMALLEST, 1e-309, 0.5, 1.0 - 2.0**-53, 1.0, 3.0, 1e300]
        if name in ("kl", "logistic"):
            some.append(0.0)
        some = [x for x in some if x <= most]
        rows = [([x], [y]) for x in some for y in some]
        for i in range(150):
            n = random.choice([1, 2, 3, 6])
            if i % 3 == 0 or name == "logistic":
                p = [random.random() for _ in range(n)]
            else:
                p = [log_uniform(random, 1e-30, 1e30) for _ in range(n)]
            if i % 2:
                q = [min(nearby(random, x), most) for x in p]
            else:
                q = [random.random() if name == "logistic" else log_uniform(random, 1e-30, 1e30) for x in p]
            rows.append((p, q))
        return rows
    return made


def pairs(p, q):
    return [(exact(x), exact(y)) for x, y in zip(p, q)]


@row("Bregman::divergence, squared_euclidean", vectors("squared_euclidean"))
def squared_euclidean(p, q):
    return mpmath.fsum(x**2 - y**2 - 2 * y * (x - y) for x, y in pairs(p, q))


@row("Bregman::divergence, kl", vectors("kl"))
def kl(p, q):
    total = mpmath.mpf(0)
    for x, y in pairs(p, q):
        if y == 0:
            total += mpmath.inf if x else 0
        else:
            total += xlogy(x, x) - xlogy(y, y) - (mpmath.log(y) + 1) * (x - y)
    return total


@row("Bregman::divergence, itakura_saito", vectors("itakura_saito"))
def itakura_saito(p, q):
    return mpmath.fsum(-mpmath.log(x) + mpmath.log(y) + (x - y) / y for x, y in pairs(p, q))


@row("Bregman::divergence, logistic", vectors("logistic"))
def logistic(p, q):
    phi = lambda t: xlogy(t, t) + xlogy(1 - t, 1 - t)
    total = mpmath.mpf(0)
    for x, y in pairs(p, q):
        if y in (0, 1):
            total += 0 if x == y else mpmath.inf
        else:
            total += phi(x) - phi(y) - (mpmath.log(y) - mpmath.log(1 - y)) * (x - y)
    return total
