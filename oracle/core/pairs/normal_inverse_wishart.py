"""Divergences of normal-inverse-Wishart distributions."""

from shared.matrices import FEW, toeplitz
from shared.normal_gamma import arguments, large, location, of_matrices
from shared.rows import row
from shared.wishart import condition_of_toeplitz, inverse_wishart, inverse_wishart_condition, toeplitz_parameters

divergence = location(inverse_wishart, True)

row("NormalInverseWishart‖NormalInverseWishart", arguments(True), digits=FEW, condition_of=of_matrices(inverse_wishart_condition))(divergence)


def of_toeplitz(mean_p, lambda_p, nu_p, p, mean_q, lambda_q, nu_q, q):
    return divergence(mean_p, lambda_p, nu_p, toeplitz(p), mean_q, lambda_q, nu_q, toeplitz(q))


row("NormalInverseWishart‖NormalInverseWishart, 24 dimensions, per condition", large(True, toeplitz_parameters), digits=FEW,
    condition_of=of_matrices(condition_of_toeplitz(inverse_wishart_condition)))(of_toeplitz)
