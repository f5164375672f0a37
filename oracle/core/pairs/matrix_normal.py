"""Divergences of matrix normal distributions."""

import math

import mpmath
from mpmath import mpf

from shared.exact import exact
from shared.matrices import FEW, condition, covariance_pairs, fitting_toeplitz_pairs, matrix, relative_diagonal, scaled_problems, shape, toeplitz, worst_condition
from shared.rows import row


def parameters(random):
    pairs = [(p, q) for p, q, unit in covariance_pairs(random, 140) if len(p) < 5]
    for (rows_p, rows_q), (columns_p, columns_q) in zip(pairs[::2], pairs[1::2]):
        n, p = len(rows_p), len(columns_p)
        mean_q = [[random.gauss(0, 1) for _ in range(p)] for _ in range(n)]
        size = random.choice([1e-12, 1e-6, 1.0])
        mean_p = [[x + size * random.gauss(0, 1) for x in line] for line in mean_q]
        yield mean_p, rows_p, columns_p, mean_q, rows_q, columns_q


def scaled(random):
    some = lambda: scaled_problems(random, 40, [1, 2, 2, 3, 4], [3.0, 1e3, 1e6, 1e12])
    for (_, rows_p, _, rows_q), (_, columns_p, _, columns_q) in zip(some(), some()):
        unit = lambda s, i: math.sqrt(s[i][i])
        sides = lambda rows, columns: [[random.gauss(0, 1) * unit(rows, i) * unit(columns, j) for j in range(len(columns))] for i in range(len(rows))]
        yield sides(rows_p, columns_p), rows_p, columns_p, sides(rows_q, columns_q), rows_q, columns_q


def kronecker(v, u):
    n = u.rows
    return mpmath.matrix([[v[i // n, j // n] * u[i % n, j % n] for j in range(v.rows * n)] for i in range(v.rows * n)])


def matrix_normal_condition(divergence, mean_p, rows_p, columns_p, mean_q, rows_q, columns_q):
    rest = mpf(0)
    for a in relative_diagonal(rows_p, rows_q):
        for b in relative_diagonal(columns_p, columns_q):
            rest += (abs(a - 1) + abs(b - 1)) * abs(a * b - 1)
    return condition(columns_q) + rest / divergence


@row("MatrixNormal‖MatrixNormal", parameters, digits=FEW, condition_of=matrix_normal_condition)
def matrix_normal(mean_p, rows_p, columns_p, mean_q, rows_q, columns_q):
    """The multivariate normal distribution of the columns, one below the other."""
    sp = kronecker(matrix(columns_p), matrix(rows_p))
    sq = kronecker(matrix(columns_q), matrix(rows_q))
    n, p = len(rows_p), len(columns_p)
    difference = mpmath.matrix([exact(mean_p[i][j]) - exact(mean_q[i][j]) for j in range(p) for i in range(n)])
    return shape(sp, sq) + (difference.T * mpmath.lu_solve(sq, difference))[0] / 2


row("MatrixNormal‖MatrixNormal, scaled", scaled, digits=4 * FEW, condition_of=matrix_normal_condition)(matrix_normal)


def one_column(p, q):
    """Toeplitz covariances of the rows, one column, means 1/64 apart."""
    return [[0.0]] * len(p), toeplitz(p), [[1.0]], [[1 / 64]] * len(q), toeplitz(q), [[1.0]]


def one_column_condition(divergence, p, q):
    return worst_condition(toeplitz(p), toeplitz(q)) * matrix_normal_condition(divergence, *one_column(p, q))


@row("MatrixNormal‖MatrixNormal, 24 dimensions, per condition", lambda random: fitting_toeplitz_pairs(random, 24),
     digits=FEW, condition_of=one_column_condition)
def of_one_column(p, q):
    return matrix_normal(*one_column(p, q))
