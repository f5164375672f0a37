"""Derivatives of a definition."""

import mpmath
from mpmath import mpf

from shared.exact import exact, stable


def derivative(function, x):
    """The central difference, whose error is the square of the step."""
    step = mpf(10) ** (-mpmath.mp.dps // 3)
    return (function(x + step) - function(x - step)) / (2 * step)


def exactly(x):
    """All numbers in it as mpmath's; whole numbers and answers as they are."""
    if isinstance(x, (list, tuple)):
        return [exactly(y) for y in x]
    return exact(x) if isinstance(x, float) else x


def value(function, *inputs, digits):
    """That of a function of the numbers that the inputs are, as a `value` of a row."""
    return stable(lambda: function(*exactly(inputs)), digits=digits)


def entry_of(argument):
    """An entry of the gradient by an argument, a list or a number, as a `value` of a row: the
    last input is the index."""
    def entry(function, *inputs, digits):
        *inputs, index = inputs

        def derivative():
            given = exactly(inputs)
            entries = given[argument]
            if not isinstance(entries, list):
                return mpmath.diff(lambda x: function(*given[:argument], x, *given[argument + 1 :]), entries)
            entries = list(entries)

            def along(x):
                entries[index] = x
                return function(*given[:argument], list(entries), *given[argument + 1 :])

            return mpmath.diff(along, entries[index])

        return stable(derivative, digits=digits)

    return entry


def derivative_by(argument):
    """The derivative by an argument that is a number, as a `value` of a row."""
    entry = entry_of(argument)
    return lambda function, *inputs, digits: entry(function, *inputs, None, digits=digits)
