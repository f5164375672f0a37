//! The parameters of a fit, and the derivatives of a mixture's density by them.

use crate::float::sum::ln_sum_exp;
use crate::normal::univariate::{ln_weighted_density, mean_and_std_dev};
use crate::{NormalMixture, Pmf};
use nalgebra::{DMatrix, DVector};
use statrs::distribution::Normal;

/// One component.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Component {
    pub(crate) ln_weight: f64,
    pub(crate) mean: f64,
    pub(crate) sigma: f64,
}

/// A mixture of k components, and its 3k − 1 coordinates.
///
/// The coordinates of a neighbour are the steps (μ′ₖ − μₖ)/σₖ, then ln(σ′ₖ/σₖ), then the
/// changes of the logits ln(wₖ/w_last). They do not depend on the unit of x.
#[derive(Clone, Debug)]
pub(crate) struct Parameters(pub(crate) Vec<Component>);

impl Parameters {
    pub(crate) fn of(mixture: &NormalMixture<Normal>) -> Self {
        let weights = mixture.weights().as_slice().iter();
        let components = weights.zip(mixture.components());
        Parameters(
            components
                .map(|(&weight, normal)| Component {
                    ln_weight: weight.ln(),
                    ..Component::of(normal)
                })
                .collect(),
        )
    }

    pub(crate) fn dimension(&self) -> usize {
        (3 * self.0.len()).saturating_sub(1)
    }

    pub(crate) fn ln_pdf(&self, x: f64) -> f64 {
        ln_sum_exp(self.0.iter().map(|c| (1.0, c.ln_density(x))))
    }

    /// The mixture, its components in the order of their means; `None` unless its
    /// parameters are usable.
    pub(crate) fn mixture(&self) -> Option<NormalMixture<Normal>> {
        let mut components = self.0.clone();
        components.sort_by(|a, b| a.mean.total_cmp(&b.mean));
        let weights: Vec<f64> = components.iter().map(|c| c.ln_weight.exp()).collect();
        let normals = components.iter().map(Component::normal);
        let normals: Option<Vec<Normal>> = normals.collect();
        NormalMixture::new(Pmf::from_weights(weights).ok()?, normals?).ok()
    }

    /// The neighbour at these coordinates; `None` if it is not usable.
    pub(crate) fn moved(&self, step: &DVector<f64>) -> Option<Self> {
        let k = self.0.len();
        let mut to = self.0.clone();
        for (i, c) in to.iter_mut().enumerate() {
            c.mean += c.sigma * step[i];
            c.sigma *= step[k + i].exp();
            if i + 1 < k {
                c.ln_weight += step[2 * k + i];
            }
            if !(c.mean.is_finite() && (f64::MIN_POSITIVE..=f64::MAX).contains(&c.sigma)) {
                return None;
            }
        }
        let total = ln_sum_exp(to.iter().map(|c| (1.0, c.ln_weight)));
        for c in &mut to {
            c.ln_weight -= total;
        }
        Some(Parameters(to))
    }

    /// ln q(x), its derivatives s by the coordinates, and the shares rₖ of the components
    /// in the density at x.
    pub(crate) fn at(&self, x: f64, shares: &mut Vec<f64>, s: &mut [f64]) -> f64 {
        let k = self.0.len();
        shares.clear();
        shares.extend(self.0.iter().map(|c| c.ln_density(x)));
        let ln_q = ln_sum_exp(shares.iter().map(|&x| (1.0, x)));
        for (i, (c, share)) in self.0.iter().zip(shares.iter_mut()).enumerate() {
            *share = (*share - ln_q).exp();
            let z = (x - c.mean) / c.sigma;
            s[i] = *share * z;
            s[k + i] = *share * (z * z - 1.0);
            if i + 1 < k {
                s[2 * k + i] = *share - c.ln_weight.exp();
            }
        }
        ln_q
    }

