"""Objectives of machine learning, from their definitions; gradients by differentiating those.

A row `name, value` has the value for one row of input, `name, gradient` one entry of the
gradient, whose index is the last input: mpmath.diff of the same definition.
"""

import math
import random as random_module

import mpmath
from mpmath import exp, log, mpf

from exact import exact, found, log_uniform, nearby, stable

# For logits up to 50 or so, whose softmax is above 1e-50, and differences of 1e-16.
DIGITS = 250
# For logits up to 1000, whose softmax is above 1e-870.
MANY = 1000


def softmax(z, temperature=1):
    powers = [exp(x / temperature) for x in z]
    total = mpmath.fsum(powers)
    return [x / total for x in powers]


def divergence(p, q):
    return mpmath.fsum(x * log(x / y) for x, y in zip(p, q))


def distillation(teacher, student, temperature):
    return temperature**2 * divergence(softmax(teacher, temperature), softmax(student, temperature))


def distillation_with_labels(teacher, student, label, temperature, weight):
    soft = distillation(teacher, student, temperature)
    return (1 - weight) * soft - weight * log(softmax(student)[label])


def generalised_jensen_shannon(teacher, student, beta):
    p, q = softmax(teacher), softmax(student)
    m = [beta * x + (1 - beta) * y for x, y in zip(p, q)]
    return beta * divergence(p, m) + (1 - beta) * divergence(q, m)


def generalised_jensen_shannon_scaled(teacher, student, beta):
    if beta == 0:
        return divergence(softmax(teacher), softmax(student))
    if beta == 1:
        return divergence(softmax(student), softmax(teacher))
    return generalised_jensen_shannon(teacher, student, beta) / (beta * (1 - beta))


def label_smoothing(logits, label, epsilon):
    ln_q = list(map(log, softmax(logits)))
    return -(1 - epsilon) * ln_q[label] - epsilon / len(logits) * mpmath.fsum(ln_q)


def focal_loss(logits, label, gamma):
    q = softmax(logits)
    # 1 - p as the sum of the others: it may be far below the digits of p.
    rest = mpmath.fsum(x for k, x in enumerate(q) if k != label)
    return -(rest**gamma) * log(q[label]) if rest else mpf(0)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def binary_focal_loss(logits, answer, gamma, alpha):
    z, weight = (logits[0], alpha) if answer else (-logits[0], 1 - alpha)
    return -weight * sigmoid(-z) ** gamma * log(sigmoid(z))


def gaussian_kl(mean, log_variance, beta):
    # KL(N(m, s²)‖N(0, 1)) as the textbook has it, s being the standard deviation.
    terms = []
    for m, l in zip(mean, log_variance):
        s = exp(l / 2)
        terms.append(-log(s) + (s**2 + m**2) / 2 - mpf(1) / 2)
    return beta * mpmath.fsum(terms)


def free_bits(mean, log_variance, dimensions, floor):
    rows = len(mean) // dimensions
    costs = [
        mpmath.fsum(gaussian_kl([m], [l], 1) for m, l in zip(mean[j::dimensions], log_variance[j::dimensions]))
        / rows
        for j in range(dimensions)
    ]
    return mpmath.fsum(max(floor, c) for c in costs)


def bernoulli_log_likelihood(logits, targets):
    return mpmath.fsum(
        x * log(sigmoid(z)) + (1 - x) * log(sigmoid(-z)) for z, x in zip(logits, targets)
    )


def gaussian_log_likelihood(means, targets, log_variance):
    v = exp(log_variance)
    return mpmath.fsum(log(exp(-((x - m) ** 2) / (2 * v)) / mpmath.sqrt(2 * mpmath.pi * v)) for m, x in zip(means, targets))


def reparameterise(mean, log_variance, noise):
    return mean + mpmath.sqrt(exp(log_variance)) * noise


def ppo_clip(new, old, advantages, epsilon):
    terms = []
    for n, o, a in zip(new, old, advantages):
        r = exp(n) / exp(o)
        terms.append(min(r * a, max(1 - epsilon, min(r, 1 + epsilon)) * a))
    return mpmath.fsum(terms) / len(terms), terms


