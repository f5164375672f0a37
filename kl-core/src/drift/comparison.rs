//! Two columns on the same outcomes, and how far apart they are.

use super::chance::{Amount, SecondOrder, of_chi_squared_by_chance};
use super::outcome::Outcome;
use super::smoothing::Smoothing;
use crate::divergences::Jeffreys;
use crate::error::filled;
use crate::float::double::Double;
use crate::float::scale::power_of_two;
use crate::float::sum::sum;
use crate::terms::jeffreys::jeffreys_term_apart;
use crate::{Divergence, Error, Pmf};
use std::fmt;

/// A reference column and a current one, counted on the same outcomes.
///
/// Made by [`numbers`](super::numbers), [`labels`](super::labels),
/// [`Histogram::compare`](super::Histogram::compare) and
/// [`LabelCounts::compare`](super::LabelCounts::compare).
///
/// # Which direction?
///
/// [`current_from_reference`](Self::current_from_reference) is D(current‖reference): what is new in
/// the current column weighs most, and is infinite where the reference never had it.
/// [`reference_from_current`](Self::reference_from_current) is the other.
/// Of [`psi`](Self::psi) and other symmetric divergences both are the same.
///
/// # Example
///
/// ```
/// use kl_core::divergences::{KullbackLeibler, TotalVariation};
/// use kl_core::drift::{self, Smoothing};
///
/// let column = drift::labels(["a", "a", "b", "b"], ["a", "b", "b", "b"]);
/// let d = column.current_from_reference(&KullbackLeibler, Smoothing::None)?;
/// assert_eq!(format!("{d:.4}"), "0.1308 nats");
/// let d = column.current_from_reference(&TotalVariation, Smoothing::None)?;
/// assert_eq!(d.value(), 0.25);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<L> {
    outcomes: Vec<Outcome<L>>,
    /// Those of the reference, and those of the current column; not whole where bins were cut.
    counts: [Vec<Double>; 2],
    missing: [u64; 2],
}

/// How far the current column is from the reference, by one divergence.
///
/// T is [`Information`](crate::Information) or `f64`. It prints as its value.
///
/// ```
/// use kl_core::drift::{self, Smoothing};
///
/// let psi = drift::labels(["a", "b"], ["a", "c"]).psi(Smoothing::None)?;
/// assert_eq!(psi.value(), f64::INFINITY);
/// let only_once: Vec<String> = psi.infinite_because().iter().map(ToString::to_string).collect();
/// assert_eq!(only_once, ["b", "c"]);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Drift<T, L> {
    value: T,
    infinite_because: Vec<Outcome<L>>,
}

impl<T: Copy, L> Drift<T, L> {
    /// The divergence.
    pub fn value(&self) -> T {
        self.value
    }

    /// The outcomes that make it infinite, since only one of the columns has them; none if it is
    /// finite.
    #[must_use]
    pub fn infinite_because(&self) -> &[Outcome<L>] {
        &self.infinite_because
    }
}

impl<T: fmt::Display, L> fmt::Display for Drift<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<L: Clone> Comparison<L> {
    pub(super) fn new(
        outcomes: Vec<Outcome<L>>,
        counts: [Vec<Double>; 2],
        missing: [u64; 2],
    ) -> Self {
        Comparison {
            outcomes,
            counts,
            missing,
        }
    }

