"""What is given by vectors of numbers, straight from the definitions.

−∞ is null. A case has as many outputs as its group has functions, in the order of
`GROUPS` in `kl-core/tests/oracle/vectors.rs`.
"""

import functools
import math
import random as random_module

import mpmath

import discrete
import pmf
from exact import exact, found, log_uniform, nearby, stable
from kernels import SMALLEST, xlogy
from pmf import dirichlet, normalised, perturbed

INF = math.inf
# Sums of exponentials: 324 digits below the point may count, and 35 are asked for.
DIGITS = 380


# Logits: probabilities as exp(l) / sum of exp(l), then the sums.


def exp(x):
    """eˣ. Below 10⁻⁴⁰⁰⁰⁰ it is left to be so small that no sum sees it."""
    return mpmath.exp(max(exact(x), mpmath.mpf(-100_000)))


def shares(logits):
    """The probabilities, and the logarithms, which may be those of less."""
    return shares_at(tuple(logits), mpmath.mp.prec)


@functools.lru_cache(maxsize=64)
def shares_at(logits, _digits):
    top = exact(max(logits))
    total = mpmath.fsum(exp(exact(x) - top) for x in logits if x != -INF)
    logs = [exact(x) - top - mpmath.log(total) if x != -INF else -mpmath.inf for x in logits]
    return [mpmath.exp(max(x, mpmath.mpf(-100_000))) if x != -mpmath.inf else mpmath.mpf(0) for x in logs], logs


def logits_kl(a, b):
    (p, lp), (_, lq) = shares(a), shares(b)
    if any(x != -INF and y == -INF for x, y in zip(a, b)):
        return mpmath.inf
    return mpmath.fsum(u * (x - y) for u, x, y in zip(p, lp, lq) if u)


def logits_jensen_shannon(a, b):
    (p, _), (q, _) = shares(a), shares(b)
    half = lambda u, v: mpmath.fsum(xlogy(x, 2 * x / (x + y)) for x, y in zip(u, v) if x)
    return (half(p, q) + half(q, p)) / 2


def logits_cross_entropy(a, b):
    (p, _), (_, lq) = shares(a), shares(b)
    if any(x != -INF and y == -INF for x, y in zip(a, b)):
        return mpmath.inf
    return -mpmath.fsum(u * y for u, y in zip(p, lq) if u)


def logits_entropy(a, b):
    return logits_cross_entropy(a, a)


def log_probability(a, i):
    return shares(a)[1][i]


def probability(a, i):
    return shares(a)[0][i]



def exponential(x):
    return mpmath.exp(exact(x)) if x > -INF else mpmath.mpf(0)


def rounded_log_probabilities(a):
    with mpmath.workdps(DIGITS):
        return [float(log_probability(a, i)) for i in range(len(a))]


def spread(random, n, size):
    return [size * random.gauss(0.0, 1.0) for _ in range(n)]


