//! The clipped objective of a policy, the penalised one, and the divergence.

use crate::axis;
use crate::number::{SMALL, rounded};
use crate::palette;
use crate::panel::{Anchor, Frame, Key, Panel, Style};
use crate::{Error, Figure};
use kl_core::Pmf;
use kl_core::objective::ppo_clip;
use std::ops::Range;

const HORIZONTAL: Range<f64> = 52.0..466.0;
const UPPER: Range<f64> = 34.0..168.0;
const LOWER: Range<f64> = 200.0..306.0;
const PROBABILITIES: Range<f64> = 0.4..1.0;
const OBJECTIVES: Range<f64> = -0.3..1.0;
const NATS: Range<f64> = 0.0..2.5;
const STEPS: u32 = 600;

const CLIPPED: Style = Style::of(palette::INK).width(2.5);
const PENALISED: Style = Style::of(palette::INK).width(2.5).dashed(8.0, 5.0);
const NEITHER: Style = Style::of(palette::INK).width(1.5).dashed(2.0, 4.0);
const KL: Style = Style::of(palette::KL).width(2.5);

/// Two actions, taken with probability ½ each by the old policy, with advantages 1 and −1,
/// over the probability t that the new policy gives to the good one.
///
/// Above: the objective clipped at 1 ± ε, solid; that with the penalty β D(old‖new), dashed;
/// and that with neither, dotted. Below, in green: the divergence D(old‖new) in nats. A
/// dotted line through both marks where the clip sets in.
///
/// # Errors
///
/// [`Error::Divergence`] if ε is not between 0 and 1, or β not between 0 and 100.
///
/// # Example
///
/// ```
/// let figure = kl_figures::clip_and_penalty(0.2, 1.0)?;
/// assert!(figure.svg().contains("clipped"));
/// # Ok::<(), kl_figures::Error>(())
/// ```
pub fn clip_and_penalty(epsilon: f64, beta: f64) -> Result<Figure, Error> {
    if !(0.0..=100.0).contains(&beta) {
        return Err(Error::Divergence(kl_core::Error::Parameter {
            name: "beta",
            value: beta,
            must_be: "from 0 to 100",
        }));
    }
    let samples: Result<Vec<_>, Error> = (0..STEPS)
        .map(|i| {
            let step = (PROBABILITIES.end - PROBABILITIES.start) / f64::from(STEPS);
            Sample::at(PROBABILITIES.start + f64::from(i) * step, epsilon, beta)
        })
        .collect();
    let samples = samples?;
    let corner = 0.5 + 0.5 * epsilon;
    let title = "The clipped and the penalised objective of a policy, and the divergence";
    let description = format!(
        "Above, three curves over the probability t of the good action. The objective with \
         neither clip nor penalty is a rising straight line, 2t − 1. The clipped one leaves it at \
         t = {} and is flat from there on. The penalised one rises to a top and falls. Below, the \
         divergence of the old policy from the new one: zero at one half, and growing without \
         bound towards t = 1.",
        rounded(corner, 3),
    );
    Panel::draw("clip-and-penalty", title, &description, |sheet| {
        sheet.legend(
            (HORIZONTAL.start, 16.0),
            &[
                (Key::Line(CLIPPED), "clipped"),
                (Key::Line(PENALISED), "with penalty"),
                (Key::Line(NEITHER), "neither"),
            ],
        )?;
        let panel = |y: Range<f64>, values: Range<f64>| {
            let frame = Frame { x: HORIZONTAL, y };
            sheet.panel(frame, PROBABILITIES, values)
        };
        let upper = panel(UPPER, OBJECTIVES);
        let lower = panel(LOWER, NATS);
        for (panel, values, count) in [(&upper, OBJECTIVES, 3), (&lower, NATS, 3)] {
            let marks = axis::vertical(&values, count, HORIZONTAL.start - 6.0)?;
            panel.y_grid(&marks)?;
            panel.y_labels(&marks)?;
            let guide = [(corner, values.start), (corner, values.end)];
            panel.line(guide, NEITHER.width(1.0))?;
            panel.zero_line()?;
        }
        let length = HORIZONTAL.end - HORIZONTAL.start;
        lower.x_labels(&axis::horizontal(&PROBABILITIES, length)?)?;
        let curve = |value: fn(&Sample) -> f64, range: Range<f64>| {
            let inside = move |at: &(f64, f64)| range.contains(&at.1);
            let points: Vec<_> = samples.iter().map(|s| (s.t, value(s))).collect();
            points.into_iter().filter(inside)
        };
        upper.line(curve(|s| 2.0 * s.t - 1.0, OBJECTIVES), NEITHER)?;
        upper.line(curve(|s| s.clipped, OBJECTIVES), CLIPPED)?;
        upper.line(curve(|s| s.penalised, OBJECTIVES), PENALISED)?;
        let mut outline: Vec<_> = curve(|s| s.kl, NATS).collect();
        let last = outline.last().map_or(PROBABILITIES.end, |at| at.0);
        outline.push((last, 0.0));
        outline.push((PROBABILITIES.start, 0.0));
        lower.polygon(outline, KL.opacity(0.35))?;
        lower.line(curve(|s| s.kl, NATS), KL)?;
        let above = (PROBABILITIES.start, NATS.end);
        lower.text(
            "KL(old‖new) in nats",
            above,
            (4.0, -10.0),
            Anchor::Left,
            SMALL,
        )
    })
}

struct Sample {
    t: f64,
    clipped: f64,
    penalised: f64,
    kl: f64,
}

impl Sample {
    fn at(t: f64, epsilon: f64, beta: f64) -> Result<Sample, Error> {
        let logs = [t.ln(), (1.0 - t).ln()];
        let clipped = ppo_clip(&logs, &[0.5f64.ln(); 2], &[1.0, -1.0], epsilon)?.value;
        let kl = Pmf::uniform(2)?
            .kl(&Pmf::from_weights([t, 1.0 - t])?)?
            .nats();
        Ok(Sample {
            t,
            clipped,
            penalised: 2.0 * t - 1.0 - beta * kl,
            kl,
        })
    }
}
