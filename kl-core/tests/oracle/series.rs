//! Sums over counts. In thousands of ulp.

use crate::harness::{Answer, Failure, numbers, unknown};
use kl_core::series;
use kl_core::statrs::distribution::{Binomial, Geometric, NegativeBinomial, Poisson};
use serde_json::Value;

/// The name of a pair, the parameters of P and of Q.
pub(crate) fn evaluate(_row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let (p, q) = (&numbers(&inputs[1])?, &numbers(&inputs[2])?);
    let poisson = |x: &[f64]| Poisson::new(x[0]);
    let geometric = |x: &[f64]| Geometric::new(x[0]);
    let negative = |x: &[f64]| NegativeBinomial::new(x[0], x[1]);
    let binomial = |x: &[f64]| Binomial::new(x[0], x[1] as u64);
    let divergence = match inputs[0].as_str() {
        Some("Poisson‖Geometric") => series::kl(&poisson(p)?, &geometric(q)?)?,
        Some("Geometric‖Poisson") => series::kl(&geometric(p)?, &poisson(q)?)?,
        Some("Poisson‖NegativeBinomial") => series::kl(&poisson(p)?, &negative(q)?)?,
        Some("NegativeBinomial‖Poisson") => series::kl(&negative(p)?, &poisson(q)?)?,
        Some("Binomial‖Poisson") => series::kl(&binomial(p)?, &poisson(q)?)?,
        Some("Poisson‖Binomial") => series::kl(&poisson(p)?, &binomial(q)?)?,
        _ => return Err(unknown(&inputs[0].to_string())),
    };
    Ok(divergence.value().into())
}
