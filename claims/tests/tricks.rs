//! False and empty claims, none of which may pass; and true ones at the edge, which must.

use claims::{
    Closeness, Counterexample, Kind, Report, equality, equality_within, example, inequality,
    inequality_at, limit, limits, local_maximum, local_minimum, maximum, minimum,
};
use std::f64::consts::E;

const NAN: f64 = f64::NAN;
const INFINITY: f64 = f64::INFINITY;
const NEG_INFINITY: f64 = f64::NEG_INFINITY;

/// What was said of a claim that failed.
#[track_caller]
fn said(outcome: Result<Report, Counterexample>) -> String {
    match outcome {
        Ok(report) => panic!("it passed: {report}"),
        Err(counterexample) => counterexample.to_string(),
    }
}

#[test]
fn sides_that_differ_are_not_equal() {
    for (left, right) in [
        (NAN, 1.0),
        (1.0, NAN),
        (NAN, NAN),
        (INFINITY, 1.0),
        (1.0, NEG_INFINITY),
        (INFINITY, NEG_INFINITY),
        (1e308, -1e308),
        (1e300, 1.000_000_1e300),
        (1.0, 1.0 + 1e-11),
    ] {
        let message = said(equality([0], |_| Ok((left, right))));
        assert!(message.starts_with("the equality fails at 0"), "{message}");
        // However lenient, where they are not finite and of one sign.
        let alike = left / right > 0.0;
        if !alike {
            said(equality_within(0.999, [0], |_| Ok((left, right))));
        }
    }
    assert!(equality([0], |_| Ok((INFINITY, INFINITY))).is_ok());
    assert!(equality([0], |_| Ok((0.0, -0.0))).is_ok());
}

#[test]
fn a_tolerance_is_between_0_and_1() {
    for wrong in [NAN, -1e-9, 1.0, INFINITY] {
        let message = said(equality_within(wrong, [0], |_| Ok((1.0, 1.0))));
        assert!(message.contains("is no tolerance"), "{message}");
        let message = said(limit(0.0, wrong, 1..9, |n| Ok(1.0 / f64::from(n))));
        assert!(message.contains("is no tolerance"), "{message}");
    }
    assert!(equality_within(0.0, [0], |_| Ok((0.3, 0.3))).is_ok());
    said(equality_within(0.0, [0], |_| Ok((0.1 + 0.2, 0.3))));
}

#[test]
fn what_was_not_tried_does_not_hold() {
    let nowhere = "no point was tried";
    assert_eq!(said(equality([0.0; 0], |x| Ok((x, x)))), nowhere);
    assert_eq!(said(inequality_at([0.0; 0], |x| Ok((x, x)))), nowhere);
    assert!(said(inequality(0, |_| Ok((0.0, 1.0)))).contains("a number to vary"));
    assert!(said(limit(0.0, 0.1, [1.0; 3], |_| Ok(0.0))).contains("too few"));
    assert!(said(limit(0.0, 0.1, [1.0; 0], |_| Ok(0.0))).contains("too few"));
    assert!(said(local_minimum(&[], |_| Ok(0.0))).contains("flat"));
}

#[test]
fn what_cannot_be_computed_does_not_hold() {
    let message = said(equality([7], |_| Err("no such number".into())));
    assert_eq!(message, "at 7: no such number");
    let message = said(inequality_at([7], |_| Err("no such number".into())));
    assert_eq!(message, "at 7: no such number");
    said(inequality(1, |_| Err("no such number".into())));
    said(example(|| Err("no such number".into())));
    said(limit(0.0, 0.1, 1..9, |n| {
        if n < 8 { Ok(0.0) } else { Err("".into()) }
    }));
    said(local_minimum(&[0.0], |_| Err("no such number".into())));
    said(local_minimum(&[0.0], |x| {
        if x[0] <= 0.05 {
            Ok(x[0] * x[0])
        } else {
            Err("".into())
        }
    }));
}

