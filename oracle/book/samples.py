"""From samples."""

import mpmath

from shared.values import information, integer, number, plain_kl
from shared.draws import Draws
from shared.exact import exact

LOOSE = {
    "exact-bias.exact": (32, "binomial weights by a recurrence, and terms that cancel"),
    "neighbours": (128, "distances between draws that are rounded"),
    "exercise-three": (16, "a plain difference"),
}


def mean_divergence(n, k):
    """Of the frequencies of n throws of a fair die with k faces."""
    p = mpmath.mpf(1) / k
    term = lambda c: mpmath.mpf(c) / n * mpmath.log(mpmath.mpf(c) / (n * p))
    weight = lambda c: mpmath.binomial(n, c) * p**c * (1 - p) ** (n - c)
    return k * mpmath.fsum(weight(c) * term(c) for c in range(1, n + 1))


def normals(seed, n, *means):
    draws = Draws(seed)
    return [[mean + draws.normal() for _ in range(n)] for mean in means]


def monte_carlo():
    (x,) = normals(1, 1000, 1)
    terms = [v - mpmath.mpf(1) / 2 for v in x]
    mean = mpmath.fsum(terms) / 1000
    variance = mpmath.fsum((t - mean) ** 2 for t in terms) / 999
    return mean, mpmath.sqrt(variance / 1000)


def neighbours():
    with mpmath.workdps(40):
        here, there = normals(2, 400, 1, 0)
        kth = lambda x, others: sorted(abs(x - y) for y in others)[2]
        logs = [
            mpmath.log(kth(x, there) / kth(x, here[:i] + here[i + 1 :])) for i, x in enumerate(here)
        ]
        return mpmath.fsum(logs) / 400 + mpmath.log(mpmath.mpf(400) / 399)


def psi():
    draws = Draws(3)
    histograms = []
    for _ in range(2):
        counts = [0] * 20
        for _ in range(200):
            counts[int(20 * draws.uniform())] += 1
        histograms.append(counts)
    terms = [mpmath.mpf(a - b) / 200 * mpmath.log(mpmath.mpf(a) / b) for a, b in zip(*histograms)]
    return mpmath.fsum(terms)


def on_ten_draws(f):
    """The mean over ten draws from a fair coin of f of the mean ratio to the coin (0.9, 0.1)."""
    ratios = [2 * exact(0.9), 2 * exact(0.1)]
    share = lambda k: (k * ratios[0] + (10 - k) * ratios[1]) / 10
    return mpmath.fsum(mpmath.binomial(10, k) * f(share(k)) for k in range(11)) / 1024


def values():
    bent = lambda: plain_kl([exact(0.9), exact(0.1)], [mpmath.mpf("0.5")] * 2)
    yield "bound-on-samples.kl", information(bent)
    yield "bound-on-samples.donsker_varadhan", number(lambda: bent() - on_ten_draws(mpmath.log))
    yield "bound-on-samples.nwj", number(lambda: bent() + 1 - on_ten_draws(lambda mean: mean))
    yield "exact-bias.exact", number(lambda: mean_divergence(60, 6))
    yield "exact-bias.rule", number(lambda: mpmath.mpf(5) / 120)
    smoothed = lambda counts: [(c + mpmath.mpf(1) / 2) / (sum(counts) + 2) for c in counts]
    yield "empty.plain", information(lambda: mpmath.inf)
    yield "empty.smoothed", information(
        lambda: plain_kl(smoothed([9, 7, 3, 1]), smoothed([12, 6, 2, 0]))
    )
    yield "draws.value", information(lambda: monte_carlo()[0])
    yield "draws.error", information(lambda: monte_carlo()[1])
    yield "draws.truth", information(lambda: mpmath.mpf(1) / 2)
    found = neighbours()
    yield "neighbours.estimate", information(lambda: found)
    yield "drift.expected", number(lambda: mpmath.mpf(19) / 100)
    yield "drift.seen", number(psi)
    yield "exercise-one.needed", integer(next(n for n in range(1, 10**4) if 99 * 100 < 2 * n))
    counts = [8, 9, 19, 5, 8, 11]
    yield "exercise-two.statistic", number(
        lambda: 120 * mpmath.fsum(mpmath.mpf(c) / 60 * mpmath.log(mpmath.mpf(c) / 10) for c in counts)
    )

    def bound():
        p, q, t = ([exact(x) for x in v] for v in ([0.5, 0.5], [0.9, 0.1], [-0.5, 1.5]))
        of_p = mpmath.fsum(a * b for a, b in zip(p, t))
        return of_p - mpmath.log(mpmath.fsum(a * mpmath.exp(b) for a, b in zip(q, t)))

    yield "exercise-three.bound", number(bound)
