"""Divergences of normal distributions of singular covariances: those of the variables that the
others follow from."""

import mpmath

from core.pairs.multivariate_normal import kl
from shared.rows import row
from shared.singular import common_support, singular


@row("SingularNormal‖SingularNormal", lambda random: singular(random, 80))
def divergence(mean_p, p, mean_q, q):
    case = common_support(mean_p, p, mean_q, q)
    return mpmath.inf if case is None else kl(*case)