#[test]
fn a_larger_side_is_not_smaller() {
    for (left, right) in [
        (NAN, 1.0),
        (1.0, NAN),
        (NAN, INFINITY),
        (NEG_INFINITY, NAN),
        (INFINITY, 1.0),
        (INFINITY, NEG_INFINITY),
        (1.0, NEG_INFINITY),
        (1e308, -1e308),
        (1.0 + 1e-11, 1.0),
        (1e-11, 0.0),
    ] {
        said(inequality_at([0], |_| Ok((left, right))));
        said(example(|| Ok((left, right))));
        // Though it be so at one point in a thousand only.
        said(inequality(1, |x| {
            Ok(if x[0] == 0.0 {
                (left, right)
            } else {
                (0.0, 1.0)
            })
        }));
    }
    assert_eq!(said(inequality_at([0], |_| Ok((NAN, 1.0)))), "at 0: NaN");
    assert!(inequality_at([0], |_| Ok((-1e308, 1e300))).is_ok());
}

#[test]
fn infinities_alone_are_not_compared() {
    for (left, right) in [
        (INFINITY, INFINITY),
        (NEG_INFINITY, NEG_INFINITY),
        (0.0, INFINITY),
        (NEG_INFINITY, 0.0),
    ] {
        let nothing = "the sides are nowhere both finite: nothing was compared";
        assert_eq!(said(inequality(1, |_| Ok((left, right)))), nothing);
        assert_eq!(said(inequality_at([0], |_| Ok((left, right)))), nothing);
        let one = inequality_at([left, 0.0], |x| Ok((x, x.max(0.0))));
        assert!(one.is_ok_and(|report| report.closeness() == Closeness::Slack(0.0)));
    }
    // But an infinity is an example.
    assert!(example(|| Ok((1.0, INFINITY))).is_ok());
    said(example(|| Ok((INFINITY, INFINITY))));
}

#[test]
fn terms_that_tend_elsewhere_have_another_limit() {
    let powers = |limit_, tolerance| {
        limit(limit_, tolerance, 1..=20, |k| {
            let n = f64::from(k).exp2();
            Ok((1.0 + 1.0 / n).powf(n))
        })
    };
    assert!(powers(E, 1e-5).is_ok());
    for wrong in [E + 1e-4, 0.0, INFINITY, NEG_INFINITY] {
        said(powers(wrong, 1e-5));
    }
    assert_eq!(said(powers(NAN, 1e-5)), "nothing tends to NaN");
    // One that never moves, however wide the tolerance; but for rounding it is there already.
    said(limit(1.0, 0.9, 1..=4, |_| Ok(0.5)));
    said(limit(INFINITY, 0.9, 1..=4, |_| Ok(2.0)));
    assert!(limit(1.0, 1e-9, 1..=4, |_| Ok(1.0 + 1e-15)).is_ok());
    assert!(limit(0.0, 0.0, 1..=4, |_| Ok(0.0)).is_ok());
    // One that leaves again, and one that only comes by.
    said(limit(0.0, 0.1, 1..=8, |n| Ok(f64::from((n - 5) * (n - 5)))));
    said(limit(0.0, 0.1, 1..=8, |n| Ok(f64::from(5 - n))));
}

#[test]
fn a_term_that_is_not_a_number_has_no_limit() {
    for bad in 1..=8 {
        for (to, exponent) in [(0.0, -2), (INFINITY, 2), (NEG_INFINITY, 2)] {
            let sign = if to < 0.0 { -1.0 } else { 1.0 };
            let message = said(limit(to, 0.1, 1..=8, |n| {
                let term = sign * f64::from(n).powi(exponent);
                Ok(if n == bad { NAN } else { term })
            }));
            assert_eq!(message, format!("at {bad}: NaN"));
        }
    }
    said(limit(INFINITY, 0.1, 1..=8, |n| Ok(-f64::from(n * n))));
}

