//! The Hellinger distance, taken apart at a centre: it is that of roots.
//!
//! ‖a − b‖² = ‖a − c‖² + ‖c − b‖² − 2 (a − c)·(b − c)

use crate::SumOfTerms;
use crate::divergences::Hellinger;
use crate::float::double::Double;
use crate::lanes::Lanes;
use crate::terms::hellinger::UP;
use crate::vectors::pairwise::centred::Centred;
use fearless_simd::Simd;
use fearless_simd::prelude::*;

impl Centred for Hellinger {
    const ANY_P: bool = true;
    const ANY_Q: bool = true;

    #[inline(always)]
    fn left<S: Simd>(_: S, p: Lanes<S>, centre: Lanes<S>) -> [Lanes<S>; 1] {
        [between_roots(p, centre)]
    }

    #[inline(always)]
    fn right<S: Simd>(_: S, centre: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; 1] {
        [between_roots(centre, q) * 2.0]
    }

    fn of_p(p: &[f64], centre: &[f64]) -> Double {
        Hellinger.sum(p, centre).into()
    }

    fn of_q(centre: &[f64], q: &[f64]) -> Double {
        Hellinger.sum(centre, q).into()
    }

    fn of_sum(sum: f64) -> f64 {
        Hellinger::distance(sum)
    }
}

/// √p − √m, scaled up.
#[inline(always)]
fn between_roots<S: Simd>(p: Lanes<S>, m: Lanes<S>) -> Lanes<S> {
    let (p, m) = (p * UP, m * UP);
    (p - m) / (p.sqrt() + m.sqrt())
}
