//! Samples: transport and nearest neighbours.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::Row;
use crate::run::Run;
use kl_core::estimate::{Points, nearest_neighbour_kl};
use kl_core::transport::wasserstein_1;

const DIMENSION: usize = 3;

pub(crate) fn measure(run: &mut Run) -> anyhow::Result<()> {
    wasserstein(run);
    let n = if run.small() { 50 } else { 20_000 };
    neighbours(run, "nearest neighbours", n, false)?;
    let n = if run.small() { 50 } else { 10_000 };
    neighbours(run, "nearest neighbours, outliers at 1e200", n, true)
}

fn wasserstein(run: &mut Run) {
    let work = "Wasserstein-1";
    if !run.wants(work) {
        return;
    }
    let n = if run.small() { 100 } else { 1_000_000 };
    let mut random = Random(11);
    let input = (random.many(n, 0.0, 1.0), random.many(n, 0.0, 2.0));
    let mut row = Row::new(work, format!("2 × {n}"), (2 * n, "an element"), &input);
    row.ours(15.0, |(x, y)| wasserstein_1(x, y));
    row.peer("naive", |(x, y)| {
        let (x, y) = (sorted(x), sorted(y));
        x.iter().zip(&y).map(|(x, y)| (x - y).abs()).sum::<f64>() / x.len() as f64
    });
    row.python(
        "wasserstein",
        vec![Array("x", &input.0, vec![n]), Array("y", &input.1, vec![n])],
    );
    let (x, y) = (sorted(&input.0), sorted(&input.1));
    let exact: Exact = x
        .iter()
        .zip(&y)
        .map(|(&x, &y)| (Exact::from(x) - y).abs())
        .sum();
    run.measure(row, &[exact / n as f64]);
}

fn neighbours(run: &mut Run, work: &str, n: usize, outliers: bool) -> anyhow::Result<()> {
    if !run.wants(work) {
        return Ok(());
    }
    let mut random = Random(13);
    let mut samples = [0, 1].map(|_| random.normals(n * DIMENSION));
    samples[1].iter_mut().for_each(|x| *x = 1.5 * *x + 0.5);
    if outliers {
        samples[0][0] = 1e200;
        samples[1][0] = 1.25e200;
    }
    let [p, q] = &samples;
    let input = [
        Points::new(DIMENSION, &p[..])?,
        Points::new(DIMENSION, &q[..])?,
    ];
    let size = format!("2 × {n}, in {DIMENSION} dimensions");
    let mut row = Row::new(work, size, (1, "a call"), &input);
    // The logarithms have both signs.
    row.ours(12.5, |[p, q]| nearest_neighbour_kl(p, q, 1));
    let shape = vec![n, DIMENSION];
    row.python(
        "neighbours",
        vec![Array("p", p, shape.clone()), Array("q", q, shape)],
    );
    run.measure(row, &[exact(p, q)]);
    Ok(())
}

/// d/n Σ ln(ν/ρ) + ln(m/(n − 1)), every distance looked at.
fn exact(p: &[f64], q: &[f64]) -> Exact {
    let (p, _) = p.as_chunks::<DIMENSION>();
    let (q, _) = q.as_chunks::<DIMENSION>();
    let mut sum = Exact::default();
    for (i, x) in p.iter().enumerate() {
        let others = p[..i].iter().chain(&p[i + 1..]);
        let (rho, nu) = (nearest(x, others), nearest(x, q.iter()));
        sum = sum + (Exact::from(nu) / rho).ln();
    }
    let (n, m) = (p.len() as f64, q.len() as f64);
    sum * DIMENSION as f64 / n + (Exact::from(m) / (n - 1.0)).ln()
}

/// The distance to the nearest point.
fn nearest<'a>(
    x: &[f64; DIMENSION],
    others: impl Iterator<Item = &'a [f64; DIMENSION]> + Clone,
) -> f64 {
    let square = |y: &[f64; DIMENSION]| x.iter().zip(y).map(|(x, y)| (x - y).powi(2)).sum::<f64>();
    let smallest = others.clone().map(square).fold(f64::INFINITY, f64::min);
    if smallest.is_finite() {
        return smallest.sqrt();
    }
    let careful = |y: &[f64; DIMENSION]| x.iter().zip(y).fold(0.0, |r: f64, (x, y)| r.hypot(x - y));
    others.map(careful).fold(f64::INFINITY, f64::min)
}

fn sorted(x: &[f64]) -> Vec<f64> {
    let mut x = x.to_vec();
    x.sort_unstable_by(f64::total_cmp);
    x
}
