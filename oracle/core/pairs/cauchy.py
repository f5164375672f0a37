"""Divergences of Cauchy distributions."""

from mpmath import log

from shared.densities import HALF, INF, LINE, THREE, cauchy_ln, integral
from shared.exact import on_exact
from shared.parameters import anywhere
from shared.rows import row


@row("Cauchy‖Cauchy", anywhere(60))
@on_exact
def cauchy(mu_p, g_p, mu_q, g_q):
    return log(((g_p + g_q) ** 2 + (mu_p - mu_q) ** 2) / (4 * g_p * g_q))


def tied():
    yield cauchy(1.0, 0.5, 0.0, 3.0), integral(
        cauchy_ln(1, HALF), cauchy_ln(0, THREE), [-INF, -100, *LINE[1:-1], 100, INF])
