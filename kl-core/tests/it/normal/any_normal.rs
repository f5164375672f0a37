//! Normal distributions in several dimensions, made of whatever there is of the covariance.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{entry, indefinite, matrix_entry, parameter, refused, size};
use crate::common::random::Random;
use kl_core::nalgebra::{DMatrix, DVector};
use kl_core::{Error, KlDivergence, MultivariateNormal};

const NOT_FINITE: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

fn square(d: usize, rows: &[f64]) -> DMatrix<f64> {
    DMatrix::from_row_slice(d, d, rows)
}

fn standard(d: usize) -> Result<MultivariateNormal, Error> {
    MultivariateNormal::isotropic(vec![0.0; d], 1.0)
}

#[test]
fn nearly_symmetric_covariances_are_mended() -> TestResult {
    let mend = |mean: Vec<f64>, s: DMatrix<f64>, tolerance| {
        MultivariateNormal::from_nearly_symmetric(mean, s, tolerance)
    };
    let p = mend(
        vec![0.0; 2],
        square(2, &[4.0, 1.0, 1.0 + 1e-12, 9.0]),
        1e-12,
    )?;
    let q = mend(
        vec![0.0; 2],
        square(2, &[4.0, 1.0 + 1e-12, 1.0, 9.0]),
        1e-12,
    )?;
    assert_eq!(p, q);
    assert!(p.covariance()[(0, 1)] > 1.0 && p.covariance()[(0, 1)] < 1.0 + 1e-12);
    // The tolerance is relative to the standard deviations.
    let far = mend(vec![0.0; 2], square(2, &[4.0, 1.0, 1.5, 9.0]), 1e-2);
    let expected = Error::NotSymmetric {
        of: "covariance",
        row: 1,
        column: 0,
        lower: 1.5,
        upper: 1.0,
    };
    assert_eq!(far, Err(expected));
    for bad in [-1e-9, 1.5, f64::NAN, f64::INFINITY] {
        let got = mend(vec![0.0; 2], DMatrix::identity(2, 2), bad);
        refused(got, &parameter("tolerance", bad));
    }
    let oblong = mend(vec![0.0; 2], DMatrix::zeros(2, 3), 0.0);
    let expected = size("columns of the covariance", 3, "rows of the covariance", 2);
    assert_eq!(oblong, Err(expected));
    for bad in NOT_FINITE {
        let got = mend(vec![0.0; 2], square(2, &[1.0, bad, 0.0, 1.0]), 1.0);
        refused(got, &matrix_entry("covariance", 0, 1, bad));
    }
    let empty = mend(vec![], DMatrix::zeros(0, 0), 0.0);
    assert!(matches!(empty, Err(Error::Empty { .. })), "{empty:?}");
    let negative = mend(vec![0.0], square(1, &[-1.0]), 0.0);
    assert_eq!(negative, Err(indefinite("covariance", 0, -1.0)));
    Ok(())
}

#[test]
fn factors_are_checked() {
    let new = |mean: Vec<f64>, l: DMatrix<f64>| MultivariateNormal::from_cholesky_factor(mean, l);
    let of = "Cholesky factor";
    let zero = || vec![0.0; 2];
    for bad in NOT_FINITE {
        refused(
            new(zero(), square(2, &[1.0, 0.0, bad, 1.0])),
            &matrix_entry(of, 1, 0, bad),
        );
        refused(
            new(vec![0.0, bad], DMatrix::identity(2, 2)),
            &entry("mean", 1, bad),
        );
    }
    for bad in [0.0, -0.0, -1.0] {
        refused(
            new(zero(), square(2, &[1.0, 0.0, 0.5, bad])),
            &matrix_entry(of, 1, 1, bad),
        );
    }
    refused(
        new(zero(), square(2, &[1.0, 0.25, 0.5, 1.0])),
        &matrix_entry(of, 0, 1, 0.25),
    );
    for (bad, variance) in [(1e200, f64::INFINITY), (1e-200, 0.0), (5e-324, 0.0)] {
        let of = "covariance of the Cholesky factor";
        refused(
            new(zero(), square(2, &[1.0, 0.0, 0.0, bad])),
            &matrix_entry(of, 1, 1, variance),
        );
    }
    let (columns, rows) = (
        "columns of the Cholesky factor",
        "rows of the Cholesky factor",
    );
    assert_eq!(
        new(zero(), DMatrix::zeros(2, 3)),
        Err(size(columns, 3, rows, 2))
    );
    assert_eq!(
        new(vec![0.0; 3], DMatrix::identity(2, 2)),
        Err(size("entries of the mean", 3, rows, 2))
    );
    assert_eq!(
        new(vec![], DMatrix::zeros(0, 0)),
        Err(Error::Empty { of: rows })
    );
}

