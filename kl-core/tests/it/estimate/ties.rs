//! Estimates from neighbours that may tie.

use crate::common::TestResult;
use crate::common::errors::{entry, parameter, refused, size};
use crate::common::random::Random;
use kl_core::estimate::{
    Points, TiedEstimate, nearest_neighbour_entropy, nearest_neighbour_entropy_of_rounded,
    nearest_neighbour_information_of_labels, nearest_neighbour_jensen_shannon,
    nearest_neighbour_kl, nearest_neighbour_kl_of_labelled, nearest_neighbour_kl_to_density,
    nearest_neighbour_kl_to_mixture, nearest_neighbour_kl_with_ties,
    nearest_neighbour_mutual_information, permutation_test,
};
use kl_core::{Error, Information};

/// Normal points, rounded to multiples of this unless it is 0.
fn sample(random: &mut Random, (n, d): (usize, usize), mean: f64, unit: f64) -> Points {
    let draw = |_| {
        let x = mean + random.normal();
        if unit > 0.0 {
            (x / unit).round() * unit
        } else {
            x
        }
    };
    Points::new(d, (0..n * d).map(draw).collect::<Vec<_>>()).expect("they are finite")
}

/// The mean and the standard error of what this gives, again and again.
fn mean(
    times: usize,
    mut once: impl FnMut() -> Result<Information, Error>,
) -> Result<[f64; 2], Error> {
    let mut all = Vec::new();
    for _ in 0..times {
        all.push(once()?.nats());
    }
    let n = times as f64;
    let mean = all.iter().sum::<f64>() / n;
    let squares: f64 = all.iter().map(|x| (x - mean) * (x - mean)).sum();
    Ok([mean, (squares / (n - 1.0) / n).sqrt()])
}

/// A point that is in both samples: at every k today's trap.
#[test]
fn pooled_samples_are_refused() -> TestResult {
    let mut random = Random(11);
    let p = sample(&mut random, (200, 1), 2.0, 0.0);
    let q = sample(&mut random, (200, 1), 0.0, 0.0);
    let pooled = Points::new(1, [q.coordinates(), p.coordinates()].concat())?;
    for k in [1, 2, 5, 10, 100] {
        match nearest_neighbour_kl(&p, &pooled, k) {
            Err(Error::SharedPoint { index, of_q }) => assert_eq!(of_q, index + 200),
            other => panic!("{other:?}"),
        }
        let Err(error) = nearest_neighbour_kl_with_ties(&p, &pooled, k) else {
            panic!("not refused");
        };
        assert!(matches!(error, Error::SharedPoint { .. }));
        assert!(
            error
                .to_string()
                .contains("nearest_neighbour_kl_to_mixture")
        );
    }
    // A single one too, also where the units of the distances are small.
    for unit in [1.0, 1e-200, 1e200] {
        let of = |x: &[f64]| Points::new(1, x.iter().map(|x| x * unit).collect::<Vec<_>>());
        let (p, q) = (of(&[0.0, 1.0, 2.5, 7.0])?, of(&[0.5, 1.75, 7.0, 9.0])?);
        for k in [1, 2, 3] {
            let shared = Error::SharedPoint { index: 3, of_q: 2 };
            assert_eq!(nearest_neighbour_kl(&p, &q, k), Err(shared));
        }
    }
    // Near is not the same.
    let (p, q) = (
        Points::new(1, [0.0, 1.0, 3.0])?,
        Points::new(1, [5e-324, 2.0, 5.0])?,
    );
    assert!(nearest_neighbour_kl(&p, &q, 2).is_ok());
    // The estimator that the error names.
    let p = sample(&mut random, (1000, 1), 2.0, 0.0);
    let q = sample(&mut random, (1000, 1), 0.0, 0.0);
    let d = nearest_neighbour_kl_to_mixture(&p, &q, 5)?.value().nats();
    assert!((d - 0.337).abs() < 0.06, "{d}");
    let both = nearest_neighbour_jensen_shannon(&p, &q, 5)?.value().nats();
    let other = nearest_neighbour_kl_to_mixture(&q, &p, 5)?.value().nats();
    assert!((both - 0.5 * (d + other)).abs() < 1e-12);
    Ok(())
}

