"""Total variation."""

import itertools

import mpmath

from core import pmf
from shared.values import information, integer, number, plain_kl
from shared.exact import exact, stable

FAIR, BENT = [0.5, 0.5], [0.9, 0.1]
LOADED = [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]


def tv(p, q):
    """The largest disagreement on an event, over all events."""
    differences = [x - y for x, y in zip(p, q)]
    events = itertools.product((0, 1), repeat=len(p))
    return max(abs(mpmath.fsum(d for d, inside in zip(differences, e) if inside)) for e in events)


def coins(n, heads):
    """The numbers of heads in n tosses."""
    h = exact(heads)
    return [mpmath.binomial(n, k) * h**k * (1 - h) ** (n - k) for k in range(n + 1)]


def tv_of_tosses(n):
    return mpmath.fsum(abs(x - y) for x, y in zip(coins(n, 0.5), coins(n, 0.9))) / 2


def values():
    fair, bent = list(map(exact, FAIR)), list(map(exact, BENT))
    kl = lambda: pmf.kl(FAIR, BENT)
    yield "coins.tv", number(lambda: tv(fair, bent))
    yield "coins.right", number(lambda: (1 + tv(fair, bent)) / 2)
    yield "coins.kl", information(kl)
    crossing = lambda d: mpmath.sqrt(d / 2) - mpmath.sqrt(1 - mpmath.exp(-d))
    yield "bounds.cross", number(lambda: mpmath.findroot(crossing, (1, 2), solver="illinois"))
    yield "bounds.pinsker_coins", number(lambda: mpmath.sqrt(kl() / 2))
    huber = lambda d: mpmath.sqrt(1 - mpmath.exp(-d))
    yield "bounds.huber_coins", number(lambda: huber(kl()))
    yield "bounds.huber_two", number(lambda: huber(mpmath.mpf(2)))
    yield "needed.needed", number(lambda: 2 * (2 * exact(0.8) - 1) ** 2)
    with mpmath.workdps(50):
        needed = next(n for n in range(1, 100) if huber(n * kl()) >= mpmath.mpf(9) / 10)
        enough = next(n for n in range(1, 100) if tv_of_tosses(n) >= mpmath.mpf(9) / 10)
    yield "tosses.needed", integer(needed)
    yield "tosses.enough", integer(enough)
    yield "tosses.tv_enough", number(lambda: tv_of_tosses(enough))
    yield "half.doubled", number(lambda: 2 * tv(fair, bent))
    # The integral of the excess, from where the densities cross.
    ends = lambda: [mpmath.mpf(1) / 2 + 2 * i for i in range(10)]
    half = lambda: mpmath.quad(lambda x: mpmath.npdf(x, 1, 1) - mpmath.npdf(x, 0, 1), ends())
    yield "exercise-one.tv", {"": stable(half, digits=30)}
    right = lambda: (1 + half()) / 2
    yield "exercise-one.right", {"": stable(right, digits=30)}
    sixth = lambda: [mpmath.mpf(1) / 6] * 6
    yield "exercise-two.lies", number(lambda: 100 * tv(sixth(), list(map(exact, LOADED))))
    fifth = lambda: 2 * exact(0.6) - 1
    p = lambda: [mpmath.mpf(1) / 2 + fifth(), mpmath.mpf(1) / 2 - fifth()]
    yield "exercise-three.fair", information(lambda: plain_kl(p(), [mpmath.mpf(1) / 2] * 2))
