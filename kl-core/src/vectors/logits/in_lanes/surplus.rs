//! The divergence in lanes, with its gradient in the logits of P.
//!
//! A derivative is p (ln(p/q) − D), a difference from a mean. With x = ln(q/p) it is
//! p (mean of x − x). Both are measured from the x of the likeliest outcome, which may be all of
//! the mean but for its last digits. The rounding error of the mean is then relative to the
//! derivative of that outcome, the largest or next to it. Where each derivative is to have its
//! digits, the mean of what is left is subtracted once more.

use super::{Eight, Keep, Rows, compare, cooled};
use crate::lanes::element::Element;
use crate::lanes::sum::{LaneSums, difference};
use crate::lanes::{EIGHT, Lanes, SIXTEEN};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// Memory for one row, to be used again for the next.
#[derive(Default)]
pub(crate) struct Surplus {
    /// The weights of P, x, and what x loses by rounding.
    eights: Vec<[[f64; EIGHT]; 3]>,
}

impl Keep for Surplus {
    const IS_KEPT: bool = true;

    #[inline(always)]
    fn eight<S: Simd>(&mut self, _: S, place: usize, eight: &Eight<'_, S>) {
        if let Some(kept) = self.eights.get_mut(place) {
            *kept = [
                eight.weight.to_array(),
                eight.power.x().to_array(),
                eight.lost.to_array(),
            ];
        }
    }
}

/// The divergence of P from Q, and p (ln(p/q) − D) times a factor, written to `output`. Nothing as
/// in [`kl`](super::kl); so also if `is_each_sure` and there are entries next to zero, which
/// otherwise have digits only beside the largest.
pub(crate) fn kl_and_surplus<E: Element, O: Element>(
    rows: [&[E]; 2],
    temperature: f64,
    factor: f64,
    is_each_sure: bool,
    surplus: &mut Surplus,
    output: &mut [O],
) -> Option<f64> {
    let level = Level::new();
    kl_and_surplus_at(
        level,
        rows,
        temperature,
        factor,
        is_each_sure,
        surplus,
        output,
    )
}

pub(super) fn kl_and_surplus_at<E: Element, O: Element>(
    level: Level,
    [p, q]: [&[E]; 2],
    temperature: f64,
    factor: f64,
    is_each_sure: bool,
    surplus: &mut Surplus,
    output: &mut [O],
) -> Option<f64> {
    let cooling = cooled(level, temperature)?;
    let rows = Rows::new(p, q);
    let lengths = 2 * p.len().div_ceil(SIXTEEN);
    surplus.eights.resize(lengths, [[0.0; EIGHT]; 3]);
    let found = compare(level, &rows, cooling, surplus)?;
    if !(found.is_sure && (found.is_each_sure || !is_each_sure)) {
        return None;
    }
    let factor = factor / found.total;
    let top = dispatch!(level, simd => surplus.likeliest(simd))?;
    let mut rest = dispatch!(level, simd => surplus.less(simd, top)) / found.total;
    if is_each_sure {
        rest = dispatch!(level, simd => surplus.less(simd, [rest, 0.0])) / found.total;
    }
    if !(factor.is_normal() && rest.is_finite()) {
        return None;
    }
    dispatch!(level, simd => surplus.write(simd, rest, factor, output));
    Some(found.kl)
}

impl Surplus {
    /// x of the first outcome whose weight is the largest, and what it loses by rounding.
    #[inline(always)]
    fn likeliest<S: Simd>(&self, simd: S) -> Option<[f64; 2]> {
        for [weight, x, lost] in &self.eights {
            if Lanes::load_array_ref(simd, weight).simd_ge(1.0).any_true() {
                let lane = weight.iter().position(|&weight| weight >= 1.0)?;
                return Some([x[lane], lost[lane]]);
            }
        }
        None
    }

    /// Subtracts a number, with what it loses by rounding, from x; gives the sum of that times the
    /// weights.
    #[inline(always)]
    fn less<S: Simd>(&mut self, simd: S, [number, lost_number]: [f64; 2]) -> f64 {
        let number = Lanes::splat(simd, number);
        let mut sums = LaneSums::<S, 1>::new(simd);
        for (place, [weight, x, lost]) in self.eights.iter_mut().enumerate() {
            let of_x = Lanes::load_array_ref(simd, x);
            let (rounded, more) = difference(of_x, number);
            let more = more + (Lanes::load_array_ref(simd, lost) - lost_number);
            let apart = rounded + more;
            let weight = Lanes::load_array_ref(simd, weight);
            sums.few[0] = weight.mul_add(apart, sums.few[0]);
            *x = apart.to_array();
            *lost = ((rounded - apart) + more).to_array();
            if place % 4 == 3 {
                sums.look_after_the_lost(simd);
            }
        }
        let [sum] = sums.sums(simd);
        sum.total(simd)
    }

    /// The weights times the rest of the mean less what is left of x, and a factor.
    #[inline(always)]
    fn write<S: Simd, O: Element>(&self, simd: S, rest: f64, factor: f64, output: &mut [O]) {
        let (eights, tail) = output.as_chunks_mut::<EIGHT>();
        let mut last = [O::ONE; EIGHT];
        let rest = Lanes::splat(simd, rest);
        for (output, [weight, apart, _]) in eights.iter_mut().chain([&mut last]).zip(&self.eights) {
            let weight = Lanes::load_array_ref(simd, weight);
            let apart = Lanes::load_array_ref(simd, apart);
            // In this order, as what is subnormal must not be multiplied.
            *output = O::store(simd, (weight * factor) * (rest - apart));
        }
        tail.copy_from_slice(&last[..tail.len()]);
    }
}
