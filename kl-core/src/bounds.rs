//! Inequalities between divergences: from one quantity, a bound on another.
//!
//! The argument is the known quantity of a pair; the pair itself is not needed. Every bound
//! holds for any two distributions, discrete or not, unless it says otherwise. The name says
//! which quantity is bounded and from which side.
//!
//! Each is a formula of a few operations, within 4 ulp of its true value unless it
//! says otherwise. A bound is rounded to nearest, not to the safe side.

use crate::error::{filled, parameter};
use crate::terms::entropy::entropy_term;
use crate::{Channel, Error, Information, Pmf};
use std::f64::consts::LN_2;

/// The largest total variation that a divergence of D(P‖Q) allows: the smaller of
/// [`pinsker`] and [`bretagnolle_huber`].
///
/// # Conventions
///
/// Between 0 and 1. Pinsker's is the smaller one below D = 1.59 nats or so.
///
/// # Errors
///
/// [`Error::Parameter`] if the divergence is negative or NaN.
///
/// # Example
///
/// ```
/// use kl_core::{Information, bounds};
///
/// assert_eq!(bounds::total_variation_at_most(Information::from_nats(0.5))?, 0.5);
/// assert_eq!(bounds::total_variation_at_most(Information::INFINITY)?, 1.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// The references of [`pinsker`] and [`bretagnolle_huber`].
pub fn total_variation_at_most(kl: Information) -> Result<f64, Error> {
    Ok(pinsker(kl)?.min(bretagnolle_huber(kl)?))
}

/// Pinsker's inequality: TV ≤ √(D/2).
///
/// # Conventions
///
/// Trivial (above 1) beyond D = 2 nats. Sharp for small D: for two coins near ½ the quotient
/// of both sides tends to 1.
///
/// # Errors
///
/// [`Error::Parameter`] if the divergence is negative or NaN.
///
/// # Example
///
/// ```
/// use kl_core::{Information, bounds};
///
/// assert_eq!(bounds::pinsker(Information::from_nats(0.125))?, 0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., lemma 11.6.1.
pub fn pinsker(kl: Information) -> Result<f64, Error> {
    let d = not_negative("divergence", kl.nats())?;
    // Two forms, because d/2 is inexact for a subnormal d and 2d may overflow.
    Ok(if d < 1.0 {
        0.5 * (2.0 * d).sqrt()
    } else {
        (0.5 * d).sqrt()
    })
}

/// The inequality of Bretagnolle and Huber: TV ≤ √(1 − e⁻ᴰ).
///
/// # Conventions
///
/// Never above 1. For small D it is √2 times that of [`pinsker`]; for large D it is not
/// trivial.
///
/// # Errors
///
/// [`Error::Parameter`] if the divergence is negative or NaN.
///
/// # Example
///
/// ```
/// use kl_core::{Information, bounds};
///
/// assert_eq!(bounds::bretagnolle_huber(Information::from_bits(1.0))?, 0.5f64.sqrt());
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Bretagnolle and Huber, "Estimation des densités: risque minimax", Zeitschrift für
/// Wahrscheinlichkeitstheorie und verwandte Gebiete 47 (1979) 119–137, DOI
/// 10.1007/BF00535278. Tsybakov, *Introduction to Nonparametric Estimation* (2009),
/// lemma 2.6 and its proof.
pub fn bretagnolle_huber(kl: Information) -> Result<f64, Error> {
    Ok((0.0 - (-not_negative("divergence", kl.nats())?).exp_m1()).sqrt())
}

/// The least divergence D(P‖Q) that a total variation t allows: the larger of
/// Pinsker's 2t² and Gilardoni's −ln(1 − t) − (1 − t) ln(1 + t).
///
/// # Conventions
///
/// Infinite for t = 1: no outcome is possible under both. Sharp for small t, where it is
/// Pinsker's. A total variation above 1 by rounding, by no more than [`Pmf::SUM_TOLERANCE`],
/// counts as 1. Near 1 the bound depends on 1 − t, which the rounding of t may have changed,
/// or made zero.
///
/// # Errors
///
/// [`Error::Parameter`] if the total variation is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::{Information, bounds};
///
/// assert_eq!(bounds::kl_at_least(0.25)?.nats(), 0.125);
/// assert_eq!(bounds::kl_at_least(1.0)?, Information::INFINITY);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Gilardoni, "On Pinsker's and Vajda's Type Inequalities for Csiszár's
/// f-Divergences", IEEE Transactions on Information Theory 56 (2010).
pub fn kl_at_least(total_variation: f64) -> Result<Information, Error> {
    let t = distance("total variation", total_variation)?;
    if t == 1.0 {
        return Ok(Information::INFINITY);
    }
    let pinsker = 2.0 * t * t;
    // Gilardoni's is the larger one beyond 0.58 or so. For small t it cancels, and its
    // rounding error would be taken for a bound.
    if t < 0.5 {
        return Ok(Information::from_nats(pinsker));
    }
    let gilardoni = -(-t).ln_1p() - (1.0 - t) * t.ln_1p();
    Ok(Information::from_nats(gilardoni.max(pinsker)))
}

