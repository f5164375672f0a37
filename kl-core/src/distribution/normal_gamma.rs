//! Normal-gamma distributions, and those of the inverse: conjugate priors of a normal distribution.

use crate::error::{finite, parameter};
use crate::float::scale::{scaled, split};
use crate::pairs::documentation::{example, pair};
use crate::pairs::gamma::gamma_divergence;
use crate::terms::ratio::ratio_term;
use crate::{Error, Information, KlDivergence};

/// A normal-gamma distribution, of a number x and a precision τ: τ is of the gamma distribution with
/// the shape α and the rate β, and x, given τ, normal with the mean μ and the variance 1/λτ.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::NormalGamma;
///
/// let prior = NormalGamma::new(0.0, 1.0, 2.0, 1.0)?;
/// let posterior = NormalGamma::new(0.5, 4.0, 3.5, 2.0)?;
/// assert_eq!(format!("{:.4}", posterior.kl(&prior)?), "0.6270 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Murphy, "Conjugate Bayesian analysis of the Gaussian distribution" (2007), section 3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalGamma {
    mean: f64,
    lambda: f64,
    shape: f64,
    rate: f64,
}

impl NormalGamma {
    /// The distribution with the mean μ, the weight λ of that mean, as a number of observations,
    /// and the shape α and the rate β of the gamma distribution of the precision.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] unless all are finite, and all but the mean positive.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::distribution::NormalGamma;
    ///
    /// let wrong = NormalGamma::new(0.0, -1.0, 2.0, 1.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "lambda", value: -1.0, .. })));
    /// ```
    pub fn new(mean: f64, lambda: f64, shape: f64, rate: f64) -> Result<Self, Error> {
        finite("mean", mean)?;
        for (name, value) in [("lambda", lambda), ("shape", shape), ("rate", rate)] {
            let valid = value > 0.0 && value < f64::INFINITY;
            parameter(name, value, valid, "positive and finite")?;
        }
        Ok(NormalGamma {
            mean,
            lambda,
            shape,
            rate,
        })
    }

    /// The mean μ.
    ///
    /// ```
    /// # use kl_core::distribution::NormalGamma;
    /// assert_eq!(NormalGamma::new(0.5, 4.0, 3.0, 2.0)?.mean(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The weight λ of the mean.
    ///
    /// ```
    /// # use kl_core::distribution::NormalGamma;
    /// assert_eq!(NormalGamma::new(0.5, 4.0, 3.0, 2.0)?.lambda(), 4.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    /// The shape α.
    ///
    /// ```
    /// # use kl_core::distribution::NormalGamma;
    /// assert_eq!(NormalGamma::new(0.5, 4.0, 3.0, 2.0)?.shape(), 3.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// The rate β.
    ///
    /// ```
    /// # use kl_core::distribution::NormalGamma;
    /// assert_eq!(NormalGamma::new(0.5, 4.0, 3.0, 2.0)?.rate(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.rate
    }
}

/// A normal-inverse-gamma distribution, of a number x and a variance v: v is of the inverse gamma
/// distribution with the shape α and the rate β, and x, given v, normal with the mean μ and the
/// variance v/λ.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::distribution::NormalInverseGamma;
///
/// let prior = NormalInverseGamma::new(0.0, 1.0, 2.0, 1.0)?;
/// let posterior = NormalInverseGamma::new(0.5, 4.0, 3.5, 2.0)?;
/// assert_eq!(format!("{:.4}", posterior.kl(&prior)?), "0.6270 nats");
/// # Ok::<(), kl_core::Error>(())
/// ```
///
/// # Reference
///
/// Murphy, "Conjugate Bayesian analysis of the Gaussian distribution" (2007), section 6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalInverseGamma {
    mean: f64,
    lambda: f64,
    shape: f64,
    rate: f64,
}

impl NormalInverseGamma {
    /// The distribution with the mean μ, the weight λ of that mean, as a number of observations,
    /// and the shape α and the rate β of the inverse gamma distribution of the variance.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] unless all are finite, and all but the mean positive.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::distribution::NormalInverseGamma;
    ///
    /// let wrong = NormalInverseGamma::new(0.0, -1.0, 2.0, 1.0);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "lambda", value: -1.0, .. })));
    /// ```
    pub fn new(mean: f64, lambda: f64, shape: f64, rate: f64) -> Result<Self, Error> {
        finite("mean", mean)?;
        for (name, value) in [("lambda", lambda), ("shape", shape), ("rate", rate)] {
            let valid = value > 0.0 && value < f64::INFINITY;
            parameter(name, value, valid, "positive and finite")?;
        }
        Ok(NormalInverseGamma {
            mean,
            lambda,
            shape,
            rate,
        })
    }

