//! What must hold for distances between any samples, and between distributions of a
//! family, tried on random ones.

use crate::random::{Random, close};
use kl_core::statrs::distribution::{ContinuousCDF, Exp, Laplace, Normal, Uniform};
use kl_core::transport::{Empirical, Wasserstein};
use kl_core::transport::{wasserstein, wasserstein_1, wasserstein_2, wasserstein_of_quantiles};

type TestResult = Result<(), Box<dyn std::error::Error>>;

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

/// The distances of distributions are those of their quantiles at many levels.
#[test]
fn closed_forms_are_limits_of_samples() -> TestResult {
    fn check<D: Wasserstein + ContinuousCDF<f64, f64>>(p: &D, q: &D) -> TestResult {
        const N: u32 = 2000;
        let quantiles = |d: &D| -> Vec<f64> {
            (0..N)
                .map(|i| d.inverse_cdf((f64::from(i) + 0.5) / f64::from(N)))
                .collect()
        };
        let (x, y) = (quantiles(p), quantiles(q));
        close(p.wasserstein_1(q)?, wasserstein_1(&x, &y)?, 2e-3);
        close(p.wasserstein_2(q)?, wasserstein_2(&x, &y)?, 2e-2);
        assert_eq!(p.wasserstein_1(q)?, q.wasserstein_1(p)?);
        assert_eq!(p.wasserstein_2(q)?, q.wasserstein_2(p)?);
        assert!(p.wasserstein_1(q)? <= p.wasserstein_2(q)?);
        assert_eq!(p.wasserstein_1(p)?, 0.0);
        assert_eq!(p.wasserstein_2(p)?, 0.0);
        Ok(())
    }
    let mut random = Random(5);
    for _ in 0..4 {
        let [a, b] = [0; 2].map(|_| random.between(-2.0, 2.0));
        let [s, t] = [0; 2].map(|_| random.power_of_ten(-1.0, 1.0));
        check(&Normal::new(a, s)?, &Normal::new(b, t)?)?;
        check(&Laplace::new(a, s)?, &Laplace::new(b, t)?)?;
        check(&Uniform::new(a, a + s)?, &Uniform::new(b, b + t)?)?;
        check(&Exp::new(s)?, &Exp::new(t)?)?;
    }
    Ok(())
}

/// Against closed forms: of the families, and of moments where one distribution is
/// above the other.
#[test]
fn quantile_functions_give_the_closed_forms() -> TestResult {
    let mut random = Random(6);
    let of = |order, p: &dyn Fn(f64, f64) -> f64, q: &dyn Fn(f64, f64) -> f64| {
        wasserstein_of_quantiles(order, p, q).map(|integral| integral.value())
    };
    for _ in 0..20 {
        let [s, t] = [0; 2].map(|_| random.power_of_ten(-2.0, 2.0));
        let (p, q) = (Exp::new(s)?, Exp::new(t)?);
        let exponential = |rate: f64| move |_: f64, v: f64| -v.ln() / rate;
        close(
            of(1.0, &exponential(s), &exponential(t))?,
            p.wasserstein_1(&q)?,
            1e-9,
        );
        close(
            of(2.0, &exponential(s), &exponential(t))?,
            p.wasserstein_2(&q)?,
            1e-9,
        );
        assert_eq!(of(3.0, &exponential(s), &exponential(s))?, 0.0);

        // Means a/(a − 1), and second moments a/(a − 2), of heavy tails.
        let (a, b) = (random.between(1.1, 2.0), random.between(2.0, 9.0));
        let pareto = |shape: f64| move |_: f64, v: f64| v.powf(-1.0 / shape);
        let means = a / (a - 1.0) - b / (b - 1.0);
        close(of(1.0, &pareto(a), &pareto(b))?, means, 1e-8);
        let (a, b) = (random.between(2.1, 3.0), random.between(3.0, 9.0));
        let mixed = 2.0 / (1.0 - 1.0 / a - 1.0 / b);
        let square = a / (a - 2.0) + b / (b - 2.0) - mixed;
        close(of(2.0, &pareto(a), &pareto(b))?, square.sqrt(), 1e-7);

        let (m, n) = (random.between(-3.0, 3.0), random.between(-3.0, 3.0));
        let normal = |mean: f64, scale: f64| {
            let standard = Normal::standard();
            move |u: f64, v: f64| {
                let z = if u < 0.5 {
                    standard.inverse_cdf(u)
                } else {
                    -standard.inverse_cdf(v)
                };
                mean + scale * z
            }
        };
        let expected = Normal::new(m, s)?.wasserstein_2(&Normal::new(n, t)?)?;
        close(of(2.0, &normal(m, s), &normal(n, t))?, expected, 1e-8);
    }
    Ok(())
}

#[test]
fn a_moment_that_is_infinite_makes_the_distance_infinite() -> TestResult {
    let exponential = |_: f64, v: f64| -v.ln();
    for shape in [0.5, 1.0] {
        let pareto = |_: f64, v: f64| v.powf(-1.0 / shape);
        let w = wasserstein_of_quantiles(1.0, pareto, exponential)?;
        assert_eq!(w.value(), f64::INFINITY, "{shape}");
    }
    Ok(())
}
