//! Small matrices: plain loops with twice the digits.
//!
//! The loops are compiled for each set of instructions, because without a fused multiply-add each
//! product of two doubled doubles is a call into software. Fused or not, the results are the same.

use super::tile::level;
use super::{Difference, NEAR, NEAR_EXCESS, PRECISE_UP_TO, PerVariable, PositiveDefinite};
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::normal::univariate::scaled_difference;
use fearless_simd::{Simd, dispatch};
use nalgebra::DMatrix;

/// A lower Cholesky factor L.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Doubles {
    d: usize,
    /// Row by row, and in a last row 1/lᵢᵢ: to multiply takes less time than to divide. What is
    /// above the diagonal is zero.
    numbers: Vec<Double>,
    /// An upper bound of Σⱼ|(L⁻¹)ᵢⱼ| over all i, but for rounding; infinite if nothing is to be
    /// built on it.
    pub(super) reach: f64,
}

impl Doubles {
    /// Of the matrix with the given lower triangle, by row and column. An error is the number of
    /// the pivot that is not positive, and its value.
    pub(super) fn new(
        d: usize,
        entry: impl Fn(usize, usize) -> Double,
    ) -> Result<Self, (usize, f64)> {
        let mut numbers = vec![Double::ZERO; d * d + d];
        for i in 0..d {
            for j in 0..=i {
                numbers[i * d + j] = entry(i, j);
            }
        }
        let reach = dispatch!(level(), simd => factor(simd, &mut numbers, d))?;
        Ok(Doubles { d, numbers, reach })
    }

    /// With a lower triangle that is a factor already, known to fewer digits.
    pub(super) fn of_factor(d: usize, l: impl Fn(usize, usize) -> Double) -> Self {
        let mut numbers = vec![Double::ZERO; d * d + d];
        for i in 0..d {
            for j in 0..=i {
                numbers[i * d + j] = l(i, j);
            }
            numbers[d * d + i] = Double::ONE / l(i, i);
        }
        let reach = f64::INFINITY;
        Doubles { d, numbers, reach }
    }

    /// The same for a factor that is known with all digits, as far as doubled doubles go.
    pub(super) fn of_known_factor(d: usize, l: impl Fn(usize, usize) -> Double) -> Self {
        let mut all = Self::of_factor(d, l);
        let mut bounds: Vec<f64> = Vec::with_capacity(d);
        for i in 0..d {
            let before = all.row(i).iter().zip(&bounds);
            let sum: f64 = before.map(|(l, bound)| l.value.abs() * bound).sum();
            bounds.push((1.0 + sum) * all.inverse(i).value);
        }
        all.reach = bounds.into_iter().fold(0.0, f64::max);
        all
    }

    /// L⁻¹, row by row.
    pub(super) fn inverted(&self) -> Vec<Double> {
        let d = self.d;
        let mut x = vec![Double::ZERO; d * d];
        for i in 0..d {
            x[i * d + i] = Double::ONE;
        }
        self.solve_triangle(&mut x);
        x
    }

    /// Lq⁻¹(Lp − Lq) for this Lp, where each factor has its units.
    pub(super) fn excess_over(
        &self,
        units: &[f64],
        (units_q, lq): (&[f64], &Doubles),
    ) -> Vec<Double> {
        let d = self.d;
        let mut e = vec![Double::ZERO; d * d];
        for i in 0..d {
            for j in 0..=i {
                let x = self.get(i, j).scaled(units[i]).unscaled(units_q[i]);
                e[i * d + j] = x - lq.get(i, j);
            }
        }
        lq.solve_triangle(&mut e);
        e
    }

    pub(super) fn get(&self, i: usize, j: usize) -> Double {
        self.numbers[i * self.d + j]
    }

    /// Row i, and behind it zeros and all others.
    #[inline(always)]
    fn row(&self, i: usize) -> &[Double] {
        &self.numbers[i * self.d..]
    }

    /// 1/lᵢᵢ.
    #[inline(always)]
    fn inverse(&self, i: usize) -> Double {
        self.numbers[self.d * self.d + i]
    }

    /// Replaces B, with `columns` numbers to a row, by L⁻¹B.
    pub(super) fn solve(&self, b: &mut [Double], columns: usize) {
        dispatch!(level(), simd => solve_in_place(simd, self, b, columns, false));
    }

