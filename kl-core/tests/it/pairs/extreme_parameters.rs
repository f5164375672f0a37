//! Extreme but valid parameters give no NaN and nothing negative.

use super::counts::TOO_MANY;
use crate::common::TestResult;
use crate::common::extremes::{POSITIVE, REAL, SIZES, all};
use kl_core::distribution::{ContinuousBernoulli, HalfNormal, Kumaraswamy, VonMises};
use kl_core::statrs::distribution::{
    Bernoulli, Beta, Binomial, Cauchy, Chi, ChiSquared, Erlang, Exp, Gamma, Geometric, Gumbel,
    InverseGamma, Laplace, LogNormal, NegativeBinomial, Normal, Pareto, Poisson, Uniform, Weibull,
};
use kl_core::{Information, KlDivergence};
use std::fmt::Debug;

const INF: f64 = f64::INFINITY;

#[test]
fn extreme_normals_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let means = [0.0, tiny, 1.0, 1e154, f64::MAX, -f64::MAX];
    let scales = [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX];
    for mu_p in means {
        for mu_q in means {
            for sigma_p in scales {
                for sigma_q in scales {
                    let p = Normal::new(mu_p, sigma_p)?;
                    let d = p.kl(&Normal::new(mu_q, sigma_q)?)?.nats();
                    assert!(d >= 0.0, "{d} for {mu_p} {sigma_p} {mu_q} {sigma_q}");
                }
            }
        }
    }
    Ok(())
}

const LAMBDA: [f64; 10] = [
    5e-324,
    1e-310,
    1e-16,
    0.25,
    0.5 - 0.25 * f64::EPSILON,
    0.5,
    0.5 + 0.5 * f64::EPSILON,
    0.75,
    1.0 - f64::EPSILON,
    1.0 - 0.5 * f64::EPSILON,
];

/// Every pair of the distributions.
#[track_caller]
fn all_pairs<P: KlDivergence<Q> + Debug, Q: Debug>(ps: &[P], qs: &[Q]) -> TestResult {
    assert!(!ps.is_empty() && !qs.is_empty());
    for p in ps {
        for q in qs {
            let d = p.kl(q)?.nats();
            assert!(d >= 0.0, "{d:?} for {p:?} {q:?}");
        }
    }
    Ok(())
}

#[test]
fn extreme_parameters_across_families_are_not_nan() -> TestResult {
    let cbs: Vec<_> = LAMBDA
        .iter()
        .flat_map(|&x| ContinuousBernoulli::new(x))
        .collect();
    let halves: Vec<_> = POSITIVE.iter().flat_map(|&x| HalfNormal::new(x)).collect();
    let exps: Vec<_> = POSITIVE.iter().flat_map(|&x| Exp::new(x)).collect();
    let gammas = all(&POSITIVE, &POSITIVE, Gamma::new);
    let normals = all(&REAL, &POSITIVE, Normal::new);
    let ends = [&REAL[..], &POSITIVE[..], &LAMBDA[..]].concat();
    let uniforms = all(&ends, &ends, Uniform::new);
    all_pairs(&cbs, &cbs)?;
    all_pairs(&cbs, &exps)?;
    all_pairs(&cbs, &normals)?;
    all_pairs(&cbs, &uniforms)?;
    all_pairs(&uniforms, &cbs)?;
    all_pairs(&halves, &halves)?;
    all_pairs(&halves, &exps)?;
    all_pairs(&halves, &gammas)?;
    all_pairs(&halves, &normals)?;
    let gumbels = all(&REAL, &POSITIVE, Gumbel::new);
    let laplaces = all(&REAL, &POSITIVE, Laplace::new);
    let shapes = [
        &POSITIVE[..],
        &[1.0 + 1e-9, 2.0, 2.0 + 2.0 * f64::EPSILON, 5.0],
    ]
    .concat();
    let paretos = all(&POSITIVE, &shapes, Pareto::new);
    let some: Vec<f64> = POSITIVE.into_iter().filter(|&x| x < 1e308).collect();
    all_pairs(&all(&some, &some, Beta::new), &uniforms[..40])?;
    all_pairs(&exps, &gumbels)?;
    all_pairs(&gammas, &gumbels)?;
    all_pairs(&normals, &gumbels)?;
    all_pairs(&uniforms, &gumbels)?;
    all_pairs(&uniforms, &gammas)?;
    all_pairs(&gumbels, &normals)?;
    all_pairs(&paretos, &exps)?;
    all_pairs(&paretos, &gammas)?;
    all_pairs(&paretos, &normals)?;
    all_pairs(&cbs, &laplaces)?;
    all_pairs(&exps, &laplaces)?;
    all_pairs(&gumbels, &laplaces)?;
    all_pairs(&paretos, &laplaces)?;
    all_pairs(&uniforms, &laplaces)?;
    Ok(())
}

