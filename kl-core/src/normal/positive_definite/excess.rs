//! E, for which I + E = Lq⁻¹Lp.

use super::large::Columns;
use super::sliced::Rows;
use super::small::{self, Doubles};
use super::squares::HalfSquares;
use super::{Difference, NEAR_EXCESS, PRECISE_UP_TO, PositiveDefinite};
use crate::float::double::Double;
use crate::float::sum::{CompensatedSum, sum};
use crate::terms::normal_scale::{normal_scale_term, scale_excess_term};

/// The lower triangular E, from whatever way it was computed.
///
/// Entries may be infinite, or NaN (∞ − ∞ in a triangular solve), where their squares are
/// beyond any double.
pub(super) enum Excess {
    /// I + E, and behind its whole tiles z = Lq⁻¹(μp − μq), if it was asked for.
    Sliced(Rows),
    /// E, row by row.
    Doubles(Vec<Double>),
    /// (I + E)ᵀ, and z in a last row, if it was asked for.
    Quotient(Columns),
    /// E.
    Difference(Columns),
}

impl Excess {
    /// With twice the digits: Lq⁻¹Lp less one, or where that is small, what the formula for small
    /// differences gives.
    pub(super) fn in_doubles(
        p: &PositiveDefinite,
        q: &PositiveDefinite,
        difference: &Difference<'_>,
    ) -> Self {
        let (lp, lq) = (p.doubles(), q.doubles());
        let d = q.dimension();
        let far = Doubles::far(lp.reach.max(lq.reach), d);
        let far_excess = || {
            let mut e = small::quotient((&p.scale, lp), (&q.scale, lq));
            for i in 0..d {
                let x = &mut e[i * d + i];
                *x = *x - Double::ONE;
            }
            Excess::Doubles(e)
        };
        // In many dimensions the reach is far too large, and says nothing.
        if far < NEAR_EXCESS || d > PRECISE_UP_TO {
            let quotient = far_excess();
            if quotient.is_above(far, d) {
                return quotient;
            }
        }
        small::near_excess(lq, difference).map_or_else(far_excess, Excess::Doubles)
    }

    /// eᵢⱼ for i ≥ j.
    pub(super) fn get(&self, d: usize, i: usize, j: usize) -> Double {
        let one = Double::from(if i == j { 1.0 } else { 0.0 });
        match self {
            Excess::Sliced(rows) => rows.get(i, j) - one,
            Excess::Doubles(e) => e[i * d + j],
            Excess::Quotient(t) => (t.get(j, i) - one.value).into(),
            Excess::Difference(e) => e.get(i, j).into(),
        }
    }

    /// eᵢᵢ to the nearest double.
    fn diagonal(&self, d: usize, i: usize) -> f64 {
        match self {
            Excess::Sliced(rows) => rows.diagonal_excess(i),
            _ => self.get(d, i, i).value,
        }
    }

    /// Whether ‖E‖ is above a limit, or NaN.
    pub(super) fn is_above(&self, limit: f64, d: usize) -> bool {
        if let Excess::Doubles(e) = self {
            // Nothing depends on the last digit of a norm.
            let rows = (0..d).flat_map(|i| &e[i * d..=i * d + i]);
            let square: f64 = rows.map(|x| x.value * x.value).sum();
            return square.is_nan() || square > limit * limit;
        }
        let mut squares = HalfSquares::default();
        for i in 0..d {
            squares.add(&[self.diagonal(d, i)]);
            self.add_below_diagonal(i, d, &mut squares);
            let square = 2.0 * squares.total();
            if square.is_nan() || square > limit * limit {
                return true;
            }
        }
        false
    }

    /// Adds the entries of a row, or of a column, that are below the diagonal.
    fn add_below_diagonal(&self, i: usize, d: usize, squares: &mut HalfSquares) {
        match self {
            Excess::Sliced(rows) => rows.add_squares(i, i, squares),
            Excess::Doubles(e) => {
                for x in &e[i * d..i * d + i] {
                    squares.add_number(x.value);
                }
            }
            Excess::Quotient(t) => squares.add(&t.column(i)[..i]),
            Excess::Difference(e) => squares.add(&e.column(i)[i + 1..]),
        }
    }

    /// ½[tr(Σq⁻¹Σp) − d − ln(det Σp/det Σq)] = Σᵢ (½(eᵢᵢ + 1)² − ½ − ln(1 + eᵢᵢ)) + ½Σ eᵢⱼ²
    /// over i > j, where every term is ≥ 0.
    pub(super) fn shape_term(&self, p: &PositiveDefinite, q: &PositiveDefinite) -> f64 {
        let d = q.dimension();
        let (mut diagonal, mut below) = (CompensatedSum::default(), HalfSquares::default());
        for i in 0..d {
            let e = self.diagonal(d, i);
            // The interval of log1pmx. Outside, 1 + e may over- or underflow.
            diagonal.add(if (-0.6..=1.5).contains(&e) {
                scale_excess_term(e)
            } else {
                normal_scale_term(p.pivot(i), q.pivot(i))
            });
            self.add_below_diagonal(i, d, &mut below);
        }
        diagonal.add(below.total());
        diagonal.total()
    }

    /// ½‖z‖², if it was asked for.
    pub(super) fn location_term(&self, d: usize) -> Option<f64> {
        match self {
            Excess::Sliced(rows) => rows.half_square_behind(d),
            Excess::Quotient(t) => (t.rows() > d).then(|| {
                let z = (0..d).map(|i| t.get(t.rows() - 1, i));
                sum(z.map(|z| (0.5 * z) * z))
            }),
            Excess::Doubles(_) | Excess::Difference(_) => None,
        }
    }
}
