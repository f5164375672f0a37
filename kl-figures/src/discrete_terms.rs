//! Two distributions on a few outcomes, and the terms of their divergence.

use crate::axis::{self, Tick};
use crate::error::terms_to_draw;
use crate::number::{SMALL, decimals, fixed, rounded, text_width};
use crate::palette;
use crate::panel::{Anchor, Frame, Key, Panel, Style};
use crate::{Error, Figure};
use kl_core::kernels::kl_term;
use kl_core::{Information, Pmf};
use std::ops::Range;

/// How many outcomes have room for bars: one for each decimal digit.
const LIMIT: usize = 10;

const LEFT: Range<f64> = 38.0..199.0;
const RIGHT: Range<f64> = 261.0..474.0;
const VERTICAL: Range<f64> = 40.0..308.0;
/// The width, of that of the right panel, for the bar of the total.
const TOTAL: f64 = 52.0;
/// Half the width of the bar of a term, of the place for its outcome.
const HALF: f64 = 0.35;

const BAR_P: Style = Style::of(palette::P);
const BAR_Q: Style = Style::of(palette::Q);
const BAR_TERM: Style = Style::of(palette::INK).opacity(0.5);
const BAR_KL: Style = Style::of(palette::KL);

/// Bars of P and Q, and beside them the terms p log₂(p/q) that add up to the
/// divergence of P from Q in bits.
///
/// Left: for each outcome a solid blue bar, its probability under P, and a hollow
/// vermilion one, its probability under Q. Right: for each outcome a grey bar, its
/// term, upwards where P is the larger and downwards where Q is. A term of 0, from
/// p = q or p = 0, is a bar without height. Apart from them, in green, the
/// total. Values stand at the bars where there is room.
///
/// White space in a label, line breaks included, becomes single spaces.
///
/// # Errors
///
/// - [`Error::Divergence`] if P and Q differ in length.
/// - [`Error::LabelCount`] if the labels do, too.
/// - [`Error::TooManyOutcomes`] above 10.
/// - [`Error::LabelTooLong`] if a label is wider than the bars of its outcome.
/// - [`Error::InfiniteTerm`] names an outcome that is possible under P only.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::discrete_terms;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pmf::new([0.5, 0.5])?;
/// let q = Pmf::new([0.9, 0.1])?;
/// let figure = discrete_terms(&["heads", "tails"], &p, &q)?;
/// assert!(figure.svg().contains("0.74"));
/// # Ok(())
/// # }
/// ```
pub fn discrete_terms(labels: &[&str], p: &Pmf, q: &Pmf) -> Result<Figure, Error> {
    let terms = Terms::new(labels, p, q)?;
    let description = terms.description();
    let title = "Two distributions and the terms of the divergence of P from Q";
    Panel::draw("discrete-terms", title, &description, |sheet| {
        terms.draw_probabilities(sheet)?;
        terms.draw_terms(sheet)
    })
}

/// What is drawn.
struct Terms<'a> {
    labels: Vec<String>,
    p: &'a [f64],
    q: &'a [f64],
    /// In bits.
    terms: Vec<f64>,
    /// In bits.
    total: f64,
}

impl<'a> Terms<'a> {
    fn new(labels: &[&str], p: &'a Pmf, q: &'a Pmf) -> Result<Self, Error> {
        let total = p.kl(q)?.bits();
        let outcomes = p.len();
        terms_to_draw(labels, p, q, LIMIT)?;
        let labels: Vec<_> = labels.iter().map(|label| drawable(label)).collect();
        let slot = slot_width(outcomes);
        for (index, label) in labels.iter().enumerate() {
            if text_width(label, SMALL) > slot {
                let limit = (slot / text_width("0", SMALL)) as usize;
                return Err(Error::LabelTooLong { index, limit });
            }
        }
        let (p, q) = (p.as_slice(), q.as_slice());
        let terms = p.iter().zip(q).map(|(&p, &q)| signed_term(p, q)).collect();
        Ok(Terms {
            labels,
            p,
            q,
            terms,
            total,
        })
    }

