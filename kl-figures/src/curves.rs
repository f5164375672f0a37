//! Curves over a common axis.

use crate::axis;
use crate::number::{SMALL, rounded, text_width};
use crate::palette;
use crate::panel::Anchor;
use crate::panel::{Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::{Error, Figure};
use std::ops::Range;

const HORIZONTAL: Range<f64> = 56.0..466.0;
const VERTICAL: Range<f64> = 50.0..286.0;

/// A curve of [`curves`].
///
/// ```
/// use kl_figures::{Curve, Role};
///
/// let line = Curve::new("a line", Role::Divergence, (0..=9).map(|i| (f64::from(i), 2.0)));
/// assert_eq!(line.points().len(), 10);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    name: String,
    role: Role,
    points: Vec<(f64, f64)>,
}

/// What a curve is about, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Blue and solid.
    P,
    /// Vermilion and dashed.
    Q,
    /// Green, with the area below it.
    Divergence,
    /// Green, without the area: on a logarithmic scale, or where it would say nothing.
    DivergenceLine,
}

impl Curve {
    /// A curve through points, which the legend calls by this name.
    ///
    /// ```
    /// use kl_figures::{Curve, Role};
    ///
    /// let point = Curve::new("a point", Role::P, [(0.0, 1.0)]);
    /// assert_eq!(point.points(), [(0.0, 1.0)]);
    /// ```
    pub fn new(name: &str, role: Role, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        Curve {
            name: name.to_owned(),
            role,
            points: points.into_iter().collect(),
        }
    }

    /// Its points, in the order in which the line joins them.
    ///
    /// ```
    /// use kl_figures::{Curve, Role};
    ///
    /// assert!(Curve::new("nothing", Role::Q, []).points().is_empty());
    /// ```
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    fn style(&self) -> Style {
        match self.role {
            Role::P => LINE_P,
            Role::Q => LINE_Q,
            Role::Divergence | Role::DivergenceLine => Style::of(palette::KL).width(2.5),
        }
    }
}

/// Curves over one axis, with names for both axes.
///
/// The vertical axis begins at zero unless all curves are far from it or one goes below.
/// Logarithms are for the caller to take, and to say in the name of the axis.
///
/// # Errors
///
/// - [`Error::Axis`] if there are no two different abscissae, if a coordinate is not
///   finite, or if the labels of an axis would be too long.
/// - [`Error::LabelTooLong`] names the first curve whose name has no room in the legend.
///
/// # Example
///
/// ```
/// use kl_figures::{Curve, Role, curves};
///
/// # fn main() -> Result<(), kl_figures::Error> {
/// let squares = (0..=20).map(|i| (f64::from(i), f64::from(i * i)));
/// let figure = curves("Squares", "side", "area", &[Curve::new("n²", Role::P, squares)])?;
/// assert!(figure.svg().contains("area"));
/// # Ok(())
/// # }
/// ```
pub fn curves(title: &str, x: &str, y: &str, curves: &[Curve]) -> Result<Figure, Error> {
    let all = || curves.iter().flat_map(|curve| curve.points.iter().copied());
    if let Some((a, b)) = all().find(|(a, b)| !(a.is_finite() && b.is_finite())) {
        return Err(Error::Axis { low: a, high: b });
    }
    fits(curves)?;
    let range = |value: fn((f64, f64)) -> f64| {
        let values = || all().map(value);
        values().fold(f64::INFINITY, f64::min)..values().fold(f64::NEG_INFINITY, f64::max)
    };
    let horizontal = range(|point| point.0);
    let vertical = roomy(range(|point| point.1));
    let of_x = axis::horizontal(&horizontal, HORIZONTAL.end - HORIZONTAL.start)?;
    let of_y = axis::vertical(&vertical, 5, HORIZONTAL.start - 6.0)?;
    Panel::draw("curves", title, &description(x, y, curves), |sheet| {
        let entries: Vec<_> = (curves.iter())
            .map(|curve| {
                let style = curve.style();
                match curve.role {
                    Role::Divergence => (Key::Area(style), curve.name.as_str()),
                    _ => (Key::Line(style), curve.name.as_str()),
                }
            })
            .collect();
        sheet.legend((HORIZONTAL.start, 14.0), &entries)?;
        let frame = Frame {
            x: HORIZONTAL,
            y: VERTICAL,
        };
        let panel = sheet.panel(frame, horizontal.clone(), vertical.clone());
        panel.y_grid(&of_y)?;
        panel.y_labels(&of_y)?;
        panel.x_labels(&of_x)?;
        let above = (HORIZONTAL.start, VERTICAL.start);
        sheet.text(y, above, (0.0, -14.0), Anchor::Left, SMALL)?;
        let below = (HORIZONTAL.end, VERTICAL.end);
        sheet.text(x, below, (0.0, 38.0), Anchor::Right, SMALL)?;
        let floor = vertical.start.max(0.0).min(vertical.end);
        for curve in curves.iter().filter(|c| c.role == Role::Divergence) {
            let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) else {
                continue;
            };
            let mut outline = vec![(first.0, floor)];
            outline.extend(&curve.points);
            outline.push((last.0, floor));
            panel.polygon(outline, curve.style().opacity(0.2))?;
        }
        let bottom = [(horizontal.start, floor), (horizontal.end, floor)];
        panel.line(bottom, Style::of(palette::INK).width(1.0))?;
        // The dashes on top, so that two curves can be seen where they coincide.
        let mut ordered: Vec<_> = curves.iter().collect();
        ordered.sort_by_key(|curve| curve.role == Role::Q);
        for curve in ordered {
            panel.line(curve.points.iter().copied(), curve.style())?;
        }
        Ok(())
    })
}

/// The range with zero in it, if that is near, and a margin.
fn roomy(range: Range<f64>) -> Range<f64> {
    let low = if range.start >= 0.0 && range.start <= 0.5 * range.end {
        0.0
    } else {
        range.start
    };
    let margin = 0.06 * (range.end - low);
    if low == 0.0 {
        0.0..range.end + margin
    } else {
        low - margin..range.end + margin
    }
}

/// Whether the legend has room for all names.
fn fits(curves: &[Curve]) -> Result<(), Error> {
    let mut x = HORIZONTAL.start;
    for (index, curve) in curves.iter().enumerate() {
        let room = HORIZONTAL.end - x - 38.0;
        if text_width(&curve.name, NORMAL) > room {
            let limit = (room.max(0.0) / text_width("0", NORMAL)) as usize;
            return Err(Error::LabelTooLong { index, limit });
        }
        x += 38.0 + text_width(&curve.name, NORMAL) + 14.0;
    }
    Ok(())
}

fn description(x: &str, y: &str, curves: &[Curve]) -> String {
    let mut text = format!("Curves of {y} over {x}.");
    for curve in curves {
        if let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) {
            text += &format!(
                " {}: from {} at {} to {} at {}.",
                curve.name,
                rounded(first.1, 3),
                rounded(first.0, 3),
                rounded(last.1, 3),
                rounded(last.0, 3),
            );
        }
    }
    text
}
