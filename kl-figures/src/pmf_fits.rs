//! A distribution on a few outcomes, and others that are to describe it.

use crate::axis;
use crate::error::few_enough;
use crate::number::{SMALL, rounded};
use crate::palette;
use crate::panel::{Anchor, Frame, Key, Panel, Style};
use crate::{Error, Figure};
use kl_core::Pmf;
use std::ops::Range;

/// How many outcomes have room for two bars each.
const LIMIT: usize = 16;

const HORIZONTAL: Range<f64> = 44.0..470.0;
const BOTTOM: f64 = 312.0;
/// Between the rows, so that a legend belongs to what is below it.
const GAP: f64 = 16.0;
/// The height of a legend with the gap below it.
const LEGEND: f64 = 26.0;

const BAR_P: Style = Style::of(palette::P);
const BAR_Q: Style = Style::of(palette::Q);

/// The bars of P, once for each of two distributions Q that are to describe it, one
/// picture above the other.
///
/// Outcomes are numbered from 0. P is solid and blue, each Q hollow and vermilion, with
/// its name in the legend. All bars have one scale.
///
/// # Errors
///
/// - [`Error::Divergence`] if P and a Q differ in length.
/// - [`Error::TooManyOutcomes`] above 16.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::pmf_fits;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pmf::new([0.5, 0.0, 0.5])?;
/// let (wide, narrow) = (Pmf::uniform(3)?, Pmf::new([0.9, 0.05, 0.05])?);
/// let figure = pmf_fits(&p, [("wide", &wide), ("narrow", &narrow)])?;
/// assert!(figure.svg().contains("narrow"));
/// # Ok(())
/// # }
/// ```
pub fn pmf_fits(p: &Pmf, fits: [(&str, &Pmf); 2]) -> Result<Figure, Error> {
    for (_, q) in fits {
        p.kl(q)?;
    }
    let outcomes = p.len();
    few_enough(outcomes, LIMIT)?;
    let list = |p: &Pmf| {
        let values: Vec<_> = p.as_slice().iter().map(|&x| rounded(x, 2)).collect();
        values.join(", ")
    };
    let description = format!(
        "Two bar charts, one above the other, of the outcomes 0 to {}. \
         In both P has the probabilities {}. Above, {} has {}. Below, {} has {}.",
        outcomes - 1,
        list(p),
        fits[0].0,
        list(fits[0].1),
        fits[1].0,
        list(fits[1].1),
    );
    let title = "A distribution and two others that are to describe it";
    Panel::draw("pmf-fits", title, &description, |sheet| {
        let all = fits.iter().flat_map(|(_, q)| q.as_slice());
        let largest = all.chain(p.as_slice()).copied().fold(0.0, f64::max);
        let height = (BOTTOM - GAP) / 2.0;
        for (row, (name, q)) in fits.into_iter().enumerate() {
            let top = (height + GAP) * row as f64;
            draw_row(sheet, top..top + height, largest, p, (name, q))?;
        }
        Ok(())
    })
}

fn draw_row(
    sheet: &Panel,
    rows: Range<f64>,
    largest: f64,
    p: &Pmf,
    (name, q): (&str, &Pmf),
) -> Result<(), Error> {
    let frame = Frame {
        x: HORIZONTAL,
        y: rows.start + LEGEND + 6.0..rows.end - 4.0,
    };
    let outcomes = p.len();
    let panel = sheet.panel(frame, 0.0..outcomes as f64, 0.0..largest);
    sheet.legend(
        (HORIZONTAL.start, rows.start + 14.0),
        &[(Key::Bar(BAR_P), "P"), (Key::HollowBar(BAR_Q), name)],
    )?;
    let marks = axis::vertical(&(0.0..largest), 3, HORIZONTAL.start - 6.0)?;
    panel.y_grid(&marks)?;
    panel.y_labels(&marks)?;
    for (i, (&p, &q)) in p.as_slice().iter().zip(q.as_slice()).enumerate() {
        let middle = i as f64 + 0.5;
        panel.bar(middle - 0.4..middle - 0.04, 0.0..p, BAR_P)?;
        panel.hollow_bar(middle + 0.04..middle + 0.4, 0.0..q, BAR_Q)?;
        if rows.start > 0.0 {
            let foot = (middle, 0.0);
            panel.text(&i.to_string(), foot, (0.0, 6.0), Anchor::Below, SMALL)?;
        }
    }
    panel.zero_line()
}
