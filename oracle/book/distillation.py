"""Distillation."""

import mpmath

from shared import logits as of_logits
from shared.values import information, number, plain_kl
from shared.exact import exact

TEACHER, STUDENT = [8.0, 5.0, 0.0], [3.0, 4.0, 2.0]

LOOSE = {
    "capacity.at_low": (8, "a plain sum of eleven products with terms of either sign"),
    "exercise-two.spread": (12, "one less a sum that is close to one"),
}


def entropy(p):
    return -mpmath.fsum(x * mpmath.log(x) for x in p)


def softmax(logits, temperature):
    return of_logits.softmax(list(map(exact, logits)), temperature)


def soft_kl(temperature):
    return plain_kl(softmax(TEACHER, temperature), softmax(STUDENT, temperature))


def derivative(temperature, k):
    """Of the divergence in one logit of the student, numerically."""
    teacher = softmax(TEACHER, temperature)

    def moved(step):
        logits = list(map(exact, STUDENT))
        logits[k] += step
        return plain_kl(teacher, of_logits.softmax(logits, temperature))

    h = mpmath.mpf(10) ** (-mpmath.mp.dps // 4)
    return (moved(h) - moved(-h)) / (2 * h)


def length(temperature):
    with mpmath.workdps(300):
        return mpmath.sqrt(mpmath.fsum(derivative(temperature, k) ** 2 for k in range(3)))


def binomial(theta):
    return [mpmath.binomial(10, x) * theta**x * (1 - theta) ** (10 - x) for x in range(11)]


def habits():
    low, high = binomial(exact(0.1)), binomial(exact(0.85))
    return [exact(0.4) * a + exact(0.6) * b for a, b in zip(low, high)]


def forward():
    """The least forward divergence, by a search for the zero of its derivative."""
    p = habits()
    slope = lambda t: mpmath.fsum(
        -a * (x / t - (10 - x) / (1 - t)) for x, a in enumerate(p)
    )
    return mpmath.findroot(slope, (0.3, 0.8), solver="illinois")


def reverse(start, end):
    p = habits()

    def slope(t):
        # By the chain rule on q log(q/p), with dq = q (x/t - (10 - x)/(1 - t)) dt.
        q = binomial(t)
        return mpmath.fsum(
            b * (x / t - (10 - x) / (1 - t)) * (mpmath.log(b / a) + 1) for x, (a, b) in enumerate(zip(p, q))
        )

    return mpmath.findroot(slope, (start, end), solver="illinois")


def total(q):
    return mpmath.fsum(q[4:7])


def values():
    for t in 1, 4:
        for name, k in ("cat", 0), ("dog", 1), ("truck", 2):
            yield f"softened.{name}_{t}", number(lambda t=t, k=k: softmax(TEACHER, t)[k])
        yield f"softened.entropy_{t}", information(lambda t=t: entropy(softmax(TEACHER, t)))
    yield "sizes.quotient", number(lambda: soft_kl(32) / soft_kl(64))
    for t in 1, 64:
        yield f"sizes.loss_{t}", number(lambda t=t: t**2 * soft_kl(t))
        yield f"sizes.bare_{t}", number(lambda t=t: length(t))
        yield f"sizes.kept_{t}", number(lambda t=t: t**2 * length(t))
    # Half the variance of the differences 5, 1 and -2.
    yield "sizes.limit_value", number(lambda: (mpmath.mpf(30) / 3 - (mpmath.mpf(4) / 3) ** 2) / 2)
    high, low = lambda: reverse(0.6, 0.95), lambda: reverse(0.02, 0.3)
    for name, best in ("forward", forward), ("high", high), ("low", low):
        yield f"capacity.{name}", number(best)
        yield f"capacity.at_{name}", number(lambda best=best: plain_kl(binomial(best()), habits()))
    yield "capacity.forward_between", number(lambda: total(binomial(forward())))
    yield "capacity.teacher_between", number(lambda: total(habits()))
    yield "capacity.high_between", number(lambda: total(binomial(high())))
    yield "jump.at_zero", number(lambda: soft_kl(1))
    beta = exact(1e-3)

    def jensen_shannon():
        p, q = softmax(TEACHER, 1), softmax(STUDENT, 1)
        m = [beta * a + (1 - beta) * b for a, b in zip(p, q)]
        return entropy(m) - beta * entropy(p) - (1 - beta) * entropy(q)

    yield "jump.near_zero", number(jensen_shannon)
    yield "jump.scaled", number(lambda: jensen_shannon() / (beta * (1 - beta)))

    def part(factor):
        with mpmath.workdps(300):
            soft = abs(factor * derivative(16, 0))
            hard = softmax(STUDENT, 1)[0]
            return soft / (soft + hard)

    yield "forgotten.with_square", number(lambda: part(256))
    yield "forgotten.without", number(lambda: part(1))
    two = lambda v, t: of_logits.softmax([mpmath.mpf(v), mpmath.mpf(0)], t)
    yield "exercise-one.at_four", number(lambda: 16 * plain_kl(two(2, 4), two(0, 4)))

    def spread():
        p, q = softmax(TEACHER, 1), softmax(STUDENT, 1)
        return mpmath.fsum(
            p[y] * ((q[k] - (k == y)) - (q[k] - p[k])) ** 2 for y in range(3) for k in range(3)
        )

    yield "exercise-two.spread", number(spread)
    # Disjoint: D(P||M) and D(Q||M) are the logarithm of 2, over one half each.
    yield "exercise-three.largest", number(lambda: 2 * mpmath.log(2) + 2 * mpmath.log(2))
