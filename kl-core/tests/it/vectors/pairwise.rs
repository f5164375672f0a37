//! Tables of divergences, with threads and without.

use crate::common::TestResult;
use crate::common::errors::outcomes;
use crate::common::random::Random;
use kl_core::divergences::KullbackLeibler;
use kl_core::statrs::distribution::Normal;
use kl_core::{Error, Pmf, pairwise, parallel};

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
    let (ps, qs) = (list(40)?, list(17)?);
    let table = pairwise(&KullbackLeibler, &ps, &qs)?;
    assert_eq!(parallel::pairwise(&KullbackLeibler, &ps, &qs)?, table);
    for (i, p) in ps.iter().enumerate() {
        for (j, q) in qs.iter().enumerate() {
            assert_eq!(table[(i, j)], p.kl(q)?);
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
