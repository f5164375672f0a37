//! Newton's method for the input that reaches the capacity.
//!
//! The mutual information has the derivative c(x) − 1 with respect to P(x), where
//! c(x) = D(W(·|x)‖PW), and the second derivatives −Σ W(y|x) W(y|x′)/PW(y). At the best P there
//! are a number ν, which is the capacity, and slacks s(x) ≥ 0 with
//!
//! c(x) + s(x) = ν and P(x) s(x) = 0
//!
//! so that useful inputs have no slack and useless ones no probability. The steps are those of an
//! interior-point method, Newton's for P(x) s(x) = μ with a μ that falls: Boyd and Vandenberghe,
//! *Convex Optimization*, section 11.7.

mod system;

use crate::Pmf;
use system::System;

/// The slacks, and what the last step taught.
pub(super) struct Newton {
    slacks: Vec<f64>,
    /// What part of the mean of P(x) s(x) the next step aims at.
    aim: f64,
}

impl Newton {
    /// For a first P, whose divergences c are given.
    pub(super) fn new(p: &Pmf, each: &[f64]) -> Self {
        let (most, mean) = most_and_mean(p.as_slice(), each);
        // From a ν above the largest c, so that no slack is 0.
        let slack = |c: &f64| (most - c) + (most - mean) + 1e-3 * most;
        Newton {
            slacks: each.iter().map(slack).collect(),
            aim: 0.1,
        }
    }

    /// The next P, as weights; `None` if there is none, because numbers are too large or small.
    pub(super) fn step(&mut self, rows: &[Pmf], p: &Pmf, each: &[f64]) -> Option<Vec<f64>> {
        let p = p.as_slice();
        let (most, mean) = most_and_mean(p, each);
        let products = p.iter().zip(&self.slacks).map(|(p, s)| p * s);
        let mu = self.aim * products.sum::<f64>() / p.len() as f64;
        // In units of the largest c, which may be tiny.
        let diagonal = p.iter().zip(&self.slacks).map(|(p, s)| s / p / most);
        let system = System::new(rows, p, most, diagonal.collect());
        let wanted = p
            .iter()
            .zip(each)
            .map(|(p, c)| ((c - mean) + mu / p) / most);
        let by_wanted = system.solved(wanted.collect());
        let by_one = system.solved(vec![1.0; p.len()]);
        // That ν for which the changes of P add up to 0.
        let nu = by_wanted.iter().sum::<f64>() / by_one.iter().sum::<f64>();
        let both = by_wanted.iter().zip(&by_one);
        let changes: Vec<f64> = both.map(|(a, b)| a - nu * b).collect();
        let of_slack = |((p, s), d): ((&f64, &f64), &f64)| mu / p - s - s / p * d;
        let all = p.iter().zip(&self.slacks).zip(&changes);
        let of_slacks: Vec<f64> = all.map(of_slack).collect();
        let way = part_of_way(p, &changes).min(part_of_way(&self.slacks, &of_slacks));
        // The further it goes, the better the matrix was, and the next step may aim lower.
        self.aim = ((1.0 - way) * (1.0 - way)).clamp(0.02, 0.8);
        self.slacks = gone(&self.slacks, &of_slacks, way)?;
        gone(p, &changes, way)
    }
}

fn most_and_mean(p: &[f64], each: &[f64]) -> (f64, f64) {
    let most = each.iter().copied().fold(0.0, f64::max);
    let mean = p.iter().zip(each).map(|(p, c)| p * c).sum();
    (most, mean)
}

/// The whole way, or nearly as far as the first number that would be 0.
fn part_of_way(numbers: &[f64], changes: &[f64]) -> f64 {
    let ways = numbers.iter().zip(changes).map(|(x, d)| -0.99 * x / d);
    ways.filter(|&way| way > 0.0).fold(1.0, f64::min)
}

/// The numbers after this part of the way, all of which must be positive.
fn gone(numbers: &[f64], changes: &[f64], way: f64) -> Option<Vec<f64>> {
    let gone = |(x, d): (&f64, &f64)| {
        let x = x + way * d;
        (x > 0.0 && x < f64::INFINITY).then_some(x)
    };
    numbers.iter().zip(changes).map(gone).collect()
}
