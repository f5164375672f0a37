//! Numbers with twice the digits of a double.

mod elementary;
pub(crate) mod gamma;
pub(crate) mod near_one;
mod remainders;

use crate::float::scale::power_of_two;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A sum of two doubles, left unevaluated: a rounded value and its rounding error.
///
/// About 31 digits: each operation is wrong by a few 2⁻¹⁰⁴ of its result, as long as
/// nothing over- or underflows.
///
/// Dekker, "A Floating-Point Technique for Extending the Available Precision",
/// Numerische Mathematik 18 (1971) 224–242.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub(crate) struct Double {
    /// The high part: the double nearest to the number.
    pub(crate) value: f64,
    /// The low part: the number less `value`.
    pub(crate) lost: f64,
}

impl Double {
    pub(crate) const ZERO: Self = Double {
        value: 0.0,
        lost: 0.0,
    };
    pub(crate) const ONE: Self = Double {
        value: 1.0,
        lost: 0.0,
    };

    /// a + b, exactly.
    #[inline(always)]
    pub(crate) fn exact_sum(a: f64, b: f64) -> Self {
        let (value, lost) = two_sum(a, b);
        Double { value, lost }
    }

    /// a·b, exactly unless its rounding error underflows.
    #[inline(always)]
    pub(crate) fn exact_product(a: f64, b: f64) -> Self {
        let (value, lost) = two_product(a, b);
        Double { value, lost }
    }

    /// a + b, exactly where b is not above a in size: half the work. Dekker, as above.
    #[inline(always)]
    pub(crate) fn small_sum(a: f64, b: f64) -> Self {
        let value = a + b;
        let lost = b - (value - a);
        Double { value, lost }
    }

    /// c + x·self for numbers of which c is the largest by far: less than half of the work of a
    /// product and a sum. In a chain of these the low part may grow.
    #[inline(always)]
    pub(crate) fn times_plus(self, x: Double, c: Double) -> Self {
        let product = self.value * x.value;
        let rest = self.value.mul_add(x.value, -product);
        let rest = rest + (self.value * x.lost + self.lost * x.value);
        let value = c.value + product;
        let lost = (product - (value - c.value)) + (rest + c.lost);
        Double { value, lost }
    }

    /// a + b, wrong by a little of the larger of the two: a third of the work.
    #[inline(always)]
    pub(crate) fn plus(self, other: Double) -> Self {
        let (sum, lost) = two_sum(self.value, other.value);
        Double::small_sum(sum, lost + (self.lost + other.lost))
    }

    /// The number over a whole one, given one over that.
    #[inline(always)]
    pub(crate) fn over(self, whole: f64, inverse: f64) -> Self {
        if whole <= MOST_OF_FEW_BITS {
            return self.over_few(whole, inverse);
        }
        let quotient = self.value * inverse;
        let rest = (-quotient).mul_add(whole, self.value);
        Double::small_sum(quotient, (rest + self.lost) * inverse)
    }

    /// The same for a whole number up to [`MOST_OF_FEW_BITS`], without a fused multiply-add: the
    /// products of either half of the quotient are exact.
    #[inline(always)]
    pub(crate) fn over_few(self, whole: f64, inverse: f64) -> Self {
        let quotient = self.value * inverse;
        let high = f64::from_bits(quotient.to_bits() >> 27 << 27);
        let rest = (self.value - high * whole) - (quotient - high) * whole;
        Double::small_sum(quotient, (rest + self.lost) * inverse)
    }

    /// The sum of the terms.
    pub(crate) fn sum(terms: impl IntoIterator<Item = f64>) -> Self {
        let (mut value, mut lost) = (0.0, 0.0);
        for x in terms {
            let (sum, rest) = two_sum(value, x);
            value = sum;
            lost += rest;
        }
        Double::exact_sum(value, lost)
    }

    /// The number times `factor`, a power of two, so that no digit changes.
    #[inline(always)]
    pub(crate) fn scaled(self, factor: f64) -> Self {
        Double {
            value: self.value * factor,
            lost: self.lost * factor,
        }
    }

    /// The number over `divisor`, a power of two, so that no digit changes.
    #[inline(always)]
    pub(crate) fn unscaled(self, divisor: f64) -> Self {
        Double {
            value: self.value / divisor,
            lost: self.lost / divisor,
        }
    }

    /// self − a·b. In a chain of these the low part may grow; [`settled`](Self::settled) brings
    /// it back into form at the end.
    #[inline(always)]
    pub(crate) fn minus_product(self, a: Double, b: Double) -> Self {
        let product = a.value * b.value;
        let lost = a.value.mul_add(b.value, -product) + (a.value * b.lost + a.lost * b.value);
        let (value, rest) = two_sum(self.value, -product);
        Double {
            value,
            lost: self.lost + (rest - lost),
        }
    }

