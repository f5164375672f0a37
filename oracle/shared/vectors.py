"""Probability vectors, logits and tables: any, sparse, near each other, extreme."""

import math

from shared.sizes import SMALLEST, log_uniform, nearby

INF = math.inf


def normalised(weights):
    total = math.fsum(weights)
    return [w / total for w in weights]


def dirichlet(random, n, concentration):
    """A random probability vector; small concentrations make it sparse."""
    return normalised([max(random.gammavariate(concentration, 1.0), SMALLEST) for _ in range(n)])


def perturbed(random, p, size):
    return normalised([x * (1.0 + size * random.uniform(-1.0, 1.0)) for x in p])


def dense_vectors(random):
    """Pairs of vectors of the same length."""
    rows = [
        ([1.0], [1.0]),
        ([0.5, 0.5], [0.25, 0.75]),
        ([0.25, 0.75], [0.5, 0.5]),
        ([1.0, 0.0], [0.5, 0.5]),
        ([0.5, 0.5], [1.0, 0.0]),
        ([0.0, 1.0], [1.0, 0.0]),
        ([0.0, 0.5, 0.5], [0.0, 0.25, 0.75]),
        ([0.0, 0.0, 1.0], [0.25, 0.25, 0.5]),
        ([1.0, 0.0], [1.0 - 2.0**-53, 2.0**-53]),
        ([1.0, SMALLEST], [1.0, 3 * SMALLEST]),
        ([1.0, 1e-309], [1.0, 1e-300]),
        ([1.0, 1e-300], [1.0, 1e-309]),
        ([SMALLEST, 1.0], [1.0, SMALLEST]),
    ]
    # One ulp apart, both ways.
    for n in (2, 3, 10):
        p = [1.0 / n] * n
        rows.append((p, [math.nextafter(p[0], 1.0)] + p[1:]))
        rows.append((p, [math.nextafter(p[0], 0.0)] + p[1:]))
    # Unrelated vectors, dense and sparse.
    for _ in range(250):
        n = random.choice([2, 2, 3, 4, 5, 8, 12])
        c = log_uniform(random, 0.05, 20.0)
        rows.append((dirichlet(random, n, c), dirichlet(random, n, c)))
    # Coins, where one term may be all of the answer.
    for _ in range(200):
        p, q = random.uniform(0.0, 1.0), random.uniform(0.0, 1.0)
        rows.append(([p, 1.0 - p], [q, 1.0 - q]))
    # Near each other.
    for _ in range(250):
        n = random.choice([2, 3, 5, 10, 20])
        p = dirichlet(random, n, 2.0)
        rows.append((p, perturbed(random, p, log_uniform(random, 1e-15, 0.5))))
    # Powers of ten from 1 to the smallest double.
    for _ in range(100):
        n = random.choice([2, 3, 6])
        make = lambda: normalised([log_uniform(random, SMALLEST, 1.0) for _ in range(n - 1)] + [1.0])
        rows.append((make(), make()))
    # Long ones. A relative difference of 1e-8 defeats the plain sum.
    for size in (1e-12, 1e-8, 1e-4, 0.5):
        p = dirichlet(random, 1000, 5.0)
        rows.append((p, perturbed(random, p, size)))
    rows.append((dirichlet(random, 1000, 1.0), dirichlet(random, 1000, 1.0)))
    rows.append((dirichlet(random, 300, 0.1), dirichlet(random, 300, 0.1)))
    return [(p, q) for p, q in rows if max(p + q) <= 1.0]


