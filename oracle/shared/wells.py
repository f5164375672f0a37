"""Mixtures of normals, and the normals nearest to them, for the chapters on the two directions.

Where the cells descend on the divergence or halve intervals, here equations are solved: the
reverse fits are the zeros of the gradient by Stein's identity, as in fit.py. Integrals are taken
by Gauss and Legendre on pieces that are short beside the distance of the next singularity, or are
trapezoidal sums, right to many digits where all singularities are far from the line.
"""

import mpmath
from mpmath import mpf

from core import fit
from shared.exact import exact, text

DIGITS = 25


def reading(value):
    return {"": text(value)}


def amount(nats):
    """A quantity of information that is not worth several hundred digits."""
    bits, dits = nats / mpmath.log(2), nats / mpmath.log(10)
    return {".nats": text(nats), ".bits": text(bits), ".dits": text(dits)}


class Mixture:
    """A mixture of normals, from triples of weight, mean and standard deviation."""

    def __init__(self, *parts):
        self.parts = [tuple(map(exact, part)) for part in parts]
        with mpmath.workdps(DIGITS):
            self.ln_mass = mpmath.log(sum(w for w, _, _ in self.parts))
            low = min(m - 13 * s for _, m, s in self.parts)
            high = max(m + 13 * s for _, m, s in self.parts)
            self.nodes = self.over(low, high, [])

    def terms(self, x):
        return [mpmath.log(w) + ln_normal(x, m, s) for w, m, s in self.parts]

    def ln_p(self, x):
        return fit.ln_sum(self.terms(x))

    def slope(self, x):
        terms = self.terms(x)
        whole = fit.ln_sum(terms)
        each = zip(terms, self.parts)
        return sum(-mpmath.exp(t - whole) * (x - m) / s**2 for t, (_, m, s) in each)

    def over(self, low, high, cuts):
        """Nodes and weights of Gauss and Legendre on pieces on which ln p is smooth."""
        for _, m, s in self.parts:
            cuts = cuts + [m + k * s for k in range(-13, 14)]
        cuts = cuts + fit.around(fit.takeovers(self.parts))
        ends = sorted({low, high, *(x for x in cuts if low < x < high)})
        nodes = []
        for x, y in zip(ends, ends[1:]):
            half, middle = (y - x) / 2, (x + y) / 2
            nodes += [(middle + half * u, half * w) for u, w in fit.legendre(30)]
        return nodes

    def about(self, mean, sigma):
        """The same, with ln p and its slope, where a normal has its mass."""
        cuts = [mean + k * sigma for k in range(-12, 13)]
        nodes = self.over(mean - 13 * sigma, mean + 13 * sigma, cuts)
        return [(x, w, ln_p(self, x), self.slope(x)) for x, w in nodes]

    def integral(self, f):
        return mpmath.fsum(w * f(x) for x, w in self.nodes)


def mixture(*parts):
    return Mixture(*parts)


def forward(target):
    """Mean, standard deviation, divergence."""
    with mpmath.workdps(DIGITS):
        p = [(x, w * mpmath.exp(ln_p(target, x)), ln_p(target, x)) for x, w in target.nodes]
        mean = mpmath.fsum(x * mass for x, mass, _ in p)
        sigma = mpmath.sqrt(mpmath.fsum((x - mean) ** 2 * mass for x, mass, _ in p))
        terms = (mass * (ln - ln_normal(x, mean, sigma)) for x, mass, ln in p)
        return mean, sigma, mpmath.fsum(terms)


def reverse(target, *near):
    """Mean, standard deviation, divergence of the optimum that is nearest."""
    with mpmath.workdps(DIGITS):
        nodes = target.about(*map(mpf, near))

        def gradient(mean, sigma):
            # By Stein's identity.
            first = second = mpf(0)
            for x, w, _, slope in nodes:
                z = (x - mean) / sigma
                mass = w * slope * mpmath.exp(-z * z / 2)
                first += mass
                second += z * mass
            norm = sigma * mpmath.sqrt(2 * mpmath.pi)
            return [first / norm, 1 / sigma + second / norm]

        mean, sigma = mpmath.findroot(gradient, tuple(map(mpf, near)), tol=1e-40)
        return mean, sigma, reverse_divergence(target, mean, sigma)


def ln_normal(x, mean, sigma):
    return -((x - mean) / sigma) ** 2 / 2 - mpmath.log(sigma) - mpmath.log(2 * mpmath.pi) / 2


def ln_p(target, x):
    return target.ln_p(x) - target.ln_mass


def sf(x, mean, sigma):
    """The mass of a normal above x."""
    return mpmath.erfc((x - mean) / (sigma * mpmath.sqrt(2))) / 2


def share(target, low, high):
    """The mass of a mixture between two points."""
    return sum(w * (sf(low, m, s) - sf(high, m, s)) for w, m, s in target.parts)


def under(mean, sigma, f, step=mpf(1) / 20):
    """The mean of a vector under a normal."""
    count = int(13 / step)
    weights = [(k * step, mpmath.exp(-((k * step) ** 2) / 2)) for k in range(-count, count + 1)]
    norm = step / mpmath.sqrt(2 * mpmath.pi)
    total = None
    for z, w in weights:
        term = [w * v for v in f(mean + sigma * z, z)]
        total = term if total is None else [a + b for a, b in zip(total, term)]
    return [norm * v for v in total]


def reverse_divergence(target, mean, sigma):
    """The divergence of a normal from the mixture, as the integral that it is."""
    terms = []
    for x, w, ln, _ in target.about(mean, sigma):
        own = ln_normal(x, mean, sigma)
        terms.append(w * mpmath.exp(own) * (own - ln))
    return mpmath.fsum(terms)
