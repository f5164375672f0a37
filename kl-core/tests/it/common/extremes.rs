//! The ends of what a parameter may be.

use kl_core::nalgebra::DMatrix;

/// All combinations for which the constructor returns a distribution.
pub(crate) fn all<T, E, A: Copy, B: Copy>(
    first: &[A],
    second: &[B],
    new: impl Fn(A, B) -> Result<T, E>,
) -> Vec<T> {
    let pairs = first
        .iter()
        .flat_map(|&a| second.iter().map(move |&b| (a, b)));
    pairs.filter_map(|(a, b)| new(a, b).ok()).collect()
}

/// Variances of every size.
pub(crate) const VARIANCES: [f64; 6] = [5e-324, 1e-300, 1e-8, 1.0, 1e300, f64::MAX];

/// Two correlated coordinates of any variances.
pub(crate) fn extreme_covariances() -> Vec<DMatrix<f64>> {
    let mut all = Vec::new();
    for a in VARIANCES {
        for b in VARIANCES {
            // Correlated by 0.4; between the smallest of variances, by 0.
            let c = 0.4 * a.sqrt() * b.sqrt();
            all.push(DMatrix::from_row_slice(2, 2, &[a, c, c, b]));
        }
    }
    all
}

/// Positive numbers of every size.
pub(crate) const SIZES: [f64; 8] = [5e-324, 1e-308, 1e-200, 1e-3, 1.0, 1e16, 1e200, f64::MAX];
