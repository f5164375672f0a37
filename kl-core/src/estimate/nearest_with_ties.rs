//! Kullback–Leibler divergence from samples with ties: rounded values, repeated points.

use super::Points;
use super::harmonic::Harmonic;
use super::k_d_tree::{Search, Tree};
use super::nearest::check;
use super::neighbour::Largest;
use super::ties::{Around, Orders, TieCounts, TiedEstimate};
use crate::Error;
use crate::error::same_size;
use crate::float::double::Double;
use std::collections::HashMap;
use std::hash::Hash;

/// Kullback–Leibler divergence of P from Q, estimated from two tables of measurements, which may
/// be rounded, repeat themselves, or be categories written as numbers.
///
/// D̂(P‖Q) = (1/n) Σ (ψ(aᵢ + 1) − ψ(bᵢ + 1)) + ψ(m + 1) − ψ(n), where n and m are the numbers of
/// points of P and Q. The ball around the i-th point of P, in the norm of the largest difference
/// along an axis, grows until it has k other points of P and k points of Q; aᵢ and bᵢ are the
/// numbers of points of P and Q in it before the last one came
///
/// P is the first argument, the truth; Q is the second, the model; k is the third: 5 is a good
/// beginning, up to 10 for coarse rounding.
///
/// Of measurements with all their digits, [`nearest_neighbour_kl`](super::nearest_neighbour_kl)
/// tells more in many dimensions. Of pure categories [`Counts::kl`](super::Counts::kl) does.
///
/// # Conventions
///
/// Where points come at equal distances, the mean over all orders in which they might come is
/// taken. So rounded values give what a little noise on them would give on average, and nothing is
/// random. Where all of the ball is one place, this is the logarithm of the ratio of the counts
/// there, with their bias removed. No width of rounding is asked for. The
/// [`TiedEstimate`] says how often there were ties.
///
/// Distances are compared as doubles, and 0.3 − 0.2 is not 0.2 − 0.1. The difference is of no
/// weight; whole numbers of tenths have none.
///
/// The estimate may be negative. It is never infinite: where Q has no points near, neighbours far
/// away are counted. A scale that is common to an axis of both tables matters, because it decides
/// who is near: bring columns to like spreads.
///
/// # Accuracy
///
/// The formula is rounded once: within 1 ulp, unless its terms cancel to 10⁻¹⁵ of them.
///
/// Bias: where P = Q the mean of the estimate is 0, whatever the dimension, the sizes, k and the
/// ties. Where the densities' ratio changes within a ball it is pulled towards 0: of N(1, 1) and
/// N(0, 1), each by 1000 points, whose divergence is 0.5, the mean is 0.49 (k = 5), with values
/// rounded to a tenth too. In 5 and more dimensions that is much.
///
/// # Errors
///
/// - [`Error::Size`] if the samples have different dimensions.
/// - [`Error::Parameter`] if k is 0.
/// - [`Error::TooFew`] if P has not more than k points or Q fewer than k.
/// - [`Error::SharedPoint`] if most places of P have as many points of P as of Q, so that Q must
///   hold the sample of P: rounding does not do that. The divergence from both together is that
///   of [`nearest_neighbour_kl_to_mixture`](super::nearest_neighbour_kl_to_mixture).
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_kl_with_ties};
///
/// // Grades: four of five students passed with one or two here, one of four there.
/// let here = Points::new(1, [1.0, 1.0, 2.0, 2.0, 4.0])?;
/// let there = Points::new(1, [2.0, 3.0, 4.0, 4.0])?;
/// let d = nearest_neighbour_kl_with_ties(&here, &there, 1)?;
/// assert_eq!(d.repeated(), 4);
/// assert!(d.value().nats() > 0.0);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Wang, Kulkarni and Verdú, "Divergence Estimation for Multidimensional Densities Via
/// k-Nearest-Neighbor Distances", IEEE Transactions on Information Theory 55 (2009) 2392–2405,
/// DOI 10.1109/TIT.2009.2016060, section IV, for balls that are common to both samples; the 1 that
/// is added to the numbers is that of Kraskov, Stögbauer and Grassberger (see
/// [`nearest_neighbour_mutual_information`](super::nearest_neighbour_mutual_information)).
pub fn nearest_neighbour_kl_with_ties(
    p: &Points,
    q: &Points,
    k: usize,
) -> Result<TiedEstimate, Error> {
    check(p, q, k, 1)?;
    let (n, m) = (p.len(), q.len());
    let harmonic = Harmonic::up_to(n.max(m) + 1);
    let mut sum = Double::ZERO;
    let mut counts = TieCounts::default();
    let places = add_ratios((p, q), k, &harmonic, &mut sum, &mut counts);
    if let Some(index) = places.of_one_sample() {
        let of_q = q.position(p.point(index));
        return Err(Error::SharedPoint { index, of_q });
    }
    Ok(TiedEstimate::new(mean(sum, n, m, &harmonic), counts))
}

