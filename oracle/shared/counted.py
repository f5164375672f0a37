"""Counts, and what is estimated from them."""

import mpmath
from mpmath import log, mpf

from shared.sizes import log_uniform


def counts(random, k):
    kind = random.randrange(4)
    if kind == 0:
        return [random.randrange(1, 50) for _ in range(k)]
    if kind == 1:
        return [int(log_uniform(random, 1, 1e14)) for _ in range(k)]
    if kind == 2:
        return [random.randrange(0, 4) for _ in range(k - 1)] + [1]
    return [10**6 + random.randrange(1000) for _ in range(k)]


def near(random, p):
    """Multiples of the counts, but for a few more or less."""
    times = random.choice([1, 3, 1000])
    return [max(1, times * c + random.randrange(-1, 2)) for c in p]


def histograms(random, number):
    largest = 2**64 - 1
    result = [([1], [1]), ([1, 1], [1, 0]), ([largest], [largest]), ([largest - 1, 1], [1, largest - 1]),
              ([largest - 1, 1], [largest - 2, 2]), ([2**62, 2**62], [2**62, 2**62 + 1]), ([1, 0], [1, 10**19])]
    while len(result) < number:
        p = counts(random, random.choice([2, 3, 5, 10, 30]))
        q = near(random, p) if random.randrange(2) else counts(random, len(p))
        result.append((p, q))
    return result


def entropy(counts):
    n = mpf(sum(counts))
    return mpmath.fsum(-c / n * log(c / n) for c in counts if c)


def entropy_corrected(counts):
    return entropy(counts) + mpf(sum(c > 0 for c in counts) - 1) / (2 * sum(counts))


def kl(p, q):
    n, m = mpf(sum(p)), mpf(sum(q))
    if any(a and not b for a, b in zip(p, q)):
        return mpmath.inf
    return mpmath.fsum(a / n * log(a / n / (b / m)) for a, b in zip(p, q) if a)


def bias_of_kl(p, q):
    n, m = mpf(sum(p)), mpf(sum(q))
    ratios = mpmath.fsum(a / n / (b / m) for a, b in zip(p, q) if a)
    return (sum(a > 0 for a in p) - 1) / (2 * n), (ratios - 1) / (2 * m)


def kl_corrected(p, q):
    value = kl(p, q)
    return value if mpmath.isinf(value) else value - sum(bias_of_kl(p, q))


def condition(terms):
    return max(map(abs, terms)) / abs(terms[0] - mpmath.fsum(terms[1:]))
