"""Divergences of Wishart distributions."""

from shared.matrices import FEW
from shared.rows import row
from shared.wishart import condition_of_toeplitz, of_toeplitz, parameters, scaled, scaled_condition, toeplitz_parameters, wishart, wishart_condition

row("Wishart‖Wishart", parameters, digits=FEW, condition_of=wishart_condition)(wishart)
row("Wishart‖Wishart, 24 dimensions, per condition", toeplitz_parameters(40.0, 40.5), digits=FEW,
    condition_of=condition_of_toeplitz(wishart_condition))(of_toeplitz(wishart))
row("Wishart‖Wishart, scaled", scaled, digits=4 * FEW, condition_of=scaled_condition)(wishart)
