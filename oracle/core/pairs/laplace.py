"""Divergences of Laplace distributions."""

from mpmath import exp, log

from shared.densities import HALF, LINE, THREE, integral, laplace_ln, normal_ln
from shared.exact import on_exact
from shared.families import against_normal
from shared.fitted import fitted
from shared.parameters import anywhere
from shared.rows import row


@row("Laplace‖Laplace", anywhere(60))
@on_exact
def laplace(mu_p, b_p, mu_q, b_q):
    delta = abs(mu_p - mu_q)
    return log(b_q / b_p) + delta / b_q + b_p / b_q * exp(-delta / b_p) - 1


@row("Laplace‖Normal", anywhere(40))
@on_exact
def laplace_normal(m, b, mu, sigma):
    return against_normal(1 + log(2 * b), m, 2 * b**2, mu, sigma)


row("Laplace‖Normal, fitted", fitted("Laplace‖Normal", laplace_normal), digits=100)(laplace_normal)


def tied():
    yield laplace(1.0, 0.5, 0.0, 3.0), integral(laplace_ln(1, HALF), laplace_ln(0, THREE), LINE)
    yield laplace_normal(1.0, 0.5, 0.0, 3.0), integral(laplace_ln(1, HALF), normal_ln(0, 3), LINE)
