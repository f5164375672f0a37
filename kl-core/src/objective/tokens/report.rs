//! What a batch comes to: by token, by sequence, and over all.

use crate::Error;
use crate::error::{filled, parameter};
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;

/// A number for each token of a batch, and what they come to.
///
/// | what | call |
/// |---|---|
/// | each token | [`TokenReport::tokens`] |
/// | each sequence: its tokens, their sum and mean | [`TokenReport::sequences`] |
/// | the mean over all tokens | [`TokenReport::token_mean`] |
/// | the mean over sequences of the means over their tokens | [`TokenReport::sequence_mean`] |
/// | a reduction by its name | [`TokenReport::reduced`] |
/// | quantiles over tokens | [`TokenReport::quantile`] |
/// | how often both models have the same favourite | [`TokenReport::top_1_agreement`] |
///
/// The two means differ where lengths do: in the first a long answer counts by its length, in the
/// second each answer counts once. Say which one a number is.
///
/// # Example
///
/// ```
/// use kl_core::objective::{TokenDivergence, TokenLogits, Tokens};
///
/// let teacher = [1.0_f32, 2.0, 0.0, 0.5, 3.0, 1.0];
/// let student = [1.5_f32, 2.0, 1.0, 0.0, 2.0, 1.0];
/// let tokens = Tokens::packed(&[2, 1])?;
/// let both = TokenLogits::new(&tokens, &teacher, &student, 2)?;
/// let report = both.compare(TokenDivergence::Forward, 1.0)?;
/// assert_eq!(format!("{:.4}", report.tokens()[1].value), "0.2729");
/// assert_eq!(format!("{:.4}", report.sequences()[0].mean), "0.1496");
/// assert_eq!(format!("{:.4}", report.token_mean().value), "0.1221");
/// assert_eq!(format!("{:.4}", report.quantile(0.5)?), "0.0671");
/// assert_eq!(format!("{:.2}", report.top_1_agreement()), "0.67");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TokenReport {
    tokens: Vec<TokenValue>,
    sequences: Vec<TokenSequence>,
}

/// A token with its number.
///
/// ```
/// use kl_core::objective::Tokens;
///
/// let report = Tokens::packed(&[1, 2])?.summary(&[0.5, 0.25, 1.0])?;
/// let last = report.tokens()[2];
/// assert_eq!((last.sequence, last.place, last.value), (1, 1, 1.0));
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct TokenValue {
    /// The index of its sequence.
    pub sequence: usize,
    /// Its index in the sequence, padding before it counted.
    pub place: usize,
    /// The number: a divergence in nats, or what was given.
    pub value: f64,
    /// Whether the likeliest token is the same for teacher and student; among equals the first.
    pub agrees: bool,
}

/// What the tokens of a sequence come to.
///
/// ```
/// use kl_core::objective::Tokens;
///
/// let report = Tokens::packed(&[1, 2])?.summary(&[0.5, 0.25, 1.0])?;
/// let last = report.sequences()[1];
/// assert_eq!((last.tokens, last.sum, last.mean), (2, 1.25, 0.625));
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct TokenSequence {
    /// The number of its tokens.
    pub tokens: usize,
    /// The sum over them.
    pub sum: f64,
    /// The mean over them; 0 if there is none, and then it is no part of any mean.
    pub mean: f64,
}

/// A mean with its standard error.
///
/// ```
/// use kl_core::objective::Tokens;
///
/// let mean = Tokens::packed(&[1, 1])?.summary(&[2.0, 0.0])?.token_mean();
/// assert_eq!((mean.value, mean.standard_error), (1.0, Some(1.0)));
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct TokenMean {
    /// The mean.
    pub value: f64,
    /// Its standard error, from how sequences differ: tokens of one sequence are no independent
    /// samples. Nothing if there are fewer than two sequences with tokens; 0 if the mean is
    /// infinite.
    pub standard_error: Option<f64>,
}

/// How the numbers of tokens become one, of which a gradient is taken.
///
/// | name | formula, n(s) tokens in each of S sequences | elsewhere |
/// |---|---|---|
/// | `Sum` | Σₛ Σₜ v | |
/// | `TokenMean` | Σₛ Σₜ v / Σₛ n(s) | *token-mean*; a mask and `.sum() / mask.sum()` |
/// | `SequenceMean` | Σₛ (Σₜ v / n(s)) / S | *seq-mean-token-mean* |
/// | `MeanOfSequenceSums` | Σₛ Σₜ v / S | *seq-mean-token-sum*, *batchmean* |
///
/// Sequences without a token do not count in S.
///
/// ```
/// use kl_core::objective::{TokenReduction, Tokens};
///
/// let report = Tokens::padded(&[1, 0, 3], 3)?.summary(&[1.0; 9])?;
/// assert_eq!(report.reduced(TokenReduction::TokenMean), 1.0);
/// assert_eq!(report.reduced(TokenReduction::MeanOfSequenceSums), 2.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenReduction {
    /// The sum over all tokens.
    Sum,
    /// The mean over all tokens.
    TokenMean,
    /// The mean over sequences of the means over their tokens.
    SequenceMean,
    /// The mean over sequences of the sums over their tokens.
    MeanOfSequenceSums,
}

