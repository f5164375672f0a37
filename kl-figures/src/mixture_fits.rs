//! The density of a mixture, and normal distributions that were fitted to it.

use crate::axis::{self, Tick};
use crate::number::{rounded, superscript};
use crate::palette;
use crate::panel::{Anchor, Frame, Key, LINE_P, LINE_Q, NORMAL, Panel, Style, columns};
use crate::{Error, Figure};
use kl_core::NormalMixture;
use kl_core::statrs::distribution::{Continuous, Normal};
use kl_core::statrs::statistics::Distribution;
use std::ops::Range;

/// How many panels have room beside each other.
const PANELS: usize = 2;
/// How many standard deviations of each component of P are shown.
const REACH: f64 = 4.0;
/// How many powers of ten a logarithmic scale shows.
const DECADES: f64 = 6.0;

const LEFT: f64 = 64.0;
const RIGHT: f64 = 466.0;
const GAP: f64 = 20.0;
const VERTICAL: Range<f64> = 58.0..286.0;

/// The density of a mixture of normals P, and next to each other one or two panels with
/// normal distributions Q that were fitted to it.
///
/// The density of P is a solid blue line with a filled area, the same in each panel; the
/// densities of the Qs are dashed vermilion lines. A panel is its title and its Qs, which may
/// be none. Both panels have the same scales. `x_name` stands below: what x is, and its unit.
///
/// # Errors
///
/// - [`Error::PanelCount`] unless there are one or two panels.
/// - [`Error::Axis`] if the labels of an axis would be too long.
///
/// # Example
///
/// ```
/// use kl_core::fit::{self, Target};
/// use kl_core::statrs::distribution::Normal;
/// use kl_core::{NormalMixture, Pmf};
/// use kl_figures::mixture_fits;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let wells = vec![Normal::new(-3.0, 1.0)?, Normal::new(3.0, 1.0)?];
/// let p = NormalMixture::new(Pmf::new([0.25, 0.75])?, wells)?;
/// let forward = fit::forward_normal(&Target::of_mixture(&p)?);
/// let figure = mixture_fits(&p, "x", &[("forward", &[forward.model])])?;
/// assert!(figure.svg().contains("forward"));
/// # Ok(())
/// # }
/// ```
pub fn mixture_fits(
    p: &NormalMixture<Normal>,
    x_name: &str,
    panels: &[(&str, &[Normal])],
) -> Result<Figure, Error> {
    draw(p, x_name, panels, false)
}

/// The same with a logarithmic scale, on which a normal density is a parabola and a rare
/// component can be seen.
///
/// It shows six powers of ten below the highest density.
///
/// # Errors
///
/// As [`mixture_fits`].
///
/// # Example
///
/// ```
/// use kl_core::statrs::distribution::Normal;
/// use kl_core::{NormalMixture, Pmf};
/// use kl_figures::mixture_fits_log;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let parts = vec![Normal::new(0.0, 1.0)?, Normal::new(8.0, 1.0)?];
/// let p = NormalMixture::new(Pmf::new([0.999, 0.001])?, parts)?;
/// let figure = mixture_fits_log(&p, "x", &[("a rare component", &[])])?;
/// assert!(figure.svg().contains("10⁻²"));
/// # Ok(())
/// # }
/// ```
pub fn mixture_fits_log(
    p: &NormalMixture<Normal>,
    x_name: &str,
    panels: &[(&str, &[Normal])],
) -> Result<Figure, Error> {
    draw(p, x_name, panels, true)
}

