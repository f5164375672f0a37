//! Distributions made of the inputs of a case.

use crate::json::{Failure, number, numbers};
// Whatever family the table names.
use kl_core::MultivariateNormal;
use kl_core::distribution::*;
use kl_core::nalgebra::Dyn;
use kl_core::statrs::distribution::*;
use serde_json::Value;

/// As the table names it.
pub(crate) type Dirichlet = kl_core::statrs::distribution::Dirichlet<Dyn>;

/// P from the first inputs and Q from the others.
pub(crate) fn pair<P: FromInputs, Q: FromInputs>(inputs: &[Value]) -> Result<(P, Q), Failure> {
    if inputs.len() != P::COUNT + Q::COUNT {
        return Err(format!("{inputs:?} are not so many inputs as P and Q have").into());
    }
    let (p, q) = inputs.split_at(P::COUNT);
    Ok((P::from_inputs(p)?, Q::from_inputs(q)?))
}

/// A distribution that is made of the inputs of a case, in the constructor's order.
pub(crate) trait FromInputs: Sized {
    const COUNT: usize;

    fn from_inputs(inputs: &[Value]) -> Result<Self, Failure>;
}

macro_rules! from_inputs {
    ($($from:ident $family:ident { $($name:literal $get:ident: $range:ident),* })*) => { $(
        one_family!($family $($range)*);
    )* };
}
macro_rules! one_family {
    // The oracle has the number of trials first: below.
    (Binomial $($range:ident)*) => {};
    ($family:ident $($range:ident)*) => {
        impl FromInputs for $family {
            const COUNT: usize = [$(stringify!($range)),*].len();

            fn from_inputs(inputs: &[Value]) -> Result<Self, Failure> {
                let mut inputs = inputs.iter();
                let mut next = || inputs.next().ok_or("too few inputs");
                Ok($family::new($( input!($range, next()?) ),*)?)
            }
        }
    };
}
macro_rules! input {
    (Count, $value:expr) => {
        count($value)?
    };
    (Whole, $value:expr) => {
        serde_json::from_value($value.clone())?
    };
    ($range:ident, $value:expr) => {
        number($value)?
    };
}
families!(from_inputs);

/// Some are written as doubles.
fn count(value: &Value) -> Result<u64, Failure> {
    match value.as_u64() {
        Some(count) => Ok(count),
        None => Ok(number(value)? as u64),
    }
}

impl FromInputs for Binomial {
    const COUNT: usize = 2;

    fn from_inputs(inputs: &[Value]) -> Result<Self, Failure> {
        Ok(Binomial::new(number(&inputs[1])?, count(&inputs[0])?)?)
    }
}

impl FromInputs for Categorical {
    const COUNT: usize = 1;

    fn from_inputs(inputs: &[Value]) -> Result<Self, Failure> {
        Ok(Categorical::new(&numbers(&inputs[0])?)?)
    }
}

impl FromInputs for Dirichlet {
    const COUNT: usize = 1;

    fn from_inputs(inputs: &[Value]) -> Result<Self, Failure> {
        Ok(Dirichlet::new(numbers(&inputs[0])?)?)
    }
}

macro_rules! of_four {
    ($($family:ident)*) => { $(
        impl FromInputs for $family {
            const COUNT: usize = 4;

            fn from_inputs(inputs: &[Value]) -> Result<Self, Failure> {
                let x = |place: usize| number(&inputs[place]);
                Ok($family::new(x(0)?, x(1)?, x(2)?, x(3)?)?)
            }
        }
    )* };
}
of_four! { NormalGamma NormalInverseGamma TruncatedNormal }

/// `pairs_of_matrices.rs` makes these, each row in its own way.
macro_rules! of_matrices {
    ($($family:ident)*) => { $(
        impl FromInputs for $family {
            const COUNT: usize = 1;

            fn from_inputs(inputs: &[Value]) -> Result<Self, Failure> {
                Err(format!("pairs_of_matrices.rs does not know {inputs:?}").into())
            }
        }
    )* };
}
of_matrices! {
    InverseWishart LowRankNormal MatrixNormal MultivariateNormal NormalInverseWishart NormalWishart
    SingularNormal Wishart
}
