//! Two language models, compared at each token of a batch.

use super::layout::{Token, Tokens};
use super::report::{TokenReduction, TokenReport};
use super::row::{Memory, Row, Without};
use crate::error::{parameter, same_size};
use crate::objective::input::logits;
use crate::vectors::logits::first_largest;
use crate::{Error, Float};

/// The logits of a teacher and a student, or of a reference and a policy, at each place of a
/// batch.
///
/// Both are borrowed slices of places × vocabulary, in the order of PyTorch's contiguous tensors
/// of shape (batch, length, vocabulary); [`Tokens`] says which places hold a token. `f32`, `f64`,
/// or with the feature `half` 16 bits.
///
/// # Conventions
///
/// A logit of −∞ is a probability of zero. Under both models it adds nothing, and its derivative
/// is 0. Under the student alone the forward divergence is ∞, under the teacher alone the reverse
/// one, and the Jensen–Shannon divergence is always finite. What stands in a place without a token
/// is never read.
///
/// # Example
///
/// ```
/// use kl_core::objective::{TokenDivergence, TokenLogits, TokenReduction, Tokens};
///
/// // Two answers of two tokens and of one, padded to two; three words.
/// let masked = f32::NEG_INFINITY;
/// let padding = f32::NAN;
/// let teacher = [
///     1.0, 2.0, masked, 0.5, 0.0, 1.0, //
///     2.0, 0.0, 0.0, padding, padding, padding,
/// ];
/// let student = [
///     1.5, 2.0, masked, 0.0, 0.0, 1.0, //
///     1.0, 0.0, 0.5, padding, padding, padding,
/// ];
/// let tokens = Tokens::padded(&[2, 1], 2)?;
/// let both = TokenLogits::new(&tokens, &teacher, &student, 3)?;
///
/// let report = both.compare(TokenDivergence::Forward, 1.0)?;
/// assert_eq!(format!("{:.6}", report.tokens()[0].value), "0.026345");
///
/// // A step of training: the value, and its derivatives in the logits of the student.
/// let mut gradient = [0.0; 12];
/// let by = TokenReduction::TokenMean;
/// let report = both.compare_into(TokenDivergence::Reverse, 2.0, by, &mut gradient)?;
/// assert_eq!(format!("{:.4}", report.token_mean().value), "0.0227");
/// assert_eq!(gradient[2], 0.0);
/// assert_eq!(gradient[9..], [0.0; 3]);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TokenLogits<'a, F = f64> {
    tokens: &'a Tokens,
    teacher: &'a [F],
    student: &'a [F],
    vocabulary: usize,
    top: Option<(usize, TokenTail)>,
}

/// What becomes of the words that are not among a teacher's best.
///
/// With P₊ and P₋ the probabilities of the best words and of the others under the teacher,
///
/// D = D(bucketed) + P₋ D(others) = D(best words or not) + P₊ D(renormalised) + P₋ D(others)
///
/// where the last two are divergences between what is left after division by P₊ or P₋, under
/// the student by its own. So with a bucket one gets less than D by what happens among the
/// others, and never more: a lower bound. Renormalised values are no bound at all: they do not see
/// how much the student gives to the others, and a student that gives them nearly all may come out
/// as perfect.
///
/// ```
/// use kl_core::objective::{TokenDivergence, TokenLogits, TokenTail, Tokens};
///
/// let tokens = Tokens::packed(&[1])?;
/// let both = TokenLogits::new(&tokens, &[2.0, 1.0, 0.0, 0.0], &[2.0, 1.0, 3.0, 4.0], 4)?;
/// let value = |both: &TokenLogits| Ok(both.compare(TokenDivergence::Forward, 1.0)?.tokens()[0].value);
/// assert_eq!(format!("{:.4}", value(&both)?), "1.3682");
/// assert_eq!(format!("{:.4}", value(&both.with_top(2, TokenTail::Bucket)?)?), "1.3484");
/// // The best two stand in the same ratio under both.
/// assert_eq!(value(&both.with_top(2, TokenTail::Renormalised)?)?, 0.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenTail {
    /// They are one more outcome, under both models: a lower bound of the divergence.
    Bucket,
    /// They are left out, and what is left is divided by its sum, under both models: no bound, and
    /// seldom what is wanted.
    Renormalised,
}

