//! The divergences that have an order: Rényi, Tsallis, α.

use super::pair;
use crate::common::TestResult;
use crate::common::close::{close, close_unless_tiny};
use crate::common::errors::names;
use crate::common::random::Random;
use kl_core::{Information, Pmf};

const EPSILON: f64 = f64::EPSILON;

#[test]
fn orders_are_named() -> TestResult {
    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    for bad in [f64::NAN, f64::NEG_INFINITY, -1.0, -5e-324] {
        assert!(names(&p.renyi(&q, bad), "order", bad), "{bad}");
        assert!(names(&p.tsallis(&q, bad), "order", bad), "{bad}");
    }
    let bad = f64::INFINITY;
    assert!(names(&p.tsallis(&q, bad), "order", bad));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(names(&p.alpha_divergence(&q, bad), "alpha", bad), "{bad}");
    }
    // Minus zero is zero.
    assert_eq!(p.renyi(&q, -0.0)?, Information::ZERO);
    assert_eq!(p.tsallis(&q, -0.0)?, 0.0);
    assert_eq!(p.alpha_divergence(&q, -0.0)?, q.kl(&p)?.nats());
    Ok(())
}

/// Orders ½, 1 and 2 of Rényi, and the α-divergences that have names.
#[test]
fn special_orders() -> TestResult {
    let mut random = Random(27);
    for _ in 0..10_000 {
        let (p, q) = pair(&mut random, 6)?;
        let same = |a, b| close_unless_tiny(a, b, 12.0 * EPSILON);
        assert_eq!(p.renyi(&q, 1.0)?, p.kl(&q)?);
        same(p.renyi(&q, 0.5)?.nats(), 2.0 * p.bhattacharyya(&q)?.nats());
        same(p.renyi(&q, 2.0)?.nats(), p.chi_squared(&q)?.ln_1p());
        same(p.tsallis(&q, 2.0)?, p.chi_squared(&q)?);
        assert_eq!(p.alpha_divergence(&q, 1.0)?, p.kl(&q)?.nats());
        assert_eq!(p.alpha_divergence(&q, 0.0)?, q.kl(&p)?.nats());
        same(p.alpha_divergence(&q, 0.5)?, 4.0 * p.hellinger(&q)?.powi(2));
        same(p.alpha_divergence(&q, 2.0)?, 0.5 * p.chi_squared(&q)?);
        same(p.alpha_divergence(&q, -1.0)?, 0.5 * q.chi_squared(&p)?);
    }
    Ok(())
}

/// Orders whose own digits are lost, and those whose products with a logarithm overflow.
#[test]
fn the_smallest_orders_are_the_limit() -> TestResult {
    let mut random = Random(30);
    for n in [2, 3, 12] {
        let mut weights = || (0..n).map(|_| random.between(0.1, 1.0)).collect::<Vec<_>>();
        let (mut w, v) = (weights(), weights());
        w[0] *= 1e-200;
        let (p, q) = (Pmf::from_weights(w.clone())?, Pmf::from_weights(v)?);
        let reverse = q.kl(&p)?.nats();
        w[0] = 0.0;
        let without = Pmf::from_weights(w)?;
        let outside = q.as_slice()[0];
        for order in [5e-324, 1e-310, 1e-300, 1e-280] {
            for alpha in [order, -order] {
                close(p.alpha_divergence(&q, alpha)?, reverse, 8.0 * EPSILON);
            }
            let least = order * reverse;
            let near = |x: f64| (x - least).abs() <= 8.0 * EPSILON * least + 5e-324;
            assert!(near(p.tsallis(&q, order)?), "{order}");
            assert!(near(p.renyi(&q, order)?.nats()), "{order}");
            close(without.tsallis(&q, order)?, outside, 8.0 * EPSILON);
            // What P cannot have is nearly all of it.
            close_unless_tiny(
                without.alpha_divergence(&q, order)?,
                outside / order,
                8.0 * EPSILON,
            );
        }
        for order in [1e300, f64::MAX] {
            assert_eq!(p.alpha_divergence(&q, order)?, f64::INFINITY);
            assert_eq!(p.alpha_divergence(&p, order)?, 0.0);
            assert_eq!(p.alpha_divergence(&p, -order)?, 0.0);
            assert!(p.renyi(&q, order)?.nats() <= p.renyi(&q, f64::INFINITY)?.nats());
        }
    }
    Ok(())
}

/// No step where a special order, or a branch of the formula, begins.
#[test]
fn orders_are_continuous() -> TestResult {
    let mut random = Random(28);
    for _ in 0..3_000 {
        let n = 2 + random.below(5);
        let w: Vec<f64> = (0..n).map(|_| random.between(0.1, 1.0)).collect();
        let v: Vec<f64> = match random.below(2) {
            0 => (0..n).map(|_| random.between(0.1, 1.0)).collect(),
            _ => w.iter().map(|&x| random.near(x)).collect(),
        };
        let (p, q) = (Pmf::from_weights(w)?, Pmf::from_weights(v)?);
        for special in [0.5, 1.0, 2.0] {
            let beside = special * (1.0 + EPSILON);
            close(
                p.renyi(&q, special)?.nats(),
                p.renyi(&q, beside)?.nats(),
                32.0 * EPSILON,
            );
            close(
                p.tsallis(&q, special)?,
                p.tsallis(&q, beside)?,
                32.0 * EPSILON,
            );
        }
        for special in [-1.0, 0.0, 0.5, 1.0, 2.0] {
            let beside = special + EPSILON;
            close(
                p.alpha_divergence(&q, special)?,
                p.alpha_divergence(&q, beside)?,
                32.0 * EPSILON,
            );
        }
    }
    Ok(())
}

/// Rényi divergence never decreases with the order, from 0 to ∞.
#[test]
fn renyi_increases_with_the_order() -> TestResult {
    let mut random = Random(29);
    let fixed = [
        0.0,
        0.25,
        0.5,
        1.0 - 1e-9,
        1.0,
        1.0 + 1e-9,
        2.0,
        10.0,
        1e4,
        f64::INFINITY,
    ];
    for _ in 0..10_000 {
        let n = 1 + random.below(6);
        let (p, q) = (random.weights(n), random.weights(n));
        let (p, q) = (Pmf::from_weights(p)?, Pmf::from_weights(q)?);
        let mut orders = fixed.to_vec();
        orders.extend((0..4).map(|_| random.power_of_ten(-3.0, 3.0)));
        orders.sort_by(f64::total_cmp);
        let mut before = Information::ZERO;
        for order in orders {
            let d = p.renyi(&q, order)?;
            assert!(
                d * (1.0 + 16.0 * EPSILON) + Information::from_nats(4.0 * EPSILON) >= before,
                "{d:?} after {before:?} at {order} for {p:?} {q:?}"
            );
            before = d;
        }
    }
    Ok(())
}