impl TokenReduction {
    /// The weight of each token of a sequence that has so many, of all tokens and sequences.
    pub(super) fn weight(self, of_sequence: usize, tokens: usize, sequences: usize) -> f64 {
        match self {
            TokenReduction::Sum => 1.0,
            TokenReduction::TokenMean => 1.0 / tokens as f64,
            TokenReduction::SequenceMean => 1.0 / (of_sequence as f64 * sequences as f64),
            TokenReduction::MeanOfSequenceSums => 1.0 / sequences as f64,
        }
    }
}

impl TokenReport {
    /// Tokens in the order of their sequences; none of their values is NaN.
    pub(super) fn new(tokens: Vec<TokenValue>, sequences: usize) -> Result<Self, Error> {
        filled("tokens", tokens.len())?;
        let mut rest = tokens.as_slice();
        let of_sequence = |sequence| {
            let count = rest.iter().take_while(|t| t.sequence == sequence).count();
            let (own, others) = rest.split_at(count);
            rest = others;
            let sum = sum(own.iter().map(|t| t.value));
            let mean = if count > 0 { sum / count as f64 } else { 0.0 };
            TokenSequence {
                tokens: count,
                sum,
                mean,
            }
        };
        let sequences = (0..sequences).map(of_sequence).collect();
        Ok(TokenReport { tokens, sequences })
    }

