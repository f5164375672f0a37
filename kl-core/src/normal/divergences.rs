//! Divergences between normal distributions besides that of Kullback and Leibler.

use crate::float::double::Double;
use crate::float::sum::CompensatedSum;
use crate::normal::multivariate::same_dimension;
use crate::normal::renyi::{Order, normal_scale_renyi_term, renyi_of_normals};
use crate::normal::univariate;
use crate::normal::univariate::{OF_P, OF_Q, parameters, scaled_difference};
use crate::terms::ratio::ln_ratio;
use crate::{Error, Information, KlDivergence, MultivariateNormal};
use statrs::distribution::Normal;

/// Divergences between normal distributions that have a closed form, besides
/// [`KlDivergence`].
///
/// With the variance σα² = α σq² + (1 − α) σp²:
///
/// | | |
/// |---|---|
/// | Jeffreys | J(P, Q) = D(P‖Q) + D(Q‖P) |
/// | Bhattacharyya | B(P, Q) = (μp − μq)²/(8 σ²) + ½ ln(σ²/(σp σq)), where σ² = σα² for α = ½ |
/// | Hellinger | H(P, Q) = √(1 − e⁻ᴮ) |
/// | Rényi | D_α(P‖Q) = α (μp − μq)²/(2 σα²) + ln(σα²/(σp^(2−2α) σq^(2α)))/(2 (1 − α)) |
///
/// It is a trait because [`Normal`] is a type of statrs. The methods of [`MultivariateNormal`]
/// have the same names and conventions, and say more.
///
/// # Conventions
///
/// As for [`MultivariateNormal::renyi`] and the methods beside it. No result is negative.
///
/// # Accuracy
///
/// Jeffreys and Hellinger within 4 ulp, Bhattacharyya within 6, Rényi within 12 ulp, also for
/// parameters that differ in the last digit only, for orders near 1, and for orders near
/// the one from which on the divergence is infinite.
///
/// # Errors
///
/// [`Error::Parameter`] names an infinite parameter, or an order that is negative
/// or NaN.
///
/// # Example
///
/// ```
/// use kl_core::NormalDivergences;
/// use kl_core::statrs::distribution::Normal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Normal::new(0.0, 1.0)?;
/// let q = Normal::new(2.0, 1.0)?;
/// assert_eq!(p.jeffreys(&q)?.nats(), 4.0);
/// assert_eq!(p.bhattacharyya(&q)?.nats(), 0.5);
/// assert_eq!(format!("{:.4}", p.hellinger(&q)?), "0.6273");
/// assert_eq!(p.renyi(&q, 3.0)?.nats(), 6.0);
/// # Ok(())
/// # }
/// ```
///
/// # Reference
///
/// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used univariate
/// continuous distributions", Information Sciences 249 (2013) 124–131.
pub trait NormalDivergences {
    /// Jeffreys divergence J(P, Q).
    ///
    /// # Errors
    ///
    /// See [the trait](NormalDivergences#errors).
    fn jeffreys(&self, q: &Self) -> Result<Information, Error>;

    /// Bhattacharyya distance B(P, Q).
    ///
    /// # Errors
    ///
    /// See [the trait](NormalDivergences#errors).
    fn bhattacharyya(&self, q: &Self) -> Result<Information, Error>;

    /// Hellinger distance H(P, Q).
    ///
    /// # Errors
    ///
    /// See [the trait](NormalDivergences#errors).
    fn hellinger(&self, q: &Self) -> Result<f64, Error>;

    /// Rényi divergence D_α(P‖Q), of the order α.
    ///
    /// # Errors
    ///
    /// See [the trait](NormalDivergences#errors).
    fn renyi(&self, q: &Self, order: f64) -> Result<Information, Error>;
}

impl NormalDivergences for Normal {
    fn jeffreys(&self, q: &Self) -> Result<Information, Error> {
        let (p, q) = (parameters(self, OF_P)?, parameters(q, OF_Q)?);
        let both = univariate::divergence(p, q).nats() + univariate::divergence(q, p).nats();
        Ok(Information::from_nats(both))
    }

    fn bhattacharyya(&self, q: &Self) -> Result<Information, Error> {
        Ok(half(self.renyi(q, 0.5)?))
    }

    fn hellinger(&self, q: &Self) -> Result<f64, Error> {
        let distance = self.bhattacharyya(q)?;
        if distance.nats() < 1e-290 {
            // The standard deviations are equal, and the distance is z²/8, which may underflow.
            let (p, q) = (parameters(self, OF_P)?, parameters(q, OF_Q)?);
            let z = scaled_difference(p.0, q.0, q.1);
            return Ok(z.abs() / 8f64.sqrt());
        }
        Ok(hellinger_of(distance))
    }

