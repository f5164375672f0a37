//! Which places of a batch hold a token.

use super::report::{TokenReport, TokenValue};
use crate::Error;
use crate::error::{filled, parameter, same_size, share};
use crate::objective::input::LARGEST;

/// Which places of a batch hold a token, and of which sequence: a mask, or lengths.
///
/// A batch is one slice with an entry (a value, or a row of logits) for each place, sequence
/// after sequence. What stands in a place without a token, which is padding or a prompt, is never
/// read, and may be anything: NaN, −∞, what an earlier batch left behind.
///
/// | the batch | made by |
/// |---|---|
/// | sequences × width, with a mask of that shape | [`Tokens::masked`] |
/// | sequences × width, padded on the right | [`Tokens::padded`] |
/// | one sequence after the other, with nothing between | [`Tokens::packed`] |
///
/// For the logits of two models see [`TokenLogits`](super::TokenLogits); for numbers that
/// there is one of for each token, such as the k3 of [`token_kl`](super::super::token_kl()),
/// [`Tokens::summary`].
///
/// # Example
///
/// ```
/// use kl_core::objective::Tokens;
///
/// // Two answers, of three tokens and of one, padded to three.
/// let tokens = Tokens::padded(&[3, 1], 3)?;
/// let x = f64::NAN;
/// let report = tokens.summary(&[0.1, 0.2, 0.6, 0.5, x, x])?;
/// // Every token alike, or every answer alike.
/// assert_eq!(format!("{:.2}", report.token_mean().value), "0.35");
/// assert_eq!(format!("{:.2}", report.sequence_mean().value), "0.40");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    runs: Vec<Run>,
    count: usize,
    sequences: usize,
    places: usize,
}

/// Tokens side by side in one sequence, with a place without a token, or an end of the sequence,
/// on either side. A batch has few of them, so however long its sequences are, they take little
/// memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    first: Token,
    /// The number of tokens, at least 1.
    length: usize,
}

/// Where a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sequence: usize,
    /// Its index in the sequence.
    pub(super) place: usize,
    /// Its index in the batch.
    pub(super) row: usize,
}

const WIDTH: &str = "width of the batch";