def k3(p, q):
    r = exp(q) / exp(p)
    return r - 1 - log(r)


def margin(c, r, reference_c, reference_r, beta):
    return beta * (c - reference_c) - beta * (r - reference_r)


def dpo(c, r, reference_c, reference_r, beta):
    return -log(sigmoid(margin(c, r, reference_c, reference_r, beta)))


def exactly(x):
    """All numbers in it as mpmath's; whole numbers and answers as they are."""
    if isinstance(x, (list, tuple)):
        return [exactly(y) for y in x]
    return exact(x) if isinstance(x, float) else x


def value(function, inputs, digits):
    return stable(lambda: function(*exactly(inputs)), digits=digits)


def gradient(function, inputs, argument, index, digits):
    """The derivative in one entry of one argument."""
    def derivative():
        given = exactly(inputs)
        entries = list(given[argument])

        def along(x):
            entries[index] = x
            return function(*given[:argument], list(entries), *given[argument + 1 :])

        return mpmath.diff(along, entries[index])

    derivative.__module__, derivative.__name__ = __name__, function.__name__
    return stable(derivative, digits=digits)


def short(condition):
    return mpmath.nstr(mpf(condition), 17)


def rows_of(function, all_inputs, argument, condition):
    """Value and one entry of the gradient for each; `condition` gives that of the entry."""
    values, gradients = [], []
    name = f"objective::{function.__name__}"
    plain = [(inputs, None) for inputs in all_inputs]
    more = [(inputs, index) for *inputs, index in found(f"{name}, gradient")]
    for number, (inputs, index) in enumerate(plain + more):
        extreme = max(abs(x) for x in flat(inputs[: argument + 1])) > 60.0
        digits = MANY if extreme else DIGITS
        values.append([list(inputs), value(function, inputs, digits)])
        if still(inputs, argument):
            continue
        if index is None:
            index = number % len(inputs[argument])
        entry = gradient(function, inputs, argument, index, digits)
        # Below, the digits of the smallest doubles are lost on the way.
        if abs(mpf(entry)) < 1e-290:
            continue
        size = condition(function, inputs, argument, index, entry, digits)
        gradients.append([[*inputs, index], entry] + ([short(size)] if size > 1 else []))
    return {f"{name}, value": values, f"{name}, gradient": gradients}


def still(inputs, argument):
    """Whether the gradient may be 0, whose relative error means nothing: logits all
    equal, or apart from the teacher's by a constant."""
    z = inputs[argument]
    apart = [exact(y) - exact(x) for x, y in zip(inputs[0], z)] if argument == 1 else list(map(exact, z))
    return len(apart) > 1 and len(set(apart)) == 1


def flat(x):
    if isinstance(x, (list, tuple)):
        return [z for y in x for z in flat(y)]
    return [float(x)]


def of_largest(function, inputs, argument, index, entry, digits):
    """The largest entry of the gradient over this one, from formulas that 20 digits are enough for."""
    teacher, student, parameter = inputs
    with mpmath.workdps(digits):
        c = exact(parameter)
        t = c if function is distillation else 1
        p, q = softmax(exactly(teacher), t), softmax(exactly(student), t)
        if function is distillation:
            entries = [t * (y - x) for x, y in zip(p, q)]
        elif c == 0:
            entries = [y - x for x, y in zip(p, q)]
        else:
            logarithms = [log(y / (c * x + (1 - c) * y)) for x, y in zip(p, q)]
            mean = mpmath.fsum(y * l for y, l in zip(q, logarithms))
            scale = 1 - c if function is generalised_jensen_shannon else 1 / c
            entries = [scale * y * (l - mean) for y, l in zip(q, logarithms)]
        return max(map(abs, entries)) / abs(mpf(entry))


