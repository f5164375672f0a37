"""Bounds from a critic's values under P and under Q."""

import mpmath
from mpmath import exp, log, sqrt


from shared.exact import exact
from shared.rows import row
from shared.terms import mean, spread, standard_error


def pairs(random):
    return list(critics(random, 80))


def critics(random, number):
    for _ in range(number):
        shift = random.choice([0, 0, 1, -30, 600])
        t = lambda n: [shift + random.gauss(0, random.choice([0.1, 1, 3])) for _ in range(n)]
        yield t(random.choice([2, 5, 30])), t(random.choice([2, 5, 30]))


def donsker_varadhan_condition(t_p, t_q):
    a, b = mean([exact(t) for t in t_p]), log(mean([exp(exact(t)) for t in t_q]))
    return (abs(a) + abs(b) + 1) / abs(a - b)


@row("estimate::donsker_varadhan", pairs, digits=60, condition=donsker_varadhan_condition)
def donsker_varadhan(t_p, t_q):
    return mean([exact(t) for t in t_p]) - log(mean([exp(exact(t)) for t in t_q]))


def weights_condition(t_p, t_q):
    return 1 + max(map(abs, map(exact, t_q))) / (exact(max(t_q)) - exact(min(t_q)))


@row("estimate::donsker_varadhan, standard error", pairs, digits=60, condition=weights_condition)
def donsker_varadhan_error(t_p, t_q):
    weights = [exp(exact(t)) for t in t_q]
    of_q = standard_error(weights) / mean(weights)
    return sqrt(standard_error([exact(t) for t in t_p]) ** 2 + of_q**2)


def nwj_condition(t_p, t_q):
    a, b = mean([exact(t) for t in t_p]), mean([exp(exact(t) - 1) for t in t_q])
    return (abs(a) + b) / abs(a - b)


@row("estimate::nwj", pairs, digits=60, condition=nwj_condition)
def nwj(t_p, t_q):
    return mean([exact(t) for t in t_p]) - mean([exp(exact(t) - 1) for t in t_q])


def nwj_spread(t_p, t_q):
    return max(spread([exact(t) for t in t_p]), spread([exp(exact(t) - 1) for t in t_q]))


@row("estimate::nwj, standard error", pairs, digits=60, condition=nwj_spread)
def nwj_error(t_p, t_q):
    parts = [exact(t) for t in t_p], [exp(exact(t) - 1) for t in t_q]
    return sqrt(mpmath.fsum(standard_error(terms) ** 2 for terms in parts))
