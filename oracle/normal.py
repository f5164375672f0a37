"""Normal distributions in one dimension, straight from the definition."""

import math
import random as random_module

import mpmath

from exact import exact, log_uniform, nearby, stable
from kernels import LARGEST, SMALLEST


def kl(mu_p, sigma_p, mu_q, sigma_q):
    mu_p, sigma_p, mu_q, sigma_q = map(exact, (mu_p, sigma_p, mu_q, sigma_q))
    spread = sigma_p**2 + (mu_p - mu_q) ** 2
    return mpmath.log(sigma_q / sigma_p) + spread / (2 * sigma_q**2) - mpmath.mpf(1) / 2


def parameters(random):
    rows = [
        (0.0, 1.0, 0.0, 1.0),
        (0.0, 1.0, 1.0, 1.0),
        (0.0, 1.0, 0.0, 1.0 + 1e-12),
        (0.0, 1.0, 0.0, 1.0 + 2.0**-52),
        (0.0, 1.0, 2.0**-52, 1.0),
        (0.0, SMALLEST, 0.0, 1.0),
        (0.0, 1.0, 0.0, SMALLEST),
        (1.0, SMALLEST, 0.0, 1.0),
        (LARGEST, 1.0, -LARGEST, LARGEST),
        (LARGEST, LARGEST, -LARGEST, LARGEST),
        (LARGEST, 1.0, -LARGEST, 1.0),
        (1e154, 1.0, -0.5e154, 1.0),
        (1e-200, 1.0, 0.0, 1.0),
        (0.0, 1e-310, 1e-310, 2e-310),
    ]
    for _ in range(300):
        rows.append((random.gauss(0, 3), random.uniform(0.1, 5), random.gauss(0, 3), random.uniform(0.1, 5)))
    for _ in range(300):
        mu, sigma = random.gauss(0, 3), random.uniform(0.1, 5)
        rows.append((nearby(random, mu), nearby(random, sigma), mu, sigma))
    for _ in range(150):
        sigma = random.uniform(0.1, 5)
        rows.append((0.0, nearby(random, sigma), 0.0, sigma))
    for _ in range(200):
        rows.append((
            random.choice([-1, 1]) * log_uniform(random, 1e-60, 1e60),
            log_uniform(random, 1e-60, 1e60),
            random.choice([-1, 1]) * log_uniform(random, 1e-60, 1e60),
            log_uniform(random, 1e-60, 1e60),
        ))
    for _ in range(50):
        sigma = log_uniform(random, 1e-290, 1e290)
        rows.append((sigma, nearby(random, sigma), nearby(random, sigma), sigma))
    return rows


def cases():
    rows = parameters(random_module.Random(20260103))
    return {"Normal‖Normal": [[list(row), stable(kl, *row)] for row in rows]}
