//! The families of functions, and an input of any size for each.

use crate::inputs::Random;
use kl_core::distribution::LowRankNormal;
use kl_core::divergences::KullbackLeibler;
use kl_core::estimate::{Bins, CountTable, Counts, Points, k3, nearest_neighbour_kl};
use kl_core::nalgebra::{DMatrix, DVector};
use kl_core::objective::{Reduction, distillation, normal_kl_value};
use kl_core::statrs::distribution::{Binomial, Dirichlet, NegativeBinomial, Poisson};
use kl_core::transport::{Empirical, wasserstein_1, wasserstein_2};
use kl_core::{
    Channel, Joint, KlDivergence, Logits, MultivariateNormal, NormalMixture, Pmf, pairwise, series,
};
use std::hint::black_box;

/// What is called at each size, and with which power of the size its time grows.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    /// What the size counts.
    pub(crate) size_of: &'static str,
    /// The power that is promised; logarithms of the size come on top.
    pub(crate) power: f64,
    pub(crate) first: usize,
    /// From one size to the next.
    pub(crate) step: f64,
    /// What the input takes, and what it takes to make it.
    pub(crate) bytes: fn(f64) -> f64,
    pub(crate) prepare: fn(usize) -> anyhow::Result<Call>,
}

/// What is timed.
pub(crate) type Call = Box<dyn Fn()>;

/// A call that the compiler may not leave out.
fn call<T>(function: impl Fn() -> T + 'static) -> anyhow::Result<Call> {
    Ok(Box::new(move || drop(black_box(function()))))
}

