//! Points in several dimensions: malformed ones are named.

use crate::common::errors::{entry, not_multiple, parameter, refused};
use kl_core::Error;
use kl_core::estimate::Points;

#[test]
fn points_must_be_points() {
    assert_eq!(Points::new(1, []), Err(Error::Empty { of: "coordinates" }));
    assert_eq!(Points::new(0, []), Err(Error::Empty { of: "coordinates" }));
    refused(Points::new(0, [1.0; 3]), &parameter("dimension", 0.0));
    for dimension in [2, 4, usize::MAX] {
        let error = not_multiple("coordinates", 3, "dimension of the points", dimension);
        assert_eq!(Points::new(dimension, [1.0; 3]), Err(error));
    }
    for value in [f64::INFINITY, -f64::INFINITY] {
        let error = entry("coordinate", 2, value);
        refused(Points::new(1, [1.0, 2.0, value]), &error);
    }
    assert!(matches!(
        Points::new(1, [1.0, f64::NAN]),
        Err(Error::Entry { index: 1, value, .. }) if value.is_nan()
    ));
}
