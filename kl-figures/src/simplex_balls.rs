//! Balls of the divergence among the distributions on three outcomes.

use crate::number::rounded;
use crate::panel::{Anchor, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::simplex::{self, crossing, kl, place, three};
use crate::{Error, Figure, palette};
use kl_core::Pmf;
use std::f64::consts::TAU;

/// How many rays the lines are found on.
const RAYS: u32 = 720;

/// All distributions on three outcomes as a triangle, and in it the lines of equal divergence
/// from a centre C, in both directions.
///
/// For each radius r, the points P with D(P‖C) = r are solid and blue, the points Q with
/// D(C‖Q) = r dashed and vermilion. A corner is the distribution that is certain of its outcome.
/// D(C‖Q) is infinite on the edges, so the dashed lines stay off them; D(P‖C) is not, and a solid
/// line ends where it meets an edge.
///
/// # Errors
///
/// - [`Error::NotThreeOutcomes`] if C has more or fewer.
/// - [`Error::InfiniteTerm`] if C gives one of them no probability.
/// - [`Error::Divergence`] if a radius is not positive, or infinite.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::simplex_balls;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let centre = Pmf::new([0.5, 0.25, 0.25])?;
/// let figure = simplex_balls(&centre, &[0.01, 0.1])?;
/// assert!(figure.svg().contains("D(P‖C) = r"));
/// # Ok(())
/// # }
/// ```
pub fn simplex_balls(centre: &Pmf, radii: &[f64]) -> Result<Figure, Error> {
    let c = three(centre)?;
    if let Some(index) = c.iter().position(|&c| c == 0.0) {
        return Err(Error::InfiniteTerm { index });
    }
    let is_radius = |r: f64| r.is_finite() && r > 0.0;
    if let Some(index) = radii.iter().position(|&r| !is_radius(r)) {
        return Err(Error::Divergence(kl_core::Error::Entry {
            of: "radius",
            index,
            value: radii[index],
            must_be: "positive and finite",
        }));
    }
    let list: Vec<_> = radii.iter().map(|&r| rounded(r, 3)).collect();
    let description = format!(
        "The triangle of all distributions on three outcomes. Around the centre C, which is \
         ({}, {}, {}), closed lines of equal divergence: solid where the divergence of P from C is \
         r, dashed where that of C from Q is r. In nats r is {}.",
        rounded(c[0], 3),
        rounded(c[1], 3),
        rounded(c[2], 3),
        list.join(", "),
    );
    let title = "Balls of the divergence, in both directions";
    Panel::draw("simplex-balls", title, &description, |sheet| {
        let panel = simplex::panel(sheet)?;
        for &r in radii {
            for piece in pieces(c, |p| kl(p, c) - r) {
                if piece.len() as u32 > RAYS {
                    panel.polygon(piece.clone(), LINE_P.opacity(0.12))?;
                }
                panel.line(piece, LINE_P.width(2.0))?;
            }
            for piece in pieces(c, |q| kl(c, q) - r) {
                panel.line(piece, LINE_Q.width(2.0).dashed(6.0, 4.0))?;
            }
        }
        panel.dot(place(c), 3.5, Style::of(palette::INK))?;
        panel.text("C", place(c), (10.0, -9.0), Anchor::Centre, NORMAL)?;
        sheet.legend(
            (64.0, 18.0),
            &[
                (Key::Line(LINE_P), "D(P‖C) = r"),
                (Key::Line(LINE_Q), "D(C‖Q) = r"),
            ],
        )?;
        Ok(())
    })
}

/// The line where `f`, negative at the centre, is zero. In pieces, if it leaves the triangle.
fn pieces(c: [f64; 3], f: impl Fn([f64; 3]) -> f64) -> Vec<Vec<(f64, f64)>> {
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    for ray in 0..=RAYS {
        let angle = f64::from(ray % RAYS) / f64::from(RAYS) * TAU;
        // Directions in which probability is moved, of sum zero.
        let direction = [0.0, 1.0, 2.0].map(|i| (angle - i * TAU / 3.0).cos());
        let edge = (0..3)
            .filter(|&i| direction[i] < -1e-12)
            .map(|i| -c[i] / direction[i])
            .fold(f64::INFINITY, f64::min);
        let at = |t: f64| [0, 1, 2].map(|i| (c[i] + t * direction[i]).max(0.0));
        if f(at(edge)) >= 0.0 {
            piece.push(place(at(crossing(0.0, edge, |t| f(at(t))))));
        } else if !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| piece.len() > 1);
    pieces
}
