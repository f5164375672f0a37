//! Gradients, transport and distributions of matrices: what must hold for any
//! valid input, tried on random ones.

use crate::random::{Random, close, symmetric};
use kl_core::distribution::{InverseWishart, MatrixNormal, Wishart};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::{Gamma, InverseGamma, Normal};
use kl_core::transport::Wasserstein;
use kl_core::{Error, KlDivergence, MultivariateNormal, gradient};

type TestResult = Result<(), Box<dyn std::error::Error>>;

impl Random {
    /// Two covariances, near each other in one of two rounds.
    fn pair(&mut self, d: usize, round: usize) -> (DMatrix<f64>, DMatrix<f64>) {
        let s = self.covariance(d, 0.5);
        let t = if round.is_multiple_of(2) {
            self.covariance(d, 0.5)
        } else {
            let size = self.power_of_ten(-14.0, -2.0);
            self.changed(&s, size)
        };
        (s, t)
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

        let (small, large) = (p.kl_gradient(&q)?, large_p.kl_gradient(&large_q)?);
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
            Err(Error::NotPositiveDefinite {
                pivot: bad,
                value: -3.0
            })
        );
    }
}

/// Against the difference of two divergences.
#[test]
fn gradient_is_the_slope() -> TestResult {
    let mut random = Random(3);
    for _ in 0..200 {
        let d = 1 + random.below(5);
        let lower = |random: &mut Random| {
            DMatrix::from_fn(d, d, |i, j| match i.cmp(&j) {
                std::cmp::Ordering::Less => 0.0,
                std::cmp::Ordering::Equal => random.between(0.5, 2.0),
                std::cmp::Ordering::Greater => random.between(-0.5, 0.5),
            })
        };
        let normal = |m: &[f64], l: &DMatrix<f64>| {
            MultivariateNormal::new(m.to_vec(), symmetric(&(l * l.transpose())))
        };
        let (m, n) = (random.vector(d), random.vector(d));
        let (lp, lq) = (lower(&mut random), lower(&mut random));
        let g = normal(&m, &lp)?.kl_gradient(&normal(&n, &lq)?)?;
        let (u, v) = (random.vector(d), random.vector(d));
        let (dp, dq) = (lower(&mut random), lower(&mut random));
        let at = |t: f64| {
            let moved = |m: &[f64], u: &[f64]| -> Vec<f64> {
                m.iter().zip(u).map(|(m, u)| m + t * u).collect()
            };
            let p = normal(&moved(&m, &u), &(&lp + &dp * t))?;
            let q = normal(&moved(&n, &v), &(&lq + &dq * t))?;
            Ok::<f64, Error>(p.kl(&q)?.nats())
        };
        let h = 2f64.powi(-16);
        let slope = (at(h)? - at(-h)?) / (2.0 * h);
        let inner = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let expected = inner(g.mean_p.as_slice(), &u)
            + inner(g.mean_q.as_slice(), &v)
            + g.cholesky_p.dot(&dp)
            + g.cholesky_q.dot(&dq);
        let size = g.cholesky_q.norm() * dq.norm() + g.cholesky_p.norm() * dp.norm() + 1.0;
        assert!(
            (slope - expected).abs() <= 1e-7 * size,
            "{slope} {expected}"
        );
    }
    Ok(())
}

#[test]
fn gradient_is_zero_between_equals() -> TestResult {
    let mut random = Random(4);
    for d in [1, 3, 20, 25] {
        let p = MultivariateNormal::new(random.vector(d), random.covariance(d, 0.1))?;
        let g = p.kl_gradient(&p)?;
        assert!(g.mean_p.iter().chain(&g.mean_q).all(|&x| x == 0.0));
        assert!(g.cholesky_p.iter().chain(&g.cholesky_q).all(|&x| x == 0.0));
    }
    let p = Normal::new(1.0, 2.0)?;
    let g = gradient::normal_kl(&p, &p)?;
    let all = [
        g.mean_p,
        g.std_dev_p,
        g.log_variance_p,
        g.mean_q,
        g.std_dev_q,
        g.log_variance_q,
    ];
    assert_eq!(all, [0.0; 6]);
    Ok(())
}