/// The largest divergence D(P‖Q) that a χ² divergence allows: D ≤ ln(1 + χ²).
///
/// # Conventions
///
/// Sharp: equal if p/q takes one value where p > 0, as for a P that is certain.
///
/// # Errors
///
/// [`Error::Parameter`] if χ² is negative or NaN.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, bounds};
///
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.25, 0.75])?);
/// let most = bounds::kl_at_most(p.chi_squared(&q)?)?;
/// assert_eq!(most.bits(), 2.0);
/// assert_eq!(p.kl(&q)?, most);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Gibbs and Su, "On Choosing and Bounding Probability Metrics", International
/// Statistical Review 70 (2002) 419–435, DOI 10.1111/j.1751-5823.2002.tb00178.x.
pub fn kl_at_most(chi_squared: f64) -> Result<Information, Error> {
    let nats = not_negative("chi-squared", chi_squared)?.ln_1p();
    Ok(Information::from_nats(nats))
}

/// The least χ² divergence that a divergence D(P‖Q) allows: χ² ≥ eᴰ − 1.
///
/// # Conventions
///
/// The inverse of [`kl_at_most`], and sharp for the same pairs.
///
/// # Errors
///
/// [`Error::Parameter`] if the divergence is negative or NaN.
///
/// # Example
///
/// ```
/// use kl_core::{Information, bounds};
///
/// assert_eq!(bounds::chi_squared_at_least(Information::from_bits(2.0))?, 3.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// As for [`kl_at_most`].
pub fn chi_squared_at_least(kl: Information) -> Result<f64, Error> {
    Ok(not_negative("divergence", kl.nats())?.exp_m1())
}

/// The largest Jensen–Shannon divergence that a total variation allows:
/// JS ≤ TV ln 2.
///
/// # Conventions
///
/// Sharp: equal if each outcome is either equally probable under both or possible
/// under one of them only.
///
/// # Errors
///
/// [`Error::Parameter`] if the total variation is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, bounds};
///
/// let (p, q) = (Pmf::new([0.5, 0.5, 0.0])?, Pmf::new([0.5, 0.0, 0.5])?);
/// let most = bounds::jensen_shannon_at_most(p.total_variation(&q)?)?;
/// assert_eq!(p.jensen_shannon(&q)?, most);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Lin, "Divergence Measures Based on the Shannon Entropy", IEEE Transactions on
/// Information Theory 37 (1991) 145–151, DOI 10.1109/18.61115.
pub fn jensen_shannon_at_most(total_variation: f64) -> Result<Information, Error> {
    let t = distance("total variation", total_variation)?;
    Ok(Information::from_nats(LN_2 * t))
}

/// The least and the largest total variation that a Hellinger distance H allows:
/// H² ≤ TV ≤ H √(2 − H²).
///
/// # Conventions
///
/// H with the ½, as [`Pmf::hellinger`]. The left side is equal under the same
/// conditions as in [`jensen_shannon_at_most`], the right side for two coins with
/// probabilities that are each other's complement.
///
/// # Errors
///
/// [`Error::Parameter`] if the distance is not between 0 and 1.
///
/// # Example
///
/// ```
/// use kl_core::bounds;
///
/// assert_eq!(bounds::total_variation_between(1.0)?, (1.0, 1.0));
/// assert_eq!(bounds::total_variation_between(0.5)?, (0.25, 0.5 * 1.75f64.sqrt()));
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Tsybakov, *Introduction to Nonparametric Estimation* (2009), lemma 2.3.
pub fn total_variation_between(hellinger: f64) -> Result<(f64, f64), Error> {
    let h = distance("Hellinger distance", hellinger)?;
    Ok((h * h, (h * (2.0 - h * h).sqrt()).min(1.0)))
}

/// A reverse of Pinsker's inequality, for a Q whose outcomes all have at least the
/// probability m > 0: D(P‖Q) ≤ ln(1 + 2t²/m).
///
/// # Conventions
///
/// Without such an m there is none: D may be infinite for any t > 0. Sharp for a P
/// that is certain of an outcome with the probability m and a Q on two outcomes,
/// where m = ½.
///
/// # Errors
///
/// [`Error::Parameter`] if the total variation is not between 0 and 1, or m
/// not above 0 and at most 1.
///
/// # Example
///
/// ```
/// use kl_core::{Pmf, bounds};
///
/// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.5, 0.5])?);
/// let most = bounds::reverse_pinsker(p.total_variation(&q)?, 0.5)?;
/// assert_eq!(most.bits(), 1.0);
/// assert_eq!(p.kl(&q)?, most);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// It follows from D ≤ ln(1 + χ²) and χ² ≤ Σ (p − q)²/m, because numbers that sum
/// to zero and whose sizes sum to 2t have squares that sum to 2t² at most.
pub fn reverse_pinsker(total_variation: f64, least_q: f64) -> Result<Information, Error> {
    let t = distance("total variation", total_variation)?;
    let name = "least probability of Q";
    let valid = least_q > 0.0 && least_q <= 1.0;
    parameter(name, least_q, valid, "above 0 and at most 1")?;
    let chi_squared = 2.0 * t * (t / least_q);
    let nats = if chi_squared.is_finite() {
        chi_squared.ln_1p()
    } else {
        // The logarithm of the quotient, which itself overflows.
        LN_2 + 2.0 * t.ln() - least_q.ln()
    };
    Ok(Information::from_nats(nats))
}

