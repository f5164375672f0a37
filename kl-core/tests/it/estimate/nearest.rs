//! The divergence by nearest neighbours, against all distances and against the truth.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{parameter, refused, size};
use crate::common::random::Random;
use kl_core::estimate::{Points, nearest_neighbour_estimate, nearest_neighbour_kl};
use kl_core::{Error, Information};

#[test]
fn samples_must_be_large_enough() -> TestResult {
    let (p, q) = (
        Points::new(1, [1.0, 2.0, 4.0])?,
        Points::new(1, [3.0, 5.0])?,
    );
    let few = |of, found, needed| Err::<Information, _>(Error::TooFew { of, found, needed });
    assert_eq!(nearest_neighbour_kl(&p, &q, 3), few("points of P", 3, 4));
    assert_eq!(nearest_neighbour_kl(&q, &p, 2), few("points of P", 2, 3));
    assert_eq!(
        nearest_neighbour_kl(&p, &Points::new(1, [3.0])?, 2),
        few("points of Q", 1, 2)
    );
    assert_eq!(
        nearest_neighbour_kl(&p, &q, usize::MAX),
        few("points of P", 3, usize::MAX)
    );
    assert!(nearest_neighbour_kl(&p, &q, 2).is_ok());
    let four = Points::new(1, [0.0, 1.0, 3.0, 7.0])?;
    let other = Points::new(1, [0.5, 1.5, 3.5, 7.5])?;
    let in_parts = |parts| nearest_neighbour_estimate(&p, &q, 1, parts).map(|d| d.value());
    assert_eq!(in_parts(2), few("points of P", 3, 4));
    assert_eq!(in_parts(usize::MAX), few("points of P", 3, usize::MAX));
    refused(in_parts(0), &parameter("number of parts", 0.0));
    refused(in_parts(1), &parameter("number of parts", 1.0));
    let d = nearest_neighbour_estimate(&four, &other, 1, 2)?;
    for level in [0.0, 1.0, -1.0, f64::INFINITY] {
        refused(d.interval(level), &parameter("confidence level", level));
    }
    assert!(d.interval(f64::NAN).is_err());
    let none = parameter("number of the neighbour", 0.0);
    refused(nearest_neighbour_kl(&p, &q, 0), &none);
    let error = size(
        "dimensions of the points of Q",
        2,
        "dimensions of the points of P",
        1,
    );
    assert_eq!(
        nearest_neighbour_kl(&p, &Points::new(2, [0.0; 4])?, 1),
        Err(error)
    );
    Ok(())
}

/// Two parts that are one but for their place have no spread, whatever the level.
#[test]
fn parts_that_agree_leave_no_width() -> TestResult {
    let p = Points::new(1, [0.0, 8.0, 1.0, 9.0])?;
    let q = Points::new(1, [0.5, 8.5, 2.5, 10.5])?;
    let d = nearest_neighbour_estimate(&p, &q, 1, 2)?;
    for level in [1e-16, 0.95, 1.0 - 1e-16] {
        assert_eq!(d.interval(level)?, d.value()..=d.value());
    }
    Ok(())
}

#[test]
fn repeated_points_are_named() -> TestResult {
    let repeated = |index, neighbour| Err(Error::RepeatedPoint { index, neighbour });
    let p = Points::new(1, [7.0, 2.0, 9.0, 2.0])?;
    let q = Points::new(1, [1.0, 9.0, 3.0, 8.0])?;
    let apart = Points::new(1, [1.5, 9.5, 3.5, 8.5])?;
    assert_eq!(nearest_neighbour_kl(&p, &apart, 1), repeated(1, 1));
    assert!(nearest_neighbour_kl(&p, &apart, 2).is_ok());
    // More neighbours are no help where a point is in both.
    let shared = Err(Error::SharedPoint { index: 2, of_q: 1 });
    let single = Points::new(1, [7.0, 2.0, 9.0])?;
    assert_eq!(nearest_neighbour_kl(&single, &q, 1), shared);
    assert_eq!(nearest_neighbour_kl(&single, &q, 2), shared);
    // Zeros of either sign are one point.
    let zeros = Points::new(2, [0.0, -0.0, -0.0, 0.0, 1.0, 1.0])?;
    assert!(nearest_neighbour_kl(&zeros, &zeros, 1).is_err());
    // Any number of equal points, in any dimension.
    for dimension in [1, 2, 3, 4, 5, 9] {
        let equal = Points::new(dimension, vec![0.1; 3000 * dimension])?;
        assert!(nearest_neighbour_kl(&equal, &equal, 5).is_err());
        let grid: Vec<f64> = (0..3000 * dimension).map(|i| (i % 7) as f64).collect();
        let grid = Points::new(dimension, grid)?;
        assert!(nearest_neighbour_kl(&grid, &grid, 5).is_err());
    }
    Ok(())
}