fn draw(
    p: &NormalMixture<Normal>,
    x_name: &str,
    panels: &[(&str, &[Normal])],
    logarithmic: bool,
) -> Result<Figure, Error> {
    if panels.is_empty() || panels.len() > PANELS {
        let (panels, limit) = (panels.len(), PANELS);
        return Err(Error::PanelCount { panels, limit });
    }
    let window = window(p);
    let frames = columns(LEFT..RIGHT, GAP, panels.len());
    let of_x = axis::horizontal(&window, frames[0].end - frames[0].start)?;
    let x = positions(&window, p, panels);
    let of_p: Vec<f64> = x.iter().map(|&x| p.ln_pdf(x).exp()).collect();
    let all = panels.iter().flat_map(|(_, fits)| fits.iter());
    let highest = all
        .flat_map(|q| x.iter().map(|&x| q.pdf(x)))
        .chain(of_p.iter().copied())
        .fold(0.0, f64::max);
    let scale = Scale::new(highest, logarithmic)?;
    let title = "The density of a mixture of normal distributions, and normal distributions \
                 fitted to it";
    let description = description(p, panels);
    Panel::draw("mixture-fits", title, &description, |sheet| {
        let any = panels.iter().any(|(_, fits)| !fits.is_empty());
        let keys = [
            (Key::Area(LINE_P), "density p"),
            (Key::Line(LINE_Q), "density q"),
        ];
        sheet.legend((LEFT, 16.0), &keys[..if any { 2 } else { 1 }])?;
        for (i, ((name, fits), frame)) in panels.iter().zip(&frames).enumerate() {
            let frame = Frame {
                x: frame.clone(),
                y: VERTICAL,
            };
            let panel = sheet.panel(frame, window.clone(), scale.range.clone());
            panel.y_grid(&scale.marks)?;
            if i == 0 {
                panel.y_labels(&scale.marks)?;
            }
            panel.x_labels(&of_x)?;
            let foot = scale.range.start;
            let curve = |density: &dyn Fn(usize) -> f64| -> Vec<(f64, f64)> {
                let at = |i: usize| (x[i], scale.of(density(i)));
                (0..x.len()).map(at).collect()
            };
            let line = curve(&|i| of_p[i]);
            let mut outline = vec![(window.start, foot)];
            outline.extend(&line);
            outline.push((window.end, foot));
            panel.polygon(outline, LINE_P.opacity(0.15))?;
            panel.line(
                [(window.start, foot), (window.end, foot)],
                Style::of(palette::INK).width(1.0),
            )?;
            panel.line(line, LINE_P)?;
            for q in *fits {
                // What is at the foot of the scale or below it is not drawn: dashes of several
                // Qs would run into each other there.
                let line = curve(&|i| q.pdf(x[i]));
                let least = foot + 0.002 * (scale.range.end - foot);
                for part in line.split(|&(_, y)| y <= least) {
                    if part.len() > 1 {
                        panel.line(part.to_vec(), LINE_Q)?;
                    }
                }
            }
            let middle = (0.5 * window.start + 0.5 * window.end, scale.range.end);
            panel.text(name, middle, (0.0, -10.0), Anchor::Centre, NORMAL)?;
        }
        let middle = 0.5 * (LEFT + RIGHT);
        sheet.text(x_name, (middle, 324.0), (0.0, 0.0), Anchor::Centre, NORMAL)
    })
}

/// From a density to the coordinate in which it is drawn.
struct Scale {
    logarithmic: bool,
    range: Range<f64>,
    marks: Vec<Tick>,
}

impl Scale {
    fn new(highest: f64, logarithmic: bool) -> Result<Scale, Error> {
        if !logarithmic {
            let range = 0.0..1.05 * highest;
            let marks = axis::vertical(&range, 4, LEFT - 6.0)?;
            return Ok(Scale {
                logarithmic,
                range,
                marks,
            });
        }
        let top = highest.log10();
        if !top.is_finite() {
            let (low, high) = (top - DECADES, top);
            return Err(Error::Axis { low, high });
        }
        let range = top - DECADES..top + 0.3;
        let exponents = range.start.ceil() as i32..=range.end.floor() as i32;
        let marks = exponents
            .map(|exponent| Tick {
                at: f64::from(exponent),
                label: match exponent {
                    0 => "1".to_owned(),
                    1 => "10".to_owned(),
                    _ => format!("10{}", superscript(exponent)),
                },
            })
            .collect();
        Ok(Scale {
            logarithmic,
            range,
            marks,
        })
    }

