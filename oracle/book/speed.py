"""At speed: counts, by programs that do the same steps."""

import math
import pathlib

from shared.values import integer, number
from shared.draws import Draws

import mpmath


BENCH = pathlib.Path(__file__).resolve().parents[2] / "bench"
RUN = BENCH / "run.csv"
GROWTH = BENCH / "growth.csv"

# The lines of the table: name, work, size, and in what the times are.
WORKS = [
    ("divergence", "KL", "n = 1000000", 1),
    ("near", "KL, P near Q", "n = 1000000", 1),
    ("js", "Jensen–Shannon", "n = 1000000", 1),
    ("entropy", "entropy", "n = 1000000", 1),
    ("jeffreys", "Jeffreys", "n = 1000000", 1),
    ("hellinger", "Hellinger", "n = 1000000", 1),
    ("renyi", "Rényi, order 0.7", "n = 1000000", 1),
    ("logits", "KL of logits, 32 bits", "8 × 50257", 1),
    ("distillation", "distillation, 32 bits", "8 × 50257", 1),
    ("encoder", "normal KL and gradient, 32 bits", "4096 × 1024", 1),
    ("table", "all pairs", "1000 × 1000 × 64", 1e-6),
    ("ten", "normals from covariances", "d = 10", 1e-3),
    ("fifty", "normals from covariances", "d = 50", 1e-3),
    ("many", "normals from covariances", "d = 200", 1e-3),
    ("low", "low-rank normals", "d = 2000, rank 10", 1e-3),
    ("gamma", "gamma, small shapes", "1000 pairs", 1),
    ("samples", "Wasserstein-1", "2 × 1000000", 1),
    ("neighbours", "nearest neighbours", "2 × 20000, in 3 dimensions", 1e-6),
]