def logits(random, n):
    """Ordinary, confident, nearly equal, extreme."""
    kind = random.randrange(8)
    if kind == 0:
        return [random.choice([-1e3, 0.0, 1e3, random.uniform(-1e3, 1e3)]) for _ in range(min(n, 3))]
    if kind == 1:
        return [random.uniform(-1e-6, 1e-6) for _ in range(n)]
    if kind == 2:
        z = [random.uniform(-1.0, 1.0) for _ in range(n)]
        z[random.randrange(n)] = random.uniform(10.0, 50.0)
        return z
    return [random.uniform(-5.0, 5.0) for _ in range(n)]


def students(random, teacher):
    """Near the teacher, shifted, or another."""
    kind = random.randrange(4)
    if kind == 0:
        return [nearby(random, z) if z else z for z in teacher]
    if kind == 1:
        size = log_uniform(random, 1e-15, 1e-1)
        return [z + size * random.uniform(-1.0, 1.0) for z in teacher]
    if kind == 2:
        shift = random.uniform(-50.0, 50.0)
        size = log_uniform(random, 1e-10, 1.0)
        return [z + shift + size * random.uniform(-1.0, 1.0) for z in teacher]
    other = logits(random, len(teacher))
    # The extreme ones are three at most.
    return (other * len(teacher))[: len(teacher)]


def two_of(random, count):
    for _ in range(count):
        teacher = logits(random, random.choice([2, 2, 3, 5]))
        yield teacher, students(random, teacher)


def cases_of_distillation(random):
    yield [0.0, 0.0], [0.0, 2.0**-60], 1.0
    yield [1e3, -1e3], [-1e3, 1e3], 1.0
    yield [1e3, -1e3, 0.0], [1e3, -1e3, 1e-12], 1.0
    yield [1e3, 1e3 + 1e-10], [-1e3, -1e3], 1.0
    for teacher, student in two_of(random, 110):
        yield teacher, student, random.choice([1.0, 2.0, 4.0, random.uniform(1.0, 20.0), log_uniform(random, 1.0, 1e6)])


def cases_of_jensen_shannon(random):
    yield [0.0, 0.0], [0.0, 2.0**-60], 0.5
    yield [1e3, -1e3], [-1e3, 1e3], 0.5
    for i, (teacher, student) in enumerate(two_of(random, 90)):
        yield teacher, student, [
            0.5, random.random(), log_uniform(random, 1e-60, 1e-3), 1.0 - log_uniform(random, 1e-15, 1e-3), 0.1
        ][i % 5]


def ends(random):
    for i, (teacher, student) in enumerate(two_of(random, 40)):
        yield teacher, student, float(i % 2)


def labelled(random, count):
    for _ in range(count):
        z = logits(random, random.choice([2, 3, 5]))
        yield z, random.randrange(len(z))


def of_two_probabilities(function, inputs, argument, index, entry, digits):
    z, label, epsilon = inputs
    if epsilon == 0.0:
        return 1.0
    with mpmath.workdps(digits):
        q = softmax(exactly(z))[index]
        p = exact(epsilon) / len(z)
        if index == label:
            q, p = 1 - q, exact(epsilon) - p
        return max(p, q) / abs(mpf(entry))


def of_gamma(function, inputs, *_):
    return 1 + inputs[2]


def with_condition(rows, condition):
    return [[*row, short(condition(row[0]))] for row in rows]


def of_mixture(function, inputs, argument, index, entry, digits):
    """The largest term of the gradient, soft or hard, over this entry."""
    teacher, student, label, temperature, weight = inputs
    with mpmath.workdps(digits):
        t, w = exact(temperature), exact(weight)
        p, q = softmax(exactly(teacher), t), softmax(exactly(student), t)
        hard = softmax(exactly(student))
        soft = [abs(t * (y - x)) * (1 - w) for x, y in zip(p, q)]
        hard = [w * (mpmath.fsum(hard[:k] + hard[k + 1:]) if k == label else x) for k, x in enumerate(hard)]
        return max(soft + hard) / abs(mpf(entry))


