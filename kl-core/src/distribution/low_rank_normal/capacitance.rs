//! The divergence from matrices as small as the rank.
//!
//! Σ = D + WWᵀ is never formed. In units of √Dq, with the rows bᵢ of Wq, aᵢ of Wp and θᵢ of their
//! difference, ρᵢ = δpᵢ/δqᵢ and nᵢ = ρᵢ − 1, there are two ways, which are exact both.
//!
//! **Far.** With C = I + BᵀB = LLᵀ, which is the capacitance matrix of Q, yᵢ = L⁻¹bᵢ and
//! Z = C⁻¹BᵀA,
//!
//! 2D = Σ (nᵢ − ln ρᵢ) − Σ ρᵢ‖yᵢ‖² + ‖A − BZ‖² + ‖Z‖² + ln det Cq − ln det Cp.
//!
//! The squares are tr(AᵀΣq⁻¹A), as the minimum of a ridge regression: that needs no difference,
//! and an error of Z shows in it only squared.
//!
//! **Near**, where these terms cancel. Between the two is R with the covariance Dp + WqWqᵀ, and
//! D(P‖Q) = D(R‖Q) + D(P‖R) + ½tr((Σp − Σr)(Σq⁻¹ − Σr⁻¹)). With ψ(X) = tr X − ln det(I + X) ≥ 0:
//!
//! - 2D(R‖Q) = Σ (nᵢ − ln ρᵢ) − Σ nᵢ²/ρᵢ ‖yᵢ‖² + ψ(−J), where J = Σ nᵢ/ρᵢ yᵢyᵢᵀ, because
//!   det Cr/det Cq = det(I − J);
//! - 2D(P‖R) = ψ(X), where X has the eigenvalues of HK that are not zero, K is the matrix of the
//!   products of the columns of Θ and B in the metric Σr⁻¹, and ΘΘᵀ + ΘBᵀ + BΘᵀ is
//!   [Θ B]H[Θ B]ᵀ: with K = UᵀU it is X = UHUᵀ;
//! - the last term is ½Σ nᵢ(Σr⁻¹(Σp − Σr)Σq⁻¹)ᵢᵢ.
//!
//! Each is small of second order if P is near Q. They cancel only if Σp − Σq is much smaller than
//! the differences of the parameters: if a change of δ takes one of W back, or W is turned into
//! another basis. That shows in the sizes of the terms, and then there is no answer here.

use super::LowRankNormal;
use super::rows::{Rows, ranges};
use crate::float::sum::{CompensatedSum, sum};
use crate::normal::positive_definite::{ExcessFactor, power_of_two_near_root};
use crate::normal::univariate::scaled_difference;
use crate::special::log1pmx::log1pmx;
use nalgebra::{DMatrix, DVector};
use std::ops::Range;

/// The sum of the terms must be no less than this part of the sum of their absolute values.
const LEFT: f64 = 0.125;

/// ‖X‖ must be no less than this part of what its own terms may add up to.
const LEFT_OF_CHANGE: f64 = 1.0 / 64.0;

/// What is left of a square of a column by those before it is nothing if it is a smaller part.
const SINGULAR: f64 = 1e-14;

/// Σ cᵢᵢ(C⁻¹)ᵢᵢ, the condition of a capacitance matrix whatever the units of its columns, may be so
/// many times the dimension of Σ, which the condition number of Σ is above: then the rounding of
/// C is of no more account than that of Σ.
const CONDITION: f64 = 16.0;

/// D(P‖Q), or `None` where the terms cancel, or are beyond any double.
pub(super) fn divergence(p: &LowRankNormal, q: &LowRankNormal) -> Option<f64> {
    let pair = Pair::new(p, q)?;
    let (shape, location) = pair.far();
    let shape = match shape.checked() {
        Some(shape) => shape,
        None => pair.near()?.checked()?,
    };
    let total = 0.5 * shape + 0.5 * location;
    total.is_finite().then_some(total)
}

