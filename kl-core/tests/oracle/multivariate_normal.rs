//! Normal distributions in several dimensions: `oracle/multivariate_normal.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::nalgebra::DMatrix;
use kl_core::{KlDivergence, MultivariateNormal};

/// Mean and covariance of P, mean and covariance of Q.
type Pair = (Vec<f64>, Vec<Vec<f64>>, Vec<f64>, Vec<Vec<f64>>);

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    let data = folder.data::<(Pair, [String; 2])>("multivariate_normal")?;
    let mut all = Errors::of("MultivariateNormal‖MultivariateNormal");
    for (pair, [expected, condition]) in &data["multivariate_normal"] {
        let (mean_p, covariance_p, mean_q, covariance_q) = pair.clone();
        let p = MultivariateNormal::new(mean_p, from_rows(&covariance_p))?;
        let q = MultivariateNormal::new(mean_q, from_rows(&covariance_q))?;
        let got = p.kl(&q)?.nats();
        let case = || {
            format!(
                "dimension {}, condition {condition}: {pair:?}",
                p.dimension()
            )
        };
        // The condition number does not show: up to dimension 20 twice the digits
        // are carried, and all cases are of these.
        all.see(got, expected, 1.0, case)?;
    }
    Ok(vec![all])
}

fn from_rows(rows: &[Vec<f64>]) -> DMatrix<f64> {
    DMatrix::from_row_iterator(rows.len(), rows.len(), rows.iter().flatten().copied())
}