def from_logits(random):
    def mixed():
        for teacher, student, temperature in list(cases_of_distillation(random))[5:60]:
            label = random.randrange(len(teacher))
            yield teacher, student, label, temperature, random.choice([0.1, 0.5, random.random(), 0.0, 1.0])

    result = rows_of(distillation, cases_of_distillation(random), 1, of_largest)
    result |= rows_of(distillation_with_labels, mixed(), 1, of_mixture)
    result |= rows_of(generalised_jensen_shannon, cases_of_jensen_shannon(random), 1, of_largest)
    scaled = [*cases_of_jensen_shannon(random)][:40] + [*ends(random)]
    result |= rows_of(generalised_jensen_shannon_scaled, scaled, 1, of_largest)

    smoothed = [(z, y, [0.0, 0.1, random.random(), 1.0][i % 4]) for i, (z, y) in enumerate(labelled(random, 160))]
    result |= rows_of(label_smoothing, smoothed, 0, of_two_probabilities)
    focal = [(z, y, [0.0, 2.0, random.uniform(0.0, 5.0), 0.5][i % 4]) for i, (z, y) in enumerate(labelled(random, 160))]
    result |= rows_of(focal_loss, focal, 0, of_gamma)
    binary = [
        ([random.choice([random.uniform(-5.0, 5.0), random.uniform(-100.0, 100.0)])], i % 2 == 0,
         random.choice([0.0, 2.0, random.uniform(0.0, 5.0)]), random.choice([0.25, 0.5, 1.0, random.random()]))
        for i in range(160)
    ]
    result |= rows_of(binary_focal_loss, binary, 0, of_gamma)
    for name in ("focal_loss", "binary_focal_loss"):
        key = f"objective::{name}, value"
        result[key] = with_condition(result[key], lambda inputs: 1 + inputs[2])
    return result


def log_variances(random):
    return random.choice([
        0.0, random.choice([-1.0, 1.0]) * log_uniform(random, 1e-18, 1.0), random.uniform(-3.0, 3.0),
        random.uniform(-700.0, 700.0),
    ])


def means(random):
    return random.choice([0.0, random.uniform(-3.0, 3.0), log_uniform(random, 1e-150, 1e150)])


def encoders(random):
    def encoder():
        n = random.choice([1, 1, 2, 5])
        return [means(random) for _ in range(n)], [log_variances(random) for _ in range(n)]

    result = {}
    inputs = [(*encoder(), random.choice([1.0, 4.0, random.uniform(0.0, 10.0)])) for _ in range(200)]
    inputs += [([0.0], [700.0], 1.0), ([0.0], [-700.0], 1.0), ([0.0], [5e-324], 1.0), ([1e-160], [1e-170], 1.0)]
    name = "objective::gaussian_kl"
    result[f"{name}, value"] = [[list(x), value(gaussian_kl, x, 700)] for x in inputs]
    result["objective::gaussian_kl_terms"] = [
        [[x[0][0], x[1][0]], value(gaussian_kl, ([x[0][0]], [x[1][0]], 1.0), 700)] for x in inputs
    ]
    # In closed form the gradient is a product, so it is the difference quotient here too.
    small = [x for x in inputs if max(map(abs, x[0])) < 1e20]
    for argument, what in (0, "mean gradient"), (1, "log-variance gradient"):
        result[f"{name}, {what}"] = [
            [[*x, 0], gradient(gaussian_kl, x, argument, 0, 400)] for x in small
        ]
    result |= with_floor(random)
    return result


def with_floor(random):
    inputs = []
    for _ in range(120):
        d, rows = random.choice([1, 2, 3]), random.choice([1, 2, 4])
        m = [random.uniform(-1.5, 1.5) for _ in range(d * rows)]
        l = [random.uniform(-1.5, 1.5) for _ in range(d * rows)]
        inputs.append((m, l, d, random.choice([0.0, 0.25, 0.5, 2.0])))
    name = "objective::free_bits"
    result = {f"{name}, value": [[list(x), value(free_bits, x, 100)] for x in inputs]}
    for argument, what in (0, "mean gradient"), (1, "log-variance gradient"):
        result[f"{name}, {what}"] = [[[*x, 0], gradient(free_bits, x, argument, 0, 100)] for x in inputs]
    return result


