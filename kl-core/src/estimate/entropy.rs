//! Differential entropy from a sample, and with it the divergence from a density that is known.

use super::Points;
use super::harmonic::Harmonic;
use super::k_d_tree::Tree;
use super::mutual_information::enough;
use super::neighbour::Neighbours;
use crate::error::parameter;
use crate::float::sum::CompensatedSum;
use crate::{Error, Information};
use std::f64::consts::{LN_2, TAU};

/// Differential entropy of the density that a sample was drawn from, estimated by the distances to
/// nearest neighbours: the estimator of Kozachenko and Leonenko.
///
/// ĥ = ψ(n) − ψ(k) + ln V + (d/n) Σ ln ρᵢ, where n is the number of points, d their dimension, ρᵢ
/// the Euclidean distance of the i-th to its k-th nearest other, and V = π^(d/2)/Γ(d/2 + 1) the
/// volume of the unit ball
///
/// For values that are rounded, see [`nearest_neighbour_entropy_of_rounded`]; for categories,
/// [`Counts::entropy_corrected`](super::Counts::entropy_corrected).
///
/// # Conventions
///
/// It is in the logarithm of the unit in which the points are measured, and may be of either sign.
///
/// # Accuracy
///
/// The rounding is within 4 ulp times (d + A)/|ĥ|, where A is the mean of the absolute values of
/// the logarithms times d, and of the other terms. The bias grows with the dimension and with k.
///
/// # Errors
///
/// - [`Error::Parameter`] if k is 0.
/// - [`Error::TooFew`] if there are not more than k points.
/// - [`Error::RepeatedPoint`] names a point with k others at its place: its entropy would be −∞.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_entropy};
///
/// let points = Points::new(1, [0.0, 1.0, 3.0])?;
/// // ψ(3) − ψ(1) is 3/2, the ball of radius 1 is 2 long, and the distances are 1, 1 and 2.
/// let expected = 1.5 + 2f64.ln() + 2f64.ln() / 3.0;
/// let entropy = nearest_neighbour_entropy(&points, 1)?;
/// assert!((entropy.nats() - expected).abs() < 1e-15);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kozachenko and Leonenko, "Sample Estimate of the Entropy of a Random Vector", Problems of
/// Information Transmission 23 (1987) 95–101; for k > 1, Kraskov, Stögbauer and Grassberger,
/// Physical Review E 69 (2004) 066138, formula 20.
pub fn nearest_neighbour_entropy(points: &Points, k: usize) -> Result<Information, Error> {
    enough(points.len(), k)?;
    let tree = Tree::new(points);
    // The nearest is the point itself.
    let mut neighbours = Neighbours::new(&tree, k + 1);
    let mut sum = CompensatedSum::default();
    for &index in tree.order() {
        match neighbours.kth(points.point(index)) {
            Some(length) => sum.add(length.ln()),
            None => {
                return Err(Error::RepeatedPoint {
                    index,
                    neighbour: k,
                });
            }
        }
    }
    let (n, d) = (points.len(), points.dimension());
    let harmonic = Harmonic::up_to(n);
    let counts = (harmonic.psi(n) - harmonic.psi(k)).value;
    let logarithms = d as f64 * (sum.total() / n as f64);
    let entropy = crate::float::sum::sum([counts, ln_unit_ball(d), logarithms]);
    Ok(Information::from_nats(entropy))
}

