"""Divergences of discrete uniform distributions."""

import mpmath
from mpmath import log, mpf

from shared.rows import row


def ends(random):
    rows = [(0, 1, 0, 3), (0, 0, 0, 0), (0, 1, 1, 3), (-(2**63), 2**63 - 1, -(2**63), 2**63 - 1),
            (-(2**63) + 1, 2**63 - 1, -(2**63), 2**63 - 1), (0, 0, -(2**63), 2**63 - 1)]
    for _ in range(100):
        a, w = random.randint(-1000, 1000), random.randint(0, 10 ** random.randint(1, 17))
        out = lambda: random.randint(0, 10 ** random.randint(0, 17))
        rows.append((a, a + w, a - out(), a + w + out()))
    return rows


@row("DiscreteUniform‖DiscreteUniform", ends, digits=60)
def discrete_uniform(a, b, c, d):
    return log(mpf(d - c + 1) / (b - a + 1)) if c <= a and b <= d else mpmath.inf
