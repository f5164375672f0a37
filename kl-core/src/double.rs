//! Numbers of twice the digits.

use crate::kernels::two_sum;

/// A sum of two doubles, of which the second is what rounding lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub(crate) struct Double {
    pub(crate) value: f64,
    pub(crate) lost: f64,
}

impl Double {
    pub(crate) fn sum(terms: &[f64]) -> Self {
        Double::sum_of(terms.iter().copied())
    }

    pub(crate) fn sum_of(terms: impl Iterator<Item = f64>) -> Self {
        let (mut value, mut lost) = (0.0, 0.0);
        for x in terms {
            let (sum, rest) = two_sum(value, x);
            value = sum;
            lost += rest;
        }
        let (value, lost) = two_sum(value, lost);
        Double { value, lost }
    }

    /// The sum with one more number.
    pub(crate) fn plus(self, x: f64) -> Double {
        let (value, rest) = two_sum(self.value, x);
        let (value, lost) = two_sum(value, rest + self.lost);
        Double { value, lost }
    }

    /// self − other, rounded to a double.
    pub(crate) fn minus(self, other: Double) -> f64 {
        let (value, rest) = two_sum(self.value, -other.value);
        value + (rest + (self.lost - other.lost))
    }

    /// The product, with an error of some 2⁻¹⁰⁰ of it if nothing underflows.
    pub(crate) fn times(self, other: Double) -> Double {
        let value = self.value * other.value;
        let lost = self.value.mul_add(other.value, -value)
            + (self.value * other.lost + self.lost * other.value);
        Double { value, lost }
    }
}
