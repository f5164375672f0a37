//! A projection onto the distributions with a given mean.

use crate::number::rounded;
use crate::panel::{Anchor, Key, LINE_P, LINE_Q, NORMAL, Panel, Style};
use crate::simplex::{self, crossing, kl, place, three};
use crate::{Error, Figure, palette};
use kl_core::Pmf;

/// All distributions on three outcomes as a triangle, and in it the projection of Q onto those
/// that have the same mean of a quantity as P.
///
/// The line of these distributions is solid and blue. The distributions in proportion to
/// q·exp(λf) are the dashed, vermilion curve through Q. Where the two meet is P*, the projection.
/// The shaded area holds all P with D(P‖Q) ≤ D(P*‖Q); it touches the line in P*.
///
/// # Errors
///
/// - [`Error::NotThreeOutcomes`] if P or Q has more or fewer.
/// - [`Error::InfiniteTerm`] if Q gives an outcome no probability.
/// - [`Error::Divergence`] if two of the three values of the quantity are equal or one is infinite,
///   or if P's mean is a value of the quantity that no mixture reaches: the lines would have no
///   point in common to draw.
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_figures::simplex_projection;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (p, q) = (Pmf::new([0.25, 0.0, 0.75])?, Pmf::new([0.5, 0.25, 0.25])?);
/// let figure = simplex_projection(&p, &q, [1.0, 2.0, 3.0])?;
/// assert!(figure.svg().contains("P*"));
/// # Ok(())
/// # }
/// ```
pub fn simplex_projection(p: &Pmf, q: &Pmf, values: [f64; 3]) -> Result<Figure, Error> {
    let (p, q) = (three(p)?, three(q)?);
    if let Some(index) = q.iter().position(|&q| q == 0.0) {
        return Err(Error::InfiniteTerm { index });
    }
    let [low, middle, high] = sorted(values);
    let mean: f64 = (0..3).map(|i| p[i] * values[i]).sum();
    let spread = high - low;
    let between = low + 1e-6 * spread < mean && mean < high - 1e-6 * spread;
    if !(spread.is_finite() && low < middle && middle < high && between) {
        return Err(Error::Divergence(kl_core::Error::Parameter {
            name: "mean of the values under P",
            value: mean,
            must_be: "between the lowest and the highest of three different values",
        }));
    }
    let tilted = |lambda: f64| tilted(q, values.map(|f| (f - low) / spread), lambda);
    let mean_of = |p: [f64; 3]| (0..3).map(|i| p[i] * values[i]).sum::<f64>();
    let lambda = crossing(-60.0, 60.0, |lambda| mean_of(tilted(lambda)) - mean);
    let star = tilted(lambda);
    let radius = kl(star, q);
    let three_of = |p: [f64; 3]| p.map(|p| rounded(p, 3)).join(", ");
    let description = format!(
        "The triangle of all distributions on three outcomes. Q is ({}). A straight line holds \
         the distributions with mean {}, among them P, which is ({}). A curve of exponentially \
         tilted distributions leads from Q to the line and meets it in P*, which is ({}). The \
         divergence from Q is {} nats for P and {} for P*, that of P from P* is {}.",
        three_of(q),
        rounded(mean, 3),
        three_of(p),
        three_of(star),
        rounded(kl(p, q), 3),
        rounded(radius, 3),
        rounded(kl(p, star), 3),
    );
    let title = "The projection of Q onto the distributions with a given mean";
    Panel::draw("simplex-projection", title, &description, |sheet| {
        let panel = simplex::panel(sheet)?;
        panel.polygon(ball(q, radius), Style::of(palette::KL).opacity(0.18))?;
        let [a, b] = ends(values, mean);
        panel.line([place(a), place(b)], LINE_P)?;
        let curve = (0..=240).map(|i| place(tilted(f64::from(i) / 6.0 - 20.0)));
        panel.line(curve, LINE_Q)?;
        let thin = Style::of(palette::INK).width(1.2).dashed(2.0, 3.0);
        panel.line([place(p), place(q)], thin)?;
        let solid = Style {
            dashes: None,
            ..LINE_Q
        };
        panel.cross(place(q), 5.0, solid)?;
        panel.dot(place(p), 4.0, LINE_P)?;
        panel.dot(place(star), 4.0, Style::of(palette::KL))?;
        // Off the curve, which goes upwards from Q and from P*.
        for (at, name, shift) in [
            (p, "P", (15.0, -9.0)),
            (q, "Q", (18.0, 9.0)),
            (star, "P*", (23.0, -9.0)),
        ] {
            panel.text(name, place(at), shift, Anchor::Centre, NORMAL)?;
        }
        sheet.legend(
            (28.0, 18.0),
            &[
                (Key::Line(LINE_P), "same mean"),
                (Key::Line(LINE_Q), "tilted Q"),
                (
                    Key::Bar(Style::of(palette::KL).opacity(0.35)),
                    "nearer than P*",
                ),
            ],
        )?;
        Ok(())
    })
}

fn sorted(mut values: [f64; 3]) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    values
}

/// In proportion to q·exp(λf), computed so that nothing overflows.
fn tilted(q: [f64; 3], f: [f64; 3], lambda: f64) -> [f64; 3] {
    let logs = [0, 1, 2].map(|i| q[i].ln() + lambda * f[i]);
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = logs.map(|l| (l - largest).exp());
    let sum: f64 = weights.iter().sum();
    weights.map(|w| w / sum)
}

/// The two distributions on an edge that have this mean.
fn ends(values: [f64; 3], mean: f64) -> [[f64; 3]; 2] {
    let mut found = Vec::new();
    for (i, j) in [(0, 1), (1, 2), (0, 2)] {
        let share = (mean - values[i]) / (values[j] - values[i]);
        if (0.0..=1.0).contains(&share) {
            let mut p = [0.0; 3];
            (p[i], p[j]) = (1.0 - share, share);
            found.push(p);
        }
    }
    // Where the line passes a corner, two of three are that corner.
    [found[0], found[found.len() - 1]]
}

/// The outline of the P with D(P‖Q) ≤ r, cut at the edges of the triangle.
fn ball(q: [f64; 3], r: f64) -> Vec<(f64, f64)> {
    (0..360)
        .map(|degrees| {
            let angle = f64::from(degrees).to_radians();
            let direction = [0.0_f64, 120.0, 240.0].map(|turn| (angle - turn.to_radians()).cos());
            let edge = (0..3)
                .filter(|&i| direction[i] < -1e-12)
                .map(|i| -q[i] / direction[i])
                .fold(f64::INFINITY, f64::min);
            let at = |t: f64| [0, 1, 2].map(|i| (q[i] + t * direction[i]).max(0.0));
            place(at(crossing(0.0, edge, |t| kl(at(t), q) - r)))
        })
        .collect()
}
