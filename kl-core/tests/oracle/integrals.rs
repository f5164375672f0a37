//! Integrals and series: `oracle/integrals.py`.
//!
//! In thousands of ulp: the tolerance of an integral is a relative error of 10⁻⁸,
//! which is 45 million ulp.

use crate::harness::{Errors, Failure, Folder};
use kl_core::quadrature::{self, Quadrature};
use kl_core::series;
use kl_core::statrs::distribution::{
    Binomial, Cauchy, Continuous, ContinuousCDF, Gamma, Geometric, LogNormal, NegativeBinomial,
    Normal, Poisson, StudentsT, Weibull,
};
use serde_json::Value;

/// A name, inputs, and the value.
type Case = ((String, Vec<f64>, Vec<f64>), String);

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    let mut all = Vec::new();
    let mut data = folder.data::<Value>("integrals")?;
    // The same integrals, from functions without quantiles.
    let cases = data.get("Quadrature::kl").ok_or("no cases")?.clone();
    data.insert("Quadrature::kl_of".to_owned(), cases);
    for (name, cases) in data {
        let mut errors = Errors::of(&format!("{name}, per 10³ ulp"));
        for case in cases {
            let ((pair, p, q), expected): Case = serde_json::from_value(case)?;
            let got = evaluate(&name, &pair, &p, &q)
                .map_err(|e| format!("{name} {pair} {p:?} {q:?}: {e}"))?;
            errors.see(got, &expected, 1e3, || format!("{pair} {p:?} {q:?}"))?;
        }
        all.push(errors);
    }
    Ok(all)
}

fn evaluate(name: &str, pair: &str, p: &[f64], q: &[f64]) -> Result<f64, Failure> {
    let student = |x: &[f64]| StudentsT::new(x[0], x[1], x[2]);
    let normal = |x: &[f64]| Normal::new(x[0], x[1]);
    let poisson = |x: &[f64]| Poisson::new(x[0]);
    let geometric = |x: &[f64]| Geometric::new(x[0]);
    let negative = |x: &[f64]| NegativeBinomial::new(x[0], x[1]);
    let binomial = |x: &[f64]| Binomial::new(x[0], x[1] as u64);
    let divergence = match pair {
        "StudentsT‖StudentsT" => return integral(name, &student(p)?, &student(q)?),
        "StudentsT‖Normal" => return integral(name, &student(p)?, &normal(q)?),
        "Normal‖StudentsT" => return integral(name, &normal(p)?, &student(q)?),
        "Normal‖Normal" => return integral(name, &normal(p)?, &normal(q)?),
        "Normal‖Cauchy" => return integral(name, &normal(p)?, &Cauchy::new(q[0], q[1])?),
        "Gamma‖LogNormal" => {
            return integral(name, &Gamma::new(p[0], p[1])?, &LogNormal::new(q[0], q[1])?);
        }
        "Weibull‖Gamma" => {
            return integral(name, &Weibull::new(p[0], p[1])?, &Gamma::new(q[0], q[1])?);
        }
        "Poisson‖Geometric" => series::kl(&poisson(p)?, &geometric(q)?)?,
        "Geometric‖Poisson" => series::kl(&geometric(p)?, &poisson(q)?)?,
        "Poisson‖NegativeBinomial" => series::kl(&poisson(p)?, &negative(q)?)?,
        "NegativeBinomial‖Poisson" => series::kl(&negative(p)?, &poisson(q)?)?,
        "Binomial‖Poisson" => series::kl(&binomial(p)?, &poisson(q)?)?,
        "Poisson‖Binomial" => series::kl(&poisson(p)?, &binomial(q)?)?,
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    };
    Ok(divergence.value().nats())
}

fn integral<P, Q>(name: &str, p: &P, q: &Q) -> Result<f64, Failure>
where
    P: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
    Q: Continuous<f64, f64> + ContinuousCDF<f64, f64> + 'static,
{
    let quadrature = Quadrature::new();
    Ok(match name {
        "Quadrature::kl" => {
            let value = quadrature.kl(p, q)?.value();
            assert_eq!(quadrature::kl(p, q)?.value(), value);
            value.nats()
        }
        "Quadrature::kl_of" => {
            let range = p.min().max(q.min())..=f64::INFINITY;
            let (ln_p, ln_q) = (|x| p.ln_pdf(x), |x| q.ln_pdf(x));
            let value = quadrature.kl_of(ln_p, ln_q, range.clone())?.value();
            assert_eq!(quadrature::kl_of(ln_p, ln_q, range)?.value(), value);
            value.nats()
        }
        "Quadrature::jensen_shannon" => quadrature.jensen_shannon(p, q)?.value().nats(),
        "Quadrature::hellinger" => quadrature.hellinger(p, q)?.value(),
        "Quadrature::total_variation" => quadrature.total_variation(p, q)?.value(),
        other => return Err(format!("the oracle has {other}, this file has not").into()),
    })
}
