//! Divergences of densities on the line, by adaptive numerical integration.
//!
//! For pairs without a closed form, such as Student's t and a normal distribution. A pair
//! that [`KlDivergence`](crate::KlDivergence) has is better computed with it in every way.
//!
//! # How
//!
//! D(P‖Q) is the integral of p ln(p/q) − p + q, which is never negative, over the supports
//! of both. For densities of mass one it is the textbook's integral. A density that is wrong
//! by a constant factor, such as the rounding of its normalisation, changes it in proportion
//! to the square of that error only.
//!
//! The line is cut at breakpoints. From each of them, distance is measured on a logarithmic
//! scale, so that peaks of any width and tails of any weight are some units wide. The
//! integrand on this axis is integrated by Gauss–Kronrod rules of 10 and 21 points, together with
//! p and with q, and the part with the largest difference between the two rules is halved again
//! and again. Beyond 10¹³⁰ times the scale of a tail, and nearer to a finite end than doubles go,
//! the densities are powers of the distance: known ones for statrs' families, and else those
//! that they are seen to be there.
//!
//! The logarithms of statrs' densities are computed here, not by statrs, so that they neither
//! underflow nor cancel, and at the point itself, not at the nearest double: a pole at 1 is as
//! good as one at 0. Where the logarithm of a Gumbel or Weibull density is beyond the range of
//! doubles, its own logarithm takes its place: the divergence from such a Q may be e⁶⁰⁰, of which
//! the most is where Q's density underflows.
//!
//! # What is guaranteed
//!
//! Nothing is proved: densities are known at finitely many points. An `Ok` says that the error,
//! [`Integral::error`], is within the tolerance. It is the sum of
//!
//! - the rule's own estimate, which is usually far too large,
//! - the most that rounding can do: that of the logarithms, of the place x where only doubles
//!   are known, and of the sum,
//! - what is not known of the tails,
//! - mass that is missing: if the integral of p or of q on the same panels differs from one by
//!   more than the first two explain, it may be where the integrand was not seen.
//!
//! In a test with thousands of pairs of each kind whose divergence is known (ordinary, next to
//! each other, some ulp apart, far apart, extreme), the error stated was never less than the true
//! one. A peak with more than 10⁻⁶ of the mass does not go unnoticed. Everything else is an
//! `Err`, which holds the best value where there is one.
//!
//! Functions given by the caller are taken to be right to 8 ulp of the logarithm, or of 1.
//!
//! A divergence that is infinite because of a tail is recognised: for statrs' families from their
//! tails, and else if the integrand grows where the line ends. If it neither grows nor falls
//! there, the result is an `Err`.
//!
//! # Example
//!
//! ```
//! use kl_core::quadrature::{self, Quadrature};
//! use kl_core::statrs::distribution::{Cauchy, Normal, StudentsT};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let t = StudentsT::new(0.0, 1.0, 3.0)?;
//! let normal = Normal::new(0.0, 1.0)?;
//! let d = quadrature::kl(&normal, &t)?;
//! assert_eq!(format!("{:.4}", d.value()), "0.0692 nats");
//!
//! // A normal tail is too light for Cauchy's.
//! let cauchy = Cauchy::new(0.0, 1.0)?;
//! assert!(quadrature::kl(&cauchy, &normal)?.value().is_infinite());
//!
//! // Other distances, and other options.
//! let rough = Quadrature::new().relative_tolerance(1e-4)?;
//! let distance = rough.total_variation(&normal, &t)?;
//! assert_eq!(format!("{:.3}", distance.value()), "0.099");
//! # Ok(())
//! # }
//! ```
//!
//! # Reference
//!
//! Piessens, de Doncker-Kapenga, Überhuber and Kahaner, *QUADPACK* (1983), for the
//! rules and the halving.

mod axis;
mod density;
mod families;
mod hints;
mod integral;
mod integrate;
mod panels;
mod tail;
mod terms;

pub use integral::Integral;

pub(crate) use density::Log;
pub(crate) use families::{stirling, two_sided};
pub(crate) use integrate::of_rounding;
pub(crate) use terms::kl_and_slopes as kl_integrand;

