//! Divergences that come apart at a centre.
//!
//! D(p, q) = D(p, m) + D(m, q) + Σ left(p, m)·right(m, q) for any m
//!
//! With one centre for a whole table the first two are a number for each row and each column,
//! and the third is a matrix product. The centre is the mean of all distributions, so that the
//! three are of one size, and that of the divergence.
//!
//! # Which digits are lost, and where
//!
//! The equation holds for each outcome by itself, where none of the three divergences is
//! negative. So there the product is in size at most the larger of D(p, q) and
//! D(p, m) + D(m, q), and the sizes of all products add up to at most
//! D(p, q) + D(p, m) + D(m, q). Their sum is wrong by a few roundings of that, which average
//! where the products are many. The two other divergences carry more digits than a double. So
//! where D(p, m) + D(m, q) is no more than twice what came out, this has lost nothing that
//! matters. Elsewhere, that is where P and Q are nearer to each other than to the centre, the
//! pair is left to the divergence.

use crate::SumOfTerms;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::lanes::product::SIXTEEN;
use crate::lanes::{EIGHT, Lanes};
use fearless_simd::Simd;

/// A divergence that comes apart at any centre, in N products for each outcome.
pub(crate) trait Centred<const N: usize = 1>: SumOfTerms {
    /// Whether p may be zero, or very small.
    const ANY_P: bool;

    /// Whether q may be zero, or very small.
    const ANY_Q: bool;

    /// The factors of a row. The centre is zero nowhere.
    fn left<S: Simd>(simd: S, p: Lanes<S>, centre: Lanes<S>) -> [Lanes<S>; N];

    /// The factors of a column.
    fn right<S: Simd>(simd: S, centre: Lanes<S>, q: Lanes<S>) -> [Lanes<S>; N];

    /// The sum of a row, which is that for P and the centre, with more digits than a double.
    fn of_p(p: &[f64], centre: &[f64]) -> Double;

    /// The sum of a column.
    fn of_q(centre: &[f64], q: &[f64]) -> Double;

    /// The divergence of the sum of a pair.
    fn of_sum(sum: f64) -> Self::Output;
}

/// What is smaller is left to the divergence: products may have been subnormal.
pub(crate) const LEAST: f64 = power_of_two(-900);

/// The mean of all distributions, where each list counts half.
pub(crate) struct Centre {
    pub(crate) mean: Vec<f64>,
    /// The outcomes in the order of their mass: the factors of most mass are the last, because
    /// what is added last is rounded least often.
    pub(crate) order: Vec<usize>,
    /// The mean in this order, made up with ones to several times [`SIXTEEN`].
    pub(crate) eights: Vec<[f64; EIGHT]>,
}

impl Centre {
    /// The centre of vectors that all have the same length.
    pub(crate) fn new(ps: &[&[f64]], qs: &[&[f64]]) -> Self {
        let n = ps[0].len();
        let mut mean = vec![0.0; n];
        for list in [ps, qs] {
            let mut sum = vec![0.0; n];
            for v in list {
                for (sum, x) in sum.iter_mut().zip(*v) {
                    *sum += x;
                }
            }
            let weight = 0.5 / list.len() as f64;
            for (mean, sum) in mean.iter_mut().zip(sum) {
                *mean += weight * sum;
            }
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| mean[a].total_cmp(&mean[b]));
        let mut eights = vec![[1.0; EIGHT]; n.div_ceil(SIXTEEN) * (SIXTEEN / EIGHT)];
        fill(&mut eights, &mean, &order);
        Centre {
            mean,
            order,
            eights,
        }
    }

    /// The number of outcomes with those that make up.
    pub(crate) fn depth(&self) -> usize {
        self.eights.len() * EIGHT
    }

    /// How many times the divergence of a pair its two divergences from the centre may be:
    /// less where one outcome has much of the mass, because errors do not average there.
    pub(crate) fn far(&self) -> f64 {
        let heaviest = self.mean.iter().copied().fold(0.0, f64::max);
        if heaviest > 0.03125 { 1.5 } else { 2.0 }
    }
}

/// Fills the first places with numbers in an order.
pub(crate) fn fill(places: &mut [[f64; EIGHT]], numbers: &[f64], order: &[usize]) {
    for (place, &k) in places.as_flattened_mut().iter_mut().zip(order) {
        *place = numbers[k];
    }
}
