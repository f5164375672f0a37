//! Wasserstein distances by quantile functions, against closed forms.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::random::Random;
use kl_core::Error;
use kl_core::statrs::distribution::{ContinuousCDF, Exp, Normal};
use kl_core::transport::{Wasserstein, wasserstein_of_quantiles};

const INF: f64 = f64::INFINITY;

#[test]
fn quantile_functions_are_checked() -> TestResult {
    let uniform = |u: f64, _: f64| u;
    for order in [0.5, -1.0, INF, f64::NAN] {
        match wasserstein_of_quantiles(order, uniform, uniform) {
            Err(Error::Parameter { name, value, .. }) => {
                assert!(name == "order of the distance" && value.to_bits() == order.to_bits());
            }
            other => panic!("{other:?}"),
        }
    }
    let holed = |u: f64, _: f64| if u < 0.1 { f64::NAN } else { u };
    for (p_is_holed, name) in [(true, "quantile of P"), (false, "quantile of Q")] {
        let got = match p_is_holed {
            true => wasserstein_of_quantiles(1.0, holed, uniform),
            false => wasserstein_of_quantiles(1.0, uniform, holed),
        };
        assert!(
            matches!(got, Err(Error::Parameter { name: n, value, .. }) if n == name && value.is_nan()),
            "{got:?}"
        );
    }
    // Neither the difference nor its power overflows.
    let far = |u: f64, _: f64| 1e308 * (2.0 * u - 1.0);
    let turned = |u: f64, _: f64| -1e308 * (2.0 * u - 1.0);
    let w = wasserstein_of_quantiles(3.0, far, turned)?;
    // 2e308 (∫ |2u − 1|³ du)^(1/3) = 2e308/4^(1/3)
    assert!(
        (w.value() / 1e308 - 2.0 / 4f64.cbrt()).abs() < 1e-8,
        "{w:?}"
    );
    let tiny = |u: f64, _: f64| 1e-300 * u;
    let w = wasserstein_of_quantiles(4.0, tiny, |_, _| 0.0)?;
    assert!(
        (w.value() / 1e-300 - 0.2f64.powf(0.25)).abs() < 1e-8,
        "{w:?}"
    );
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