use crate::error::{entries, parameter};
use crate::{Error, Information};
use axis::{Axis, Break};
use density::Densities;
use density::Density;
use statrs::distribution::{Continuous, ContinuousCDF};
use std::ops::RangeInclusive;
use terms::Integrand;

/// Kullback–Leibler divergence of two of statrs' continuous distributions, with the
/// default options.
///
/// D(P‖Q) = ∫ (p ln(p/q) − p + q) dx
///
/// P is the first, the truth; Q the second, the model. See [`Quadrature::kl`].
///
/// # Example
///
/// ```
/// use kl_core::quadrature;
/// use kl_core::statrs::distribution::{Gamma, LogNormal};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let d = quadrature::kl(&Gamma::new(2.0, 1.0)?, &LogNormal::new(0.5, 0.75)?)?;
/// assert_eq!(format!("{:.4}", d.value()), "0.0554 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// See [`Quadrature::kl`].
pub fn kl<P, Q>(p: &P, q: &Q) -> Result<Integral<Information>, Error>
where
    P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
{
    Quadrature::new().kl(p, q)
}

/// Kullback–Leibler divergence of two densities that are given by functions, with
/// the default options.
///
/// D(P‖Q) = ∫ (p ln(p/q) − p + q) dx
///
/// `ln_p` and `ln_q` are the logarithms of the densities, and `range` is the interval in
/// which either is positive. See [`Quadrature::kl_of`].
///
/// # Example
///
/// ```
/// use kl_core::quadrature;
///
/// // The logistic distribution and Laplace's.
/// let logistic = |x: f64| -x.abs() - 2.0 * (-x.abs()).exp().ln_1p();
/// let laplace = |x: f64| -x.abs() - 2f64.ln();
/// let d = quadrature::kl_of(logistic, laplace, f64::NEG_INFINITY..=f64::INFINITY)?;
/// // E|x| is 2 ln 2 and the entropy of the logistic distribution is 2.
/// assert_eq!(format!("{:.6}", d.value().nats() + 2.0 - 3.0 * 2f64.ln()), "0.000000");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Errors
///
/// See [`Quadrature::kl_of`].
pub fn kl_of(
    ln_p: impl Fn(f64) -> f64,
    ln_q: impl Fn(f64) -> f64,
    range: RangeInclusive<f64>,
) -> Result<Integral<Information>, Error> {
    Quadrature::new().kl_of(ln_p, ln_q, range)
}

/// The options of integration: tolerances, breakpoints, and a limit on evaluations.
///
/// # Example
///
/// ```
/// use kl_core::quadrature::Quadrature;
///
/// // A narrow peak far away is found if its place is known.
/// let peak = |x: f64| -0.5 * ((x - 1e6) / 0.125).powi(2) - (0.125 * 2.5066282746310002_f64).ln();
/// let wider = |x: f64| -0.5 * ((x - 1e6) / 0.25).powi(2) - (0.25 * 2.5066282746310002_f64).ln();
/// let line = f64::NEG_INFINITY..=f64::INFINITY;
/// let plain = Quadrature::new();
/// assert!(plain.kl_of(peak, wider, line.clone()).is_err());
/// let d = plain.breakpoints([1e6])?.kl_of(peak, wider, line)?;
/// assert_eq!(format!("{:.4}", d.value()), "0.3181 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Quadrature {
    relative: f64,
    absolute: f64,
    evaluations: usize,
    breakpoints: Vec<f64>,
}

impl Default for Quadrature {
    fn default() -> Self {
        Quadrature {
            relative: 1e-8,
            absolute: 1e-18,
            evaluations: 200_000,
            breakpoints: Vec::new(),
        }
    }
}

impl Quadrature {
    /// The default options: a relative tolerance of 10⁻⁸, an absolute one of 10⁻¹⁸,
    /// and no more than 200 000 evaluations for one integral.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The relative error to aim for.
    ///
    /// Logarithms of densities are rounded, which for P near Q is an error of about
    /// 10⁻¹⁵ over their difference in the integrand; and functions of x are known at doubles only,
    /// which for a peak far away is an error of about 10⁻¹⁶ x over its width. So small tolerances
    /// may be out of reach; the result is then an [`Error::NotConverged`] with the value.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if it is not positive, or infinite.
    pub fn relative_tolerance(mut self, tolerance: f64) -> Result<Self, Error> {
        self.relative = positive("relative tolerance", tolerance)?;
        Ok(self)
    }