/// A sum, and that of the absolute values.
#[derive(Default)]
struct Terms {
    sum: CompensatedSum,
    sizes: f64,
}

impl Terms {
    fn add(&mut self, x: f64) {
        self.add_sum(x, x.abs());
    }

    /// What is itself a sum of terms, given the sum of their absolute values.
    fn add_sum(&mut self, x: f64, sizes: f64) {
        self.sum.add(x);
        self.sizes += sizes;
    }

    /// The sum, unless its digits have been lost.
    fn checked(&self) -> Option<f64> {
        let total = self.sum.total();
        (total >= LEFT * self.sizes && total.is_finite()).then_some(total)
    }
}

/// The diagonal δ, and the capacitance matrix of W in units of it.
#[derive(Clone, Debug)]
pub(super) struct Own {
    /// One over the roots of δ.
    units: Vec<f64>,
    capacitance: Capacitance,
}

impl Own {
    /// `None` if the rounding of the capacitance matrix would show.
    pub(super) fn new(factor: &DMatrix<f64>, diagonal: &DVector<f64>) -> Option<Self> {
        let d = diagonal.len();
        let units: Vec<f64> = diagonal.as_slice().iter().map(|x| 1.0 / x.sqrt()).collect();
        let mut product = DMatrix::default();
        for range in ranges(d) {
            let rows = Rows::scaled(factor, range, &units, columns_with_means(factor));
            rows.add_product(&rows, &mut product);
        }
        Some(Own {
            capacitance: Capacitance::new(product, d)?,
            units,
        })
    }
}

/// The columns of W, and one for the means.
fn columns_with_means(factor: &DMatrix<f64>) -> usize {
    factor.ncols() + 1
}

/// C = I + BᵀB for some B.
#[derive(Clone, Debug)]
struct Capacitance {
    /// BᵀB.
    product: DMatrix<f64>,
    /// L⁻¹, with C = LLᵀ.
    root: DMatrix<f64>,
    inverse: DMatrix<f64>,
    ln_determinant: f64,
}

impl Capacitance {
    /// For the number of rows of B, `None` if the rounding of BᵀB would show.
    fn new(product: DMatrix<f64>, dimension: usize) -> Option<Self> {
        let factor = ExcessFactor::of(&product)?;
        let root = factor.inverse()?;
        let inverse = root.transpose() * &root;
        let diagonal = product.diagonal().add_scalar(1.0);
        let condition = diagonal.dot(&inverse.diagonal());
        (condition <= CONDITION * dimension as f64).then_some(())?;
        Some(Capacitance {
            product,
            inverse,
            ln_determinant: factor.ln_determinant(),
            root,
        })
    }
}

/// Two distributions, in units of the diagonal of Q.
struct Pair<'a> {
    p: &'a LowRankNormal,
    q: &'a LowRankNormal,
    in_p: &'a Own,
    in_q: &'a Own,
    /// ρ = δp/δq, and n = ρ − 1.
    ratios: Vec<[f64; 2]>,
}

impl<'a> Pair<'a> {
    fn new(p: &'a LowRankNormal, q: &'a LowRankNormal) -> Option<Self> {
        let diagonals = p.diagonal.as_slice().iter().zip(q.diagonal.as_slice());
        Some(Pair {
            in_p: p.derived.own.as_ref()?,
            in_q: q.derived.own.as_ref()?,
            ratios: diagonals.map(|(p, q)| [p / q, (p - q) / q]).collect(),
            p,
            q,
        })
    }

    /// Σ (nᵢ − ln ρᵢ).
    fn diagonal_term(&self) -> f64 {
        sum(self.ratios.iter().map(|&[_, n]| -log1pmx(n)))
    }

    /// Rows of B.
    fn b(&self, range: &Range<usize>) -> Rows {
        let w = &self.q.factor;
        Rows::scaled(w, range.clone(), &self.in_q.units, columns_with_means(w))
    }

