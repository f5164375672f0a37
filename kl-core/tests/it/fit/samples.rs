//! The normal with the moments of a sample: samples that have none, and the likelihood.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{entry, matrix_entry, refused, size};
use crate::common::random::Random;
use kl_core::fit::{moment_match, moment_match_weighted};
use kl_core::nalgebra::DMatrix;
use kl_core::{Error, KlDivergence, MultivariateNormal};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn samples_that_have_no_covariance() {
    let matrix = DMatrix::from_row_slice;
    refused(
        moment_match(&matrix(0, 2, &[])),
        &Error::Empty { of: "points" },
    );
    refused(
        moment_match(&DMatrix::zeros(2, 0)),
        &Error::Empty { of: "variables" },
    );
    for value in [NAN, INF, -INF] {
        let error = matrix_entry("value of the points (a row for each)", 2, 1, value);
        let points = matrix(3, 2, &[0.0, 1.0, 2.0, 3.0, 4.0, value]);
        refused(moment_match(&points), &error);
    }
    let error = Error::TooFew {
        of: "points with a weight above zero",
        found: 2,
        needed: 3,
    };
    refused(moment_match(&matrix(2, 2, &[0.0, 1.0, 2.0, 5.0])), &error);
    // The third has no weight.
    let three = matrix(3, 2, &[0.0, 1.0, 2.0, 5.0, 4.0, 4.0]);
    refused(moment_match_weighted(&three, &[1.0, 1.0, 0.0]), &error);
    let error = size("weights", 2, "points", 3);
    refused(moment_match_weighted(&three, &[1.0, 1.0]), &error);
    refused(
        moment_match_weighted(&three, &[0.0; 3]),
        &Error::ZeroTotal { of: "weights" },
    );
    for value in [NAN, INF, -1.0] {
        let error = entry("weight", 1, value);
        refused(moment_match_weighted(&three, &[1.0, value, 1.0]), &error);
    }
    // All equal; all on a line, on one that no double is on, and on one far away.
    let degenerate = |points: &DMatrix<f64>, at| match moment_match(points) {
        Err(Error::NotPositiveDefinite { pivot, .. }) => assert_eq!(pivot, at),
        other => panic!("{other:?}"),
    };
    degenerate(&matrix(3, 1, &[0.1; 3]), 0);
    degenerate(&matrix(3, 1, &[1e300; 3]), 0);
    let line = |f: &dyn Fn(f64) -> f64| {
        DMatrix::from_fn(7, 2, |i, j| if j == 0 { i as f64 } else { f(i as f64) })
    };
    degenerate(&line(&|x| 2.0 * x), 1);
    degenerate(&line(&|x| 0.1 * x), 1);
    // Whose last pivot is not quite 0.
    for k in 1..40 {
        let slope = f64::from(k) / 7.0;
        let x: Vec<f64> = (0..7).map(|i| f64::from(i).sin()).collect();
        let points = DMatrix::from_fn(7, 2, |i, j| if j == 0 { x[i] } else { slope * x[i] + 0.3 });
        degenerate(&points, 1);
    }
    // The covariance overflows.
    match moment_match(&matrix(2, 1, &[1e200, -1e200])) {
        Err(Error::MatrixEntry {
            of: "covariance of the points",
            row: 0,
            column: 0,
            value,
            ..
        }) => assert_eq!(value, INF),
        other => panic!("{other:?}"),
    }
}

/// Of all normals, the sample is likeliest under the one with its moments.
#[test]
fn moments_of_samples() -> TestResult {
    let mut random = Random(4);
    for d in 1..4 {
        let n = 12;
        let points = DMatrix::from_fn(n, d, |_, _| random.between(-2.0, 2.0));
        let weights: Vec<f64> = (0..n)
            .map(|_| f64::from(1 + random.below(3) as u32))
            .collect();
        let fit = moment_match_weighted(&points, &weights)?;
        // A weight of 2 is the point twice.
        let rows: Vec<usize> = (0..n)
            .flat_map(|i| std::iter::repeat_n(i, weights[i] as usize))
            .collect();
        let repeated = moment_match(&points.select_rows(&rows))?;
        assert!(fit.kl(&repeated)?.nats() < 1e-28);
        let likelihood = |q: &MultivariateNormal| -> Result<f64, Box<dyn std::error::Error>> {
            let inverse = q.covariance().clone().try_inverse().ok_or("singular")?;
            let ln_determinant = q.covariance().determinant().ln();
            Ok(rows
                .iter()
                .map(|&i| {
                    let z = points.row(i).transpose() - q.mean();
                    -0.5 * (ln_determinant + (z.transpose() * &inverse * &z)[0])
                })
                .sum())
        };
        let best = likelihood(&fit)?;
        for _ in 0..20 {
            let mean = fit.mean().map(|x| x + 0.1 * random.between(-1.0, 1.0));
            let mut covariance = fit.covariance().clone();
            for i in 0..d {
                covariance[(i, i)] *= random.between(1.0, 1.2);
            }
            let other = MultivariateNormal::new(mean, covariance)?;
            let loss = best - likelihood(&other)?;
            // What is lost is the divergence from the fit, for each point.
            close(loss, rows.len() as f64 * fit.kl(&other)?.nats(), 1e-9);
        }
    }
    Ok(())
}
