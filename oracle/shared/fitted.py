"""Parameters at and around the best fit: Q the nearest of its family to P.

There the terms of a divergence between two families cancel to second order, as between near
distributions of one family. And the shape of P decides how much is left: how small the
divergence of the nearest Q is. So some of the P are those that a Q comes nearest to.

    row("Gamma‖Gumbel, fitted", fitted("Gamma‖Gumbel", gamma_gumbel))(gamma_gumbel)
"""

import math

import mpmath
from mpmath import exp, log, mpf, sqrt

from shared.families import cb_mean_of, cb_variance, weibull_mean
from shared.sizes import log_uniform, nearby

# The digits of the fits, because the samples around them begin one ulp away; and of the search
# for shapes and for where the fits begin.
DIGITS, FEW_DIGITS = 40, 20


def fitted(pair, formula, rounds=24):
    """Makes inputs for the formula of the pair: P, and Q from the best fit to 10% beside it."""
    p_family, q_family = pair.split("‖")
    if "ContinuousBernoulli" in pair:
        formula = with_more_digits(formula)
    return lambda random: samples(random, formula, FAMILIES[p_family], q_family, rounds)


def with_more_digits(formula):
    """The formula next to λ = ½, where 2λ − 1 and a logarithm are divisors."""
    def wrapped(*arguments):
        with mpmath.workdps(mpmath.mp.dps + 40):
            return formula(*arguments)
    return wrapped


