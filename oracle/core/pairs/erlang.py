"""Divergences of Erlang distributions, which are gamma distributions: the formulas are theirs."""

import math

from core.pairs.gamma import gamma_laplace, middle_shapes, with_laplace
from shared.families import DIGITS_OF_LGAMMA, gamma
from shared.fitted import fitted
from shared.parameters import whole_shapes
from shared.rows import row
from shared.sizes import log_uniform


def beside_laplace(random):
    shapes = [float(math.ceil(a)) for a in middle_shapes(random)[::4]]
    return with_laplace(random, shapes, [log_uniform(random, 1e-3, 1e3) for _ in shapes])


row("Erlang‖Laplace", beside_laplace, digits=60)(gamma_laplace)


row("Erlang‖Erlang", whole_shapes(0, 2), digits=DIGITS_OF_LGAMMA)(gamma)
row("Erlang‖Gamma", whole_shapes(0), digits=DIGITS_OF_LGAMMA)(gamma)
row("Erlang‖Laplace, fitted", fitted("Erlang‖Laplace", gamma_laplace), digits=60)(gamma_laplace)
