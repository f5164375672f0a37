//! Mixtures of normal distributions: bounds and approximations of their divergence,
//! against quadrature.

use crate::common::TestResult;
use crate::common::close::{agrees, close};
use crate::common::errors::{dimensions, entry, matrix_entry, refused, size, size_of_item};
use crate::common::random::Random;
use kl_core::nalgebra::DMatrix;
use kl_core::quadrature::Quadrature;
use kl_core::statrs::distribution::{Continuous, Normal};
use kl_core::{Error, Information, KlDivergence, MultivariateNormal, NormalMixture, Pmf, estimate};

fn spherical(mean: &[f64], variance: f64) -> Result<MultivariateNormal, Error> {
    let d = mean.len();
    MultivariateNormal::new(mean.to_vec(), DMatrix::identity(d, d) * variance)
}

#[test]
fn mixtures_must_fit_together() -> TestResult {
    let (line, plane) = (spherical(&[0.0], 1.0)?, spherical(&[0.0, 0.0], 1.0)?);
    for (weights, components, found) in [
        (Pmf::uniform(2)?, vec![line.clone()], 1),
        (Pmf::uniform(2)?, vec![], 0),
        (Pmf::uniform(2)?, vec![line.clone(); 3], 3),
    ] {
        let error = size("components", found, "weights", 2);
        assert_eq!(NormalMixture::new(weights, components), Err(error));
    }
    assert_eq!(
        NormalMixture::new(
            Pmf::uniform(3)?,
            [plane.clone(), plane.clone(), line.clone()]
        ),
        Err(size_of_item(
            ("dimensions of component", 2),
            1,
            "dimensions of component 0",
            2
        ))
    );
    let p = NormalMixture::new(Pmf::uniform(1)?, [line])?;
    let q = NormalMixture::new(Pmf::uniform(1)?, [plane])?;
    let error = Err(dimensions(1, 2));
    assert_eq!(p.kl_matched_moments(&q), error);
    assert_eq!(p.kl_nearest_component(&q), error);
    assert_eq!(p.kl_product(&q), error);
    assert_eq!(p.kl_variational(&q), error);
    assert_eq!(p.kl_variational_bound(&q), error);
    assert_eq!(p.kl_convex_bound(&q), error);
    assert_eq!(p.kl_unscented(&q), error);
    assert_eq!(p.kl_bounds(&q), Err(dimensions(1, 2)));
    let error = size(
        "coordinates of the point",
        1,
        "dimensions of the mixture",
        2,
    );
    assert_eq!(q.ln_pdf(&[0.0]), Err(error));
    for value in [f64::INFINITY, f64::NEG_INFINITY] {
        let error = entry("coordinate of the point", 1, value);
        refused(q.ln_pdf(&[0.0, value]), &error);
    }
    assert!(q.ln_pdf(&[f64::NAN, 0.0]).is_err());
    Ok(())
}

#[test]
fn extreme_mixtures() -> TestResult {
    let means = [0.0, 1e300, -1e300, f64::MAX, -f64::MAX, 5e-324];
    let variances = [1.0, 1e-308, 1e300, 1e308];
    let mut all = Vec::new();
    for a in means {
        for b in [0.0, -a] {
            for v in variances {
                for d in [1, 2] {
                    let components = [spherical(&vec![a; d], v)?, spherical(&vec![b; d], 1.0)?];
                    all.push(NormalMixture::new(Pmf::new([0.25, 0.75])?, components)?);
                }
            }
        }
    }
    for p in &all {
        assert!(p.mean().iter().all(|m| m.is_finite()), "{p:?}");
        assert!(p.covariance().iter().all(|c| !c.is_nan()), "{p:?}");
        assert!(!p.ln_pdf(&vec![1e300; p.dimension()])?.is_nan(), "{p:?}");
        for q in all.iter().filter(|q| q.dimension() == p.dimension()) {
            let what = || format!("{p:?} {q:?}");
            for d in [
                p.kl_nearest_component(q)?,
                p.kl_product(q)?,
                p.kl_variational(q)?,
                p.kl_unscented(q)?,
            ] {
                assert!(!d.nats().is_nan(), "{}", what());
            }
            // The moments may overflow, which is an error.
            if let Ok(d) = p.kl_matched_moments(q) {
                assert!(d.nats() >= 0.0, "{}", what());
            }
            let (bounds, convex) = (p.kl_bounds(q)?, p.kl_convex_bound(q)?);
            assert!(bounds.start().nats() >= 0.0, "{}", what());
            assert!(bounds.start() <= bounds.end(), "{}", what());
            assert!(
                bounds.end().nats() <= convex.nats() * (1.0 + 1e-14),
                "{}",
                what()
            );
        }
    }
    let far = NormalMixture::new(
        Pmf::uniform(2)?,
        [spherical(&[1e300], 1.0)?, spherical(&[-1e300], 1.0)?],
    )?;
    let wide = matrix_entry("covariance of P", 0, 0, f64::INFINITY);
    refused(far.kl_matched_moments(&far), &wide);
    let near = NormalMixture::new(Pmf::uniform(1)?, [spherical(&[0.0], 1.0)?])?;
    let wide = matrix_entry("covariance of Q", 0, 0, f64::INFINITY);
    refused(near.kl_matched_moments(&far), &wide);
    Ok(())
}

