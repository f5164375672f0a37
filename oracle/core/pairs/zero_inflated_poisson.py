"""Divergences of zero-inflated Poisson distributions."""

from mpmath import exp, log, mpf

from shared.densities import poisson_ln, series
from shared.extra_zeros import (
    condition, condition_of_inflated, hurdle, inflated, pair, parameters, poisson, with_equal_zeros, with_the_zeros_of)
from shared.rows import row

both = pair(inflated, inflated)
against_hurdle = pair(inflated, hurdle)
against_poisson = pair(inflated, poisson)

row("ZeroInflatedPoisson‖ZeroInflatedPoisson", parameters, condition=condition_of_inflated)(both)
row("ZeroInflatedPoisson‖ZeroInflatedPoisson, equal zeros", with_equal_zeros, condition=condition_of_inflated)(both)
row("ZeroInflatedPoisson‖HurdlePoisson", parameters, condition=condition(inflated, hurdle))(against_hurdle)
row("ZeroInflatedPoisson‖HurdlePoisson, equal zeros", with_the_zeros_of(inflated), condition=condition(inflated, hurdle))(against_hurdle)
row("ZeroInflatedPoisson‖Poisson", lambda random: [(pi, a, b) for pi, a, _, b in parameters(random)],
    condition=lambda pi, a, b: condition_of_inflated(pi, a, 0.0, b))(against_poisson)


def ln_pmf(pi, rate):
    """The logarithms of the probabilities."""
    ln = poisson_ln(mpf(rate))
    return lambda k: log(1 - mpf(pi)) + ln(k) if k else log(pi + (1 - mpf(pi)) * exp(-mpf(rate)))


def tied():
    yield both(0.5, 4.0, 0.25, 3.0), series(ln_pmf(0.5, 4), ln_pmf(0.25, 3), 0)
    yield against_poisson(0.5, 4.0, 3.0), series(ln_pmf(0.5, 4), poisson_ln(mpf(3)), 0)
    zero = exp(ln_pmf(0.25, 3)(0))
    with_hurdle = lambda k: log(zero) if k == 0 else log((1 - zero) / (1 - exp(mpf(-2)))) + poisson_ln(mpf(2))(k)
    yield against_hurdle(0.5, 4.0, zero, 2.0), series(ln_pmf(0.5, 4), with_hurdle, 0)
