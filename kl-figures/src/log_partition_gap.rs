//! The divergence as the gap between a convex function and its tangent.

use crate::axis;
use crate::number::rounded;
use crate::panel::{Anchor, Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::{Error, Figure, palette};
use kl_core::KlDivergence;
use kl_core::statrs::distribution::Poisson;

const FRAME: Frame = Frame {
    x: 64.0..466.0,
    y: 40.0..284.0,
};
/// How far apart the natural parameters may be.
const FARTHEST: f64 = 4.0;
const NEAREST: f64 = 0.05;

/// The log-partition function A(θ) = exp(θ) of the Poisson family, its tangent at P, and the gap
/// between the two at Q, which is D(P‖Q).
///
/// The natural parameter θ is the logarithm of the mean. The function is drawn in ink, the tangent
/// at P solid and blue, the place of Q as a dashed, vermilion line, the gap green.
///
/// # Errors
///
/// - [`Error::Divergence`] if it is not defined.
/// - [`Error::ScalesTooDifferent`] if one mean is more than exp(4) times the other, or less than
///   exp(0.05) times: there would be nothing to see.
/// - [`Error::Axis`] if an axis cannot be labelled.
///
/// # Example
///
/// ```
/// use kl_core::statrs::distribution::Poisson;
/// use kl_figures::log_partition_gap;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let figure = log_partition_gap(&Poisson::new(1.0)?, &Poisson::new(3.0)?)?;
/// assert!(figure.svg().contains("D(P‖Q) ="));
/// # Ok(())
/// # }
/// ```
pub fn log_partition_gap(p: &Poisson, q: &Poisson) -> Result<Figure, Error> {
    let kl = p.kl(q)?.nats();
    let (a, b) = (p.lambda().ln(), q.lambda().ln());
    let distance = (a - b).abs();
    if !(NEAREST..=FARTHEST).contains(&distance) {
        let (ratio, limit) = (distance.exp(), FARTHEST.exp());
        return Err(Error::ScalesTooDifferent { ratio, limit });
    }
    let tangent = |x: f64| a.exp() * (1.0 + x - a);
    let margin = 0.25 * distance;
    let x = a.min(b) - margin..a.max(b) + margin;
    let lowest = tangent(x.start).min(0.0);
    let highest = x.end.exp();
    let y = lowest - 0.05 * (highest - lowest)..highest;
    let of_x = axis::horizontal(&x, FRAME.x.end - FRAME.x.start)?;
    let of_y = axis::vertical(&y, 4, FRAME.x.start - 6.0)?;
    let kl = rounded(kl, 3);
    let description = format!(
        "The convex curve exp θ. A tangent touches it at P, where θ is {}, the logarithm of the \
         mean {}. At Q, where θ is {}, the curve is {kl} above the tangent: that is the \
         divergence of P from Q in nats.",
        rounded(a, 3),
        rounded(p.lambda(), 3),
        rounded(b, 3),
    );
    let title = "The divergence as the gap between the log-partition function and its tangent";
    Panel::draw("log-partition-gap", title, &description, |sheet| {
        let panel = sheet.panel(FRAME, x.clone(), y.clone());
        panel.x_grid(&of_x)?;
        panel.y_grid(&of_y)?;
        panel.x_labels(&of_x)?;
        panel.y_labels(&of_y)?;
        panel.line([(b, y.start), (b, y.end)], LINE_Q.width(1.5))?;
        let curve = (0..=100)
            .map(|i| x.start + (x.end - x.start) * f64::from(i) / 100.0)
            .map(|x| (x, x.exp().min(y.end)));
        let black = Style::of(palette::INK).width(2.5);
        panel.line(
            [(x.start, tangent(x.start)), (x.end, tangent(x.end))],
            LINE_P,
        )?;
        panel.line(curve, black)?;
        let half = 4.0 / (FRAME.x.end - FRAME.x.start) * (x.end - x.start);
        let green = Style::of(palette::KL);
        panel.bar(b - half..b + half, tangent(b)..b.exp(), green.opacity(0.9))?;
        panel.dot((a, a.exp()), 4.0, LINE_P)?;
        panel.text("P", (a, a.exp()), (0.0, -14.0), Anchor::Centre, NORMAL)?;
        panel.text("Q", (b, y.start), (-12.0, -12.0), Anchor::Centre, NORMAL)?;
        let below = (FRAME.x.start + FRAME.x.end) / 2.0;
        let text = "θ, the logarithm of the mean";
        sheet.text(text, (below, 326.0), (0.0, 0.0), Anchor::Centre, NORMAL)?;
        let gap = format!("D(P‖Q) = {kl}");
        sheet.legend(
            (FRAME.x.start, 18.0),
            &[
                (Key::Line(black), "A(θ)"),
                (Key::Line(LINE_P), "tangent at P"),
                (Key::Bar(green), &gap),
            ],
        )?;
        Ok(())
    })
}
