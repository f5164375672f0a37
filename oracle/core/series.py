"""Divergences of counts as sums, from their definition. They are compared in thousands of ulp."""

import mpmath
from mpmath import exp, inf, log, loggamma, mpf

from shared.exact import exact
from shared.rows import row
from shared.settled import settled
from shared.sizes import log_uniform


def poisson(rate):
    rate = exact(rate)
    return lambda k: k * log(rate) - rate - loggamma(k + 1)


def geometric(p):
    p = exact(p)
    return lambda k: log(p) + (k - 1) * mpmath.log1p(-p) if k > 0 else -inf


def negative_binomial(r, p):
    r, p = exact(r), exact(p)
    return lambda k: loggamma(r + k) - loggamma(r) - loggamma(k + 1) + r * log(p) + k * mpmath.log1p(-p)


def binomial(p, n):
    p, n = exact(p), int(n)
    return lambda k: log(mpmath.binomial(n, k)) + k * log(p) + (n - k) * mpmath.log1p(-p) if k <= n else -inf


PROBABILITIES = {"Poisson": poisson, "Geometric": geometric, "NegativeBinomial": negative_binomial, "Binomial": binomial}


def pairs(random):
    e, u = (lambda low, high: log_uniform(random, low, high)), random.uniform
    rows = [("Poisson‖Geometric", [e(0.1, 50)], [u(0.05, 0.9)]) for _ in range(3)]
    rows += [("Geometric‖Poisson", [u(0.05, 0.9)], [e(0.1, 50)]) for _ in range(8)]
    rows += [("Poisson‖NegativeBinomial", [e(0.1, 300)], [e(0.1, 50), u(0.05, 0.95)]) for _ in range(10)]
    rows += [("NegativeBinomial‖Poisson", [e(0.1, 50), u(0.1, 0.95)], [e(0.1, 300)]) for _ in range(10)]
    rows += [("Binomial‖Poisson", [u(0.05, 0.95), n], [e(0.1, 30)]) for n in [1, 2, 5, 20, 100, 400]]
    return rows + [("Poisson‖Binomial", [2.0], [0.5, 10])]


@row("series::kl, per 10³ ulp", pairs, condition=lambda *_: mpf(1000), value=settled)
def kl(pair, parameters_p, parameters_q):
    """Σ p ln(p/q), until the terms and the mass left are below any digit."""
    make_p, make_q = (PROBABILITIES[name] for name in pair.split("‖"))
    ln_p, ln_q = make_p(*parameters_p), make_q(*parameters_q)
    total, mass, k = mpf(0), mpf(0), 0
    least = mpf(10) ** (5 - mpmath.mp.dps)
    while k < 30000:
        p, q = ln_p(k), ln_q(k)
        if p != -inf:
            if q == -inf:
                return inf
            term = exp(p) * (p - q)
            total += term
            mass += exp(p)
            if mass > 0.999 and abs(term) < least * abs(total) * mpf("1e-5"):
                return total
        elif mass > 0.999:
            return total
        k += 1
    raise ArithmeticError("too many terms")
