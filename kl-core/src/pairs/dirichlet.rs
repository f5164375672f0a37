//! Dirichlet distributions, of which those of two shapes are beta distributions.

use crate::error::{finite, same_size};
use crate::float::double::two_sum;
use crate::float::not_negative::not_negative;
use crate::float::sum::CompensatedSum;
use crate::pairs::documentation::{errors, example, pair};
use crate::special::binet::{differences, slope};
use crate::special::lgamma::stirling_remainder;
use crate::terms::kl::kl_term_of_quotient;
use crate::{Error, Information, KlDivergence};
use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim};
use statrs::distribution::Dirichlet;

/// D(P‖Q) = ln Γ(sp) − ln Γ(sq) + Σ [ln Γ(qᵢ) − ln Γ(pᵢ) + (pᵢ − qᵢ)(ψ(pᵢ) − ψ(sp))], where pᵢ
/// and qᵢ are the concentrations, and sp and sq their sums.
#[doc = pair!(Dirichlet, Dirichlet)]
/// The condition number is 1 + R/D(P‖Q), where R is the remainder of ln Γ(x) − x ln x + x from
/// sp to sq. It is below 3 unless one concentration is far above all others, these are below 1,
/// and they hardly change.
#[doc = errors!()]
/// [`Error::Size`] if P and Q have different numbers of concentrations.
/// [`Error::Parameter`] names a sum of concentrations beyond [`f64::MAX`].
#[doc = example!(Dirichlet: (vec![1.0, 1.0, 1.0]), (vec![2.0, 2.0, 2.0]), "0.4057 nats")]
///
/// # Reference
///
/// Penny, "Kullback-Liebler Divergences of Normal, Gamma, Dirichlet and Wishart Densities",
/// Wellcome Department of Cognitive Neurology (2001).
impl<D> KlDivergence for Dirichlet<D>
where
    D: Dim,
    DefaultAllocator: Allocator<D>,
{
    fn kl(&self, q: &Dirichlet<D>) -> Result<Information, Error> {
        let (p, q) = (self.alpha().as_slice(), q.alpha().as_slice());
        same_size("shapes of Q", q.len(), "shapes of P", p.len())?;
        dirichlet_divergence(p, q).map(Information::from_nats)
    }
}

/// The divergence of two Dirichlet distributions of the same length.
///
/// It is Σ kl_term(qᵢ, pᵢ·sq/sp), about the means, plus the remainders of ln Γ(x) − x ln x + x
/// for all concentrations, less that for their sum. The latter difference is ≥ 0 as well,
/// because one over the second derivative is superadditive.
pub(crate) fn dirichlet_divergence(p: &[f64], q: &[f64]) -> Result<f64, Error> {
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
            // The infinite total is more than any excess.
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

/// The divergence where one concentration is most of the sum, for P and for Q, and the size of
/// the terms that may cancel.
///
/// With f(x) = ln Γ(x) − x ln x + x and its remainder R, the remainder for the sums less that
/// for the large concentrations is written as the effect of the others:
/// R(q, sq) − R(p, sp) + (sq − q)(f′(q) − f′(sp)) + (q − sp)(f′(p) − f′(sp)).
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
    // x·f′(x), which goes to −1 as x → 0.
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

/// The divergence for an infinite total and concentrations of P that are next to 0.
///
/// The excess may be infinite too. All terms are negligible beside Σ qᵢ (1/pᵢ − 1/sp), in which
/// nothing cancels if sp − pᵢ is computed as the sum of the others.
fn next_to_nothing(p: &[f64], q: &[f64], sum_p: f64) -> f64 {
    let term = |i: usize| {
        let others = p[..i].iter().chain(&p[i + 1..]).sum::<f64>();
        q[i] * (others / sum_p) / p[i]
    };
    (0..p.len()).map(term).sum()
}

/// The sum, and its rounding error.
pub(crate) fn precise_sum(terms: &[f64], name: &'static str) -> Result<(f64, f64), Error> {
    let (mut sum, mut lost) = (0.0, 0.0);
    for &x in terms {
        let (s, l) = two_sum(sum, x);
        sum = s;
        lost += l;
    }
    finite(name, sum)?;
    Ok(two_sum(sum, lost))
}
