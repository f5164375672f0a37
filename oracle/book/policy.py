"""Policies."""

import mpmath

from shared.values import information, integer, number, plain_kl
from shared.exact import exact

LOOSE = {}


def fractions(*p):
    return list(map(exact, p))


def bernoulli(t):
    return [exact(t), 1 - exact(t)]


HALF = [mpmath.mpf("0.5")] * 2


def clipped(t):
    """The objective of two actions, case by case."""
    epsilon = exact(0.2)
    good, bad = 2 * exact(t), 2 * (1 - exact(t))
    return (min(good, 1 + epsilon) - max(bad, 1 - epsilon)) / 2


def top():
    """Where the penalised objective of two actions is largest, by its derivative."""
    objective = lambda t: 2 * t - 1 - plain_kl(HALF, [t, 1 - t])
    return mpmath.findroot(lambda t: mpmath.diff(objective, t), (mpmath.mpf("0.7"), mpmath.mpf("0.9")), solver="illinois")


def tilted(beta):
    weights = [p * mpmath.exp(r / beta) for p, r in zip(fractions(0.5, 0.3, 0.2), (0, 1, 2))]
    return [w / mpmath.fsum(weights) for w in weights]


def from_reference(beta):
    return plain_kl(tilted(beta), fractions(0.5, 0.3, 0.2))


def moments(p, q, k):
    values = [k(b / a) for a, b in zip(p, q)]
    mean = mpmath.fsum(a * v for a, v in zip(p, values))
    square = mpmath.fsum(a * v**2 for a, v in zip(p, values))
    return mean, mpmath.sqrt(square - mean**2)


def k1(r):
    return -mpmath.log(r)


def k2(r):
    return mpmath.log(r) ** 2 / 2


def k3(r):
    return r - 1 - mpmath.log(r)


def gradient(divergence, k):
    """In one logit of P = (0.5, 0.3, 0.2), numerically."""
    with mpmath.workdps(200):
        q = fractions(0.05, 0.15, 0.8)

        def moved(step):
            weights = fractions(0.5, 0.3, 0.2)
            weights[k] *= mpmath.exp(step)
            return divergence([w / mpmath.fsum(weights) for w in weights], q)

        h = mpmath.mpf(10) ** -50
        return (moved(h) - moved(-h)) / (2 * h)


def held(estimator, weight):
    """What the loss of the example averages to by the first logit, numerically: with p, q and what
    is drawn, of which `weight` says whether it moves."""

    def loss(p, q):
        draws = p if weight else fractions(0.5, 0.3, 0.2)
        return mpmath.fsum(d * estimator(b / a) for d, a, b in zip(draws, p, q))

    return gradient(loss, 0)


def of_tokens(logit, f):
    """The derivative of a sum over answers of two tokens, by a logit: f has the probabilities of
    both tokens under P, under P as it is now, and under Q."""

    def answers(first, after_0, after_1):
        for one, after in (1 - first, after_0), (first, after_1):
            yield one, 1 - after
            yield one, after

    with mpmath.workdps(200):
        now, q = fractions(0.5, 0.5, 0.9), fractions(0.25, 0.5, 0.1)

        def total(step):
            odds = now[logit] / (1 - now[logit]) * mpmath.exp(step)
            moved = [odds / (1 + odds) if i == logit else p for i, p in enumerate(now)]
            return mpmath.fsum(map(f, answers(*moved), answers(*now), answers(*q)))

        h = mpmath.mpf(10) ** -50
        return (total(h) - total(-h)) / (2 * h)


def best_weight(p, q):
    """The weight of r - 1 that leaves the least variance, from the moments as they are defined."""
    r = [b / a for a, b in zip(p, q)]
    mean = lambda x: mpmath.fsum(a * y for a, y in zip(p, x))
    logs = list(map(mpmath.log, r))
    covariance = mean([x * y for x, y in zip(logs, r)]) - mean(logs) * mean(r)
    return covariance / (mean([x * x for x in r]) - mean(r) ** 2)


# The logits of policy and reference at each token.
ROWS = [
    ([2, 1, 0, -1], [2, 1, 0.5, -1]),
    ([0, 3, 1, 0], [0, 2, 1, 0]),
    ([1, 1, 1, 1], [1, 1, 1, 1]),
    ([0, 0, 2, 1], [2, 0, 0, 1]),
]


def softmax(z):
    weights = [mpmath.exp(exact(x)) for x in z]
    return [w / mpmath.fsum(weights) for w in weights]


def token(row):
    return plain_kl(*map(softmax, row))


def bucketed(row):
    p, q = map(softmax, row)
    # Of equal ones the first.
    best = sorted(range(4), key=lambda i: (-p[i], i))[:2]
    kept = lambda x: [x[i] for i in best]
    with_rest = lambda x: [*kept(x), 1 - mpmath.fsum(kept(x))]
    return plain_kl(with_rest(p), with_rest(q))