def logit_pairs(random):
    rows = [
        ([0.0], [5.0]),
        ([0.0, 0.0], [0.0, -800.0]),
        ([0.0, -800.0], [0.0, 0.0]),
        ([0.0, -800.0], [-800.0, 0.0]),
        ([0.0, -800.0, -1600.0], [-1600.0, 0.0, -800.0]),
        ([0.0, -700.0], [0.0, -701.0]),
        ([0.0, -740.0], [0.0, -739.0]),
        ([0.0, -INF], [0.0, 0.0]),
        ([0.0, 0.0], [0.0, -INF]),
        ([0.0, -INF, 1.0], [0.0, -INF, 2.0]),
        ([0.0, -INF, 1.0], [0.0, -5.0, -INF]),
        ([0.0, -INF], [-INF, 0.0]),
        ([0.0, 1.0, -INF, -30.0], [0.0, 1.0 + 2.0**-40, -40.0, -INF]),
        ([0.0, 1.0, -INF, -300.0], [0.0, 1.0 + 2.0**-20, -200.0, -INF]),
        ([1e15, 1e15 + 1], [-1e15, -1e15 + 1.125]),
        ([1e15, 1e15 + 1], [0.1, 1.2]),
        ([1e300, 0.0], [0.0, 1e300]),
        ([1.7e308, -1.7e308], [-1.7e308, 1.7e308]),
        ([0.0, -1.7976931348623157e308], [0.5, 0.0]),
        ([0.5, 0.0], [0.0, -1.7976931348623157e308]),
        ([-720.0, 0.0, 1.0], [0.0, -1e10, -1e10]),
        ([0.0, -708.0], [0.0, -1e300]),
        ([0.0, -720.0], [0.0, -1.7e308]),
        ([1e-30, -30.0], [2e-30, -30.0]),
        ([0.0, 1e-150], [0.0, 0.0]),
        ([0.0, -50.0, 1.0], [51.0, 0.0, 0.0]),
    ]
    for n in (2, 3, 10):
        for base in (0.25, 3.0, 700.0, 1e15):
            a = [base] * n
            rows.append((a, [math.nextafter(base, INF)] + a[1:]))
            rows.append((a, [math.nextafter(base, -INF)] + a[1:]))
    sizes = lambda n: random.choice([2, 2, 3, 4, 5, 8, 12][:n])
    # Unrelated, from next to uniform to one outcome only.
    for _ in range(140):
        n, size = sizes(7), log_uniform(random, 1e-12, 1000.0)
        rows.append((spread(random, n, size), spread(random, n, log_uniform(random, size / 10, size * 10))))
    # Near each other; some shifted.
    for i in range(140):
        n, size = sizes(7), log_uniform(random, 0.1, 300.0)
        a = spread(random, n, size)
        b = [nearby(random, x, 1e-16, 0.1) for x in a]
        if i % 4 == 0:
            shift = random.choice([1e3, -1e9, 1e15])
            b = [x + shift for x in b]
        if i % 4 == 1:
            # All by the same relative change: the differences are in proportion.
            factor = 1.0 + log_uniform(random, 1e-15, 0.1)
            b = [x * factor for x in a]
        rows.append((a, b))
    # One outcome almost sure under P and not under Q; the reverse.
    for _ in range(60):
        n = sizes(5)
        a, b = spread(random, n, 1.0), spread(random, n, 1.0)
        a[0] += log_uniform(random, 10.0, 1000.0)
        b[random.randrange(n)] += log_uniform(random, 1.0, 1000.0)
        rows.append((a, b))
    # Some −∞.
    for _ in range(60):
        n = sizes(6)
        a, b = spread(random, n + 1, 5.0), spread(random, n + 1, 5.0)
        if random.random() < 0.5:
            b = [nearby(random, x, 1e-12, 0.1) for x in a]
        for v in (a, b):
            for i in range(1, n + 1):
                if random.random() < 0.2:
                    v[i] = -INF
        rows.append((a, b))
    return rows


def long_logits(n, bits, other):
    """Logits that two programs can both make: a·i modulo 2²⁴, in units of 2⁻ᵇⁱᵗˢ."""
    a = [(i * 7_368_787 % 2**24 - 2**23) * 2.0**-bits for i in range(n)]
    b = [x + (i * 1_299_709 % 2**20 - 2**19) * 2.0**-other for i, x in enumerate(a)]
    return a, b


def with_null(v):
    return [None if x == -INF else x for x in v]


def without_null(v):
    return [-INF if x is None else x for x in v]


def logit_cases(random):
    rows = logit_pairs(random)
    functions = [logits_kl, logits_jensen_shannon, logits_cross_entropy, logits_entropy]
    pairs = [[[with_null(a), with_null(b)], [stable(f, a, b, digits=DIGITS) for f in functions]] for a, b in rows]
    long = [(50_000, 22, 38), (50_000, 20, 18), (20_000, 22, 60)]
    return {
        "logits": pairs,
        "long_logits": [[list(row), stable(logits_kl, *long_logits(*row), digits=40)] for row in long],
        "softmax": [
            [with_null(a), [[stable(f, a, i, digits=DIGITS) for i in range(len(a))] for f in (log_probability, probability)]]
            for a in [a for pair in rows[::3] for a in pair]
        ],
        "log_probabilities": [
            [with_null(l), [stable(exponential, x, digits=DIGITS) for x in l]]
            for l in [rounded_log_probabilities(a) for pair in rows[1::3] for a in pair]
        ],
    }