    fn of(&self, density: f64) -> f64 {
        if self.logarithmic {
            density.log10().max(self.range.start)
        } else {
            density
        }
    }
}

fn moments(n: &Normal) -> (f64, f64) {
    // Both are always there; the types of statrs are those of distributions that may have
    // none.
    (
        n.mean().unwrap_or(f64::NAN),
        n.std_dev().unwrap_or(f64::NAN),
    )
}

fn window(p: &NormalMixture<Normal>) -> Range<f64> {
    let parts = p.components().iter().zip(p.weights().as_slice());
    let possible = parts.filter(|(_, w)| **w > 0.0).map(|(n, _)| moments(n));
    possible.fold(f64::INFINITY..f64::NEG_INFINITY, |all, (mean, sigma)| {
        all.start.min(mean - REACH * sigma)..all.end.max(mean + REACH * sigma)
    })
}

/// Where the curves are sampled: every few pixels, and densely around each distribution.
fn positions(
    window: &Range<f64>,
    p: &NormalMixture<Normal>,
    panels: &[(&str, &[Normal])],
) -> Vec<f64> {
    let grid = |range: Range<f64>, steps: u32| {
        let step = (range.end - range.start) / f64::from(steps);
        (0..=steps).map(move |i| range.start + f64::from(i) * step)
    };
    let fits = panels.iter().flat_map(|(_, fits)| fits.iter());
    let mut x: Vec<f64> = grid(window.clone(), 120).collect();
    for (mean, sigma) in p.components().iter().chain(fits).map(moments) {
        x.extend(grid(mean - REACH * sigma..mean + REACH * sigma, 48));
    }
    x.retain(|x| window.contains(x) || *x == window.end);
    x.sort_by(f64::total_cmp);
    x.dedup();
    x
}

fn description(p: &NormalMixture<Normal>, panels: &[(&str, &[Normal])]) -> String {
    let say = |n: &Normal| {
        let (mean, sigma) = moments(n);
        let (mean, sigma) = (rounded(mean, 3), rounded(sigma, 3));
        format!("mean {mean} and standard deviation {sigma}")
    };
    let parts: Vec<_> = p
        .components()
        .iter()
        .zip(p.weights().as_slice())
        .map(|(n, w)| format!("weight {}, {}", rounded(*w, 3), say(n)))
        .collect();
    let mut text = format!(
        "The density of P, a filled solid curve, a mixture of normals: {}.",
        parts.join("; ")
    );
    for (name, fits) in panels {
        if !fits.is_empty() {
            let fits: Vec<_> = fits.iter().map(say).collect();
            text += &format!(" In the panel {name}, dashed: {}.", fits.join("; "));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use kl_core::Pmf;

    #[test]
    fn the_scale_is_logarithmic() {
        let scale = Scale::new(0.5, true).expect("a scale");
        assert!((scale.of(1e-3) + 3.0).abs() < 1e-12);
        assert_eq!(scale.of(0.0), scale.range.start);
        let labels: Vec<_> = scale.marks.iter().map(|m| m.label.as_str()).collect();
        assert_eq!(labels.first(), Some(&"10⁻⁶"));
        assert_eq!(labels.last(), Some(&"10⁻¹"));
        assert!(Scale::new(0.0, true).is_err());
    }

    #[test]
    fn what_is_impossible_is_not_shown() {
        let parts = vec![Normal::standard(), Normal::new(50.0, 1.0).expect("valid")];
        let p = NormalMixture::new(Pmf::new([1.0, 0.0]).expect("valid"), parts).expect("valid");
        assert_eq!(window(&p), -4.0..4.0);
    }
}
