//! What all divergences of vectors have in common.

use super::{pair, thousand};
use crate::common::TestResult;
use crate::common::close::{close, close_unless_tiny};
use crate::common::errors::{outcomes, size_of_item};
use crate::common::random::Random;
use kl_core::{Generator, Information, Pmf};

const EPSILON: f64 = f64::EPSILON;

#[test]
fn pairs_must_have_one_length() -> TestResult {
    let (p, q) = (Pmf::uniform(2)?, Pmf::uniform(3)?);
    let wrong = outcomes(2, 3);
    assert_eq!(p.total_variation(&q), Err(wrong.clone()));
    assert_eq!(p.jensen_shannon(&q), Err(wrong.clone()));
    assert_eq!(p.jeffreys(&q), Err(wrong.clone()));
    assert_eq!(p.hellinger(&q), Err(wrong.clone()));
    assert_eq!(p.bhattacharyya(&q), Err(wrong.clone()));
    assert_eq!(p.chi_squared(&q), Err(wrong.clone()));
    for order in [0.0, 0.25, 0.5, 1.0, 2.0, f64::MAX, f64::INFINITY] {
        assert_eq!(p.renyi(&q, order), Err(wrong.clone()));
    }
    for order in [0.0, 0.5, 1.0, 2.0] {
        assert_eq!(p.tsallis(&q, order), Err(wrong.clone()));
        assert_eq!(p.alpha_divergence(&q, -order), Err(wrong.clone()));
    }
    assert_eq!(p.f_divergence(&q, &Generator::kl()), Err(wrong.clone()));
    let weighted = [(0.5, &p), (0.25, &p), (0.25, &q)];
    let third = ("outcomes of distribution", 2);
    let wrong = size_of_item(third, 3, "outcomes of distribution 0", 2);
    assert_eq!(Pmf::jensen_shannon_of(&weighted), Err(wrong));
    Ok(())
}

/// Every pair of these is valid, and no result is NaN or negative.
#[test]
fn extreme_probabilities_and_orders_are_fine() -> TestResult {
    let tiny = f64::from_bits(1);
    let vectors = [
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [0.5, 0.5, 0.0],
        [1.0, tiny, 0.0],
        [1.0, 0.0, tiny],
        [tiny, 1.0, tiny],
        [1.0, 1e-160, 1e-309],
        [1.0 - 2f64.powi(-53), 2f64.powi(-53), tiny],
        [0.5 + 0.99e-10, 0.25, 0.25],
        [0.5 - 0.99e-10, 0.25, 0.25],
    ];
    let orders = [
        0.0,
        tiny,
        1e-300,
        1e-17,
        0.25,
        0.5,
        1.0 - 2f64.powi(-53),
        1.0,
        1.0 + 2f64.powi(-52),
        2.0,
        1e3,
        1e16,
        1e300,
        f64::MAX,
        f64::INFINITY,
    ];
    for p in vectors {
        for q in vectors {
            let (p, q) = (Pmf::new(p)?, Pmf::new(q)?);
            let mut values = vec![
                p.total_variation(&q)?,
                p.jensen_shannon(&q)?.nats(),
                p.jeffreys(&q)?.nats(),
                p.hellinger(&q)?,
                p.bhattacharyya(&q)?.nats(),
                p.chi_squared(&q)?,
                Pmf::jensen_shannon_of(&[(tiny, &p), (1.0, &q)])?.nats(),
                Pmf::jensen_shannon_of(&[(1.0, &p), (1e-300, &q)])?.nats(),
            ];
            for order in orders {
                values.push(p.renyi(&q, order)?.nats());
                if order < f64::INFINITY {
                    values.push(p.tsallis(&q, order)?);
                    values.push(p.alpha_divergence(&q, order)?);
                    values.push(p.alpha_divergence(&q, -order)?);
                }
            }
            for generator in [
                Generator::kl(),
                Generator::reverse_kl(),
                Generator::jensen_shannon(),
                Generator::total_variation(),
                Generator::squared_hellinger(),
                Generator::chi_squared(),
            ] {
                values.push(p.f_divergence(&q, &generator)?);
            }
            for (i, x) in values.iter().enumerate() {
                assert!(*x >= 0.0, "value {i} is {x} for {p:?} and {q:?}");
            }
        }
    }
    Ok(())
}

/// Where P and Q have nothing in common.
#[test]
fn disjoint_supports() -> TestResult {
    let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.0, 1.0])?);
    assert_eq!(p.total_variation(&q)?, 1.0);
    assert_eq!(p.jensen_shannon(&q)?.bits(), 1.0);
    assert_eq!(p.hellinger(&q)?, 1.0);
    assert_eq!(p.jeffreys(&q)?, Information::INFINITY);
    assert_eq!(p.bhattacharyya(&q)?, Information::INFINITY);
    assert_eq!(p.chi_squared(&q)?, f64::INFINITY);
    for order in [0.0, 1e-300, 0.5, 1.0, 2.0, f64::INFINITY] {
        assert_eq!(p.renyi(&q, order)?, Information::INFINITY);
    }
    assert_eq!(p.tsallis(&q, 0.0)?, 1.0);
    assert_eq!(p.tsallis(&q, 0.5)?, 2.0);
    assert_eq!(p.tsallis(&q, 2.0)?, f64::INFINITY);
    assert_eq!(p.alpha_divergence(&q, 0.5)?, 4.0);
    assert_eq!(p.alpha_divergence(&q, -1.0)?, f64::INFINITY);
    assert_eq!(p.alpha_divergence(&q, 2.0)?, f64::INFINITY);
    Ok(())
}

