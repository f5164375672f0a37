//! A divergence summed in threads has the digits of that on one.

use crate::common::TestResult;
use crate::common::random::Random;
use kl_core::divergences::{
    Alpha, ChiSquared, CrossEntropy, Hellinger, Jeffreys, JensenShannon, KullbackLeibler,
    TotalVariation, TriangularDiscrimination, Tsallis,
};
use kl_core::{Generator, Pmf, parallel};

/// Across the borders of the pieces, and with few outcomes in the last.
#[test]
fn threads_change_no_digit() -> TestResult {
    const PIECE: usize = 1 << 14;
    let mut random = Random(9);
    for n in [
        1,
        5,
        PIECE - 1,
        PIECE,
        PIECE + 1,
        PIECE + 3,
        PIECE + 5,
        50_000,
    ] {
        let p = Pmf::from_weights(random.weights(n))?;
        let changed: Vec<f64> = p.as_slice().iter().map(|&x| random.near(x)).collect();
        let q = Pmf::from_weights(changed)?;
        macro_rules! same {
            ($($divergence:expr),* $(,)?) => {
                $(
                    let divergence = $divergence;
                    let on_one = kl_core::Divergence::between(&divergence, &p, &q)?;
                    let on_several = parallel::between(&divergence, &p, &q)?;
                    assert_eq!(on_one, on_several, "{n}: {}", stringify!($divergence));
                )*
            };
        }
        same! {
            KullbackLeibler, JensenShannon, Jeffreys, CrossEntropy, Hellinger, ChiSquared,
            TotalVariation, TriangularDiscrimination, Alpha::new(-0.3)?, Alpha::new(0.3)?,
            Alpha::new(0.5)?, Alpha::new(1.7)?, Tsallis::new(0.0)?, Tsallis::new(0.3)?,
            Tsallis::new(2.0)?, Tsallis::new(2.5)?, Generator::jensen_shannon(),
        }
    }
    Ok(())
}
