//! Integrals.
//!
//! In thousands of ulp: the tolerance of an integral is a relative error of 10⁻⁸,
//! which is 45 million ulp.

use crate::harness::{Answer, Failure, numbers, unknown};
use kl_core::quadrature::{self, Quadrature};
use kl_core::statrs::distribution::{
    Cauchy, Continuous, ContinuousCDF, Gamma, LogNormal, Normal, Pareto, StudentsT, Uniform,
    Weibull,
};
use serde_json::Value;

/// The name of a pair, the parameters of P and of Q.
pub(crate) fn evaluate(row: &str, inputs: &Value) -> Result<Answer, Failure> {
    let (p, q) = (&numbers(&inputs[1])?, &numbers(&inputs[2])?);
    let student = |x: &[f64]| StudentsT::new(x[0], x[1], x[2]);
    let normal = |x: &[f64]| Normal::new(x[0], x[1]);
    let gamma = |x: &[f64]| Gamma::new(x[0], x[1]);
    Ok(match inputs[0].as_str() {
        Some("StudentsT‖StudentsT") => integral(row, &student(p)?, &student(q)?)?,
        Some("StudentsT‖Normal") => integral(row, &student(p)?, &normal(q)?)?,
        Some("Normal‖StudentsT") => integral(row, &normal(p)?, &student(q)?)?,
        Some("Normal‖Normal") => integral(row, &normal(p)?, &normal(q)?)?,
        Some("Normal‖Cauchy") => integral(row, &normal(p)?, &Cauchy::new(q[0], q[1])?)?,
        Some("Gamma‖LogNormal") => integral(row, &gamma(p)?, &LogNormal::new(q[0], q[1])?)?,
        Some("Weibull‖Gamma") => integral(row, &Weibull::new(p[0], p[1])?, &gamma(q)?)?,
        Some("Uniform‖Uniform") => {
            let uniform = |x: &[f64]| Uniform::new(x[0], x[1]);
            integral(row, &uniform(p)?, &uniform(q)?)?
        }
        Some("Pareto‖Pareto") => {
            let pareto = |x: &[f64]| Pareto::new(x[0], x[1]);
            integral(row, &pareto(p)?, &pareto(q)?)?
        }
        _ => return Err(unknown(&inputs[0].to_string())),
    }
    .into())
}

fn integral<P, Q>(row: &str, p: &P, q: &Q) -> Result<f64, Failure>
where
    P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
{
    let quadrature = Quadrature::new();
    Ok(match row.split(", ").next().unwrap_or(row) {
        "quadrature::Quadrature::kl" => {
            let value = quadrature.kl(p, q)?.value();
            assert_eq!(quadrature::kl(p, q)?.value(), value);
            value.nats()
        }
        "quadrature::Quadrature::kl_of" => {
            let range = p.min().max(q.min())..=f64::INFINITY;
            let (ln_p, ln_q) = (|x| p.ln_pdf(x), |x| q.ln_pdf(x));
            let value = quadrature.kl_of(ln_p, ln_q, range.clone())?.value();
            assert_eq!(quadrature::kl_of(ln_p, ln_q, range)?.value(), value);
            value.nats()
        }
        "quadrature::Quadrature::jensen_shannon" => quadrature.jensen_shannon(p, q)?.value().nats(),
        "quadrature::Quadrature::hellinger" => quadrature.hellinger(p, q)?.value(),
        "quadrature::Quadrature::total_variation" => quadrature.total_variation(p, q)?.value(),
        other => return Err(unknown(other)),
    })
}
