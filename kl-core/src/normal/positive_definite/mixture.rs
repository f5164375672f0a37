//! The covariance αΣq + (1 − α)Σp between two others, and the Rényi divergence.

use super::middle::Middle;
use super::{PositiveDefinite, graded};
use crate::float::double::Double;
use crate::normal::renyi::{Order, normal_scale_renyi_term};
use crate::terms::ratio::ln_ratio;
use nalgebra::DVector;

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
    /// Where P and Q scale their variables differently, another order of the variables is taken:
    /// see [`graded`].
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
        if order.beta > 0.0
            && graded::differ(p, self)
            && let Some(value) = graded::renyi(p, self, [a, b], order)
        {
            return value;
        }
        let d = self.dimension();
        let difference = |i, j| self.difference_to(p, i, j);
        let excess = self.excess(p, None, &difference);
        let mut t = vec![Double::ZERO; d * d];
        for i in 0..d {
            for j in 0..=i {
                t[i * d + j] = excess.get(d, i, j);
            }
        }
        let z = self.scores([a.as_slice(), b.as_slice()]);
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
        let mut middle = Middle::new(t, z, Double::from(order.beta));
        for (i, alike) in alike.into_iter().enumerate() {
            let row = &mut middle.t[i * d..=i * d + i];
            let e = row[i];
            row[i] = e + Double::ONE;
            // Row i of K in a unit in which it does not overflow.
            let largest = row.iter().fold(1.0, |m, x| x.value.abs().max(m));
            if !largest.is_finite() {
                return f64::NAN;
            }
            let unit = 1.0 / power_of_two_below(largest);
            row.iter_mut().for_each(|x| *x = x.scaled(unit));
            middle.z[i] = middle.z[i].scaled(unit);
            // α + βt² = 1 + βe(2 + e); without the 1 in the limit of infinite order.
            let one = Double::from(unit * order.one).scaled(unit);
            let e = e.scaled(unit);
            let square = e * (e + Double::from(unit).scaled(2.0));
            let base = if alike {
                Double::ONE
            } else {
                one + middle.beta * square
            };
            let ln_t = if (-0.6..=1.5).contains(&(e.value / unit)) {
                (e.value / unit).ln_1p()
            } else {
                ln_ratio(p.pivot(i), self.pivot(i))
            };
            let [unscaled, excess] = [base, square].map(|x| x.value / unit / unit);
            middle.add(base, normal_scale_renyi_term(order, ln_t, excess, unscaled));
        }
        let large = self.is_plain() && p.is_plain();
        middle.total(order, large).unwrap_or(f64::INFINITY)
    }
}

/// The largest power of two that is at most x ≥ 1.
fn power_of_two_below(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & (0x7ff << 52))
}
