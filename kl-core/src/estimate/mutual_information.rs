//! Mutual information from samples, by nearest neighbours.

use super::Points;
use super::harmonic::Harmonic;
use super::k_d_tree::{Search, Tree};
use super::neighbour::Largest;
use super::spread::spread;
use super::ties::{Around, Orders, TieCounts, TiedEstimate};
use crate::Error;
use crate::error::{parameter, same_size};
use crate::float::double::Double;
use std::collections::HashMap;
use std::hash::Hash;

/// Mutual information of two columns of measurements, or of two groups of columns, estimated by
/// the numbers of neighbours: the first estimator of Kraskov, Stögbauer and Grassberger.
///
/// Î(X; Y) = ψ(k) + ψ(n) − (1/n) Σ (ψ(xᵢ + 1) + ψ(yᵢ + 1)), where xᵢ and yᵢ are the numbers of
/// other points whose X, and whose Y, is strictly nearer than the k-th neighbour of the i-th point
/// in both together, in the norm of the largest difference along an axis
///
/// The arguments are the X and the Y of the same points, in the same order, and k: 3 to 5.
///
/// For a column of categories and a measured one, see [`nearest_neighbour_information_of_labels`];
/// for two columns of categories, [`CountTable`](super::CountTable).
///
/// # Conventions
///
/// The estimate may be negative where the truth is 0. Monotone changes of one variable change the
/// truth in nothing, but who is near: bring columns to like spreads.
///
/// Values that repeat along an axis are first spread evenly over the width to which they were
/// rounded, half-way to the next value on the nearer side: the number of those points is
/// [`TiedEstimate::repeated`]. Without that, rounding to a tenth would add 0.2 nats to pairs of 500
/// standard normal numbers, and the formula for mixtures of Gao and others would take off 0.6.
/// Where neighbours tie nevertheless, k is replaced by one more than the number of those strictly
/// nearer, which agrees with the other counts. If all X are equal, or all Y, it is 0.
///
/// # Accuracy
///
/// The formula is rounded once: within 1 ulp, unless its terms cancel. The bias is smaller than
/// the spread in low dimensions, and 0 for independent variables.
///
/// # Errors
///
/// - [`Error::Size`] if the numbers of points differ.
/// - [`Error::Parameter`] if k is 0.
/// - [`Error::TooFew`] if there are not more than k points.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_mutual_information};
///
/// let x = Points::new(1, [0.1, 1.3, 2.2, 3.8, 4.5])?;
/// let y = Points::new(1, [0.3, 1.1, 2.5, 3.2, 4.9])?;
/// let information = nearest_neighbour_mutual_information(&x, &y, 1)?.value();
/// assert!((information.nats() - 0.783).abs() < 0.3);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Kraskov, Stögbauer and Grassberger, "Estimating Mutual Information", Physical Review E 69
/// (2004) 066138, DOI 10.1103/PhysRevE.69.066138, formula 8.
pub fn nearest_neighbour_mutual_information(
    x: &Points,
    y: &Points,
    k: usize,
) -> Result<TiedEstimate, Error> {
    same_size("points of Y", y.len(), "points of X", x.len())?;
    enough(x.len(), k)?;
    let n = x.len();
    let mut counts = TieCounts {
        points: n,
        ..TieCounts::default()
    };
    if all_equal(x) || all_equal(y) {
        counts.repeated = n;
        return Ok(TiedEstimate::new(0.0, counts));
    }
    let ((x, of_x), (y, of_y)) = (spread(x, 0), spread(y, x.dimension()));
    counts.repeated = of_x.max(of_y);
    let both = x.beside(&y);
    let harmonic = Harmonic::up_to(n + 1);
    let psi = |j| harmonic.psi(j);
    let metric = Largest::of(&[&both]);
    let [tree_x, tree_y, tree] = [&x, &y, &both].map(Tree::new);
    let mut search = Search::new(&tree, k + 1);
    let mut sum = Double::ZERO;
    for &i in tree.order() {
        let radius = search.kth(both.point(i), metric);
        let around = |tree: &Tree, point| tree.count(point, radius, metric).without_itself(radius);
        let [of_both, of_x, of_y] = [
            around(&tree, both.point(i)),
            around(&tree_x, x.point(i)),
            around(&tree_y, y.point(i)),
        ];
        counts.tied += usize::from(of_both.at > 1);
        // At one place there is nothing strictly nearer: all that is there counts.
        let number = |w: super::k_d_tree::Within| if radius == 0.0 { w.at } else { w.nearer };
        sum = sum + psi(number(of_both) + 1) - psi(number(of_x) + 1) - psi(number(of_y) + 1);
    }
    let value = sum / Double::from(n as f64) + psi(n);
    Ok(TiedEstimate::new(value.value, counts))
}

