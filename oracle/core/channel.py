"""Channels: outputs, mutual information and capacity, by logarithms of ratios."""

import mpmath
from mpmath import mpf

from shared.channels import inputs_and_channels, kl, next_to_nothing, output, symmetric_and_erasing
from shared.exact import exact, numbers
from shared.rows import row
from shared.matrices import FEW


def with_index(random):
    return [(p, rows, random.randrange(len(rows[0]))) for p, _, rows in inputs_and_channels(random)]


@row("Channel::apply", with_index)
def entry(p, rows, index):
    return output(numbers(p), rows)[index]


def sent(random):
    made = [(p, rows) for p, _, rows in inputs_and_channels(random)]
    # One ulp apart, and apart in next to nothing.
    return made + [(q, rows) for _, q, rows in next_to_nothing()]


@row("Channel::mutual_information", sent)
def mutual_information(p, rows):
    p = numbers(p)
    total = mpmath.fsum(p)
    p = [x / total for x in p]
    r = output(p, rows)
    each = [kl(numbers(row), r) if x > 0 else mpf(0) for x, row in zip(p, rows)]
    return mpmath.fsum(x * d for x, d in zip(p, each))


def capacity_of(rows):
    """Of a channel that erases a bit or leaves it alone, or of rows that are permutations of
    one another, and so are the columns: ln m − H."""
    if len(rows) == 2 and len(rows[0]) == 3:
        return exact(rows[0][0]) * mpmath.log(2)
    first = numbers(rows[0])
    return mpmath.log(len(first)) + mpmath.fsum(x * mpmath.log(x) for x in first if x > 0)


row("Channel::capacity", symmetric_and_erasing, digits=FEW)(capacity_of)