    /// Rows of A, and behind them those of the difference of the means.
    fn a(&self, range: &Range<usize>) -> Rows {
        let (w, units) = (&self.p.factor, &self.in_q.units);
        let mut rows = Rows::scaled(w, range.clone(), units, columns_with_means(w));
        let means = range.clone().map(|i| {
            let [a, b] = [self.p, self.q].map(|x| x.mean[i]);
            scaled_difference(a, b, self.q.diagonal[i].sqrt())
        });
        rows.set_column(w.ncols(), means);
        rows
    }

    /// The terms of twice the divergence of the shapes, and twice that of the means.
    fn far(&self) -> (Terms, f64) {
        let (d, columns) = (self.ratios.len(), self.p.factor.ncols());
        let of_q = &self.in_q.capacitance;
        let mut products = DMatrix::default();
        for range in ranges(d) {
            self.b(&range).add_product(&self.a(&range), &mut products);
        }
        let z = &of_q.inverse * products;
        let z_transposed = z.transpose();
        let mut squares: Vec<f64> = z.column_iter().map(|z| z.norm_squared()).collect();
        let mut lengths = CompensatedSum::default();
        for range in ranges(d) {
            let b = self.b(&range);
            let mut part = vec![0.0; squares.len()];
            for row in self.a(&range).minus(&b, &z_transposed).iter() {
                for (sum, x) in part.iter_mut().zip(row) {
                    *sum += x * x;
                }
            }
            for (sum, x) in squares.iter_mut().zip(part) {
                *sum += x;
            }
            let y = b.minus_times(&of_q.root);
            let y = y.iter().zip(&self.ratios[range]);
            lengths.add(y.map(|(y, [ratio, _])| ratio * square(y)).sum());
        }
        let mut shape = Terms::default();
        shape.add(self.diagonal_term());
        shape.add(-lengths.total());
        shape.add(sum(squares[..columns].iter().copied()));
        shape.add(of_q.ln_determinant);
        shape.add(-self.in_p.capacitance.ln_determinant);
        (shape, squares[columns])
    }

