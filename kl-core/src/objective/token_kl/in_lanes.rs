//! The estimates of eight tokens at a time.

use super::{exp_m1, k3};
use crate::lanes::exponential::Exponential;
use crate::lanes::sum::difference;
use crate::lanes::{EIGHT, Lanes};
use crate::vectors::logits::Gap;
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// For each pair p and q of log-probabilities p − q, half its square, e^(q − p) − 1 − (q − p), and
/// 1 − e^(q − p).
pub(super) fn estimates(p: &[f64], q: &[f64]) -> [Vec<f64>; 4] {
    estimates_at(Level::new(), p, q)
}

fn estimates_at(level: Level, p: &[f64], q: &[f64]) -> [Vec<f64>; 4] {
    let mut output = [(); 4].map(|()| vec![0.0; p.len()]);
    let slices = output.each_mut().map(Vec::as_mut_slice);
    dispatch!(level, simd => estimates_in_lanes(simd, [p, q], slices));
    output
}

#[inline(always)]
fn estimates_in_lanes<S: Simd>(simd: S, [p, q]: [&[f64]; 2], output: [&mut [f64]; 4]) {
    let ((p, p_rest), (q, q_rest)) = (p.as_chunks::<EIGHT>(), q.as_chunks::<EIGHT>());
    let [k1, k2, k3, slope] = output.map(|x| x.as_chunks_mut::<EIGHT>());
    let of_k = k1.0.iter_mut().zip(k2.0).zip(k3.0).zip(slope.0);
    for ((p, q), (((k1, k2), k3), slope)) in p.iter().zip(q).zip(of_k) {
        [*k1, *k2, *k3, *slope] = eight(simd, p, q);
    }
    let n = p_rest.len();
    let filled_up = |rest: &[f64]| {
        let mut eight = [0.0; EIGHT];
        eight[..n].copy_from_slice(rest);
        eight
    };
    let last = eight(simd, &filled_up(p_rest), &filled_up(q_rest));
    for (rest, last) in [k1.1, k2.1, k3.1, slope.1].into_iter().zip(last) {
        rest.copy_from_slice(&last[..n]);
    }
}

#[inline(always)]
fn eight<S: Simd>(simd: S, p: &[f64; EIGHT], q: &[f64; EIGHT]) -> [[f64; EIGHT]; 4] {
    /// Above, a power may overflow.
    const HIGHEST: f64 = 600.0;
    /// Below in size, the square of a difference is next to subnormal.
    const LEAST: f64 = 1e-140;
    let (of_p, of_q) = (
        Lanes::load_array_ref(simd, p),
        Lanes::load_array_ref(simd, q),
    );
    let (x, lost) = difference(of_q, of_p);
    let right = x.simd_le(HIGHEST) & (x.abs().simd_ge(LEAST) | x.simd_eq(0.0));
    let d = of_p - of_q;
    let power = Exponential::new(simd, x);
    let exp_m1 = power.minus_1();
    let k3 = lost.mul_add(exp_m1, power.minus_1_and_x());
    // Far below 0 nothing is left of the power but what it is told to be.
    let slope = -lost.mul_add(power.value(), exp_m1);
    let k2 = (d * 0.5) * d;
    let mut found = [d.to_array(), k2.to_array(), k3.to_array(), slope.to_array()];
    if !right.all_true() {
        let careful = one_by_one(p, q);
        (found[2], found[3]) = (careful[0], careful[1]);
    }
    found
}

/// k3 and its derivative of eight.
#[inline(never)]
fn one_by_one(p: &[f64; EIGHT], q: &[f64; EIGHT]) -> [[f64; EIGHT]; 2] {
    let mut found = [[0.0; EIGHT]; 2];
    for (lane, (&p, &q)) in p.iter().zip(q).enumerate() {
        let gap = Gap::between(q, p);
        (found[0][lane], found[1][lane]) = (k3(gap), 0.0 - exp_m1(gap));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{estimates_at, one_by_one};
    use crate::lanes::EIGHT;
    use crate::testing::{Random, levels, ulp};

    #[test]
    fn eight_tokens_are_as_each_by_itself() {
        let mut random = Random(0x6C5A_91D2_3E0B_F847);
        let sizes = [
            1e-200, 1e-150, 1e-30, 1e-9, 0.1, 1.0, 30.0, 800.0, 1e5, 1e200,
        ];
        for level in levels() {
            for size in sizes {
                for n in (0..40).chain([300]) {
                    let mut some = |centre: f64| -> Vec<f64> {
                        let each = (0..n).map(|_| centre + size * (random.unit() - 0.5));
                        each.collect()
                    };
                    let (p, q) = (some(-1.0), some(-1.0));
                    let (p, q) = if size < 1e-10 {
                        (some(0.0), some(0.0))
                    } else {
                        (p, q)
                    };
                    let [k1, k2, k3, slope] = estimates_at(level, &p, &q);
                    for i in 0..n {
                        assert_eq!(k1[i], p[i] - q[i]);
                        assert_eq!(k2[i], (0.5 * k1[i]) * k1[i]);
                        let [of_k3, of_slope] = one_by_one(&[p[i]; EIGHT], &[q[i]; EIGHT]);
                        let apart = [ulp(k3[i], of_k3[0]), ulp(slope[i], of_slope[0])];
                        assert!(
                            apart.iter().all(|&apart| apart <= 4.0),
                            "{:e} {:e}: {:e} {:e} {apart:?} {level:?}",
                            p[i],
                            q[i],
                            k3[i],
                            slope[i]
                        );
                    }
                }
            }
        }
    }
}
