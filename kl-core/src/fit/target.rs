//! The density that a fit approximates.

use super::grid::{panels, refine};
use super::parameters::{Component, Parameters};
use crate::error::entries;
use crate::float::gauss::panel;
use crate::float::sum::sum;
use crate::{Error, NormalMixture};
use statrs::distribution::Normal;
use std::fmt;

/// A density P on the line, given by its logarithm up to a constant.
///
/// P has this logarithm *on the range*, and is normalised there by quadrature. Outside the
/// range it counts as zero, so the mass there must be negligible: for the forward
/// divergence, which is an integral over the range alone, and for the constant. The reverse
/// divergence evaluates ln p wherever Q has mass, outside the range too.
///
/// # Accuracy
///
/// The range is divided into panels of 16 Gauss–Legendre nodes, which are halved until mass,
/// mean distance and variance are stable to 1e-12, and once more. For densities that are
/// analytic between the given points, the rounding of ln p is the only error left. A feature
/// that falls between the first 512 nodes is overlooked: give
/// [its place](Target::with_points).
///
/// # Example
///
/// ```
/// use kl_core::fit::Target;
///
/// // A double well, not normalised.
/// let target = Target::on_line(|x| -2.0 * (x * x - 1.0).powi(2), -4.0, 4.0)?;
/// assert_eq!(format!("{:.4}", target.ln_normalizer()), "0.3442");
/// assert!(target.mean().abs() < 1e-15);
/// # Ok::<(), kl_core::Error>(())
/// ```
pub struct Target<'a> {
    ln_p: Box<dyn Fn(f64) -> f64 + 'a>,
    range: (f64, f64),
    whole_line: bool,
    points: Vec<f64>,
    ln_normalizer: f64,
    mean: f64,
    standard_deviation: f64,
    coarse: Vec<Node>,
    fine: Vec<Node>,
}

/// A quadrature node: its place, the mass that it stands for, and the normalised ln p there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) x: f64,
    pub(crate) mass: f64,
    pub(crate) ln_p: f64,
}