/// Differential entropy of the density behind values that were rounded to multiples of a width.
///
/// ĥ = ψ(n) − ψ(k) + (1/n) Σ ln((1 − τᵢ)(2rᵢ − 1)^d + τᵢ(2rᵢ + 1)^d) + d ln w, where w is the width;
/// rᵢ the distance, in widths, of the i-th point to its k-th nearest other, as the largest
/// difference along an axis; and τᵢ = (k − aᵢ)/(gᵢ + 1), where aᵢ others are nearer than that and gᵢ
/// at that distance. Where rᵢ = 0, the term is ψ(k) − ψ(gᵢ + 1)
///
/// The width is the third argument: 0.1 for values with one decimal.
///
/// # Conventions
///
/// Each value stands for the cell of that width around it. Where all neighbours are in the same
/// cell this is the entropy of the cells, less its bias, and the logarithm of their volume.
/// The values are brought to the nearest multiples.
///
/// # Accuracy
///
/// The rounding is within 4 ulp times A/|ĥ|, where A is the mean of the absolute values of the
/// terms.
///
/// # Errors
///
/// - [`Error::Parameter`] if k is 0, or the width is not positive and finite.
/// - [`Error::TooFew`] if there are not more than k points.
/// - [`Error::Entry`] names a coordinate that is 2⁵³ widths or more, whose cell is unknown.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_entropy_of_rounded};
///
/// // Even over ten cells of a tenth: the entropy of a length of 1 is 0.
/// let points = Points::new(1, (0..1000).map(|i| f64::from(i % 10) / 10.0).collect::<Vec<_>>())?;
/// let entropy = nearest_neighbour_entropy_of_rounded(&points, 3, 0.1)?;
/// assert!(entropy.nats().abs() < 0.01);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kraskov, Stögbauer and Grassberger, as above, for the norm; the balls with their cells follow
/// from the definition.
pub fn nearest_neighbour_entropy_of_rounded(
    points: &Points,
    k: usize,
    width: f64,
) -> Result<Information, Error> {
    enough(points.len(), k)?;
    let positive = width > 0.0 && width < f64::INFINITY;
    parameter("width of rounding", width, positive, "positive and finite")?;
    const WHOLE: f64 = crate::float::scale::power_of_two(53);
    let cells: Vec<f64> = points.coordinates().iter().map(|x| x / width).collect();
    if let Some(index) = cells.iter().position(|cell| cell.abs() >= WHOLE) {
        return Err(Error::Entry {
            of: "coordinate",
            index,
            value: points.coordinates()[index],
            must_be: "less than 2^53 times the width of rounding",
        });
    }
    let cells = points.with(cells.into_iter().map(f64::round).collect());
    let metric = super::neighbour::Largest::of(&[&cells]);
    let tree = Tree::new(&cells);
    let mut search = super::k_d_tree::Search::new(&tree, k + 1);
    let (n, d) = (points.len(), points.dimension() as f64);
    let harmonic = Harmonic::up_to(n);
    let psi = |j| harmonic.psi(j).value;
    let mut sum = CompensatedSum::default();
    for &index in tree.order() {
        let point = cells.point(index);
        let r = search.kth(point, metric) / metric.unit;
        let within = tree.count(point, r * metric.unit, metric).without_itself(r);
        if r == 0.0 {
            sum.add(-psi(within.at + 1));
            continue;
        }
        // The k-th is somewhere in the cells at that distance: of g in random order, so far.
        let tau = k.saturating_sub(within.nearer) as f64 / (within.at + 1) as f64;
        let inner = ((2.0 * r - 1.0) / (2.0 * r + 1.0)).powf(d);
        sum.add(d * (2.0 * r + 1.0).ln());
        sum.add((tau + (1.0 - tau) * inner).ln());
        sum.add(-psi(k));
    }
    let mean = sum.total() / n as f64;
    let entropy = crate::float::sum::sum([mean, psi(n), d * width.ln()]);
    Ok(Information::from_nats(entropy))
}

/// Kullback–Leibler divergence of the density that a sample was drawn from, from one that is known:
/// of measurements from a model.
///
/// D̂(P‖Q) = −ĥ(P) − (1/n) Σ ln q(xᵢ), where ĥ is [`nearest_neighbour_entropy`]
///
/// The sample of P is the first argument, the logarithm of the density of Q the second, a function
/// of the coordinates of a point, and k the third.
///
/// # Conventions
///
/// [`Information::INFINITY`] if a point is where Q has no mass, its logarithm being −∞.
///
/// # Accuracy
///
/// As [`nearest_neighbour_entropy`] and the function; the mean of logarithms is rounded once.
///
/// # Errors
///
/// Those of [`nearest_neighbour_entropy`], and [`Error::Entry`] names the first point at which the
/// logarithm is NaN or +∞.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_kl_to_density};
/// use kl_core::statrs::distribution::{Continuous, Normal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let measured = Points::new(1, [0.1, -1.2, 0.7, 1.9, -0.4, 0.3])?;
/// let model = Normal::new(0.0, 1.0)?;
/// let d = nearest_neighbour_kl_to_density(&measured, |x| model.ln_pdf(x[0]), 3)?;
/// assert!(d.nats().abs() < 0.5);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition: the divergence is the cross entropy less the entropy.
pub fn nearest_neighbour_kl_to_density(
    p: &Points,
    mut ln_q: impl FnMut(&[f64]) -> f64,
    k: usize,
) -> Result<Information, Error> {
    let mut sum = CompensatedSum::default();
    for index in 0..p.len() {
        let value = ln_q(p.point(index));
        if value.is_nan() || value == f64::INFINITY {
            return Err(Error::Entry {
                of: "logarithm of the density of Q, of the point of P",
                index,
                value,
                must_be: "finite, or -inf where Q has no mass",
            });
        }
        sum.add(value);
    }
    let entropy = nearest_neighbour_entropy(p, k)?;
    Ok(Information::from_nats(
        -(sum.total() / p.len() as f64) - entropy.nats(),
    ))
}

/// The logarithm of the volume of the unit ball: V(d) = V(d − 2)·2π/d, V(0) = 1 and V(1) = 2.
fn ln_unit_ball(d: usize) -> f64 {
    let first = if d.is_multiple_of(2) { 0.0 } else { LN_2 };
    let factors = (2 + d % 2..=d).step_by(2).map(|j| (TAU / j as f64).ln());
    crate::float::sum::sum(std::iter::once(first).chain(factors))
}
