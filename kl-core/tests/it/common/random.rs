//! Random inputs.

use kl_core::Pmf;
use kl_core::nalgebra::DMatrix;

/// SplitMix64: small, deterministic, and good enough to make inputs.
///
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014, DOI 10.1145/2660193.2660195.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 (never) and 1 (never).
    pub(crate) fn unit(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) * 2f64.powi(-53)
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// 10 to a power between the two.
    pub(crate) fn power_of_ten(&mut self, low: f64, high: f64) -> f64 {
        10f64.powf(self.between(low, high))
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.bits() % n as u64) as usize
    }

    /// Weights of one of several characters: even, steep, sparse.
    pub(crate) fn weights(&mut self, n: usize) -> Vec<f64> {
        let steep = self.below(3);
        let mut w: Vec<f64> = (0..n)
            .map(|_| match steep {
                0 => self.unit(),
                1 => self.power_of_ten(-323.0, 0.0),
                _ if self.below(3) == 0 => 0.0,
                _ => self.unit(),
            })
            .collect();
        w[self.below(n)] = 1.0;
        w
    }

    /// x with a relative change of any size between 1e-17 and 1.
    pub(crate) fn near(&mut self, x: f64) -> f64 {
        let size = self.power_of_ten(-17.0, 0.0);
        x * (1.0 + size * self.between(-1.0, 1.0))
    }

    /// A standard normal number: Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Numbers between −1 and 1.
    pub(crate) fn vector(&mut self, d: usize) -> Vec<f64> {
        (0..d).map(|_| self.between(-1.0, 1.0)).collect()
    }

    /// A covariance AAᵀ + cI, as singular as `least` says.
    pub(crate) fn covariance(&mut self, d: usize, least: f64) -> DMatrix<f64> {
        let a = DMatrix::from_fn(d, d, |_, _| self.between(-1.0, 1.0));
        symmetric(&(&a * a.transpose() + DMatrix::identity(d, d) * least))
    }

    /// Every entry changed by up to the relative size, symmetrically.
    pub(crate) fn changed(&mut self, m: &DMatrix<f64>, size: f64) -> DMatrix<f64> {
        symmetric(&m.map(|x| x * (1.0 + size * self.between(-1.0, 1.0))))
    }

    /// Normal numbers with this mean and deviation.
    pub(crate) fn normals(&mut self, n: usize, mean: f64, deviation: f64) -> Vec<f64> {
        (0..n).map(|_| mean + deviation * self.normal()).collect()
    }

    /// Logits of one size, from small to large.
    pub(crate) fn logits(&mut self, n: usize) -> Vec<f64> {
        let size = self.power_of_ten(-3.0, 1.0);
        (0..n).map(|_| self.between(-size, size)).collect()
    }

    /// Two covariances, near each other in one of two rounds.
    pub(crate) fn pair(&mut self, d: usize, round: usize) -> (DMatrix<f64>, DMatrix<f64>) {
        let s = self.covariance(d, 0.5);
        let t = if round.is_multiple_of(2) {
            self.covariance(d, 0.5)
        } else {
            let size = self.power_of_ten(-14.0, -2.0);
            self.changed(&s, size)
        };
        (s, t)
    }
}

/// The lower triangle, mirrored.
pub(crate) fn symmetric(m: &DMatrix<f64>) -> DMatrix<f64> {
    DMatrix::from_fn(m.nrows(), m.ncols(), |i, j| m[(i.max(j), i.min(j))])
}

/// Logits up to this size.
pub(crate) fn logits_within(random: &mut Random, n: usize, size: f64) -> Vec<f64> {
    (0..n).map(|_| size * random.between(-1.0, 1.0)).collect()
}

/// Every entry with a relative change of its own, of any size.
pub(crate) fn near_each(random: &mut Random, v: &[f64]) -> Vec<f64> {
    v.iter().map(|&x| random.near(x)).collect()
}

/// Probabilities, for the entries of a table.
pub(crate) fn table(random: &mut Random, n: usize) -> Vec<f64> {
    let w = random.weights(n);
    Pmf::from_weights(w).map(Pmf::into_vec).unwrap_or_default()
}
