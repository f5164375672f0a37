//! Transport between samples, and estimates from them.
#![no_main]

use kl_core::estimate::{Bins, CountTable, Counts, Points};
use kl_core::estimate::{
    nearest_neighbour_entropy, nearest_neighbour_entropy_of_rounded,
    nearest_neighbour_estimate, nearest_neighbour_information_of_labels,
    nearest_neighbour_jensen_shannon, nearest_neighbour_kl, nearest_neighbour_kl_to_mixture,
    nearest_neighbour_kl_with_normal_reference, nearest_neighbour_kl_with_ties,
    nearest_neighbour_mutual_information,
};
use kl_core::transport::{self, Empirical};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<f64>, Vec<f64>, Vec<u64>, f64, u8)| {
    let (x, y, counts, number, small) = input;
    let small = usize::from(small) % 8;
    let never_negative = |name: &str, value: f64| {
        assert!(value >= 0.0, "{name}: {value:e} for {x:?} {y:?} {number:e}");
    };
    for (name, result) in [
        ("wasserstein_1", transport::wasserstein_1(&x, &y)),
        ("wasserstein_2", transport::wasserstein_2(&x, &y)),
        ("wasserstein", transport::wasserstein(number, &x, &y)),
    ] {
        if let Ok(value) = result {
            never_negative(name, value);
        }
    }
    let weights: Vec<f64> = y.iter().map(|w| w.abs()).collect();
    if let (Ok(p), Ok(q)) = (Empirical::weighted(x.as_slice(), weights), Empirical::new(y.as_slice())) {
        never_negative("weighted", p.wasserstein_1(&q));
        never_negative("energy", p.energy_distance(&q));
        let _ = (p.cdf(number), p.quantile(number));
    }
    if let (Ok(p), Ok(q)) = (Points::new(small, x.clone()), Points::new(small, y.clone())) {
        if let Ok(estimate) = nearest_neighbour_kl(&p, &q, small) {
            assert!(!estimate.nats().is_nan(), "{p:?} {q:?} {small}");
        }
        let labels: Vec<u64> = (0..p.len()).map(|i| counts.get(i).map_or(0, |c| c % 3)).collect();
        for (name, result) in [
            ("ties", nearest_neighbour_kl_with_ties(&p, &q, small)),
            ("mixture", nearest_neighbour_kl_to_mixture(&p, &q, small)),
            ("jensen_shannon", nearest_neighbour_jensen_shannon(&p, &q, small)),
            ("information", nearest_neighbour_mutual_information(&p, &q, small)),
            ("labels", nearest_neighbour_information_of_labels(&labels, &p, small)),
        ] {
            if let Ok(estimate) = result {
                assert!(estimate.value().nats().is_finite(), "{name} {p:?} {q:?} {small}");
            }
        }
        for (name, result) in [
            ("entropy", nearest_neighbour_entropy(&p, small)),
            ("rounded", nearest_neighbour_entropy_of_rounded(&p, small, number)),
            ("reference", nearest_neighbour_kl_with_normal_reference(&p, &q, small)),
        ] {
            if let Ok(estimate) = result {
                assert!(!estimate.nats().is_nan(), "{name} {p:?} {q:?} {small} {number:e}");
            }
        }
        if let Ok(Ok(interval)) = nearest_neighbour_estimate(&p, &q, 1, small).map(|d| d.interval(number)) {
            assert!(!interval.start().nats().is_nan(), "{interval:?} {p:?} {q:?}");
        }
    }
    for bins in [
        Bins::new(x.as_slice()),
        Bins::equal_width_of(&[&x, &y], small),
        Bins::freedman_diaconis(&[&x, &y]),
        Bins::quantiles_of(&[&x], small),
    ] {
        if let Ok(bins) = bins {
            let _ = (bins.count(&y), bins.count_with_ends(&y));
        }
    }
    let (left, right) = counts.split_at(counts.len() / 2);
    if let (Ok(p), Ok(q)) = (Counts::new(left), Counts::new(right)) {
        never_negative("entropy", p.entropy().nats());
        let _ = (p.entropy_corrected(), p.kl_corrected(&q), p.smoothed(number));
        if let Ok(divergence) = p.kl(&q) {
            never_negative("counts", divergence.nats());
        }
    }
    if let Ok(table) = CountTable::new(small, counts.len() / small.max(1), counts.as_slice()) {
        never_negative("information", table.mutual_information().nats());
        let _ = table.mutual_information_corrected();
    }
});
