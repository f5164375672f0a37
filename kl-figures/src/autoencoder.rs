//! A variational autoencoder, with a draw inside and with the draw outside.

use crate::number::SMALL;
use crate::palette;
use crate::panel::{Anchor, NORMAL, Panel, Style};
use crate::{Error, Figure};
use std::f64::consts::TAU;

const INK: Style = Style::of(palette::INK).width(1.5);
const ENCODER: Style = Style::of(palette::Q).width(2.0);
const DECODER: Style = Style::of(palette::P).width(2.0);
const PRICE: Style = Style::of(palette::KL).width(2.0);
/// Half the height of a box.
const HALF: f64 = 17.0;

/// A variational autoencoder as a diagram, twice: with a draw of z on the way from the encoder
/// to the decoder, where derivatives stop, and with z = μ + σε, where they pass.
///
/// Boxes are computed, circles are drawn at random. The dashed arrows below show how far back a
/// derivative of the loss comes.
///
/// # Errors
///
/// [`Error::Drawing`] if plotters cannot draw.
///
/// # Example
///
/// ```
/// let figure = kl_figures::autoencoder()?;
/// assert!(figure.svg().contains("encoder"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn autoencoder() -> Result<Figure, Error> {
    let title = "A variational autoencoder, with the draw on the way and with the draw beside it";
    let description = "Two rows of the same network. In both, x goes into the encoder, which gives \
        μ and σ, and the decoder turns z into a description of x. Above, z is drawn from the normal \
        distribution with these parameters: a circle, and derivatives come back from the decoder as \
        far as z and stop. Below, ε is drawn beside the way, z is computed as μ + σε, and \
        derivatives come back to μ, σ and the encoder.";
    Panel::draw("autoencoder", title, description, |sheet| {
        sheet.text("z is drawn", (12.0, 20.0), (0.0, 0.0), Anchor::Left, NORMAL)?;
        row(sheet, 84.0)?;
        circle(sheet, (256.0, 84.0), "z")?;
        arrow(sheet, &[(276.0, 84.0), (308.0, 84.0)], INK)?;
        arrow(sheet, &[(201.0, 84.0), (234.0, 84.0)], INK)?;
        back(sheet, 84.0, 256.0)?;
        sheet.cross((247.0, 120.0), 7.0, Style::of(palette::INK).width(2.5))?;

        sheet.text(
            "z is computed, ε is drawn",
            (12.0, 176.0),
            (0.0, 0.0),
            Anchor::Left,
            NORMAL,
        )?;
        row(sheet, 262.0)?;
        bar(sheet, 225.0..289.0, 262.0, "μ + σε", INK)?;
        arrow(sheet, &[(290.0, 262.0), (308.0, 262.0)], INK)?;
        arrow(sheet, &[(201.0, 262.0), (224.0, 262.0)], INK)?;
        circle(sheet, (257.0, 206.0), "ε")?;
        arrow(sheet, &[(257.0, 226.0), (257.0, 244.0)], INK)?;
        back(sheet, 262.0, 88.0)
    })
}

/// What both rows have.
fn row(sheet: &Panel, y: f64) -> Result<(), Error> {
    sheet.text("x", (18.0, y), (0.0, 0.0), Anchor::Centre, NORMAL)?;
    arrow(sheet, &[(28.0, y), (48.0, y)], INK)?;
    bar(sheet, 49.0..127.0, y, "encoder", ENCODER)?;
    arrow(sheet, &[(128.0, y), (150.0, y)], INK)?;
    bar(sheet, 151.0..200.0, y, "μ, σ", INK)?;
    bar(sheet, 309.0..389.0, y, "decoder", DECODER)?;
    arrow(sheet, &[(390.0, y), (412.0, y)], INK)?;
    sheet.text("x again", (442.0, y), (0.0, 0.0), Anchor::Centre, NORMAL)?;
    // What the loss is made of.
    sheet.line([(176.0, y - HALF), (176.0, y - 34.0)], PRICE)?;
    sheet.text("KL", (176.0, y - 42.0), (0.0, 0.0), Anchor::Centre, SMALL)?;
    sheet.line([(442.0, y - 11.0), (442.0, y - 30.0)], PRICE)?;
    sheet.text(
        "error",
        (442.0, y - 39.0),
        (0.0, 0.0),
        Anchor::Centre,
        SMALL,
    )
}

/// How far back the derivative of the error comes.
fn back(sheet: &Panel, y: f64, to: f64) -> Result<(), Error> {
    let below = y + 36.0;
    sheet.line(
        [(442.0, y + 14.0), (442.0, below), (to + 8.0, below)],
        INK.dashed(5.0, 4.0),
    )?;
    head(sheet, (to + 2.0, below), (-1.0, 0.0), INK)?;
    sheet.text(
        "derivatives of the error",
        (352.0, below + 14.0),
        (0.0, 0.0),
        Anchor::Centre,
        SMALL,
    )
}

fn bar(
    sheet: &Panel,
    x: std::ops::Range<f64>,
    y: f64,
    text: &str,
    style: Style,
) -> Result<(), Error> {
    let middle = 0.5 * (x.start + x.end);
    sheet.hollow_bar(x, y - HALF..y + HALF, style)?;
    sheet.text(text, (middle, y), (0.0, 0.0), Anchor::Centre, NORMAL)
}

fn circle(sheet: &Panel, (x, y): (f64, f64), text: &str) -> Result<(), Error> {
    let round: Vec<_> = (0..=48)
        .map(|i| TAU * f64::from(i) / 48.0)
        .map(|a| (x + 18.0 * a.cos(), y + 18.0 * a.sin()))
        .collect();
    sheet.polygon(round.clone(), INK.opacity(0.12))?;
    sheet.line(round, INK)?;
    sheet.text(text, (x, y), (0.0, 0.0), Anchor::Centre, NORMAL)
}

fn arrow(sheet: &Panel, points: &[(f64, f64)], style: Style) -> Result<(), Error> {
    sheet.line(points.iter().copied(), style)?;
    match points {
        [.., a, b] => {
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let length = dx.hypot(dy);
            head(sheet, *b, (dx / length, dy / length), style)
        }
        _ => Ok(()),
    }
}

/// The head of an arrow, with its tip at a point.
fn head(
    sheet: &Panel,
    (x, y): (f64, f64),
    (dx, dy): (f64, f64),
    style: Style,
) -> Result<(), Error> {
    let foot = |side: f64| {
        (
            x - 8.0 * dx - 4.0 * side * dy,
            y - 8.0 * dy + 4.0 * side * dx,
        )
    };
    sheet.polygon(vec![(x, y), foot(1.0), foot(-1.0)], style)
}
