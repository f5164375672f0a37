//! Logits, row after row of a vocabulary.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::{Gradients, InSlices, Row};
use crate::run::Run;
use kl_core::objective::{Reduction, distillation_into};
use kl_core::{Error, Logits};
use std::cell::RefCell;
use std::rc::Rc;

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

        let mut row = Row::new("KL of logits, from slices", size.clone(), units, &input);
        row.ours(14.5, |i| {
            let all = i
                .rows()
                .map(|(p, q)| Ok(Logits::new(p)?.kl(&Logits::new(q)?)?.nats()));
            all.collect::<Result<Vec<f64>, Error>>()
        });
        row.peer("naive", Input::naive);
        run.measure(row, &exact);
    }
    let input = Single::new(&input);
    measure_single(run, &input, &size, units);
    Ok(())
}

/// Numbers of 32 bits, and room for a gradient.
struct Single {
    p: Vec<f32>,
    q: Vec<f32>,
    wide: Input,
    gradient: Gradients<1>,
}

fn measure_single(run: &mut Run, input: &Single, size: &str, units: (usize, &'static str)) {
    let classes = input.wide.classes;
    let shape = vec![units.0 / classes, classes];
    let arrays = || {
        vec![
            Array("p", &input.wide.p, shape.clone()),
            Array("q", &input.wide.q, shape.clone()),
        ]
    };
    let work = "KL of logits, 32 bits";
    if run.wants(work) {
        let exact: Vec<Exact> = input.wide.rows().map(|(p, q)| exact(p, q)).collect();
        let mut row = Row::new(work, size.to_owned(), units, input);
        row.ours(14.5, |i| {
            let rows = i.p.chunks(i.wide.classes).zip(i.q.chunks(i.wide.classes));
            let all = rows.map(|(p, q)| {
                let (p, q) = (Logits::borrowed(p)?, Logits::borrowed(q)?);
                Ok(p.kl(&q)?.nats())
            });
            all.collect::<Result<Vec<f64>, Error>>()
        });
        row.peer("naive", |i| i.wide.naive());
        row.python("logits_single", arrays());
        run.measure(row, &exact);
    }
    let work = "distillation, 32 bits";
    if run.wants(work) {
        let mut row = Row::new(work, size.to_owned(), units, input);
        // An f32 has seven digits.
        row.ours(7.0, Single::distillation);
        row.python("distillation_single", arrays());
        run.measure(row, &exact_distillation(&input.wide));
    }
}

/// The temperature of distillation.
const TEMPERATURE: f64 = 2.0;

impl Single {
    fn new(input: &Input) -> Self {
        let single = |x: &[f64]| -> Vec<f32> { x.iter().map(|&x| x as f32).collect() };
        let wide = |x: &[f32]| -> Vec<f64> { x.iter().map(|&x| x.into()).collect() };
        let (p, q) = (single(&input.p), single(&input.q));
        let wide = Input {
            p: wide(&p),
            q: wide(&q),
            classes: input.classes,
            checked: Vec::new(),
        };
        let gradient = Rc::new(RefCell::new([vec![0.0; p.len()]]));
        Single {
            p,
            q,
            wide,
            gradient,
        }
    }

    fn distillation(&self) -> Result<InSlices<1>, Error> {
        let [gradient] = &mut *self.gradient.borrow_mut();
        let (classes, sum) = (self.wide.classes, Reduction::Sum);
        let value = distillation_into(&self.p, &self.q, classes, TEMPERATURE, sum, gradient)?;
        Ok(InSlices(value, Rc::clone(&self.gradient)))
    }
}

/// T² Σ p (ln p − ln q), and T (q − p).
fn exact_distillation(input: &Input) -> Vec<Exact> {
    let cooled = |x: &[f64]| -> Vec<f64> { x.iter().map(|x| x / TEMPERATURE).collect() };
    let mut all = vec![Exact::default()];
    for (p, q) in input.rows() {
        let (p, q) = (cooled(p), cooled(q));
        all[0] = all[0] + exact(&p, &q) * (TEMPERATURE * TEMPERATURE);
        let [p, q] = [&p, &q].map(|x| {
            let weights: Vec<Exact> = x.iter().map(|&x| Exact::from(x).exp()).collect();
            let total: Exact = weights.iter().copied().sum();
            weights.into_iter().map(move |w| w / total)
        });
        all.extend(q.zip(p).map(|(q, p)| (q - p) * TEMPERATURE));
    }
    all
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
