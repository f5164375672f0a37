//! Divergences of two lists, one after the other.

use crate::common::TestResult;
use crate::common::families::{Draw, Family};
use kl_core::distribution::*;
use kl_core::divergences::KullbackLeibler;
use kl_core::statrs::distribution::*;
use kl_core::{
    Error, Information, KlDivergence, MultivariateNormal, elementwise, elementwise_into,
};

#[test]
fn lengths_must_agree() -> TestResult {
    let list = [1.0, 2.0, 3.0].map(Exp::new).into_iter();
    let list = list.collect::<Result<Vec<_>, _>>()?;
    let wrong = Err(Error::Size {
        of: "distributions Q",
        index: None,
        found: 2,
        like: "distributions P",
        expected: 3,
    });
    assert_eq!(elementwise(&KullbackLeibler, &list, &list[..2]), wrong);
    let mut two = [Information::ZERO; 2];
    let wrong = Err(Error::Size {
        of: "results",
        index: None,
        found: 2,
        like: "pairs",
        expected: 3,
    });
    for qs in [&list[..], &list[..1]] {
        assert_eq!(
            elementwise_into(&KullbackLeibler, &list, qs, &mut two),
            wrong
        );
    }
    let none: [Exp; 0] = [];
    assert_eq!(elementwise(&KullbackLeibler, &none, &none), Ok(Vec::new()));
    assert_eq!(
        elementwise(&KullbackLeibler, &none, &list[..1]),
        Ok(Vec::new())
    );
    assert_eq!(
        elementwise(&KullbackLeibler, &list[..1], &none),
        Ok(Vec::new())
    );
    Ok(())
}

#[test]
fn the_pair_that_cannot_be_compared_is_named() -> TestResult {
    let good = Gamma::new(2.0, 1.0)?;
    // statrs lets one of the two be infinite.
    let bad = Gamma::new(2.0, f64::INFINITY)?;
    let source = good.kl(&bad).expect_err("its rate is infinite");
    let error = |row: usize, column: usize| Error::Pair {
        row,
        column,
        source: Box::new(source.clone()),
    };
    let qs = [good, good, bad];
    assert_eq!(
        elementwise(&KullbackLeibler, &[good; 3], &qs),
        Err(error(2, 2))
    );
    assert_eq!(
        elementwise(&KullbackLeibler, &[good], &qs),
        Err(error(0, 2))
    );
    let mut results = [Information::INFINITY; 3];
    let written = elementwise_into(&KullbackLeibler, &[good], &qs, &mut results);
    assert_eq!(written, Err(error(0, 2)));
    assert_eq!(
        results,
        [Information::ZERO, Information::ZERO, Information::INFINITY]
    );
    Ok(())
}

#[test]
fn each_p_is_compared_with_the_q_in_its_place() -> TestResult {
    let (mut ps, mut qs, mut expected) = (Vec::new(), Vec::new(), Vec::new());
    for i in 1..5 {
        let (p, q) = (
            Gamma::new(f64::from(i), 2.0)?,
            Gamma::new(0.5, f64::from(i))?,
        );
        expected.push(p.kl(&q)?);
        ps.push(p);
        qs.push(q);
    }
    assert_eq!(elementwise(&KullbackLeibler, &ps, &qs), Ok(expected));
    for (i, p) in ps.iter().enumerate() {
        let forward = elementwise(&KullbackLeibler, &ps[i..=i], &qs)?;
        let backward = elementwise(&KullbackLeibler, &qs, &ps[i..=i])?;
        for (j, q) in qs.iter().enumerate() {
            assert_eq!((forward[j], backward[j]), (p.kl(q)?, q.kl(p)?));
        }
    }
    Ok(())
}

/// For every pair of the table, and with one P or one Q, the results are those of the calls.
#[test]
fn each_result_is_that_of_its_own_call() {
    macro_rules! each {
        ($(
            $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
            $within:tt;
        )*) => { $( same::<$p, $q>(); )* };
    }
    type Dirichlet = crate::common::families::Dirichlet;
    pairs!(each);
}

fn same<P, Q>()
where
    P: KlDivergence<Q> + Family + Draw,
    Q: Family + Draw,
{
    let (ps, qs) = (
        [P::ordinary(), P::ordinary()],
        [Q::ordinary(), Q::ordinary()],
    );
    let expected = ps[0].kl(&qs[0]).expect("they are ordinary");
    for (ps, qs) in [(&ps[..], &qs[..]), (&ps[..1], &qs[..]), (&ps[..], &qs[..1])] {
        let mut results = [Information::ZERO; 2];
        let written = elementwise_into(&KullbackLeibler, ps, qs, &mut results);
        assert_eq!(written, Ok(()));
        assert_eq!(results, [expected; 2]);
        assert_eq!(elementwise(&KullbackLeibler, ps, qs), Ok(results.to_vec()));
    }
}
