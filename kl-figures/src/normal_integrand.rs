//! Two normal densities, and the integrand of their divergence.

use crate::axis;
use crate::number::rounded;
use crate::palette;
use crate::panel::{Anchor, Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::KlDivergence;
use kl_core::statrs::distribution::{Continuous, Normal};
use kl_core::statrs::statistics::Distribution;
use std::ops::Range;

/// How many times wider one density may be: the flat one is 1/25 as high as the
/// other, which is about five pixels.
const RATIO: f64 = 25.0;
/// How far apart the means may be, in the larger standard deviation.
const DISTANCE: f64 = 25.0;
/// How many standard deviations of each are shown.
const REACH: f64 = 4.0;

const HORIZONTAL: Range<f64> = 64.0..466.0;
const UPPER: Range<f64> = 34.0..150.0;
const LOWER: Range<f64> = 172.0..306.0;

/// The densities of P and Q, and under them the integrand p ln(p/q), whose area is
/// the divergence of P from Q in nats.
///
/// Above: the density of P, a solid blue line, and that of Q, a dashed vermilion
/// one. Below, to the same horizontal scale: the integrand in green, with the area
/// between it and zero filled. The area below zero counts as negative, and the
/// sum, the divergence, is written there. Dotted lines through both mark where the
/// densities cross and the integrand changes its sign.
///
/// The two parts have vertical scales of their own: a density is per unit of x, the
/// integrand is nats per unit of x, and can be many times higher.
///
/// # Errors
///
/// - [`Error::Divergence`] if a mean or standard deviation is infinite.
/// - [`Error::ScalesTooDifferent`] if one standard deviation is more than 25 times
///   the other, [`Error::MeansTooFarApart`] if the means are more than 25 of the
///   larger apart: something could not be seen.
/// - [`Error::Axis`] if the labels of an axis would be too long, as with a mean of
///   10⁹ and a standard deviation of 1.
///
/// # Example
///
/// ```
/// use kl_core::statrs::distribution::Normal;
/// use kl_figures::normal_integrand;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let figure = normal_integrand(&Normal::new(1.0, 1.0)?, &Normal::new(0.0, 1.0)?)?;
/// assert!(figure.svg().contains("area = 0.5 nats"));
/// # Ok(())
/// # }
/// ```
pub fn normal_integrand(p: &Normal, q: &Normal) -> Result<Figure, Error> {
    let pair = Pair::new(p, q)?;
    let description = pair.description();
    let title = "Two normal densities and the integrand of the divergence of P from Q";
    Panel::draw("normal-integrand", title, &description, |sheet| {
        pair.draw(sheet)
    })
}

/// What is drawn.
struct Pair {
    p: Parameters,
    q: Parameters,
    /// In nats.
    kl: f64,
    window: Range<f64>,
    samples: Vec<Sample>,
    crossings: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Parameters {
    mean: f64,
    std_dev: f64,
}

struct Sample {
    x: f64,
    p: f64,
    q: f64,
    /// p ln(p/q)
    integrand: f64,
}

impl Pair {
    fn new(p: &Normal, q: &Normal) -> Result<Pair, Error> {
        // kl-core has checked the parameters when it returns.
        let kl = p.kl(q)?.nats();
        let (a, b) = (Parameters::of(p), Parameters::of(q));
        let wide = a.std_dev.max(b.std_dev);
        let ratio = wide / a.std_dev.min(b.std_dev);
        if ratio > RATIO {
            let limit = RATIO;
            return Err(Error::ScalesTooDifferent { ratio, limit });
        }
        let distance = (a.mean / wide - b.mean / wide).abs();
        if distance > DISTANCE {
            let limit = DISTANCE;
            return Err(Error::MeansTooFarApart { distance, limit });
        }
        let (of_a, of_b) = (a.window(), b.window());
        let window = of_a.start.min(of_b.start)..of_a.end.max(of_b.end);
        // Before sampling: it refuses a window without room for numbers in it.
        axis::horizontal(&window, HORIZONTAL.end - HORIZONTAL.start)?;
        let samples = positions(&window, a, b)
            .into_iter()
            .map(|x| {
                let density = p.pdf(x);
                Sample {
                    x,
                    p: density,
                    q: q.pdf(x),
                    integrand: density * a.log_ratio(b, x),
                }
            })
            .collect();
        let crossings = a.crossings(b);
        Ok(Pair {
            p: a,
            q: b,
            kl,
            crossings: crossings.filter(|x| window.contains(x)).collect(),
            window,
            samples,
        })
    }

    fn description(&self) -> String {
        let parameters = |n: Parameters| {
            let (mean, std_dev) = (rounded(n.mean, 3), rounded(n.std_dev, 3));
            format!("has mean {mean} and standard deviation {std_dev}")
        };
        let crossings: Vec<_> = self.crossings.iter().map(|&x| rounded(x, 3)).collect();
        let crossings = match crossings.join(" and ") {
            none if none.is_empty() => String::new(),
            places => format!(" It changes its sign where the densities cross, at x = {places}."),
        };
        format!(
            "Above, two bell curves: the density of P, solid, {}; \
             the density of Q, dashed, {}. \
             Below, the curve p ln(p/q), positive where P has the higher density and \
             negative where Q has.{crossings} \
             The signed area under it, the divergence of P from Q, is {} nats.",
            parameters(self.p),
            parameters(self.q),
            rounded(self.kl, 3),
        )
    }

    fn draw(&self, sheet: &Panel) -> Result<(), Error> {
        let line_kl = Style::of(palette::KL).width(2.5);
        sheet.legend(
            (HORIZONTAL.start, 16.0),
            &[
                (Key::Line(LINE_P), "density p"),
                (Key::Line(LINE_Q), "density q"),
                (Key::Area(line_kl), "p ln(p/q)"),
            ],
        )?;
        let panel = |y: Range<f64>, values: Range<f64>| {
            let frame = Frame { x: HORIZONTAL, y };
            sheet.panel(frame, self.window.clone(), values)
        };

        let highest = self.highest(|s| s.p.max(s.q));
        let densities = 0.0..1.05 * highest;
        let upper = panel(UPPER, densities.clone());
        let marks = axis::vertical(&densities, 2, HORIZONTAL.start - 6.0)?;
        upper.y_grid(&marks)?;
        upper.y_labels(&marks)?;

        let (low, high) = (
            -self.highest(|s| -s.integrand),
            self.highest(|s| s.integrand),
        );
        // P and Q so near each other that a scale for the integrand would show
        // rounding only, and P = Q: the curve is flat on any scale.
        let span = match high - low {
            span if span > 1e-6 * highest => span,
            _ => highest,
        };
        // The area is written above the curve.
        let integrands = low - 0.05 * span..low + 1.3 * span;
        let lower = panel(LOWER, integrands.clone());
        let marks = low - 0.05 * span..low + 1.05 * span;
        let marks = axis::vertical(&marks, 3, HORIZONTAL.start - 6.0)?;
        lower.y_grid(&marks)?;
        lower.y_labels(&marks)?;
        let length = HORIZONTAL.end - HORIZONTAL.start;
        lower.x_labels(&axis::horizontal(&self.window, length)?)?;

        let guide = Style::of(palette::INK).width(1.0).dashed(2.0, 4.0);
        for &x in &self.crossings {
            upper.line([(x, densities.start), (x, densities.end)], guide)?;
            lower.line([(x, integrands.start), (x, low + 1.05 * span)], guide)?;
        }

        upper.zero_line()?;
        // The dashes on top, so that both can be seen where P = Q.
        upper.line(self.curve(|s| s.p), LINE_P)?;
        upper.line(self.curve(|s| s.q), LINE_Q)?;

        let ends = (self.window.start, self.window.end);
        let mut outline = vec![(ends.0, 0.0)];
        outline.extend(self.curve(|s| s.integrand));
        outline.push((ends.1, 0.0));
        lower.polygon(outline, line_kl.opacity(0.35))?;
        lower.zero_line()?;
        lower.line(self.curve(|s| s.integrand), line_kl)?;

        let middle = 0.5 * ends.0 + 0.5 * ends.1;
        let text = format!("area = {} nats", rounded(self.kl, 3));
        let top = (middle, integrands.end);
        lower.text(&text, top, (0.0, 10.0), Anchor::Centre, NORMAL)
    }

    fn curve(&self, value: impl Fn(&Sample) -> f64) -> impl Iterator<Item = (f64, f64)> {
        self.samples.iter().map(move |s| (s.x, value(s)))
    }

    fn highest(&self, value: impl Fn(&Sample) -> f64) -> f64 {
        self.samples.iter().map(value).fold(0.0, f64::max)
    }
}

impl Parameters {
    fn of(n: &Normal) -> Parameters {
        // Both are always there; the types of statrs are those of distributions
        // that may have none.
        Parameters {
            mean: n.mean().unwrap_or(f64::NAN),
            std_dev: n.std_dev().unwrap_or(f64::NAN),
        }
    }

    fn window(self) -> Range<f64> {
        self.mean - REACH * self.std_dev..self.mean + REACH * self.std_dev
    }

    /// ln(p(x)/q(x)), finite also where a density is too small for a double.
    fn log_ratio(self, q: Parameters, x: f64) -> f64 {
        let u = (x - self.mean) / self.std_dev;
        let v = (x - q.mean) / q.std_dev;
        0.5 * (v - u) * (v + u) - (self.std_dev / q.std_dev).ln()
    }

    /// Where the densities are equal, in no particular order.
    fn crossings(self, q: Parameters) -> impl Iterator<Item = f64> {
        // In u = (x − μp)/σp, with r = σp/σq and m = (μp − μq)/σq, the logarithm of
        // their ratio is au² + bu + c.
        let r = self.std_dev / q.std_dev;
        let m = (self.mean - q.mean) / q.std_dev;
        let (a, b, c) = (0.5 * (r * r - 1.0), r * m, 0.5 * m * m - r.ln());
        // b² − 4ac, as a sum of terms that are not negative: r² − 1 and ln r have
        // the same sign.
        let discriminant = m * m + 2.0 * (r * r - 1.0) * r.ln();
        // The one of −b ± √ that does not cancel.
        let s = -0.5 * (b + discriminant.sqrt().copysign(b));
        // Equal distributions cross nowhere and everywhere: 0/0 is NaN. Equal
        // standard deviations leave one crossing: a is 0, and s/a infinite.
        [s / a, c / s]
            .into_iter()
            .filter(|u| u.is_finite())
            .map(move |u| self.mean + self.std_dev * u)
    }
}

/// Where the curves are sampled: every few pixels, and densely around each
/// distribution, which may be only a few pixels wide.
fn positions(window: &Range<f64>, p: Parameters, q: Parameters) -> Vec<f64> {
    const STEPS: u32 = 120;
    let grid = |range: Range<f64>, steps: u32| {
        let step = (range.end - range.start) / f64::from(steps);
        (0..=steps).map(move |i| range.start + f64::from(i) * step)
    };
    let mut x: Vec<f64> = grid(window.clone(), STEPS)
        .chain(grid(p.window(), 48))
        .chain(grid(q.window(), 48))
        .map(|x| x.clamp(window.start, window.end))
        .collect();
    x.sort_by(f64::total_cmp);
    x.dedup();
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(p: (f64, f64), q: (f64, f64)) -> Pair {
        let normal = |(mean, std_dev)| Normal::new(mean, std_dev).expect("valid parameters");
        Pair::new(&normal(p), &normal(q)).expect("can be drawn")
    }

    /// What the reader is told: the area of the drawn curve is the divergence.
    #[test]
    fn the_area_is_the_divergence() {
        for (p, q) in [
            ((1.0, 1.0), (0.0, 1.0)),
            ((0.0, 1.0), (0.0, 3.0)),
            ((0.0, 2.0), (1.0, 0.5)),
            ((-3.0, 0.25), (5.0, 4.0)),
        ] {
            let pair = pair(p, q);
            let area: f64 = pair
                .samples
                .windows(2)
                .map(|w| 0.5 * (w[1].x - w[0].x) * (w[0].integrand + w[1].integrand))
                .sum();
            // Beyond four standard deviations lies about a thousandth of it.
            assert!((area / pair.kl - 1.0).abs() < 4e-3, "{area} {}", pair.kl);
        }
    }

    #[test]
    fn densities_are_equal_where_they_cross() {
        for (p, q, count) in [
            ((1.0, 1.0), (0.0, 1.0), 1),
            ((0.0, 1.0), (0.0, 3.0), 2),
            ((0.0, 2.0), (1.0, 0.5), 2),
            ((0.0, 1.0), (0.0, 1.0), 0),
        ] {
            let pair = pair(p, q);
            assert_eq!(pair.crossings.len(), count);
            for &x in &pair.crossings {
                assert!(pair.p.log_ratio(pair.q, x).abs() < 1e-12);
            }
        }
    }
}
