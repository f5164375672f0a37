//! Every pair of the table, and every pair that is infinite: parameters that are NaN or
//! infinite are named, and extreme ones give no NaN and nothing negative.

use crate::common::TestResult;
use crate::common::families::{Dirichlet, Family};
use kl_core::distribution::*;
use kl_core::statrs::distribution::*;
use kl_core::{Error, Information, KlDivergence, MultivariateNormal};
use std::fmt::Debug;

/// Calls a function of P and Q for each pair of the table.
macro_rules! of_the_table {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        $within:tt;
    )*) => {
        const NAMED: &[fn() -> usize] = &[$(bad_parameters::<$p, $q>),*];
        const SWEPT: &[(&str, fn(usize), usize)] =
            &[$((concat!(stringify!($p), "‖", stringify!($q)), sweep::<$p, $q>, $rarely)),*];
    };
}
pairs!(of_the_table);

/// The same of those that are infinite.
macro_rules! of_the_infinite {
    ($([$($p:ident),*] => $qs:tt: $why:literal;)*) => { $($( one_p! { $p $qs } )*)* };
}
macro_rules! one_p {
    ($p:ident [$($q:ident),*]) => { $(
        assert!(bad_parameters::<$p, $q>() < 20);
        let value = $p::ordinary().kl(&$q::ordinary()).expect("ordinary parameters");
        assert_eq!(value, Information::INFINITY);
    )* };
}

/// As P and as Q; how many there were.
fn bad_parameters<P, Q>() -> usize
where
    P: KlDivergence<Q> + Family + Debug,
    Q: Family + Debug,
{
    let (as_p, as_q) = (P::bad(), Q::bad());
    let many = as_p.len() + as_q.len();
    for (name, value, p) in as_p {
        named(p.kl(&Q::ordinary()), name, "P", value, &p);
    }
    for (name, value, q) in as_q {
        named(P::ordinary().kl(&q), name, "Q", value, &q);
    }
    many
}

#[track_caller]
fn named(got: Result<Information, Error>, name: &str, of: &str, value: f64, bad: &dyn Debug) {
    let Err(error) = got else {
        panic!("{got:?} for {bad:?}");
    };
    let text = error.to_string();
    assert!(
        text.contains(&format!("{name} of {of} ")) && text.contains(&value.to_string()),
        "{text} for {bad:?}, which has the {name} {value}"
    );
}

#[test]
fn bad_parameters_are_named() {
    let many: usize = NAMED.iter().map(|pair| pair()).sum();
    // Each family that lets something through is a P and a Q.
    assert!(many > 200, "only {many} were tried");
    infinite_pairs!(of_the_infinite);
}

#[test]
fn p_is_checked_first() -> TestResult {
    let (exp, pareto) = (Exp::new(f64::INFINITY)?, Pareto::new(f64::INFINITY, 1.0)?);
    named(exp.kl(&pareto), "rate", "P", f64::INFINITY, &exp);
    // A scale of next to nothing still leaves out what is below it.
    let everywhere = Pareto::new(5e-324, 1.0)?;
    assert_eq!(Beta::new(1.0, 1.0)?.kl(&everywhere)?, Information::INFINITY);
    Ok(())
}

#[test]
fn extreme_parameters_give_no_nan_and_nothing_negative() {
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                for (_, sweep, rarely) in SWEPT.iter().skip(half).step_by(2) {
                    // Sums and integrals take a thousand times as long as formulas.
                    sweep(if *rarely >= 1000 { 400 } else { 20_000 });
                }
            });
        }
    });
}

/// About so many of all combinations of extreme parameters.
fn sweep<P, Q>(most: usize)
where
    P: KlDivergence<Q> + Family + Debug,
    Q: Family + Debug,
{
    let (ps, qs) = (P::extreme(), Q::extreme());
    // A step that has no factor in common with the number of Q walks through all of them.
    let step = (ps.len() * qs.len() / most).max(1) | 1;
    for which in (0..ps.len() * qs.len()).step_by(step) {
        let (p, q) = (&ps[which / qs.len()], &qs[which % qs.len()]);
        match p.kl(q) {
            Ok(divergence) => {
                let nats = divergence.nats();
                assert!(nats >= 0.0, "{nats:e} for {p:?} {q:?}");
            }
            // A sum of too many counts, or of shapes beyond the largest double; P and Q of
            // different sizes; weights that overflowed; a negative binomial without success.
            Err(error) => {
                let known = match &error {
                    Error::TooManyTerms { .. } | Error::Size { .. } | Error::ZeroTotal { .. } => {
                        true
                    }
                    Error::Parameter { name, .. } => {
                        name.starts_with("sum of") || name.starts_with("probability of success of")
                    }
                    Error::Entry { of, value, .. } => {
                        of.starts_with("probability of") && value.is_nan()
                    }
                    _ => false,
                };
                assert!(known, "{error} for {p:?} {q:?}");
            }
        }
    }
}
