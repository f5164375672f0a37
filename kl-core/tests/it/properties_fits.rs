//! What is known of the nearest normal without searching for it.

use crate::random::{Random, close};
use kl_core::fit::{
    Fit, NormalMixture, Options, Target, forward_mixture, forward_normal, moment_match,
    moment_match_weighted, reverse_mixture, reverse_normal,
};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::statrs::statistics::Distribution;
use kl_core::{KlDivergence, MultivariateNormal, Pmf};
use std::f64::consts::{FRAC_PI_2, LN_2, TAU};

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn mixture(parts: &[(f64, f64, f64)]) -> Result<NormalMixture, Box<dyn std::error::Error>> {
    let weights: Vec<f64> = parts.iter().map(|p| p.0).collect();
    let normals = parts.iter().map(|p| Normal::new(p.1, p.2));
    let normals: Vec<Normal> = normals.collect::<Result<_, _>>()?;
    Ok(NormalMixture::new(Pmf::from_weights(weights)?, normals)?)
}

fn two_wells(m: f64) -> Result<NormalMixture, Box<dyn std::error::Error>> {
    mixture(&[(0.5, -m, 1.0), (0.5, m, 1.0)])
}

fn parameters(normal: &Normal) -> (f64, f64) {
    (
        normal.mean().unwrap_or(f64::NAN),
        normal.std_dev().unwrap_or(f64::NAN),
    )
}

/// ∫ f over the range of a mixture, by the trapezoidal rule: not the rule of the crate.
fn trapezoidal(p: &NormalMixture, f: impl Fn(f64) -> f64) -> f64 {
    let ends = p.components().iter().map(|c| {
        let (m, s) = parameters(c);
        (m - 14.0 * s, m + 14.0 * s)
    });
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |a, b| (a.0.min(b.0), a.1.max(b.1)));
    let n = 2000;
    let h = (high - low) / f64::from(n);
    (0..=n).map(|i| h * f(low + h * f64::from(i))).sum()
}

/// D(P‖Q) from its definition.
fn divergence(p: &NormalMixture, q: &NormalMixture) -> f64 {
    trapezoidal(p, |x| {
        let (a, b) = (p.ln_pdf(x), q.ln_pdf(x));
        if a == f64::NEG_INFINITY {
            0.0
        } else {
            a.exp() * (a - b)
        }
    })
}

fn single(mean: f64, sigma: f64) -> Result<NormalMixture, Box<dyn std::error::Error>> {
    mixture(&[(1.0, mean, sigma)])
}

fn random_mixture(random: &mut Random) -> Result<NormalMixture, Box<dyn std::error::Error>> {
    let parts: Vec<_> = (0..1 + random.below(3))
        .map(|_| {
            let weight = random.between(0.1, 1.0);
            (weight, random.between(-4.0, 4.0), random.between(0.4, 2.0))
        })
        .collect();
    mixture(&parts)
}

#[test]
fn the_forward_fit_has_the_mean_and_variance() -> TestResult {
    let mut random = Random(1);
    for _ in 0..40 {
        let p = random_mixture(&mut random)?;
        let weights = p.weights().as_slice();
        let parts: Vec<_> = p.components().iter().map(parameters).collect();
        let mean: f64 = weights.iter().zip(&parts).map(|(w, c)| w * c.0).sum();
        let second = |(w, c): (&f64, &(f64, f64))| w * (c.1 * c.1 + (c.0 - mean).powi(2));
        let variance: f64 = weights.iter().zip(&parts).map(second).sum();
        let fit = forward_normal(&Target::of_mixture(&p)?);
        let (m, s) = parameters(&fit.model);
        assert!((m - mean).abs() < 1e-14 * (1.0 + mean.abs()), "{m} {mean}");
        close(s * s, variance, 1e-14);
        let d = divergence(&p, &single(m, s)?);
        assert!((fit.divergence.nats() - d).abs() < 1e-13, "{d} {fit:?}");
        assert!(fit.is_minimum() && fit.quadrature_error < 1e-11, "{fit:?}");
        // The law of Pythagoras: D(P‖R) = D(P‖Q) + D(Q‖R).
        let r = Normal::new(random.between(-3.0, 3.0), random.between(0.5, 3.0))?;
        let (rm, rs) = parameters(&r);
        let sum = fit.divergence.nats() + fit.model.kl(&r)?.nats();
        close(divergence(&p, &single(rm, rs)?), sum, 1e-12);
    }
    Ok(())
}

