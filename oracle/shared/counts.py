"""Divergences of counts as sums over the probabilities, which is their definition."""

import math

import mpmath
from mpmath import exp, log, mpf

from shared.exact import exact, text


def divergence_of_counts(p, q, last):
    """Σ P ln(P/Q) from the first probabilities and the ratios of successive ones.

    `last` is the last count, or None: then terms are added until they count no more,
    when P is past its mode and falls at least as fast as a geometric series.
    """
    (x, rise_p), (y, rise_q) = p, q
    total, mass, k = mpf(0), mpf(0), 0
    while True:
        total += x * log(x / y)
        mass += x
        if k == last or last is None and k > 20 and x * (1 + abs(log(x / y))) * 1000 < mpmath.eps * abs(total) * mpmath.eps:
            break
        x, y = x * rise_p(k), y * rise_q(k)
        k += 1
    assert abs(mass - 1) < mpf(10) ** 8 * mpmath.eps, (mass, k)
    return total


def binomial_counts(n, p):
    n, p = int(n), exact(p)
    return (1 - p) ** n, lambda k: (n - k) * p / ((k + 1) * (1 - p))


def poisson_counts(rate):
    rate = exact(rate)
    return exp(-rate), lambda k: rate / (k + 1)


def negative_binomial_counts(r, p):
    r, p = exact(r), exact(p)
    return p**r, lambda k: (r + k) * (1 - p) / (k + 1)


def digits_of_counts(*parameters):
    """Terms are probabilities: small ones need as many digits as they have zeros."""
    return 60 - 3 * min([0] + [int(math.log10(x)) for x in parameters if x > 0])


# For any number of counts: from means of ln Γ, by the integral of its definition.


def settled(function, *arguments, digits):
    """As `stable`, with a quarter more digits each time: their number is what the time is spent on."""
    value = None
    while digits < 2000:
        with mpmath.workdps(digits):
            again = function(*arguments)
            if value is not None and abs(again - value) <= abs(again) * mpf(10) ** -33:
                return text(again)
        digits, value = 5 * digits // 4, again
    raise ArithmeticError(f"{function.__name__}{arguments} does not settle")


def means_of_lgamma(places, mean, transform, angle=None):
    """E ln Γ(X + a) for each a > 0, from E X and E e^(−tX): that of the integral (Malmstén's)

    ln Γ(z) = ∫₀^∞ ((z − 1) e^(−t) − (e^(−t) − e^(−zt))/(1 − e^(−t))) dt/t.

    With t = e^u the integrand is analytic for |Im u| below the angle, falls like t to the left and
    faster than any power to the right, so that sums over equal steps need few of them.
    """
    digits = mpmath.mp.dps * log(10)
    step = 2 * mpmath.pi * (angle or mpmath.pi / 2) / digits
    first = -int((digits + log(1 + mean**2 + max(places) ** 2)) / step)
    last = int(log(digits * (1 + 1 / min(places))) / step) + 1
    totals = [mpf(0) for _ in places]
    # Two thirds of the digits are for what cancels at small t.
    with mpmath.workdps(3 * mpmath.mp.dps):
        for i in range(first, last + 1):
            t = exp(i * step)
            e, less, all_of_x = exp(-t), mpmath.expm1(-t), transform(t)
            for place, a in enumerate(places):
                totals[place] += (mean + a - 1) * e + (e - exp(-a * t) * all_of_x) / less
    return [step * total for total in totals]


def failures(n, p):
    """The mean and the transform of the number of failures in n trials, and the angle below
    which the transform has no zero."""
    odds = log((1 - p) / p)
    return n * (1 - p), lambda t: (1 + (1 - p) * mpmath.expm1(-t)) ** n, mpmath.atan2(mpmath.pi, odds) if odds > 0 else None


def negative_binomial_transform(r, p):
    return r * (1 - p) / p, lambda t: (p / (p - (1 - p) * mpmath.expm1(-t))) ** r


def binomial_beside_binomial(n, p, m, q):
    n, p, m, q = map(exact, (n, p, m, q))
    of_q, of_p = means_of_lgamma([m - n + 1, mpf(1)], *failures(n, p))
    return (mpmath.loggamma(n + 1) - mpmath.loggamma(m + 1) + of_q - of_p
            + n * p * log(p / q) + n * (1 - p) * log(1 - p) - (m - n * p) * log(1 - q))


def binomial_beside_poisson(n, p, rate):
    n, p, rate = map(exact, (n, p, rate))
    of_p, = means_of_lgamma([mpf(1)], *failures(n, p))
    return mpmath.loggamma(n + 1) - of_p + n * p * log(p / rate) + n * (1 - p) * log(1 - p) + rate


def negative_binomial_beside_negative_binomial(r, p, s, q):
    r, p, s, q = map(exact, (r, p, s, q))
    mean, transform = negative_binomial_transform(r, p)
    of_p, of_q = means_of_lgamma([r, s], mean, transform)
    return (of_p - of_q - mpmath.loggamma(r) + mpmath.loggamma(s) + r * log(p) - s * log(q)
            + mean * log((1 - p) / (1 - q)))


def negative_binomial_beside_poisson(r, p, rate):
    r, p, rate = map(exact, (r, p, rate))
    mean, transform = negative_binomial_transform(r, p)
    of_p, = means_of_lgamma([r], mean, transform)
    return of_p - mpmath.loggamma(r) + r * log(p) + mean * log((1 - p) / rate) + rate


def poisson_beside_negative_binomial(rate, r, p):
    rate, r, p = map(exact, (rate, r, p))
    of_q, = means_of_lgamma([r], rate, lambda t: exp(rate * mpmath.expm1(-t)))
    return mpmath.loggamma(r) - of_q - r * log(p) + rate * log(rate / (1 - p)) - rate