/// Every pair of the distributions, except where a sum overflows.
fn all_pairs_but_sums<P: KlDivergence<Q> + std::fmt::Debug, Q: std::fmt::Debug>(
    ps: &[P],
    qs: &[Q],
) {
    for p in ps {
        for q in qs {
            match p.kl(q) {
                Ok(d) => assert!(d.nats() >= 0.0, "{d:?} for {p:?} {q:?}"),
                Err(e) => assert!(format!("{e}").starts_with("sum"), "{e} for {p:?} {q:?}"),
            }
        }
    }
}

#[test]
fn extreme_parameters_are_not_nan() {
    let exps: Vec<_> = POSITIVE.iter().flat_map(|&x| Exp::new(x)).collect();
    let poissons: Vec<_> = POSITIVE.iter().flat_map(|&x| Poisson::new(x)).collect();
    let chis: Vec<_> = POSITIVE.iter().flat_map(|&x| ChiSquared::new(x)).collect();
    let probabilities = [0.0, 5e-324, 1e-309, 0.25, 0.5, 1.0 - f64::EPSILON, 1.0];
    let coins: Vec<_> = probabilities
        .iter()
        .flat_map(|&x| Bernoulli::new(x))
        .collect();
    let geometrics: Vec<_> = probabilities
        .iter()
        .flat_map(|&x| Geometric::new(x))
        .collect();
    let gammas = all(&POSITIVE, &POSITIVE, Gamma::new);
    let inverses = all(&POSITIVE, &POSITIVE, InverseGamma::new);
    let betas = all(&POSITIVE, &POSITIVE, Beta::new);
    let paretos = all(&POSITIVE, &POSITIVE, Pareto::new);
    let weibulls = all(&POSITIVE, &POSITIVE, Weibull::new);
    let normals = all(&REAL, &POSITIVE, Normal::new);
    let laplaces = all(&REAL, &POSITIVE, Laplace::new);
    let cauchys = all(&REAL, &POSITIVE, Cauchy::new);
    let gumbels = all(&REAL, &POSITIVE, Gumbel::new);
    let log_normals = all(&REAL, &POSITIVE, LogNormal::new);
    let uniforms = all(
        &[&REAL[..], &POSITIVE[..]].concat(),
        &POSITIVE,
        Uniform::new,
    );
    all_pairs_but_sums(&exps, &exps);
    all_pairs_but_sums(&exps, &gammas);
    all_pairs_but_sums(&exps, &normals);
    all_pairs_but_sums(&poissons, &poissons);
    all_pairs_but_sums(&chis, &chis);
    all_pairs_but_sums(&coins, &coins);
    all_pairs_but_sums(&coins, &poissons);
    all_pairs_but_sums(&geometrics, &geometrics);
    all_pairs_but_sums(&gammas, &gammas);
    all_pairs_but_sums(&gammas, &exps);
    all_pairs_but_sums(&gammas, &normals);
    all_pairs_but_sums(&inverses, &inverses);
    all_pairs_but_sums(&betas, &betas);
    all_pairs_but_sums(&paretos, &paretos);
    all_pairs_but_sums(&weibulls, &weibulls);
    all_pairs_but_sums(&laplaces, &laplaces);
    all_pairs_but_sums(&laplaces, &normals);
    all_pairs_but_sums(&normals, &laplaces);
    all_pairs_but_sums(&cauchys, &cauchys);
    all_pairs_but_sums(&gumbels, &gumbels);
    all_pairs_but_sums(&log_normals, &log_normals);
    all_pairs_but_sums(&uniforms, &uniforms);
    all_pairs_but_sums(&uniforms, &exps);
    all_pairs_but_sums(&uniforms, &normals);
    all_pairs_but_sums(&uniforms, &paretos);
}

const PROBABILITIES: [f64; 9] = [
    5e-324,
    1e-309,
    1e-160,
    1e-8,
    0.25,
    0.5,
    0.75,
    1.0 - f64::EPSILON,
    1.0,
];

/// Some of them: sums take longer than closed forms.
const FEW: [f64; 7] = [5e-324, 1e-310, 1e-160, 0.25, 3.0, 1e160, f64::MAX];

/// Not NaN and not negative for any pair; only the sums of counts may be too long.
fn all_pairs_but_long_sums<P: KlDivergence<Q> + std::fmt::Debug, Q: std::fmt::Debug>(
    ps: &[P],
    qs: &[Q],
) {
    for p in ps {
        for q in qs {
            match p.kl(q) {
                Ok(d) => assert!(d.nats() >= 0.0, "{d:?} for {p:?} {q:?}"),
                Err(e) => assert_eq!(e, TOO_MANY, "for {p:?} {q:?}"),
            }
        }
    }
}

