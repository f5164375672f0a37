//! Constructor, density and mean of Kumaraswamy distributions.

use crate::common::TestResult;
use crate::common::errors::{parameter, refused};
use crate::common::extremes::SIZES;
use kl_core::distribution::Kumaraswamy;

const INF: f64 = f64::INFINITY;

#[test]
fn constructors_name_what_is_wrong() {
    for value in [0.0, -0.0, -0.5, INF, -INF] {
        refused(Kumaraswamy::new(value, 1.0), &parameter("a", value));
        refused(Kumaraswamy::new(1.0, value), &parameter("b", value));
    }
    assert!(Kumaraswamy::new(f64::NAN, 1.0).is_err());
    assert!(Kumaraswamy::new(1.0, f64::NAN).is_err());
}

#[test]
fn densities_at_the_ends_and_outside() -> TestResult {
    let p = Kumaraswamy::new(2.0, 0.5)?;
    for x in [-INF, -1.0, -5e-324, 1.0 + f64::EPSILON, INF] {
        assert_eq!(p.ln_pdf(x), -INF);
    }
    assert!(p.ln_pdf(f64::NAN).is_nan());
    assert_eq!((p.ln_pdf(0.0), p.ln_pdf(1.0)), (-INF, INF));
    let p = Kumaraswamy::new(0.5, 2.0)?;
    assert_eq!((p.ln_pdf(0.0), p.ln_pdf(1.0)), (INF, -INF));
    let uniform = Kumaraswamy::new(1.0, 1.0)?;
    assert_eq!((uniform.ln_pdf(-0.0), uniform.ln_pdf(1.0)), (0.0, 0.0));
    for a in SIZES {
        for b in SIZES {
            let p = Kumaraswamy::new(a, b)?;
            assert!((0.0..=1.0).contains(&p.mean()), "{p:?}");
            for x in [0.0, 5e-324, 0.5, 1.0 - f64::EPSILON, 1.0] {
                assert!(!p.ln_pdf(x).is_nan(), "{p:?} at {x}");
            }
        }
    }
    Ok(())
}
