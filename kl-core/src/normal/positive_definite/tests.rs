//! The ways to compare small matrices, against each other.

use super::excess::Excess;
use super::sliced::Sliced;
use super::small::{self, Doubles};
use super::{Parts, PositiveDefinite};
use crate::float::double::Double;
use crate::normal::matrix_name::COVARIANCE;
use crate::testing::Random;
use nalgebra::{DMatrix, DVector};
use std::sync::OnceLock;

impl Random {
    /// Between −1 and 1.
    fn next(&mut self) -> f64 {
        2.0 * self.unit() - 1.0
    }

    fn power_of_ten(&mut self, least: f64) -> f64 {
        10f64.powf(least * 0.5 * (self.next() + 1.0))
    }

    /// A covariance whose columns shrink from 1 to `least`, which makes it ill-conditioned.
    fn covariance(&mut self, d: usize, least: f64) -> DMatrix<f64> {
        let shrink = |j| least.powf(j as f64 / d as f64);
        let a = DMatrix::from_fn(d, d, |_, j| self.next() * shrink(j));
        let s = &a * a.transpose() + DMatrix::identity(d, d) * (0.1 * least * least);
        DMatrix::from_fn(d, d, |i, j| s[(i.max(j), i.min(j))])
    }

    fn changed(&mut self, s: &DMatrix<f64>, size: f64) -> DMatrix<f64> {
        let changed = s.map(|x| x * (1.0 + size * self.next()));
        DMatrix::from_fn(s.nrows(), s.nrows(), |i, j| changed[(i.max(j), i.min(j))])
    }
}

/// By slices, whatever the dimension, and by doubled doubles.
fn both_ways(s: &DMatrix<f64>) -> Option<[PositiveDefinite; 2]> {
    let usual = PositiveDefinite::new(&COVARIANCE, s.clone()).ok()?;
    let entry = |i, j| usual.in_units(s[(i, j)], i, j).into();
    let doubles = Doubles::new(s.nrows(), entry).ok()?;
    let [mut by_slices, mut by_doubles] = [usual.clone(), usual.clone()];
    by_slices.parts = Parts::Sliced(Sliced::new(s.nrows(), entry)?, OnceLock::new());
    by_doubles.parts = Parts::Doubles(doubles);
    Some([by_slices, by_doubles])
}

#[test]
fn slices_give_what_doubled_doubles_give() {
    let mut random = Random(1);
    let (mut compared, mut without_slices) = (0, 0);
    for round in 0..4000 {
        let d = 1 + round % 20;
        let s = {
            let least = random.power_of_ten(-3.0);
            random.covariance(d, least)
        };
        let t = if round % 3 == 0 {
            let least = random.power_of_ten(-3.0);
            random.covariance(d, least)
        } else {
            let size = random.power_of_ten(-15.0);
            random.changed(&s, 0.5 * size)
        };
        // Units in which slices must be scaled, and grow.
        let unit = 2f64.powi([0, 0, 30, -70][round % 4]);
        let s = s * unit;
        let size = random.power_of_ten(-20.0) * unit.sqrt();
        let [a, b] = [0, 1].map(|_| DVector::from_fn(d, |_, _| size * random.next()));
        let (Some([ps, pd]), Some([qs, qd])) = (both_ways(&s), both_ways(&t)) else {
            without_slices += 1;
            continue;
        };
        compared += 1;
        let by_slices = qs.divergence(&ps, [&a, &b], &|i, j| qs.difference_to(&ps, i, j));
        let by_doubles = qd.divergence(&pd, [&a, &b], &|i, j| qd.difference_to(&pd, i, j));
        let error = (by_slices - by_doubles).abs() / by_doubles;
        assert!(
            error <= 2.0 * f64::EPSILON,
            "{d}: {by_slices:e} {by_doubles:e}, {} ulp, reach {:?}",
            error / f64::EPSILON,
            [&ps, &qs].map(|m| match &m.parts {
                Parts::Sliced(l, _) => l.reach,
                _ => f64::NAN,
            })
        );
    }
    // Most matrices of these are far enough from singular.
    assert!(
        compared > 1500 && without_slices > 100,
        "{compared} {without_slices}"
    );
}

/// Where both are allowed, the quotient of two factors and the factor of a difference agree.
#[test]
fn a_quotient_gives_what_a_difference_gives() {
    let mut random = Random(2);
    let mut compared = 0;
    for round in 0..4000 {
        let d = 1 + round % 20;
        let least = random.power_of_ten(-7.0);
        let s = random.covariance(d, least);
        let size = random.power_of_ten(-15.0);
        let t = random.changed(&s, 0.1 * size);
        let doubles = |s: &DMatrix<f64>| {
            let mut all = PositiveDefinite::new(&COVARIANCE, s.clone()).ok()?;
            let entry = |i, j| all.in_units(s[(i, j)], i, j).into();
            let doubles = Doubles::new(d, entry).ok()?;
            all.parts = Parts::Doubles(doubles.clone());
            Some((all, doubles))
        };
        let (Some((p, lp)), Some((q, lq))) = (doubles(&s), doubles(&t)) else {
            continue;
        };
        let difference = |i, j| q.difference_to(&p, i, j);
        let far = Doubles::far(lp.reach.max(lq.reach), p.dimension());
        let mut e = small::quotient((&p.scale, &lp), (&q.scale, &lq));
        for i in 0..d {
            e[i * d + i] = e[i * d + i] - Double::ONE;
        }
        let quotient = Excess::Doubles(e);
        let Some(near) = small::near_excess(&lq, &difference) else {
            continue;
        };
        if !quotient.is_above(far, d) {
            continue;
        }
        compared += 1;
        let [by_quotient, by_difference] =
            [quotient, Excess::Doubles(near)].map(|e| e.shape_term(&p, &q));
        let error = (by_quotient - by_difference).abs() / by_difference;
        assert!(
            error <= 2.0 * f64::EPSILON,
            "{d}: {by_quotient:e} {by_difference:e}, {} ulp, reach {}",
            error / f64::EPSILON,
            lp.reach
        );
    }
    assert!(compared > 900, "{compared}");
}