#[test]
fn extreme_chis_erlangs_and_von_mises_are_not_nan() {
    let whole = [1, 2, 1 << 53, u64::MAX - 1, u64::MAX];
    let chis: Vec<_> = whole.iter().flat_map(|&k| Chi::new(k)).collect();
    let chi_squareds: Vec<_> = POSITIVE.iter().flat_map(|&x| ChiSquared::new(x)).collect();
    let exps: Vec<_> = POSITIVE.iter().flat_map(|&x| Exp::new(x)).collect();
    let gammas = all(&POSITIVE, &POSITIVE, Gamma::new);
    let erlangs = all(&whole, &POSITIVE, Erlang::new);
    let weibulls = all(&POSITIVE, &POSITIVE, Weibull::new);
    let angles = [0.0, 5e-324, 1.0, -3.0, 1e16, f64::MAX, -f64::MAX];
    let concentrations = [&[0.0, 40.0, 60.0, 190.0, 210.0][..], &POSITIVE].concat();
    let von_mises = all(&angles, &concentrations, VonMises::new);
    all_pairs_but_long_sums(&chis, &chis);
    all_pairs_but_long_sums(&chi_squareds, &gammas);
    all_pairs_but_long_sums(&gammas, &chi_squareds);
    all_pairs_but_long_sums(&chi_squareds, &exps);
    all_pairs_but_long_sums(&exps, &chi_squareds);
    all_pairs_but_long_sums(&erlangs, &gammas);
    all_pairs_but_long_sums(&gammas, &erlangs);
    all_pairs_but_long_sums(&exps, &weibulls);
    all_pairs_but_long_sums(&weibulls, &exps);
    all_pairs_but_long_sums(&von_mises, &von_mises);
}

#[test]
fn extreme_counts_are_not_nan() {
    let trials = [0, 1, 2, 10, 1 << 53, u64::MAX];
    let coins: Vec<_> = PROBABILITIES
        .iter()
        .flat_map(|&p| Bernoulli::new(p))
        .collect();
    let binomials = all(&PROBABILITIES, &trials, Binomial::new);
    let poissons: Vec<_> = FEW.iter().flat_map(|&x| Poisson::new(x)).collect();
    let negative_binomials = all(
        &[&[0.0][..], &FEW].concat(),
        &PROBABILITIES,
        NegativeBinomial::new,
    );
    all_pairs_but_long_sums(&coins, &binomials);
    all_pairs_but_long_sums(&binomials, &binomials);
    all_pairs_but_long_sums(&binomials, &poissons);
    all_pairs_but_long_sums(&negative_binomials, &negative_binomials);
    all_pairs_but_long_sums(&negative_binomials, &poissons);
    all_pairs_but_long_sums(&poissons, &negative_binomials);
}

/// Subnormal to the largest.
const EXTREMES: [f64; 12] = [
    5e-324, 1e-310, 2.3e-308, 1e-200, 1e-100, 1e-8, 0.75, 1.0, 3.0, 1e30, 1e160, 1e300,
];