def vectors(random):
    """Pairs of vectors of the same length."""
    rows = [
        ([1.0], [1.0]),
        ([0.5, 0.5], [0.25, 0.75]),
        ([1.0, 0.0], [0.5, 0.5]),
        ([0.5, 0.5], [1.0, 0.0]),
        ([0.0, 1.0], [1.0, 0.0]),
        ([0.0, 0.5, 0.5], [0.5, 0.5, 0.0]),
        ([0.0, 0.0, 1.0], [0.0, 0.75, 0.25]),
        ([1.0, 0.0], [1.0 - 2.0**-53, 2.0**-53]),
        ([1.0, SMALLEST], [1.0, 0.0]),
        ([1.0, SMALLEST], [1.0, 3 * SMALLEST]),
        ([1.0, 1e-309], [1.0, 1e-300]),
        ([1.0, 1e-300], [1.0, 1e-309]),
        ([SMALLEST, 1.0], [1.0, SMALLEST]),
        # The quotient (p-q)/q overflows, (p-q)^2/q does not.
        ([1e-10, 1.0 - 1e-10], [SMALLEST, 1.0]),
    ]
    # One ulp apart, both ways.
    for n in (2, 3, 10):
        p = [1.0 / n] * n
        rows.append((p, [math.nextafter(p[0], 1.0)] + p[1:]))
        rows.append((p, [math.nextafter(p[0], 0.0)] + p[1:]))
    # Unrelated vectors, dense and sparse, some with zeros.
    for _ in range(120):
        n = random.choice([2, 2, 3, 4, 5, 8])
        c = log_uniform(random, 0.05, 20.0)
        rows.append((dirichlet(random, n, c), dirichlet(random, n, c)))
    for _ in range(40):
        n = random.choice([3, 4, 6])
        zeros = lambda: normalised([0.0 if random.random() < 0.4 else random.random() for _ in range(n)] + [0.5])
        rows.append((zeros(), zeros()))
    # Coins, where one term may be all of the answer.
    for _ in range(100):
        p, q = random.uniform(0.0, 1.0), random.uniform(0.0, 1.0)
        rows.append(([p, 1.0 - p], [q, 1.0 - q]))
    # Near each other.
    for _ in range(120):
        n = random.choice([2, 3, 5, 10])
        p = dirichlet(random, n, 2.0)
        rows.append((p, perturbed(random, p, log_uniform(random, 1e-15, 0.5))))
    # Powers of ten from 1 to the smallest double.
    for _ in range(40):
        n = random.choice([2, 3, 6])
        make = lambda: normalised([log_uniform(random, SMALLEST, 1.0) for _ in range(n - 1)] + [1.0])
        rows.append((make(), make()))
    return [(p, q) for p, q in rows if max(p + q) <= 1.0]


def long_vectors(random):
    for size in (1e-12, 1e-8, 0.5):
        p = dirichlet(random, 1000, 5.0)
        yield p, perturbed(random, p, size)
    yield dirichlet(random, 300, 0.1), dirichlet(random, 300, 0.1)


def mixtures(random):
    """Weights, and as many vectors."""
    yield [1.0], [[0.5, 0.5]]
    yield [0.5, 0.5], [[1.0, 0.0], [0.0, 1.0]]
    yield [0.5, 0.25, 0.25], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    yield [1.0, 0.0], [[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]]
    yield [1.0 - 2.0**-53, 1e-300], [[1.0, SMALLEST], [0.25, 0.75]]
    yield [0.5, 0.5], [[1.0, SMALLEST], [1.0, 7 * SMALLEST]]
    for i in range(150):
        k, n = random.choice([2, 3, 5]), random.choice([2, 3, 6])
        weights = dirichlet(random, k, log_uniform(random, 0.05, 5.0))
        if i % 2:
            made = [dirichlet(random, n, log_uniform(random, 0.1, 5.0)) for _ in range(k)]
        else:
            p = dirichlet(random, n, 2.0)
            made = [perturbed(random, p, log_uniform(random, 1e-15, 0.5)) for _ in range(k)]
            if i % 4:
                # One far from the others.
                made[random.randrange(k)] = dirichlet(random, n, 1.0)
        if max(weights + sum(made, [])) <= 1.0:
            yield weights, made


def tables(random):
    """Joint distributions: any, sparse, almost independent, almost one a function of the other."""
    yield [[1.0]]
    yield [[0.5, 0.0], [0.0, 0.5]]
    yield [[0.5, 0.0], [0.25, 0.25]]
    yield [[1.0, SMALLEST], [SMALLEST, SMALLEST]]
    yield [[0.5, 1e-200], [1e-310, 0.5]]
    for i in range(120):
        rows, columns = random.choice([2, 3, 4]), random.choice([2, 3, 5])
        if i % 3 == 0:
            flat = dirichlet(random, rows * columns, log_uniform(random, 0.05, 5.0))
        elif i % 3 == 1:
            x, y = dirichlet(random, rows, 2.0), dirichlet(random, columns, 2.0)
            flat = perturbed(random, [p * q for p in x for q in y], log_uniform(random, 1e-15, 0.5))
        else:
            small = log_uniform(random, 1e-100, 0.1)
            same = lambda k: 1.0 if k % (columns + 1) == 0 else small * random.random()
            flat = normalised([same(k) for k in range(rows * columns)])
        if max(flat) <= 1.0:
            yield [flat[k : k + columns] for k in range(0, len(flat), columns)]


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


def rounded_log_probabilities(logits):
    top = max(logits)
    total = math.fsum(math.exp(x - top) for x in logits)
    return [x - top - math.log(total) for x in logits]