    fn renyi(&self, q: &Self, order: f64) -> Result<Information, Error> {
        let (p, q) = (parameters(self, OF_P)?, parameters(q, OF_Q)?);
        let kl = || Ok(univariate::divergence(p, q));
        renyi_of_normals(order, kl, |order, exchanged| {
            if exchanged {
                renyi(order, q, p)
            } else {
                renyi(order, p, q)
            }
        })
    }
}

/// The divergence of an order, or NaN where the quotient of standard deviations overflows.
fn renyi(order: Order, (mu_p, sigma_p): (f64, f64), (mu_q, sigma_q): (f64, f64)) -> f64 {
    let t = sigma_p / sigma_q;
    if t == f64::INFINITY {
        return f64::NAN;
    }
    let e = Double::exact_sum(sigma_p, -sigma_q) / Double::from(sigma_q);
    // The square overflows where t is beyond the root of the largest double. There only orders
    // below 1 are finite, and they do not use it.
    let u = e * (e + Double::from(2.0));
    let base = if order.beta > 0.0 && order.alpha < 0.5 {
        // The rounded α + β is not quite one, and α may be negligible beside one.
        Double::from(order.alpha) + Double::from(order.beta * t) * Double::from(t)
    } else {
        Double::from(order.one) + Double::from(order.beta) * u
    };
    if order.is_infinite() && e == Double::ZERO && mu_p == mu_q {
        return 0.0;
    }
    let (base, precise) = (base.value, base);
    let shape = normal_scale_renyi_term(order, ln_ratio(sigma_p, sigma_q), u.value, base);
    let ordinary = |x: f64| (1e-100..1e100).contains(&x);
    let apart = Double::exact_sum(mu_p, -mu_q);
    let z = apart.value / sigma_q;
    if [t, base, sigma_q, z.abs()].into_iter().all(ordinary) {
        // Squared with twice the digits: the rounding of z would count twice.
        let z = apart / Double::from(sigma_q);
        return shape + 0.5 * order.alpha * (z * z / precise).value;
    }
    // σα/σq.
    let sigma = if order.beta > 0.0 && t > 1.0 {
        order.alpha.sqrt().hypot(order.beta.sqrt() * t)
    } else {
        base.sqrt()
    };
    let z = scaled_difference(mu_p, mu_q, sigma_q) / sigma;
    shape + (0.5 * order.alpha * z) * z
}

impl MultivariateNormal {
    /// Jeffreys divergence: the sum of D(P‖Q) and D(Q‖P), where P is `self`.
    ///
    /// J(P, Q) = D(P‖Q) + D(Q‖P)
    ///
    /// # Conventions
    ///
    /// Never negative; symmetric. Not a metric. Some authors halve it.
    ///
    /// # Accuracy
    ///
    /// As [`MultivariateNormal`'s `KlDivergence`](MultivariateNormal#impl-KlDivergence-for-MultivariateNormal).
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let p = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
    /// let q = MultivariateNormal::new(vec![1.0, 1.0], DMatrix::identity(2, 2))?;
    /// assert_eq!(p.jeffreys(&q)?.nats(), 2.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Jeffreys, "An Invariant Form for the Prior Probability in Estimation
    /// Problems", Proceedings of the Royal Society A 186 (1946) 453–461,
    /// DOI 10.1098/rspa.1946.0056.
    pub fn jeffreys(&self, q: &MultivariateNormal) -> Result<Information, Error> {
        let both = self.kl(q)?.nats() + q.kl(self)?.nats();
        Ok(Information::from_nats(both))
    }

    /// Bhattacharyya distance: minus the logarithm of the overlap of P, `self`, and Q.
    ///
    /// B(P, Q) = ⅛ δᵀΣ⁻¹δ + ½ ln(det Σ/√(det Σp det Σq)), where Σ = ½(Σp + Σq) and
    /// δ = μp − μq
    ///
    /// # Conventions
    ///
    /// Never negative; symmetric but for rounding. Not a metric. Half the
    /// [`MultivariateNormal::renyi`] divergence of order ½, which says how it is computed.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 within 5 ulp; beyond, within 1 ulp times κ, or where one of the two is
    /// nearly singular, within 2 ulp, as the divergence.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let p = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
    /// let q = MultivariateNormal::new(vec![2.0, 2.0], DMatrix::identity(2, 2))?;
    /// assert_eq!(p.bhattacharyya(&q)?.nats(), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Kailath, "The Divergence and Bhattacharyya Distance Measures in Signal
    /// Selection", IEEE Transactions on Communication Technology 15 (1967) 52–60,
    /// DOI 10.1109/TCOM.1967.1089532.
    pub fn bhattacharyya(&self, q: &MultivariateNormal) -> Result<Information, Error> {
        Ok(half(self.renyi(q, 0.5)?))
    }