def decoders(random):
    pairs = []
    for i in range(120):
        n = random.choice([1, 1, 2, 4])
        far = 1e3 if i < 5 else 60.0
        z = [random.choice([random.uniform(-5.0, 5.0), random.uniform(-far, far), random.uniform(-1e-3, 1e-3)]) for _ in range(n)]
        pairs.append((z, [random.choice([0.0, 1.0, random.random()]) for _ in range(n)]))

    def of_the_smaller(function, inputs, argument, index, entry, digits):
        z, x = exact(inputs[0][index]), exact(inputs[1][index])
        with mpmath.workdps(digits):
            return max(sigmoid(-z), 1 - x) / abs(mpf(entry)) if z > 0 else max(sigmoid(z), x) / abs(mpf(entry))

    result = rows_of(bernoulli_log_likelihood, pairs, 0, of_the_smaller)
    name = "objective::gaussian_log_likelihood"
    values, in_means, in_variance = [], [], []
    for _ in range(120):
        n = random.choice([1, 2, 5])
        m = [random.uniform(-3.0, 3.0) for _ in range(n)]
        x = [nearby(random, y) if random.random() < 0.3 else random.uniform(-3.0, 3.0) for y in m]
        l = random.choice([0.0, random.uniform(-5.0, 5.0), random.uniform(-30.0, 30.0)])
        inputs = (m, x, l)
        square = math.fsum((a - b) ** 2 for a, b in zip(m, x)) * math.exp(-l)
        out = value(gaussian_log_likelihood, inputs, 200)
        size = 0.5 * (n * math.log(2 * math.pi) + n * abs(l) + square)
        values.append([list(inputs), out, short(max(1.0, size / abs(float(out))))])
        in_means.append([[*inputs, 0], gradient(gaussian_log_likelihood, inputs, 0, 0, 200)])
        shared = lambda m, x, l: gaussian_log_likelihood(m, x, l[0])
        out = gradient(shared, (m, x, [l]), 2, 0, 200)
        in_variance.append([list(inputs), out, short(max(1.0, 0.5 * (square + n) / abs(float(out))))])
    result |= {
        f"{name}, value": values, f"{name}, mean gradient": in_means,
        f"{name}, log-variance derivative": in_variance,
    }
    samples, derivatives, pulled = [], [], []
    for _ in range(120):
        m, e = random.uniform(-3.0, 3.0), random.gauss(0.0, 1.0)
        l = random.choice([random.uniform(-5.0, 5.0), random.uniform(-700.0, 700.0)])
        g = random.uniform(-3.0, 3.0)
        out = value(reparameterise, (m, l, e), 800)
        size = (abs(exact(m)) + abs(exp(exact(l) / 2) * exact(e))) / abs(mpf(out))
        samples.append([[m, l, e], out, short(max(1, size))])
        along = lambda l, m, e: reparameterise(m, l[0], e)
        out = gradient(along, ([l], m, e), 0, 0, 800)
        derivatives.append([[m, l, e], out])
        pulled.append([[m, l, e, g], stable(lambda: exact(g) * exact(e) * exp(exact(l) / 2) / 2)])
    return result | {
        "objective::reparameterise, z": samples,
        "objective::reparameterise, log-variance derivative": derivatives,
        "Reparameterised::pull_back": pulled,
        "Elbo::value": elbo(random, 1), "Elbo::loss": elbo(random, -1),
    }


def elbo(random, sign):
    rows = []
    for _ in range(60):
        r, k, b = -log_uniform(random, 1e-3, 1e5), log_uniform(random, 1e-10, 1e3), random.choice([1.0, random.uniform(0.0, 8.0)])
        rows.append([[r, k, b], stable(lambda: sign * (exact(r) - exact(b) * exact(k)))])
    return rows


