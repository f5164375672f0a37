//! Estimates from neighbours with normal distributions as references.

use crate::common::TestResult;
use crate::common::errors::{parameter, refused, size};
use crate::common::random::Random;
use kl_core::Error;
use kl_core::estimate::{
    Points, nearest_neighbour_estimate_with_normal_reference, nearest_neighbour_kl,
    nearest_neighbour_kl_with_normal_reference,
};

fn normals(random: &mut Random, n: usize, d: usize, mean: f64) -> Points {
    Points::new(d, random.normals(n * d, mean, 1.0)).expect("they are finite")
}

/// Of so many intervals at level 0.95 for N(μ, I) and N(0, I), those that cover the divergence,
/// d μ²/2.
fn covering(times: usize, d: usize, n: usize, shift: f64) -> Result<usize, Error> {
    let mut random = Random(40 + d as u64);
    let truth = 0.5 * d as f64 * shift * shift;
    let mut covering = 0;
    for _ in 0..times {
        let p = normals(&mut random, n, d, shift);
        let q = normals(&mut random, n, d, 0.0);
        let estimate = nearest_neighbour_estimate_with_normal_reference(&p, &q, 5, 10)?;
        let interval = estimate.interval(0.95)?;
        let (low, high) = (interval.start().nats(), interval.end().nats());
        covering += usize::from(low <= truth && truth <= high);
    }
    Ok(covering)
}

#[test]
fn intervals_cover_with_bias_and_all() -> TestResult {
    for (d, n, shift) in [(1, 60, 1.0), (5, 100, 0.5)] {
        let found = covering(30, d, n, shift)?;
        assert!(found >= 25, "{found} of 30 in {d} dimensions");
    }
    Ok(())
}

/// What the documentation says.
#[test]
#[ignore = "intervals in 20 dimensions take minutes"]
fn intervals_cover_in_1_to_20_dimensions() -> TestResult {
    for (d, n, shift) in [(1, 300, 1.0), (5, 500, 0.5), (20, 1000, 0.5)] {
        let found = covering(200, d, n, shift)?;
        println!("{found} of 200 in {d} dimensions");
        assert!(found >= 180, "{found} of 200 in {d} dimensions");
    }
    Ok(())
}

/// Neither units nor directions matter, and without bias both estimates agree.
#[test]
fn units_do_not_matter() -> TestResult {
    let mut random = Random(41);
    let (p, q) = (
        normals(&mut random, 80, 2, 0.5),
        normals(&mut random, 70, 2, 0.0),
    );
    let d = nearest_neighbour_kl_with_normal_reference(&p, &q, 3)?.nats();
    let turned = |s: &Points| {
        let turn = |x: &[f64]| [1e-3 * (x[0] + 2.0 * x[1]), 1e5 * (x[0] - x[1]) + 7.0];
        Points::new(
            2,
            s.coordinates().chunks(2).flat_map(turn).collect::<Vec<_>>(),
        )
    };
    let other = nearest_neighbour_kl_with_normal_reference(&turned(&p)?, &turned(&q)?, 3)?.nats();
    assert!((d - other).abs() < 1e-9, "{d} {other}");
    let (p, q) = (
        normals(&mut random, 2000, 1, 1.0),
        normals(&mut random, 2000, 1, 0.0),
    );
    let plain = nearest_neighbour_kl(&p, &q, 3)?.nats();
    let d = nearest_neighbour_kl_with_normal_reference(&p, &q, 3)?.nats();
    assert!((d - plain).abs() < 0.05, "{d} {plain}");
    Ok(())
}

#[test]
fn bad_input_is_named() -> TestResult {
    let call = nearest_neighbour_kl_with_normal_reference;
    let few = |of, found, needed| Error::TooFew { of, found, needed };
    let p = Points::new(1, [0.0, 1.0, 3.0, 7.0])?;
    let q = Points::new(1, [0.5, 1.5, 3.5, 7.5])?;
    let plane = Points::new(2, [0.0, 1.0, 2.0, 3.5, 5.0, 7.5])?;
    refused(call(&p, &q, 0), &parameter("number of the neighbour", 0.0));
    refused(
        call(&p, &plane, 1),
        &size(
            "dimensions of the points of Q",
            2,
            "dimensions of the points of P",
            1,
        ),
    );
    refused(call(&plane, &plane, 1), &few("points of P", 3, 4));
    refused(
        call(&p, &Points::new(1, [0.5, 1.5])?, 1),
        &few("points of Q", 2, 3),
    );
    refused(call(&p, &p, 2), &Error::SharedPoint { index: 0, of_q: 0 });
    let twice = Points::new(1, [1.0, 1.0, 2.0])?;
    refused(
        call(&twice, &q, 1),
        &Error::RepeatedPoint {
            index: 0,
            neighbour: 1,
        },
    );
    // A column that is twice the other, or always the same.
    let line = Points::new(
        2,
        (0..20)
            .map(|i| f64::from((i / 2) * (1 + i % 2)))
            .collect::<Vec<_>>(),
    )?;
    assert!(matches!(
        call(&line, &line, 1),
        Err(Error::NotPositiveDefinite { .. })
    ));
    let same = Points::new(1, [2.0; 5])?;
    assert!(matches!(
        call(&same, &q, 1),
        Err(Error::NotPositiveDefinite { .. })
    ));
    let estimate = |parts| nearest_neighbour_estimate_with_normal_reference(&p, &q, 1, parts);
    for parts in [0, 1, 5, usize::MAX] {
        refused(estimate(parts), &parameter("number of parts", parts as f64));
    }
    assert!(estimate(4).is_ok());
    refused(estimate(2), &few("points of P", 2, 3));
    // Extreme coordinates are errors or numbers.
    for unit in [1e-320, 1e-200, 1e200, 1e308] {
        let of = |s: &Points| {
            Points::new(
                1,
                s.coordinates().iter().map(|x| x * unit).collect::<Vec<_>>(),
            )
        };
        if let (Ok(p), Ok(q)) = (of(&p), of(&q)) {
            let d = call(&p, &q, 1);
            assert!(d.is_err() || d?.nats().is_finite(), "{unit}");
        }
    }
    Ok(())
}
