//! What unit tests share.

use fearless_simd::Level;
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::Simd;

/// The levels of this machine, from the oldest on.
pub(crate) fn levels() -> Vec<Level> {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    {
        let best = Level::new();
        let avx2 = best.as_avx2().map(Simd::level);
        let sse4_2 = best.as_sse4_2().map(Simd::level);
        [Some(Level::baseline()), sse4_2, avx2, Some(best)]
            .into_iter()
            .flatten()
            .collect()
    }
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    {
        vec![Level::new()]
    }
}

/// Xorshift (Marsaglia, 2003).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Between 0 and 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The distance of two numbers in units in the last place of the second.
pub(crate) fn ulp(found: f64, expected: f64) -> f64 {
    if found == expected {
        return 0.0;
    }
    let up = f64::from_bits(expected.abs().to_bits() + 1);
    (found - expected).abs() / (up - expected.abs())
}
