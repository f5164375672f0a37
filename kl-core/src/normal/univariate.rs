//! Normal distributions in one dimension.

use crate::error::finite;
use crate::terms::normal_scale::normal_scale_term;
use crate::{Error, Information};
use statrs::distribution::Normal;
use statrs::statistics::Distribution;

/// D(P‖Q) from the mean and the standard deviation of each.
pub(crate) fn divergence((mu_p, sigma_p): (f64, f64), (mu_q, sigma_q): (f64, f64)) -> Information {
    let z = scaled_difference(mu_p, mu_q, sigma_q);
    // Halved before squaring: z² may overflow where z²/2 does not.
    let location = (0.5 * z) * z;
    Information::from_nats(normal_scale_term(sigma_p, sigma_q) + location)
}

/// (a − b)/s for finite a and b and positive s, also where a − b overflows.
pub(crate) fn scaled_difference(a: f64, b: f64, s: f64) -> f64 {
    let d = a - b;
    if d.is_finite() {
        d / s
    } else {
        // Numbers this large can be halved exactly.
        2.0 * ((0.5 * a - 0.5 * b) / s)
    }
}

pub(crate) const OF_P: [&str; 2] = ["mean of P", "standard deviation of P"];

pub(crate) const OF_Q: [&str; 2] = ["mean of Q", "standard deviation of Q"];

/// √(2/π), the mean of |x| under the standard normal distribution.
pub(crate) const ROOT_2_OVER_PI: f64 = 0.797_884_560_802_865_4;

/// ½ ln 2π
pub(crate) const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;

/// ln(w N(x; μ, σ²)), from ln w.
pub(crate) fn ln_weighted_density(ln_weight: f64, mean: f64, sigma: f64, x: f64) -> f64 {
    let z = (x - mean) / sigma;
    ln_weight - sigma.ln() - HALF_LN_TAU - (0.5 * z) * z
}

/// The mean and the standard deviation.
pub(crate) fn mean_and_std_dev(n: &Normal) -> (f64, f64) {
    // statrs returns what it was given, for every normal distribution; the
    // standard deviation is not the root of a rounded variance.
    (
        n.mean().unwrap_or(f64::NAN),
        n.std_dev().unwrap_or(f64::NAN),
    )
}

/// The mean and the standard deviation, both finite.
pub(crate) fn parameters(n: &Normal, names: [&'static str; 2]) -> Result<(f64, f64), Error> {
    let (mean, std_dev) = mean_and_std_dev(n);
    Ok((finite(names[0], mean)?, finite(names[1], std_dev)?))
}

/// An error that names one of a list of normal distributions if it has an infinite parameter.
pub(crate) fn checked_entry(
    n: &Normal,
    index: usize,
    names: [&'static str; 2],
) -> Result<(), Error> {
    match parameters(n, names) {
        Err(Error::Parameter {
            name,
            value,
            must_be,
        }) => Err(Error::Entry {
            of: name,
            index,
            value,
            must_be,
        }),
        other => other.map(|_| ()),
    }
}
