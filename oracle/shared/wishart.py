"""The divergence of Wishart distributions, which is that of inverse ones, too."""

import mpmath
from mpmath import mpf

from shared.exact import exact
from shared.matrices import covariance_pairs, fitting_toeplitz_pairs, matrix, relative_diagonal, scaled_problems, toeplitz, trace_of_product, worst_condition
from shared.sizes import log_uniform, nearby


def lgamma_d(d, x):
    """The logarithm of the multivariate Γ function."""
    terms = mpmath.fsum(mpmath.loggamma(x - mpf(i) / 2) for i in range(d))
    return mpf(d * (d - 1)) / 4 * mpmath.log(mpmath.pi) + terms


def wishart(nu_p, scale_p, nu_q, scale_q):
    nu_p, nu_q = exact(nu_p), exact(nu_q)
    return wishart_of(nu_p, matrix(scale_p), nu_q, matrix(scale_q))


def wishart_of(nu_p, vp, nu_q, vq):
    d = vp.rows
    slope = mpmath.fsum(mpmath.psi(0, (nu_p - i) / 2) for i in range(d))
    return (nu_p / 2 * (trace_of_product(vq**-1, vp) - d)
            - nu_q / 2 * mpmath.log(mpmath.det(vp) / mpmath.det(vq))
            + lgamma_d(d, nu_q / 2) - lgamma_d(d, nu_p / 2) + (nu_p - nu_q) / 2 * slope)


def inverse_wishart(nu_p, scale_p, nu_q, scale_q):
    vp, vq = matrix(scale_p) ** -1, matrix(scale_q) ** -1
    return wishart_of(exact(nu_p), vp, exact(nu_q), vq)


def wishart_condition(divergence, nu_p, scale_p, nu_q, scale_q):
    rest = mpf(0)
    for i, l in enumerate(relative_diagonal(scale_p, scale_q)):
        a, b, w = (exact(nu_p) - i) / 2, (exact(nu_q) - i) / 2, l**2
        rest += (abs(b - a) + a * abs(w - 1)) * abs(b - a * w) / (a * w)
    return 1 + rest / divergence


def inverse_wishart_condition(divergence, nu_p, scale_p, nu_q, scale_q):
    return wishart_condition(divergence, nu_p, scale_q, nu_q, scale_p)


def parameters(random):
    for p, q, _ in covariance_pairs(random, 120):
        least = len(p) - 1
        nu_p = least + log_uniform(random, 1e-3, 1e3)
        nu_q = random.choice([nu_p, nearby(random, nu_p), least + log_uniform(random, 1e-3, 1e3)])
        if nu_q > least:
            yield nu_p, p, nu_q, q


def scaled(random):
    for _, p, _, q in scaled_problems(random, 60, spreads=[3.0, 1e3, 1e12]):
        least = len(p) - 1
        yield least + log_uniform(random, 1e-3, 1e3), p, least + log_uniform(random, 1e-3, 1e3), q


def scaled_condition(divergence, nu_p, scale_p, nu_q, scale_q):
    """By how much the quotients of the diagonals, and the freedoms, move the divergence."""
    rest = mpf(0)
    for i, l in enumerate(relative_diagonal(scale_p, scale_q)):
        a, b, w = (exact(nu_p) - i) / 2, (exact(nu_q) - i) / 2, l**2
        rest += abs(b - a * w) + i * abs(w - 1)
    return 1 + rest / divergence


def toeplitz_parameters(*freedoms):
    """In 24 dimensions; the freedoms of Q."""
    return lambda random: [(40.0, p, nu, q) for p, q in fitting_toeplitz_pairs(random, 24) for nu in freedoms]


def of_toeplitz(formula):
    return lambda nu_p, p, nu_q, q: formula(nu_p, toeplitz(p), nu_q, toeplitz(q))


def condition_of_toeplitz(condition):
    """That of fewer dimensions, times that of the matrices."""
    def product(divergence, nu_p, p, nu_q, q):
        tp, tq = toeplitz(p), toeplitz(q)
        return worst_condition(tp, tq) * condition(divergence, nu_p, tp, nu_q, tq)
    return product
