//! What almost every user needs: `use kl_core::prelude::*;`
//!
//! The traits whose methods are called on distributions of other crates, the types that
//! most answers are made of, and [`pairwise`]. Values such as
//! [`JensenShannon`](crate::divergences::JensenShannon) are in
//! [`divergences`](crate::divergences), and [`Error`](crate::Error) stays outside, because
//! its name is that of the standard library's trait.
//!
//! ```
//! use kl_core::prelude::*;
//! use kl_core::statrs::distribution::Normal;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(2.0, 1.0)?);
//! assert_eq!(p.kl(&q)?.nats(), 2.0);
//! assert_eq!(p.jeffreys(&q)?, Information::from_nats(4.0));
//! # Ok(())
//! # }
//! ```

pub use crate::{
    Divergence, Information, Joint, KlDivergence, Logits, LogitsView, Pmf, PmfView, SumOfTerms,
    Unit,
};
#[cfg(feature = "statrs")]
pub use crate::{MultivariateNormal, NormalDivergences, pairwise};
