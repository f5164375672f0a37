//! Divergences between probability vectors.

use crate::exact::Exact;
use crate::inputs::{Random, read};
use crate::python::Array;
use crate::row::Row;
use crate::run::Run;
use kl_core::{Error, Information, Pmf};
use ndarray::ArrayView1;
use ndarray_stats::EntropyExt;
#[cfg(feature = "numkong")]
use numkong::{JensenShannon, KullbackLeibler};

/// The digits of an answer within 4 ulp.
const DIGITS: f64 = 15.0;
/// What `logp` asks for: how far a sum may be from 1.
const TOLERANCE: f64 = 1e-9;

/// P and Q, as numbers and checked.
struct Input {
    p: Vec<f64>,
    q: Vec<f64>,
    checked: [Pmf; 2],
}

pub(crate) fn measure(run: &mut Run) -> anyhow::Result<()> {
    let sizes: &[usize] = if run.small() {
        &[10, 100]
    } else {
        &[10, 100, 1000, 10_000, 100_000, 1_000_000]
    };
    for &n in sizes {
        let far = Input::new(n, false)?;
        kl(run, "KL", &far);
        kl(run, "KL, P near Q", &Input::new(n, true)?);
        kl_of_slices(run, &far);
    }
    let sizes: &[usize] = if run.small() {
        &[100]
    } else {
        &[10_000, 1_000_000]
    };
    for &n in sizes {
        let input = Input::new(n, false)?;
        information(run, &input);
        distances(run, &input);
        renyi(run, "Rényi, order 0.7", 0.7, &input);
        renyi(run, "Rényi, order 2", 2.0, &input);
    }
    let n = if run.small() { 100 } else { 1_000_000 };
    constructors(run, &Input::new(n, false)?);
    Ok(())
}

fn kl(run: &mut Run, work: &str, input: &Input) {
    let Some(mut row) = input.row(run, work) else {
        return;
    };
    row.ours(DIGITS, |i| i.ours(Pmf::kl));
    row.peer("naive", |i| i.sum(|p, q| p * (p / q).ln()));
    row.peer("logp", |i| logp::kl_divergence(&i.p, &i.q, TOLERANCE));
    row.peer("ndarray-stats", |i| view(&i.p).kl_divergence(&view(&i.q)));
    #[cfg(feature = "numkong")]
    row.peer("numkong", |i| {
        f64::kullbackleibler(&i.p, &i.q).ok_or("no answer")
    });
    row.reading(|i| read(&i.p) + read(&i.q));
    row.python("kl", input.arrays());
    run.measure(row, &[input.exact(exact_kl)]);
}

/// From numbers that nobody has checked.
fn kl_of_slices(run: &mut Run, input: &Input) {
    let Some(mut row) = input.row(run, "KL of slices, checked") else {
        return;
    };
    row.ours(DIGITS, |i| Pmf::borrowed(&i.p)?.kl(&Pmf::borrowed(&i.q)?));
    row.peer("naive", |i| {
        if !is_valid(&i.p) || !is_valid(&i.q) {
            return Err("not normalised");
        }
        Ok(i.sum(|p, q| p * (p / q).ln()))
    });
    row.peer("logp", |i| logp::kl_divergence(&i.p, &i.q, TOLERANCE));
    run.measure(row, &[input.exact(exact_kl)]);
}

