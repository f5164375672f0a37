"""The digits."""

import mpmath

from core import pmf
from shared.values import information, integer, number
from shared.exact import exact


def pair(h):
    """The distributions of the chapter, of which the doubles hold every digit."""
    p = [mpmath.mpf(2 * i + 1) / 2**20 for i in range(1024)]
    q = [a * (1 + s * h) for a, s in zip(p, [1, -1, -1, 1] * 256)]
    return p, q


def kl_of_pair(h):
    with mpmath.workdps(80):
        p, q = pair(h)
        return mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(p, q))


def values():
    yield "doubles.four_ulp", number(lambda: mpmath.mpf(2) ** -50)
    # What is lost is what doubles lose: Python's are the same.
    yield "near.plain_at_four", integer(plain_digits(1433 * 2.0**-23))
    yield "near.kernel_at_nine", integer(15)
    yield "near.truth_at_nine", number(lambda: kl_of_pair(mpmath.mpf(1433) / 2**41))
    yield "kernel.by_series", number(lambda: kl_of_pair(mpmath.mpf(22931) / 2**41))
    h = 2.0**-27
    p = [0.125, 0.375, 0.375, 0.125]
    q = [0.125 * (1 + h), 0.375 - 0.125 * h, 0.375, 0.125]

    def jensen_shannon():
        a, b = [exact(x) for x in p], [exact(x) for x in q]
        m = [(x + y) / 2 for x, y in zip(a, b)]
        half = lambda x: mpmath.fsum(s * mpmath.log(s / t) for s, t in zip(x, m)) / 2
        return half(a) + half(b)

    yield "relatives.js", information(jensen_shannon)

    def gammas():
        a, b = exact(1000.0), exact(1000.0 * (1 + 1e-7))
        with mpmath.workdps(60):
            return (a - b) * mpmath.digamma(a) - mpmath.loggamma(a) + mpmath.loggamma(b)

    yield "relatives.gamma", information(gammas)
    fair, bent = [0.5, 0.5], [0.9, 0.1]

    def smeared_digits():
        raised = lambda v: [exact(x) + exact(1e-10) for x in v]
        with mpmath.workdps(60):
            wrong = mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(raised(fair), raised(bent)))
            return int(mpmath.floor(-mpmath.log10(abs(wrong / pmf.kl(fair, bent) - 1))))

    yield "epsilon.right_digits", integer(smeared_digits())
    yield "epsilon.true_kl", information(pmf.kl, fair, bent)
    yield "logits.lost", {f".{unit}": "inf" for unit in ("nats", "bits", "dits")}

    def logits():
        log_total = lambda x: mpmath.log(1 + mpmath.exp(x))
        p = [1 / (1 + mpmath.exp(-700)), 1 / (1 + mpmath.exp(700))]
        logs = [log_total(-800) - log_total(-700), 100 + log_total(-800) - log_total(-700)]
        return mpmath.fsum(a * b for a, b in zip(p, logs))

    yield "logits.kept", information(logits)
    yield "sums.plain_right", integer(10)
    yield "sums.compensated_right", integer(15)
    truth = -mpmath.log(1 - mpmath.mpf(2) ** -40) / 2
    yield "blind.passes", integer(sum(truth <= allowed for allowed in (1e-3, 1e-6, 1e-9, 1e-15)))
    yield "exercise-one.first", integer(next(k for k in range(1, 99) if 1.0 + 2.0**-k == 1.0))
    yield "exercise-one.with", number(lambda: mpmath.log(1 + mpmath.mpf(2) ** -60))
    p = exact(1e-20)
    yield "exercise-two.plain", number(lambda: -p * mpmath.log(p))
    yield "exercise-two.right", number(lambda: -p * mpmath.log(p) - (1 - p) * mpmath.log(1 - p))

    def hellinger():
        with mpmath.workdps(80):
            return 1 - mpmath.fsum(mpmath.sqrt(a * b) for a, b in zip(*pair(mpmath.mpf(2) ** -27)))

    yield "exercise-three.squared", number(hellinger)


def plain_digits(h):
    """The digits that a plain sum over doubles has right."""
    import math

    total = 0.0
    for i in range(1024):
        p = (2 * i + 1) / 2**20
        total += p * math.log(p / (p * (1 + [h, -h, -h, h][i % 4])))
    with mpmath.workdps(60):
        truth = -mpmath.log(1 - exact(h) ** 2) / 2
        return int(mpmath.floor(-mpmath.log10(abs(exact(total) / truth - 1))))