#[test]
fn precision_matrices_are_checked() {
    let new =
        |d: usize, rows: &[f64]| MultivariateNormal::from_precision(vec![0.0; d], square(d, rows));
    let of = "precision matrix";
    // The last variables come first.
    assert_eq!(
        new(3, &[1.0, 0.0, 0.0, 0.0, -2.0, 0.0, 0.0, 0.0, 1.0]),
        Err(indefinite(of, 1, -2.0))
    );
    assert_eq!(new(2, &[1.0, 2.0, 2.0, 1.0]), Err(indefinite(of, 0, -3.0)));
    assert!(matches!(
        new(2, &[1.0, 0.5, 0.25, 1.0]),
        Err(Error::NotSymmetric {
            row: 1,
            column: 0,
            lower: 0.25,
            upper: 0.5,
            ..
        })
    ));
    for bad in NOT_FINITE {
        refused(new(2, &[1.0, bad, 0.0, 1.0]), &matrix_entry(of, 0, 1, bad));
    }
    let of = "covariance of the precision matrix";
    refused(
        new(2, &[1.0, 0.0, 0.0, 5e-324]),
        &matrix_entry(of, 1, 1, f64::INFINITY),
    );
    assert!(new(2, &[f64::MAX, 0.0, 0.0, 1e300]).is_ok());
    assert!(matches!(new(0, &[]), Err(Error::Empty { .. })));
}

#[test]
fn variances_are_checked() {
    let new =
        |mean: &[f64], v: &[f64]| MultivariateNormal::from_variances(mean.to_vec(), v.to_vec());
    let like = "entries of the mean";
    assert_eq!(new(&[0.0], &[1.0, 2.0]), Err(size("variances", 2, like, 1)));
    assert_eq!(new(&[], &[]), Err(Error::Empty { of: like }));
    for bad in [f64::NAN, f64::INFINITY, 0.0, -0.0, -1.0] {
        refused(new(&[0.0, 0.0], &[1.0, bad]), &entry("variance", 1, bad));
        let got = MultivariateNormal::isotropic(vec![0.0], bad);
        refused(got, &parameter("variance", bad));
    }
    for bad in NOT_FINITE {
        refused(new(&[0.0, bad], &[1.0, 1.0]), &entry("mean", 1, bad));
    }
}

#[test]
fn low_rank_parts_are_checked() {
    let new = |w: &[f64], delta: &[f64]| {
        let w = DMatrix::from_column_slice(w.len(), 1, w);
        MultivariateNormal::from_low_rank(vec![0.0, 0.0], w, delta.to_vec())
    };
    let like = "entries of the mean";
    assert_eq!(
        new(&[1.0], &[1.0, 1.0]),
        Err(size("rows of the factor", 1, like, 2))
    );
    assert_eq!(
        new(&[1.0, 1.0], &[1.0]),
        Err(size("entries of the diagonal", 1, like, 2))
    );
    refused(new(&[1.0, 1.0], &[1.0, 0.0]), &entry("diagonal", 1, 0.0));
    for bad in NOT_FINITE {
        refused(
            new(&[1.0, bad], &[1.0, 1.0]),
            &matrix_entry("factor", 1, 0, bad),
        );
    }
    let of = "covariance of factor and diagonal";
    refused(
        new(&[1.0, 1e200], &[1.0, 1.0]),
        &matrix_entry(of, 1, 1, f64::INFINITY),
    );
}

