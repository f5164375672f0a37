"""Surprise and entropy."""

import mpmath

from core import pmf
from shared.values import information, log2, number
from shared.exact import exact, text

LOADED = [0.5] + [0.1] * 5

LOOSE = {
    "questions": (8, "plain sums of rounded sixths and tenths"),
    "differential": (16, "a plain sum of 2401 terms"),
}


def sixths():
    return [mpmath.mpf(1) / 6] * 6


def entropy(p):
    return mpmath.fsum(x * mpmath.log(1 / x) for x in p if x)


def values():
    loaded = list(map(exact, LOADED))
    for n in 1, 10, 38:
        # The largest k for which 2^k is at most 10^n, from the logarithm and not by shifting.
        k = int(mpmath.floor(n * log2(mpmath.mpf(10))))
        yield f"squeeze.low_{n}", number(lambda: mpmath.mpf(k) / n)
        yield f"squeeze.high_{n}", number(lambda: mpmath.mpf(k + 1) / n)
    yield "dice.fair", information(lambda: entropy(sixths()))
    yield "dice.loaded", information(lambda: entropy(loaded))
    yield "dice.other_face", number(lambda: log2(1 / exact(0.1)))
    yield "units.fair", information(lambda: entropy(sixths()))
    yield "arch.bent", information(pmf.entropy, [0.9, 0.1])

    # Lengths of the words, and not sums of joined probabilities.
    mean = lambda p, lengths: mpmath.fsum(a * n for a, n in zip(p, lengths))
    yield "questions.shannon_fair", number(lambda: mean(sixths(), [3] * 6))
    yield "questions.shannon_loaded", number(lambda: mean(loaded, [1, 4, 4, 4, 4, 4]))
    yield "questions.best_fair", number(lambda: shortest(sixths()))
    yield "questions.best_loaded", number(lambda: shortest(loaded))

    for name, n in ("one", 1), ("ten", 10), ("hundred", 100):
        yield f"blocks.{name}", number(lambda n=n: a_throw(n))
    for name, sigma in ("metres", 0.01), ("millimetres", 10.0):
        yield f"differential.{name}", {"": differential(sigma)}

    coin = lambda q: -q * log2(q) - (1 - q) * log2(1 - q) - mpmath.mpf(1) / 2
    root = lambda: mpmath.findroot(coin, (0.1, 0.12), solver="illinois")
    yield "exercise-one.half_a_bit", number(root)
    yield "exercise-two.tosses", number(lambda: mpmath.fsum(mpmath.mpf(k) / 2**k for k in range(1, 5000)))
    yield "exercise-three.letters", number(lambda: log2(mpmath.mpf(26) ** 8))
    yield "exercise-three.words", number(lambda: log2(mpmath.mpf(2048) ** 4))


def shortest(p):
    """The least mean length over all lengths that obey Kraft's inequality, by trying them."""
    best = mpmath.inf
    p = sorted(p, reverse=True)

    def extend(i, room, least, length):
        nonlocal best
        if i == len(p):
            best = min(best, length)
            return
        # Likelier outcomes have shorter words. Room is counted in shares of 2^-5.
        for n in range(least, 6):
            if 2 ** (5 - n) <= room:
                extend(i + 1, room - 2 ** (5 - n), n, length + p[i] * n)

    extend(0, 2**5, 1, mpmath.mpf(0))
    return best


def a_throw(n):
    """Shannon's code for n throws of the loaded die: by the number of ones."""
    half = mpmath.mpf(1) / 2
    lengths = (mpmath.ceil(k + (n - k) * log2(mpmath.mpf(10))) for k in range(n + 1))
    return mpmath.fsum(mpmath.binomial(n, k) * half**n * l for k, l in enumerate(lengths)) / n


def differential(sigma):
    """The differential entropy of a normal distribution as an integral, at forty digits."""
    with mpmath.workdps(40):
        density = lambda x: mpmath.npdf(x, 0, exact(sigma))
        ends = [k * exact(sigma) for k in range(-16, 17, 4)]
        return text(-mpmath.quad(lambda x: density(x) * mpmath.log(density(x)), ends))
