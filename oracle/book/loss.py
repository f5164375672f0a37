"""A loss in PyTorch."""

import mpmath

from core import pmf
from shared.values import information, number
from shared.exact import exact

P, Q = [0.1, 0.4, 0.5], [0.2, 0.3, 0.5]

LOOSE = {
    "elements.first_element": (8, "t ln t and t times a logarithm cancel"),
    "elements.second_element": (8, "t ln t and t times a logarithm cancel"),
    "elements.swapped": (32, "terms that cancel, as PyTorch adds them"),
    "batch.": (16, "terms that cancel, as PyTorch adds them"),
    "single.": (32, "terms that cancel, as PyTorch adds them"),
    "descent.raw": (256, "a thousand rounded steps"),
}


def vectors(*rows):
    return [list(map(exact, row)) for row in rows]


def softmax(z):
    weights = [mpmath.exp(x) for x in z]
    total = mpmath.fsum(weights)
    return [w / total for w in weights]


def plain(p, q):
    """The definition, for probabilities that need not be doubles."""
    return mpmath.fsum(a * (mpmath.log(a) - mpmath.log(b)) for a, b in zip(p, q))


def between_logits(z, w):
    return plain(softmax(z), softmax(w))


def values():
    p, q = vectors(P, Q)
    yield "first.paper", information(pmf.kl, P, Q)
    yield "first.naive", number(lambda: mpmath.fsum(b * (mpmath.log(b) - a) for a, b in zip(p, q)) / 3)
    term = lambda i: p[i] * mpmath.log(p[i] / q[i])
    yield "elements.first_element", number(lambda: term(0))
    yield "elements.second_element", number(lambda: term(1))
    yield "elements.third_element", number(lambda: term(2))
    yield "elements.swapped", number(lambda: plain(q, p))
    rows = [vectors(*pair) for pair in ((P, Q), ([0.6, 0.3, 0.1], [0.25, 0.25, 0.5]))]
    both = lambda: mpmath.fsum(plain(*pair) for pair in rows)
    yield "batch.sum", number(both)
    yield "batch.batch_mean", number(lambda: both() / 2)
    yield "batch.mean", number(lambda: both() / 6)
    yield "logits.loss", number(lambda: between_logits([1, 2, 3], [3, 2, 1]))
    yield "apart.half", number(lambda: between_logits([1, 2, 3], [2, 2, 2]))
    yield "apart.double", number(lambda: between_logits([1, 2, 3], [5, 2, -1]))
    yield "single.shown", number(lambda: plain(p, q) / 3)
    yield "single.right", number(lambda: plain(p, q))
    yield "descent.at_start", number(lambda: plain(p, [mpmath.mpf(1) / 3] * 3))
    # A thousand steps of p/2 from zero: the logits are 500 p.
    yield "descent.raw", number(lambda: plain(p, softmax([500 * x for x in p])))
    yield "exercise-one.divergence", number(lambda: exact(0.002) * 64 * 1000 / 64)
    yield "exercise-two.shown", number(lambda: exact(0.25) * 8 * 128 / 8)
    log_sum = lambda: mpmath.log(sum(mpmath.exp(k) for k in (1, 2, 3)))

    def raw():
        target = softmax([1, 2, 3])
        return mpmath.fsum(t * (mpmath.log(t) - z) for t, z in zip(target, (3, 2, 1)))

    yield "exercise-three.loss", number(raw)
    yield "exercise-three.missing", number(log_sum)
