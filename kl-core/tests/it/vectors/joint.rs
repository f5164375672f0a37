//! Joint distributions of two variables and of three: shapes, and chain rules.

use crate::common::TestResult;
use crate::common::close::{close_above, close_unless_tiny};
use crate::common::errors::{entry, not_multiple, refused, same_or_nan, size};
use crate::common::random::{Random, near_each, table};
use kl_core::{Error, Information, Joint, Joint3, Pmf};

const EPSILON: f64 = f64::EPSILON;

#[test]
fn tables_must_have_their_size() {
    for (rows, columns) in [
        (2, 3),
        (0, 4),
        (0, 0),
        (usize::MAX, usize::MAX),
        (usize::MAX, 2),
    ] {
        let expected = rows.saturating_mul(columns);
        let wrong = size("entries", 4, "rows times that of columns", expected);
        assert_eq!(Joint::new(rows, columns, [0.25; 4]), Err(wrong));
    }
    let none = Error::Empty {
        of: "probabilities",
    };
    assert_eq!(Joint::new(0, 0, []), Err(none.clone()));
    assert_eq!(Joint::new(3, 0, []), Err(none));
    for bad in [f64::NAN, f64::INFINITY, -0.5, 1.5] {
        let got = Joint::new(2, 2, [0.5, 0.25, bad, 0.25]);
        assert!(
            matches!(got, Err(Error::Entry { of: "probability", index: 2, value, .. }) if same_or_nan(value, bad)),
            "{got:?}"
        );
    }
    assert_eq!(
        Joint::new(2, 1, [0.5, 0.25]),
        Err(Error::NotNormalized {
            of: "probabilities",
            sum: 0.75
        })
    );
}

#[test]
fn a_product_may_miss_one() -> TestResult {
    let off = Pmf::new([0.5, 0.5 + 0.75e-10])?;
    assert!(matches!(
        Joint::independent(&off, &off),
        Err(Error::NotNormalized {
            of: "products of the probabilities",
            ..
        })
    ));
    Ok(())
}

#[test]
fn tables_must_have_one_shape() -> TestResult {
    let (a, b) = (
        Joint::new(2, 3, [0.125; 6].map(|x| x + 1.0 / 24.0))?,
        Joint::new(3, 2, [1.0 / 6.0; 6])?,
    );
    let wrong = size("rows of Q", 3, "rows of P", 2);
    assert_eq!(a.kl(&b), Err(wrong.clone()));
    assert_eq!(a.conditional_kl(&b), Err(wrong));
    let c = Joint::new(2, 2, [0.25; 4])?;
    let wrong = size("columns of Q", 2, "columns of P", 3);
    assert_eq!(a.kl(&c), Err(wrong));
    for (rows, columns, entries) in [(2, 2, 6), (usize::MAX, 2, 2)] {
        let got = Joint3::new(rows, columns, vec![0.5; entries]);
        let table = rows.saturating_mul(columns);
        let wrong = not_multiple("entries", entries, "rows times columns", table);
        assert_eq!(got, Err(wrong));
    }
    for (rows, columns, entries, of) in [
        (0, 1, 1, "rows"),
        (1, 0, 1, "columns"),
        (0, 0, 0, "rows"),
        (1, 1, 0, "probabilities"),
    ] {
        let got = Joint3::new(rows, columns, vec![0.5; entries]);
        assert_eq!(got, Err(Error::Empty { of }));
    }
    let got = Joint3::new(1, 1, [0.5, -0.5]);
    refused(got, &entry("probability", 1, -0.5));
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
        let (x, y) = (xy.row_marginal(), xy.column_marginal());
        assert_eq!(xy.shape(), (x.len(), y.len()));
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
        close_unless_tiny(back.mutual_information().nats(), information, 1e-9);
        assert_eq!(back.transposed(), xy);
        // What the marginals are, `new` accepts.
        assert_eq!(Pmf::new(x.as_slice())?, x);
    }
    Ok(())
}

/// D(XY) = D(X) + D(Y|X), and with X and Y exchanged.
#[test]
fn chain_rule_of_divergence() -> TestResult {
    let mut random = Random(307);
    for _ in 0..2_500 {
        let (rows, columns) = (1 + random.below(3), 1 + random.below(4));
        let p = table(&mut random, rows * columns);
        let q = if random.below(2) == 0 {
            Pmf::from_weights(near_each(&mut random, &p))?.into_vec()
        } else {
            table(&mut random, rows * columns)
        };
        let (p, q) = (Joint::new(rows, columns, p)?, Joint::new(rows, columns, q)?);
        for (p, q) in [(&p, &q), (&p.transposed(), &q.transposed())] {
            let whole = p.kl(q)?.nats();
            let parts = p.row_marginal().kl(&q.row_marginal())? + p.conditional_kl(q)?;
            // The sums of the rows were rounded, by 1e-16 of differences like √D.
            close_above(whole, parts.nats(), 1e-12, 1e-15 * whole.sqrt() + 1e-30);
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
        close_above(given, chain.nats(), 1e-10, 1e-14);
        // H(X, Z) − H(Z) − H(X, Y, Z) + H(Y, Z).
        let h = |p: &Pmf| p.entropy().nats();
        let pair = xyz.x_and_pair().column_marginal();
        let entropies = h(xyz.without_y().as_pmf()) + h(&pair)
            - h(&xyz.without_y().column_marginal())
            - h(xyz.as_pmf());
        close_above(given, entropies, 1e-10, 1e-14);
        close_above(
            xyz.without_z()
                .row_marginal()
                .total_variation(&xyz.without_y().row_marginal())?,
            0.0,
            0.0,
            1e-15,
        );
        if depth == 1 {
            close_above(
                given,
                xyz.without_z().mutual_information().nats(),
                8.0 * EPSILON,
                1e-300,
            );
        }
    }
    Ok(())
}

/// Of every shape: less, as much, and more than a part that is moved at a time.
#[test]
fn transposed_exchanges_rows_and_columns() -> TestResult {
    let mut random = Random(8);
    for (rows, columns) in [
        (1, 1),
        (1, 40),
        (40, 1),
        (3, 5),
        (32, 32),
        (33, 70),
        (129, 64),
    ] {
        let weights: Vec<f64> = (0..rows * columns).map(|_| random.unit()).collect();
        let xy = Joint::new(rows, columns, Pmf::from_weights(weights)?.as_slice())?;
        let yx = xy.transposed();
        assert_eq!(yx.shape(), (columns, rows));
        let (p, q) = (xy.as_pmf().as_slice(), yx.as_pmf().as_slice());
        for i in 0..rows {
            for j in 0..columns {
                assert_eq!(q[j * rows + i], p[i * columns + j]);
            }
        }
        assert_eq!(yx.transposed(), xy);
    }
    Ok(())
}