    /// Hellinger distance of P, `self`, and Q.
    ///
    /// H(P, Q) = √(1 − e⁻ᴮ), where B is the [`MultivariateNormal::bhattacharyya`] distance
    ///
    /// It is √(½ ∫ (√p − √q)²) of the densities.
    ///
    /// # Conventions
    ///
    /// A plain number between 0 and 1. A metric, symmetric but for rounding. Some authors
    /// leave out the ½ of the integral, and some the root.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 within 3 ulp; beyond, within 1 ulp times κ, as the divergence.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::MultivariateNormal;
    /// use kl_core::nalgebra::DMatrix;
    ///
    /// let p = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
    /// let q = MultivariateNormal::new(vec![2.0, 2.0], DMatrix::identity(2, 2))?;
    /// assert_eq!(format!("{:.4}", p.hellinger(&q)?), "0.7951");
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// It follows from the definition, whose integral is 1 − ∫ √(pq).
    pub fn hellinger(&self, q: &MultivariateNormal) -> Result<f64, Error> {
        Ok(hellinger_of(self.bhattacharyya(q)?))
    }

    /// Rényi divergence of P, `self`, from Q, of the given order.
    ///
    /// D_α(P‖Q) = ½α δᵀΣα⁻¹δ + ln(det Σα/(det Σp^(1−α) det Σq^α))/(2(1 − α)), where
    /// Σα = αΣq + (1 − α)Σp and δ = μp − μq
    ///
    /// # How
    ///
    /// It uses the triangular Lq⁻¹Lp, as the divergence does; where the covariances are near
    /// each other, that is computed from their difference. No determinant is computed: in the
    /// Cholesky factorisation of Σα, in units of Lq, each pivot gives the term of one dimension
    /// plus the contribution of the pivots before it, and neither is negative.
    ///
    /// Of two given by variances alone it is the sum of those of the variables.
    ///
    /// Below order 1, where P and Q scale their variables differently, the variables are taken
    /// in the order of growing σp/σq and each in a unit of its own: otherwise a variable that is
    /// far larger under P would leave no digits of those after it.
    ///
    /// # Conventions
    ///
    /// Any order from 0 to ∞; 0 for order 0, and D(P‖Q) for order 1. Above order 1
    /// [`Information::INFINITY`] unless Σα is positive definite; for order ∞, unless Σq − Σp
    /// is, where variables that are alike in P and Q, and independent of the others, do not
    /// count. A singular matrix may pass, with a large result, if rounding leaves its pivot
    /// above zero. Otherwise [`Information::INFINITY`] only where the value is beyond
    /// [`f64::MAX`]. Never negative; it never decreases with the order.
    ///
    /// # Accuracy
    ///
    /// Up to dimension 20 within 6 ulp, also for P near Q and for orders near 1; beyond,
    /// within 1 ulp times κ, or where one of the two is nearly singular, within 3 ulp, as the
    /// divergence. Neither depends on the units of the variables,
    /// which may be others for P than for Q. Above order 1 both are multiplied by
    /// ‖Lq⁻¹ΣαLq⁻ᵀ‖·‖(…)⁻¹‖, which is large where Σα is nearly singular.
    ///
    /// # Errors
    ///
    /// - [`Error::Parameter`] if the order is NaN or negative.
    /// - [`Error::Size`] if P and Q have different dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::nalgebra::DMatrix;
    /// use kl_core::{Information, MultivariateNormal};
    ///
    /// let p = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
    /// let q = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2) * 0.5)?;
    /// assert_eq!(format!("{:.4}", p.renyi(&q, 1.5)?), "0.6931 nats");
    /// assert_eq!(p.renyi(&q, 3.0)?, Information::INFINITY);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Gil, Alajaji and Linder, "Rényi divergence measures for commonly used univariate
    /// continuous distributions", Information Sciences 249 (2013) 124–131.
    pub fn renyi(&self, q: &MultivariateNormal, order: f64) -> Result<Information, Error> {
        let d = same_dimension(self.dimension(), q.dimension())?;
        if let (Some(of_p), Some(of_q), true) = (self.variances(), q.variances(), d > 1) {
            // Independent variables add up, and no matrix is formed.
            let mut total = CompensatedSum::default();
            for (i, (&vp, &vq)) in of_p.iter().zip(of_q).enumerate() {
                let one = self.variable(i, vp).renyi(&q.variable(i, vq), order)?;
                total.add(one.nats());
            }
            return Ok(Information::from_nats(total.total()));
        }
        let (p_shape, q_shape) = (self.positive_definite(), q.positive_definite());
        renyi_of_normals(
            order,
            || self.kl(q),
            |order, exchanged| {
                if exchanged {
                    p_shape.renyi(q_shape, q.mean(), self.mean(), order)
                } else {
                    q_shape.renyi(p_shape, self.mean(), q.mean(), order)
                }
            },
        )
    }
}

fn half(x: Information) -> Information {
    Information::from_nats(0.5 * x.nats())
}

/// √(1 − e⁻ᴮ).
fn hellinger_of(bhattacharyya: Information) -> f64 {
    (0.0 - (-bhattacharyya.nats()).exp_m1()).sqrt()
}
