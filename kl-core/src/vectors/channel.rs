//! Channels: for each input, a distribution of outputs.

mod capacity;

pub use capacity::Capacity;

use crate::error::same_size;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::terms::kl::kl_term_apart;
use crate::{Error, Information, Pmf};

/// A discrete channel without memory, or stochastic matrix: for each input x the
/// distribution W(y|x) of the output.
///
/// # Example
///
/// ```
/// use kl_core::{Channel, Pmf};
///
/// // A binary symmetric channel, which turns one bit of ten into the other.
/// let channel = Channel::new([Pmf::new([0.9, 0.1])?, Pmf::new([0.1, 0.9])?])?;
/// let output = channel.apply(&Pmf::new([1.0, 0.0])?)?;
/// assert_eq!(output.as_slice(), [0.9, 0.1]);
///
/// let even = Pmf::uniform(2)?;
/// let sent = channel.mutual_information(&even)?;
/// assert_eq!(format!("{:.4}", sent.bits()), "0.5310");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    rows: Vec<Pmf>,
}

impl Channel {
    /// A channel from the distributions of its outputs, one for each input.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no inputs.
    /// - [`Error::Size`] names the first input with another number of outputs than
    ///   input 0.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Channel, Error, Pmf};
    ///
    /// let uneven = Channel::new([Pmf::uniform(2)?, Pmf::uniform(3)?]);
    /// assert!(matches!(uneven, Err(Error::Size { index: Some(1), found: 3, .. })));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn new(rows: impl Into<Vec<Pmf>>) -> Result<Self, Error> {
        let rows = rows.into();
        let first = rows.first().ok_or(Error::Empty { of: "inputs" })?;
        match rows.iter().position(|row| row.len() != first.len()) {
            Some(index) => Err(Error::Size {
                of: "outputs of input",
                index: Some(index),
                found: rows[index].len(),
                like: "outputs of input 0",
                expected: first.len(),
            }),
            None => Ok(Channel { rows }),
        }
    }

    /// The distributions of the outputs, one for each input.
    ///
    /// ```
    /// # use kl_core::{Channel, Pmf};
    /// let channel = Channel::new([Pmf::uniform(2)?])?;
    /// assert_eq!(channel.rows(), [Pmf::uniform(2)?]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn rows(&self) -> &[Pmf] {
        &self.rows
    }

    /// The number of inputs, which is never zero.
    ///
    /// ```
    /// # use kl_core::{Channel, Pmf};
    /// assert_eq!(Channel::new([Pmf::uniform(2)?])?.inputs(), 1);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.rows.len()
    }

    /// The number of outputs, which is never zero.
    ///
    /// ```
    /// # use kl_core::{Channel, Pmf};
    /// assert_eq!(Channel::new([Pmf::uniform(2)?])?.outputs(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn outputs(&self) -> usize {
        self.rows.first().map_or(0, Pmf::len)
    }

    /// The distribution of the output for an input with the distribution P.
    ///
    /// Σ P(x) W(y|x)
    ///
    /// # Conventions
    ///
    /// Not normalised again: the result's sum differs from one as those of P and the rows
    /// do.
    ///
    /// # Accuracy
    ///
    /// Each probability within 1 ulp.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P has another number of outcomes than the channel has
    /// inputs.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Channel, Pmf};
    ///
    /// // One bit of four is erased.
    /// let erasure = Channel::new([
    ///     Pmf::new([0.75, 0.25, 0.0])?,
    ///     Pmf::new([0.0, 0.25, 0.75])?,
    /// ])?;
    /// let output = erasure.apply(&Pmf::uniform(2)?)?;
    /// assert_eq!(output.as_slice(), [0.375, 0.25, 0.375]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn apply(&self, p: &Pmf) -> Result<Pmf, Error> {
        let sums = self.mixed("outcomes of P", p)?;
        Ok(Pmf::unchecked(
            sums.iter().map(|s| (s.value / UP).min(1.0)).collect(),
        ))
    }

    /// Mutual information of input and output, for an input with the distribution P.
    ///
    /// I(X; Y) = Σ P(x) D(W(·|x)‖PW), where PW is the distribution of the output
    ///
    /// # Conventions
    ///
    /// Never negative, and at most the entropy of P and of the output, up to rounding. P
    /// is divided by its sum, which may differ from one by rounding.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also if all inputs give nearly the same output.
    ///
    /// # Errors
    ///
    /// As [`Channel::apply`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Channel, Pmf};
    ///
    /// let perfect = Channel::new([Pmf::new([1.0, 0.0])?, Pmf::new([0.0, 1.0])?])?;
    /// assert_eq!(perfect.mutual_information(&Pmf::uniform(2)?)?.bits(), 1.0);
    /// let useless = Channel::new([Pmf::uniform(2)?, Pmf::uniform(2)?])?;
    /// assert_eq!(useless.mutual_information(&Pmf::uniform(2)?)?.bits(), 0.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.28.
    pub fn mutual_information(&self, p: &Pmf) -> Result<Information, Error> {
        let each = self.divergences(p)?;
        let terms = p.as_slice().iter().zip(&each);
        // Inputs of probability 0 are left out: their divergence may be infinite.
        let possible = terms.filter(|(p, _)| **p > 0.0).map(|(p, d)| p * d);
        let total = sum(p.as_slice().iter().copied());
        Ok(Information::from_nats(sum(possible) / total))
    }

    /// D(W(·|x)‖PW) for each input x, in nats.
    ///
    /// The terms are those of [`Pmf::kl`], with the sum of P divided out. Differences are
    /// taken from the row of the likeliest input, with twice the digits, because the output
    /// may be next to it.
    fn divergences(&self, p: &Pmf) -> Result<Vec<f64>, Error> {
        let weights = p.as_slice();
        let total = Double::sum(weights.iter().copied());
        let output = self.mixed("outcomes of P", p)?;
        let output: Vec<f64> = output.iter().map(|&s| (s / total).value).collect();
        let mut likeliest = 0;
        for (x, &weight) in weights.iter().enumerate() {
            if weight > weights[likeliest] {
                likeliest = x;
            }
        }
        let base = self.rows[likeliest].as_slice();
        let apart = |w: f64, base: f64| Double::exact_sum(w * UP, -base * UP);
        let mut gaps = vec![Double::ZERO; self.outputs()];
        for (&weight, row) in weights.iter().zip(&self.rows) {
            for ((gap, &w), &base) in gaps.iter_mut().zip(row.as_slice()).zip(base) {
                *gap = *gap + Double::from(weight) * apart(w, base);
            }
        }
        // The difference of the output from the likeliest row.
        let gaps: Vec<Double> = gaps.into_iter().map(|gap| gap / total).collect();
        let row = |(&p, w): (&f64, &Pmf)| {
            let columns = w.as_slice().iter().zip(base).zip(&output).zip(&gaps);
            let terms = columns.map(|(((&w, &base), &r), &gap)| {
                if r == 0.0 && p > 0.0 && w > 0.0 {
                    // The output's r underflows: it is at least P(x) W(y|x), so the product
                    // is below 10⁻⁵⁹⁰.
                    return w * UP * -p.ln();
                }
                let d = gap - apart(w, base);
                kl_term_apart(w * UP, r, d.value)
            });
            sum(terms) / UP
        };
        Ok(p.as_slice().iter().zip(&self.rows).map(row).collect())
    }

    /// Σ P(x) W(y|x), times [`UP`].
    fn mixed(&self, outcomes: &'static str, p: &Pmf) -> Result<Vec<Double>, Error> {
        same_size(outcomes, p.len(), "inputs of the channel", self.inputs())?;
        let weights = p.as_slice().iter().copied().map(Double::from);
        Ok(self.weighted(weights.collect()))
    }

    fn weighted(&self, weights: Vec<Double>) -> Vec<Double> {
        let mut sums = vec![Double::ZERO; self.outputs()];
        for (weight, row) in weights.into_iter().zip(&self.rows) {
            for (sum, &w) in sums.iter_mut().zip(row.as_slice()) {
                *sum = *sum + weight.scaled(UP) * Double::from(w);
            }
        }
        sums
    }

    /// D(PW‖QW) in nats.
    pub(crate) fn divergence_after(&self, p: &Pmf, q: &Pmf) -> Result<f64, Error> {
        let (a, b) = (
            self.mixed("outcomes of P", p)?,
            self.mixed("outcomes of Q", q)?,
        );
        // Computed from the differences of the inputs: the rounding of the outputs, however
        // small, may be larger than their difference.
        let differences = q.as_slice().iter().zip(p.as_slice());
        let differences = differences.map(|(&q, &p)| Double::exact_sum(q, -p));
        let apart = self.weighted(differences.collect());
        let terms = a.iter().zip(&b).zip(&apart);
        let after = sum(terms.map(|((a, b), d)| kl_term_apart(a.value, b.value, d.value)));
        Ok(after / UP)
    }
}

/// Scale that keeps products of probabilities, and their rounding errors, above the
/// subnormals.
const UP: f64 = power_of_two(900);
