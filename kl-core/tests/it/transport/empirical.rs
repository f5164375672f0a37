//! Wasserstein and energy distances between samples: bad and extreme ones, and metrics.

use super::EXTREME;
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{entry, parameter, refused, size};
use crate::common::random::Random;
use kl_core::Error;
use kl_core::transport::{Empirical, wasserstein, wasserstein_1, wasserstein_2};

const INF: f64 = f64::INFINITY;

/// Fails unless the error names the index and is about NaN.
#[track_caller]
fn nan_at<T: std::fmt::Debug>(got: Result<T, Error>, of: &str, place: usize) {
    match got {
        Err(Error::Entry {
            of: found,
            index,
            value,
            ..
        }) if value.is_nan() => assert_eq!((found, index), (of, place)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn values_must_be_finite() {
    for f in [wasserstein_1, wasserstein_2, |x: &[f64], y: &[f64]| {
        wasserstein(3.0, x, y)
    }] {
        let empty = |of| Err(Error::Empty { of });
        assert_eq!(f(&[], &[1.0]), empty("values of the first sample"));
        assert_eq!(f(&[1.0], &[]), empty("values of the second sample"));
        let (first, second) = ("value of the first sample", "value of the second sample");
        nan_at(f(&[1.0, f64::NAN], &[1.0]), first, 1);
        nan_at(f(&[1.0], &[3.0, 2.0, f64::NAN]), second, 2);
        for value in [INF, -INF] {
            refused(f(&[value], &[1.0]), &entry(first, 0, value));
            refused(f(&[1.0], &[value]), &entry(second, 0, value));
        }
    }
}

#[test]
fn weights_must_be_weights() {
    let weighted = |w: &[f64]| Empirical::weighted([1.0, 2.0], w);
    let mismatch = size("weights", 3, "values of the sample", 2);
    assert_eq!(weighted(&[1.0; 3]), Err(mismatch));
    assert_eq!(
        weighted(&[0.0, 0.0]),
        Err(Error::ZeroTotal { of: "weights" })
    );
    nan_at(weighted(&[1.0, f64::NAN]), "weight", 1);
    for value in [-1.0, INF, -INF, -5e-324] {
        refused(weighted(&[value, 1.0]), &entry("weight", 0, value));
    }
    let of = "value of the sample";
    nan_at(Empirical::weighted([f64::NAN], [0.0]), of, 0);
    let none = Error::Empty {
        of: "values of the sample",
    };
    assert_eq!(Empirical::weighted([], []), Err(none.clone()));
    assert_eq!(Empirical::new([]), Err(none));
}

#[test]
fn orders_and_levels() -> TestResult {
    let p = Empirical::new([1.0, 2.0])?;
    for value in [0.999, 0.0, -1.0, -INF] {
        let error = parameter("order of the distance", value);
        refused(p.wasserstein(value, &p), &error);
        refused(wasserstein(value, &[1.0], &[1.0]), &error);
    }
    assert!(p.wasserstein(f64::NAN, &p).is_err());
    for value in [-5e-324, 1.0 + f64::EPSILON, INF, -INF] {
        let error = parameter("level of the quantile", value);
        refused(p.quantile(value), &error);
    }
    assert!(p.quantile(f64::NAN).is_err());
    assert!(p.cdf(f64::NAN).is_err());
    assert_eq!(p.cdf(INF)?, 1.0);
    assert_eq!(p.cdf(-INF)?, 0.0);
    Ok(())
}

#[test]
fn extreme_samples_are_not_nan() -> TestResult {
    let mut samples = Vec::new();
    for a in EXTREME {
        for b in EXTREME {
            samples.push(Empirical::new([a, b])?);
            samples.push(Empirical::new([a, b, a])?);
            for w in [5e-324, 1e-200, 1e300, f64::MAX] {
                samples.push(Empirical::weighted([a, b], [w, 1.0])?);
            }
        }
    }
    for (i, p) in samples.iter().enumerate() {
        for q in samples.iter().skip(i % 7).step_by(7) {
            let mut distances = vec![p.wasserstein_1(q), p.wasserstein_2(q), p.energy_distance(q)];
            for order in [1.5, 700.0, 1e308, INF] {
                distances.push(p.wasserstein(order, q)?);
            }
            for d in distances {
                assert!(d >= 0.0, "{d} for {p:?} {q:?}");
            }
        }
    }
    Ok(())
}

impl Random {
    /// Up to 20 values, often equal to each other.
    fn sample(&mut self) -> Vec<f64> {
        let n = 1 + self.below(20);
        let coarse = self.below(2) == 0;
        (0..n)
            .map(|_| {
                let x = self.between(-3.0, 3.0);
                if coarse { x.round() } else { x }
            })
            .collect()
    }

    fn shuffled(&mut self, x: &[f64]) -> Vec<f64> {
        let mut x = x.to_vec();
        for i in (1..x.len()).rev() {
            x.swap(i, self.below(i + 1));
        }
        x
    }
}

#[test]
fn metrics() -> TestResult {
    let mut random = Random(1);
    for _ in 0..400 {
        let [x, y, z] = [0; 3].map(|_| random.sample());
        let [p, q, r] = [&x, &y, &z].map(|x| Empirical::new(x.as_slice()));
        let (p, q, r) = (p?, q?, r?);
        for order in [1.0, 1.7, 2.0, 9.0, f64::INFINITY] {
            let [pq, qr, pr] = [
                p.wasserstein(order, &q)?,
                q.wasserstein(order, &r)?,
                p.wasserstein(order, &r)?,
            ];
            assert_eq!(pq, q.wasserstein(order, &p)?);
            assert!(pr <= (pq + qr) * (1.0 + 1e-14), "{pr} {pq} {qr}");
            assert_eq!(pq == 0.0, p.wasserstein_1(&q) == 0.0);
        }
        let (one, two) = (p.wasserstein_1(&q), p.wasserstein_2(&q));
        let largest = p.wasserstein(f64::INFINITY, &q)?;
        assert!(one <= two * (1.0 + 1e-14) && two <= largest * (1.0 + 1e-14));
        let [a, b, c] = [
            p.energy_distance(&q),
            q.energy_distance(&r),
            p.energy_distance(&r),
        ];
        assert_eq!(a, q.energy_distance(&p));
        assert!(c <= (a + b) * (1.0 + 1e-14));
    }
    Ok(())
}

#[test]
fn order_and_repetition_make_no_difference() -> TestResult {
    let mut random = Random(2);
    for _ in 0..200 {
        let (x, y) = (random.sample(), random.sample());
        let mixed = random.shuffled(&x);
        assert_eq!(wasserstein_1(&x, &mixed)?, 0.0);
        let thrice = random.shuffled(&x.repeat(3));
        assert_eq!(wasserstein_2(&x, &thrice)?, 0.0);
        assert_eq!(wasserstein(3.0, &thrice, &x)?, 0.0);
        close(wasserstein_1(&thrice, &y)?, wasserstein_1(&x, &y)?, 1e-15);
        close(wasserstein_2(&thrice, &y)?, wasserstein_2(&x, &y)?, 1e-15);
        // Weights that say how often a value is repeated.
        let times: Vec<f64> = x.iter().map(|_| random.below(4) as f64).collect();
        let repeated: Vec<f64> = x
            .iter()
            .zip(&times)
            .flat_map(|(&x, &n)| std::iter::repeat_n(x, n as usize))
            .collect();
        if repeated.is_empty() {
            continue;
        }
        let (plain, q) = (Empirical::new(repeated)?, Empirical::new(y)?);
        for unit in [1.0, 0.1, 3.0, 1e-310, 1e300] {
            let w: Vec<f64> = times.iter().map(|n| n * unit).collect();
            let p = Empirical::weighted(x.as_slice(), w)?;
            // 0.1·3 is not three times 0.1.
            let relative = if unit == 0.1 { 1e-14 } else { 2e-15 };
            close(p.wasserstein_1(&q), plain.wasserstein_1(&q), relative);
            close(p.wasserstein_2(&q), plain.wasserstein_2(&q), relative);
            close(p.energy_distance(&q), plain.energy_distance(&q), relative);
            if unit != 0.1 && unit < 1.0 + 3.0 {
                assert_eq!(p.wasserstein_1(&plain), 0.0, "{unit}");
            }
        }
    }
    Ok(())
}

#[test]
fn shifts_and_scales() -> TestResult {
    let mut random = Random(3);
    for _ in 0..200 {
        let (x, y) = (random.sample(), random.sample());
        let by = |f: &dyn Fn(f64) -> f64, x: &[f64]| x.iter().map(|&x| f(x)).collect::<Vec<_>>();
        let shift = random.near(2.5);
        let (moved, scaled) = (by(&|v| v + shift, &x), by(&|v| v * -4.0, &x));
        for order in [1.0, 2.0, 3.5] {
            // A sample from itself shifted.
            close(wasserstein(order, &x, &moved)?, shift.abs(), 1e-14);
            let d = wasserstein(order, &x, &y)?;
            close(
                wasserstein(order, &scaled, &by(&|v| v * -4.0, &y))?,
                4.0 * d,
                1e-14,
            );
        }
        let means = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let at_least = (means(&x) - means(&y)).abs();
        assert!(wasserstein_1(&x, &y)? >= at_least - 1e-14);
    }
    Ok(())
}

#[test]
fn quantiles_invert_the_cdf() -> TestResult {
    let mut random = Random(4);
    for _ in 0..200 {
        let x = random.sample();
        let w = random.weights(x.len());
        let plain = Empirical::new(x.as_slice())?;
        for p in [plain.clone(), Empirical::weighted(x, w)?] {
            for &v in p.values() {
                // A tiny weight is lost in the rounding of the cdf.
                let back = p.quantile(p.cdf(v)?)?;
                assert!(back <= v && p.cdf(back)? == p.cdf(v)?);
                assert!(back == v || p != plain);
            }
            for _ in 0..10 {
                let u = random.unit();
                let v = p.quantile(u)?;
                assert!(p.cdf(v)? >= u && p.cdf(v.next_down())? < u);
            }
            assert_eq!(Some(&p.quantile(0.0)?), p.values().first());
        }
        assert_eq!(Some(&plain.quantile(1.0)?), plain.values().last());
    }
    Ok(())
}
