//! Divergences from two samples put together.

use super::Points;
use super::harmonic::Harmonic;
use super::k_d_tree::{Search, Tree};
use super::nearest::check;
use super::neighbour::Largest;
use super::ties::{Around, Orders, TieCounts, TiedEstimate};
use crate::Error;
use crate::float::double::Double;

/// Kullback–Leibler divergence of P from what both samples are together, estimated from a sample
/// of P and one of Q.
///
/// D̂(P‖M) = ψ(k) + ψ(n + m) − ψ(n) − (1/n) Σ ψ(rᵢ), where M = (n P + m Q)/(n + m), and rᵢ is the
/// rank that the k-th nearest other point of P has among all points, as seen from the i-th point
/// of P
///
/// P is the first argument, Q the second, k the third. Q is given without the points of P: those
/// who put the two together first, and ask [`nearest_neighbour_kl`](super::nearest_neighbour_kl)
/// for the divergence, are refused, because a point is then its own neighbour.
///
/// # Conventions
///
/// The weights of P and Q in M are as the numbers of their points; for halves, take equally many.
/// The divergence is ln((n + m)/n) at most, and the estimate may be a little more, or negative.
/// Ties, and which points are near, as in
/// [`nearest_neighbour_kl_with_ties`](super::nearest_neighbour_kl_with_ties).
///
/// # Accuracy
///
/// The formula is rounded once: within 1 ulp, unless its terms cancel to 10⁻¹⁵ of them.
///
/// Bias: where P = Q the mean of the estimate is 0, whatever the dimension, the sizes, k and the
/// ties; elsewhere it is pulled towards 0 where the densities' ratio changes within the distance to
/// a neighbour.
///
/// # Errors
///
/// - [`Error::Size`] if the samples have different dimensions.
/// - [`Error::Parameter`] if k is 0.
/// - [`Error::TooFew`] if P has not more than k points or Q fewer than k.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_kl_to_mixture};
///
/// let p = Points::new(1, [0.0, 1.0, 2.0, 3.0])?;
/// let q = Points::new(1, [10.0, 11.0, 12.0, 13.0])?;
/// let d = nearest_neighbour_kl_to_mixture(&p, &q, 1)?;
/// // They have nothing in common: ψ(8) − ψ(4) estimates ln 2.
/// assert!((d.value().nats() - (1.0 / 4.0 + 1.0 / 5.0 + 1.0 / 6.0 + 1.0 / 7.0)).abs() < 1e-15);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Ross, "Mutual Information between Discrete and Continuous Data Sets", PLoS ONE 9 (2014)
/// e87357, DOI 10.1371/journal.pone.0087357, formula 3: it is the part of P in the mutual
/// information of a point and the sample that it is from.
pub fn nearest_neighbour_kl_to_mixture(
    p: &Points,
    q: &Points,
    k: usize,
) -> Result<TiedEstimate, Error> {
    check(p, q, k, 1)?;
    let harmonic = Harmonic::up_to(p.len() + q.len());
    let (trees, metric) = ([&Tree::new(p), &Tree::new(q)], Largest::of(&[p, q]));
    let (mean, counts) = mean_of_one(p, trees, metric, k, &harmonic);
    Ok(TiedEstimate::new(mean.value, counts))
}

/// Jensen–Shannon divergence between two samples of measurements, which may be rounded or repeat
/// themselves.
///
/// n/(n + m) D̂(P‖M) + m/(n + m) D̂(Q‖M), where M = (n P + m Q)/(n + m), n and m are the numbers
/// of points, and D̂ is [`nearest_neighbour_kl_to_mixture`]
///
/// The arguments are the sample of P, that of Q, and k. It is the mutual information of a point and
/// the sample that it is from: 0 if nothing tells them apart, ln 2 at most.
///
/// # Conventions
///
/// The weights are as the numbers of points; for the usual halves, take equally many. The estimate
/// may be negative. Ties as in
/// [`nearest_neighbour_kl_with_ties`](super::nearest_neighbour_kl_with_ties): the counts of the
/// result are over the points of both. Whether it is more than chance would give is for
/// [`permutation_test`](super::permutation_test).
///
/// # Accuracy
///
/// As [`nearest_neighbour_kl_to_mixture`].
///
/// # Errors
///
/// Those of [`nearest_neighbour_kl_to_mixture`], and [`Error::TooFew`] if Q has not more than k
/// points.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_jensen_shannon};
///
/// let p = Points::new(1, (0..100).map(f64::from).collect::<Vec<_>>())?;
/// let q = Points::new(1, (200..300).map(f64::from).collect::<Vec<_>>())?;
/// let d = nearest_neighbour_jensen_shannon(&p, &q, 3)?.value();
/// assert!((d.bits() - 1.0).abs() < 0.01);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Ross (2014), as above; Lin, "Divergence Measures Based on the Shannon Entropy", IEEE
/// Transactions on Information Theory 37 (1991) 145–151, DOI 10.1109/18.61115, for the weights.
pub fn nearest_neighbour_jensen_shannon(
    p: &Points,
    q: &Points,
    k: usize,
) -> Result<TiedEstimate, Error> {
    check(p, q, k, 1)?;
    check(q, p, k, 1).map_err(|error| match error {
        // The two have changed places.
        Error::TooFew { found, needed, .. } => Error::TooFew {
            of: "points of Q",
            found,
            needed,
        },
        other => other,
    })?;
    let (n, m) = (p.len(), q.len());
    let harmonic = Harmonic::up_to(n + m);
    let (tree_p, tree_q, metric) = (Tree::new(p), Tree::new(q), Largest::of(&[p, q]));
    let (of_p, a) = mean_of_one(p, [&tree_p, &tree_q], metric, k, &harmonic);
    let (of_q, b) = mean_of_one(q, [&tree_q, &tree_p], metric, k, &harmonic);
    let both = of_p * Double::from(n as f64) + of_q * Double::from(m as f64);
    let counts = TieCounts {
        points: a.points + b.points,
        repeated: a.repeated + b.repeated,
        shared: a.shared + b.shared,
        tied: a.tied + b.tied,
        left_out: 0,
    };
    Ok(TiedEstimate::new(
        (both / Double::from((n + m) as f64)).value,
        counts,
    ))
}

/// The divergence of the sample from both, and its ties. The first tree is its own.
fn mean_of_one(
    sample: &Points,
    [own, other]: [&Tree; 2],
    metric: Largest,
    k: usize,
    harmonic: &Harmonic,
) -> (Double, TieCounts) {
    let mut sum = Double::ZERO;
    let mut counts = TieCounts::default();
    let mut search = Search::new(own, k + 1);
    let mut orders = Orders::new(harmonic, k);
    for &index in own.order() {
        let point = sample.point(index);
        let radius = search.kth(point, metric);
        let around = Around::new(
            own.count(point, radius, metric).without_itself(radius),
            other.count(point, radius, metric),
        );
        sum = sum + orders.psi_of_rank(around);
        counts.points += 1;
        counts.tied += usize::from(around.is_tied());
        counts.repeated += usize::from(search.zeros() > 1);
        counts.shared += usize::from(other.count(point, 0.0, metric).at > 0);
    }
    let n = sample.len();
    let (psi, all) = (|j| harmonic.psi(j), n + other.order().len());
    let mean = sum / Double::from(n as f64);
    (psi(k) + psi(all) - psi(n) - mean, counts)
}
