//! Channels: data processing, mutual information and capacity.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{outcomes, parameter, refused, size, size_of_item};
use crate::common::random::Random;
use kl_core::{Channel, Error, Information, Joint, Pmf, bounds};

fn binary(e: f64) -> Result<Channel, Error> {
    Channel::new([Pmf::new([1.0 - e, e])?, Pmf::new([e, 1.0 - e])?])
}

#[test]
fn shapes_are_named() -> TestResult {
    assert_eq!(Channel::new([]), Err(Error::Empty { of: "inputs" }));
    let rows = [Pmf::uniform(2)?, Pmf::uniform(2)?, Pmf::uniform(4)?];
    let third = ("outputs of input", 2);
    let expected = size_of_item(third, 4, "outputs of input 0", 2);
    assert_eq!(Channel::new(rows), Err(expected));
    let (channel, three) = (binary(0.25)?, Pmf::uniform(3)?);
    let expected = size("outcomes of P", 3, "inputs of the channel", 2);
    assert_eq!(channel.apply(&three), Err(expected.clone()));
    assert_eq!(channel.mutual_information(&three), Err(expected.clone()));
    let got = bounds::data_processing(&three, &three, &channel);
    assert_eq!(got, Err(expected));
    let expected = outcomes(2, 3);
    let got = bounds::data_processing(&Pmf::uniform(2)?, &three, &channel);
    assert_eq!(got, Err(expected));
    Ok(())
}

