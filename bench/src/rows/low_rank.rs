//! Normal distributions whose covariance is of low rank beside a diagonal.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::Row;
use crate::rows::gaussians::{exact_factor, exact_solution};
use crate::run::Run;
use kl_core::KlDivergence;
use kl_core::distribution::LowRankNormal;
use kl_core::nalgebra::{Cholesky, DMatrix, DVector, Dyn};

struct Input {
    mean: DVector<f64>,
    factor: DMatrix<f64>,
    diagonal: DVector<f64>,
}

pub(crate) fn measure(run: &mut Run) -> anyhow::Result<()> {
    const WORK: &str = "low-rank normals";
    if !run.wants(WORK) {
        return Ok(());
    }
    let (d, rank) = if run.small() { (30, 2) } else { (2000, 10) };
    let mut random = Random(11);
    let mut input = || Input {
        mean: DVector::from_vec(random.many(d, -1.0, 1.0)),
        factor: DMatrix::from_vec(d, rank, random.many(d * rank, -1.0, 1.0)),
        diagonal: DVector::from_vec(random.many(d, 0.5, 2.0)),
    };
    let both = [input(), input()];
    let size = format!("d = {d}, rank {rank}");
    let mut row = Row::new(WORK, size, (1, "made and compared"), &both);
    row.ours(14.5, |both| {
        let [p, q] = both
            .each_ref()
            .map(|n| LowRankNormal::new(n.mean.clone(), n.factor.clone(), n.diagonal.clone()));
        p?.kl(&q?)
    });
    row.peer("nalgebra", by_hand);
    // Column after column is row after row of the transpose.
    let [p, q] = &both;
    let array = |name, numbers| Array(name, numbers, vec![d]);
    row.python(
        "low_rank_normals",
        vec![
            array("mean_p", p.mean.as_slice()),
            Array("factor_p", p.factor.as_slice(), vec![rank, d]),
            array("diagonal_p", p.diagonal.as_slice()),
            array("mean_q", q.mean.as_slice()),
            Array("factor_q", q.factor.as_slice(), vec![rank, d]),
            array("diagonal_q", q.diagonal.as_slice()),
        ],
    );
    let exact = [exact(&both)];
    run.measure(row, &exact);
    Ok(())
}

/// With Σ⁻¹ = D⁻¹ − D⁻¹WC⁻¹WᵀD⁻¹ and det Σ = det D det C, where C = I + WᵀD⁻¹W, as one writes
/// it with nalgebra.
fn by_hand(both: &[Input; 2]) -> Option<f64> {
    let [p, q] = both;
    let d = p.mean.len();
    let weighted = |n: &Input| {
        let mut rows = n.factor.clone();
        for (mut row, x) in rows.row_iter_mut().zip(n.diagonal.iter()) {
            row /= *x;
        }
        rows
    };
    let capacitance = |n: &Input, weighted: &DMatrix<f64>| {
        let rank = n.factor.ncols();
        (DMatrix::identity(rank, rank) + n.factor.tr_mul(weighted)).cholesky()
    };
    let (in_p, in_q) = (weighted(p), weighted(q));
    let (cp, cq) = (capacitance(p, &in_p)?, capacitance(q, &in_q)?);
    let ln_det = |n: &Input, c: &Cholesky<f64, Dyn>| {
        let ln = |x: f64| x.ln();
        n.diagonal.iter().copied().map(ln).sum::<f64>() + 2.0 * c.l().diagonal().map(ln).sum()
    };
    // tr(Dq⁻¹Σp), less what Woodbury's identity takes off.
    let mut trace: f64 = p.diagonal.component_div(&q.diagonal).sum();
    for (row, x) in p.factor.row_iter().zip(q.diagonal.iter()) {
        trace += row.norm_squared() / x;
    }
    let mut scaled = in_q.clone();
    for (mut row, x) in scaled.row_iter_mut().zip(p.diagonal.iter()) {
        row *= x.sqrt();
    }
    trace -= cq
        .l()
        .solve_lower_triangular(&scaled.transpose())?
        .norm_squared();
    let across = in_q.tr_mul(&p.factor);
    trace -= cq.l().solve_lower_triangular(&across)?.norm_squared();
    let shift = &p.mean - &q.mean;
    let far = shift.component_mul(&shift).component_div(&q.diagonal).sum()
        - cq.l()
            .solve_lower_triangular(&in_q.tr_mul(&shift))?
            .norm_squared();
    Some(0.5 * (trace - d as f64 + far + ln_det(q, &cq) - ln_det(p, &cp)))
}

/// The same identities, with twice the digits.
fn exact([p, q]: &[Input; 2]) -> Exact {
    let d = p.mean.len();
    let rows = |n: &Input, i: usize| -> Vec<Exact> {
        n.factor.row(i).iter().map(|&x| Exact::from(x)).collect()
    };
    let capacitance = |n: &Input| {
        let rank = n.factor.ncols();
        let entry = |i: usize, j: usize| {
            let row = |k: usize| Exact::from(n.factor[(k, i)]) * n.factor[(k, j)] / n.diagonal[k];
            let sum: Exact = (0..d).map(row).sum();
            sum + if i == j { 1.0 } else { 0.0 }
        };
        exact_factor(rank, entry)
    };
    let (cp, cq) = (capacitance(p), capacitance(q));
    let square = |x: &[Exact]| x.iter().map(|&x| x * x).sum::<Exact>();
    let rank = q.factor.ncols();
    let mut total = Exact::from(-(d as f64));
    let mut across = vec![vec![Exact::default(); rank]; p.factor.ncols() + 1];
    for i in 0..d {
        let (delta_p, delta_q) = (p.diagonal[i], q.diagonal[i]);
        let ratio = Exact::from(delta_p) / delta_q;
        let mut right = rows(p, i);
        right.push(Exact::from(p.mean[i]) - q.mean[i]);
        let left: Vec<Exact> = rows(q, i).iter().map(|&x| x / delta_q).collect();
        total = total + ratio - ratio.ln() + square(&right) / delta_q;
        let solved = exact_solution(&cq, 0, left.clone());
        total = total - square(&solved) * delta_p;
        for (sums, &x) in across.iter_mut().zip(&right) {
            for (sum, &y) in sums.iter_mut().zip(&left) {
                *sum = *sum + x * y;
            }
        }
    }
    for column in across {
        total = total - square(&exact_solution(&cq, 0, column));
    }
    let ln_det = |c: &[Vec<Exact>]| {
        let pivots = c.iter().enumerate().map(|(i, row)| row[i].ln());
        pivots.sum::<Exact>() * 2.0
    };
    (total + ln_det(&cq) - ln_det(&cp)) * 0.5
}
