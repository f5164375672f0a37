"""Divergences of inverse gamma distributions: those of the gamma distributions of the reciprocals."""

from shared.families import DIGITS_OF_LGAMMA, gamma
from shared.parameters import gammas, two_by_two
from shared.rows import row

row("InverseGamma‖InverseGamma, extreme", lambda random: two_by_two(random, 70), digits=350)(gamma)
row("InverseGamma‖InverseGamma", lambda random: gammas(random, 12), digits=DIGITS_OF_LGAMMA)(gamma)
