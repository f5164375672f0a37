"""Orders of Rényi divergences."""

import math

from shared.sizes import log_uniform


def some_order(random):
    return random.choice([
        0.5, 2.0, 0.25, 0.75, 3.0, 10.0, random.random(), 1 + random.random(),
        1.0 - log_uniform(random, 1e-16, 0.5), 1.0 + log_uniform(random, 3e-16, 1.0),
        log_uniform(random, 1e-12, 1.0), log_uniform(random, 1.0, 1e12), math.inf,
    ])
