//! Stationary points against a parameter: a bifurcation diagram.

use crate::axis;
use crate::number::rounded;
use crate::palette::{self, Colour};
use crate::panel::{Anchor, Frame, Key, NORMAL, Panel, Style, columns};
use crate::{Error, Figure};
use std::ops::Range;

/// How many panels have room beside each other.
const PANELS: usize = 2;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 466.0;
/// Between two panels are the labels of the second.
const GAP: f64 = 58.0;
const VERTICAL: Range<f64> = 58.0..286.0;

/// A curve of stationary points, from one end to the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Whether they are what is sought, such as minima, and not saddles between them.
    pub sought: bool,
    /// Pairs of the parameter and of what is shown of the point.
    pub points: Vec<(f64, f64)>,
}

/// Curves with a title and a vertical axis of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchPanel<'a> {
    /// What stands above the panel: what its vertical axis shows.
    pub title: &'a str,
    /// The colour of the curves.
    pub colour: Colour,
    /// The curves.
    pub branches: Vec<Branch>,
}

/// Stationary points against a parameter, in one or two panels with the same horizontal axis.
///
/// Those that are sought are solid lines in the colour of the panel; the others are dotted, in
/// the colour of text. `names` are what the legend calls the two kinds. Thin vertical lines
/// stand at `marks`.
///
/// # Errors
///
/// - [`Error::PanelCount`] unless there are one or two panels.
/// - [`Error::Axis`] if the labels of an axis would be too long, or a number is not finite,
///   or there are no points.
///
/// # Example
///
/// ```
/// use kl_figures::{Branch, BranchPanel, branches, palette};
///
/// // x⁴ − ax²: one minimum at 0, or two at ±√(a/2) and a maximum between them.
/// let grid = |low: i32, high: i32| (low..=high).map(|i| f64::from(i) / 10.0);
/// let curve = |sought, side: f64, low, high| Branch {
///     sought,
///     points: grid(low, high).map(|a| (a, side * (0.5 * a).max(0.0).sqrt())).collect(),
/// };
/// let panel = BranchPanel {
///     title: "x",
///     colour: palette::Q,
///     branches: vec![
///         curve(true, 0.0, -10, 0),
///         curve(false, 0.0, 0, 10),
///         curve(true, 1.0, 0, 10),
///         curve(true, -1.0, 0, 10),
///     ],
/// };
/// let figure = branches("a", ["minimum", "maximum"], &[panel], &[0.0])?;
/// assert!(figure.svg().contains("maximum"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn branches(
    x_name: &str,
    names: [&str; 2],
    panels: &[BranchPanel],
    marks: &[f64],
) -> Result<Figure, Error> {
    if panels.is_empty() || panels.len() > PANELS {
        let (panels, limit) = (panels.len(), PANELS);
        return Err(Error::PanelCount { panels, limit });
    }
    let x = extent(panels.iter().flat_map(points).map(|p| p.0))?;
    let frames = columns(LEFT..RIGHT, GAP, panels.len());
    let of_x = axis::horizontal(&x, frames[0].end - frames[0].start)?;
    let mut rows = Vec::new();
    for panel in panels {
        let y = extent(points(panel).map(|p| p.1))?;
        let margin = 0.05 * (y.end - y.start);
        let y = y.start - margin..y.end + margin;
        let of_y = axis::vertical(&y, 5, GAP - 10.0)?;
        rows.push((y, of_y));
    }
    let title = "Stationary points as a parameter changes";
    let description = description(x_name, names, panels);
    Panel::draw("branches", title, &description, |sheet| {
        let others = Style::of(palette::INK).width(2.0).dashed(2.0, 4.0);
        let mut keys = vec![(Key::Line(Style::of(panels[0].colour).width(2.5)), names[0])];
        if panels.iter().any(|p| p.branches.iter().any(|b| !b.sought)) {
            keys.push((Key::Line(others), names[1]));
        }
        sheet.legend((LEFT, 16.0), &keys)?;
        for ((panel, frame), (y, of_y)) in panels.iter().zip(&frames).zip(&rows) {
            let frame = Frame {
                x: frame.clone(),
                y: VERTICAL,
            };
            let area = sheet.panel(frame, x.clone(), y.clone());
            area.y_grid(of_y)?;
            area.y_labels(of_y)?;
            area.x_labels(&of_x)?;
            let guide = Style::of(palette::INK).width(1.0).opacity(0.6);
            for &mark in marks.iter().filter(|m| x.contains(m)) {
                area.line([(mark, y.start), (mark, y.end)], guide)?;
            }
            let foot = [(x.start, y.start), (x.end, y.start)];
            area.line(foot, Style::of(palette::INK).width(1.0))?;
            // What is sought on top.
            for branch in panel.branches.iter().filter(|b| !b.sought) {
                area.line(branch.points.clone(), others)?;
            }
            for branch in panel.branches.iter().filter(|b| b.sought) {
                let style = Style::of(panel.colour).width(2.5);
                area.line(branch.points.clone(), style)?;
            }
            let middle = (0.5 * x.start + 0.5 * x.end, y.end);
            area.text(panel.title, middle, (0.0, -10.0), Anchor::Centre, NORMAL)?;
        }
        let middle = 0.5 * (LEFT + RIGHT);
        sheet.text(x_name, (middle, 324.0), (0.0, 0.0), Anchor::Centre, NORMAL)
    })
}

fn points<'a>(panel: &'a BranchPanel) -> impl Iterator<Item = (f64, f64)> + 'a {
    panel.branches.iter().flat_map(|b| b.points.iter().copied())
}

/// From the least to the largest.
fn extent(values: impl Iterator<Item = f64>) -> Result<Range<f64>, Error> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        if !value.is_finite() {
            let (low, high) = (value, value);
            return Err(Error::Axis { low, high });
        }
        low = low.min(value);
        high = high.max(value);
    }
    if low < high {
        Ok(low..high)
    } else {
        Err(Error::Axis { low, high })
    }
}

fn description(x_name: &str, names: [&str; 2], panels: &[BranchPanel]) -> String {
    let mut text = format!("Curves against {x_name}.");
    for panel in panels {
        text += &format!(" Above it stands {}.", panel.title);
        for branch in &panel.branches {
            if let (Some(a), Some(b)) = (branch.points.first(), branch.points.last()) {
                let name = names[usize::from(!branch.sought)];
                text += &format!(
                    " A curve of the kind {name} goes from ({}, {}) to ({}, {}).",
                    rounded(a.0, 3),
                    rounded(a.1, 3),
                    rounded(b.0, 3),
                    rounded(b.1, 3),
                );
            }
        }
    }
    text
}