    /// The absolute error, in nats, that suffices even if the relative tolerance is not
    /// reached.
    ///
    /// The integral is refined for the relative tolerance all the same.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if it is not positive, or infinite.
    pub fn absolute_tolerance(mut self, tolerance: f64) -> Result<Self, Error> {
        self.absolute = positive("absolute tolerance", tolerance)?;
        Ok(self)
    }

    /// The limit on evaluations of the two densities.
    #[must_use]
    pub fn evaluations(mut self, limit: usize) -> Self {
        self.evaluations = limit;
        self
    }

    /// Places to cut the line at: peaks, corners, poles. For peaks they need not be exact.
    ///
    /// # Errors
    ///
    /// [`Error::Entry`] names the first that is NaN or infinite.
    pub fn breakpoints(mut self, places: impl Into<Vec<f64>>) -> Result<Self, Error> {
        self.breakpoints = places.into();
        entries("breakpoint", &self.breakpoints, "finite", f64::is_finite)?;
        Ok(self)
    }

    /// Kullback–Leibler divergence of P from Q, two of statrs' continuous
    /// distributions.
    ///
    /// D(P‖Q) = ∫ (p ln(p/q) − p + q) dx
    ///
    /// P is the first, the truth; Q the second, the model. The ends of the supports
    /// and quantiles of both are breakpoints.
    ///
    /// # Conventions
    ///
    /// [`Information::INFINITY`] where the support of P reaches beyond that of Q, and
    /// where a tail of P is too heavy for Q, as far as it is seen (see the
    /// [module](self#what-is-guaranteed)). Never negative.
    ///
    /// # Accuracy
    ///
    /// Within the error stated, which includes rounding, and is within the tolerance. With the
    /// default options the relative error was below 10⁻¹¹ in all cases of the oracle, whose
    /// parameters are ordinary; where P is next to Q, digits are lost to the rounding of the
    /// logarithms.
    ///
    /// Of a type that is not statrs', its own logarithm is known at doubles only, as with
    /// [`Quadrature::kl_of`]: a pole at a place other than 0 then limits the accuracy to about
    /// 10⁻⁸ for a square root, and mostly fails to converge.
    ///
    /// Quantiles come from statrs' distribution functions. Shapes above 10⁸, and scales of
    /// gamma-like distributions beyond 10^±100, have no quantiles as breakpoints: those
    /// functions panic for them or take for ever.
    ///
    /// # Errors
    ///
    /// - [`Error::LogDensity`] names a place where a logarithm is NaN or +∞; or where that
    ///   of Q is −∞ inside its support though P has mass there: it is beyond the range of doubles
    ///   (which is no fault where Q is a Gumbel or Weibull distribution), or a type that is not statrs' computed it from a density that underflowed.
    /// - [`Error::MassNotOne`] if the mass of P or of Q does not come out as one.
    /// - [`Error::NotConverged`] if the tolerance is not reached.
    ///
    /// # Panics
    ///
    /// If the density of P or Q panics: statrs' `FisherSnedecor` where half of a number of
    /// degrees of freedom is 0.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::quadrature::Quadrature;
    /// use kl_core::statrs::distribution::StudentsT;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let p = StudentsT::new(0.0, 1.0, 3.0)?;
    /// let q = StudentsT::new(1.0, 2.0, 5.0)?;
    /// let d = Quadrature::new().kl(&p, &q)?;
    /// assert_eq!(format!("{:.4}", d.value()), "0.2967 nats");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 8.5.
    pub fn kl<P, Q>(&self, p: &P, q: &Q) -> Result<Integral<Information>, Error>
    where
        P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
        Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    {
        if p.min() < q.min() || p.max() > q.max() {
            return Ok(Integral::new(Information::INFINITY, Information::ZERO, 0));
        }
        let integrand = Integrand::Divergence(terms::divergence);
        let nats = self.of_distributions(p, q, integrand)?;
        Ok(nats.map(Information::from_nats))
    }

