//! Samples, sorted once.

use crate::Error;
use crate::error::{entries, filled, largest_weight, parameter, same_size};
use crate::float::double::Double;
use crate::float::order::{sorted, sorted_pairs};
use crate::float::scale::power_of_two;

/// The distribution of a sample: mass 1/n at each of n values, or masses
/// proportional to weights.
///
/// The values are sorted once, so that several distances cost one sort.
///
/// # Example
///
/// ```
/// use kl_core::transport::Empirical;
///
/// let p = Empirical::new([3.0, 1.0, 2.0])?;
/// let q = Empirical::weighted([1.0, 3.0], [3.0, 1.0])?;
/// assert_eq!(p.values(), [1.0, 2.0, 3.0]);
/// assert_eq!(p.wasserstein_1(&q), 0.5);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    /// In ascending order.
    values: Vec<f64>,
    /// For each value, where values have weights.
    weights: Option<Vec<Weight>>,
}

/// The weight of a value, and the sums of the weights on either side of it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Weight {
    own: f64,
    /// The sum up to the value, its own weight included.
    up_to: Double,
    /// The sum after the value: the total less `up_to` would have lost digits.
    after: Double,
}

impl Empirical {
    /// The sample that gives each value the same mass; equal values add up.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if there are no values, [`Error::Entry`] names the
    /// first that is NaN or infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// assert_eq!(Empirical::new([2.0, 1.0])?.values(), [1.0, 2.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn new(values: impl Into<Vec<f64>>) -> Result<Self, Error> {
        Self::named(&SAMPLE, values.into())
    }

    /// As [`new`](Self::new), for a sample that errors call `name`.
    pub(super) fn named(name: &Name, values: Vec<f64>) -> Result<Self, Error> {
        name.check(&values)?;
        Ok(Empirical {
            values: sorted(values),
            weights: None,
        })
    }

    /// The sample that gives each value a mass proportional to its weight.
    ///
    /// p = w / Σw
    ///
    /// # Conventions
    ///
    /// Any finite weights will do; they are divided by their total, which carries
    /// twice the digits of a double. A value of weight 0 is left out. Weights below
    /// 10⁻²⁸⁰ of the largest may lose digits.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no values.
    /// - [`Error::Size`] if there are more or fewer weights.
    /// - [`Error::Entry`] names the first value that is NaN or infinite.
    /// - [`Error::Entry`] names the first weight that is NaN, negative or
    ///   infinite.
    /// - [`Error::ZeroTotal`] if all weights are zero.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// let p = Empirical::weighted([5.0, 2.0, 7.0], [1.0, 3.0, 0.0])?;
    /// assert_eq!(p.values(), [2.0, 5.0]);
    /// assert_eq!(p.cdf(2.0)?, 0.75);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn weighted(
        values: impl Into<Vec<f64>>,
        weights: impl Into<Vec<f64>>,
    ) -> Result<Self, Error> {
        let (values, weights) = (values.into(), weights.into());
        same_size("weights", weights.len(), SAMPLE.values, values.len())?;
        SAMPLE.check(&values)?;
        let largest = largest_weight(&weights)?;
        let mut pairs: Vec<(f64, f64)> = values.into_iter().zip(weights).collect();
        pairs.retain(|pair| pair.1 > 0.0);
        let pairs = sorted_pairs(pairs);
        let [first, second] = to_one(largest);
        let mut weights: Vec<Weight> = Vec::with_capacity(pairs.len());
        let mut up_to = Double::ZERO;
        for pair in &pairs {
            let own = (pair.1 * first) * second;
            up_to = up_to + Double::from(own);
            let after = Double::ZERO;
            weights.push(Weight { own, up_to, after });
        }
        let mut after = Double::ZERO;
        for weight in weights.iter_mut().rev() {
            weight.after = after;
            after = after + Double::from(weight.own);
        }
        Ok(Empirical {
            values: pairs.into_iter().map(|pair| pair.0).collect(),
            weights: Some(weights),
        })
    }

    /// The values in ascending order.
    ///
    /// ```
    /// # use kl_core::transport::Empirical;
    /// assert_eq!(Empirical::new([2.0, 1.0])?.values(), [1.0, 2.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The cumulative distribution function: the mass at x or below.
    ///
    /// F(x) = P(X ≤ x)
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp; exactly rounded where values have no weights.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if x is NaN.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// let p = Empirical::new([1.0, 1.0, 2.0, 3.0])?;
    /// assert_eq!(p.cdf(1.0)?, 0.5);
    /// assert_eq!(p.cdf(0.0)?, 0.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// van der Vaart, *Asymptotic Statistics*, chapter 19.
    pub fn cdf(&self, x: f64) -> Result<f64, Error> {
        parameter("argument of the cdf", x, !x.is_nan(), "a number")?;
        Ok(self.mass_of_first(self.values.partition_point(|&v| v <= x)))
    }

    /// The quantile function: the smallest value at which the cdf, as
    /// [`Empirical::cdf`] gives it, reaches u.
    ///
    /// F⁻¹(u) = min {x : F(x) ≥ u}
    ///
    /// # Conventions
    ///
    /// Always a value of the sample; nothing is interpolated. It is the smallest for u = 0, the
    /// largest for u = 1, and x for u = `cdf(x)` of each x of the sample, even where the cdf
    /// was rounded, unless a weight is so small that the rounding loses it.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if u is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// let p = Empirical::new([4.0, 1.0, 2.0, 3.0])?;
    /// assert_eq!(p.quantile(0.5)?, 2.0);
    /// assert_eq!(p.quantile(0.51)?, 3.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// van der Vaart, *Asymptotic Statistics*, chapter 21.
    pub fn quantile(&self, u: f64) -> Result<f64, Error> {
        let inside = (0.0..=1.0).contains(&u);
        parameter("level of the quantile", u, inside, "from 0 to 1")?;
        let (mut below, mut enough) = (0, self.values.len());
        while enough - below > 1 {
            let middle = below + (enough - below) / 2;
            if self.mass_of_first(middle) < u {
                below = middle;
            } else {
                enough = middle;
            }
        }
        let of = SAMPLE.values;
        self.values
            .get(enough - 1)
            .copied()
            .ok_or(Error::Empty { of })
    }

    /// The mass of the first `count` values.
    fn mass_of_first(&self, count: usize) -> f64 {
        let total = self.weight_of_first(self.values.len());
        (self.weight_of_first(count).value / total.value).min(1.0)
    }

    /// The weight of the first `count` values; without weights, their number.
    pub(super) fn weight_of_first(&self, count: usize) -> Double {
        match (&self.weights, count.min(self.values.len())) {
            (_, 0) => Double::ZERO,
            (None, count) => Double::from(count as f64),
            (Some(weights), count) => weights[count - 1].up_to,
        }
    }

    /// The weight of all but the first `count` values.
    fn weight_after(&self, count: usize) -> Double {
        match (&self.weights, count.min(self.values.len())) {
            (None, count) => Double::from((self.values.len() - count) as f64),
            (Some(weights), 0) => weights[0].after + Double::from(weights[0].own),
            (Some(weights), count) => weights[count - 1].after,
        }
    }

    /// The weight of the first i values less that of the first j of another sample, in
    /// units in which the total of all is that of one sample's weights times the other's.
    ///
    /// With A the weight of the first values here, A′ that of the rest, and B and B′ the same
    /// there, it is A·(B + B′) − B·(A + A′) = A·B′ − B·A′. The last form keeps its digits next
    /// to a value of nearly all weight too.
    pub(super) fn weight_beyond(&self, i: usize, other: &Empirical, j: usize) -> f64 {
        let (here, there) = (self.weight_of_first(i), other.weight_of_first(j));
        (here * other.weight_after(j) - there * self.weight_after(i)).value
    }

    /// The weight of one value.
    pub(super) fn weight(&self, index: usize) -> f64 {
        match &self.weights {
            None => 1.0,
            Some(weights) => weights[index].own,
        }
    }

    pub(super) fn has_weights(&self) -> bool {
        self.weights.is_some()
    }
}

/// The names that errors give to a value of a sample, and to all of them.
pub(super) struct Name {
    value: &'static str,
    values: &'static str,
}

const SAMPLE: Name = Name {
    value: "value of the sample",
    values: "values of the sample",
};
pub(super) const FIRST: Name = Name {
    value: "value of the first sample",
    values: "values of the first sample",
};
pub(super) const SECOND: Name = Name {
    value: "value of the second sample",
    values: "values of the second sample",
};

impl Name {
    fn check(&self, values: &[f64]) -> Result<(), Error> {
        filled(self.values, values.len())?;
        entries(self.value, values, "finite", f64::is_finite)
    }
}

/// Two powers of two whose product brings x > 0 between 1 and 2.
///
/// One alone may be beyond the range of doubles.
fn to_one(x: f64) -> [f64; 2] {
    const UP: f64 = power_of_two(200);
    let (first, x) = if x < 1e-200 { (UP, x * UP) } else { (1.0, x) };
    let e = (x.to_bits() >> 52) as i32 - 1023;
    [first, power_of_two(-e)]
}
