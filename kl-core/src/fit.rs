//! The normal distribution, or the mixture of normals, that is nearest to a density.
//!
//! Nearest has two meanings. The *forward* fit is the Q with the least D(P‖Q): Q must put
//! mass wherever P has some, so it covers all of P (moment matching, maximum likelihood).
//! The *reverse* fit is the Q with the least D(Q‖P): Q must not put mass where P has
//! little, so it settles on a part of P, often a single mode (variational inference).
//! The reverse divergence may have several local minima, which
//! all are an answer; so are those of a mixture in either direction.
//!
//! # Example
//!
//! ```
//! use kl_core::fit::{self, Options, Target};
//! use kl_core::statrs::distribution::Normal;
//! use kl_core::statrs::statistics::Distribution;
//! use kl_core::{NormalMixture, Pmf};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let modes = vec![Normal::new(-3.0, 1.0)?, Normal::new(3.0, 1.0)?];
//! let p = NormalMixture::new(Pmf::new([0.25, 0.75])?, modes)?;
//! let target = Target::of_mixture(&p)?;
//!
//! // Wide, and between the modes.
//! let forward = fit::forward_normal(&target);
//! assert_eq!(format!("{:.3}", forward.divergence), "0.465 nats");
//! assert_eq!(forward.model.mean().map(|m| format!("{m:.2}")), Some("1.50".to_owned()));
//!
//! // One at each mode.
//! let reverse = fit::reverse_normal(&target, &Options::default())?;
//! let minima: Vec<String> = reverse
//!     .iter()
//!     .filter(|fit| fit.is_minimum())
//!     .map(|fit| format!("{:.2}", fit.divergence))
//!     .collect();
//! // Nearly −ln 0.75 and −ln 0.25.
//! assert_eq!(minima, ["0.29 nats", "1.38 nats"]);
//! # Ok(())
//! # }
//! ```

mod descent;
mod forward;
mod grid;
mod parameters;
mod reverse;
mod samples;
mod search;
mod starts;
mod target;

pub use forward::{forward_mixture, forward_normal};
pub use reverse::{reverse_mixture, reverse_normal};
pub use samples::{moment_match, moment_match_weighted};
pub use search::{Fit, Options};
pub use target::Target;
