//! What is trained: values with gradients.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::Row;
use crate::run::Run;
use kl_core::objective::{Reduction, normal_kl};

struct Input {
    mean: Vec<f64>,
    log_variance: Vec<f64>,
    dimensions: usize,
}

pub(crate) fn measure(run: &mut Run) {
    let work = "normal KL and gradient";
    if !run.wants(work) {
        return;
    }
    let (rows, dimensions) = if run.small() { (4, 8) } else { (4096, 1024) };
    let n = rows * dimensions;
    let mut random = Random(5);
    let input = Input {
        mean: random.many(n, -1.0, 1.0),
        log_variance: random.many(n, -2.0, 1.0),
        dimensions,
    };
    let size = format!("{rows} × {dimensions}");
    let mut row = Row::new(work, size, (n, "an element"), &input);
    row.ours(15.0, |i| {
        normal_kl(&i.mean, &i.log_variance, i.dimensions, 1.0, Reduction::Sum)
    });
    row.peer("naive", |i| {
        let mut all = Vec::with_capacity(1 + 2 * i.mean.len());
        all.push(0.0);
        all.extend(&i.mean);
        let mut value = 0.0;
        for (m, l) in i.mean.iter().zip(&i.log_variance) {
            let variance = l.exp();
            value += 0.5 * (m * m + variance - 1.0 - l);
            all.push(0.5 * (variance - 1.0));
        }
        all[0] = value;
        all
    });
    let shape = vec![rows, dimensions];
    row.python(
        "normal_kl",
        vec![
            Array("mean", &input.mean, shape.clone()),
            Array("log_variance", &input.log_variance, shape),
        ],
    );
    let exact = exact(&input);
    run.measure(row, &exact);
}

fn exact(input: &Input) -> Vec<Exact> {
    let mut all = vec![Exact::default()];
    all.extend(input.mean.iter().map(|&m| Exact::from(m)));
    let mut value = Exact::default();
    for (&m, &l) in input.mean.iter().zip(&input.log_variance) {
        let (m, less_1) = (Exact::from(m), Exact::from(l).exp() - 1.0);
        value = value + (m * m + less_1 - l) * 0.5;
        all.push(less_1 * 0.5);
    }
    all[0] = value;
    all
}
