//! Probabilities of fewer than 64 bits: the answers of the same numbers as doubles.

use crate::common::TestResult;
use crate::common::random::Random;
use kl_core::divergences::{
    Alpha, Bhattacharyya, ChiSquared, CrossEntropy, Hellinger, Jeffreys, JensenShannon,
    KullbackLeibler, Renyi, TotalVariation, TriangularDiscrimination, Tsallis,
};
use kl_core::{Divergence, Error, Float, Generator, Pmf, PmfView, pairwise};

/// Probabilities that are multiples of 1/units and sum to one, some of them zero.
fn multiples(random: &mut Random, n: usize, units: usize) -> Vec<f64> {
    let mut cuts: Vec<usize> = (1..n).map(|_| random.below(units + 1)).collect();
    cuts.extend([0, units]);
    cuts.sort_unstable();
    let counts = cuts.windows(2).map(|ends| ends[1] - ends[0]);
    counts.map(|count| count as f64 / units as f64).collect()
}

/// Every divergence and the entropy, of P and Q as they are and as doubles; P and Q need not
/// be of the same kind.
fn same_as_doubles<F: Float>(units: usize, tiny: f64, round: impl Fn(f64) -> F) -> TestResult {
    let mut random = Random(3);
    for n in 1..=100 {
        let mut vector = || -> Vec<F> {
            let mut p = multiples(&mut random, n, units);
            for p in &mut p {
                if *p == 0.0 && random.below(2) == 0 {
                    *p = tiny * random.unit();
                }
            }
            p.into_iter().map(&round).collect()
        };
        let (p, q) = (vector(), vector());
        let wide = |x: &[F]| Pmf::new(x.iter().map(|&x| x.into()).collect::<Vec<f64>>());
        let (wide_p, wide_q) = (&wide(&p)?, &wide(&q)?);
        let (p, q) = (&Pmf::borrowed(&p)?, &Pmf::borrowed(&q)?);
        assert_eq!(p.entropy(), wide_p.entropy(), "{n}");
        assert_eq!(
            p.mixed_with_uniform(0.25)?,
            wide_p.mixed_with_uniform(0.25)?
        );
        assert_eq!(
            p.first_outside_support(q)?,
            wide_p.first_outside_support(wide_q)?
        );
        let weights = [0.25, 0.75];
        assert_eq!(
            Pmf::jensen_shannon_of(&[(weights[0], p), (weights[1], q)])?,
            Pmf::jensen_shannon_of(&[(weights[0], wide_p), (weights[1], wide_q)])?
        );
        macro_rules! same {
            ($($divergence:expr),* $(,)?) => { $(
                let divergence = $divergence;
                let expected = divergence.between(wide_p, wide_q)?;
                let name = stringify!($divergence);
                assert_eq!(divergence.between(p, q)?, expected, "{name}, {n}");
                assert_eq!(divergence.between(p, wide_q)?, expected, "{name}, {n}");
                assert_eq!(divergence.between(wide_p, q)?, expected, "{name}, {n}");
            )* };
        }
        same! {
            KullbackLeibler, CrossEntropy, Jeffreys, JensenShannon, TotalVariation, Hellinger,
            Bhattacharyya, ChiSquared, TriangularDiscrimination, Generator::kl(),
            Generator::jensen_shannon(), Renyi::new(0.0)?, Renyi::new(0.3)?, Renyi::new(1.0)?,
            Renyi::new(2.5)?, Renyi::new(40.0)?, Renyi::new(f64::INFINITY)?, Tsallis::new(0.0)?,
            Tsallis::new(0.7)?, Tsallis::new(3.0)?, Alpha::new(-1.5)?, Alpha::new(-1.0)?,
            Alpha::new(0.0)?, Alpha::new(0.2)?, Alpha::new(0.5)?, Alpha::new(1.5)?,
        }
    }
    Ok(())
}

#[test]
fn numbers_of_32_bits_give_the_digits_of_doubles() -> TestResult {
    same_as_doubles(1 << 24, 0.0, |x| x as f32)?;
    // Down to the subnormals of 32 bits.
    same_as_doubles(1 << 24, 1e-20, |x| x as f32)?;
    same_as_doubles(1 << 24, 1e-43, |x| x as f32)
}

