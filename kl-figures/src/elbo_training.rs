//! Training: the evidence and its lower bound by step.

use crate::number::rounded;
use crate::palette;
use crate::panel::{Key, Style};
use crate::xy_chart::{XyChart, range_of};
use crate::{Error, Figure};

/// The logarithm of the evidence and its lower bound as training goes on, with lines across at
/// values that have names, such as the best that can be reached.
///
/// `steps` has triples: the step, the logarithm of the evidence, the bound. What is below
/// `floor` is left out.
///
/// # Errors
///
/// [`Error::Axis`] if a value is not finite, all are equal, or an axis could not be labelled.
///
/// # Example
///
/// ```
/// let steps = [(0.0, -5.0, -6.0), (1.0, -4.0, -4.5), (2.0, -3.5, -3.6)];
/// let figure = kl_figures::elbo_training(&steps, &[(-3.0, "best")], -6.0)?;
/// assert!(figure.svg().contains("best"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn elbo_training(
    steps: &[(f64, f64, f64)],
    guides: &[(f64, &str)],
    floor: f64,
) -> Result<Figure, Error> {
    let shown: Vec<_> = steps.iter().filter(|s| s.2 >= floor).copied().collect();
    let heights = shown.iter().flat_map(|s| [s.1, s.2]);
    let y = range_of(heights.chain(guides.iter().map(|g| g.0)))?;
    let x = range_of(steps.iter().map(|s| s.0))?;
    let last = steps.last().map_or(f64::NAN, |s| s.0);
    let x = x.start.max(0.0)..last;
    let green = Style::of(palette::KL).width(2.0);
    let ink = Style::of(palette::INK).width(2.0);
    let (first, end) = match shown.as_slice() {
        [first, .., end] => (*first, *end),
        _ => {
            return Err(Error::Axis {
                low: floor,
                high: floor,
            });
        }
    };
    let lines: Vec<_> = guides
        .iter()
        .map(|(height, name)| format!("{name} at {}", rounded(*height, 4)))
        .collect();
    let description = format!(
        "Two curves over the training step, the lower bound below the logarithm of the evidence. \
         At step {} they are {} and {}, at step {} they are {} and {}. Lines across: {}.",
        rounded(first.0, 4),
        rounded(first.2, 3),
        rounded(first.1, 3),
        rounded(end.0, 4),
        rounded(end.2, 4),
        rounded(end.1, 4),
        lines.join(", "),
    );
    XyChart {
        about: [
            "elbo-training",
            "The evidence and its lower bound as training goes on",
            &description,
        ],
        margin: 0.0,
        names: ["step", "nats"],
        x,
        y,
        areas: vec![(shown.iter().map(|&(t, l, e)| (t, e, l)).collect(), green)],
        guides: guides
            .iter()
            .map(|&(h, name)| (h, name.to_owned()))
            .collect(),
        lines: vec![
            (shown.iter().map(|&(t, l, _)| (t, l)).collect(), ink),
            (shown.iter().map(|&(t, _, e)| (t, e)).collect(), green),
        ],
        marks: vec![],
        notes: vec![],
        legend: vec![
            (Key::Line(ink), "ln p(x)"),
            (Key::Area(green), "ELBO, and the gap"),
        ],
    }
    .draw()
}
