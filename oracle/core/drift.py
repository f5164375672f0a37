"""Two columns on the same outcomes: their frequencies and divergences, common bins, and what
chance alone makes of a divergence."""

import math
from fractions import Fraction

import mpmath
from mpmath import exp, gammainc, log, loggamma, mpf, sqrt

from shared.counted import counts, histograms, kl
from shared.exact import exact
from shared.rows import row
from shared.sizes import log_uniform


# What is added to each count.

def added(random):
    some = [0.0, 0.0, 0.5, 1.0, 1e-200, 1.7e308]
    return random.choice(some) if random.random() < 0.7 else log_uniform(random, 1e-20, 1e20)


def columns(random, number=120):
    """Counts of the reference and of the current column, and what is added to each."""
    cases = [([620, 300, 80, 0], [540, 310, 90, 60], 0.0), ([620, 300, 80, 0], [540, 310, 90, 60], 0.5),
             ([5, 0, 0], [1, 0, 2], 0.0), ([0, 0, 3], [1, 0, 2], 1.0)]
    return cases + [(p, q, added(random)) for p, q in histograms(random, number)]


def frequencies(counts, alpha):
    total = sum(counts) + len(counts) * exact(alpha)
    return [(c + exact(alpha)) / total for c in counts]


@row("drift::Comparison::reference", columns)
def reference(of_reference, _, alpha):
    return frequencies(of_reference, alpha)


@row("drift::Comparison::current", columns)
def current(_, of_current, alpha):
    return frequencies(of_current, alpha)


def both(of_reference, of_current, alpha):
    return list(zip(frequencies(of_reference, alpha), frequencies(of_current, alpha)))


def jeffreys(pairs):
    if any((p == 0) != (q == 0) for p, q in pairs):
        return mpmath.inf
    return mpmath.fsum((q - p) * log(q / p) for p, q in pairs if p)


@row("drift::Comparison::psi", columns)
def psi(*column):
    return jeffreys(both(*column))


# Divergences of the rounded frequencies. The condition is how much of the value an error of one
# ulp in each of them may move.

def kl_of(pairs):
    if any(p and not q for p, q in pairs):
        return mpmath.inf
    return mpmath.fsum(p * log(p / q) for p, q in pairs if p)


def jensen_shannon_of(pairs):
    return mpmath.fsum(x / 2 * log(2 * x / (p + q)) for p, q in pairs for x in (p, q) if x)


def moved(terms, value):
    return mpf(1) if value == 0 or mpmath.isinf(value) else max(mpf(1), mpmath.fsum(map(abs, terms)) / value)


def ordinary(random):
    """Counts that differ so much that rounded frequencies have digits left."""
    return [(p, q, alpha) for p, q, alpha in columns(random, 200)
            if sum(p) + sum(q) < 1e10 and (alpha == 0 or 1e-3 < alpha < 1e3)]


def kl_condition(*column):
    pairs = both(*column)
    value = kl_of(pairs)
    return mpf(1) if mpmath.isinf(value) else moved(
        [x for p, q in pairs if p for x in (p * log(p / q), p - q)], value)


@row("drift::Comparison::reference_from_current", ordinary, condition=kl_condition)
def reference_from_current(*column):
    return kl_of(both(*column))


def jensen_shannon_condition(*column):
    pairs = both(*column)
    terms = [x / 2 * log(2 * x / (p + q)) for p, q in pairs for x in (p, q) if x]
    return moved(terms, jensen_shannon_of(pairs))


@row("drift::Comparison::current_from_reference", ordinary, condition=jensen_shannon_condition)
def current_from_reference(*column):
    return jensen_shannon_of(both(*column))


# What chance alone exceeds.

def upper_quantile(freedom, probability):
    """What a χ² variable exceeds with the probability: by Newton's method in the logarithm."""
    if freedom == 0:
        return mpf(0)
    a = mpf(freedom) / 2
    x = a
    enough = mpf(10) ** (-mpmath.mp.dps + 20)
    for _ in range(400):
        density = exp((a - 1) * log(x) - x - loggamma(a))
        if probability <= 0.5:
            tail = gammainc(a, x, regularized=True)
            step = log(tail / exact(probability)) * tail / density
            x = max(x + step, x / 4)
        else:
            tail = gammainc(a, 0, x, regularized=True)
            step = x * (exp(log((1 - exact(probability)) / tail) * tail / density / x) - 1)
            x += step
        if abs(step) < enough * x:
            return 2 * x
    raise ArithmeticError(f"no quantile of {freedom} degrees at {probability}")