    /// d = ∂ ln(wᵢ Nᵢ(x)) by the coordinates, with z = (x − μᵢ)/σᵢ.
    pub(crate) fn component_gradient(&self, i: usize, z: f64, d: &mut [f64]) {
        let k = self.0.len();
        d.fill(0.0);
        d[i] = z;
        d[k + i] = z * z - 1.0;
        for (j, c) in self.0.iter().enumerate().take(k.saturating_sub(1)) {
            d[2 * k + j] = f64::from(u8::from(i == j)) - c.ln_weight.exp();
        }
    }

    /// Adds a times ∂²(wᵢ Nᵢ)/(wᵢ Nᵢ), which is ∂² ln(wᵢ Nᵢ) + d dᵀ with the same d, to
    /// the lower triangle of h, but for the logits' part of ∂² ln(wᵢ Nᵢ): see
    /// [`add_logits`](Self::add_logits).
    pub(crate) fn add_component_hessian(
        &self,
        i: usize,
        z: f64,
        a: f64,
        d: &[f64],
        h: &mut Triangle,
    ) {
        let k = self.0.len();
        h.add_square(a, d);
        h.add(i, i, -a);
        h.add(k + i, i, -2.0 * a * z);
        h.add(k + i, k + i, -2.0 * a * z * z);
    }

    /// Adds a times ∂² ln wᵢ, which is the same for every i, to the lower triangle.
    pub(crate) fn add_logits(&self, a: f64, h: &mut Triangle) {
        let k = self.0.len();
        let weight = |j: usize| self.0[j].ln_weight.exp();
        for row in 0..k.saturating_sub(1) {
            for column in 0..=row {
                h.add(
                    2 * k + row,
                    2 * k + column,
                    a * weight(row) * weight(column),
                );
            }
            h.add(2 * k + row, 2 * k + row, -a * weight(row));
        }
    }

    /// The largest difference of a coordinate between this mixture and another, whose
    /// components are in the same order.
    pub(crate) fn distance(&self, other: &Self) -> f64 {
        let pairs = self.0.iter().zip(&other.0);
        pairs
            .flat_map(|(a, b)| {
                let weights = a.ln_weight.exp() - b.ln_weight.exp();
                let scale = a.sigma.min(b.sigma);
                [(a.mean - b.mean) / scale, (a.sigma / b.sigma).ln(), weights]
            })
            .fold(0.0, |most, x| f64::max(most, x.abs()))
    }

    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| a.mean.total_cmp(&b.mean));
        self
    }
}

/// The lower triangle of a symmetric matrix, row by row.
///
/// Stored for loops over slices, because this is where the time goes.
pub(crate) struct Triangle(Vec<f64>);

impl Triangle {
    pub(crate) fn zeros(n: usize) -> Self {
        Triangle(vec![0.0; n * (n + 1) / 2])
    }

    fn add(&mut self, row: usize, column: usize, x: f64) {
        self.0[row * (row + 1) / 2 + column] += x;
    }

    /// Adds a·v vᵀ.
    pub(crate) fn add_square(&mut self, a: f64, v: &[f64]) {
        let mut i = 0;
        for (row, x) in v.iter().enumerate() {
            let ax = a * x;
            for y in &v[..=row] {
                self.0[i] += ax * y;
                i += 1;
            }
        }
    }

    pub(crate) fn matrix(&self, n: usize) -> DMatrix<f64> {
        DMatrix::from_fn(n, n, |i, j| {
            let (row, column) = (i.max(j), i.min(j));
            self.0[row * (row + 1) / 2 + column]
        })
    }
}

impl Component {
    pub(crate) fn of(normal: &Normal) -> Self {
        let (mean, sigma) = mean_and_std_dev(normal);
        Component {
            ln_weight: 0.0,
            mean,
            sigma,
        }
    }

    pub(crate) fn normal(&self) -> Option<Normal> {
        Normal::new(self.mean, self.sigma).ok()
    }

    /// ln(w N(x))
    fn ln_density(&self, x: f64) -> f64 {
        ln_weighted_density(self.ln_weight, self.mean, self.sigma, x)
    }
}
