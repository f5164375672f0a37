//! Reverse fits: options that are none, searches without end, modes, saddles, transitions.

use super::{from, minima, mixture, parameters, single, square, two_wells};
use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{entry, parameter, range, refused};
use crate::common::random::Random;
use kl_core::Error;
use kl_core::fit::{
    Fit, Options, Target, forward_mixture, forward_normal, reverse_mixture, reverse_normal,
};
use kl_core::statrs::distribution::Normal;
use std::f64::consts::{FRAC_PI_2, LN_2, TAU};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn reverse_fits_want_the_whole_line() -> TestResult {
    let inside = Target::on_interval(|x| -x, 0.0, 50.0)?;
    let error = range("support of P", 0.0, 50.0);
    refused(reverse_normal(&inside, &Options::default()), &error);
    refused(reverse_mixture(&inside, 2, &Options::default()), &error);
    // It says that it is on the line, and is not.
    let liar = Target::on_line(|x: f64| if x > 0.0 { -x } else { -INF }, -1.0, 50.0)?;
    match reverse_normal(&liar, &from(Normal::standard())) {
        Err(Error::LogDensity { x: at, value, .. }) => assert!(at <= 0.0 && value == -INF),
        other => panic!("{other:?}"),
    }
    Ok(())
}

#[test]
fn options_that_are_none() -> TestResult {
    let target = Target::on_line(square, -9.0, 9.0)?;
    for gradient_tolerance in [0.0, -1.0, NAN, INF] {
        let error = parameter("gradient_tolerance", gradient_tolerance);
        let options = Options {
            gradient_tolerance,
            ..Options::default()
        };
        refused(reverse_normal(&target, &options), &error);
        let options = Options {
            gradient_tolerance,
            ..Options::default()
        };
        refused(forward_mixture(&target, 1, &options), &error);
        refused(reverse_mixture(&target, 1, &options), &error);
    }
    let none = Options {
        automatic_starts: false,
        ..Options::default()
    };
    let none_at_all = Error::Empty {
        of: "starts, given or automatic",
    };
    refused(reverse_normal(&target, &none), &none_at_all);
    let none = Options {
        automatic_starts: false,
        ..Options::default()
    };
    refused(forward_mixture(&target, 2, &none), &none_at_all);
    refused(reverse_mixture(&target, 2, &none), &none_at_all);
    let infinite = from(Normal::new(0.0, INF)?);
    let error = entry("standard deviation of the start", 0, INF);
    refused(reverse_normal(&target, &infinite), &error);
    let infinite = from(Normal::new(INF, 1.0)?);
    refused(
        reverse_normal(&target, &infinite),
        &entry("mean of the start", 0, INF),
    );
    Ok(())
}

#[track_caller]
fn sane<M: std::fmt::Debug>(fit: &Fit<M>) {
    let numbers = [fit.quadrature_error, fit.gradient];
    assert!(fit.divergence.nats() >= 0.0, "{fit:?}");
    assert!(numbers.iter().all(|x| *x >= 0.0), "{fit:?}");
    assert!(fit.least_curvature.is_finite(), "{fit:?}");
}

#[test]
fn extreme_targets_are_fitted_or_refused() -> TestResult {
    for scale in [1e-150, 1e-8, 1.0, 1e8, 1e150] {
        for centre in [0.0, 1.0, -100.0] {
            let density = move |x: f64| -((x - centre * scale) / scale).powi(4);
            let (low, high) = ((centre - 9.0) * scale, (centre + 9.0) * scale);
            let target = Target::on_line(density, low, high)?;
            sane(&forward_normal(&target));
            let start = from(Normal::new(centre * scale, scale)?);
            for fit in reverse_normal(&target, &start)? {
                sane(&fit);
                assert!(fit.is_minimum(), "{fit:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn searches_that_cannot_converge_end() -> TestResult {
    // The farther, the better: D(Q‖P) has no minimum.
    let runaway = Target::on_line(|x| x, -10.0, 10.0)?;
    for fit in reverse_normal(&runaway, &Options::default())? {
        assert!(!fit.converged, "{fit:?}");
        sane(&fit);
    }
    // ln p is noise.
    let noise = Target::on_line(|x: f64| -x * x + (1e9 * x).sin(), -6.0, 6.0)?;
    let few = Options {
        max_iterations: 20,
        ..from(Normal::standard())
    };
    for fit in reverse_normal(&noise, &few)? {
        assert!(fit.quadrature_error > 1e-12, "{fit:?}");
        sane(&fit);
    }
    // No step at all.
    let still = Options {
        max_iterations: 0,
        ..from(Normal::new(1.0, 2.0)?)
    };
    let target = Target::on_line(square, -9.0, 9.0)?;
    let fits = reverse_normal(&target, &still)?;
    assert_eq!(fits.len(), 1);
    assert!(!fits[0].converged && fits[0].model == Normal::new(1.0, 2.0)?);
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
