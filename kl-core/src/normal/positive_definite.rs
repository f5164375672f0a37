//! Symmetric positive definite matrices, and the comparison of one with another.

mod excess;
mod graded;
mod large;
mod middle;
mod mixture;
mod product;
mod sliced;
mod small;
mod squares;
#[cfg(test)]
mod tests;
pub(crate) mod tile;

use crate::Error;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::normal::matrix_name::MatrixName;
use excess::Excess;
use large::Columns;
pub(crate) use large::ExcessFactor;
use nalgebra::{DMatrix, DVector};
use sliced::Sliced;
use small::Doubles;
use std::sync::OnceLock;

/// A symmetric positive definite matrix Σ with its lower Cholesky factor L.
#[derive(Clone, Debug)]
pub(crate) struct PositiveDefinite {
    entries: Entries,
    /// A power of two near the root of each diagonal entry. In these units the diagonal entries
    /// are between 1 and 4, and nothing over- or underflows unless the answer does.
    scale: Vec<f64>,
    parts: Parts,
    /// L in units of its own, when somebody has asked for it.
    factor: OnceLock<Box<DMatrix<f64>>>,
}

/// What is known of Σ itself.
#[derive(Clone, Debug)]
enum Entries {
    /// As it was given, or each entry to the nearest double.
    Given(DMatrix<f64>),
    /// Σ is LLᵀ, of which the nearest doubles are here when somebody has asked for them.
    Product(OnceLock<Box<DMatrix<f64>>>),
}

/// L in the units of the scale.
#[derive(Clone, Debug)]
enum Parts {
    /// Up to the dimension [`PRECISE_UP_TO`], if Σ is well-conditioned; and the same as below,
    /// when somebody has asked for it.
    Sliced(Sliced, OnceLock<Box<Doubles>>),
    /// With twice the digits: up to that dimension, and of every Σ that is nearly singular.
    Doubles(Doubles),
    /// All others; and with twice the digits, when it has been compared with one that is nearly
    /// singular.
    Large(Columns, OnceLock<Box<Doubles>>),
}

/// An entry of the difference of two matrices, in units of the second.
pub(crate) type Difference<'a> = dyn Fn(usize, usize) -> Double + 'a;

/// The means of P and Q.
pub(crate) type Means<'a> = [&'a DVector<f64>; 2];

/// The means of P and Q, if they are compared too.
type Shift<'a> = Option<Means<'a>>;

/// The largest dimension in which the factorisation and the triangular solves always carry more
/// digits than a double, so that the condition number of Σ does not show in a result. Beyond, they
/// do so where it would.
pub(crate) const PRECISE_UP_TO: usize = 20;

/// The dimension from which on slices are worth their trouble.
const SLICED_FROM: usize = 7;

/// The largest Frobenius norm of M for which the difference is taken first.
///
/// Below ½ the eigenvalues of I + M are between ½ and 3/2, so its factorisation
/// cannot fail and loses nothing. Above, D is at least 0.04, and the rounding of
/// L is small beside it.
const NEAR: f64 = 0.5;

/// The largest ‖Lq⁻¹Lp − I‖ for which large matrices are compared by their difference. It
/// makes ‖M‖ at most [`NEAR`].
const NEAR_EXCESS: f64 = 0.22;

impl PositiveDefinite {
    pub(crate) fn new(name: &MatrixName, matrix: DMatrix<f64>) -> Result<Self, Error> {
        name.check(&matrix)?;
        let d = matrix.nrows();
        let mut scale = Vec::with_capacity(d);
        for i in 0..d {
            let value = matrix[(i, i)];
            if value <= 0.0 {
                // Only the diagonal has been looked at, but a positive definite
                // matrix has no such entry, whatever the rest.
                return Err(name.indefinite((i, value)));
            }
            scale.push(power_of_two_near_root(value));
        }
        Self::factored(name, matrix, scale, |matrix, units, i, j| {
            (matrix[(i, j)] * units[i] * units[j]).into()
        })
    }