/// The divergence of two models at a token: P is the teacher (or reference), Q the student (or
/// policy).
///
/// | name | formula | what it is for |
/// |---|---|---|
/// | `Forward` | D(P‖Q) | distillation; mass-covering |
/// | `Reverse` | D(Q‖P) | on-policy distillation, the penalty of reinforcement learning; mode-seeking |
/// | `JensenShannon` | β D(P‖M) + (1 − β) D(Q‖M), M = βP + (1 − β)Q | between them; bounded |
///
/// ```
/// use kl_core::objective::{TokenDivergence, TokenLogits, Tokens};
///
/// let tokens = Tokens::packed(&[1])?;
/// let both = TokenLogits::new(&tokens, &[0.0, 1000.0], &[1000.0, 0.0], 2)?;
/// let value = |divergence| Ok(both.compare(divergence, 1.0)?.tokens()[0].value);
/// assert_eq!(value(TokenDivergence::Reverse)?, 1000.0);
/// let js = value(TokenDivergence::JensenShannon { beta: 0.5 })?;
/// assert_eq!(js, std::f64::consts::LN_2);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum TokenDivergence {
    /// D(teacher‖student).
    Forward,
    /// D(student‖teacher).
    Reverse,
    /// The generalised Jensen–Shannon divergence, as
    /// [`generalised_jensen_shannon`](super::super::generalised_jensen_shannon()).
    JensenShannon {
        /// The share of the teacher in the mixture, above 0 and below 1.
        beta: f64,
    },
}

