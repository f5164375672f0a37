//! Mutual information from counts of pairs.

use super::Counts;
use super::counts::whole_kl_term;
use crate::error::same_size;
use crate::float::sum::CompensatedSum;
use crate::{Error, Information};

/// A contingency table: how often each pair of outcomes of two variables was seen.
///
/// # Example
///
/// ```
/// use kl_core::estimate::CountTable;
///
/// let table = CountTable::new(2, 2, [3, 1, 1, 3])?;
/// assert_eq!(format!("{:.4}", table.mutual_information()), "0.1308 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountTable {
    columns: usize,
    entries: Counts,
}

impl CountTable {
    /// A table with its counts row by row.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if there are not rows × columns counts, and the errors of
    /// [`Counts::new`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::CountTable;
    ///
    /// assert!(CountTable::new(1, 2, [3, 4]).is_ok());
    /// assert!(CountTable::new(2, 2, [3, 4]).is_err());
    /// ```
    pub fn new(rows: usize, columns: usize, counts: impl Into<Vec<u64>>) -> Result<Self, Error> {
        let counts = counts.into();
        same_size(
            "counts",
            counts.len(),
            "rows times that of columns",
            rows.saturating_mul(columns),
        )?;
        let entries = Counts::new(counts)?;
        Ok(CountTable { columns, entries })
    }

    /// Mutual information of the frequencies.
    ///
    /// Î = Σ (c/n) ln(cn/rs), where c is a count, r and s are the sums of its row and
    /// column, and n is the total
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. Never negative. On average it is above the mutual information of the
    /// variables. The statistic G of the test of independence is 2n times as much.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, however near the variables are to independence.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Information;
    /// use kl_core::estimate::CountTable;
    ///
    /// let independent = CountTable::new(2, 2, [1, 2, 3, 6])?;
    /// assert_eq!(independent.mutual_information(), Information::ZERO);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.28.
    #[must_use]
    pub fn mutual_information(&self) -> Information {
        let n = u128::from(self.entries.total());
        let (rows, columns) = self.sums();
        let mut sum = CompensatedSum::default();
        for (row, r) in self.entries.as_slice().chunks_exact(self.columns).zip(rows) {
            for (&c, &s) in row.iter().zip(&columns) {
                // Terms in units of 1/n², in which the difference is exact.
                sum.add(whole_kl_term(u128::from(c) * n, r * s));
            }
        }
        Information::from_nats(sum.total() / (n as f64 * n as f64))
    }

    /// Mutual information with Miller and Madow's correction of the bias.
    ///
    /// Î − (k − r − s + 1)/2n, where Î is [`CountTable::mutual_information`], and k, r and
    /// s are the numbers of pairs, rows and columns that were seen
    ///
    /// # Conventions
    ///
    /// It may be negative. It is the sum of the corrected entropies of the variables less
    /// that of the pairs.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp of the larger of the two terms.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::estimate::CountTable;
    ///
    /// let table = CountTable::new(2, 2, [1, 1, 1, 1])?;
    /// assert_eq!(table.mutual_information_corrected().nats(), -0.125);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// As [`Counts::entropy_corrected`].
    #[must_use]
    pub fn mutual_information_corrected(&self) -> Information {
        let seen = |sums: &[u128]| sums.iter().filter(|&&sum| sum > 0).count() as f64;
        let (rows, columns) = self.sums();
        let pairs = self.entries.as_slice().iter().filter(|&&c| c > 0).count() as f64;
        let excess = pairs - seen(&rows) - seen(&columns) + 1.0;
        let bias = excess / (2.0 * self.entries.total() as f64);
        self.mutual_information() - Information::from_nats(bias)
    }

    /// The sums of the rows and of the columns.
    fn sums(&self) -> (Vec<u128>, Vec<u128>) {
        let rows = self.entries.as_slice().chunks_exact(self.columns);
        let mut columns = vec![0; self.columns];
        let of_rows = rows
            .map(|row| {
                for (sum, &c) in columns.iter_mut().zip(row) {
                    *sum += u128::from(c);
                }
                row.iter().map(|&c| u128::from(c)).sum()
            })
            .collect();
        (of_rows, columns)
    }
}