fn normal(mean: &[f64], covariance: &[f64]) -> Result<MultivariateNormal, Error> {
    let d = mean.len();
    MultivariateNormal::new(mean.to_vec(), DMatrix::from_row_slice(d, d, covariance))
}

fn line(random: &mut Random, separation: f64) -> Result<NormalMixture, Error> {
    let n = 1 + random.below(4);
    let mut weights: Vec<f64> = (0..n).map(|_| random.between(0.1, 1.0)).collect();
    if n > 2 && random.below(3) == 0 {
        weights[1] = 0.0;
    }
    let components: Result<Vec<_>, Error> = (0..n)
        .map(|_| normal(&[separation * random.normal()], &[random.between(0.3, 3.0)]))
        .collect();
    NormalMixture::new(Pmf::from_weights(weights)?, components?)
}

fn space(random: &mut Random, d: usize) -> Result<NormalMixture, Error> {
    let n = 1 + random.below(3);
    let weights: Vec<f64> = (0..n).map(|_| random.between(0.1, 1.0)).collect();
    let mut components = Vec::new();
    for _ in 0..n {
        let a = DMatrix::from_fn(d, d, |_, _| random.normal());
        let product = &a * a.transpose() + DMatrix::identity(d, d) * 0.2;
        // Mirrored: a product may differ from its transpose in the last digit.
        let s = DMatrix::from_fn(d, d, |i, j| product[(i.max(j), i.min(j))]);
        let mean: Vec<f64> = (0..d).map(|_| 2.0 * random.normal()).collect();
        components.push(MultivariateNormal::new(mean, s)?);
    }
    NormalMixture::new(Pmf::from_weights(weights)?, components)
}

/// The components in reverse.
fn reversed(p: &NormalMixture) -> Result<NormalMixture, Error> {
    let weights: Vec<f64> = p.weights().as_slice().iter().rev().copied().collect();
    let components: Vec<_> = p.components().iter().rev().cloned().collect();
    NormalMixture::new(Pmf::new(weights)?, components)
}

/// Each component twice, with a quarter and three quarters of its weight.
fn split(p: &NormalMixture) -> Result<NormalMixture, Error> {
    let halves = |w: &f64| [0.25 * w, 0.75 * w];
    let weights: Vec<f64> = p.weights().as_slice().iter().flat_map(halves).collect();
    let twice = |n: &MultivariateNormal| [n.clone(), n.clone()];
    let components: Vec<_> = p.components().iter().flat_map(twice).collect();
    NormalMixture::new(Pmf::new(weights)?, components)
}