fn information(run: &mut Run, input: &Input) {
    if let Some(mut row) = input.row(run, "Jensen–Shannon") {
        row.ours(DIGITS, |i| i.ours(Pmf::jensen_shannon));
        row.peer("naive", |i| {
            i.sum(|p, q| {
                let m = 0.5 * (p + q);
                0.5 * (p * (p / m).ln() + q * (q / m).ln())
            })
        });
        row.peer("logp", |i| {
            logp::jensen_shannon_divergence(&i.p, &i.q, TOLERANCE)
        });
        // It gives the root.
        #[cfg(feature = "numkong")]
        row.peer("numkong", |i| {
            f64::jensenshannon(&i.p, &i.q)
                .map(|root| root * root)
                .ok_or("no answer")
        });
        row.python("jensen_shannon", input.arrays());
        let exact = input.exact(|p, q| {
            let m = (p + q) * 0.5;
            (exact_kl(p, m) + exact_kl(q, m)) * 0.5
        });
        run.measure(row, &[exact]);
    }
    if let Some(mut row) = input.row(run, "entropy") {
        row.ours(DIGITS, |i| i.checked[0].entropy());
        row.peer("naive", |i| i.sum(|p, _| -p * p.ln()));
        row.peer("logp", |i| logp::entropy_nats(&i.p, TOLERANCE));
        row.peer("ndarray-stats", |i| view(&i.p).entropy());
        row.python("entropy", input.arrays());
        run.measure(row, &[input.exact(|p, _| -p * p.ln())]);
    }
    if let Some(mut row) = input.row(run, "cross-entropy") {
        row.ours(DIGITS, |i| i.ours(Pmf::cross_entropy));
        row.peer("naive", |i| i.sum(|p, q| -p * q.ln()));
        row.peer("logp", |i| logp::cross_entropy_nats(&i.p, &i.q, TOLERANCE));
        row.peer("ndarray-stats", |i| view(&i.p).cross_entropy(&view(&i.q)));
        row.python("cross_entropy", input.arrays());
        run.measure(row, &[input.exact(|p, q| -p * q.ln())]);
    }
    if let Some(mut row) = input.row(run, "Jeffreys") {
        row.ours(DIGITS, |i| i.ours(Pmf::jeffreys));
        row.peer("naive", |i| i.sum(|p, q| (p - q) * (p / q).ln()));
        row.python("jeffreys", input.arrays());
        run.measure(row, &[input.exact(|p, q| (p - q) * (p / q).ln())]);
    }
}

fn distances(run: &mut Run, input: &Input) {
    if let Some(mut row) = input.row(run, "Hellinger") {
        row.ours(DIGITS, |i| i.checked[0].hellinger(&i.checked[1]));
        row.peer("naive", |i| {
            (0.5 * i.sum(|p, q| (p.sqrt() - q.sqrt()).powi(2))).sqrt()
        });
        row.peer("logp", |i| logp::hellinger(&i.p, &i.q, TOLERANCE));
        row.python("hellinger", input.arrays());
        let exact = input.exact(|p, q| {
            let difference = p.sqrt() - q.sqrt();
            difference * difference * 0.5
        });
        run.measure(row, &[exact.sqrt()]);
    }
    if let Some(mut row) = input.row(run, "Bhattacharyya") {
        row.ours(DIGITS, |i| i.ours(Pmf::bhattacharyya));
        row.peer("naive", |i| -i.sum(|p, q| (p * q).sqrt()).ln());
        row.peer("logp", |i| {
            logp::bhattacharyya_distance(&i.p, &i.q, TOLERANCE)
        });
        row.python("bhattacharyya", input.arrays());
        run.measure(row, &[-input.exact(|p, q| (p * q).sqrt()).ln()]);
    }
    if let Some(mut row) = input.row(run, "χ²") {
        row.ours(DIGITS, |i| i.checked[0].chi_squared(&i.checked[1]));
        row.peer("naive", |i| i.sum(|p, q| (p - q).powi(2) / q));
        row.peer("logp", |i| {
            logp::chi_squared_divergence(&i.p, &i.q, TOLERANCE)
        });
        row.python("chi_squared", input.arrays());
        run.measure(row, &[input.exact(|p, q| (p - q) * (p - q) / q)]);
    }
    if let Some(mut row) = input.row(run, "total variation") {
        row.ours(DIGITS, |i| i.checked[0].total_variation(&i.checked[1]));
        row.peer("naive", |i| 0.5 * i.sum(|p, q| (p - q).abs()));
        row.peer("logp", |i| logp::total_variation(&i.p, &i.q, TOLERANCE));
        row.python("total_variation", input.arrays());
        run.measure(row, &[input.exact(|p, q| (p - q).abs() * 0.5)]);
    }
}

