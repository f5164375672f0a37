//! Normal distributions in several dimensions.

use crate::exact::Exact;
use crate::inputs::Random;
use crate::python::Array;
use crate::row::Row;
use crate::run::Run;
use kl_core::nalgebra::{Cholesky, DMatrix, DVector, SMatrix, SVector};
use kl_core::{KlDivergence, MultivariateNormal};

struct Input {
    means: [DVector<f64>; 2],
    covariances: [DMatrix<f64>; 2],
    factors: [DMatrix<f64>; 2],
    made: [MultivariateNormal; 2],
}

pub(crate) fn measure(run: &mut Run) -> anyhow::Result<()> {
    let mut sizes = if run.small() {
        vec![2, 5]
    } else {
        vec![2, 10, 20, 50, 200]
    };
    if run.large() {
        sizes.push(1000);
    }
    let (from_covariances, from_factors) =
        ("normals from covariances", "normals with factors ready");
    if !run.wants(from_covariances) && !run.wants(from_factors) {
        return Ok(());
    }
    for d in sizes {
        let input = Input::new(d)?;
        let exact = [input.exact()];
        // Within 4 ulp up to dimension 20; then as the condition of the matrices has it.
        let digits = if d <= 20 { 15.0 } else { 12.5 };
        let size = format!("d = {d}");

        if run.wants(from_covariances) {
            let mut row = Row::new(from_covariances, size.clone(), (1, "a call"), &input);
            row.ours(digits, |i| {
                let [p, q] = [0, 1]
                    .map(|n| MultivariateNormal::new(i.means[n].clone(), i.covariances[n].clone()));
                p?.kl(&q?)
            });
            row.peer("nalgebra", |i| {
                let [p, q] =
                    [0, 1].map(|n| i.covariances[n].clone().cholesky().map(Cholesky::unpack));
                Some(i.by_hand(&p?, &q?))
            });
            match d {
                2 => row.peer("nalgebra, fixed size", fixed::<2>),
                10 => row.peer("nalgebra, fixed size", fixed::<10>),
                20 => row.peer("nalgebra, fixed size", fixed::<20>),
                _ => {}
            }
            row.python("normals_from_covariances", input.arrays());
            run.measure(row, &exact);
        }
        if run.wants(from_factors) {
            let mut row = Row::new(from_factors, size, (1, "a call"), &input);
            row.ours(digits, |i| i.made[0].kl(&i.made[1]));
            row.peer("nalgebra", |i| i.by_hand(&i.factors[0], &i.factors[1]));
            row.python("normals_from_factors", input.arrays());
            run.measure(row, &exact);
        }
    }
    Ok(())
}

impl Input {
    fn new(d: usize) -> anyhow::Result<Input> {
        let mut random = Random(d as u64);
        let means = [0, 1].map(|_| DVector::from_vec(random.many(d, -1.0, 1.0)));
        let covariances = [0, 1].map(|_| random.covariance(d));
        let p = MultivariateNormal::new(means[0].clone(), covariances[0].clone())?;
        let q = MultivariateNormal::new(means[1].clone(), covariances[1].clone())?;
        Ok(Input {
            factors: [p.cholesky_factor().clone(), q.cholesky_factor().clone()],
            made: [p, q],
            means,
            covariances,
        })
    }