    /// The matrix with the entries `entry(i, j)`·sᵢsⱼ for i ≥ j, given with twice the digits.
    /// The units s are powers of two that bring its diagonal near 1.
    ///
    /// Up to the dimension [`PRECISE_UP_TO`] the factor is computed from all these digits.
    pub(crate) fn of_precise(
        name: &MatrixName,
        scale: Vec<f64>,
        entry: impl Fn(usize, usize) -> Double,
    ) -> Result<Self, Error> {
        let d = scale.len();
        let mut matrix = DMatrix::zeros(d, d);
        for i in 0..d {
            for j in 0..=i {
                let value = entry(i, j).value * scale[i] * scale[j];
                matrix[(i, j)] = value;
                matrix[(j, i)] = value;
            }
        }
        name.check(&matrix)?;
        Self::factored(name, matrix, scale, |_, _, i, j| entry(i, j))
    }

    /// `entry` gives the lower triangle in the units of the scale, from the matrix and what one
    /// over these units is.
    fn factored(
        name: &MatrixName,
        matrix: DMatrix<f64>,
        scale: Vec<f64>,
        entry: impl Fn(&DMatrix<f64>, &[f64], usize, usize) -> Double,
    ) -> Result<Self, Error> {
        let d = scale.len();
        let mut units = PerVariable::zeros(d);
        let units = units.as_mut_slice();
        for (unit, s) in units.iter_mut().zip(&scale) {
            *unit = 1.0 / s;
        }
        let entry = |i, j| entry(&matrix, units, i, j);
        let sliced = if (SLICED_FROM..=PRECISE_UP_TO).contains(&d) {
            Sliced::new(d, entry)
        } else {
            None
        };
        let parts = match sliced {
            Some(l) => Parts::Sliced(l, OnceLock::new()),
            None => Parts::plain_or_doubles(
                d,
                || large::factor(&matrix, &scale),
                || Doubles::new(d, entry),
            )
            .map_err(|(i, value)| name.indefinite(bad_pivot(i, value, scale[i])))?,
        };
        Ok(PositiveDefinite {
            parts,
            entries: Entries::Given(matrix),
            scale,
            factor: OnceLock::new(),
        })
    }

    pub(crate) fn dimension(&self) -> usize {
        self.scale.len()
    }

    pub(crate) fn matrix(&self) -> &DMatrix<f64> {
        match &self.entries {
            Entries::Given(matrix) => matrix,
            Entries::Product(known) => known.get_or_init(|| Box::new(self.product())),
        }
    }

    pub(crate) fn factor(&self) -> &DMatrix<f64> {
        self.factor.get_or_init(|| {
            let d = self.dimension();
            let entry = |i, j| {
                if i >= j {
                    self.entry_of_factor(i, j)
                } else {
                    0.0
                }
            };
            Box::new(DMatrix::from_fn(d, d, entry))
        })
    }

    /// An entry of the diagonal of L.
    pub(crate) fn pivot(&self, i: usize) -> f64 {
        self.entry_of_factor(i, i)
    }

    /// lᵢⱼ, for i ≥ j.
    fn entry_of_factor(&self, i: usize, j: usize) -> f64 {
        let entry = match &self.parts {
            Parts::Sliced(l, _) => l.get(i, j).value,
            Parts::Doubles(l) => l.get(i, j).value,
            Parts::Large(l, _) => l.get(i, j),
        };
        entry * self.scale[i]
    }

    /// lᵢⱼ over a power of two, for i ≥ j, with all digits that are known.
    pub(crate) fn precise_entry_of_factor(&self, i: usize, j: usize, unit: f64) -> Double {
        let entry = match &self.parts {
            Parts::Sliced(l, _) => l.get(i, j),
            Parts::Doubles(l) => l.get(i, j),
            Parts::Large(l, _) => l.get(i, j).into(),
        };
        entry.scaled(self.scale[i]).unscaled(unit)
    }

    /// L in units, with twice the digits.
    fn doubles(&self) -> &Doubles {
        match &self.parts {
            Parts::Sliced(l, doubles) => doubles.get_or_init(|| Box::new(l.doubles())),
            Parts::Doubles(l) => l,
            Parts::Large(l, doubles) => doubles.get_or_init(|| Box::new(self.doubles_of(l))),
        }
    }

