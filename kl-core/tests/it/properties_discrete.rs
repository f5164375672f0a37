//! What must hold for the divergences of any valid vectors, tried on random ones.

use crate::random::{Random, close};
use kl_core::{Generator, Information, Joint, Pmf};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const EPSILON: f64 = f64::EPSILON;

/// As `close`; equal infinities are, and subnormals have few digits.
#[track_caller]
fn same(a: f64, b: f64, relative: f64) {
    if a != b && a.max(b) > 1e-290 {
        close(a, b, relative);
    }
}

/// Two vectors, near each other or not, with zeros or not.
fn pair(random: &mut Random, most: usize) -> Result<(Pmf, Pmf), kl_core::Error> {
    let n = 1 + random.below(most);
    let w = random.weights(n);
    let v = if random.below(2) == 0 {
        random.weights(n)
    } else {
        w.iter().map(|&x| random.near(x)).collect()
    };
    Ok((Pmf::from_weights(w)?, Pmf::from_weights(v)?))
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
            ("Rényi", p.renyi(order, &q)?.nats(), f64::INFINITY),
            ("Rényi ∞", p.renyi(f64::INFINITY, &q)?.nats(), f64::INFINITY),
            ("Tsallis", p.tsallis(order, &q)?, f64::INFINITY),
            ("α", p.alpha_divergence(order, &q)?, f64::INFINITY),
            ("−α", p.alpha_divergence(-order, &q)?, f64::INFINITY),
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
            ("Rényi", p.renyi(order, &p)?.nats()),
            ("Rényi ∞", p.renyi(f64::INFINITY, &p)?.nats()),
            ("α", p.alpha_divergence(order, &p)?),
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
        same(
            p.jeffreys(&q)?.nats(),
            q.jeffreys(&p)?.nats(),
            8.0 * EPSILON,
        );
        let alpha = random.between(-3.0, 3.0);
        let (left, right) = (
            p.alpha_divergence(alpha, &q)?,
            q.alpha_divergence(1.0 - alpha, &p)?,
        );
        same(left, right, 1e-11);
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
        same(jeffreys, both, 8.0 * EPSILON);
        let two = Pmf::jensen_shannon_of(&[(0.5, &p), (0.5, &q)])?;
        same(two.nats(), p.jensen_shannon(&q)?.nats(), 12.0 * EPSILON);
    }
    Ok(())
}

