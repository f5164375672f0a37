//! Joint distributions of two variables.

mod apart;
mod divergence;
mod three;

pub use three::Joint3;

use self::apart::Apart;
use crate::error::same_size;
use crate::float::double::{Double, two_sum};
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::terms::kl::kl_term_apart;
use crate::terms::ratio::ln_ratio;
use crate::vectors::pmf::sum_to_one;
use crate::{Error, Information, Pmf};

/// The joint distribution of two variables X and Y: a table of probabilities,
/// with a row for each x and a column for each y.
///
/// A value of this type has been checked, as a [`Pmf`] has: the entries are a
/// probability vector. It is stored as given, never renormalised.
///
/// Entropy obeys the chain rule H(X, Y) = H(X) + H(Y|X).
///
/// # Example
///
/// ```
/// use kl_core::Joint;
///
/// // Y is X, but for one time in four.
/// let xy = Joint::new(2, 2, [0.375, 0.125, 0.125, 0.375])?;
/// assert_eq!(xy.row_marginal().entropy().bits(), 1.0);
/// assert_eq!(format!("{:.4}", xy.mutual_information()), "0.1308 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    columns: usize,
    entries: Pmf,
}

impl Joint {
    /// A table with its entries row by row, checked and stored as given.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if there are not rows × columns entries.
    /// - The errors of [`Pmf::new`], with the index counted row by row.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, Joint};
    ///
    /// assert!(Joint::new(1, 2, [0.5, 0.5]).is_ok());
    /// let half = Joint::new(2, 2, [0.5, 0.5]);
    /// assert!(matches!(half, Err(Error::Size { found: 2, expected: 4, .. })));
    /// ```
    pub fn new(rows: usize, columns: usize, entries: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let entries = entries.into();
        same_size(
            "entries",
            entries.len(),
            "rows times that of columns",
            rows.saturating_mul(columns),
        )?;
        let entries = Pmf::new(entries)?;
        Ok(Joint { columns, entries })
    }