#[test]
fn extreme_betas_and_weibulls_give_no_nan_and_nothing_negative() -> TestResult {
    let mut wrong = Vec::new();
    let mut at_most = |d: Information, what: String| {
        if d.nats().is_nan() || d.nats() < 0.0 {
            wrong.push(format!("{what}: {d:?}"));
        }
    };
    for a in EXTREMES {
        for b in EXTREMES {
            let (beta, gamma, weibull) = (Beta::new(a, b)?, Gamma::new(a, b)?, Weibull::new(a, b)?);
            for c in EXTREMES {
                at_most(
                    beta.kl(&Exp::new(c)?)?,
                    format!("Beta {a:e} {b:e}, Exp {c:e}"),
                );
                for d in EXTREMES {
                    let case = format!("{a:e} {b:e}, {c:e} {d:e}");
                    let others = (Gamma::new(c, d)?, Weibull::new(c, d)?, Normal::new(c, d)?);
                    at_most(beta.kl(&others.0)?, format!("Beta‖Gamma {case}"));
                    at_most(weibull.kl(&others.0)?, format!("Weibull‖Gamma {case}"));
                    at_most(gamma.kl(&others.1)?, format!("Gamma‖Weibull {case}"));
                    at_most(weibull.kl(&others.1)?, format!("Weibull‖Weibull {case}"));
                    at_most(beta.kl(&others.2)?, format!("Beta‖Normal {case}"));
                    at_most(beta.kl(&Beta::new(c, d)?)?, format!("Beta‖Beta {case}"));
                    at_most(
                        gamma.kl(&Gumbel::new(c, d)?)?,
                        format!("Gamma‖Gumbel {case}"),
                    );
                    at_most(gamma.kl(&others.2)?, format!("Gamma‖Normal {case}"));
                    let pareto = Pareto::new(a, b)?;
                    at_most(pareto.kl(&others.0)?, format!("Pareto‖Gamma {case}"));
                    let inverse = InverseGamma::new(a, b)?;
                    let d = inverse.kl(&InverseGamma::new(c, d)?)?;
                    at_most(d, format!("InverseGamma {case}"));
                }
                let half = HalfNormal::new(a)?.kl(&Gamma::new(b, c)?)?;
                at_most(half, format!("HalfNormal‖Gamma {a:e} {b:e} {c:e}"));
            }
            for l in [
                5e-324,
                1e-300,
                1e-9,
                0.25,
                0.5,
                0.75,
                1.0 - 0.5 * f64::EPSILON,
            ] {
                let q = ContinuousBernoulli::new(l)?;
                at_most(
                    beta.kl(&q)?,
                    format!("Beta‖ContinuousBernoulli {a:e} {b:e} {l:e}"),
                );
            }
            let ends = [
                0.0,
                5e-324,
                1e-300,
                1e-9,
                0.5,
                1.0 - 0.5 * f64::EPSILON,
                1.0,
            ];
            for (i, low) in ends.into_iter().enumerate() {
                for high in ends.into_iter().skip(i + 1) {
                    let p = Uniform::new(low, high)?;
                    at_most(
                        p.kl(&beta)?,
                        format!("Uniform‖Beta {low:e} {high:e} {a:e} {b:e}"),
                    );
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
}

#[test]
fn extreme_gammas_from_laplaces_give_no_nan_and_nothing_negative() -> TestResult {
    let sizes = [
        5e-324,
        1e-308,
        1e-200,
        1e-16,
        0.5,
        1.0,
        1.5,
        2.0,
        199.0,
        200.5,
        1e8,
        1e16,
        1e200,
        1e308,
        f64::MAX,
    ];
    for a in sizes {
        for r in sizes {
            for m in sizes.into_iter().flat_map(|x| [x, -x]).chain([0.0, -0.0]) {
                for b in [5e-324, 1e-160, 1.0, 1e160, f64::MAX] {
                    let d = Gamma::new(a, r)?.kl(&Laplace::new(m, b)?)?.nats();
                    assert!(d >= 0.0, "{d} at {a:e} {r:e} {m:e} {b:e}");
                }
            }
            // Where the location is next to the mean.
            for x in [0.0, 1e-17, 1e-16, 1e-8, 0.4, 0.5, 0.6, 3.0] {
                let m = (a / r) * (1.0 - x);
                let scale = m * (1.0 + x) / a.sqrt();
                if m > 0.0 && m < INF && scale > 0.0 && scale < INF {
                    let d = Gamma::new(a, r)?.kl(&Laplace::new(m, scale)?)?.nats();
                    assert!(d >= 0.0, "{d} at {a:e} {r:e} {m:e} {scale:e}");
                }
            }
        }
    }
    for k in [1, 2, u64::MAX] {
        let d = Erlang::new(k, 1.0)?.kl(&Laplace::new(1.0, 1.0)?)?.nats();
        assert!((0.0..INF).contains(&d), "{d} at {k}");
    }
    let far = ChiSquared::new(1.0)?.kl(&Laplace::new(0.0, 5e-324)?)?;
    assert_eq!(far, Information::INFINITY);
    Ok(())
}

#[test]
fn extreme_kumaraswamys_give_no_nan_and_nothing_negative() -> TestResult {
    for a in SIZES {
        for b in SIZES {
            let p = Kumaraswamy::new(a, b)?;
            for (c, d) in [
                (a, b),
                (b, a),
                (1.0, b),
                (a, 1.0),
                (5e-324, 1e200),
                (1e16, 1e-308),
            ] {
                let nats = p.kl(&Kumaraswamy::new(c, d)?)?.nats();
                assert!(nats >= 0.0, "{nats} {p:?} {c:e} {d:e}");
                if let Ok(d) = p.kl(&Beta::new(c, d)?) {
                    assert!(d.nats() >= 0.0, "{d:?} {p:?} {c:e}");
                }
            }
            let p = Beta::new(a, b)?;
            let mean = a / (a + b);
            for m in SIZES.into_iter().flat_map(|x| [x, -x, 1.0 - x]) {
                for m in [m, mean, mean * 0.9, 0.0] {
                    for scale in [5e-324, 1e-160, 1.0, f64::MAX] {
                        if let Ok(d) = p.kl(&Laplace::new(m, scale)?) {
                            assert!(d.nats() >= 0.0, "{d:?} {p:?} {m:e} {scale:e}");
                        }
                    }
                }
            }
        }
    }
    Ok(())
}
