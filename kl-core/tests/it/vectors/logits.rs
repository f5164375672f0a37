//! Logits and logarithms of probabilities: shifts, inequalities, temperatures, and the same
//! as probabilities.

use crate::common::TestResult;
use crate::common::close::{close, close_above, close_unless_tiny};
use crate::common::errors::same_or_nan;
use crate::common::random::{Random, logits_within, near_each};
use kl_core::{Error, Information, Logits, Pmf, gradient};

const EPSILON: f64 = f64::EPSILON;
const INF: f64 = f64::INFINITY;

#[test]
fn logits_are_checked() -> TestResult {
    assert_eq!(Logits::new([]), Err(Error::Empty { of: "logits" }));
    assert_eq!(Pmf::from_logits([]), Err(Error::Empty { of: "logits" }));
    assert_eq!(
        Logits::new([-INF; 3]),
        Err(Error::ZeroTotal {
            of: "exponentials of the logits"
        })
    );
    for bad in [f64::NAN, INF] {
        let got = Logits::new([0.0, bad, bad]);
        assert!(
            matches!(got, Err(Error::Entry { of: "logit", index: 1, value, .. }) if same_or_nan(value, bad)),
            "{got:?}"
        );
        assert!(Pmf::from_logits([bad]).is_err());
    }
    assert!(Logits::new([-INF, f64::MIN]).is_ok());
    Ok(())
}

