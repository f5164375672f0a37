"""Normal distributions of singular covariances, exact ones: products of small whole numbers, times
powers of two."""

import mpmath
from mpmath import mpf

from shared.exact import exact
from shared.matrices import matrix


def product(a):
    """AAᵀ, of whole numbers."""
    return [[float(sum(x * y for x, y in zip(r, s))) for s in a] for r in a]


def scaled(rows, unit):
    return [[x * unit * unit for x in row] for row in rows]


def singular(random, count):
    """Means and covariances, on one support and not."""
    whole = lambda d, r: [[random.randint(-3, 3) for _ in range(r)] for _ in range(d)]
    times = lambda a, b: [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
    while count:
        d = random.choice([2, 2, 3, 4, 6])
        r = random.randint(1, d)
        a = whole(d, r)
        kind = random.choice(["same", "same", "same", "other", "less"])
        if kind == "same":
            b = times(a, whole(r, r))
        elif kind == "other":
            b = whole(d, r)
        else:
            b = times(a, whole(r, max(1, r - 1)))
        unit = 2.0 ** random.choice([0, 0, 10, -40])
        p, q = scaled(product(b), unit), scaled(product(a), unit)
        if min(rank(p), rank(q)) == 0:
            continue
        mean = [unit * random.randint(-5, 5) for _ in range(d)]
        shift = [unit * x for x in ([0.0] * d if random.random() < 0.4 else [row[0] for row in a])]
        if random.random() < 0.15:
            shift[0] += unit
        count -= 1
        yield [m + s for m, s in zip(mean, shift)], p, mean, q


def pivots(s):
    """The variables that the others follow from, in their order: by exact elimination."""
    s, found = s.copy(), []
    size = max(abs(x) for x in s)
    for i in range(s.rows):
        if s[i, i] > mpf(10) ** -20 * size:
            found.append(i)
            column = [s[k, i] / s[i, i] for k in range(s.rows)]
            pivot = [s[i, k] for k in range(s.rows)]
            for k in range(s.rows):
                for j in range(s.rows):
                    s[k, j] -= column[k] * pivot[j]
    return found


def rank(rows):
    with mpmath.workdps(60):
        s = matrix(rows)
        return len(pivots(s)) if any(x for x in s) else 0


def part(s, rows, columns):
    m = mpmath.matrix(len(rows), len(columns))
    for i, a in enumerate(rows):
        for j, b in enumerate(columns):
            m[i, j] = s[a, b]
    return m


def common_support(mean_p, p, mean_q, q):
    """Means and covariances of the variables that the others follow from; None if those follow
    otherwise."""
    sp, sq = matrix(p), matrix(q)
    chosen = pivots(sq)
    if rank(p) != len(chosen):
        return None
    every = range(sq.rows)
    map = part(sq, every, chosen) * part(sq, chosen, chosen) ** -1
    small = mpf(10) ** -20
    shift = mpmath.matrix([exact(a) - exact(b) for a, b in zip(mean_p, mean_q)])
    mean = shift - map * mpmath.matrix([shift[i] for i in chosen])
    rest = sp - map * part(sp, chosen, chosen) * map.T
    if max(abs(x) for x in mean) > small * max(1, max(abs(x) for x in shift)) or max(abs(x) for x in rest) > small * max(abs(x) for x in sp):
        return None
    of = lambda mean, rows: ([mean[i] for i in chosen], [[rows[i][j] for j in chosen] for i in chosen])
    return (*of(mean_p, p), *of(mean_q, q))


def factor_of(s):
    """L of as many columns as the rank, with LLᵀ = Σ."""
    chosen = pivots(s)
    l = mpmath.cholesky(part(s, chosen, chosen))
    return part(s, range(s.rows), chosen) * (l.T) ** -1
