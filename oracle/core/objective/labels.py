"""Label smoothing and focal losses."""

import mpmath
from mpmath import log, mpf

from shared.derivatives import exactly, value
from shared.exact import exact
from shared.logits import digits_by, entry_by, indexed, labelled, sigmoid, softmax
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
