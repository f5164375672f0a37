"""Divergences of hurdle Poisson distributions."""

from mpmath import exp, log, mpf

from shared.densities import poisson_ln, series
from shared.extra_zeros import condition, hurdle, inflated, pair, parameters, poisson
from shared.rows import row

both = pair(hurdle, hurdle)
against_inflated = pair(hurdle, inflated)
against_poisson = pair(hurdle, poisson)

row("HurdlePoisson‖HurdlePoisson", parameters)(both)
row("HurdlePoisson‖ZeroInflatedPoisson", parameters, condition=condition(hurdle, inflated))(against_inflated)
row("HurdlePoisson‖Poisson", lambda random: [(h, a, b) for h, a, _, b in parameters(random)],
    condition=condition(hurdle, poisson))(against_poisson)


def ln_pmf(zero, rate):
    """The logarithms of the probabilities."""
    ln = poisson_ln(mpf(rate))
    return lambda k: log(mpf(zero)) if k == 0 else log((1 - mpf(zero)) / (1 - exp(-mpf(rate)))) + ln(k)


def tied():
    yield both(0.5, 4.0, 0.25, 3.0), series(ln_pmf(0.5, 4), ln_pmf(0.25, 3), 0)
    yield both(0.0, 4.0, 0.0, 3.0), series(ln_pmf(0, 4), ln_pmf(0, 3), 1)
    yield against_poisson(0.5, 4.0, 3.0), series(ln_pmf(0.5, 4), poisson_ln(mpf(3)), 0)