def values():
    for name, t in ("corner", 0.6), ("far", 0.9), ("farther", 0.9999):
        yield f"two-actions.clip_{name}", number(lambda t=t: clipped(t))
        yield f"two-actions.kl_{name}", number(lambda t=t: plain_kl(HALF, bernoulli(t)))
    with mpmath.workdps(80):
        best = top()
    yield "penalty.best", {"": mpmath.nstr(best, 30)}
    yield "penalty.kl", information(lambda: plain_kl(HALF, [(1 + mpmath.sqrt(5)) / 4, (3 - mpmath.sqrt(5)) / 4]))
    for name, beta in ("4", 4), ("1", 1), ("quarter", mpmath.mpf("0.25")):
        yield f"tilted.first_{name}", number(lambda b=beta: tilted(b)[0])
        yield f"tilted.last_{name}", number(lambda b=beta: tilted(b)[2])
        yield f"tilted.kl_{name}", information(lambda b=beta: from_reference(b))
    near = fractions(0.5, 0.3, 0.2), fractions(0.45, 0.3, 0.25)
    far = fractions(0.9, 0.09, 0.01), fractions(0.1, 0.1, 0.8)
    for name, (p, q) in ("near", near), ("far", far):
        yield f"estimators.{name}", information(lambda p=p, q=q: plain_kl(p, q))
        yield f"estimators.{name}_mean_2", number(lambda p=p, q=q: moments(p, q, k2)[0])
        for i, k in enumerate([k1, k2, k3], 1):
            yield f"estimators.{name}_sd_{i}", number(lambda p=p, q=q, k=k: moments(p, q, k)[1])
    backwards = lambda p, q: plain_kl(q, p)
    for name, k in ("first", 0), ("last", 2):
        yield f"gradients.k2_{name}", number(lambda k=k: gradient(plain_kl, k))
        yield f"gradients.k3_{name}", number(lambda k=k: gradient(backwards, k))
    # A number times the score is the gradient of its mean with the number held.
    yield "neither.reward", number(lambda: held(k2, True) - held(k2, False))
    yield "neither.differentiated", number(lambda: held(k2, True))
    prod = lambda t: t[0] * t[1]
    yield "two-tokens.forward", number(
        lambda: of_tokens(0, lambda p, now, q: -prod(p) * mpmath.log(prod(q) / prod(p)))
    )
    by_token = lambda k: lambda p, now, q: prod(now) * (k(q[0] / p[0]) + k(q[1] / p[1]))
    yield "two-tokens.k2", number(lambda: of_tokens(0, by_token(k2)))
    yield "two-tokens.reverse", number(
        lambda: of_tokens(2, lambda p, now, q: prod(q) * mpmath.log(prod(q) / prod(p)))
    )
    yield "two-tokens.k3", number(lambda: of_tokens(2, by_token(k3)))
    yield "unseen.clipped", integer(sum(abs(exact(0.5) / exact(0.45) - 1) > exact(0.2) for _ in range(2)))
    yield "unseen.ratio", number(lambda: exact(0.5) / exact(0.45))
    yield "unseen.outside", information(lambda: mpmath.inf)
    yield "exercise-one.at_corner", information(lambda: plain_kl(HALF, fractions(0.6, 0.4)))
    price = lambda: mpmath.findroot(lambda b: from_reference(b) - exact(0.1), (1, 3), solver="illinois")
    yield "exercise-two.price", number(price)
    with_zero = lambda: mpmath.log(exact(0.5) / exact(0.4))
    yield "exercise-three.kl", information(with_zero)
    yield "exercise-three.mean", number(lambda: moments(HALF, fractions(0.4, 0.4), k3)[0])
    for name, p, q in (
        ("near", fractions(0.5, 0.3, 0.2), fractions(0.45, 0.3, 0.25)),
        ("far", fractions(0.9, 0.09, 0.01), fractions(0.1, 0.1, 0.8)),
    ):
        yield f"control.{name}", number(lambda p=p, q=q: best_weight(p, q))
        yield f"control.{name}_sd", number(
            lambda p=p, q=q: moments(p, q, lambda r: k1(r) + best_weight(p, q) * r)[1]
        )
    yield "vocabulary.token_mean", number(lambda: mpmath.fsum(map(token, ROWS)) / 4)
    yield "vocabulary.sequence_mean", number(lambda: (mpmath.fsum(map(token, ROWS[:3])) / 3 + token(ROWS[3])) / 2)
    yield "vocabulary.bucket", number(lambda: mpmath.fsum(map(bucketed, ROWS)) / 4)
    yield "vocabulary.gigabytes", number(lambda: mpmath.mpf(8 * 4096 * 128_000 * 4) / 10**9)
