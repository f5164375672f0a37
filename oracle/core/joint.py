"""Joint distributions of two and of three variables."""

import mpmath

from core import pmf
from shared.exact import exact, xlogy
from shared.rows import row
from shared.sizes import SMALLEST, log_uniform
from shared.vectors import dirichlet, normalised, perturbed, tables


def each_table(random):
    return [(table,) for table in tables(random)]


def marginals(table):
    table = [list(map(exact, row)) for row in table]
    return table, [mpmath.fsum(row) for row in table], [mpmath.fsum(c) for c in zip(*table)]


@row("Joint::row_marginal", each_table)
def rows(table):
    return marginals(table)[1]


@row("Joint::column_marginal", each_table)
def columns(table):
    return marginals(table)[2]


@row("Joint::conditional_entropy", each_table)
def conditional_entropy(table):
    table, rows, _ = marginals(table)
    return -mpmath.fsum(xlogy(p, p / a) for row, a in zip(table, rows) for p in row if p)


def nearly_all_in_one_place(random):
    """Rows and columns of next to no mass, and nearly the same Y given each X."""
    for i in range(60):
        rows, columns = random.choice([2, 3, 4]), random.choice([2, 3, 5])
        given = dirichlet(random, columns, 1.0)
        if i % 2:
            rest, most = log_uniform(random, 1e-30, 1e-5), random.randrange(columns)
            given = [x if y == most else x * rest for y, x in enumerate(given)]
        table = []
        for x in range(rows):
            mass = log_uniform(random, 1e-30, 1e-16) if x else 1.0
            table.append([mass * y for y in perturbed(random, given, log_uniform(random, 1e-15, 1e-2))])
        table = in_rows(normalised(sum(table, [])), columns)
        yield table if i % 3 else [list(column) for column in zip(*table)]


def in_rows(entries, columns):
    return [entries[k : k + columns] for k in range(0, len(entries), columns)]


@row("Joint::mutual_information, scaled", lambda random: [(t,) for t in nearly_all_in_one_place(random)])
@row("Joint::mutual_information", each_table)
def mutual_information(table):
    """The product of the marginals, divided by the sum of the table."""
    table, rows, columns = marginals(table)
    total = mpmath.fsum(rows)
    terms = [
        xlogy(p, p * total / (a * b)) for row, a in zip(table, rows) for p, b in zip(row, columns) if p
    ]
    return mpmath.fsum(terms)


def table_pairs(random):
    yield [[1.0]], [[1.0]]
    yield [[0.5, 0.5], [0.0, 0.0]], [[0.0, 0.0], [0.5, 0.5]]
    yield [[0.5, 0.5], [0.0, 0.0]], [[0.25, 0.25], [0.5, 0.0]]
    yield [[0.0, 0.5], [0.0, 0.5]], [[0.25, 0.25], [0.5, 0.0]]
    yield [[1.0, SMALLEST], [SMALLEST, 3 * SMALLEST]], [[1.0, 1e-310], [3 * SMALLEST, SMALLEST]]
    yield [[1.0, 1e-200], [1e-300, 1e-290]], [[1e-200, 1.0], [1e-30, 1e-300]]
    for i in range(140):
        rows, columns = random.choice([1, 2, 3]), random.choice([1, 2, 3, 5])
        n, c = rows * columns, log_uniform(random, 0.05, 10.0)
        p, q = dirichlet(random, n, c), dirichlet(random, n, c)
        if i % 3 == 0:
            q = perturbed(random, p, log_uniform(random, 1e-15, 0.5))
        if i % 3 == 1:
            # Almost the same given X, and not the same X.
            factors = [log_uniform(random, 1e-5, 1.0) for _ in range(rows)]
            scaled = [x * factors[k // columns] for k, x in enumerate(p)]
            q = perturbed(random, scaled, log_uniform(random, 1e-15, 0.5))
        if i % 7 == 0:
            p[random.randrange(n)] = 0.0
            p = normalised(p) if any(p) else dirichlet(random, n, c)
        if max(p + q) <= 1.0:
            yield tuple([v[k : k + columns] for k in range(0, n, columns)] for v in (p, q))


@row("Joint::kl", lambda random: list(table_pairs(random))[::4])
def kl(p, q):
    return pmf.kl(sum(p, []), sum(q, []))


def nearly_all_in_one_place_pairs(random):
    for table in nearly_all_in_one_place(random):
        columns = len(table[0])
        factors = [log_uniform(random, 1e-5, 1.0) for _ in table]
        other = perturbed(random, [x * f for row, f in zip(table, factors) for x in row], log_uniform(random, 1e-15, 1e-2))
        yield table, in_rows(other, columns)


@row("Joint::conditional_kl, scaled", nearly_all_in_one_place_pairs)
@row("Joint::conditional_kl", table_pairs)
def conditional_kl(p, q):
    total = mpmath.mpf(0)
    for line, other in zip(p, q):
        a, b = (mpmath.fsum(map(exact, r)) for r in (line, other))
        for x, y in zip(map(exact, line), map(exact, other)):
            if x:
                total += x * mpmath.log((x / a) / (y / b)) if y else mpmath.inf
    return total


def triples(random):
    yield [[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]
    yield [[[0.5, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.5]]]
    yield [[[0.0, 0.0]], [[0.5, 0.5]]]
    yield [[[1e-300, 1e-301], [3e-301, 1e-300]], [[0.25, 0.25], [0.25, 0.25]]]
    yield [[[1e-200, 3e-200], [2e-200, 7e-200]], [[0.25, 0.25], [0.25, 0.25]]]
    for i in range(120):
        rows, columns, depth = (random.choice([1, 2, 3]) for _ in range(3))
        flat = []
        for _ in range(depth):
            x, y = dirichlet(random, rows, 1.0), dirichlet(random, columns, 1.0)
            t = [u * v for u in x for v in y] if i % 2 else dirichlet(random, rows * columns, 0.5)
            weight = log_uniform(random, 1e-12, 1.0)
            flat += [weight * u for u in perturbed(random, t, log_uniform(random, 1e-15, 0.5))]
        flat = normalised(flat)
        if max(flat) <= 1.0:
            t = [flat[k : k + columns] for k in range(0, len(flat), columns)]
            yield [t[k : k + rows] for k in range(0, len(t), rows)]


@row("Joint3::without_y", lambda random: [(t,) for t in triples(random)])
def without_y(tables):
    """By x and z, row by row."""
    return [mpmath.fsum(map(exact, table[x])) for x in range(len(tables[0])) for table in tables]


@row("Joint3::without_z", lambda random: [(t,) for t in triples(random)])
def without_z(tables):
    return [mpmath.fsum(map(exact, entries)) for lines in zip(*tables) for entries in zip(*lines)]


@row("Joint3::conditional_mutual_information", lambda random: [(t,) for t in triples(random)])
def conditional_mutual_information(tables):
    return mpmath.fsum(mutual_information(t) for t in tables if any(map(any, t)))