#[test]
fn a_normal_target_is_found() -> TestResult {
    let mut random = Random(2);
    for _ in 0..10 {
        let (mean, sigma) = (random.between(-9.0, 9.0), random.power_of_ten(-2.0, 2.0));
        let target = Target::of_mixture(&single(mean, sigma)?)?;
        let mut fits = reverse_normal(&target, &Options::default())?;
        assert_eq!(fits.len(), 1);
        // Newton's method is quadratic, and knows when to stop.
        assert!(fits[0].iterations < 40, "{fits:?}");
        fits.push(forward_normal(&target));
        for fit in fits {
            let (m, s) = parameters(&fit.model);
            assert!(
                (m - mean).abs() < 1e-13 * (sigma + mean.abs()),
                "{m} {mean}"
            );
            close(s, sigma, 1e-13 * (1.0 + mean.abs() / sigma));
            assert!(
                fit.divergence.nats() < 1e-13 * (1.0 + mean.abs() / sigma),
                "{fit:?}"
            );
        }
    }
    Ok(())
}

/// The place of what does not depend on the unit does not.
#[test]
fn the_unit_does_not_matter() -> TestResult {
    let parts = [(0.25, -3.0, 1.0), (0.75, 3.0, 0.5)];
    let (scale, shift) = (1024.0, 7.0);
    let moved = parts.map(|(w, m, s)| (w, scale * (m + shift), scale * s));
    let fits = reverse_normal(&Target::of_mixture(&mixture(&parts)?)?, &Options::default())?;
    let others = reverse_normal(&Target::of_mixture(&mixture(&moved)?)?, &Options::default())?;
    assert_eq!(fits.len(), others.len());
    for (fit, other) in fits.iter().zip(&others) {
        let ((m, s), (n, t)) = (parameters(&fit.model), parameters(&other.model));
        close(scale * (m + shift), n, 1e-12);
        close(scale * s, t, 1e-12);
        close(fit.divergence.nats(), other.divergence.nats(), 1e-12);
        close(fit.least_curvature, other.least_curvature, 1e-10);
    }
    Ok(())
}

fn minima<M: Clone>(fits: &[Fit<M>]) -> Vec<Fit<M>> {
    fits.iter()
        .filter(|fit| fit.is_minimum())
        .cloned()
        .collect()
}

/// With a weight w at a mode far from the others, D(Q‖P) is −ln w there.
#[test]
fn separate_modes_are_found_each() -> TestResult {
    for w in [0.5, 0.25, 0.03125] {
        let p = mixture(&[(w, -20.0, 1.0), (1.0 - w, 20.0, 1.0)])?;
        let fits = minima(&reverse_normal(
            &Target::of_mixture(&p)?,
            &Options::default(),
        )?);
        for (mean, weight) in [(-20.0, w), (20.0, 1.0 - w)] {
            let at = fits
                .iter()
                .find(|fit| (parameters(&fit.model).0 - mean).abs() < 1.0);
            let fit = at.ok_or("a mode was missed")?;
            let (m, s) = parameters(&fit.model);
            assert!(
                (m - mean).abs() < 1e-12 && (s - 1.0).abs() < 1e-12,
                "{fit:?}"
            );
            close(fit.divergence.nats(), -weight.ln(), 1e-13);
        }
        // The forward one is between them, whatever the weight.
        let (m, s) = parameters(&forward_normal(&Target::of_mixture(&p)?).model);
        assert!((m - 20.0 * (1.0 - 2.0 * w)).abs() < 1e-12);
        close(s * s, 1.0 + 1600.0 * w * (1.0 - w), 1e-12);
    }
    Ok(())
}

