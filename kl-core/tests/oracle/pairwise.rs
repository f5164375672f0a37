//! Tables of divergences that are large enough for a matrix product.

use crate::harness::{Answer, Failure, unknown, whole};
use kl_core::divergences::{CrossEntropy, Hellinger, Jeffreys, KullbackLeibler};
use kl_core::{Error, Information, Pmf, pairwise};
use serde_json::Value;

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let [n, step_p, step_q, kind] = [0, 1, 2, 3].map(|i| whole(&inputs[i]));
    let (n, step_p, step_q, kind) = (n?, step_p?, step_q?, kind?);
    let weights = |step: usize, first: usize| -> Vec<Vec<usize>> {
        let of = |i| weights(n, step * (i + 1), kind, first + i);
        (0..SIZE).map(of).collect()
    };
    let (ps, mut qs) = (weights(step_p, 0), weights(step_q, 1));
    for i in (0..SIZE).step_by(3) {
        qs[i].clone_from(&ps[i]);
        qs[i][0] += 1;
    }
    let list = |weights: Vec<Vec<usize>>| weights.iter().map(|w| probabilities(w)).collect();
    let lists: [Result<Vec<Pmf>, Error>; 2] = [list(ps), list(qs)];
    let [ps, qs] = lists;
    let (ps, qs) = (ps?, qs?);
    let table = match row {
        "pairwise, KullbackLeibler" => pairwise(&KullbackLeibler, &ps, &qs)?,
        "pairwise, Jeffreys" => pairwise(&Jeffreys, &ps, &qs)?,
        "pairwise, CrossEntropy" => pairwise(&CrossEntropy, &ps, &qs)?,
        "pairwise, Hellinger" => pairwise(&Hellinger, &ps, &qs)?.map(Information::from_nats),
        _ => return Err(unknown(row)),
    };
    // Row after row.
    let entries: Vec<f64> = table.transpose().iter().map(|x| x.nats()).collect();
    Ok(entries.into())
}

/// Of rows and of columns.
const SIZE: usize = 12;

/// Whole numbers: see `weights` in the oracle.
fn weights(n: usize, step: usize, kind: usize, place: usize) -> Vec<usize> {
    let weight = |k: usize| (1 + k * step % (1 << 20)).pow(if kind == 0 { 1 } else { 2 });
    let mut w: Vec<usize> = (0..n).map(weight).collect();
    if kind == 2 {
        w[place % n] <<= 8;
    }
    w
}

fn probabilities(weights: &[usize]) -> Result<Pmf, Error> {
    let total = weights.iter().sum::<usize>() as f64;
    Pmf::new(
        weights
            .iter()
            .map(|&w| w as f64 / total)
            .collect::<Vec<_>>(),
    )
}