#[test]
fn points_and_noise_are_checked() -> TestResult {
    let p = standard(2)?;
    let like = "entries of the mean";
    assert_eq!(
        p.ln_pdf(&[0.0]),
        Err(size("entries of the point", 1, like, 2))
    );
    assert_eq!(
        p.pdf(&[0.0; 3]),
        Err(size("entries of the point", 3, like, 2))
    );
    assert_eq!(p.sample(&[]), Err(size("numbers of noise", 0, like, 2)));
    for bad in NOT_FINITE {
        refused(p.ln_pdf(&[0.0, bad]), &entry("point", 1, bad));
        refused(p.pdf(&[bad, 0.0]), &entry("point", 0, bad));
        refused(p.sample(&[0.0, bad]), &entry("noise", 1, bad));
    }
    let wide = MultivariateNormal::isotropic(vec![0.0], 1e300)?;
    let beyond = wide.sample(&[-1e300]);
    let of = "sample";
    assert!(
        matches!(beyond, Err(Error::Entry { of: o, index: 0, .. }) if o == of),
        "{beyond:?}"
    );
    // The density is 0 far away, and its logarithm −∞.
    assert_eq!(p.ln_pdf(&[1e200, 0.0]), Ok(f64::NEG_INFINITY));
    assert_eq!(p.pdf(&[1e200, -1e300]), Ok(0.0));
    Ok(())
}

#[test]
fn variables_are_checked() -> TestResult {
    let p = standard(3)?;
    assert_eq!(p.marginal(&[]), Err(Error::Empty { of: "variables" }));
    refused(p.marginal(&[0, 3]), &entry("variable", 1, 3.0));
    refused(p.marginal(&[1, 1]), &entry("variable", 1, 1.0));
    refused(
        p.marginal(&[usize::MAX]),
        &entry("variable", 0, usize::MAX as f64),
    );
    refused(p.conditional(&[3], &[0.0]), &entry("variable", 0, 3.0));
    refused(
        p.conditional(&[2, 2], &[0.0; 2]),
        &entry("variable", 1, 2.0),
    );
    assert_eq!(
        p.conditional(&[0], &[]),
        Err(size("values", 0, "given variables", 1))
    );
    for bad in NOT_FINITE {
        refused(p.conditional(&[0], &[bad]), &entry("value", 0, bad));
    }
    assert_eq!(
        p.conditional(&[0, 1, 2], &[0.0; 3]),
        Err(Error::Empty {
            of: "variables that are left"
        })
    );
    assert_eq!(p.conditional(&[], &[]), Ok(p.clone()));
    Ok(())
}

#[test]
fn images_are_checked() -> TestResult {
    let p = standard(2)?;
    let image = |rows: usize, a: &[f64], b: &[f64]| {
        p.affine(
            DMatrix::from_row_slice(rows, a.len() / rows.max(1), a),
            b.to_vec(),
        )
    };
    assert_eq!(
        image(1, &[1.0, 2.0, 3.0], &[0.0]),
        Err(size("columns of the matrix", 3, "variables", 2))
    );
    assert_eq!(
        image(1, &[1.0, 2.0], &[]),
        Err(size("entries of the shift", 0, "rows of the matrix", 1))
    );
    let none = p.affine(DMatrix::zeros(0, 2), DVector::zeros(0));
    assert_eq!(
        none,
        Err(Error::Empty {
            of: "rows of the matrix"
        })
    );
    for bad in NOT_FINITE {
        refused(
            image(1, &[1.0, bad], &[0.0]),
            &matrix_entry("matrix", 0, 1, bad),
        );
        refused(image(1, &[1.0, 1.0], &[bad]), &entry("shift", 0, bad));
    }
    let of = "covariance of the image";
    // The second row is three times the first, and a third row is one too many.
    for a in [
        &[1.0, 2.0, 3.0, 6.0][..],
        &[0.1, 0.2, 0.7, 1.4],
        &[1.0, 0.0, 0.0, 0.0],
    ] {
        assert_eq!(image(2, a, &[0.0; 2]), Err(indefinite(of, 1, 0.0)));
    }
    let wide = image(3, &[1.0, 0.0, 0.0, 1.0, 1.0, 1.0], &[0.0; 3]);
    assert_eq!(wide, Err(indefinite(of, 2, 0.0)));
    let large = image(1, &[1e308, 1e308], &[0.0]);
    assert!(matches!(large, Err(Error::MatrixEntry { .. })), "{large:?}");
    let beyond =
        MultivariateNormal::isotropic(vec![1e10], 1.0)?.affine(square(1, &[1e300]), vec![0.0]);
    assert!(
        matches!(beyond, Err(Error::Entry { index: 0, .. })),
        "{beyond:?}"
    );
    Ok(())
}

