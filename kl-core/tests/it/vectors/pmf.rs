//! Probability vectors: constructors, divergence, entropy and cross-entropy.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{outcomes, same_or_nan};
use crate::common::random::Random;
use kl_core::{Error, Information, KlDivergence, Pmf};

const NOT_A_PROBABILITY: [f64; 6] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    -5e-324,
    -1.0,
    1.5,
];

#[test]
fn pmf_new_names_index_and_value() {
    assert_eq!(
        Pmf::new([]),
        Err(Error::Empty {
            of: "probabilities"
        })
    );
    for bad in NOT_A_PROBABILITY {
        let got = Pmf::new([0.5, 0.25, bad, bad]);
        assert!(
            matches!(got, Err(Error::Entry { of: "probability", index: 2, value, .. }) if same_or_nan(value, bad)),
            "{got:?}"
        );
    }
    for (p, sum) in [([0.5, 0.25], 0.75), ([0.0, 0.0], 0.0), ([1.0, 1.0], 2.0)] {
        let of = "probabilities";
        assert_eq!(Pmf::new(p), Err(Error::NotNormalized { of, sum }));
    }
}

/// A view is refused for the same reasons, and a copy of one is the vector.
#[test]
fn what_is_borrowed_is_checked_and_stays_where_it_is() -> TestResult {
    for wrong in [
        &[] as &[f64],
        &[0.5, -0.5, 1.0],
        &[0.5, 0.25],
        &[0.5, 0.5 + 1.01e-10],
    ] {
        let owned = Pmf::new(wrong);
        assert!(owned.is_err(), "{wrong:?}");
        assert_eq!(Pmf::borrowed(wrong).err(), owned.clone().err());
        assert_eq!(Pmf::try_from(wrong), owned);
        assert_eq!(Pmf::try_from(wrong.to_vec()), owned);
    }
    let table = [0.25, 0.75, 0.0, 1.0];
    let view = Pmf::borrowed(&table[..2])?;
    assert!(std::ptr::eq(view.as_slice(), &table[..2]));
    let owned = view.into_pmf();
    assert_eq!(owned, view);
    assert_eq!(view, owned.view());
    assert_ne!(owned, Pmf::borrowed(&table[2..])?);
    assert_eq!(view.entropy(), owned.entropy());
    assert_eq!(
        view.mixed_with_uniform(0.5)?,
        owned.mixed_with_uniform(0.5)?
    );
    assert_eq!(view.first_outside_support(&Pmf::new([1.0, 0.0])?)?, Some(1));
    Ok(())
}

#[test]
fn probabilities_are_read_as_those_of_a_slice() -> TestResult {
    let p = Pmf::try_from([0.25, 0.75])?;
    assert_eq!((p[0], p[1]), (0.25, 0.75));
    assert_eq!(p.iter().sum::<f64>(), 1.0);
    let mut seen = Vec::new();
    for probability in &p {
        seen.push(*probability);
    }
    assert_eq!(seen, p.as_ref());
    assert_eq!(Vec::from(p.clone()), p.into_vec());
    Ok(())
}

#[test]
fn too_many_outcomes_are_no_panic() {
    let (of, size) = ("outcomes", usize::MAX);
    assert_eq!(Pmf::uniform(0), Err(Error::Empty { of: "outcomes" }));
    assert_eq!(Pmf::uniform(size), Err(Error::TooLarge { of, size }));
}

#[test]
fn pmf_tolerates_rounding_and_no_more() -> TestResult {
    let off = |by: f64| Pmf::new([0.5, 0.5 + by]);
    for by in [0.99e-10, -0.99e-10] {
        // Stored as given, not renormalised.
        assert_eq!(off(by)?.as_slice(), [0.5, 0.5 + by]);
    }
    assert!(off(1.01e-10).is_err());
    assert!(off(-1.01e-10).is_err());
    // What single precision makes of thirds.
    assert!(Pmf::new([f64::from(1.0_f32 / 3.0); 3]).is_err());
    Ok(())
}

