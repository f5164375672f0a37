//! Joint distributions of three variables.

use super::{Joint, table_information};
use crate::error::{filled, share};
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::{Error, Information, Pmf};

/// The joint distribution of three variables X, Y and Z: a table of probabilities
/// for each z, with a row for each x and a column for each y.
///
/// A value of this type has been checked, as a [`Pmf`] has: the entries are a
/// probability vector. It is stored as given, never renormalised.
///
/// Information obeys the chain rule I(X; Y, Z) = I(X; Z) + I(X; Y|Z).
///
/// # Example
///
/// ```
/// use kl_core::{Information, Joint3};
///
/// // X and Y are fair coins, and Z says whether they differ.
/// let same = [0.25, 0.0, 0.0, 0.25];
/// let differ = [0.0, 0.25, 0.25, 0.0];
/// let xyz = Joint3::new(2, 2, [same, differ].concat())?;
/// assert_eq!(xyz.without_z().mutual_information(), Information::ZERO);
/// assert_eq!(xyz.conditional_mutual_information().bits(), 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Joint3 {
    columns: usize,
    /// The number of entries for each z: at least one.
    table: usize,
    entries: Pmf,
}

impl Joint3 {
    /// The tables of all z, one after the other, each with its entries row by row.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no rows or no columns.
    /// - [`Error::NotMultiple`] if the entries do not fill whole tables of
    ///   rows × columns.
    /// - The errors of [`Pmf::new`], with the index counted through all tables.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, Joint3};
    ///
    /// assert!(Joint3::new(1, 2, [0.25; 4]).is_ok());
    /// let half = Joint3::new(2, 2, [0.5, 0.5]);
    /// assert!(matches!(half, Err(Error::NotMultiple { divisor: 4, .. })));
    /// ```
    pub fn new(rows: usize, columns: usize, entries: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let entries = entries.into();
        filled("rows", rows)?;
        filled("columns", columns)?;
        let table = rows.saturating_mul(columns);
        share("entries", entries.len(), "rows times columns", table)?;
        let entries = Pmf::new(entries)?;
        Ok(Joint3 {
            columns,
            table,
            entries,
        })
    }

    /// The entries as one probability vector, in the order of [`Joint3::new`].
    ///
    /// ```
    /// # use kl_core::Joint3;
    /// let xyz = Joint3::new(1, 2, [0.25; 4])?;
    /// assert_eq!(xyz.as_pmf().entropy().bits(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn as_pmf(&self) -> &Pmf {
        &self.entries
    }

    /// The joint distribution of X and Y: the sum over z, each within 1 ulp.
    ///
    /// ```
    /// # use kl_core::{Joint, Joint3};
    /// let xyz = Joint3::new(1, 2, [0.25, 0.125, 0.5, 0.125])?;
    /// assert_eq!(xyz.without_z(), Joint::new(1, 2, [0.75, 0.25])?);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn without_z(&self) -> Joint {
        let p = self.entries.as_slice();
        let over_z = |i: usize| p.iter().skip(i).step_by(self.table).copied();
        joint(self.columns, (0..self.table).map(|i| sum(over_z(i))))
    }

    /// The joint distribution of X (rows) and Z (columns): the sum over y, each within 1 ulp.
    ///
    /// ```
    /// # use kl_core::{Joint, Joint3};
    /// let xyz = Joint3::new(1, 2, [0.25, 0.125, 0.5, 0.125])?;
    /// assert_eq!(xyz.without_y(), Joint::new(1, 2, [0.375, 0.625])?);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn without_y(&self) -> Joint {
        let rows = self.entries.as_slice().chunks(self.columns);
        let rows = rows.map(|row| sum(row.iter().copied()));
        joint(self.table / self.columns, rows).transposed()
    }

    /// The joint distribution of X (rows) and of the pair of Y and Z (columns, all
    /// y of the first z first).
    ///
    /// ```
    /// # use kl_core::{Joint, Joint3};
    /// let xyz = Joint3::new(2, 1, [0.25, 0.125, 0.5, 0.125])?;
    /// let x_and_pair = Joint::new(2, 2, [0.25, 0.5, 0.125, 0.125])?;
    /// assert_eq!(xyz.x_and_pair(), x_and_pair);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn x_and_pair(&self) -> Joint {
        let p = self.entries.as_slice();
        let rows = self.table / self.columns;
        let row = |x: usize| p.chunks(self.columns).skip(x).step_by(rows).flatten();
        let entries = (0..rows).flat_map(row).copied();
        joint(p.len() / rows, entries)
    }

    /// Conditional mutual information: how much X and Y tell about each other for
    /// someone who knows Z.
    ///
    /// I(X; Y|Z) = Σ p(x, y, z) ln(p(z) p(x, y, z)/(p(x, z) p(y, z)))
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. Never negative, never infinite; 0 if X and Y are independent
    /// given each z. It may be larger or smaller than I(X; Y). A z that does not
    /// occur does not count.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for X and Y that are almost independent given Z.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Information, Joint3};
    ///
    /// // Z decides both X and Y: given Z, nothing is left to tell.
    /// let xyz = Joint3::new(2, 2, [0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5])?;
    /// assert_eq!(xyz.without_z().mutual_information().bits(), 1.0);
    /// assert_eq!(xyz.conditional_mutual_information(), Information::ZERO);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.61;
    /// theorem 2.5.2 for the chain rule.
    #[must_use]
    pub fn conditional_mutual_information(&self) -> Information {
        let tables = self.entries.as_slice().chunks(self.table);
        Information::from_nats(sum(tables.map(|table| {
            let largest = table.iter().copied().fold(0.0, f64::max);
            // Scaled to be as far above the smallest double as a table that sums to one;
            // powers of two change no digit.
            let (up, down) = if largest < SMALL {
                (1.0 / SMALL, SMALL)
            } else {
                (1.0, 1.0)
            };
            if largest == 0.0 {
                return 0.0;
            }
            let table: Vec<f64> = table.iter().map(|p| p * up).collect();
            table_information(&table, self.columns) * down
        })))
    }
}

/// 2⁻⁵⁰⁰.
const SMALL: f64 = power_of_two(-500);

/// Sums of a probability vector's entries, as a table.
fn joint(columns: usize, sums: impl Iterator<Item = f64>) -> Joint {
    Joint {
        columns,
        entries: Pmf::unchecked(sums.map(|p| p.min(1.0)).collect()),
    }
}
