"""Estimates from tables of counts."""

import mpmath
from mpmath import log, mpf

from shared.counted import condition, counts, entropy_corrected
from shared.rows import row


def tables(random, number):
    result = [[[1]], [[1, 2], [3, 6]], [[2**62, 2**62], [2**62, 2**62 - 1]], [[1, 0], [0, 1]], [[0, 0], [3, 4]]]
    while len(result) < number:
        rows, columns = random.choice([1, 2, 3, 5]), random.choice([2, 3, 4])
        if random.randrange(2):
            table = [counts(random, columns) for _ in range(rows)]
        else:
            # Independent, but for a few more or less.
            r, s = counts(random, rows + 1), counts(random, columns)
            table = [[min(a, 10**8) * min(b, 10**8) + random.randrange(2) for b in s] for a in r]
        result.append(table)
    return result


def each_table(random):
    return [(table,) for table in tables(random, 90)]


def margins(table):
    return [sum(row) for row in table], [sum(column) for column in zip(*table)]


@row("estimate::CountTable::mutual_information", each_table, digits=200)
def mutual_information(table):
    """As the definition has it: exactly 0 for independent variables."""
    rows, columns = margins(table)
    n = sum(rows)
    return mpmath.fsum(mpf(c) / n * log(mpf(c * n) / (r * s))
                       for row, r in zip(table, rows) for c, s in zip(row, columns) if c)


def table_condition(table):
    plain = mutual_information(table)
    return condition([plain, plain - mutual_information_corrected(table)])


@row("estimate::CountTable::mutual_information_corrected",
     lambda random: [case for case in each_table(random) if mutual_information_corrected(*case)], digits=200, condition=table_condition)
def mutual_information_corrected(table):
    """From the corrected entropies."""
    rows, columns = margins(table)
    flat = [c for row in table for c in row]
    return entropy_corrected(rows) + entropy_corrected(columns) - entropy_corrected(flat)