/// Where only P, or only Q, misses an outcome.
#[test]
fn one_sided_zeros() -> TestResult {
    let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.75, 0.25])?);
    assert_eq!(p.renyi(&q, 0.0)?.nats(), -(0.75_f64.ln()));
    assert_eq!(q.renyi(&p, 0.0)?, Information::ZERO);
    assert_eq!(p.tsallis(&q, 0.0)?, 0.25);
    assert!(p.renyi(&q, 2.0)?.is_finite());
    assert!(q.renyi(&p, 2.0)?.is_infinite());
    assert!(q.renyi(&p, 0.5)?.is_finite());
    assert!(p.chi_squared(&q)?.is_finite());
    assert_eq!(q.chi_squared(&p)?, f64::INFINITY);
    // α > 0 forgives a zero of P, α < 1 one of Q.
    for (alpha, first, second) in [(-1.0, true, false), (0.5, false, false), (2.0, false, true)] {
        assert_eq!(p.alpha_divergence(&q, alpha)?.is_infinite(), first);
        assert_eq!(q.alpha_divergence(&p, alpha)?.is_infinite(), second);
    }
    Ok(())
}

/// An order of any size; sometimes one that is special, or next to 1.
fn order(random: &mut Random) -> f64 {
    match random.below(5) {
        0 => [0.0, 0.5, 1.0, 2.0, 1e300][random.below(5)],
        1 => random.near(1.0),
        2 => random.unit(),
        3 => random.power_of_ten(-300.0, 0.0),
        _ => random.power_of_ten(0.0, 4.0),
    }
}

/// A hundred thousand pairs.
#[test]
fn never_negative_or_nan_and_in_range() -> TestResult {
    let mut random = Random(21);
    // Σp and Σq are within rounding of one; so are the bounds.
    let one = 1.0 + 16.0 * EPSILON;
    for _ in 0..100_000 {
        let (p, q) = pair(&mut random, 6)?;
        let order = order(&mut random);
        let fail = |what: &str, x: f64| format!("{what} is {x:e} for {order:e} {p:?} {q:?}");
        for (what, value, most) in [
            ("TV", p.total_variation(&q)?, one),
            ("JS", p.jensen_shannon(&q)?.bits(), one),
            ("H", p.hellinger(&q)?, one),
            ("J", p.jeffreys(&q)?.nats(), f64::INFINITY),
            ("B", p.bhattacharyya(&q)?.nats(), f64::INFINITY),
            ("χ²", p.chi_squared(&q)?, f64::INFINITY),
            ("Rényi", p.renyi(&q, order)?.nats(), f64::INFINITY),
            ("Rényi ∞", p.renyi(&q, f64::INFINITY)?.nats(), f64::INFINITY),
            ("Tsallis", p.tsallis(&q, order)?, f64::INFINITY),
            ("α", p.alpha_divergence(&q, order)?, f64::INFINITY),
            ("−α", p.alpha_divergence(&q, -order)?, f64::INFINITY),
        ] {
            assert!((0.0..=most).contains(&value), "{}", fail(what, value));
        }
        for (what, value) in [
            ("TV", p.total_variation(&p)?),
            ("JS", p.jensen_shannon(&p)?.nats()),
            ("H", p.hellinger(&p)?),
            ("J", p.jeffreys(&p)?.nats()),
            ("B", p.bhattacharyya(&p)?.nats()),
            ("χ²", p.chi_squared(&p)?),
            ("Rényi", p.renyi(&p, order)?.nats()),
            ("Rényi ∞", p.renyi(&p, f64::INFINITY)?.nats()),
            ("α", p.alpha_divergence(&p, order)?),
        ] {
            let zero = value == 0.0 && value.is_sign_positive();
            assert!(zero, "of P and P, {}", fail(what, value));
        }
    }
    Ok(())
}

/// Those that are symmetric, to the last bit.
#[test]
fn symmetric_ones_are() -> TestResult {
    let mut random = Random(22);
    for _ in 0..10_000 {
        let (p, q) = pair(&mut random, 6)?;
        assert_eq!(p.total_variation(&q)?, q.total_variation(&p)?);
        assert_eq!(p.jensen_shannon(&q)?, q.jensen_shannon(&p)?);
        assert_eq!(p.hellinger(&q)?, q.hellinger(&p)?);
        assert_eq!(p.bhattacharyya(&q)?, q.bhattacharyya(&p)?);
        close_unless_tiny(
            p.jeffreys(&q)?.nats(),
            q.jeffreys(&p)?.nats(),
            8.0 * EPSILON,
        );
        let alpha = random.between(-3.0, 3.0);
        let (left, right) = (
            p.alpha_divergence(&q, alpha)?,
            q.alpha_divergence(&p, 1.0 - alpha)?,
        );
        close_unless_tiny(left, right, 1e-11);
    }
    Ok(())
}

