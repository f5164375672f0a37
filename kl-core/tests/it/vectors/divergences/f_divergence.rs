//! f-divergences and their generators.

use super::pair;
use crate::common::TestResult;
use crate::common::errors::names;
use crate::common::random::Random;
use kl_core::{Generator, Information, Pmf};

const EPSILON: f64 = f64::EPSILON;

#[test]
fn generators_name_what_is_wrong() -> TestResult {
    let f = |t: f64| t * t.ln();
    for bad in [f64::NAN, f64::NEG_INFINITY] {
        let got = Generator::new(f, bad, f64::INFINITY);
        assert!(names(&got, "limit at zero", bad));
        let got = Generator::new(f, 0.0, bad);
        assert!(names(&got, "slope at infinity", bad));
    }
    let wrong = Generator::new(|t: f64| t, 0.0, 1.0);
    assert!(names(&wrong, "f(1)", 1.0));
    let wrong = Generator::new(|_| f64::NAN, 0.0, 1.0);
    assert!(names(&wrong, "f(1)", f64::NAN));

    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    let holed = Generator::new(|t: f64| if t == 2.0 { f64::NAN } else { 0.0 }, 0.0, 0.0)?;
    let sum = "sum of the generator's terms";
    assert!(names(&p.f_divergence(&q, &holed), sum, f64::NAN));
    assert_eq!(q.f_divergence(&p, &holed)?, 0.0);
    Ok(())
}

/// The named generators are the functions of their own.
#[test]
fn generators_are_their_divergences() -> TestResult {
    let mut random = Random(30);
    for _ in 0..10_000 {
        let (p, q) = pair(&mut random, 6)?;
        // Where p/q or f(p/q) over- or underflows, a generator cannot help it.
        let extreme = |d: Information| d.is_finite() && d.nats() > 300.0;
        if extreme(p.renyi(&q, f64::INFINITY)?) || extreme(q.renyi(&p, f64::INFINITY)?) {
            continue;
        }
        for (generator, expected) in [
            (Generator::kl(), p.kl(&q)?.nats()),
            (Generator::reverse_kl(), q.kl(&p)?.nats()),
            (Generator::jensen_shannon(), p.jensen_shannon(&q)?.nats()),
            (Generator::total_variation(), p.total_variation(&q)?),
            (Generator::squared_hellinger(), p.hellinger(&q)?.powi(2)),
            (Generator::chi_squared(), p.chi_squared(&q)?),
        ] {
            let got = p.f_divergence(&q, &generator)?;
            let equal =
                got == expected || (got - expected).abs() <= 8.0 * EPSILON * (1.0 + expected);
            assert!(equal, "{got:e} {expected:e} {p:?} {q:?}");
        }
    }
    Ok(())
}