pub(crate) const FAMILIES: &[Family] = &[
    Family {
        name: "KL of vectors",
        size_of: "outcomes",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 24.0 * n,
        prepare: |n| {
            let (p, q) = (pmf(n, 1)?, pmf(n, 2)?);
            call(move || p.kl(&q))
        },
    },
    Family {
        name: "KL of logits",
        size_of: "classes",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 16.0 * n,
        prepare: |n| {
            let p = Logits::new(Random(1).many(n, -3.0, 3.0))?;
            let q = Logits::new(Random(2).many(n, -3.0, 3.0))?;
            call(move || p.kl(&q))
        },
    },
    Family {
        name: "distillation with gradient",
        size_of: "tokens of 1000 classes",
        power: 1.0,
        first: 1,
        step: 10.0,
        bytes: |n| 24e3 * n,
        prepare: |n| {
            let teacher = Random(1).many(1000 * n, -3.0, 3.0);
            let student = Random(2).many(1000 * n, -3.0, 3.0);
            call(move || distillation(&teacher, &student, 1000, 2.0, Reduction::BatchMean))
        },
    },
    Family {
        name: "normal encoder",
        size_of: "latent variables",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 16.0 * n,
        prepare: |n| {
            let mean = Random(1).many(n, -1.0, 1.0);
            let log_variance = Random(2).many(n, -1.0, 1.0);
            call(move || normal_kl_value(&mean, &log_variance, n, 1.0, Reduction::Sum))
        },
    },
    Family {
        name: "table of all pairs",
        size_of: "distributions of 64 outcomes",
        power: 2.0,
        first: 4,
        step: 4.0,
        bytes: |n| 1024.0 * n + 16.0 * n * n,
        prepare: |n| {
            let all = (0..n).map(|i| pmf(64, i as u64 + 1));
            let all = all.collect::<anyhow::Result<Vec<Pmf>>>()?;
            call(move || pairwise(&KullbackLeibler, &all, &all))
        },
    },
    Family {
        name: "mutual information of a joint",
        size_of: "entries",
        power: 1.0,
        first: 100,
        step: 10.0,
        bytes: |n| 24.0 * n,
        prepare: |n| {
            let rows = (n as f64).sqrt() as usize;
            let joint = Joint::new(rows, n / rows, pmf(rows * (n / rows), 3)?.into_vec())?;
            call(move || joint.mutual_information())
        },
    },
    Family {
        name: "channel capacity",
        size_of: "inputs and outputs each",
        power: 3.0,
        first: 4,
        step: 2.0,
        bytes: |n| 32.0 * n * n,
        prepare: |n| {
            let rows = (0..n).map(|i| pmf(n, i as u64 + 1));
            let channel = Channel::new(rows.collect::<anyhow::Result<Vec<Pmf>>>()?)?;
            call(move || channel.capacity(1e-9, 100_000))
        },
    },
    Family {
        name: "normals from covariances",
        size_of: "dimensions",
        power: 3.0,
        first: 2,
        step: 2.0,
        bytes: |d| 64.0 * d * d,
        prepare: |d| {
            let mut random = Random(5);
            let mut one = || (random.many(d, -1.0, 1.0), random.covariance(d));
            let (p, q) = (one(), one());
            call(move || {
                let p = MultivariateNormal::new(p.0.clone(), p.1.clone())?;
                p.kl(&MultivariateNormal::new(q.0.clone(), q.1.clone())?)
            })
        },
    },
    Family {
        name: "low-rank normals",
        size_of: "dimensions, of rank 10",
        power: 1.0,
        first: 20,
        step: 10.0,
        bytes: |d| 400.0 * d,
        prepare: |d| {
            let mut random = Random(6);
            let mut one = || {
                let factor = DMatrix::from_vec(d, 10, random.many(10 * d, -1.0, 1.0));
                let mean = DVector::from_vec(random.many(d, -1.0, 1.0));
                LowRankNormal::new(mean, factor, DVector::from_vec(random.many(d, 0.5, 2.0)))
            };
            let (p, q) = (one()?, one()?);
            call(move || p.kl(&q))
        },
    },
    Family {
        name: "bounds for mixtures",
        size_of: "components each, in 2 dimensions",
        // A step takes the square; how many steps there are grows too, up to 2000.
        power: 3.0,
        first: 2,
        step: 2.0,
        bytes: |n| 1024.0 * n + 32.0 * n * n,
        prepare: |n| {
            let mixture = |seed| {
                let mut random = Random(seed);
                // As many overlap with one, whatever their number.
                let far = 4.0 * (n as f64).sqrt();
                let component = |_| {
                    let mean = random.many(2, -far, far);
                    MultivariateNormal::new(mean, random.covariance(2))
                };
                let components = (0..n).map(component).collect::<Result<Vec<_>, _>>()?;
                anyhow::Ok(NormalMixture::new(pmf(n, seed)?, components)?)
            };
            let (p, q) = (mixture(1)?, mixture(2)?);
            call(move || p.kl_bounds(&q))
        },
    },
    Family {
        name: "Wasserstein-1 of samples",
        size_of: "values each",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 48.0 * n,
        prepare: |n| {
            let (x, y) = (Random(1).many(n, 0.0, 1.0), Random(2).many(n, 0.0, 2.0));
            call(move || wasserstein_1(&x, &y))
        },
    },
    Family {
        name: "Wasserstein-2 of samples",
        size_of: "values each",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 48.0 * n,
        prepare: |n| {
            let (x, y) = (Random(1).many(n, 0.0, 1.0), Random(2).many(n, 0.0, 2.0));
            call(move || wasserstein_2(&x, &y))
        },
    },
    Family {
        name: "energy distance of samples",
        size_of: "values each",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 64.0 * n,
        prepare: |n| {
            let x = Empirical::new(Random(1).many(n, 0.0, 1.0))?;
            let y = Empirical::new(Random(2).many(n, 0.0, 2.0))?;
            call(move || x.energy_distance(&y))
        },
    },
    Family {
        name: "nearest neighbours in 3 dimensions",
        size_of: "points each",
        power: 1.0,
        first: 10,
        step: 4.0,
        bytes: |n| 160.0 * n,
        prepare: |n| {
            let p = Points::new(3, Random(1).normals(3 * n))?;
            let q = Points::new(3, Random(2).normals(3 * n))?;
            call(move || nearest_neighbour_kl(&p, &q, 1))
        },
    },
    Family {
        name: "nearest neighbours in 10 dimensions",
        size_of: "points each",
        power: 2.0,
        first: 20,
        step: 4.0,
        bytes: |n| 400.0 * n,
        prepare: |n| {
            let p = Points::new(10, Random(1).normals(10 * n))?;
            let q = Points::new(10, Random(2).normals(10 * n))?;
            call(move || nearest_neighbour_kl(&p, &q, 1))
        },
    },
    Family {
        name: "k3 of log-ratios",
        size_of: "samples",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 8.0 * n,
        prepare: |n| {
            let ratios = Random(1).many(n, -1.0, 1.0);
            call(move || k3(&ratios))
        },
    },
    Family {
        name: "KL of counts",
        size_of: "outcomes",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 32.0 * n,
        prepare: |n| {
            let (p, q) = (counts(n, 1)?, counts(n, 2)?);
            call(move || p.kl_corrected(&q))
        },
    },
    Family {
        name: "mutual information of a table of counts",
        size_of: "entries",
        power: 1.0,
        first: 100,
        step: 10.0,
        bytes: |n| 32.0 * n,
        prepare: |n| {
            let rows = (n as f64).sqrt() as usize;
            let entries = counts(rows * (n / rows), 1)?;
            let table = CountTable::new(rows, n / rows, entries.as_slice())?;
            call(move || table.mutual_information())
        },
    },
    Family {
        name: "quantile bins, and counting in them",
        size_of: "values",
        power: 1.0,
        first: 10,
        step: 10.0,
        bytes: |n| 32.0 * n,
        prepare: |n| {
            let x = Random(1).many(n, 0.0, 1.0);
            call(move || Bins::quantiles_of(&[&x], 10).and_then(|bins| bins.count(&x)))
        },
    },
    Family {
        name: "Dirichlet",
        size_of: "outcomes",
        power: 1.0,
        first: 2,
        step: 10.0,
        bytes: |n| 48.0 * n,
        prepare: |n| {
            let p = Dirichlet::new(Random(1).many(n, 0.5, 5.0))?;
            let q = Dirichlet::new(Random(2).many(n, 0.5, 5.0))?;
            call(move || p.kl(&q))
        },
    },
    Family {
        name: "exact sum, Binomial‖Poisson",
        size_of: "trials",
        power: 0.0,
        first: 10,
        step: 10.0,
        bytes: |n| if n > 1e12 { f64::INFINITY } else { 0.0 },
        prepare: |n| {
            let (p, q) = (Binomial::new(0.3, n as u64)?, Poisson::new(0.4 * n as f64)?);
            call(move || p.kl(&q))
        },
    },
    Family {
        name: "exact sum, NegativeBinomial‖NegativeBinomial",
        size_of: "expected counts",
        power: 0.0,
        first: 10,
        step: 10.0,
        bytes: |n| if n > 1e12 { f64::INFINITY } else { 0.0 },
        prepare: |n| {
            let of = |r: f64| NegativeBinomial::new(r, r / (r + n as f64));
            let (p, q) = (of(1.5)?, of(2.0)?);
            call(move || p.kl(&q))
        },
    },
    Family {
        name: "series, Poisson‖Poisson",
        size_of: "expected counts",
        power: 0.5,
        first: 10,
        step: 10.0,
        bytes: |_| 0.0,
        prepare: |n| {
            let (p, q) = (Poisson::new(n as f64)?, Poisson::new(n as f64 + 1.0)?);
            call(move || series::kl(&p, &q))
        },
    },
];

fn pmf(n: usize, seed: u64) -> anyhow::Result<Pmf> {
    Ok(Pmf::from_weights(Random(seed).many(n, 0.01, 1.0))?)
}

fn counts(n: usize, seed: u64) -> anyhow::Result<Counts> {
    let numbers = Random(seed).many(n, 1.0, 1000.0);
    let numbers: Vec<u64> = numbers.into_iter().map(|x| x as u64).collect();
    Ok(Counts::new(numbers)?)
}
