//! What must hold for logits, counts, Bregman divergences, joint distributions and
//! gradients, tried on random ones.

use crate::random::{Random, close};
use kl_core::{Bregman, Generator, Information, Joint, Joint3, Logits, Pmf, bounds, gradient};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const EPSILON: f64 = f64::EPSILON;

/// As `close`, down to a size that does not count.
#[track_caller]
fn same(a: f64, b: f64, relative: f64, nothing: f64) {
    if (a - b).abs() > nothing && a != b {
        close(a, b, relative);
    }
}

fn logits(random: &mut Random, n: usize, size: f64) -> Vec<f64> {
    (0..n).map(|_| size * random.between(-1.0, 1.0)).collect()
}

fn near(random: &mut Random, v: &[f64]) -> Vec<f64> {
    v.iter().map(|&x| random.near(x)).collect()
}

/// Logits and probabilities are two ways to the same numbers.
#[test]
fn logits_agree_with_probabilities() -> TestResult {
    let mut random = Random(301);
    for _ in 0..2_500 {
        let n = 1 + random.below(6);
        let a = Logits::new(logits(&mut random, n, 5.0))?;
        let b = Logits::new(logits(&mut random, n, 5.0))?;
        let (p, q) = (a.to_pmf(), b.to_pmf());
        same(a.kl(&b)?.nats(), p.kl(&q)?.nats(), 1e-12, 1e-15);
        same(
            a.jensen_shannon(&b)?.nats(),
            p.jensen_shannon(&q)?.nats(),
            1e-12,
            1e-15,
        );
        same(
            a.cross_entropy(&b)?.nats(),
            p.cross_entropy(&q)?.nats(),
            1e-13,
            1e-15,
        );
        same(a.entropy().nats(), p.entropy().nats(), 1e-12, 1e-15);
        let again = Pmf::from_log_probabilities(a.log_probabilities())?;
        for (x, y) in again.as_slice().iter().zip(p.as_slice()) {
            close(*x, *y, 1e-14);
        }
        let logarithms = Logits::from_log_probabilities(a.log_probabilities())?;
        same(logarithms.kl(&b)?.nats(), a.kl(&b)?.nats(), 1e-12, 1e-15);
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
        let a = whole(logits(&mut random, n, 50.0));
        let b = if random.below(2) == 0 {
            whole(logits(&mut random, n, 50.0))
        } else {
            whole(near(&mut random, &a))
        };
        let shift = random.below(1 << 31) as f64;
        let moved: Vec<f64> = b.iter().map(|x| x + shift).collect();
        let (p, q, r) = (Logits::new(a)?, Logits::new(b)?, Logits::new(moved)?);
        assert_eq!(p.kl(&q)?, p.kl(&r)?);
        assert_eq!(q.kl(&p)?, r.kl(&p)?);
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
        let a = logits(&mut random, n, size);
        let b = if random.below(2) == 0 {
            near(&mut random, &a)
        } else {
            logits(&mut random, n, size)
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
        same(js, q.jensen_shannon(&p)?.nats(), 16.0 * EPSILON, 1e-300);
        // Near each other all three are one quadratic form. (For large logits an
        // outcome may be rare, and not at all near.)
        if size < 1.0 && d.max(back) < 1e-9 {
            same(js, d / 4.0, 1e-3, 1e-300);
        }
    }
    Ok(())
}

#[test]
fn temperature_one_and_even() -> TestResult {
    let mut random = Random(304);
    for _ in 0..1_000 {
        let p = Logits::new(logits(&mut random, 4, 10.0))?;
        same(p.tempered(1.0)?.kl(&p)?.nats(), 0.0, 0.0, 1e-28);
        // p² normalised, by another way.
        let squares: Vec<f64> = p.to_pmf().as_slice().iter().map(|p| p * p).collect();
        let squared = Pmf::from_weights(squares)?;
        let cold = p.tempered(0.5)?.to_pmf();
        same(squared.total_variation(&cold)?, 0.0, 0.0, 1e-14);
        assert!(p.tempered(2.0)?.entropy() >= p.entropy());
        assert!((p.tempered(1e9)?.entropy().bits() - 2.0).abs() < 1e-12);
    }
    Ok(())
}

#[test]
fn additive_smoothing_is_a_mixture() -> TestResult {
    let mut random = Random(305);
    for _ in 0..2_000 {
        let counts: Vec<u64> = (0..1 + random.below(6))
            .map(|_| random.bits() >> (random.below(60) + 3))
            .chain([1])
            .collect();
        let (n, total) = (counts.len() as f64, counts.iter().sum::<u64>() as f64);
        let alpha = random.power_of_ten(-5.0, 15.0);
        let smoothed = Pmf::from_counts_smoothed(&counts, alpha)?;
        let plain = Pmf::from_counts(&counts)?;
        let mixed = plain.mixed_with_uniform(alpha * n / (total + alpha * n))?;
        for (a, b) in smoothed.as_slice().iter().zip(mixed.as_slice()) {
            close(*a, *b, 1e-14);
        }
        let weights: Vec<f64> = counts.iter().map(|&c| c as f64).collect();
        assert!(plain.total_variation(&Pmf::from_weights(weights)?)? < 1e-15);
        Pmf::new(smoothed.into_vec())?;
    }
    let p = Pmf::new([0.25, 0.75])?;
    assert_eq!(p.mixed_with_uniform(0.0)?, p);
    assert_eq!(p.mixed_with_uniform(1.0)?, Pmf::uniform(2)?);
    Ok(())
}

/// Each named divergence against the definition, from a function of one's own.
#[test]
fn named_bregman_divergences_follow_the_definition() -> TestResult {
    let mut random = Random(306);
    let all = 5e-324..=f64::MAX;
    let unit = 5e-324..=1.0 - EPSILON;
    for _ in 0..3_000 {
        let n = 1 + random.below(5);
        let [p, q] = [(); 2].map(|()| {
            (0..n)
                .map(|_| random.between(0.01, 0.99))
                .collect::<Vec<_>>()
        });
        let check = |a: f64, b: f64| same(a, b, 1e-9, 1e-12);
        let square = Bregman::new(|x| x * x, |x| 2.0 * x, f64::MIN..=f64::MAX);
        check(
            square.divergence(&p, &q)?,
            Bregman::squared_euclidean().divergence(&p, &q)?,
        );
        let kl = Bregman::new(|x: f64| x * x.ln(), |x| x.ln() + 1.0, all.clone());
        check(kl.divergence(&p, &q)?, Bregman::kl().divergence(&p, &q)?);
        let burg = Bregman::new(|x: f64| -x.ln(), |x| -1.0 / x, all.clone());
        check(
            burg.divergence(&p, &q)?,
            Bregman::itakura_saito().divergence(&p, &q)?,
        );
        let logit = Bregman::new(
            |x: f64| x * x.ln() + (1.0 - x) * (1.0 - x).ln(),
            |x| x.ln() - (1.0 - x).ln(),
            unit.clone(),
        );
        check(
            logit.divergence(&p, &q)?,
            Bregman::logistic().divergence(&p, &q)?,
        );
        // Of vectors that sum to one, kl is the divergence.
        let (p, q) = (Pmf::from_weights(p)?, Pmf::from_weights(q)?);
        assert_eq!(
            Bregman::kl().divergence(p.as_slice(), q.as_slice())?,
            p.kl(&q)?.nats()
        );
        let f = p.f_divergence(&q, &Generator::kl())?;
        check(f, p.kl(&q)?.nats());
    }
    Ok(())
}

fn table(random: &mut Random, n: usize) -> Vec<f64> {
    let w = random.weights(n);
    Pmf::from_weights(w).map(Pmf::into_vec).unwrap_or_default()
}

/// D(XY) = D(X) + D(Y|X), and with X and Y exchanged.
#[test]
fn chain_rule_of_divergence() -> TestResult {
    let mut random = Random(307);
    for _ in 0..2_500 {
        let (rows, columns) = (1 + random.below(3), 1 + random.below(4));
        let p = table(&mut random, rows * columns);
        let q = if random.below(2) == 0 {
            Pmf::from_weights(near(&mut random, &p))?.into_vec()
        } else {
            table(&mut random, rows * columns)
        };
        let (p, q) = (Joint::new(rows, columns, p)?, Joint::new(rows, columns, q)?);
        for (p, q) in [(&p, &q), (&p.transposed(), &q.transposed())] {
            let whole = p.kl(q)?.nats();
            let parts = p.rows().kl(&q.rows())? + p.conditional_kl(q)?;
            // The sums of the rows were rounded, by 1e-16 of differences like √D.
            same(whole, parts.nats(), 1e-12, 1e-15 * whole.sqrt() + 1e-30);
            assert!(p.conditional_kl(q)? >= Information::ZERO);
        }
        assert_eq!(p.conditional_kl(&p)?, Information::ZERO);
    }
    Ok(())
}

/// I(X; Y, Z) = I(X; Z) + I(X; Y|Z), and I(X; Y|Z) = H(Y|Z) − H(Y|X, Z).
#[test]
fn chain_rule_of_information() -> TestResult {
    let mut random = Random(308);
    for _ in 0..3_000 {
        let [rows, columns, depth] = [(); 3].map(|()| 1 + random.below(3));
        let xyz = Joint3::new(rows, columns, table(&mut random, rows * columns * depth))?;
        let given = xyz.conditional_mutual_information().nats();
        assert!(given >= 0.0);
        let chain = xyz.x_and_pair().mutual_information() - xyz.without_y().mutual_information();
        same(given, chain.nats(), 1e-10, 1e-14);
        // H(X, Z) − H(Z) − H(X, Y, Z) + H(Y, Z).
        let h = |p: &Pmf| p.entropy().nats();
        let pair = xyz.x_and_pair().columns();
        let entropies = h(xyz.without_y().as_pmf()) + h(&pair)
            - h(&xyz.without_y().columns())
            - h(xyz.as_pmf());
        same(given, entropies, 1e-10, 1e-14);
        same(
            xyz.without_z()
                .rows()
                .total_variation(&xyz.without_y().rows())?,
            0.0,
            0.0,
            1e-15,
        );
        if depth == 1 {
            same(
                given,
                xyz.without_z().mutual_information().nats(),
                8.0 * EPSILON,
                1e-300,
            );
        }
    }
    Ok(())
}

/// f along one coordinate against its gradient, by central differences.
fn differences(
    at: &[f64],
    slope: &[f64],
    f: impl Fn(Vec<f64>) -> Result<f64, kl_core::Error>,
) -> TestResult {
    const STEP: f64 = 1e-5;
    for i in 0..at.len() {
        let moved = |by: f64| {
            let mut there = at.to_vec();
            there[i] += by;
            f(there)
        };
        let rise = (moved(STEP)? - moved(-STEP)?) / (2.0 * STEP);
        assert!(
            (rise - slope[i]).abs() < 1e-8 * (1.0 + slope[i].abs()),
            "{rise} {slope:?} at {at:?}"
        );
    }
    Ok(())
}

#[test]
fn gradients_by_logits_are_slopes() -> TestResult {
    let mut random = Random(309);
    for _ in 0..200 {
        let n = 1 + random.below(4);
        let (a, b) = (logits(&mut random, n, 2.0), logits(&mut random, n, 2.0));
        let (p, q) = (Logits::new(a.as_slice())?, Logits::new(b.as_slice())?);
        let nats = |amount: Information| amount.nats();
        let slope = gradient::kl_by_p_logits(&p, &q)?;
        differences(&a, &slope, |v| Logits::new(v)?.kl(&q).map(nats))?;
        let slope = gradient::kl_by_q_logits(&p, &q)?;
        differences(&b, &slope, |v| p.kl(&Logits::new(v)?).map(nats))?;
        let slope = gradient::cross_entropy_by_p_logits(&p, &q)?;
        differences(&a, &slope, |v| Logits::new(v)?.cross_entropy(&q).map(nats))?;
        let slope = gradient::cross_entropy_by_q_logits(&p, &q)?;
        differences(&b, &slope, |v| p.cross_entropy(&Logits::new(v)?).map(nats))?;
        let slope = gradient::jensen_shannon_by_p_logits(&p, &q)?;
        differences(&a, &slope, |v| Logits::new(v)?.jensen_shannon(&q).map(nats))?;
    }
    Ok(())
}

/// The chain rule of softmax: ∂/∂ℓ = p (g − Σ p g), for any gradient g by p.
#[test]
fn gradients_by_probabilities_become_those_by_logits() -> TestResult {
    let mut random = Random(310);
    for _ in 0..2_000 {
        let n = 1 + random.below(5);
        let (a, b) = (
            Logits::new(logits(&mut random, n, 4.0))?,
            Logits::new(logits(&mut random, n, 4.0))?,
        );
        let (p, q) = (a.to_pmf(), b.to_pmf());
        let through = |of: &Pmf, g: Vec<f64>| -> Vec<f64> {
            let mean: f64 = of.as_slice().iter().zip(&g).map(|(p, g)| p * g).sum();
            of.as_slice()
                .iter()
                .zip(&g)
                .map(|(p, g)| p * (g - mean))
                .collect()
        };
        for (by_logits, by_numbers) in [
            (
                gradient::kl_by_p_logits(&a, &b)?,
                through(&p, gradient::kl_by_p(&p, &q)?),
            ),
            (
                gradient::kl_by_q_logits(&a, &b)?,
                through(&q, gradient::kl_by_q(&p, &q)?),
            ),
            (
                gradient::cross_entropy_by_p_logits(&a, &b)?,
                through(&p, gradient::cross_entropy_by_p(&p, &q)?),
            ),
            (
                gradient::cross_entropy_by_q_logits(&a, &b)?,
                through(&q, gradient::cross_entropy_by_q(&p, &q)?),
            ),
            (
                gradient::jensen_shannon_by_p_logits(&a, &b)?,
                through(&p, gradient::jensen_shannon_by_p(&p, &q)?),
            ),
        ] {
            let total: f64 = by_logits.iter().sum();
            assert!(total.abs() < 1e-14, "{by_logits:?}");
            for (x, y) in by_logits.iter().zip(&by_numbers) {
                assert!((x - y).abs() < 1e-14, "{by_logits:?} {by_numbers:?}");
            }
        }
    }
    Ok(())
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
            near(&mut random, &w)
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