impl<'a, F: Float> TokenLogits<'a, F> {
    /// The logits of both at each place, of so many as the vocabulary has words.
    ///
    /// Nothing is read yet: what is wrong with a logit is said by [`TokenLogits::compare`].
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] if the vocabulary is empty.
    /// - [`Error::Size`] if there are not as many logits of one of them as places times words.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::{TokenLogits, Tokens};
    ///
    /// let tokens = Tokens::padded(&[1, 2], 2)?;
    /// let wrong = TokenLogits::new(&tokens, &[0.0; 12], &[0.0; 9], 3).map_err(|e| e.to_string());
    /// let text = "the number of logits of the student is 9: it must be 12, \
    ///             the number of places times words";
    /// assert_eq!(wrong.err().as_deref(), Some(text));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn new(
        tokens: &'a Tokens,
        teacher: &'a [F],
        student: &'a [F],
        vocabulary: usize,
    ) -> Result<Self, Error> {
        let valid = vocabulary > 0;
        parameter(
            "size of the vocabulary",
            vocabulary as f64,
            valid,
            "at least 1",
        )?;
        // More than fit into any slice, if there are so many.
        let entries = tokens.places().saturating_mul(vocabulary);
        same_size(TEACHER.logits, teacher.len(), ENTRIES, entries)?;
        same_size(STUDENT.logits, student.len(), ENTRIES, entries)?;
        Ok(TokenLogits {
            tokens,
            teacher,
            student,
            vocabulary,
            top: None,
        })
    }

    /// The same with the teacher's best words only, at each token so many, and what becomes of the
    /// others: those that a teacher's logits are kept for, or are sent over a network.
    ///
    /// D = Σ p ln(p/q) + P₋ ln(P₋/Q₋) over the best words, with the probabilities of all others in
    /// a bucket, P₋ and Q₋
    ///
    /// # Conventions
    ///
    /// The best words of the teacher, under both models; of equal logits the first. All of the
    /// vocabulary, or more, is as without. The temperature divides first, so the others are those
    /// of the softened models. The derivative of the bucket is shared among its words as they
    /// share its probability under the student.
    ///
    /// # Accuracy
    ///
    /// Values within 12 ulp, derivatives within 12 ulp of the largest, times Σ|q − p| of the
    /// others over |Q₋ − P₋| where that is above 1. P₋ and Q₋ are sums over the others, never 1
    /// less a sum, and have their digits however small they are.
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] if the number of words is 0.
    /// - From [`TokenLogits::compare`], with [`TokenTail::Renormalised`]: [`Error::TokenEntry`] if
    ///   the best words of the teacher are all impossible for the student.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::{TokenDivergence, TokenLogits, TokenTail, Tokens};
    ///
    /// let tokens = Tokens::packed(&[1])?;
    /// let (teacher, student) = ([0.0, -40.0, -41.0], [0.0, -41.0, -40.0]);
    /// let both = TokenLogits::new(&tokens, &teacher, &student, 3)?.with_top(1, TokenTail::Bucket)?;
    /// // The bucket has 5.8e-18, and the same under both but for rounding.
    /// assert!(both.compare(TokenDivergence::Forward, 1.0)?.tokens()[0].value < 1e-48);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.7.1, the log-sum
    /// inequality: outcomes that are put together lower a divergence.
    pub fn with_top(self, words: usize, tail: TokenTail) -> Result<Self, Error> {
        let valid = words > 0;
        parameter("number of words", words as f64, valid, "at least 1")?;
        let top = (words < self.vocabulary).then_some((words, tail));
        Ok(TokenLogits { top, ..self })
    }

    /// The divergence at each token, with both models softened by a temperature T.
    ///
    /// D(softmax(teacher/T)‖softmax(student/T)), or what the divergence says.
    ///
    /// # Conventions
    ///
    /// In nats, and not multiplied by T², as Hinton's objective is:
    /// [`distillation`](super::super::distillation()) does that. Never negative. ∞ is a value.
    ///
    /// # Accuracy
    ///
    /// Each value within 10 ulp, for teacher and student that are near or far. From `f32` a value
    /// is as right as from the same numbers as `f64`.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there is no token.
    /// - [`Error::Parameter`] if the temperature is not between 10⁻¹⁰⁰ and 10¹⁰⁰, or β is not
    ///   above 10⁻¹⁰⁰ and below 1.
    /// - [`Error::TokenEntry`] names the first logit of a token that is NaN, +∞, or finite and not
    ///   below 2¹⁰⁰⁰ or 1e300 T in size, and the first of a token for which all are −∞.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::{TokenDivergence, TokenLogits, Tokens};
    ///
    /// let tokens = Tokens::masked(&[false, true, true, false], 2)?;
    /// let (teacher, mut student) = ([0.0_f32, 1.0].repeat(4), [0.5_f32, 0.5].repeat(4));
    /// let compared = |student: &[f32]| {
    ///     TokenLogits::new(&tokens, &teacher, student, 2)?.compare(TokenDivergence::Forward, 1.0)
    /// };
    /// assert_eq!(format!("{:.4}", compared(&student)?.token_mean().value), "0.1109");
    /// student[0] = f32::NAN;
    /// assert!(compared(&student).is_ok());
    /// student[5] = f32::NAN;
    /// let wrong = compared(&student).map_err(|error| error.to_string());
    /// let text = "logit of the student, of sequence 1, place 0, word 1, is NaN: \
    ///             it must be finite and below 2^1000 in size, or -inf";
    /// assert_eq!(wrong.err().as_deref(), Some(text));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Agarwal, Vieillard, Zhou, Stanczyk, Ramos, Geist and Bachem, "On-Policy
    /// Distillation of Language Models: Learning from Self-Generated Mistakes", ICLR 2024,
    /// arXiv:2306.13649, section 2.
    pub fn compare(
        &self,
        divergence: TokenDivergence,
        temperature: f64,
    ) -> Result<TokenReport, Error> {
        check(divergence, temperature)?;
        let mut memory = Memory::default();
        let mut values = Vec::with_capacity(self.tokens.count());
        for token in self.tokens.iter() {
            let row = self.row(token, temperature)?;
            let value = row.value(divergence, self.top, &mut memory);
            let value = value.map_err(|without| error_of(token, &without))?;
            values.push(token.valued(value, self.agree(token)));
        }
        TokenReport::new(values, self.tokens.sequences())
    }

    /// [`TokenLogits::compare`], and the derivatives of a reduction of the values with respect to
    /// each logit of the student, written to a slice.
    ///
    /// | divergence | derivative in a logit, times T and before the reduction |
    /// |---|---|
    /// | `Forward` | q − p |
    /// | `Reverse` | q (ln(q/p) − D(Q‖P)) |
    /// | `JensenShannon` | (1 − β) q (ln(q/m) − D(Q‖M)) |
    ///
    /// # Conventions
    ///
    /// Those of [`TokenLogits::compare`]. The derivatives of places without a token are 0. Where
    /// the forward divergence is infinite, the derivatives are the limit from finite logits.
    ///
    /// # Accuracy
    ///
    /// The values as there; the derivatives of a token within 10 ulp of the largest of them, if
    /// that is above 10⁻²⁹⁰; those in `f32` are rounded once more.
    ///
    /// # Errors
    ///
    /// Those of [`TokenLogits::compare`]; [`Error::Size`] if there are not as many derivatives as
    /// logits; and for the reverse divergence [`Error::TokenEntry`] names the first logit of the
    /// teacher that is −∞ where the student's is finite: it is infinite, and stays so. After an
    /// error the slice holds some derivatives and some old numbers.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::{TokenDivergence, TokenLogits, TokenReduction, Tokens};
    ///
    /// let tokens = Tokens::packed(&[2])?;
    /// let both = TokenLogits::new(&tokens, &[0.0, 0.0, 1.0, 0.0], &[0.0, 0.0, 0.0, 0.0], 2)?;
    /// let mut gradient = [0.0; 4];
    /// let by = TokenReduction::TokenMean;
    /// let report = both.compare_into(TokenDivergence::Forward, 1.0, by, &mut gradient)?;
    /// assert_eq!(format!("{:.4}", report.reduced(by)), "0.0555");
    /// assert_eq!(format!("{:.4?}", gradient), "[0.0000, 0.0000, -0.1155, 0.1155]");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As for [`TokenLogits::compare`]; the derivatives follow from the definition with
    /// ∂qᵢ/∂ℓⱼ = qᵢ(δᵢⱼ − qⱼ)/T.
    pub fn compare_into(
        &self,
        divergence: TokenDivergence,
        temperature: f64,
        reduction: TokenReduction,
        gradient: &mut [F],
    ) -> Result<TokenReport, Error> {
        check(divergence, temperature)?;
        let logits = self.student.len();
        same_size("derivatives", gradient.len(), STUDENT.logits, logits)?;
        let counts = self.tokens.counts();
        let sequences = counts.iter().filter(|&&count| count > 0).count();
        let mut memory = Memory::default();
        let mut values = Vec::with_capacity(self.tokens.count());
        let mut rows = gradient.chunks_mut(self.vocabulary);
        let mut next = 0;
        for token in self.tokens.iter() {
            let row = self.row(token, temperature)?;
            let count = counts.get(token.sequence).copied().unwrap_or(1);
            let weight = reduction.weight(count, self.tokens.count(), sequences);
            for _ in next..token.row {
                clear(rows.next());
            }
            next = token.row + 1;
            let Some(output) = rows.next() else { break };
            let value = row.value_and_gradient(divergence, self.top, weight, &mut memory, output);
            let value = value.map_err(|without| error_of(token, &without))?;
            values.push(token.valued(value, self.agree(token)));
        }
        rows.for_each(|row| clear(Some(row)));
        TokenReport::new(values, self.tokens.sequences())
    }

    /// The logits of a token, checked.
    fn row(&self, token: Token, temperature: f64) -> Result<Row<'a, F>, Error> {
        let [teacher, student] = self.logits(token);
        for (of, row) in [(TEACHER.logit, teacher), (STUDENT.logit, student)] {
            logits(of, row, self.vocabulary, temperature).map_err(|error| match error {
                Error::Entry {
                    of,
                    index,
                    value,
                    must_be,
                } => token.error(of, index, value, must_be),
                other => other,
            })?;
        }
        Ok(Row {
            teacher,
            student,
            temperature,
        })
    }

    fn logits(&self, token: Token) -> [&'a [F]; 2] {
        let start = token.row * self.vocabulary;
        [self.teacher, self.student].map(|logits| {
            let row = logits.get(start..start + self.vocabulary);
            row.unwrap_or_default()
        })
    }

    /// Whether both have the same likeliest word.
    fn agree(&self, token: Token) -> bool {
        let [teacher, student] = self.logits(token).map(first_largest);
        teacher == student
    }
}