# Gradients: a list of derivatives, and with logits the condition numbers that the
# documentation states. One with value zero has none.


def listed(function, n, *arguments):
    """Each entry of a function's list, as text."""
    pick = lambda i: lambda *a: function(*a)[i]
    for i in range(n):
        part = pick(i)
        part.__qualname__ = f"{function.__name__}[{i}]"
        yield stable(part, *arguments, digits=DIGITS)


def log_ratios(a, b):
    """p, q and ln(p/q), and the latter's mean under P where both are possible."""
    return log_ratios_at(tuple(a), tuple(b), mpmath.mp.prec)


@functools.lru_cache(maxsize=64)
def log_ratios_at(a, b, _digits):
    (p, lp), (q, lq) = shares(a), shares(b)
    both = [i for i in range(len(a)) if a[i] != -INF and b[i] != -INF]
    ratios = {i: lp[i] - lq[i] for i in both}
    mass = mpmath.fsum(p[i] for i in both)
    mean = mpmath.fsum(p[i] * ratios[i] for i in both) / mass if mass else mpmath.mpf(0)
    return p, q, ratios, mean


def kl_by_p_logits(a, b):
    p, _, ratios, mean = log_ratios(a, b)
    return [p[i] * (ratios[i] - mean) if p[i] else mpmath.mpf(0) for i in range(len(a))]


def kl_by_q_logits(a, b):
    p, q, _, _ = log_ratios(a, b)
    return [y - x for x, y in zip(p, q)]


def cross_entropy_by_p_logits(a, b):
    (p, _), (_, lq) = shares(a), shares(b)
    h = logits_cross_entropy(a, b)
    return [x * (-y - h) if x else mpmath.mpf(0) for x, y in zip(p, lq)]


def half_logs(p, q):
    return [mpmath.log(2 * x / (x + y)) / 2 if x else mpmath.mpf(0) for x, y in zip(p, q)]


def jensen_shannon_by_p_logits(a, b):
    p, q, _, _ = log_ratios(a, b)
    g = half_logs(p, q)
    mean = mpmath.fsum(x * y for x, y in zip(p, g))
    return [x * (y - mean) for x, y in zip(p, g)]


def conditions(name, a, b):
    """The condition numbers of the gradient with this name."""
    with mpmath.workdps(DIGITS):
        p, q, ratios, mean = log_ratios(a, b)
        x = {i: abs(r - mean) for i, r in ratios.items()}
        found = []
        for i in range(len(a)):
            if i not in ratios and name != "jensen_shannon_by_p_logits":
                found.append("1")
                continue
            if name == "kl_by_p_logits":
                above, below = mpmath.fsum(p[k] * x[k] for k in x) + x[i], x[i]
            elif name == "kl_by_q_logits":
                above, below = mpmath.fsum(p[k] * x[k] for k in x) + x[i] + abs(mean) + abs(ratios[i]), abs(ratios[i])
            elif name == "cross_entropy_by_p_logits":
                h = [exact(max(b)) - exact(y) if y != -INF else mpmath.mpf(0) for y in b]
                mean_h = mpmath.fsum(u * v for u, v in zip(p, h))
                above, below = h[i] + mean_h, abs(h[i] - mean_h)
            else:
                g = half_logs(p, q)
                mean_g = mpmath.fsum(u * v for u, v in zip(p, g))
                size = mpmath.fsum(u * abs(v) for u, v in zip(p, g))
                above, below = abs(g[i]) + size + x.get(i, 0) + abs(mean), abs(g[i] - mean_g)
            value = above / below if below else mpmath.inf
            found.append(mpmath.nstr(max(value, mpmath.mpf(1)), 6))
        return [c.replace("+inf", "inf") for c in found]


