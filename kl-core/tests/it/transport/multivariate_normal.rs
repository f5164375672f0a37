//! Bures and Wasserstein distances between multivariate normal distributions, against their
//! formulas.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::dimensions;
use crate::common::extremes::extreme_covariances;
use crate::common::random::{Random, symmetric};
use crate::normal::{centred, standard};
use kl_core::MultivariateNormal;
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::transport::Wasserstein;

#[test]
fn transport_names_what_is_wrong() -> TestResult {
    let mismatch = dimensions(2, 3);
    let (p, q) = (standard(2)?, standard(3)?);
    assert_eq!(p.bures(&q), Err(mismatch.clone()));
    assert_eq!(p.wasserstein_2(&q), Err(mismatch));
    Ok(())
}

#[test]
fn transport_between_extremes_is_not_nan() -> TestResult {
    let mut all = Vec::new();
    for s in extreme_covariances() {
        for mean in [0.0, f64::MAX, -f64::MAX] {
            all.push(MultivariateNormal::new(vec![mean, 1.0], s.clone())?);
        }
    }
    for p in &all {
        for q in &all {
            let (b, w) = (p.bures(q)?, p.wasserstein_2(q)?);
            assert!((0.0..f64::INFINITY).contains(&b), "{b} {p:?} {q:?}");
            assert!(w >= b, "{w} {p:?} {q:?}");
        }
        assert_eq!(p.wasserstein_2(p)?, 0.0);
    }
    Ok(())
}

/// From the definition with symmetric square roots, for covariances far apart.
#[test]
fn transport_is_what_its_formula_says() -> TestResult {
    let mut random = Random(6);
    let root = |s: &DMatrix<f64>| {
        let e = s.clone().symmetric_eigen();
        let roots = DMatrix::from_diagonal(&e.eigenvalues.map(f64::sqrt));
        &e.eigenvectors * roots * e.eigenvectors.transpose()
    };
    for d in 1..30 {
        let (s, t) = (random.covariance(d, 0.5), random.covariance(d, 0.5));
        let half = root(&s);
        let middle = symmetric(&(&half * &t * &half));
        let square = (&s + &t - root(&middle) * 2.0).trace();
        close(centred(&s)?.bures(&centred(&t)?)?, square.sqrt(), 1e-10);
    }
    Ok(())
}

#[test]
fn transport_is_symmetric_and_a_metric() -> TestResult {
    let mut random = Random(7);
    for round in 0..150 {
        let d = 1 + random.below(6);
        let (s, t) = random.pair(d, round);
        let m = random.vector(d);
        let p = MultivariateNormal::new(m.clone(), s.clone())?;
        let q = MultivariateNormal::new(m, t)?;
        let r = MultivariateNormal::new(random.vector(d), random.covariance(d, 0.5))?;
        let there = p.wasserstein_2(&q)?;
        close(there, q.wasserstein_2(&p)?, 1e-12);
        close(there, p.bures(&q)?, 1e-15);
        let detour = p.wasserstein_2(&r)? + r.wasserstein_2(&q)?;
        assert!(there <= detour * (1.0 + 1e-12));
        assert_eq!(p.wasserstein_2(&p)?, 0.0);
    }
    Ok(())
}

/// To second order tr(XΣX) is ½tr(XΔ) with XΣ + ΣX = Δ; here Σ is a multiple of the
/// identity, where X is Δ/2s and the terms of third order are known to be small.
#[test]
fn transport_of_near_covariances() -> TestResult {
    let mut random = Random(8);
    for d in 1..10 {
        let t = DMatrix::identity(d, d) * 2.0;
        let change = symmetric(&DMatrix::from_fn(d, d, |_, _| random.between(-1.0, 1.0)));
        let s = symmetric(&(&t + change * 1e-9));
        let expected = (&s - &t).norm() / (2.0 * 2f64.sqrt());
        close(centred(&s)?.bures(&centred(&t)?)?, expected, 1e-8);
    }
    Ok(())
}

/// Independent coordinates: the squares of the distances add.
#[test]
fn transport_of_diagonals_is_that_of_normals() -> TestResult {
    let mut random = Random(9);
    for _ in 0..300 {
        let d = 1 + random.below(6);
        // 24 bits, so that the square is a double.
        let short = |random: &mut Random| f64::from(random.between(0.5, 2.0) as f32);
        let (mut square, mut m, mut n) = (0.0, Vec::new(), Vec::new());
        let (mut s, mut t) = (DMatrix::zeros(d, d), DMatrix::zeros(d, d));
        for i in 0..d {
            let (sigma, tau) = (short(&mut random), short(&mut random));
            m.push(random.between(-1.0, 1.0));
            n.push(random.between(-1.0, 1.0));
            (s[(i, i)], t[(i, i)]) = (sigma * sigma, tau * tau);
            let (p, q) = (Normal::new(m[i], sigma)?, Normal::new(n[i], tau)?);
            square += p.wasserstein_2(&q)?.powi(2);
        }
        let (p, q) = (
            MultivariateNormal::new(m, s)?,
            MultivariateNormal::new(n, t)?,
        );
        close(p.wasserstein_2(&q)?, square.sqrt(), 1e-14);
    }
    Ok(())
}
