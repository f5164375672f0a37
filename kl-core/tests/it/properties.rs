//! What must hold for any valid input, tried on random ones.

use crate::random::{Random, close};
use kl_core::kernels;
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::{MultivariateNormal as StatrsMultivariateNormal, Normal};
use kl_core::{Information, KlDivergence, MultivariateNormal, Pmf, Unit};

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// A hundred thousand pairs, half of them near each other.
#[test]
fn discrete_divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(1);
    for round in 0..100_000 {
        let n = 1 + random.below(6);
        let w = random.weights(n);
        let v = if round % 2 == 0 {
            random.weights(n)
        } else {
            w.iter().map(|&x| random.near(x)).collect()
        };
        let (p, q) = (Pmf::from_weights(w)?, Pmf::from_weights(v)?);
        // What from_weights makes, `new` accepts.
        assert_eq!(Pmf::new(p.as_slice())?, p);
        let d = p.kl(&q)?;
        assert!(d >= Information::ZERO, "{d:?} for {p:?} {q:?}");
        assert_eq!(d.is_infinite(), p.first_outside_support(&q)?.is_some());
        assert!(p.cross_entropy(&q)? >= Information::ZERO);
        let bound = (n as f64).ln() * (1.0 + 4.0 * f64::EPSILON);
        assert!((0.0..=bound).contains(&p.entropy().nats()));
        assert_eq!(p.kl(&p)?, Information::ZERO);
    }
    Ok(())
}

#[test]
fn normal_divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(2);
    for round in 0..100_000 {
        let (mu, sigma) = (
            random.between(-5.0, 5.0),
            random.power_of_ten(-300.0, 300.0),
        );
        let (nu, tau) = if round % 2 == 0 {
            (
                random.between(-5.0, 5.0),
                random.power_of_ten(-300.0, 300.0),
            )
        } else {
            (random.near(mu), random.near(sigma))
        };
        if tau <= 0.0 {
            continue;
        }
        let (p, q) = (Normal::new(mu, sigma)?, Normal::new(nu, tau)?);
        let d = p.kl(&q)?;
        assert!(d >= Information::ZERO, "{d:?} for {p:?} {q:?}");
        assert_eq!(p.kl(&p)?, Information::ZERO);
    }
    Ok(())
}

#[test]
fn multivariate_divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(3);
    for round in 0..5_000 {
        let d = 1 + random.below(6);
        let least = random.power_of_ten(-12.0, 0.0);
        let s = random.covariance(d, least);
        let t = if round % 2 == 0 {
            random.covariance(d, least)
        } else {
            let size = least * random.power_of_ten(-12.0, -1.0) / d as f64;
            random.changed(&s, size)
        };
        let mean: Vec<f64> = (0..d).map(|_| random.between(-1.0, 1.0)).collect();
        let p = MultivariateNormal::new(mean, s)?;
        let q = MultivariateNormal::new(vec![0.0; d], t)?;
        let got = p.kl(&q)?;
        assert!(got >= Information::ZERO, "{got:?} for {p:?} {q:?}");
        assert!(got.is_finite());
        assert_eq!(p.kl(&p)?, Information::ZERO);
    }
    Ok(())
}

/// H(P, Q) = H(P) + D(P‖Q), up to Σp − Σq, which is at most rounding here.
#[test]
fn cross_entropy_is_entropy_plus_divergence() -> TestResult {
    let mut random = Random(4);
    for _ in 0..10_000 {
        let n = 1 + random.below(20);
        let p = Pmf::from_weights((0..n).map(|_| random.unit()).collect::<Vec<_>>())?;
        let q = Pmf::from_weights((0..n).map(|_| random.unit()).collect::<Vec<_>>())?;
        let left = p.cross_entropy(&q)?;
        let right = p.entropy() + p.kl(&q)?;
        assert!((left - right).nats().abs() <= 8.0 * f64::EPSILON * (1.0 + left.nats()));
    }
    Ok(())
}

/// D(P‖U) = ln n − H(P) for the uniform U.
#[test]
fn divergence_from_uniform_is_missing_entropy() -> TestResult {
    let mut random = Random(5);
    for n in 2..200 {
        let p = Pmf::from_weights((0..n).map(|_| random.unit()).collect::<Vec<_>>())?;
        let left = p.kl(&Pmf::uniform(n)?)?.nats();
        let right = (n as f64).ln() - p.entropy().nats();
        assert!((left - right).abs() <= 8.0 * f64::EPSILON * (n as f64).ln());
    }
    Ok(())
}