    /// Kullback–Leibler divergence of P from Q, two densities that are given by
    /// functions.
    ///
    /// D(P‖Q) = ∫ (p ln(p/q) − p + q) dx
    ///
    /// `ln_p` and `ln_q` are the logarithms of the densities of P, the truth, and Q, the
    /// model, and `range` is the interval in which either is positive; it may be infinite.
    /// Both must have mass one there.
    ///
    /// # Conventions
    ///
    /// A logarithm of −∞ is a density of zero. [`Information::INFINITY`] where Q's density
    /// is zero and P's is not; so the logarithm of Q must not come from a density that
    /// underflows. Such places are skipped if the mass of P there is below about 10⁻³⁷.
    /// Otherwise as [`Quadrature::kl`].
    ///
    /// Without breakpoints, peaks are looked for at the finite ends of the range, or
    /// at 0 if it has none.
    ///
    /// # Accuracy
    ///
    /// As [`Quadrature::kl`].
    ///
    /// # Errors
    ///
    /// - [`Error::Range`] if the range is empty or a point, or has NaN.
    /// - [`Error::LogDensity`], [`Error::MassNotOne`], [`Error::NotConverged`]
    ///   as [`Quadrature::kl`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::quadrature::Quadrature;
    ///
    /// // The arcsine distribution on (−1, 1) and the uniform one.
    /// let arcsine = |x: f64| -(0.5 * ((1.0 - x).ln() + (1.0 + x).ln())) - std::f64::consts::PI.ln();
    /// let uniform = |_: f64| -2f64.ln();
    /// let rough = Quadrature::new().relative_tolerance(1e-5)?;
    /// let d = rough.kl_of(arcsine, uniform, -1.0..=1.0)?;
    /// // 2 ln 2 − ln π
    /// assert_eq!(format!("{:.4}", d.value()), "0.2416 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Cover and Thomas, *Elements of Information Theory*, 2nd ed., section 8.5.
    pub fn kl_of(
        &self,
        ln_p: impl Fn(f64) -> f64,
        ln_q: impl Fn(f64) -> f64,
        range: RangeInclusive<f64>,
    ) -> Result<Integral<Information>, Error> {
        let densities = Densities {
            p: Density::of(ln_p, None),
            q: Density::of(ln_q, None),
        };
        let (low, high) = (*range.start(), *range.end());
        check_range(low, high)?;
        let axis = Axis::new(low, high, &self.own_breaks());
        let nats = densities.integral(&axis, self, Integrand::Divergence(terms::divergence))?;
        Ok(nats.map(Information::from_nats))
    }

    /// Jensen–Shannon divergence of two of statrs' continuous distributions.
    ///
    /// JS(P, Q) = ½ D(P‖M) + ½ D(Q‖M) with the density m = (p + q)/2
    ///
    /// # Conventions
    ///
    /// Between 0 and ln 2. Symmetric. Its root is a metric.
    ///
    /// # Accuracy
    ///
    /// As [`Quadrature::kl`].
    ///
    /// # Errors
    ///
    /// [`Error::LogDensity`] names a place where a logarithm is NaN or +∞;
    /// [`Error::MassNotOne`] and [`Error::NotConverged`] as [`Quadrature::kl`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::quadrature::Quadrature;
    /// use kl_core::statrs::distribution::Normal;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(2.0, 1.0)?);
    /// let d = Quadrature::new().jensen_shannon(&p, &q)?;
    /// assert_eq!(format!("{:.4}", d.value()), "0.3368 nats");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Reference
    ///
    /// Lin, "Divergence Measures Based on the Shannon Entropy", IEEE Transactions on
    /// Information Theory 37 (1991) 145–151, DOI 10.1109/18.61115.
    pub fn jensen_shannon<P, Q>(&self, p: &P, q: &Q) -> Result<Integral<Information>, Error>
    where
        P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
        Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    {
        let integrand = Integrand::Bounded(terms::jensen_shannon);
        let nats = self.of_distributions(p, q, integrand)?;
        Ok(nats.map(Information::from_nats))
    }

