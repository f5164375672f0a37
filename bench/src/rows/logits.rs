//! Logits, row after row of a vocabulary.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::Row;
use crate::run::Run;
use kl_core::{Error, Logits};

struct Input {
    p: Vec<f64>,
    q: Vec<f64>,
    classes: usize,
    checked: Vec<[Logits; 2]>,
}

pub(crate) fn measure(run: &mut Run) -> anyhow::Result<()> {
    let (rows, classes) = if run.small() { (2, 50) } else { (8, 50_257) };
    let mut random = Random(3);
    let p = random.many(rows * classes, -8.0, 8.0);
    let q = random.many(rows * classes, -8.0, 8.0);
    let checked = p.chunks(classes).zip(q.chunks(classes));
    let checked = checked.map(|(p, q)| Ok([Logits::new(p)?, Logits::new(q)?]));
    let checked = checked.collect::<Result<_, Error>>()?;
    let input = Input {
        p,
        q,
        classes,
        checked,
    };
    let size = format!("{rows} × {classes}");
    let units = (rows * classes, "a class");

    if run.wants("KL of logits") {
        let exact: Vec<Exact> = input.rows().map(|(p, q)| exact(p, q)).collect();
        let mut row = Row::new("KL of logits", size.clone(), units, &input);
        row.ours(14.5, |i| {
            let all = i.checked.iter().map(|[p, q]| Ok(p.kl(q)?.nats()));
            all.collect::<Result<Vec<f64>, Error>>()
        });
        row.peer("naive", Input::naive);
        let shape = vec![rows, classes];
        row.python(
            "logits",
            vec![
                Array("p", &input.p, shape.clone()),
                Array("q", &input.q, shape),
            ],
        );
        run.measure(row, &exact);

        let mut row = Row::new("KL of logits, from slices", size, units, &input);
        row.ours(14.5, |i| {
            let all = i
                .rows()
                .map(|(p, q)| Ok(Logits::new(p)?.kl(&Logits::new(q)?)?.nats()));
            all.collect::<Result<Vec<f64>, Error>>()
        });
        row.peer("naive", Input::naive);
        run.measure(row, &exact);
    }
    Ok(())
}

impl Input {
    fn rows(&self) -> impl Iterator<Item = (&[f64], &[f64])> {
        self.p.chunks(self.classes).zip(self.q.chunks(self.classes))
    }

    /// Both softmaxes and the divergence in two passes.
    fn naive(&self) -> Vec<f64> {
        let largest = |x: &[f64]| x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let kl = |(p, q): (&[f64], &[f64])| {
            let (largest_p, largest_q) = (largest(p), largest(q));
            let (mut total_p, mut total_q, mut sum) = (0.0, 0.0, 0.0);
            for (p, q) in p.iter().zip(q) {
                let weight = (p - largest_p).exp();
                total_p += weight;
                total_q += (q - largest_q).exp();
                sum += weight * ((p - largest_p) - (q - largest_q));
            }
            sum / total_p + (total_q / total_p).ln()
        };
        self.rows().map(kl).collect()
    }
}

/// Σ p (ln p − ln q), with the logarithms of both softmaxes.
fn exact(p: &[f64], q: &[f64]) -> Exact {
    let weights: Vec<Exact> = p.iter().map(|&x| Exact::from(x).exp()).collect();
    let total_p: Exact = weights.iter().copied().sum();
    let total_q: Exact = q.iter().map(|&x| Exact::from(x).exp()).sum();
    let between = (total_q / total_p).ln();
    let terms = weights.iter().zip(p.iter().zip(q));
    let terms = terms.map(|(&w, (&p, &q))| w * (Exact::from(p) - q + between));
    terms.sum::<Exact>() / total_p
}