impl<'a> Target<'a> {
    /// A density that is positive on the whole line, and negligible outside `low` to
    /// `high`.
    ///
    /// # Errors
    ///
    /// - [`Error::Range`] unless `low` is below `high`, and the distance between them finite.
    /// - [`Error::LogDensity`] names the node if ln p is NaN or +∞ there.
    /// - [`Error::ZeroTotal`] if ln p is −∞ at every node.
    /// - [`Error::NotConverged`] if the mass is not found: it is in a spike, or the density
    ///   is nearly zero everywhere, or overflows.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::fit::Target;
    ///
    /// let logistic = Target::on_line(|x: f64| -x.abs() - 2.0 * (-x.abs()).exp().ln_1p(), -50.0, 50.0)?;
    /// let expected = std::f64::consts::PI / 3f64.sqrt();
    /// assert!((logistic.standard_deviation() - expected).abs() < 1e-14);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn on_line(ln_p: impl Fn(f64) -> f64 + 'a, low: f64, high: f64) -> Result<Self, Error> {
        check_range("range of the density", low, high)?;
        Self::new(Box::new(ln_p), low, high, true, Vec::new())
    }

    /// A density that is zero outside `low` to `high`, as one on the positive numbers
    /// is below 0.
    ///
    /// No normal distribution is inside, so only [`forward_normal`](super::forward_normal)
    /// and [`forward_mixture`](super::forward_mixture) take it.
    ///
    /// # Errors
    ///
    /// The errors of [`on_line`](Target::on_line).
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::fit::Target;
    ///
    /// let exponential = Target::on_interval(|x| -x, 0.0, 60.0)?;
    /// assert!((exponential.mean() - 1.0).abs() < 1e-14);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn on_interval(ln_p: impl Fn(f64) -> f64 + 'a, low: f64, high: f64) -> Result<Self, Error> {
        check_range("range of the density", low, high)?;
        Self::new(Box::new(ln_p), low, high, false, Vec::new())
    }

    /// This target with panels that end at the given points: those where ln p or its slope
    /// jumps, or where a feature is narrow. Points outside the range are used in the reverse
    /// divergence alone.
    ///
    /// # Errors
    ///
    /// [`Error::Entry`] for a point that is infinite or NaN, and the errors of
    /// [`on_line`](Target::on_line).
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::fit::Target;
    ///
    /// let laplace = Target::on_line(|x: f64| -(x - 0.3).abs(), -60.0, 60.0)?.with_points([0.3])?;
    /// assert!((laplace.standard_deviation() - 2f64.sqrt()).abs() < 1e-14);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    pub fn with_points(self, points: impl IntoIterator<Item = f64>) -> Result<Self, Error> {
        let points: Vec<f64> = points.into_iter().collect();
        entries("point", &points, "finite", f64::is_finite)?;
        let mut all = self.points;
        all.extend(points);
        Self::new(self.ln_p, self.range.0, self.range.1, self.whole_line, all)
    }

    /// A mixture of normals, with a range of ten standard deviations about each.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] if the range overflows.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::fit::Target;
    /// use kl_core::statrs::distribution::Normal;
    /// use kl_core::{NormalMixture, Pmf};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let wells = vec![Normal::new(-3.0, 1.0)?, Normal::new(3.0, 1.0)?];
    /// let p = NormalMixture::new(Pmf::new([0.5, 0.5])?, wells)?;
    /// let target = Target::of_mixture(&p)?;
    /// // 1 + 3²
    /// assert!((target.standard_deviation() - 10f64.sqrt()).abs() < 1e-14);
    /// # Ok(())
    /// # }
    /// ```
    pub fn of_mixture(p: &NormalMixture<Normal>) -> Result<Self, Error> {
        let parameters = Parameters::of(p);
        let possible = parameters
            .0
            .iter()
            .filter(|c| c.ln_weight > f64::NEG_INFINITY);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut points = Vec::new();
        for &Component { mean, sigma, .. } in possible {
            low = low.min(mean - 10.0 * sigma);
            high = high.max(mean + 10.0 * sigma);
            // A component may be much narrower than a panel.
            points.extend([-6.0, -2.0, 0.0, 2.0, 6.0].map(|z| mean + z * sigma));
        }
        check_range("range of ten standard deviations", low, high)?;
        Self::new(
            Box::new(move |x| parameters.ln_pdf(x)),
            low,
            high,
            true,
            points,
        )
    }

    /// The logarithm of the integral of eˡⁿᵖ over the range, by quadrature: 0 if the
    /// density was normalised.
    ///
    /// # Accuracy
    ///
    /// Within 12 ulp times max(1, 1/|value|), beside the rounding of ln p; the rounding of x
    /// counts as well where the range is far from 0.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::fit::Target;
    ///
    /// let target = Target::on_line(|x| -0.5 * x * x, -12.0, 12.0)?;
    /// assert!((target.ln_normalizer() - 0.5 * std::f64::consts::TAU.ln()).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn ln_normalizer(&self) -> f64 {
        self.ln_normalizer
    }

    /// The mean of P on the range.
    ///
    /// # Accuracy
    ///
    /// Within 2 ulp times max(1, σ/|μ|).
    ///
    /// ```
    /// # use kl_core::fit::Target;
    /// let target = Target::on_line(|x: f64| -0.5 * (x - 3.0).powi(2), -9.0, 15.0)?;
    /// assert!((target.mean() - 3.0).abs() < 1e-14);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation of P on the range.
    ///
    /// # Accuracy
    ///
    /// Within 3 ulp times max(1, |μ|/σ).
    ///
    /// ```
    /// # use kl_core::fit::Target;
    /// let target = Target::on_interval(|_| 0.0, 0.0, 1.0)?;
    /// assert!((target.standard_deviation() - (1f64 / 12.0).sqrt()).abs() < 1e-15);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn standard_deviation(&self) -> f64 {
        self.standard_deviation
    }

    /// ln p(x), normalised.
    pub(crate) fn ln_p(&self, x: f64) -> f64 {
        (self.ln_p)(x) - self.ln_normalizer
    }

    pub(crate) fn points(&self) -> &[f64] {
        &self.points
    }

    /// Fails if the density is zero outside an interval, and names the interval.
    pub(crate) fn check_line(&self) -> Result<(), Error> {
        let (low, high) = self.range;
        if self.whole_line {
            Ok(())
        } else {
            Err(Error::Range {
                of: "support of P",
                low,
                high,
                must_be: "the whole line, because the divergence of every normal distribution \
                          from P is infinite otherwise; forward fits take any support",
            })
        }
    }

    /// The nodes in order.
    pub(crate) fn nodes(&self) -> &[Node] {
        &self.fine
    }

    /// Nodes of half the number, from which the error is estimated.
    pub(crate) fn coarse_nodes(&self) -> &[Node] {
        &self.coarse
    }

    fn new(
        ln_p: Box<dyn Fn(f64) -> f64 + 'a>,
        low: f64,
        high: f64,
        whole_line: bool,
        points: Vec<f64>,
    ) -> Result<Self, Error> {
        let wide = high - low;
        let start = panels(low, high, FIRST_PANELS, &points);
        let checked = |x: f64| {
            let value = ln_p(x);
            if value.is_nan() || value == f64::INFINITY {
                return Err(Error::LogDensity { of: "P", x, value });
            }
            Ok(value)
        };
        // The density is divided by its largest value seen so far, lest it overflow.
        let mut peak = f64::NEG_INFINITY;
        for &(a, b) in &start {
            for (x, _) in panel(a, b) {
                peak = f64::max(peak, checked(x)?);
            }
        }
        if peak == f64::NEG_INFINITY {
            return Err(Error::ZeroTotal {
                of: "values of the density that were seen",
            });
        }
        // Centre and width become mean and standard deviation in a few passes; in these
        // units the sums are accurate.
        let (mut centre, mut width) = (0.5 * low + 0.5 * high, wide);
        let mut scale = f64::INFINITY;
        for _ in 0..PASSES {
            let found = refine(&start, [CLOSE_ENOUGH * scale; 3], 0.0, |x| {
                let p = (checked(x)? - peak).exp();
                let z = (x - centre) / width;
                Ok([p, p * z.abs(), p * z * z])
            })?;
            let mass = found.totals[0];
            if !(mass > 0.0 && mass < f64::INFINITY) {
                // The mass is in a spike far above the first maximum.
                return Err(unresolved(mass));
            }
            let moment = |f: &dyn Fn(f64) -> f64| {
                let terms = found.fine.iter().flat_map(|&(a, b)| panel(a, b));
                sum(terms.map(|(x, w)| w * (ln_p(x) - peak).exp() * f(x))) / mass
            };
            let mean = centre + width * moment(&|x| (x - centre) / width);
            let variance = moment(&|x| ((x - mean) / width).powi(2));
            let standard_deviation = width * variance.sqrt();
            if !(standard_deviation > 0.0 && standard_deviation.is_finite()) {
                return Err(unresolved(mass));
            }
            let settled = (standard_deviation / width - 1.0).abs() < 0.1
                && (mean - centre).abs() < 0.1 * width
                && scale < 2.0 * mass;
            (centre, width) = (mean, standard_deviation);
            scale = mass;
            if settled {
                let ln_normalizer = peak + mass.ln();
                let nodes = |panels: &[(f64, f64)]| -> Vec<Node> {
                    let nodes = panels.iter().flat_map(|&(a, b)| panel(a, b));
                    nodes
                        .map(|(x, w)| {
                            let relative = ln_p(x) - peak;
                            Node {
                                x,
                                mass: w * relative.exp() / mass,
                                ln_p: relative - mass.ln(),
                            }
                        })
                        .filter(|node| node.mass > 0.0)
                        .collect()
                };
                let (coarse, fine) = (nodes(&found.coarse), nodes(&found.fine));
                return Ok(Target {
                    ln_p,
                    range: (low, high),
                    whole_line,
                    points,
                    ln_normalizer,
                    mean,
                    standard_deviation,
                    coarse,
                    fine,
                });
            }
        }
        Err(unresolved(scale))
    }
}

/// Panels for the first look: 32 times 16 nodes search for the mass.
const FIRST_PANELS: usize = 32;
/// Relative tolerance of a halving. If the rule converges at all, halving divides its error
/// by 2³²; so the remaining error is far below the rounding.
const CLOSE_ENOUGH: f64 = 1e-12;
/// The most passes. Three are usual: one for the mass, one for the mean and the spread, one
/// for the rest.
const PASSES: usize = 8;

fn check_range(of: &'static str, low: f64, high: f64) -> Result<(), Error> {
    if low < high && (high - low).is_finite() {
        Ok(())
    } else {
        Err(Error::Range {
            of,
            low,
            high,
            must_be: "from a number to a larger one, both finite",
        })
    }
}

/// The error for a mass, or a moment, that the nodes do not show.
fn unresolved(value: f64) -> Error {
    Error::NotConverged {
        of: "mass of P in the range",
        value,
        error: f64::INFINITY,
        steps: PASSES,
    }
}

impl fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("range", &self.range)
            .field("whole_line", &self.whole_line)
            .field("points", &self.points)
            .field("ln_normalizer", &self.ln_normalizer)
            .field("mean", &self.mean)
            .field("standard_deviation", &self.standard_deviation)
            .finish_non_exhaustive()
    }
}
