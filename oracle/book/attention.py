"""Attention, smoothing, focus."""

import mpmath

from shared import logits
from shared.values import information, number, plain_kl
from shared.exact import exact

LOOSE = {}


def softmax(*scores):
    return logits.softmax([mpmath.mpf(s) for s in scores])


def entropy(p):
    return -mpmath.fsum(x * mpmath.log(x) for x in p if x)


def free_energy():
    """Minus the logarithm of the evidence, integrated over the weight."""
    data = [(mpmath.mpf(x), exact(y)) for x, y in ((1, 1.5), (2, 1.0), (3, 2.5))]
    joint = lambda w: mpmath.npdf(w) * mpmath.fprod(mpmath.npdf(y - w * x) for x, y in data)
    with mpmath.workdps(50):
        return -mpmath.log(mpmath.quad(joint, range(-20, 21, 2)))


def posterior():
    """Mean and standard deviation of the weight, by integration."""
    data = [(mpmath.mpf(x), exact(y)) for x, y in ((1, 1.5), (2, 1.0), (3, 2.5))]
    joint = lambda w: mpmath.npdf(w) * mpmath.fprod(mpmath.npdf(y - w * x) for x, y in data)
    with mpmath.workdps(50):
        moments = [mpmath.quad(lambda w: w**k * joint(w), range(-20, 21, 2)) for k in range(3)]
        mean = moments[1] / moments[0]
        return mean, mpmath.sqrt(moments[2] / moments[0] - mean**2)


def at_fifty(value):
    with mpmath.workdps(50):
        return {"": mpmath.nstr(+value, 30)}


def best_of_focal(gamma):
    """Where the mean focal loss is least, if four labels of five are right."""

    def mean_loss(q):
        of = lambda q: -((1 - q) ** gamma) * mpmath.log(q)
        return (4 * of(q) + of(1 - q)) / 5

    slope = lambda q: mpmath.diff(mean_loss, q)
    return mpmath.findroot(slope, (mpmath.mpf("0.51"), mpmath.mpf("0.79")), solver="anderson")


def values():
    one, two = lambda: softmax(1, 4, 2, 1), lambda: softmax(3, 1, 1, 2)
    yield "heads.entropy_1", information(lambda: entropy(one()))
    yield "heads.entropy_2", information(lambda: entropy(two()))
    yield "heads.most", information(lambda: mpmath.log(4))
    yield "heads.kl", information(lambda: plain_kl(one(), two()))
    yield "heads.back", information(lambda: plain_kl(two(), one()))
    middle = lambda: [(a + b) / 2 for a, b in zip(one(), two())]
    yield "heads.js", information(lambda: (plain_kl(one(), middle()) + plain_kl(two(), middle())) / 2)
    # The target of ten classes: nine tenths and a hundredth on the label, a hundredth elsewhere.
    epsilon = lambda: exact(0.1)
    target = lambda: [1 - epsilon() + epsilon() / 10] + [epsilon() / 10] * 9
    yield "gaps.gap", number(lambda: mpmath.log(target()[0]) - mpmath.log(target()[1]))
    yield "gaps.least", information(lambda: entropy(target()))
    t, fifth = exact(0.9), exact(0.2)
    right, wrong = lambda: -mpmath.log(t), lambda: -mpmath.log(1 - t)
    yield "losses.plain", number(right)
    yield "losses.smoothed", number(lambda: (1 - fifth / 2) * right() + fifth / 2 * wrong())
    yield "losses.focal", number(lambda: (1 - t) ** 2 * right())
    yield "losses.bound", number(lambda: right() - 2 * entropy([t, 1 - t]))
    mean, deviation = posterior()
    for name, gamma in ("one", 1), ("two", 2), ("five", 5):
        yield f"focal-best.{name}", number(lambda g=gamma: best_of_focal(g))
    yield "bayes.mean", at_fifty(mean)
    yield "bayes.deviation", at_fifty(deviation)
    yield "bayes.least", at_fifty(free_energy())
    yield "masked.forward", information(lambda: mpmath.inf)
    yield "masked.backward", information(lambda: plain_kl(softmax(1, 4), softmax(1, 4, 2, 1)[:2]) + 1 - mpmath.fsum(softmax(1, 4, 2, 1)[:2]))
    # One over the root of the diagonal of the inverse of the correlation matrix.
    c = exact(0.9)
    inverse = lambda: (mpmath.matrix([[1, c], [c, 1]]) ** -1)[0, 0]
    yield "mean-field-width.width", number(lambda: 1 / mpmath.sqrt(inverse()))
    half_a_bit = lambda tau: entropy(softmax(1 / tau, 0)) - mpmath.log(2) / 2
    yield "exercise-one.temperature", number(lambda: mpmath.findroot(half_a_bit, (0.3, 0.8), solver="illinois"))
    smoothed = lambda q: -(1 - fifth / 2) * mpmath.log(q) - fifth / 2 * mpmath.log(1 - q)
    slope = lambda q: -(1 - fifth / 2) / q + fifth / 2 / (1 - q)
    yield "exercise-two.best", number(lambda: mpmath.findroot(slope, (0.7, 0.97), solver="illinois"))
    yield "exercise-two.at_best", information(lambda: smoothed(1 - fifth / 2))
    yield "exercise-three.focal", number(lambda: mpmath.sqrt(mpmath.mpf(1) / 2) * mpmath.log(2))
    yield "exercise-three.first", number(lambda: mpmath.mpf(3) / 4 * mpmath.log(2))