    /// L with twice the digits, from what is known of Σ.
    fn doubles_of(&self, l: &Columns) -> Doubles {
        let d = self.dimension();
        let as_known = |i, j| Double::from(l.get(i, j));
        match &self.entries {
            Entries::Given(matrix) => {
                let entry = |i, j| self.in_units(matrix[(i, j)], i, j).into();
                Doubles::new(d, entry).unwrap_or_else(|_| Doubles::of_factor(d, as_known))
            }
            Entries::Product(_) => Doubles::of_known_factor(d, as_known),
        }
    }

    /// Whether L is in plain doubles.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.parts, Parts::Large(..))
    }
}

impl Parts {
    fn large(l: Columns) -> Self {
        Parts::Large(l, OnceLock::new())
    }

    /// In plain doubles beyond the dimension [`PRECISE_UP_TO`], unless digits would be lost; with
    /// twice the digits otherwise.
    fn plain_or_doubles<E>(
        d: usize,
        plain: impl FnOnce() -> Option<Columns>,
        doubles: impl FnOnce() -> Result<Doubles, E>,
    ) -> Result<Self, E> {
        let plain = if d > PRECISE_UP_TO { plain() } else { None };
        match plain {
            Some(l) => Ok(Parts::large(l)),
            None => doubles().map(Parts::Doubles),
        }
    }
}

/// A number for each variable; the few of a small matrix in no memory of their own.
struct PerVariable {
    few: [f64; PRECISE_UP_TO],
    /// Empty, if they are few.
    many: Vec<f64>,
    d: usize,
}

impl PerVariable {
    fn zeros(d: usize) -> Self {
        let many = if d <= PRECISE_UP_TO { 0 } else { d };
        PerVariable {
            few: [0.0; PRECISE_UP_TO],
            many: vec![0.0; many],
            d,
        }
    }

    fn as_mut_slice(&mut self) -> &mut [f64] {
        if self.many.is_empty() {
            &mut self.few[..self.d]
        } else {
            &mut self.many
        }
    }
}

impl PositiveDefinite {
    /// ½[tr(Σq⁻¹Σp) − d − ln(det Σp/det Σq) + ‖Lq⁻¹(μp − μq)‖²], where Q is `self`.
    ///
    /// `difference(i, j)` is (Σp − Σq)ᵢⱼ in the units of Q, which may be known better than from
    /// the entries.
    pub(crate) fn divergence(
        &self,
        p: &PositiveDefinite,
        means: Means<'_>,
        difference: &Difference<'_>,
    ) -> f64 {
        let excess = self.excess(p, Some(means), difference);
        let shape = excess.shape_term(p, self);
        let known = excess.location_term(self.dimension());
        let location = known.unwrap_or_else(|| {
            let z = self.scores(means.map(DVector::as_slice));
            sum(z.iter().map(|z| (0.5 * z.value) * z.value))
        });
        let total = shape + location;
        // A NaN can only be ∞ − ∞ in a triangular solve, after the square of some entry
        // overflowed. That square is part of the result.
        if total.is_nan() { f64::INFINITY } else { total }
    }

    /// The lower triangular E with I + E = Lq⁻¹Lp, as accurate for P near Q as for
    /// P far from Q, where Q is `self`.
    ///
    /// Far: it is computed in this way. Near: I + E is nearly the identity, and the rounding
    /// errors of Lp and Lq would be all that is left of the difference. So the difference is
    /// taken first: M = Lq⁻¹(Σp − Σq)Lq⁻ᵀ, and I + M = (I + E)(I + E)ᵀ is solved for E itself.
    ///
    /// Whether it is near, the solve says. With slices that is at a far smaller distance than
    /// with doubles.
    fn excess(
        &self,
        p: &PositiveDefinite,
        shift: Shift<'_>,
        difference: &Difference<'_>,
    ) -> Excess {
        let d = self.dimension();
        if let Some(excess) = self.excess_of_products(p) {
            return excess;
        }
        match (&self.parts, &p.parts) {
            (Parts::Large(lq, _), Parts::Large(lp, _)) => {
                let quotient = large::quotient((&p.scale, lp), (&self.scale, lq), shift);
                let quotient = Excess::Quotient(quotient);
                if quotient.is_above(NEAR_EXCESS, d) {
                    return quotient;
                }
                let near = large::near_excess(lq, difference);
                near.map_or(quotient, Excess::Difference)
            }
            (Parts::Sliced(lq, _), Parts::Sliced(lp, _)) => {
                let limit = Sliced::ERROR * lp.reach.max(lq.reach).powi(2);
                sliced::quotient((p, lp), (self, lq), shift)
                    .map(Excess::Sliced)
                    .filter(|e| e.is_above(limit, d))
                    .unwrap_or_else(|| Excess::in_doubles(p, self, difference))
            }
            _ => Excess::in_doubles(p, self, difference),
        }
    }