def samples(random):
    """The number of outcomes that were seen, the sizes of the samples, and the probability."""
    cases = [(10, 1000, 500, 0.05), (1, 5, 5, 0.05), (2, 2, 1, 0.5), (2, 10, 10, 5e-324), (2, 10, 10, 1 - 2**-53),
             (3, 10, 10, 0.5 + 2**-53), (2, 10, 10, 1e-300), (3000, 10**6, 10**5, 0.05), (3001, 10**6, 10**5, 0.95)]
    while len(cases) < 110:
        k = random.choice([2, 3, 4, 5, 10, 20, 21, 100, 101, 1000])
        n, m = k + int(log_uniform(random, 1, 1e12)), int(log_uniform(random, 1, 1e12))
        kind = random.randrange(4)
        probability = [random.random(), log_uniform(random, 1e-300, 1), random.choice([0.1, 0.05, 0.01, 0.001]),
                       1 - log_uniform(random, 1e-15, 1)][kind]
        if 0 < probability < 1:
            cases.append((k, n, m, probability))
    return cases


def psi_by_chance(k, n, m, probability):
    return (mpf(1) / n + mpf(1) / m) * upper_quantile(k - 1, probability)


row("drift::Comparison::psi_by_chance", samples, digits=60)(psi_by_chance)


# By the second derivative at 1 of the generator t ↦ f(t).
OF_CHI_SQUARED = {
    "Alpha": lambda x: x / 2,
    "Bhattacharyya": lambda x: x / 8,
    "ChiSquared": lambda x: x,
    "Hellinger": lambda x: sqrt(x / 8),
    "Jeffreys": lambda x: x,
    "JensenShannon": lambda x: x / 8,
    "KullbackLeibler": lambda x: x / 2,
    "Renyi": lambda x: 3 * x / 2,
    "TotalVariation": lambda x: sqrt(x) / 2,
    "TriangularDiscrimination": lambda x: x / 2,
    "Tsallis": lambda x: 3 * x / 2,
}


def named_samples(random):
    some = samples(random)
    return [(name, *random.choice(some[9:])) for name in OF_CHI_SQUARED for _ in range(8)]


@row("drift::Comparison::by_chance", named_samples, digits=60)
def by_chance(name, *sample):
    return OF_CHI_SQUARED[name](psi_by_chance(*sample))


# Common bins.

def some_edges(random, pool):
    return sorted(random.sample(pool, random.randrange(1, 6)))


def two_histograms(random):
    cases = []
    huge = [-1.7e308, -1.0, 0.0, 5e-324, 1.0, 1.7e308]
    while len(cases) < 60:
        kind = random.randrange(3)
        pool = [random.gauss(0, 1) for _ in range(8)] if kind else huge
        if kind == 1:
            pool = [x * 1e-200 for x in pool]
        edges = some_edges(random, pool), some_edges(random, pool)
        of = [counts(random, len(e) + 1) for e in edges]
        for c in of:
            # Open bins are empty in most cases, so that edges beyond may cut them.
            if random.random() < 0.6:
                c[0] = 0
            if random.random() < 0.6:
                c[-1] = 0
        try:
            spread(edges[0], of[0], edges[1], of[1])
        except ValueError:
            continue
        cases.append((edges[0], of[0], edges[1], of[1]))
    return cases


def within(edges, low, high):
    """The share of each bin between `edges` in the interval, by lengths."""
    ends = [-math.inf, *edges, math.inf]
    shares = []
    for a, b in zip(ends, ends[1:]):
        if a <= low and high <= b:
            shares.append(Fraction(1))
        elif b <= low or high <= a:
            shares.append(Fraction(0))
        else:
            left, right = max(a, low), min(b, high)
            shares.append((Fraction(right) - Fraction(left)) / (Fraction(high) - Fraction(low)))
    return shares


def recounted(edges, counts, common):
    ends = [-math.inf, *edges, math.inf]
    result = [Fraction(0)] * (len(common) + 1)
    for low, high, count in zip(ends, ends[1:], counts):
        if count:
            result = [r + count * share for r, share in zip(result, within(common, low, high))]
    return [mpf(r.numerator) / r.denominator for r in result]


