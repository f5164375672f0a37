"""When the loss looks wrong."""

import mpmath

from shared.values import information, number, plain_kl
from shared.exact import exact

P, Q = [0.1, 0.4, 0.5], [0.2, 0.3, 0.5]

CANCEL = "terms that cancel, as PyTorch adds them"
LOOSE = {
    "log-target.": (32, CANCEL),
    "swapped.swapped": (32, CANCEL),
    "reductions.": (32, CANCEL),
    "tokens.": (32, CANCEL),
    "axis.": (16, CANCEL),
    "no-logarithm.": (8, CANCEL),
    "estimate.": (16, "differences of logarithms as rounded"),
}


def vectors(*rows):
    return [list(map(exact, row)) for row in rows]


def elements(p, a):
    """PyTorch's, of probabilities p and whatever a stands where log q belongs."""
    return mpmath.fsum(x * (mpmath.log(x) - y) for x, y in zip(p, a))


def softmax(z):
    weights = [mpmath.exp(x) for x in z]
    return [w / mpmath.fsum(weights) for w in weights]


def logs(q):
    return list(map(mpmath.log, q))


def transposed(rows):
    return [list(column) for column in zip(*rows)]


def values():
    p, q = vectors(P, Q)
    yield "pair.kl", information(lambda: plain_kl(*vectors(P, Q)))
    yield "no-logarithm.probabilities", number(lambda: elements(p, q))
    for name, shift in ("logits", 3), ("shifted", 4):
        yield f"no-logarithm.{name}", number(lambda shift=shift: elements(p, [x + shift for x in logs(q)]))

    def over_rows(z, which):
        along = lambda: list(map(softmax, z))
        across = lambda: transposed(map(softmax, transposed(z)))
        pairs = lambda: zip(along(), across()) if which == "q" else zip(across(), along())
        return number(lambda: mpmath.fsum(elements(a, logs(b)) for a, b in pairs()) / len(z))

    yield "axis.q_over_rows", over_rows([[1, 2, 3], [3, 2, 1]], "q")
    yield "axis.p_over_rows", over_rows([[1, 3], [2, 2], [3, 1]], "p")
    yield "log-target.forgotten_right", number(lambda: plain_kl(p, q))
    weighed = lambda a: number(lambda: mpmath.fsum(mpmath.exp(x) * (x - mpmath.log(y)) for x, y in zip(p, a)))
    yield "with-probabilities.shown", weighed(q)
    yield "with-probabilities.itself", weighed(p)
    for i, name in enumerate(("first", "second", "third")):
        yield f"with-probabilities.{name}", number(lambda i=i: softmax(p)[i])
    yield "swapped.swapped", number(lambda: elements(q, logs(p)))
    yield "swapped.without_logs", number(lambda: elements(q, p))
    yield "reductions.mean", number(lambda: elements(p, logs(q)) / 3)
    yield "reductions.sum", number(lambda: elements(p, logs(q)))
    yield "tokens.shown", number(lambda: 3 * elements(p, logs(q)))
    yield "tokens.per_token", number(lambda: elements(p, logs(q)))
    at_eight = lambda: plain_kl(softmax([mpmath.mpf(z) / 8 for z in (4, 1, 0)]), [mpmath.mpf(1) / 3] * 3)
    yield "temperature.bare", number(at_eight)
    yield "temperature.kept", number(lambda: 64 * at_eight())
    yield "underflow.right", number(lambda: mpmath.log(softmax([0, -120])[1]))
    yield "masked.right", number(lambda: plain_kl(softmax([1, 2]), softmax([2, 1])))

    def clamped(eps):
        def loss():
            likely = softmax([0, -90])[0]
            return mpmath.log(mpmath.mpf(1) / 2) - (mpmath.log(likely) + mpmath.log(exact(eps))) / 2

        return number(loss)

    yield "clamped.small", clamped(1e-8)
    yield "clamped.smaller", clamped(1e-11)
    yield "clamped.truth", number(lambda: plain_kl([mpmath.mpf(1) / 2] * 2, softmax([0, -90])))
    yield "clamped.cap", number(lambda: -mpmath.log(exact(1e-8)))
    yield "clamped.slope", number(lambda: mpmath.mpf(0))
    near = lambda: plain_kl(*vectors([0.3, 0.2, 0.5], [0.3 + 2e-5, 0.2 - 2e-5, 0.5]))
    yield "rounding.truth", number(near)
    yield "rounding.zero", number(lambda: mpmath.mpf(0))
    # As a float32, and to the nearest 1/32, where bfloat16 has its neighbours.
    single = mpmath.nint(-7.3 * mpmath.mpf(2) ** 21) / mpmath.mpf(2) ** 21
    yield "rounding.off", number(lambda: single - mpmath.nint(single * 32) / 32)
    yield "one-class.loss", number(lambda: mpmath.mpf(0))
    yield "floor.floor", number(lambda: mpmath.fsum(-x * mpmath.log(x) for x in p))
    density = lambda variance: number(lambda: mpmath.log(2 * mpmath.pi * exact(variance)) / 2)
    yield "density.wide", density(1)
    yield "density.narrow", density(1e-4)
    differences = lambda: [exact(a) - exact(b) for a, b in ((-1.2, -1.0), (-0.4, -0.3))]
    yield "estimate.k1", number(lambda: mpmath.fsum(differences()) / 2)
    yield "estimate.k3", number(lambda: mpmath.fsum(mpmath.exp(-d) - 1 + d for d in differences()) / 2)
