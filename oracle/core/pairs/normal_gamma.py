"""Divergences of normal-gamma distributions."""

import mpmath
from mpmath import exp, log, mpf, sqrt

from shared.densities import gamma_ln, integral, normal_ln
from shared.families import DIGITS_OF_LGAMMA
from shared.normal_gamma import extreme, normal_gamma, scalars
from shared.rows import row

row("NormalGamma‖NormalGamma", scalars, digits=DIGITS_OF_LGAMMA)(normal_gamma)
row("NormalGamma‖NormalGamma, extreme", extreme, digits=700)(normal_gamma)


def tied():
    """The definition: an integral over the precision of one over the number."""
    p, q = (0.25, 2.0, 3.0, 1.5), (-0.5, 1.0, 2.0, 2.0)

    def ln(parameters, tau):
        mu, l, a, b = map(mpf, parameters)
        of_x = normal_ln(mu, 1 / sqrt(l * tau))
        return lambda x: gamma_ln(a, b)(tau) + of_x(x)

    def inner(tau):
        ln_p, ln_q = ln(p, tau), ln(q, tau)
        s = 1 / sqrt(p[1] * tau)
        # Beyond ten standard deviations nothing is left of 16 digits.
        places = [p[0] + k * s for k in (-11, -4, 0, 4, 11)]
        return mpmath.quad(lambda x: exp(ln_p(x)) * (ln_p(x) - ln_q(x)), places)

    with mpmath.workdps(18):
        definition = mpmath.quad(inner, [0, 0.5, 1, 2, 4, 8, 16, 40])
    yield normal_gamma(*p, *q), definition