fn renyi(run: &mut Run, work: &str, order: f64, input: &Input) {
    let Some(mut row) = input.row(run, work) else {
        return;
    };
    row.ours(DIGITS, move |i| i.checked[0].renyi(&i.checked[1], order));
    row.peer("naive", move |i| {
        i.sum(|p, q| p.powf(order) * q.powf(1.0 - order)).ln() / (order - 1.0)
    });
    row.peer("logp", move |i| {
        logp::renyi_divergence(&i.p, &i.q, order, TOLERANCE)
    });
    let orders = [order];
    let mut arrays = input.arrays();
    arrays.push(Array("order", &orders, vec![1]));
    row.python("renyi", arrays);
    let less_1 = Exact::from(order) - 1.0;
    let exact = input.exact(|p, q| (p.ln() * order - q.ln() * less_1).exp());
    run.measure(row, &[exact.ln() / less_1]);
}

/// With the copy that an owned vector is.
fn constructors(run: &mut Run, input: &Input) {
    let exact: Vec<Exact> = input.p.iter().map(|&p| p.into()).collect();
    let weights: Vec<f64> = input.p.iter().map(|p| 3.0 * p).collect();
    if let Some(mut row) = input.row(run, "Pmf::new") {
        row.ours(DIGITS, |i| Pmf::new(&i.p[..]));
        row.peer("naive", |i| {
            if is_valid(&i.p) {
                Ok(i.p.clone())
            } else {
                Err("not normalised")
            }
        });
        run.measure(row, &exact);
    }
    if let Some(mut row) = input.row(run, "Pmf::from_weights") {
        let total: Exact = weights.iter().map(|&w| Exact::from(w)).sum();
        let exact: Vec<Exact> = weights.iter().map(|&w| Exact::from(w) / total).collect();
        row.ours(DIGITS, |_| Pmf::from_weights(&weights[..]));
        row.peer("naive", |_| {
            let total: f64 = weights.iter().sum();
            weights.iter().map(|w| w / total).collect::<Vec<f64>>()
        });
        row.python(
            "from_weights",
            vec![Array("weights", &weights, vec![weights.len()])],
        );
        run.measure(row, &exact);
    }
}

impl Input {
    fn new(n: usize, near: bool) -> anyhow::Result<Input> {
        let mut random = Random(n as u64);
        let p = random.probabilities(n);
        let q = if near {
            random.near(&p)
        } else {
            random.probabilities(n)
        };
        let checked = [Pmf::new(&p[..])?, Pmf::new(&q[..])?];
        Ok(Input { p, q, checked })
    }

    fn row(&self, run: &Run, work: &str) -> Option<Row<'_, Input>> {
        let n = self.p.len();
        let row = || Row::new(work, format!("n = {n}"), (n, "an element"), self);
        run.wants(work).then(row)
    }

    fn arrays(&self) -> Vec<Array<'_>> {
        let n = self.p.len();
        vec![Array("p", &self.p, vec![n]), Array("q", &self.q, vec![n])]
    }

    fn ours(
        &self,
        divergence: impl Fn(&Pmf, &Pmf) -> Result<Information, Error>,
    ) -> Result<Information, Error> {
        let [p, q] = &self.checked;
        divergence(p, q)
    }

    /// What a loop without any care gives.
    fn sum(&self, term: impl Fn(f64, f64) -> f64) -> f64 {
        self.p.iter().zip(&self.q).map(|(&p, &q)| term(p, q)).sum()
    }

    fn exact(&self, term: impl Fn(Exact, Exact) -> Exact) -> Exact {
        let pairs = self.p.iter().zip(&self.q);
        pairs.map(|(&p, &q)| term(p.into(), q.into())).sum()
    }
}

fn exact_kl(p: Exact, q: Exact) -> Exact {
    p * (p / q).ln()
}

fn view(x: &[f64]) -> ArrayView1<'_, f64> {
    ArrayView1::from(x)
}

fn is_valid(x: &[f64]) -> bool {
    let inside = x.iter().all(|p| (0.0..=1.0).contains(p));
    inside && (x.iter().sum::<f64>() - 1.0).abs() <= TOLERANCE
}