def gradient_cases(random):
    rows = logit_pairs(random)[::3]
    result = {}
    for f in kl_by_p_logits, kl_by_q_logits, cross_entropy_by_p_logits, jensen_shannon_by_p_logits:
        made = []
        for a, b in [*rows, *(map(without_null, pair) for pair in found(f.__name__))]:
            if f in (kl_by_p_logits, cross_entropy_by_p_logits):
                if any(x != -INF and y == -INF for x, y in zip(a, b)):
                    continue
            made.append([[with_null(a), with_null(b)], list(listed(f, len(a), a, b)), conditions(f.__name__, a, b)])
        result[f.__name__] = made
    # With respect to probabilities: 0 ln 0 and 0/0 have derivatives by convention.
    log_ratio = lambda x, y: mpmath.mpf(0) if x == y else (mpmath.log(x / y) if y else mpmath.inf) if x else -mpmath.inf
    by = [
        lambda x, y: log_ratio(x, y),
        lambda x, y: mpmath.mpf(1) if not x else 1 - x / y if y else -mpmath.inf,
        lambda x, y: log_ratio(2 * x, x + y) / 2,
        lambda x, y: mpmath.mpf(0) if x == y == 0 else -mpmath.log(y) if y else mpmath.inf,
        lambda x, y: mpmath.mpf(0) if not x else -x / y if y else -mpmath.inf,
    ]
    made = []
    for p, q in discrete.vectors(random)[::4]:
        each = []
        for f in by:
            whole = lambda p, q: [f(exact(x), exact(y)) for x, y in zip(p, q)]
            each.append(list(listed(whole, len(p), p, q)))
        made.append([[p, q], each])
    result["by_probabilities"] = made
    return result


# Counts.


def frequencies(counts):
    return [mpmath.mpf(c) / sum(counts) for c in counts]


def smoothed(counts, alpha):
    return [(c + exact(alpha)) / (sum(counts) + len(counts) * exact(alpha)) for c in counts]


def mixed(p, weight):
    w = exact(weight)
    return [(1 - w) * exact(x) + w / len(p) for x in p]


def count_cases(random):
    rows = [[1], [0, 1], [2**64 - 1] * 3, [2**64 - 1, 1, 0], [3, 0, 1]]
    for _ in range(60):
        size = random.choice([3, 20, 1000, 2**40, 2**64])
        rows.append([random.randrange(size) for _ in range(random.choice([1, 2, 3, 7]))] + [1])
    alphas = [1.0, 0.5, SMALLEST, 1e-300, 1.7e308, 1e300]
    alpha = lambda: random.choice(alphas) if random.random() < 0.3 else log_uniform(random, 1e-20, 1e20)
    weights = [0.0, 1.0, 0.1, SMALLEST, 1.0 - 2.0**-53]
    result = {"from_counts": [[c, list(listed(frequencies, len(c), c))] for c in rows]}
    made = []
    for c in rows + [[0, 0, 0]]:
        a = alpha()
        made.append([[c, a], list(listed(smoothed, len(c), c, a))])
    result["from_counts_smoothed"] = made
    made = []
    for p, _ in discrete.vectors(random)[::6]:
        w = random.choice(weights) if random.random() < 0.3 else random.random()
        made.append([[p, w], list(listed(mixed, len(p), p, w))])
    result["mixed_with_uniform"] = made
    return result


# Bregman divergences, φ(p) − φ(q) − φ′(q)(p − q).


def bregman(name, p, q):
    total = mpmath.mpf(0)
    for x, y in zip(map(exact, p), map(exact, q)):
        if name == "squared_euclidean":
            total += x**2 - y**2 - 2 * y * (x - y)
        elif name == "kl":
            if y == 0:
                total += mpmath.inf if x else 0
            else:
                total += xlogy(x, x) - xlogy(y, y) - (mpmath.log(y) + 1) * (x - y)
        elif name == "itakura_saito":
            total += -mpmath.log(x) + mpmath.log(y) + (x - y) / y
        elif y in (0, 1):
            total += 0 if x == y else mpmath.inf
        else:
            phi = lambda t: xlogy(t, t) + xlogy(1 - t, 1 - t)
            total += phi(x) - phi(y) - (mpmath.log(y) - mpmath.log(1 - y)) * (x - y)
    return total


