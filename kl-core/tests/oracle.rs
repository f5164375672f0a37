//! Every function against the values that `oracle/` computed.

mod common;

use common::{Worst, check, data};
use kl_core::kernels;
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{KlDivergence, MultivariateNormal, Pmf};
use std::collections::BTreeMap;
use std::error::Error;

/// How far each function may be from the true value, and why it is not less.
///
/// In ulp of the correctly rounded value, so an error of 1 is at most 1.5 ulp of
/// the true one. "Per condition" is in ulp divided by the condition number that
/// the oracle gives with the case.
///
/// The numbers are the worst found, with glibc on x86-64. A tolerance more than
/// [`common::SLACK`] above the worst fails too: it could be tightened.
#[rustfmt::skip]
const TOLERANCES: &[(&str, f64, &str)] = &[
    ("log1pmx",                           2.0, "roundings of 2 + x, of r, and of the products; ln_1p beyond"),
    ("kl_term",                           2.0, "roundings of p + q, of r, and of the product; carried along in the far branch"),
    ("entropy_term",                      1.0, "ln and one product"),
    ("cross_entropy_term",                1.0, "ln and one product"),
    ("normal_scale_term",                 3.0, "the rounding of e or ρ counts twice, being squared"),
    ("Pmf::entropy",                      1.0, "as entropy_term; the sum adds next to nothing"),
    ("Pmf::cross_entropy",                1.0, "as cross_entropy_term; the sum adds next to nothing"),
    ("Pmf::kl",                           2.0, "as kl_term; the sum adds next to nothing"),
    ("Normal",                            4.0, "the roundings of z, being squared, count twice, next to those of the scale term"),
    ("MultivariateNormal",               13.0, "condition numbers up to 30 only: the triangular solves"),
    ("MultivariateNormal per condition",  4.0, "all: the rounding of L, times the condition number, squared"),
];

#[test]
fn kernels_agree() -> Result<(), Box<dyn Error>> {
    let data: BTreeMap<String, Vec<(Vec<f64>, String)>> = data("kernels")?;
    let mut worst = Vec::new();
    for (name, cases) in &data {
        let function: fn(&[f64]) -> f64 = match name.as_str() {
            "log1pmx" => |x| kernels::log1pmx(x[0]),
            "kl_term" => |x| kernels::kl_term(x[0], x[1]),
            "entropy_term" => |x| kernels::entropy_term(x[0]),
            "cross_entropy_term" => |x| kernels::cross_entropy_term(x[0], x[1]),
            "normal_scale_term" => |x| kernels::normal_scale_term(x[0], x[1]),
            other => panic!("the oracle has {other}, this test has not"),
        };
        let mut seen = Worst::of(name);
        for (x, expected) in cases {
            seen.see(function(x), expected, 1.0, || format!("{x:?}"))?;
        }
        worst.push(seen);
    }
    assert_eq!(worst.len(), 5);
    check(TOLERANCES, &worst)
}

/// P and Q; entropy of P, cross-entropy, divergence.
type PmfCase = ([Vec<f64>; 2], [String; 3]);

#[test]
fn pmf_agrees() -> Result<(), Box<dyn Error>> {
    let data: BTreeMap<String, Vec<PmfCase>> = data("pmf")?;
    let mut worst = ["Pmf::entropy", "Pmf::cross_entropy", "Pmf::kl"].map(Worst::of);
    for ([p, q], expected) in &data["pmf"] {
        let case = || format!("{p:?} {q:?}");
        let (p, q) = (Pmf::new(p.as_slice())?, Pmf::new(q.as_slice())?);
        let got = [p.entropy(), p.cross_entropy(&q)?, p.kl(&q)?];
        for ((seen, got), expected) in worst.iter_mut().zip(got).zip(expected) {
            seen.see(got.nats(), expected, 1.0, case)?;
        }
    }
    check(TOLERANCES, &worst)
}

#[test]
fn normal_agrees() -> Result<(), Box<dyn Error>> {
    let data: BTreeMap<String, Vec<([f64; 4], String)>> = data("normal")?;
    let mut worst = Worst::of("Normal");
    for (x, expected) in &data["normal"] {
        let got = Normal::new(x[0], x[1])?.kl(&Normal::new(x[2], x[3])?)?;
        worst.see(got.nats(), expected, 1.0, || format!("{x:?}"))?;
    }
    check(TOLERANCES, &[worst])
}

/// Mean and covariance of P, mean and covariance of Q.
type Pair = (Vec<f64>, Vec<Vec<f64>>, Vec<f64>, Vec<Vec<f64>>);

#[test]
fn multivariate_normal_agrees() -> Result<(), Box<dyn Error>> {
    let data: BTreeMap<String, Vec<(Pair, [String; 2])>> = data("multivariate_normal")?;
    let mut well = Worst::of("MultivariateNormal");
    let mut ill = Worst::of("MultivariateNormal per condition");
    for (pair, [expected, condition]) in &data["multivariate_normal"] {
        let (mean_p, covariance_p, mean_q, covariance_q) = pair.clone();
        let p = MultivariateNormal::new(mean_p, from_rows(&covariance_p))?;
        let q = MultivariateNormal::new(mean_q, from_rows(&covariance_q))?;
        let got = p.kl(&q)?.nats();
        let condition: f64 = condition.parse()?;
        let case = || {
            format!(
                "dimension {}, condition {condition}: {pair:?}",
                p.dimension()
            )
        };
        ill.see(got, expected, condition, case)?;
        if condition <= 30.0 {
            well.see(got, expected, 1.0, case)?;
        }
    }
    check(TOLERANCES, &[well, ill])
}

fn from_rows(rows: &[Vec<f64>]) -> DMatrix<f64> {
    DMatrix::from_row_iterator(rows.len(), rows.len(), rows.iter().flatten().copied())
}
