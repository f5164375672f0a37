//! Low-rank normal distributions, and their divergence from each other and from full ones.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{dimensions, entry, indefinite, matrix_entry, refused, size};
use crate::common::random::Random;
use kl_core::distribution::LowRankNormal;
use kl_core::nalgebra::{DMatrix, DVector};
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, KlDivergence, MultivariateNormal};

fn column(entries: &[f64]) -> DMatrix<f64> {
    DMatrix::from_column_slice(entries.len(), 1, entries)
}

#[test]
fn shapes_must_agree() {
    let like = "entries of the mean";
    let factor = |d, found| Err(size("rows of the factor", found, like, d));
    let diagonal = |d, found| Err(size("entries of the diagonal", found, like, d));
    let new = |m, w: (usize, usize), d| {
        LowRankNormal::new(vec![0.0; m], DMatrix::zeros(w.0, w.1), vec![1.0; d])
    };
    assert_eq!(
        new(0, (0, 0), 0),
        Err(Error::Empty {
            of: "entries of the mean"
        })
    );
    assert_eq!(
        new(0, (0, 3), 0),
        Err(Error::Empty {
            of: "entries of the mean"
        })
    );
    assert_eq!(new(2, (3, 1), 2), factor(2, 3));
    assert_eq!(new(2, (0, 0), 2), factor(2, 0));
    assert_eq!(new(2, (2, 1), 3), diagonal(2, 3));
    assert_eq!(new(2, (2, 1), 0), diagonal(2, 0));
    assert_eq!(new(0, (2, 1), 2), factor(0, 2));
    assert!(new(2, (2, 0), 2).is_ok());
    assert!(new(2, (2, 5), 2).is_ok());
}

#[test]
fn entries_must_be_finite_and_the_diagonal_positive() -> TestResult {
    for value in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let got = LowRankNormal::new(vec![0.0, value], DMatrix::zeros(2, 1), vec![1.0; 2]);
        refused(got, &entry("mean", 1, value));
        let factor = DMatrix::from_column_slice(2, 2, &[0.0, 1.0, value, 1.0]);
        let got = LowRankNormal::new(vec![0.0; 2], factor, vec![1.0; 2]);
        refused(got, &matrix_entry("factor", 0, 1, value));
    }
    for value in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.0, -0.0, -1.0] {
        let got = LowRankNormal::new(vec![0.0; 2], column(&[1.0, 1.0]), vec![1.0, value]);
        refused(got, &entry("diagonal", 1, value));
    }
    Ok(())
}

/// As `assert_eq!`, but NaN is NaN.

#[test]
fn a_covariance_beyond_all_doubles_is_an_error() {
    let (row, value) = (1, f64::INFINITY);
    for (factor, diagonal) in [
        (column(&[1.0, 1e200]), vec![1.0, 1.0]),
        (column(&[1.0, -f64::MAX]), vec![1.0, 1.0]),
        (column(&[1.0, 1e154]), vec![1.0, f64::MAX]),
    ] {
        let got = LowRankNormal::new(vec![0.0; 2], factor, diagonal);
        let of = "covariance of factor and diagonal";
        refused(got, &matrix_entry(of, row, row, value));
    }
}

