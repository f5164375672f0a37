//! Normal distributions between two cuts: bad input, limits, symmetry, and cuts where differences
//! of distribution functions cancel.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{parameter, refused};
use crate::common::families::POSITIVE;
use crate::common::random::Random;
use kl_core::distribution::{HalfNormal, TruncatedNormal};
use kl_core::statrs::distribution::{Exp, Normal, Uniform};
use kl_core::{Information, KlDivergence};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn constructors_name_what_is_wrong() {
    let refuse = |x: [f64; 4], name: &'static str, value: f64| {
        let got = TruncatedNormal::new(x[0], x[1], x[2], x[3]);
        if value.is_nan() {
            assert!(format!("{got:?}").contains(name), "{got:?}");
        } else {
            refused(got, &parameter(name, value));
        }
    };
    for bad in [INF, -INF, NAN] {
        refuse([bad, 1.0, 0.0, 1.0], "location", bad);
    }
    for bad in [0.0, -1.0, 1e-151, 1e151, INF, NAN] {
        refuse([0.0, bad, 0.0, 1.0], "scale", bad);
    }
    for bad in [INF, NAN] {
        refuse([0.0, 1.0, bad, 1.0], "lower cut", bad);
    }
    for bad in [2.0, 1.0, -INF, NAN] {
        refuse([0.0, 1.0, 2.0, bad], "upper cut", bad);
    }
    refuse([0.0, 1.0, 1e101, INF], "lower cut", 1e101);
    refuse([0.0, 1.0, -INF, -1e101], "upper cut", -1e101);
    refuse([-f64::MAX, 1.0, f64::MAX, INF], "lower cut", f64::MAX);
    assert!(TruncatedNormal::new(f64::MAX, 1.0, -INF, INF).is_ok());
    assert!(TruncatedNormal::new(0.0, 1.0, 0.0, 5e-324).is_ok());
}

#[test]
fn it_is_infinite_where_p_is_outside_q() -> TestResult {
    let p = TruncatedNormal::new(0.0, 1.0, 0.0, 1.0)?;
    for (lower, upper) in [(0.0 + 5e-324, 1.0), (0.0, 1.0 - f64::EPSILON), (2.0, 3.0)] {
        let q = TruncatedNormal::new(0.0, 1.0, lower, upper)?;
        assert_eq!(p.kl(&q)?, Information::INFINITY);
    }
    let normal = Normal::new(0.0, 1.0)?;
    assert_eq!(normal.kl(&p)?, Information::INFINITY);
    let uncut = TruncatedNormal::new(0.0, 1.0, -INF, INF)?;
    assert_eq!(normal.kl(&uncut)?, Information::ZERO);
    assert_eq!(uncut.kl(&p)?, Information::INFINITY);
    Ok(())
}

/// Without cuts, cut at the mean, cut far away, between cuts next to each other.
#[test]
fn it_becomes_what_others_are() -> TestResult {
    let mut random = Random(211);
    for _ in 0..200 {
        let r = &mut random;
        let (mu, nu) = (r.between(-3.0, 3.0), r.between(-3.0, 3.0));
        let (s, t) = (r.between(0.3, 3.0), r.between(0.3, 3.0));
        let whole = [
            TruncatedNormal::new(mu, s, -INF, INF)?,
            TruncatedNormal::new(nu, t, -INF, INF)?,
        ];
        let normal = [Normal::new(mu, s)?, Normal::new(nu, t)?];
        let expected = normal[0].kl(&normal[1])?.nats();
        close(whole[0].kl(&whole[1])?.nats(), expected, 1e-14);
        close(whole[0].kl(&normal[1])?.nats(), expected, 1e-14);
        let half = |s: f64| TruncatedNormal::new(0.0, s, 0.0, INF);
        let expected = HalfNormal::new(s)?.kl(&HalfNormal::new(t)?)?.nats();
        close(half(s)?.kl(&half(t)?)?.nats(), expected, 1e-13);
        // Far in a tail it is exponential, of rate z/s.
        let far = |s: f64| TruncatedNormal::new(0.0, s, 1e9, INF);
        let rate = |s: f64| Exp::new(1e9 / (s * s));
        let expected = rate(s)?.kl(&rate(t)?)?.nats();
        close(far(s)?.kl(&far(t)?)?.nats(), expected, 1e-13);
        // Narrow, it is uniform.
        let narrow = TruncatedNormal::new(0.0, s, 0.25, 0.25 + 1e-12)?;
        let wide = TruncatedNormal::new(0.0, 1e12, 0.0, t)?;
        let expected = Uniform::new(0.25, 0.25 + 1e-12)?.kl(&Uniform::new(0.0, t)?)?;
        if t > 0.5 {
            close(narrow.kl(&wide)?.nats(), expected.nats(), 1e-13);
        }
    }
    Ok(())
}