/// Fano's inequality: the least probability of error of anyone who guesses X from
/// Y, where X has n possible values.
///
/// The e with h(e) + e ln(n − 1) = H(X|Y), where h is the entropy of a coin.
///
/// # Conventions
///
/// Between 0 and 1 − 1/n. Sharp: equal if, given any Y, the guess is right with
/// probability 1 − e and all other values are equally probable. The common weaker
/// form is e ≥ (H − ln 2)/ln n.
///
/// # Accuracy
///
/// The equation is solved by bisection, down to two neighbouring doubles; the
/// smaller is taken. Near e = 1 − 1/n, where the left side is flat, its rounding
/// leaves half of the digits.
///
/// # Errors
///
/// - [`Error::Empty`] if n is zero.
/// - [`Error::Parameter`] if the entropy is negative, NaN or above ln n by
///   more than rounding.
///
/// # Example
///
/// ```
/// use kl_core::{Information, bounds};
///
/// // A fair coin of which nothing is known; and a fair die.
/// let error = bounds::fano(Information::from_bits(1.0), 2)?;
/// assert!((error - 0.5).abs() < 1e-7);
/// assert_eq!(bounds::fano(Information::ZERO, 6)?, 0.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., theorem 2.10.1,
/// and its remark on guesses among the same values.
pub fn fano(conditional_entropy: Information, values: usize) -> Result<f64, Error> {
    filled("values", values)?;
    let n = values as f64;
    let h = conditional_entropy.nats();
    let valid = h >= 0.0 && h <= n.ln() + Pmf::SUM_TOLERANCE;
    let must_be = "from 0 to the logarithm of the number of values";
    parameter("conditional entropy", h, valid, must_be)?;
    let others = (n - 1.0).max(1.0).ln();
    let left = |e: f64| entropy_term(e) - (1.0 - e) * (-e).ln_1p() + e * others;
    let (mut low, mut high) = (0.0f64, 1.0 - 1.0 / n);
    if left(high) <= h {
        return Ok(high);
    }
    // Positive doubles are ordered like their bits: 64 steps at most.
    while high.to_bits() - low.to_bits() > 1 {
        let middle = f64::from_bits(low.to_bits() + (high.to_bits() - low.to_bits()) / 2);
        if left(middle) <= h {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The data-processing inequality: no channel takes P and Q further apart.
///
/// D(PW‖QW) ≤ D(P‖Q), where PW and QW are the distributions of the output. The result is
/// the divergence before, and the divergence after.
///
/// # Conventions
///
/// The conventions of [`Pmf::kl`] for each. The second is never above the first: where
/// rounding, or rows of the channel whose sums are not quite one, would make it so, it is
/// set to the first. Equal if the channel loses nothing that tells P from Q.
///
/// # Accuracy
///
/// The divergence before as [`Pmf::kl`], the one after within 5 ulp, also for P and Q that
/// differ in the last digit only: it is computed from Σ (q − p) W, and not from the
/// difference of rounded outputs.
///
/// # Errors
///
/// [`Error::Size`] if P, Q and the inputs of the channel are not equally many.
///
/// # Example
///
/// ```
/// use kl_core::{Channel, Pmf, bounds};
///
/// let (p, q) = (Pmf::new([0.5, 0.25, 0.25])?, Pmf::new([0.25, 0.5, 0.25])?);
/// // The first two outcomes look alike afterwards.
/// let first = Pmf::new([1.0, 0.0])?;
/// let channel = Channel::new([first.clone(), first, Pmf::new([0.0, 1.0])?])?;
/// let (before, after) = bounds::data_processing(&p, &q, &channel)?;
/// assert_eq!(format!("{before:.4}"), "0.1733 nats");
/// assert_eq!(after.nats(), 0.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 4.4, where the
/// channel is a step of a Markov chain.
pub fn data_processing(
    p: &Pmf,
    q: &Pmf,
    channel: &Channel,
) -> Result<(Information, Information), Error> {
    let before = p.kl(q)?.nats();
    let after = channel.divergence_after(p, q)?.min(before);
    Ok((
        Information::from_nats(before),
        Information::from_nats(after),
    ))
}

fn not_negative(name: &'static str, value: f64) -> Result<f64, Error> {
    parameter(name, value, value >= 0.0, "zero or above")
}

/// The value, if it is between 0 and 1 but for the rounding of sums.
fn distance(name: &'static str, value: f64) -> Result<f64, Error> {
    let valid = (0.0..=1.0 + Pmf::SUM_TOLERANCE).contains(&value);
    Ok(parameter(name, value, valid, "from 0 to 1")?.min(1.0))
}
