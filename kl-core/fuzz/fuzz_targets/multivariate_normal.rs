//! Any means and matrices; and covariances that are made to be valid.
#![no_main]

use kl_core::nalgebra::DMatrix;
use kl_core::{KlDivergence, MultivariateNormal};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<f64>, Vec<f64>, u8, u8)| {
    let (mean, entries, rows, columns) = input;
    let (rows, columns) = (usize::from(rows) % 6, usize::from(columns) % 6);
    if let Some(entries) = entries.get(..rows * columns) {
        let matrix = DMatrix::from_row_slice(rows, columns, entries);
        let _ = MultivariateNormal::new(mean.clone(), matrix);
    }
    let d = mean.len().min(5);
    let (Some(one), Some(two)) = (entries.get(..d * d), entries.get(d * d..2 * d * d)) else {
        return;
    };
    // A square is symmetric once it is averaged with its transpose.
    let valid = |entries: &[f64]| {
        let factor = DMatrix::from_row_slice(d, d, entries);
        let square = &factor * factor.transpose();
        let covariance = 0.5 * &square + 0.5 * square.transpose();
        MultivariateNormal::new(mean[..d].to_vec(), covariance)
    };
    if let (Ok(p), Ok(q)) = (valid(one), valid(two)) {
        let nats = p.kl(&q).expect("the same dimension").nats();
        assert!(nats >= 0.0, "{nats:e} of {p:?} {q:?}");
        assert_eq!(p.kl(&p).expect("the same dimension").nats(), 0.0, "{p:?}");
    }
});
