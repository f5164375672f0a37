"""Divergences of log-normal distributions."""

from mpmath import log, mpf

from shared.densities import HALF, QUARTER, RAY, THREE, integral, log_normal_ln
from shared.exact import on_exact
from shared.parameters import anywhere
from shared.rows import row


@row("LogNormal‖LogNormal", anywhere(40))
@on_exact
def log_normal(mu_p, s_p, mu_q, s_q):
    return log(s_q / s_p) + (s_p**2 + (mu_p - mu_q) ** 2) / (2 * s_q**2) - mpf(1) / 2


def tied():
    yield log_normal(1.0, 0.5, 0.0, 3.0), integral(log_normal_ln(1, HALF), log_normal_ln(0, THREE), [0, QUARTER, *RAY[1:]])
