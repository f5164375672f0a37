//! All divergences between two lists.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::Row;
use crate::run::Run;
use kl_core::divergences::KullbackLeibler;
use kl_core::nalgebra::DMatrix;
use kl_core::{Error, Pmf, pairwise};

struct Input {
    p: Vec<f64>,
    q: Vec<f64>,
    n: usize,
    checked: [Vec<Pmf>; 2],
}

pub(crate) fn measure(run: &mut Run) -> anyhow::Result<()> {
    let (rows, n) = if run.small() { (4, 8) } else { (1000, 64) };
    let mut random = Random(7);
    let p: Vec<Vec<f64>> = (0..rows).map(|_| random.probabilities(n)).collect();
    let far: Vec<Vec<f64>> = (0..rows).map(|_| random.probabilities(n)).collect();
    // Each third Q is next to the P of its number.
    let near = far.iter().zip(&p).enumerate();
    let near = near.map(|(i, (q, p))| {
        if i % 3 == 0 {
            random.near(p)
        } else {
            q.clone()
        }
    });
    let near: Vec<Vec<f64>> = near.collect();
    for (work, q) in [("all pairs", far), ("all pairs, some near", near)] {
        if !run.wants(work) {
            continue;
        }
        let checked = |list: &[Vec<f64>]| list.iter().map(|p| Pmf::new(&p[..])).collect();
        let checked: [Result<_, Error>; 2] = [checked(&p), checked(&q)];
        let [of_p, of_q] = checked;
        let checked = [of_p?, of_q?];
        let input = Input {
            p: p.concat(),
            q: q.concat(),
            n,
            checked,
        };
        let size = format!("{rows} × {rows} × {n}");
        let mut row = Row::new(work, size, (1, "a call"), &input);
        row.ours(15.3, |i| {
            pairwise(&KullbackLeibler, &i.checked[0], &i.checked[1])
        });
        row.peer("naive", naive);
        row.peer("nalgebra", product);
        let shape = vec![rows, n];
        row.python(
            "pairwise",
            vec![
                Array("p", &input.p, shape.clone()),
                Array("q", &input.q, shape),
            ],
        );
        let exact = exact(&input);
        run.measure(row, &exact);
    }
    Ok(())
}

fn naive(input: &Input) -> Vec<f64> {
    let mut table = Vec::new();
    for p in input.p.chunks(input.n) {
        for q in input.q.chunks(input.n) {
            table.push(p.iter().zip(q).map(|(p, q)| p * (p / q).ln()).sum());
        }
    }
    table
}

/// Σ p ln p − P (ln Q)ᵀ, row after row.
fn product(input: &Input) -> Vec<f64> {
    let rows = input.p.len() / input.n;
    let p = DMatrix::from_row_slice(rows, input.n, &input.p);
    // A column for each Q.
    let logarithms = DMatrix::from_column_slice(input.n, rows, &input.q).map(f64::ln);
    let own: Vec<f64> = input
        .p
        .chunks(input.n)
        .map(|p| p.iter().map(|p| p * p.ln()).sum())
        .collect();
    let crossed = p * logarithms;
    let entry = |i: usize| own[i / rows] - crossed[(i / rows, i % rows)];
    (0..rows * rows).map(entry).collect()
}

fn exact(input: &Input) -> Vec<Exact> {
    let logarithms = |x: &[f64]| -> Vec<Exact> { x.iter().map(|&x| Exact::from(x).ln()).collect() };
    let (ln_p, ln_q) = (logarithms(&input.p), logarithms(&input.q));
    let mut table = Vec::new();
    for (p, ln_p) in input.p.chunks(input.n).zip(ln_p.chunks(input.n)) {
        for ln_q in ln_q.chunks(input.n) {
            let terms = p.iter().zip(ln_p.iter().zip(ln_q));
            table.push(terms.map(|(&p, (&ln_p, &ln_q))| (ln_p - ln_q) * p).sum());
        }
    }
    table
}
