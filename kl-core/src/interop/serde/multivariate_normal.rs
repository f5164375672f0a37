//! Multivariate normal distributions.

use super::{checked, table};
use crate::MultivariateNormal;
use nalgebra::DMatrix;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The written form of a multivariate normal distribution.
#[derive(Serialize, Deserialize)]
#[serde(rename = "MultivariateNormal", deny_unknown_fields)]
struct MeanAndCovariance {
    mean: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

/// Written as its mean and the rows of its covariance.
impl Serialize for MultivariateNormal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = self.covariance().row_iter();
        MeanAndCovariance {
            mean: self.mean().iter().copied().collect(),
            covariance: rows.map(|row| row.iter().copied().collect()).collect(),
        }
        .serialize(serializer)
    }
}

/// Read from a mean and the rows of a covariance, checked as by [`MultivariateNormal::new`].
impl<'de> Deserialize<'de> for MultivariateNormal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let MeanAndCovariance { mean, covariance } = Deserialize::deserialize(deserializer)?;
        let (rows, columns, entries) = checked(table(&covariance))?;
        let covariance = DMatrix::from_row_iterator(rows, columns, entries);
        checked(MultivariateNormal::new(mean, covariance))
    }
}