/// For ½N(−m,1) + ½N(m,1): one minimum at 0; from m = 2.412230 on one near each mode as
/// well; from m = 2.800082 on those are the better ones. Both numbers were computed by
/// scipy from the equations of Stein's identity, with a trapezoidal rule.
#[test]
fn where_the_modes_catch() -> TestResult {
    let at = |m: f64| -> Result<_, Box<dyn std::error::Error>> {
        let target = Target::of_mixture(&two_wells(m)?)?;
        Ok(minima(&reverse_normal(&target, &Options::default())?))
    };
    let means = |fits: &[Fit<Normal>]| {
        fits.iter()
            .map(|f| parameters(&f.model).0)
            .collect::<Vec<_>>()
    };
    for m in [0.5, 1.0, 2.0, 2.411] {
        let fits = at(m)?;
        assert_eq!(fits.len(), 1, "{m}");
        assert!(means(&fits)[0].abs() < 1e-12);
    }
    // Only just there, the side ones are found from beside them.
    let options = Options {
        starts: vec![Normal::new(2.16, 1.28)?, Normal::new(-2.16, 1.28)?],
        ..Options::default()
    };
    let target = Target::of_mixture(&two_wells(2.4125)?)?;
    assert_eq!(minima(&reverse_normal(&target, &options)?).len(), 3);
    let target = Target::of_mixture(&two_wells(2.412)?)?;
    assert_eq!(minima(&reverse_normal(&target, &options)?).len(), 1);

    let (before, after) = (at(2.8)?, at(2.8002)?);
    assert_eq!((before.len(), after.len()), (3, 3));
    assert!(means(&before)[0].abs() < 1e-12 && means(&after)[2].abs() < 1e-12);
    let far = at(12.0)?;
    close(far[0].divergence.nats(), LN_2, 1e-14);
    Ok(())
}

/// Between the middle and a mode there is a saddle, whose place scipy found. A search
/// that starts on it says so, and goes down to both sides.
#[test]
fn a_saddle_is_no_minimum() -> TestResult {
    let target = Target::of_mixture(&two_wells(3.0)?)?;
    let options = Options {
        starts: vec![Normal::new(1.840_496_24, 2.103_822_64)?],
        automatic_starts: false,
        // It is given to nine digits.
        gradient_tolerance: 1e-7,
        ..Options::default()
    };
    let fits = reverse_normal(&target, &options)?;
    assert_eq!(fits.len(), 3);
    let saddle = &fits[2];
    assert!(saddle.converged && !saddle.is_minimum(), "{saddle:?}");
    assert!(saddle.least_curvature < -0.1, "{saddle:?}");
    close(saddle.divergence.nats(), 0.971_977_928_52, 1e-10);
    let means = [&fits[0], &fits[1]].map(|fit| parameters(&fit.model).0);
    assert!(fits[0].is_minimum() && fits[1].is_minimum());
    close(means[0], 2.984_305_987_8, 1e-10);
    assert!(means[1].abs() < 1e-12);
    Ok(())
}

/// No neighbour is better, by another quadrature.
#[test]
fn neighbours_are_no_better() -> TestResult {
    let mut random = Random(3);
    let p = mixture(&[(0.25, -4.0, 0.5), (0.25, 0.5, 1.0), (0.5, 5.0, 0.75)])?;
    let target = Target::of_mixture(&p)?;
    let normals = reverse_normal(&target, &Options::default())?;
    let wrapped = normals.iter().filter(|fit| fit.is_minimum()).map(|fit| {
        let (m, s) = parameters(&fit.model);
        Ok((single(m, s)?, fit.divergence.nats(), false))
    });
    let mut all: Vec<_> = wrapped.collect::<Result<_, Box<dyn std::error::Error>>>()?;
    assert!(all.len() >= 3);
    let forward = forward_mixture(&target, 2, &Options::default())?;
    let reverse = reverse_mixture(&target, 2, &Options::default())?;
    assert!(minima(&forward).len() >= 2 && minima(&reverse).len() >= 3);
    for (fits, forward) in [(forward, true), (reverse, false)] {
        let found = minima(&fits).into_iter();
        all.extend(found.map(|fit| (fit.model, fit.divergence.nats(), forward)));
    }
    let of = |q: &NormalMixture, forward| match forward {
        true => divergence(&p, q),
        false => divergence(q, &p),
    };
    for (q, value, forward) in all {
        close(of(&q, forward), value, 1e-11);
        for _ in 0..6 {
            let size = random.power_of_ten(-3.0, -1.0);
            let mut near = |x: f64, s: f64| x + size * s * random.between(-1.0, 1.0);
            let weights = q.weights().as_slice().iter();
            let parts: Vec<_> = weights
                .zip(q.components())
                .map(|(w, c)| {
                    let (m, s) = parameters(c);
                    (near(*w, *w), near(m, s), near(s, s))
                })
                .collect();
            let neighbour = of(&mixture(&parts)?, forward);
            assert!(neighbour > value, "{neighbour} {value} {q:?} {parts:?}");
        }
    }
    Ok(())
}

