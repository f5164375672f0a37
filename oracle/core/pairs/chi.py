"""Divergences of chi distributions."""

from mpmath import log, loggamma, mpf

from shared.densities import THREE, integral
from shared.families import DIGITS_OF_LGAMMA, lgamma_remainder
from shared.rows import row


def freedoms(random, rounds):
    rows = [(1, 1), (1, 2), (2, 1), (2**64 - 1, 2**64 - 2), (1, 2**64 - 1), (2**64 - 1, 1), (2**53, 2**53 + 1)]
    for _ in range(rounds):
        k = random.randint(1, 10 ** random.randint(1, 19))
        rows.append((k, random.randint(1, 10 ** random.randint(1, 19))))
        rows.append((k, k + random.randint(1, 5)))
        rows.append((random.randint(1, 40), random.randint(1, 40)))
    return rows


@row("Chi‖Chi", lambda random: freedoms(random, 50), digits=DIGITS_OF_LGAMMA)
def chi(k_p, k_q):
    return lgamma_remainder(mpf(k_p) / 2, mpf(k_q) / 2)


def tied():
    chi_ln = lambda k: lambda x: (k - 1) * log(x) - x**2 / 2 - (k / 2 - 1) * log(2) - loggamma(k / 2)
    yield chi(3, 5), integral(chi_ln(THREE), chi_ln(mpf(5)), [0, 1, 3, 10, 20])