impl Tokens {
    /// The places where the mask is true, of sequences that are padded to one width on whatever
    /// side.
    ///
    /// A mask of PyTorch's losses is `labels.map(|l| l != -100)`.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if the mask is empty.
    /// - [`Error::Parameter`] if the width is 0, and [`Error::NotMultiple`] if the mask does not
    ///   fill rows of it.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::Tokens;
    ///
    /// let labels = [-100, -100, 17, 4, -100, 9, 4, 11];
    /// let tokens = Tokens::masked(&labels.map(|label| label != -100), 4)?;
    /// assert_eq!((tokens.count(), tokens.sequences(), tokens.places()), (5, 2, 8));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn masked(mask: &[bool], width: usize) -> Result<Self, Error> {
        filled("places of the mask", mask.len())?;
        let sequences = share("places of the mask", mask.len(), WIDTH, width)?;
        let mut runs: Vec<Run> = Vec::new();
        for (sequence, row) in mask.chunks(width).enumerate() {
            let mut start = 0;
            for same in row.chunk_by(|a, b| a == b) {
                if same[0] {
                    runs.push(Run {
                        first: Token {
                            sequence,
                            place: start,
                            row: sequence * width + start,
                        },
                        length: same.len(),
                    });
                }
                start += same.len();
            }
        }
        Ok(Tokens {
            count: runs.iter().map(|run| run.length).sum(),
            runs,
            sequences,
            places: mask.len(),
        })
    }

    /// The first places of each sequence, so many as it is long, of sequences that are padded to
    /// one width on the right.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no lengths.
    /// - [`Error::Parameter`] if the width is 0.
    /// - [`Error::Entry`] names the first length above the width.
    /// - [`Error::TooLarge`] if there are more places than can be counted.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::Tokens;
    ///
    /// let tokens = Tokens::padded(&[2, 0, 3], 3)?;
    /// assert_eq!((tokens.count(), tokens.sequences(), tokens.places()), (5, 3, 9));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn padded(lengths: &[usize], width: usize) -> Result<Self, Error> {
        filled("lengths", lengths.len())?;
        parameter(WIDTH, width as f64, width > 0, "at least 1")?;
        if let Some(index) = lengths.iter().position(|&length| length > width) {
            return Err(Error::Entry {
                of: "length",
                index,
                value: lengths[index] as f64,
                must_be: "at most the width of the batch",
            });
        }
        Tokens::of_lengths(lengths, Some(width))
    }

    /// All places, of sequences that stand one after the other with nothing between them.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no lengths.
    /// - [`Error::TooLarge`] if there are more places than can be counted.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::Tokens;
    ///
    /// let tokens = Tokens::packed(&[2, 3])?;
    /// assert_eq!((tokens.count(), tokens.sequences(), tokens.places()), (5, 2, 5));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn packed(lengths: &[usize]) -> Result<Self, Error> {
        filled("lengths", lengths.len())?;
        Tokens::of_lengths(lengths, None)
    }

    fn of_lengths(lengths: &[usize], width: Option<usize>) -> Result<Self, Error> {
        let (mut runs, mut places, mut count) = (Vec::new(), 0_usize, 0);
        for (sequence, &length) in lengths.iter().enumerate() {
            if length > 0 {
                let (place, row) = (0, places);
                let first = Token {
                    sequence,
                    place,
                    row,
                };
                runs.push(Run { first, length });
            }
            let most = Error::TooLarge {
                of: "places",
                size: usize::MAX,
            };
            places = places.checked_add(width.unwrap_or(length)).ok_or(most)?;
            // No overflow: a length is at most the width.
            count += length;
        }
        Ok(Tokens {
            runs,
            count,
            sequences: lengths.len(),
            places,
        })
    }

    /// The number of tokens.
    ///
    /// ```
    /// # use kl_core::objective::Tokens;
    /// assert_eq!(Tokens::padded(&[2, 1], 4)?.count(), 3);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The number of sequences, those without a token included.
    ///
    /// ```
    /// # use kl_core::objective::Tokens;
    /// assert_eq!(Tokens::padded(&[2, 0], 4)?.sequences(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn sequences(&self) -> usize {
        self.sequences
    }

    /// The number of places, with a token or without.
    ///
    /// ```
    /// # use kl_core::objective::Tokens;
    /// assert_eq!(Tokens::padded(&[2, 1], 4)?.places(), 8);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn places(&self) -> usize {
        self.places
    }

    /// The report on numbers of which each place has one: their means by token and by sequence,
    /// with standard errors, and quantiles.
    ///
    /// # Conventions
    ///
    /// Numbers may be negative, as k1 is, but not infinite. [`TokenReport::top_1_agreement`] has
    /// nothing to say, and is 0.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there is no token.
    /// - [`Error::Size`] if there are not as many numbers as places.
    /// - [`Error::Entry`] names the first number of a token that is not finite, or not below
    ///   2¹⁰⁰⁰ in size.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::objective::{Tokens, token_kl};
    ///
    /// // Log-probabilities of drawn tokens under the policy and the reference. The last place is
    /// // padding: here a 0, which is valid for token_kl.
    /// let kl = token_kl(&[-1.0, -0.5, -2.0, 0.0], &[-1.5, -0.5, -1.0, 0.0])?;
    /// let tokens = Tokens::masked(&[true, true, true, false], 2)?;
    /// let k3 = tokens.summary(&kl.k3)?;
    /// assert_eq!(format!("{:.4}", k3.token_mean().value), "0.2749");
    /// assert_eq!(format!("{:.4}", k3.sequence_mean().value), "0.3858");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn summary(&self, values: &[f64]) -> Result<TokenReport, Error> {
        same_size("numbers", values.len(), "places", self.places)?;
        let mut found = Vec::with_capacity(self.count());
        for token in self.iter() {
            let value = values[token.row];
            if value.abs() >= LARGEST || value.is_nan() {
                return Err(Error::Entry {
                    of: "number",
                    index: token.row,
                    value,
                    must_be: "finite, and below 2^1000 in size, where there is a token",
                });
            }
            found.push(token.valued(value, false));
        }
        TokenReport::new(found, self.sequences)
    }

    /// The number of tokens of each sequence.
    pub(super) fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.sequences];
        for run in &self.runs {
            counts[run.first.sequence] += run.length;
        }
        counts
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Token> + '_ {
        self.runs.iter().flat_map(|run| {
            (0..run.length).map(|i| Token {
                sequence: run.first.sequence,
                place: run.first.place + i,
                row: run.first.row + i,
            })
        })
    }
}

impl Token {
    /// The error of one of its logits.
    pub(super) fn error(
        self,
        of: &'static str,
        word: usize,
        value: f64,
        must_be: &'static str,
    ) -> Error {
        Error::TokenEntry {
            of,
            sequence: self.sequence,
            place: self.place,
            word,
            value,
            must_be,
        }
    }

    pub(super) fn valued(self, value: f64, agrees: bool) -> TokenValue {
        TokenValue {
            sequence: self.sequence,
            place: self.place,
            value,
            agrees,
        }
    }
}
