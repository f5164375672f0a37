//! Panels for Gauss's rule, halved until the integral is accurate.

use crate::float::gauss::panel;
use crate::float::sum::CompensatedSum;

/// Equal panels between two numbers, cut further at the given points between them.
pub(crate) fn panels(low: f64, high: f64, count: usize, points: &[f64]) -> Vec<(f64, f64)> {
    let width = (high - low) / count as f64;
    let mut ends: Vec<f64> = (1..count).map(|i| low + width * i as f64).collect();
    ends.extend(points.iter().copied());
    ends.retain(|&x| low < x && x < high);
    ends.push(low);
    ends.push(high);
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    ends.windows(2).map(|w| (w[0], w[1])).collect()
}

/// Panels on which the rules of 16 and of twice 16 nodes agree.
#[derive(Debug)]
pub(crate) struct Panels<const N: usize> {
    /// The panels before the last halving.
    pub(crate) coarse: Vec<(f64, f64)>,
    /// The panels after it.
    pub(crate) fine: Vec<(f64, f64)>,
    /// The sums over the fine panels.
    pub(crate) totals: [f64; N],
}

/// Halves the panels until the integral of each of N functions over each panel changes by no
/// more than its tolerance, or than `relative` times the integral of the function's absolute
/// value over that panel; or until the panels are too many or too narrow.
///
/// Each panel is halved, instead of taking more equal panels: those would leave the short
/// panels between given points as they are, and say nothing of their error.
pub(crate) fn refine<E, const N: usize>(
    start: &[(f64, f64)],
    tolerances: [f64; N],
    relative: f64,
    mut integrands: impl FnMut(f64) -> Result<[f64; N], E>,
) -> Result<Panels<N>, E> {
    let mut sums = |a: f64, b: f64| {
        let (mut totals, mut sizes) = ([0.0; N], [0.0; N]);
        for (x, w) in panel(a, b) {
            for (i, value) in integrands(x)?.into_iter().enumerate() {
                totals[i] += w * value;
                sizes[i] += w * value.abs();
            }
        }
        Ok((totals, sizes))
    };
    let mut found = Panels {
        coarse: Vec::new(),
        fine: Vec::new(),
        totals: [0.0; N],
    };
    let mut totals: [CompensatedSum; N] = std::array::from_fn(|_| CompensatedSum::default());
    let mut waiting = Vec::new();
    for &(a, b) in start.iter().rev() {
        waiting.push((a, b, sums(a, b)?.0));
    }
    while let Some((a, b, whole)) = waiting.pop() {
        let middle = 0.5 * a + 0.5 * b;
        if !(a < middle && middle < b) {
            // The ends are neighbouring doubles, with nothing between them. The panel counts
            // all the same, or an integrand that is not finite would be halved everywhere,
            // and for ever.
            found.coarse.push((a, b));
            found.fine.push((a, b));
            for (total, whole) in totals.iter_mut().zip(whole) {
                total.add(whole);
            }
            continue;
        }
        let ((left, on_left), (right, on_right)) = (sums(a, middle)?, sums(middle, b)?);
        let close = (0..N).all(|i| {
            let own = relative * (on_left[i] + on_right[i]);
            (whole[i] - (left[i] + right[i])).abs() <= tolerances[i].max(own)
        });
        if close || found.fine.len() + 2 * waiting.len() >= MOST_PANELS {
            found.coarse.push((a, b));
            found.fine.extend([(a, middle), (middle, b)]);
            for (total, (l, r)) in totals.iter_mut().zip(left.iter().zip(right)) {
                total.add(*l);
                total.add(r);
            }
        } else {
            waiting.push((middle, b, right));
            waiting.push((a, middle, left));
        }
    }
    found.totals = totals.map(|total| total.total());
    Ok(found)
}

/// The most panels: 65 536 nodes, where a smooth density needs some thousand.
const MOST_PANELS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::{panels, refine};

    #[test]
    fn panels_end_at_the_points() {
        let got = panels(0.0, 4.0, 2, &[-1.0, 0.5, 2.0, 4.0, 5.0]);
        assert_eq!(got, [(0.0, 0.5), (0.5, 2.0), (2.0, 4.0)]);
    }

    #[test]
    fn what_is_not_finite_comes_to_an_end() {
        for bad in [f64::NAN, f64::INFINITY] {
            let mut calls = 0;
            let got = refine(&[(0.0, 1.0)], [1e-8], 0.0, |_| {
                calls += 1;
                Ok::<_, ()>([bad])
            });
            let total = got.map(|panels| panels.totals[0]).unwrap_or(0.0);
            assert!(!total.is_finite() && calls < 1_000_000, "{total}, {calls}");
        }
    }

    #[test]
    fn panels_cover_the_whole_at_a_step() {
        let step = |x: f64| f64::from(u8::from(x > 1.0 / 3.0));
        let got = refine(&[(0.0, 1.0)], [0.0], 0.0, |x| Ok::<_, ()>([step(x)]));
        for panels in got.iter().flat_map(|found| [&found.coarse, &found.fine]) {
            let gaps = panels.windows(2).filter(|w| w[0].1 != w[1].0).count();
            assert_eq!(
                (panels[0].0, panels[panels.len() - 1].1, gaps),
                (0.0, 1.0, 0)
            );
        }
        assert!(got.is_ok_and(|found| (found.totals[0] - 2.0 / 3.0).abs() < 1e-15));
    }

    #[test]
    fn a_spike_is_refined() {
        let spike = |x: f64| 1.0 / (1e-8 + x * x);
        let got = refine(&[(-1.0, 1.0)], [1e-8], 0.0, |x| Ok::<_, ()>([spike(x)]));
        let expected = 2.0 * 1e4 * 1e4f64.atan();
        let total = got.map(|panels| panels.totals[0]).unwrap_or(f64::NAN);
        assert!((total / expected - 1.0).abs() < 1e-14, "{total}");
    }
}
