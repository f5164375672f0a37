//! Columns of numbers and of labels that are compared.
#![no_main]

use kl_core::divergences::{JensenShannon, KullbackLeibler};
use kl_core::drift::{self, BinRule, Comparison, Histogram, Nan, Smoothing};
use libfuzzer_sys::fuzz_target;

type Input = (Vec<Option<f64>>, Vec<Option<f64>>, Vec<u64>, Vec<f64>, f64, u8);

fuzz_target!(|input: Input| {
    let (x, y, counts, edges, number, small) = input;
    let small = usize::from(small) % 12;
    for rule in [
        BinRule::Quantiles(small),
        BinRule::EqualWidth(small),
        BinRule::FreedmanDiaconis,
        BinRule::Edges(edges.clone()),
    ] {
        for nan in [Nan::Missing, Nan::RefusedIn("x")] {
            if let Ok(both) = drift::numbers(&x, &y, &rule, nan) {
                sane(&both, number);
                sane(&both.with_missing(), number);
            }
        }
    }
    let bits = |column: &[Option<f64>]| -> Vec<Option<u64>> {
        column.iter().map(|x| x.map(|x| x.to_bits() % 8)).collect()
    };
    sane(&drift::labels(bits(&x), bits(&y)), number);
    let (few, rest) = edges.split_at(small.min(edges.len()));
    let (left, right) = counts.split_at((few.len() + 1).min(counts.len()));
    if let (Ok(p), Ok(q)) = (Histogram::from_counts(few, left, 1), Histogram::from_counts(rest, right, 2)) {
        for both in [p.compare(&q), p.compare_spread(&q), p.compare_on_shared_edges(&q)] {
            if let Ok(both) = both {
                sane(&both, number);
            }
        }
        let _ = p.clone().merge(&q);
    }
});

/// Neither negative nor NaN.
fn sane<L: Clone + std::fmt::Debug>(both: &Comparison<L>, number: f64) {
    for smoothing in [Smoothing::None, Smoothing::Perks, Smoothing::Add(number)] {
        let values = [
            both.psi(smoothing).map(|d| d.value()),
            both.psi_by_chance(number),
            both.current_from_reference(&KullbackLeibler, smoothing).map(|d| d.value().nats()),
            both.reference_from_current(&JensenShannon, smoothing).map(|d| d.value().nats()),
        ];
        for value in values.into_iter().flatten() {
            assert!(value >= 0.0, "{value:e} of {both:?}, {smoothing:?}, {number:e}");
        }
    }
}
