//! Random numbers that are the same in each run and on each machine.

/// A small random generator: SplitMix64, by which Java splits its own.
///
/// It is so simple that another language repeats it exactly; not for secrets.
///
/// Reference: Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
///
/// ```
/// let mut draws = claims::Draws::new(1);
/// let u = draws.uniform();
/// assert!((0.0..1.0).contains(&u));
/// assert_eq!(claims::Draws::new(1).uniform(), u);
/// ```
#[derive(Clone, Debug)]
pub struct Draws {
    state: u64,
}

impl Draws {
    /// The numbers that begin with this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to 1, without 1: a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (-53_f64).exp2()
    }

    /// A draw from N(0, 1), by the first half of Box's and Muller's method: for uniform u and v
    /// the number √(−2 ln(1 − u)) · cos(2πv).
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * (-u).ln_1p()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// An index, drawn with these weights. The last one where they sum to less than was thought.
    pub fn index(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_those_of_the_paper() {
        // The first outputs for seed 1234567, as published with the generator.
        let mut draws = Draws::new(1_234_567);
        let bits: Vec<u64> = (0..3).map(|_| draws.bits()).collect();
        assert_eq!(
            bits,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn draws_have_the_moments_that_they_should() {
        let mut draws = Draws::new(7);
        let n = 100_000;
        let (mut mean, mut square, mut second) = (0.0, 0.0, 0);
        for _ in 0..n {
            let z = draws.normal();
            mean += z / f64::from(n);
            square += z * z / f64::from(n);
            second += usize::from(draws.index(&[1.0, 3.0]) == 1);
        }
        assert!(mean.abs() < 0.02 && (square - 1.0).abs() < 0.02);
        assert!((second as f64 / f64::from(n) - 0.75).abs() < 0.01);
        assert_eq!(draws.index(&[]), 0);
    }
}
