//! Gradients by the parameters of normal distributions: bad and extreme ones, and slopes.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{dimensions, parameter, refused};
use crate::common::random::{Random, symmetric};
use crate::normal::standard;
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, KlDivergence, MultivariateNormal, gradient};

/// All numbers of a gradient.
fn entries(g: &gradient::NormalGradient) -> [f64; 6] {
    [
        g.mean_p,
        g.std_dev_p,
        g.log_variance_p,
        g.mean_q,
        g.std_dev_q,
        g.log_variance_q,
    ]
}

#[test]
fn gradients_need_finite_parameters() -> TestResult {
    let good = Normal::new(0.0, 1.0)?;
    let bad = Normal::new(f64::INFINITY, 1.0)?;
    let named = |name| parameter(name, f64::INFINITY);
    refused(gradient::normal_kl(&bad, &good), &named("mean of P"));
    refused(gradient::normal_kl(&good, &bad), &named("mean of Q"));
    let bad = Normal::new(0.0, f64::INFINITY)?;
    let got = gradient::normal_kl(&good, &bad);
    refused(got, &named("standard deviation of Q"));
    Ok(())
}

#[test]
fn gradients_of_extreme_normals_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let means = [0.0, tiny, 1.0, 1e154, f64::MAX, -f64::MAX];
    let scales = [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX];
    for mu_p in means {
        for mu_q in means {
            for sigma_p in scales {
                for sigma_q in scales {
                    let p = Normal::new(mu_p, sigma_p)?;
                    let g = gradient::normal_kl(&p, &Normal::new(mu_q, sigma_q)?)?;
                    let all = entries(&g);
                    assert!(!all.iter().any(|x| x.is_nan()), "{p:?} {sigma_q}: {g:?}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn multivariate_gradients_name_what_is_wrong() -> TestResult {
    let mismatch = dimensions(2, 3);
    assert_eq!(
        gradient::multivariate_normal_kl(&standard(2)?, &standard(3)?),
        Err(mismatch.clone())
    );
    for d in [2, 30] {
        let wide = MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d) * 1e300)?;
        let narrow = MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d) * 1e-300)?;
        let got = gradient::multivariate_normal_kl(&wide, &narrow);
        assert!(
            matches!(got, Err(Error::Parameter { name: "gradient", value, .. }) if !value.is_finite()),
            "{got:?}"
        );
        assert!(gradient::multivariate_normal_kl(&narrow, &wide).is_ok());
    }
    Ok(())
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
        let g = gradient::multivariate_normal_kl(&normal(&m, &lp)?, &normal(&n, &lq)?)?;
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
        let g = gradient::multivariate_normal_kl(&p, &p)?;
        assert!(g.mean_p.iter().chain(&g.mean_q).all(|&x| x == 0.0));
        assert!(g.cholesky_p.iter().chain(&g.cholesky_q).all(|&x| x == 0.0));
    }
    let p = Normal::new(1.0, 2.0)?;
    let g = gradient::normal_kl(&p, &p)?;
    let all = entries(&g);
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
        let several = gradient::multivariate_normal_kl(&one(m, s)?, &one(n, t)?)?;
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