def samples(random, formula, family, q_family, rounds):
    with mpmath.workdps(FEW_DIGITS):
        best = nearest_of_shapes(random, formula, family, q_family)
    with mpmath.workdps(DIGITS):
        some = [family.draw(random, q_family) for _ in range(rounds)]
        some += [family.moved(random, best, q_family) for _ in range(rounds // 2)]
        rows = []
        for p in some:
            fit = Fit(formula, family, p, q_family)
            rows += [(*p, *fit.around(random, step)) for step in steps(random)]
        return rows


def steps(random):
    """Relative distances from the best fit: none but the rounding, an ulp, and up to 10%."""
    return [0.0, 2.0**-52, log_uniform(random, 1e-15, 1e-8), log_uniform(random, 1e-8, 1e-3), log_uniform(random, 1e-3, 0.1)]


def nearest_of_shapes(random, formula, family, q_family):
    """Among the distributions of P's family one that Q's comes nearest to."""
    value = lambda p: Fit(formula, family, p, q_family, digits=False).least
    best = min((family.draw(random, q_family) for _ in range(12)), key=value)
    least = value(best)
    for size in [0.3, 0.3, 0.3, 0.1, 0.1, 0.03, 0.03, 0.01] if family.shapes else []:
        for other in [family.moved(random, best, q_family, size) for _ in range(2)]:
            if value(other) < least:
                best, least = other, value(other)
    return best


class Fit:
    """Q's best parameters. The numbers that are searched for are of about the size 1."""

    def __init__(self, formula, family, p, q_family, digits=True):
        exact = [mpf(x) for x in p]
        self.formula, self.p = formula, exact
        self.mean, self.deviation, self.low = family.mean(*exact), family.deviation(*exact), family.low(*exact)
        self.kinds, start = QS[q_family](self)
        self.start = [mpf(x) for x in start]
        free = [i for i, kind in enumerate(self.kinds) if kind in ("place", "positive", "probability")]
        self.free = free
        best = [mpf(0)] * len(free)
        if free:
            with mpmath.workdps(FEW_DIGITS):
                best = descended(self.value, best, 1e-5 if digits else 1e-3)
        self.best = polished(self.value, best) if digits and free else best
        self.least = self.value(self.best)

    def at(self, moves):
        """Q's parameters, from what is searched for."""
        q = list(self.start)
        for i, move in zip(self.free, moves):
            kind = self.kinds[i]
            if kind == "place":
                q[i] += move * self.deviation
            elif kind == "positive":
                q[i] *= exp(move)
            else:
                odds = q[i] / (1 - q[i]) * exp(move)
                q[i] = odds / (1 + odds)
        return q

    def value(self, moves):
        if any(abs(move) > 40 for move in moves):
            return mpmath.inf
        return self.formula(*self.p, *self.at(moves))

    def around(self, random, step):
        """Doubles beside the best: each parameter there, or as far from it as `step`."""
        q = []
        for kind, x in zip(self.kinds, self.at(self.best)):
            x = float(mpmath.nstr(x, 17))
            side = random.choice([-1.0, 1.0, 0.0])
            if kind == "below":  # where P begins, or less
                x -= step * (x or float(self.deviation)) * abs(side)
            elif kind == "above":
                x += step * float(self.deviation) * abs(side)
            elif kind == "place":
                # The rounding of a place may be larger than of what depends on its distance.
                x += side * step * (x if step < 1e-15 else float(self.deviation))
            elif kind != "whole":
                x *= 1.0 + side * step
            q.append(min(x, 1.0 - 2.0**-53) if kind == "probability" else x)
        return q


def descended(function, start, to):
    """Nelder and Mead's method."""
    n = len(start)
    corners = [list(start)] + [[x + (mpf(3) / 10 if i == j else 0) for j, x in enumerate(start)] for i in range(n)]
    corners = [(function(x), x) for x in corners]
    for _ in range(60 * n):
        corners.sort(key=lambda corner: corner[0])
        if max(abs(x - y) for _, c in corners[1:] for x, y in zip(c, corners[0][1])) < to:
            break
        worst = corners[-1]
        middle = [mpmath.fsum(c[1][i] for c in corners[:-1]) / n for i in range(n)]
        along = lambda t: [m + t * (m - w) for m, w in zip(middle, worst[1])]
        tried = [(function(along(1)), along(1))]
        if tried[0][0] < corners[0][0]:
            tried.append((function(along(2)), along(2)))
        elif tried[0][0] >= corners[-2][0]:
            tried = [(function(along(t)), along(t)) for t in [mpf(1) / 2, -mpf(1) / 2]]
        best = min(tried, key=lambda corner: corner[0])
        if best[0] < worst[0]:
            corners[-1] = best
        else:
            first = corners[0][1]
            corners = [corners[0]] + [
                (function(x), x) for x in ([(a + b) / 2 for a, b in zip(first, c)] for _, c in corners[1:])]
    return min(corners, key=lambda corner: corner[0])[1]


def polished(function, x):
    """Newton's method with differences for derivatives, as long as it descends."""
    h, n = mpf(10) ** -9, len(x)
    shifted = lambda x, *moves: function([y + sum(h * s for j, s in moves if i == j) for i, y in enumerate(x)])
    value = function(x)
    for _ in range(4):
        ups, downs = [shifted(x, (i, 1)) for i in range(n)], [shifted(x, (i, -1)) for i in range(n)]
        slope = mpmath.matrix([(u - d) / (2 * h) for u, d in zip(ups, downs)])
        second = mpmath.matrix(n)
        for i in range(n):
            second[i, i] = (ups[i] - 2 * value + downs[i]) / h**2
            for j in range(i):
                both = shifted(x, (i, 1), (j, 1)) - ups[i] - ups[j] + value
                second[i, j] = second[j, i] = both / h**2
        try:
            move = mpmath.lu_solve(second, slope)
        except ZeroDivisionError:
            return x
        y = [a - b for a, b in zip(x, move)]
        again = function(y)
        if not again <= value:
            return x
        x, value = y, again
    return x


# Of Q: what kinds of numbers its parameters are, and where the search begins.

QS = {
    "Beta": lambda p: (["positive"] * 2, moments_of_beta(p)),
    "ChiSquared": lambda p: (["positive"], [p.mean]),
    "ContinuousBernoulli": lambda p: (["probability"], [min(max(p.mean, mpf(1) / 100), mpf(99) / 100)]),
    "Erlang": lambda p: (["whole", "positive"], whole_gamma(p)),
    "Exp": lambda p: (["positive"], [1 / p.mean]),
    "Gamma": lambda p: (["positive"] * 2, [(p.mean / p.deviation) ** 2, p.mean / p.deviation**2]),
    "Gumbel": lambda p: (["place", "positive"], [p.mean - p.deviation * 0.45, p.deviation * 0.78]),
    "Kumaraswamy": lambda p: (["positive"] * 2, moments_of_beta(p)),
    "Laplace": lambda p: (["place", "positive"], [p.mean, p.deviation * 0.7]),
    "LogNormal": lambda p: (["place", "positive"], [log(p.mean), sqrt(log(1 + (p.deviation / p.mean) ** 2))]),
    "Normal": lambda p: (["place", "positive"], [p.mean, p.deviation]),
    "Pareto": lambda p: (["below", "positive"], [p.low, 1 / log(p.mean / p.low)]),
    "Poisson": lambda p: (["positive"], [p.mean]),
    "Uniform": lambda p: (["below", "above"], [mpf(0), mpf(1)]),
    "Weibull": lambda p: (["positive"] * 2, [(p.mean / p.deviation) ** 1.086, p.mean * 1.1]),
}


def moments_of_beta(p):
    size = p.mean * (1 - p.mean) / p.deviation**2 - 1
    return [p.mean * size, (1 - p.mean) * size]


def whole_gamma(p):
    shape = max(mpmath.nint((p.mean / p.deviation) ** 2), mpf(1))
    return [shape, shape / p.mean]


# Of P: its mean, standard deviation and lower end, and how one is drawn.


class Family:
    def __init__(self, draw, mean, deviation, shapes, low=lambda *p: mpf(0), held=None):
        self._draw, self.mean, self.deviation, self.low = draw, mean, deviation, low
        self.shapes, self.held = shapes, held

    def draw(self, random, q_family):
        return self._draw(random, q_family)

    def moved(self, random, p, q_family, most=0.1):
        """The shapes a little different, from one ulp to `most`."""
        p = list(p)
        for i in self.shapes:
            p[i] = p[i] and nearby(random, p[i], most / 100 if most < 0.1 or random.random() < 0.5 else 1e-15, most)
        return self.held(p, q_family) if self.held else tuple(p)


def rate(random):
    return random.choice([1.0, log_uniform(random, 1e-3, 1e3)])


def place(random):
    return random.choice([0.0, random.gauss(0, 3), random.choice([-1, 1]) * log_uniform(random, 1e1, 1e8)])


def shape(random, special=1.0, low=0.1, high=3e3):
    """Ordinary, large, or next to a number where families meet."""
    return random.choice([
        log_uniform(random, 0.3, 10), log_uniform(random, low, high), nearby(random, special, 1e-9, 0.3)])


def largest(q_family):
    """The largest shape; the mean distance from a place takes long."""
    return 300 if q_family == "Laplace" else 3000


def count(random, q_family):
    return float(random.choice([random.randint(1, 9), random.randint(1, largest(q_family))]))


def degrees_of_freedom(random, q_family):
    return (shape(random, 2.0, high=largest(q_family)),)


def lambda_of(random, q_family):
    l = random.choice([random.uniform(0.02, 0.98), nearby(random, 0.5, 1e-9, 0.3), log_uniform(random, 1e-6, 0.5),
                       log_uniform(random, 1e-300, 1e-6)])
    return (random.choice([l, 1.0 - l if l > 1e-16 else l]),)


def interval(random, q_family):
    if q_family in ("Beta", "ContinuousBernoulli"):
        low, high = random.choice([
            (random.uniform(0, 0.5), random.uniform(0.5, 1)), (0.0, 1.0),
            (log_uniform(random, 1e-12, 0.1), 1 - log_uniform(random, 1e-12, 0.1))])
    elif q_family in ("Exp", "Gamma", "Pareto", "LogNormal", "Weibull"):
        low = 0.0 if random.random() < 0.2 and q_family != "Pareto" else log_uniform(random, 1e-2, 1e2)
        high = (low or 1.0) * (1 + random.choice([log_uniform(random, 1e-3, 1e3), log_uniform(random, 1e-10, 1e100)]))
    else:
        low = place(random)
        high = low + log_uniform(random, 1e-2, 1e2)
    return low, high


def in_order(p, q_family):
    low, high = min(p), max(p)
    return (max(low, 0.0), min(high, 1.0)) if q_family in ("Beta", "ContinuousBernoulli") else (low, high)


def kumaraswamy_moment(a, b, k):
    return b * mpmath.beta(1 + k / a, b)


FAMILIES = {
    "Beta": Family(
        lambda random, q: (shape(random, high=300), shape(random, high=300)),
        lambda a, b: a / (a + b), lambda a, b: sqrt(a * b / (a + b + 1)) / (a + b), [0, 1]),
    "Bernoulli": Family(lambda random, q: (random.choice([random.random(), log_uniform(random, 1e-6, 0.1)]),),
        lambda p: p, lambda p: sqrt(p * (1 - p)), []),
    "ChiSquared": Family(degrees_of_freedom, lambda k: k, lambda k: sqrt(2 * k), [0]),
    "ContinuousBernoulli": Family(
        lambda_of, with_more_digits(cb_mean_of), with_more_digits(lambda l: sqrt(cb_variance(l))), [0],
        held=lambda p, q: (min(p[0], 1.0 - 2.0**-53),)),
    "Erlang": Family(
        lambda random, q: (count(random, q), rate(random)),
        lambda a, b: a / b, lambda a, b: sqrt(a) / b, []),
    "Exp": Family(lambda random, q: (rate(random),), lambda r: 1 / r, lambda r: 1 / r, []),
    "Gamma": Family(
        lambda random, q: (shape(random, high=largest(q)), rate(random)),
        lambda a, b: a / b, lambda a, b: sqrt(a) / b, [0]),
    "Gumbel": Family(
        lambda random, q: (place(random), rate(random)),
        lambda m, b: m + mpmath.euler * b, lambda m, b: b * mpmath.pi / sqrt(6), []),
    "HalfNormal": Family(
        lambda random, q: (rate(random),), lambda s: s * sqrt(2 / mpmath.pi), lambda s: s * sqrt(1 - 2 / mpmath.pi), []),
    "Kumaraswamy": Family(
        lambda random, q: (shape(random, low=0.3, high=30), shape(random, low=0.3, high=100)),
        lambda a, b: kumaraswamy_moment(a, b, 1),
        lambda a, b: sqrt(kumaraswamy_moment(a, b, 2) - kumaraswamy_moment(a, b, 1) ** 2), [0, 1]),
    "Laplace": Family(lambda random, q: (place(random), rate(random)), lambda m, b: m, lambda m, b: b * sqrt(2), []),
    "Normal": Family(lambda random, q: (place(random), rate(random)), lambda m, s: m, lambda m, s: s, []),
    "Pareto": Family(
        lambda random, q: (rate(random), 2.0 + random.choice([log_uniform(random, 1e-2, 1e3), log_uniform(random, 1e-2, 1e12)])),
        lambda m, a: a * m / (a - 1), lambda m, a: m / (a - 1) * sqrt(a / (a - 2)), [1], low=lambda m, a: m,
        held=lambda p, q: (p[0], max(p[1], 2.01))),
    "Uniform": Family(
        interval, lambda a, b: (a + b) / 2, lambda a, b: (b - a) / sqrt(12), [0, 1], low=lambda a, b: a, held=in_order),
    "Weibull": Family(
        lambda random, q: (shape(random, low=0.3, high=100), rate(random)), weibull_mean,
        lambda k, l: sqrt(l**2 * exp(mpmath.loggamma(1 + 2 / k)) - weibull_mean(k, l) ** 2), [0]),
}