#[test]
fn weights_name_index_and_value() {
    assert_eq!(
        Pmf::from_weights([] as [f64; 0]),
        Err(Error::Empty { of: "weights" })
    );
    assert_eq!(
        Pmf::from_weights([0.0, 0.0]),
        Err(Error::ZeroTotal { of: "weights" })
    );
    assert_eq!(
        Pmf::from_weights([-0.0]),
        Err(Error::ZeroTotal { of: "weights" })
    );
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -5e-324] {
        let got = Pmf::from_weights([1.0, bad]);
        assert!(
            matches!(got, Err(Error::Entry { of: "weight", index: 1, value, .. }) if same_or_nan(value, bad)),
            "{got:?}"
        );
    }
    assert_eq!(Pmf::uniform(0), Err(Error::Empty { of: "outcomes" }));
}

#[test]
fn extreme_weights_are_fine() -> TestResult {
    let tiny = f64::from_bits(1);
    assert_eq!(Pmf::from_weights([f64::MAX; 4])?.as_slice(), [0.25; 4]);
    assert_eq!(Pmf::from_weights([tiny; 4])?.as_slice(), [0.25; 4]);
    assert_eq!(
        Pmf::from_weights([tiny, 3.0 * tiny])?.as_slice(),
        [0.25, 0.75]
    );
    assert_eq!(Pmf::from_weights([f64::MAX, tiny])?.as_slice(), [1.0, 0.0]);
    // The result satisfies what `new` asks for.
    let p = Pmf::from_weights(
        (0..1000)
            .map(|i| 1.0 / (1.0 + f64::from(i)))
            .collect::<Vec<_>>(),
    )?;
    assert!(Pmf::new(p.as_slice()).is_ok());
    assert!(Pmf::new(Pmf::uniform(999_983)?.into_vec()).is_ok());
    Ok(())
}

#[test]
fn pmf_pairs_must_have_one_length() -> TestResult {
    let (p, q) = (Pmf::uniform(2)?, Pmf::uniform(3)?);
    let wrong = outcomes(2, 3);
    assert_eq!(p.kl(&q), Err(wrong.clone()));
    assert_eq!(KlDivergence::kl(&p, &q), Err(wrong.clone()));
    assert_eq!(p.cross_entropy(&q), Err(wrong.clone()));
    assert_eq!(p.first_outside_support(&q), Err(wrong));
    assert_eq!(q.kl(&p), Err(outcomes(3, 2)));
    Ok(())
}

#[test]
fn missing_support_is_a_value() -> TestResult {
    let p = Pmf::new([0.5, 0.5, 0.0])?;
    let q = Pmf::new([1.0, 0.0, 0.0])?;
    assert_eq!(p.kl(&q)?, Information::INFINITY);
    assert_eq!(p.cross_entropy(&q)?, Information::INFINITY);
    assert_eq!(p.first_outside_support(&q)?, Some(1));
    assert_eq!(q.kl(&p)?.bits(), 1.0);
    assert_eq!(q.first_outside_support(&p)?, None);
    Ok(())
}

/// A hundred thousand pairs, half of them near each other.
#[test]
fn discrete_divergence_is_never_negative_or_nan() -> TestResult {
    let mut random = Random(1);
    for round in 0..100_000 {
        let n = 1 + random.below(6);
        let w = random.weights(n);
        let v = if round % 2 == 0 {
            random.weights(n)
        } else {
            w.iter().map(|&x| random.near(x)).collect()
        };
        let (p, q) = (Pmf::from_weights(w)?, Pmf::from_weights(v)?);
        // What from_weights makes, `new` accepts.
        assert_eq!(Pmf::new(p.as_slice())?, p);
        let d = p.kl(&q)?;
        assert!(d >= Information::ZERO, "{d:?} for {p:?} {q:?}");
        assert_eq!(d.is_infinite(), p.first_outside_support(&q)?.is_some());
        assert!(p.cross_entropy(&q)? >= Information::ZERO);
        let bound = (n as f64).ln() * (1.0 + 4.0 * f64::EPSILON);
        assert!((0.0..=bound).contains(&p.entropy().nats()));
        assert_eq!(p.kl(&p)?, Information::ZERO);
    }
    Ok(())
}

