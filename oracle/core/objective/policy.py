"""Objectives of policies: the clipped objective, estimates from tokens, preferences."""

import math

import mpmath
from mpmath import exp, log, mpf

from shared.derivatives import derivative_by, entry_of, exactly, value
from shared.exact import exact, on_exact
from shared.logits import sigmoid
from shared.masked import DIGITS, MASKS, exp as exp_of_mask
from shared.rows import row
from shared.sizes import log_uniform, nearby


def batches(random):
    for _ in range(120):
        n, epsilon = random.choice([1, 1, 3, 8]), random.choice([0.1, 0.2, 0.3])
        old = [random.uniform(-20.0, 0.0) for _ in range(n)]
        new = [random.choice([nearby(random, x), x + random.uniform(-0.5, 0.5), x, random.uniform(-700.0, 0.0)]) for x in old]
        yield new, old, [random.choice([0.0, random.gauss(0.0, 1.0), random.gauss(0.0, 1.0)]) for _ in range(n)], epsilon


def clipped(new, old, advantages, epsilon):
    terms = []
    for n, o, a in zip(new, old, advantages):
        r = exp(n) / exp(o)
        terms.append(min(r * a, max(1 - epsilon, min(r, 1 + epsilon)) * a))
    return terms


def size_of_terms(value, *batch):
    terms = clipped(*exactly(batch))
    return max(mpf(1), mpmath.fsum(map(abs, terms)) / len(terms) / abs(value))


@row("objective::ppo_clip, value", lambda random: [x for x in batches(random) if any(x[2])], value=value, condition_of=size_of_terms)
@row("objective::ppo_clip, gradient", lambda random: [(*x, 0) for x in batches(random)], digits=400, value=entry_of(0))
def ppo_clip(new, old, advantages, epsilon):
    terms = clipped(new, old, advantages, epsilon)
    return mpmath.fsum(terms) / len(terms)


def log_probabilities(random):
    pairs = [(-1.0, -1.0 - 2.0**-50), (0.0, 0.0), (-700.0, 0.0), (0.0, -700.0)]
    for _ in range(120):
        p = -log_uniform(random, 1e-10, 700.0)
        pairs.append((p, nearby(random, p) if random.random() < 0.5 else -log_uniform(random, 1e-10, 700.0)))
    return pairs


@row("objective::token_kl, k1", log_probabilities)
@on_exact
def k1(p, q):
    return p - q


@row("objective::token_kl, k2", log_probabilities)
@on_exact
def k2(p, q):
    return (p - q) ** 2 / 2


@row("objective::token_kl, k3", log_probabilities, value=value)
@row("objective::token_kl, k3 derivative", lambda random: [x for x in log_probabilities(random) if x[0] != x[1]], digits=400, value=derivative_by(0))
def k3(p, q):
    r = exp(q) / exp(p)
    return r - 1 - log(r)


def masked_tokens(random):
    """A mask under one of the two, or under both: there the quotient is as large as e¹⁰⁰."""
    for i in range(60):
        p, q = -log_uniform(random, 1e-10, 700.0), random.choice(MASKS)
        if i % 3 == 2:
            q = p = -log_uniform(random, 1e4, 1e15)
            q += random.uniform(-100.0, 100.0)
        yield p, q


@row("objective::token_kl, masked", masked_tokens, digits=DIGITS)
@on_exact
def masked_token_kl(p, q):
    """All three, and the derivative of the third."""
    r = exp_of_mask(q - p)
    return [p - q, (p - q) ** 2 / 2, r - 1 - (q - p), 1 - r]


def coefficients(random):
    rows = [(0.5, 0.015, 0.01), (0.5, 1.5, 1.0), (0.5, 1.0, 1.5), (0.5, math.nextafter(1.5, 2.0), 1.0),
            (0.5, math.nextafter(1.0, 0.0), 1.5), (0.5, 0.1 * 1.5, 0.1), (0.5, 0.1, 0.1 * 1.5)]
    return rows + [(random.random(), log_uniform(random, 1e-3, 1e-1), 0.01) for _ in range(60)]


@row("objective::adaptive_kl_coefficient", coefficients, digits=100)
@on_exact
def adaptive_kl_coefficient(beta, kl, target):
    return beta / 2 if kl < target / mpf(1.5) else beta * 2 if kl > target * mpf(1.5) else beta


# Preferences: logarithms of the chosen answer and of the rejected one, under the policy and
# under the reference, and β.


def preferences(random):
    rows = [(-5.0, -6.0, -5.0, -6.0, 0.5), (-1.0, -800.0, -1.0, -1.0, 1.0), (-800.0, -1.0, -1.0, -1.0, 1.0)]
    for _ in range(100):
        reference = [-log_uniform(random, 1.0, 1e3) for _ in range(2)]
        policy = [nearby(random, x) if random.random() < 0.4 else x + random.uniform(-30.0, 30.0) for x in reference]
        rows.append((*policy, *reference, random.choice([0.1, 0.5, random.uniform(0.01, 5.0), 10.0])))
    return rows


@row("objective::dpo, margin", preferences, value=value)
def margin(c, r, reference_c, reference_r, beta):
    return beta * (c - reference_c) - beta * (r - reference_r)


@row("objective::dpo, value", preferences, digits=400, value=value)
@row("objective::dpo, chosen gradient", preferences, digits=400, value=derivative_by(0))
@row("objective::dpo, rejected gradient", preferences, digits=400, value=derivative_by(1))
def dpo(c, r, reference_c, reference_r, beta):
    return -log(sigmoid(margin(c, r, reference_c, reference_r, beta)))


@row("objective::dpo, chosen reward", preferences)
@on_exact
def chosen_reward(c, r, reference_c, reference_r, beta):
    return beta * (c - reference_c)


@row("objective::dpo, rejected reward", preferences)
@on_exact
def rejected_reward(c, r, reference_c, reference_r, beta):
    return beta * (r - reference_r)


def masked_preferences(random):
    for i in range(60):
        policy = [-log_uniform(random, 1.0, 1e3) for _ in range(2)]
        reference = [x + random.uniform(-30.0, 30.0) for x in policy]
        random.choice([policy, reference])[random.randrange(2)] = random.choice(MASKS)
        yield *policy, *reference, random.choice([0.1, 0.5, 2.0])


@row("objective::dpo, masked", masked_preferences, digits=DIGITS)
def masked_dpo(c, r, reference_c, reference_r, beta):
    """The value, both derivatives, both rewards and the margin."""
    h = margin(*map(exact, (c, r, reference_c, reference_r, beta)))
    rewards = [exact(beta) * (exact(x) - exact(y)) for x, y in ((c, reference_c), (r, reference_r))]
    if h > 0:
        e = exp_of_mask(-h)
        value, other = mpmath.log(1 + e), e / (1 + e)
    else:
        e = exp_of_mask(h)
        value, other = mpmath.log(1 + e) - h, 1 / (1 + e)
    return [value, -exact(beta) * other, exact(beta) * other, *rewards, h]
