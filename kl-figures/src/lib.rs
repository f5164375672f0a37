//! Pictures of Kullback–Leibler divergence, drawn as SVG from the values of
//! [`kl_core`].
//!
//! One function for each picture. It takes the distributions, reads nothing else,
//! and returns a [`Figure`]: the same function draws the still picture of a page,
//! the one in a notebook, and, compiled to WebAssembly, the one under a slider.
//! The same arguments give the same bytes.
//!
//! | picture | function |
//! |---|---|
//! | curves over one axis | [`curves`](curves()) |
//! | two distributions on a few outcomes, and the terms of their divergence | [`discrete_terms`] |
//! | two normal densities, and the integrand whose area is their divergence | [`normal_integrand`] |
//! | two normal distributions in the plane | [`normal_ellipses`] |
//! | a mixture of normals, and normals fitted to it | [`mixture_fits`], [`mixture_fits_log`] |
//! | stationary points against a parameter | [`branches`] |
//! | the divergence as a loss, and divided by the number of outcomes | [`loss_reductions`] |
//! | a variational autoencoder, as a diagram | [`autoencoder`] |
//! | the evidence lower bound below the evidence | [`elbo_gap`] |
//! | both as training goes on | [`elbo_training`] |
//! | what each latent dimension carries, by β | [`latent_collapse`] |
//! | balls of the divergence among distributions on three outcomes | [`simplex_balls`] |
//! | a projection onto the distributions with a given mean | [`simplex_projection`] |
//! | the divergence of mixtures below the mixture of divergences | [`convexity`] |
//! | the divergence as the gap between a function and its tangent | [`log_partition_gap`] |
//! | the entropies of two coins, and the gap that is their Jensen–Shannon divergence | [`entropy_gap`] |
//! | total variation against divergence for many pairs, with two bounds | [`bounds_region`] |
//! | two distribution functions, and the area between them | [`transport_area`] |
//! | four distances between two normal distributions that move apart | [`moving_apart`] |
//! | a distribution on a few outcomes, and two that are to describe it | [`pmf_fits`] |
//! | a policy's clipped and penalised objectives, and the divergence | [`clip_and_penalty`] |
//! | three estimators of the divergence over the ratio of the densities | [`ratio_estimators`] |
//! | cross-entropy with a smoothed label; focal loss and its bound | [`smoothing_and_focus`] |
//! | surprises as bars whose area is an entropy or a cross-entropy | [`surprise_bars`] |
//! | the entropy of a coin, and a wrong belief as its tangent | [`coin_entropy`] |
//! | programs side by side: times over sizes, digits over times | [`times_by_size`], [`digits_by_time`] |
//! | how times grow with the size of the input, both axes logarithmic | [`growth_of_times`] |
//!
//! # Example
//!
//! ```
//! use kl_core::Pmf;
//! use kl_figures::discrete_terms;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fair = Pmf::new([0.5, 0.5])?;
//! let bent = Pmf::new([0.9, 0.1])?;
//! let figure = discrete_terms(&["heads", "tails"], &fair, &bent)?;
//! assert!(figure.svg().starts_with("<svg "));
//! # Ok(())
//! # }
//! ```
//!
//! # Conventions
//!
//! - P is blue and drawn solid, Q is vermilion and dashed or hollow, the divergence
//!   is green: never by colour alone. The colours are CSS variables, see [`palette`].
//! - The text is in `var(--figure-font, sans-serif)`.
//! - An infinite divergence has no picture here: it is an [`Error`].
//! - Numbers in a picture are rounded. A number that a text relies on should come
//!   from [`kl_core`].
//!
//! # Not here
//!
//! Bitmaps, fonts, three dimensions, animation, and plots of arbitrary data:
//! plotters, which draws these, can do that.
//!
//! # To add a figure
//!
//! 1. A file with one public function from arguments to `Result<Figure, Error>`.
//!    Turn bad input away first. Then choose the ranges from the parameters, call
//!    `Panel::draw`, and give `Figure::new` a name, a title and a description that
//!    serves someone who cannot see the picture.
//! 2. Draw through `Panel`, which keeps to the palette and never measures text:
//!    plotters measures it differently in a browser, and the picture would depend
//!    on where it is drawn.
//! 3. A line in the table above, the function in the list of `tests/every_figure.rs`,
//!    and a test that reads the drawn coordinates back.
//! 4. Look at it, light, dark, and 340 pixels wide:
//!    `cargo run -p kl-figures --example gallery > gallery.html`.

mod autoencoder;
mod axis;
mod bounds_region;
mod branches;
mod clip_and_penalty;
mod coin_entropy;
mod convexity;
mod curves;
mod discrete_terms;
mod elbo_gap;
mod elbo_training;
mod entropy_gap;
mod error;
mod figure;
mod latent_collapse;
mod log_partition_gap;
mod loss_reductions;
mod measurements;
mod mixture_fits;
mod moving_apart;
mod normal_ellipses;
mod normal_integrand;
mod number;
pub mod palette;
mod panel;
mod pmf_fits;
mod ratio_estimators;
mod simplex;
mod simplex_balls;
mod simplex_projection;
mod smoothing_and_focus;
mod surprise_bars;
mod transport_area;
mod xy_chart;

pub use autoencoder::autoencoder;
pub use bounds_region::bounds_region;
pub use branches::{Branch, BranchPanel, branches};
pub use clip_and_penalty::clip_and_penalty;
pub use coin_entropy::coin_entropy;
pub use convexity::convexity;
pub use curves::{Curve, Role, curves};
pub use discrete_terms::discrete_terms;
pub use elbo_gap::elbo_gap;
pub use elbo_training::elbo_training;
pub use entropy_gap::entropy_gap;
pub use error::Error;
pub use figure::Figure;
pub use latent_collapse::latent_collapse;
pub use log_partition_gap::log_partition_gap;
pub use loss_reductions::loss_reductions;
pub use measurements::{digits_by_time, growth_of_times, times_by_size};
pub use mixture_fits::{mixture_fits, mixture_fits_log};
pub use moving_apart::moving_apart;
pub use normal_ellipses::normal_ellipses;
pub use normal_integrand::normal_integrand;
pub use pmf_fits::pmf_fits;
pub use ratio_estimators::ratio_estimators;
pub use simplex_balls::simplex_balls;
pub use simplex_projection::simplex_projection;
pub use smoothing_and_focus::smoothing_and_focus;
pub use surprise_bars::surprise_bars;
pub use transport_area::transport_area;