/// JS = H(M) − Σ w H(P), and it is at most the entropy of the weights.
#[test]
fn several_are_entropy_of_mixture_less_entropies() -> TestResult {
    let mut random = Random(24);
    for _ in 0..10_000 {
        let (k, n) = (1 + random.below(5), 1 + random.below(6));
        let weights = Pmf::from_weights(random.weights(k))?;
        let made = (0..k).map(|_| Pmf::from_weights(random.weights(n)));
        let made = made.collect::<Result<Vec<_>, _>>()?;
        let weighted: Vec<_> = weights.as_slice().iter().copied().zip(&made).collect();
        let js = Pmf::jensen_shannon_of(&weighted)?.nats();
        let mixed = |i: usize| weighted.iter().map(|(w, p)| w * p.as_slice()[i]).sum();
        let mixture = Pmf::from_weights((0..n).map(mixed).collect::<Vec<f64>>())?;
        let apart: f64 = weighted.iter().map(|(w, p)| w * p.entropy().nats()).sum();
        let plain = mixture.entropy().nats() - apart;
        assert!((js - plain).abs() <= 32.0 * EPSILON, "{js:e} {plain:e}");
        assert!((0.0..=weights.entropy().nats() + 16.0 * EPSILON).contains(&js));
        let reversed: Vec<_> = weighted.iter().rev().copied().collect();
        close(
            Pmf::jensen_shannon_of(&reversed)?.nats(),
            js,
            32.0 * EPSILON,
        );
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

/// Orders ½, 1 and 2 of Rényi, and the α-divergences that have names.
#[test]
fn special_orders() -> TestResult {
    let mut random = Random(27);
    for _ in 0..10_000 {
        let (p, q) = pair(&mut random, 6)?;
        let same = |a, b| same(a, b, 12.0 * EPSILON);
        assert_eq!(p.renyi(1.0, &q)?, p.kl(&q)?);
        same(p.renyi(0.5, &q)?.nats(), 2.0 * p.bhattacharyya(&q)?.nats());
        same(p.renyi(2.0, &q)?.nats(), p.chi_squared(&q)?.ln_1p());
        same(p.tsallis(2.0, &q)?, p.chi_squared(&q)?);
        assert_eq!(p.alpha_divergence(1.0, &q)?, p.kl(&q)?.nats());
        assert_eq!(p.alpha_divergence(0.0, &q)?, q.kl(&p)?.nats());
        same(p.alpha_divergence(0.5, &q)?, 4.0 * p.hellinger(&q)?.powi(2));
        same(p.alpha_divergence(2.0, &q)?, 0.5 * p.chi_squared(&q)?);
        same(p.alpha_divergence(-1.0, &q)?, 0.5 * q.chi_squared(&p)?);
    }
    Ok(())
}

/// No step where a special order, or a branch of the formula, begins.
#[test]
fn orders_are_continuous() -> TestResult {
    let mut random = Random(28);
    for _ in 0..3_000 {
        let n = 2 + random.below(5);
        let w: Vec<f64> = (0..n).map(|_| random.between(0.1, 1.0)).collect();
        let v: Vec<f64> = match random.below(2) {
            0 => (0..n).map(|_| random.between(0.1, 1.0)).collect(),
            _ => w.iter().map(|&x| random.near(x)).collect(),
        };
        let (p, q) = (Pmf::from_weights(w)?, Pmf::from_weights(v)?);
        for special in [0.5, 1.0, 2.0] {
            let beside = special * (1.0 + EPSILON);
            close(
                p.renyi(special, &q)?.nats(),
                p.renyi(beside, &q)?.nats(),
                32.0 * EPSILON,
            );
            close(
                p.tsallis(special, &q)?,
                p.tsallis(beside, &q)?,
                32.0 * EPSILON,
            );
        }
        for special in [-1.0, 0.0, 0.5, 1.0, 2.0] {
            let beside = special + EPSILON;
            close(
                p.alpha_divergence(special, &q)?,
                p.alpha_divergence(beside, &q)?,
                32.0 * EPSILON,
            );
        }
    }
    Ok(())
}

/// Rényi divergence never decreases with the order, from 0 to ∞.
#[test]
fn renyi_increases_with_the_order() -> TestResult {
    let mut random = Random(29);
    let fixed = [
        0.0,
        0.25,
        0.5,
        1.0 - 1e-9,
        1.0,
        1.0 + 1e-9,
        2.0,
        10.0,
        1e4,
        f64::INFINITY,
    ];
    for _ in 0..10_000 {
        let n = 1 + random.below(6);
        let (p, q) = (random.weights(n), random.weights(n));
        let (p, q) = (Pmf::from_weights(p)?, Pmf::from_weights(q)?);
        let mut orders = fixed.to_vec();
        orders.extend((0..4).map(|_| random.power_of_ten(-3.0, 3.0)));
        orders.sort_by(f64::total_cmp);
        let mut before = Information::ZERO;
        for order in orders {
            let d = p.renyi(order, &q)?;
            assert!(
                d * (1.0 + 16.0 * EPSILON) + Information::from_nats(4.0 * EPSILON) >= before,
                "{d:?} after {before:?} at {order} for {p:?} {q:?}"
            );
            before = d;
        }
    }
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
        if extreme(p.renyi(f64::INFINITY, &q)?) || extreme(q.renyi(f64::INFINITY, &p)?) {
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

/// A thousand outcomes, with relative differences of this size.
fn thousand(size: f64) -> Result<(Pmf, Pmf), kl_core::Error> {
    let mut random = Random(31);
    let p: Vec<f64> = (0..1000).map(|_| random.between(0.5, 1.5)).collect();
    let p = Pmf::from_weights(p)?;
    let shifted = |&x: &f64| x * (1.0 + size * random.between(-1.0, 1.0));
    let q: Vec<f64> = p.as_slice().iter().map(shifted).collect();
    Ok((p, Pmf::from_weights(q)?))
}

/// SciPy gives 1.15e-17 for 1.18e-17 at 1e-8, and 2.5e-18 for 1.3e-21 at 1e-10:
/// it subtracts entropies of 7 nats.
///
/// To second order JS = Σ δ²/8m, and the next order is δ/m of it or less.
#[test]
fn jensen_shannon_of_thousand_outcomes_near_each_other() -> TestResult {
    for size in [1e-8, 1e-10] {
        let (p, q) = thousand(size)?;
        let pairs = || p.as_slice().iter().zip(q.as_slice());
        let second: f64 = pairs()
            .map(|(p, q)| (p - q).powi(2) / (4.0 * (p + q)))
            .sum();
        let js = p.jensen_shannon(&q)?.nats();
        assert!(js > 0.03 * size * size && js < size * size);
        close(js, second, 1e-12);
        let several = Pmf::jensen_shannon_of(&[(0.5, &p), (0.5, &q)])?.nats();
        close(several, second, 1e-12);
        let middle: Vec<f64> = pairs().map(|(p, q)| 0.5 * (p + q)).collect();
        let halves = 0.5 * (p.entropy() + q.entropy());
        let plain = (Pmf::from_weights(middle)?.entropy() - halves).nats();
        assert!(
            (plain - js).abs() > 0.5 * js,
            "the plain form has become good: {plain:e}"
        );
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
        (p.renyi(0.25, &q)?.nats(), 0.125),
        (p.renyi(1.0 + 1e-12, &q)?.nats(), 0.5),
        (p.renyi(3.0, &q)?.nats(), 1.5),
        (p.tsallis(3.0, &q)?, 1.5),
        (p.alpha_divergence(0.75, &q)?, 0.5),
        (p.alpha_divergence(-2.5, &q)?, 0.5),
    ] {
        close(value, factor * chi, 1e-9);
    }
    Ok(())
}

/// I(X; Y) = D(joint‖product) = H(X) + H(Y) − H(X, Y), H(X, Y) = H(X) + H(Y|X), and
/// exchanging X and Y changes nothing. A hundred thousand tables.
#[test]
fn joint_distributions_obey_the_chain_rule() -> TestResult {
    let mut random = Random(32);
    for round in 0..100_000 {
        let (n, m) = (1 + random.below(4), 1 + random.below(4));
        let xy = if round % 2 == 0 {
            let p = Pmf::from_weights(random.weights(n * m))?;
            Joint::new(n, m, p.into_vec())?
        } else {
            let (x, y) = (random.weights(n), random.weights(m));
            let product = x.iter().flat_map(|p| y.iter().map(move |q| p * q));
            let w: Vec<f64> = product.collect::<Vec<_>>();
            let w: Vec<f64> = w.iter().map(|&x| random.near(x)).collect();
            Joint::new(n, m, Pmf::from_weights(w)?.into_vec())?
        };
        let (x, y) = (xy.rows(), xy.columns());
        let information = xy.mutual_information().nats();
        let conditional = xy.conditional_entropy().nats();
        let both = xy.as_pmf().entropy().nats();
        let room = 32.0 * EPSILON;
        assert!(information >= 0.0 && conditional >= 0.0, "{xy:?}");
        let most = x.entropy().nats().min(y.entropy().nats());
        assert!(
            information <= most + room,
            "{information:e} {most:e} {xy:?}"
        );
        let plain = x.entropy().nats() + y.entropy().nats() - both;
        assert!(
            (information - plain).abs() <= room,
            "{information:e} {plain:e}"
        );
        let chain = x.entropy().nats() + conditional;
        assert!((both - chain).abs() <= room, "{both:e} {chain:e}");
        let back = xy.transposed();
        same(back.mutual_information().nats(), information, 1e-9);
        assert_eq!(back.transposed(), xy);
        // What the marginals are, `new` accepts.
        assert_eq!(Pmf::new(x.as_slice())?, x);
    }
    Ok(())
}
