//! Bars as wide as probabilities and as high as surprises: their area is an entropy.

use crate::axis;
use crate::error::terms_to_draw;
use crate::number::{SMALL, fixed, rounded, text_width};
use crate::palette;
use crate::panel::{Anchor, Frame, Key, NORMAL, Panel, Style};
use crate::{Error, Figure};
use kl_core::{Information, Pmf};
use std::ops::Range;

/// How many outcomes have room for bars: one for each decimal digit.
const LIMIT: usize = 10;

const PLACES: [Range<f64>; 2] = [38.0..238.0, 270.0..470.0];
const VERTICAL: Range<f64> = 62.0..308.0;

const OWN: Style = Style::of(palette::P);
const OTHER: Style = Style::of(palette::Q).dashed(5.0, 3.0);

/// Two charts of the same outcomes. In each, every outcome has a bar as wide as its
/// probability, and as high as the surprise, in bits, of somebody who believes in a
/// distribution. So the area of all bars is the average surprise: the entropy where
/// the belief is right, the cross-entropy where it is not.
///
/// A chart is a title, the distribution that is true, and the one that is believed.
/// Bars are blue with solid outlines where the two are equal, else vermilion with
/// dashed outlines. A dotted line is as high as the average, which stands above the
/// chart as a number. Both charts have one scale.
///
/// Labels stand below the bars that are wide enough for them. Outcomes of probability
/// zero have bars without width.
///
/// # Errors
///
/// - [`Error::Divergence`] if the distributions differ in length.
/// - [`Error::LabelCount`] if the labels do, too.
/// - [`Error::TooManyOutcomes`] above 10.
/// - [`Error::InfiniteTerm`] names an outcome that happens and is believed impossible.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::surprise_bars;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let p = Pmf::new([0.5, 0.25, 0.25])?;
/// let q = Pmf::new([0.25, 0.25, 0.5])?;
/// let charts = [("believes P", &p, &p), ("believes Q", &p, &q)];
/// let figure = surprise_bars(&["a", "b", "c"], charts)?;
/// assert!(figure.svg().contains("average 1.75 bits"));
/// # Ok(())
/// # }
/// ```
pub fn surprise_bars(labels: &[&str], charts: [(&str, &Pmf, &Pmf); 2]) -> Result<Figure, Error> {
    let [left, right] = charts;
    let charts = [Chart::new(labels, left)?, Chart::new(labels, right)?];
    let highest = charts.iter().flat_map(|c| &c.heights).copied();
    // Certain outcomes surprise nobody: the bars are flat on any scale.
    let highest = match highest.fold(0.0, f64::max) {
        0.0 => 1.0,
        highest => highest,
    };
    let description = format!(
        "Two bar charts. The bars are as wide as the probabilities and as high as the \
         surprises in bits. Left, {}. Right, {}.",
        charts[0].description(),
        charts[1].description()
    );
    let title = "Surprises, and their averages as areas";
    Panel::draw("surprise-bars", title, &description, |sheet| {
        for (chart, place) in charts.iter().zip(PLACES) {
            chart.draw(sheet, place, highest)?;
        }
        let marks = axis::vertical(&(0.0..highest), 4, PLACES[0].start - 6.0)?;
        for place in PLACES {
            panel(sheet, place, highest).y_labels(&marks)?;
        }
        Ok(())
    })
}

fn panel<'a>(sheet: &Panel<'a>, place: Range<f64>, highest: f64) -> Panel<'a> {
    let frame = Frame {
        x: place,
        y: VERTICAL,
    };
    sheet.panel(frame, 0.0..1.0, 0.0..1.02 * highest)
}

/// One of the two charts.
struct Chart<'a> {
    title: &'a str,
    labels: &'a [&'a str],
    widths: &'a [f64],
    /// In bits.
    heights: Vec<f64>,
    /// In bits.
    average: f64,
    own: bool,
}

impl<'a> Chart<'a> {
    fn new(
        labels: &'a [&'a str],
        (title, truth, belief): (&'a str, &'a Pmf, &'a Pmf),
    ) -> Result<Self, Error> {
        let average = truth.cross_entropy(belief)?.bits();
        terms_to_draw(labels, truth, belief, LIMIT)?;
        let widths = truth.as_slice();
        let surprise = |(&p, &q): (&f64, &f64)| match p {
            0.0 => 0.0,
            _ => Information::from_nats(-q.ln()).bits().max(0.0),
        };
        Ok(Chart {
            title,
            labels,
            widths,
            heights: widths.iter().zip(belief.as_slice()).map(surprise).collect(),
            average,
            own: truth == belief,
        })
    }

    fn description(&self) -> String {
        let bars: Vec<_> = (self.labels.iter().zip(self.widths).zip(&self.heights))
            .map(|((label, &width), &height)| {
                format!("{label} {} by {}", rounded(width, 3), rounded(height, 3))
            })
            .collect();
        let average = rounded(self.average, 3);
        let (title, bars) = (self.title, bars.join(", "));
        format!("{title}: {bars}; the area, the average surprise, is {average} bits")
    }

    fn draw(&self, sheet: &Panel, place: Range<f64>, highest: f64) -> Result<(), Error> {
        let (style, key) = match self.own {
            true => (OWN, Key::HollowBar(OWN)),
            false => (OTHER, Key::HollowBar(OTHER)),
        };
        sheet.legend((place.start, 16.0), &[(key, self.title)])?;
        let average = format!("average {} bits", fixed(self.average, 2));
        let under = (place.start, 42.0);
        sheet.text(&average, under, (0.0, 0.0), Anchor::Left, NORMAL)?;

        let length = place.end - place.start;
        let panel = panel(sheet, place, highest);
        let mut left = 0.0;
        for ((label, &width), &height) in self.labels.iter().zip(self.widths).zip(&self.heights) {
            let right = left + width;
            if width > 0.0 {
                panel.hollow_bar(left..right, 0.0..height, style)?;
            }
            if text_width(label, SMALL) <= width * length {
                let foot = (0.5 * (left + right), 0.0);
                panel.text(label, foot, (0.0, 6.0), Anchor::Below, SMALL)?;
            }
            left = right;
        }
        let dotted = Style::of(palette::INK).width(1.5).dashed(2.0, 4.0);
        panel.line([(0.0, self.average), (1.0, self.average)], dotted)?;
        panel.zero_line()
    }
}