#[test]
fn tolerances_and_steps_are_named() -> TestResult {
    let channel = Channel::new([Pmf::new([1.0, 0.0])?, Pmf::new([0.5, 0.5])?])?;
    for value in [0.0, -1.0, f64::INFINITY, f64::NEG_INFINITY] {
        let expected = parameter("tolerance", value);
        refused(channel.capacity(value, 10), &expected);
    }
    let got = channel.capacity(f64::NAN, 10);
    assert!(
        matches!(got, Err(Error::Parameter { name: "tolerance", value, .. }) if value.is_nan())
    );
    for steps in [0, 1, 5] {
        match channel.capacity(1e-12, steps) {
            Err(Error::NotConverged {
                value,
                error,
                steps: taken,
                ..
            }) => {
                assert_eq!(taken, steps);
                // Where there was a step, the capacity is between the bounds.
                let capacity = 1.25f64.ln();
                assert!(value <= capacity && capacity <= value + error);
            }
            other => panic!("{other:?}"),
        }
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
                    *found.bounds.start() >= Information::ZERO && !found.bounds.is_empty(),
                    "{channel:?}: {found:?}"
                ),
                Err(e) => assert!(matches!(e, Error::NotConverged { steps: 1000, .. })),
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

impl Random {
    fn pmf(&mut self, n: usize) -> Result<Pmf, Error> {
        Pmf::from_weights(self.weights(n))
    }

    fn channel(&mut self, n: usize, m: usize) -> Result<Channel, Error> {
        let rows: Result<Vec<Pmf>, Error> = (0..n).map(|_| self.pmf(m)).collect();
        Channel::new(rows?)
    }

    fn near_pmf(&mut self, p: &Pmf) -> Result<Pmf, Error> {
        let size = self.power_of_ten(-16.0, 0.0);
        let change = |&x: &f64| x * (1.0 + size * self.between(-1.0, 1.0));
        Pmf::from_weights(p.as_slice().iter().map(change).collect::<Vec<f64>>())
    }
}

#[test]
fn no_channel_takes_apart() -> TestResult {
    let mut random = Random(1);
    for round in 0..2000 {
        let (n, m) = (1 + random.below(6), 1 + random.below(6));
        let (p, channel) = (random.pmf(n)?, random.channel(n, m)?);
        let q = if round % 2 == 0 {
            random.pmf(n)?
        } else {
            random.near_pmf(&p)?
        };
        let (before, after) = bounds::data_processing(&p, &q, &channel)?;
        assert_eq!(before, p.kl(&q)?);
        assert!(after <= before && after.nats() >= 0.0);
        // From the outputs alone, for P and Q far apart.
        let outputs = channel.apply(&p)?.kl(&channel.apply(&q)?)?.nats();
        if outputs > 1e-3 && outputs < 1e3 {
            close(after.nats(), outputs, 1e-10);
        }
    }
    Ok(())
}

/// A permutation of the outcomes loses nothing, one output loses all.
#[test]
fn channels_that_lose_nothing_or_all() -> TestResult {
    let mut random = Random(2);
    for _ in 0..500 {
        let n = 2 + random.below(6);
        let p = random.pmf(n)?;
        let q = random.near_pmf(&p)?;
        let shift = random.below(n);
        let unit = |i: usize| {
            let row: Vec<f64> = (0..n)
                .map(|j| f64::from(u8::from(j == (i + shift) % n)))
                .collect();
            Pmf::new(row)
        };
        let rows: Result<Vec<Pmf>, Error> = (0..n).map(unit).collect();
        let permutation = Channel::new(rows?)?;
        let (before, after) = bounds::data_processing(&p, &q, &permutation)?;
        close(after.nats(), before.nats(), 1e-15);
        // What a sum of probabilities lacks to one counts in an entropy next to 0.
        let (i, h) = (
            permutation.mutual_information(&p)?.nats(),
            p.entropy().nats(),
        );
        assert!((i - h).abs() <= 1e-15 + 1e-14 * h, "{i} {h}");
        let found = permutation.capacity(1e-12, 1)?;
        close(found.bounds.end().nats(), (n as f64).ln(), 1e-15);

        let useless = Channel::new(vec![random.pmf(3)?; n])?;
        let i = useless.mutual_information(&p)?.nats();
        assert!((0.0..1e-30).contains(&i), "{i}");
    }
    Ok(())
}

/// From the joint distribution of input and output.
#[test]
fn mutual_information_is_that_of_the_joint_distribution() -> TestResult {
    let mut random = Random(3);
    for _ in 0..1000 {
        let (n, m) = (1 + random.below(6), 1 + random.below(6));
        let (p, channel) = (random.pmf(n)?, random.channel(n, m)?);
        let weighted = p.as_slice().iter().zip(channel.rows());
        let entries: Vec<f64> = weighted
            .flat_map(|(p, w)| w.as_slice().iter().map(move |w| p * w))
            .collect();
        let joint = Joint::new(n, m, entries)?.mutual_information().nats();
        let i = channel.mutual_information(&p)?.nats();
        assert!((i - joint).abs() <= 1e-15 + 1e-12 * joint, "{i} {joint}");
        assert!(i <= p.entropy().nats() + 1e-14);
        assert!(i <= channel.apply(&p)?.entropy().nats() + 1e-14);
    }
    Ok(())
}

/// No input does better than the upper bound, and the one found is next to the best.
#[test]
fn capacity_is_between_its_bounds() -> TestResult {
    let mut random = Random(4);
    let mut found_some = 0;
    for _ in 0..60 {
        let (n, m) = (1 + random.below(4), 1 + random.below(4));
        let rows: Result<Vec<Pmf>, Error> = (0..n)
            .map(|_| Pmf::from_weights((0..m).map(|_| random.unit()).collect::<Vec<f64>>()))
            .collect();
        let channel = Channel::new(rows?)?;
        let Ok(found) = channel.capacity(1e-4, 3000) else {
            continue;
        };
        found_some += 1;
        let (lower, upper) = (found.bounds.start().nats(), found.bounds.end().nats());
        assert!(lower <= upper && upper - lower <= 1e-4 * upper * (1.0 + 1e-12));
        let reached = channel.mutual_information(&found.input)?.nats();
        assert!(reached <= lower * (1.0 + 1e-12) && reached >= upper * (1.0 - 1e-3));
        for _ in 0..20 {
            let other = channel.mutual_information(&random.pmf(n)?)?.nats();
            assert!(other <= upper * (1.0 + 1e-12) + 1e-300);
        }
    }
    assert!(found_some > 40, "{found_some}");
    Ok(())
}

/// A few steps are enough for every channel, where those of Blahut and Arimoto would be thousands.
#[test]
fn capacity_takes_few_steps() -> TestResult {
    let mut random = Random(5);
    let of_rows = |rows: Vec<Vec<f64>>| {
        let rows: Result<Vec<Pmf>, Error> = rows.into_iter().map(Pmf::from_weights).collect();
        Channel::new(rows?)
    };
    let converges = |channel: &Channel, most_steps| -> TestResult {
        let found = channel.capacity(1e-9, most_steps)?;
        let (lower, upper) = (found.bounds.start().nats(), found.bounds.end().nats());
        assert!(0.0 <= lower && lower <= upper && upper - lower <= 1e-9 * upper);
        let reached = channel.mutual_information(&found.input)?.nats();
        assert!(reached <= upper * (1.0 + 1e-12) && reached >= upper * (1.0 - 1e-8));
        Ok(())
    };
    // Most inputs are useless.
    for (n, m) in [(60, 60), (90, 7), (7, 90), (500, 2)] {
        let row = |r: &mut Random| (0..m).map(|_| r.unit()).collect();
        converges(&of_rows((0..n).map(|_| row(&mut random)).collect())?, 40)?;
    }
    // A useless input that is as good as the others; inputs that repeat; an output for none.
    let halves = [
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [0.5, 0.5, 0.0],
        [1.0, 0.0, 0.0],
    ];
    converges(&of_rows(halves.map(Vec::from).to_vec())?, 20)?;
    for round in 0..400 {
        let r = &mut random;
        let (n, m) = (2 + r.below(6), 2 + r.below(6));
        let base: Vec<f64> = (0..m).map(|_| r.unit()).collect();
        let size = r.power_of_ten(-16.0, 0.0);
        let rows = (0..n).map(|x| {
            let entry = |y: usize| match round % 4 {
                // Equal but for rounding.
                0 => base[y] * (1.0 + size * r.between(-1.0, 1.0)),
                // Nearly noiseless.
                1 => f64::from(u8::from(x % m == y)) + size * r.unit(),
                // From sure to nearly impossible.
                2 => r.power_of_ten(-200.0, 0.0),
                // Half of it impossible.
                _ => f64::from(u8::from(x % m == y || r.below(2) == 0)) * r.unit(),
            };
            (0..m).map(entry).collect()
        });
        converges(&of_rows(rows.collect())?, 40)?;
    }
    Ok(())
}

/// ln(1 + (1 − e) e^(e/(1 − e))): a channel that spoils one of two inputs only.
#[test]
fn capacity_of_a_skew_channel() -> TestResult {
    for e in [0.01, 0.1, 0.5, 0.9, 0.99] {
        let channel = Channel::new([Pmf::new([1.0, 0.0])?, Pmf::new([e, 1.0 - e])?])?;
        let found = channel.capacity(1e-10, 100_000)?;
        let expected = ((1.0 - e) * e.powf(e / (1.0 - e))).ln_1p();
        assert!(found.bounds.start().nats() <= expected * (1.0 + 1e-13));
        assert!(found.bounds.end().nats() >= expected * (1.0 - 1e-13));
    }
    Ok(())
}