#[test]
fn products_are_checked() -> TestResult {
    let (p, q) = (standard(2)?, standard(3)?);
    assert_eq!(
        p.product(&q),
        Err(size("dimensions of Q", 3, "dimensions of P", 2))
    );
    // Variances whose quotient is beyond the doubles: an answer or an error.
    let extreme = [5e-324, 1e-300, 1e-150, 1.0, 1e150, 1e300, f64::MAX];
    for a in extreme {
        for b in extreme {
            let of = |v: f64| {
                [
                    MultivariateNormal::new(vec![f64::MAX], square(1, &[v])),
                    MultivariateNormal::from_precision(vec![-f64::MAX], square(1, &[v])),
                    MultivariateNormal::isotropic(vec![1.0], v),
                ]
            };
            for p in of(a).iter().flatten() {
                for q in of(b).iter().flatten() {
                    if let Ok(product) = p.product(q) {
                        assert!(product.mean()[0].is_finite());
                        assert!(product.covariance()[(0, 0)] >= 0.0);
                    }
                    assert!(!p.kl(q)?.nats().is_nan(), "{a} {b}");
                    assert!(p.kl(q)?.nats() >= 0.0, "{a} {b}");
                }
            }
        }
    }
    Ok(())
}

/// A covariance, and the distribution made of it in four ways.
fn all_ways(d: usize, random: &mut Random) -> Result<Vec<MultivariateNormal>, Error> {
    let a = DMatrix::from_fn(d, d, |_, _| random.between(-1.0, 1.0));
    let s = &a * a.transpose() + DMatrix::identity(d, d);
    let s = DMatrix::from_fn(d, d, |i, j| s[(i.max(j), i.min(j))]);
    let mean = DVector::from_fn(d, |_, _| random.between(-1.0, 1.0));
    let direct = MultivariateNormal::new(mean.clone(), s.clone())?;
    let factor = direct.cholesky_factor().clone();
    let inverse = s
        .clone()
        .try_inverse()
        .ok_or(Error::Empty { of: "inverses" })?;
    Ok(vec![
        MultivariateNormal::from_nearly_symmetric(mean.clone(), s, 0.0)?,
        MultivariateNormal::from_cholesky_factor(mean.clone(), factor)?,
        {
            let inverse = DMatrix::from_fn(d, d, |i, j| inverse[(i.max(j), i.min(j))]);
            MultivariateNormal::from_precision(mean.clone(), inverse)?
        },
        direct,
    ])
}

