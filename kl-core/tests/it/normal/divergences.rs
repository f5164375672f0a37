//! Jeffreys, Bhattacharyya, Hellinger and Rényi between normal distributions.

use super::standard;
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{dimensions, parameter, refused};
use crate::common::random::{Random, symmetric};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, Information, KlDivergence, MultivariateNormal, NormalDivergences};

const EXTREME_ORDERS: [f64; 14] = [
    0.0,
    5e-324,
    1e-300,
    0.1,
    0.5,
    0.9,
    1.0 - f64::EPSILON,
    1.0,
    1.0 + f64::EPSILON,
    1.5,
    1e10,
    1e300,
    f64::MAX,
    f64::INFINITY,
];

#[test]
fn dimensions_and_orders_are_named() -> TestResult {
    let (p, q) = (standard(2)?, standard(3)?);
    let mismatch = dimensions(2, 3);
    assert_eq!(p.jeffreys(&q), Err(mismatch.clone()));
    assert_eq!(p.bhattacharyya(&q), Err(mismatch.clone()));
    assert_eq!(p.hellinger(&q), Err(mismatch.clone()));
    for order in EXTREME_ORDERS {
        assert_eq!(p.renyi(&q, order), Err(mismatch.clone()), "{order}");
    }
    let single = Normal::new(0.0, 1.0)?;
    for value in [-1.0, -5e-324, f64::NEG_INFINITY] {
        let expected = parameter("order", value);
        refused(p.renyi(&p, value), &expected);
        refused(single.renyi(&single, value), &expected);
    }
    let nan = |got| matches!(got, Err(Error::Parameter { name: "order", value, .. }) if f64::is_nan(value));
    assert!(nan(p.renyi(&p, f64::NAN)) && nan(single.renyi(&single, f64::NAN)));
    Ok(())
}

#[test]
fn infinite_parameters_are_named() -> TestResult {
    let good = Normal::new(0.0, 1.0)?;
    let value = f64::INFINITY;
    let mean = Normal::new(value, 1.0)?;
    let deviation = Normal::new(0.0, value)?;
    let of_p = parameter("mean of P", value);
    refused(mean.jeffreys(&good), &of_p);
    refused(mean.bhattacharyya(&good), &of_p);
    refused(mean.hellinger(&good), &of_p);
    refused(mean.renyi(&good, 2.0), &of_p);
    let of_q = parameter("standard deviation of Q", value);
    refused(good.jeffreys(&deviation), &of_q);
    refused(good.renyi(&deviation, 0.0), &of_q);
    Ok(())
}

#[test]
fn extreme_normals_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let mut all = Vec::new();
    for mean in [0.0, tiny, 1.0, 1e154, f64::MAX, -f64::MAX] {
        for scale in [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX] {
            all.push(Normal::new(mean, scale)?);
        }
    }
    for p in &all {
        for q in &all {
            assert!(p.jeffreys(q)?.nats() >= 0.0, "{p:?} {q:?}");
            let h = p.hellinger(q)?;
            assert!((0.0..=1.0).contains(&h), "{p:?} {q:?}: {h}");
            for order in EXTREME_ORDERS {
                let d = p.renyi(q, order)?.nats();
                assert!(d >= 0.0, "{p:?} {q:?} {order}: {d}");
            }
        }
        for order in EXTREME_ORDERS {
            assert_eq!(p.renyi(p, order)?, Information::ZERO, "{p:?} {order}");
        }
    }
    Ok(())
}

/// Where the quotient of standard deviations is beyond any double, its logarithm is not.
#[test]
fn overlaps_of_extremes_are_finite() -> TestResult {
    let p = Normal::new(0.0, f64::MAX)?;
    let q = Normal::new(0.0, f64::from_bits(1))?;
    let apart = f64::MAX.ln() - f64::from_bits(1).ln();
    let expected = 0.5 * (apart - 2f64.ln());
    for d in [p.bhattacharyya(&q)?, q.bhattacharyya(&p)?] {
        assert!((d.nats() - expected).abs() < 1e-12 * expected, "{d}");
    }
    let one = |variance| MultivariateNormal::new(vec![0.0], DMatrix::from_element(1, 1, variance));
    let (p, q) = (one(f64::MAX)?, one(f64::from_bits(1))?);
    let expected = 0.5 * (0.5 * apart - 2f64.ln());
    for d in [p.bhattacharyya(&q)?, q.bhattacharyya(&p)?] {
        assert!((d.nats() - expected).abs() < 1e-12 * expected, "{d}");
    }
    Ok(())
}

