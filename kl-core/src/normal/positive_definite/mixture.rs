//! The covariance αΣq + (1 − α)Σp between two others, and the Rényi divergence.

use super::large::Columns;
use super::small::Doubles;
use super::{Parts, PositiveDefinite, large, small};
use crate::float::double::Double;
use crate::float::not_negative::not_negative;
use crate::float::sum::CompensatedSum;
use crate::normal::renyi::{Order, normal_scale_renyi_term};
use crate::terms::ratio::ln_ratio;
use nalgebra::{DMatrix, DVector};

impl PositiveDefinite {
    /// The Rényi divergence of the normal distribution with the covariance `p` and the
    /// mean a from that with the covariance Q, `self`, and the mean b.
    ///
    /// With the triangular T = Lq⁻¹Lp, C = αI + βTTᵀ = KKᵀ, β = 1 − α and z = Lq⁻¹(a − b) it is
    ///
    /// 1/(2β) Σᵢ (ln kᵢᵢ² − 2β ln tᵢᵢ) + ½α ‖K⁻¹z‖².
    ///
    /// The square kᵢᵢ² is α + βtᵢᵢ² + gᵢ, where gᵢ = Σⱼ (βtᵢⱼ² − kᵢⱼ²) over j < i. Without gᵢ a
    /// term is that of one dimension, which is ≥ 0. And gᵢ has the sign of β, because the
    /// pivots of a sum are no less than the sums of the pivots. Below order ½, where gᵢ would
    /// be a small difference, P and Q are exchanged.
    ///
    /// NaN where an entry of T is beyond any double; infinite where C is not positive
    /// definite.
    pub(crate) fn renyi(
        &self,
        p: &PositiveDefinite,
        a: &DVector<f64>,
        b: &DVector<f64>,
        order: Order,
    ) -> f64 {
        let d = self.dimension();
        let difference = |i, j| self.difference_to(p, i, j);
        let excess = self.excess(p, None, &difference);
        let mut t = vec![Double::ZERO; d * d];
        for i in 0..d {
            for j in 0..=i {
                t[i * d + j] = excess.get(d, i, j);
            }
        }
        let mut z = match &self.parts {
            Parts::Large(l) => {
                let z = large::whitened_difference((self, l), [a, b]);
                z.iter().copied().map(Double::from).collect()
            }
            _ => small::whitened_difference(self, a, b),
        };
        // In the limit of infinite order variables that are alike in P and Q, and
        // independent of all others, make C singular, but add nothing.
        let alike: Vec<bool> = (0..d)
            .map(|i| {
                let zero = |x: &Double| x.value == 0.0;
                order.is_infinite()
                    && zero(&z[i])
                    && (0..d).all(|j| zero(&t[i * d + j]) && zero(&t[j * d + i]))
            })
            .collect();
        let (alpha, beta) = (order.alpha, Double::from(order.beta));
        let mut total = CompensatedSum::default();
        let mut bases = Vec::with_capacity(d);
        for i in 0..d {
            let row = &mut t[i * d..=i * d + i];
            let e = row[i];
            row[i] = e + Double::ONE;
            // Row i of K in a unit in which it does not overflow.
            let largest = row.iter().fold(1.0, |m, x| x.value.abs().max(m));
            if !largest.is_finite() {
                return f64::NAN;
            }
            let unit = 1.0 / power_of_two_below(largest);
            row.iter_mut().for_each(|x| *x = x.scaled(unit));
            z[i] = z[i].scaled(unit);
            // α + βt² = 1 + βe(2 + e); without the 1 in the limit of infinite order.
            let one = Double::from(unit * order.one).scaled(unit);
            let e = e.scaled(unit);
            let square = e * (e + Double::from(unit).scaled(2.0));
            bases.push(if alike[i] {
                Double::ONE
            } else {
                one + beta * square
            });
            let ln_t = if (-0.6..=1.5).contains(&(e.value / unit)) {
                (e.value / unit).ln_1p()
            } else {
                ln_ratio(p.pivot(i), self.pivot(i))
            };
            let [base, excess] = [bases[i], square].map(|x| x.value / unit / unit);
            total.add(normal_scale_renyi_term(order, ln_t, excess, base));
        }
        let Some(k) = self.factor_between(&t, &bases, beta) else {
            return f64::INFINITY;
        };
        for i in 0..d {
            let mut gain = Double::ZERO;
            for j in 0..i {
                let (t, k) = (t[i * d + j], k.get(i, j));
                gain = gain.minus_product(t.scaled(-1.0), beta * t);
                gain = gain.minus_product(k, k);
            }
            let gain = gain.settled().value / bases[i].value;
            // The gain has the sign of β, but for rounding. For infinite order β is infinite.
            if !order.is_infinite() {
                total.add(not_negative(0.5 * (gain.max(-1.0).ln_1p() / order.beta)));
            }
        }
        k.solve(&mut z, 1);
        for x in z {
            total.add((0.5 * alpha * x.value) * x.value);
        }
        total.total()
    }

    /// The factor K of C = KKᵀ, where `bases` are part of the diagonal of C.
    fn factor_between(&self, t: &[Double], bases: &[Double], beta: Double) -> Option<Doubles> {
        let d = bases.len();
        if let Parts::Large(_) = self.parts {
            let t = DMatrix::from_fn(d, d, |i, j| if j > i { 0.0 } else { t[i * d + j].value });
            let c = &t * t.transpose() * beta.value;
            let mut k = Columns::new(d, d);
            for j in 0..d {
                k.column_mut(j).copy_from_slice(c.column(j).as_slice());
                let others: f64 = (0..j).map(|k| t[(j, k)] * t[(j, k)]).sum();
                k.column_mut(j)[j] = bases[j].value + beta.value * others;
            }
            k.factor().ok()?;
            return Some(Doubles::of_factor(d, |i, j| k.get(i, j).into()));
        }
        let entry = |i: usize, j: usize| {
            // The products of diagonal entries are in the bases.
            let columns = if i == j { j } else { j + 1 };
            let product = (0..columns).fold(Double::ZERO, |s, k| {
                s.minus_product(t[i * d + k].scaled(-1.0), t[j * d + k])
            });
            let entry = beta * product.settled();
            if i == j { entry + bases[i] } else { entry }
        };
        Doubles::new(d, entry).ok()
    }
}

/// The largest power of two that is at most x ≥ 1.
fn power_of_two_below(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & (0x7ff << 52))
}
