//! Is there any difference? A test by dealing the points anew.

use super::Points;
use crate::Error;
use crate::error::{parameter, same_size};

/// What a permutation test found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PermutationTest {
    statistic: f64,
    p_value: f64,
    permutations: usize,
}

impl PermutationTest {
    /// The statistic of the samples as they are.
    #[must_use]
    pub fn statistic(&self) -> f64 {
        self.statistic
    }

    /// The probability of a statistic that is no less if there is no difference.
    #[must_use]
    pub fn p_value(&self) -> f64 {
        self.p_value
    }

    /// The number of times that the points were dealt anew.
    #[must_use]
    pub fn permutations(&self) -> usize {
        self.permutations
    }
}

/// Tests whether two samples are from one distribution: how often points dealt anew into two
/// samples of these sizes are as different as the two are.
///
/// p = (1 + the number of permutations whose statistic is at least that of the samples)/(1 + B)
///
/// The arguments are the two samples; B, of which 199 will do for a level of 5 % and 999 for 1 %;
/// random numbers, each from 0 to below 1; and the statistic, a function of two samples that is
/// large where they differ, such as [`nearest_neighbour_jensen_shannon`] with a k of 5.
///
/// # Conventions
///
/// If the samples are from one distribution, p is at most α with a probability of at most α: for
/// any number of points, any dimension, any ties and any statistic. The points of each sample must
/// be independent of one another. A statistic that is NaN counts as large. A number of random
/// numbers that is one less than that of the points is taken for each permutation; they are held
/// to be from 0 to below 1.
///
/// [`nearest_neighbour_jensen_shannon`]: super::nearest_neighbour_jensen_shannon
///
/// # Accuracy
///
/// The fraction is rounded once.
///
/// # Errors
///
/// - [`Error::Size`] if the samples have different dimensions.
/// - [`Error::Parameter`] if B is 0.
/// - Those of the statistic.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_jensen_shannon, permutation_test};
///
/// let p = Points::new(1, (0..40).map(f64::from).collect::<Vec<_>>())?;
/// let q = Points::new(1, (20..60).map(|i| f64::from(i) + 0.5).collect::<Vec<_>>())?;
/// // Any generator will do: with `rand`, `|| rng.random()`.
/// let mut state = 1u64;
/// let uniform = || {
///     state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
///     (state >> 11) as f64 / (1u64 << 53) as f64
/// };
/// let test = permutation_test(&p, &q, 99, uniform, |p, q| {
///     Ok(nearest_neighbour_jensen_shannon(p, q, 3)?.value().nats())
/// })?;
/// assert_eq!(test.p_value(), 0.01);
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Phipson and Smyth, "Permutation P-values Should Never Be Zero", Statistical Applications in
/// Genetics and Molecular Biology 9 (2010) 39, DOI 10.2202/1544-6115.1585.
pub fn permutation_test(
    p: &Points,
    q: &Points,
    permutations: usize,
    mut uniform: impl FnMut() -> f64,
    mut statistic: impl FnMut(&Points, &Points) -> Result<f64, Error>,
) -> Result<PermutationTest, Error> {
    same_size(
        "dimensions of the points of Q",
        q.dimension(),
        "dimensions of the points of P",
        p.dimension(),
    )?;
    let some = permutations > 0;
    parameter(
        "number of permutations",
        permutations as f64,
        some,
        "at least 1",
    )?;
    let given = statistic(p, q)?;
    let all = p.followed_by(q);
    let mut order: Vec<usize> = (0..all.len()).collect();
    let mut as_different = 0usize;
    for _ in 0..permutations {
        // Fisher and Yates: each place is exchanged with one that is not before it.
        for place in 0..all.len().saturating_sub(1) {
            let left = all.len() - place;
            let step = (uniform() * left as f64) as usize;
            order.swap(place, place + step.min(left - 1));
        }
        let (first, second) = order.split_at(p.len());
        let dealt = statistic(&all.of(first), &all.of(second))?;
        let as_large = dealt >= given || dealt.is_nan() || given.is_nan();
        as_different += usize::from(as_large);
    }
    let p_value = (1 + as_different) as f64 / (1.0 + permutations as f64);
    Ok(PermutationTest {
        statistic: given,
        p_value,
        permutations,
    })
}
