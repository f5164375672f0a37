"""Divergences of von Mises distributions."""

import math

from mpmath import besseli, cos, log, pi

from shared.densities import HALF, THREE, integral, von_mises_ln
from shared.exact import on_exact
from shared.rows import row
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


def angles(random, rounds):
    rows = [(0.0, 1.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0 + 2.0**-52), (0.0, 0.0, 0.0, 0.0), (1.0, 0.0, 2.0, 3.0),
            (1.0, 3.0, 2.0, 0.0), (0.0, 3.0, math.pi, 3.0), (0.0, 3.0, 2 * math.pi, 3.0), (0.0, 3.0, 2.0**-52, 3.0)]
    for k in (49.5, 50.0, 199.5, 200.0, 201.0, 5.0):
        for l in (0.0, 1.0, 20.0, 50.0, 70.0, 200.0, 201.0, 1000.0):
            rows.append((0.0, k, 0.0, l))
            rows.append((0.0, l, 0.0, k))
    for _ in range(rounds):
        k, mu = log_uniform(random, 1e-3, 1e4), random.uniform(-3, 3)
        rows.append((0.0, k, 0.0, nearby(random, k)))
        rows.append((mu, k, nearby(random, mu), k))
        rows.append((mu, k, random.uniform(-3, 3), nearby(random, k)))
        rows.append((mu, k, random.uniform(-30, 30), log_uniform(random, 1e-3, 1e4)))
        k = random.uniform(0.1, 260)
        rows.append((0.0, k, 0.0, k * random.uniform(0.2, 5)))
    return rows


def far_angles(random, rounds):
    rows = [(0.0, 1e300, 0.0, 1e-300), (0.0, 1e-300, 0.0, 1e300), (0.0, LARGEST, 1.0, LARGEST),
            (0.0, SMALLEST, 0.0, LARGEST), (0.0, LARGEST, 0.0, SMALLEST), (0.0, 1e-160, 0.0, 1e-155)]
    for _ in range(rounds):
        k = log_uniform(random, 1e-150, 1e300)
        rows.append((0.0, k, 0.0, nearby(random, k)))
        rows.append((0.0, log_uniform(random, 1e-150, 1e300), 0.0, log_uniform(random, 1e-150, 1e300)))
        rows.append((0.0, k, log_uniform(random, 1e-50, 1), log_uniform(random, 1e-50, 1e300)))
    return rows


def digits_of_angles(mu_p, k_p, mu_q, k_q):
    ordinary = all(k == 0 or 1e-3 < k < 1e5 for k in (k_p, k_q))
    return 120 if ordinary else 700


@row("VonMises‖VonMises", lambda random: [*angles(random, 40), *far_angles(random, 25)], digits=digits_of_angles)
@on_exact
def von_mises(mu_p, k_p, mu_q, k_q):
    i_0 = besseli(0, k_p)
    mean = besseli(1, k_p) / i_0
    return log(besseli(0, k_q) / i_0) + mean * (k_p - k_q * cos(mu_p - mu_q))


def tied():
    yield von_mises(0.5, 3.0, 2.0, 0.5), integral(von_mises_ln(HALF, THREE), von_mises_ln(2, HALF), [-pi, 0, HALF, 2, pi])
