//! Divergences of joint distributions, and their chain rule.

use super::Joint;
use super::apart::{as_double, without};
use crate::error::same_size;
use crate::float::double::Double;
use crate::float::scale::{power_of_two, scaled, split};
use crate::float::sum::sum;
use crate::special::log1pmx::log1pmx;
use crate::terms::kl::{kl_term, kl_term_of_quotient};
use crate::{Error, Information, KlDivergence};

impl Joint {
    /// Kullback–Leibler divergence of the joint distribution P, `self`, from Q.
    ///
    /// D(P‖Q) = Σ p(x, y) ln(p(x, y)/q(x, y))
    ///
    /// # Conventions
    ///
    /// The conventions of [`Pmf::kl`](crate::Pmf::kl), for the entries as one vector. The
    /// chain rule is D(P‖Q) = D(P(X)‖Q(X)) + D(P(Y|X)‖Q(Y|X)), where the last is
    /// [`Joint::conditional_kl`].
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, also for P and Q that differ in the last digit only.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if the tables have different shapes.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Joint;
    ///
    /// let p = Joint::new(2, 2, [0.5, 0.0, 0.0, 0.5])?;
    /// let q = Joint::new(2, 2, [0.25, 0.25, 0.25, 0.25])?;
    /// assert_eq!(p.kl(&q)?.bits(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26.
    pub fn kl(&self, q: &Joint) -> Result<Information, Error> {
        self.same_shape(q)?;
        self.as_pmf().kl(q.as_pmf())
    }

    /// Conditional divergence of P, `self`, from Q: the divergence of Y given X, averaged
    /// over X under P.
    ///
    /// D(P(Y|X)‖Q(Y|X)) = Σ p(x) Σ p(y|x) ln(p(y|x)/q(y|x))
    ///
    /// # Conventions
    ///
    /// 0·ln 0 = 0. [`Information::INFINITY`] if P puts mass where Q has none; also if Q has
    /// no mass in the whole row of an x that P has, where q(y|x) is not defined. A row
    /// without mass under P does not count. Never negative; zero only if the conditional
    /// distributions are equal, or the value is below the smallest double. For X given Y,
    /// take the [`Joint::transposed`] tables.
    ///
    /// # Accuracy
    ///
    /// Within 6 ulp, also for conditional distributions that differ in the last
    /// digit only: the rows' sums are carried with twice the digits.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if the tables have different shapes.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Information, Joint};
    ///
    /// // Different X, the same Y given X.
    /// let p = Joint::new(2, 2, [0.5, 0.25, 0.0, 0.25])?;
    /// let q = Joint::new(2, 2, [0.25, 0.125, 0.0, 0.625])?;
    /// assert_eq!(p.conditional_kl(&q)?, Information::ZERO);
    /// let of_x = p.row_marginal().kl(&q.row_marginal())?;
    /// assert!((p.kl(&q)? - of_x).nats().abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.5.3.
    pub fn conditional_kl(&self, q: &Joint) -> Result<Information, Error> {
        self.same_shape(q)?;
        let (p_sums, q_sums) = (self.row_sums(), q.row_sums());
        let p_rows = self.as_pmf().as_slice().chunks(self.columns);
        let rows = p_rows.zip(q.as_pmf().as_slice().chunks(self.columns));
        let terms = rows
            .zip(p_sums.iter().zip(&q_sums))
            .flat_map(|((p_row, q_row), (&a, &b))| {
                p_row
                    .iter()
                    .zip(q_row)
                    .enumerate()
                    .map(move |(y, (&p, &q))| {
                        // Q's entry times a/b, where a and b are the row sums of P and Q: both
                        // rows then sum to a.
                        if q == 0.0 {
                            kl_term(p, 0.0)
                        } else if p == 0.0 {
                            a.value * (q / b.value)
                        } else if p > NEARLY_ALL * a.value && q > NEARLY_ALL * b.value {
                            let rests =
                                [p_row, q_row].map(|row| without(row.iter().map(as_double), y));
                            dominant_term([p, q], rests, b)
                        } else {
                            kl_term_of_quotient(p, q, (a.value, a.lost), (b.value, b.lost))
                        }
                    })
            });
        Ok(Information::from_nats(sum(terms)))
    }

    fn same_shape(&self, q: &Joint) -> Result<(), Error> {
        let [(p_rows, p_columns), (q_rows, q_columns)] = [self.shape(), q.shape()];
        same_size("rows of Q", q_rows, "rows of P", p_rows)?;
        same_size("columns of Q", q_columns, "columns of P", p_columns)
    }
}

/// The part of a row that leaves so little that its digits are not all in the row's sum.
const NEARLY_ALL: f64 = 1.0 - power_of_two(-20);

/// The term of p and qa/b, where a = p + r and b = q + s and both rests are far less: qa/pb − 1 is
/// (rq − sp)/pb, which is 0 where the rows are alike.
fn dominant_term([p, q]: [f64; 2], [r, s]: [Double; 2], b: Double) -> f64 {
    // Each row in a unit of its own, as it may be subnormal.
    let (_, of_p) = split(p);
    let (_, of_q) = split(q);
    let unit = |x: Double, e: i32| Double {
        value: scaled(x.value, -e),
        lost: scaled(x.lost, -e),
    };
    let (first, second) = (unit(p.into(), of_p), unit(q.into(), of_q));
    let apart = unit(r, of_p) * second - unit(s, of_q) * first;
    p * -log1pmx((apart / (first * unit(b, of_q))).value)
}

/// [`Joint::kl`], as the trait's method.
impl KlDivergence for Joint {
    fn kl(&self, q: &Joint) -> Result<Information, Error> {
        Joint::kl(self, q)
    }
}