    /// Hellinger distance of two of statrs' continuous distributions.
    ///
    /// H(P, Q) = √(½ ∫ (√p − √q)² dx)
    ///
    /// # Conventions
    ///
    /// Between 0 and 1. Symmetric. A metric. The tolerances are those of its square.
    ///
    /// # Accuracy
    ///
    /// As [`Quadrature::kl`].
    ///
    /// # Errors
    ///
    /// As [`Quadrature::jensen_shannon`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::quadrature::Quadrature;
    /// use kl_core::statrs::distribution::Normal;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(2.0, 1.0)?);
    /// let d = Quadrature::new().hellinger(&p, &q)?;
    /// // √(1 − e^(−½))
    /// assert_eq!(format!("{:.4}", d.value()), "0.6273");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Reference
    ///
    /// It follows from the definition with densities.
    pub fn hellinger<P, Q>(&self, p: &P, q: &Q) -> Result<Integral<f64>, Error>
    where
        P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
        Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    {
        let square = self.of_distributions(p, q, Integrand::Bounded(terms::hellinger))?;
        let value = square.value().sqrt();
        let error = if value > 0.0 {
            0.5 * square.error() / value
        } else {
            square.error().sqrt()
        };
        Ok(Integral::new(value, error, square.evaluations()))
    }

    /// Total variation distance of two of statrs' continuous distributions.
    ///
    /// TV(P, Q) = ½ ∫ |p − q| dx
    ///
    /// # Conventions
    ///
    /// Between 0 and 1. Symmetric. A metric.
    ///
    /// # Accuracy
    ///
    /// As [`Quadrature::kl`], but an error of 10⁻¹³ always suffices: the rounding of densities
    /// near 1 allows little less, however near P is to Q. The integrand has corners where the
    /// densities cross, which takes more evaluations.
    ///
    /// # Errors
    ///
    /// As [`Quadrature::jensen_shannon`].
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::quadrature::Quadrature;
    /// use kl_core::statrs::distribution::Normal;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(2.0, 1.0)?);
    /// let d = Quadrature::new().total_variation(&p, &q)?;
    /// // 2Φ(1) − 1
    /// assert_eq!(format!("{:.4}", d.value()), "0.6827");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Reference
    ///
    /// It follows from the definition with densities.
    pub fn total_variation<P, Q>(&self, p: &P, q: &Q) -> Result<Integral<f64>, Error>
    where
        P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
        Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    {
        const ROUNDING: f64 = 1e-13;
        let mut options = self.clone();
        options.absolute = options.absolute.max(ROUNDING);
        options.of_distributions(p, q, Integrand::Bounded(terms::total_variation))
    }

    fn of_distributions<P, Q>(
        &self,
        p: &P,
        q: &Q,
        integrand: Integrand,
    ) -> Result<Integral<f64>, Error>
    where
        P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
        Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    {
        let (low, high) = (p.min().min(q.min()), p.max().max(q.max()));
        check_range(low, high)?;
        let densities = Densities {
            p: density(p),
            q: density(q),
        };
        let exact = densities.p.exact && densities.q.exact;
        let mut breaks = self.own_breaks();
        breaks.extend(hints::breaks(p, exact));
        breaks.extend(hints::breaks(q, exact));
        densities.integral(&Axis::new(low, high, &breaks), self, integrand)
    }

    fn own_breaks(&self) -> Vec<Break> {
        let poles = self.breakpoints.iter();
        poles.map(|&x| Break::rounded(x)).collect()
    }
}

/// The density of a distribution: a better one than its own, where there is one.
fn density<D>(d: &D) -> Density<'_>
where
    D: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
{
    let ln = |x: f64| {
        let ln = d.ln_pdf(x);
        // Far out some logarithms are ∞ − ∞ or ln(0·∞).
        if ln.is_nan() && hints::is_far_out(d, x) {
            f64::NEG_INFINITY
        } else {
            ln
        }
    };
    families::density(d).unwrap_or_else(|| Density::of(ln, Some((d.min(), d.max()))))
}

fn check_range(low: f64, high: f64) -> Result<(), Error> {
    // False for NaN as well.
    let is_range = low < high;
    if is_range {
        Ok(())
    } else {
        Err(Error::Range {
            of: "range of the integral",
            low,
            high,
            must_be: "from a number to a larger one",
        })
    }
}

fn positive(name: &'static str, value: f64) -> Result<f64, Error> {
    let valid = value > 0.0 && value < f64::INFINITY;
    parameter(name, value, valid, "positive and finite")
}