    /// The same with one outcome more, that the value is missing: a column that is empty more
    /// often than it was has drifted too.
    ///
    /// ```
    /// use kl_core::drift::{LabelCounts, Outcome, Smoothing};
    ///
    /// let reference = LabelCounts::of_optional([Some("a"), Some("b"), Some("a"), None]);
    /// let current = LabelCounts::of_optional([Some("a"), Some("b"), None, None]);
    /// let comparison = reference.compare(&current).with_missing();
    /// assert_eq!(comparison.outcomes().last(), Some(&Outcome::Missing));
    /// assert_eq!(format!("{:.4}", comparison.psi(Smoothing::None)?), "0.3466");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn with_missing(mut self) -> Self {
        self.outcomes.push(Outcome::Missing);
        for (counts, missing) in self.counts.iter_mut().zip(&mut self.missing) {
            counts.push(whole(std::mem::take(missing)));
        }
        self
    }

    /// The outcomes: the bins in ascending order, or the labels.
    ///
    /// ```
    /// # use kl_core::drift;
    /// assert_eq!(drift::labels([2, 1], [3]).outcomes()[2].to_string(), "3");
    /// ```
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome<L>] {
        &self.outcomes
    }

    /// How many values are missing in the reference and in the current column, and are no outcome.
    ///
    /// ```
    /// # use kl_core::drift::LabelCounts;
    /// let reference = LabelCounts::of_optional([Some(1), None]);
    /// assert_eq!(reference.compare(&LabelCounts::of([1])).missing(), [1, 0]);
    /// ```
    #[must_use]
    pub fn missing(&self) -> [u64; 2] {
        self.missing
    }

    /// The outcomes that the reference has and the current column has not.
    ///
    /// ```
    /// # use kl_core::drift;
    /// let column = drift::labels(["a", "b"], ["a"]);
    /// assert_eq!(column.only_in_reference()[0].to_string(), "b");
    /// ```
    #[must_use]
    pub fn only_in_reference(&self) -> Vec<&Outcome<L>> {
        self.only(0, 1)
    }

    /// The outcomes that the current column has and the reference has not: categories never seen
    /// before, or an open bin that was empty.
    ///
    /// ```
    /// # use kl_core::drift;
    /// let column = drift::labels(["a", "b"], ["a", "c"]);
    /// assert_eq!(column.only_in_current()[0].to_string(), "c");
    /// ```
    #[must_use]
    pub fn only_in_current(&self) -> Vec<&Outcome<L>> {
        self.only(1, 0)
    }

    fn only(&self, side: usize, other: usize) -> Vec<&Outcome<L>> {
        let counts = self.counts[side].iter().zip(&self.counts[other]);
        let each = self.outcomes.iter().zip(counts);
        let only = each.filter(|(_, (here, there))| here.value > 0.0 && there.value == 0.0);
        only.map(|(outcome, _)| outcome).collect()
    }

    /// The frequencies of the reference.
    ///
    /// p = (c + α)/(n + kα): see [`Smoothing`]
    ///
    /// # Accuracy
    ///
    /// Each is the double nearest to the true value, or next to it.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if either column has no values, or only missing ones.
    /// - That of [`Smoothing::added_to_each`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::{self, Smoothing};
    ///
    /// let column = drift::labels(["a", "a", "a"], ["b"]);
    /// assert_eq!(column.reference(Smoothing::Jeffreys)?.as_slice(), [0.875, 0.125]);
    /// assert_eq!(column.current(Smoothing::None)?.as_slice(), [0.0, 1.0]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn reference(&self, smoothing: Smoothing) -> Result<Pmf, Error> {
        let [reference, _] = self.frequencies(smoothing)?;
        Ok(rounded(&reference))
    }

    /// The frequencies of the current column: as [`Comparison::reference`], with its accuracy and
    /// its errors.
    ///
    /// ```
    /// # use kl_core::drift::{self, Smoothing};
    /// let column = drift::labels(["a", "b"], ["b", "b"]);
    /// assert_eq!(column.current(Smoothing::Laplace)?.as_slice(), [0.25, 0.75]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn current(&self, smoothing: Smoothing) -> Result<Pmf, Error> {
        let [_, current] = self.frequencies(smoothing)?;
        Ok(rounded(&current))
    }

    /// The population stability index.
    ///
    /// PSI = Σ (q − p) ln(q/p), where p and q are the frequencies of the reference and of the
    /// current column
    ///
    /// # Conventions
    ///
    /// It is the [`Jeffreys`] divergence in nats under the name that credit scoring gave it, a
    /// plain number, symmetric, never negative. ∞ if an outcome was seen in one column only and
    /// nothing is added to the counts.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp, however near the columns: the differences of frequencies have twice the
    /// digits.
    ///
    /// # Errors
    ///
    /// Those of [`Comparison::reference`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::{LabelCounts, Smoothing};
    ///
    /// let mut reference = LabelCounts::new();
    /// reference.add_times("good", 900);
    /// reference.add_times("bad", 100);
    /// let mut current = LabelCounts::new();
    /// current.add_times("good", 800);
    /// current.add_times("bad", 200);
    /// let comparison = reference.compare(&current);
    /// assert_eq!(format!("{:.4}", comparison.psi(Smoothing::None)?), "0.0811");
    /// // Chance alone would give this once in a hundred times.
    /// assert_eq!(format!("{:.4}", comparison.psi_by_chance(0.01)?), "0.0133");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Siddiqi, *Credit Risk Scorecards* (2006), chapter 8, "system stability report".
    pub fn psi(&self, smoothing: Smoothing) -> Result<Drift<f64, L>, Error> {
        let [reference, current] = self.frequencies(smoothing)?;
        let apart = self.apart(smoothing)?;
        let terms = reference.iter().zip(&current).zip(apart);
        let value = sum(terms.map(|((p, q), apart)| jeffreys_term_apart(p.value, q.value, apart)));
        let infinite_because = if value < f64::INFINITY {
            Vec::new()
        } else {
            self.culprits(&Jeffreys, [&reference, &current])?
        };
        Ok(Drift {
            value,
            infinite_because,
        })
    }

    /// The population stability index that chance alone exceeds with this probability, if both
    /// columns are from one distribution.
    ///
    /// (1/n + 1/m) χ²ₖ₋₁, where n and m are the numbers of values of the columns, k is the number
    /// of outcomes that were seen, and χ²ₖ₋₁ is the value that a χ² variable with k − 1 degrees of
    /// freedom exceeds with that probability
    ///
    /// # Conventions
    ///
    /// As [`Comparison::by_chance`], of which it is the case.
    ///
    /// # Accuracy
    ///
    /// Within 10 ulp.
    ///
    /// # Errors
    ///
    /// Those of [`Comparison::by_chance`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::drift::Histogram;
    ///
    /// let edges: Vec<f64> = (1..10).map(f64::from).collect();
    /// let reference = Histogram::from_counts(edges.clone(), [100; 10], 0)?;
    /// let current = Histogram::from_counts(edges, [50; 10], 0)?;
    /// let level = reference.compare(&current)?.psi_by_chance(0.05)?;
    /// assert_eq!(format!("{level:.6}"), "0.050757");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Yurdakul, *Statistical Properties of Population Stability Index*, dissertation, Western
    /// Michigan University (2018).
    pub fn psi_by_chance(&self, probability: f64) -> Result<f64, Error> {
        let x = self.chi_squared_by_chance(probability)?;
        Ok(Jeffreys.of_chi_squared(x))
    }

    /// A divergence of the reference, P, from the current column, Q: D(reference‖current).
    ///
    /// # Conventions
    ///
    /// Those of the divergence; 0·ln 0 = 0.
    ///
    /// # Accuracy
    ///
    /// That of the divergence for these frequencies, each of which is rounded to a double. Where
    /// the columns are so near each other that this shows, [`Comparison::psi`] and
    /// [`Counts::kl`](crate::estimate::Counts::kl) have more digits.
    ///
    /// # Errors
    ///
    /// Those of [`Comparison::reference`] and of the divergence.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::divergences::{KullbackLeibler, Renyi};
    /// use kl_core::drift::{self, Smoothing};
    ///
    /// let column = drift::labels(["a", "b"], ["a", "b", "b", "b"]);
    /// let d = column.reference_from_current(&KullbackLeibler, Smoothing::None)?;
    /// assert_eq!(format!("{d:.4}"), "0.1438 nats");
    /// let d = column.reference_from_current(&Renyi::new(2.0)?, Smoothing::None)?;
    /// assert_eq!(format!("{d:.4}"), "0.2877 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// That of the divergence.
    pub fn reference_from_current<D>(
        &self,
        divergence: &D,
        smoothing: Smoothing,
    ) -> Result<Drift<D::Output, L>, Error>
    where
        D: Divergence<Pmf>,
        D::Output: Amount,
    {
        let [reference, current] = self.frequencies(smoothing)?;
        self.drift(divergence, [&reference, &current])
    }

    /// A divergence of the current column, P, from the reference, Q: D(current‖reference).
    ///
    /// As [`Comparison::reference_from_current`], with its conventions, accuracy and errors.
    ///
    /// ```
    /// use kl_core::divergences::KullbackLeibler;
    /// use kl_core::drift::{self, Smoothing};
    ///
    /// let column = drift::labels(["a", "b"], ["a", "b", "b", "b"]);
    /// let d = column.current_from_reference(&KullbackLeibler, Smoothing::None)?;
    /// assert_eq!(format!("{d:.4}"), "0.1308 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn current_from_reference<D>(
        &self,
        divergence: &D,
        smoothing: Smoothing,
    ) -> Result<Drift<D::Output, L>, Error>
    where
        D: Divergence<Pmf>,
        D::Output: Amount,
    {
        let [reference, current] = self.frequencies(smoothing)?;
        self.drift(divergence, [&current, &reference])
    }

    /// The value of a divergence that chance alone exceeds with this probability, if both columns
    /// are from one distribution: in either direction.
    ///
    /// d((1/n + 1/m) χ²ₖ₋₁), where n, m, k and χ²ₖ₋₁ are those of [`Comparison::psi_by_chance`],
    /// and d is what the divergence is to second order in the χ² divergence:
    /// [`SecondOrder::of_chi_squared`]
    ///
    /// # Validity
    ///
    /// It is a limit for many values, of what is computed without smoothing, which makes a
    /// divergence smaller. With five expected values or more in each bin of the smaller column,
    /// the probability is near the one that is asked for; with fewer, a divergence with logarithms
    /// exceeds the level more often, since an empty bin makes it infinite. Rows must be independent
    /// of each other: those of one customer, or of a time series, are not, and exceed it far more
    /// often. Quantiles of the reference as edges change nothing, though they make the counts of
    /// the reference equal. [`TotalVariation`](crate::divergences::TotalVariation) exceeds its
    /// level less often than is asked for, because no limit of it is free of the frequencies.
    ///
    /// # Conventions
    ///
    /// k counts the outcomes that were seen in one column at least. 0 if there is only one.
    ///
    /// # Accuracy
    ///
    /// Within 10 ulp.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if either column has no values, or only missing ones.
    /// - [`Error::Parameter`] if the probability is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::divergences::{Hellinger, JensenShannon};
    /// use kl_core::drift::Histogram;
    ///
    /// let reference = Histogram::from_counts([0.0, 1.0], [200, 500, 300], 0)?;
    /// let current = Histogram::from_counts([0.0, 1.0], [80, 260, 160], 0)?;
    /// let both = reference.compare(&current)?;
    /// let level = both.by_chance(&JensenShannon, 0.05)?;
    /// assert_eq!(format!("{level:.6}"), "0.002247 nats");
    /// assert!((both.by_chance(&Hellinger, 0.05)?.powi(2) - level.nats()).abs() < 1e-17);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Csiszár and Shields, "Information Theory and Statistics: A Tutorial", Foundations and
    /// Trends in Communications and Information Theory 1 (2004) 417–528, theorem 4.1, for the
    /// second order; Pearson's χ² of two samples for the limit.
    pub fn by_chance<D>(&self, divergence: &D, probability: f64) -> Result<D::Output, Error>
    where
        D: Divergence<Pmf> + SecondOrder,
        D::Output: Amount,
    {
        let x = self.chi_squared_by_chance(probability)?;
        Ok(D::Output::from_number(divergence.of_chi_squared(x)))
    }

    fn chi_squared_by_chance(&self, probability: f64) -> Result<f64, Error> {
        let [n, m] = self.totals()?;
        let [reference, current] = &self.counts;
        let each = reference.iter().zip(current);
        let seen = each.filter(|(c, d)| c.value > 0.0 || d.value > 0.0).count();
        let one_over = Double::ONE / n + Double::ONE / m;
        of_chi_squared_by_chance(one_over.value, seen, probability)
    }

    /// The totals of the counts, neither zero.
    fn totals(&self) -> Result<[Double; 2], Error> {
        let total = |counts: &[Double]| counts.iter().fold(Double::ZERO, |s, &c| s + c);
        let [reference, current] = &self.counts;
        let totals = [total(reference), total(current)];
        for (of, total) in [
            "values in the reference column that are not missing",
            "values in the current column that are not missing",
        ]
        .into_iter()
        .zip(totals)
        {
            filled(of, usize::from(total.value > 0.0))?;
        }
        Ok(totals)
    }

    /// (c + α)/(n + kα) of the reference and of the current column.
    fn frequencies(&self, smoothing: Smoothing) -> Result<[Vec<Double>; 2], Error> {
        let alpha = smoothing.added_to_each(self.outcomes.len())?;
        let [n, m] = self.totals()?;
        // Where α is large, counts are in units of it: kα might overflow.
        let unit = Double::from(alpha.max(1.0));
        let added = Double::from(alpha) / unit;
        let outcomes = Double::from(self.outcomes.len() as f64);
        let side = |counts: &[Double], total: Double| -> Vec<Double> {
            let total = total / unit + added * outcomes;
            counts.iter().map(|&c| (c / unit + added) / total).collect()
        };
        let [reference, current] = &self.counts;
        Ok([side(reference, n), side(current, m)])
    }

    /// Each frequency of the current column less that of the reference. The difference of
    /// (d + α)/(m + kα) and (c + α)/(n + kα) has the numerator (dn − cm) + α(n − m + k(d − c)), in
    /// which α² is gone and whole numbers are subtracted.
    fn apart(&self, smoothing: Smoothing) -> Result<Vec<f64>, Error> {
        let alpha = smoothing.added_to_each(self.outcomes.len())?;
        let [n, m] = self.totals()?;
        // As below.
        let unit = Double::from(alpha.max(1.0));
        let added = Double::from(alpha) / unit;
        let outcomes = Double::from(self.outcomes.len() as f64);
        let totals = (n / unit + added * outcomes) * (m / unit + added * outcomes);
        let [reference, current] = &self.counts;
        let each = reference.iter().zip(current).map(|(&c, &d)| {
            let whole = (d * n - c * m) / unit / unit;
            let rest = added * ((n - m + outcomes * (d - c)) / unit);
            ((whole + rest) / totals).value
        });
        Ok(each.collect())
    }

    fn drift<D>(&self, divergence: &D, [p, q]: [&[Double]; 2]) -> Result<Drift<D::Output, L>, Error>
    where
        D: Divergence<Pmf>,
        D::Output: Amount,
    {
        let value = divergence.between(&rounded(p), &rounded(q))?;
        let infinite_because = if value.is_infinite() {
            self.culprits(divergence, [p, q])?
        } else {
            Vec::new()
        };
        Ok(Drift {
            value,
            infinite_because,
        })
    }

    /// The outcomes that make a divergence of P from Q infinite.
    fn culprits<D>(&self, divergence: &D, [p, q]: [&[Double]; 2]) -> Result<Vec<Outcome<L>>, Error>
    where
        D: Divergence<Pmf>,
        D::Output: Amount,
    {
        // Two outcomes show on which side a zero does it.
        let (even, one) = (Pmf::uniform(2)?, Pmf::unchecked(vec![1.0, 0.0]));
        let of_p = divergence.between(&even, &one)?.is_infinite();
        let of_q = divergence.between(&one, &even)?.is_infinite();
        // Where neither does, there is no outcome that both have.
        let neither = !of_p && !of_q;
        let each = self.outcomes.iter().zip(p.iter().zip(q));
        let only = each.filter(|(_, (p, q))| {
            let (p, q) = (p.value, q.value);
            p > 0.0 && q == 0.0 && (of_p || neither) || q > 0.0 && p == 0.0 && (of_q || neither)
        });
        Ok(only.map(|(outcome, _)| outcome.clone()).collect())
    }
}

impl<L: PartialEq> Comparison<L> {
    /// How often an outcome was seen in the reference and in the current column; 0 of what is no
    /// outcome. Not whole where a bin was cut.
    ///
    /// ```
    /// # use kl_core::drift;
    /// let column = drift::labels(["a", "b"], ["b", "b"]);
    /// assert_eq!(column.counts(&"b"), [1.0, 2.0]);
    /// ```
    #[must_use]
    pub fn counts(&self, label: &L) -> [f64; 2] {
        let is_it = |outcome: &Outcome<L>| matches!(outcome, Outcome::Value(x) if x == label);
        let place = self.outcomes.iter().position(is_it);
        let count = |counts: &[Double]| place.and_then(|i| counts.get(i)).map_or(0.0, |c| c.value);
        let [reference, current] = &self.counts;
        [count(reference), count(current)]
    }
}

fn rounded(frequencies: &[Double]) -> Pmf {
    Pmf::unchecked(frequencies.iter().map(|p| p.value.min(1.0)).collect())
}

/// A count, exactly.
pub(super) fn whole(count: u64) -> Double {
    let (high, low) = (count >> 32, count & u64::from(u32::MAX));
    Double::exact_sum(high as f64 * power_of_two(32), low as f64)
}
