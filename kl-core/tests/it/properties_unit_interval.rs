//! Kumaraswamy distributions, and beta from Laplace: identities, and agreement with
//! computations of another kind, on random inputs.

use crate::random::{Random, close};
use kl_core::KlDivergence;
use kl_core::distribution::Kumaraswamy;
use kl_core::quadrature;
use kl_core::statrs::distribution::{Beta, Laplace, Normal, Uniform};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const ULP: f64 = f64::EPSILON;

#[test]
fn some_are_beta_distributions() -> TestResult {
    let mut random = Random(101);
    for _ in 0..200 {
        let r = &mut random;
        let (a, alpha, beta) = (
            r.power_of_ten(-1.0, 1.0),
            r.power_of_ten(-1.0, 1.0),
            r.power_of_ten(-1.0, 1.0),
        );
        let q = Beta::new(alpha, beta)?;
        for (p, same) in [
            (Kumaraswamy::new(a, 1.0)?, Beta::new(a, 1.0)?),
            (Kumaraswamy::new(1.0, a)?, Beta::new(1.0, a)?),
        ] {
            close(p.kl(&q)?.nats(), same.kl(&q)?.nats(), 1e-12);
            assert!(p.kl(&same)?.nats() < 1e-29, "{p:?}");
            close(
                p.mean(),
                same.shape_a() / (same.shape_a() + same.shape_b()),
                16.0 * ULP,
            );
        }
        let same = Kumaraswamy::new(alpha, 1.0)?;
        let p = Kumaraswamy::new(a, beta)?;
        close(
            p.kl(&same)?.nats(),
            p.kl(&Beta::new(alpha, 1.0)?)?.nats(),
            1e-11,
        );
    }
    Ok(())
}

/// Powers of x change neither side.
#[test]
fn powers_do_not_matter() -> TestResult {
    let mut random = Random(102);
    for _ in 0..200 {
        let r = &mut random;
        let (a, b) = (r.power_of_ten(-2.0, 2.0), r.power_of_ten(-2.0, 2.0));
        let (c, d) = (r.near(a), r.power_of_ten(-2.0, 2.0));
        let of = |a: f64, c: f64| -> Result<f64, Box<dyn std::error::Error>> {
            Ok(Kumaraswamy::new(a, b)?.kl(&Kumaraswamy::new(c, d)?)?.nats())
        };
        let factor = 2f64.powi(random.below(600) as i32 - 300);
        assert_eq!(of(a, c)?, of(a * factor, c * factor)?);
        let itself = Kumaraswamy::new(a, b)?;
        assert_eq!(itself.kl(&itself)?.nats(), 0.0);
    }
    Ok(())
}

#[test]
fn agrees_with_quadrature() -> TestResult {
    let mut random = Random(103);
    for _ in 0..40 {
        let r = &mut random;
        let p = Beta::new(r.between(0.6, 9.0), r.between(0.6, 9.0))?;
        let q = Laplace::new(r.between(-0.2, 1.2), r.power_of_ten(-1.0, 1.0))?;
        let expected = quadrature::kl(&p, &q)?.value().nats();
        close(p.kl(&q)?.nats(), expected, 1e-7);
        // By the middle of cells of equal mass.
        let p = Kumaraswamy::new(r.between(0.6, 5.0), r.between(0.6, 5.0))?;
        let (c, d) = (r.between(0.6, 5.0), r.between(0.6, 5.0));
        let (kumaraswamy, beta) = (Kumaraswamy::new(c, d)?, Beta::new(c, d)?);
        let (n, mut sums) = (20_000, [0.0; 2]);
        for i in 0..n {
            let rest = (f64::from(i) + 0.5) / f64::from(n);
            let x = (1.0 - rest.powf(1.0 / p.b())).powf(1.0 / p.a());
            use kl_core::statrs::distribution::Continuous;
            sums[0] += p.ln_pdf(x) - kumaraswamy.ln_pdf(x);
            sums[1] += p.ln_pdf(x) - beta.ln_pdf(x);
        }
        let near = |got: f64, sum: f64| {
            let expected = sum / f64::from(n);
            assert!(
                (got - expected).abs() < 2e-3,
                "{got} {expected} {p:?} {c} {d}"
            );
        };
        near(p.kl(&kumaraswamy)?.nats(), sums[0]);
        near(p.kl(&beta)?.nats(), sums[1]);
    }
    Ok(())
}

#[test]
fn uniform_and_normal_limits_of_beta() -> TestResult {
    let mut random = Random(104);
    for _ in 0..500 {
        let r = &mut random;
        let q = Laplace::new(r.between(-0.5, 1.5), r.power_of_ten(-2.0, 2.0))?;
        let expected = Uniform::new(0.0, 1.0)?.kl(&q)?.nats();
        close(Beta::new(1.0, 1.0)?.kl(&q)?.nats(), expected, 32.0 * ULP);
        let a = r.power_of_ten(12.0, 14.0);
        let s = 0.5 / (2.0 * a + 1.0).sqrt();
        let q = Laplace::new(
            0.5 + s * r.between(-4.0, 4.0),
            s * r.power_of_ten(-1.0, 1.0),
        )?;
        let normal = Normal::new(0.5, s)?.kl(&q)?.nats();
        close(Beta::new(a, a)?.kl(&q)?.nats(), normal, 1e-8);
    }
    Ok(())
}

/// The mirror image, and a step of the location over the seams of the formulas.
#[test]
fn sides_and_seams_do_not_matter() -> TestResult {
    let mut random = Random(105);
    for _ in 0..2_000 {
        let r = &mut random;
        let (a, b) = (r.power_of_ten(-2.0, 4.0), r.power_of_ten(-2.0, 4.0));
        let m = r.between(0.001, 0.999);
        let m = 1.0 - (1.0 - m); // so that 1 − m is exact
        let scale = r.power_of_ten(-3.0, 2.0);
        let here = Beta::new(a, b)?.kl(&Laplace::new(m, scale)?)?.nats();
        let there = Beta::new(b, a)?.kl(&Laplace::new(1.0 - m, scale)?)?.nats();
        close(here, there, 64.0 * ULP);
        let step = r.power_of_ten(-14.0, -10.0);
        let beside = Beta::new(a, b)?.kl(&Laplace::new(m + step, scale)?)?.nats();
        assert!(
            (here - beside).abs() <= step / scale + 64.0 * ULP * here,
            "{a} {b} {m} {scale}"
        );
    }
    Ok(())
}
