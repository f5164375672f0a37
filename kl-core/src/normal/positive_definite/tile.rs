//! Products of small blocks, which the compiler turns into vector instructions.

use fearless_simd::Level;

/// The side of a tile: two vectors of the oldest x86-64 processors, so that a tile fits into
/// their registers.
pub(crate) const SIDE: usize = 4;

/// The instructions that the machine has for tiles.
///
/// Of AVX-512 only what AVX2 has. Its registers hold two rows of a tile, and a processor waits when
/// it loads at once what it has just stored in two parts.
pub(crate) fn level() -> Level {
    let level = Level::new();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let level = level.as_avx2().map_or(level, fearless_simd::Simd::level);
    level
}

/// A block of numbers, row by row.
pub(crate) type Tile = [[f64; SIDE]; SIDE];

/// Adds Σₖ aᵢₖbₖⱼ to the tile, over the first `count` k. aᵢₖ is `a[k * columns_a + i]`, and bₖⱼ
/// is `b[k * columns_b + j]`.
#[inline(always)]
pub(crate) fn add_products(
    tile: &mut Tile,
    (a, columns_a): (&[f64], usize),
    (b, columns_b): (&[f64], usize),
    count: usize,
) {
    let mut sum = *tile;
    for (a, b) in a.chunks(columns_a).zip(b.chunks(columns_b)).take(count) {
        let (Some(a), Some(b)) = (a.first_chunk::<SIDE>(), b.first_chunk::<SIDE>()) else {
            return;
        };
        for (row, &x) in sum.iter_mut().zip(a) {
            for (sum, &y) in row.iter_mut().zip(b) {
                *sum += x * y;
            }
        }
    }
    *tile = sum;
}
