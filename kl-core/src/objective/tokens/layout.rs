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
    tokens: Vec<Token>,
    sequences: usize,
    places: usize,
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
        let places = mask.iter().enumerate().filter(|&(_, is_token)| *is_token);
        let tokens = places.map(|(row, _)| Token {
            sequence: row / width,
            place: row % width,
            row,
        });
        Ok(Tokens {
            tokens: tokens.collect(),
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
        /// Of tokens: more than this many would not fit into memory.
        const MOST: usize = isize::MAX as usize / size_of::<Token>();
        let of = "places";
        let too_large = |size| Error::TooLarge { of, size };
        let (mut places, mut count) = (0_usize, 0_usize);
        for &length in lengths {
            places = places
                .checked_add(width.unwrap_or(length))
                .ok_or(too_large(usize::MAX))?;
            // No overflow: a length is at most the width.
            count += length;
        }
        let mut tokens = Vec::new();
        if count > MOST || tokens.try_reserve_exact(count).is_err() {
            return Err(too_large(count));
        }
        let mut start = 0;
        for (sequence, &length) in lengths.iter().enumerate() {
            tokens.extend((0..length).map(|place| Token {
                sequence,
                place,
                row: start + place,
            }));
            start += width.unwrap_or(length);
        }
        Ok(Tokens {
            tokens,
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
        self.tokens.len()
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
        for token in &self.tokens {
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
        for token in &self.tokens {
            counts[token.sequence] += 1;
        }
        counts
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Token> + '_ {
        self.tokens.iter().copied()
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