def policies(random):
    values, gradients = [], []
    for _ in range(120):
        n, epsilon = random.choice([1, 1, 3, 8]), random.choice([0.1, 0.2, 0.3])
        old = [random.uniform(-20.0, 0.0) for _ in range(n)]
        new = [random.choice([nearby(random, x), x + random.uniform(-0.5, 0.5), x, random.uniform(-700.0, 0.0)]) for x in old]
        advantages = [random.choice([0.0, random.gauss(0.0, 1.0), random.gauss(0.0, 1.0)]) for _ in range(n)]
        inputs = (new, old, advantages, epsilon)
        out = value(lambda *x: ppo_clip(*x)[0], inputs, 700)
        if float(out):
            with mpmath.workdps(100):
                terms = ppo_clip(*exactly(inputs))[1]
                size = mpmath.fsum(map(abs, terms)) / n / abs(mpf(out))
            values.append([list(inputs), out, short(max(1, size))])
        gradients.append([[*inputs, 0], gradient(lambda *x: ppo_clip(*x)[0], inputs, 0, 0, 400)])
    result = {"objective::ppo_clip, value": values, "objective::ppo_clip, gradient": gradients}

    pairs = [(-1.0, -1.0 - 2.0**-50), (0.0, 0.0), (-700.0, 0.0), (0.0, -700.0)]
    for _ in range(120):
        p = -log_uniform(random, 1e-10, 700.0)
        pairs.append((p, nearby(random, p) if random.random() < 0.5 else -log_uniform(random, 1e-10, 700.0)))
    result["objective::token_kl, k1"] = [[list(x), stable(lambda: exact(x[0]) - exact(x[1]))] for x in pairs]
    result["objective::token_kl, k2"] = [[list(x), stable(lambda: (exact(x[0]) - exact(x[1])) ** 2 / 2)] for x in pairs]
    result["objective::token_kl, k3"] = [[list(x), value(k3, x, 700)] for x in pairs]
    in_p = lambda p, q: k3(p[0], q)
    result["objective::token_kl, k3 gradient"] = [[list(x), gradient(in_p, ([x[0]], x[1]), 0, 0, 400)] for x in pairs if x[0] != x[1]]

    coefficients = [(0.5, 0.015, 0.01), (0.5, 1.5, 1.0), (0.5, 1.0, 1.5), (0.5, math.nextafter(1.5, 2.0), 1.0),
                    (0.5, math.nextafter(1.0, 0.0), 1.5), (0.5, 0.1 * 1.5, 0.1), (0.5, 0.1, 0.1 * 1.5)]
    coefficients += [(random.random(), log_uniform(random, 1e-3, 1e-1), 0.01) for _ in range(60)]

    def adaptive(beta, kl, target):
        return beta / 2 if kl < target / mpf(1.5) else beta * 2 if kl > target * mpf(1.5) else beta

    result["objective::adaptive_kl_coefficient"] = [[list(x), value(adaptive, x, 100)] for x in coefficients]

    quadruples = [(-5.0, -6.0, -5.0, -6.0, 0.5), (-1.0, -800.0, -1.0, -1.0, 1.0), (-800.0, -1.0, -1.0, -1.0, 1.0)]
    for _ in range(100):
        reference = [-log_uniform(random, 1.0, 1e3) for _ in range(2)]
        policy = [nearby(random, x) if random.random() < 0.4 else x + random.uniform(-30.0, 30.0) for x in reference]
        quadruples.append((*policy, *reference, random.choice([0.1, 0.5, random.uniform(0.01, 5.0), 10.0])))
    result["objective::dpo, value"] = [[list(x), value(dpo, x, 400)] for x in quadruples]
    for place, what in (0, "chosen"), (1, "rejected"):
        def moved(z, *others, place=place):
            others = list(others)
            return dpo(*others[:place], z[0], *others[place:])

        result[f"objective::dpo, {what} gradient"] = [
            [list(x), gradient(moved, ([x[place]], *x[:place], *x[place + 1 :]), 0, 0, 400)] for x in quadruples
        ]
        result[f"objective::dpo, {what} reward"] = [
            [list(x), stable(lambda: exact(x[4]) * (exact(x[place]) - exact(x[place + 2])))] for x in quadruples
        ]
    result["objective::dpo, margin"] = [[list(x), value(margin, x, 700)] for x in quadruples]
    return result


def cases():
    random = random_module.Random(20261122)
    return from_logits(random) | encoders(random) | decoders(random) | policies(random)
