//! Some outcomes by themselves, and all others as one, in lanes.

use super::{Mixed, Rows, compare, cooled};
use crate::lanes::element::Element;
use crate::lanes::sum::LaneSums;
use crate::lanes::{EIGHT, Lanes, SIXTEEN};
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// An outcome: its probabilities, and q − p, which may be known better than they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) p: f64,
    pub(crate) q: f64,
    pub(crate) difference: f64,
}

impl Mixed {
    /// The outcomes at these places, which ascend, and that of all others, which is the last; and
    /// what makes probabilities of the weights of Q. Nothing where this way would lose digits.
    /// Afterwards [`Mixed::write_others`] knows the others.
    pub(crate) fn bucketed<E: Element>(
        &mut self,
        [p, q]: [&[E]; 2],
        temperature: f64,
        places: &[usize],
        output: &mut Vec<Parts>,
    ) -> Option<f64> {
        /// Far above what counts as 0.
        const LEAST: f64 = 1e-200;
        let level = Level::new();
        let rows = Rows::new(p, q);
        let lengths = 2 * p.len().div_ceil(SIXTEEN);
        self.eights.resize(lengths, [[0.0; EIGHT]; 6]);
        let found = compare(level, &rows, cooled(level, temperature)?, self)?;
        if !(found.is_sure && found.is_each_sure) {
            return None;
        }
        let of_p = 1.0 / found.total;
        let of_q = of_p / (1.0 + found.s);
        let parts = |weight: f64, q: f64, more: f64| Parts {
            p: weight * of_p,
            q: q * of_q,
            difference: (more - found.s * weight) * of_q,
        };
        output.clear();
        for &place in places {
            let (eight, lane) = (place / EIGHT, place % EIGHT);
            let [weight, q, _, _, exp_m1, _] = self.eights.get_mut(eight)?;
            output.push(parts(weight[lane], q[lane], weight[lane] * exp_m1[lane]));
            (weight[lane], q[lane]) = (0.0, 0.0);
        }
        let [weight, q, more] = dispatch!(level, simd => self.others(simd));
        output.push(parts(weight, q, more));
        // A weight of Q below e⁻⁶⁰⁰ counts as 0.
        let is_lost = |parts: &Parts| parts.p > 0.0 && parts.q < LEAST;
        (!output.iter().any(is_lost)).then_some(of_q)
    }

    /// The weights of P and Q of all that is left, and those of P times eˣ − 1.
    #[inline(always)]
    fn others<S: Simd>(&self, simd: S) -> [f64; 3] {
        let mut sums = LaneSums::<S, 3>::new(simd);
        for (place, [weight, q, _, _, exp_m1, _]) in self.eights.iter().enumerate() {
            let [weight, q, exp_m1] = [weight, q, exp_m1].map(|x| Lanes::load_array_ref(simd, x));
            sums.few[0] += weight;
            sums.few[1] += q;
            sums.few[2] = weight.mul_add(exp_m1, sums.few[2]);
            if place % 4 == 3 {
                sums.look_after_the_lost(simd);
            }
        }
        sums.sums(simd).map(|sum| sum.total(simd))
    }

    /// The weights of Q of the others, times a factor; 0 in the other places.
    pub(crate) fn write_others<O: Element>(&self, factor: f64, output: &mut [O]) {
        dispatch!(Level::new(), simd => self.write_times(simd, factor, output));
    }

    #[inline(always)]
    fn write_times<S: Simd, O: Element>(&self, simd: S, factor: f64, output: &mut [O]) {
        let (eights, rest) = output.as_chunks_mut::<EIGHT>();
        let mut last = [O::ONE; EIGHT];
        for (output, [_, q, ..]) in eights.iter_mut().chain([&mut last]).zip(&self.eights) {
            *output = O::store(simd, Lanes::load_array_ref(simd, q) * factor);
        }
        rest.copy_from_slice(&last[..rest.len()]);
    }
}
