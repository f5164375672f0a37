//! Malformed logits, counts, tables and vectors are errors that name the place and
//! the value; extreme but valid input gives no NaN, nothing negative and no panic.

use kl_core::{Bregman, Error, Information, Joint, Joint3, Logits, Pmf, bounds, gradient};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const INF: f64 = f64::INFINITY;

/// Equal, where NaN counts as equal to NaN.
fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

#[test]
fn logits_are_checked() -> TestResult {
    assert_eq!(Logits::new([]), Err(Error::Empty));
    assert_eq!(Pmf::from_logits([]), Err(Error::Empty));
    assert_eq!(Logits::new([-INF; 3]), Err(Error::ZeroTotal));
    for bad in [f64::NAN, INF] {
        let got = Logits::new([0.0, bad, bad]);
        assert!(
            matches!(got, Err(Error::InvalidLogit { index: 1, value }) if same(value, bad)),
            "{got:?}"
        );
        assert!(Pmf::from_logits([bad]).is_err());
    }
    assert!(Logits::new([-INF, f64::MIN]).is_ok());
    Ok(())
}

#[test]
fn log_probabilities_are_checked() -> TestResult {
    assert_eq!(Logits::from_log_probabilities([]), Err(Error::Empty));
    assert_eq!(Pmf::from_log_probabilities([]), Err(Error::Empty));
    for bad in [f64::NAN, INF, 1.0, 5e-324] {
        let wrong = |e: Error| matches!(e, Error::InvalidLogProbability { index: 1, value } if same(value, bad));
        let (a, b) = (
            Logits::from_log_probabilities([0.0, bad]),
            Pmf::from_log_probabilities([0.0, bad]),
        );
        assert!(a.err().is_some_and(wrong), "{bad}");
        assert!(b.err().is_some_and(wrong), "{bad}");
    }
    for (logarithms, sum) in [([0.0, 0.0], 2.0), ([-INF, -INF], 0.0)] {
        let wrong = Error::NotNormalized { sum };
        assert_eq!(
            Logits::from_log_probabilities(logarithms),
            Err(wrong.clone())
        );
        assert_eq!(Pmf::from_log_probabilities(logarithms), Err(wrong));
    }
    // Within the tolerance, and just outside.
    assert!(Logits::from_log_probabilities([-1e-11]).is_ok());
    assert!(Logits::from_log_probabilities([-1e-9]).is_err());
    Ok(())
}

#[test]
fn pairs_must_have_one_length() -> TestResult {
    let (p, q) = (Logits::new([0.0; 2])?, Logits::new([0.0; 3])?);
    let wrong = Error::LengthMismatch { left: 2, right: 3 };
    assert_eq!(p.kl(&q), Err(wrong.clone()));
    assert_eq!(p.jensen_shannon(&q), Err(wrong.clone()));
    assert_eq!(p.cross_entropy(&q), Err(wrong.clone()));
    for slope in [
        gradient::kl_by_p_logits,
        gradient::kl_by_q_logits,
        gradient::cross_entropy_by_p_logits,
        gradient::cross_entropy_by_q_logits,
        gradient::jensen_shannon_by_p_logits,
    ] {
        assert_eq!(slope(&p, &q), Err(wrong.clone()));
    }
    let (p, q) = (p.to_pmf(), q.to_pmf());
    for slope in [
        gradient::kl_by_p,
        gradient::kl_by_q,
        gradient::cross_entropy_by_p,
        gradient::cross_entropy_by_q,
        gradient::jensen_shannon_by_p,
    ] {
        assert_eq!(slope(&p, &q), Err(wrong.clone()));
    }
    assert_eq!(
        Bregman::kl().divergence(&[1.0, 2.0], &[1.0, 2.0, 3.0]),
        Err(wrong)
    );
    assert_eq!(Bregman::kl().divergence(&[], &[]), Err(Error::Empty));
    Ok(())
}

