//! What is left of exponentials and logarithms without their first terms, with twice the digits
//! of a double.

use crate::float::double::Double;
use crate::lanes::fused;

impl Double {
    /// eˣ − 1 − x.
    pub(crate) fn expm1mx(self) -> Self {
        if self.value.abs() > NEAR {
            return self.exp_m1() - self;
        }
        fused(
            #[inline(always)]
            || (self * self) * self.exponential_tail::<10, 19>(),
        )
    }
}

/// Up to here the series is used; beyond, the difference loses five bits. The first term left
/// out is below 2⁻¹¹⁰ of the sum.
const NEAR: f64 = 0.125;

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
