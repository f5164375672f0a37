//! Targets, options and samples that cannot be fitted are refused by name; extreme but
//! valid ones give no NaN, nothing negative, and an end.

use kl_core::fit::{
    Fit, NormalMixture, Options, Target, forward_mixture, forward_normal, moment_match,
    moment_match_weighted, reverse_mixture, reverse_normal,
};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, Pmf};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

fn square(x: f64) -> f64 {
    -0.5 * x * x
}

fn invalid(name: &'static str, value: f64) -> Error {
    Error::InvalidParameter { name, value }
}

/// By their texts, because NaN is not itself.
#[track_caller]
fn refused<T: std::fmt::Debug>(got: Result<T, Error>, error: &Error) {
    match got {
        Err(got) => assert_eq!(format!("{got:?}"), format!("{error:?}")),
        Ok(got) => panic!("{got:?}, not {error:?}"),
    }
}

fn from(start: Normal) -> Options<Normal> {
    Options {
        starts: vec![start],
        automatic_starts: false,
        ..Options::default()
    }
}

#[test]
fn ranges_that_are_none() {
    for bad in [NAN, INF, -INF] {
        refused(Target::on_line(square, bad, 1.0), &invalid("low", bad));
        refused(Target::on_interval(square, bad, 1.0), &invalid("low", bad));
        refused(Target::on_line(square, 0.0, bad), &invalid("high", bad));
    }
    refused(Target::on_line(square, 1.0, 1.0), &invalid("high", 1.0));
    refused(Target::on_line(square, 1.0, 0.0), &invalid("high", 0.0));
    // Their difference overflows.
    let wide = Target::on_line(square, -f64::MAX, f64::MAX);
    refused(wide, &invalid("high", f64::MAX));
}

#[test]
fn densities_that_are_none() -> TestResult {
    let nothing = Target::on_line(|_| -INF, 0.0, 1.0);
    refused(nothing, &Error::ZeroTotal);
    for value in [NAN, INF] {
        match Target::on_line(|x| if x > 0.5 { value } else { 0.0 }, 0.0, 1.0) {
            Err(Error::InvalidLogDensity {
                x: at, value: got, ..
            }) => {
                assert!(at > 0.5 && got.to_bits() == value.to_bits());
            }
            other => panic!("{other:?}"),
        }
    }
    for point in [NAN, INF, -INF] {
        let target = Target::on_line(square, -9.0, 9.0)?.with_points([0.0, point]);
        refused(target, &invalid("point", point));
    }
    // A density that reaches far beyond what a double holds has a range, too.
    let huge = Target::on_line(|x| -0.5 * (x / 1e200).powi(2), -1e201, 1e201);
    assert!(huge.is_ok() || matches!(huge, Err(Error::Unresolved { .. })));
    // So high a spike that the density overflows on all of it, found where a kink is looked for.
    let kink = |x: f64| -(x - 0.2).abs();
    let spike = |x: f64| if kink(x) > -1e-6 { 2000.0 } else { kink(x) };
    let spiked = Target::on_line(spike, -10.0, 10.0);
    assert!(matches!(spiked, Err(Error::Unresolved { .. })));
    Ok(())
}

#[test]
fn mixtures_that_are_none() -> TestResult {
    let two = vec![Normal::standard(); 2];
    let error = Error::LengthMismatch { left: 3, right: 2 };
    refused(NormalMixture::new(Pmf::uniform(3)?, two), &error);
    let infinite = vec![Normal::new(INF, 1.0)?];
    let error = invalid("mean of a component", INF);
    refused(NormalMixture::new(Pmf::uniform(1)?, infinite), &error);
    let infinite = vec![Normal::new(0.0, INF)?];
    let error = invalid("standard deviation of a component", INF);
    refused(NormalMixture::new(Pmf::uniform(1)?, infinite), &error);

    let p = NormalMixture::new(Pmf::uniform(1)?, vec![Normal::standard()])?;
    assert_eq!(p.ln_pdf(INF), -INF);
    assert_eq!(p.ln_pdf(-INF), -INF);
    assert!(p.ln_pdf(NAN).is_nan());
    assert_eq!(p.ln_pdf(1e200), -INF);
    Ok(())
}

#[test]
fn reverse_fits_want_the_whole_line() -> TestResult {
    let inside = Target::on_interval(|x| -x, 0.0, 50.0)?;
    let error = Error::BoundedSupport {
        low: 0.0,
        high: 50.0,
    };
    refused(reverse_normal(&inside, &Options::default()), &error);
    refused(reverse_mixture(&inside, 2, &Options::default()), &error);
    // It says that it is on the line, and is not.
    let liar = Target::on_line(|x: f64| if x > 0.0 { -x } else { -INF }, -1.0, 50.0)?;
    match reverse_normal(&liar, &from(Normal::standard())) {
        Err(Error::InvalidLogDensity { x: at, value, .. }) => assert!(at <= 0.0 && value == -INF),
        other => panic!("{other:?}"),
    }
    Ok(())
}

