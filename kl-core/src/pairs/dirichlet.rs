//! Beta and Dirichlet distributions, and beta against uniform.

use super::unit_interval_within;
use crate::float::double::two_sum;
use crate::float::not_negative::not_negative;
use crate::float::sum::CompensatedSum;
use crate::special::binet::{differences, slope};
use crate::special::lgamma::stirling_remainder;
use crate::terms::kl::kl_term_of_quotient;
use crate::{Error, Information, KlDivergence};
use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim};
use statrs::distribution::{Beta, Dirichlet, Uniform};

/// D(P‖Q) = ln B(aq, bq) − ln B(ap, bp) + (ap − aq) ψ(ap) + (bp − bq) ψ(bp) +
/// (aq − ap + bq − bp) ψ(ap + bp), where a and b are the two shapes and B is
/// the beta function.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 8 ulp times a condition number, also for parameters that differ in
/// the last digit only. The condition number is 1 + R/D(P‖Q), where R is the
/// remainder of ln Γ(x) − x ln x + x from ap + bp to aq + bq. It is below 3
/// unless the smaller shape is below 1 and hardly changes.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names a sum of shapes beyond [`f64::MAX`].
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Beta;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Beta::new(2.0, 1.0)?;
/// let q = Beta::new(1.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.1931 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used
/// univariate continuous distributions", Information Sciences 249 (2013)
/// 124–131, DOI 10.1016/j.ins.2013.06.018.
impl KlDivergence for Beta {
    fn kl(&self, q: &Beta) -> Result<Information, Error> {
        let p = [self.shape_a(), self.shape_b()];
        let q = [q.shape_a(), q.shape_b()];
        dirichlet_divergence(&p, &q).map(Information::from_nats)
    }
}

/// D(P‖Q) = ln(d − c) − ln B(a, b) + (a − 1) ψ(a) + (b − 1) ψ(b) − (a + b − 2) ψ(a + b)
/// if c ≤ 0 and 1 ≤ d, where a and b are the shapes of P, B is the beta function, and c
/// and d are the ends of Q's interval.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] where a part of [0, 1] is outside Q's
/// interval, and where the true value is beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 8 ulp times the condition number that is stated for the divergence of two
/// beta distributions, Q being the one of shapes 1 and 1.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names a sum of shapes beyond [`f64::MAX`].
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Beta, Uniform};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Beta::new(2.0, 1.0)?;
/// let q = Uniform::new(0.0, 2.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.8863 nats");
/// assert!(p.kl(&Uniform::new(0.5, 1.0)?)?.is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used univariate
/// continuous distributions", Information Sciences 249 (2013) 124–131, DOI
/// 10.1016/j.ins.2013.06.018, the uniform distribution on [0, 1] being a beta
/// distribution.
impl KlDivergence<Uniform> for Beta {
    fn kl(&self, q: &Uniform) -> Result<Information, Error> {
        let own = dirichlet_divergence(&[self.shape_a(), self.shape_b()], &[1.0, 1.0])?;
        let Some(width) = unit_interval_within(q) else {
            return Ok(Information::INFINITY);
        };
        Ok(Information::from_nats(own + width))
    }
}

/// D(P‖Q) = ln Γ(sp) − ln Γ(sq) + Σ [ln Γ(qᵢ) − ln Γ(pᵢ) + (pᵢ − qᵢ)(ψ(pᵢ) −
/// ψ(sp))], where pᵢ and qᵢ are the concentrations, and sp and sq their sums.
///
/// P is `self`, the truth; Q is the argument, the model.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 8 ulp times a condition number, also for parameters that differ in
/// the last digit only. The condition number is 1 + R/D(P‖Q), where R is the
/// remainder of ln Γ(x) − x ln x + x from sp to sq. It is below 3 unless one
/// concentration is far above all others, these are below 1, and they hardly
/// change.
///
/// # Errors
///
/// [`Error::DimensionMismatch`] if P and Q have different numbers of
/// concentrations. [`Error::InvalidParameter`] names a sum of concentrations
/// beyond [`f64::MAX`].
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Dirichlet;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Dirichlet::new(vec![1.0, 1.0, 1.0])?;
/// let q = Dirichlet::new(vec![2.0, 2.0, 2.0])?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.4057 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Penny, "Kullback-Liebler Divergences of Normal, Gamma, Dirichlet and Wishart
/// Densities", Wellcome Department of Cognitive Neurology (2001).
impl<D> KlDivergence for Dirichlet<D>
where
    D: Dim,
    DefaultAllocator: Allocator<D>,
{
    fn kl(&self, q: &Dirichlet<D>) -> Result<Information, Error> {
        let (p, q) = (self.alpha().as_slice(), q.alpha().as_slice());
        if p.len() != q.len() {
            return Err(Error::DimensionMismatch {
                left: p.len(),
                right: q.len(),
            });
        }
        dirichlet_divergence(p, q).map(Information::from_nats)
    }
}