#[cfg(feature = "half")]
#[test]
fn numbers_of_16_bits_give_the_digits_of_doubles() -> TestResult {
    same_as_doubles(1 << 11, 0.0, half::f16::from_f64)?;
    same_as_doubles(1 << 8, 0.0, half::bf16::from_f64)?;
    same_as_doubles(1 << 8, 1e-39, half::bf16::from_f64)
}

#[cfg(feature = "half")]
#[test]
fn sums_of_16_bits_may_be_off_by_their_rounding() {
    use half::{bf16, f16};

    let mut random = Random(9);
    for n in [1, 2, 3, 10, 100, 1000] {
        let weights: Vec<f32> = (0..n).map(|_| random.unit() as f32).collect();
        let total: f32 = weights.iter().sum();
        let p = || weights.iter().map(|w| w / total);
        assert!(Pmf::try_from(p().map(f16::from_f32).collect::<Vec<_>>()).is_ok());
        assert!(Pmf::try_from(p().map(bf16::from_f32).collect::<Vec<_>>()).is_ok());
    }
    let thirds = [f16::from_f32(0.3326); 3];
    assert!(matches!(
        Pmf::borrowed(&thirds),
        Err(Error::NotNormalized { .. })
    ));
    let thirds = [bf16::from_f32(0.328); 3];
    assert!(matches!(
        Pmf::borrowed(&thirds),
        Err(Error::NotNormalized { .. })
    ));
}

/// Rows of a matrix, none of them copied, and the table of all pairs.
#[test]
fn rows_of_a_matrix_of_32_bits() -> TestResult {
    let mut random = Random(5);
    let (rows, columns) = (40, 30);
    let table: Vec<f32> = (0..rows)
        .flat_map(|_| multiples(&mut random, columns, 1 << 24))
        .map(|x| x as f32)
        .collect();
    let each = table.chunks(columns);
    let views: Vec<PmfView<f32>> = each.map(Pmf::borrowed).collect::<Result<_, _>>()?;
    for (row, view) in views.iter().enumerate() {
        assert!(std::ptr::eq(
            view.as_slice(),
            &table[row * columns..][..columns]
        ));
    }
    let wide: Vec<Pmf> = views
        .iter()
        .map(|row| Pmf::new(row.iter().map(|&x| x.into()).collect::<Vec<_>>()))
        .collect::<Result<_, _>>()?;
    macro_rules! same {
        ($($divergence:ident),*) => { $(
            let expected = pairwise(&$divergence, &wide, &wide)?;
            assert_eq!(pairwise(&$divergence, &views, &views)?, expected);
            assert_eq!(pairwise(&$divergence, &views, &wide)?, expected);
        )* };
    }
    same!(
        KullbackLeibler,
        CrossEntropy,
        Jeffreys,
        Hellinger,
        JensenShannon
    );
    Ok(())
}

/// Numbers of 32 bits divided by a total of a plain loop are accepted, and what is wrong by more
/// is not.
#[test]
fn sums_of_32_bits_may_be_off_by_their_rounding() -> TestResult {
    let mut random = Random(7);
    for n in [1, 2, 3, 10, 100, 1000, 50_257, 1_000_000] {
        for equal in [true, false] {
            let weights: Vec<f32> = (0..n)
                .map(|_| if equal { 0.1 } else { random.unit() as f32 })
                .collect();
            let total: f32 = weights.iter().sum();
            let p: Vec<f32> = weights.iter().map(|w| w / total).collect();
            let view = Pmf::borrowed(&p)?;
            assert_eq!(view.into_pmf(), Pmf::try_from(p.clone())?);
            assert_eq!(Pmf::try_from(&p[..])?, view);
            // Exponentials of rounded logarithms: their common error is that of ln n.
            let shift = total.ln() + 30.0;
            let p = weights.iter().map(|w| ((w.ln() + 30.0) - shift).exp());
            assert!(
                Pmf::try_from(p.collect::<Vec<f32>>()).is_ok(),
                "{n}, {equal}"
            );
        }
    }
    // The tolerance is n·2⁻²⁴, but 1e-5 for few and 1e-2 for many.
    for (n, tolerance) in [
        (2, 1e-5),
        (100_000, 1e5 / f64::from(1 << 24)),
        (5_000_000, 1e-2),
    ] {
        let at = |by: f64| {
            let mut p = vec![0.0_f32; n];
            (p[0], p[1]) = (0.5, (0.5 + by) as f32);
            Pmf::try_from(p)
        };
        for sign in [-1.0, 1.0] {
            assert!(at(sign * 0.98 * tolerance).is_ok(), "{n}");
            let wrong = at(sign * 1.02 * tolerance);
            let found = matches!(wrong, Err(Error::NotNormalized { of: "probabilities", sum })
                if (sum - 1.0 - sign * 1.02 * tolerance).abs() < 1e-7);
            assert!(found, "{n}");
        }
    }
    let wrong = Pmf::borrowed(&[0.5_f32, 0.5, -0.25]);
    assert!(matches!(
        wrong,
        Err(Error::Entry {
            index: 2,
            value: -0.25,
            ..
        })
    ));
    Ok(())
}

