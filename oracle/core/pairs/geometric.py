"""Divergences of geometric distributions."""

from shared.densities import HALF, QUARTER, geometric_ln, series
from shared.exact import on_exact
from shared.families import ratio
from shared.parameters import probabilities
from shared.rows import row


@row("Geometric‖Geometric", lambda random: [(p, q) for p, q in probabilities(random, 60) if p > 0 and q > 0])
@on_exact
def geometric(p, q):
    return (ratio(p, q) + ratio(1 - p, 1 - q)) / p


def tied():
    yield geometric(0.5, 0.25), series(geometric_ln(HALF), geometric_ln(QUARTER), 1)
