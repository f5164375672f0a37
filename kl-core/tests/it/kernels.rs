//! The kernels: NaN outside their domains, never negative inside, and one value on either
//! side of a switch between formulas.

use crate::common::close::close;
use crate::common::families::POSITIVE;
use kl_core::kernels;

const INF: f64 = f64::INFINITY;

#[test]
fn kernels_return_nan_outside_their_domains() {
    for bad in [f64::NAN, -1.0, -5e-324, f64::NEG_INFINITY] {
        assert!(kernels::entropy_term(bad).is_nan());
        for good in [0.0, 0.5, 1.0, 1e308] {
            assert!(kernels::kl_term(bad, good).is_nan());
            assert!(kernels::kl_term(good, bad).is_nan());
            assert!(kernels::cross_entropy_term(bad, good).is_nan());
            assert!(kernels::cross_entropy_term(good, bad).is_nan());
            assert!(kernels::normal_scale_term(bad, good).is_nan());
            assert!(kernels::normal_scale_term(good, bad).is_nan());
        }
    }
    assert!(kernels::log1pmx(f64::NAN).is_nan());
    assert!(kernels::log1pmx(-1.0 - f64::EPSILON).is_nan());
    assert!(kernels::log1pmx(f64::NEG_INFINITY).is_nan());
    assert_eq!(kernels::log1pmx(-1.0), f64::NEG_INFINITY);
    assert_eq!(kernels::log1pmx(f64::INFINITY), f64::NEG_INFINITY);
    assert!(kernels::normal_scale_term(0.0, 1.0).is_nan());
    assert!(kernels::normal_scale_term(1.0, f64::INFINITY).is_nan());
    assert!(kernels::kl_term(f64::INFINITY, 1.0).is_nan());
}

#[test]
fn kernels_of_shapes_return_nan_outside_their_domains() {
    for bad in [f64::NAN, 0.0, -1.0, INF, -INF] {
        assert!(kernels::ratio_term(bad, 1.0).is_nan());
        assert!(kernels::ratio_term(1.0, bad).is_nan());
        assert!(kernels::lgamma_remainder(bad, 1.0).is_nan());
        assert!(kernels::lgamma_remainder(1.0, bad).is_nan());
    }
    assert!(kernels::expm1mx(f64::NAN).is_nan());
    assert_eq!(kernels::expm1mx(INF), INF);
    assert_eq!(kernels::expm1mx(-INF), INF);
    for a in POSITIVE {
        assert_eq!(kernels::lgamma_remainder(a, a), 0.0);
        for b in POSITIVE {
            assert!(kernels::ratio_term(a, b) >= 0.0);
            assert!(kernels::lgamma_remainder(a, b) >= 0.0, "{a:e} {b:e}");
        }
    }
}

#[test]
fn kernels_are_never_nan_or_negative_inside() {
    let tiny = f64::from_bits(1);
    let mut some = vec![0.0, tiny, 2.0 * tiny, 3.0 * tiny, f64::MAX, f64::MAX / 3.0];
    some.extend((-1073..1024).step_by(13).map(|k| 2f64.powi(k) * 1.25));
    for &p in &some {
        for &q in &some {
            assert!(kernels::kl_term(p, q) >= 0.0, "{p:e} {q:e}");
            if p > 0.0 && q > 0.0 {
                assert!(kernels::normal_scale_term(p, q) >= 0.0, "{p:e} {q:e}");
            }
        }
        assert!(kernels::log1pmx(p) <= 0.0);
        assert!(kernels::log1pmx(-p) <= 0.0 || p > 1.0);
    }
}

/// The two sides of each switch between formulas agree.
#[test]
fn branches_meet() {
    for x in [-0.6, 1.5] {
        let (below, above) = (f64::next_down(x), f64::next_up(x));
        close(
            kernels::log1pmx(below),
            kernels::log1pmx(above),
            16.0 * f64::EPSILON,
        );
        let (below, above) = (1.0 + below, 1.0 + above);
        let term = kernels::normal_scale_term;
        close(term(below, 1.0), term(above, 1.0), 16.0 * f64::EPSILON);
    }
    for q in [0.5, 2.0] {
        let (below, above) = (f64::next_down(q), f64::next_up(q));
        let term = kernels::kl_term;
        close(term(1.0, below), term(1.0, above), 16.0 * f64::EPSILON);
    }
}
