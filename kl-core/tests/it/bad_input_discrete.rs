//! Malformed input of the divergences of vectors is an error that names the place
//! and the value; extreme but valid input is not. Nothing panics.

use kl_core::{Error, Generator, Information, Joint, Pmf};

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// Equal, where NaN counts as equal to NaN.
fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

/// Whether the error names this parameter and this value.
fn names<T>(got: &Result<T, Error>, parameter: &str, bad: f64) -> bool {
    matches!(got, Err(Error::InvalidParameter { name, value })
        if *name == parameter && same(*value, bad))
}

#[test]
fn pairs_must_have_one_length() -> TestResult {
    let (p, q) = (Pmf::uniform(2)?, Pmf::uniform(3)?);
    let wrong = Error::LengthMismatch { left: 2, right: 3 };
    assert_eq!(p.total_variation(&q), Err(wrong.clone()));
    assert_eq!(p.jensen_shannon(&q), Err(wrong.clone()));
    assert_eq!(p.jeffreys(&q), Err(wrong.clone()));
    assert_eq!(p.hellinger(&q), Err(wrong.clone()));
    assert_eq!(p.bhattacharyya(&q), Err(wrong.clone()));
    assert_eq!(p.chi_squared(&q), Err(wrong.clone()));
    for order in [0.0, 0.25, 0.5, 1.0, 2.0, f64::MAX, f64::INFINITY] {
        assert_eq!(p.renyi(order, &q), Err(wrong.clone()));
    }
    for order in [0.0, 0.5, 1.0, 2.0] {
        assert_eq!(p.tsallis(order, &q), Err(wrong.clone()));
        assert_eq!(p.alpha_divergence(-order, &q), Err(wrong.clone()));
    }
    assert_eq!(p.f_divergence(&q, &Generator::kl()), Err(wrong.clone()));
    let weighted = [(0.5, &p), (0.25, &p), (0.25, &q)];
    assert_eq!(Pmf::jensen_shannon_of(&weighted), Err(wrong));
    Ok(())
}

#[test]
fn orders_are_named() -> TestResult {
    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    for bad in [f64::NAN, f64::NEG_INFINITY, -1.0, -5e-324] {
        assert!(names(&p.renyi(bad, &q), "order", bad), "{bad}");
        assert!(names(&p.tsallis(bad, &q), "order", bad), "{bad}");
    }
    let bad = f64::INFINITY;
    assert!(names(&p.tsallis(bad, &q), "order", bad));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(names(&p.alpha_divergence(bad, &q), "alpha", bad), "{bad}");
    }
    // Minus zero is zero.
    assert_eq!(p.renyi(-0.0, &q)?, Information::ZERO);
    assert_eq!(p.tsallis(-0.0, &q)?, 0.0);
    assert_eq!(p.alpha_divergence(-0.0, &q)?, q.kl(&p)?.nats());
    Ok(())
}

#[test]
fn weights_of_distributions_are_named() -> TestResult {
    let p = Pmf::uniform(2)?;
    assert_eq!(Pmf::jensen_shannon_of(&[]), Err(Error::Empty));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.5, -5e-324] {
        let got = Pmf::jensen_shannon_of(&[(0.5, &p), (bad, &p), (bad, &p)]);
        assert!(
            matches!(got, Err(Error::InvalidWeight { index: 1, value }) if same(value, bad)),
            "{got:?}"
        );
    }
    for sum in [0.0, 0.75, 2.0, f64::MAX, 1.0 + 2e-10] {
        let got = Pmf::jensen_shannon_of(&[(sum, &p), (0.0, &p)]);
        assert_eq!(got, Err(Error::NotNormalized { sum }));
    }
    // Too large for a sum, and still no panic.
    let huge = Pmf::jensen_shannon_of(&[(f64::MAX, &p), (f64::MAX, &p)]);
    assert_eq!(huge, Err(Error::NotNormalized { sum: f64::INFINITY }));
    assert_eq!(Pmf::jensen_shannon_of(&[(1.0, &p)])?, Information::ZERO);
    Ok(())
}

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
    assert!(names(&p.f_divergence(&q, &holed), "generator", f64::NAN));
    assert_eq!(q.f_divergence(&p, &holed)?, 0.0);
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
                values.push(p.renyi(order, &q)?.nats());
                if order < f64::INFINITY {
                    values.push(p.tsallis(order, &q)?);
                    values.push(p.alpha_divergence(order, &q)?);
                    values.push(p.alpha_divergence(-order, &q)?);
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
        assert_eq!(p.renyi(order, &q)?, Information::INFINITY);
    }
    assert_eq!(p.tsallis(0.0, &q)?, 1.0);
    assert_eq!(p.tsallis(0.5, &q)?, 2.0);
    assert_eq!(p.tsallis(2.0, &q)?, f64::INFINITY);
    assert_eq!(p.alpha_divergence(0.5, &q)?, 4.0);
    assert_eq!(p.alpha_divergence(-1.0, &q)?, f64::INFINITY);
    assert_eq!(p.alpha_divergence(2.0, &q)?, f64::INFINITY);
    Ok(())
}

/// Where only P, or only Q, misses an outcome.
#[test]
fn one_sided_zeros() -> TestResult {
    let (p, q) = (Pmf::new([1.0, 0.0])?, Pmf::new([0.75, 0.25])?);
    assert_eq!(p.renyi(0.0, &q)?.nats(), -(0.75_f64.ln()));
    assert_eq!(q.renyi(0.0, &p)?, Information::ZERO);
    assert_eq!(p.tsallis(0.0, &q)?, 0.25);
    assert!(p.renyi(2.0, &q)?.is_finite());
    assert!(q.renyi(2.0, &p)?.is_infinite());
    assert!(q.renyi(0.5, &p)?.is_finite());
    assert!(p.chi_squared(&q)?.is_finite());
    assert_eq!(q.chi_squared(&p)?, f64::INFINITY);
    // α > 0 forgives a zero of P, α < 1 one of Q.
    for (alpha, first, second) in [(-1.0, true, false), (0.5, false, false), (2.0, false, true)] {
        assert_eq!(p.alpha_divergence(alpha, &q)?.is_infinite(), first);
        assert_eq!(q.alpha_divergence(alpha, &p)?.is_infinite(), second);
    }
    Ok(())
}

#[test]
fn tables_must_have_their_size() {
    for (rows, columns) in [
        (2, 3),
        (0, 4),
        (0, 0),
        (usize::MAX, usize::MAX),
        (usize::MAX, 2),
    ] {
        let wrong = Error::TableMismatch {
            rows,
            columns,
            entries: 4,
        };
        assert_eq!(Joint::new(rows, columns, [0.25; 4]), Err(wrong));
    }
    assert_eq!(Joint::new(0, 0, []), Err(Error::Empty));
    assert_eq!(Joint::new(3, 0, []), Err(Error::Empty));
    for bad in [f64::NAN, f64::INFINITY, -0.5, 1.5] {
        let got = Joint::new(2, 2, [0.5, 0.25, bad, 0.25]);
        assert!(
            matches!(got, Err(Error::InvalidProbability { index: 2, value }) if same(value, bad)),
            "{got:?}"
        );
    }
    assert_eq!(
        Joint::new(2, 1, [0.5, 0.25]),
        Err(Error::NotNormalized { sum: 0.75 })
    );
}

#[test]
fn a_product_may_miss_one() -> TestResult {
    let off = Pmf::new([0.5, 0.5 + 0.75e-10])?;
    assert!(matches!(
        Joint::independent(&off, &off),
        Err(Error::NotNormalized { .. })
    ));
    Ok(())
}