    /// The same number brought into form: `value` is the double nearest to it.
    #[inline(always)]
    pub(crate) fn settled(self) -> Self {
        Double::exact_sum(self.value, self.lost)
    }

    /// The same number brought into form where the low part is small, with less work.
    #[inline(always)]
    pub(crate) fn normalised(self) -> Self {
        Double::small_sum(self.value, self.lost)
    }

    /// One over a whole number.
    #[inline(always)]
    pub(crate) fn one_over(whole: f64) -> Self {
        Double::ONE.over(whole, 1.0 / whole)
    }

    /// The square root of a positive number.
    pub(crate) fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        let rest = (-root).mul_add(root, self.value) + self.lost;
        Double::exact_sum(root, rest / (2.0 * root))
    }

    /// The square root of a positive number, and one over it, with one division.
    pub(crate) fn sqrt_and_inverse(self) -> [Self; 2] {
        let root = self.value.sqrt();
        let inverse = 1.0 / root;
        let rest = (-root).mul_add(root, self.value) + self.lost;
        let root = Double::exact_sum(root, rest * (0.5 * inverse));
        let rest = (-inverse).mul_add(root.value, 1.0) - inverse * root.lost;
        [root, Double::exact_sum(inverse, inverse * rest)]
    }
}

/// Up to here whole numbers have 26 bits.
pub(crate) const MOST_OF_FEW_BITS: f64 = power_of_two(26);

impl From<f64> for Double {
    #[inline(always)]
    fn from(value: f64) -> Self {
        Double { value, lost: 0.0 }
    }
}

impl Add for Double {
    type Output = Double;

    #[inline(always)]
    fn add(self, other: Double) -> Double {
        // High and low parts apart, so that a difference of near numbers keeps its digits.
        let values = Double::exact_sum(self.value, other.value);
        let losses = Double::exact_sum(self.lost, other.lost);
        let sum = Double::exact_sum(values.value, values.lost + losses.value);
        Double::exact_sum(sum.value, sum.lost + losses.lost)
    }
}

impl Sub for Double {
    type Output = Double;

    #[inline(always)]
    fn sub(self, other: Double) -> Double {
        self + -other
    }
}

impl Neg for Double {
    type Output = Double;

    #[inline(always)]
    fn neg(self) -> Double {
        Double {
            value: -self.value,
            lost: -self.lost,
        }
    }
}

impl Mul for Double {
    type Output = Double;

    #[inline(always)]
    fn mul(self, other: Double) -> Double {
        let value = self.value * other.value;
        let rest = self.value.mul_add(other.value, -value);
        // Not fused, so that exchanging the factors changes no bit.
        let cross = self.value * other.lost + self.lost * other.value;
        Double::small_sum(value, rest + cross)
    }
}

impl Div for Double {
    type Output = Double;

    #[inline(always)]
    fn div(self, other: Double) -> Double {
        let quotient = self.value / other.value;
        let rest = self.minus_product(Double::from(quotient), other).settled();
        Double::small_sum(quotient, rest.value / other.value)
    }
}

/// a·b as its rounded value and the rounding error, exactly unless that underflows.
#[inline(always)]
pub(crate) fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// a + b as its rounded value and the rounding error, exactly.
///
/// Knuth, *The Art of Computer Programming*, volume 2, section 4.2.2, theorem B.
#[inline(always)]
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let b_kept = s - a;
    (s, (a - (s - b_kept)) + (b - b_kept))
}

#[cfg(test)]
mod tests {
    use super::Double;
    use crate::float::scale::power_of_two;

    #[test]
    fn a_third_and_a_root_have_twice_the_digits() {
        let third = Double::ONE / Double::from(3.0);
        let rest = Double::ONE - third * Double::from(3.0);
        assert!(rest.value.abs() < power_of_two(-104), "{rest:?}");
        let two = Double::from(2.0);
        let rest = two.minus_product(two.sqrt(), two.sqrt()).settled();
        assert!(rest.value.abs() < power_of_two(-102), "{rest:?}");
        let [root, inverse] = two.sqrt_and_inverse();
        assert_eq!(root.value, two.sqrt().value);
        for rest in [two - root * root, Double::ONE - root * inverse] {
            assert!(rest.value.abs() < power_of_two(-102), "{rest:?}");
        }
    }

    #[test]
    fn what_one_double_forgets_is_kept() {
        let tiny = Double::from(power_of_two(-80));
        let back = (Double::ONE + tiny) - Double::ONE;
        assert_eq!(back, tiny);
        assert_eq!(Double::sum([1.0, power_of_two(-80), -1.0]), tiny);
    }
}