/// Values with one decimal, or none, are as good as all their digits.
#[test]
fn rounded_values_do_no_harm() -> TestResult {
    let mut random = Random(12);
    for unit in [0.0, 0.01, 0.1, 0.5, 1.0] {
        let [d, error] = mean(10, || {
            let p = sample(&mut random, (1000, 1), 1.0, unit);
            let q = sample(&mut random, (1000, 1), 0.0, unit);
            Ok(nearest_neighbour_kl_with_ties(&p, &q, 5)?.value())
        })?;
        assert!((d - 0.5).abs() < 0.04 + 4.0 * error, "{d} at {unit}");
    }
    let p = sample(&mut random, (1000, 1), 1.0, 0.1);
    let q = sample(&mut random, (1000, 1), 0.0, 0.1);
    assert!(nearest_neighbour_kl(&p, &q, 5).is_err());
    let d = nearest_neighbour_kl_with_ties(&p, &q, 5)?;
    assert!(d.repeated() > 950 && d.shared() > 900 && d.tied() > 900);
    assert!(format!("{d:.2}").contains("mean over all their orders"));
    for rho in [0.0f64, 0.6] {
        for unit in [0.0, 0.1, 0.25] {
            let [information, error] = mean(8, || {
                let (x, noise) = (
                    sample(&mut random, (500, 1), 0.0, 0.0),
                    sample(&mut random, (500, 1), 0.0, 0.0),
                );
                let y = x.coordinates().iter().zip(noise.coordinates());
                let y = y.map(|(x, e)| rho * x + (1.0 - rho * rho).sqrt() * e);
                let rounded = |x: f64| {
                    if unit > 0.0 {
                        (x / unit).round() * unit
                    } else {
                        x
                    }
                };
                let of =
                    |x: Vec<f64>| Points::new(1, x.into_iter().map(rounded).collect::<Vec<_>>());
                let (x, y) = (of(x.coordinates().to_vec())?, of(y.collect())?);
                Ok(nearest_neighbour_mutual_information(&x, &y, 4)?.value())
            })?;
            let truth = -0.5 * (1.0 - rho * rho).ln();
            assert!(
                (information - truth).abs() < 0.02 + 4.0 * error,
                "{information} at {unit}"
            );
        }
        // ½ ln 2πe, whatever the rounding.
        for unit in [0.01, 0.1, 0.5] {
            let [entropy, error] = mean(8, || {
                let x = sample(&mut random, (500, 1), 0.0, unit);
                nearest_neighbour_entropy_of_rounded(&x, 4, unit)
            })?;
            assert!(
                (entropy - 1.4189).abs() < 0.02 + 4.0 * error,
                "{entropy} at {unit}"
            );
        }
    }
    Ok(())
}

/// Where nothing differs the mean of the estimate is 0: in many dimensions, with unequal sizes,
/// with ties of any kind.
#[test]
fn no_difference_is_zero_on_average() -> TestResult {
    let mut random = Random(13);
    for (d, k, unit) in [
        (1, 1, 0.0),
        (1, 5, 0.5),
        (2, 3, 1.0),
        (5, 2, 0.0),
        (20, 5, 0.0),
        (1, 3, 3.0),
    ] {
        let mut both = || {
            (
                sample(&mut random, (60, d), 0.0, unit),
                sample(&mut random, (40, d), 0.0, unit),
            )
        };
        let [kl, error] = mean(150, || {
            let (p, q) = both();
            Ok(nearest_neighbour_kl_with_ties(&p, &q, k)?.value())
        })?;
        assert!(kl.abs() < 4.0 * error, "{kl} ± {error} for {d} {k} {unit}");
        let [js, error] = mean(150, || {
            let (p, q) = both();
            Ok(nearest_neighbour_jensen_shannon(&p, &q, k)?.value())
        })?;
        assert!(js.abs() < 4.0 * error, "{js} ± {error} for {d} {k} {unit}");
    }
    Ok(())
}

#[test]
fn the_report_counts_what_is_there() -> TestResult {
    let mut random = Random(14);
    let p = sample(&mut random, (80, 2), 0.0, 0.5);
    let q = sample(&mut random, (50, 2), 0.5, 0.5);
    let rows = |s: &Points| -> Vec<Vec<f64>> {
        s.coordinates()
            .chunks(2)
            .map(|x| x.iter().map(|x| x + 0.0).collect())
            .collect()
    };
    let (x, y) = (rows(&p), rows(&q));
    let repeated = x
        .iter()
        .filter(|a| x.iter().filter(|b| a == b).count() > 1)
        .count();
    let shared = x.iter().filter(|a| y.contains(a)).count();
    let check = |d: TiedEstimate| {
        assert_eq!(
            (d.points(), d.repeated(), d.shared()),
            (80, repeated, shared)
        );
    };
    check(nearest_neighbour_kl_with_ties(&p, &q, 3)?);
    check(nearest_neighbour_kl_to_mixture(&p, &q, 3)?);
    let labels: Vec<usize> = (0..80).map(|i| if i == 7 { 9 } else { i % 2 }).collect();
    let d = nearest_neighbour_information_of_labels(&labels, &p, 3)?;
    assert_eq!((d.points(), d.left_out(), d.shared()), (79, 1, 0));
    assert!(format!("{d}").ends_with("1 were left out, alone with their label"));
    let apart = Points::new(1, [0.0, 1.0, 2.5, 4.5])?;
    let others = Points::new(1, [0.25, 7.0])?;
    let d = nearest_neighbour_kl_with_ties(&apart, &others, 1)?;
    assert_eq!((d.repeated(), d.shared(), d.tied()), (0, 0, 0));
    assert!(format!("{d}").ends_with("of 4 points, none repeats and no neighbours tied"));
    Ok(())
}