    fn description(&self) -> String {
        let list = |values: &[f64]| {
            let items: Vec<_> = (self.labels.iter().zip(values))
                .map(|(label, &value)| format!("{label} {}", rounded(value, 3)))
                .collect();
            items.join(", ")
        };
        format!(
            "Two bar charts. Left, the probabilities: P has {}; Q has {}. \
             Right, the terms p log₂(p/q) in bits: {}. \
             Their total, the divergence of P from Q, is {} bits.",
            list(self.p),
            list(self.q),
            list(&self.terms),
            rounded(self.total, 3),
        )
    }

    fn draw_probabilities(&self, sheet: &Panel) -> Result<(), Error> {
        let n = self.labels.len();
        let all = || self.p.iter().chain(self.q);
        let largest = all().copied().fold(0.0, f64::max);
        // The values stand above the bars.
        let y = 0.0..1.12 * largest;
        let frame = Frame {
            x: LEFT,
            y: VERTICAL,
        };
        let panel = sheet.panel(frame, 0.0..n as f64, y.clone());
        sheet.legend(
            (LEFT.start, 16.0),
            &[(Key::Bar(BAR_P), "P"), (Key::HollowBar(BAR_Q), "Q")],
        )?;
        let texts: Vec<_> = all().map(|&value| rounded(value, 3)).collect();
        let fit = fit(&texts, 0.5 * slot_width(n));
        let ticks = axis::vertical(&(0.0..largest), 4, LEFT.start - 6.0)?;
        // Lines would strike out the values at the bars.
        if !fit {
            panel.y_grid(&ticks)?;
        }
        panel.y_labels(&ticks)?;
        for (i, (&p, &q)) in self.p.iter().zip(self.q).enumerate() {
            let middle = i as f64 + 0.5;
            panel.bar(middle - 0.4..middle - 0.04, 0.0..p, BAR_P)?;
            panel.hollow_bar(middle + 0.04..middle + 0.4, 0.0..q, BAR_Q)?;
            if fit {
                // Apart by a little more than the bars, or two numbers read as one.
                let text =
                    |text: &str, at, dx| panel.text(text, at, (dx, -2.0), Anchor::Above, SMALL);
                text(&texts[i], (middle - 0.22, p), -1.5)?;
                text(&texts[n + i], (middle + 0.22, q), 1.5)?;
            }
            self.draw_label(&panel, i, middle)?;
        }
        panel.zero_line()
    }

    fn draw_terms(&self, sheet: &Panel) -> Result<(), Error> {
        let n = self.labels.len();
        let slot = slot_width(n);
        let highest = self.terms.iter().copied().fold(self.total, f64::max);
        let lowest = self.terms.iter().copied().fold(0.0, f64::min);
        // P and Q so near each other that a scale for the bars would show rounding
        // only, and P = Q: the bars are without height on any scale.
        let span = match highest - lowest {
            span if span > 1e-6 => span,
            _ => 1.0,
        };
        // The values stand beyond the ends of the bars.
        let below = if lowest < 0.0 { 0.12 * span } else { 0.0 };
        let y = lowest - below..lowest + 1.12 * span;
        let frame = Frame {
            x: RIGHT,
            y: VERTICAL,
        };
        let total_slot = TOTAL / slot;
        let right = n as f64 + total_slot;
        let panel = sheet.panel(frame, 0.0..right, y.clone());
        sheet.legend(
            (RIGHT.start, 16.0),
            &[(Key::Bar(BAR_TERM), "p log₂(p/q) in bits")],
        )?;
        let separator = Style::of(palette::INK).width(1.0).dashed(2.0, 4.0);
        // A little off the last value, which may be as wide as the place for its bar.
        let wall = n as f64 + 5.0 / slot;
        panel.line([(wall, y.start), (wall, y.end)], separator)?;

        let shown = || self.terms.iter().copied().chain([self.total]);
        let decimals = decimals(shown().map(f64::abs).fold(0.0, f64::max));
        let texts: Vec<_> = shown().map(|value| fixed(value, decimals)).collect();
        let fit = fit(&texts, slot);
        let margin = RIGHT.start - LEFT.end;
        let ticks = axis::vertical(&(lowest..lowest + span), 4, margin - 6.0)?;
        if !fit {
            self.draw_term_grid(&panel, &ticks)?;
        }
        panel.y_labels(&ticks)?;
        for (i, &term) in self.terms.iter().enumerate() {
            let middle = i as f64 + 0.5;
            panel.bar(middle - HALF..middle + HALF, 0.0..term, BAR_TERM)?;
            if fit {
                draw_value(&panel, &texts[i], middle, term)?;
            }
            self.draw_label(&panel, i, middle)?;
        }
        let middle = n as f64 + 0.5 * total_slot;
        let half = 15.0 / slot;
        panel.bar(middle - half..middle + half, 0.0..self.total, BAR_KL)?;
        let total = match &texts[n] {
            text if text_width(text, SMALL) <= TOTAL => text.clone(),
            _ => rounded(self.total, 1),
        };
        draw_value(&panel, &total, middle, self.total)?;
        panel.text("total", (middle, y.start), (0.0, 6.0), Anchor::Below, SMALL)?;
        panel.zero_line()
    }

