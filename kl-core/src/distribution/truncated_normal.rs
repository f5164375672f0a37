//! The truncated normal distribution.

pub(crate) mod stretch;

use crate::error::{finite, parameter};
use crate::{Error, Information};
use stretch::Stretch;

/// A normal distribution between two cuts: what is outside is left out, and the rest is divided
/// by its mass.
///
/// e^(−(x − μ)²/2σ²)/Z for x from `lower` to `upper`, either of which may be infinite. The
/// location μ and the scale σ are the mean and the standard deviation of the normal distribution
/// *before* the cuts; [`mean`](TruncatedNormal::mean) and
/// [`variance`](TruncatedNormal::variance) are those of what is left. The cuts are numbers on the
/// axis of x, not multiples of σ: SciPy's `truncnorm(a, b, loc, scale)` has a = (lower − loc)/scale
/// and b = (upper − loc)/scale.
///
/// Nothing is lost where the mass between the cuts is a tiny difference of distribution functions,
/// or below the smallest double: Z is integrated on the stretch itself.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::TruncatedNormal;
///
/// let p = TruncatedNormal::new(0.0, 1.0, 2.0, 3.0)?;
/// let q = TruncatedNormal::new(2.0, 3.0, 1.0, 5.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "1.4887 nats");
/// // Q has no mass between 3 and 5, where P has some.
/// assert!(q.kl(&p)?.is_infinite());
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, volume 1, 2nd ed.
/// (1994), chapter 13, section 10.1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedNormal {
    mu: f64,
    sigma: f64,
    lower: f64,
    upper: f64,
}

impl TruncatedNormal {
    /// The normal distribution of a location (its mean before the cuts) and a scale (its standard
    /// deviation before the cuts) between two cuts.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if the location is not finite; if the scale is not between 1e-150 and
    /// 1e150; if a cut is NaN, the lower one ∞ or the upper one not above the lower one; or if
    /// the cuts leave only what is more than 1e100 scales away from the location.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, distribution::TruncatedNormal};
    ///
    /// assert!(TruncatedNormal::new(0.0, 1.0, 10.0, f64::INFINITY).is_ok());
    /// let wrong = TruncatedNormal::new(0.0, 1.0, 2.0, 2.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "upper cut", value: 2.0, .. })));
    /// ```
    pub fn new(location: f64, scale: f64, lower: f64, upper: f64) -> Result<Self, Error> {
        let mu = finite("location", location)?;
        let valid = (1e-150..=1e150).contains(&scale);
        let sigma = parameter("scale", scale, valid, "between 1e-150 and 1e150")?;
        let valid = lower < f64::INFINITY;
        parameter("lower cut", lower, valid, "a number below infinity")?;
        parameter("upper cut", upper, upper > lower, "above the lower cut")?;
        let near = "at most 1e100 scales from the location, if the location is outside the cuts";
        // A distance that overflows is too far.
        let within = |cut: f64| (cut - mu).abs() / sigma <= 1e100;
        parameter("lower cut", lower, lower <= mu || within(lower), near)?;
        parameter("upper cut", upper, upper >= mu || within(upper), near)?;
        Ok(TruncatedNormal {
            mu,
            sigma,
            lower,
            upper,
        })
    }

    /// A normal distribution that is not cut, of finite mean and positive standard deviation.
    pub(crate) fn uncut(mu: f64, sigma: f64) -> Self {
        TruncatedNormal {
            mu,
            sigma,
            lower: f64::NEG_INFINITY,
            upper: f64::INFINITY,
        }
    }