    fn arrays(&self) -> Vec<Array<'_>> {
        let d = self.means[0].len();
        let [mean_p, mean_q] = self.means.each_ref().map(DVector::as_slice);
        // Symmetric: row after row is column after column.
        let [covariance_p, covariance_q] = self.covariances.each_ref().map(DMatrix::as_slice);
        vec![
            Array("mean_p", mean_p, vec![d]),
            Array("mean_q", mean_q, vec![d]),
            Array("covariance_p", covariance_p, vec![d, d]),
            Array("covariance_q", covariance_q, vec![d, d]),
        ]
    }

    /// ½(‖Lq⁻¹Lp‖² − d + ‖Lq⁻¹δ‖²) + Σ ln(lq/lp), as one writes it with nalgebra.
    fn by_hand(&self, p: &DMatrix<f64>, q: &DMatrix<f64>) -> f64 {
        let d = p.nrows();
        let mut spread = p.clone();
        let mut shift = &self.means[0] - &self.means[1];
        let solved =
            q.solve_lower_triangular_mut(&mut spread) && q.solve_lower_triangular_mut(&mut shift);
        if !solved {
            return f64::NAN;
        }
        let logarithms: f64 = (0..d).map(|i| (q[(i, i)] / p[(i, i)]).ln()).sum();
        0.5 * (spread.norm_squared() - d as f64 + shift.norm_squared()) + logarithms
    }

    /// The same with factors of our own.
    fn exact(&self) -> Exact {
        let factor = |m: &DMatrix<f64>| exact_factor(m.nrows(), |i, j| m[(i, j)].into());
        let [p, q] = self.covariances.each_ref().map(factor);
        let d = p.len();
        let mut sum = Exact::from(-(d as f64));
        for column in 0..d {
            // Column of Lp, which begins with zeros.
            let of_p = (column..d).map(|row| p[row][column]).collect();
            let solved = exact_solution(&q, column, of_p);
            sum = sum + solved.iter().map(|&x| x * x).sum::<Exact>();
            sum = sum + (q[column][column] / p[column][column]).ln() * 2.0;
        }
        let shift = self.means[0].iter().zip(&self.means[1]);
        let shift = shift.map(|(&p, &q)| Exact::from(p) - q).collect();
        let solved = exact_solution(&q, 0, shift);
        (sum + solved.iter().map(|&x| x * x).sum::<Exact>()) * 0.5
    }
}

/// The same where the dimension is known to the compiler.
fn fixed<const D: usize>(input: &Input) -> Option<f64> {
    let factor = |n: usize| {
        let covariance = SMatrix::<f64, D, D>::from_column_slice(input.covariances[n].as_slice());
        covariance.cholesky().map(Cholesky::unpack)
    };
    let mean = |n: usize| SVector::<f64, D>::from_column_slice(input.means[n].as_slice());
    let (p, q) = (factor(0)?, factor(1)?);
    let spread = q.solve_lower_triangular(&p)?;
    let shift = q.solve_lower_triangular(&(mean(0) - mean(1)))?;
    let logarithms: f64 = (0..D).map(|i| (q[(i, i)] / p[(i, i)]).ln()).sum();
    Some(0.5 * (spread.norm_squared() - D as f64 + shift.norm_squared()) + logarithms)
}

/// The rows of the lower Cholesky factor, each up to its diagonal, of the matrix with these
/// entries.
pub(crate) fn exact_factor(d: usize, entry: impl Fn(usize, usize) -> Exact) -> Vec<Vec<Exact>> {
    let mut factor: Vec<Vec<Exact>> = Vec::new();
    for i in 0..d {
        let mut row: Vec<Exact> = Vec::new();
        for j in 0..=i {
            let above = if j < i { &factor[j][..j] } else { &row[..] };
            let rest = above.iter().zip(&row).map(|(&a, &b)| a * b);
            let rest = entry(i, j) - rest.sum::<Exact>();
            row.push(if j < i {
                rest / factor[j][j]
            } else {
                rest.sqrt()
            });
        }
        factor.push(row);
    }
    factor
}

/// x with Lx = b, from the entry `start` on, before which b is zero and left out.
pub(crate) fn exact_solution(l: &[Vec<Exact>], start: usize, b: Vec<Exact>) -> Vec<Exact> {
    let mut x: Vec<Exact> = Vec::new();
    for (row, b) in l[start..].iter().zip(b) {
        let known = row[start..].iter().zip(&x).map(|(&a, &x)| a * x);
        let rest = b - known.sum::<Exact>();
        x.push(rest / row[start + x.len()]);
    }
    x
}
