//! Targets: ranges and densities that are none.

use super::square;
use crate::common::TestResult;
use crate::common::errors::{entry, range, refused};
use kl_core::Error;
use kl_core::fit::Target;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn ranges_that_are_none() {
    for bad in [NAN, INF, -INF] {
        refused(
            Target::on_line(square, bad, 1.0),
            &range("range of the density", bad, 1.0),
        );
        refused(
            Target::on_interval(square, bad, 1.0),
            &range("range of the density", bad, 1.0),
        );
        refused(
            Target::on_line(square, 0.0, bad),
            &range("range of the density", 0.0, bad),
        );
    }
    refused(
        Target::on_line(square, 1.0, 1.0),
        &range("range of the density", 1.0, 1.0),
    );
    refused(
        Target::on_line(square, 1.0, 0.0),
        &range("range of the density", 1.0, 0.0),
    );
    // Their difference overflows.
    let wide = Target::on_line(square, -f64::MAX, f64::MAX);
    refused(wide, &range("range of the density", -f64::MAX, f64::MAX));
}

#[test]
fn densities_that_are_none() -> TestResult {
    let nothing = Target::on_line(|_| -INF, 0.0, 1.0);
    let of = "values of the density that were seen";
    refused(nothing, &Error::ZeroTotal { of });
    for value in [NAN, INF] {
        match Target::on_line(|x| if x > 0.5 { value } else { 0.0 }, 0.0, 1.0) {
            Err(Error::LogDensity {
                x: at, value: got, ..
            }) => {
                assert!(at > 0.5 && got.to_bits() == value.to_bits());
            }
            other => panic!("{other:?}"),
        }
    }
    for point in [NAN, INF, -INF] {
        let target = Target::on_line(square, -9.0, 9.0)?.with_points([0.0, point]);
        refused(target, &entry("point", 1, point));
    }
    // A density that reaches far beyond what a double holds has a range, too.
    let huge = Target::on_line(|x| -0.5 * (x / 1e200).powi(2), -1e201, 1e201);
    assert!(huge.is_ok() || matches!(huge, Err(Error::NotConverged { .. })));
    // So high a spike that the density overflows on all of it, found where a kink is looked for.
    let kink = |x: f64| -(x - 0.2).abs();
    let spike = |x: f64| if kink(x) > -1e-6 { 2000.0 } else { kink(x) };
    let spiked = Target::on_line(spike, -10.0, 10.0);
    assert!(matches!(spiked, Err(Error::NotConverged { .. })));
    Ok(())
}