/// Kullback–Leibler divergence of P from Q, estimated from two tables that have a column of
/// categories and measured ones.
///
/// As [`nearest_neighbour_kl_with_ties`], but neighbours have the same label. Where a label has
/// too few points for k, k is less there; and where it has a single point of P, the ball holds all
/// points of Q with that label
///
/// The arguments are the labels and the points of P, those of Q in the same way, and k. Several
/// columns of categories are one column of tuples.
///
/// # Conventions
///
/// [`Information::INFINITY`](crate::Information::INFINITY) if P has a label that Q has not. Ties,
/// and who is near, as in [`nearest_neighbour_kl_with_ties`].
///
/// # Accuracy
///
/// As [`nearest_neighbour_kl_with_ties`].
///
/// # Errors
///
/// Those of [`nearest_neighbour_kl_with_ties`], and [`Error::Size`] if there are not as many labels
/// as points.
///
/// # Example
///
/// ```
/// use kl_core::Information;
/// use kl_core::estimate::{Points, nearest_neighbour_kl_of_labelled};
///
/// let weights = Points::new(1, [3.9, 4.2, 30.1, 28.5])?;
/// let others = Points::new(1, [4.0, 4.4, 31.0, 29.5, 27.0])?;
/// let (kinds, of_others) = (["cat", "cat", "dog", "dog"], ["cat", "cat", "dog", "dog", "dog"]);
/// let d = nearest_neighbour_kl_of_labelled((&kinds, &weights), (&of_others, &others), 1)?;
/// assert!(d.value().nats().abs() < 1.0);
/// let d = nearest_neighbour_kl_of_labelled((&kinds, &weights), (&["cat"; 5], &others), 1)?;
/// assert_eq!(d.value(), Information::INFINITY);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// As [`nearest_neighbour_kl_with_ties`].
pub fn nearest_neighbour_kl_of_labelled<L: Eq + Hash>(
    (labels_p, p): (&[L], &Points),
    (labels_q, q): (&[L], &Points),
    k: usize,
) -> Result<TiedEstimate, Error> {
    check(p, q, k, 1)?;
    same_size("labels of P", labels_p.len(), "points of P", p.len())?;
    same_size("labels of Q", labels_q.len(), "points of Q", q.len())?;
    let mut numbers: HashMap<&L, usize> = HashMap::new();
    let mut groups: Vec<[Vec<usize>; 2]> = Vec::new();
    for (sample, labels) in [labels_p, labels_q].into_iter().enumerate() {
        for (i, label) in labels.iter().enumerate() {
            let number = *numbers.entry(label).or_insert(groups.len());
            if number == groups.len() {
                groups.push([Vec::new(), Vec::new()]);
            }
            groups[number][sample].push(i);
        }
    }
    let (n, m) = (p.len(), q.len());
    let harmonic = Harmonic::up_to(n.max(m) + 1);
    let mut sum = Double::ZERO;
    let mut counts = TieCounts::default();
    let mut places = Places::default();
    let mut infinite = false;
    for [of_p, of_q] in groups.iter().filter(|[of_p, _]| !of_p.is_empty()) {
        let k = k.min(of_p.len() - 1).min(of_q.len());
        infinite |= of_q.is_empty();
        if k == 0 {
            counts.points += of_p.len();
            sum = sum + harmonic.psi(1) - harmonic.psi(of_q.len() + 1);
            continue;
        }
        let here = add_ratios(
            (&p.of(of_p), &q.of(of_q)),
            k,
            &harmonic,
            &mut sum,
            &mut counts,
        );
        places.add(&here, of_p);
    }
    if infinite {
        return Ok(TiedEstimate::new(f64::INFINITY, counts));
    }
    if let Some(index) = places.of_one_sample() {
        let of_q = q.position(p.point(index));
        return Err(Error::SharedPoint { index, of_q });
    }
    Ok(TiedEstimate::new(mean(sum, n, m, &harmonic), counts))
}

