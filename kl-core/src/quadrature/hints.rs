//! Breakpoints where statrs' distributions have their mass.

use super::axis::{Break, resolution};
use super::families;
use statrs::distribution::{
    Beta, Chi, ChiSquared, ContinuousCDF, Erlang, FisherSnedecor, Gamma, InverseGamma, StudentsT,
};
use std::any::Any;

/// The ends of the support, corners, and some quantiles with the distance to the next.
///
/// `is_exact` says whether distances from the ends are known better than to the nearest double.
pub(super) fn breaks(d: &(impl ContinuousCDF<f64, f64> + 'static), is_exact: bool) -> Vec<Break> {
    let levels: &[f64] = if has_cdf(d) {
        &[0.01, 0.25, 0.5, 0.75, 0.99]
    } else {
        &[]
    };
    let mut quantiles: Vec<f64> = levels
        .iter()
        .map(|&level| quantile(d, level))
        // At the limit the quantile was not reached.
        .filter(|x| x.abs() < FARTHEST)
        .collect();
    quantiles.dedup();
    let ends = [d.min(), d.max()];
    let from_end = |x: f64| (x - ends[0]).min(ends[1] - x);
    // A quantile too near to an end is dropped: the end is a break already.
    quantiles.retain(|&x| from_end(x) > 4.0 * resolution(x));
    let end = match (is_exact, families::is_singular(d)) {
        (false, _) => Break::rounded,
        (true, false) => Break::exact,
        (true, true) => Break::pole,
    };
    let mut all: Vec<Break> = ends.map(end).to_vec();
    let corner = families::corner(d).into_iter();
    all.extend(corner.map(if is_exact {
        Break::exact
    } else {
        Break::rounded
    }));
    for (i, &x) in quantiles.iter().enumerate() {
        let to = |other: Option<&f64>| other.map_or(f64::INFINITY, |y| (y - x).abs());
        let before = i.checked_sub(1).and_then(|j| quantiles.get(j));
        let scale = to(before).min(to(quantiles.get(i + 1))).min(from_end(x));
        if scale > 0.0 && scale.is_finite() {
            let least = resolution(x);
            all.push(Break { x, scale, least });
        }
    }
    all
}

/// The quantile of a level, roughly: by bisection over the doubles of the support.
///
/// Not statrs' own inverse: it begins at ±2 and doubles until it is beyond the quantile,
/// which for some parameters is never. Bisection ends after 64 steps.
fn quantile(d: &impl ContinuousCDF<f64, f64>, level: f64) -> f64 {
    let mut low = place(d.min().max(-FARTHEST));
    let mut high = place(d.max().min(FARTHEST));
    while low < high {
        // The mean of both, rounded down, which cannot overflow.
        let middle = (low & high) + ((low ^ high) >> 1);
        if d.cdf(not_tiny(at(middle))) < level {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    at(low)
}

/// Whether the mass beyond x, on one side, is negligible.
pub(super) fn is_far_out(d: &(impl ContinuousCDF<f64, f64> + 'static), x: f64) -> bool {
    const NOTHING: f64 = 1e-40;
    let x = not_tiny(x);
    has_cdf(d) && x.abs() <= FARTHEST && (d.cdf(x) <= NOTHING || d.sf(x) <= NOTHING)
}

/// Limits within which statrs' functions do not panic. Its incomplete gamma function does
/// for 0 or ∞, and is evaluated at x², the rate times x, or the rate over x; the incomplete
/// beta function does for NaN, which is ∞/∞.
const FARTHEST: f64 = 1e150;
const SCALES: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

/// Limit on shapes, because near the mean these functions take about √shape steps.
const LARGEST_SHAPE: f64 = 1e8;

fn has_cdf(d: &dyn Any) -> bool {
    let (scale, shapes) = if let Some(d) = d.downcast_ref::<Gamma>() {
        (d.rate(), [d.shape(), 1.0])
    } else if let Some(d) = d.downcast_ref::<Erlang>() {
        (d.rate(), [d.shape() as f64, 1.0])
    } else if let Some(d) = d.downcast_ref::<InverseGamma>() {
        (d.rate(), [d.shape(), 1.0])
    } else if let Some(d) = d.downcast_ref::<Chi>() {
        (1.0, [d.freedom() as f64, 1.0])
    } else if let Some(d) = d.downcast_ref::<ChiSquared>() {
        (1.0, [d.freedom(), 1.0])
    } else if let Some(d) = d.downcast_ref::<Beta>() {
        (1.0, [d.shape_a(), d.shape_b()])
    } else if let Some(d) = d.downcast_ref::<FisherSnedecor>() {
        (
            d.freedom_1().min(d.freedom_2()),
            [d.freedom_1(), d.freedom_2()],
        )
    } else if let Some(d) = d.downcast_ref::<StudentsT>() {
        let far = d.location().abs() / 1e100;
        (d.scale(), [far.max(1.0), d.freedom().min(LARGEST_SHAPE)])
    } else {
        (1.0, [1.0, 1.0])
    };
    // Half of the smallest shapes underflows to 0.
    let usable = |&shape: &f64| (*SCALES.start()..=LARGEST_SHAPE).contains(&shape);
    SCALES.contains(&scale) && shapes.iter().all(usable)
}

fn not_tiny(x: f64) -> f64 {
    if x.abs() < 1.0 / FARTHEST { 0.0 } else { x }
}

/// The index of a double among all doubles in order.
fn place(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    if bits < 0 { i64::MIN - bits } else { bits }
}

/// The double with an index.
fn at(place: i64) -> f64 {
    let bits = if place < 0 { i64::MIN - place } else { place };
    f64::from_bits(bits as u64)
}