#[test]
fn options_that_are_none() -> TestResult {
    let target = Target::on_line(square, -9.0, 9.0)?;
    for gradient_tolerance in [0.0, -1.0, NAN, INF] {
        let error = invalid("gradient_tolerance", gradient_tolerance);
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
    refused(reverse_normal(&target, &none), &Error::Empty);
    let none = Options {
        automatic_starts: false,
        ..Options::default()
    };
    refused(forward_mixture(&target, 2, &none), &Error::Empty);
    refused(reverse_mixture(&target, 2, &none), &Error::Empty);
    let infinite = from(Normal::new(0.0, INF)?);
    let error = invalid("standard deviation of a start", INF);
    refused(reverse_normal(&target, &infinite), &error);
    let infinite = from(Normal::new(INF, 1.0)?);
    refused(
        reverse_normal(&target, &infinite),
        &invalid("mean of a start", INF),
    );
    Ok(())
}

#[test]
fn numbers_of_components() -> TestResult {
    let target = Target::on_line(square, -9.0, 9.0)?;
    for k in [0, 33, usize::MAX] {
        let error = invalid("number of components", k as f64);
        refused(forward_mixture(&target, k, &Options::default()), &error);
        refused(reverse_mixture(&target, k, &Options::default()), &error);
    }
    let start = |weights: [f64; 2]| -> Result<_, Box<dyn std::error::Error>> {
        let normals = vec![Normal::standard(); 2];
        Ok(Options {
            starts: vec![NormalMixture::new(Pmf::new(weights)?, normals)?],
            ..Options::default()
        })
    };
    let error = Error::LengthMismatch { left: 3, right: 2 };
    refused(forward_mixture(&target, 3, &start([0.5, 0.5])?), &error);
    refused(reverse_mixture(&target, 3, &start([0.5, 0.5])?), &error);
    let error = Error::InvalidWeight {
        index: 1,
        value: 0.0,
    };
    refused(forward_mixture(&target, 2, &start([1.0, 0.0])?), &error);
    refused(reverse_mixture(&target, 2, &start([1.0, 0.0])?), &error);
    Ok(())
}

#[test]
fn samples_that_have_no_covariance() {
    let matrix = DMatrix::from_row_slice;
    refused(moment_match(&matrix(0, 2, &[])), &Error::Empty);
    refused(moment_match(&DMatrix::zeros(2, 0)), &Error::Empty);
    for value in [NAN, INF, -INF] {
        let error = Error::InvalidSample {
            index: 2,
            variable: 1,
            value,
        };
        let points = matrix(3, 2, &[0.0, 1.0, 2.0, 3.0, 4.0, value]);
        refused(moment_match(&points), &error);
    }
    let error = Error::TooFewPoints {
        points: 2,
        needed: 3,
    };
    refused(moment_match(&matrix(2, 2, &[0.0, 1.0, 2.0, 5.0])), &error);
    // The third has no weight.
    let three = matrix(3, 2, &[0.0, 1.0, 2.0, 5.0, 4.0, 4.0]);
    refused(moment_match_weighted(&three, &[1.0, 1.0, 0.0]), &error);
    let error = Error::LengthMismatch { left: 3, right: 2 };
    refused(moment_match_weighted(&three, &[1.0, 1.0]), &error);
    refused(moment_match_weighted(&three, &[0.0; 3]), &Error::ZeroTotal);
    for value in [NAN, INF, -1.0] {
        let error = Error::InvalidWeight { index: 1, value };
        refused(moment_match_weighted(&three, &[1.0, value, 1.0]), &error);
    }
    // All equal; all on a line, on one that no double is on, and on one far away.
    let degenerate = |points: &DMatrix<f64>, at| match moment_match(points) {
        Err(Error::NotPositiveDefinite { pivot, .. }) => assert_eq!(pivot, at),
        other => panic!("{other:?}"),
    };
    degenerate(&matrix(3, 1, &[0.1; 3]), 0);
    degenerate(&matrix(3, 1, &[1e300; 3]), 0);
    let line = |f: &dyn Fn(f64) -> f64| {
        DMatrix::from_fn(7, 2, |i, j| if j == 0 { i as f64 } else { f(i as f64) })
    };
    degenerate(&line(&|x| 2.0 * x), 1);
    degenerate(&line(&|x| 0.1 * x), 1);
    // Whose last pivot is not quite 0.
    for k in 1..40 {
        let slope = f64::from(k) / 7.0;
        let x: Vec<f64> = (0..7).map(|i| f64::from(i).sin()).collect();
        let points = DMatrix::from_fn(7, 2, |i, j| if j == 0 { x[i] } else { slope * x[i] + 0.3 });
        degenerate(&points, 1);
    }
    // The covariance overflows.
    match moment_match(&matrix(2, 1, &[1e200, -1e200])) {
        Err(Error::InvalidEntry {
            row: 0,
            column: 0,
            value,
        }) => assert_eq!(value, INF),
        other => panic!("{other:?}"),
    }
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
