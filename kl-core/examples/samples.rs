//! Samples as they come: rounded, tied, pooled, labelled, in many dimensions.
//!
//! `cargo run --release -p kl-core --example samples`

use kl_core::Error;
use kl_core::estimate::{
    Points, nearest_neighbour_entropy, nearest_neighbour_entropy_of_rounded,
    nearest_neighbour_estimate_with_normal_reference, nearest_neighbour_information_of_labels,
    nearest_neighbour_jensen_shannon, nearest_neighbour_kl, nearest_neighbour_kl_of_labelled,
    nearest_neighbour_kl_to_density, nearest_neighbour_kl_to_mixture,
    nearest_neighbour_kl_with_ties, nearest_neighbour_mutual_information, permutation_test,
};
use kl_core::statrs::distribution::{Continuous, Normal};

/// Random numbers, which a program takes from `rand`.
struct Random(u64);

impl Random {
    /// From 0 to below 1: SplitMix64.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    fn normals(&mut self, count: usize, mean: f64) -> Vec<f64> {
        (0..count).map(|_| mean + self.normal()).collect()
    }
}

fn to_a_tenth(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| (10.0 * x).round() / 10.0).collect()
}

fn near(what: &str, got: f64, truth: f64, within: f64) {
    println!("{what}: {got:.3}, truth {truth:.3}");
    assert!((got - truth).abs() < within, "{what}: {got} for {truth}");
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut random = Random(1);
    let (x, y) = (random.normals(1000, 1.0), random.normals(1000, 0.0));
    let (p, q) = (Points::new(1, x.as_slice())?, Points::new(1, y.as_slice())?);

    // "I have two tables of measurements."
    near("KL", nearest_neighbour_kl(&p, &q, 5)?.nats(), 0.5, 0.2);

    // "They have one decimal." It says what was done with the ties.
    let (p_tenths, q_tenths) = (
        Points::new(1, to_a_tenth(&x))?,
        Points::new(1, to_a_tenth(&y))?,
    );
    assert!(nearest_neighbour_kl(&p_tenths, &q_tenths, 5).is_err());
    let d = nearest_neighbour_kl_with_ties(&p_tenths, &q_tenths, 5)?;
    println!("{d:.3}");
    near("KL of rounded values", d.value().nats(), 0.5, 0.2);
    assert!(d.repeated() > 900 && d.tied() > 900);

    // "How far is a sample from both together?" Pooling by hand is refused, at every k.
    let pooled = Points::new(1, [x.as_slice(), y.as_slice()].concat())?;
    for k in [1, 2, 5, 10] {
        let refused = nearest_neighbour_kl(&p, &pooled, k);
        assert!(matches!(refused, Err(Error::SharedPoint { .. })));
    }
    let mixture = nearest_neighbour_kl_to_mixture(&p, &q, 5)?.value().nats();
    let js = nearest_neighbour_jensen_shannon(&p, &q, 5)?.value().nats();
    // By quadrature, of N(1, 1) and N(0, 1).
    near("KL to the mixture", mixture, 0.1111, 0.04);
    near("Jensen-Shannon", js, 0.1111, 0.04);

    // "In many dimensions, with an interval."
    for (d, truth, n) in [(1, 0.5, 300), (5, 0.625, 500), (20, 2.5, 1000)] {
        let shift = (2.0 * truth / f64::from(d)).sqrt();
        let mut draw = |mean| Points::new(d as usize, random.normals(n * d as usize, mean));
        let (p, q) = (draw(shift)?, draw(0.0)?);
        let estimate = nearest_neighbour_estimate_with_normal_reference(&p, &q, 5, 10)?;
        let interval = estimate.interval(0.95)?;
        let (low, high) = (interval.start().nats(), interval.end().nats());
        println!("{d} dimensions: {low:.3} to {high:.3}, truth {truth}");
        assert!(low < truth && truth < high);
    }

    // "Is there any difference at all?"
    let test = |p: &Points, q: &Points, random: &mut Random| {
        let statistic =
            |p: &Points, q: &Points| Ok(nearest_neighbour_jensen_shannon(p, q, 5)?.value().nats());
        permutation_test(p, q, 99, || random.uniform(), statistic)
    };
    let (few, others) = (Points::new(1, &x[..100])?, Points::new(1, &x[100..200])?);
    let no_difference = test(&few, &others, &mut random)?.p_value();
    let difference = test(&few, &Points::new(1, &y[..100])?, &mut random)?.p_value();
    println!("p of no difference: {no_difference}, where there is one: {difference}");
    assert!(no_difference > 0.05 && difference == 0.01);

    // "Does one column tell of the other?"
    let pairs: Vec<f64> = x
        .iter()
        .zip(&y)
        .map(|(x, y)| 0.6 * (x - 1.0) + 0.8 * y)
        .collect();
    let partner = Points::new(1, pairs.as_slice())?;
    let truth = -0.5 * (1.0f64 - 0.36).ln();
    let i = nearest_neighbour_mutual_information(&p, &partner, 4)?.value();
    near("mutual information", i.nats(), truth, 0.1);
    let rounded = Points::new(1, to_a_tenth(&pairs))?;
    let i = nearest_neighbour_mutual_information(&p_tenths, &rounded, 4)?.value();
    near("of rounded values", i.nats(), truth, 0.1);
    let labels: Vec<&str> = (0..2000)
        .map(|i| if i < 1000 { "p" } else { "q" })
        .collect();
    let i = nearest_neighbour_information_of_labels(&labels, &pooled, 5)?.value();
    near("of the label", i.nats(), js, 1e-12);

    // "A column of categories, and measured ones."
    let kinds = |n: usize, every: usize| -> Vec<bool> { (0..n).map(|i| i % every == 0).collect() };
    let (of_p, of_q) = (kinds(1000, 2), kinds(1000, 4));
    let d = nearest_neighbour_kl_of_labelled((&of_p, &p), (&of_q, &q), 5)?;
    // That of the categories, and that of the measurements in each.
    let truth = 0.5 * 2f64.ln() + 0.5 * (2.0f64 / 3.0).ln() + 0.5;
    near(
        "KL with a column of categories",
        d.value().nats(),
        truth,
        0.2,
    );

    // "One sample, and a model."
    let model = Normal::new(0.0, 1.0)?;
    let d = nearest_neighbour_kl_to_density(&p, |x| model.ln_pdf(x[0]), 5)?;
    near("KL to a density", d.nats(), 0.5, 0.15);
    let truth = 0.5 * (std::f64::consts::TAU * std::f64::consts::E).ln();
    near(
        "entropy",
        nearest_neighbour_entropy(&p, 5)?.nats(),
        truth,
        0.15,
    );
    let d = nearest_neighbour_entropy_of_rounded(&p_tenths, 5, 0.1)?;
    near("entropy of rounded values", d.nats(), truth, 0.15);
    Ok(())
}