/// One component is the normal fit; P itself is the best mixture of as many components.
#[test]
fn mixtures_of_one_and_of_all() -> TestResult {
    let p = mixture(&[(0.25, -2.0, 1.0), (0.75, 2.5, 0.5)])?;
    let target = Target::of_mixture(&p)?;
    let one = forward_mixture(&target, 1, &Options::default())?;
    assert_eq!(one.len(), 1);
    let normal = forward_normal(&target);
    close(one[0].divergence.nats(), normal.divergence.nats(), 1e-13);
    let ((m, s), (n, t)) = (
        parameters(&one[0].model.components()[0]),
        parameters(&normal.model),
    );
    close(m, n, 1e-13);
    close(s, t, 1e-13);
    for fits in [
        forward_mixture(&target, 2, &Options::default())?,
        reverse_mixture(&target, 2, &Options::default())?,
    ] {
        let best = &fits[0];
        assert!(
            best.is_minimum() && best.divergence.nats() < 1e-13,
            "{best:?}"
        );
        for (a, b) in best.model.components().iter().zip(p.components()) {
            let ((m, s), (n, t)) = (parameters(a), parameters(b));
            close(m, n, 1e-12);
            close(s, t, 1e-12);
        }
    }
    Ok(())
}

/// Starts are told, and lead where they are.
#[test]
fn the_start_decides() -> TestResult {
    let target = Target::of_mixture(&two_wells(6.0)?)?;
    for mean in [-6.5, 6.5] {
        let start = Normal::new(mean, 0.5)?;
        let options = Options {
            starts: vec![start],
            automatic_starts: false,
            ..Options::default()
        };
        let fits = reverse_normal(&target, &options)?;
        assert_eq!(fits.len(), 1);
        assert_eq!(fits[0].starts, [start]);
        close(parameters(&fits[0].model).0, 6f64.copysign(mean), 1e-3);
    }
    Ok(())
}

/// Of all normals, the sample is likeliest under the one with its moments.
#[test]
fn moments_of_samples() -> TestResult {
    let mut random = Random(4);
    for d in 1..4 {
        let n = 12;
        let points = DMatrix::from_fn(n, d, |_, _| random.between(-2.0, 2.0));
        let weights: Vec<f64> = (0..n)
            .map(|_| f64::from(1 + random.below(3) as u32))
            .collect();
        let fit = moment_match_weighted(&points, &weights)?;
        // A weight of 2 is the point twice.
        let rows: Vec<usize> = (0..n)
            .flat_map(|i| std::iter::repeat_n(i, weights[i] as usize))
            .collect();
        let repeated = moment_match(&points.select_rows(&rows))?;
        assert!(fit.kl(&repeated)?.nats() < 1e-28);
        let likelihood = |q: &MultivariateNormal| -> Result<f64, Box<dyn std::error::Error>> {
            let inverse = q.covariance().clone().try_inverse().ok_or("singular")?;
            let ln_determinant = q.covariance().determinant().ln();
            Ok(rows
                .iter()
                .map(|&i| {
                    let z = points.row(i).transpose() - q.mean();
                    -0.5 * (ln_determinant + (z.transpose() * &inverse * &z)[0])
                })
                .sum())
        };
        let best = likelihood(&fit)?;
        for _ in 0..20 {
            let mean = fit.mean().map(|x| x + 0.1 * random.between(-1.0, 1.0));
            let mut covariance = fit.covariance().clone();
            for i in 0..d {
                covariance[(i, i)] *= random.between(1.0, 1.2);
            }
            let other = MultivariateNormal::new(mean, covariance)?;
            let loss = best - likelihood(&other)?;
            // What is lost is the divergence from the fit, for each point.
            close(loss, rows.len() as f64 * fit.kl(&other)?.nats(), 1e-9);
        }
    }
    Ok(())
}

/// ∫ f between neighbouring ends, by the double-exponential rule: its nodes crowd at the ends,
/// so that a transition there may be as sharp as it likes.
fn double_exponential(ends: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    let step = 1.0 / 16.0;
    let mut terms = Vec::new();
    for pair in ends.windows(2) {
        let half = 0.5 * (pair[1] - pair[0]);
        for k in -67..=67 {
            let t = step * f64::from(k);
            let u = FRAC_PI_2 * t.sinh();
            let from_end = half * (-u.abs()).exp() / u.cosh();
            let x = match t < 0.0 {
                true => pair[0] + from_end,
                false => pair[1] - from_end,
            };
            let weight = half * step * FRAC_PI_2 * t.cosh() / u.cosh().powi(2);
            terms.push(weight * f(x));
        }
    }
    // The small ones first.
    terms.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    terms.iter().sum()
}

