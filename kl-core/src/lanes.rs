//! Eight numbers at a time, with the instructions that the machine has.
//!
//! [`fearless_simd`] finds out once which these are (AVX-512, AVX2 with fused multiply-add,
//! NEON, SSE2, WebAssembly's), and compiles what is here for each. The number of lanes is
//! always eight, whatever the width of a register: so the order of a sum, and with it each
//! digit, is the same on all machines that have the fused multiply-add.
//!
//! Everything that is called from inside a dispatch must be `#[inline(always)]`: a function
//! or a closure that is not inlined is compiled for the oldest machine. So there are no
//! closures here, and no `map` of an array: loops instead.

pub(crate) mod element;
pub(crate) mod exponential;
pub(crate) mod logarithm;
#[cfg(feature = "statrs")]
pub(crate) mod product;
pub(crate) mod rough;
pub(crate) mod sum;

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::Level;
use fearless_simd::prelude::*;
use fearless_simd::{Simd, f64x8};

/// Eight doubles.
pub(crate) type Lanes<S> = f64x8<S>;

/// The number of lanes.
pub(crate) const EIGHT: usize = 8;

/// As many numbers of 32 bits as doubles in eight lanes.
pub(crate) const SIXTEEN: usize = 16;

/// 0, 1, 2, …: the place of each lane.
#[inline(always)]
pub(crate) fn places<S: Simd>(simd: S) -> Lanes<S> {
    Lanes::load_array(simd, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
}

/// Whether `mul_add` rounds once. Without that, the remainder of a division cannot be had
/// in two instructions.
#[inline(always)]
pub(crate) fn is_fused<S: Simd>(simd: S) -> bool {
    let level = simd.level();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    {
        level.as_avx2().is_some()
    }
    #[cfg(target_arch = "aarch64")]
    {
        level.as_neon().is_some()
    }
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    {
        let _ = level;
        false
    }
}

/// The result of `f`, where `mul_add` is one instruction if the machine has it, and not a call:
/// no bit changes. What `f` calls is compiled so only if it is inlined.
#[inline(always)]
pub(crate) fn fused<R>(f: impl FnOnce() -> R) -> R {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(simd) = Level::new().as_avx2() {
        return simd.vectorize(f);
    }
    f()
}
