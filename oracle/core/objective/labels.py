"""Label smoothing and focal losses."""

import mpmath
from mpmath import log, mpf

from shared.derivatives import exactly, value
from shared.exact import exact
from shared.logits import digits_by, entry_by, indexed, labelled, sigmoid, softmax
from shared.masked import DIGITS, MASKS, both, clear, of_objectives, product, with_zeros
from shared.rows import row


def to_smooth(random):
    return [(z, y, [0.0, 0.1, random.random(), 1.0][i % 4]) for i, (z, y) in enumerate(labelled(random, 160))]


def of_two_probabilities(value, z, label, epsilon, index):
    """The larger of two that the entry is the difference of, over it."""
    if epsilon == 0.0:
        return mpf(1)
    q, p = softmax(exactly(z))[index], exact(epsilon) / len(z)
    if index == label:
        q, p = 1 - q, exact(epsilon) - p
    return max(mpf(1), max(p, q) / abs(value))


@row("objective::label_smoothing, value", to_smooth, digits=digits_by(0), value=value)
@row("objective::label_smoothing, gradient", indexed(to_smooth, 0), digits=digits_by(0), value=entry_by(0), condition_of=of_two_probabilities)
def label_smoothing(logits, label, epsilon):
    ln_q = list(map(log, softmax(logits)))
    return -(1 - epsilon) * ln_q[label] - epsilon / len(logits) * mpmath.fsum(ln_q)


def to_focus(random):
    return [(z, y, [0.0, 2.0, random.uniform(0.0, 5.0), 0.5][i % 4]) for i, (z, y) in enumerate(labelled(random, 160))]


def one_and_gamma(logits, answer, gamma, *_):
    return mpf(1 + gamma)


@row("objective::focal_loss, value", to_focus, digits=digits_by(0), value=value, condition=one_and_gamma)
@row("objective::focal_loss, gradient", indexed(to_focus, 0), digits=digits_by(0), value=entry_by(0), condition=one_and_gamma)
def focal_loss(logits, label, gamma):
    q = softmax(logits)
    # 1 - p as the sum of the others: it may be far below the digits of p.
    rest = mpmath.fsum(x for k, x in enumerate(q) if k != label)
    return -(rest**gamma) * log(q[label]) if rest else mpf(0)


def answers(random):
    return [
        ([random.choice([random.uniform(-5.0, 5.0), random.uniform(-100.0, 100.0)])], i % 2 == 0,
         random.choice([0.0, 2.0, random.uniform(0.0, 5.0)]), random.choice([0.25, 0.5, 1.0, random.random()]))
        for i in range(160)]


@row("objective::binary_focal_loss, value", answers, digits=digits_by(0), value=value, condition=one_and_gamma)
@row("objective::binary_focal_loss, gradient", indexed(answers, 0), digits=digits_by(0), value=entry_by(0), condition=one_and_gamma)
def binary_focal_loss(logits, answer, gamma, alpha):
    z, weight = (logits[0], alpha) if answer else (-logits[0], 1 - alpha)
    return -weight * sigmoid(-z) ** gamma * log(sigmoid(z))


# Value and gradient with masks.


def one_masked(random, parameters):
    for a, b in of_objectives(random)[::2]:
        for z in (a, b):
            yield z, random.randrange(len(z)), random.choice(parameters)


def some_zeros(random):
    for a, b in with_zeros(random):
        yield b, random.randrange(len(b)), random.choice([0.0, 0.5, 1.0, 2.0])


def complement(q, k):
    return mpmath.fsum(q[:k] + q[k + 1 :])


def of_masked_smoothing(z, label, epsilon):
    """The entries of the gradient as pairs, of which each is the difference."""
    (q, _), _ = both(z, z)
    e = exact(epsilon)
    even = e / len(z)
    return [(e - even, complement(q, k)) if k == label else (x, even) for k, x in enumerate(q)]


@row("objective::label_smoothing, masked", lambda random: one_masked(random, [0.0, 0.1, 0.25, 1.0]), digits=DIGITS,
     **clear(lambda *x: [mpf(0)] + [max(pair) for pair in of_masked_smoothing(*x)]))
def masked_label_smoothing(z, label, epsilon):
    (_, lq), _ = both(z, z)
    e = exact(epsilon)
    value = -(1 - e) * lq[label] - e / len(z) * mpmath.fsum(lq)
    return [value] + [x - y for x, y in of_masked_smoothing(z, label, epsilon)]


def of_all(z, label, gamma):
    return [mpf(1 + gamma)] * (1 + len(z))


@row("objective::focal_loss, zeros", some_zeros, digits=DIGITS, condition=of_all)
@row("objective::focal_loss, masked", lambda random: one_masked(random, [0.0, 0.5, 1.0, 2.0]), digits=DIGITS, condition=of_all)
def masked_focal_loss(z, label, gamma):
    (q, lq), _ = both(z, z)
    g, c, l = exact(gamma), complement(q, label), -lq[label]
    weight = c**g + (g * c ** (g - 1) * product(q[label], l) if c else 0)
    return [c**g * l] + [weight * (-c if k == label else x) for k, x in enumerate(q)]


def masked_answers(random):
    some = lambda: random.choice([0.25, 0.5, 1.0])
    return [([random.choice([-1.0, 1.0]) * random.choice(MASKS)], random.random() < 0.5, random.choice([0.0, 0.5, 2.0]), some()) for _ in range(40)]


@row("objective::binary_focal_loss, masked", masked_answers, digits=DIGITS)
def masked_binary_focal_loss(logits, answer, gamma, alpha):
    """As that of two classes, of which one has no logit."""
    z, weight = (exact(logits[0]), exact(alpha)) if answer else (-exact(logits[0]), 1 - exact(alpha))
    value, _, slope = [weight * x for x in masked_focal_loss([0.0, float(z)], 1, gamma)]
    return [value, slope if answer else -slope]
