//! Compensated summation.

/// A running sum that also keeps its rounding errors.
///
/// A plain loop over n terms may be wrong by n/2 ulp; this one is within 1 ulp for non-negative
/// terms as long as n is below 2²⁶ or so, because the rounding errors are added back at the
/// end. (Beyond, it grows by n²·2⁻⁵³ ulp.)
///
/// Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
/// Summen", ZAMM 54 (1974) 39–51, DOI 10.1002/zamm.19740540106, method IV.
#[derive(Default)]
pub(crate) struct CompensatedSum {
    sum: f64,
    lost: f64,
}

impl CompensatedSum {
    #[inline]
    pub(crate) fn add(&mut self, x: f64) {
        let s = self.sum + x;
        // The smaller of the two is the one that loses digits.
        self.lost += if self.sum.abs() >= x.abs() {
            (self.sum - s) + x
        } else {
            (x - s) + self.sum
        };
        self.sum = s;
    }

    pub(crate) fn total(&self) -> f64 {
        // Once the sum is infinite, `lost` is ∞ − ∞ and means nothing.
        if self.sum.is_finite() {
            self.sum + self.lost
        } else {
            self.sum
        }
    }
}

/// The compensated sum of the terms.
pub(crate) fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = CompensatedSum::default();
    for x in terms {
        sum.add(x);
    }
    sum.total()
}

/// ln Σ w eˣ over pairs of a weight w > 0 and an exponent x, also where every eˣ
/// underflows.
pub(crate) fn ln_sum_exp(terms: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let most = terms.clone().fold(f64::NEG_INFINITY, |most, (_, x)| {
        if x.is_nan() || most.is_nan() {
            f64::NAN
        } else {
            f64::max(most, x)
        }
    });
    if most.is_infinite() {
        return most;
    }
    most + sum(terms.map(|(w, x)| w * (x - most).exp())).ln()
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn keeps_what_a_plain_loop_loses() {
        // Not by `powi`, which Miri lets be off by an ulp.
        let tiny = 0.5 * f64::EPSILON;
        let terms = || std::iter::once(1.0).chain(std::iter::repeat_n(tiny, 1 << 12));
        assert_eq!(terms().sum::<f64>(), 1.0);
        assert_eq!(sum(terms()), 1.0 + 2048.0 * f64::EPSILON);
    }

    #[test]
    fn infinity_is_not_nan() {
        assert_eq!(sum([1.0, f64::INFINITY, 2.0]), f64::INFINITY);
        assert_eq!(sum([f64::MAX, f64::MAX]), f64::INFINITY);
        assert!(sum([f64::NAN, 1.0]).is_nan());
        assert_eq!(sum([]), 0.0);
    }
}
