//! Matrix normal distributions: bad and extreme ones, and the same as multivariate normals.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{matrix_entry, refused, size};
use crate::common::extremes::extreme_covariances;
use crate::common::random::Random;
use kl_core::distribution::MatrixNormal;
use kl_core::nalgebra::DMatrix;
use kl_core::{Error, KlDivergence, MultivariateNormal};

#[test]
fn matrix_normals_name_what_is_wrong() -> TestResult {
    let identity = |d: usize| DMatrix::<f64>::identity(d, d);
    let new = |n, p, u: usize, v: usize| {
        MatrixNormal::new(DMatrix::zeros(n, p), identity(u), identity(v))
    };
    let rows = size(
        "rows of the mean",
        1,
        "rows of the covariance of the rows",
        2,
    );
    assert_eq!(new(1, 3, 2, 3), Err(rows));
    let like = "columns of the covariance of the columns";
    let columns = size("columns of the mean", 4, like, 3);
    assert_eq!(new(2, 4, 2, 3), Err(columns));
    assert_eq!(
        new(0, 0, 0, 0),
        Err(Error::Empty {
            of: "rows of the covariance of the rows"
        })
    );
    let mut mean = DMatrix::zeros(2, 2);
    mean[(1, 1)] = f64::INFINITY;
    refused(
        MatrixNormal::new(mean, identity(2), identity(2)),
        &matrix_entry("mean", 1, 1, f64::INFINITY),
    );
    let p = new(2, 3, 2, 3)?;
    let expected = size("columns of Q", 2, "columns of P", 3);
    assert_eq!(p.kl(&new(2, 2, 2, 2)?), Err(expected));
    let expected = size("rows of Q", 1, "rows of P", 2);
    assert_eq!(p.kl(&new(1, 3, 1, 3)?), Err(expected));
    Ok(())
}

#[test]
fn extreme_matrix_normals_are_not_nan() -> TestResult {
    let some = extreme_covariances();
    let mut all = Vec::new();
    for u in some.iter().step_by(5) {
        for v in some.iter().step_by(7) {
            for mean in [0.0, f64::MAX, -f64::MAX] {
                let mean = DMatrix::from_element(2, 2, mean);
                all.push(MatrixNormal::new(mean, u.clone(), v.clone())?);
            }
        }
    }
    for p in &all {
        for q in &all {
            let d = p.kl(q)?.nats();
            assert!(d >= 0.0, "{d} for {p:?} {q:?}");
        }
        assert_eq!(p.kl(p)?.nats(), 0.0);
    }
    Ok(())
}

/// The columns below each other are normal, with the Kronecker product as covariance.
#[test]
fn matrix_normal_is_multivariate_normal() -> TestResult {
    let mut random = Random(12);
    for round in 0..80 {
        let (n, columns) = (1 + random.below(4), 1 + random.below(4));
        let ((u, s), (v, t)) = (random.pair(n, round), random.pair(columns, round / 2));
        let mean = |random: &mut Random| DMatrix::from_vec(n, columns, random.vector(n * columns));
        let (a, b) = (mean(&mut random), mean(&mut random));
        let p = MatrixNormal::new(a.clone(), u.clone(), v.clone())?;
        let q = MatrixNormal::new(b.clone(), s.clone(), t.clone())?;
        let whole_p = MultivariateNormal::new(a.as_slice().to_vec(), v.kronecker(&u))?;
        let whole_q = MultivariateNormal::new(b.as_slice().to_vec(), t.kronecker(&s))?;
        close(p.kl(&q)?.nats(), whole_p.kl(&whole_q)?.nats(), 1e-12);
        // A factor that moves from one covariance to the other changes nothing.
        let moved = MatrixNormal::new(b, s * 4.0, t * 0.25)?;
        close(p.kl(&moved)?.nats(), p.kl(&q)?.nats(), 1e-8);
    }
    Ok(())
}
