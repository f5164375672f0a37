//! f-divergences, each given by its generator.

use crate::error::parameter;
use crate::terms::chi_squared::chi_squared_term;
use crate::terms::hellinger::hellinger_term;
use crate::terms::jensen_shannon::jensen_shannon_term;
use crate::terms::kl::kl_term;
use crate::{Divergence, Error, Float, Pmf, SumOfTerms};

/// A convex function f with f(1) = 0, and its two limits: an f-divergence as a value.
///
/// D_f(P‖Q) = Σ q f(p/q): [`Pmf::f_divergence`]
///
/// The limits stand in for f at outcomes that only one of the distributions has, where p/q
/// is 0 or ∞ and f is not evaluated.
///
/// # Example
///
/// ```
/// use kl_core::{Generator, Pmf};
///
/// // t ln t − t + 1 is 1 at 0, and its slope grows without bound.
/// let f = |t: f64| t * t.ln() - t + 1.0;
/// let generator = Generator::new(f, 1.0, f64::INFINITY)?;
/// let p = Pmf::new([0.5, 0.5, 0.0])?;
/// let q = Pmf::new([0.25, 0.5, 0.25])?;
/// assert!((p.f_divergence(&q, &generator)? - 0.5 * 2f64.ln()).abs() < 1e-15);
/// assert_eq!(q.f_divergence(&p, &generator)?, f64::INFINITY);
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Generator<F = fn(f64) -> f64> {
    f: F,
    at_zero: f64,
    slope_at_infinity: f64,
}

impl<F: Fn(f64) -> f64> Generator<F> {
    /// The generator f with its limits lim f(t) as t → 0 and lim f(t)/t as t → ∞.
    ///
    /// f is evaluated at numbers t = p/q above 0 only. Adding c(t − 1) to f changes nothing
    /// for sums of exactly one; with the c that makes the slope at 1 zero no term is
    /// negative, and the answer keeps more digits.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if a limit is NaN or −∞, which no convex
    /// function has, or if f(1) is not 0. Convexity is not checked.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Error, Generator};
    ///
    /// assert!(Generator::new(|t: f64| (t - 1.0).abs(), 1.0, 1.0).is_ok());
    /// let wrong = Generator::new(|t: f64| t * t, 0.0, f64::INFINITY);
    /// assert!(matches!(wrong, Err(Error::Parameter { name: "f(1)", value: 1.0, .. })));
    /// ```
    pub fn new(f: F, at_zero: f64, slope_at_infinity: f64) -> Result<Self, Error> {
        for (name, value) in [
            ("limit at zero", at_zero),
            ("slope at infinity", slope_at_infinity),
        ] {
            let valid = value > f64::NEG_INFINITY;
            parameter(name, value, valid, "a number above -inf")?;
        }
        let value = f(1.0);
        let must_be = "0, as of t ln t: take f(1) off";
        parameter("f(1)", value, value == 0.0, must_be)?;
        Ok(Generator {
            f,
            at_zero,
            slope_at_infinity,
        })
    }
}

impl<F: Fn(f64) -> f64> SumOfTerms for Generator<F> {
    type Output = f64;

    // q f(p/q), or its limit.
    fn term(&self, p: f64, q: f64) -> f64 {
        if p == q {
            return 0.0; // f(1) = 0; and nothing where both are impossible
        }
        let t = p / q;
        if t == 0.0 {
            q * self.at_zero
        } else if t == f64::INFINITY {
            p * self.slope_at_infinity
        } else {
            q * (self.f)(t)
        }
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        parameter(
            "sum of the generator's terms",
            sum,
            !sum.is_nan(),
            "a number: f is NaN at a ratio of probabilities, or infinite of both signs",
        )
    }
}

