//! Derivatives of divergences, in the coordinates that a model is fitted in.
//!
//! The functions are named after the divergence, take P and Q, and give derivatives
//! alone: the value is what the divergence itself gives. What is trained as it stands
//! is in [`objective`](crate::objective), where value and gradient come together.
//!
//! A gradient is a vector with one entry for each coordinate, in nats for a
//! change of one in the coordinate. A derivative that is infinite is ±∞; where
//! there is none at all, the function says [`Error::NoGradient`](crate::Error).
//! Nothing is NaN.
//!
//! # With respect to probabilities
//!
//! The functions that end in `_by_p` and `_by_q` take the entries of a vector as
//! free numbers and differentiate the sums as [`Pmf`](crate::Pmf) computes them,
//! Σ (p ln(p/q) − p + q) for the divergence. Vectors that sum to one leave one
//! direction fewer: for a change that keeps the sum, any constant may be added to
//! all entries of the gradient. Without their mean, they are its projection onto
//! these directions.
//!
//! # With respect to logits
//!
//! The functions that end in `_by_p_logits` and `_by_q_logits` have no such
//! freedom: the entries sum to zero, because a constant added to all logits
//! changes nothing. An outcome of probability zero has the derivative zero.
//!
//! # With respect to parameters
//!
//! Normal distributions have structures with a field for each parameter:
//! [`normal_kl`] and [`multivariate_normal_kl`].
//!
//! # From samples
//!
//! [`estimate::gradient`](crate::estimate::gradient) estimates these derivatives from
//! samples, each with its standard error.

mod logits;
#[cfg(feature = "statrs")]
mod normal;
mod probabilities;

pub use logits::{
    cross_entropy_by_p_logits, cross_entropy_by_q_logits, jensen_shannon_by_p_logits,
    kl_by_p_logits, kl_by_q_logits,
};
#[cfg(feature = "statrs")]
pub use normal::{MultivariateNormalGradient, NormalGradient, multivariate_normal_kl, normal_kl};
pub use probabilities::{
    cross_entropy_by_p, cross_entropy_by_q, jensen_shannon_by_p, kl_by_p, kl_by_q,
};
