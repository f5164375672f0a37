//! Divergences as values: the same as the methods, of owned and of borrowed vectors, and
//! those that users make.

use super::divergences::pair;
use crate::common::TestResult;
use crate::common::errors::outcomes;
use crate::common::random::Random;
use kl_core::divergences::{
    Alpha, Bhattacharyya, ChiSquared, CrossEntropy, Hellinger, Jeffreys, JensenShannon,
    KullbackLeibler, Renyi, TotalVariation, Tsallis,
};
use kl_core::nalgebra::DMatrix;
use kl_core::statrs::distribution::Normal;
use kl_core::{
    Bregman, Divergence, Error, Generator, Information, KlDivergence, Logits, MultivariateNormal,
    NormalDivergences, Pmf, PmfView, SumOfTerms, pairwise,
};

/// Every way to the divergence of P from Q gives the same digits.
#[track_caller]
fn same<D, T>(divergence: &D, p: &Pmf, q: &Pmf, method: &Result<T, Error>)
where
    D: Divergence<Pmf, Output = T>
        + for<'a> Divergence<PmfView<'a>, Output = T>
        + for<'a> Divergence<Pmf, PmfView<'a>, Output = T>
        + for<'a> Divergence<PmfView<'a>, Pmf, Output = T>,
    T: PartialEq + std::fmt::Debug,
{
    assert_eq!(&divergence.between(p, q), method);
    assert_eq!(&divergence.between(&p.view(), &q.view()), method);
    assert_eq!(&divergence.between(p, &q.view()), method);
    assert_eq!(&divergence.between(&p.view(), q), method);
}

#[test]
fn values_and_methods_are_the_same() -> TestResult {
    let mut random = Random(41);
    for _ in 0..300 {
        let (p, q) = pair(&mut random, 9)?;
        let (p, q) = (&p, &q);
        same(&KullbackLeibler, p, q, &p.kl(q));
        same(&CrossEntropy, p, q, &p.cross_entropy(q));
        same(&Jeffreys, p, q, &p.jeffreys(q));
        same(&JensenShannon, p, q, &p.jensen_shannon(q));
        same(&TotalVariation, p, q, &p.total_variation(q));
        same(&Hellinger, p, q, &p.hellinger(q));
        same(&Bhattacharyya, p, q, &p.bhattacharyya(q));
        same(&ChiSquared, p, q, &p.chi_squared(q));
        for order in [0.0, 0.5, random.between(0.0, 1.0), 1.0, 2.0, 3.5] {
            same(&Renyi::new(order)?, p, q, &p.renyi(q, order));
            same(&Tsallis::new(order)?, p, q, &p.tsallis(q, order));
            same(&Alpha::new(-order)?, p, q, &p.alpha_divergence(q, -order));
        }
        let generator = Generator::chi_squared();
        same(&generator, p, q, &p.f_divergence(q, &generator));
        let bregman = Bregman::kl();
        let numbers = bregman.divergence(p.as_slice(), q.as_slice());
        same(&bregman, p, q, &numbers);
    }
    Ok(())
}

#[test]
fn values_serve_normals_and_logits_too() -> TestResult {
    let (p, q) = (Normal::new(0.0, 1.0)?, Normal::new(1.0, 2.0)?);
    assert_eq!(KullbackLeibler.between(&p, &q)?, p.kl(&q)?);
    assert_eq!(Jeffreys.between(&p, &q)?, p.jeffreys(&q)?);
    assert_eq!(Bhattacharyya.between(&p, &q)?, p.bhattacharyya(&q)?);
    assert_eq!(Hellinger.between(&p, &q)?, p.hellinger(&q)?);
    assert_eq!(Renyi::new(0.25)?.between(&p, &q)?, p.renyi(&q, 0.25)?);

    let p = MultivariateNormal::new(vec![0.0, 0.0], DMatrix::identity(2, 2))?;
    let q = MultivariateNormal::new(vec![1.0, 2.0], 3.0 * DMatrix::identity(2, 2))?;
    assert_eq!(KullbackLeibler.between(&p, &q)?, p.kl(&q)?);
    assert_eq!(Jeffreys.between(&p, &q)?, p.jeffreys(&q)?);
    assert_eq!(Bhattacharyya.between(&p, &q)?, p.bhattacharyya(&q)?);
    assert_eq!(Hellinger.between(&p, &q)?, p.hellinger(&q)?);
    assert_eq!(Renyi::new(0.25)?.between(&p, &q)?, p.renyi(&q, 0.25)?);

    let (p, q) = (Logits::new([0.0, 1.0])?, Logits::new([0.0, -800.0])?);
    assert_eq!(KullbackLeibler.between(&p, &q)?, p.kl(&q)?);
    assert_eq!(JensenShannon.between(&p, &q)?, p.jensen_shannon(&q)?);
    Ok(())
}