/// Mutual information of a column of categories and measured columns: how much a measurement tells
/// of the label, estimated by the numbers of neighbours as Ross does it.
///
/// Î = ψ(n) + (1/n) Σ (ψ(kᵢ) − ψ(nᵢ) − ψ(mᵢ)), where nᵢ is the number of points with the label of
/// the i-th; mᵢ is the rank that the kᵢ-th nearest other point with its label has among all points,
/// as seen from there; and kᵢ is k, or nᵢ − 1 where that is less
///
/// The arguments are the labels (numbers, texts, whatever can be compared), the points in the same
/// order, and k: 3 to 5.
///
/// # Conventions
///
/// A point whose label no other has is left out, and counted in [`TiedEstimate::left_out`]; n is
/// then the number of the others. The estimate may be negative where the truth is 0. Ties, and
/// who is near, as in [`nearest_neighbour_kl_with_ties`](super::nearest_neighbour_kl_with_ties):
/// the mean over all orders is taken.
///
/// # Accuracy
///
/// The formula is rounded once: within 1 ulp, unless its terms cancel. If the label says nothing,
/// the mean of the estimate is 0, whatever the dimension, k and the ties.
///
/// # Errors
///
/// - [`Error::Size`] if the number of labels is not that of the points.
/// - [`Error::Parameter`] if k is 0.
/// - [`Error::TooFew`] if no label occurs twice.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_information_of_labels};
///
/// let weights = Points::new(1, [3.9, 4.2, 4.4, 30.1, 28.5, 33.0, 31.7])?;
/// let kinds = ["cat", "cat", "cat", "dog", "dog", "dog", "dog"];
/// let information = nearest_neighbour_information_of_labels(&kinds, &weights, 1)?.value();
/// // The weight tells the kind: this is the entropy of the labels, as it is estimated.
/// assert!((information.nats() - 0.8).abs() < 0.1);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Ross, "Mutual Information between Discrete and Continuous Data Sets", PLoS ONE 9 (2014)
/// e87357, DOI 10.1371/journal.pone.0087357, formula 2.
pub fn nearest_neighbour_information_of_labels<L: Eq + Hash>(
    labels: &[L],
    points: &Points,
    k: usize,
) -> Result<TiedEstimate, Error> {
    same_size("labels", labels.len(), "points", points.len())?;
    parameter("number of the neighbour", k as f64, k > 0, "at least 1")?;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut numbers: HashMap<&L, usize> = HashMap::new();
    for (i, label) in labels.iter().enumerate() {
        let number = *numbers.entry(label).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    groups.retain(|group| group.len() > 1);
    let all: Vec<usize> = groups.iter().flatten().copied().collect();
    let n = all.len();
    if n == 0 {
        return Err(Error::TooFew {
            of: "points with one label",
            found: 1,
            needed: 2,
        });
    }
    let mut counts = TieCounts {
        points: n,
        left_out: points.len() - n,
        ..TieCounts::default()
    };
    let metric = Largest::of(&[points]);
    let tree = Tree::new(&points.of(&all));
    let harmonic = Harmonic::up_to(n);
    let psi = |j| harmonic.psi(j);
    let mut sum = Double::ZERO;
    for group in &groups {
        let own = points.of(group);
        let own_tree = Tree::new(&own);
        let k = k.min(group.len() - 1);
        let mut search = Search::new(&own_tree, k + 1);
        let mut orders = Orders::new(&harmonic, k);
        for &i in own_tree.order() {
            let point = own.point(i);
            let radius = search.kth(point, metric);
            let of_own = own_tree.count(point, radius, metric).without_itself(radius);
            let others = tree.count(point, radius, metric).without_itself(radius);
            let around = Around::new(of_own, others.less(of_own));
            counts.tied += usize::from(around.is_tied());
            counts.repeated += usize::from(search.zeros() > 1);
            sum = sum + psi(k) - psi(group.len()) - orders.psi_of_rank(around);
        }
    }
    let value = sum / Double::from(n as f64) + psi(n);
    Ok(TiedEstimate::new(value.value, counts))
}

/// Fails unless every point has a k-th other.
pub(super) fn enough(found: usize, k: usize) -> Result<(), Error> {
    parameter("number of the neighbour", k as f64, k > 0, "at least 1")?;
    let needed = k.saturating_add(1);
    if found < needed {
        return Err(Error::TooFew {
            of: "points",
            found,
            needed,
        });
    }
    Ok(())
}

fn all_equal(points: &Points) -> bool {
    let first = points.point(0);
    let mut others = points.coordinates().chunks_exact(points.dimension());
    others.all(|point| point == first)
}
