//! The pairs whose divergence is infinite whatever the parameters.
//!
//! Each line of `infinite_pairs!` names the families of P, those of Q, and the reason. First come
//! the supports, with P on the whole line, on the positive numbers or on an interval; then the
//! moments that P lacks; then the counts.

use crate::distribution::*;
use crate::pairs::parameters::{of_p, of_q};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::*;

/// One implementation for each P and each Q of each line.
macro_rules! infinite {
    ($([$($p:ident),*] => $qs:tt: $why:literal;)*) => { $($( one_p! { $p => $qs: $why } )*)* };
}

macro_rules! one_p {
    ($p:ident => [$($q:ident),*]: $why:literal) => { $(
        #[doc = concat!("D(P‖Q) = ∞, because ", $why, ".")]
        ///
        ///
        ///
        /// # Conventions
        ///
        /// [`Information::INFINITY`] for all parameters.
        ///
        /// # Errors
        ///
        /// [`Error::Parameter`] names an infinite parameter, if statrs has let
        /// it through.
        impl KlDivergence<$q> for $p {
            fn kl(&self, q: &$q) -> Result<Information, Error> {
                of_p(self)?;
                of_q(q)?;
                Ok(Information::INFINITY)
            }
        }
    )* };
}

infinite_pairs!(infinite);