def spread(edges, counts, other_edges, other_counts):
    def endless(edge, edges, counts):
        return edge < edges[0] and counts[0] or edge > edges[-1] and counts[-1]

    common = sorted({
        edge for edge in [*edges, *other_edges]
        if not endless(edge, edges, counts) and not endless(edge, other_edges, other_counts)})
    if not common:
        raise ValueError("no edge is left")
    return recounted(edges, counts, common) + recounted(other_edges, other_counts, common)


row("drift::Histogram::compare_spread", two_histograms)(spread)


def sharing_edges(random):
    return [case for case in two_histograms(random) if set(case[0]) & set(case[2])]


@row("drift::Histogram::compare_on_shared_edges", sharing_edges)
def on_shared_edges(edges, counts, other_edges, other_counts):
    common = sorted(set(edges) & set(other_edges))
    return recounted(edges, counts, common) + recounted(other_edges, other_counts, common)


# Edges from a column.

def some_column(random, n):
    kind = random.randrange(4)
    if kind == 0:
        return [random.gauss(0, 1) for _ in range(n)]
    if kind == 1:
        return [float(random.randrange(6)) for _ in range(n)]
    if kind == 2:
        return [1e6 + random.random() for _ in range(n)]
    return [log_uniform(random, 1e-3, 1e3) for _ in range(n)]


def ruled(random):
    cases = []
    while len(cases) < 90:
        name = random.choice(["quantiles", "equal width", "freedman diaconis"])
        column = some_column(random, random.choice([5, 12, 40]))
        bins = random.randrange(2, 6)
        values = sorted(column)
        n = len(values)
        same = quantile(values, Fraction(1, 4)) == quantile(values, Fraction(3, 4))
        if values[0] == values[-1] or same and name == "freedman diaconis":
            continue
        cases.append((name, bins, column))
    return cases


def quantile(values, level):
    return values[max(1, math.ceil(len(values) * level)) - 1]


@row("drift::BinRule::edges", ruled, condition=lambda *rule: edge_conditions(*rule))
def edges(name, bins, column):
    values = sorted(column)
    if name == "quantiles":
        # By the share of values below them; the least value has none below it.
        shares = {x: Fraction(sum(y < x for y in values), len(values)) for x in values if x > values[0]}
        nearest = {min(shares, key=lambda x: (abs(shares[x] - Fraction(i, bins)), -x)) for i in range(1, bins)}
        return [exact(x) for x in sorted(nearest)]
    low, high = exact(values[0]), exact(values[-1])
    if name == "freedman diaconis":
        width = 2 * (exact(quantile(values, Fraction(3, 4))) - exact(quantile(values, Fraction(1, 4))))
        bins = max(2, int(mpmath.ceil((high - low) * mpmath.cbrt(len(values)) / width)))
    return [low + (high - low) * i / bins for i in range(1, bins)]


def edge_conditions(name, bins, column):
    all_edges = edges(name, bins, column)
    if name == "quantiles":
        return [mpf(1) for _ in all_edges]
    size = abs(exact(min(column))) + abs(exact(max(column)))
    return [size / abs(edge) if edge else mpf(1) for edge in all_edges]


def tied():
    columns = [620, 300, 80], [540, 310, 90]
    yield psi(*columns, 0.0), kl(*columns) + kl(*reversed(columns))
    for freedom, probability in [(9, 0.05), (4, 0.9), (1, 0.01)]:
        x = upper_quantile(freedom, probability)
        a = mpf(freedom) / 2
        density = lambda t: exp((a - 1) * log(t / 2) - t / 2 - loggamma(a)) / 2
        yield mpmath.quad(density, [x, x + 10, x + 40, x + 200, mpmath.inf]), exact(probability)
    # ½ f″(1), from divergences of two vectors that are near each other.
    p, step = mpf(1) / 3, mpf(10) ** -9
    pairs = [(p, p + step), (1 - p, 1 - p - step)]
    chi_squared = mpmath.fsum((p - q) ** 2 / q for p, q in pairs)
    for value, name in [(kl_of(pairs), "KullbackLeibler"), (jensen_shannon_of(pairs), "JensenShannon")]:
        yield mpmath.nint(value / OF_CHI_SQUARED[name](chi_squared) * 10**6), mpf(10) ** 6
