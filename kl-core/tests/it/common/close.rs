//! What is close enough, and what is sane.

use kl_core::estimate::Estimate;
use kl_core::{Information, KlDivergence};
use std::fmt::Debug;

/// Equal but for this relative difference.
#[track_caller]
pub(crate) fn close(a: f64, b: f64, relative: f64) {
    let scale = a.abs().max(b.abs());
    assert!((a - b).abs() <= relative * scale, "{a:e} is not {b:e}");
}

/// As `close`; equal infinities are, and subnormals have few digits.
#[track_caller]
pub(crate) fn close_unless_tiny(a: f64, b: f64, relative: f64) {
    if a != b && a.max(b) > 1e-290 {
        close(a, b, relative);
    }
}

/// As `close`, down to a size that does not count.
#[track_caller]
pub(crate) fn close_above(a: f64, b: f64, relative: f64, nothing: f64) {
    if (a - b).abs() > nothing && a != b {
        close(a, b, relative);
    }
}

/// The divergence, which is neither negative nor NaN.
#[track_caller]
pub(crate) fn sane<P: KlDivergence<Q> + Debug, Q: Debug>(
    p: &P,
    q: &Q,
) -> Result<f64, kl_core::Error> {
    let d = p.kl(q)?.nats();
    assert!(d >= 0.0, "{d} for {p:?} {q:?}");
    Ok(d)
}

/// The truth is within this many standard errors; once in 5·10⁸ times it is not.
pub(crate) const SIX: f64 = 6.0;

/// Within six of its own standard errors of the truth.
#[track_caller]
pub(crate) fn agrees(estimate: Estimate<Information>, truth: f64) {
    let (value, error) = (estimate.value().nats(), estimate.standard_error().nats());
    let away = (value - truth) / error;
    assert!(away.abs() < SIX, "{value} ± {error} is not {truth}");
    // An error bar so wide that it says nothing does not count.
    assert!(error < 0.1 * truth.abs().max(0.2), "{value} ± {error}");
}