    /// The same for a lower triangular B.
    fn solve_triangle(&self, b: &mut [Double]) {
        dispatch!(level(), simd => solve_in_place(simd, self, b, self.d, true));
    }

    /// The norm of Lq⁻¹Lp − I above which its digits are right, for factors of which the larger
    /// reach is given: entries are wrong by 2⁻¹⁰² for each of the products, and a result needs
    /// 57 bits.
    pub(super) fn far(reach: f64, d: usize) -> f64 {
        let products = d.max(PRECISE_UP_TO) as f64 / PRECISE_UP_TO as f64;
        (power_of_two(-40) * products * reach * reach).min(NEAR_EXCESS)
    }
}

/// The Cholesky factorisation in place, of the lower triangle, with 1/lᵢᵢ behind it. Gives the
/// reach.
#[inline(always)]
fn factor<S: Simd>(_: S, a: &mut [Double], d: usize) -> Result<f64, (usize, f64)> {
    let mut reach: f64 = 0.0;
    // The bounds of the rows of |L⁻¹| that are known.
    let mut bounds = PerVariable::zeros(d);
    let bounds = bounds.as_mut_slice();
    let (a, inverses) = a.split_at_mut(d * d);
    for i in 0..d {
        let mut bound = 1.0;
        // Above the diagonal stands Lᵀ for now, so that what is subtracted is side by side.
        let (known, rest) = a.split_at_mut(i * d);
        let row = &mut rest[..=i];
        for j in 0..i {
            let x = row[j].settled() * inverses[j];
            row[j] = x;
            subtract(&mut row[j + 1..i], x, &known[j * d + j + 1..j * d + i]);
            row[i] = row[i].minus_product(x, x);
            known[j * d + i] = x;
            bound += x.value.abs() * bounds[j];
        }
        let s = row[i].settled();
        if s.value.is_nan() || s.value <= 0.0 {
            return Err((i, s.value));
        }
        let [root, inverse] = s.sqrt_and_inverse();
        row[i] = root;
        inverses[i] = inverse;
        bound *= inverse.value;
        bounds[i] = bound;
        reach = reach.max(bound);
    }
    for i in 0..d {
        a[i * d + i + 1..(i + 1) * d].fill(Double::ZERO);
    }
    Ok(reach)
}

/// x ← x − c·y for each of as many pairs.
#[inline(always)]
fn subtract(x: &mut [Double], c: Double, y: &[Double]) {
    const SIDE: usize = 8;
    let (eights, rest) = x.as_chunks_mut::<SIDE>();
    let (of_y, rest_of_y) = y.as_chunks::<SIDE>();
    for (x, y) in eights.iter_mut().zip(of_y) {
        // Apart, so that eight go through at once.
        let value = x.map(|x| x.value);
        let lost = x.map(|x| x.lost);
        let of_y = y.map(|y| y.value);
        let lost_of_y = y.map(|y| y.lost);
        let mut values = [0.0; SIDE];
        let mut losts = [0.0; SIDE];
        for k in 0..SIDE {
            let x = Double {
                value: value[k],
                lost: lost[k],
            };
            let y = Double {
                value: of_y[k],
                lost: lost_of_y[k],
            };
            let z = x.minus_product(c, y);
            values[k] = z.value;
            losts[k] = z.lost;
        }
        for k in 0..SIDE {
            x[k] = Double {
                value: values[k],
                lost: losts[k],
            };
        }
    }
    for (x, &y) in rest.iter_mut().zip(rest_of_y) {
        *x = x.minus_product(c, y);
    }
}

/// Lq⁻¹Lp, where each factor has its units.
pub(super) fn quotient(
    (units_p, lp): (&[f64], &Doubles),
    (units_q, lq): (&[f64], &Doubles),
) -> Vec<Double> {
    let d = lq.d;
    let mut t = lp.numbers[..d * d].to_vec();
    for (i, (&p, &q)) in units_p.iter().zip(units_q).enumerate() {
        if p != q {
            for x in &mut t[i * d..=i * d + i] {
                *x = x.scaled(p).unscaled(q);
            }
        }
    }
    lq.solve_triangle(&mut t);
    t
}

