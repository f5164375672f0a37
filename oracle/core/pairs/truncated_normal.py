"""Divergences of truncated normal distributions."""

import mpmath
from mpmath import mpf

from shared.densities import integral, normal_ln
from shared.exact import on_exact
from shared.rows import row
from shared.truncated import DIGITS, INF, divergence, far, ln_density, near, ordinary, some

truncated = on_exact(divergence)
row("TruncatedNormal‖TruncatedNormal", ordinary, digits=DIGITS)(truncated)
row("TruncatedNormal‖TruncatedNormal, near", near, digits=DIGITS)(truncated)
row("TruncatedNormal‖TruncatedNormal, far", far, digits=DIGITS)(truncated)


def beside_normals(random):
    rows = [(0.0, 1.0, 2.0, 3.0, 0.0, 1.0), (0.0, 1.0, -5.0, 5.0, 0.0, 1.0), (0.0, 1.0, 10.0, INF, 10.0, 0.1)]
    return rows + [x[:6] for x in ordinary(random) + near(random) if x[:2] != x[4:6] or x[2] > -INF or x[3] < INF]


@row("TruncatedNormal‖Normal", beside_normals, digits=DIGITS)
@on_exact
def truncated_normal(mu_p, s_p, a, b, mu_q, s_q):
    return divergence(mu_p, s_p, a, b, mu_q, s_q, -mpmath.inf, mpmath.inf)


def tied():
    p = (mpf(0), mpf(1), mpf(2), mpf(3))
    q = (mpf(2), mpf(3), mpf(1), mpf(5))
    yield mpf(1), mpmath.quad(lambda x: mpmath.exp(ln_density(*p)(x)), [2, 3])
    yield truncated(*p, *q), integral(ln_density(*p), ln_density(*q), [2, 3])
    yield truncated(*p, *q), mpf("1.48866925862953218")
    yield truncated_normal(*p, mpf(1), mpf(2)), integral(ln_density(*p), normal_ln(1, 2), [2, 3])
    r = (mpf(1), mpf(2), mpf(-1), mpmath.inf)
    yield truncated(*r, 0, 3, -1, mpmath.inf), integral(ln_density(*r), ln_density(0, 3, -1, mpmath.inf), [-1, 1, 4, 12, 40])
