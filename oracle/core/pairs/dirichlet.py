"""Divergences of Dirichlet distributions. Those of two shapes are beta distributions, which `beta.py` ties."""

from shared.families import DIGITS_OF_LGAMMA, dirichlet, dirichlet_condition
from shared.parameters import any_size, near_or_far
from shared.rows import row
from shared.sizes import log_uniform, nearby


def dirichlets(random, rounds):
    rows = []
    for _ in range(rounds):
        n = random.choice([2, 3, 5, 10, 30])
        size = log_uniform(random, 1e-3, 1e4)
        p = [size * random.uniform(0.1, 2) for _ in range(n)]
        rows.append((p, [size * random.uniform(0.1, 2) for _ in range(n)]))
        rows.append((p, [nearby(random, x) for x in p]))
        scale = 1 + log_uniform(random, 1e-15, 1.0)
        rows.append((p, [x * scale for x in p]))
    return rows


def of_any_size(random):
    rows = []
    for _ in range(15):
        p = [any_size(random) for _ in range(random.randint(2, 4))]
        rows.append((p, [near_or_far(random, x) for x in p]))
    return rows


row("Dirichlet‖Dirichlet", lambda random: dirichlets(random, 20), digits=DIGITS_OF_LGAMMA, condition=dirichlet_condition)(dirichlet)
# With ln Γ of sums of numbers so far apart, digits are dear.
row("Dirichlet‖Dirichlet, extreme", of_any_size, digits=350, condition=dirichlet_condition)(dirichlet)