#[test]
fn extreme_covariances_are_not_nan() -> TestResult {
    let variances = [5e-324, 1e-300, 1e-8, 1.0, 1e300, f64::MAX];
    let mut all = Vec::new();
    for a in variances {
        for b in variances {
            let c = 0.4 * a.sqrt() * b.sqrt();
            let s = DMatrix::from_row_slice(2, 2, &[a, c, c, b]);
            for mean in [0.0, f64::MAX] {
                all.push(MultivariateNormal::new(vec![mean, 1.0], s.clone())?);
            }
        }
    }
    for p in &all {
        for q in &all {
            let h = p.hellinger(q)?;
            assert!((0.0..=1.0).contains(&h), "{p:?} {q:?}: {h}");
            for order in [1e-300, 0.3, 0.9, 1.1, 1e300, f64::INFINITY] {
                let d = p.renyi(q, order)?.nats();
                assert!(d >= 0.0, "{p:?} {q:?} {order}: {d}");
            }
        }
        for order in EXTREME_ORDERS {
            assert_eq!(p.renyi(p, order)?, Information::ZERO, "{p:?} {order}");
        }
    }
    Ok(())
}

impl Random {
    /// Two normal distributions, near each other in one of two rounds.
    fn two_normals(
        &mut self,
        d: usize,
        round: usize,
    ) -> Result<(MultivariateNormal, MultivariateNormal), Error> {
        let (m, s) = (self.vector(d), self.covariance(d, 0.5));
        let (n, t) = if round.is_multiple_of(2) {
            (self.vector(d), self.covariance(d, 0.5))
        } else {
            let size = self.power_of_ten(-12.0, -2.0);
            let change = |x: f64, r: &mut Random| x * (1.0 + size * r.between(-1.0, 1.0));
            let n = m.iter().map(|&x| change(x, self)).collect();
            (n, symmetric(&s.map(|x| change(x, self))))
        };
        Ok((
            MultivariateNormal::new(m, s)?,
            MultivariateNormal::new(n, t)?,
        ))
    }
}

/// The normal distribution beside standard ones, which bring the dimension to 30.
fn enlarged(p: &MultivariateNormal) -> Result<MultivariateNormal, Error> {
    let d = p.dimension();
    let mut mean = p.mean().as_slice().to_vec();
    mean.resize(30, 0.25);
    let mut whole = DMatrix::identity(30, 30);
    whole.view_mut((0, 0), (d, d)).copy_from(p.covariance());
    MultivariateNormal::new(mean, whole)
}

const ORDERS: [f64; 9] = [1e-9, 0.1, 0.5, 0.7, 0.999, 1.0 + 1e-9, 1.01, 1.3, 2.5];

#[test]
fn identities() -> TestResult {
    let mut random = Random(1);
    for round in 0..200 {
        let d = 1 + random.below(8);
        let (p, q) = random.two_normals(d, round)?;
        let b = p.bhattacharyya(&q)?.nats();
        close(b, q.bhattacharyya(&p)?.nats(), 1e-13);
        close(b, 0.5 * p.renyi(&q, 0.5)?.nats(), 1e-15);
        let h = p.hellinger(&q)?;
        close(-(-h * h).ln_1p(), b, 1e-12);
        let both = p.kl(&q)?.nats() + q.kl(&p)?.nats();
        close(p.jeffreys(&q)?.nats(), both, 1e-14);
        // (1 − α) D_α(P‖Q) = α D_{1−α}(Q‖P), here with orders on one side of ½ only.
        let there = 0.25 * p.renyi(&q, 0.75)?.nats();
        close(there, 0.75 * q.renyi(&p, 0.25)?.nats(), 1e-13);
    }
    Ok(())
}