/// Breakpoints are the places of the components.
fn by_quadrature(p: &NormalMixture, q: &NormalMixture) -> Result<f64, Error> {
    let all = p.components().iter().chain(q.components());
    let mut breaks: Vec<f64> = all.map(|n| n.mean()[0]).collect();
    breaks.sort_by(f64::total_cmp);
    breaks.dedup();
    let ln = |m: &NormalMixture, x: f64| m.ln_pdf(&[x]).unwrap_or(f64::NAN);
    let quadrature = Quadrature::new()
        .relative_tolerance(1e-5)?
        .breakpoints(breaks)?;
    let d = quadrature.kl_of(|x| ln(p, x), |x| ln(q, x), -80.0..=80.0)?;
    Ok(d.value().nats())
}

/// By the trapezoidal rule, which is as good as any for such functions, and faster.
fn by_trapezes(p: &NormalMixture, q: &NormalMixture) -> Result<f64, Error> {
    let mut d = 0.0;
    for i in -350..=350 {
        let x = [0.1 * f64::from(i)];
        let (p, q) = (p.ln_pdf(&x)?, q.ln_pdf(&x)?);
        d += 0.1 * p.exp() * (p - q);
    }
    Ok(d)
}

#[test]
fn bounds_hold_against_quadrature() -> TestResult {
    let mut random = Random(21);
    let (mut positive, mut tight) = (0, 0);
    for case in 0..100 {
        let separation = [0.5, 2.0, 5.0][case % 3];
        let (p, q) = (
            line(&mut random, separation)?,
            line(&mut random, separation)?,
        );
        let d = by_trapezes(&p, &q)?;
        if case % 5 == 0 {
            close(d, by_quadrature(&p, &q)?, 1e-5);
            assert_eq!(*p.kl_bounds(&q)?.end(), p.kl_variational_bound(&q)?);
        }
        let bounds = p.kl_bounds(&q)?;
        let (lower, upper) = (bounds.start().nats(), bounds.end().nats());
        let slack = 1e-5 * d;
        assert!(lower <= d + slack, "{lower} > {d}: {p:?} {q:?}");
        assert!(d <= upper + slack, "{d} > {upper}: {p:?} {q:?}");
        assert!(upper <= p.kl_convex_bound(&q)?.nats() * (1.0 + 1e-14));
        positive += i32::from(lower > 0.0);
        tight += i32::from(upper - lower < 0.75 * d);
    }
    // They say something.
    assert!(positive > 40 && tight > 25, "{positive} {tight}");
    Ok(())
}

#[test]
fn approximations_are_near_where_they_should_be() -> TestResult {
    // Components far apart, each next to one of the other mixture, wide enough for the
    // sigma points: then each of these but two is the divergence.
    let parts = |moved: f64| -> Result<Vec<MultivariateNormal>, Error> {
        [-60.0, 0.0, 60.0]
            .iter()
            .map(|m| normal(&[m + moved], &[1.0]))
            .collect()
    };
    let p = NormalMixture::new(Pmf::new([0.25, 0.25, 0.5])?, parts(0.0)?)?;
    let q = NormalMixture::new(Pmf::new([0.5, 0.25, 0.25])?, parts(1.0)?)?;
    let d = by_quadrature(&p, &q)?;
    close(d, 0.5 + 0.25 * 2f64.ln(), 1e-6);
    for near in [
        p.kl_variational(&q)?,
        p.kl_variational_bound(&q)?,
        p.kl_nearest_component(&q)?,
        p.kl_unscented(&q)?,
    ] {
        close(near.nats(), d, 1e-6);
    }
    // Half of the distance within components, and the weights.
    close(p.kl_product(&q)?.nats(), 0.25 + 0.25 * 2f64.ln(), 1e-12);
    let bounds = p.kl_bounds(&q)?;
    close(bounds.start().nats(), 0.25 + 0.25 * 2f64.ln(), 1e-10);
    Ok(())
}

#[test]
fn one_component_each_is_the_normal_divergence() -> TestResult {
    let mut random = Random(22);
    for d in [1, 2, 3, 5, 25] {
        for _ in 0..4 {
            let (p, q) = (space(&mut random, d)?, space(&mut random, d)?);
            let one = |m: &NormalMixture| {
                NormalMixture::new(Pmf::uniform(1)?, [m.components()[0].clone()])
            };
            let truth = p.components()[0].kl(&q.components()[0])?;
            let (p, q) = (one(&p)?, one(&q)?);
            for same in [
                p.kl_matched_moments(&q)?,
                p.kl_nearest_component(&q)?,
                p.kl_variational(&q)?,
                p.kl_variational_bound(&q)?,
                p.kl_convex_bound(&q)?,
                *p.kl_bounds(&q)?.end(),
                *p.kl_bounds(&q)?.start(),
            ] {
                close(same.nats(), truth.nats(), 1e-13);
            }
            close(p.kl_unscented(&q)?.nats(), truth.nats(), 1e-9);
        }
    }
    Ok(())
}

