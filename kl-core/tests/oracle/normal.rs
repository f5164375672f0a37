//! Normal distributions in one dimension: `oracle/normal.py`.

use crate::harness::{Errors, Failure, compare};
use kl_core::KlDivergence;
use kl_core::statrs::distribution::Normal;

pub(crate) fn errors() -> Result<Vec<Errors>, Failure> {
    compare("normal", |_, inputs| {
        let x: [f64; 4] = serde_json::from_value(inputs.clone())?;
        let (p, q) = (Normal::new(x[0], x[1])?, Normal::new(x[2], x[3])?);
        Ok(p.kl(&q)?.nats())
    })
}