def bregman_cases(random):
    result = {}
    for name in "squared_euclidean", "kl", "itakura_saito", "logistic":
        most = 1.0 if name == "logistic" else 1e300
        some = [SMALLEST, 1e-309, 0.5, 1.0 - 2.0**-53, 1.0, 3.0, 1e300]
        if name in ("kl", "logistic"):
            some.append(0.0)
        some = [x for x in some if x <= most]
        rows = [([x], [y]) for x in some for y in some]
        for i in range(150):
            n = random.choice([1, 2, 3, 6])
            if i % 3 == 0 or name == "logistic":
                p = [random.random() for _ in range(n)]
            else:
                p = [log_uniform(random, 1e-30, 1e30) for _ in range(n)]
            if i % 2:
                q = [min(nearby(random, x), most) for x in p]
            else:
                q = [random.random() if name == "logistic" else log_uniform(random, 1e-30, 1e30) for x in p]
            rows.append((p, q))
        result[f"Bregman::{name}"] = [[[p, q], stable(bregman, name, p, q)] for p, q in rows]
    return result


# Joint distributions.


def conditional_kl(p, q):
    total = mpmath.mpf(0)
    for row, other in zip(p, q):
        a, b = (mpmath.fsum(map(exact, r)) for r in (row, other))
        for x, y in zip(map(exact, row), map(exact, other)):
            if x:
                total += x * mpmath.log((x / a) / (y / b)) if y else mpmath.inf
    return total


def conditional_mutual_information(tables):
    return mpmath.fsum(discrete.mutual_information(t) for t in tables if any(map(any, t)))


