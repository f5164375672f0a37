"""The terms of the evidence lower bound: encoders, decoders, samples."""

import math
import struct

import mpmath
from mpmath import exp, log, mpf

from shared.derivatives import derivative_by, entry_of, value
from shared.exact import exact, on_exact
from shared.logits import digits_by, entry_by, indexed, sigmoid
from shared.masked import DIGITS, MASKS, both
from shared.rows import row
from shared.sizes import log_uniform, nearby


def log_variances(random):
    return random.choice([
        0.0, random.choice([-1.0, 1.0]) * log_uniform(random, 1e-18, 1.0), random.uniform(-3.0, 3.0),
        random.uniform(-700.0, 700.0),
    ])


def means(random):
    return random.choice([0.0, random.uniform(-3.0, 3.0), log_uniform(random, 1e-150, 1e150)])


def encoders(random):
    rows = []
    for _ in range(200):
        n = random.choice([1, 1, 2, 5])
        rows.append(([means(random) for _ in range(n)], [log_variances(random) for _ in range(n)],
                     random.choice([1.0, 4.0, random.uniform(0.0, 10.0)])))
    return rows + [([0.0], [700.0], 1.0), ([0.0], [-700.0], 1.0), ([0.0], [5e-324], 1.0), ([1e-160], [1e-170], 1.0)]


def small_encoders(random):
    # In closed form the gradient is a product, so it is the difference quotient here too.
    return [(*x, 0) for x in encoders(random) if max(map(abs, x[0])) < 1e20]


@row("objective::normal_kl, value", encoders, value=value)
@row("objective::normal_kl, mean gradient", small_encoders, digits=400, value=entry_of(0))
@row("objective::normal_kl, log-variance gradient", small_encoders, digits=400, value=entry_of(1))
def normal_kl(mean, log_variance, beta):
    # KL(N(m, s²)‖N(0, 1)) as the textbook has it, s being the standard deviation.
    terms = []
    for m, l in zip(mean, log_variance):
        s = exp(l / 2)
        terms.append(-log(s) + (s**2 + m**2) / 2 - mpf(1) / 2)
    return beta * mpmath.fsum(terms)


def single(x):
    """The number of 32 bits nearest to it, which the test reads as such."""
    return struct.unpack("f", struct.pack("f", x))[0]


def encoders_of_32_bits(random):
    rows = []
    for _ in range(200):
        n = random.choice([1, 4, 8, 9, 31, 40])
        near = random.choice([1e-6, 1.0])
        m = [single(near * random.uniform(-3.0, 3.0)) for _ in range(n)]
        l = [single(near * random.choice([random.uniform(-3.0, 3.0), random.uniform(-80.0, 80.0)])) for _ in range(n)]
        rows.append((m, l, random.choice([1.0, 4.0])))
    return rows


@row("objective::normal_kl_value", encoders_of_32_bits, value=value)
def normal_kl_value(mean, log_variance, beta):
    return normal_kl(mean, log_variance, beta)


@row("objective::normal_kl_terms", lambda random: [(m[0], l[0]) for m, l, _ in encoders(random)], value=value)
def normal_kl_term(mean, log_variance):
    return normal_kl([mean], [log_variance], 1)


def with_floors(random):
    rows = []
    for _ in range(120):
        d, n = random.choice([1, 2, 3]), random.choice([1, 2, 4])
        m = [random.uniform(-1.5, 1.5) for _ in range(d * n)]
        l = [random.uniform(-1.5, 1.5) for _ in range(d * n)]
        rows.append((m, l, d, random.choice([0.0, 0.25, 0.5, 2.0])))
    return rows


def first_entries(random):
    return [(*x, 0) for x in with_floors(random)]


@row("objective::free_bits, value", with_floors, digits=100, value=value)
@row("objective::free_bits, mean gradient", first_entries, digits=100, value=entry_of(0))
@row("objective::free_bits, log-variance gradient", first_entries, digits=100, value=entry_of(1))
def free_bits(mean, log_variance, dimensions, floor):
    rows = len(mean) // dimensions
    costs = [
        mpmath.fsum(normal_kl([m], [l], 1) for m, l in zip(mean[j::dimensions], log_variance[j::dimensions]))
        / rows
        for j in range(dimensions)
    ]
    return mpmath.fsum(max(floor, c) for c in costs)


def decoders(random):
    rows = []
    for i in range(120):
        n = random.choice([1, 1, 2, 4])
        far = 1e3 if i < 5 else 60.0
        z = [random.choice([random.uniform(-5.0, 5.0), random.uniform(-far, far), random.uniform(-1e-3, 1e-3)]) for _ in range(n)]
        rows.append((z, [random.choice([0.0, 1.0, random.random()]) for _ in range(n)]))
    return rows