#[test]
fn what_is_no_optimum_is_not_called_one() {
    // A slope, a saddle, a plain, a maximum, next to a minimum, and one at infinity.
    said(local_minimum(&[0.0], |x| Ok(x[0])));
    said(local_minimum(&[0.0, 0.0], |x| Ok(x[0] * x[1])));
    said(local_minimum(&[0.0], |_| Ok(1.0)));
    said(local_minimum(&[0.0], |x| Ok(-x[0] * x[0])));
    said(local_maximum(&[0.0], |x| Ok(x[0] * x[0])));
    said(local_minimum(&[1e-4], |x| Ok(x[0] * x[0])));
    for at in [NAN, INFINITY, NEG_INFINITY] {
        let value = |x: &[f64]| Ok(if x[0] == 0.0 { at } else { 1.0 });
        for message in [
            said(local_minimum(&[0.0], value)),
            said(local_maximum(&[0.0], value)),
        ] {
            assert!(message.contains("nothing can be compared"), "{message}");
        }
    }
    let hole = |x: &[f64]| Ok(if x[0] > 0.05 { NAN } else { x[0] * x[0] });
    assert_eq!(said(local_minimum(&[0.0], hole)), "at [0.1]: NaN");
    // Smaller in one direction of many.
    said(local_minimum(&[0.0, 0.0], |x| {
        let along = x[0] - x[1];
        Ok(x[0] * x[0] + x[1] * x[1] - 3.0 * along * along)
    }));
}

#[test]
fn a_hole_is_found_though_the_sides_meet_on_the_boundary() {
    for (x, y, radius) in [(0.6, 0.3, 0.003), (0.21, 0.83, 0.003), (0.7, 0.7, 0.001)] {
        let below = |at: &[f64]| (at[0] - x).powi(2) + (at[1] - y).powi(2) - radius * radius;
        said(inequality(2, |at| Ok((0.0, below(at)))));
        said(inequality(2, |at| {
            Ok((0.0, at[0] * (1.0 - at[0]) * below(at)))
        }));
    }
    // And on the boundary, though they meet inside.
    let apart = |at: f64| (at - 0.5).max(0.0);
    said(inequality(2, |at| {
        Ok((
            0.0,
            if at[0] == 1.0 {
                at[1] - 0.01
            } else {
                apart(at[0])
            },
        ))
    }));
}

/// The distillation chapter's teacher, and the reverse divergence of a binomial student from it.
fn of_student(theta: f64) -> Result<f64, Box<dyn std::error::Error>> {
    fn binomial(theta: f64) -> Vec<f64> {
        let mut ways = 1.0;
        (0..=10)
            .map(|x| {
                let mass = ways * theta.powi(x) * (1.0 - theta).powi(10 - x);
                ways *= f64::from(10 - x) / f64::from(x + 1);
                mass
            })
            .collect()
    }
    let (low, high, q) = (binomial(0.1), binomial(0.85), binomial(theta));
    let p = low.iter().zip(high).map(|(a, b)| 0.4 * a + 0.6 * b);
    let terms = q.iter().zip(p).filter(|(q, _)| **q > 0.0);
    Ok(terms.map(|(q, p)| q * (q / p).ln()).sum())
}

#[test]
fn the_other_valley_is_a_local_optimum_only() -> Result<(), Box<dyn std::error::Error>> {
    // Where the derivative vanishes, found by halving.
    let valley = |mut low: f64, mut high: f64| -> Result<f64, Box<dyn std::error::Error>> {
        for _ in 0..100 {
            let (third, two) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if of_student(third)? < of_student(two)? {
                high = two;
            } else {
                low = third;
            }
        }
        Ok(low)
    };
    let (worse, better) = (valley(0.02, 0.3)?, valley(0.6, 0.98)?);
    assert!(
        (of_student(worse)? - 0.910).abs() < 1e-3 && (of_student(better)? - 0.506).abs() < 1e-3
    );
    let everywhere = |at: f64| {
        minimum(
            [()],
            &[(0.0, 1.0)],
            |_| Ok(vec![at]),
            |_, x| of_student(x[0]),
        )
    };
    assert!(
        local_minimum(&[worse], |x| of_student(x[0])).is_ok_and(|r| r.kind() == Kind::LocalOptimum)
    );
    assert!(said(everywhere(worse)).contains("and smaller at"));
    let report = everywhere(better)?;
    assert_eq!((report.kind(), report.instances()), (Kind::Optimum, 1));
    Ok(())
}

