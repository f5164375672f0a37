"""Ranges of parameters for the pairs: ordinary, near each other, far, extreme."""

import math
from shared.sizes import LARGEST, SMALLEST, log_uniform, nearby


def positives(random, rounds, low, high):
    """Pairs of positive numbers: ordinary, near, far."""
    rows = [(1.0, 1.0), (1.0, 1.0 + 2.0**-52), (1.0, 1.0 - 2.0**-53), (0.5, 2.0), (3.0, 1.0)]
    for _ in range(rounds):
        rows.append((random.uniform(0.1, 5), random.uniform(0.1, 5)))
        x = log_uniform(random, max(low, 1e-290), min(high, 1e290))
        rows.append((x, nearby(random, x)))
        rows.append((log_uniform(random, low, high), log_uniform(random, low, high)))
        # Where the branches meet.
        x = random.uniform(0.1, 20)
        rows.append((x * random.uniform(0.3, 3), x))
    return rows


def of_any_size(rounds):
    """Pairs of positive numbers down to the smallest double."""
    return lambda random: positives(random, rounds, SMALLEST, 1e300)


def locations(random, rounds, low=1e-60, high=1e60):
    """Location and scale of P and of Q."""
    rows = [(0.0, 1.0, 0.0, 1.0), (0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 2.0**-52, 1.0),
            (0.0, 1.0, 0.0, 1.0 + 2.0**-52), (1.0, 0.5, 0.0, 3.0)]
    sign = lambda: random.choice([-1, 1])
    for _ in range(rounds):
        rows.append((random.gauss(0, 3), random.uniform(0.1, 5), random.gauss(0, 3), random.uniform(0.1, 5)))
        mu, s = random.gauss(0, 3), random.uniform(0.1, 5)
        rows.append((nearby(random, mu), nearby(random, s), mu, s))
        rows.append((0.0, nearby(random, s), 0.0, s))
        far = lambda: log_uniform(random, low, high)
        rows.append((sign() * far(), far(), sign() * far(), far()))
    return rows


EXTREME_LOCATIONS = [
    (0.0, SMALLEST, 0.0, 1.0), (0.0, 1.0, 0.0, SMALLEST), (1.0, SMALLEST, 0.0, 1.0),
    (LARGEST, LARGEST, -LARGEST, LARGEST), (1.0, SMALLEST, 0.0, LARGEST),
    (LARGEST, 1.0, -LARGEST, LARGEST), (0.0, 1e-310, 1e-310, 2e-310),
]


def anywhere(rounds):
    """Location and scale of P and of Q, extreme ones too."""
    return lambda random: locations(random, rounds) + EXTREME_LOCATIONS


def probabilities(random, rounds):
    rows = [(0.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 1.0), (0.0, 0.0), (1.0, 1.0), (1.0, 0.0),
            (0.0, SMALLEST), (SMALLEST, 0.5), (0.5, SMALLEST), (0.5, 1.0 - 2.0**-53), (1.0 - 2.0**-53, 0.5),
            (SMALLEST, 1.0 - 2.0**-53), (1.0 - 2.0**-53, SMALLEST), (0.5, 0.5 + 2.0**-53), (0.25, 0.25 + 2.0**-54)]
    for _ in range(rounds):
        rows.append((random.random(), random.random()))
        p = random.random()
        rows.append((p, min(nearby(random, p), 1.0)))
        p = 1.0 - log_uniform(random, 1e-12, 1.0)
        rows.append((p, min(nearby(random, p), 1.0)))
        p = log_uniform(random, SMALLEST, 1.0)
        rows.append((p, min(nearby(random, p), 1.0)))
        rows.append((log_uniform(random, SMALLEST, 1.0), log_uniform(random, SMALLEST, 1.0)))
        rows.append((log_uniform(random, 1e-20, 1.0), 1.0 - log_uniform(random, 1e-16, 1.0)))
        rows.append((1.0 - log_uniform(random, 1e-16, 1.0), log_uniform(random, 1e-20, 1.0)))
    return rows