/// The divergence of two Dirichlet distributions of the same length.
///
/// Σ kl_term(qᵢ, pᵢ·sq/sp), which is about the means; and the remainders of
/// ln Γ(x) − x ln x + x for all concentrations, less that for their sum. The
/// difference is ≥ 0 as well: one over the second derivative is superadditive.
pub(super) fn dirichlet_divergence(p: &[f64], q: &[f64]) -> Result<f64, Error> {
    let sum_p = precise_sum(p, "sum of the shapes of P")?;
    let sum_q = precise_sum(q, "sum of the shapes of Q")?;
    let (mut total, mut change) = (CompensatedSum::default(), CompensatedSum::default());
    for (&p, &q) in p.iter().zip(q) {
        total.add(kl_term_of_quotient(q, p, sum_q, sum_p));
        total.add(stirling_remainder(p, q, q - p));
        change.add(q - p);
    }
    let total_before = total.total();
    let excess = stirling_remainder(sum_p.0, sum_q.0, change.total());
    if total_before == f64::INFINITY {
        return Ok(if sum_p.0 < 1e-20 {
            next_to_nothing(p, q, sum_p.0)
        } else {
            // That is more than any excess.
            total_before
        });
    }
    let direct = total_before - excess;
    if direct < 1e-3 * excess
        && let Some((divergence, size)) = beside_one(p, q, sum_p, sum_q)
        && size < excess
    {
        return Ok(not_negative(divergence));
    }
    total.add(-excess);
    Ok(not_negative(total.total()))
}

/// The divergence where one concentration is most of the sum, for P and for Q, and how large
/// the terms are that may cancel.
///
/// With f(x) = ln Γ(x) − x ln x + x, the remainder for the sums less that for the large
/// concentrations is written as what the others change: R(q, sq) − R(p, sp) + (sq − q)(f′(q) −
/// f′(sp)) + (q − sp)(f′(p) − f′(sp)), R being the remainder of f.
fn beside_one(p: &[f64], q: &[f64], sums_p: (f64, f64), sums_q: (f64, f64)) -> Option<(f64, f64)> {
    let (sum_p, sum_q) = (sums_p.0, sums_q.0);
    let one = p
        .iter()
        .zip(q)
        .position(|(&p, &q)| p > 0.5 * sum_p && q > 0.5 * sum_q)?;
    let others = |x: &[f64]| x[..one].iter().chain(&x[one + 1..]).sum::<f64>();
    let (a, b, more_p, more_q) = (p[one], q[one], others(p), others(q));
    let mut positive = CompensatedSum::default();
    for (i, (&p, &q)) in p.iter().zip(q).enumerate() {
        positive.add(kl_term_of_quotient(q, p, sums_q, sums_p));
        if i != one {
            positive.add(stirling_remainder(p, q, q - p));
        }
    }
    // x·f′(x), which goes to −1.
    let tilt = |x: f64| if x < 1e-290 { -1.0 } else { x * slope(x) - 0.5 };
    let down = -differences(a, sum_p, more_p).1 - 0.5 * (more_p / a) / sum_p;
    let terms = [
        stirling_remainder(b, sum_q, more_q),
        -stirling_remainder(a, sum_p, more_p),
        more_q / b * tilt(b),
        -more_q / sum_p * tilt(sum_p),
        ((b - a) - more_p) * down,
    ];
    let size = terms.iter().map(|x| x.abs()).sum::<f64>();
    for term in terms {
        positive.add(-term);
    }
    Some((positive.total(), size))
}

/// The divergence for an infinite total and concentrations of P that are next to nothing.
///
/// The excess may be infinite too. All else is nothing beside Σ qᵢ (1/pᵢ − 1/sp), in which
/// nothing cancels once sp − pᵢ is the sum of the others.
fn next_to_nothing(p: &[f64], q: &[f64], sum_p: f64) -> f64 {
    let term = |i: usize| {
        let others = p[..i].iter().chain(&p[i + 1..]).sum::<f64>();
        q[i] * (others / sum_p) / p[i]
    };
    (0..p.len()).map(term).sum()
}

/// The sum, and what its rounding lost.
pub(super) fn precise_sum(terms: &[f64], name: &'static str) -> Result<(f64, f64), Error> {
    let (mut sum, mut lost) = (0.0, 0.0);
    for &x in terms {
        let (s, l) = two_sum(sum, x);
        sum = s;
        lost += l;
    }
    if sum == f64::INFINITY {
        return Err(Error::InvalidParameter { name, value: sum });
    }
    Ok(two_sum(sum, lost))
}
