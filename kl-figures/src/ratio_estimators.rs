//! Three estimators of the divergence, over the ratio of the densities at a draw.

use crate::axis;
use crate::number::SMALL;
use crate::palette;
use crate::panel::{Anchor, Frame, Key, Panel, Style};
use crate::{Error, Figure};
use std::ops::Range;

const HORIZONTAL: Range<f64> = 44.0..470.0;
const VERTICAL: Range<f64> = 34.0..298.0;
const RATIOS: Range<f64> = 0.0..6.0;
const VALUES: Range<f64> = -2.0..3.5;

const K1: Style = Style::of(palette::INK).width(2.5).dashed(8.0, 5.0);
const K2: Style = Style::of(palette::INK).width(2.0).dashed(2.0, 4.0);
const K3: Style = Style::of(palette::KL).width(2.5);

/// The estimators k₁ = −ln r, k₂ = ½ ln² r and k₃ = r − 1 − ln r of the divergence of P
/// from Q, over the ratio r = q/p at one draw from P.
///
/// k₁ is dashed, k₂ dotted, k₃ solid and green. Where k₁ is negative the area is shaded.
///
/// # Errors
///
/// [`Error::Drawing`] if plotters cannot draw.
///
/// # Example
///
/// ```
/// let figure = kl_figures::ratio_estimators()?;
/// assert!(figure.svg().contains("k₃"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn ratio_estimators() -> Result<Figure, Error> {
    let title = "Three estimators of the divergence over the ratio of the densities";
    let description = "Three curves over the ratio r of q to p at one draw from P, from 0 to 6. \
         All fall from infinity at r = 0 and are 0 at r = 1. k₁, minus the logarithm of r, goes \
         on falling and is negative beyond. k₂, half its square, and k₃, r minus 1 minus the \
         logarithm, touch 0 with the same curvature and rise again; k₃ ends far above k₂.";
    Panel::draw("ratio-estimators", title, description, |sheet| {
        let frame = Frame {
            x: HORIZONTAL,
            y: VERTICAL,
        };
        let panel = sheet.panel(frame, RATIOS, VALUES);
        sheet.legend(
            (HORIZONTAL.start, 16.0),
            &[
                (Key::Line(K1), "k₁"),
                (Key::Line(K2), "k₂"),
                (Key::Line(K3), "k₃"),
            ],
        )?;
        let marks = axis::vertical(&VALUES, 5, HORIZONTAL.start - 6.0)?;
        panel.y_grid(&marks)?;
        panel.y_labels(&marks)?;
        let length = HORIZONTAL.end - HORIZONTAL.start;
        panel.x_labels(&axis::horizontal(&RATIOS, length)?)?;
        let corner = (RATIOS.start, VALUES.start);
        panel.text("r = q/p", corner, (12.0, -14.0), Anchor::Left, SMALL)?;
        let mut negative: Vec<_> = curve(|r| -r.ln()).filter(|at| at.0 >= 1.0).collect();
        negative.insert(0, (1.0, 0.0));
        negative.push((RATIOS.end, 0.0));
        panel.polygon(negative, Style::of(palette::INK).opacity(0.15))?;
        panel.zero_line()?;
        panel.line(curve(|r| -r.ln()), K1)?;
        panel.line(curve(|r| r - 1.0 - r.ln()), K3)?;
        panel.line(curve(|r| 0.5 * r.ln().powi(2)), K2)
    })
}

/// The part of a curve that is not above the panel.
fn curve(value: impl Fn(f64) -> f64) -> impl Iterator<Item = (f64, f64)> {
    // Even steps in the square root: denser where the curves are steep.
    (1..=400)
        .map(|i| RATIOS.end * (f64::from(i) / 400.0).powi(2))
        .map(move |r| (r, value(r)))
        .filter(|at| at.1 <= VALUES.end)
}