#[test]
fn extreme_points_are_not_nan() -> TestResult {
    const EXTREME: [f64; 10] = [
        0.0,
        5e-324,
        -1e-310,
        1e-200,
        1.0,
        1.0 + f64::EPSILON,
        -1e154,
        1e300,
        f64::MAX,
        -f64::MAX,
    ];
    let p = Points::new(1, EXTREME)?;
    let q = Points::new(1, EXTREME.map(|x| x * 0.5 + 3e-310))?;
    for k in [1, 2, 5, 9] {
        let d = nearest_neighbour_kl(&p, &q, k)?.nats();
        assert!(d.is_finite(), "{d}");
    }
    for a in EXTREME {
        for b in EXTREME {
            let p = Points::new(2, [a, b, b, a, 0.25, a, 3e-320, b])?;
            let q = Points::new(2, [b, 1e-5, a, -7.0])?;
            if let Ok(d) = nearest_neighbour_kl(&p, &q, 1) {
                assert!(d.is_finite(), "{d} for {p:?} {q:?}");
            }
        }
    }
    Ok(())
}

impl Random {
    /// Points with independent normal coordinates of this mean and deviation.
    fn normal_points(&mut self, dimension: usize, n: usize, mean: f64, deviation: f64) -> Points {
        let coordinates: Vec<f64> = (0..n * dimension)
            .map(|_| mean + deviation * self.normal())
            .collect();
        Points::new(dimension, coordinates).expect("they are finite")
    }
}

/// The estimate by all distances.
fn by_all_distances(p: &Points, q: &Points, k: usize) -> f64 {
    let dimension = p.dimension();
    let points = |s: &Points| -> Vec<Vec<f64>> {
        let chunks = s.coordinates().chunks(dimension);
        chunks.map(<[f64]>::to_vec).collect()
    };
    let (p, q) = (points(p), points(q));
    let kth = |x: &[f64], others: &mut dyn Iterator<Item = &Vec<f64>>| {
        let distance = |y: &Vec<f64>| x.iter().zip(y).fold(0.0, |d: f64, (a, b)| d.hypot(a - b));
        let mut distances: Vec<f64> = others.map(distance).collect();
        distances.sort_by(f64::total_cmp);
        distances[k - 1]
    };
    let mut sum = 0.0;
    for (i, x) in p.iter().enumerate() {
        let mut others = p
            .iter()
            .enumerate()
            .filter(|&(j, _)| j != i)
            .map(|(_, y)| y);
        sum += kth(x, &mut q.iter()).ln() - kth(x, &mut others).ln();
    }
    let (n, m) = (p.len() as f64, q.len() as f64);
    dimension as f64 * sum / n + m.ln() - (n - 1.0).ln()
}

#[test]
fn the_tree_finds_the_nearest() -> TestResult {
    let mut random = Random(1);
    for dimension in [1, 2, 3, 4, 5, 7, 12] {
        for k in [1, 2, 7] {
            let (n, m) = (20 + random.below(80), 20 + random.below(80));
            let p = random.normal_points(dimension, n, 1.0, 2.0);
            let q = random.normal_points(dimension, m, 0.0, 1.0);
            let (d, plain) = (
                nearest_neighbour_kl(&p, &q, k)?,
                by_all_distances(&p, &q, k),
            );
            assert!((d.nats() - plain).abs() < 1e-12 * (1.0 + plain.abs()));
        }
    }
    // Crowded in some places, and on a grid along one axis.
    for k in [4, 9] {
        let mut crowded = |n: usize| {
            let x: Vec<f64> = (0..n)
                .flat_map(|_| [random.below(5) as f64, random.power_of_ten(-9.0, 0.0)])
                .collect();
            Points::new(2, x)
        };
        let (p, q) = (crowded(150)?, crowded(170)?);
        let (d, plain) = (
            nearest_neighbour_kl(&p, &q, k)?,
            by_all_distances(&p, &q, k),
        );
        assert!((d.nats() - plain).abs() < 1e-12 * (1.0 + plain.abs()));
    }
    Ok(())
}

/// Repeated points do no harm where k is beyond the repetitions.
#[test]
fn repeated_points_and_larger_k() -> TestResult {
    let mut random = Random(2);
    let twice = |s: &Points| Points::new(s.dimension(), s.coordinates().repeat(2));
    for dimension in [1, 3] {
        let (p, q) = (
            random.normal_points(dimension, 60, 0.0, 1.0),
            random.normal_points(dimension, 70, 1.0, 1.0),
        );
        let (p2, q2) = (twice(&p)?, twice(&q)?);
        for k in [2, 3, 4] {
            let (d, plain) = (
                nearest_neighbour_kl(&p2, &q2, k)?,
                by_all_distances(&p2, &q2, k),
            );
            assert!((d.nats() - plain).abs() < 1e-12);
        }
    }
    Ok(())
}