#[test]
fn an_infinite_divergence_has_no_gradient() -> TestResult {
    let p = Logits::new([-INF, 0.0, -800.0])?;
    let q = Logits::new([0.0, 0.0, -INF])?;
    let wrong = Error::NoGradient { index: 2 };
    assert_eq!(p.kl(&q)?, Information::INFINITY);
    assert_eq!(gradient::kl_by_p_logits(&p, &q), Err(wrong.clone()));
    assert_eq!(gradient::cross_entropy_by_p_logits(&p, &q), Err(wrong));
    assert_eq!(gradient::kl_by_q_logits(&p, &q)?, [0.5, -0.5, 0.0]);
    Ok(())
}

/// Where automatic differentiation of 0·ln 0 gives NaN.
#[test]
fn gradients_at_zero_are_the_limits() -> TestResult {
    let (p, q) = (Pmf::new([0.0, 0.0, 1.0])?, Pmf::new([0.0, 0.5, 0.5])?);
    assert_eq!(gradient::kl_by_p(&p, &q)?, [0.0, -INF, 2f64.ln()]);
    assert_eq!(gradient::kl_by_p(&q, &p)?, [0.0, INF, -2f64.ln()]);
    assert_eq!(gradient::kl_by_q(&p, &q)?, [1.0, 1.0, -1.0]);
    assert_eq!(gradient::kl_by_q(&q, &p)?, [1.0, -INF, 0.5]);
    assert_eq!(
        gradient::cross_entropy_by_p(&p, &q)?,
        [0.0, 2f64.ln(), 2f64.ln()]
    );
    assert_eq!(gradient::cross_entropy_by_p(&q, &p)?, [0.0, INF, 0.0]);
    assert_eq!(gradient::cross_entropy_by_q(&p, &q)?, [0.0, 0.0, -2.0]);
    assert_eq!(gradient::cross_entropy_by_q(&q, &p)?, [0.0, -INF, -0.5]);
    let js = gradient::jensen_shannon_by_p(&p, &q)?;
    assert_eq!(js[..2], [0.0, -INF]);
    // One-hot targets, in logits.
    let (p, q) = (Logits::new([-INF, 0.0])?, Logits::new([1.0, 1.0])?);
    assert_eq!(gradient::kl_by_p_logits(&p, &q)?, [0.0, 0.0]);
    assert_eq!(gradient::cross_entropy_by_q_logits(&p, &q)?, [0.5, -0.5]);
    assert_eq!(gradient::jensen_shannon_by_p_logits(&p, &q)?, [0.0, 0.0]);
    Ok(())
}

#[test]
fn temperatures_weights_and_alphas_are_named() -> TestResult {
    let named = |error: Option<Error>, parameter: &str, bad: f64| {
        matches!(error, Some(Error::InvalidParameter { name, value })
            if name == parameter && same(value, bad))
    };
    let logits = Logits::new([0.0, 1.0])?;
    let p = Pmf::uniform(2)?;
    for bad in [f64::NAN, INF, -INF, 0.0, -0.0, -1.0] {
        assert!(named(logits.tempered(bad).err(), "temperature", bad));
        assert!(named(
            Pmf::from_counts_smoothed(&[1], bad).err(),
            "alpha",
            bad
        ));
    }
    for bad in [f64::NAN, INF, -1e-300, 1.0 + f64::EPSILON] {
        assert!(named(p.mixed_with_uniform(bad).err(), "weight", bad));
    }
    // Any that are valid.
    for temperature in [5e-324, f64::MAX] {
        let tempered = Logits::new([f64::MAX, -f64::MAX, 0.0, -INF])?.tempered(temperature)?;
        assert!(
            tempered.as_slice().iter().all(|l| *l <= 0.0),
            "{tempered:?}"
        );
    }
    Ok(())
}

