//! Numbers of 106 bits: the unevaluated sum of two doubles.

use crate::kernels::two_sum;
use std::ops::{Add, Div, Sub};

/// `high + low`, where `low` is below half an ulp of `high`.
///
/// The operations are within a few units of 2⁻¹⁰⁴, as long as nothing over- or
/// underflows. Dekker, "A floating-point technique for extending the available
/// precision", Numerische Mathematik 18 (1971) 224–242.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Double {
    pub(crate) high: f64,
    low: f64,
}

impl Double {
    pub(crate) const ZERO: Self = Double {
        high: 0.0,
        low: 0.0,
    };
    pub(crate) const ONE: Self = Double {
        high: 1.0,
        low: 0.0,
    };

    /// a − b, exactly.
    pub(crate) fn difference(a: f64, b: f64) -> Self {
        let (high, low) = two_sum(a, -b);
        Double { high, low }
    }

    /// The sum of a large and a small number, brought into form.
    fn of(large: f64, small: f64) -> Self {
        let high = large + small;
        Double {
            high,
            low: small - (high - large),
        }
    }

    /// The nearest double; for numbers in form it is `high`.
    pub(crate) fn rounded(self) -> f64 {
        self.high
    }

    /// The same in other units: `factor` is a power of two.
    pub(crate) fn scaled(self, factor: f64) -> Self {
        Double {
            high: self.high * factor,
            low: self.low * factor,
        }
    }

    /// The same in other units: `divisor` is a power of two.
    pub(crate) fn unscaled(self, divisor: f64) -> Self {
        Double {
            high: self.high / divisor,
            low: self.low / divisor,
        }
    }

    /// self − a·b. In a sum of these, `low` is brought into form at the end only,
    /// by [`settled`](Self::settled).
    pub(crate) fn minus_product(self, a: Double, b: Double) -> Self {
        let product = a.high * b.high;
        let lost = a.high.mul_add(b.high, -product) + (a.high * b.low + a.low * b.high);
        let (high, low) = two_sum(self.high, -product);
        Double {
            high,
            low: self.low + (low - lost),
        }
    }

    /// The same number, in form.
    pub(crate) fn settled(self) -> Self {
        Double::of(self.high, self.low)
    }

    /// The square root of a positive number.
    pub(crate) fn sqrt(self) -> Self {
        let root = self.high.sqrt();
        let lost = (-root).mul_add(root, self.high) + self.low;
        Double::of(root, lost / (2.0 * root))
    }
}

impl From<f64> for Double {
    fn from(high: f64) -> Self {
        Double { high, low: 0.0 }
    }
}

impl Add for Double {
    type Output = Double;

    fn add(self, b: Double) -> Double {
        let (high, low) = two_sum(self.high, b.high);
        Double::of(high, low + (self.low + b.low))
    }
}

impl Sub for Double {
    type Output = Double;

    fn sub(self, b: Double) -> Double {
        let (high, low) = two_sum(self.high, -b.high);
        Double::of(high, low + (self.low - b.low))
    }
}

impl Div for Double {
    type Output = Double;

    fn div(self, b: Double) -> Double {
        let quotient = self.high / b.high;
        let rest = (-quotient).mul_add(b.high, self.high) + (self.low - quotient * b.low);
        Double::of(quotient, rest / b.high)
    }
}

#[cfg(test)]
mod tests {
    use super::Double;

    #[test]
    fn a_third_and_a_root_have_twice_the_digits() {
        let third = Double::ONE / Double::from(3.0);
        let rest = Double::ONE
            .minus_product(third, Double::from(3.0))
            .settled();
        assert!(rest.high.abs() < 2f64.powi(-104), "{rest:?}");
        let two = Double::from(2.0);
        let rest = two.minus_product(two.sqrt(), two.sqrt()).settled();
        assert!(rest.high.abs() < 2f64.powi(-102), "{rest:?}");
    }

    #[test]
    fn what_one_double_forgets_is_kept() {
        let tiny = Double::from(2f64.powi(-80));
        let back = (Double::ONE + tiny) - Double::ONE;
        assert_eq!(back, tiny);
    }
}
