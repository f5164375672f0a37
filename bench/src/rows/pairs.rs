//! Pairs of distributions whose formulas have Γ or Bessel functions, many pairs to a call.

use crate::exact::{Exact, bessel_i0_i1, digamma, ln_gamma};
use crate::inputs::Random;
use crate::python::Array;
use crate::row::Row;
use crate::run::Run;
use kl_core::distribution::VonMises;
use kl_core::nalgebra::Dyn;
use kl_core::statrs::distribution::{Beta, Dirichlet, Gamma};
use kl_core::statrs::function::gamma as plain;
use kl_core::{Error, KlDivergence};

/// The parameters of each pair, P's before Q's, and the distributions.
struct Input<D> {
    parameters: Vec<f64>,
    /// How many one distribution has.
    each: usize,
    pairs: Vec<[D; 2]>,
}

pub(crate) fn measure(run: &mut Run) -> anyhow::Result<()> {
    let (small, large) = ((1.0, 4.0), (50.0, 300.0));
    for (work, range) in [
        ("gamma, small shapes", small),
        ("gamma, large shapes", large),
    ] {
        let input = Input::new(run, 2, range, |x| Ok(Gamma::new(x[0], x[1])?))?;
        let mut row = input.row(work);
        row.peer("statrs by hand", |i| {
            i.each(|p, q| {
                let ([ap, bp], [aq, bq]) = (two(p), two(q));
                (ap - aq) * plain::digamma(ap) - plain::ln_gamma(ap)
                    + plain::ln_gamma(aq)
                    + aq * (bp / bq).ln()
                    + ap * (bq - bp) / bp
            })
        });
        row.python("gamma", input.arrays());
        input.finish(run, row, |p, q| {
            let ([ap, bp], [aq, bq]) = (two(p), two(q));
            (ap - aq) * digamma(ap) - ln_gamma(ap)
                + ln_gamma(aq)
                + aq * (bp / bq).ln()
                + ap * (bq - bp) / bp
        });
    }
    for (work, range) in [("beta, small shapes", small), ("beta, large shapes", large)] {
        let input = Input::new(run, 2, range, |x| Ok(Beta::new(x[0], x[1])?))?;
        let mut row = input.row(work);
        row.peer("statrs by hand", |i| i.each(naive_dirichlet));
        row.python("dirichlet", input.arrays());
        input.finish(run, row, exact_dirichlet);
    }
    let input = Input::new(run, 10, (0.5, 5.0), |x| {
        Ok(Dirichlet::<Dyn>::new(x.to_vec())?)
    })?;
    let mut row = input.row("Dirichlet, k = 10");
    row.peer("statrs by hand", |i| i.each(naive_dirichlet));
    row.python("dirichlet", input.arrays());
    input.finish(run, row, exact_dirichlet);

    let input = Input::new(run, 2, (0.25, 6.0), |x| Ok(VonMises::new(x[0], x[1])?))?;
    let mut row = input.row("von Mises");
    row.python("von_mises", input.arrays());
    input.finish(run, row, |p, q| {
        let ([mp, kp], [mq, kq]) = (two(p), two(q));
        let [p0, p1] = bessel_i0_i1(kp.round());
        let [q0, _] = bessel_i0_i1(kq.round());
        let cosine = (mp - mq).cos();
        (q0 / p0).ln() + (kp - kq * cosine) * p1 / p0
    });
    Ok(())
}

impl<D> Input<D> {
    fn new(
        run: &Run,
        each: usize,
        (low, high): (f64, f64),
        distribution: impl Fn(&[f64]) -> anyhow::Result<D>,
    ) -> anyhow::Result<Self> {
        let n = if run.small() { 10 } else { 1000 };
        let parameters = Random(each as u64).many(n * 2 * each, low, high);
        let pairs = parameters.chunks(2 * each).map(|x| {
            let (p, q) = x.split_at(each);
            Ok([distribution(p)?, distribution(q)?])
        });
        let pairs = pairs.collect::<anyhow::Result<_>>()?;
        Ok(Input {
            parameters,
            each,
            pairs,
        })
    }

    /// A row with kl-core in it.
    fn row(&self, work: &str) -> Row<'_, Self>
    where
        D: KlDivergence,
    {
        let n = self.pairs.len();
        let mut row = Row::new(work, format!("{n} pairs"), (n, "a pair"), self);
        // Within 6 ulp, for some times a condition number.
        row.ours(13.0, |i| {
            let all = i.pairs.iter().map(|[p, q]| Ok(p.kl(q)?.nats()));
            all.collect::<Result<Vec<f64>, Error>>()
        });
        row
    }

    fn finish(&self, run: &mut Run, row: Row<Self>, kl: impl Fn(&[Exact], &[Exact]) -> Exact) {
        if !run.wants(&row.work) {
            return;
        }
        let exact: Vec<Exact> = self.parameters.iter().map(|&x| x.into()).collect();
        let pairs = exact.chunks(2 * self.each).map(|x| x.split_at(self.each));
        let exact: Vec<Exact> = pairs.map(|(p, q)| kl(p, q)).collect();
        run.measure(row, &exact);
    }

    fn each(&self, kl: impl Fn(&[f64], &[f64]) -> f64) -> Vec<f64> {
        let pairs = self
            .parameters
            .chunks(2 * self.each)
            .map(|x| x.split_at(self.each));
        pairs.map(|(p, q)| kl(p, q)).collect()
    }

    fn arrays(&self) -> Vec<Array<'_>> {
        let shape = vec![self.pairs.len(), 2, self.each];
        vec![Array("parameters", &self.parameters, shape)]
    }
}

fn two<T: Copy>(x: &[T]) -> [T; 2] {
    [x[0], x[1]]
}

/// ln Γ(sp) − ln Γ(sq) + Σ [ln Γ(q) − ln Γ(p) + (p − q)(ψ(p) − ψ(sp))]
fn naive_dirichlet(p: &[f64], q: &[f64]) -> f64 {
    let (sum_p, sum_q): (f64, f64) = (p.iter().sum(), q.iter().sum());
    let of_sum = plain::digamma(sum_p);
    let terms = p.iter().zip(q).map(|(&p, &q)| {
        plain::ln_gamma(q) - plain::ln_gamma(p) + (p - q) * (plain::digamma(p) - of_sum)
    });
    plain::ln_gamma(sum_p) - plain::ln_gamma(sum_q) + terms.sum::<f64>()
}

fn exact_dirichlet(p: &[Exact], q: &[Exact]) -> Exact {
    let (sum_p, sum_q): (Exact, Exact) = (p.iter().copied().sum(), q.iter().copied().sum());
    let of_sum = digamma(sum_p);
    let terms = p.iter().zip(q);
    let terms = terms.map(|(&p, &q)| ln_gamma(q) - ln_gamma(p) + (p - q) * (digamma(p) - of_sum));
    ln_gamma(sum_p) - ln_gamma(sum_q) + terms.sum::<Exact>()
}