#[test]
fn equal_mixtures_in_any_order_and_split() -> TestResult {
    let mut random = Random(23);
    for d in [1, 2, 3] {
        for _ in 0..10 {
            let (p, q) = (space(&mut random, d)?, space(&mut random, d)?);
            let zero = |d: Information| assert!(d.nats().abs() < 1e-13, "{d:?}");
            for same in [p.clone(), reversed(&p)?, split(&p)?] {
                for (a, b) in [(&p, &same), (&same, &p)] {
                    assert!(a.kl_variational_bound(b)?.nats() < 1e-30);
                    assert_eq!(a.kl_bounds(b)?.start().nats(), 0.0);
                    zero(a.kl_matched_moments(b)?);
                    zero(a.kl_unscented(b)?);
                    zero(a.kl_variational(b)?);
                    zero(a.kl_product(b)?);
                }
                for x in &p.components()[0].mean().data.as_vec()[..1] {
                    let at = vec![*x; d];
                    close(p.ln_pdf(&at)?, same.ln_pdf(&at)?, 1e-13);
                }
                // Another order or a split component is no other mixture.
                let all = |a: &NormalMixture, b: &NormalMixture| -> Result<[f64; 6], Error> {
                    Ok([
                        a.kl_matched_moments(b)?,
                        a.kl_unscented(b)?,
                        a.kl_variational(b)?,
                        a.kl_product(b)?,
                        a.kl_convex_bound(b)?,
                        a.kl_variational_bound(b)?,
                    ]
                    .map(Information::nats))
                };
                for (x, y) in all(&p, &q)?.into_iter().zip(all(&same, &q)?) {
                    assert!((x - y).abs() < 1e-4 * (1.0 + x.abs()), "{x} {y}");
                }
                for (x, y) in all(&q, &p)?.into_iter().zip(all(&q, &same)?) {
                    assert!((x - y).abs() < 1e-4 * (1.0 + x.abs()), "{x} {y}");
                }
            }
            assert_eq!(p.kl_variational(&p)?.nats(), 0.0);
            assert_eq!(p.kl_product(&p)?.nats(), 0.0);
            assert_eq!(p.kl_unscented(&p)?.nats(), 0.0);
            assert_eq!(p.kl_matched_moments(&p)?.nats(), 0.0);
        }
    }
    Ok(())
}

#[test]
fn a_split_component_makes_the_matching_negative() -> TestResult {
    let n = normal(&[1.0], &[2.0])?;
    let p = NormalMixture::new(Pmf::uniform(2)?, [n.clone(), n.clone()])?;
    let q = NormalMixture::new(Pmf::uniform(1)?, [n])?;
    close(p.kl_nearest_component(&q)?.nats(), -(2f64.ln()), 1e-15);
    assert_eq!(p.kl_variational_bound(&q)?.nats(), 0.0);
    Ok(())
}