def of_the_smaller(value, logits, targets, index):
    z, x = exact(logits[index]), exact(targets[index])
    larger = max(sigmoid(-z), 1 - x) if z > 0 else max(sigmoid(z), x)
    return max(mpf(1), larger / abs(value))


@row("objective::bernoulli_log_likelihood, value", decoders, digits=digits_by(0), value=value)
@row("objective::bernoulli_log_likelihood, gradient", indexed(decoders, 0), digits=digits_by(0), value=entry_by(0), condition_of=of_the_smaller)
def bernoulli_log_likelihood(logits, targets):
    return mpmath.fsum(
        x * log(sigmoid(z)) + (1 - x) * log(sigmoid(-z)) for z, x in zip(logits, targets)
    )


def masked_decoders(random):
    for _ in range(40):
        n = random.choice([1, 2, 4])
        yield ([random.choice([random.uniform(-5.0, 5.0), random.choice(MASKS), -random.choice(MASKS)]) for _ in range(n)],
               [random.choice([0.0, 1.0]) for _ in range(n)])


@row("objective::bernoulli_log_likelihood, masked", masked_decoders, digits=DIGITS)
def masked_bernoulli_log_likelihood(logits, targets):
    """Value and gradient, of answers that are yes or no."""
    total, gradient = mpf(0), []
    for z, x in zip(logits, targets):
        sign = 1 if x else -1
        ((other, _), (_, of_answer)), _ = both([0.0, sign * z], [0.0])
        total += of_answer
        gradient.append(sign * other)
    return [total] + gradient


def normal_decoders(random):
    for _ in range(120):
        n = random.choice([1, 2, 5])
        m = [random.uniform(-3.0, 3.0) for _ in range(n)]
        x = [nearby(random, y) if random.random() < 0.3 else random.uniform(-3.0, 3.0) for y in m]
        yield m, x, random.choice([0.0, random.uniform(-5.0, 5.0), random.uniform(-30.0, 30.0)])


def square(means, targets, log_variance):
    return math.fsum((a - b) ** 2 for a, b in zip(means, targets)) * math.exp(-log_variance)


def size_of_terms(value, means, targets, log_variance):
    n, l = len(means), log_variance
    size = 0.5 * (n * math.log(2 * math.pi) + n * abs(l) + square(means, targets, l))
    return max(mpf(1), size / abs(value))


def size_of_derivative(value, means, targets, log_variance):
    return max(mpf(1), 0.5 * (square(means, targets, log_variance) + len(means)) / abs(value))


@row("objective::normal_log_likelihood, value", normal_decoders, digits=200, value=value, condition_of=size_of_terms)
@row("objective::normal_log_likelihood, mean gradient", lambda random: [(*x, 0) for x in normal_decoders(random)], digits=200, value=entry_of(0))
@row("objective::normal_log_likelihood, log-variance gradient", normal_decoders, digits=200, value=derivative_by(2), condition_of=size_of_derivative)
def normal_log_likelihood(means, targets, log_variance):
    v = exp(log_variance)
    return mpmath.fsum(log(exp(-((x - m) ** 2) / (2 * v)) / mpmath.sqrt(2 * mpmath.pi * v)) for m, x in zip(means, targets))


def samples(random):
    for _ in range(120):
        m, e = random.uniform(-3.0, 3.0), random.gauss(0.0, 1.0)
        yield m, random.choice([random.uniform(-5.0, 5.0), random.uniform(-700.0, 700.0)]), e


def size_of_sample(value, mean, log_variance, noise):
    return max(mpf(1), (abs(exact(mean)) + abs(exp(exact(log_variance) / 2) * exact(noise))) / abs(value))


@row("objective::reparameterise, z", samples, digits=800, value=value, condition_of=size_of_sample)
@row("objective::reparameterise, log-variance derivative", samples, digits=800, value=derivative_by(1))
def reparameterise(mean, log_variance, noise):
    return mean + mpmath.sqrt(exp(log_variance)) * noise


@row("objective::Reparameterised::pull_back", lambda random: [(*x, random.uniform(-3.0, 3.0)) for x in samples(random)])
@on_exact
def pull_back(mean, log_variance, noise, gradient):
    return gradient * noise * exp(log_variance / 2) / 2


def parts(random):
    for _ in range(60):
        yield -log_uniform(random, 1e-3, 1e5), log_uniform(random, 1e-10, 1e3), random.choice([1.0, random.uniform(0.0, 8.0)])


@row("objective::Elbo::value", parts)
@on_exact
def elbo(reconstruction, kl, beta):
    return reconstruction - beta * kl


@row("objective::Elbo::loss", parts)
@on_exact
def loss(reconstruction, kl, beta):
    return beta * kl - reconstruction