#[test]
fn counts_are_checked() -> TestResult {
    assert_eq!(Pmf::from_counts(&[]), Err(Error::Empty));
    assert_eq!(Pmf::from_counts_smoothed(&[], 1.0), Err(Error::Empty));
    assert_eq!(Pmf::from_counts(&[0, 0]), Err(Error::ZeroTotal));
    assert_eq!(Pmf::from_counts_smoothed(&[0, 0], 1.0)?, Pmf::uniform(2)?);
    for alpha in [5e-324, 1e-300, 1.0, 1e300, f64::MAX] {
        let p = Pmf::from_counts_smoothed(&[u64::MAX, u64::MAX, 0], alpha)?;
        Pmf::new(p.as_slice())?;
    }
    Pmf::new(Pmf::from_counts(&[u64::MAX; 1000])?.into_vec())?;
    Ok(())
}

#[test]
fn tables_must_have_one_shape() -> TestResult {
    let (a, b) = (
        Joint::new(2, 3, [0.125; 6].map(|x| x + 1.0 / 24.0))?,
        Joint::new(3, 2, [1.0 / 6.0; 6])?,
    );
    let wrong = Error::ShapeMismatch {
        left: [2, 3],
        right: [3, 2],
    };
    assert_eq!(a.kl(&b), Err(wrong.clone()));
    assert_eq!(a.conditional_kl(&b), Err(wrong.clone()));
    assert_eq!(
        wrong.to_string(),
        "P has 2 rows and 3 columns, Q has 3 and 2"
    );
    for (rows, columns, entries) in [
        (0, 1, 1),
        (1, 0, 1),
        (2, 2, 6),
        (usize::MAX, 2, 2),
        (0, 0, 0),
    ] {
        let got = Joint3::new(rows, columns, vec![0.5; entries]);
        assert_eq!(
            got,
            Err(Error::TableMismatch {
                rows,
                columns,
                entries
            })
        );
    }
    assert_eq!(Joint3::new(1, 1, []), Err(Error::Empty));
    let got = Joint3::new(1, 1, [0.5, -0.5]);
    assert_eq!(
        got,
        Err(Error::InvalidProbability {
            index: 1,
            value: -0.5
        })
    );
    Ok(())
}

#[test]
fn entries_outside_the_domain_are_named() -> TestResult {
    let plain = |b: Bregman, bad: &[f64], good: f64| {
        for &value in bad {
            for (vector, p, q) in [("P", value, good), ("Q", good, value)] {
                let got = b.divergence(&[good, p], &[good, q]);
                assert!(
                    matches!(got, Err(Error::OutsideDomain { name: v, index: 1, value: x })
                        if v == vector && same(x, value)),
                    "{got:?}"
                );
            }
        }
    };
    plain(Bregman::squared_euclidean(), &[f64::NAN, INF, -INF], 1.0);
    plain(Bregman::kl(), &[f64::NAN, INF, -5e-324, -1.0], 0.0);
    plain(Bregman::itakura_saito(), &[f64::NAN, INF, 0.0, -1.0], 1.0);
    plain(
        Bregman::logistic(),
        &[f64::NAN, INF, -1.0, 1.0 + f64::EPSILON],
        0.5,
    );
    let mine = Bregman::new(|x| x * x, |x| 2.0 * x, 0.0..=3.0);
    assert_eq!(
        mine.divergence(&[1.0, 4.0], &[1.0, 1.0]),
        Err(Error::OutsideDomain {
            name: "P",
            index: 1,
            value: 4.0
        })
    );
    let anything = Bregman::new(|x| x, |_| 1.0, -INF..=INF);
    assert_eq!(
        anything.divergence(&[INF], &[1.0]),
        Err(Error::OutsideDomain {
            name: "P",
            index: 0,
            value: INF
        })
    );
    let nan = Bregman::new(|_| f64::NAN, |_| 0.0, 0.0..=3.0);
    let got = nan.divergence(&[1.0], &[2.0]);
    assert!(
        matches!(got, Err(Error::InvalidParameter { name: "generator", value }) if value.is_nan())
    );
    assert_eq!(nan.divergence(&[1.0], &[1.0])?, 0.0);
    Ok(())
}

