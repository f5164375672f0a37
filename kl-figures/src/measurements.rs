//! Programs that were measured side by side: how long they take, and how many digits are right.

use crate::number::{SMALL, rounded, text_width};
use crate::palette;
use crate::panel::{Anchor, Style};
use crate::xy_chart::{Note, XyChart, range_of};
use crate::{Error, Figure};

/// The size of a chart in pixels, and how far apart names are at least.
const WIDTH: f64 = 408.0;
const HEIGHT: f64 = 260.0;
const APART: f64 = 15.0;

/// The widest name in pixels.
const WIDEST: f64 = 132.0;

/// A line for each program, with its name at the end: points (size, time) in the order of the
/// sizes.
///
/// The first is green and thick. The others are thin lines, and dashed if their name is in
/// brackets, for what is no competitor.
///
/// # Errors
///
/// - [`Error::Axis`] if a coordinate is not finite, or all sizes or all times are the same.
/// - [`Error::LabelTooLong`] names the first name that has no room.
///
/// # Example
///
/// ```
/// use kl_figures::times_by_size;
///
/// let ours = ("ours", vec![(1.0, 3.0), (2.0, 1.2)]);
/// let plain = ("a plain loop", vec![(1.0, 4.0), (2.0, 3.9)]);
/// let figure = times_by_size("Times", "size", "nanoseconds", &[ours, plain])?;
/// assert!(figure.svg().contains("a plain loop"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn times_by_size(
    title: &str,
    x_name: &str,
    y_name: &str,
    lines: &[(&str, Vec<(f64, f64)>)],
) -> Result<Figure, Error> {
    let y = 0.0..range_of(heights(lines))?.end;
    named_lines(["times-by-size", title], [x_name, y_name], lines, y)
}

/// A line for each kind of work, with its name at the end: points (size, time), both as
/// logarithms, in the order of the sizes.
///
/// The first is green and thick.
///
/// # Errors
///
/// Those of [`times_by_size`].
///
/// # Example
///
/// ```
/// use kl_figures::growth_of_times;
///
/// let linear = ("a sum", vec![(1.0, -8.0), (2.0, -7.0)]);
/// let square = ("a table", vec![(1.0, -6.0), (2.0, -4.0)]);
/// let figure = growth_of_times("Growth", "size", "seconds", &[linear, square])?;
/// assert!(figure.svg().contains("a table"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn growth_of_times(
    title: &str,
    x_name: &str,
    y_name: &str,
    lines: &[(&str, Vec<(f64, f64)>)],
) -> Result<Figure, Error> {
    let y = range_of(heights(lines))?;
    named_lines(["growth-of-times", title], [x_name, y_name], lines, y)
}

fn heights<'a>(lines: &'a [(&str, Vec<(f64, f64)>)]) -> impl Iterator<Item = f64> + 'a {
    lines
        .iter()
        .flat_map(|(_, points)| points)
        .map(|point| point.1)
}

fn named_lines(
    [kind, title]: [&str; 2],
    [x_name, y_name]: [&str; 2],
    lines: &[(&str, Vec<(f64, f64)>)],
    y: std::ops::Range<f64>,
) -> Result<Figure, Error> {
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    fits(&names)?;
    let x = range_of(
        lines
            .iter()
            .flat_map(|(_, points)| points)
            .map(|point| point.0),
    )?;
    let margin = (x.end - x.start) * WIDEST / (WIDTH - WIDEST);
    let ends: Vec<(f64, f64)> = (lines.iter())
        .filter_map(|(_, points)| points.last().copied())
        .collect();
    let parts: Vec<String> = (lines.iter())
        .map(|(name, points)| {
            let words = points.iter().map(|(x, y)| {
                let (x, y) = (rounded(*x, 3), rounded(*y, 3));
                format!("{y} at {x}")
            });
            let words: Vec<String> = words.collect();
            format!("{name}: {}", words.join(", "))
        })
        .collect();
    let description = format!("{y_name} over {x_name}. {}.", parts.join(". "));
    XyChart {
        about: [kind, title, &description],
        names: [x_name, y_name],
        notes: beside(&names, &ends, (x.end + margin - x.start, y.end - y.start)),
        x,
        margin,
        y,
        areas: vec![],
        guides: vec![],
        lines: (lines.iter().enumerate())
            .map(|(i, (name, points))| (points.clone(), line_style(i, name)))
            .collect(),
        marks: vec![],
        legend: vec![],
    }
    .draw()
}