    /// The terms of twice the divergence of the shapes, for a small difference.
    fn near(&self) -> Option<Terms> {
        let (d, of_q) = (self.ratios.len(), &self.in_q.capacitance);
        // The difference of the factors is known in units, so that its square does not underflow.
        let difference = difference(&self.p.factor, &self.q.factor);
        let largest = difference
            .iter()
            .fold(0.0, |most: f64, x| most.max(x.abs()));
        let unit = if largest == 0.0 {
            1.0
        } else {
            power_of_two_near_root(largest)
        };
        let difference = difference / unit;
        let theta = |range: &Range<usize>| {
            let columns = difference.ncols().max(1);
            Rows::scaled(&difference, range.clone(), &self.in_q.units, columns)
        };
        let [mut j, mut b_theta, mut b_b_own, mut b_theta_own] =
            [(); 4].map(|()| DMatrix::default());
        let mut lengths = CompensatedSum::default();
        for range in ranges(d) {
            let (b, theta) = (self.b(&range), theta(&range));
            let ratios = || self.ratios[range.clone()].iter();
            let y = b.minus_times(&of_q.root);
            y.add_product(&y.weighted(ratios().map(|[ratio, n]| -n / ratio)), &mut j);
            let y = y.iter().zip(ratios());
            lengths.add(y.map(|(y, [ratio, n])| n / ratio * n * square(y)).sum());
            // In the units of P.
            let own = b.weighted(ratios().map(|[ratio, _]| 1.0 / ratio));
            own.add_product(&b, &mut b_b_own);
            own.add_product(&theta, &mut b_theta_own);
            b.add_product(&theta, &mut b_theta);
        }
        let mut terms = Terms::default();
        // From R to Q: only the diagonal changes.
        terms.add(self.diagonal_term());
        terms.add(-lengths.total());
        terms.add(ExcessFactor::of(&j)?.change());
        if largest == 0.0 {
            return Some(terms);
        }

        let of_r = Capacitance::new(b_b_own, d)?;
        let z = &of_r.inverse * b_theta_own;
        let [z_transposed, z_in_q] = [z.clone(), &of_q.inverse * b_theta].map(|z| z.transpose());
        let mut of_theta = &z_transposed * &z;
        let (mut both, mut sizes) = (CompensatedSum::default(), 0.0);
        for range in ranges(d) {
            let (b, theta) = (self.b(&range), theta(&range));
            let ratios = || self.ratios[range.clone()].iter();
            let in_r = theta.minus(&b, &z_transposed);
            in_r.add_product(
                &in_r.weighted(ratios().map(|[ratio, _]| 1.0 / ratio)),
                &mut of_theta,
            );
            let in_q = theta.minus(&b, &z_in_q);
            let [b_in_q, b_in_r] = [of_q, &of_r].map(|c| b.minus_times(&c.inverse));
            let rows = in_r.iter().zip(in_q.iter());
            let rows = rows.zip(b_in_r.iter().zip(b_in_q.iter()));
            for (((tr, tq), (br, bq)), [ratio, n]) in rows.zip(ratios()) {
                let weight = n / ratio * unit;
                both.add(weight * (unit * dot(tr, tq) - dot(tr, bq) - dot(br, tq)));
                let [tr, tq, br, bq] = [tr, tq, br, bq].map(|x| square(x).sqrt());
                sizes += weight.abs() * (unit * tr * tq + tr * bq + br * tq);
            }
        }

        // From P to R: only the factor changes.
        let of_b = &of_r.inverse * &of_r.product;
        let [u, v] = root_of_products(&of_theta, &z, &of_b);
        let half = &u * v.transpose();
        let change = &u * u.transpose() * (unit * unit) + (&half + half.transpose()) * unit;
        let size = (unit * u.norm()) * (unit * u.norm() + 2.0 * v.norm());
        if change.norm() < LEFT_OF_CHANGE * size {
            return None;
        }
        terms.add(ExcessFactor::of(&change)?.change());
        // Both change.
        terms.add_sum(both.total(), sizes);
        Some(terms)
    }
}

/// A − B, where the one with fewer columns is continued with zeros.
fn difference(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let columns = a.ncols().max(b.ncols());
    let mut all = a.clone().resize_horizontally(columns, 0.0);
    for (mut column, b) in all.column_iter_mut().zip(b.column_iter()) {
        column -= b;
    }
    all
}

/// The columns U and V of a K^½, K = [U V]ᵀ[U V], from the blocks of K: those of the diagonal and
/// that below it. K may be singular.
fn root_of_products(
    first: &DMatrix<f64>,
    below: &DMatrix<f64>,
    last: &DMatrix<f64>,
) -> [DMatrix<f64>; 2] {
    let (w, all) = (first.ncols(), first.ncols() + last.ncols());
    let mut root = DMatrix::zeros(all, all);
    for j in 0..all {
        for i in 0..=j {
            let entry = match (i < w, j < w) {
                (true, true) => first[(i, j)],
                (true, false) => below[(j - w, i)],
                _ => last[(i - w, j - w)],
            };
            let known = root.view((0, i), (i, 1)).dot(&root.view((0, j), (i, 1)));
            let rest: f64 = entry - known;
            root[(i, j)] = if i < j {
                let pivot = root[(i, i)];
                if pivot == 0.0 { 0.0 } else { rest / pivot }
            } else if rest > SINGULAR * entry {
                rest.sqrt()
            } else {
                0.0
            };
        }
    }
    // As wide as each other.
    let wide = w.max(all - w);
    [root.columns(0, w), root.columns(w, all - w)]
        .map(|columns| columns.into_owned().resize_horizontally(wide, 0.0))
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

fn square(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}
