//! Numbers of 32 bits: the same as from doubles that are equal to them.

use crate::common::errors::{entry, refused};
use crate::common::random::Random;
use kl_core::Error;
use kl_core::objective::{Reduction, normal_kl, normal_kl_into, normal_kl_terms, normal_kl_value};

#[test]
fn results_are_those_of_the_same_numbers_in_64_bits() -> Result<(), Error> {
    let mut random = Random(71);
    for n in 1..60 {
        let mut single =
            |low, high| -> Vec<f32> { (0..n).map(|_| random.between(low, high) as f32).collect() };
        let (mean, log_variance) = (single(-3.0, 3.0), single(-30.0, 30.0));
        let double = |x: &[f32]| -> Vec<f64> { x.iter().map(|&x| x.into()).collect() };
        let (m, l) = (double(&mean), double(&log_variance));
        for reduction in [Reduction::Sum, Reduction::BatchMean] {
            let narrow = normal_kl(&mean, &log_variance, 1, 0.25, reduction)?;
            let wide = normal_kl(&m, &l, 1, 0.25, reduction)?;
            assert_eq!(narrow.value, wide.value);
            assert_eq!(
                normal_kl_value(&mean, &log_variance, 1, 0.25, reduction)?,
                wide.value
            );
            let rounded = |x: &[f64]| -> Vec<f32> { x.iter().map(|&x| x as f32).collect() };
            assert_eq!(narrow.gradient.mean, rounded(&wide.gradient.mean));
            assert_eq!(
                narrow.gradient.log_variance,
                rounded(&wide.gradient.log_variance)
            );
        }
        assert_eq!(
            normal_kl_terms(&mean, &log_variance)?,
            normal_kl_terms(&m, &l)?
        );
    }
    Ok(())
}

/// In every place of a vector, the last incomplete eight included.
#[test]
fn what_is_not_finite_is_named() {
    for n in 1..40 {
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let good = vec![0.5_f32; n];
            let mut with_bad = good.clone();
            with_bad[n - 1] = bad;
            let named = |of| entry(of, n - 1, bad.into());
            let value = normal_kl_value(&with_bad, &good, n, 1.0, Reduction::Sum);
            refused(value, &named("mean"));
            let value = normal_kl_value(&good, &with_bad, n, 1.0, Reduction::Sum);
            refused(value, &named("log-variance"));
        }
    }
}

/// Where the exponential overflows, the result does.
#[test]
fn large_log_variances_in_any_lane() -> Result<(), Error> {
    for n in 4..20 {
        for place in 0..n {
            let mut log_variance = vec![0.0; n];
            log_variance[place] = 709.9;
            let kl = normal_kl(&vec![0.0; n], &log_variance, n, 1.0, Reduction::Sum)?;
            assert!(kl.value.is_finite() && kl.value > 1e307, "{}", kl.value);
            log_variance[place] = 1000.0;
            let none = normal_kl(&vec![0.0; n], &log_variance, n, 0.0, Reduction::Sum)?;
            assert_eq!(none.value, 0.0);
            assert_eq!(none.gradient.log_variance, vec![0.0; n]);
        }
    }
    Ok(())
}

/// Whatever stood in the slices; and their lengths must fit.
#[test]
fn slices_get_the_gradients_of_the_vectors() -> Result<(), Error> {
    let mut random = Random(72);
    let mean_of_rows = Reduction::BatchMean;
    for n in 1..70 {
        let mut single = |size: f64| -> Vec<f32> {
            (0..n).map(|_| random.between(-size, size) as f32).collect()
        };
        let (mean, log_variance) = (single(3.0), single(3.0));
        let (mut by_mean, mut by_log_variance) = (single(1.0), single(1.0));
        let into = |by_mean: &mut [f32], by_log_variance: &mut [f32]| {
            let (m, l) = (&mean, &log_variance);
            normal_kl_into(m, l, 1, 0.25, mean_of_rows, by_mean, by_log_variance)
        };
        let value = into(&mut by_mean, &mut by_log_variance)?;
        let kl = normal_kl(&mean, &log_variance, 1, 0.25, mean_of_rows)?;
        assert_eq!(value, kl.value);
        assert_eq!(by_mean, kl.gradient.mean);
        assert_eq!(by_log_variance, kl.gradient.log_variance);
        for [a, b] in [[n, n - 1], [n + 1, n]] {
            let (mut by_mean, mut by_log_variance) = (vec![0.0; a], vec![0.0; b]);
            let refused = into(&mut by_mean, &mut by_log_variance);
            assert!(matches!(refused, Err(Error::Size { .. })), "{refused:?}");
        }
    }
    Ok(())
}
