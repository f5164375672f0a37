//! The digamma function at whole numbers.

use crate::float::double::Double;

/// ψ(j) + γ = 1 + ½ + … + 1/(j − 1), for whole numbers j from 1 on.
///
/// The estimates from neighbours have as many ψ with one sign as with the other, so that γ falls
/// out. With twice the digits, their differences are as exact as the numbers.
pub(super) struct Harmonic(Vec<Double>);

impl Harmonic {
    /// All of them, as far as the last of these numbers.
    pub(super) fn up_to(last: usize) -> Self {
        let mut sum = Double::ZERO;
        let mut sums = Vec::with_capacity(last);
        for j in 1..=last {
            sums.push(sum);
            sum = sum + Double::ONE / Double::from(j as f64);
        }
        Harmonic(sums)
    }

    /// ψ(j) + γ, where 1 ≤ j and j is not beyond the last.
    pub(super) fn psi(&self, j: usize) -> Double {
        self.0[j - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::Harmonic;

    #[test]
    fn the_first_are_right() {
        let harmonic = Harmonic::up_to(5);
        let psi = [1, 2, 3, 4, 5].map(|j| harmonic.psi(j).value);
        assert_eq!(psi, [0.0, 1.0, 1.5, 11.0 / 6.0, 25.0 / 12.0]);
    }
}