#[test]
fn bad_input_is_named() -> TestResult {
    let (p, q) = (
        Points::new(1, [1.0, 2.0, 4.0])?,
        Points::new(1, [3.0, 5.0])?,
    );
    let plane = Points::new(2, [0.0; 8])?;
    let zero = parameter("number of the neighbour", 0.0);
    let dimensions = size(
        "dimensions of the points of Q",
        2,
        "dimensions of the points of P",
        1,
    );
    let few = |of, found, needed| Error::TooFew { of, found, needed };
    type Call = fn(&Points, &Points, usize) -> Result<TiedEstimate, Error>;
    let calls: [Call; 3] = [
        nearest_neighbour_kl_with_ties,
        nearest_neighbour_kl_to_mixture,
        nearest_neighbour_jensen_shannon,
    ];
    for call in calls {
        refused(call(&p, &q, 0), &zero);
        refused(call(&p, &plane, 1), &dimensions);
        refused(call(&p, &q, 3), &few("points of P", 3, 4));
        refused(call(&p, &q, usize::MAX), &few("points of P", 3, usize::MAX));
        refused(
            call(&p, &Points::new(1, [3.0])?, 2),
            &few("points of Q", 1, 2),
        );
    }
    refused(
        nearest_neighbour_jensen_shannon(&p, &q, 2),
        &few("points of Q", 2, 3),
    );
    refused(nearest_neighbour_entropy(&p, 0), &zero);
    refused(nearest_neighbour_entropy(&p, 3), &few("points", 3, 4));
    let repeated = Error::RepeatedPoint {
        index: 0,
        neighbour: 1,
    };
    refused(nearest_neighbour_entropy(&plane, 1), &repeated);
    for width in [0.0, -1.0, f64::INFINITY, f64::NAN] {
        let error = parameter("width of rounding", width);
        refused(nearest_neighbour_entropy_of_rounded(&p, 1, width), &error);
    }
    let cell = entry("coordinate", 0, 1.0);
    refused(nearest_neighbour_entropy_of_rounded(&p, 1, 1e-16), &cell);
    refused(nearest_neighbour_entropy_of_rounded(&p, 1, 5e-324), &cell);
    refused(
        nearest_neighbour_mutual_information(&p, &q, 1),
        &size("points of Y", 2, "points of X", 3),
    );
    refused(
        nearest_neighbour_mutual_information(&p, &p, 3),
        &few("points", 3, 4),
    );
    refused(
        nearest_neighbour_information_of_labels(&["a", "b"], &p, 1),
        &size("labels", 2, "points", 3),
    );
    refused(
        nearest_neighbour_information_of_labels(&[1, 2, 3], &p, 1),
        &few("points with one label", 1, 2),
    );
    refused(
        nearest_neighbour_information_of_labels(&[1, 1, 1], &p, 0),
        &zero,
    );
    refused(
        nearest_neighbour_kl_of_labelled((&[1, 1], &p), (&[1, 1], &q), 1),
        &size("labels of P", 2, "points of P", 3),
    );
    refused(
        nearest_neighbour_kl_of_labelled((&[1, 1, 2], &p), (&[1], &q), 1),
        &size("labels of Q", 1, "points of Q", 2),
    );
    let d = nearest_neighbour_kl_of_labelled((&[1, 1, 2], &p), (&[1, 1], &q), 1)?;
    assert_eq!(d.value(), Information::INFINITY);
    refused(
        nearest_neighbour_kl_to_density(&p, |x| if x[0] == 4.0 { f64::NAN } else { 0.0 }, 1),
        &entry(
            "logarithm of the density of Q, of the point of P",
            2,
            f64::NAN,
        ),
    );
    let outside = |x: &[f64]| if x[0] < 2.0 { f64::NEG_INFINITY } else { 0.0 };
    assert_eq!(
        nearest_neighbour_kl_to_density(&p, outside, 1)?,
        Information::INFINITY
    );
    let none = parameter("number of permutations", 0.0);
    refused(permutation_test(&p, &q, 0, || 0.5, |_, _| Ok(0.0)), &none);
    refused(
        permutation_test(&p, &plane, 9, || 0.5, |_, _| Ok(0.0)),
        &dimensions,
    );
    Ok(())
}

