//! The divergences that are made of logarithms, taken apart at a centre.
//!
//! D(p, q) = D(p, m) + D(m, q) + Σ (p − m) ln(m/q)

use crate::divergences::{CrossEntropy, Jeffreys};
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::lanes::Lanes;
use crate::lanes::logarithm::ln_ratio;
use crate::terms::kl::{kl_term, kl_terms_in_two};
use crate::vectors::divergences::kullback_leibler::OfVectors;
use crate::vectors::pairwise::centred::Centred;
use crate::vectors::walk::{Terms, sums};
use crate::{Information, SumOfTerms};
use fearless_simd::Simd;

impl Centred for OfVectors {
    const ANY_P: bool = true;
    const ANY_Q: bool = false;

    #[inline(always)]
    fn left<S: Simd>(_: S, p: Lanes<S>, centre: Lanes<S>) -> [Lanes<S>; 1] {
        [p - centre]
    }

    #[inline(always)]
    fn right<S: Simd>(simd: S, centre: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        [ln_ratio(simd, centre, q)]
    }

    fn of_p(p: &[f64], centre: &[f64]) -> Double {
        in_two(p, centre)
    }

    fn of_q(centre: &[f64], q: &[f64]) -> Double {
        in_two(centre, q)
    }

    fn of_sum(sum: f64) -> Information {
        Information::from_nats(sum)
    }
}

/// Both directions.
impl Centred<2> for Jeffreys {
    const ANY_P: bool = false;
    const ANY_Q: bool = false;

    #[inline(always)]
    fn left<S: Simd>(simd: S, p: Lanes<S>, centre: Lanes<S>) -> [Lanes<S>; 2] {
        [p - centre, ln_ratio(simd, centre, p)]
    }

    #[inline(always)]
    fn right<S: Simd>(simd: S, centre: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 2] {
        [ln_ratio(simd, centre, q), q - centre]
    }

    fn of_p(p: &[f64], centre: &[f64]) -> Double {
        in_two(p, centre) + in_two(centre, p)
    }

    fn of_q(centre: &[f64], q: &[f64]) -> Double {
        in_two(centre, q) + in_two(q, centre)
    }

    fn of_sum(sum: f64) -> Information {
        Information::from_nats(sum)
    }
}

/// H(p, q) = H(p, m) + Σ m ln(m/q) + Σ (p − m) ln(m/q), which is H(p) more than the divergence
/// and has the same products.
impl Centred for CrossEntropy {
    const ANY_P: bool = true;
    const ANY_Q: bool = false;

    #[inline(always)]
    fn left<S: Simd>(simd: S, p: Lanes<S>, centre: Lanes<S>) -> [Lanes<S>; 1] {
        <OfVectors as Centred>::left(simd, p, centre)
    }

    #[inline(always)]
    fn right<S: Simd>(simd: S, centre: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        <OfVectors as Centred>::right(simd, centre, q)
    }

    fn of_p(p: &[f64], centre: &[f64]) -> Double {
        CrossEntropy.sum(p, centre).into()
    }

    fn of_q(centre: &[f64], q: &[f64]) -> Double {
        let total = |v: &[f64]| Double::sum(v.iter().copied());
        in_two(centre, q) + (total(centre) - total(q))
    }

    fn of_sum(sum: f64) -> Information {
        Information::from_nats(sum)
    }
}

/// D(p, q) with more digits than a double.
fn in_two(p: &[f64], q: &[f64]) -> Double {
    let [coarse, fine] = sums(&InTwo, p, q);
    Double::exact_sum(coarse, fine)
}

/// The terms in two parts, of which the sum of the first is exact.
struct InTwo;

impl Terms<2> for InTwo {
    #[inline(always)]
    fn eight<S: Simd>(&self, simd: S, p: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 2] {
        /// A number whose last bit is 2⁻⁴⁰, as the first part has it after an addition.
        const COARSE: f64 = 1.5 * power_of_two(12);
        let (term, lost) = kl_terms_in_two(simd, p, q);
        let coarse = (term + COARSE) - COARSE;
        [coarse, (term - coarse) + lost]
    }

    fn one(&self, p: f64, q: f64) -> [f64; 2] {
        [kl_term(p, q), 0.0]
    }

    fn at_zero(&self) -> Option<[(f64, f64); 2]> {
        Some([(1.0, f64::INFINITY), (0.0, 0.0)])
    }
}