    /// E as a matrix.
    pub(crate) fn excess_of(&self, p: &PositiveDefinite) -> DMatrix<f64> {
        let d = self.dimension();
        let difference = |i, j| self.difference_to(p, i, j);
        let excess = match &self.parts {
            // Slices have no room for entries of very different sizes.
            Parts::Sliced(..) if graded::differ(p, self) => {
                Excess::in_doubles(p, self, &difference)
            }
            _ => self.excess(p, None, &difference),
        };
        DMatrix::from_fn(d, d, |i, j| {
            if i >= j {
                excess.get(d, i, j).value
            } else {
                0.0
            }
        })
    }

    /// (Σp − Σq)ᵢⱼ in the units of Q, which is `self`, from the entries.
    pub(crate) fn difference_to(&self, p: &PositiveDefinite, i: usize, j: usize) -> Double {
        match (&p.entries, &self.entries) {
            (Entries::Given(of_p), Entries::Given(of_q)) => Double::exact_sum(
                self.in_units(of_p[(i, j)], i, j),
                -self.in_units(of_q[(i, j)], i, j),
            ),
            _ => p.entry_in_units_of(self, i, j) - self.entry_in_units_of(self, i, j),
        }
    }

    /// L⁻¹(a − b): in units of standard deviations, and uncorrelated.
    pub(crate) fn whitened_difference(&self, a: &DVector<f64>, b: &DVector<f64>) -> DVector<f64> {
        let z = self.scores([a.as_slice(), b.as_slice()]);
        DVector::from_iterator(z.len(), z.iter().map(|z| z.value))
    }

    /// L⁻ᵀB.
    pub(crate) fn solve_transposed(&self, b: &DMatrix<f64>) -> DMatrix<f64> {
        match &self.parts {
            Parts::Large(l, _) => large::solve_transposed((self, l), b),
            Parts::Sliced(..) | Parts::Doubles(_) => small::solve_transposed(self, b),
        }
    }

    /// a/(sᵢsⱼ), by two divisions, because the product may be subnormal.
    pub(crate) fn in_units(&self, a: f64, i: usize, j: usize) -> f64 {
        a / self.scale[i] / self.scale[j]
    }

    /// The unit of variable i, sᵢ.
    pub(crate) fn unit(&self, i: usize) -> f64 {
        self.scale[i]
    }
}

/// The same matrix, as it was given.
impl PartialEq for PositiveDefinite {
    fn eq(&self, other: &Self) -> bool {
        // The factor follows; what may be known of it beyond the entries, only from the factor.
        match (&self.entries, &other.entries) {
            (Entries::Given(a), Entries::Given(b)) => {
                a == b && (self.is_plain() || self.doubles() == other.doubles())
            }
            (Entries::Product(_), Entries::Product(_)) => self.same_factor(other),
            _ => false,
        }
    }
}

/// The number of a pivot that is not positive, and its value.
type Pivot = (usize, f64);

/// A pivot that is not positive, from its `value` in the units of the scale.
fn bad_pivot(pivot: usize, value: f64, scale: f64) -> Pivot {
    // NaN is ∞ − ∞ or 0·∞: some entry off the diagonal is so large beside its
    // variances that the pivot is below any double.
    let value = if value.is_nan() {
        f64::NEG_INFINITY
    } else {
        value * scale * scale
    };
    (pivot, value)
}

/// The largest power of two that is at most √v, but at most 2⁵¹¹, for v > 0.
pub(crate) fn power_of_two_near_root(v: f64) -> f64 {
    const UP: i32 = 54;
    let exponent = |x: f64| (x.to_bits() >> 52) as i32 - 1023;
    let e = if v < f64::MIN_POSITIVE {
        exponent(v * power_of_two(UP)) - UP
    } else {
        exponent(v)
    };
    power_of_two(e.div_euclid(2))
}