def values():
    kl = lambda by: [run for run in measured("KL") if run[1] == by]
    yield "sizes.largest", nanoseconds(kl("kl-core")[5])
    yield "sizes.numkong", nanoseconds(kl("numkong")[5])
    yield "sizes.plain", nanoseconds(kl("naive")[5])
    yield "sizes.reading", nanoseconds(kl("reading alone")[5])
    yield "sizes.ten", nanoseconds(kl("kl-core")[0])
    yield "sizes.ten_numkong", nanoseconds(kl("numkong")[0])
    near = {run[1]: run for run in measured("KL, P near Q", "n = 10000")}
    for name, by in [("kl_core", "kl-core"), ("numkong", "numkong"), ("plain", "naive")]:
        yield f"digits.{name}", number(lambda: mpmath.mpf(near[by][3]))
    for name, work, size, unit in WORKS:
        with_answers = [run for run in measured(work, size) if run[3]]
        ours = next(run for run in with_answers if run[1] == "kl-core")
        other = min(
            (run for run in with_answers if run[1] != "kl-core"), key=lambda run: float(run[2])
        )
        for end, run in [("", ours), ("_other", other)]:
            yield f"others.{name}{end}", nanoseconds(run, unit)
            yield f"others.{name}{end}_digits", number(lambda: mpmath.mpf(run[3]))
    yield "logarithms.divergence", integer(64)
    yield "logarithms.both_ways", integer(64)
    yield "logarithms.jensen_shannon", integer(2 * 64)
    yield "pairs.direct", integer(20 * 20 * 64)
    yield "pairs.shared", integer(20 * 64)
    yield "pairs.millions", integer(64)
    yield "pairs.thousands", integer(64)
    yield "sorting.comparisons", integer(comparisons(uniform(1, 1000))[1])
    yield "neighbours.all_pairs", integer(1024 * 1023)
    yield "neighbours.by_tree", integer(distances(10))
    terms = [1.0 / i for i in range(1, 100_001)]
    yield "threads.by_threads", integer(len({in_pieces(terms, -(-100_000 // n)) for n in range(1, 17)}))
    yield "threads.by_length", integer(1)
    yield from of_growth()
    yield "alike.recomputed", integer(small_entries())
    yield "exercise-one.alone", integer(math.comb(1000, 2) * 64)
    yield "exercise-one.together", integer(1000 * 64)
    yield "exercise-two.factor", number(lambda: mpmath.mpf(3000) / 2001)
    yield "exercise-three.terms", integer(10)


# Where the families of the table begin in the run.
FAMILIES = [
    ("vectors", "KL of vectors"),
    ("logits", "KL of logits"),
    ("table", "table of all pairs"),
    ("normals", "normals from covariances"),
    ("low", "low-rank normals"),
    ("transport", "Wasserstein-1 of samples"),
    ("neighbours", "nearest neighbours in 3 dimensions"),
    ("counts", "exact sum, Binomial‖Poisson"),
]


def of_growth():
    """Of each family the largest size, and the power of the last hundredfold."""
    lines = [line.split(";") for line in GROWTH.read_text(encoding="utf-8").splitlines()[2:]]
    for short, family in FAMILIES:
        points = [[mpmath.mpf(x) for x in line[2:5]] for line in lines if line[0] == family]
        size, seconds, memory = points[-1]
        first = next(point for point in points if point[0] * 100 >= size)
        power = lambda: mpmath.log(seconds / first[1]) / mpmath.log(size / first[0])
        yield f"growth.{short}", number(lambda: size / 1000)
        yield f"growth.{short}_time", number(lambda: seconds)
        yield f"growth.{short}_power", number(power)
        yield f"growth.{short}_memory", number(lambda: memory / 10**6)
    yield "growth.families", integer(len({line[0] for line in lines}))


def measured(work, size=None):
    """The lines of a work, or of one size of it: size, library, seconds, digits."""
    lines = [line.split(";") for line in RUN.read_text(encoding="utf-8").splitlines()[2:]]
    return [
        (line[1], line[3], line[4], line[6])
        for line in lines
        if line[0] == work and size in (None, line[1])
    ]


def nanoseconds(run, unit=1):
    """In nanoseconds, or in as many as make a unit."""
    return number(lambda: mpmath.mpf(run[2]) * 10**9 * mpmath.mpf(str(unit)))


def uniform(seed, count):
    draws = Draws(seed)
    return [float(draws.uniform()) for _ in range(count)]


def comparisons(x):
    """The numbers sorted by merging halves, and how many comparisons that takes."""
    if len(x) < 2:
        return x, 0
    (a, m), (b, n) = comparisons(x[: len(x) // 2]), comparisons(x[len(x) // 2 :])
    merged, used, i, j = [], m + n, 0, 0
    while i < len(a) and j < len(b):
        used += 1
        if a[i] <= b[j]:
            merged.append(a[i])
            i += 1
        else:
            merged.append(b[j])
            j += 1
    return merged + a[i:] + b[j:], used


def distances(k):
    """How many distances a tree of 2^k points computes to find the neighbour of each."""
    numbers = uniform(k, 2 ** (k + 1))
    points = list(zip(numbers[::2], numbers[1::2]))

    def build(points, axis):
        if not points:
            return None
        points = sorted(points, key=lambda p: p[axis])
        half = len(points) // 2
        return points[half], build(points[:half], 1 - axis), build(points[half + 1 :], 1 - axis)

    def search(node, at, axis, found):
        if node is None:
            return
        middle, lower, upper = node
        found[1] += 1
        distance = (at[0] - middle[0]) ** 2 + (at[1] - middle[1]) ** 2
        if 0 < distance < found[0]:
            found[0] = distance
        offset = at[axis] - middle[axis]
        near, far = (lower, upper) if offset < 0 else (upper, lower)
        search(near, at, 1 - axis, found)
        if offset * offset < found[0]:
            search(far, at, 1 - axis, found)

    tree, total = build(points, 0), 0
    for at in points:
        found = [math.inf, 0]
        search(tree, at, 0, found)
        total += found[1]
    return total


def in_pieces(terms, length):
    total = 0.0
    for start in range(0, len(terms), length):
        piece = 0.0
        for x in terms[start : start + length]:
            piece += x
        total += piece
    return total


def small_entries():
    """Entries less than 1e-4 of the negative entropy of their row."""

    def document(k):
        h, x = mpmath.mpf(2) ** -30 * (k % 2), mpmath.mpf(k // 2) / 16
        part = mpmath.mpf(1) / 8
        return [part + x + h, 2 * part - h, 3 * part, 2 * part - x]

    documents = [document(k) for k in range(8)]
    kl = lambda p, q: sum(a * mpmath.log(a / b) for a, b in zip(p, q))
    entropy = lambda p: -sum(a * mpmath.log(a) for a in p)
    return sum(kl(p, q) < entropy(p) * mpmath.mpf(10) ** -4 for p in documents for q in documents)
