"""Divergences of normal-gamma and normal-Wishart distributions, and those of the inverses, as
textbooks print them."""

import mpmath
from mpmath import log, mpf

from shared.exact import exact, on_exact
from shared.families import gamma
from shared.matrices import matrix
from shared.parameters import extreme_shapes, gammas
from shared.sizes import log_uniform, nearby
from shared.wishart import parameters, scaled as scaled_wishart


@on_exact
def normal_gamma(mu_p, lambda_p, a_p, b_p, mu_q, lambda_q, a_q, b_q):
    return (gamma(a_p, b_p, a_q, b_q) + (lambda_q / lambda_p - 1 - log(lambda_q / lambda_p)) / 2
            + lambda_q * a_p / b_p * (mu_p - mu_q) ** 2 / 2)


def scalars(random):
    rows = []
    for a_p, b_p, a_q, b_q in gammas(random, 30):
        l = log_uniform(random, 1e-3, 1e3)
        mu = random.gauss(0, 1)
        rows.append((mu, l, a_p, b_p, random.choice([mu, nearby(random, mu), random.gauss(0, 1)]),
                     random.choice([l, nearby(random, l), log_uniform(random, 1e-3, 1e3)]), a_q, b_q))
    return rows


def extreme(random):
    any_size = lambda: log_uniform(random, 1e-300, 1e300)
    return [(random.choice([-1, 1]) * any_size(), any_size(), a, any_size(), random.choice([-1, 1]) * any_size(), any_size(), b, any_size())
            for a, b in extreme_shapes(random, 3)]


def location(formula, inverse):
    """The divergence of the matrices by `formula`, and what the vector adds."""
    def divergence(mean_p, lambda_p, nu_p, p, mean_q, lambda_q, nu_q, q):
        v = matrix(p) ** -1 if inverse else matrix(p)
        difference = mpmath.matrix([exact(a) - exact(b) for a, b in zip(mean_p, mean_q)])
        ratio = exact(lambda_q) / exact(lambda_p)
        return (formula(nu_p, p, nu_q, q) + mpf(len(mean_p)) / 2 * (ratio - 1 - log(ratio))
                + exact(lambda_q) * exact(nu_p) / 2 * (difference.T * v * difference)[0])
    return divergence


def of_matrices(condition):
    """The condition number of the matrices, for the whole divergence."""
    def of(divergence, mean_p, lambda_p, nu_p, p, mean_q, lambda_q, nu_q, q):
        return condition(divergence, nu_p, p, nu_q, q)
    return of


def with_means(random, cases, inverse):
    for nu_p, p, nu_q, q in cases:
        unit = lambda i: p[i][i] ** (0.5 if inverse else -0.5)
        mean = [random.gauss(0, 1) * unit(i) for i in range(len(p))]
        shift = random.choice([0.0, 1e-8, 1.0])
        other = [m + shift * random.gauss(0, 1) * unit(i) for i, m in enumerate(mean)]
        l = log_uniform(random, 1e-3, 1e3)
        yield mean, l, nu_p, p, other, random.choice([l, nearby(random, l), 2 * l]), nu_q, q


def arguments(inverse):
    return lambda random: with_means(random, list(parameters(random))[:70], inverse)


def large(inverse, toeplitz_parameters):
    """In 24 dimensions, with whole matrices by their first rows."""
    def inputs(random):
        for nu_p, p, nu_q, q in toeplitz_parameters(40.0, 40.5)(random):
            yield [0.0] * 24, 2.0, nu_p, p, [1 / 64] * 24, 2.5, nu_q, q
    return inputs
