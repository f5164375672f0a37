//! Channels: malformed input is a named error, extreme but valid input is not NaN and
//! gives nothing negative, and nothing panics.

use kl_core::{Channel, Error, Information, Pmf, bounds};

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn binary(e: f64) -> Result<Channel, Error> {
    Channel::new([Pmf::new([1.0 - e, e])?, Pmf::new([e, 1.0 - e])?])
}

#[test]
fn shapes_are_named() -> TestResult {
    assert_eq!(Channel::new([]), Err(Error::Empty));
    let rows = [Pmf::uniform(2)?, Pmf::uniform(2)?, Pmf::uniform(4)?];
    let expected = Error::LengthMismatch { left: 2, right: 4 };
    assert_eq!(Channel::new(rows), Err(expected));
    let (channel, three) = (binary(0.25)?, Pmf::uniform(3)?);
    let expected = Error::LengthMismatch { left: 3, right: 2 };
    assert_eq!(channel.apply(&three), Err(expected.clone()));
    assert_eq!(channel.mutual_information(&three), Err(expected.clone()));
    let got = bounds::data_processing(&three, &three, &channel);
    assert_eq!(got, Err(expected));
    let expected = Error::LengthMismatch { left: 2, right: 3 };
    let got = bounds::data_processing(&Pmf::uniform(2)?, &three, &channel);
    assert_eq!(got, Err(expected));
    Ok(())
}

#[test]
fn tolerances_and_steps_are_named() -> TestResult {
    let channel = Channel::new([Pmf::new([1.0, 0.0])?, Pmf::new([0.5, 0.5])?])?;
    for value in [0.0, -1.0, f64::INFINITY, f64::NEG_INFINITY] {
        let name = "tolerance";
        let expected = Err(Error::InvalidParameter { name, value });
        assert_eq!(channel.capacity(value, 10), expected);
    }
    let got = channel.capacity(f64::NAN, 10);
    assert!(
        matches!(got, Err(Error::InvalidParameter { name: "tolerance", value }) if value.is_nan())
    );
    for steps in [0, 1, 5] {
        let expected = Err(Error::NoConvergence { steps });
        assert_eq!(channel.capacity(1e-12, steps), expected);
    }
    Ok(())
}

#[test]
fn extremes_are_not_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let small = [0.0, tiny, f64::MIN_POSITIVE, 1e-300, 1e-20, 0.5];
    let pairs: Vec<Pmf> = small
        .iter()
        .flat_map(|&e| [Pmf::new([1.0 - e, e]), Pmf::new([e, 1.0 - e])])
        .collect::<Result<_, _>>()?;
    for a in &pairs {
        for b in &pairs {
            let channel = Channel::new([a.clone(), b.clone()])?;
            for p in &pairs {
                let i = channel.mutual_information(p)?.nats();
                assert!((0.0..=0.6932).contains(&i), "{channel:?} {p:?}: {i}");
                for q in &pairs {
                    let (before, after) = bounds::data_processing(p, q, &channel)?;
                    assert!(
                        after <= before && after.nats() >= 0.0,
                        "{channel:?} {p:?} {q:?}"
                    );
                }
            }
            match channel.capacity(1e-3, 1000) {
                Ok(found) => assert!(
                    found.lower >= Information::ZERO && found.lower <= found.upper,
                    "{channel:?}: {found:?}"
                ),
                Err(e) => assert_eq!(e, Error::NoConvergence { steps: 1000 }),
            }
        }
    }
    Ok(())
}

/// Where P alone reaches an output the divergence stays infinite.
#[test]
fn what_is_impossible_stays_so_unless_it_is_mixed() -> TestResult {
    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([1.0, 0.0])?);
    let (before, after) = bounds::data_processing(&p, &q, &binary(0.0)?)?;
    assert_eq!(
        (before, after),
        (Information::INFINITY, Information::INFINITY)
    );
    let (before, after) = bounds::data_processing(&p, &q, &binary(0.25)?)?;
    assert_eq!(before, Information::INFINITY);
    assert_eq!(after, Pmf::uniform(2)?.kl(&Pmf::new([0.75, 0.25])?)?);
    Ok(())
}
