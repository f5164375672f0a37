"""The ELBO and a trick."""

import mpmath

from shared.values import information, number
from shared.draws import Draws
from shared.exact import exact

PRIOR, BURNT, GUESS = [0.5, 0.3, 0.2], [0.1, 0.4, 0.7], [0.4, 0.3, 0.3]

LOOSE = {
    "bakery.gap": (16, "the posterior is itself rounded"),
    "exercise-one.missing": (16, "the posterior is itself rounded"),
    "nodes.second": (16, "three and a draw near minus two and a half"),
}


def values():
    prior, burnt, guess = [list(map(exact, x)) for x in (PRIOR, BURNT, GUESS)]
    joint = lambda: [a * b for a, b in zip(prior, burnt)]
    evidence = lambda: mpmath.fsum(joint())
    posterior = lambda: [j / evidence() for j in joint()]
    bound = lambda q: mpmath.fsum(a * mpmath.log(j / a) for a, j in zip(q, joint()))
    kl = lambda q: mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(q, posterior()))
    yield "bakery.evidence", number(evidence)
    yield "bakery.log_evidence", number(lambda: mpmath.log(evidence()))
    for i, name in enumerate(("one", "two", "three")):
        yield f"bakery.posterior_{name}", number(lambda i=i: posterior()[i])
    yield "bakery.elbo", number(lambda: bound(guess))
    yield "bakery.gap", information(lambda: kl(guess))

    # w = 1, s = 1/2, x = 1: the joint density over z, integrated.
    half, width = exact(0.5), exact(0.6)
    normal = lambda x, m, s: mpmath.exp(-(((x - m) / s) ** 2) / 2) / (s * mpmath.sqrt(2 * mpmath.pi))
    both = lambda z: normal(z, 0, 1) * normal(1, z, half)

    def integral(f, ends):
        with mpmath.workdps(40):
            return mpmath.quad(f, ends)

    ends = [k * mpmath.mpf(3) / 4 for k in range(-12, 16)]
    total = lambda: integral(both, ends)
    middle = lambda: integral(lambda z: z * both(z), ends) / total()

    def best():
        m = exact(1) * 4 / 5
        q = lambda z: normal(z, m, width)
        return integral(lambda z: q(z) * (log_joint(z) - mpmath.log(q(z))), ends)

    def log_joint(z):
        return -(z**2) / 2 - ((1 - z) / half) ** 2 / 2 - mpmath.log(2 * mpmath.pi * half)

    yield "picture.log_evidence", settled(lambda: mpmath.log(total()))
    yield "picture.best_mean", settled(middle)
    yield "picture.best", settled(best)

    def noise(n, seed=1):
        draws = Draws(seed)
        return [draws.normal() for _ in range(n)]

    yield "nodes.first", number(lambda: 3 + noise(1)[0])
    yield "nodes.second", number(lambda: 3 + noise(2)[1])

    def fresh():
        # The fourth and fifth draw: three were printed.
        _, _, _, up, at = noise(5)
        h = mpmath.mpf(2) ** -10
        return ((3 + h + up) - (3 + at)) / h

    yield "nodes.fresh", number(fresh)
    yield "nodes.kept", number(lambda: mpmath.mpf(1))

    # The moments of the two estimates, from those of the standard normal distribution.
    moment = lambda n: 0 if n % 2 else mpmath.fac2(n - 1)

    def spread(coefficients):
        """The standard deviation of a polynomial of a standard normal number."""
        mean = sum(c * moment(i) for i, c in enumerate(coefficients))
        square = sum(a * b * moment(i + j) for i, a in enumerate(coefficients) for j, b in enumerate(coefficients))
        return mpmath.sqrt(square - mean**2)

    path = lambda s: spread([2, 2 * s])
    score = lambda s: spread([0, 1 / s, 2, s])
    tenth = exact(0.1)
    yield "noise.path_wide", number(lambda: path(mpmath.mpf(1)))
    yield "noise.score_wide", number(lambda: score(mpmath.mpf(1)))
    yield "noise.path_narrow", number(lambda: path(tenth))
    yield "noise.score_narrow", number(lambda: score(tenth))
    yield "noise.draws_for_one", number(lambda: (score(tenth) / path(tenth)) ** 2)

    picture = [exact(x) for x in (0.9, 0.1, 0.8, 0.3)]
    mean, log_variance = [exact(0.5), exact(-1.0)], [exact(-1.0), exact(-0.5)]
    weights = [[0.5, -0.5], [0.25, 0.5], [-0.5, -1.0], [0.5, 0.25]]

    def decoded():
        z = [m + mpmath.exp(l / 2) * e for m, l, e in zip(mean, log_variance, noise(2, seed=2))]
        return [exact(a) * z[0] + exact(b) * z[1] for a, b in weights]

    def gaussian():
        pairs = zip(picture, decoded())
        return mpmath.fsum(mpmath.log(normal(x, y, half)) for x, y in pairs)

    def binary():
        white = [1 / (1 + mpmath.exp(-y)) for y in decoded()]
        return mpmath.fsum(x * mpmath.log(w) + (1 - x) * mpmath.log(1 - w) for x, w in zip(picture, white))

    def price():
        return mpmath.fsum((m**2 + mpmath.exp(l) - 1 - l) / 2 for m, l in zip(mean, log_variance))

    yield "program.reconstruction", number(gaussian)
    yield "program.kl", number(price)
    yield "program.loss", number(lambda: price() - gaussian())
    yield "program.binary_loss", number(lambda: price() - binary())
    for name, entries in ("one", 784), ("batch", 32 * 784):
        yield f"implied-noise.beta_{name}", number(lambda n=entries: mpmath.mpf(n) / 2)
        yield f"implied-noise.width_{name}", number(lambda n=entries: mpmath.sqrt(mpmath.mpf(n) / 2))
    yield "exercise-one.elbo", number(lambda: bound(prior))
    yield "exercise-one.missing", information(lambda: kl(prior))
    yield "exercise-two.noise", number(lambda: mpmath.sqrt(mpmath.mpf(3 * 64 * 64) / 2))
    yield "exercise-three.derivative", number(lambda: mpmath.diff(lambda rate: 2 / rate**2, 2))


def settled(function):
    """A number from a quadrature, at forty digits, of which thirty are given."""
    from shared.exact import text

    with mpmath.workdps(50):
        return {"": text(mpmath.mpf(mpmath.nstr(function(), 32)))}
