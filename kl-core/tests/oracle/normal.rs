//! Normal distributions in one dimension: `oracle/normal.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::KlDivergence;
use kl_core::statrs::distribution::Normal;

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    folder.compare("normal", |_, inputs| {
        let x: [f64; 4] = serde_json::from_value(inputs.clone())?;
        let (p, q) = (Normal::new(x[0], x[1])?, Normal::new(x[2], x[3])?);
        Ok(p.kl(&q)?.nats())
    })
}
