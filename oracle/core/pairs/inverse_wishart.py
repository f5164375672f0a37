"""Divergences of inverse Wishart distributions."""

from shared.matrices import FEW
from shared.rows import row
from shared.wishart import condition_of_toeplitz, inverse_wishart, inverse_wishart_condition, of_toeplitz, parameters, scaled, scaled_condition, toeplitz_parameters

row("InverseWishart‖InverseWishart", parameters, digits=FEW, condition_of=inverse_wishart_condition)(inverse_wishart)
row("InverseWishart‖InverseWishart, 24 dimensions, per condition", toeplitz_parameters(40.5), digits=FEW,
    condition_of=condition_of_toeplitz(inverse_wishart_condition))(of_toeplitz(inverse_wishart))
row("InverseWishart‖InverseWishart, scaled", scaled, digits=4 * FEW,
    condition_of=lambda divergence, nu_p, p, nu_q, q: scaled_condition(divergence, nu_p, q, nu_q, p))(inverse_wishart)
