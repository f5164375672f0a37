//! Bounds: what is out of range is named; they hold, and are sharp where they say so.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::same_or_nan;
use crate::common::random::{Random, near_each, table};
use kl_core::{Error, Information, Joint, Pmf, bounds};

const INF: f64 = f64::INFINITY;

#[test]
fn bounds_name_what_is_out_of_range() {
    let named = |error: Option<Error>, parameter: &str, bad: f64| {
        assert!(
            matches!(error, Some(Error::Parameter { name, value, .. })
                if name == parameter && same_or_nan(value, bad)),
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
    assert_eq!(
        bounds::fano(Information::ZERO, 0),
        Err(Error::Empty { of: "values" })
    );
    assert_eq!(bounds::fano(Information::ZERO, 1), Ok(0.0));
    assert_eq!(bounds::pinsker(Information::INFINITY), Ok(INF));
    assert_eq!(bounds::kl_at_most(INF), Ok(Information::INFINITY));
    assert_eq!(bounds::reverse_pinsker(0.0, 5e-324), Ok(Information::ZERO));
}

/// Every bound against the quantities of random pairs.
#[test]
fn bounds_hold() -> TestResult {
    let mut random = Random(311);
    const MORE: f64 = 1.0 + 1e-12;
    for _ in 0..3_000 {
        let n = 2 + random.below(4);
        let w = random.weights(n);
        let v = if random.below(2) == 0 {
            near_each(&mut random, &w)
        } else {
            random.weights(n)
        };
        let (p, q) = (Pmf::from_weights(w)?, Pmf::from_weights(v)?);
        let (d, t) = (p.kl(&q)?, p.total_variation(&q)?);
        // Differences of an ulp or so do not sum to zero, as the bounds suppose.
        if t < 1e-12 {
            continue;
        }
        let (chi, js, h) = (p.chi_squared(&q)?, p.jensen_shannon(&q)?, p.hellinger(&q)?);
        assert!(t <= MORE * bounds::total_variation_at_most(d)?);
        assert!(t <= MORE * bounds::pinsker(d)? && t <= MORE * bounds::bretagnolle_huber(d)?);
        // Next to 1, the rounding of t is all of 1 − t.
        assert!(t > 0.999 || d * MORE >= bounds::kl_at_least(t)?, "{d} {t}");
        assert!(d <= MORE * bounds::kl_at_most(chi)?);
        assert!(chi * MORE >= bounds::chi_squared_at_least(d)?);
        assert!(js <= MORE * bounds::jensen_shannon_at_most(t)?);
        let (least, most) = bounds::total_variation_between(h)?;
        assert!(least <= MORE * t && t <= MORE * most, "{least} {t} {most}");
        let m = q.as_slice().iter().copied().fold(1.0, f64::min);
        if m > 0.0 {
            assert!(d <= MORE * bounds::reverse_pinsker(t, m)?);
        } else {
            assert!(bounds::reverse_pinsker(t, m).is_err());
        }
        // The best guess of Y from X errs with probability 1 − Σ max p(x, y).
        let entries = table(&mut random, 3 * n);
        let right: f64 = entries
            .chunks(n)
            .map(|row| row.iter().copied().fold(0.0, f64::max))
            .sum();
        let xy = Joint::new(3, n, entries)?;
        let error = bounds::fano(xy.conditional_entropy(), n)?;
        assert!(error <= 1.0 - right + 1e-8, "{error} {right}");
    }
    Ok(())
}

/// Where the documentation says that both sides are equal, they are.
#[test]
fn bounds_are_sharp() -> TestResult {
    let mut random = Random(312);
    for _ in 0..500 {
        let x = random.between(0.01, 0.99);
        let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([x, 1.0 - x])?);
        close(
            p.kl(&q)?.nats(),
            bounds::kl_at_most(p.chi_squared(&q)?)?.nats(),
            1e-14,
        );
        close(
            p.chi_squared(&q)?,
            bounds::chi_squared_at_least(p.kl(&q)?)?,
            1e-13,
        );
        // Half of the mass in common, the rest apart.
        let (p, q) = (Pmf::new([x, 1.0 - x, 0.0])?, Pmf::new([x, 0.0, 1.0 - x])?);
        let t = p.total_variation(&q)?;
        close(
            p.jensen_shannon(&q)?.nats(),
            bounds::jensen_shannon_at_most(t)?.nats(),
            1e-14,
        );
        close(
            t,
            bounds::total_variation_between(p.hellinger(&q)?)?.0,
            1e-14,
        );
        let (p, q) = (Pmf::new([x, 1.0 - x])?, Pmf::new([1.0 - x, x])?);
        let most = bounds::total_variation_between(p.hellinger(&q)?)?.1;
        close(p.total_variation(&q)?, most, 1e-13);
        // A guess that is right with probability x, of four values.
        let x = random.between(0.3, 0.99);
        let wrong = (1.0 - x) / 3.0;
        let given = Joint::new(1, 4, [x, wrong, wrong, wrong])?;
        close(
            bounds::fano(given.conditional_entropy(), 4)?,
            1.0 - x,
            1e-10,
        );
    }
    let (p, q) = (Pmf::new([0.5005, 0.4995])?, Pmf::new([0.4995, 0.5005])?);
    close(p.total_variation(&q)?, bounds::pinsker(p.kl(&q)?)?, 1e-5);
    Ok(())
}