/// Merging outcomes never increases the divergence (data processing).
#[test]
fn merging_outcomes_loses_information() -> TestResult {
    let mut random = Random(6);
    for _ in 0..10_000 {
        let (p, q) = (random.weights(4), random.weights(4));
        let (p, q) = (Pmf::from_weights(p)?, Pmf::from_weights(q)?);
        let merge = |r: &Pmf| {
            let r = r.as_slice();
            Pmf::from_weights([r[0] + r[1], r[2], r[3]])
        };
        let fine = p.kl(&q)?.nats();
        let coarse = merge(&p)?.kl(&merge(&q)?)?.nats();
        assert!(
            coarse <= fine + 8.0 * f64::EPSILON * (1.0 + fine),
            "{coarse:e} {fine:e}"
        );
    }
    Ok(())
}

/// One dimension, whose variances are exact squares.
#[test]
fn one_dimension_is_the_normal() -> TestResult {
    let mut random = Random(7);
    for _ in 0..10_000 {
        // 24 bits, so that the square is a double.
        let short = |x: f64| f64::from(x as f32);
        let sigma = short(random.between(0.25, 4.0));
        let tau = short(match random.below(2) {
            0 => random.between(0.25, 4.0),
            _ => sigma * (1.0 + random.power_of_ten(-6.0, -1.0)),
        });
        let (mu, nu) = (random.between(-2.0, 2.0), random.between(-2.0, 2.0));
        let one =
            |mean, s: f64| MultivariateNormal::new(vec![mean], DMatrix::identity(1, 1) * (s * s));
        let several = one(mu, sigma)?.kl(&one(nu, tau)?)?.nats();
        let single = Normal::new(mu, sigma)?.kl(&Normal::new(nu, tau)?)?.nats();
        close(several, single, 16.0 * f64::EPSILON);
        let (mu, nu) = (0.25, 0.25);
        let several = one(mu, sigma)?.kl(&one(nu, tau)?)?.nats();
        let single = Normal::new(mu, sigma)?.kl(&Normal::new(nu, tau)?)?.nats();
        close(several, single, 16.0 * f64::EPSILON);
    }
    Ok(())
}

/// Independent coordinates: the divergences add.
#[test]
fn diagonal_is_a_sum_of_normals() -> TestResult {
    let mut random = Random(8);
    for _ in 0..2_000 {
        let d = 1 + random.below(8);
        // 24 bits, so that the square is a double.
        let scales = |random: &mut Random| -> Vec<f64> {
            (0..d)
                .map(|_| f64::from(random.between(0.5, 2.0) as f32))
                .collect()
        };
        let (sigma, tau) = (scales(&mut random), scales(&mut random));
        let (mu, nu) = (scales(&mut random), scales(&mut random));
        let joint = |mean: &[f64], s: &[f64]| {
            let covariance = DMatrix::from_fn(d, d, |i, j| if i == j { s[i] * s[i] } else { 0.0 });
            MultivariateNormal::new(mean.to_vec(), covariance)
        };
        let together = joint(&mu, &sigma)?.kl(&joint(&nu, &tau)?)?;
        let mut apart = Information::ZERO;
        for i in 0..d {
            let p = Normal::new(mu[i], sigma[i])?;
            apart = apart + p.kl(&Normal::new(nu[i], tau[i])?)?;
        }
        close(together.nats(), apart.nats(), 16.0 * f64::EPSILON);
    }
    Ok(())
}

/// Changing the order of the variables, or their units by powers of two, changes
/// nothing but rounding.
#[test]
fn multivariate_divergence_is_invariant() -> TestResult {
    let mut random = Random(9);
    for _ in 0..1_000 {
        let d = 2 + random.below(4);
        let s = random.covariance(d, 0.5);
        let size = random.power_of_ten(-9.0, -1.0);
        let t = random.changed(&s, size);
        let kl = |f: &dyn Fn(&DMatrix<f64>) -> DMatrix<f64>| {
            let p = MultivariateNormal::new(vec![0.0; d], f(&s))?;
            p.kl(&MultivariateNormal::new(vec![0.0; d], f(&t))?)
        };
        let plain = kl(&Clone::clone)?;
        let reversed = kl(&|m| DMatrix::from_fn(d, d, |i, j| m[(d - 1 - i, d - 1 - j)]))?;
        close(plain.nats(), reversed.nats(), 1e-12);
        let unit = |i: usize| 2f64.powi(100 * i as i32 - 200);
        let rescaled = kl(&|m| DMatrix::from_fn(d, d, |i, j| m[(i, j)] * unit(i) * unit(j)))?;
        assert_eq!(plain, rescaled);
    }
    Ok(())
}