#[test]
fn log_probabilities_are_checked() -> TestResult {
    let none = Error::Empty {
        of: "log-probabilities",
    };
    assert_eq!(Logits::from_log_probabilities([]), Err(none.clone()));
    assert_eq!(Pmf::from_log_probabilities([]), Err(none));
    for bad in [f64::NAN, INF, 1.0, 5e-324] {
        let wrong = |e: Error| matches!(e, Error::Entry { of: "log-probability", index: 1, value, .. } if same_or_nan(value, bad));
        let (a, b) = (
            Logits::from_log_probabilities([0.0, bad]),
            Pmf::from_log_probabilities([0.0, bad]),
        );
        assert!(a.err().is_some_and(wrong), "{bad}");
        assert!(b.err().is_some_and(wrong), "{bad}");
    }
    for (logarithms, sum) in [([0.0, 0.0], 2.0), ([-INF, -INF], 0.0)] {
        let of = "exponentials of the log-probabilities";
        let wrong = Error::NotNormalized { of, sum };
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

/// Logits and probabilities are two ways to the same numbers.
#[test]
fn logits_agree_with_probabilities() -> TestResult {
    let mut random = Random(301);
    for _ in 0..2_500 {
        let n = 1 + random.below(6);
        let a = Logits::new(logits_within(&mut random, n, 5.0))?;
        let b = Logits::new(logits_within(&mut random, n, 5.0))?;
        let (p, q) = (a.to_pmf(), b.to_pmf());
        close_above(a.kl(&b)?.nats(), p.kl(&q)?.nats(), 1e-12, 1e-15);
        close_above(
            a.jensen_shannon(&b)?.nats(),
            p.jensen_shannon(&q)?.nats(),
            1e-12,
            1e-15,
        );
        close_above(
            a.cross_entropy(&b)?.nats(),
            p.cross_entropy(&q)?.nats(),
            1e-13,
            1e-15,
        );
        close_above(a.entropy().nats(), p.entropy().nats(), 1e-12, 1e-15);
        let again = Pmf::from_log_probabilities(a.log_probabilities())?;
        for (x, y) in again.as_slice().iter().zip(p.as_slice()) {
            close(*x, *y, 1e-14);
        }
        let logarithms = Logits::from_log_probabilities(a.log_probabilities())?;
        close_above(logarithms.kl(&b)?.nats(), a.kl(&b)?.nats(), 1e-12, 1e-15);
    }
    Ok(())
}

/// Shifts by whole numbers are exact for logits in units of 2⁻²⁰.
#[test]
fn a_shift_of_all_logits_changes_nothing() -> TestResult {
    let mut random = Random(302);
    for _ in 0..3_000 {
        let n = 1 + random.below(6);
        let whole = |v: Vec<f64>| -> Vec<f64> {
            v.iter()
                .map(|x| (x * 2f64.powi(20)).round() * 2f64.powi(-20))
                .collect()
        };
        let a = whole(logits_within(&mut random, n, 50.0));
        let b = if random.below(2) == 0 {
            whole(logits_within(&mut random, n, 50.0))
        } else {
            whole(near_each(&mut random, &a))
        };
        let shift = random.below(1 << 31) as f64;
        let moved: Vec<f64> = b.iter().map(|x| x + shift).collect();
        let (p, q, r) = (Logits::new(a)?, Logits::new(b)?, Logits::new(moved)?);
        // Of large shifts, the divergence goes another way.
        close_unless_tiny(p.kl(&q)?.nats(), p.kl(&r)?.nats(), 4.0 * f64::EPSILON);
        close_unless_tiny(q.kl(&p)?.nats(), r.kl(&p)?.nats(), 4.0 * f64::EPSILON);
        assert_eq!(q.jensen_shannon(&p)?, r.jensen_shannon(&p)?);
        assert_eq!(q.entropy(), r.entropy());
        assert_eq!(q.kl(&r)?, Information::ZERO);
    }
    Ok(())
}

/// D, JS and D back: Σ of both directions is Jeffreys; JS below a quarter of it.
#[test]
fn divergences_of_logits_keep_their_inequalities() -> TestResult {
    let mut random = Random(303);
    for _ in 0..8_000 {
        let n = 1 + random.below(6);
        let size = random.power_of_ten(-14.0, 3.0);
        let a = logits_within(&mut random, n, size);
        let b = if random.below(2) == 0 {
            near_each(&mut random, &a)
        } else {
            logits_within(&mut random, n, size)
        };
        let (p, q) = (Logits::new(a)?, Logits::new(b)?);
        let (d, back) = (p.kl(&q)?.nats(), q.kl(&p)?.nats());
        let js = p.jensen_shannon(&q)?.nats();
        assert!(d >= 0.0 && js >= 0.0, "{p:?} {q:?}");
        assert!(
            js <= 0.25 * (d + back) * (1.0 + 16.0 * EPSILON),
            "{js:e} {d:e} {p:?} {q:?}"
        );
        assert!(js <= std::f64::consts::LN_2 * (1.0 + 8.0 * EPSILON));
        close_above(js, q.jensen_shannon(&p)?.nats(), 16.0 * EPSILON, 1e-300);
        // Near each other all three are one quadratic form. (For large logits an
        // outcome may be rare, and not at all near.)
        if size < 1.0 && d.max(back) < 1e-9 {
            close_above(js, d / 4.0, 1e-3, 1e-300);
        }
    }
    Ok(())
}

#[test]
fn temperature_one_and_even() -> TestResult {
    let mut random = Random(304);
    for _ in 0..1_000 {
        let p = Logits::new(logits_within(&mut random, 4, 10.0))?;
        close_above(p.tempered(1.0)?.kl(&p)?.nats(), 0.0, 0.0, 1e-28);
        // p² normalised, by another way.
        let squares: Vec<f64> = p.to_pmf().as_slice().iter().map(|p| p * p).collect();
        let squared = Pmf::from_weights(squares)?;
        let cold = p.tempered(0.5)?.to_pmf();
        close_above(squared.total_variation(&cold)?, 0.0, 0.0, 1e-14);
        assert!(p.tempered(2.0)?.entropy() >= p.entropy());
        assert!((p.tempered(1e9)?.entropy().bits() - 2.0).abs() < 1e-12);
    }
    Ok(())
}

/// Owned or borrowed, of 64 bits or of 32.
#[test]
fn borrowed_logits_are_the_same() -> Result<(), Error> {
    let text = format!("{:?}", Logits::borrowed(&[1.0_f32, -0.5])?);
    assert_eq!(text, "Logits { logits: [1.0, -0.5] }");
    let mut random = Random(73);
    for n in 1..50 {
        let mut numbers =
            || -> Vec<f32> { (0..n).map(|_| random.between(-9.0, 9.0) as f32).collect() };
        let (p, q) = (numbers(), numbers());
        let wide = |x: &[f32]| -> Vec<f64> { x.iter().map(|&x| x.into()).collect() };
        let (wide_p, wide_q) = (Logits::new(wide(&p))?, Logits::new(wide(&q))?);
        let borrowed = Logits::borrowed(wide_p.as_slice())?;
        assert_eq!(borrowed, wide_p);
        assert_eq!(borrowed.as_slice().as_ptr(), wide_p.as_slice().as_ptr());
        assert_eq!(borrowed.kl(&wide_q)?, wide_p.kl(&wide_q)?);
        let (p, q) = (Logits::borrowed(&p)?, Logits::borrowed(&q)?);
        assert_eq!(p.to_pmf(), wide_p.to_pmf());
        assert_eq!(p.log_probabilities(), wide_p.log_probabilities());
        assert_eq!(p.entropy(), wide_p.entropy());
        assert_eq!(p.cross_entropy(&q)?, wide_p.cross_entropy(&wide_q)?);
        assert_eq!(p.jensen_shannon(&q)?, wide_p.jensen_shannon(&wide_q)?);
        assert_eq!(p.tempered(3.0)?, wide_p.tempered(3.0)?);
        let (narrow, wide) = (p.kl(&q)?.nats(), wide_p.kl(&wide_q)?.nats());
        assert!(
            (narrow - wide).abs() <= 4.0 * f64::EPSILON * wide,
            "{narrow:e} {wide:e}"
        );
        for bad in [f32::NAN, f32::INFINITY] {
            let mut with_bad = p.as_slice().to_vec();
            with_bad[n - 1] = bad;
            let refused = Logits::borrowed(&with_bad);
            assert!(matches!(refused, Err(Error::Entry { index, .. }) if index == n - 1));
        }
        let impossible = vec![f32::NEG_INFINITY; n];
        assert!(matches!(
            Logits::borrowed(&impossible),
            Err(Error::ZeroTotal { .. })
        ));
    }
    Ok(())
}

/// A mask under Q alone: its gap, which is huge, says nothing of the others.
#[test]
fn a_mask_under_q_alone_leaves_the_other_derivatives() -> Result<(), Error> {
    let p = Logits::new([2.0, 1.0, 0.3])?;
    let q = Logits::new([0.5, 1.5, f64::from(f32::MIN)])?;
    let js = p.jensen_shannon(&q)?.nats();
    assert!((js - 0.146_692_093_900_326_9).abs() <= 1e-15, "{js}");
    let gradient = kl_core::gradient::kl_by_q_logits(&p, &q)?;
    let expected = [
        -0.375_985_629_274_105_7,
        0.493_803_175_642_706_6,
        -0.117_817_546_368_600_8,
    ];
    for (found, expected) in gradient.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-15, "{found} {expected}");
    }
    let single = [[2.0_f32, 1.0, 0.3], [0.5, 1.5, f32::MIN]];
    let [p, q] = [Logits::borrowed(&single[0])?, Logits::borrowed(&single[1])?];
    let gradient = kl_core::gradient::kl_by_q_logits(&p, &q)?;
    for (found, expected) in gradient.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-8, "{found} {expected}");
    }
    Ok(())
}
