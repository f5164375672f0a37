//! Starts of the searches.

use super::parameters::{Component, Parameters};
use super::search::Start;
use super::target::Node;
use super::{Options, Target};
use crate::error::parameter;
use crate::normal::univariate::checked_entry;
use crate::{Error, NormalMixture};
use statrs::distribution::Normal;

const OF_START: [&str; 2] = ["mean of the start", "standard deviation of the start"];

/// The caller's starts, then each mode with its own width, the mean, and quantiles.
pub(crate) fn normal_starts(
    target: &Target<'_>,
    options: &Options<Normal>,
) -> Result<Vec<Start>, Error> {
    let mut starts = Vec::new();
    for (index, normal) in options.starts.iter().enumerate() {
        checked_entry(normal, index, OF_START)?;
        starts.push(Start {
            at: Parameters(vec![Component::of(normal)]),
            given: true,
        });
    }
    if options.automatic_starts {
        let sigma = target.standard_deviation();
        let mut automatic = modes(target, MOST_MODES);
        automatic.push((target.mean(), sigma));
        let levels = [0.05, 0.25, 0.5, 0.75, 0.95];
        automatic.extend(quantiles(target.nodes(), &levels).map(|x| (x, 0.25 * sigma)));
        starts.extend(automatic.iter().map(|&one| start(&[one])));
    }
    if starts.is_empty() {
        return Err(Error::Empty {
            of: "starts, given or automatic",
        });
    }
    Ok(starts)
}

/// The caller's starts, then k quantiles with several spacings and widths, and sets of k modes.
pub(crate) fn mixture_starts(
    target: &Target<'_>,
    k: usize,
    options: &Options<NormalMixture<Normal>>,
) -> Result<Vec<Start>, Error> {
    parameter(
        "number of components",
        k as f64,
        (1..=MOST_COMPONENTS).contains(&k),
        "from 1 to 32",
    )?;
    let mut starts = Vec::new();
    for (row, mixture) in options.starts.iter().enumerate() {
        let found = mixture.components().len();
        if found != k {
            return Err(Error::Size {
                of: "components of start",
                index: Some(row),
                found,
                like: "components asked for",
                expected: k,
            });
        }
        let mut weights = mixture.weights().as_slice().iter();
        if let Some(column) = weights.position(|&w| w == 0.0) {
            return Err(Error::MatrixEntry {
                of: "weight of the starts (a row for each)",
                row,
                column,
                value: 0.0,
                must_be: "positive: the search cannot leave zero",
            });
        }
        starts.push(Start {
            at: Parameters::of(mixture),
            given: true,
        });
    }
    if options.automatic_starts {
        let sigma = target.standard_deviation();
        let even: Vec<f64> = (0..k).map(|i| (i as f64 + 0.5) / k as f64).collect();
        let spaced = |bend: &dyn Fn(f64) -> f64, width: f64| {
            let levels: Vec<f64> = even.iter().map(|&u| bend(u)).collect();
            let centres = quantiles(target.nodes(), &levels);
            start(&centres.map(|x| (x, width)).collect::<Vec<_>>())
        };
        let width = sigma / k as f64;
        starts.push(spaced(&|u| u, width));
        starts.push(spaced(&|u| u, 0.25 * width));
        // Levels denser at either end.
        starts.push(spaced(&|u| u * u, width));
        starts.push(spaced(&|u| u * (2.0 - u), width));
        let modes = modes(target, MOST_MODES);
        starts.extend(choices(modes.len(), k).map(|choice| {
            let chosen = choice.iter().enumerate().map(|(i, &mode)| {
                let (x, width) = modes[mode];
                // Two components at one mode must start apart, or they would stay equal.
                let before = choice[..i].iter().filter(|&&other| other == mode).count();
                (x + 0.5 * width * before as f64, width)
            });
            start(&chosen.collect::<Vec<_>>())
        }));
    }
    if starts.is_empty() {
        return Err(Error::Empty {
            of: "starts, given or automatic",
        });
    }
    Ok(starts)
}

const MOST_COMPONENTS: usize = 32;
const MOST_MODES: usize = 16;
/// The most sets of modes. There may be very many; beyond this number, chance would do
/// better.
const MOST_CHOICES: usize = 20;

/// Components of equal weight with these means and standard deviations.
fn start(components: &[(f64, f64)]) -> Start {
    let ln_weight = -(components.len() as f64).ln();
    let components = components.iter().map(|&(mean, sigma)| Component {
        ln_weight,
        mean,
        sigma,
    });
    Start {
        at: Parameters(components.collect()),
        given: false,
    }
}

/// The modes among the nodes, the highest first, and the width of each: the
/// standard deviation of the normal distribution with that curvature of ln p.
fn modes(target: &Target<'_>, most: usize) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64, f64)> = Vec::new();
    for three in target.nodes().windows(3) {
        let [a, b, c] = three else { continue };
        if a.ln_p < b.ln_p && b.ln_p >= c.ln_p {
            let (left, right) = (
                (b.ln_p - a.ln_p) / (b.x - a.x),
                (c.ln_p - b.ln_p) / (c.x - b.x),
            );
            let curvature = (left - right) / (0.5 * (c.x - a.x));
            let sigma = target.standard_deviation();
            let width = (1.0 / curvature.sqrt()).clamp(1e-4 * sigma, sigma);
            let width = if width.is_nan() { sigma } else { width };
            found.push((b.ln_p, b.x, width));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(most);
    found.into_iter().map(|(_, x, width)| (x, width)).collect()
}

/// The quantiles of P at these levels, each rounded to a node.
fn quantiles<'a>(nodes: &'a [Node], levels: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    levels.iter().filter_map(move |&level| {
        let mut below = 0.0;
        let passed = nodes.iter().find(|node| {
            below += node.mass;
            below >= level
        });
        passed.or(nodes.last()).map(|node| node.x)
    })
}

/// Sets of k out of n modes, repetitions allowed, in order; at most [`MOST_CHOICES`] of
/// them.
fn choices(n: usize, k: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut next = (n > 0).then(|| vec![0; k]);
    std::iter::from_fn(move || {
        let now = next.take()?;
        // The last mode that can grow; those after it restart from its new value.
        if let Some(i) = now.iter().rposition(|&mode| mode + 1 < n) {
            let mut after = now.clone();
            let grown = now[i] + 1;
            after[i..].fill(grown);
            next = Some(after);
        }
        Some(now)
    })
    .take(MOST_CHOICES)
}

#[cfg(test)]
mod tests {
    use super::choices;

    #[test]
    fn choices_are_all_different() {
        let got: Vec<_> = choices(2, 2).collect();
        assert_eq!(got, [vec![0, 0], vec![0, 1], vec![1, 1]]);
        assert_eq!(choices(0, 3).count(), 0);
        assert_eq!(choices(3, 3).count(), 10);
        assert_eq!(choices(9, 9).count(), 20);
    }
}