    /// The location μ: the mean before the cuts.
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// assert_eq!(TruncatedNormal::new(0.5, 1.0, 0.0, 2.0)?.location(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn location(&self) -> f64 {
        self.mu
    }

    /// The scale σ: the standard deviation before the cuts.
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// assert_eq!(TruncatedNormal::new(0.5, 1.0, 0.0, 2.0)?.scale(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.sigma
    }

    /// The lower cut, which may be −∞.
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// assert_eq!(TruncatedNormal::new(0.5, 1.0, 0.0, 2.0)?.lower(), 0.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn lower(&self) -> f64 {
        self.lower
    }

    /// The upper cut, which may be ∞.
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// assert_eq!(TruncatedNormal::new(0.5, 1.0, 0.0, 2.0)?.upper(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn upper(&self) -> f64 {
        self.upper
    }

    /// The mean of what the cuts leave, E x.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times (|m| + E|x − m|)/|E x|, where m is the mode: the point between the
    /// cuts that is nearest to the location.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// let far = TruncatedNormal::new(0.0, 1.0, 10.0, f64::INFINITY)?;
    /// assert_eq!(format!("{:.4}", far.mean()), "10.0981");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> f64 {
        let stretch = self.stretch();
        stretch.place(stretch.moments().first)
    }

    /// The variance of what the cuts leave, E (x − E x)².
    ///
    /// # Accuracy
    ///
    /// Within 5 ulp, far in a tail too.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// let far = TruncatedNormal::new(0.0, 1.0, 10.0, f64::INFINITY)?;
    /// assert_eq!(format!("{:.6}", far.variance()), "0.009445");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn variance(&self) -> f64 {
        let stretch = self.stretch();
        let mean = stretch.moments().first;
        let [mass, squares] = stretch.integrate(|u| [1.0, (u - mean) * (u - mean)]);
        (squares / mass) * stretch.unit() * stretch.unit()
    }

    /// The differential entropy of what the cuts leave, −E ln p(x).
    ///
    /// # Conventions
    ///
    /// Negative where the density is above 1 on the whole.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times (1 + |ln p(m)|)/|result|, where m is the mode: the entropy is the
    /// difference of −ln p(m) and of what the density falls from there.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// let half = TruncatedNormal::new(0.0, 1.0, 0.0, f64::INFINITY)?;
    /// assert_eq!(format!("{:.4}", half.entropy()), "0.7258 nats");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn entropy(&self) -> Information {
        let stretch = self.stretch();
        let moments = stretch.moments();
        let nats = stretch.mean_depth(&moments) + stretch.ln_mass(&moments);
        Information::from_nats(nats)
    }

    /// The density, e^(−(x − μ)²/2σ²)/Z.
    ///
    /// # Conventions
    ///
    /// 0 outside the cuts; NaN at NaN.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp times 1 + d, where d is what ln p falls from the mode to x.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// let far = TruncatedNormal::new(0.0, 1.0, 10.0, f64::INFINITY)?;
    /// assert_eq!(format!("{:.4}", far.pdf(10.0)), "10.0981");
    /// assert_eq!(far.pdf(9.0), 0.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn pdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            return x;
        }
        if !(self.lower..=self.upper).contains(&x) {
            return 0.0;
        }
        let stretch = self.stretch();
        (-stretch.depth(x)).exp() / stretch.moments().mass / stretch.unit()
    }

    /// The logarithm of the density, −(x − μ)²/2σ² − ln Z.
    ///
    /// # Conventions
    ///
    /// −∞ outside the cuts; NaN at NaN.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp times (1 + |ln p(m)| + d)/|result|, where m is the mode and d is what ln p
    /// falls from there to x.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// let far = TruncatedNormal::new(0.0, 1.0, 10.0, f64::INFINITY)?;
    /// assert_eq!(format!("{:.4}", far.ln_pdf(12.0)), "-19.6877");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            return x;
        }
        if !(self.lower..=self.upper).contains(&x) || x.is_infinite() {
            return f64::NEG_INFINITY;
        }
        let stretch = self.stretch();
        -stretch.depth(x) - stretch.ln_mass(&stretch.moments())
    }

    /// The mass from the lower cut to x.
    ///
    /// # Conventions
    ///
    /// 0 below the lower cut, 1 above the upper one; NaN at NaN.
    ///
    /// # Accuracy
    ///
    /// Within 5 ulp, however small it is.
    ///
    /// # Example
    ///
    /// ```
    /// # use kl_core::distribution::TruncatedNormal;
    /// let far = TruncatedNormal::new(0.0, 1.0, 10.0, f64::INFINITY)?;
    /// assert_eq!(format!("{:.4}", far.cdf(10.1)), "0.6375");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_nan() || x <= self.lower {
            return if x.is_nan() { x } else { 0.0 };
        }
        if x >= self.upper {
            return 1.0;
        }
        // So far away a mass is less than any double, whichever cut is nearest.
        let z = (x - self.mu) / self.sigma;
        if z.abs() > 1e100 {
            return if z < 0.0 { 0.0 } else { 1.0 };
        }
        let below = Stretch::new(self.mu, self.sigma, self.lower, x);
        let above = Stretch::new(self.mu, self.sigma, x, self.upper);
        1.0 / (1.0 + above.mass_over(&below))
    }

    /// The stretch between the cuts.
    pub(crate) fn stretch(&self) -> Stretch {
        Stretch::new(self.mu, self.sigma, self.lower, self.upper)
    }
}
