"""Divergences of normal-inverse-gamma distributions: those of the inverses."""

from shared.families import DIGITS_OF_LGAMMA
from shared.normal_gamma import normal_gamma, scalars
from shared.rows import row

row("NormalInverseGamma‖NormalInverseGamma", scalars, digits=DIGITS_OF_LGAMMA)(normal_gamma)
