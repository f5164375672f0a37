//! Objectives of machine learning that are made of divergences, with their gradients.
//!
//! Slices in, numbers out: no tensors and no automatic differentiation. Each function gives
//! the value and the derivatives with respect to a network's outputs, which can be passed
//! back through the network, or compared with a framework's. Derivatives alone, of
//! divergences, are the functions of [`gradient`](mod@crate::gradient).
//!
//! | objective | function | to be made |
//! |---|---|---|
//! | β D(N(μ, e^ℓ)‖N(0, 1)) of a variational autoencoder | [`normal_kl`], [`normal_kl_value`], [`normal_kl_terms`] | small |
//! | free bits: Σ max(λ, mean D) | [`free_bits`] | small |
//! | the evidence lower bound | [`Elbo`], [`bernoulli_log_likelihood`], [`normal_log_likelihood`] | large |
//! | z = μ + e^(ℓ/2) ε | [`reparameterise`] | |
//! | T² D(teacher‖student) at temperature T | [`distillation`], [`distillation_with_labels`] | small |
//! | β D(teacher‖M) + (1 − β) D(student‖M) | [`generalised_jensen_shannon`], [`generalised_jensen_shannon_scaled`] | small |
//! | min(rA, clip(r) A) | [`ppo_clip`] | large |
//! | a penalty for leaving the reference | [`token_kl`], [`adaptive_kl_coefficient`] | small |
//! | any of three divergences, token by token, of batches with masks | [`Tokens`], [`TokenLogits`] | small |
//! | −ln σ(β Δ) of preferences | [`dpo`] | small |
//! | cross-entropy with smoothed labels | [`label_smoothing`] | small |
//! | −(1 − p)^γ ln p | [`focal_loss`], [`binary_focal_loss`] | small |
//!
//! # Conventions
//!
//! - Several rows (a batch) stand one after the other in one slice, and the number of
//!   columns is an argument. A [`Reduction`] says whether rows are added or averaged:
//!   never entries.
//! - The result is a [`Loss`] with a `value` and a `gradient`, or has fields of these names
//!   beside others. The gradient is that of the reduced value. It has the shape of what is
//!   trained: a vector like the argument, or a structure with a field for each argument.
//! - A derivative that belongs to one entry of a result, not to its `value`, ends in
//!   `_derivative`: `k3_derivative` of [`TokenKl`], `log_variance_derivative` of
//!   [`Reparameterised`].
//! - Values are in nats, and plain numbers rather than
//!   [`Information`](crate::Information): an objective mixes amounts with weights.
//! - A logit is finite or −∞, which is a probability of zero: in both of two distributions it
//!   adds nothing and has derivative 0, in the model alone it makes a divergence from the truth
//!   infinite. Of each row one must be finite.
//! - Finite logits, logarithms and means must be below 2¹⁰⁰⁰ in size. Then no result is NaN, and
//!   one is infinite only where the true value is, or is beyond [`f64::MAX`].
//!
//! # Accuracy
//!
//! Each function states the largest error of a value and of an entry of a gradient, against
//! the true value for the doubles that are given, for one row, also for confident models and
//! for a student next to the teacher. "Times the condition" stands where terms of either
//! sign are added: the error is then in ulp of the result times the sum of their sizes over
//! the size of their sum.
//!
//! # Example
//!
//! ```
//! use kl_core::objective::{Reduction, distillation};
//!
//! // Two rows of three classes.
//! let teacher = [3.0, 1.0, 0.0, 0.0, 0.0, 5.0];
//! let student = [2.0, 1.0, 0.0, 0.0, 1.0, 4.0];
//! let loss = distillation(&teacher, &student, 3, 2.0, Reduction::BatchMean)?;
//! assert_eq!(format!("{:.4}", loss.value), "0.1575");
//! assert_eq!(loss.gradient.len(), 6);
//! # Ok::<(), kl_core::Error>(())
//! ```

mod distillation;
mod dpo;
mod elbo;
mod focal_loss;
mod free_bits;
mod generalised_jensen_shannon;
mod input;
mod label_smoothing;
mod logistic;
mod loss;
mod normal_kl;
mod ppo;
mod reparameterisation;
mod token_kl;
mod tokens;

pub use distillation::{distillation, distillation_into, distillation_with_labels};
pub use dpo::{Dpo, DpoGradient, dpo};
pub use elbo::{
    Elbo, NormalLogLikelihoodGradient, bernoulli_log_likelihood, normal_log_likelihood,
};
pub use focal_loss::{binary_focal_loss, focal_loss};
pub use free_bits::free_bits;
pub use generalised_jensen_shannon::{
    generalised_jensen_shannon, generalised_jensen_shannon_scaled,
};
pub use label_smoothing::label_smoothing;
pub use loss::{Loss, Reduction};
pub use normal_kl::{
    NormalKlGradient, normal_kl, normal_kl_into, normal_kl_terms, normal_kl_value,
};
pub use ppo::{PpoClip, ppo_clip};
pub use reparameterisation::{Reparameterised, reparameterise};
pub use token_kl::{TokenKl, adaptive_kl_coefficient, token_kl};
pub use tokens::{
    TokenDivergence, TokenLogits, TokenMean, TokenReduction, TokenReport, TokenSequence, TokenTail,
    TokenValue, Tokens,
};
