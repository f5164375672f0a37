//! Divergences of distributions on the natural numbers, by summation.

use crate::float::sum::CompensatedSum;
use crate::quadrature::{Integral, kl_integrand};
use crate::{Error, Information};
use statrs::distribution::Discrete;
use statrs::statistics::{Max, Min};

/// The most terms that are summed.
pub const MOST_TERMS: usize = 10_000_000;

/// Kullback–Leibler divergence of two of statrs' distributions on the natural
/// numbers, by summing.
///
/// D(P‖Q) = Σ (p ln(p/q) − p + q)
///
/// P is the first, the truth; Q the second, the model. For pairs without a closed
/// form, such as a Poisson and a negative binomial distribution.
///
/// The sum goes on until both probabilities are below 10⁻¹⁸ and the remainder, estimated
/// from the ratio of the last two terms, is below 10⁻¹⁷ of the sum. Where the largest
/// probabilities are far from the first, it begins there and goes on upwards and downwards: for
/// P and Q with nearly the same mean, the number of terms grows as their standard deviations.
///
/// # Conventions
///
/// [`Information::INFINITY`] where P has a probability and Q has none. Never negative.
/// [`Integral::error`] is an estimate of the remainder; it does not contain the rounding of
/// statrs' logarithms. Probabilities should rise up to one place and fall from it on: a second
/// such place, far from it and with less than 10⁻⁶ of the mass, may be missed.
///
/// # Accuracy
///
/// The relative error was below 2·10⁻¹² in all cases tried, with means up to 300. It comes from
/// statrs' logarithms and grows with them.
///
/// # Errors
///
/// - [`Error::LogDensity`] names a number where a logarithm is NaN or +∞.
/// - [`Error::MassNotOne`] if the probabilities do not sum to one, to 10⁻⁶.
/// - [`Error::NotConverged`] after [`MOST_TERMS`] terms.
///
/// # Example
///
/// ```
/// use kl_core::series;
/// use kl_core::statrs::distribution::{Binomial, NegativeBinomial, Poisson};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let poisson = Poisson::new(4.0)?;
/// let d = series::kl(&poisson, &NegativeBinomial::new(4.0, 0.5)?)?;
/// assert_eq!(format!("{:.4}", d.value()), "0.0935 nats");
///
/// // A binomial distribution has a largest outcome.
/// assert!(series::kl(&poisson, &Binomial::new(0.5, 8)?)?.value().is_infinite());
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Cover and Thomas, *Elements of Information Theory*, 2nd ed., equation 2.26.
pub fn kl<P, Q>(p: &P, q: &Q) -> Result<Integral<Information>, Error>
where
    P: Discrete<u64, f64> + Min<u64> + Max<u64>,
    Q: Discrete<u64, f64> + Min<u64> + Max<u64>,
{
    let pair = Pair { p, q };
    match pair.around_the_modes() {
        Some(sums) => sums.divergence(),
        None => pair.in_order()?.divergence(),
    }
}

/// Two distributions whose terms are summed.
struct Pair<'a, P, Q> {
    p: &'a P,
    q: &'a Q,
}

impl<P, Q> Pair<'_, P, Q>
where
    P: Discrete<u64, f64> + Min<u64> + Max<u64>,
    Q: Discrete<u64, f64> + Min<u64> + Max<u64>,
{
    /// All terms from the first on.
    fn in_order(&self) -> Result<Sums, Error> {
        let (first, last) = self.ends();
        let mut sums = Sums::default();
        self.add(&mut sums, first..=last, last, |sums, _| {
            sums.masses_are_one()
        })?;
        Ok(sums)
    }

    /// The terms around the largest probabilities, upwards and downwards, if these are far from
    /// the first. `None` if something is out of the ordinary: the masses found are not one, as
    /// with a third place of large probabilities, or there is an error, which is named better by
    /// going on from the first.
    fn around_the_modes(&self) -> Option<Sums> {
        let (first, last) = self.ends();
        let of_p = far_mode((self.p.min(), self.p.max()), |k| self.p.ln_pmf(k))?;
        let of_q = far_mode((self.q.min(), self.q.max()), |k| self.q.ln_pmf(k))?;
        let (low, high) = (of_p.min(of_q), of_p.max(of_q));
        if self.p.min() < self.q.min() {
            return None;
        }
        let mut sums = Sums::default();
        self.add(&mut sums, low..=last, last, |_, k| k >= high)
            .ok()?;
        if !sums.infinite {
            self.add(&mut sums, (first..low).rev(), first, |_, _| true)
                .ok()?;
        }
        let good = sums.infinite || sums.complete && sums.masses_are_one();
        good.then_some(sums)
    }

    /// The first and the last number that is possible.
    fn ends(&self) -> (u64, u64) {
        let (p, q) = (self.p, self.q);
        (p.min().min(q.min()), p.max().max(q.max()))
    }

    /// Adds the terms of these numbers up to the one at the end, or until what is left out is
    /// negligible, where that may be.
    fn add(
        &self,
        sums: &mut Sums,
        numbers: impl Iterator<Item = u64>,
        end: u64,
        may_stop: impl Fn(&Sums, u64) -> bool,
    ) -> Result<(), Error> {
        let (p, q) = (self.p, self.q);
        let mut before = 0.0;
        let mut left_out = f64::INFINITY;
        sums.complete = false;
        for k in numbers.take(MOST_TERMS - sums.terms) {
            sums.terms += 1;
            let ln_p = logarithm("P", k, (p.min(), p.max()), |k| p.ln_pmf(k))?;
            let ln_q = logarithm("Q", k, (q.min(), q.max()), |k| q.ln_pmf(k))?;
            if ln_q == f64::NEG_INFINITY && ln_p > f64::NEG_INFINITY {
                sums.infinite = true;
                return Ok(());
            }
            let (term, _) = kl_integrand(ln_p, ln_q);
            let (prob_p, prob_q) = (ln_p.exp(), ln_q.exp());
            sums.terms_of_kl.add(term);
            sums.mass_p.add(prob_p);
            sums.mass_q.add(prob_q);
            let ratio = if before > 0.0 {
                term / before
            } else {
                f64::INFINITY
            };
            before = term;
            left_out = match ratio {
                _ if term == 0.0 => 0.0,
                ratio if ratio < 1.0 => term * ratio / (1.0 - ratio),
                _ => f64::INFINITY,
            };
            let negligible =
                prob_p + prob_q <= 1e-18 && left_out <= 1e-17 * sums.terms_of_kl.total();
            if k == end {
                left_out = 0.0;
                sums.complete = true;
            } else if negligible && may_stop(sums, k) {
                sums.complete = true;
                break;
            }
        }
        sums.left_out += left_out;
        Ok(())
    }
}

