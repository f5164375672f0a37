//! Every pair of distributions of the table of pairs.

use crate::harness::{Answer, Failure, number, numbers, unknown};
use crate::pairs_of_matrices;
use kl_core::KlDivergence;
// Whatever family the table names.
use kl_core::distribution::*;
use kl_core::nalgebra::Dyn;
use kl_core::statrs::distribution::*;
use kl_core::{Information, MultivariateNormal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// As the table names it.
type Dirichlet = kl_core::statrs::distribution::Dirichlet<Dyn>;

type Arm = fn(&[Value]) -> Result<Information, Failure>;

macro_rules! arms {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        $within:tt;
    )*) => {
        [$((concat!(stringify!($p), "‖", stringify!($q)), arm::<$p, $q> as Arm)),*]
    };
}

static ARMS: LazyLock<BTreeMap<&str, Arm>> = LazyLock::new(|| BTreeMap::from(pairs!(arms)));

pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    // After a comma it says which cases.
    let name = row.split(',').next().unwrap_or(row);
    if let Some(divergence) = pairs_of_matrices::evaluate(name, inputs)? {
        return Ok(divergence.into());
    }
    let mut inputs = inputs.as_array().ok_or("no inputs")?.clone();
    if name == "Binomial‖Binomial" && inputs.len() == 3 {
        // Of both the number of trials.
        inputs.insert(2, inputs[0].clone());
    }
    let divergence = ARMS.get(name).ok_or_else(|| unknown(name))?(&inputs)?;
    if name == "Gamma‖Gamma" {
        relatives(&inputs, divergence)?;
    }
    Ok(divergence.into())
}

/// P from the first inputs and Q from the others.
fn arm<P, Q>(inputs: &[Value]) -> Result<Information, Failure>
where
    P: FromInputs + KlDivergence<Q>,
    Q: FromInputs,
{
    if inputs.len() != P::COUNT + Q::COUNT {
        return Err(format!("{inputs:?} are not so many inputs as P and Q have").into());
    }
    let (p, q) = inputs.split_at(P::COUNT);
    Ok(P::from_inputs(p)?.kl(&Q::from_inputs(q)?)?)
}

/// A distribution that is made of the inputs of a case, in the constructor's order.
trait FromInputs: Sized {
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
of_matrices! { InverseWishart LowRankNormal MatrixNormal MultivariateNormal Wishart }

/// The divergences that are those of gamma distributions, to the last digit.
fn relatives(inputs: &[Value], divergence: Information) -> Result<(), Failure> {
    assert_eq!(divergence, arm::<InverseGamma, InverseGamma>(inputs)?);
    let is_whole = |x: &Value| number(x).is_ok_and(|x| x.fract() == 0.0 && x < 1e15);
    let (p, q) = (is_whole(&inputs[0]), is_whole(&inputs[2]));
    if p {
        assert_eq!(divergence, arm::<Erlang, Gamma>(inputs)?);
    }
    if q {
        assert_eq!(divergence, arm::<Gamma, Erlang>(inputs)?);
    }
    if p && q {
        assert_eq!(divergence, arm::<Erlang, Erlang>(inputs)?);
    }
    Ok(())
}
