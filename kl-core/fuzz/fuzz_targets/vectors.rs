//! Probability vectors and tables from any numbers: an error or a valid value, and
//! divergences that are neither negative nor NaN.
#![no_main]

use kl_core::{Joint, Pmf};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<f64>, Vec<f64>, f64, u8)| {
    let (p, q, order, columns) = input;
    let _ = Pmf::new(p.clone());
    let _ = Joint::new(p.len() / usize::from(columns.max(1)), columns.into(), p.clone());
    // Absolute values get further than most.
    let weights = |x: &[f64]| Pmf::from_weights(x.iter().map(|x| x.abs()).collect::<Vec<_>>());
    let (Ok(p), Ok(q)) = (weights(&p), weights(&q)) else {
        return;
    };
    let never_negative = |name: &str, y: f64| assert!(y >= 0.0, "{name}: {y:e} of {p:?} {q:?}");
    never_negative("entropy", p.entropy().nats());
    let columns = 1 + usize::from(columns) % p.len();
    if let Ok(joint) = Joint::new(p.len() / columns, columns, p.as_slice()) {
        never_negative("mutual information", joint.mutual_information().nats());
        never_negative("conditional entropy", joint.conditional_entropy().nats());
    }
    for (name, result) in [
        ("kl", p.kl(&q)),
        ("cross_entropy", p.cross_entropy(&q)),
        ("jeffreys", p.jeffreys(&q)),
        ("jensen_shannon", p.jensen_shannon(&q)),
        ("bhattacharyya", p.bhattacharyya(&q)),
        ("renyi", p.renyi(&q, order)),
    ] {
        match result {
            Ok(amount) => never_negative(name, amount.nats()),
            Err(_) => assert!(p.len() != q.len() || name == "renyi", "{name} of {p:?} {q:?}"),
        }
    }
    for (name, result) in [
        ("total_variation", p.total_variation(&q)),
        ("hellinger", p.hellinger(&q)),
        ("chi_squared", p.chi_squared(&q)),
        ("tsallis", p.tsallis(&q, order)),
        ("alpha_divergence", p.alpha_divergence(&q, order)),
    ] {
        if let Ok(y) = result {
            never_negative(name, y);
        }
    }
});