    /// The tokens, in the order of the batch.
    ///
    /// ```
    /// # use kl_core::objective::Tokens;
    /// let report = Tokens::padded(&[1, 2], 2)?.summary(&[0.5, f64::NAN, 0.25, 1.0])?;
    /// let values: Vec<f64> = report.tokens().iter().map(|token| token.value).collect();
    /// assert_eq!(values, [0.5, 0.25, 1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn tokens(&self) -> &[TokenValue] {
        &self.tokens
    }

    /// The sequences, those without a token included.
    ///
    /// ```
    /// # use kl_core::objective::Tokens;
    /// let report = Tokens::padded(&[1, 0], 1)?.summary(&[0.5, f64::NAN])?;
    /// assert_eq!(report.sequences()[1].tokens, 0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn sequences(&self) -> &[TokenSequence] {
        &self.sequences
    }

    /// The mean over all tokens: a sequence counts by its length.
    ///
    /// m = Σₛ Σₜ v / N, with the standard error √(S/(S − 1) Σₛ (Σₜ (v − m))²)/N
    ///
    /// # Conventions
    ///
    /// S counts the sequences with a token. The standard error is that of a quotient of two sums
    /// over independent sequences, for many of them; where each has one token it is the usual one.
    ///
    /// # Accuracy
    ///
    /// The mean within 2 ulp times (mean of |v|)/|m|. The standard error within 4 ulp times
    /// Σ|v − m|/√Σₛ (Σₜ (v − m))².
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::Tokens;
    ///
    /// let mean = Tokens::packed(&[3, 1])?.summary(&[1.0, 1.0, 1.0, 3.0])?.token_mean();
    /// assert_eq!((mean.value, mean.standard_error), (1.5, Some(0.75)));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cochran, *Sampling Techniques*, 3rd ed., section 9A.6 and equation 2.39.
    #[must_use]
    pub fn token_mean(&self) -> TokenMean {
        let values: Vec<f64> = self.tokens.iter().map(|t| t.value).collect();
        let mut rest = values.as_slice();
        let groups = self.sequences.iter().map(|sequence| {
            let (own, others) = rest.split_at(sequence.tokens);
            rest = others;
            own
        });
        let groups: Vec<&[f64]> = groups.filter(|own| !own.is_empty()).collect();
        mean(&values, &groups)
    }

    /// The mean over sequences of the means over their tokens: each sequence counts once.
    ///
    /// m = Σₛ m(s) / S with m(s) = Σₜ v / n(s), and the standard error √(Σₛ (m(s) − m)²/(S (S − 1)))
    ///
    /// # Conventions
    ///
    /// S counts the sequences with a token.
    ///
    /// # Accuracy
    ///
    /// The mean within 3 ulp times (mean of the means of |v|)/|m|. The standard error within 4
    /// ulp times that mean over it.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::Tokens;
    ///
    /// let mean = Tokens::packed(&[3, 1])?.summary(&[1.0, 1.0, 1.0, 3.0])?.sequence_mean();
    /// assert_eq!((mean.value, mean.standard_error), (2.0, Some(1.0)));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Wasserman, *All of Statistics* (2004), section 6.3.2.
    #[must_use]
    pub fn sequence_mean(&self) -> TokenMean {
        let means: Vec<f64> = self.counted().map(|s| s.mean).collect();
        let groups: Vec<&[f64]> = means.chunks(1).collect();
        mean(&means, &groups)
    }

    /// The numbers made one: see [`TokenReduction`].
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp times the same of |v| over its size.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::{TokenReduction, Tokens};
    ///
    /// let report = Tokens::packed(&[3, 1])?.summary(&[1.0, 1.0, 1.0, 3.0])?;
    /// assert_eq!(report.reduced(TokenReduction::Sum), 6.0);
    /// assert_eq!(report.reduced(TokenReduction::SequenceMean), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn reduced(&self, reduction: TokenReduction) -> f64 {
        let all = || sum(self.tokens.iter().map(|t| t.value));
        match reduction {
            TokenReduction::Sum => all(),
            TokenReduction::TokenMean => self.token_mean().value,
            TokenReduction::SequenceMean => self.sequence_mean().value,
            TokenReduction::MeanOfSequenceSums => all() / self.counted().count() as f64,
        }
    }

    /// The least value that is not exceeded by at least this share of the tokens.
    ///
    /// # Conventions
    ///
    /// Always one of the values, not a point between two (numpy's `inverted_cdf`): so it is
    /// defined where some are infinite. Level 0 is the least, 1 the largest.
    ///
    /// # Accuracy
    ///
    /// Exact.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the level is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::Tokens;
    ///
    /// let report = Tokens::packed(&[4])?.summary(&[4.0, 1.0, 2.0, 3.0])?;
    /// assert_eq!((report.quantile(0.5)?, report.quantile(0.51)?), (2.0, 3.0));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50
    /// (1996) 361–365, definition 1.
    pub fn quantile(&self, level: f64) -> Result<f64, Error> {
        let valid = (0.0..=1.0).contains(&level);
        parameter("level of the quantile", level, valid, "from 0 to 1")?;
        let mut values: Vec<f64> = self.tokens.iter().map(|t| t.value).collect();
        let count = values.len();
        // The least whole number that is at least level·count, with the unrounded product.
        let product = Double::exact_product(level, count as f64);
        let up = product.value.ceil();
        let beyond = up == product.value && product.lost > 0.0;
        let rank = (up as usize + usize::from(beyond)).clamp(1, count);
        let (_, &mut value, _) = values.select_nth_unstable_by(rank - 1, f64::total_cmp);
        Ok(value)
    }

    /// The share of tokens at which teacher and student have the same likeliest token.
    ///
    /// # Conventions
    ///
    /// Of equal logits the first counts.
    ///
    /// # Accuracy
    ///
    /// Within 1 ulp.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::{TokenDivergence, TokenLogits, Tokens};
    ///
    /// let tokens = Tokens::packed(&[2])?;
    /// let both = TokenLogits::new(&tokens, &[1.0, 0.0, 3.0, 2.0], &[2.0, 0.0, 0.0, 1.0], 2)?;
    /// assert_eq!(both.compare(TokenDivergence::Forward, 1.0)?.top_1_agreement(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn top_1_agreement(&self) -> f64 {
        let same = self.tokens.iter().filter(|t| t.agrees).count();
        same as f64 / self.tokens.len() as f64
    }

    /// The sequences with a token.
    fn counted(&self) -> impl Iterator<Item = &TokenSequence> {
        self.sequences.iter().filter(|s| s.tokens > 0)
    }
}

/// The mean of some values, of which there is one at least, and its standard error from the groups
/// that they are.
fn mean(values: &[f64], groups: &[&[f64]]) -> TokenMean {
    let n = Double::from(values.len() as f64);
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let some = |x| (groups.len() > 1).then_some(x);
    if largest == f64::INFINITY {
        return TokenMean {
            value: largest,
            standard_error: some(0.0),
        };
    }
    // Units in which the largest is between 1 and 2: nothing that counts over- or underflows.
    let e = (largest.to_bits() >> 52) as i32 - 1023;
    let unit = power_of_two(-e.max(-1022));
    let total = |values: &[f64]| {
        let each = values.iter().map(|v| Double::from(v * unit));
        each.fold(Double::ZERO, |sum, v| sum + v)
    };
    let mean = total(values) / n;
    let apart = groups.iter().map(|own| {
        let count = Double::from(own.len() as f64);
        (total(own) - count * mean).value
    });
    let squares = sum(apart.map(|x| x * x));
    let s = groups.len() as f64;
    TokenMean {
        value: mean.value / unit,
        standard_error: some((squares * (s / (s - 1.0))).sqrt() / n.value / unit),
    }
}
