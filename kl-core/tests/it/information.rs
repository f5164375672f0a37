//! Amounts of information: units, texts, arithmetic.

use crate::common::TestResult;
use crate::common::close::close;
use kl_core::{Information, Pmf, Unit};

#[test]
fn one_probability_in_units() -> TestResult {
    let d = Pmf::new([1.0, 0.0])?.kl(&Pmf::new([0.125, 0.875])?)?;
    assert_eq!(d.bits(), 3.0);
    close(d.dits(), 3.0 * 2f64.log10(), 2.0 * f64::EPSILON);
    for (unit, back) in [
        (Unit::Nats, Information::from_nats(d.nats())),
        (Unit::Bits, Information::from_bits(d.bits())),
        (Unit::Dits, Information::from_dits(d.dits())),
    ] {
        close(back.nats(), d.nats(), 2.0 * f64::EPSILON);
        assert_eq!(
            d.in_unit(unit).to_string() + " " + &unit.to_string(),
            d.display(unit).to_string()
        );
    }
    Ok(())
}

#[test]
fn information_prints_its_unit() {
    let x = Information::from_nats(0.510_825_623_765_990_7);
    assert_eq!(x.to_string(), "0.5108256237659907 nats");
    assert_eq!(format!("{x:.4}"), "0.5108 nats");
    assert_eq!(format!("{x:>8.2}"), "    0.51 nats");
    assert_eq!(format!("{x:.3e}"), "5.108e-1 nats");
    assert_eq!(format!("{x:?}"), "Information(0.5108256237659907 nats)");
    assert_eq!(format!("{:.4}", x.display(Unit::Bits)), "0.7370 bits");
    assert_eq!(Information::from_nats(4.7e-17).to_string(), "4.7e-17 nats");
    assert_eq!(Information::ZERO.to_string(), "0 nats");
    assert_eq!(Information::INFINITY.to_string(), "inf nats");
    assert_eq!(format!("{:.2}", Information::INFINITY), "inf nats");
}

#[test]
fn information_has_arithmetic() {
    let (a, b) = (Information::from_nats(0.75), Information::from_nats(0.5));
    assert_eq!((a + b).nats(), 1.25);
    assert_eq!((b - a).nats(), -0.25);
    assert_eq!(-(b - a), a - b);
    assert_eq!(a * 2.0, 2.0 * a);
    assert_eq!((a / 3.0).nats(), 0.25);
    assert_eq!([a, b, b].into_iter().sum::<Information>().nats(), 1.75);
    assert!(a > b && Information::INFINITY > a);
}