    /// The table of two independent variables: the products of their probabilities.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if so many numbers do not fit into memory, and
    /// [`Error::NotNormalized`] if the sum of the products differs from one by more than
    /// [`Pmf::SUM_TOLERANCE`], which is possible though those of P and Q do not.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Information, Joint, Pmf};
    ///
    /// let p = Pmf::new([0.5, 0.5])?;
    /// let q = Pmf::new([0.25, 0.75])?;
    /// let both = Joint::independent(&p, &q)?;
    /// assert_eq!(both.as_pmf().as_slice(), [0.125, 0.375, 0.125, 0.375]);
    /// assert_eq!(both.mutual_information(), Information::ZERO);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn independent(x: &Pmf, y: &Pmf) -> Result<Self, Error> {
        let size = x.len().saturating_mul(y.len());
        let mut entries = Vec::new();
        entries
            .try_reserve_exact(size)
            .map_err(|_| Error::TooLarge {
                of: "outcomes",
                size,
            })?;
        for &p in x.as_slice() {
            entries.extend(y.as_slice().iter().map(|&q| p * q));
        }
        sum_to_one("products of the probabilities", &entries)?;
        Ok(Joint {
            columns: y.len(),
            entries: Pmf::unchecked(entries),
        })
    }

    /// The entries, row by row, as one probability vector.
    ///
    /// Its [`Pmf::entropy`] is the joint entropy H(X, Y), and its [`Pmf::kl`] the
    /// divergence of joint distributions.
    ///
    /// ```
    /// # use kl_core::Joint;
    /// let xy = Joint::new(2, 2, [0.5, 0.0, 0.25, 0.25])?;
    /// assert_eq!(xy.as_pmf().entropy().bits(), 1.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn as_pmf(&self) -> &Pmf {
        &self.entries
    }

    /// The numbers of rows and of columns: of values of X and of Y.
    ///
    /// ```
    /// # use kl_core::Joint;
    /// let xy = Joint::new(1, 2, [0.25, 0.75])?;
    /// assert_eq!(xy.shape(), (1, 2));
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        (self.entries.len() / self.columns, self.columns)
    }

    /// The distribution of X alone: the sum of each row.
    ///
    /// Each within 1 ulp, and none above one.
    ///
    /// ```
    /// # use kl_core::Joint;
    /// let xy = Joint::new(2, 2, [0.5, 0.0, 0.25, 0.25])?;
    /// assert_eq!(xy.row_marginal().as_slice(), [0.5, 0.5]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn row_marginal(&self) -> Pmf {
        marginal(&self.row_sums())
    }

    /// The distribution of Y alone: the sum of each column.
    ///
    /// Each within 1 ulp, and none above one.
    ///
    /// ```
    /// # use kl_core::Joint;
    /// let xy = Joint::new(2, 2, [0.5, 0.0, 0.25, 0.25])?;
    /// assert_eq!(xy.column_marginal().as_slice(), [0.75, 0.25]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn column_marginal(&self) -> Pmf {
        marginal(&self.column_sums())
    }

    /// Conditional entropy: the expected surprise of Y for someone who knows X.
    ///
    /// H(Y|X) = −Σ p(x, y) ln(p(x, y)/p(x)) = H(X, Y) − H(X)
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. Between 0 and H(Y), up to rounding; 0 if Y is a function of X.
    /// For H(X|Y), ask the [`Joint::transposed`] table.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp, also where Y is almost a function of X.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Joint;
    ///
    /// let xy = Joint::new(2, 2, [0.5, 0.0, 0.25, 0.25])?;
    /// assert_eq!(xy.conditional_entropy().bits(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 2.2.
    #[must_use]
    pub fn conditional_entropy(&self) -> Information {
        let rows = self.entries.as_slice().chunks(self.columns);
        let terms = rows.zip(self.row_sums()).flat_map(|(row, a)| {
            row.iter().map(move |&p| {
                // p ln(a/p) as p ln(1 + others/p), because a/p may round to one.
                let others = (a.value - p) + a.lost;
                if p == 0.0 || others <= 0.0 {
                    0.0
                } else if others < p {
                    p * (others / p).ln_1p()
                } else {
                    p * ln_ratio(a.value, p)
                }
            })
        });
        Information::from_nats(sum(terms))
    }

    /// Mutual information: how much X and Y tell about each other.
    ///
    /// I(X; Y) = Σ p(x, y) ln(p(x, y)/(p(x) p(y))) = H(Y) − H(Y|X)
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. Between 0 and the smaller of H(X) and H(Y), up to rounding;
    /// never negative, never infinite; 0 if X and Y are independent, or so nearly
    /// that the value is below the smallest double. Symmetric.
    ///
    /// For a table that does not quite sum to one, p(x) p(y) is divided by its sum T. Then p
    /// and q = p(x) p(y)/T have the same sum: the terms p ln(p/q) − p + q ≥ 0 have the sum
    /// of the formula.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for X and Y that are almost independent: the marginals
    /// are carried with twice the digits.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Joint;
    ///
    /// let copy = Joint::new(2, 2, [0.5, 0.0, 0.0, 0.5])?;
    /// assert_eq!(copy.mutual_information().bits(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.28.
    #[must_use]
    pub fn mutual_information(&self) -> Information {
        let entries = self.entries.as_slice();
        Information::from_nats(table_information(entries, self.columns))
    }

    /// The table with X and Y exchanged.
    ///
    /// ```
    /// # use kl_core::Joint;
    /// let xy = Joint::new(1, 2, [0.25, 0.75])?;
    /// assert_eq!(xy.transposed(), Joint::new(2, 1, [0.25, 0.75])?);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn transposed(&self) -> Joint {
        let p = self.entries.as_slice();
        let (rows, columns) = self.shape();
        let mut entries = vec![0.0; p.len()];
        // Tile by tile: along whole columns, each entry would be in another line of the cache.
        for first in (0..columns).step_by(TILE) {
            let wide = TILE.min(columns - first);
            for top in (0..rows).step_by(TILE) {
                let tall = TILE.min(rows - top);
                for j in first..first + wide {
                    let column = p.iter().skip(top * columns + j).step_by(columns);
                    let start = j * rows + top;
                    for (to, &from) in entries[start..start + tall].iter_mut().zip(column) {
                        *to = from;
                    }
                }
            }
        }
        Joint {
            columns: rows,
            entries: Pmf::unchecked(entries),
        }
    }

    fn row_sums(&self) -> Vec<Double> {
        row_sums(self.entries.as_slice(), self.columns)
    }

    fn column_sums(&self) -> Vec<Double> {
        column_sums(self.entries.as_slice(), self.columns)
    }
}

