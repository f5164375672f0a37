//! Tables of divergences, with threads and without.

use crate::common::TestResult;
use crate::common::errors::outcomes;
use crate::common::random::Random;
use kl_core::divergences::{CrossEntropy, Hellinger, Jeffreys, KullbackLeibler, TotalVariation};
use kl_core::statrs::distribution::Normal;
use kl_core::{Divergence, Error, Information, Pmf, pairwise, parallel};

#[test]
fn the_pair_that_cannot_be_compared_is_named() -> TestResult {
    let ps = [Pmf::uniform(2)?, Pmf::uniform(2)?];
    let qs = [Pmf::uniform(2)?, Pmf::uniform(2)?, Pmf::uniform(3)?];
    let error = Error::Pair {
        row: 0,
        column: 2,
        source: Box::new(outcomes(2, 3)),
    };
    assert_eq!(pairwise(&KullbackLeibler, &ps, &qs), Err(error.clone()));
    assert_eq!(
        error.to_string(),
        "P number 0 and Q number 2 cannot be compared"
    );
    assert!(parallel::pairwise(&KullbackLeibler, &ps, &qs).is_err());
    assert_eq!(
        parallel::between(&KullbackLeibler, &ps[0], &qs[2]),
        Err(outcomes(2, 3))
    );
    Ok(())
}

#[test]
fn threads_change_no_entry() -> TestResult {
    let mut random = Random(8);
    let mut list = |n: usize| -> Result<Vec<Pmf>, Error> {
        (0..n)
            .map(|_| Pmf::from_weights(random.weights(5)))
            .collect()
    };
    // More columns than a thread takes at once.
    let (ps, qs) = (list(40)?, list(200)?);
    assert!(KullbackLeibler.product_form(&ps, &qs).is_some());
    assert_eq!(
        parallel::pairwise(&KullbackLeibler, &ps, &qs)?,
        pairwise(&KullbackLeibler, &ps, &qs)?
    );
    let table = pairwise(&TotalVariation, &ps, &qs)?;
    assert_eq!(parallel::pairwise(&TotalVariation, &ps, &qs)?, table);
    for (i, p) in ps.iter().enumerate() {
        for (j, q) in qs.iter().enumerate() {
            assert_eq!(table[(i, j)], p.total_variation(q)?);
        }
    }
    let normals = [Normal::new(0.0, 1.0)?, Normal::new(1.0, 1.0)?];
    assert_eq!(
        parallel::pairwise(&KullbackLeibler, &normals, &normals)?[(0, 1)].nats(),
        0.5
    );
    let none: [Pmf; 0] = [];
    assert_eq!(
        parallel::pairwise(&KullbackLeibler, &ps, &none)?.shape(),
        (40, 0)
    );
    Ok(())
}

/// The lists of a table, of one of many kinds.
fn lists(random: &mut Random, kind: usize, [rows, columns]: [usize; 2], n: usize) -> [Vec<Pmf>; 2] {
    // What clusters are about, and steep where the kind is.
    let middles: Vec<Vec<f64>> = (0..3)
        .map(|_| (0..n).map(|_| random.unit()).collect())
        .collect();
    let mut weights = |i: usize, is_q: bool| -> Vec<f64> {
        let middle = &middles[i % 3];
        let mut weight = |k: usize| match kind {
            0 => random.unit(),
            1 => (3.0 * random.normal()).exp(),
            2 => middle[k] * random.between(0.9, 1.1),
            3 => middles[0][k] * (1.0 + 1e-7 * random.normal()),
            4 if !is_q && random.below(4) == 0 => 0.0,
            5 if is_q && random.below(64) == 0 => 0.0,
            6 if random.below(8) == 0 => 0.0,
            7 => random.power_of_ten(-323.0, 0.0),
            8 if k == i % n => 1e9,
            9 if k == 0 && is_q => 1e-9,
            9 if k == 0 && !i.is_multiple_of(10) => 1e-2,
            10 if k.is_multiple_of(5) => 0.0,
            _ => random.unit() + 1e-3,
        };
        let mut w: Vec<f64> = (0..n).map(&mut weight).collect();
        w[i % n] += 1e-3;
        w
    };
    let mut list = |count: usize, is_q: bool| -> Vec<Pmf> {
        (0..count)
            .filter_map(|i| Pmf::from_weights(weights(i, is_q)).ok())
            .collect()
    };
    let (ps, mut qs) = (list(rows, false), list(columns, true));
    // Each third Q is that of its number, or one of the next doubles.
    for (j, (q, p)) in qs.iter_mut().zip(&ps).enumerate() {
        if j.is_multiple_of(3) && kind != 3 {
            let mut near = p.as_slice().to_vec();
            if j.is_multiple_of(2) {
                near.iter_mut()
                    .for_each(|x| *x = if *x > 0.0 { x.next_down() } else { 0.0 });
            }
            if let Ok(near) = Pmf::new(near) {
                *q = near;
            }
        }
    }
    [ps, qs]
}

