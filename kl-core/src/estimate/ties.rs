//! Neighbours at equal distances, and what was done about them.
//!
//! Measured values are rounded, so points coincide and neighbours tie. Breaking ties at random, as
//! adding a little noise does, gives another answer each time. Here is the mean of the answers over
//! all orders of those that tie, so nothing is random.

use super::harmonic::Harmonic;
use super::k_d_tree::Within;
use crate::Information;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use std::collections::HashMap;
use std::fmt;

/// An estimate from neighbours that may tie, with what was found of ties.
///
/// # Display
///
/// The value, with the precision that is asked for, and what was done, in words.
///
/// # Example
///
/// ```
/// use kl_core::estimate::{Points, nearest_neighbour_kl_with_ties};
///
/// let p = Points::new(1, [0.5, 0.5, 1.0, 2.0])?;
/// let q = Points::new(1, [0.0, 1.0, 1.5])?;
/// let d = nearest_neighbour_kl_with_ties(&p, &q, 1)?;
/// assert_eq!((d.points(), d.repeated(), d.shared(), d.tied()), (4, 2, 1, 4));
/// assert_eq!(
///     format!("{d:.3}"),
///     "-0.021 nats; of 4 points, 2 stand where another of their sample does and 1 where one of \
///      the other sample does; for 4, neighbours tied: the mean over all their orders was taken"
/// );
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TiedEstimate {
    value: Information,
    pub(super) counts: TieCounts,
}

/// What was found of ties.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct TieCounts {
    pub(super) points: usize,
    pub(super) repeated: usize,
    pub(super) shared: usize,
    pub(super) tied: usize,
    pub(super) left_out: usize,
}

impl TiedEstimate {
    pub(super) fn new(nats: f64, counts: TieCounts) -> Self {
        TiedEstimate {
            value: Information::from_nats(nats),
            counts,
        }
    }

    /// The estimate.
    #[must_use]
    pub fn value(&self) -> Information {
        self.value
    }

    /// The number of points around which neighbours were looked for.
    #[must_use]
    pub fn points(&self) -> usize {
        self.counts.points
    }

    /// The number of these that stand where another point of their own sample does.
    #[must_use]
    pub fn repeated(&self) -> usize {
        self.counts.repeated
    }

    /// The number of these that stand where a point of the other sample does; 0 if there is only
    /// one sample.
    #[must_use]
    pub fn shared(&self) -> usize {
        self.counts.shared
    }

    /// The number of these for which neighbours tied where it mattered.
    #[must_use]
    pub fn tied(&self) -> usize {
        self.counts.tied
    }

    /// The number of points that had to be left out, because no other has their label; 0 where
    /// there are no labels.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.counts.left_out
    }
}

impl fmt::Display for TiedEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)?;
        let TieCounts {
            points,
            repeated,
            shared,
            tied,
            left_out,
        } = self.counts;
        if repeated + shared + tied + left_out == 0 {
            return write!(
                f,
                "; of {points} points, none repeats and no neighbours tied"
            );
        }
        write!(
            f,
            "; of {points} points, {repeated} stand where another of their sample does"
        )?;
        if shared > 0 {
            write!(f, " and {shared} where one of the other sample does")?;
        }
        if tied > 0 {
            write!(
                f,
                "; for {tied}, neighbours tied: the mean over all their orders was taken"
            )?;
        }
        if left_out > 0 {
            write!(f, "; {left_out} were left out, alone with their label")?;
        }
        Ok(())
    }
}

/// Points of two kinds around a point, which is none of them: those strictly inside a ball and
/// those on its boundary.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Around {
    /// Of the first kind and of the second, inside.
    pub(super) inside: [usize; 2],
    /// The same on the boundary.
    pub(super) at: [usize; 2],
}

impl Around {
    pub(super) fn new(first: Within, second: Within) -> Self {
        Around {
            inside: [first.nearer, second.nearer],
            at: [first.at, second.at],
        }
    }

    pub(super) fn is_tied(self) -> bool {
        self.at[0] + self.at[1] > 1
    }
}

