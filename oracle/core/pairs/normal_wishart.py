"""Divergences of normal-Wishart distributions."""

from shared.matrices import FEW, toeplitz
from shared.normal_gamma import arguments, large, location, of_matrices
from shared.rows import row
from shared.wishart import condition_of_toeplitz, wishart, wishart_condition, toeplitz_parameters

divergence = location(wishart, False)

row("NormalWishart‖NormalWishart", arguments(False), digits=FEW, condition_of=of_matrices(wishart_condition))(divergence)


def of_toeplitz(mean_p, lambda_p, nu_p, p, mean_q, lambda_q, nu_q, q):
    return divergence(mean_p, lambda_p, nu_p, toeplitz(p), mean_q, lambda_q, nu_q, toeplitz(q))


row("NormalWishart‖NormalWishart, 24 dimensions, per condition", large(False, toeplitz_parameters), digits=FEW,
    condition_of=of_matrices(condition_of_toeplitz(wishart_condition)))(of_toeplitz)