#[test]
fn a_diagonal_that_is_lost_is_an_error() -> TestResult {
    let (pivot, value) = (1, 0.0);
    let lost = |of| indefinite(of, pivot, value);
    let new = |d, x| LowRankNormal::new(vec![0.0; d], DMatrix::from_element(d, 1, 1.0), vec![x; d]);
    // In many dimensions as in few.
    let near = new(21, 1e-20)?.kl(&new(21, 2e-20)?)?;
    assert!(
        (near.nats() - 10.0 * (2f64.ln() - 0.5)).abs() < 0.1,
        "{near}"
    );
    // What is kept here is lost in the rounded covariance.
    let full = new(2, 1e-20)?.to_multivariate_normal();
    assert_eq!(full, Err(lost("covariance")));
    // Whether the rounding leaves a pivot above zero is chance.
    let mut errors = 0;
    for round in 1..40 {
        let x = f64::from(round) / 41.0;
        match LowRankNormal::new(vec![0.0; 3], column(&[x, 0.3, x * x]), vec![1e-90; 3]) {
            Ok(p) => assert_eq!(p.kl(&p)?.nats(), 0.0),
            Err(Error::NotPositiveDefinite { value, .. }) => {
                assert!(value.abs() < 1e-30, "{value}");
                errors += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    assert!(errors > 5, "only {errors}");
    Ok(())
}

#[test]
fn dimensions_must_agree() -> TestResult {
    let low = |d| LowRankNormal::new(vec![0.0; d], DMatrix::zeros(d, 1), vec![1.0; d]);
    let full = |d| MultivariateNormal::new(vec![0.0; d], DMatrix::identity(d, d));
    let mismatch = Err(dimensions(2, 3));
    assert_eq!(low(2)?.kl(&low(3)?), mismatch);
    assert_eq!(low(2)?.kl(&full(3)?), mismatch);
    assert_eq!(full(2)?.kl(&low(3)?), mismatch);
    Ok(())
}

/// Everything that can be made of extreme entries, in two dimensions and in 22.
#[test]
fn extreme_input_gives_no_nan() -> TestResult {
    let tiny = f64::from_bits(1);
    let factors = [0.0, tiny, -1e-200, 1e-160, 1.0, 1e100, -1.3e154];
    let diagonals = [tiny, f64::MIN_POSITIVE, 1e-160, 1.0, 1e160, f64::MAX];
    for d in [2, 22] {
        let mut all = Vec::new();
        for (a, &w) in factors.iter().enumerate() {
            for (b, &x) in diagonals.iter().enumerate() {
                if d > 2 && (a + b) % 3 > 0 {
                    continue;
                }
                let factor =
                    DMatrix::from_fn(d, 2, |i, j| if (i + j) % 3 == 0 { w } else { w / 3.0 });
                let diagonal = DVector::from_fn(d, |i, _| if i % 2 == 0 { x } else { 1.0 });
                let mean = vec![if a % 2 == 0 { f64::MAX } else { -1.0 }; d];
                if let Ok(p) = LowRankNormal::new(mean, factor, diagonal) {
                    all.push(p);
                }
            }
        }
        assert!(all.len() > 6, "only {}", all.len());
        for p in &all {
            assert_eq!(p.kl(p)?.nats(), 0.0);
            for q in &all {
                let mut results = vec![p.kl(q)?];
                if let Ok(full) = q.to_multivariate_normal() {
                    results.push(p.kl(&full)?);
                    results.push(full.kl(p)?);
                }
                for x in results {
                    assert!(x.nats() >= 0.0, "{p:?} {q:?}: {x:?}");
                }
            }
        }
    }
    Ok(())
}

/// Mean, factor and diagonal.
type Parameters = (DVector<f64>, DMatrix<f64>, DVector<f64>);

impl Random {
    fn matrix(&mut self, rows: usize, columns: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |_, _| self.between(-1.0, 1.0))
    }

    fn parameters(&mut self, d: usize, k: usize) -> Parameters {
        let mean = self.matrix(d, 1).column(0).into_owned();
        let diagonal = DVector::from_fn(d, |_, _| self.power_of_ten(-1.0, 1.0));
        (mean, self.matrix(d, k), diagonal)
    }

    /// A dimension on either side of 20, and a number of columns.
    fn shape(&mut self, round: usize) -> (usize, usize) {
        let d = if round.is_multiple_of(3) {
            21 + self.below(8)
        } else {
            1 + self.below(8)
        };
        (d, self.below(4))
    }
}

fn low((mean, factor, diagonal): &Parameters) -> Result<LowRankNormal, Error> {
    LowRankNormal::new(mean.clone(), factor.clone(), diagonal.clone())
}

/// All parameters with a relative change of up to the size.
fn near(random: &mut Random, p: &Parameters, size: f64) -> Parameters {
    let mut change = |x: f64| x * (1.0 + size * random.between(-1.0, 1.0));
    (
        p.0.map(&mut change),
        p.1.map(&mut change),
        p.2.map(&mut change),
    )
}

/// Entries that are multiples of 1/16, so that a covariance is exact in doubles.
fn coarse(p: &Parameters) -> Parameters {
    let coarse = |x: f64| (x * 16.0).round() / 16.0;
    let diagonal = p.2.map(|x| coarse(x) + 0.0625);
    (p.0.map(coarse), p.1.map(coarse), diagonal)
}

/// With no columns, or zeros in all of them, the variables are independent.
#[test]
fn without_a_factor_it_is_diagonal() -> TestResult {
    let mut random = Random(1);
    for round in 0..60 {
        let (d, k) = random.shape(round);
        let mut p = random.parameters(d, 0);
        let size = random.power_of_ten(-15.0, 0.0) * 0.5;
        let mut q = near(&mut random, &p, size);
        if round.is_multiple_of(2) {
            p.1 = DMatrix::zeros(d, k);
        }
        if round.is_multiple_of(5) {
            q.1 = DMatrix::zeros(d, 2);
        }
        let mut expected = 0.0;
        for i in 0..d {
            // Quotients by the same deviation, so that the root is not rounded apart.
            let x = Normal::new(0.0, 1.0)?;
            let shift = (p.0[i] - q.0[i]) / q.2[i].sqrt();
            expected += Normal::new(shift, 1.0)?.kl(&x)?.nats();
            let u = (p.2[i] - q.2[i]) / q.2[i];
            expected += -0.5 * kl_core::kernels::log1pmx(u);
        }
        close(low(&p)?.kl(&low(&q)?)?.nats(), expected, 1e-13);
    }
    Ok(())
}

/// Where the covariances are exact in doubles, all the types must say the same.
#[test]
fn it_is_the_multivariate_normal_distribution() -> TestResult {
    let mut random = Random(2);
    for round in 0..60 {
        let (d, k) = random.shape(round);
        let k = if round.is_multiple_of(4) { d } else { k };
        let p = coarse(&random.parameters(d, k));
        let other = random.parameters(d, 1 + k / 2);
        let q = if round.is_multiple_of(2) {
            coarse(&other)
        } else {
            let mut q = p.clone();
            q.2[0] += 0.0625;
            q
        };
        let (p, q) = (low(&p)?, low(&q)?);
        let full = |p: &LowRankNormal| {
            let product = p.factor() * p.factor().transpose();
            let s = product + DMatrix::from_diagonal(p.diagonal());
            MultivariateNormal::new(p.mean().clone(), s)
        };
        let (full_p, full_q) = (full(&p)?, full(&q)?);
        assert_eq!(p.to_multivariate_normal()?, full_p);
        let expected = full_p.kl(&full_q)?.nats();
        close(p.kl(&q)?.nats(), expected, 1e-14);
        close(p.kl(&full_q)?.nats(), expected, 1e-14);
        close(full_p.kl(&q)?.nats(), expected, 1e-14);
        assert_eq!(p.kl(&full_p)?.nats(), 0.0);
        assert_eq!(full_p.kl(&p)?.nats(), 0.0);
    }
    Ok(())
}

/// Far more rows than columns, at all distances.
#[test]
fn few_columns_give_what_the_covariance_gives() -> TestResult {
    let mut random = Random(8);
    for round in 0..60 {
        let (d, k) = (32 + random.below(100), 1 + random.below(4));
        let p = coarse(&random.parameters(d, k));
        let columns = 1 + random.below(4);
        let mut q = coarse(&random.parameters(d, columns));
        if round % 3 > 0 {
            // Some entries of W, of δ, or of both.
            q = p.clone();
            let step = 2f64.powi(-[4, 8, 12][random.below(3)]);
            for _ in 0..[1, 3, d][random.below(3)] {
                let (i, j) = (random.below(d), random.below(k));
                if round % 3 == 1 || round % 2 == 0 {
                    q.1[(i, j)] += step;
                }
                if round % 3 == 2 {
                    q.2[i] += step;
                }
            }
            q.0[0] += step;
        }
        let full = |p: &Parameters| {
            let s = &p.1 * p.1.transpose() + DMatrix::from_diagonal(&p.2);
            MultivariateNormal::new(p.0.clone(), s)
        };
        for (p, q) in [(&p, &q), (&q, &p)] {
            let expected = full(p)?.kl(&full(q)?)?.nats();
            close(low(p)?.kl(&low(q)?)?.nats(), expected, 3e-14);
            assert_eq!(low(p)?.kl(&low(p)?)?.nats(), 0.0);
        }
    }
    Ok(())
}

/// One variable is all but without noise. That makes BᵀB nearly singular, and the correlations
/// not.
#[test]
fn a_row_that_outweighs_all_others() -> TestResult {
    let mut random = Random(9);
    for _ in 0..10 {
        let d = 48;
        let [mut p, mut q] = [(); 2].map(|()| coarse(&random.parameters(d, 2)));
        (p.2[5], q.2[5]) = (2f64.powi(-30), 2f64.powi(-31));
        let full = |p: &Parameters| {
            let s = &p.1 * p.1.transpose() + DMatrix::from_diagonal(&p.2);
            MultivariateNormal::new(p.0.clone(), s)
        };
        let expected = full(&p)?.kl(&full(&q)?)?.nats();
        close(low(&p)?.kl(&low(&q)?)?.nats(), expected, 1e-11);
    }
    Ok(())
}

/// A change of the diagonal that takes one of the factor back. From the parameters alone it
/// could not be seen how much of the change is left.
#[test]
fn changes_that_cancel_are_seen_in_the_covariance() -> TestResult {
    for left in [0.0, 2f64.powi(-30), -(2f64.powi(-20))] {
        let d = 40;
        let q = (
            DVector::zeros(d),
            DMatrix::zeros(d, 2),
            DVector::repeat(d, 1.0),
        );
        let (mut q, mut p) = (q.clone(), q);
        (q.1[(3, 0)], q.1[(4, 1)]) = (0.5, 0.25);
        (p.1[(3, 0)], p.1[(4, 1)]) = (0.75, 0.125);
        p.2[3] += 0.25 - 0.5625 + left;
        p.2[4] += 0.0625 - 0.015625;
        let u = left / 1.25;
        let expected = -0.5 * kl_core::kernels::log1pmx(u);
        close(low(&p)?.kl(&low(&q)?)?.nats(), expected, 1e-15);
    }
    Ok(())
}

/// WU for an orthogonal U gives the same covariance.
#[test]
fn the_basis_of_the_factor_is_of_no_account() -> TestResult {
    let mut random = Random(3);
    for round in 0..60 {
        let (d, _) = random.shape(round);
        let k = 1 + random.below(4);
        let (p, q) = (random.parameters(d, k), random.parameters(d, k));
        let u = random.matrix(k, k).qr().q();
        let turned = (p.0.clone(), &p.1 * u, p.2.clone());
        let (p, q, turned) = (low(&p)?, low(&q)?, low(&turned)?);
        close(p.kl(&q)?.nats(), turned.kl(&q)?.nats(), 1e-12);
        close(q.kl(&p)?.nats(), q.kl(&turned)?.nats(), 1e-12);
        assert!(turned.kl(&p)?.nats() < 1e-26);
    }
    Ok(())
}

/// Columns in another order, with other signs, or with zeros beside them.
#[test]
fn columns_may_be_moved_turned_round_and_added() -> TestResult {
    let mut random = Random(4);
    for round in 0..60 {
        let (d, k) = random.shape(round);
        let p = random.parameters(d, k);
        let mut factor = DMatrix::zeros(d, k + 1);
        for column in 0..k {
            factor.set_column(k - column, &-p.1.column(column));
        }
        let moved = low(&(p.0.clone(), factor, p.2.clone()))?;
        let p = low(&p)?;
        assert!(moved.kl(&p)?.nats() < 1e-58);
        assert!(p.kl(&moved)?.nats() < 1e-58);
    }
    Ok(())
}

/// Only the last digits of W differ, and W is far below the diagonal: to second order
/// the divergence is ¼Σ(Σp − Σq)ᵢⱼ²/(δᵢδⱼ).
#[test]
fn a_faint_factor_keeps_its_digits() -> TestResult {
    let mut random = Random(5);
    for round in 0..60 {
        let (d, _) = random.shape(round);
        let faint = random.power_of_ten(-60.0, -9.0);
        let mut q = random.parameters(d, 1);
        q.1 *= faint;
        let mut p = q.clone();
        p.1[(0, 0)] *= 1.0 + 2f64.powi(-52);
        let step = p.1[(0, 0)] - q.1[(0, 0)];
        let mut expected = 0.0;
        for j in 0..d {
            let change = step
                * if j == 0 {
                    p.1[(0, 0)] + q.1[(0, 0)]
                } else {
                    q.1[(j, 0)]
                };
            let times = if j == 0 { 0.25 } else { 0.5 };
            expected += times * change * change / q.2[0] / q.2[j];
        }
        close(low(&p)?.kl(&low(&q)?)?.nats(), expected, 1e-14);
    }
    Ok(())
}

/// Powers of two as units change nothing at all, even if their squares are nearly too
/// small or too large for doubles.
#[test]
fn units_are_of_no_account() -> TestResult {
    let mut random = Random(6);
    for round in 0..60 {
        let (d, k) = random.shape(round);
        let p = random.parameters(d, k);
        let size = random.power_of_ten(-10.0, 0.0);
        let q = near(&mut random, &p, 0.5 * size);
        let units = DVector::from_fn(d, |_, _| 2f64.powi([-508, 0, 505][random.below(3)]));
        let moved = |p: &Parameters| {
            let factor = DMatrix::from_fn(d, k, |i, j| p.1[(i, j)] * units[i]);
            let diagonal = p.2.component_mul(&units).component_mul(&units);
            (p.0.component_mul(&units), factor, diagonal)
        };
        let plain = low(&p)?.kl(&low(&q)?)?;
        assert_eq!(plain, low(&moved(&p))?.kl(&low(&moved(&q))?)?);
    }
    Ok(())
}

/// What the rounding of the covariance does, and both directions of it.
#[test]
fn rounding_the_covariance_costs_little() -> TestResult {
    let mut random = Random(7);
    for round in 0..40 {
        let (d, k) = random.shape(round);
        let p = low(&random.parameters(d, k))?;
        let full = p.to_multivariate_normal()?;
        for x in [p.kl(&full)?, full.kl(&p)?] {
            assert!(x.nats() < 1e-29, "{x:?}");
        }
        let w = p.factor();
        for i in 0..d {
            for j in 0..d {
                let sum: f64 = (0..k).map(|c| w[(i, c)] * w[(j, c)]).sum();
                let own = if i == j { p.diagonal()[i] } else { 0.0 };
                let error = (full.covariance()[(i, j)] - (sum + own)).abs();
                assert!(error <= 1e-15 * (own + 4.0), "{i} {j}: {error}");
            }
        }
    }
    Ok(())
}

#[test]
fn no_covariance_is_formed_of_millions_of_dimensions() -> TestResult {
    // It would have 32 terabytes.
    let d = 1 << 21;
    let of = |mean: f64| {
        let factor = DMatrix::from_element(d, 1, 31.0);
        LowRankNormal::new(vec![mean; d], factor, vec![1.0; d])
    };
    let apart = of(0.0)?.kl(&of(1.0)?)?.nats();
    // ½ dᵀ(I + wwᵀ)⁻¹d of the difference d = (1, …, 1).
    close(apart, 0.5 / (1.0 / d as f64 + 961.0), 1e-9);
    Ok(())
}