/// Means over all orders of the points on a boundary, kept where they take time.
pub(super) struct Orders<'a> {
    harmonic: &'a Harmonic,
    k: usize,
    known: HashMap<Around, Double>,
}

impl<'a> Orders<'a> {
    pub(super) fn new(harmonic: &'a Harmonic, k: usize) -> Self {
        Orders {
            harmonic,
            k,
            known: HashMap::new(),
        }
    }

    /// ln of the ratio of the first kind's density to the second's, up to the numbers of points,
    /// where the ball grew until it held k of both: the mean of ψ(a + 1) − ψ(b + 1), where a and
    /// b are the numbers inside before the last point came.
    pub(super) fn ln_ratio(&mut self, around: Around) -> Double {
        let psi = |j| self.harmonic.psi(j);
        let (k, [a, b], [g, h]) = (self.k, around.inside, around.at);
        if g + h == 1 {
            return psi(a + 1) - psi(b + 1);
        }
        if a + b == 0 {
            // All in one group. The ranks' means have this closed form.
            return psi(g + 1) - psi(h + 1);
        }
        if let Some(&known) = self.known.get(&around) {
            return known;
        }
        let (first, second) = (k.saturating_sub(a), k.saturating_sub(b));
        // The last may be of either kind, unless one has its k inside already. The two begin with
        // the weights of the shortest orders, which are as the numbers of what is needed.
        let last_of_second = Group {
            needed: second,
            of: h,
            others: g,
        }
        .mean(first, |s| psi(a + s + 1) - psi(k));
        let last_of_first = Group {
            needed: first,
            of: g,
            others: h,
        }
        .mean(second, |s| psi(k) - psi(b + s + 1));
        let mean = match (first, second) {
            (0, _) => last_of_second.mean,
            (_, 0) => last_of_first.mean,
            _ => last_of_second.and(last_of_first, second, first),
        };
        self.known.insert(around, mean);
        mean
    }

    /// The mean of ψ of the rank that the k-th of the first kind has among both.
    pub(super) fn psi_of_rank(&mut self, around: Around) -> Double {
        let psi = |j| self.harmonic.psi(j);
        let (k, [a, b], [g, h]) = (self.k, around.inside, around.at);
        if h == 0 {
            return psi(k + b);
        }
        if a + b == 0 {
            return psi(k) - psi(g + 1) + psi(g + h + 1);
        }
        if let Some(&known) = self.known.get(&around) {
            return known;
        }
        let mean = Group {
            needed: k.saturating_sub(a),
            of: g,
            others: h,
        }
        .mean(0, |s| psi(k + b + s))
        .mean;
        self.known.insert(around, mean);
        mean
    }
}

/// Points in random order of which the last that counts is the one by which so many of one kind
/// have come.
#[derive(Clone, Copy)]
struct Group {
    needed: usize,
    of: usize,
    others: usize,
}

impl Group {
    /// The mean of a function of the number of others that come before the last, where that
    /// number is `least` or more, and the weight of that; the weight of the least is 1.
    fn mean(self, least: usize, value: impl Fn(usize) -> Double) -> Weighted {
        let mut result = Weighted {
            weight: Double::ZERO,
            steps: 0,
            mean: Double::ZERO,
        };
        if self.needed == 0 {
            return result;
        }
        let whole = |count: usize| Double::from(count as f64);
        let rest = self.of.saturating_sub(self.needed);
        let (mut weight, mut sum) = (Double::ONE, Double::ZERO);
        for s in least..=self.others {
            result.weight = result.weight + weight;
            sum = sum + weight * value(s);
            let after = self.others - s;
            if after == 0 {
                break;
            }
            weight = weight * whole(s + self.needed) * whole(after)
                / (whole(s + 1) * whole(after + rest));
            if result.weight.value > STEP {
                for number in [&mut result.weight, &mut weight, &mut sum] {
                    *number = number.unscaled(STEP);
                }
                result.steps += 1;
            }
        }
        result.mean = sum / result.weight;
        result
    }
}