/// What has been summed.
#[derive(Default)]
struct Sums {
    terms_of_kl: CompensatedSum,
    mass_p: CompensatedSum,
    mass_q: CompensatedSum,
    /// The number of terms.
    terms: usize,
    /// An estimate of the terms that are not in the sum.
    left_out: f64,
    /// Only negligible terms are not.
    complete: bool,
    /// P has a probability where Q has none.
    infinite: bool,
}

impl Sums {
    fn masses_are_one(&self) -> bool {
        off(&self.mass_p).max(off(&self.mass_q)) <= MASS_TOLERANCE
    }

    fn divergence(self) -> Result<Integral<Information>, Error> {
        let terms = self.terms;
        if self.infinite {
            let [value, error] = [Information::INFINITY, Information::ZERO];
            return Ok(Integral::new(value, error, terms));
        }
        let value = self.terms_of_kl.total();
        if !self.complete {
            return Err(Error::NotConverged {
                of: "series",
                value,
                error: self.left_out,
                steps: terms,
            });
        }
        for (of, mass) in [("P", self.mass_p), ("Q", self.mass_q)] {
            if off(&mass) > MASS_TOLERANCE {
                let mass = mass.total();
                return Err(Error::MassNotOne { of, mass });
            }
        }
        let [value, error] = [value, self.left_out].map(Information::from_nats);
        Ok(Integral::new(value, error, terms))
    }
}

/// A beginning no further than this from the first number is not worth a search for a better.
const FAR: u64 = 1000;

/// Nearly the number of the largest probability, if they rise up to it and fall from it on.
/// `None` if it is not far from the first, or a logarithm is NaN or +∞.
fn far_mode((first, last): (u64, u64), ln_pmf: impl Fn(u64) -> f64) -> Option<u64> {
    let at = |k: u64| {
        let value = ln_pmf(k);
        (value < f64::INFINITY).then_some(value)
    };
    // The mode is between `low` and `high`. Those that are compared are far apart, where the
    // rounding of the logarithms does not matter.
    let (mut low, mut middle, mut high) = (first, first, last);
    let mut step = FAR;
    while middle < last {
        let next = middle.saturating_add(step).min(last);
        if at(next)? < at(middle)? {
            high = next;
            break;
        }
        (low, middle) = (middle, next);
        step = step.saturating_mul(2);
    }
    if high - first <= FAR {
        return None;
    }
    while high - low > 2 {
        let third = (high - low) / 3;
        let (left, right) = (low + third, high - third);
        if at(left)? < at(right)? {
            low = left;
        } else {
            high = right;
        }
    }
    Some(low + (high - low) / 2)
}

/// Largest difference of a sum of probabilities from one: their logarithms are rounded.
const MASS_TOLERANCE: f64 = 1e-6;

fn off(mass: &CompensatedSum) -> f64 {
    (mass.total() - 1.0).abs()
}

/// ln p(k), −∞ outside the support.
fn logarithm(
    of: &'static str,
    k: u64,
    (first, last): (u64, u64),
    ln_pmf: impl Fn(u64) -> f64,
) -> Result<f64, Error> {
    if k < first || k > last {
        return Ok(f64::NEG_INFINITY);
    }
    let value = ln_pmf(k);
    if value.is_nan() || value == f64::INFINITY {
        let x = k as f64;
        return Err(Error::LogDensity { of, x, value });
    }
    Ok(value)
}
