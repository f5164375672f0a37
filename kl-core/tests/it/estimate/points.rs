//! Points in several dimensions: malformed ones are named.

use kl_core::Error;
use kl_core::estimate::Points;

#[test]
fn points_must_be_points() {
    assert_eq!(Points::new(1, []), Err(Error::Empty));
    assert_eq!(Points::new(0, []), Err(Error::Empty));
    for (dimension, coordinates) in [(0, 3), (2, 3), (4, 3), (usize::MAX, 3)] {
        let error = Error::PointsMismatch {
            dimension,
            coordinates,
        };
        assert_eq!(Points::new(dimension, [1.0; 3]), Err(error));
    }
    for value in [f64::INFINITY, -f64::INFINITY] {
        let error = Error::InvalidValue { index: 2, value };
        assert_eq!(Points::new(1, [1.0, 2.0, value]), Err(error));
    }
    assert!(matches!(
        Points::new(1, [1.0, f64::NAN]),
        Err(Error::InvalidValue { index: 1, value }) if value.is_nan()
    ));
}