#[test]
fn an_optimum_is_one_in_every_instance_and_up_to_the_boundary() {
    let cases = || (1..=20).map(f64::from);
    let square = |n: &f64, x: &[f64]| Ok((x[0] - n / 20.0).powi(2) + x[1]);
    assert!(
        minimum(
            cases(),
            &[(0.0, 1.0); 2],
            |n| Ok(vec![n / 20.0, 0.0]),
            square
        )
        .is_ok_and(|r| r.instances() == 20)
    );
    // Right in all instances but the last, and beside the best point of the boundary.
    said(minimum(
        cases(),
        &[(0.0, 1.0); 2],
        |n| Ok(vec![n.min(19.0) / 20.0, 0.0]),
        square,
    ));
    said(minimum(
        cases(),
        &[(0.0, 1.0); 2],
        |n| Ok(vec![n / 20.0, 1e-3]),
        square,
    ));
    said(maximum(
        cases(),
        &[(0.0, 1.0); 2],
        |n| Ok(vec![n / 20.0, 0.0]),
        square,
    ));
    // Better at one corner of four only, and beyond a ridge.
    let corner = |_: &(), x: &[f64]| {
        Ok(if x[0] * x[1] == 1.0 {
            -1.0
        } else {
            x[0] + x[1]
        })
    };
    said(minimum(
        [()],
        &[(0.0, 1.0); 2],
        |_| Ok(vec![0.0, 0.0]),
        corner,
    ));
    let ridge = |_: &(), x: &[f64]| Ok(-(x[0] * x[0] - 1.0).powi(2) + 0.1 * x[0]);
    said(maximum([()], &[(-2.0, 2.0)], |_| Ok(vec![-0.987]), ridge));
}

#[test]
fn a_search_without_power_is_no_search() {
    // A needle that is given, and that nobody would find.
    let needle = |_: &(), x: &[f64]| {
        Ok(if (x[0] - 0.3).abs() < 1e-6 {
            -1.0
        } else {
            x[0]
        })
    };
    let message = said(minimum([()], &[(0.0, 1.0)], |_| Ok(vec![0.3]), needle));
    assert!(message.contains("came no nearer"), "{message}");
    let none: [(); 0] = [];
    let flat = |_: &(), _: &[f64]| Ok(1.0);
    assert_eq!(
        said(minimum(none, &[(0.0, 1.0)], |_| Ok(vec![0.3]), flat)),
        "no point was tried"
    );
    assert!(said(minimum([()], &[(0.0, 1.0)], |_| Ok(vec![0.3]), flat)).contains("flat"));
    assert!(said(minimum([()], &[], |_| Ok(vec![]), flat)).contains("flat"));
    for outside in [vec![1.5], vec![NAN], vec![], vec![0.5, 0.5]] {
        let message = said(minimum([()], &[(0.0, 1.0)], |_| Ok(outside.clone()), flat));
        assert!(message.contains("not in the space"), "{message}");
    }
    for (low, high) in [(0.0, 0.0), (1.0, 0.0), (NAN, 1.0), (0.0, INFINITY)] {
        let message = said(minimum([()], &[(low, high)], |_| Ok(vec![0.3]), flat));
        assert!(message.contains("nothing to search"), "{message}");
    }
}

#[test]
fn a_limit_of_one_instance_is_none_of_all() {
    let tend = |to: fn(f64) -> f64| {
        limits(
            1e-3,
            0..20,
            1..=20,
            |x| Ok(to(f64::from(*x))),
            |x, k| Ok(f64::from(*x) + f64::from(-k).exp2()),
        )
    };
    assert!(tend(|x| x).is_ok_and(|r| r.instances() == 20 && r.points() == 400));
    let message = said(tend(|x| x.min(18.0)));
    assert!(message.starts_with("for 19 the "), "{message}");
    said(limits(1e-3, 0..0, 1..=20, |_| Ok(0.0), |_, _| Ok(0.0)));
    said(limits(1e-3, 0..2, 1..=2, |_| Ok(0.0), |_, _| Ok(0.0)));
    said(limits(
        1e-3,
        0..2,
        1..=9,
        |_| Err("none".into()),
        |_, _| Ok(0.0),
    ));
}
