"""Tables of divergences that are large enough for a matrix product."""

import mpmath

from shared.exact import exact
from shared.rows import row

# Of rows and of columns.
SIZE = 12


def weights(n, step, kind, place):
    """Whole numbers that two programs can both make: even, steep, or one far above the others."""
    w = [(1 + k * step % 2**20) ** min(kind + 1, 2) for k in range(n)]
    if kind == 2:
        w[place % n] *= 2**8
    return w


def probabilities(w):
    """Doubles: total and weights are exact, and each quotient is rounded once."""
    total = float(sum(w))
    return [float(x) / total for x in w]


def lists(n, step_p, step_q, kind):
    """Both lists. Each third Q is next to the P of its number."""
    p = [weights(n, step_p * (i + 1), kind, i) for i in range(SIZE)]
    q = [weights(n, step_q * (i + 1), kind, i + 1) for i in range(SIZE)]
    for i in range(0, SIZE, 3):
        q[i] = [p[i][0] + 1, *p[i][1:]]
    return [[[exact(x) for x in probabilities(w)] for w in both] for both in (p, q)]


def entries(p, q, function, term):
    """Row after row, the sums of a term of p, q, and a function of each."""
    with_values = lambda both: [[(x, function(x)) for x in v] for v in both]
    p, q = with_values(p), with_values(q)
    return [mpmath.fsum(term(x, y, a, b) for (x, a), (y, b) in zip(v, w)) for v in p for w in q]


def cases(lengths):
    step = lambda random: random.randrange(2**19, 2**20) | 1
    return lambda random: [(n, step(random), step(random), kind) for n in lengths for kind in (0, 1, 2)]


@row("pairwise, KullbackLeibler", cases((5, 16, 40, 64, 100)))
def kl(*case):
    return entries(*lists(*case), mpmath.log, lambda p, q, a, b: p * (a - b) - p + q)


@row("pairwise, Jeffreys", cases((5, 40)))
def jeffreys(*case):
    return entries(*lists(*case), mpmath.log, lambda p, q, a, b: (p - q) * (a - b))


@row("pairwise, CrossEntropy", cases((5, 40)))
def cross_entropy(*case):
    return entries(*lists(*case), mpmath.log, lambda p, q, a, b: -p * b)


@row("pairwise, Hellinger", cases((5, 40)))
def hellinger(*case):
    squares = entries(*lists(*case), mpmath.sqrt, lambda p, q, a, b: (a - b) ** 2)
    return [mpmath.sqrt(square / 2) for square in squares]
