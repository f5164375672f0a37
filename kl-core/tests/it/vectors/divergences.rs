//! The divergences between probability vectors.

mod all;
mod f_divergence;
mod jensen_shannon;
mod orders;

use crate::common::random::Random;
use kl_core::Pmf;

/// Two vectors, near each other or not, with zeros or not.
pub(super) fn pair(random: &mut Random, most: usize) -> Result<(Pmf, Pmf), kl_core::Error> {
    let n = 1 + random.below(most);
    let w = random.weights(n);
    let v = if random.below(2) == 0 {
        random.weights(n)
    } else {
        w.iter().map(|&x| random.near(x)).collect()
    };
    Ok((Pmf::from_weights(w)?, Pmf::from_weights(v)?))
}

/// A thousand outcomes, with relative differences of this size.
fn thousand(size: f64) -> Result<(Pmf, Pmf), kl_core::Error> {
    let mut random = Random(31);
    let p: Vec<f64> = (0..1000).map(|_| random.between(0.5, 1.5)).collect();
    let p = Pmf::from_weights(p)?;
    let shifted = |&x: &f64| x * (1.0 + size * random.between(-1.0, 1.0));
    let q: Vec<f64> = p.as_slice().iter().map(shifted).collect();
    Ok((p, Pmf::from_weights(q)?))
}