    /// Lines across, except through the grey bars, which are not opaque, and at the total,
    /// whose value they would strike out.
    fn draw_term_grid(&self, panel: &Panel, ticks: &[Tick]) -> Result<(), Error> {
        let grid = Style::of(palette::GRID).width(1.0);
        for tick in ticks {
            let mut from = 0.0;
            for (i, &term) in self.terms.iter().enumerate() {
                if (term.min(0.0)..=term.max(0.0)).contains(&tick.at) {
                    let middle = i as f64 + 0.5;
                    panel.line([(from, tick.at), (middle - HALF, tick.at)], grid)?;
                    from = middle + HALF;
                }
            }
            let end = self.terms.len() as f64;
            panel.line([(from, tick.at), (end, tick.at)], grid)?;
        }
        Ok(())
    }

    fn draw_label(&self, panel: &Panel, i: usize, x: f64) -> Result<(), Error> {
        let foot = (x, panel.bottom());
        panel.text(&self.labels[i], foot, (0.0, 6.0), Anchor::Below, SMALL)
    }
}

/// A value beyond the end of its bar.
fn draw_value(panel: &Panel, text: &str, x: f64, value: f64) -> Result<(), Error> {
    let (shift, anchor) = if value < 0.0 {
        (3.0, Anchor::Below)
    } else {
        (-2.0, Anchor::Above)
    };
    panel.text(text, (x, value), (0.0, shift), anchor, SMALL)
}

/// p log₂(p/q), in bits, for q > 0 or p = 0.
fn signed_term(p: f64, q: f64) -> f64 {
    // kl-core's terms have −p + q added, and stay finite where p/q overflows.
    Information::from_nats(kl_term(p, q) + (p - q)).bits()
}

/// How wide the place for one outcome is, the same in both panels.
fn slot_width(outcomes: usize) -> f64 {
    (LEFT.end - LEFT.start).min(RIGHT.end - RIGHT.start - TOTAL) / outcomes as f64
}

fn fit(texts: &[String], width: f64) -> bool {
    texts.iter().all(|text| text_width(text, SMALL) <= width)
}

/// A label on one line, without what XML does not allow.
fn drawable(label: &str) -> String {
    let label: String = label
        .chars()
        .map(|c| match c {
            '\u{FFFE}' | '\u{FFFF}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_signed_and_add_up() -> Result<(), Error> {
        let p = Pmf::new([0.5, 0.25, 0.25, 0.0])?;
        let q = Pmf::new([0.25, 0.5, 0.125, 0.125])?;
        let drawn = Terms::new(&["a", "b", "c", "d"], &p, &q)?;
        for (term, expected) in drawn.terms.iter().zip([0.5, -0.25, 0.25, 0.0]) {
            assert!((term - expected).abs() < 1e-15);
        }
        assert!((drawn.total - 0.5).abs() < 1e-15);
        Ok(())
    }

    #[test]
    fn labels_are_made_drawable() {
        assert_eq!(drawable(" two\n\nlines\u{0}\u{FFFF}"), "two lines");
    }
}
