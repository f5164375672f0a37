//! The pairs whose divergence is infinite whatever the parameters.
//!
//! A line of [`infinite!`] says of which families P may be, of which Q may be, and why.
//! The families on the whole line, on the positive numbers and on an interval follow
//! each other; then the moments that P lacks; then the counts.

use super::finite;
use crate::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy};
use crate::normal::univariate;
use crate::normal::univariate::{OF_P, OF_Q};
use crate::{Error, Information, KlDivergence};
use statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, Chi, ChiSquared, DiscreteUniform, Erlang, Exp, Gamma,
    Geometric, Gumbel, Hypergeometric, InverseGamma, Laplace, LogNormal, Normal, Pareto, Poisson,
    StudentsT, Triangular, Uniform, Weibull,
};

/// One implementation for each P and each Q of each line.
macro_rules! infinite {
    ($([$($p:ident),*] => $qs:tt: $why:literal;)*) => { $($( one_p! { $p => $qs: $why } )*)* };
}
macro_rules! one_p {
    ($p:ident => [$($q:ident),*]: $why:literal) => { $(
        #[doc = concat!("D(P‖Q) = ∞, because ", $why, ".")]
        ///
        /// P is `self`, the truth; Q is the argument, the model.
        ///
        /// # Conventions
        ///
        /// [`Information::INFINITY`] for all parameters.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidParameter`] names an infinite parameter, if statrs has let
        /// it through.
        impl KlDivergence<$q> for $p {
            fn kl(&self, q: &$q) -> Result<Information, Error> {
                self.check(Side::P)?;
                q.check(Side::Q)?;
                Ok(Information::INFINITY)
            }
        }
    )* };
}

infinite! {
    [Cauchy, Gumbel, Laplace, Normal, StudentsT] => [Chi, ChiSquared, Erlang, Exp, Gamma, HalfNormal, InverseGamma, LogNormal, Pareto, Weibull]:
        "P has mass below 0 and Q has none";
    [Cauchy, Gumbel, Laplace, Normal, StudentsT] => [Beta, ContinuousBernoulli, Kumaraswamy, Triangular, Uniform]:
        "P has mass outside every interval and Q has none outside its own";
    [Chi, ChiSquared, Erlang, Exp, Gamma, HalfNormal, InverseGamma, LogNormal, Pareto, Weibull] => [Beta, ContinuousBernoulli, Kumaraswamy, Triangular, Uniform]:
        "P has mass above every number and Q has none above its interval";
    [Beta, Chi, ChiSquared, ContinuousBernoulli, Erlang, Exp, Gamma, HalfNormal, InverseGamma, Kumaraswamy, LogNormal, Weibull] => [Pareto]:
        "P has mass between 0 and Q's scale, where Q has none";
    [Cauchy] => [Laplace]:
        "−ln q grows like |x|, and P's mean of |x| is infinite";
    [Cauchy] => [Normal]:
        "−ln q grows like x², and P's mean of x² is infinite";
    [Cauchy, StudentsT] => [Gumbel]:
        "−ln q grows like an exponential of −x, whose mean under P is infinite";
    [ContinuousBernoulli, Exp, HalfNormal] => [InverseGamma]:
        "−ln q grows like 1/x at 0, where P's density is positive, so that the mean of 1/x is infinite";
    [Poisson] => [Bernoulli, Binomial, DiscreteUniform, Hypergeometric]:
        "P may count any number and Q has a largest one";
    [Poisson] => [Geometric]:
        "P may count 0 and Q begins at 1";
}

/// Which of the two a parameter belongs to.
#[derive(Clone, Copy)]
enum Side {
    P,
    Q,
}

/// What statrs may have let through.
trait Parameters {
    fn check(&self, side: Side) -> Result<(), Error>;
}

macro_rules! parameters {
    ($($d:ident { $($name:literal $get:ident),* })*) => { $(
        impl Parameters for $d {
            fn check(&self, _side: Side) -> Result<(), Error> {
                $( finite(
                    match _side {
                        Side::P => concat!($name, " of P"),
                        Side::Q => concat!($name, " of Q"),
                    },
                    self.$get(),
                )?; )*
                Ok(())
            }
        }
    )* };
}

// Those without a name hold nothing that could be infinite.
parameters! {
    Bernoulli {}
    Beta {}
    Binomial {}
    Cauchy { "location" location, "scale" scale }
    Chi {}
    ChiSquared { "degrees of freedom" freedom }
    ContinuousBernoulli {}
    DiscreteUniform {}
    Erlang { "rate" rate }
    Exp { "rate" rate }
    Gamma { "shape" shape, "rate" rate }
    Geometric {}
    Gumbel { "location" location, "scale" scale }
    HalfNormal {}
    Hypergeometric {}
    Kumaraswamy {}
    InverseGamma {}
    Laplace { "location" location, "scale" scale }
    LogNormal { "location" location, "scale" scale }
    Pareto { "scale" scale, "shape" shape }
    Poisson { "rate" lambda }
    StudentsT { "location" location, "scale" scale, "degrees of freedom" freedom }
    Triangular {}
    Uniform {}
    Weibull { "shape" shape, "scale" scale }
}

impl Parameters for Normal {
    fn check(&self, side: Side) -> Result<(), Error> {
        let names = match side {
            Side::P => OF_P,
            Side::Q => OF_Q,
        };
        univariate::parameters(self, names).map(|_| ())
    }
}
