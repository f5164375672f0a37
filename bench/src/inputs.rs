//! Inputs that are the same in every run.

use kl_core::nalgebra::DMatrix;

/// The sum, in as many parts as keep a processor from waiting for additions: about the time that
/// it takes to read them.
pub(crate) fn read(numbers: &[f64]) -> f64 {
    let mut sums = [0.0; 32];
    for block in numbers.chunks(32) {
        for (sum, x) in sums.iter_mut().zip(block) {
            *sum += x;
        }
    }
    sums.iter().sum()
}

/// Random numbers: `SplitMix64` of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between two numbers.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        let unit = (self.bits() >> 11) as f64 * (-53f64).exp2();
        low + (high - low) * unit
    }

    /// So many numbers between two.
    pub(crate) fn many(&mut self, n: usize, low: f64, high: f64) -> Vec<f64> {
        (0..n).map(|_| self.between(low, high)).collect()
    }

    /// So many numbers, nearly standard normal: sums of twelve uniform ones, less their mean.
    pub(crate) fn normals(&mut self, n: usize) -> Vec<f64> {
        let normal = |_| (0..12).map(|_| self.between(-0.5, 0.5)).sum();
        (0..n).map(normal).collect()
    }

    /// Probabilities whose sum is exactly 1, because they are multiples of 2⁻⁵²: so the
    /// divergence does not depend on what is made of the rounding of a sum.
    pub(crate) fn probabilities(&mut self, n: usize) -> Vec<f64> {
        let weights = self.many(n, 0.01, 1.0);
        let total: f64 = weights.iter().sum();
        let one = 52f64.exp2();
        let mut counts: Vec<f64> = weights.iter().map(|w| (w / total * one).floor()).collect();
        counts[0] += one - counts.iter().sum::<f64>();
        counts.iter().map(|count| count / one).collect()
    }

    /// Probabilities that differ from `p` by a millionth each, in pairs that keep the sum.
    pub(crate) fn near(&mut self, p: &[f64]) -> Vec<f64> {
        let one = 52f64.exp2();
        let mut q = p.to_vec();
        for pair in q.chunks_exact_mut(2) {
            let shift = (pair[0].min(pair[1]) * self.between(-1e-6, 1e-6) * one).round() / one;
            pair[0] += shift;
            pair[1] -= shift;
        }
        q
    }

    /// A covariance of moderate condition, exactly symmetric.
    pub(crate) fn covariance(&mut self, d: usize) -> DMatrix<f64> {
        let a = DMatrix::from_vec(d, d, self.many(d * d, -1.0, 1.0));
        let mut covariance = &a * a.transpose() / d as f64 + DMatrix::identity(d, d) * 0.5;
        covariance.fill_upper_triangle_with_lower_triangle();
        covariance
    }
}