/// Within so many units in the last place, infinite where the other is, and zero where the
/// other is.
#[track_caller]
fn agree(found: f64, expected: f64, ulp: f64) {
    assert!(found >= 0.0, "{found:e} is not {expected:e}");
    let unit = expected.next_up() - expected;
    let same = found == expected || (found - expected).abs() <= ulp * unit;
    assert!(same, "{found:e} is not {expected:e}");
}

/// The two errors together: 4 ulp of the table's, and up to 2 and a half of the pair's.
const APART: f64 = 6.0;

fn tables_agree<O, D>(divergence: &D, number: impl Fn(O) -> f64, lengths: &[usize]) -> TestResult
where
    O: kl_core::nalgebra::Scalar + Copy + Send,
    D: Divergence<Pmf, Output = O> + Sync,
{
    let mut random = Random(11);
    for shape in [[0, 3], [3, 0], [1, 1], [2, 40], [12, 12], [9, 55], [23, 14]] {
        for &n in lengths {
            for kind in 0..11 {
                let [ps, qs] = lists(&mut random, kind, shape, n);
                let pays = n > 3 && shape[0] > 8;
                assert_eq!(divergence.product_form(&ps, &qs).is_some(), pays);
                let table = pairwise(divergence, &ps, &qs)?;
                assert_eq!([table.nrows(), table.ncols()], shape);
                for (i, p) in ps.iter().enumerate() {
                    for (j, q) in qs.iter().enumerate() {
                        let expected = number(divergence.between(p, q)?);
                        agree(number(table[(i, j)]), expected, APART);
                    }
                }
                assert!(parallel::pairwise(divergence, &ps, &qs)? == table);
            }
        }
    }
    Ok(())
}

#[test]
fn entries_of_a_table_are_those_of_pairs() -> TestResult {
    let lengths = [1, 2, 3, 4, 5, 15, 16, 17, 64, 65, 300];
    tables_agree(&KullbackLeibler, Information::nats, &lengths)
}

#[test]
fn entries_of_tables_of_other_divergences_are_those_of_pairs() -> TestResult {
    let lengths = [3, 4, 17, 65];
    tables_agree(&Jeffreys, Information::nats, &lengths)?;
    tables_agree(&CrossEntropy, Information::nats, &lengths)?;
    tables_agree(&Hellinger, |distance: f64| distance, &lengths)
}

#[test]
fn the_diagonal_of_a_list_with_itself_is_zero() -> TestResult {
    let mut random = Random(12);
    let list = (0..30).map(|_| Pmf::from_weights(random.weights(20)));
    let list: Vec<Pmf> = list.collect::<Result<_, _>>()?;
    let views: Vec<_> = list.iter().map(Pmf::view).collect();
    let table = pairwise(&KullbackLeibler, &list, &views)?;
    assert_eq!(table, pairwise(&KullbackLeibler, &list, &list)?);
    for i in 0..list.len() {
        assert_eq!(table[(i, i)], Information::ZERO);
    }
    Ok(())
}

#[test]
fn the_first_of_many_pairs_that_cannot_be_compared_is_named() -> TestResult {
    let mut ps = vec![Pmf::uniform(6)?; 30];
    let qs = vec![Pmf::uniform(6)?; 40];
    ps[7] = Pmf::uniform(5)?;
    let error = pairwise(&KullbackLeibler, &ps, &qs);
    assert!(matches!(
        error,
        Err(Error::Pair {
            row: 7,
            column: 0,
            ..
        })
    ));
    let error = pairwise(&KullbackLeibler, &qs, &ps);
    assert!(matches!(
        error,
        Err(Error::Pair {
            row: 0,
            column: 7,
            ..
        })
    ));
    Ok(())
}
