//! Covariances of more than 20 dimensions, which are factored in blocks.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::indefinite;
use crate::common::random::Random;
use kl_core::nalgebra::DMatrix;
use kl_core::{Error, KlDivergence, MultivariateNormal, gradient};

/// A pivot that is not positive is named wherever the blocks are cut.
#[test]
fn a_bad_pivot_is_named_in_large_matrices() {
    for bad in [0, 1, 20, 24, 25, 49, 50, 99] {
        let mut s = DMatrix::<f64>::identity(100, 100);
        if bad > 0 {
            s[(bad, 0)] = 2.0;
            s[(0, bad)] = 2.0;
        } else {
            s[(0, 0)] = -3.0;
        }
        assert_eq!(
            MultivariateNormal::new(vec![0.0; 100], s),
            Err(indefinite("covariance", bad, -3.0))
        );
    }
}

/// The matrix beside an identity, which brings the dimension to 30.
fn enlarged(m: &DMatrix<f64>) -> DMatrix<f64> {
    let mut whole = DMatrix::identity(30, 30);
    whole.view_mut((0, 0), (m.nrows(), m.ncols())).copy_from(m);
    whole
}

fn enlarged_normal(mean: &[f64], s: &DMatrix<f64>) -> Result<MultivariateNormal, Error> {
    let mut whole = mean.to_vec();
    whole.resize(30, 0.25);
    MultivariateNormal::new(whole, enlarged(s))
}

/// Coordinates that are alike in P and Q add nothing; with them the matrices are
/// large, and are factored in blocks.
#[test]
fn blocks_give_what_plain_loops_give() -> TestResult {
    let mut random = Random(1);
    for round in 0..30 {
        let d = 1 + random.below(20);
        let (s, t) = random.pair(d, round);
        let (m, n) = (random.vector(d), random.vector(d));
        let (p, q) = (
            MultivariateNormal::new(m.clone(), s.clone())?,
            MultivariateNormal::new(n.clone(), t.clone())?,
        );
        let (large_p, large_q) = (enlarged_normal(&m, &s)?, enlarged_normal(&n, &t)?);
        close(p.kl(&q)?.nats(), large_p.kl(&large_q)?.nats(), 1e-13);
        let p = MultivariateNormal::new(n.clone(), s.clone())?;
        let large_p = enlarged_normal(&n, &s)?;
        close(p.kl(&q)?.nats(), large_p.kl(&large_q)?.nats(), 1e-12);

        let (small, large) = (
            gradient::multivariate_normal_kl(&p, &q)?,
            gradient::multivariate_normal_kl(&large_p, &large_q)?,
        );
        for (small, large) in [
            (&small.cholesky_p, &large.cholesky_p),
            (&small.cholesky_q, &large.cholesky_q),
        ] {
            let difference = (enlarged(small) - large).view((0, 0), (d, d)).into_owned();
            assert!(difference.norm() <= 1e-11 * small.norm(), "{small} {large}");
        }
    }
    Ok(())
}

#[test]
fn large_factors_multiply_to_the_covariance() -> TestResult {
    let mut random = Random(2);
    for d in [20, 21, 49, 97] {
        let s = random.covariance(d, 1.0);
        let p = MultivariateNormal::new(vec![0.0; d], s.clone())?;
        let l = p.cholesky_factor();
        assert_eq!(l, &l.lower_triangle());
        assert!((l * l.transpose() - &s).norm() <= 1e-14 * s.norm());
    }
    Ok(())
}