/// A mark for each program, with its name beside it: how long it takes, and how many digits are
/// right.
///
/// The first is green. The best place is at the upper left.
///
/// # Errors
///
/// Those of [`times_by_size`].
///
/// # Example
///
/// ```
/// use kl_figures::digits_by_time;
///
/// let all = [("ours", (1.2, 16.0)), ("a plain loop", (3.9, 4.0))];
/// let figure = digits_by_time("Digits", "nanoseconds", "digits", &all)?;
/// assert!(figure.svg().contains("a plain loop"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn digits_by_time(
    title: &str,
    x_name: &str,
    y_name: &str,
    points: &[(&str, (f64, f64))],
) -> Result<Figure, Error> {
    let names: Vec<&str> = points.iter().map(|(name, _)| *name).collect();
    fits(&names)?;
    let at: Vec<(f64, f64)> = points.iter().map(|(_, at)| *at).collect();
    let x = 0.0..range_of(at.iter().map(|at| at.0))?.end;
    let y = 0.0..range_of(at.iter().map(|at| at.1))?.end;
    let margin = x.end * WIDEST / (WIDTH - WIDEST);
    let parts: Vec<String> = (points.iter())
        .map(|(name, (x, y))| format!("{name} at {} and {}", rounded(*x, 3), rounded(*y, 3)))
        .collect();
    let description = format!("{y_name} over {x_name}: {}.", parts.join(", "));
    XyChart {
        about: ["digits-by-time", title, &description],
        names: [x_name, y_name],
        notes: beside(&names, &at, (x.end + margin, y.end)),
        x,
        margin,
        y,
        areas: vec![],
        guides: vec![],
        lines: vec![],
        marks: (at.iter().enumerate())
            .map(|(i, &at)| (at, Style::of(colour(i))))
            .collect(),
        legend: vec![],
    }
    .draw()
}

const fn colour(index: usize) -> palette::Colour {
    if index == 0 {
        palette::KL
    } else {
        palette::INK
    }
}

fn line_style(index: usize, name: &str) -> Style {
    let style = Style::of(colour(index)).width(if index == 0 { 3.0 } else { 1.2 });
    if name.starts_with('(') {
        style.dashed(3.0, 4.0)
    } else {
        style
    }
}

/// The names beside their points, given the ranges of the axes: on the right, or on the left or
/// else below where another point would be struck; and none over another.
fn beside(names: &[&str], points: &[(f64, f64)], (wide, high): (f64, f64)) -> Vec<Note> {
    let pixel = |(x, y): (f64, f64)| (x / wide * WIDTH, y / high * HEIGHT);
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| points[a].1.total_cmp(&points[b].1));
    let mut placed: Vec<[f64; 3]> = Vec::new();
    let mut notes = Vec::new();
    for i in order {
        let (x, y) = pixel(points[i]);
        let width = text_width(names[i], SMALL);
        let strikes = |left: f64| {
            let mut others = points.iter().map(|&at| pixel(at));
            others.any(|(a, b)| (b - y).abs() < 9.0 && left < a && a < left + width)
        };
        let places = [(x + GAP, Anchor::Left), (x - GAP - width, Anchor::Right)];
        let free = places.into_iter().find(|(left, _)| !strikes(*left));
        let (left, anchor) = free.unwrap_or((x - 0.5 * width, Anchor::Below));
        // As far above those that are there already as a line of text takes.
        let crossed = placed.iter().filter(|p| p[0] < left + width && left < p[1]);
        let height = crossed.map(|p| p[2] + APART).fold(y, f64::max);
        placed.push([left, left + width, height]);
        let shift = match anchor {
            Anchor::Below => (0.0, GAP),
            Anchor::Right => (-GAP, y - height),
            _ => (GAP, y - height),
        };
        notes.push((names[i].to_owned(), points[i], shift, anchor));
    }
    notes
}

/// Between a point and its name.
const GAP: f64 = 8.0;

fn fits(names: &[&str]) -> Result<(), Error> {
    match (names.iter()).position(|name| text_width(name, SMALL) > WIDEST - 8.0) {
        None => Ok(()),
        Some(index) => Err(Error::LabelTooLong {
            index,
            limit: ((WIDEST - 8.0) / text_width("0", SMALL)) as usize,
        }),
    }
}