def intervals(random, rounds):
    rows = [(0.0, 1.0, 0.0, 4.0), (0.0, 1.0, -(2.0**-52), 1.0), (0.0, 1.0, 0.0, 1.0), (0.0, 2.0, 0.0, 1.0),
            (-LARGEST, LARGEST, -LARGEST, LARGEST), (0.0, SMALLEST, -LARGEST, LARGEST), (1.0, 1.0 + 2.0**-52, -1e308, LARGEST)]
    for _ in range(rounds):
        rows.append(tuple(sorted(random.gauss(0, 3) for _ in range(4))))
        c, a, b, d = rows.pop()
        rows.append((a, b, c, d))
        out = lambda: log_uniform(random, 1e-17, 1e3)
        rows.append((a, b, a - out(), b + out()))
        rows.append((a, b, a - log_uniform(random, 1e-300, 1e300), b + log_uniform(random, 1e-300, 1e300)))
    return rows


def shapes(random, rounds, low=1e-12, high=1e12):
    rows = positives(random, rounds, low, high)
    for _ in range(rounds):
        a = log_uniform(random, low, high)
        rows.append((a, a * log_uniform(random, 0.1, 10)))
    return rows


def gammas(random, rounds):
    # The last two of numerics: near in shape only, and along the ridge of equal means.
    rows = [(1000.0, 1.0, 1000.0 * (1 + 1e-7), 1.0), (1.0, 1.0, 1.0, 1.0), (3.0, 0.5, 0.5, 3.0)]
    for a_p, a_q in shapes(random, rounds):
        b = log_uniform(random, 1e-6, 1e6)
        rows.append((a_p, b, a_q, random.choice([b, nearby(random, b), log_uniform(random, 1e-6, 1e6)])))
        rows.append((a_p, b, a_q, b * a_q / a_p))
    return rows


def whole_shapes(*which):
    """Of gamma distributions, with these parameters rounded up to whole numbers."""
    def inputs(random):
        small = [case for case in gammas(random, 12) if max(case[0], case[2]) < 1e15]
        return [tuple(float(math.ceil(x)) if i in which else x for i, x in enumerate(case)) for case in small]
    return inputs


def at_rates(random, some, mean):
    """Each with a rate: ordinary, near the reciprocal of the mean, far."""
    rows = []
    for x in some:
        rows.append((x, random.uniform(0.1, 5)))
        rows.append((x, nearby(random, 1 / mean(x))))
        rows.append((x, log_uniform(random, 1e-300, 1e300)))
    return rows


def at_normals(random, some, mean, deviation):
    """Each with a location and a scale: ordinary, near its own, far."""
    rows = []
    for x in some:
        rows.append((x, random.gauss(0, 3), random.uniform(0.1, 5)))
        rows.append((x, random.choice([mean(x), nearby(random, mean(x))]), nearby(random, deviation(x))))
        rows.append((x, mean(x) + random.gauss(0, 3) * deviation(x), log_uniform(random, 0.1, 10) * deviation(x)))
        rows.append((x, random.choice([-1, 1]) * log_uniform(random, 1e-60, 1e60), log_uniform(random, 1e-60, 1e60)))
    return rows


def lambdas(random, rounds):
    """Parameters of a continuous Bernoulli: anywhere, next to 0, to ½ and to 1."""
    rows = [0.5, 0.5 + 2.0**-53, 0.5 - 2.0**-54, SMALLEST, 1e-310, 1.0 - 2.0**-53, 0.25, 0.75]
    for _ in range(rounds):
        rows.append(random.random())
        rows.append(log_uniform(random, 1e-4, 0.5))
        rows.append(log_uniform(random, 1e-300, 1e-4))
        rows.append(1.0 - log_uniform(random, 1e-16, 0.5))
        rows.append(0.5 * (1 + random.choice([-1, 1]) * log_uniform(random, 1e-16, 0.1)))
    return [l for l in rows if 0 < l < 1]


def gamma_triples(random, rounds, low=1e-12, high=1e12):
    """Degrees of freedom, a shape and a rate: near each other too."""
    rows = [(2.0, 1.0, 0.5), (6.0, 3.0, 0.5), (1.0, 0.5, 0.5 + 2.0**-53)]
    for _ in range(rounds):
        k = log_uniform(random, low, high)
        rows.append((k, nearby(random, k / 2), nearby(random, 0.5)))
        rows.append((k, k / 2, nearby(random, 0.5)))
        rows.append((k, nearby(random, k / 2), 0.5))
        rows.append((k, log_uniform(random, low, high), log_uniform(random, low, high)))
        rows.append((random.uniform(0.1, 40), random.uniform(0.1, 20), random.uniform(0.1, 2)))
    return rows