/// It never decreases, and tends to the divergence.
#[test]
fn orders() -> TestResult {
    let mut random = Random(2);
    for round in 0..100 {
        let d = 1 + random.below(6);
        let (p, q) = random.two_normals(d, round)?;
        let mut last = 0.0;
        for order in ORDERS.iter().copied().chain([1e6, f64::INFINITY]) {
            let value = p.renyi(&q, order)?.nats();
            assert!(value >= last * (1.0 - 1e-12), "{order}: {value} {last}");
            last = value;
        }
        assert_eq!(p.renyi(&q, 0.0)?, Information::ZERO);
        assert_eq!(p.renyi(&q, 1.0)?, p.kl(&q)?);
        let kl = p.kl(&q)?.nats();
        for order in [1.0 - 1e-9, 1.0 + 1e-9] {
            close(p.renyi(&q, order)?.nats(), kl, 1e-6);
        }
        for order in [1.0 - 1e-15, 1.0 + 1e-15] {
            close(p.renyi(&q, order)?.nats(), kl, 1e-12);
        }
    }
    Ok(())
}

/// Independent variables: the divergences add, and each is that of one dimension.
#[test]
fn products_add() -> TestResult {
    let mut random = Random(3);
    for round in 0..200 {
        // Beyond 20 dimensions the factorisation is another.
        let d = if round % 10 == 0 {
            24
        } else {
            1 + random.below(6)
        };
        let (mut m, mut n) = (Vec::new(), Vec::new());
        let (mut s, mut t) = (DMatrix::zeros(d, d), DMatrix::zeros(d, d));
        let mut singles = Vec::new();
        for i in 0..d {
            // 24 bits, so that the square is a double.
            let sigma = f64::from(random.between(0.5, 2.0) as f32);
            let tau = if round % 2 == 0 {
                f64::from(random.between(0.5, 2.0) as f32)
            } else {
                sigma * (1.0 + f64::from(f32::EPSILON))
            };
            m.push(random.between(-1.0, 1.0));
            n.push(random.between(-1.0, 1.0));
            (s[(i, i)], t[(i, i)]) = (sigma * sigma, tau * tau);
            singles.push((
                Normal::new(m[i], sigma)?,
                Normal::new(n[i], t[(i, i)].sqrt())?,
            ));
        }
        let p = MultivariateNormal::new(m, s)?;
        let q = MultivariateNormal::new(n, t)?;
        for order in ORDERS {
            let each = singles.iter().map(|(p, q)| p.renyi(q, order));
            let total = each.sum::<Result<Information, Error>>();
            let total = total.map_or(f64::NAN, Information::nats);
            let value = p.renyi(&q, order)?.nats();
            assert!(
                value == total || (value - total).abs() <= 1e-7 * total,
                "{value} {total}"
            );
        }
        let total: Result<Vec<_>, _> = singles.iter().map(|(p, q)| p.jeffreys(q)).collect();
        let total: f64 = total?.iter().map(|x| x.nats()).sum();
        close(p.jeffreys(&q)?.nats(), total, 1e-8);
    }
    Ok(())
}

/// Any linear change of the variables changes nothing, and variables that are alike and
/// independent add nothing; with them the matrices are large, and factored in blocks.
#[test]
fn invariance() -> TestResult {
    let mut random = Random(4);
    for round in 0..40 {
        let d = 1 + random.below(8);
        let (p, q) = random.two_normals(d, 2 * round)?;
        let a = DMatrix::from_fn(d, d, |i, j| {
            random.between(-1.0, 1.0) + f64::from(u8::from(i == j)) * 3.0
        });
        let moved = |p: &MultivariateNormal| {
            let s = symmetric(&(&a * p.covariance() * a.transpose()));
            MultivariateNormal::new(&a * p.mean(), s)
        };
        let (near_p, near_q) = random.two_normals(d, 1)?;
        for order in ORDERS {
            let value = p.renyi(&q, order)?.nats();
            if value < 1e3 {
                close(moved(&p)?.renyi(&moved(&q)?, order)?.nats(), value, 1e-9);
                close(
                    enlarged(&p)?.renyi(&enlarged(&q)?, order)?.nats(),
                    value,
                    1e-11,
                );
            }
            let value = near_p.renyi(&near_q, order)?.nats();
            let large = enlarged(&near_p)?.renyi(&enlarged(&near_q)?, order)?;
            close(large.nats(), value, 1e-12);
        }
        let shrunk = MultivariateNormal::new(q.mean().clone(), q.covariance() * 0.5)?;
        let value = shrunk.renyi(&q, f64::INFINITY)?.nats();
        close(value, 0.5 * d as f64 * 2f64.ln(), 1e-12);
        let large = enlarged(&shrunk)?.renyi(&enlarged(&q)?, f64::INFINITY)?;
        close(large.nats(), value, 1e-12);
    }
    Ok(())
}
