"""Divergences of Kumaraswamy distributions.

E ln(1 − x) and the like have no closed form. They are integrals over ln W, where W is
exponential, by the trapezoidal rule with as small a step as the digits need.
"""

import mpmath
from mpmath import log, loggamma, mpf, psi, sqrt

from shared.densities import HALF, THREE, UNIT, beta_ln, integral, kumaraswamy_ln
from shared.exact import on_exact, text
from shared.families import harmonic, minus_ln_rest, own
from shared.fitted import fitted
from shared.parameters import truths
from shared.rows import row
from shared.sizes import log_uniform, nearby


def settled(function, *arguments, digits):
    """As `stable`, with steps that are a little smaller each time, as they are dear."""
    value = None
    while digits < 400:
        with mpmath.workdps(digits):
            again = function(*arguments)
            if value is not None and abs(again - value) <= abs(again) * mpmath.mpf(10) ** -33:
                return text(again)
        digits, value = int(1.2 * digits), again
    raise ArithmeticError(f"{function.__name__}{arguments} does not settle")


def condition(value, a, b, alpha, beta):
    if not value:
        return mpf(1)
    return 1 + abs(mpf(alpha) / a - 1) * log(1 + mpf(b)) / max(value, sqrt(value))


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


@row("Kumaraswamy‖Beta", lambda random: beside_beta(random, 8), digits=70, condition_of=condition, value=settled)
@on_exact
def kumaraswamy_beta(a, b, alpha, beta):
    ln_beta = loggamma(alpha) + loggamma(beta) - loggamma(alpha + beta)
    rest = minus_ln_rest(1 / a, b) if a != 1 else 1 / b
    return own(a, b) + ln_beta + (alpha - 1) / a * harmonic(b) + (beta - 1) * rest


def slivers(random, rounds, exponent):
    """Where P's mass, or Q's, is narrow and the medians are alike, and where they have the same
    upper tail. `exponent` makes Q's first shape of P's."""
    rows = []
    for _ in range(rounds):
        a, b = random.choice([random.uniform(0.5, 20), float(random.randint(1, 20))]), log_uniform(random, 100, 1e6)
        alpha = exponent(random, a)
        median = (1 - 2 ** (-1 / b)) ** (1 / a)
        beta = log_uniform(random, 0.5, 2) * alpha * (1 - median) / median
        rows += [(a, b, alpha, beta), (a, b, alpha, nearby(random, beta)), (alpha, max(beta, 0.5), a, b)]
    return rows


def models(random, c, b):
    """Second shapes of Q: near, at the least divergence, and far."""
    with mpmath.workdps(20):
        best = float(1 / minus_ln_rest(mpf(c), mpf(b)))
    return [b, nearby(random, b), nearby(random, best), best, b * log_uniform(random, 0.1, 10)]


def any_exponent(random, a):
    return random.choice([a, nearby(random, a), log_uniform(random, 0.3, 30)])


def other_exponent(random, a):
    return a * random.choice([1 + log_uniform(random, 1e-3, 1.0), log_uniform(random, 0.2, 5)])


SLIVERS = [(18.23669344646019, 48063.6675401597, 10.251867347310467, 7.43480840255541)]
SLIVERS_OF_ONE_FAMILY = [(8.0, 250.0, 4.0, 6.0)]


def beside(random, rounds):
    rows = []
    for a, b in truths(random, rounds):
        c = 1 + random.choice([-1, 1]) * log_uniform(random, 1e-6, 0.5)
        for c in [c, nearby(random, 1.0), random.choice([random.uniform(0.3, 3), log_uniform(random, 1e-3, 1e3)])]:
            rows += [(a, b, c * a, beta) for beta in models(random, c * a / a, b)]
        rows.append((a, b, a, nearby(random, b)))
    return rows


@row("Kumaraswamy‖Kumaraswamy", lambda random: beside(random, 7), digits=70, condition_of=condition, value=settled)
@on_exact
def kumaraswamy(a, b, alpha, beta):
    rest = minus_ln_rest(alpha / a, b) if alpha != a else 1 / b
    return own(a, b) - log(alpha) - log(beta) + (alpha - 1) / a * harmonic(b) + (beta - 1) * rest


row("Kumaraswamy‖Beta, sliver", lambda random: SLIVERS + slivers(random, 12, any_exponent), digits=70, value=settled)(kumaraswamy_beta)
row("Kumaraswamy‖Kumaraswamy, sliver", lambda random: SLIVERS_OF_ONE_FAMILY + slivers(random, 12, other_exponent), digits=70, value=settled)(kumaraswamy)


# At the best fit.


row("Kumaraswamy‖Beta, fitted", fitted("Kumaraswamy‖Beta", kumaraswamy_beta), digits=70, value=settled)(kumaraswamy_beta)


def tied():
    """With the integrals, and with the series of Nalisnick and Smyth (2017)."""
    t, h = THREE, HALF
    yield kumaraswamy_beta(3.0, 4.0, 0.5, 3.0), integral(kumaraswamy_ln(t, 4), beta_ln(h, t), UNIT)
    yield kumaraswamy_beta(0.5, 3.0, 3.0, 0.5), integral(kumaraswamy_ln(h, t), beta_ln(t, h), UNIT)
    yield kumaraswamy(3.0, 4.0, 0.5, 3.0), integral(kumaraswamy_ln(t, 4), kumaraswamy_ln(h, t), UNIT)
    yield kumaraswamy(0.5, 0.75, 3.0, 2.0), integral(kumaraswamy_ln(h, 3 * h / 2), kumaraswamy_ln(t, 2), UNIT)
    yield minus_ln_rest(h, t), mpmath.nsum(lambda m: mpmath.beta(1 + m * h, t) * t / m, [1, mpmath.inf])
