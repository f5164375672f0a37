//! Between uniform distributions.

use super::Wasserstein;
use crate::Error;
use statrs::distribution::Uniform;

/// W₁ = ½|α + β| if α and β have the same sign, else (α² + β²)/2(|α| + |β|), and
/// W₂ = √((α² + αβ + β²)/3), where α is the difference of the lower ends and β that of
/// the upper ends.
///
/// # Accuracy
///
/// Within 3 ulp, also for ends that differ in the last digit only.
///
/// # Errors
///
/// None: statrs has rejected what is not usable.
///
/// # Reference
///
/// It follows from the definition: the difference of the quantile functions goes
/// straight from α to β.
impl Wasserstein for Uniform {
    fn wasserstein_1(&self, q: &Uniform) -> Result<f64, Error> {
        Ok(scaled(self, q, |alpha, beta| {
            let (s, t) = (alpha.abs(), beta.abs());
            let both = s + t;
            if alpha.min(beta) >= 0.0 || alpha.max(beta) <= 0.0 {
                0.5 * both
            } else {
                0.5 * (s * (s / both) + t * (t / both))
            }
        }))
    }

    fn wasserstein_2(&self, q: &Uniform) -> Result<f64, Error> {
        // The difference of the middles and that of the widths: where the first
        // cancels, the second is the larger.
        Ok(scaled(self, q, |alpha, beta| {
            0.5 * (alpha + beta).hypot((alpha - beta) * ROOT_OF_A_THIRD)
        }))
    }
}

const ROOT_OF_A_THIRD: f64 = 0.577_350_269_189_625_7;

/// The distance from α and β, in units in which they do not overflow.
fn scaled(p: &Uniform, q: &Uniform, distance: impl Fn(f64, f64) -> f64) -> f64 {
    const LARGE: f64 = f64::MAX / 4.0;
    let ends = [p.min(), p.max(), q.min(), q.max()];
    let unit = if ends.iter().all(|x| x.abs() <= LARGE) {
        1.0
    } else {
        0.125
    };
    let [a, b, c, d] = ends.map(|x| x * unit);
    distance(a - c, b - d) / unit
}