/// Below and above the dimension up to which there are twice the digits.
#[test]
fn all_ways_lead_to_the_same() -> TestResult {
    let mut random = Random(5);
    for d in [1, 2, 5, 13, 20, 21, 24, 70] {
        let (ps, qs) = (all_ways(d, &mut random)?, all_ways(d, &mut random)?);
        let noise: Vec<f64> = (0..d).map(|_| random.between(-2.0, 2.0)).collect();
        let few: Vec<usize> = (0..d).rev().step_by(2).collect();
        let values = &noise[..few.len()];
        let a = DMatrix::from_fn(d.div_ceil(2), d, |_, _| random.between(-1.0, 1.0));
        let shift = DVector::zeros(a.nrows());
        let (p, q) = (&ps[3], &qs[3]);
        let within = 1e-11;
        for x in &ps {
            for y in &qs {
                close(x.kl(y)?.nats(), p.kl(q)?.nats(), within);
                close(
                    x.bhattacharyya(y)?.nats(),
                    p.bhattacharyya(q)?.nats(),
                    within,
                );
                close(x.wasserstein_2(y)?, p.wasserstein_2(q)?, within);
                let (one, other) = (x.product(y)?, p.product(q)?);
                close((one.mean() - other.mean()).norm() + 1.0, 1.0, within);
                close(
                    (one.covariance() - other.covariance()).norm() + 1.0,
                    1.0,
                    within,
                );
            }
            assert!(x.kl(p)?.nats() < 1e-22, "{d}: {}", x.kl(p)?);
            close(x.ln_pdf(&noise)?, p.ln_pdf(&noise)?, within);
            close(
                (x.sample(&noise)? - p.sample(&noise)?).norm() + 1.0,
                1.0,
                within,
            );
            for (one, other) in [
                (x.marginal(&few)?, p.marginal(&few)?),
                (
                    x.affine(a.clone(), shift.clone())?,
                    p.affine(a.clone(), shift.clone())?,
                ),
            ] {
                assert!(one.kl(&other)?.nats() < 1e-20, "{d}");
            }
            if few.len() < d {
                let one = x.conditional(&few, values)?;
                let other = p.conditional(&few, values)?;
                assert!(one.kl(&other)?.nats() < 1e-20, "{d}");
                // p(x) = p(given) p(rest | given).
                let mut all = noise.clone();
                for (&place, &value) in few.iter().zip(values) {
                    all[place] = value;
                }
                let rest: Vec<f64> = (0..d)
                    .filter(|i| !few.contains(i))
                    .map(|i| all[i])
                    .collect();
                let product = x.marginal(&few)?.ln_pdf(values)? + one.ln_pdf(&rest)?;
                close(product, x.ln_pdf(&all)?, within);
            }
        }
    }
    Ok(())
}

/// A diagonal is compared with others as the covariance that it is.
#[test]
fn variances_are_a_diagonal_covariance() -> TestResult {
    let mut random = Random(6);
    for d in [1, 3, 20, 21, 40] {
        let v: Vec<f64> = (0..d).map(|_| random.between(0.5, 2.0)).collect();
        let mean: Vec<f64> = (0..d).map(|_| random.between(-1.0, 1.0)).collect();
        let p = MultivariateNormal::from_variances(mean.clone(), v.clone())?;
        let diagonal = DMatrix::from_diagonal(&v.clone().into());
        let dense = MultivariateNormal::new(mean, diagonal.clone())?;
        assert_eq!(p.covariance(), &diagonal);
        assert_ne!(p, dense);
        let q = &all_ways(d, &mut random)?[3];
        close(p.kl(q)?.nats(), dense.kl(q)?.nats(), 1e-14);
        close(q.kl(&p)?.nats(), q.kl(&dense)?.nats(), 1e-14);
        assert_eq!(p.kl(&dense)?.nats(), 0.0);
        let noise: Vec<f64> = (0..d).map(|_| random.between(-2.0, 2.0)).collect();
        close(p.ln_pdf(&noise)?, dense.ln_pdf(&noise)?, 1e-14);
        close(p.renyi(q, 0.5)?.nats(), dense.renyi(q, 0.5)?.nats(), 1e-13);
        let some: Vec<usize> = (0..d).step_by(3).collect();
        assert_eq!(
            p.marginal(&some)?.covariance(),
            dense.marginal(&some)?.covariance()
        );
    }
    Ok(())
}