impl Generator {
    /// t ln t − t + 1: [`Pmf::kl`].
    ///
    /// ```
    /// # use kl_core::{Generator, Pmf};
    /// let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    /// let d = p.f_divergence(&q, &Generator::kl())?;
    /// assert!((d - p.kl(&q)?.nats()).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn kl() -> Self {
        Generator {
            f: |t| kl_term(t, 1.0),
            at_zero: 1.0,
            slope_at_infinity: f64::INFINITY,
        }
    }

    /// −ln t + t − 1: [`Pmf::kl`] of Q from P.
    ///
    /// ```
    /// # use kl_core::{Generator, Pmf};
    /// let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    /// let d = p.f_divergence(&q, &Generator::reverse_kl())?;
    /// assert!((d - q.kl(&p)?.nats()).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn reverse_kl() -> Self {
        Generator {
            f: |t| kl_term(1.0, t),
            at_zero: f64::INFINITY,
            slope_at_infinity: 1.0,
        }
    }

    /// ½[t ln(2t/(1+t)) + ln(2/(1+t))]: [`Pmf::jensen_shannon`].
    ///
    /// ```
    /// # use kl_core::{Generator, Pmf};
    /// let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    /// let d = p.f_divergence(&q, &Generator::jensen_shannon())?;
    /// assert!((d - p.jensen_shannon(&q)?.nats()).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn jensen_shannon() -> Self {
        Generator {
            f: |t| jensen_shannon_term(t, 1.0),
            at_zero: 0.5 * std::f64::consts::LN_2,
            slope_at_infinity: 0.5 * std::f64::consts::LN_2,
        }
    }

    /// ½|t − 1|: [`Pmf::total_variation`].
    ///
    /// ```
    /// # use kl_core::{Generator, Pmf};
    /// let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    /// assert_eq!(p.f_divergence(&q, &Generator::total_variation())?, 0.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn total_variation() -> Self {
        Generator {
            f: |t| 0.5 * (t - 1.0).abs(),
            at_zero: 0.5,
            slope_at_infinity: 0.5,
        }
    }

    /// ½(√t − 1)²: the square of [`Pmf::hellinger`].
    ///
    /// ```
    /// # use kl_core::{Generator, Pmf};
    /// let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.25, 0.75])?);
    /// assert_eq!(p.f_divergence(&q, &Generator::squared_hellinger())?, 0.5);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn squared_hellinger() -> Self {
        Generator {
            f: |t| 0.5 * hellinger_term(t, 1.0),
            at_zero: 0.5,
            slope_at_infinity: 0.5,
        }
    }

    /// (t − 1)²: [`Pmf::chi_squared`].
    ///
    /// ```
    /// # use kl_core::{Generator, Pmf};
    /// let (p, q) = (Pmf::new([0.75, 0.25])?, Pmf::new([0.5, 0.5])?);
    /// assert_eq!(p.f_divergence(&q, &Generator::chi_squared())?, 0.25);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn chi_squared() -> Self {
        Generator {
            f: |t| chi_squared_term(t, 1.0),
            at_zero: 1.0,
            slope_at_infinity: f64::INFINITY,
        }
    }
}

impl<N: Float, S: AsRef<[N]>> Pmf<N, S> {
    /// The f-divergence of P, `self`, from Q that the generator defines.
    ///
    /// D_f(P‖Q) = Σ q f(p/q)
    ///
    /// # Conventions
    ///
    /// 0·f(0/0) = 0; q·f(0) is q times the limit at zero, and 0·f(p/0) is p times the slope
    /// at infinity. A plain number, in nats where f has a natural logarithm. Never negative
    /// if f is convex and its slope at 1 is zero, which holds for every named generator but
    /// the total variation's, whose terms are not negative anyway; otherwise negative by at
    /// most the rounding.
    ///
    /// # Accuracy
    ///
    /// For P near Q, f sees the rounded ratio p/q: differences of 1e-8 relative to p keep 8
    /// digits. A method with a formula of its own, such as [`Pmf::kl`], keeps them all. If
    /// p/q over- or underflows, a limit of f is used; if f(p/q) overflows, so does its term.
    ///
    /// # Errors
    ///
    /// - [`Error::Size`] if P and Q have different lengths.
    /// - [`Error::Parameter`] if f is NaN, or the sum is (+∞ and −∞).
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::{Generator, Pmf};
    ///
    /// let p = Pmf::new([0.5, 0.5, 0.0])?;
    /// let q = Pmf::new([0.25, 0.25, 0.5])?;
    /// // Vincze and Le Cam: (t − 1)²/(t + 1).
    /// let triangular = Generator::new(|t: f64| (t - 1.0).powi(2) / (t + 1.0), 1.0, 1.0)?;
    /// let expected = 2.0 * 0.0625 / 0.75 + 0.5;
    /// assert!((p.f_divergence(&q, &triangular)? - expected).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Liese and Vajda, "On Divergences and Informations in Statistics and
    /// Information Theory", IEEE Transactions on Information Theory 52 (2006)
    /// 4394–4412, DOI 10.1109/TIT.2006.881731.
    pub fn f_divergence<M: Float, T: AsRef<[M]>, F: Fn(f64) -> f64>(
        &self,
        q: &Pmf<M, T>,
        generator: &Generator<F>,
    ) -> Result<f64, Error> {
        generator.between(self, q)
    }
}
