//! What is left of exponentials and logarithms without their first terms, with twice the digits
//! of a double.

use crate::float::double::Double;

impl Double {
    /// eˣ − 1 − x.
    pub(crate) fn expm1mx(self) -> Self {
        if self.value.abs() > NEAR {
            return self.exp_m1() - self;
        }
        // x²/2·(1 + x/3·(1 + x/4·(1 + …)))
        let sum = (3..TERMS).rev().fold(Double::ONE, |sum, n| {
            let n = f64::from(n);
            Double::ONE + (self * sum).over(n, 1.0 / n)
        });
        (self * self * sum).scaled(0.5)
    }
}

/// Up to here the series is used; beyond, the difference loses five bits.
const NEAR: f64 = 0.125;

/// For |x| up to [`NEAR`], the first term left out is below 2⁻¹⁰⁵ of the sum.
const TERMS: i32 = 19;

#[cfg(test)]
mod tests {
    use super::{Double, NEAR};
    use crate::float::scale::power_of_two;

    #[test]
    fn the_series_is_the_difference() {
        for x in [NEAR, -NEAR, 0.1, -0.07] {
            let x = Double::from(x);
            let off = ((x.exp_m1() - x) - x.expm1mx()).value;
            assert!(off.abs() < power_of_two(-99) * x.value.abs(), "{x:?} {off}");
        }
    }

    #[test]
    fn of_little_the_first_term_is_left() {
        let x = Double::from(power_of_two(-120));
        assert_eq!(x.expm1mx().value, power_of_two(-241));
        assert_eq!((-x).expm1mx().value, power_of_two(-241));
    }
}