/// The product of covariances far apart in size is the narrow one.
#[test]
fn a_flat_prior_leaves_the_likelihood() -> TestResult {
    let narrow = MultivariateNormal::new(vec![1.0, 2.0], square(2, &[2.0, 0.5, 0.5, 1.0]))?;
    for variance in [1e30, 1e100, 1e250] {
        let flat = MultivariateNormal::isotropic(vec![0.0, 0.0], variance)?;
        assert!(flat.product(&narrow)?.kl(&narrow)?.nats() < 1e-28);
        assert!(narrow.product(&flat)?.kl(&narrow)?.nats() < 1e-28);
    }
    Ok(())
}

/// No matrix is formed, for which there would be no memory.
#[test]
fn a_million_variances_are_a_few_vectors() -> TestResult {
    let d = 1_000_000;
    let p = MultivariateNormal::isotropic(vec![1.0; d], 4.0)?;
    let q = MultivariateNormal::isotropic(vec![0.0; d], 1.0)?;
    let one = MultivariateNormal::isotropic(vec![1.0], 4.0)?;
    let other = MultivariateNormal::isotropic(vec![0.0], 1.0)?;
    let many = d as f64;
    close(p.kl(&q)?.nats(), many * one.kl(&other)?.nats(), 1e-14);
    close(
        p.jeffreys(&q)?.nats(),
        many * one.jeffreys(&other)?.nats(),
        1e-14,
    );
    close(
        p.wasserstein_2(&q)?,
        many.sqrt() * one.wasserstein_2(&other)?,
        1e-14,
    );
    close(
        p.renyi(&q, 0.25)?.nats(),
        many * one.renyi(&other, 0.25)?.nats(),
        1e-14,
    );
    assert_eq!(p.hellinger(&q)?, 1.0);
    let x = vec![0.5; d];
    close(p.ln_pdf(&x)?, many * one.ln_pdf(&[0.5])?, 1e-13);
    assert_eq!(p.marginal(&[7, 999_999])?.dimension(), 2);
    assert_eq!(p.product(&q)?.dimension(), d);
    assert_eq!(p.sample(&x)?[17], 2.0);
    Ok(())
}

/// As the dense ones, for each order and next to each other.
#[test]
fn independent_variables_add_up() -> TestResult {
    let mut random = Random(8);
    for d in [1, 2, 7, 25] {
        for near in [1.0, 1e-9] {
            let v: Vec<f64> = (0..d).map(|_| random.between(0.5, 2.0)).collect();
            let w: Vec<f64> = v
                .iter()
                .map(|v| v * (1.0 + 0.25 * near * random.between(-1.0, 1.0)))
                .collect();
            let mean: Vec<f64> = (0..d).map(|_| near * random.between(-1.0, 1.0)).collect();
            let [p, q] = [(mean, v), (vec![0.0; d], w)].map(|(mean, v)| {
                let dense = DMatrix::from_diagonal(&v.clone().into());
                (
                    MultivariateNormal::from_variances(mean.clone(), v),
                    MultivariateNormal::new(mean, dense),
                )
            });
            let ((p, dense_p), (q, dense_q)) = ((p.0?, p.1?), (q.0?, q.1?));
            for order in [0.0, 0.25, 0.5, 1.0, 1.5, f64::INFINITY] {
                let (one, other) = (
                    p.renyi(&q, order)?.nats(),
                    dense_p.renyi(&dense_q, order)?.nats(),
                );
                assert!(
                    one == other || (one - other).abs() < 1e-12 * one,
                    "{d} {order}: {one} {other}"
                );
            }
            close(p.bures(&q)?, dense_p.bures(&dense_q)?, 1e-12);
        }
    }
    let p = MultivariateNormal::isotropic(vec![0.0, 0.0], 1.0)?;
    refused(p.renyi(&p, -1.0), &parameter("order", -1.0));
    assert_eq!(p.bures(&p)?, 0.0);
    Ok(())
}