/// D(P‖Q) + D(Q‖P), and for more than one mixture the plain formula.
#[test]
fn sums_of_divergences() -> TestResult {
    let mut random = Random(23);
    for _ in 0..10_000 {
        let (p, q) = pair(&mut random, 6)?;
        let both = (p.kl(&q)? + q.kl(&p)?).nats();
        let jeffreys = p.jeffreys(&q)?.nats();
        close_unless_tiny(jeffreys, both, 8.0 * EPSILON);
        let two = Pmf::jensen_shannon_of(&[(0.5, &p), (0.5, &q)])?;
        close_unless_tiny(two.nats(), p.jensen_shannon(&q)?.nats(), 12.0 * EPSILON);
    }
    Ok(())
}

/// Pinsker: TV ≤ √(D/2). Bretagnolle and Huber: TV ≤ √(1 − e⁻ᴰ). Le Cam:
/// H² ≤ TV ≤ √(1 − (1−H²)²). Lin: JS ≤ TV in bits. Gibbs and Su: D ≤ ln(1 + χ²).
#[test]
fn inequalities() -> TestResult {
    let mut random = Random(25);
    let room = 1.0 + 16.0 * EPSILON;
    // The root of what is lost where a divergence is subnormal.
    let least = 1e-161;
    for _ in 0..100_000 {
        let (p, q) = pair(&mut random, 6)?;
        let tv = p.total_variation(&q)?;
        let kl = p.kl(&q)?.nats();
        let h = p.hellinger(&q)?;
        let fail = || format!("{p:?} {q:?}");
        assert!(tv <= (0.5 * kl).sqrt() * room + least, "Pinsker {}", fail());
        assert!(
            tv <= (-(-kl).exp_m1()).sqrt() * room + least,
            "Huber {}",
            fail()
        );
        assert!(h * h <= tv * room + least, "Le Cam, below {}", fail());
        assert!(
            tv <= h * (2.0 - h * h).max(0.0).sqrt() * room + least,
            "Le Cam, above {}",
            fail()
        );
        assert!(
            p.jensen_shannon(&q)?.bits() <= tv * room + least,
            "Lin {}",
            fail()
        );
        // For nearly equal vectors Σp − Σq shows: D of vectors is generalised.
        let bound = p.chi_squared(&q)?.ln_1p();
        assert!(
            kl <= bound * room + 4.0 * EPSILON,
            "Gibbs and Su {}",
            fail()
        );
    }
    Ok(())
}

/// √JS and H satisfy the triangle inequality, as TV does.
#[test]
fn metrics() -> TestResult {
    let mut random = Random(26);
    type Distance = fn(&Pmf, &Pmf) -> Result<f64, kl_core::Error>;
    let distances: [Distance; 3] = [
        |p, q| p.total_variation(q),
        |p, q| p.hellinger(q),
        |p, q| Ok(p.jensen_shannon(q)?.nats().sqrt()),
    ];
    for _ in 0..10_000 {
        let n = 1 + random.below(6);
        let mut made = || Pmf::from_weights(random.weights(n));
        let (p, q, r) = (made()?, made()?, made()?);
        for d in distances {
            assert!(d(&p, &r)? <= (d(&p, &q)? + d(&q, &r)?) * (1.0 + 8.0 * EPSILON));
        }
    }
    Ok(())
}

/// To second order every divergence is a multiple of χ²: f''(1)/2, or α/2.
#[test]
fn all_are_chi_squared_near_each_other() -> TestResult {
    let (p, q) = thousand(1e-10)?;
    let chi = p.chi_squared(&q)?;
    assert!(chi > 0.0 && chi < 1e-19);
    for (value, factor) in [
        (p.kl(&q)?.nats(), 0.5),
        (p.jeffreys(&q)?.nats(), 1.0),
        (p.jensen_shannon(&q)?.nats(), 0.125),
        (p.hellinger(&q)?.powi(2), 0.125),
        (p.bhattacharyya(&q)?.nats(), 0.125),
        (p.renyi(&q, 0.25)?.nats(), 0.125),
        (p.renyi(&q, 1.0 + 1e-12)?.nats(), 0.5),
        (p.renyi(&q, 3.0)?.nats(), 1.5),
        (p.tsallis(&q, 3.0)?, 1.5),
        (p.alpha_divergence(&q, 0.75)?, 0.5),
        (p.alpha_divergence(&q, -2.5)?, 0.5),
    ] {
        close(value, factor * chi, 1e-9);
    }
    Ok(())
}