#[test]
fn scales_and_order_make_no_difference() -> TestResult {
    let mut random = Random(3);
    let (p, q) = (
        random.normal_points(3, 200, 0.0, 1.0),
        random.normal_points(3, 150, 0.5, 1.5),
    );
    let d = nearest_neighbour_kl(&p, &q, 2)?.nats();
    for unit in [2.0, -1.0, 2f64.powi(-900), 2f64.powi(1000)] {
        let scaled = |s: &Points| {
            let x: Vec<f64> = s.coordinates().iter().map(|x| x * unit).collect();
            Points::new(3, x)
        };
        close(
            nearest_neighbour_kl(&scaled(&p)?, &scaled(&q)?, 2)?.nats(),
            d,
            1e-13,
        );
    }
    let reversed: Vec<f64> = p.coordinates().chunks(3).rev().flatten().copied().collect();
    close(
        nearest_neighbour_kl(&Points::new(3, reversed)?, &q, 2)?.nats(),
        d,
        1e-13,
    );
    Ok(())
}

/// Outliers and crowds do not make every point look at all others, which would take minutes here.
#[test]
fn scales_may_differ_within_a_sample() -> TestResult {
    const N: usize = 20_000;
    let mut random = Random(6);
    let (p, q) = (
        random.normal_points(2, N, 0.0, 1.0),
        random.normal_points(2, N, 0.5, 1.5),
    );
    let d = nearest_neighbour_kl(&p, &q, 1)?.nats();
    let (outlier, n) = ([1e200, -1e300], N as f64);
    let with_outlier = |s: &Points| Points::new(2, [s.coordinates(), &outlier].concat());
    let of_outlier = nearest_neighbour_kl(&with_outlier(&p)?, &q, 1)?.nats();
    // The outlier is about as far from the nearest of P as from the nearest of Q.
    close(of_outlier, n * d / (n + 1.0), 1e-3);
    // The two crowds do not see each other.
    let and_crowd = |s: &Points| {
        let crowd: Vec<f64> = s.coordinates().iter().map(|x| 1e-200 * x).collect();
        Points::new(2, [s.coordinates(), &crowd].concat())
    };
    let of_both = nearest_neighbour_kl(&and_crowd(&p)?, &and_crowd(&q)?, 1)?.nats();
    close(of_both, d, 1e-3);
    Ok(())
}

/// Half a dozen standard deviations are allowed, or the known bias.
#[test]
fn estimates_are_near_the_truth() -> TestResult {
    let mut random = Random(4);
    // D(N(0,1)‖N(1,2²)) = ln 2 + 2/8 − ½, and the sizes differ: ln(m/(n−1)) is −1.39.
    let truth = 2f64.ln() + 0.25 - 0.5;
    let (p, q) = (
        random.normal_points(1, 4000, 0.0, 1.0),
        random.normal_points(1, 1000, 1.0, 2.0),
    );
    for k in [1, 5] {
        let d = nearest_neighbour_kl(&p, &q, k)?.nats();
        assert!((d - truth).abs() < 0.3, "{d} for {truth}");
        let reverse = nearest_neighbour_kl(&q, &p, k)?.nats();
        let truth = -(2f64.ln()) + 2.5 - 0.5;
        assert!((reverse - truth).abs() < 0.7, "{reverse} for {truth}");
    }
    // In three dimensions, P and Q alike, and twice as wide.
    let p = random.normal_points(3, 2000, 0.0, 1.0);
    let same = nearest_neighbour_kl(&p, &random.normal_points(3, 2000, 0.0, 1.0), 3)?.nats();
    assert!(same.abs() < 0.15, "{same}");
    let wide = nearest_neighbour_kl(&p, &random.normal_points(3, 2000, 0.0, 2.0), 3)?.nats();
    let truth = 3.0 * (2f64.ln() + 0.125 - 0.5);
    assert!((wide - truth).abs() < 0.4, "{wide} for {truth}");
    Ok(())
}

/// Of 100 intervals at 0.95, between 83 and 100 cover: four standard deviations.
#[test]
fn intervals_cover_the_truth() -> TestResult {
    let mut random = Random(5);
    let truth = Information::from_nats(2f64.ln() + 0.25 - 0.5);
    let (mut covering, mut narrower) = (0, 0);
    for _ in 0..100 {
        let (p, q) = (
            random.normal_points(1, 200, 0.0, 1.0),
            random.normal_points(1, 200, 1.0, 2.0),
        );
        let d = nearest_neighbour_estimate(&p, &q, 1, 10)?;
        assert_eq!(d.value(), nearest_neighbour_kl(&p, &q, 1)?);
        assert_eq!(d.samples(), 400);
        let interval = d.interval(0.95)?;
        let (low, high) = (interval.start().nats(), interval.end().nats());
        assert!(low < high && d.standard_error().nats() > 0.0);
        close(d.value().nats() - low, high - d.value().nats(), 1e-12);
        covering += i32::from(interval.contains(&truth));
        narrower += i32::from(d.interval(0.5)?.contains(&truth));
    }
    assert!((83..=100).contains(&covering), "{covering}");
    assert!((28..=72).contains(&narrower), "{narrower}");
    Ok(())
}