/// Every pair of extreme logits, of three outcomes.
#[test]
fn extreme_logits_give_no_nan_and_nothing_negative() -> TestResult {
    let some = [
        -INF,
        f64::MIN,
        -1e17,
        -800.0,
        -5e-324,
        0.0,
        1.0 + f64::EPSILON,
        700.0,
        1e300,
        f64::MAX,
    ];
    let mut all = Vec::new();
    for a in some {
        for b in some {
            all.extend(Logits::new([a, b, 0.0]));
        }
    }
    for p in &all {
        assert!(p.entropy().nats() >= 0.0, "{p:?}");
        Pmf::new(p.to_pmf().into_vec())?;
        assert!(p.log_probabilities().iter().all(|l| *l <= 0.0), "{p:?}");
        for q in &all {
            for value in [p.kl(q)?, p.jensen_shannon(q)?, p.cross_entropy(q)?] {
                assert!(value.nats() >= 0.0, "{value} {p:?} {q:?}");
                assert!(value.nats().is_sign_positive(), "{value} {p:?} {q:?}");
            }
            assert!(p.jensen_shannon(q)?.bits() <= 1.0 + 1e-15, "{p:?} {q:?}");
            for slope in [
                gradient::kl_by_p_logits(p, q).unwrap_or_default(),
                gradient::cross_entropy_by_p_logits(p, q).unwrap_or_default(),
                gradient::kl_by_q_logits(p, q)?,
                gradient::jensen_shannon_by_p_logits(p, q)?,
            ] {
                assert!(!slope.iter().any(|g| g.is_nan()), "{slope:?} {p:?} {q:?}");
            }
        }
        assert_eq!(p.kl(p)?, Information::ZERO);
        assert_eq!(p.jensen_shannon(p)?, Information::ZERO);
    }
    Ok(())
}

#[test]
fn bounds_name_what_is_out_of_range() {
    let named = |error: Option<Error>, parameter: &str, bad: f64| {
        assert!(
            matches!(error, Some(Error::InvalidParameter { name, value })
                if name == parameter && same(value, bad)),
            "{error:?}"
        );
    };
    for bad in [f64::NAN, -1.0, -5e-324, -INF] {
        let amount = Information::from_nats(bad);
        named(bounds::pinsker(amount).err(), "divergence", bad);
        named(bounds::bretagnolle_huber(amount).err(), "divergence", bad);
        named(
            bounds::total_variation_at_most(amount).err(),
            "divergence",
            bad,
        );
        named(
            bounds::chi_squared_at_least(amount).err(),
            "divergence",
            bad,
        );
        named(bounds::kl_at_most(bad).err(), "chi-squared", bad);
    }
    for bad in [f64::NAN, -1.0, -5e-324, 1.0 + 1e-9, INF] {
        named(bounds::kl_at_least(bad).err(), "total variation", bad);
        named(
            bounds::jensen_shannon_at_most(bad).err(),
            "total variation",
            bad,
        );
        named(
            bounds::reverse_pinsker(bad, 0.5).err(),
            "total variation",
            bad,
        );
        named(
            bounds::total_variation_between(bad).err(),
            "Hellinger distance",
            bad,
        );
        if bad != -5e-324 {
            named(
                bounds::reverse_pinsker(0.5, bad).err(),
                "least probability of Q",
                bad,
            );
            named(
                bounds::fano(Information::from_nats(bad), 2).err(),
                "conditional entropy",
                bad,
            );
        }
    }
    named(
        bounds::reverse_pinsker(0.5, 0.0).err(),
        "least probability of Q",
        0.0,
    );
    assert_eq!(bounds::fano(Information::ZERO, 0), Err(Error::Empty));
    assert_eq!(bounds::fano(Information::ZERO, 1), Ok(0.0));
    assert_eq!(bounds::pinsker(Information::INFINITY), Ok(INF));
    assert_eq!(bounds::kl_at_most(INF), Ok(Information::INFINITY));
    assert_eq!(bounds::reverse_pinsker(0.0, 5e-324), Ok(Information::ZERO));
}
