"""A VAE that can be checked: posterior collapse."""

import mpmath

from shared.values import integer, number
from shared.draws import Draws
from shared.exact import exact, text

EIGENVALUES = [9, 4, 1, mpmath.mpf(1) / 4]
ROWS = [(3, 3, 3, 3), (2, 2, -2, -2), (1, -1, 1, -1), (0.5, -0.5, -0.5, 0.5)]

LOOSE = {
    "training.": (8, "a thousand rounded steps"),
    "remedies.carried": (64, "terms that cancel, after two thousand rounded steps"),
}


def values():
    yield "optimum.noise", number(lambda: noise(2))
    yield "optimum.best", number(lambda: best(2))
    yield "optimum.plateau", number(lambda: best(1))
    yield "optimum.wide", number(lambda: mpmath.sqrt(9 - noise(2)))
    yield "optimum.narrow", number(lambda: mpmath.sqrt(4 - noise(2)))
    evidence, elbo, variance = trained()
    yield "training.evidence", {"": evidence}
    yield "training.elbo", {"": elbo}
    yield "training.variance", {"": variance}
    for name, eigenvalue in ("first", 9), ("second", 4):
        yield f"collapse.{name}_at_two", number(lambda l=eigenvalue: carried(l, 2, 1))
    for name in "plain", "annealed", "cyclical", "free":
        yield f"remedies.{name}", integer(steps(name))
    yield "remedies.carried", number(lambda: mpmath.log(mpmath.mpf(3) / 2) / 2)

    def free():
        # The mean divergence of each dimension, with the deviation and not its logarithm.
        rows = [((0.1, 1), (-0.1, 1)), ((2.0, mpmath.exp(-0.5)), (-1.0, mpmath.exp(-0.5)))]
        cost = lambda m, s: mpmath.log(1 / s) + (s**2 + exact(m) ** 2 - 1) / 2
        return sum(max(exact(0.25), sum(cost(*row) for row in column) / 2) for column in rows)

    yield "free.free", number(free)
    yield "mean-for-sum.at_optimum", number(lambda: best(0))
    yield "plateau-depth.short", number(lambda: best(2) - best(1))
    yield "exercise-one.noise", number(lambda: noise(1))
    yield "exercise-one.length", number(lambda: mpmath.sqrt(9 - noise(1)))
    yield "exercise-two.carried", number(lambda: carried(9, 1, noise(2)) + carried(4, 1, noise(2)))
    yield "exercise-two.last", number(lambda: 9 / noise(2))
    # Two directions leave beta s^2 each, and the others their eigenvalues.
    error = lambda s: (2 * exact(1.5) * s + 1 + mpmath.mpf(1) / 4) / 4 - s
    yield "exercise-three.learned", number(lambda: mpmath.findroot(error, (1, 2), solver="secant"))


def noise(k):
    return mpmath.fsum(EIGENVALUES[k:]) / (4 - k)


def best(k):
    """The mean log-density of the data under the Gaussian with the best covariance."""
    own = EIGENVALUES[:k] + [noise(k)] * (4 - k)
    return -mpmath.fsum(mpmath.log(2 * mpmath.pi * c) + l / c for c, l in zip(own, EIGENVALUES)) / 2


def carried(eigenvalue, beta, variance):
    """The mean divergence of the best encoder of one direction, by its parameters."""
    tau = beta * variance
    w = mpmath.sqrt(eigenvalue - tau)
    # The posterior of the model with noise tau: its mean is v x, its variance d.
    v, d = w / (w**2 + tau), tau / (w**2 + tau)
    return (v**2 * eigenvalue + d - 1 - mpmath.log(d)) / 2


def trained():
    """The training again, at thirty digits."""
    with mpmath.workdps(30):
        return [text(x) for x in train([[mpmath.mpf(x) for x in row] for row in ROWS])]