#[test]
fn statrs_multivariate_normal_converts() -> TestResult {
    let theirs = StatrsMultivariateNormal::new(vec![1.0, 2.0], vec![4.0, 2.0, 2.0, 2.0])?;
    let ours = MultivariateNormal::try_from(&theirs)?;
    assert_eq!(ours.mean(), theirs.mu());
    assert_eq!(ours.covariance(), theirs.cov());
    let l = ours.cholesky_factor();
    assert_eq!(&(l * l.transpose()), theirs.cov());
    Ok(())
}

/// The plain sum gives −3.9e-16 here, or another number of that size.
///
/// To second order D = Σ δ²/(2p), and the third order is 1e-8 of it.
#[test]
fn thousand_outcomes_1e_8_apart() -> TestResult {
    let mut random = Random(10);
    let p = Pmf::from_weights(
        (0..1000)
            .map(|_| random.between(0.5, 1.5))
            .collect::<Vec<_>>(),
    )?;
    let shifted = |r: &mut Random, x: f64| x * (1.0 + 1e-8 * r.between(-1.0, 1.0));
    let q: Vec<f64> = p
        .as_slice()
        .iter()
        .map(|&x| shifted(&mut random, x))
        .collect();
    let q = Pmf::from_weights(q)?;
    let pairs = || p.as_slice().iter().zip(q.as_slice());
    let second_order: f64 = pairs().map(|(p, q)| (q - p) * (q - p) / (2.0 * p)).sum();
    let d = p.kl(&q)?.nats();
    assert!(d > 0.0 && d < 1e-16);
    close(d, second_order, 1e-7);
    let plain: f64 = pairs().map(|(p, q)| p * (p / q).ln()).sum();
    assert!(
        (plain - d).abs() > 0.1 * d,
        "the plain sum has become good: {plain:e}"
    );
    Ok(())
}

#[test]
fn normal_1e_12_apart() -> TestResult {
    let p = Normal::new(0.0, 1.0)?;
    let q = Normal::new(0.0, 1.0 + 1e-12)?;
    // ε² − 5ε³/3 + …, where 1 + ε is the double nearest to 1 + 1e-12.
    let e = (1.0 + 1e-12) - 1.0;
    close(
        p.kl(&q)?.nats(),
        e * e * (1.0 - 5.0 / 3.0 * e),
        4.0 * f64::EPSILON,
    );
    Ok(())
}

/// The usual form gives 0. To second order D = ¼ tr((Σq⁻¹Δ)²).
#[test]
fn twenty_dimensions_1e_8_apart() -> TestResult {
    let mut random = Random(11);
    let s = random.covariance(20, 5.0);
    let t = random.changed(&s, 1e-8);
    let inverse = t.clone().try_inverse().ok_or("singular")?;
    let m = inverse * (&s - &t);
    let second_order = 0.25 * (&m * &m).trace();
    let p = MultivariateNormal::new(vec![0.0; 20], s)?;
    let q = MultivariateNormal::new(vec![0.0; 20], t)?;
    let d = p.kl(&q)?.nats();
    assert!(d > 1e-17 && d < 1e-14, "{d:e}");
    close(d, second_order, 1e-7);
    Ok(())
}

#[test]
fn one_probability_in_units() -> TestResult {
    let d = Pmf::new([1.0, 0.0])?.kl(&Pmf::new([0.125, 0.875])?)?;
    assert_eq!(d.bits(), 3.0);
    close(d.dits(), 3.0 * 2f64.log10(), 2.0 * f64::EPSILON);
    for unit in [Unit::Nats, Unit::Bits, Unit::Dits] {
        let back = match unit {
            Unit::Nats => Information::from_nats(d.nats()),
            Unit::Bits => Information::from_bits(d.bits()),
            Unit::Dits => Information::from_dits(d.dits()),
        };
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

/// The two sides of each switch between formulas agree.
#[test]
fn branches_meet() {
    for x in [-0.6, 1.5] {
        let (below, above) = (f64::next_down(x), f64::next_up(x));
        close(
            kernels::log1pmx(below),
            kernels::log1pmx(above),
            16.0 * f64::EPSILON,
        );
        let (below, above) = (1.0 + below, 1.0 + above);
        let term = kernels::normal_scale_term;
        close(term(below, 1.0), term(above, 1.0), 16.0 * f64::EPSILON);
    }
    for q in [0.5, 2.0] {
        let (below, above) = (f64::next_down(q), f64::next_up(q));
        let term = kernels::kl_term;
        close(term(1.0, below), term(1.0, above), 16.0 * f64::EPSILON);
    }
}
