//! The matrix C between two covariances, whose factor gives the Rényi divergence.

use super::large::Columns;
use super::small::Doubles;
use crate::float::double::Double;
use crate::float::not_negative::not_negative;
use crate::float::sum::CompensatedSum;
use crate::normal::renyi::Order;
use nalgebra::DMatrix;

/// C = αI + βTTᵀ, row i of which is in a unit of its own, and what has been added up.
pub(super) struct Middle {
    pub(super) t: Vec<Double>,
    pub(super) z: Vec<Double>,
    pub(super) beta: Double,
    /// α + βtᵢᵢ².
    bases: Vec<Double>,
    total: CompensatedSum,
}

impl Middle {
    pub(super) fn new(t: Vec<Double>, z: Vec<Double>, beta: Double) -> Self {
        Middle {
            bases: Vec::with_capacity(z.len()),
            t,
            z,
            beta,
            total: CompensatedSum::default(),
        }
    }

    /// tᵢᵢ.
    pub(super) fn diagonal(&self, i: usize) -> Double {
        self.t[i * self.z.len() + i]
    }

    /// The next α + βtᵢᵢ², and the term of one dimension.
    pub(super) fn add(&mut self, base: Double, term: f64) {
        self.bases.push(base);
        self.total.add(term);
    }

    /// With what the rows add to each other, and the means. `None` if C is not positive
    /// definite. With `large` in plain doubles.
    pub(super) fn total(mut self, order: Order, large: bool) -> Option<f64> {
        let d = self.bases.len();
        let k = self.factor(large)?;
        for i in 0..d {
            let mut gain = Double::ZERO;
            for j in 0..i {
                let (t, k) = (self.t[i * d + j], k.get(i, j));
                gain = gain.minus_product(t.scaled(-1.0), self.beta * t);
                gain = gain.minus_product(k, k);
            }
            let gain = gain.settled().value / self.bases[i].value;
            // The gain has the sign of β, but for rounding. For infinite order β is infinite.
            if !order.is_infinite() {
                let term = 0.5 * (gain.max(-1.0).ln_1p() / order.beta);
                self.total.add(not_negative(term));
            }
        }
        k.solve(&mut self.z, 1);
        for x in self.z {
            self.total.add((0.5 * order.alpha * x.value) * x.value);
        }
        Some(self.total.total())
    }

    /// The factor K of C = KKᵀ.
    fn factor(&self, large: bool) -> Option<Doubles> {
        let (t, beta, bases) = (&self.t, self.beta, &self.bases);
        let d = bases.len();
        if large {
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
