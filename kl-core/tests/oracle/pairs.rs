//! Every pair of distributions of the table of pairs.

use crate::from_inputs::{Dirichlet, FromInputs, pair};
use crate::harness::{Answer, Failure, number, unknown};
use crate::pairs_of_matrices;
use kl_core::KlDivergence;
// Whatever family the table names.
use kl_core::distribution::*;
use kl_core::statrs::distribution::*;
use kl_core::{Information, MultivariateNormal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

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

fn arm<P, Q>(inputs: &[Value]) -> Result<Information, Failure>
where
    P: FromInputs + KlDivergence<Q>,
    Q: FromInputs,
{
    let (p, q) = pair::<P, Q>(inputs)?;
    Ok(p.kl(&q)?)
}

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