#[test]
fn mirrored_and_doubled_it_stays_the_same() -> TestResult {
    let mut random = Random(212);
    for _ in 0..500 {
        let r = &mut random;
        let (mu, nu) = (r.between(-3.0, 3.0), r.between(-3.0, 3.0));
        let (s, t) = (r.between(0.3, 3.0), r.between(0.3, 3.0));
        let lower = r.between(-9.0, 9.0);
        let upper = lower + r.power_of_ten(-9.0, 1.0);
        let of = |sign: f64, by: f64, mu: f64, s: f64| {
            let (a, b) = (by * sign * lower, by * sign * upper);
            TruncatedNormal::new(by * sign * mu, by * s, a.min(b), a.max(b))
        };
        let expected = of(1.0, 1.0, mu, s)?.kl(&of(1.0, 1.0, nu, t)?)?.nats();
        for (sign, by) in [(-1.0, 1.0), (1.0, 2.0), (-1.0, 0.125)] {
            let got = of(sign, by, mu, s)?.kl(&of(sign, by, nu, t)?)?.nats();
            close(got, expected, 1e-13);
        }
        let p = of(1.0, 1.0, mu, s)?;
        assert_eq!(p.kl(&p)?, Information::ZERO, "{p:?}");
    }
    Ok(())
}

/// The moments, the density and the distribution function, for whatever the constructor takes.
#[test]
fn nothing_is_nan() -> TestResult {
    let reals = [0.0, 5e-324, -1.0, 1.0, 1e99, -1e154, f64::MAX, -f64::MAX];
    let mut tried = 0;
    for mu in reals {
        for scale in POSITIVE {
            for (lower, upper) in [
                (-INF, INF),
                (0.0, 5e-324),
                (-1.0, 1.0),
                (1.0, INF),
                (-INF, -1e99),
                (-f64::MAX, f64::MAX),
            ] {
                let Ok(p) = TruncatedNormal::new(mu, scale, lower, upper) else {
                    continue;
                };
                tried += 1;
                assert!(!p.mean().is_nan(), "{p:?}");
                assert!(p.variance() >= 0.0, "{p:?}");
                assert!(!p.entropy().nats().is_nan(), "{p:?}");
                for x in [-INF, -f64::MAX, -1.0, 0.0, 5e-324, 1.0, 1e300, INF] {
                    assert!(!p.ln_pdf(x).is_nan(), "{p:?} {x}");
                    assert!(p.pdf(x) >= 0.0, "{p:?} {x}");
                    assert!((0.0..=1.0).contains(&p.cdf(x)), "{p:?} {x}");
                }
                assert!(p.pdf(NAN).is_nan() && p.ln_pdf(NAN).is_nan() && p.cdf(NAN).is_nan());
                for sigma in POSITIVE {
                    let d = p.kl(&Normal::new(1.0, sigma)?)?.nats();
                    assert!(d >= 0.0, "{d} {p:?} {sigma}");
                }
            }
        }
    }
    assert!(tried > 50, "{tried}");
    Ok(())
}