def binomials(random, rounds):
    """Fewer trials in P than in Q."""
    rows = [(1.0, 0.5, 2.0, 0.25), (1.0, 0.5, 2.0, 0.5), (3.0, 1.0, 5.0, 0.5), (3.0, 1.0, 4.0, 0.75),
            (2.0, 0.5, 2.0**53, 0.5), (2.0, 2.0**-53, 2.0**53, 2.0**-100), (5.0, 1e-300, 7.0, 1e-290),
            (5.0, SMALLEST, 7.0, 1.0 - 2.0**-53), (5.0, 1.0 - 2.0**-53, 7.0, SMALLEST), (1.0, 0.25, 1e12, 0.5)]
    for _ in range(rounds):
        n = float(random.randint(1, 10 ** random.randint(1, 2)))
        m = n + random.choice([1, 1, 2, random.randint(1, 10), random.randint(1, 300)])
        p = random.uniform(0.02, 1)
        rows.append((n, p, m, p * n / m))
        rows.append((n, p, m, min(nearby(random, p * n / m), 1 - 1e-10)))
        rows.append((n, random.uniform(0.01, 1), m, random.uniform(0.01, 1)))
        p = log_uniform(random, 1e-100, 1)
        rows.append((n, p, m, nearby(random, p * n / m)))
        rows.append((n, 1 - log_uniform(random, 1e-15, 0.5), m, 1 - log_uniform(random, 1e-15, 0.5)))
        rows.append((n, log_uniform(random, 1e-20, 1), m, log_uniform(random, 1e-20, 1)))
    return rows


def counted(random, rounds, most):
    """A number r and a probability; the mean is below `most`."""
    for _ in range(rounds):
        while True:
            r, p = log_uniform(random, 1e-6, 100), random.uniform(0.1, 1)
            if r * (1 - p) / p < most:
                break
        yield r, p


# Normal: mean and standard deviation of P and of Q.


def normals(random):
    rows = [
        (0.0, 1.0, 0.0, 1.0),
        (0.0, 1.0, 1.0, 1.0),
        (0.0, 1.0, 0.0, 1.0 + 1e-12),
        (0.0, 1.0, 0.0, 1.0 + 2.0**-52),
        (0.0, 1.0, 2.0**-52, 1.0),
        (0.0, SMALLEST, 0.0, 1.0),
        (0.0, 1.0, 0.0, SMALLEST),
        (1.0, SMALLEST, 0.0, 1.0),
        (LARGEST, 1.0, -LARGEST, LARGEST),
        (LARGEST, LARGEST, -LARGEST, LARGEST),
        (LARGEST, 1.0, -LARGEST, 1.0),
        (1e154, 1.0, -0.5e154, 1.0),
        (1e-200, 1.0, 0.0, 1.0),
        (0.0, 1e-310, 1e-310, 2e-310),
    ]
    for _ in range(300):
        rows.append((random.gauss(0, 3), random.uniform(0.1, 5), random.gauss(0, 3), random.uniform(0.1, 5)))
    for _ in range(300):
        mu, sigma = random.gauss(0, 3), random.uniform(0.1, 5)
        rows.append((nearby(random, mu), nearby(random, sigma), mu, sigma))
    for _ in range(150):
        sigma = random.uniform(0.1, 5)
        rows.append((0.0, nearby(random, sigma), 0.0, sigma))
    for _ in range(200):
        rows.append((
            random.choice([-1, 1]) * log_uniform(random, 1e-60, 1e60),
            log_uniform(random, 1e-60, 1e60),
            random.choice([-1, 1]) * log_uniform(random, 1e-60, 1e60),
            log_uniform(random, 1e-60, 1e60),
        ))
    for _ in range(50):
        sigma = log_uniform(random, 1e-290, 1e290)
        rows.append((sigma, nearby(random, sigma), nearby(random, sigma), sigma))
    return rows


# Kumaraswamy: the two shapes.


def truths(random, rounds):
    rows = [(1.0, 1.0), (2.0, 3.0), (0.5, 0.5)]
    for _ in range(rounds):
        rows.append((random.uniform(0.2, 5), random.uniform(0.2, 5)))
        rows.append((log_uniform(random, 1e-2, 1e2), log_uniform(random, 1e-2, 1e2)))
        rows.append((log_uniform(random, 1e-1, 1e1), log_uniform(random, 1e-12, 1e12)))
    return rows


# Beside beta distributions.


