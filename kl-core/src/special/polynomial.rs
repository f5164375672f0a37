//! Polynomials, in an order of operations that a processor can overlap.

/// Σ cₖ xᵏ, for one coefficient more than a multiple of four.
///
/// Horner's rule in x, where each step waits for the last, takes three times as long. Here it
/// is one in x⁴, over sums of four terms that do not wait for each other. The constant term,
/// which is most of the sum, is added last, so that few rounding errors count.
#[inline(always)]
pub(crate) fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    const { assert!(N % 4 == 1, "pad it with zeros") };
    let x2 = x * x;
    let x4 = x2 * x2;
    let fours = coefficients[1..].chunks_exact(4).rev();
    let rest = fours.fold(0.0, |sum, c| {
        sum * x4 + ((c[0] + c[1] * x) + x2 * (c[2] + c[3] * x))
    });
    coefficients[0] + x * rest
}
