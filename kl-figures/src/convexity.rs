//! The divergence of mixtures under the mixture of divergences.

use crate::axis;
use crate::number::rounded;
use crate::panel::{Anchor, Frame, Key, NORMAL, Panel, Style};
use crate::{Error, Figure, palette};
use kl_core::Pmf;

const FRAME: Frame = Frame {
    x: 64.0..466.0,
    y: 40.0..284.0,
};

/// The divergence of a mixture of P₀ and P₁ from the same mixture of Q₀ and Q₁, against the
/// weight of the second pair, and the straight line between the two divergences.
///
/// The curve, green and solid, lies nowhere above the line, dashed.
///
/// # Errors
///
/// - [`Error::Divergence`] if the four differ in the number of outcomes.
/// - [`Error::InfiniteTerm`] names an outcome that is possible under P₀ or P₁ and impossible
///   under its Q.
/// - [`Error::Axis`] if both divergences are so small that an axis cannot be labelled.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::convexity;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = [Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?];
/// let q = [Pmf::new([0.9, 0.1])?, Pmf::new([0.5, 0.5])?];
/// assert!(convexity(&p, &q)?.svg().contains("of the mixtures"));
/// # Ok(())
/// # }
/// ```
pub fn convexity(p: &[Pmf; 2], q: &[Pmf; 2]) -> Result<Figure, Error> {
    let mut ends = [0.0; 2];
    for i in 0..2 {
        ends[i] = p[i].kl(&q[i])?.nats();
        if let Some(index) = p[i].first_outside_support(&q[i])? {
            return Err(Error::InfiniteTerm { index });
        }
    }
    // That the pairs fit together.
    p[0].kl(&q[1])?;
    let curve: Vec<_> = (0..=100)
        .map(|i| f64::from(i) / 100.0)
        .map(|weight| (weight, of_mixtures(p, q, weight)))
        .collect();
    let x = 0.0..1.0;
    let y = 0.0..1.1 * ends[0].max(ends[1]);
    let of_x = axis::horizontal(&x, FRAME.x.end - FRAME.x.start)?;
    let of_y = axis::vertical(&y, 5, FRAME.x.start - 6.0)?;
    let halfway = curve[50].1;
    let description = format!(
        "A curve below a straight line. Both begin at {} nats, where the first pair has all the \
         weight, and end at {} nats, where the second has. Halfway the divergence of the mixtures \
         is {} nats and the line is at {}.",
        rounded(ends[0], 3),
        rounded(ends[1], 3),
        rounded(halfway, 3),
        rounded(0.5 * (ends[0] + ends[1]), 3),
    );
    let title = "The divergence of mixtures is at most the mixture of the divergences";
    Panel::draw("convexity", title, &description, |sheet| {
        let panel = sheet.panel(FRAME, x.clone(), y.clone());
        panel.x_grid(&of_x)?;
        panel.y_grid(&of_y)?;
        panel.x_labels(&of_x)?;
        panel.y_labels(&of_y)?;
        panel.zero_line()?;
        let green = Style::of(palette::KL).width(2.5);
        let chord = Style::of(palette::INK).width(2.0).dashed(8.0, 5.0);
        panel.polygon(curve.clone(), green.opacity(0.15))?;
        panel.line(curve.clone(), green)?;
        panel.line([(0.0, ends[0]), (1.0, ends[1])], chord)?;
        let below = (FRAME.x.start + FRAME.x.end) / 2.0;
        let text = "weight of the second pair";
        sheet.text(text, (below, 326.0), (0.0, 0.0), Anchor::Centre, NORMAL)?;
        sheet.legend(
            (FRAME.x.start, 18.0),
            &[
                (Key::Line(green), "D of the mixtures"),
                (Key::Line(chord), "mixture of D"),
                (Key::None, "(nats)"),
            ],
        )?;
        Ok(())
    })
}

/// D((1−w)P₀ + wP₁ ‖ (1−w)Q₀ + wQ₁).
fn of_mixtures(p: &[Pmf; 2], q: &[Pmf; 2], weight: f64) -> f64 {
    let mixed = |pair: &[Pmf; 2], i: usize| {
        (1.0 - weight) * pair[0].as_slice()[i] + weight * pair[1].as_slice()[i]
    };
    (0..p[0].len())
        .map(|i| kl_core::kernels::kl_term(mixed(p, i), mixed(q, i)))
        .sum()
}
