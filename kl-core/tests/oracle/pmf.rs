//! Entropy, cross-entropy and divergence of vectors: `oracle/pmf.py`.

use crate::harness::{Errors, Failure, Folder};
use kl_core::Pmf;

/// P and Q; entropy of P, cross-entropy, divergence.
type Case = ([Vec<f64>; 2], [String; 3]);

pub(crate) fn errors(folder: &Folder) -> Result<Vec<Errors>, Failure> {
    let mut all = ["Pmf::entropy", "Pmf::cross_entropy", "Pmf::kl"].map(Errors::of);
    for ([p, q], expected) in &folder.data::<Case>("pmf")?["pmf"] {
        let case = || format!("{p:?} {q:?}");
        let (p, q) = (Pmf::new(p.as_slice())?, Pmf::new(q.as_slice())?);
        let got = [p.entropy(), p.cross_entropy(&q)?, p.kl(&q)?];
        for ((errors, got), expected) in all.iter_mut().zip(got).zip(expected) {
            errors.see(got.nats(), expected, 1.0, case)?;
        }
    }
    Ok(all.into())
}