#[test]
fn densities_and_moments_are_those_of_the_mixture() -> TestResult {
    let mut random = Random(24);
    for _ in 0..20 {
        let p = line(&mut random, 3.0)?;
        // Sums over a fine grid: the trapezoidal rule is exact for such functions.
        let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
        let (mean, variance) = (p.mean()[0], p.covariance()[(0, 0)]);
        for i in -4000..=4000 {
            let x = f64::from(i) * 0.02;
            let density = 0.02 * p.ln_pdf(&[x])?.exp();
            mass += density;
            first += density * x;
            second += density * (x - mean) * (x - mean);
        }
        close(mass, 1.0, 1e-12);
        assert!((first - mean).abs() < 1e-12, "{first} {mean}");
        close(second, variance, 1e-12);
    }
    // In the plane, against the density of independent coordinates.
    let p = NormalMixture::new(
        Pmf::new([0.25, 0.75])?,
        [
            normal(&[0.0, 1.0], &[4.0, 0.0, 0.0, 1.0])?,
            normal(&[1.0, 0.0], &[1.0, 0.0, 0.0, 9.0])?,
        ],
    )?;
    let at = |m: f64, s: f64, x: f64| Normal::new(m, s).map_or(f64::NAN, |n| n.pdf(x));
    let plain =
        0.25 * at(0.0, 2.0, 0.5) * at(1.0, 1.0, 2.0) + 0.75 * at(1.0, 1.0, 0.5) * at(0.0, 3.0, 2.0);
    close(p.ln_pdf(&[0.5, 2.0])?, plain.ln(), 1e-14);
    let c = p.covariance();
    assert_eq!((c[(0, 1)], c[(1, 0)]), (-0.1875, -0.1875));
    Ok(())
}

#[test]
fn samples_of_a_mixture_agree_with_quadrature() -> TestResult {
    let mut random = Random(25);
    let (p, q) = (line(&mut random, 2.0)?, line(&mut random, 2.0)?);
    let mut l = Vec::new();
    for _ in 0..20_000 {
        let u = random.unit();
        let mut below = 0.0;
        let component = p.weights().as_slice().iter().position(|w| {
            below += w;
            u < below
        });
        let n = &p.components()[component.unwrap_or(0)];
        let x = [n.mean()[0] + n.cholesky_factor()[(0, 0)] * random.normal()];
        l.push(q.ln_pdf(&x)? - p.ln_pdf(&x)?);
    }
    agrees(estimate::k1(&l)?, by_quadrature(&p, &q)?);
    Ok(())
}

#[test]
fn the_variational_bound_is_a_minimum() -> TestResult {
    // Of two components each: every φ and ψ with these margins have one number each.
    let mut random = Random(26);
    for _ in 0..10 {
        let means = [0.0, 1.5, 0.5, 2.5].map(|m| m + 0.3 * random.normal());
        let n = |m: f64| normal(&[m], &[1.0]);
        let (w, v) = (random.between(0.2, 0.8), random.between(0.2, 0.8));
        let p = NormalMixture::new(Pmf::new([w, 1.0 - w])?, [n(means[0])?, n(means[1])?])?;
        let q = NormalMixture::new(Pmf::new([v, 1.0 - v])?, [n(means[2])?, n(means[3])?])?;
        let d = |a: usize, b: usize| 0.5 * (means[a] - means[b]).powi(2);
        let value = |s: f64, t: f64, u: f64, r: f64| {
            let phi = [w * s, w * (1.0 - s), (1.0 - w) * t, (1.0 - w) * (1.0 - t)];
            let psi = [v * u, (1.0 - v) * r, v * (1.0 - u), (1.0 - v) * (1.0 - r)];
            let of_d = [d(0, 2), d(0, 3), d(1, 2), d(1, 3)];
            let pairs = phi.iter().zip(psi).zip(of_d);
            let term = |((phi, psi), d): ((&f64, f64), f64)| {
                if *phi > 0.0 {
                    phi * (phi / psi).ln() + phi * d
                } else {
                    0.0
                }
            };
            pairs.map(term).sum::<f64>()
        };
        let bound = p.kl_variational_bound(&q)?.nats();
        let mut least = f64::INFINITY;
        let grid = || (0..=24).map(|i| f64::from(i) / 24.0);
        for s in grid() {
            for t in grid() {
                // The best ψ for this φ, in closed form.
                let share = |a: f64, b: f64| if a + b > 0.0 { a / (a + b) } else { 0.5 };
                let u = share(w * s, (1.0 - w) * t);
                let r = share(w * (1.0 - s), (1.0 - w) * (1.0 - t));
                least = least.min(value(s, t, u, r));
            }
        }
        assert!(bound <= least * (1.0 + 1e-9), "{bound} {least}");
        assert!(least - bound < 0.01, "{bound} {least}");
    }
    Ok(())
}
