"""The KL term in every VAE."""

import mpmath

from core.pairs import normal
from shared.values import information, number
from shared.draws import Draws
from shared.exact import exact

LOOSE = {"batch.distance": (32, "the difference of two numbers of which a thirtieth is left")}


def cost(mean, log_variance):
    """The divergence of two normal distributions in which the deviation stands, not its logarithm."""
    width = mpmath.exp(log_variance / 2)
    return mpmath.log(1 / width) + (width**2 + mean**2) / 2 - mpmath.mpf(1) / 2


def values():
    sum_of = lambda means, logs: mpmath.fsum(cost(exact(m), exact(l)) for m, l in zip(means, logs))
    yield "line.wide", number(lambda: cost(0, mpmath.mpf(3)))
    yield "line.narrow", number(lambda: cost(0, mpmath.mpf(-3)))
    yield "line.value", number(lambda: sum_of([0.5, -1.0, 0.0], [0.0, -0.5, 1.0]))
    yield "batch.loss", number(lambda: batch() / 32)
    yield "batch.expected", number(lambda: 64 * moments()[0])
    yield "batch.error", number(error)
    yield "batch.distance", number(lambda: (batch() / 32 - 64 * moments()[0]) / error())
    yield "batch.total", number(batch)
    yield "half.right", information(lambda: cost(0, 2 * mpmath.log(2)))
    yield "half.wrong", information(lambda: cost(0, 4 * mpmath.log(2)))
    yield "cancel.truth", number(lambda: cost(0, mpmath.mpf(2) ** -15))
    yield "exercise-one.bits", number(lambda: mpmath.mpf(3))
    means, widths = [0.5, -1.0, 2.0, 0.0], [0.25, 0.5, 0.5, 1.0]

    def best():
        # Where the derivative of the sum vanishes, found by search.
        slope = lambda s: sum(1 / s - (exact(m) ** 2 + exact(w) ** 2) / s**3 for m, w in zip(means, widths))
        return mpmath.findroot(slope, 1.3)

    prior = lambda s: sum(normal.kl(m, w, 0.0, s) for m, w in zip(means, widths))
    yield "exercise-two.best", number(best)
    yield "exercise-two.saved", number(lambda: prior(1.0) - prior(best()))

    def start():
        square = exact(0.1) ** 2
        return 32 * (square + mpmath.exp(square / 2) - 1)

    yield "exercise-three.start", number(start)


def batch():
    """The sum over 32 rows of 64 coordinates."""
    with mpmath.workdps(60):
        draws = Draws(2014)
        terms = []
        for _ in range(32 * 64):
            mean = draws.normal()
            terms.append(cost(mean, draws.normal()))
        return mpmath.fsum(terms)


def moments():
    """Mean and variance of a coordinate's cost, from the moments of standard normal draws: the mean of
    exp(k·l) is exp(k²/2), and that of l·exp(l) its derivative in k at 1."""
    half = mpmath.mpf(1) / 2
    of_exp = lambda k: mpmath.exp(k * k / 2)
    mean = half * (1 + of_exp(1) - 1)
    # The mean of (m² + e^l - 1 - l)² over 4, term by term; m⁴ has the mean 3.
    square = 3 + of_exp(mpmath.mpf(2)) + 1 + 1
    square += 2 * (of_exp(1) - 1 - 0) + 2 * (-of_exp(1) - of_exp(1)) + 2 * 0
    return mean, square / 4 - mean**2


def error():
    return mpmath.sqrt(64 * moments()[1] / 32)
