//! The loss functions of PyTorch, with PyTorch's own results.
//!
//! This module promises one thing: the number that `torch.nn.functional` gives in
//! `float64`, on the same input. Where PyTorch gives NaN or a negative divergence, so
//! does this module; the rest of the crate never does. Use it to port code and to
//! compare results, and the rest of the crate for new work.
//!
//! # Coming from PyTorch
//!
//! | PyTorch | here | in the rest of the crate |
//! |---|---|---|
//! | `kl_div(q.log(), p, reduction="sum")` | [`kl_div`]`(&log_q, &p, KlReduction::Sum, false)` | [`p.kl(&q)?`](crate::Pmf::kl) |
//! | `kl_div(log_q, log_p, reduction="batchmean", log_target=True)` | [`kl_div`]`(&log_q, &log_p, KlReduction::BatchMean { rows }, true)` | [`objective::distillation`](crate::objective::distillation) at temperature 1, from logits |
//! | `kl_div(…, reduction="none")` | [`kl_div_unreduced`] | [`kernels::kl_term`](crate::kernels::kl_term), whose terms are never negative |
//! | `cross_entropy(z, labels, label_smoothing=ε)` | [`cross_entropy`] | [`objective::label_smoothing`](crate::objective::label_smoothing) |
//! | `cross_entropy(z, p)` | [`cross_entropy_of_probabilities`] | [`p.cross_entropy(&q)?`](crate::Pmf::cross_entropy) |
//! | `binary_cross_entropy_with_logits(z, y)` | [`binary_cross_entropy_with_logits`] | [`objective::bernoulli_log_likelihood`](crate::objective::bernoulli_log_likelihood), with the sign changed |
//! | `gaussian_nll_loss(m, y, v)` | [`gaussian_nll_loss`] | [`objective::normal_log_likelihood`](crate::objective::normal_log_likelihood), with the sign changed |
//!
//! **Which argument is which.** In `kl_div(input, target)` the target is P, the truth,
//! and the input is the *logarithm* of Q, the model: the order of a loss function, and
//! the reverse of D(P‖Q). Everywhere else in this crate P comes first, and nobody has to
//! take a logarithm.
//!
//! **What `mean` does.** The default reduction of `kl_div` divides by the number of
//! *elements*, not of distributions. For one distribution over n outcomes that is D/n,
//! which is a divergence of nothing. `batchmean` divides by the number of rows: the
//! average divergence. The question was asked as issue 2259 of PyTorch and again as
//! 6622; pull request 7006 put a warning into the documentation, and 14457 added
//! `batchmean`. The default has stayed. Here there is no default: a reduction is always
//! named.
//!
//! **What differs from PyTorch.** Slices have no shape, so the number of rows is said
//! where it matters, and nothing is broadcast: lengths that differ are an
//! [`Error`](crate::Error). Class weights, `pos_weight`, `weight` and the deprecated
//! `size_average` and `reduce` are not there.
//!
//! | input | PyTorch and this module | the rest of the crate |
//! |---|---|---|
//! | empty, mean | NaN | [`Error::Empty`](crate::Error::Empty) |
//! | a target of 0 where the input is −∞ | NaN | 0, for 0·ln 0 is 0 |
//! | a negative target | NaN | an error that names it |
//! | P near Q | rounding noise, maybe negative | a few ulp, never negative |
//! | all labels ignored, mean | NaN | labels cannot be ignored |
//!
//! # Accuracy
//!
//! The committed outputs are those of PyTorch 2.15 on x86-64. It adds in another order
//! and has its own exp and log, so the last digits may differ. "Within n ulp" below is
//! in ulp of the result, times the sum of the sizes of the terms over the size of their
//! sum: PyTorch itself is not nearer to the true value than that.
//!
//! # Example
//!
//! ```
//! use kl_core::Pmf;
//! use kl_core::torch::{KlReduction, kl_div};
//!
//! let p = [0.5, 0.25, 0.25];
//! let q = [0.25, 0.25, 0.5];
//! let log_q = q.map(f64::ln);
//! let sum = kl_div(&log_q, &p, KlReduction::Sum, false)?;
//! let mean = kl_div(&log_q, &p, KlReduction::Mean, false)?;
//! assert_eq!(format!("{sum:.4} {mean:.4}"), "0.1733 0.0578");
//! let d = Pmf::new(p)?.kl(&Pmf::new(q)?)?;
//! assert_eq!(format!("{d:.4}"), "0.1733 nats");
//! # Ok::<(), kl_core::Error>(())
//! ```

mod binary_cross_entropy;
mod cross_entropy;
mod gaussian_nll;
mod kl_div;
mod log_softmax;
mod reduction;

pub use binary_cross_entropy::{
    binary_cross_entropy_with_logits, binary_cross_entropy_with_logits_unreduced,
};
pub use cross_entropy::{
    IGNORE_INDEX, cross_entropy, cross_entropy_of_probabilities,
    cross_entropy_of_probabilities_unreduced, cross_entropy_unreduced,
};
pub use gaussian_nll::{gaussian_nll_loss, gaussian_nll_loss_unreduced};
pub use kl_div::{KlReduction, kl_div, kl_div_unreduced};
pub use log_softmax::log_softmax;
pub use reduction::Reduction;