/// Weights grow like powers: they are kept below a few of these.
const STEP: f64 = power_of_two(400);

/// A mean and its weight, which is in units of a power of [`STEP`].
#[derive(Clone, Copy)]
struct Weighted {
    weight: Double,
    steps: i32,
    mean: Double,
}

impl Weighted {
    /// The mean of both, the weights being multiplied by these.
    fn and(self, other: Weighted, factor: usize, of_other: usize) -> Double {
        let steps = self.steps.max(other.steps);
        let in_these = |w: Weighted, factor: usize| match steps - w.steps {
            0 => w.weight * Double::from(factor as f64),
            1 => w.weight.unscaled(STEP) * Double::from(factor as f64),
            _ => Double::ZERO,
        };
        let (w, v) = (in_these(self, factor), in_these(other, of_other));
        (self.mean * w + other.mean * v) / (w + v)
    }
}

#[cfg(test)]
mod tests {
    use super::{Around, Group, Orders};
    use crate::estimate::harmonic::Harmonic;

    /// One order after the other: the next is of the first kind with probability g/(g + h).
    fn by_steps(harmonic: &Harmonic, k: usize, [a, b, g, h]: [usize; 4]) -> f64 {
        let [p, q] = [g, h].map(|count| count as f64 / (g + h) as f64);
        let here = || (harmonic.psi(a + 1) - harmonic.psi(b + 1)).value;
        let mut mean = 0.0;
        if g > 0 {
            let next = [a + 1, b, g - 1, h];
            mean += p * if a + 1 >= k && b >= k {
                here()
            } else {
                by_steps(harmonic, k, next)
            };
        }
        if h > 0 {
            let next = [a, b + 1, g, h - 1];
            mean += q * if a >= k && b + 1 >= k {
                here()
            } else {
                by_steps(harmonic, k, next)
            };
        }
        mean
    }

    #[test]
    fn the_mean_is_that_over_all_orders() {
        let harmonic = Harmonic::up_to(30);
        for k in [1, 2, 4] {
            let mut orders = Orders::new(&harmonic, k);
            for code in 0..6usize.pow(4) {
                let [a, b, g, h] = [1, 6, 36, 216].map(|place| code / place % 6);
                let (inside, at) = ([a, b], [g, h]);
                if a.min(b) >= k || a + g < k || b + h < k {
                    continue;
                }
                let got = orders.ln_ratio(Around { inside, at }).value;
                let plain = by_steps(&harmonic, k, [a, b, g, h]);
                assert!(
                    (got - plain).abs() < 1e-13,
                    "{k} {a} {b} {g} {h}: {got} {plain}"
                );
            }
        }
    }

    /// Weights of huge groups are beyond the range of doubles, and one side is forgotten.
    #[test]
    fn groups_may_be_large() {
        let harmonic = Harmonic::up_to(30_000);
        let mut orders = Orders::new(&harmonic, 5);
        for (g, h) in [(10_000, 10_000), (3000, 9000), (9000, 3000)] {
            for inside in [[1, 0], [0, 1], [4, 4], [5, 0], [0, 9]] {
                let around = Around { inside, at: [g, h] };
                let got = orders.ln_ratio(around).value;
                // In random order, as by_steps would give it, of a few that come first.
                let few = Around {
                    inside,
                    at: [g / 200, h / 200],
                };
                let of_few = orders.ln_ratio(few).value;
                assert!(
                    (got - of_few).abs() < 0.2,
                    "{inside:?} {g} {h}: {got} {of_few}"
                );
            }
        }
        let group = Group {
            needed: 8000,
            of: 10_000,
            others: 10_000,
        };
        let found = group.mean(0, |s| (s as f64).into());
        // Between two of one kind there are as many of the other, on average.
        let expected = 8000.0 * 10_000.0 / 10_001.0;
        assert!(
            (found.mean.value - expected).abs() < 1e-8,
            "{}",
            found.mean.value
        );
        assert!(found.steps > 3);
    }
}
