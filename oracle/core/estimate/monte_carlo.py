"""Log-ratios of densities at points, and their mean."""

import mpmath
from mpmath import exp, log, sqrt

from shared.exact import exact
from shared.rows import row
from shared.sizes import log_uniform
from shared.terms import mean


def log_density(family, a, b, x):
    a, b, x = exact(a), exact(b), exact(x)
    if family == "Normal":
        return -((x - a) ** 2) / (2 * b**2) - log(b * sqrt(2 * mpmath.pi))
    if family == "Laplace":
        return -abs(x - a) / b - log(2 * b)
    if family == "Gumbel":
        z = (x - a) / b
        return -(z + exp(-z)) - log(b)
    if family == "InverseGamma":
        return a * log(b) - mpmath.loggamma(a) - (a + 1) * log(x) - b / x
    raise ValueError(family)


def places(random):
    return list(families(random, 100))


def families(random, number):
    # One 1 600 standard deviations out, where the density of the second is no double.
    yield ["Laplace", 0.0, 1.0], ["Laplace", 1.0, 2.0], -1600.0
    yield ["Gumbel", 0.0, 1.0], ["Gumbel", 1.0, 2.0], -12.0
    yield ["Gumbel", 0.0, 1.0], ["Normal", 1.0, 2.0], 900.0
    yield ["InverseGamma", 2.0, 1.0], ["InverseGamma", 3.0, 2.0], 0.0005
    while number:
        number -= 1
        names = [random.choice(["Normal", "Laplace", "Gumbel"]) for _ in range(2)]
        p, q = ([name, random.gauss(0, 1), log_uniform(random, 0.2, 5)] for name in names)
        yield p, q, random.gauss(0, 2)


def log_ratio_condition(p, q, x):
    a, b = log_density(*p, x), log_density(*q, x)
    return (1 + abs(a) + abs(b)) / abs(b - a)


@row("estimate::log_ratios", places, digits=60, condition=log_ratio_condition)
def log_ratio(p, q, x):
    return log_density(*q, x) - log_density(*p, x)


def samples(random):
    return [(p, q, [x] + [abs(x) + random.random() for _ in range(5)]) for p, q, x in places(random)]


def monte_carlo_condition(p, q, samples):
    sizes = [1 + abs(log_density(*p, x)) + abs(log_density(*q, x)) for x in samples]
    return mean(sizes) / abs(monte_carlo(p, q, samples))


@row("estimate::monte_carlo", samples, digits=60, condition=monte_carlo_condition)
def monte_carlo(p, q, samples):
    return -mean([log_ratio(p, q, x) for x in samples])
