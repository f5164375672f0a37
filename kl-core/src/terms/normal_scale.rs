//! The term of the scales in the divergence of two normal distributions.

use crate::special::log1pmx::log1pmx;

/// ½(ρ² − 1) − ln ρ with ρ = σp/σq, the term of the scales in D(P‖Q) of two normals.
///
/// It is the divergence of Normal(0, σp) from Normal(0, σq), and for several
/// dimensions the diagonal of a Cholesky factor takes the place of σ.
///
/// # Domain and special cases
///
/// σp and σq positive and finite; NaN otherwise. 0 if they are equal. ∞ where
/// the true value exceeds [`f64::MAX`]. Never negative.
///
/// # Accuracy
///
/// Within 5 ulp.
///
/// # Example
///
/// ```
/// use kl_core::kernels::normal_scale_term;
///
/// let expected = 1.5 - std::f64::consts::LN_2;
/// assert!((normal_scale_term(2.0, 1.0) - expected).abs() < 1e-15);
/// assert_eq!(normal_scale_term(0.75, 0.75), 0.0);
/// ```
///
/// # Reference
///
/// Kullback, *Information Theory and Statistics* (1959), chapter 9, section 1.
#[must_use]
pub fn normal_scale_term(sigma_p: f64, sigma_q: f64) -> f64 {
    let positive = |s: f64| s > 0.0 && s < f64::INFINITY;
    if !(positive(sigma_p) && positive(sigma_q)) {
        return f64::NAN;
    }
    let d = sigma_p - sigma_q;
    let e = d / sigma_q;
    // The interval of log1pmx, for the same reason.
    if (-0.6..=1.5).contains(&e) {
        let term = scale_excess_term(e);
        if e >= -0.3 {
            return term;
        }
        // A rounding error of e is magnified: what e has lost, times the slope.
        let lost = (-e).mul_add(sigma_q, d) + ((sigma_p - d) - sigma_q);
        return term + e * (2.0 + e) / (1.0 + e) * (lost / sigma_q);
    }
    let rho = sigma_p / sigma_q;
    // A ratio that underflows has lost its digits; the difference of logarithms has not.
    let ln_rho = if rho < f64::MIN_POSITIVE {
        sigma_p.ln() - sigma_q.ln()
    } else {
        rho.ln()
    };
    // Halved before squaring: ρ² may overflow where ρ²/2 does not.
    let trace = (0.5 * rho) * rho - 0.5;
    if trace == f64::INFINITY {
        trace // and ln ρ, perhaps infinite too, is nothing beside it
    } else {
        trace - ln_rho
    }
}

/// ½(ρ² − 1) − ln ρ as a function of e = ρ − 1 > −1: both its terms are ≥ 0.
pub(crate) fn scale_excess_term(e: f64) -> f64 {
    0.5 * e * e - log1pmx(e)
}
