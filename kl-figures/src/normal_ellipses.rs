//! Two normal distributions in the plane.

use crate::axis::{self, Tick};
use crate::number::{SMALL, rounded};
use crate::panel::{Anchor, Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::{KlDivergence, MultivariateNormal};
use std::f64::consts::TAU;
use std::ops::Range;

/// How many times larger one distribution may be than the other.
const RATIO: f64 = 25.0;
/// How far apart the means may be, in the larger standard deviation.
const DISTANCE: f64 = 25.0;

const HORIZONTAL: Range<f64> = 64.0..466.0;
const VERTICAL: Range<f64> = 34.0..298.0;

/// The ellipses of one and of two standard deviations of P and of Q, and the
/// centres.
///
/// P is drawn with solid blue lines and a dot, Q with dashed vermilion ones and a
/// cross. The ellipse of k standard deviations is where (x−μ)ᵀΣ⁻¹(x−μ) = k²: the
/// image of a circle of radius k under the Cholesky factor of Σ. It holds 39 % of
/// the distribution for k = 1 and 86 % for k = 2. Both axes have the same scale. The
/// divergence of P from Q in nats stands above.
///
/// # Errors
///
/// - [`Error::Divergence`] if P and Q differ in dimension.
/// - [`Error::NotInThePlane`] if the dimension is not 2.
/// - [`Error::ScalesTooDifferent`] if the largest standard deviation along an axis
///   of one is more than 25 times that of the other,
///   [`Error::MeansTooFarApart`] if the means are more than 25 of the larger apart:
///   something could not be seen.
/// - [`Error::Axis`] if the labels of an axis would be too long.
///
/// # Example
///
/// ```
/// use kl_core::MultivariateNormal;
/// use kl_core::nalgebra::DMatrix;
/// use kl_figures::normal_ellipses;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let covariance = DMatrix::from_row_slice(2, 2, &[1.0, 0.6, 0.6, 1.0]);
/// let p = MultivariateNormal::new(vec![1.0, 0.5], covariance)?;
/// let q = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
/// let figure = normal_ellipses(&p, &q)?;
/// assert!(figure.svg().contains("D(P‖Q) ="));
/// # Ok(())
/// # }
/// ```
pub fn normal_ellipses(p: &MultivariateNormal, q: &MultivariateNormal) -> Result<Figure, Error> {
    let kl = p.kl(q)?.nats();
    if p.dimension() != 2 {
        let dimension = p.dimension();
        return Err(Error::NotInThePlane { dimension });
    }
    let (a, b) = (Ellipses::of(p), Ellipses::of(q));
    a.check_visible_beside(&b)?;
    let (x, y) = window(&a, &b);
    // Refuses ranges without room for numbers in them.
    let (of_x, of_y) = marks(&x, &y)?;
    let kl = rounded(kl, 3);
    let title = "Two normal distributions in the plane";
    let description = format!(
        "The ellipses of one and two standard deviations of two normal distributions. \
         P, solid, {}; Q, dashed, {}. The divergence of P from Q is {kl} nats.",
        a.description(),
        b.description(),
    );
    Panel::draw("normal-ellipses", title, &description, |sheet| {
        let panel = sheet.panel(
            Frame {
                x: HORIZONTAL,
                y: VERTICAL,
            },
            x.clone(),
            y.clone(),
        );
        panel.x_grid(&of_x)?;
        panel.y_grid(&of_y)?;
        panel.x_labels(&of_x)?;
        panel.y_labels(&of_y)?;
        for k in [2.0, 1.0] {
            panel.polygon(a.ellipse(k), LINE_P.opacity(0.12))?;
        }
        for k in [1.0, 2.0] {
            // The dashes on top, so that both can be seen where P = Q.
            panel.line(a.ellipse(k), LINE_P)?;
            panel.line(b.ellipse(k), LINE_Q)?;
        }
        let solid = Style {
            dashes: None,
            ..LINE_Q
        };
        panel.dot(a.mean, 3.5, LINE_P)?;
        panel.cross(b.mean, 5.0, solid)?;
        sheet.legend(
            (HORIZONTAL.start, 16.0),
            &[
                (Key::LineWithDot(LINE_P), "P"),
                (Key::LineWithCross(LINE_Q), "Q"),
            ],
        )?;
        let text = format!("D(P‖Q) = {kl} nats");
        let corner = (HORIZONTAL.end, 16.0);
        sheet.text(&text, corner, (0.0, 0.0), Anchor::Right, NORMAL)?;
        let foot = (HORIZONTAL.end, 331.0);
        let note = "ellipses at 1σ and 2σ";
        sheet.text(note, foot, (0.0, 0.0), Anchor::Right, SMALL)
    })
}

/// A normal distribution in the plane.
struct Ellipses {
    mean: (f64, f64),
    /// The Cholesky factor: l₁₁, l₂₁, l₂₂.
    l: [f64; 3],
}

impl Ellipses {
    /// Of a distribution of dimension 2.
    fn of(n: &MultivariateNormal) -> Ellipses {
        let (mean, l) = (n.mean(), n.cholesky_factor());
        Ellipses {
            mean: (mean[0], mean[1]),
            l: [l[(0, 0)], l[(1, 0)], l[(1, 1)]],
        }
    }

    /// The standard deviations of the coordinates: the lengths of the rows of L.
    fn std_devs(&self) -> (f64, f64) {
        let [l11, l21, l22] = self.l;
        (l11, l21.hypot(l22))
    }

    fn description(&self) -> String {
        let (mean, std_devs) = (self.mean, self.std_devs());
        format!(
            "has its centre at ({}, {}), standard deviations {} and {} and correlation {}",
            rounded(mean.0, 3),
            rounded(mean.1, 3),
            rounded(std_devs.0, 3),
            rounded(std_devs.1, 3),
            rounded(self.l[1] / std_devs.1, 3),
        )
    }

    /// A closed line through points of the ellipse of k standard deviations.
    fn ellipse(&self, k: f64) -> Vec<(f64, f64)> {
        // The chords of 90 sides are within a seventh of a pixel of an ellipse
        // that fills the panel.
        const SIDES: u32 = 90;
        let [l11, l21, l22] = self.l;
        (0..=SIDES)
            .map(|i| {
                // The last point is the first one exactly.
                let angle = f64::from(i % SIDES) / f64::from(SIDES) * TAU;
                let (sin, cos) = (k * angle.sin(), k * angle.cos());
                (self.mean.0 + l11 * cos, self.mean.1 + l21 * cos + l22 * sin)
            })
            .collect()
    }

    fn check_visible_beside(&self, other: &Ellipses) -> Result<(), Error> {
        let largest = |e: &Ellipses| e.std_devs().0.max(e.std_devs().1);
        let (a, b) = (largest(self), largest(other));
        let wide = a.max(b);
        let ratio = wide / a.min(b);
        if ratio > RATIO {
            let limit = RATIO;
            return Err(Error::ScalesTooDifferent { ratio, limit });
        }
        let along = |a: f64, b: f64| a / wide - b / wide;
        let distance = along(self.mean.0, other.mean.0).hypot(along(self.mean.1, other.mean.1));
        if distance > DISTANCE {
            let limit = DISTANCE;
            return Err(Error::MeansTooFarApart { distance, limit });
        }
        Ok(())
    }
}

/// The ranges of x and y that hold all ellipses, at the same scale.
fn window(p: &Ellipses, q: &Ellipses) -> (Range<f64>, Range<f64>) {
    // Two standard deviations, and a margin.
    const REACH: f64 = 2.2;
    let union = |a: (f64, f64), b: (f64, f64)| {
        let low = (a.0 - REACH * a.1).min(b.0 - REACH * b.1);
        let high = (a.0 + REACH * a.1).max(b.0 + REACH * b.1);
        low..high
    };
    let (sp, sq) = (p.std_devs(), q.std_devs());
    let x = union((p.mean.0, sp.0), (q.mean.0, sq.0));
    let y = union((p.mean.1, sp.1), (q.mean.1, sq.1));
    let width = HORIZONTAL.end - HORIZONTAL.start;
    let height = VERTICAL.end - VERTICAL.start;
    let per_pixel = ((x.end - x.start) / width).max((y.end - y.start) / height);
    let widened = |range: &Range<f64>, pixels: f64| {
        let middle = 0.5 * range.start + 0.5 * range.end;
        let half = 0.5 * per_pixel * pixels;
        middle - half..middle + half
    };
    (widened(&x, width), widened(&y, height))
}

/// The marks of both axes.
fn marks(x: &Range<f64>, y: &Range<f64>) -> Result<(Vec<Tick>, Vec<Tick>), Error> {
    let length = HORIZONTAL.end - HORIZONTAL.start;
    Ok((
        axis::horizontal(x, length)?,
        axis::vertical(y, 4, HORIZONTAL.start - 6.0)?,
    ))
}