def beta_shapes(random, rounds, low=1e-12, high=1e12):
    """The two shapes of a beta distribution: near each other, near 1, far apart."""
    rows = [(1.0, 1.0), (2.0, 2.0), (1.0, 30.0), (30.0, 1.0), (0.5, 0.5), (1e12, 1e12), (1.0, 1e12), (1e12, 1.0), (5.0, 1e11)]
    for _ in range(rounds):
        rows.append((random.uniform(0.1, 5), random.uniform(0.1, 5)))
        rows.append((nearby(random, 1.0), nearby(random, 1.0)))
        rows.append((nearby(random, 1.0), log_uniform(random, 1.0, high)))
        rows.append((log_uniform(random, low, high), log_uniform(random, low, high)))
        a = log_uniform(random, 0.1, 100)
        rows.append((a, nearby(random, a)))
        rows.append((random.uniform(0.1, 20), random.uniform(0.1, 20)))
    return rows


# Weibull and gamma.


def weibulls_and_gammas(random, rounds, mean):
    """Shapes, the scale of P and the rate or scale of Q, near 1, far, and near the same mean."""
    some = [(1.0, 1.0), (1.0 + 2.0**-52, 1.0), (1.0, 1.0 + 2.0**-52), (2.0, 3.0), (0.5, 0.5)]
    for _ in range(rounds):
        some.append((nearby(random, 1.0), nearby(random, 1.0)))
        some.append((nearby(random, 1.0, 1e-3), nearby(random, 1.0, 1e-3)))
        some.append((random.uniform(0.2, 5), random.uniform(0.2, 5)))
        some.append((log_uniform(random, 1e-2, 1e4), log_uniform(random, 1e-4, 1e4)))
    rows = []
    for p, q in some:
        scale = log_uniform(random, 1e-3, 1e3)
        other = mean(p, scale, q)
        rows.append((p, scale, q, other))
        rows.append((p, scale, q, nearby(random, other)))
        rows.append((p, scale, q, other * log_uniform(random, 0.1, 10)))
        rows.append((p, 1.0, q, 1.0))
    return rows


# Pareto: scale and shape.


def paretos(random):
    shapes = [1.0, 0.5, 1.0 + 2.0**-52, 2.0, 1.0 + 1e-9, 1e10, 1e17, 1e200]
    shapes += [random.uniform(1, 6) for _ in range(20)] + [1 + log_uniform(random, 1e-12, 1e3) for _ in range(20)]
    shapes += [log_uniform(random, 1.0, 1e12) for _ in range(10)]
    return [(log_uniform(random, 1e-30, 1e30), shape) for shape in shapes]


# Extreme parameters, of any size.


SIZES = [SMALLEST, 1e-310, 2.3e-308, 1e-160, 1e-30, 1.0, 1e30, 1e160, 1e300]


def any_size(random):
    return random.choice([random.choice(SIZES), log_uniform(random, 1e-300, 1e300), log_uniform(random, 1e-20, 1e20)])


def near_or_far(random, x, most=1e300):
    """Next to x, or anything."""
    y = random.choice([nearby(random, x), any_size(random)])
    return min(max(y, SMALLEST), most)


def two_by_two(random, rounds):
    """Two parameters of P and two of Q."""
    rows = []
    for _ in range(rounds):
        a, b = any_size(random), any_size(random)
        rows.append((a, b, near_or_far(random, a), near_or_far(random, b)))
    return rows


def with_quotient(random, a, b):
    """a/b, or something near it or far, that is a double above 0."""
    middle = a / b if 1e-300 < a / b < 1e300 else any_size(random)
    return near_or_far(random, middle)


EXTREMES = [SMALLEST, 1e-310, 2.3e-308, 1e-160, 1e-30, 1.0, 1e30, 1e160, 1e300, LARGEST]


def extreme_shapes(random, rounds):
    """Any of 1e-300 to 1e300, and near each other; subnormal and the largest."""
    rows = [(a, b) for a in EXTREMES for b in EXTREMES if random.random() < 0.15]
    for _ in range(rounds):
        a = log_uniform(random, 1e-300, 1e300)
        rows.append((a, log_uniform(random, 1e-300, 1e300)))
        rows.append((a, nearby(random, a)))
        a = log_uniform(random, 1e-20, 1e20)
        rows.append((a, log_uniform(random, 1e-300, 1e300)))
        rows.append((log_uniform(random, 1e-300, 1e300), a))
    return rows
