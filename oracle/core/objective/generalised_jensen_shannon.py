"""Generalised Jensen–Shannon divergences of two softmaxes."""

import mpmath
from mpmath import log, mpf

from shared.derivatives import exactly, value
from shared.exact import exact
from shared.logits import digits_by, divergence, entry_by, indexed, softmax, two_of
from shared.masked import DIGITS, both, clear, differences, divergence as masked_divergence, less_their_mean, mixture, of_objectives, with_zeros
from shared.rows import row
from shared.sizes import log_uniform


def mixed(random):
    yield [0.0, 0.0], [0.0, 2.0**-60], 0.5
    yield [1e3, -1e3], [-1e3, 1e3], 0.5
    for i, (teacher, student) in enumerate(two_of(random, 90)):
        yield teacher, student, [
            0.5, random.random(), log_uniform(random, 1e-60, 1e-3), 1.0 - log_uniform(random, 1e-15, 1e-3), 0.1
        ][i % 5]


def ends(random):
    for i, (teacher, student) in enumerate(two_of(random, 40)):
        yield teacher, student, float(i % 2)


def size_of_entry(scaled):
    """What the parts of the entry are beside it, however much larger another entry is."""
    def condition(value, teacher, student, beta, index):
        return max(mpf(1), parts_of_masked(teacher, student, beta, scaled)[1][index] / abs(value))
    return condition


@row("objective::generalised_jensen_shannon, value", mixed, digits=digits_by(1), value=value)
@row("objective::generalised_jensen_shannon, gradient", indexed(mixed, 1), digits=digits_by(1), value=entry_by(1), condition_of=size_of_entry(False))
def generalised_jensen_shannon(teacher, student, beta):
    p, q = softmax(teacher), softmax(student)
    m = [beta * x + (1 - beta) * y for x, y in zip(p, q)]
    return beta * divergence(p, m) + (1 - beta) * divergence(q, m)


def mixed_or_not(random):
    return [*mixed(random)][:40] + [*ends(random)]


@row("objective::generalised_jensen_shannon_scaled, value", mixed_or_not, digits=digits_by(1), value=value)
@row("objective::generalised_jensen_shannon_scaled, gradient", indexed(mixed_or_not, 1), digits=digits_by(1), value=entry_by(1), condition_of=size_of_entry(True))
def generalised_jensen_shannon_scaled(teacher, student, beta):
    if beta == 0:
        return divergence(softmax(teacher), softmax(student))
    if beta == 1:
        return divergence(softmax(student), softmax(teacher))
    return generalised_jensen_shannon(teacher, student, beta) / (beta * (1 - beta))


# Value and gradient with masks.


def masked(random):
    some = lambda: random.choice([0.5, 0.5, random.random(), 0.1, log_uniform(random, 1e-60, 1e-3), 1.0 - log_uniform(random, 1e-15, 1e-3)])
    return [(a, b, some()) for a, b in of_objectives(random)]


def mixed_zeros(random):
    some = lambda: random.choice([0.5, 0.5, random.random(), 0.1, log_uniform(random, 1e-60, 1e-3), 1.0 - log_uniform(random, 1e-15, 1e-3)])
    return [(a, b, some()) for a, b in with_zeros(random)]


def masked_or_not_mixed(random):
    return [(a, b, float(i // 4 % 2) if i % 4 == 0 else beta) for i, (a, b, beta) in enumerate(masked(random))]


def parts_of_masked(a, b, beta, scaled):
    """Entries of the gradient and their sizes."""
    c = exact(beta)
    p, (q, lq) = both(a, b)
    if c == 0:
        return differences(a, b)
    _, lm = mixture(p, (q, lq), c)
    factor = 1 / c if scaled else 1 - c
    return [[factor * x for x in some] for some in less_their_mean(q, [x - y for x, y in zip(lq, lm)])]


@row("objective::generalised_jensen_shannon, zeros", mixed_zeros, digits=DIGITS, **clear(lambda *x: [mpf(0)] + parts_of_masked(*x, False)[1], 1e-290))
@row("objective::generalised_jensen_shannon, masked", masked, digits=DIGITS, **clear(lambda *x: [mpf(0)] + parts_of_masked(*x, False)[1], 1e-290))
def masked_jensen_shannon(a, b, beta):
    p, q = both(a, b)
    c, m = exact(beta), mixture(p, q, exact(beta))
    value = c * masked_divergence(p, m) + (1 - c) * masked_divergence(q, m)
    return [value] + parts_of_masked(a, b, beta, False)[0]


@row("objective::generalised_jensen_shannon_scaled, masked", masked_or_not_mixed, digits=DIGITS, **clear(lambda *x: [mpf(0)] + parts_of_masked(*x, True)[1], 1e-290))
def masked_jensen_shannon_scaled(a, b, beta):
    p, q = both(a, b)
    c = exact(beta)
    if c == 0:
        value = masked_divergence(p, q)
    elif c == 1:
        value = masked_divergence(q, p)
    else:
        value = masked_jensen_shannon(a, b, beta)[0] / (c * (1 - c))
    return [value] + parts_of_masked(a, b, beta, True)[0]