def table_pairs(random):
    yield [[1.0]], [[1.0]]
    yield [[0.5, 0.5], [0.0, 0.0]], [[0.0, 0.0], [0.5, 0.5]]
    yield [[0.5, 0.5], [0.0, 0.0]], [[0.25, 0.25], [0.5, 0.0]]
    yield [[0.0, 0.5], [0.0, 0.5]], [[0.25, 0.25], [0.5, 0.0]]
    yield [[1.0, SMALLEST], [SMALLEST, 3 * SMALLEST]], [[1.0, 1e-310], [3 * SMALLEST, SMALLEST]]
    yield [[1.0, 1e-200], [1e-300, 1e-290]], [[1e-200, 1.0], [1e-30, 1e-300]]
    for i in range(140):
        rows, columns = random.choice([1, 2, 3]), random.choice([1, 2, 3, 5])
        n, c = rows * columns, log_uniform(random, 0.05, 10.0)
        p, q = dirichlet(random, n, c), dirichlet(random, n, c)
        if i % 3 == 0:
            q = perturbed(random, p, log_uniform(random, 1e-15, 0.5))
        if i % 3 == 1:
            # Almost the same given X, and not the same X.
            factors = [log_uniform(random, 1e-5, 1.0) for _ in range(rows)]
            scaled = [x * factors[k // columns] for k, x in enumerate(p)]
            q = perturbed(random, scaled, log_uniform(random, 1e-15, 0.5))
        if i % 7 == 0:
            p[random.randrange(n)] = 0.0
            p = normalised(p) if any(p) else dirichlet(random, n, c)
        if max(p + q) <= 1.0:
            yield tuple([v[k : k + columns] for k in range(0, n, columns)] for v in (p, q))


def triples(random):
    yield [[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]
    yield [[[0.5, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.5]]]
    yield [[[0.0, 0.0]], [[0.5, 0.5]]]
    yield [[[1e-300, 1e-301], [3e-301, 1e-300]], [[0.25, 0.25], [0.25, 0.25]]]
    yield [[[1e-200, 3e-200], [2e-200, 7e-200]], [[0.25, 0.25], [0.25, 0.25]]]
    for i in range(120):
        rows, columns, depth = (random.choice([1, 2, 3]) for _ in range(3))
        flat = []
        for _ in range(depth):
            x, y = dirichlet(random, rows, 1.0), dirichlet(random, columns, 1.0)
            t = [u * v for u in x for v in y] if i % 2 else dirichlet(random, rows * columns, 0.5)
            weight = log_uniform(random, 1e-12, 1.0)
            flat += [weight * u for u in perturbed(random, t, log_uniform(random, 1e-15, 0.5))]
        flat = normalised(flat)
        if max(flat) <= 1.0:
            t = [flat[k : k + columns] for k in range(0, len(flat), columns)]
            yield [t[k : k + rows] for k in range(0, len(t), rows)]


def joint_cases(random):
    return {
        "Joint::conditional_kl": [[[p, q], stable(conditional_kl, p, q)] for p, q in [*table_pairs(random), *found("Joint::conditional_kl")]],
        "Joint::kl": [
            [[p, q], stable(pmf.kl, sum(p, []), sum(q, []))] for p, q in list(table_pairs(random))[::4]
        ],
        "Joint3::conditional_mutual_information": [
            [t, stable(conditional_mutual_information, t)] for t in triples(random)
        ],
    }


# Bounds, each as its inequality is printed.


def gilardoni(t):
    v = 2 * t
    return mpmath.log(2 / (2 - v)) - (2 - v) / 2 * mpmath.log((2 + v) / 2)


BOUNDS = {
    "total_variation_at_most": lambda d: min(mpmath.sqrt(d / 2), mpmath.sqrt(1 - mpmath.exp(-d))),
    "pinsker": lambda d: mpmath.sqrt(d / 2),
    "bretagnolle_huber": lambda d: mpmath.sqrt(1 - mpmath.exp(-d)),
    "kl_at_least": lambda t: max(2 * t**2, gilardoni(t)) if t < 1 else mpmath.inf,
    "kl_at_most": lambda x: mpmath.log(1 + x),
    "chi_squared_at_least": lambda d: mpmath.exp(d) - 1,
    "jensen_shannon_at_most": lambda t: mpmath.log(2) * t,
    "total_variation_between": lambda h: h * mpmath.sqrt(2 - h**2),
}


def reverse_pinsker(t, m):
    return mpmath.log(1 + 2 * exact(t) ** 2 / exact(m))


def fano(h, n):
    """Half of the interval, again and again."""
    h, low, high = exact(h), mpmath.mpf(0), 1 - mpmath.mpf(1) / n
    left = lambda e: -xlogy(e, e) - xlogy(1 - e, 1 - e) + e * mpmath.log(n - 1)
    for _ in range(4 * mpmath.mp.dps):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle) <= h else (low, middle)
    return low


def fano_condition(h, n):
    """h de/(e dh): how much the error's probability follows the entropy."""
    with mpmath.workdps(60):
        e = fano(h, n)
        return mpmath.nstr(max(1, exact(h) / (e * mpmath.log((1 - e) / e * (n - 1)))), 6)


def bound_cases(random):
    result = {}
    for name, f in BOUNDS.items():
        unit = name in ("kl_at_least", "jensen_shannon_at_most", "total_variation_between")
        xs = [0.0, SMALLEST, 1e-300, 1e-10, 0.5, 1.0] + ([] if unit else [1.59, 1.6, 700.0, 1e300])
        xs += [log_uniform(random, 1e-20, 1.0 if unit else 600.0) for _ in range(60)]
        xs += [random.random() for _ in range(40)]
        whole = lambda x: f(exact(x))
        whole.__qualname__ = name
        rows = [x for x in xs if not (name == "chi_squared_at_least" and x > 709)]
        result[f"bounds::{name}"] = [[[x], stable(whole, x)] for x in rows]
    pairs = [(0.0, 0.5), (1.0, 0.5), (1.0, SMALLEST), (SMALLEST, SMALLEST), (0.5, 1e-308)]
    pairs += [(random.random(), log_uniform(random, 1e-300, 1.0)) for _ in range(60)]
    result["bounds::reverse_pinsker"] = [[[t, m], stable(reverse_pinsker, t, m)] for t, m in pairs]
    made = []
    for _ in range(40):
        n = random.choice([2, 3, 10, 1000, 10**6])
        h = math.log(n) * random.choice([random.random(), log_uniform(random, 1e-12, 0.9)])
        made.append([[h, n], stable(fano, h, n, digits=60), fano_condition(h, n)])
    result["bounds::fano"] = made
    return result


def cases():
    random = random_module.Random(20260301)
    parts = [logit_cases, gradient_cases, count_cases, bregman_cases, joint_cases, bound_cases]
    return {name: rows for part in parts for name, rows in part(random).items()}
