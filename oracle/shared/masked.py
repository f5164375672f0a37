"""Logits some of which are masks, which are hugely negative; and functions of them by their
definitions, with gradients in closed form: no difference quotient sees e to the power of a mask.

No condition number knows a mask: q − p does not care how negative it is. Entries that are small by
chance, because what they are the difference of happens to agree, are left out with their case; up
to an eighth of their parts they have a condition number, which is at most 8.
"""

import functools

import mpmath
from mpmath import mpf

from shared.exact import exact, stable
from shared.sizes import log_uniform, nearby
from shared.vectors import INF

# Sums of exponentials: 324 digits below the point may count, and 35 are asked for.
DIGITS = 380

# The least number of 32 bits, of 16 bits, and what else programs have; and what is far beyond.
OF_32_BITS = -3.4028234663852886e38
MASKS = [OF_32_BITS, OF_32_BITS, -1e4, -65504.0, -1e5, -1e9, -1e19, -1e33, -1e38, -1e100, -1e290]
# Beyond what objectives take.
FURTHER = [-1e305, -1e308, -1.7976931348623157e308, -INF]


def mask(random, masks, logit):
    """In place of the logit, or added to it."""
    m = random.choice(masks)
    return m + logit if random.random() < 0.3 else m


def masked_pairs(random, count, masks, sizes=(2, 2, 3, 4, 5, 8, 17, 33)):
    """Logits of P and Q with masks in Q alone, in P alone, in both, or here and there."""
    m = OF_32_BITS
    rows = [
        ([2.0, 1.0, 0.3], [0.5, 1.5, m]),
        ([0.5, 1.5, m], [2.0, 1.0, 0.3]),
        ([2.0, 1.0, m, 0.3], [0.5, 1.5, m, m]),
        ([0.5, 0.0], [0.25, m]),
        ([0.5, m], [0.25, 0.0]),
        ([0.5, m], [m, 0.25]),
        ([1.0, 0.5, m], [m, m, 0.25]),
        ([0.25, -87.0, 1.0], [0.5, m, 1.0]),
    ]
    for i in range(count):
        n = random.choice(sizes)
        size = random.choice([0.01, 1.0, 3.0, 30.0])
        a = [random.gauss(0.0, size) for _ in range(n)]
        b = [random.gauss(0.0, size) for _ in range(n)]
        if i % 3 == 0:
            change = log_uniform(random, 1e-12, 0.1)
            b = [x + change * random.gauss(0.0, 1.0) for x in a]
        if i % 5 == 0:
            shift = random.uniform(-50.0, 50.0)
            b = [x + shift for x in b]
        places = random.sample(range(n), random.randrange(1, n))
        for k in places:
            side = ["q", "p", "both", random.choice(["p", "q", "both"])][i // 2 % 4]
            if side in ("q", "both"):
                b[k] = mask(random, masks, b[k])
            if side in ("p", "both"):
                a[k] = mask(random, masks, a[k])
            elif random.random() < 0.3:
                # So unlikely under P that its share of the mean may be of any size.
                a[k] -= random.uniform(20.0, 740.0)
        rows.append((a, b))
    return rows


def with_further(random):
    return masked_pairs(random, 120, MASKS + FURTHER)


def without_infinity(random):
    return masked_pairs(random, 120, MASKS + FURTHER[:-1])


def of_objectives(random):
    return masked_pairs(random, 120, MASKS, (2, 2, 3, 4, 5, 17))


def with_zeros(random):
    return masked_pairs(random, 60, [-INF, -INF, -INF, -1e9], (2, 2, 3, 4, 5, 17))


def clear(size, promised=0.0):
    """The `value` and the `condition_of` of a row, from a function that says for each number what
    its parts are beside one another. A case is left out if a number is less than an eighth of
    that; of those that are less, but not so little, the condition number is their quotient. Next to
    the subnormals it is 4: kl-core keeps a sixteenth of a difference, so that none overflows. Left
    out are gradients, behind a value, whose largest entry is below what is promised too."""
    def value(formula, *inputs, digits):
        output = stable(formula, *inputs, digits=digits)
        with mpmath.workdps(digits):
            small = any(abs(mpf(x)) < least / 8 and least > 1e-300 for x, least in zip(output, size(*inputs)))
            largest = max(abs(mpf(x)) for x in output[1:]) if promised else mpf(0)
        return None if small or 0 < largest < promised else output

    def condition_of(output, *inputs):
        def condition(x, least):
            if 0 < abs(x) < 1e-300:
                return mpf(4)
            return max(mpf(1), least / abs(x)) if x else mpf(1)
        return [condition(x, least) for x, least in zip(output, size(*inputs))]
    return {"value": value, "condition_of": condition_of}


def exp(x):
    """eˣ. Below 10⁻⁴⁰⁰⁰⁰ it is left to be so small that no sum sees it."""
    return mpmath.exp(max(x, mpf(-100_000))) if x != -mpmath.inf else mpf(0)


def both(a, b, temperature=1.0):
    """p and ln p, q and ln q."""
    return [shares(tuple(z), temperature, mpmath.mp.prec) for z in (a, b)]


@functools.lru_cache(maxsize=64)
def shares(logits, temperature, _digits):
    z = [exact(x) / exact(temperature) for x in logits]
    total = mpmath.log(mpmath.fsum(exp(x - max(z)) for x in z))
    logs = [x - max(z) - total for x in z]
    return [exp(x) for x in logs], logs


def product(x, y):
    return x * y if x else mpf(0)


def divergence(p, q):
    (p, lp), (_, lq) = p, q
    return mpmath.fsum(product(x, u - v) for x, u, v in zip(p, lp, lq))


def differences(a, b, temperature=1.0):
    """q − p of all outcomes, each with its size: itself, or the larger of q and p where P and Q are
    far apart, and times how near they are where they are near."""
    (p, _), (q, _) = both(a, b, temperature)
    apart = [y - x for x, y in zip(p, q)]
    near = mpmath.fsum(map(abs, apart)) / 2
    return apart, [max(abs(d), near * max(x, y)) for d, x, y in zip(apart, p, q)]


def less_their_mean(p, values):
    """p (v − the mean of v under P), each with its size."""
    mean = mpmath.fsum(map(product, p, values))
    apart = [v - mean for v in values]
    size = mpmath.fsum(product(x, abs(v)) for x, v in zip(p, apart))
    return [*map(product, p, apart)], [x * size for x in p]


def mixture(p, q, beta):
    """βP + (1 − β)Q, and its logarithms."""
    (p, lp), (q, lq) = p, q
    m = [beta * x + (1 - beta) * y for x, y in zip(p, q)]
    floor = lambda k: max(lp[k] if beta else -mpmath.inf, lq[k] if beta < 1 else -mpmath.inf)
    return m, [mpmath.log(x) if x > mpf(10) ** -40000 else floor(k) for k, x in enumerate(m)]
