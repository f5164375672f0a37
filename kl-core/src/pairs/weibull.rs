//! Weibull distributions.

use super::finite;
use super::gumbel::gumbel_divergence;
use crate::terms::ratio::ln_ratio;
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{Exp, Weibull};

/// D(P‖Q) = ln(kp/λp^kp) − ln(kq/λq^kq) + (kp − kq)(ln λp − γ/kp) + (λp/λq)^kq
/// Γ(kq/kp + 1) − 1, where k is the shape, λ the scale and γ is Euler's
/// constant.
///
/// P is `self`, the truth; Q is the argument, the model. It is the divergence
/// of the Gumbel distributions of −ln x.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 6 ulp times 1 + |kq ln(λp/λq)| + |ln Γ(1 + kq/kp)|, also for
/// parameters that differ in the last digit only: the relative error of a power
/// is the absolute one of its logarithm.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::Weibull;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Weibull::new(1.0, 1.0)?;
/// let q = Weibull::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.8841 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Bauckhage, "Computing the Kullback–Leibler Divergence between two Weibull
/// Distributions", arXiv 1310.3713 (2013).
impl KlDivergence for Weibull {
    fn kl(&self, q: &Weibull) -> Result<Information, Error> {
        let (k_p, lambda_p) = parameters(self, ["shape of P", "scale of P"])?;
        let (k_q, lambda_q) = parameters(q, ["shape of Q", "scale of Q"])?;
        // μ = −ln λ and β = 1/k.
        let z = k_q * ln_ratio(lambda_q, lambda_p);
        Ok(Information::from_nats(gumbel_divergence(k_q, k_p, z)))
    }
}

/// D(P‖Q) = k ln(rλ) − ln k − (1 − k) γ + Γ(k + 1)/(rλ)ᵏ − 1, where r is the
/// rate of P, k the shape and λ the scale of Q, and γ is Euler's constant.
///
/// P is `self`, the truth; Q is the argument, the model. P is the Weibull
/// distribution of shape 1 and scale 1/r.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 5 ulp times 1 + |k ln(rλ)| + |ln Γ(1 + k)|, also for parameters that
/// differ in the last digit only.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Exp, Weibull};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Exp::new(1.0)?;
/// let q = Weibull::new(2.0, 1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.8841 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E ln x = −γ − ln r and E xᵏ = Γ(k +
/// 1)/rᵏ.
impl KlDivergence<Weibull> for Exp {
    fn kl(&self, q: &Weibull) -> Result<Information, Error> {
        let rate = finite("rate of P", self.rate())?;
        let (k, lambda) = parameters(q, ["shape of Q", "scale of Q"])?;
        // The scale of P is 1/rate.
        let z = k * ln_product(lambda, rate);
        Ok(Information::from_nats(gumbel_divergence(k, 1.0, z)))
    }
}

/// D(P‖Q) = ln k − ln(rλ) − (1 − 1/k) γ + rλ Γ(1 + 1/k) − 1, where k is the
/// shape and λ the scale of P, r the rate of Q, and γ is Euler's constant.
///
/// P is `self`, the truth; Q is the argument, the model. Q is the Weibull
/// distribution of shape 1 and scale 1/r.
///
/// # Conventions
///
/// Never negative. [`Information::INFINITY`] only where the true value is
/// beyond [`f64::MAX`].
///
/// # Accuracy
///
/// Within 4 ulp times 1 + |ln(rλ)| + |ln Γ(1 + 1/k)|, also for parameters that
/// differ in the last digit only.
///
/// # Errors
///
/// [`Error::InvalidParameter`] names an infinite parameter: statrs lets it
/// through.
///
/// # Example
///
/// ```
/// use kl_core::KlDivergence;
/// use kl_core::statrs::distribution::{Exp, Weibull};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Weibull::new(2.0, 1.0)?;
/// let q = Exp::new(1.0)?;
/// assert_eq!(format!("{:.4}", p.kl(&q)?), "0.2908 nats");
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// It follows from the definition with E ln x = ln λ − γ/k and E x = λ Γ(1 +
/// 1/k).
impl KlDivergence<Exp> for Weibull {
    fn kl(&self, q: &Exp) -> Result<Information, Error> {
        let (k, lambda) = parameters(self, ["shape of P", "scale of P"])?;
        let rate = finite("rate of Q", q.rate())?;
        let z = -ln_product(lambda, rate);
        Ok(Information::from_nats(gumbel_divergence(1.0, k, z)))
    }
}

/// ln(ab) for positive a and b, accurate for ab near 1 too.
fn ln_product(a: f64, b: f64) -> f64 {
    let product = a * b;
    if (0.5..=2.0).contains(&product) {
        // ab − 1 with one rounding.
        a.mul_add(b, -1.0).ln_1p()
    } else if (f64::MIN_POSITIVE..=f64::MAX).contains(&product) {
        product.ln()
    } else {
        a.ln() + b.ln()
    }
}

pub(super) fn parameters(d: &Weibull, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    Ok((finite(names[0], d.shape())?, finite(names[1], d.scale())?))
}
