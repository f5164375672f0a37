"""What the objectives of logits share: definitions, ranges, and the digits that they need."""

import mpmath
from mpmath import exp, log, mpf

from shared.derivatives import entry_of
from shared.exact import exact
from shared.sizes import log_uniform, nearby

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


def sigmoid(z):
    return 1 / (1 + exp(-z))


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


def labelled(random, count):
    for _ in range(count):
        z = logits(random, random.choice([2, 3, 5]))
        yield z, random.randrange(len(z))


def indexed(inputs, argument):
    """The inputs, each with the index of an entry of one argument, whose gradient is asked for."""
    def made(random):
        for number, arguments in enumerate(inputs(random)):
            yield *arguments, number % len(arguments[argument])
    return made


def digits_by(argument):
    """As many as the logits up to this argument need."""
    def digits(*arguments):
        extreme = max(abs(x) for x in flat(arguments[: argument + 1])) > 60.0
        return MANY if extreme else DIGITS
    return digits


def flat(x):
    if isinstance(x, (list, tuple)):
        return [z for y in x for z in flat(y)]
    return [float(x)]


def entry_by(argument):
    """One entry of the gradient by logits, as a `value` of a row. It may be 0, whose relative
    error means nothing, and below 1e-290 the digits of the smallest doubles are lost on the way."""
    def entry(function, *inputs, digits):
        if still(inputs, argument):
            return None
        output = entry_of(argument)(function, *inputs, digits=digits)
        return output if abs(mpf(output)) >= 1e-290 else None
    return entry


def still(inputs, argument):
    """Whether the gradient may be 0, whose relative error means nothing: logits all
    equal, or apart from the teacher's by a constant."""
    z = inputs[argument]
    apart = [exact(y) - exact(x) for x, y in zip(inputs[0], z)] if argument == 1 else list(map(exact, z))
    return len(apart) > 1 and len(set(apart)) == 1