/// H(P, Q) = H(P) + D(P‖Q), up to Σp − Σq, which is at most rounding here.
#[test]
fn cross_entropy_is_entropy_plus_divergence() -> TestResult {
    let mut random = Random(4);
    for _ in 0..10_000 {
        let n = 1 + random.below(20);
        let p = Pmf::from_weights((0..n).map(|_| random.unit()).collect::<Vec<_>>())?;
        let q = Pmf::from_weights((0..n).map(|_| random.unit()).collect::<Vec<_>>())?;
        let left = p.cross_entropy(&q)?;
        let right = p.entropy() + p.kl(&q)?;
        assert!((left - right).nats().abs() <= 8.0 * f64::EPSILON * (1.0 + left.nats()));
    }
    Ok(())
}

/// D(P‖U) = ln n − H(P) for the uniform U.
#[test]
fn divergence_from_uniform_is_missing_entropy() -> TestResult {
    let mut random = Random(5);
    for n in 2..200 {
        let p = Pmf::from_weights((0..n).map(|_| random.unit()).collect::<Vec<_>>())?;
        let left = p.kl(&Pmf::uniform(n)?)?.nats();
        let right = (n as f64).ln() - p.entropy().nats();
        assert!((left - right).abs() <= 8.0 * f64::EPSILON * (n as f64).ln());
    }
    Ok(())
}

/// Merging outcomes never increases the divergence (data processing).
#[test]
fn merging_outcomes_loses_information() -> TestResult {
    let mut random = Random(6);
    for _ in 0..10_000 {
        let (p, q) = (random.weights(4), random.weights(4));
        let (p, q) = (Pmf::from_weights(p)?, Pmf::from_weights(q)?);
        let merge = |r: &Pmf| {
            let r = r.as_slice();
            Pmf::from_weights([r[0] + r[1], r[2], r[3]])
        };
        let fine = p.kl(&q)?.nats();
        let coarse = merge(&p)?.kl(&merge(&q)?)?.nats();
        assert!(
            coarse <= fine + 8.0 * f64::EPSILON * (1.0 + fine),
            "{coarse:e} {fine:e}"
        );
    }
    Ok(())
}

/// The plain sum gives −3.9e-16 here, or another number of that size.
///
/// To second order D = Σ δ²/(2p), and the third order is 1e-8 of it.
#[test]
fn thousand_outcomes_1e_8_apart() -> TestResult {
    let mut random = Random(10);
    let p = Pmf::from_weights(
        (0..1000)
            .map(|_| random.between(0.5, 1.5))
            .collect::<Vec<_>>(),
    )?;
    let shifted = |r: &mut Random, x: f64| x * (1.0 + 1e-8 * r.between(-1.0, 1.0));
    let q: Vec<f64> = p
        .as_slice()
        .iter()
        .map(|&x| shifted(&mut random, x))
        .collect();
    let q = Pmf::from_weights(q)?;
    let pairs = || p.as_slice().iter().zip(q.as_slice());
    let second_order: f64 = pairs().map(|(p, q)| (q - p) * (q - p) / (2.0 * p)).sum();
    let d = p.kl(&q)?.nats();
    assert!(d > 0.0 && d < 1e-16);
    close(d, second_order, 1e-7);
    let plain: f64 = pairs().map(|(p, q)| p * (p / q).ln()).sum();
    assert!(
        (plain - d).abs() > 0.1 * d,
        "the plain sum has become good: {plain:e}"
    );
    Ok(())
}