struct Owner {
    logits: &'static str,
    logit: &'static str,
}

const TEACHER: Owner = Owner {
    logits: "logits of the teacher",
    logit: "logit of the teacher",
};
const STUDENT: Owner = Owner {
    logits: "logits of the student",
    logit: "logit of the student",
};
const ENTRIES: &str = "places times words";

fn check(divergence: TokenDivergence, temperature: f64) -> Result<(), Error> {
    let valid = (1e-100..=1e100).contains(&temperature);
    parameter("temperature", temperature, valid, "from 1e-100 to 1e100")?;
    if let TokenDivergence::JensenShannon { beta } = divergence {
        let valid = (1e-100..1.0).contains(&beta);
        let must_be = "from 1e-100 to below 1: at the ends the divergence is 0, and its limits, \
                       once scaled, are the forward and the reverse divergence";
        parameter("beta", beta, valid, must_be)?;
    }
    Ok(())
}

fn error_of(token: Token, without: &Without) -> Error {
    let (of, word, must_be) = match *without {
        Without::Derivative(word) => (
            TEACHER.logit,
            word,
            "finite where that of the student is: \
             the reverse divergence is infinite, and has no gradient",
        ),
        Without::Words(word) => (
            STUDENT.logit,
            word,
            "finite, or that of another of the teacher's best words: \
             something must be possible; or take a bucket",
        ),
    };
    token.error(of, word, f64::NEG_INFINITY, must_be)
}

fn clear<F: Float>(row: Option<&mut [F]>) {
    if let Some(row) = row {
        row.fill(F::from_f64(0.0));
    }
}