/// D(Q‖P) and the size of its terms, cut where one component of P takes over from another.
fn from_definition(p: &[(f64, f64, f64)], q: &Normal) -> (f64, f64) {
    let (mean, sigma) = parameters(q);
    let mut ends: Vec<f64> = [-13.0, -9.0, -6.0, -3.0, 0.0, 3.0, 6.0, 9.0, 13.0]
        .map(|z| mean + z * sigma)
        .to_vec();
    let (low, high) = (ends[0], ends[8]);
    for (i, a) in p.iter().enumerate() {
        ends.extend([-6.0, -2.0, 0.0, 2.0, 6.0].map(|z| a.1 + z * a.2));
        for b in &p[..i] {
            // ln of their ratio is ½ux² + vx + w.
            let u = b.2.powi(-2) - a.2.powi(-2);
            let v = a.1 * a.2.powi(-2) - b.1 * b.2.powi(-2);
            let squares = (b.1 / b.2).powi(2) - (a.1 / a.2).powi(2);
            let w = 0.5 * squares + (a.0 * b.2 / (b.0 * a.2)).ln();
            let root = v.signum() * (v * v - 2.0 * u * w).sqrt();
            ends.extend([-(v + root) / u, -2.0 * w / (v + root)]);
        }
    }
    ends.retain(|x| (low..=high).contains(x));
    ends.sort_by(f64::total_cmp);
    let ln_normal = |x: f64, w: f64, m: f64, s: f64| {
        (w / s).ln() - 0.5 * TAU.ln() - 0.5 * ((x - m) / s).powi(2)
    };
    let ln_p = |x: f64| {
        let terms = p.iter().map(|c| ln_normal(x, c.0, c.1, c.2));
        let most = terms.clone().fold(f64::MIN, f64::max);
        most + terms.map(|t| (t - most).exp()).sum::<f64>().ln()
    };
    let integral = |f: &dyn Fn(f64, f64) -> f64| {
        double_exponential(&ends, |x| {
            let ln_q = ln_normal(x, 1.0, mean, sigma);
            ln_q.exp() * f(ln_q, ln_p(x))
        })
    };
    let size = integral(&|ln_q, ln_p| ln_q.abs() + ln_p.abs());
    (integral(&|ln_q, ln_p| ln_q - ln_p), size)
}

/// Where one component of P takes over from another, ln p may have all but a kink, and a
/// broad Q sees it.
#[test]
fn sharp_transitions_are_resolved() -> TestResult {
    let mut random = Random(5);
    let mut cases = vec![
        vec![
            (1.0 / 3.0, -10.0, 1.0),
            (1.0 / 3.0, 0.0, 1.0),
            (1.0 / 3.0, 10.0, 1.0),
        ],
        vec![(0.5, 0.0, 0.5), (0.5, 0.0, 10.0)],
        vec![(0.5, 0.0, 0.1), (0.5, 0.0, 10.0)],
    ];
    cases.extend((0..12).map(|_| {
        let raw: Vec<f64> = (0..2 + random.below(3))
            .map(|_| random.power_of_ten(-1.5, 0.0))
            .collect();
        let total: f64 = raw.iter().sum();
        let parts = raw.iter().map(|w| {
            let mean = random.between(-20.0, 20.0);
            (w / total, mean, random.power_of_ten(-1.3, 0.7))
        });
        parts.collect()
    }));
    for parts in cases {
        let p = mixture(&parts)?;
        for fit in reverse_normal(&Target::of_mixture(&p)?, &Options::default())? {
            let (expected, size) = from_definition(&parts, &fit.model);
            let (mean, sigma) = parameters(&fit.model);
            let rounding = 2e-15 * (1.0 + size) * (1.0 + mean.abs() / sigma);
            let error = (fit.divergence.nats() - expected).abs();
            assert!(error < rounding, "{error:e} {rounding:e} {parts:?} {fit:?}");
            assert!(fit.quadrature_error < 1e-12, "{parts:?} {fit:?}");
        }
    }
    Ok(())
}