/// Whatever the coordinates: an error or a number.
#[test]
fn nothing_is_nan() -> TestResult {
    const EXTREME: [f64; 8] = [0.0, -0.0, 5e-324, -1e-310, 1.0, 1e154, f64::MAX, -f64::MAX];
    let mut random = Random(15);
    for _ in 0..2000 {
        let d = 1 + random.below(3);
        let mut draw = |n: usize| {
            let x: Vec<f64> = (0..n * d).map(|_| EXTREME[random.below(8)]).collect();
            Points::new(d, x)
        };
        let (p, q) = (draw(9)?, draw(7)?);
        let k = 1 + random.below(5);
        let labels = [1, 1, 2, 3, 3, 3, 1, 2, 2];
        for result in [
            nearest_neighbour_kl_with_ties(&p, &q, k),
            nearest_neighbour_kl_to_mixture(&p, &q, k),
            nearest_neighbour_jensen_shannon(&p, &q, k),
            nearest_neighbour_mutual_information(&p, &p, k),
            nearest_neighbour_information_of_labels(&labels, &p, k),
            nearest_neighbour_kl_of_labelled((&labels, &p), (&[1, 2, 3, 1, 2, 3, 4], &q), k),
        ] {
            assert!(result?.value().nats().is_finite(), "{p:?} {q:?} {k}");
        }
        for result in [
            nearest_neighbour_kl(&p, &q, k),
            nearest_neighbour_entropy(&p, k),
            nearest_neighbour_entropy_of_rounded(&p, k, 1.0),
            nearest_neighbour_entropy_of_rounded(&p, k, f64::MAX),
        ] {
            assert!(
                result.is_err() || result?.nats().is_finite(),
                "{p:?} {q:?} {k}"
            );
        }
    }
    Ok(())
}

/// By a statistic that is easily counted, and random numbers that are known.
#[test]
fn a_p_value_counts_the_dealt() -> TestResult {
    let (p, q) = (
        Points::new(1, [1.0, 2.0])?,
        Points::new(1, [3.0, 4.0, 5.0])?,
    );
    let mut random = Random(16);
    let first = |p: &Points, _: &Points| Ok(-p.coordinates().iter().sum::<f64>());
    let test = permutation_test(&p, &q, 999, || random.unit(), first)?;
    assert_eq!((test.statistic(), test.permutations()), (-3.0, 999));
    // One in ten choices of two of five has so small a sum.
    assert!((test.p_value() - 0.1).abs() < 0.04, "{}", test.p_value());
    // Nothing moves if each is exchanged with itself; and numbers that are out of range do no harm.
    for number in [0.0, -1.0, f64::NAN] {
        assert_eq!(
            permutation_test(&p, &q, 9, || number, first)?.p_value(),
            1.0
        );
    }
    assert!(permutation_test(&p, &q, 9, || 2.0, first).is_ok());
    let nan = permutation_test(&p, &q, 9, || 0.5, |_, _| Ok(f64::NAN))?;
    assert_eq!(nan.p_value(), 1.0);
    Ok(())
}

/// At a level of a tenth, one test in ten rejects what is true; and nearly all what is not.
#[test]
fn the_level_is_what_it_says() -> TestResult {
    let mut random = Random(17);
    let statistic =
        |p: &Points, q: &Points| Ok(nearest_neighbour_jensen_shannon(p, q, 3)?.value().nats());
    for (shift, expected) in [(0.0, 0..=22), (1.5, 80..=100)] {
        let mut rejected = 0;
        for _ in 0..100 {
            let p = sample(&mut random, (20, 1), 0.0, 0.25);
            let q = sample(&mut random, (20, 1), shift, 0.25);
            let test = permutation_test(&p, &q, 19, || random.unit(), statistic)?;
            rejected += i32::from(test.p_value() <= 0.1);
        }
        assert!(expected.contains(&rejected), "{rejected} at {shift}");
    }
    Ok(())
}