#[test]
fn an_order_out_of_range_is_no_value() {
    for bad in [f64::NAN, -f64::MIN_POSITIVE, f64::NEG_INFINITY] {
        assert!(Renyi::new(bad).is_err(), "{bad}");
        assert!(Tsallis::new(bad).is_err(), "{bad}");
    }
    assert!(Renyi::new(f64::INFINITY).is_ok());
    assert!(Tsallis::new(f64::INFINITY).is_err());
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(Alpha::new(bad).is_err(), "{bad}");
    }
}

/// √Σ (p − q)², as a user would write it.
struct Euclidean;

impl SumOfTerms for Euclidean {
    type Output = f64;

    fn term(&self, p: f64, q: f64) -> f64 {
        (p - q) * (p - q)
    }

    fn finish(&self, sum: f64) -> Result<f64, Error> {
        Ok(sum.sqrt())
    }
}

#[test]
fn a_divergence_of_ones_own_goes_all_ways() -> TestResult {
    let rows = [[0.5, 0.5, 0.0], [0.5, 0.0, 0.5], [0.25, 0.5, 0.25]];
    let views = rows.iter().map(|row| Pmf::borrowed(row));
    let views: Vec<PmfView> = views.collect::<Result<_, _>>()?;
    let table = pairwise(&Euclidean, &views, &views)?;
    assert_eq!(table[(0, 1)], 0.5f64.sqrt());
    assert_eq!(table, table.transpose());
    for (i, p) in views.iter().enumerate() {
        assert_eq!(table[(i, i)], 0.0);
        for (j, q) in views.iter().enumerate() {
            let squares = Bregman::squared_euclidean().between(p, q)?;
            assert_eq!(table[(i, j)], squares.sqrt());
        }
    }
    let short = Pmf::uniform(2)?;
    let wrong = outcomes(3, 2);
    assert_eq!(Euclidean.between(&views[0], &short), Err(wrong.clone()));
    assert_eq!(
        pairwise(&Euclidean, &views, &[short]),
        Err(Error::Pair {
            row: 0,
            column: 0,
            source: Box::new(wrong)
        })
    );
    Ok(())
}

/// A thousand terms that a plain sum would not see.
#[test]
fn the_terms_of_ones_own_are_summed_with_compensation() -> TestResult {
    struct HalfUlps;
    impl SumOfTerms for HalfUlps {
        type Output = f64;

        fn term(&self, p: f64, q: f64) -> f64 {
            if p == q { f64::EPSILON / 2.0 } else { 1.0 }
        }

        fn finish(&self, sum: f64) -> Result<f64, Error> {
            Ok(sum)
        }
    }
    let mut q = vec![1.0 / 1026.0; 1026];
    (q[0], q[1]) = (0.0, 2.0 / 1026.0);
    let (p, q) = (Pmf::uniform(1026)?, Pmf::new(q)?);
    assert_eq!(HalfUlps.between(&p, &q)?, 2.0 + 512.0 * f64::EPSILON);
    Ok(())
}

#[test]
fn divergences_can_be_kept_in_a_list() -> TestResult {
    let list: [(&str, &dyn Divergence<Pmf, Output = Information>); 3] = [
        ("Kullback and Leibler", &KullbackLeibler),
        ("Jeffreys", &Jeffreys),
        ("Rényi", &Renyi::new(2.0)?),
    ];
    let (p, q) = (Pmf::new([0.5, 0.5])?, Pmf::new([0.25, 0.75])?);
    for (name, divergence) in list {
        let table = pairwise(
            divergence,
            std::slice::from_ref(&p),
            std::slice::from_ref(&q),
        )?;
        assert!(table[(0, 0)] > Information::ZERO, "{name}");
    }
    Ok(())
}

#[cfg(feature = "rayon")]
#[test]
fn threads_sum_any_terms() -> TestResult {
    use crate::common::close::close;
    use kl_core::parallel;

    let mut random = Random(42);
    let n = (1 << 14) + 7;
    let (p, q) = (random.weights(n), random.weights(n));
    let (p, q) = (Pmf::from_weights(p)?, Pmf::from_weights(q)?);
    close(
        parallel::between(&JensenShannon, &p, &q.view())?.nats(),
        p.jensen_shannon(&q)?.nats(),
        f64::EPSILON,
    );
    close(
        parallel::between(&Euclidean, &p, &q)?,
        Euclidean.between(&p, &q)?,
        f64::EPSILON,
    );
    let kl = Generator::kl();
    close(
        parallel::between(&kl, &p, &q)?,
        p.f_divergence(&q, &kl)?,
        f64::EPSILON,
    );
    let holed = Generator::new(|t: f64| if t > 1.0 { f64::NAN } else { 0.0 }, 0.0, 0.0)?;
    assert!(parallel::between(&holed, &p, &q).is_err());
    Ok(())
}