/// The estimate from the sum of the logarithms of ratios of numbers.
fn mean(sum: Double, n: usize, m: usize, harmonic: &Harmonic) -> f64 {
    (sum / Double::from(n as f64) + (harmonic.psi(m + 1) - harmonic.psi(n))).value
}

/// Adds for each point of P the logarithm of the ratio of the numbers around it.
fn add_ratios(
    (p, q): (&Points, &Points),
    k: usize,
    harmonic: &Harmonic,
    sum: &mut Double,
    counts: &mut TieCounts,
) -> Places {
    let mut places = Places::default();
    let (tree_p, tree_q) = (Tree::new(p), Tree::new(q));
    let metric = Largest::of(&[p, q]);
    // The nearest point of P is the point itself.
    let mut of_p = Search::new(&tree_p, k + 1);
    let mut of_q = Search::new(&tree_q, k);
    let mut orders = Orders::new(harmonic, k);
    for &index in tree_p.order() {
        let point = p.point(index);
        let radius = of_p.kth(point, metric).max(of_q.kth(point, metric));
        let others = |distance| {
            let within = tree_p.count(point, distance, metric);
            Around::new(
                within.without_itself(distance),
                tree_q.count(point, distance, metric),
            )
        };
        let around = others(radius);
        *sum = *sum + orders.ln_ratio(around);
        counts.points += 1;
        counts.tied += usize::from(around.is_tied());
        let repeated = of_p.zeros() > 1;
        let shared = of_q.zeros() > 0;
        counts.repeated += usize::from(repeated);
        counts.shared += usize::from(shared);
        let [others, here] = if repeated || shared {
            others(0.0).at
        } else {
            [0, 0]
        };
        places.see(index, others + 1, here);
    }
    places
}

/// Whether one sample was put into the other.
#[derive(Default)]
struct Places {
    /// The number of places.
    all: f64,
    /// The number of those with as many points of Q as of P.
    alike: f64,
    /// A point of P at one of them.
    index: Option<usize>,
}

impl Places {
    /// A point of P at a place with so many points of P, itself included, and of Q.
    fn see(&mut self, index: usize, of_p: usize, of_q: usize) {
        let part = 1.0 / of_p as f64;
        self.all += part;
        if of_p == of_q {
            self.alike += part;
            self.index = Some(index);
        }
    }

    /// The places of a part of P, whose points have these indices in the whole.
    fn add(&mut self, part: &Places, indices: &[usize]) {
        self.all += part.all;
        self.alike += part.alike;
        self.index = self.index.or(part.index.map(|index| indices[index]));
    }

    /// A point at a place that is alike, if too many are. Of independent samples a place is with
    /// a probability of 0.37 at most; three standard deviations above a half are allowed.
    fn of_one_sample(&self) -> Option<usize> {
        let too_many = 2.0 * self.alike > self.all + 3.0 * self.all.sqrt();
        self.index.filter(|_| too_many)
    }
}
