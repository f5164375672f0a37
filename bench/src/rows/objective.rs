//! What is trained: values with gradients.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::{Gradients, InSlices, Row};
use crate::run::Run;
use kl_core::Error;
use kl_core::objective::{Reduction, normal_kl, normal_kl_into, normal_kl_value};
use std::cell::RefCell;
use std::rc::Rc;

struct Input {
    mean: Vec<f64>,
    log_variance: Vec<f64>,
    dimensions: usize,
}

/// The same with 32 bits for each number, and room for the gradients.
struct Single {
    mean: Vec<f32>,
    log_variance: Vec<f32>,
    dimensions: usize,
    gradients: Gradients<2>,
}

pub(crate) fn measure(run: &mut Run) {
    measure_doubles(run);
    measure_single(run);
}

fn measure_doubles(run: &mut Run) {
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

fn measure_single(run: &mut Run) {
    let works = ["normal KL, 32 bits", "normal KL and gradient, 32 bits"];
    if !works.iter().any(|work| run.wants(work)) {
        return;
    }
    let (rows, dimensions) = if run.small() { (4, 8) } else { (4096, 1024) };
    let n = rows * dimensions;
    let mut random = Random(6);
    let mut single = |low, high| -> Vec<f32> {
        let doubles = random.many(n, low, high);
        doubles.into_iter().map(|x| x as f32).collect()
    };
    let input = Single {
        mean: single(-1.0, 1.0),
        log_variance: single(-2.0, 1.0),
        dimensions,
        gradients: Rc::new(RefCell::new([vec![0.0; n], vec![0.0; n]])),
    };
    let doubles = |x: &[f32]| x.iter().map(|&x| f64::from(x)).collect();
    let wide = Input {
        mean: doubles(&input.mean),
        log_variance: doubles(&input.log_variance),
        dimensions,
    };
    let all = exact(&wide);
    let size = format!("{rows} × {dimensions}");
    for (work, has_gradient) in works.into_iter().zip([false, true]) {
        if !run.wants(work) {
            continue;
        }
        let mut row = Row::new(work, size.clone(), (n, "an element"), &input);
        if has_gradient {
            // An f32 has seven digits.
            row.ours(7.0, Single::value_and_gradient);
            row.peer("naive", Single::naive_gradient);
        } else {
            row.ours(15.0, |i| {
                let (mean, log_variance) = (&i.mean, &i.log_variance);
                normal_kl_value(mean, log_variance, i.dimensions, 1.0, Reduction::Sum)
            });
            row.peer("naive", Single::naive);
        }
        let in_python = if has_gradient {
            "normal_kl_single"
        } else {
            "normal_kl_value_single"
        };
        let shape = vec![rows, dimensions];
        row.python(
            in_python,
            vec![
                Array("mean", &wide.mean, shape.clone()),
                Array("log_variance", &wide.log_variance, shape),
            ],
        );
        run.measure(row, if has_gradient { &all } else { &all[..1] });
    }
}

impl Single {
    fn value_and_gradient(&self) -> Result<InSlices<2>, Error> {
        let mut gradients = self.gradients.borrow_mut();
        let [by_mean, by_log_variance] = &mut *gradients;
        let value = normal_kl_into(
            &self.mean,
            &self.log_variance,
            self.dimensions,
            1.0,
            Reduction::Sum,
            by_mean,
            by_log_variance,
        )?;
        Ok(InSlices(value, Rc::clone(&self.gradients)))
    }

    fn naive(&self) -> f64 {
        let mut value = 0.0;
        for (m, l) in self.mean.iter().zip(&self.log_variance) {
            value += 0.5 * (m * m + l.exp() - 1.0 - l);
        }
        value.into()
    }

    fn naive_gradient(&self) -> InSlices<2> {
        let mut gradients = self.gradients.borrow_mut();
        let [by_mean, by_log_variance] = &mut *gradients;
        let mut value = 0.0_f32;
        let input = self.mean.iter().zip(&self.log_variance);
        for ((m, l), (by_mean, by_l)) in input.zip(by_mean.iter_mut().zip(by_log_variance)) {
            let variance = l.exp();
            value += 0.5 * (m * m + variance - 1.0 - l);
            (*by_mean, *by_l) = (*m, 0.5 * (variance - 1.0));
        }
        InSlices(value.into(), Rc::clone(&self.gradients))
    }
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
