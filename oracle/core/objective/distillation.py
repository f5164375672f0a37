"""Distillation: the divergence of a student's softmax from a teacher's, at a temperature."""

import mpmath
from mpmath import log, mpf

from shared.derivatives import exactly, value
from shared.exact import exact
from shared.logits import digits_by, divergence, entry_by, indexed, softmax, two_of
from shared.masked import DIGITS, both, clear, differences, divergence as masked_divergence, of_objectives, with_zeros
from shared.rows import row
from shared.sizes import log_uniform


def teachers_and_students(random):
    yield [0.0, 0.0], [0.0, 2.0**-60], 1.0
    yield [1e3, -1e3], [-1e3, 1e3], 1.0
    yield [1e3, -1e3, 0.0], [1e3, -1e3, 1e-12], 1.0
    yield [1e3, 1e3 + 1e-10], [-1e3, -1e3], 1.0
    for teacher, student in two_of(random, 110):
        yield teacher, student, random.choice([1.0, 2.0, 4.0, random.uniform(1.0, 20.0), log_uniform(random, 1.0, 1e6)])


def size_of_entry(value, teacher, student, temperature, index):
    """What the parts of the entry are beside it, however much larger another entry is."""
    return max(mpf(1), size_of_masked(teacher, student, temperature)[1 + index] / abs(value))


@row("objective::distillation, value", teachers_and_students, digits=digits_by(1), value=value)
@row("objective::distillation, gradient", indexed(teachers_and_students, 1), digits=digits_by(1), value=entry_by(1), condition_of=size_of_entry)
def distillation(teacher, student, temperature):
    return temperature**2 * divergence(softmax(teacher, temperature), softmax(student, temperature))


def with_labels(random):
    for teacher, student, temperature in list(teachers_and_students(random))[5:60]:
        label = random.randrange(len(teacher))
        yield teacher, student, label, temperature, random.choice([0.1, 0.5, random.random(), 0.0, 1.0])


def size_of_term(value, teacher, student, label, temperature, weight, index):
    """The larger part of the entry, soft or hard, over it."""
    return max(mpf(1), size_of_masked_with_labels(teacher, student, label, temperature, weight)[1 + index] / abs(value))


@row("objective::distillation_with_labels, value", with_labels, digits=digits_by(1), value=value)
@row("objective::distillation_with_labels, gradient", indexed(with_labels, 1), digits=digits_by(1), value=entry_by(1), condition_of=size_of_term)
def distillation_with_labels(teacher, student, label, temperature, weight):
    soft = distillation(teacher, student, temperature)
    return (1 - weight) * soft - weight * log(softmax(student)[label])


# Value and gradient with masks.


def some_temperature(random):
    return random.choice([1.0, 1.0, 2.0, 0.5, random.uniform(1.0, 20.0), log_uniform(random, 1e-2, 1e4)])


def masked(random):
    return [(a, b, some_temperature(random)) for a, b in of_objectives(random)]


def with_zeros_at_temperatures(random):
    return [(a, b, some_temperature(random)) for a, b in with_zeros(random)]


def size_of_masked(a, b, temperature):
    return [mpf(0)] + [exact(temperature) * x for x in differences(a, b, temperature)[1]]


@row("objective::distillation, zeros", with_zeros_at_temperatures, digits=DIGITS, **clear(size_of_masked, 1e-290))
@row("objective::distillation, masked", masked, digits=DIGITS, **clear(size_of_masked, 1e-290))
def masked_distillation(a, b, temperature):
    t = exact(temperature)
    return [t**2 * masked_divergence(*both(a, b, temperature))] + [t * x for x in differences(a, b, temperature)[0]]


def masked_with_labels(random):
    return [(a, b, random.randrange(len(a)), some_temperature(random), random.choice([0.1, 0.5, 0.0, 1.0])) for a, b in of_objectives(random)]


def hard(b, label):
    (q, lq), _ = both(b, b)
    return [-lq[label]] + [-mpmath.fsum(q[:k] + q[k + 1 :]) if k == label else x for k, x in enumerate(q)]


def size_of_masked_with_labels(a, b, label, temperature, weight):
    w = exact(weight)
    soft = size_of_masked(a, b, temperature)
    return [mpf(0)] + [max((1 - w) * x, w * abs(y)) for x, y in zip(soft[1:], hard(b, label)[1:])]


@row("objective::distillation_with_labels, masked", masked_with_labels, digits=DIGITS, **clear(size_of_masked_with_labels, 1e-290))
def masked_distillation_with_labels(a, b, label, temperature, weight):
    w = exact(weight)
    return [(1 - w) * x + w * y for x, y in zip(masked_distillation(a, b, temperature), hard(b, label))]
