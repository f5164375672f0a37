//! A plain chart: lines, areas, marks and guides over one pair of axes.

use crate::axis::{self, Tick};
use crate::number::{SMALL, text_width};
use crate::palette;
use crate::panel::{Anchor, Frame, Key, NORMAL, Panel, Style};
use crate::{Error, Figure};
use std::ops::Range;

const HORIZONTAL: Range<f64> = 58.0..466.0;
const BOTTOM: f64 = 290.0;
/// How high a row of the legend is.
const ROW: f64 = 22.0;

/// An area: x, its lower and its upper end there.
pub(crate) type Band = Vec<(f64, f64, f64)>;
/// A text, the point where it stands, by how many pixels it is moved, and how it is placed.
pub(crate) type Note = (String, (f64, f64), (f64, f64), Anchor);

/// What is drawn, from back to front: areas, guides, lines, marks, notes.
pub(crate) struct XyChart<'a> {
    /// Name, title and description of the figure.
    pub(crate) about: [&'a str; 3],
    /// What the axes show.
    pub(crate) names: [&'a str; 2],
    pub(crate) x: Range<f64>,
    /// What is on the right of the data, for names, in data coordinates.
    pub(crate) margin: f64,
    pub(crate) y: Range<f64>,
    /// Between two lines over the same x.
    pub(crate) areas: Vec<(Band, Style)>,
    /// Lines across, with what is written above them, or else below, at the right end.
    pub(crate) guides: Vec<(f64, String)>,
    pub(crate) lines: Vec<(Vec<(f64, f64)>, Style)>,
    pub(crate) marks: Vec<((f64, f64), Style)>,
    /// Texts beside a point, moved by some pixels.
    pub(crate) notes: Vec<Note>,
    pub(crate) legend: Vec<(Key, &'a str)>,
}

impl XyChart<'_> {
    pub(crate) fn draw(self) -> Result<Figure, Error> {
        let [name, title, description] = self.about;
        Panel::draw(name, title, description, |sheet| self.fill(sheet))
    }

    fn fill(&self, sheet: &Panel) -> Result<(), Error> {
        let rows = self.rows();
        let mut y = 16.0;
        for row in &rows {
            sheet.legend((HORIZONTAL.start, y), row)?;
            y += ROW;
        }
        let [x_name, y_name] = self.names;
        let place = |x, y| (x, y);
        sheet.text(y_name, place(8.0, y), (0.0, 0.0), Anchor::Left, SMALL)?;
        let middle = 0.5 * (HORIZONTAL.start + HORIZONTAL.end);
        sheet.text(
            x_name,
            place(middle, BOTTOM + 40.0),
            (0.0, 0.0),
            Anchor::Centre,
            SMALL,
        )?;

        let top = y + 14.0;
        let frame = Frame {
            x: HORIZONTAL,
            y: top..BOTTOM,
        };
        let right = self.x.end + self.margin;
        let panel = sheet.panel(frame, self.x.start..right, self.y.clone());
        let ticks = axis::vertical(&self.y, 4, HORIZONTAL.start - 8.0)?;
        panel.y_grid(&ticks)?;
        panel.y_labels(&ticks)?;
        let share = (self.x.end - self.x.start) / (right - self.x.start);
        let length = (HORIZONTAL.end - HORIZONTAL.start) * share;
        panel.x_labels(&axis::horizontal(&self.x, length)?)?;
        let foot = [(self.x.start, self.y.start), (right, self.y.start)];
        panel.line(foot, Style::of(palette::INK).width(1.0))?;

        for (band, style) in &self.areas {
            let there = band.iter().map(|&(x, low, _)| (x, low));
            let back = band.iter().rev().map(|&(x, _, high)| (x, high));
            panel.polygon(there.chain(back).collect(), style.opacity(0.3))?;
        }
        for (height, text) in &self.guides {
            let ends = [(self.x.start, *height), (self.x.end, *height)];
            panel.line(ends, Style::of(palette::INK).width(1.2).dashed(2.0, 4.0))?;
            let half = 0.5 * text_width(text, SMALL);
            let right = (self.x.end, *height);
            // Where a line of the grid would strike it out, the text stands below.
            let per_pixel = (self.y.end - self.y.start) / (BOTTOM - top);
            let struck = |tick: &Tick| (2.0..20.0).contains(&((tick.at - height) / per_pixel));
            let (shift, anchor) = match ticks.iter().any(struck) {
                true => (3.0, Anchor::Below),
                false => (-3.0, Anchor::Above),
            };
            panel.text(text, right, (-half, shift), anchor, SMALL)?;
        }
        for (points, style) in &self.lines {
            panel.line(points.iter().copied(), *style)?;
        }
        for (at, style) in &self.marks {
            panel.dot(*at, 3.5, *style)?;
        }
        for (text, at, shift, anchor) in &self.notes {
            panel.text(text, *at, *shift, *anchor, SMALL)?;
        }
        Ok(())
    }

    /// The legend in rows that fit.
    fn rows(&self) -> Vec<Vec<(Key, &str)>> {
        let mut rows: Vec<Vec<(Key, &str)>> = Vec::new();
        let mut width = f64::INFINITY;
        for &(key, name) in &self.legend {
            let entry = 54.0 + text_width(name, NORMAL);
            width += entry;
            match rows.last_mut() {
                Some(row) if width <= HORIZONTAL.end - HORIZONTAL.start => row.push((key, name)),
                _ => {
                    rows.push(vec![(key, name)]);
                    width = entry;
                }
            }
        }
        rows
    }
}

/// So many points of a function over a range, both ends included.
pub(crate) fn sampled(range: &Range<f64>, steps: u32, f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    (0..=steps)
        .map(|i| {
            let share = f64::from(i) / f64::from(steps);
            let x = (1.0 - share) * range.start + share * range.end;
            (x, f(x))
        })
        .collect()
}

/// From the lowest to the highest, with some room beyond both; an error where a value is not
/// finite or there is none.
pub(crate) fn range_of(values: impl Iterator<Item = f64>) -> Result<Range<f64>, Error> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        if !value.is_finite() {
            return Err(Error::Axis {
                low: value,
                high: value,
            });
        }
        low = low.min(value);
        high = high.max(value);
    }
    let room = 0.08 * (high - low);
    if room > 0.0 {
        Ok(low - room..high + room)
    } else {
        Err(Error::Axis { low, high })
    }
}
