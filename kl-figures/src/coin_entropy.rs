//! The entropy of a coin, and a wrong belief as a tangent of it.

use crate::axis;
use crate::number::rounded;
use crate::palette;
use crate::panel::{Anchor, Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::Pmf;
use std::ops::Range;

const HORIZONTAL: Range<f64> = 50.0..462.0;
const VERTICAL: Range<f64> = 36.0..288.0;
/// Half as many points of the curve.
const STEPS: u32 = 100;

/// The entropy of a coin in bits, a blue curve over its probability of heads.
///
/// A coin alone is marked by a dot. With somebody's belief `q`, another probability of
/// heads, there is a dashed vermilion line, too: what that belief costs on average, the
/// cross-entropy, over the true probability of heads. It touches the curve where the
/// belief is true, and lies above it everywhere else. The green line from one to the
/// other, at the coin's own probability, is the divergence.
///
/// # Errors
///
/// - [`Error::Divergence`] if a number is no probability.
/// - [`Error::InfiniteTerm`] if something is believed impossible that happens, or if the
///   belief is certain: then the line is no line.
///
/// # Example
///
/// ```
/// use kl_figures::coin_entropy;
///
/// let alone = coin_entropy(0.5, None)?;
/// assert!(alone.svg().contains("entropy"));
/// let believed = coin_entropy(0.5, Some(0.9))?;
/// assert!(believed.svg().contains("0.737 bits"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn coin_entropy(p: f64, q: Option<f64>) -> Result<Figure, Error> {
    let truth = coin(p)?;
    let entropy = truth.entropy().bits();
    let alone = format!(
        "The entropy of a coin over its probability of heads: an arch from 0 over 1 bit \
         at one half back to 0. The coin with probability {} has {} bits.",
        rounded(p, 3),
        rounded(entropy, 3)
    );
    let Some(q) = q else {
        let title = "The entropy of a coin, for each probability of heads";
        return Panel::draw("coin-entropy", title, &alone, |sheet| {
            let entries = [(Key::LineWithDot(LINE_P), "entropy in bits")];
            sheet.legend((HORIZONTAL.start, 16.0), &entries)?;
            let panel = arch(sheet, 1.05)?;
            panel.dot((p, entropy), 4.5, LINE_P)
        });
    };
    let belief = coin(q)?;
    if q == 0.0 || q == 1.0 {
        let index = usize::from(q == 1.0);
        return Err(Error::InfiniteTerm { index });
    }
    let (cost, kl) = (
        truth.cross_entropy(&belief)?.bits(),
        truth.kl(&belief)?.bits(),
    );
    let description = format!(
        "{alone} A straight line touches the arch at {} and is above it elsewhere: the \
         cross-entropy, {} bits at {}. The distance between them there, the divergence, \
         is {} bits.",
        rounded(q, 3),
        rounded(cost, 3),
        rounded(p, 3),
        rounded(kl, 3)
    );
    let title = "The entropy of a coin, and the cross-entropy, which is its tangent";
    // The costs of heads and tails are the ends of the line.
    let (heads, tails) = (-q.log2(), -(1.0 - q).log2());
    let top = 1.1 * cost.max(1.0);
    Panel::draw("coin-entropy-tangent", title, &description, |sheet| {
        let entries = [
            (Key::LineWithDot(LINE_P), "entropy"),
            (Key::Line(LINE_Q), "cross-entropy"),
            (Key::Line(Style::of(palette::KL).width(4.0)), "divergence"),
        ];
        sheet.legend((HORIZONTAL.start - 40.0, 16.0), &entries)?;
        let panel = arch(sheet, top)?;
        // What would be above the sheet is cut off.
        let inside = |end: f64| match at(heads, tails, end) {
            y if y <= top => (end, y),
            _ => ((top - tails) / (heads - tails), top),
        };
        panel.line([inside(0.0), inside(1.0)], LINE_Q)?;
        let green = Style::of(palette::KL).width(4.0);
        panel.line([(p, entropy), (p, cost)], green)?;
        panel.dot((p, entropy), 4.5, LINE_P)?;
        panel.dot((q, belief.entropy().bits()), 3.5, Style::of(palette::Q))?;
        let text = format!("{} bits", rounded(kl, 3));
        // Away from where the line comes down, if there is room.
        let (side, anchor) = match (p < q && p > 0.25) || p > 0.75 {
            true => (-8.0, Anchor::Right),
            false => (8.0, Anchor::Left),
        };
        let middle = (p, 0.5 * (entropy + cost));
        panel.text(&text, middle, (side, 0.0), anchor, NORMAL)
    })
}

/// The cross-entropy of a coin with this probability of heads.
fn at(heads: f64, tails: f64, p: f64) -> f64 {
    p * heads + (1.0 - p) * tails
}

fn coin(heads: f64) -> Result<Pmf, Error> {
    Ok(Pmf::new([heads, 1.0 - heads])?)
}

/// Axes and curve.
fn arch<'a>(sheet: &Panel<'a>, top: f64) -> Result<Panel<'a>, Error> {
    let frame = Frame {
        x: HORIZONTAL,
        y: VERTICAL,
    };
    let panel = sheet.panel(frame, 0.0..1.0, 0.0..top);
    let marks = axis::vertical(&(0.0..top), 4, HORIZONTAL.start - 6.0)?;
    panel.y_grid(&marks)?;
    panel.y_labels(&marks)?;
    panel.x_labels(&axis::horizontal(
        &(0.0..1.0),
        HORIZONTAL.end - HORIZONTAL.start,
    )?)?;
    let corner = (0.5, 0.0);
    panel.text(
        "probability of heads",
        corner,
        (0.0, 27.0),
        Anchor::Below,
        NORMAL,
    )?;
    let mut curve = Vec::new();
    for i in 0..=2 * STEPS {
        // Denser at the ends, where the arch is steep.
        let angle = std::f64::consts::PI * f64::from(i) / f64::from(2 * STEPS);
        let x = (0.5 * (1.0 - angle.cos())).clamp(0.0, 1.0);
        curve.push((x, coin(x)?.entropy().bits()));
    }
    panel.polygon(curve.clone(), LINE_P.opacity(0.12))?;
    panel.zero_line()?;
    panel.line(curve, LINE_P)?;
    Ok(panel)
}