/// One dimension, whose Cholesky factor is the standard deviation.
#[test]
fn one_dimension_has_the_gradient_of_the_normal() -> TestResult {
    let mut random = Random(5);
    for _ in 0..1000 {
        // 24 bits, so that the square is a double.
        let scale = |random: &mut Random| f64::from(random.between(0.5, 2.0) as f32);
        let (s, t) = (scale(&mut random), scale(&mut random));
        let (m, n) = (random.between(-1.0, 1.0), random.between(-1.0, 1.0));
        let one = |m, s: f64| MultivariateNormal::new(vec![m], DMatrix::identity(1, 1) * (s * s));
        let several = one(m, s)?.kl_gradient(&one(n, t)?)?;
        let single = gradient::normal_kl(&Normal::new(m, s)?, &Normal::new(n, t)?)?;
        close(several.mean_p[0], single.mean_p, 1e-15);
        close(several.mean_q[0], single.mean_q, 1e-15);
        close(several.cholesky_p[(0, 0)], single.std_dev_p, 1e-15);
        let difference = (several.cholesky_q[(0, 0)] - single.std_dev_q).abs();
        assert!(difference <= 1e-14);
        close(single.log_variance_p, 0.5 * s * single.std_dev_p, 1e-15);
        let difference = (single.log_variance_q - 0.5 * t * single.std_dev_q).abs();
        assert!(difference <= 1e-14);
    }
    Ok(())
}

fn centred(s: &DMatrix<f64>) -> Result<MultivariateNormal, Error> {
    MultivariateNormal::new(vec![0.0; s.nrows()], s.clone())
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

/// One row: ½ν is the shape, and 1/2V the rate.
#[test]
fn one_row_of_wishart_is_gamma() -> TestResult {
    let mut random = Random(10);
    for _ in 0..1000 {
        let (m, n) = (
            random.power_of_ten(-2.0, 2.0),
            random.power_of_ten(-2.0, 2.0),
        );
        // Powers of two, so that the rates are exact.
        let power = |random: &mut Random| 2f64.powi(random.below(9) as i32 - 4);
        let (v, w) = (power(&mut random), power(&mut random));
        let one = |x: f64| DMatrix::identity(1, 1) * x;
        let ours = Wishart::new(m, one(v))?.kl(&Wishart::new(n, one(w))?)?;
        let gamma = Gamma::new(0.5 * m, 0.5 / v)?.kl(&Gamma::new(0.5 * n, 0.5 / w)?)?;
        close(ours.nats(), gamma.nats(), 1e-13);
        let ours = InverseWishart::new(m, one(v))?.kl(&InverseWishart::new(n, one(w))?)?;
        let gamma = InverseGamma::new(0.5 * m, 0.5 * v)?;
        let gamma = gamma.kl(&InverseGamma::new(0.5 * n, 0.5 * w)?)?;
        close(ours.nats(), gamma.nats(), 1e-13);
    }
    Ok(())
}

/// Equal degrees of freedom: ν times the divergence of normal vectors; and the
/// divergence does not change when both variables are inverted.
#[test]
fn wishart_is_a_sum_of_normals() -> TestResult {
    let mut random = Random(11);
    for round in 0..60 {
        let d = 1 + random.below(25);
        let (s, t) = random.pair(d, round);
        let freedom = d as f64 + random.between(-0.5, 9.0);
        let p = Wishart::new(freedom, s.clone())?;
        let ours = p.kl(&Wishart::new(freedom, t.clone())?)?;
        let normals = freedom * centred(&s)?.kl(&centred(&t)?)?;
        close(ours.nats(), normals.nats(), 1e-12);

        let inverse = |m: &DMatrix<f64>| m.clone().try_inverse().map(|m| symmetric(&m));
        let (s, t) = (random.covariance(d, 0.5), random.covariance(d, 0.5));
        let (v, w) = (
            inverse(&s).ok_or("singular")?,
            inverse(&t).ok_or("singular")?,
        );
        let more = freedom + random.between(0.0, 3.0);
        let plain = Wishart::new(freedom, v)?.kl(&Wishart::new(more, w)?)?;
        let inverted = InverseWishart::new(freedom, s)?.kl(&InverseWishart::new(more, t)?)?;
        close(plain.nats(), inverted.nats(), 1e-9);
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