fn row_sums(entries: &[f64], columns: usize) -> Vec<Double> {
    entries
        .chunks(columns)
        .map(|row| Double::sum(row.iter().copied()))
        .collect()
}

fn column_sums(entries: &[f64], columns: usize) -> Vec<Double> {
    // All at once, row after row: down a column each entry would be in another line of the cache.
    let (mut values, mut lost) = (vec![0.0; columns], vec![0.0; columns]);
    for row in entries.chunks(columns) {
        for ((value, lost), &x) in values.iter_mut().zip(&mut lost).zip(row) {
            let (sum, rest) = two_sum(*value, x);
            *value = sum;
            *lost += rest;
        }
    }
    let sums = values.into_iter().zip(lost);
    sums.map(|(value, lost)| Double::exact_sum(value, lost))
        .collect()
}

/// Σ p(x, y) ln(p(x, y) T/(p(x) p(y))) of a table with the sum T > 0, in nats.
fn table_information(entries: &[f64], columns: usize) -> f64 {
    let sums = Sums {
        rows: row_sums(entries, columns),
        columns: column_sums(entries, columns),
        total: Double::sum(entries.iter().copied()),
    };
    let products = |_, _, joint: Double, product: Double| {
        (product.value - joint.value) + (product.lost - joint.lost)
    };
    let nats = information(entries, &sums, products);
    if nats > NEARLY_INDEPENDENT * sums.total.value {
        return nats;
    }
    let apart = Apart::new(entries, &sums);
    information(entries, &sums, |cell, p, _, _| apart.at(cell, p))
}

/// The sums of a table.
struct Sums {
    rows: Vec<Double>,
    columns: Vec<Double>,
    total: Double,
}

/// Below this part of T, the rounding of ab and of pT, though they have twice the digits, may
/// show in their differences.
const NEARLY_INDEPENDENT: f64 = power_of_two(-100);

/// [`table_information`], given how to compute ab − pT of row x, column y, p, pT and ab: times
/// [`UP`].
fn information(
    entries: &[f64],
    sums: &Sums,
    apart: impl Fn((usize, usize), f64, Double, Double) -> f64,
) -> f64 {
    let (apart, total) = (&apart, sums.total);
    let table = entries.chunks(sums.columns.len()).zip(&sums.rows);
    let terms = table.enumerate().flat_map(|(x, (row, &a))| {
        let cells = row.iter().zip(&sums.columns).enumerate();
        cells.map(move |(y, (&p, &b))| {
            // T times the term of p and ab/T is the term of pT and ab.
            let joint = total * Double::from(p).scaled(UP);
            let product = a * b.scaled(UP);
            if product.value < 1e-200 {
                // The product is far below p, or p is zero; digits of the product may be
                // lost.
                let rest = product.value - joint.value;
                return if p == 0.0 {
                    rest
                } else {
                    joint.value * (ln_ratio(p, a.value) - b.value.ln()) + rest
                };
            }
            let apart = apart((x, y), p, joint, product);
            kl_term_apart(joint.value, product.value, apart)
        })
    });
    sum(terms) / UP / total.value
}

/// The sums as a distribution: they add up to one as nearly as the table does.
fn marginal(sums: &[Double]) -> Pmf {
    Pmf::unchecked(sums.iter().map(|sum| sum.value.min(1.0)).collect())
}

/// The side of a part of a table that fits into the cache of a processor.
const TILE: usize = 32;

/// Scale that keeps products of two subnormals, and their rounding errors, normal.
const UP: f64 = power_of_two(900);