/// E if M is small, `None` if its norm is above [`NEAR`].
pub(super) fn near_excess(l: &Doubles, difference: &Difference<'_>) -> Option<Vec<Double>> {
    let d = l.d;
    let mut e = vec![Double::ZERO; d * d];
    for i in 0..d {
        for j in 0..d {
            e[i * d + j] = difference(i, j);
        }
    }
    l.solve(&mut e, d);
    dispatch!(level(), simd => excess_of_half(simd, l, &mut e)).then_some(e)
}

/// Replaces L⁻¹(Σp − Σq) by E. False if the norm of M is above [`NEAR`].
#[inline(always)]
fn excess_of_half<S: Simd>(_: S, l: &Doubles, e: &mut [Double]) -> bool {
    // The lower triangle of M = L⁻¹(Σp − Σq)L⁻ᵀ, row by row from the left.
    let d = l.d;
    let mut squares = 0.0;
    for i in 0..d {
        for j in 0..=i {
            let mut s = e[i * d + j];
            for (k, &factor) in l.row(j)[..j].iter().enumerate() {
                s = s.minus_product(e[i * d + k], factor);
            }
            s = s.settled() * l.inverse(j);
            squares += if i == j { 1.0 } else { 2.0 } * s.value * s.value;
            e[i * d + j] = s;
        }
        e[i * d + i + 1..(i + 1) * d].fill(Double::ZERO);
    }
    if squares.is_nan() || squares > NEAR * NEAR {
        return false;
    }
    // Cholesky factorisation of I + M, row by row, for E = factor − I. On the diagonal
    // 2e + e² = s, so e = √(1+s) − 1, written without the subtraction.
    for i in 0..d {
        for j in 0..=i {
            let mut s = e[i * d + j];
            for k in 0..j {
                s = s.minus_product(e[i * d + k], e[j * d + k]);
            }
            let s = s.settled();
            e[i * d + j] = if i == j {
                s / (Double::ONE + (Double::ONE + s).sqrt())
            } else {
                s / (Double::ONE + e[j * d + j])
            };
        }
    }
    true
}

/// See [`PositiveDefinite::scores`].
pub(super) fn whitened(q: &PositiveDefinite, [a, b]: [&[f64]; 2]) -> Vec<Double> {
    let means = a.iter().zip(b).zip(&q.scale);
    let mut z: Vec<Double> = means
        .map(|((&a, &b), &unit)| difference_in_unit(a, b, unit))
        .collect();
    q.doubles().solve(&mut z, 1);
    z
}

/// (a − b)/s for a power of two s.
pub(super) fn difference_in_unit(a: f64, b: f64, s: f64) -> Double {
    let difference = Double::exact_sum(a, -b);
    if difference.value.is_finite() {
        difference.unscaled(s)
    } else {
        scaled_difference(a, b, s).into()
    }
}

/// See [`PositiveDefinite::solve_transposed`].
pub(super) fn solve_transposed(q: &PositiveDefinite, b: &DMatrix<f64>) -> DMatrix<f64> {
    dispatch!(level(), simd => solve_from_below(simd, q, b))
}

#[inline(always)]
fn solve_from_below<S: Simd>(_: S, q: &PositiveDefinite, b: &DMatrix<f64>) -> DMatrix<f64> {
    let (d, l) = (q.dimension(), q.doubles());
    let mut solution = DMatrix::zeros(d, b.ncols());
    let mut x = vec![Double::ZERO; d];
    for column in 0..b.ncols() {
        for i in (0..d).rev() {
            let mut s = Double::from(b[(i, column)]);
            for (k, &x) in x.iter().enumerate().skip(i + 1) {
                s = s.minus_product(l.get(k, i), x);
            }
            x[i] = s.settled() * l.inverse(i);
            solution[(i, column)] = x[i].value / q.scale[i];
        }
    }
    solution
}

/// Replaces B, with `columns` numbers to a row, by L⁻¹B. With `lower` B is a lower triangle.
#[inline(always)]
fn solve_in_place<S: Simd>(_: S, l: &Doubles, b: &mut [Double], columns: usize, lower: bool) {
    for i in 0..l.d {
        let (above, rest) = b.split_at_mut(i * columns);
        let row = &mut rest[..if lower { i + 1 } else { columns }];
        let known = above.chunks_exact(columns);
        for (k, (&factor, known)) in l.row(i).iter().zip(known).enumerate() {
            let width = if lower { k + 1 } else { columns };
            subtract(&mut row[..width], factor, &known[..width]);
        }
        for x in row {
            *x = x.settled() * l.inverse(i);
        }
    }
}