    /// The mean μ.
    ///
    /// ```
    /// # use kl_core::distribution::NormalInverseGamma;
    /// assert_eq!(NormalInverseGamma::new(0.5, 4.0, 3.0, 2.0)?.mean(), 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The weight λ of the mean.
    ///
    /// ```
    /// # use kl_core::distribution::NormalInverseGamma;
    /// assert_eq!(NormalInverseGamma::new(0.5, 4.0, 3.0, 2.0)?.lambda(), 4.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    /// The shape α.
    ///
    /// ```
    /// # use kl_core::distribution::NormalInverseGamma;
    /// assert_eq!(NormalInverseGamma::new(0.5, 4.0, 3.0, 2.0)?.shape(), 3.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// The rate β.
    ///
    /// ```
    /// # use kl_core::distribution::NormalInverseGamma;
    /// assert_eq!(NormalInverseGamma::new(0.5, 4.0, 3.0, 2.0)?.rate(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.rate
    }
}

/// D(P‖Q) = (αp − αq) ψ(αp) − ln Γ(αp) + ln Γ(αq) + αq ln(βp/βq) + αp(βq − βp)/βp +
/// ½[λq/λp − 1 − ln(λq/λp) + λq (αp/βp) (μp − μq)²].
///
/// By the chain rule: the divergence of the gamma distributions of τ, and the mean, over τ of P, of
/// that of the normal distributions of x. No term is negative.
#[doc = pair!(NormalGamma, NormalGamma)]
///
/// # Errors
///
/// None.
#[doc = example!(NormalGamma: (0.5, 4.0, 3.5, 2.0), (0.0, 1.0, 2.0, 1.0), "0.6270 nats")]
///
/// # Reference
///
/// Soch and Allefeld, "Kullback-Leibler Divergence for the Normal-Gamma Distribution" (2016),
/// arXiv:1611.01437.
impl KlDivergence for NormalGamma {
    fn kl(&self, q: &NormalGamma) -> Result<Information, Error> {
        let (p, q) = (
            [self.mean, self.lambda, self.shape, self.rate],
            [q.mean, q.lambda, q.shape, q.rate],
        );
        Ok(Information::from_nats(divergence(p, q)))
    }
}

/// D(P‖Q) = (αp − αq) ψ(αp) − ln Γ(αp) + ln Γ(αq) + αq ln(βp/βq) + αp(βq − βp)/βp +
/// ½[λq/λp − 1 − ln(λq/λp) + λq (αp/βp) (μp − μq)²].
///
/// That of the [`NormalGamma`] distributions of x and 1/v: it does not change when a variable of both
/// is inverted.
#[doc = pair!(NormalInverseGamma, NormalInverseGamma)]
///
/// # Errors
///
/// None.
#[doc = example!(NormalInverseGamma: (0.5, 4.0, 3.5, 2.0), (0.0, 1.0, 2.0, 1.0), "0.6270 nats")]
///
/// # Reference
///
/// As [`NormalGamma`].
impl KlDivergence for NormalInverseGamma {
    fn kl(&self, q: &NormalInverseGamma) -> Result<Information, Error> {
        let (p, q) = (
            [self.mean, self.lambda, self.shape, self.rate],
            [q.mean, q.lambda, q.shape, q.rate],
        );
        Ok(Information::from_nats(divergence(p, q)))
    }
}

fn divergence([mu_p, lambda_p, a_p, b_p]: [f64; 4], [mu_q, lambda_q, a_q, b_q]: [f64; 4]) -> f64 {
    gamma_divergence((a_p, b_p), (a_q, b_q))
        + 0.5 * ratio_term(lambda_q, lambda_p)
        + half_product([lambda_q, a_p], [b_p], &[difference(mu_p, mu_q)])
}

/// |a − b| as m·2ᵉ, also where it overflows.
pub(super) fn difference(a: f64, b: f64) -> (f64, i32) {
    let halves = (0.5 * a - 0.5 * b).abs();
    // Half of a subnormal number may be rounded.
    let (x, more) = if halves > 1.0 {
        (halves, 1)
    } else {
        ((a - b).abs(), 0)
    };
    if x == 0.0 {
        return (0.0, 0);
    }
    let (m, e) = split(x);
    (m, e + more)
}

/// ½ Σx² times the factors over the divisors, where x is m·2ᵉ: nothing over- or underflows unless
/// the result does.
pub(super) fn half_product<const N: usize, const D: usize>(
    factors: [f64; N],
    divisors: [f64; D],
    x: &[(f64, i32)],
) -> f64 {
    let known = x.iter().filter(|(m, _)| *m != 0.0);
    let Some(largest) = known.map(|(_, e)| *e).max() else {
        return 0.0;
    };
    let squares = x.iter().map(|&(m, e)| {
        let x = scaled(m, (e - largest).max(-600));
        x * x
    });
    let mut product = 0.5 * crate::float::sum::sum(squares);
    let mut exponent = 2 * largest;
    for factor in factors {
        let (m, e) = split(factor);
        product *= m;
        exponent += e;
    }
    for divisor in divisors {
        let (m, e) = split(divisor);
        product /= m;
        exponent -= e;
    }
    scaled(product, exponent)
}