def train(rows, steps=1000):
    n, k = 4, 2
    draws = Draws(2)
    three_tenths, first, second, rate, tiny = map(exact, (0.3, 0.9, 0.99, 0.05, 1e-8))
    # By columns, as the chapter counts them.
    start = [three_tenths * draws.normal() for _ in range(16)]
    w = [[start[4 * j + i] for j in range(k)] for i in range(n)]
    v = [[start[8 + 2 * i + j] for i in range(n)] for j in range(k)]
    l, s = [mpmath.mpf(0)] * k, mpmath.mpf(0)
    average, size = [mpmath.mpf(0)] * 19, [mpmath.mpf(0)] * 19
    for step in range(1, steps + 1):
        gradient = [mpmath.mpf(0)] * 19
        s2, sigma = mpmath.exp(s), [mpmath.exp(x / 2) for x in l]
        for x in (sign * row for row in map(Vector, rows) for sign in (1, -1)):
            e = [draws.normal() for _ in range(k)]
            mean = [sum(a * b for a, b in zip(v[j], x)) for j in range(k)]
            z = [mean[j] + sigma[j] * e[j] for j in range(k)]
            r = [x[i] - sum(w[i][j] * z[j] for j in range(k)) for i in range(n)]
            g = [sum(w[i][j] * r[i] for i in range(n)) / s2 for j in range(k)]
            for j in range(k):
                for i in range(n):
                    gradient[4 * j + i] += r[i] * z[j] / s2 / 8
                    gradient[8 + 2 * i + j] += (g[j] - mean[j]) * x[i] / 8
                gradient[16 + j] += (sigma[j] * e[j] * g[j] - sigma[j] ** 2 + 1) / 16
            gradient[18] += (sum(a * a for a in r) / s2 - n) / 16
        ups = []
        for i in range(19):
            average[i] = first * average[i] + (1 - first) * gradient[i]
            size[i] = second * size[i] + (1 - second) * gradient[i] ** 2
            scale = mpmath.sqrt(size[i] / (1 - second**step)) + tiny
            left = 1 - mpmath.mpf(step) / steps
            ups.append(rate * left * average[i] / (1 - first**step) / scale)
        for j in range(k):
            for i in range(n):
                w[i][j] += ups[4 * j + i]
                v[j][i] += ups[8 + 2 * i + j]
            l[j] += ups[16 + j]
        s += ups[18]
    return scores(rows, w, v, l, s)


class Vector(list):
    def __rmul__(self, factor):
        return Vector(factor * x for x in self)


def scores(rows, w, v, l, s):
    """Mean log-density under N(0, WW' + s2), and the bound: it less the mean divergence of the
    encoder from the posterior."""
    s2 = mpmath.exp(s)
    w, v = mpmath.matrix(w), mpmath.matrix(v)
    c = w * w.T + s2 * mpmath.eye(4)
    inverse = c**-1
    precision = (w.T * w + s2 * mpmath.eye(2)) / s2
    posterior = precision**-1
    evidence, gap = 0, 0
    for row in rows:
        x = mpmath.matrix(row)
        evidence -= (4 * mpmath.log(2 * mpmath.pi) + mpmath.log(mpmath.det(c)) + (x.T * inverse * x)[0]) / 8
        apart = v * x - posterior * w.T * x / s2
        spread = sum(precision[j, j] * mpmath.exp(l[j]) for j in range(2))
        logs = -mpmath.log(mpmath.det(precision)) - sum(l)
        gap += (spread - 2 + logs + (apart.T * precision * apart)[0]) / 8
    return evidence, evidence - gap, s2


def steps(remedy):
    """How many steps up the gradient of the objective, by differences, until a tenth of a nat."""
    with mpmath.workdps(40):
        wide = mpmath.mpf("1.5")
        price = lambda v, l: (v**2 * wide + mpmath.exp(l) - 1 - l) / 2
        error = lambda w, v, l: (wide * (1 - w * v) ** 2 + w**2 * mpmath.exp(l)) / 2
        at = [mpmath.mpf("0.01")] * 2 + [mpmath.mpf(0)]
        for step in range(2000):
            carried = price(*at[1:])
            if carried >= mpmath.mpf("0.1"):
                return step
            # Nothing has been carried yet: bits are free.
            weights = {"plain": 1, "annealed": min(1, step / mpmath.mpf(200))}
            weights |= {"cyclical": min(1, step % 500 / mpmath.mpf(250)), "free": 0}
            objective = lambda x: -error(*x) - weights[remedy] * price(*x[1:])
            h = mpmath.mpf(10) ** -12
            moved = lambda k, h: [x + h * (i == k) for i, x in enumerate(at)]
            slopes = [(objective(moved(k, h)) - objective(moved(k, -h))) / (2 * h) for k in range(3)]
            at = [x + slope / 10 for x, slope in zip(at, slopes)]
