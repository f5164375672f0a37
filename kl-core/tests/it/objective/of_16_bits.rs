//! Numbers of 16 bits: the same as from numbers of 32 bits that are equal to them.

use crate::common::TestResult;
use crate::common::random::Random;
use half::{bf16, f16};
use kl_core::objective::{Loss, Reduction, distillation, normal_kl};
use kl_core::{Float, Logits};

/// Logits, distillation and the divergence of normals, of vectors of every length.
fn same_as_32_bits<F: Float>(round: impl Fn(f64) -> F) -> TestResult {
    let mut random = Random(11);
    for n in 1..=100 {
        let mut numbers =
            |size: f64| -> Vec<F> { (0..n).map(|_| round(random.between(-size, size))).collect() };
        let (p, q) = (numbers(9.0), numbers(9.0));
        let single = |x: &[F]| -> Vec<f32> { x.iter().map(|&x| x.into() as f32).collect() };
        let rounded = |x: &[f32]| -> Vec<F> { x.iter().map(|&x| round(x.into())).collect() };
        let (single_p, single_q) = (&single(&p), &single(&q));
        {
            let (p, q) = (&Logits::borrowed(&p)?, &Logits::borrowed(&q)?);
            let (wide_p, wide_q) = (&Logits::borrowed(single_p)?, &Logits::borrowed(single_q)?);
            assert_eq!(p.kl(q)?, wide_p.kl(wide_q)?, "{n}");
            assert_eq!(p.jensen_shannon(q)?, wide_p.jensen_shannon(wide_q)?, "{n}");
            assert_eq!(p.cross_entropy(q)?, wide_p.cross_entropy(wide_q)?, "{n}");
            assert_eq!(p.to_pmf(), wide_p.to_pmf(), "{n}");
        }
        let sum = Reduction::Sum;
        let Loss {
            value, gradient, ..
        } = distillation(&p, &q, n, 2.0, sum)?;
        let expected = distillation(single_p, single_q, n, 2.0, sum)?;
        assert_eq!(value, expected.value, "{n}");
        assert_eq!(gradient, rounded(&expected.gradient), "{n}");
        let Loss {
            value, gradient, ..
        } = normal_kl(&p, &q, n, 0.5, sum)?;
        let expected = normal_kl(single_p, single_q, n, 0.5, sum)?;
        assert_eq!(value, expected.value, "{n}");
        assert_eq!(gradient.mean, rounded(&expected.gradient.mean), "{n}");
        let by_log_variance = rounded(&expected.gradient.log_variance);
        assert_eq!(gradient.log_variance, by_log_variance, "{n}");
    }
    Ok(())
}

#[test]
fn numbers_of_16_bits_are_those_of_32() -> TestResult {
    same_as_32_bits(f16::from_f64)?;
    same_as_32_bits(bf16::from_f64)
}