#[test]
fn weights_of_32_bits_are_normalised_as_doubles() -> TestResult {
    let mut random = Random(8);
    for n in 1..100 {
        let weights: Vec<f32> = (0..n)
            .map(|_| random.power_of_ten(-45.0, 38.0) as f32)
            .collect();
        let wide: Vec<f64> = weights.iter().map(|&w| w.into()).collect();
        assert_eq!(Pmf::from_weights(weights), Pmf::from_weights(wide));
    }
    let p = Pmf::from_weights([f32::MAX, f32::MAX, f32::from_bits(1)])?;
    assert_eq!(&p.as_slice()[..2], [0.5, 0.5]);
    assert!(p[2] > 0.0);
    let wrong = Pmf::from_weights([1.0, f32::NAN]);
    assert!(matches!(
        wrong,
        Err(Error::Entry {
            of: "weight",
            index: 1,
            ..
        })
    ));
    Ok(())
}

/// Sums that are known from four outcomes, each repeated many times: ten million in all, and a
/// tenth of that without optimisation, where lanes are slow.
#[test]
fn ten_million_outcomes_of_32_bits() -> TestResult {
    const TIMES: usize = if cfg!(debug_assertions) {
        250_000
    } else {
        2_500_000
    };
    let four = |p: [f64; 4]| p.map(|p| (p / TIMES as f64) as f32);
    let times = |four: [f32; 4]| -> Vec<f32> {
        let all = four.iter().copied().cycle();
        all.take(4 * TIMES).collect()
    };
    let few = four([0.1, 0.4, 0.1875, 0.3125]);
    let far = four([0.3125, 0.1875, 0.1, 0.4]);
    let near = few.map(|x| f32::from_bits(x.to_bits() + 1));
    let (p, q) = (times(few), times(far));
    let p = Pmf::borrowed(&p)?;
    let sum = |term: fn(f64, f64) -> f64, q: [f32; 4]| {
        let terms = few.iter().zip(q).map(|(&p, q)| term(p.into(), q.into()));
        TIMES as f64 * terms.sum::<f64>()
    };
    #[track_caller]
    fn close(found: f64, expected: f64) {
        let apart = (found - expected).abs() / expected;
        assert!(apart < 1e-14, "{found:e}, not {expected:e}");
    }
    {
        let q = Pmf::borrowed(&q)?;
        close(p.kl(&q)?.nats(), sum(|p, q| p * (p / q).ln() - p + q, far));
        close(p.entropy().nats(), sum(|p, _| -p * p.ln(), far));
        close(p.cross_entropy(&q)?.nats(), sum(|p, q| -p * q.ln(), far));
        close(p.total_variation(&q)?, sum(|p, q| 0.5 * (p - q).abs(), far));
        close(p.chi_squared(&q)?, sum(|p, q| (p - q).powi(2) / q, far));
        let overlap = sum(|p, q| (p * q).sqrt(), far) / sum(|p, q| 0.5 * (p + q), far);
        close(p.bhattacharyya(&q)?.nats(), -overlap.ln());
    }
    drop(q);
    // One unit in the last place apart, d = (q − p)/p: p (d²/2 − d³/3 + d⁴/4 − …).
    let q = times(near);
    let series = |p: f64, q: f64| {
        let d = (q - p) / p;
        p * d * d * (0.5 - d / 3.0 + 0.25 * d * d)
    };
    close(p.kl(&Pmf::borrowed(&q)?)?.nats(), sum(series, near));
    let plain: f32 = p.iter().zip(&q).map(|(p, q)| p * (p / q).ln()).sum();
    assert!(f64::from(plain) < 0.0, "{plain:e} keeps no digit");
    Ok(())
}
