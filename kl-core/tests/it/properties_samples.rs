//! What must hold for estimates from samples: from random points of known densities, and
//! against the same estimates in plain loops.

use crate::random::{Random, close};
use kl_core::estimate::{
    Bins, CountTable, Counts, Points, nearest_neighbour_interval, nearest_neighbour_kl,
};
use kl_core::{Information, Joint, Pmf};

type TestResult = Result<(), Box<dyn std::error::Error>>;

impl Random {
    /// Points with independent normal coordinates of this mean and deviation.
    fn normal_points(&mut self, dimension: usize, n: usize, mean: f64, deviation: f64) -> Points {
        let coordinates: Vec<f64> = (0..n * dimension)
            .map(|_| mean + deviation * self.normal())
            .collect();
        Points::new(dimension, coordinates).expect("they are finite")
    }
}

/// The estimate by all distances.
fn by_all_distances(p: &Points, q: &Points, k: usize) -> f64 {
    let dimension = p.dimension();
    let points = |s: &Points| -> Vec<Vec<f64>> {
        let chunks = s.coordinates().chunks(dimension);
        chunks.map(<[f64]>::to_vec).collect()
    };
    let (p, q) = (points(p), points(q));
    let kth = |x: &[f64], others: &mut dyn Iterator<Item = &Vec<f64>>| {
        let distance = |y: &Vec<f64>| x.iter().zip(y).fold(0.0, |d: f64, (a, b)| d.hypot(a - b));
        let mut distances: Vec<f64> = others.map(distance).collect();
        distances.sort_by(f64::total_cmp);
        distances[k - 1]
    };
    let mut sum = 0.0;
    for (i, x) in p.iter().enumerate() {
        let mut others = p
            .iter()
            .enumerate()
            .filter(|&(j, _)| j != i)
            .map(|(_, y)| y);
        sum += kth(x, &mut q.iter()).ln() - kth(x, &mut others).ln();
    }
    let (n, m) = (p.len() as f64, q.len() as f64);
    dimension as f64 * sum / n + m.ln() - (n - 1.0).ln()
}

#[test]
fn the_tree_finds_the_nearest() -> TestResult {
    let mut random = Random(1);
    for dimension in [1, 2, 3, 4, 5, 7, 12] {
        for k in [1, 2, 7] {
            let (n, m) = (20 + random.below(80), 20 + random.below(80));
            let p = random.normal_points(dimension, n, 1.0, 2.0);
            let q = random.normal_points(dimension, m, 0.0, 1.0);
            let (d, plain) = (
                nearest_neighbour_kl(&p, &q, k)?,
                by_all_distances(&p, &q, k),
            );
            assert!((d.nats() - plain).abs() < 1e-12 * (1.0 + plain.abs()));
        }
    }
    // Crowded in some places, and on a grid along one axis.
    for k in [4, 9] {
        let mut crowded = |n: usize| {
            let x: Vec<f64> = (0..n)
                .flat_map(|_| [random.below(5) as f64, random.power_of_ten(-9.0, 0.0)])
                .collect();
            Points::new(2, x)
        };
        let (p, q) = (crowded(150)?, crowded(170)?);
        let (d, plain) = (
            nearest_neighbour_kl(&p, &q, k)?,
            by_all_distances(&p, &q, k),
        );
        assert!((d.nats() - plain).abs() < 1e-12 * (1.0 + plain.abs()));
    }
    Ok(())
}

/// Repeated points do no harm where k is beyond the repetitions.
#[test]
fn repeated_points_and_larger_k() -> TestResult {
    let mut random = Random(2);
    let twice = |s: &Points| Points::new(s.dimension(), s.coordinates().repeat(2));
    for dimension in [1, 3] {
        let (p, q) = (
            random.normal_points(dimension, 60, 0.0, 1.0),
            random.normal_points(dimension, 70, 1.0, 1.0),
        );
        let (p2, q2) = (twice(&p)?, twice(&q)?);
        for k in [2, 3, 4] {
            let (d, plain) = (
                nearest_neighbour_kl(&p2, &q2, k)?,
                by_all_distances(&p2, &q2, k),
            );
            assert!((d.nats() - plain).abs() < 1e-12);
        }
    }
    Ok(())
}

#[test]
fn scales_and_order_make_no_difference() -> TestResult {
    let mut random = Random(3);
    let (p, q) = (
        random.normal_points(3, 200, 0.0, 1.0),
        random.normal_points(3, 150, 0.5, 1.5),
    );
    let d = nearest_neighbour_kl(&p, &q, 2)?.nats();
    for unit in [2.0, -1.0, 2f64.powi(-900), 2f64.powi(1000)] {
        let scaled = |s: &Points| {
            let x: Vec<f64> = s.coordinates().iter().map(|x| x * unit).collect();
            Points::new(3, x)
        };
        close(
            nearest_neighbour_kl(&scaled(&p)?, &scaled(&q)?, 2)?.nats(),
            d,
            1e-13,
        );
    }
    let reversed: Vec<f64> = p.coordinates().chunks(3).rev().flatten().copied().collect();
    close(
        nearest_neighbour_kl(&Points::new(3, reversed)?, &q, 2)?.nats(),
        d,
        1e-13,
    );
    Ok(())
}

/// Half a dozen standard deviations are allowed, or the known bias.
#[test]
fn estimates_are_near_the_truth() -> TestResult {
    let mut random = Random(4);
    // D(N(0,1)‖N(1,2²)) = ln 2 + 2/8 − ½, and the sizes differ: ln(m/(n−1)) is −1.39.
    let truth = 2f64.ln() + 0.25 - 0.5;
    let (p, q) = (
        random.normal_points(1, 4000, 0.0, 1.0),
        random.normal_points(1, 1000, 1.0, 2.0),
    );
    for k in [1, 5] {
        let d = nearest_neighbour_kl(&p, &q, k)?.nats();
        assert!((d - truth).abs() < 0.3, "{d} for {truth}");
        let reverse = nearest_neighbour_kl(&q, &p, k)?.nats();
        let truth = -(2f64.ln()) + 2.5 - 0.5;
        assert!((reverse - truth).abs() < 0.7, "{reverse} for {truth}");
    }
    // In three dimensions, P and Q alike, and twice as wide.
    let p = random.normal_points(3, 2000, 0.0, 1.0);
    let same = nearest_neighbour_kl(&p, &random.normal_points(3, 2000, 0.0, 1.0), 3)?.nats();
    assert!(same.abs() < 0.15, "{same}");
    let wide = nearest_neighbour_kl(&p, &random.normal_points(3, 2000, 0.0, 2.0), 3)?.nats();
    let truth = 3.0 * (2f64.ln() + 0.125 - 0.5);
    assert!((wide - truth).abs() < 0.4, "{wide} for {truth}");
    Ok(())
}

/// Of 100 intervals at 0.95, between 83 and 100 cover: four standard deviations.
#[test]
fn intervals_cover_the_truth() -> TestResult {
    let mut random = Random(5);
    let truth = 2f64.ln() + 0.25 - 0.5;
    let (mut covering, mut narrower) = (0, 0);
    for _ in 0..100 {
        let (p, q) = (
            random.normal_points(1, 200, 0.0, 1.0),
            random.normal_points(1, 200, 1.0, 2.0),
        );
        let interval = nearest_neighbour_interval(&p, &q, 1, 10, 0.95)?;
        let (low, high) = (interval.low.nats(), interval.high.nats());
        assert!(low < high && interval.standard_error.nats() > 0.0);
        close(
            interval.estimate.nats() - low,
            high - interval.estimate.nats(),
            1e-12,
        );
        covering += i32::from(low <= truth && truth <= high);
        let half = nearest_neighbour_interval(&p, &q, 1, 10, 0.5)?;
        narrower += i32::from(half.low.nats() <= truth && truth <= half.high.nats());
    }
    assert!((83..=100).contains(&covering), "{covering}");
    assert!((28..=72).contains(&narrower), "{narrower}");
    Ok(())
}

impl Random {
    fn counts(&mut self, k: usize, most: usize) -> Vec<u64> {
        (0..k).map(|_| 1 + self.below(most) as u64).collect()
    }

    /// n draws from the probabilities.
    fn draws(&mut self, p: &[f64], n: usize) -> Counts {
        let mut counts = vec![0; p.len()];
        for _ in 0..n {
            let (mut u, mut i) = (self.unit(), 0);
            while i + 1 < p.len() && u > p[i] {
                u -= p[i];
                i += 1;
            }
            counts[i] += 1;
        }
        Counts::new(counts).expect("something was drawn")
    }
}

#[test]
fn counts_are_frequencies() -> TestResult {
    let mut random = Random(6);
    for _ in 0..200 {
        let k = 1 + random.below(8);
        let (c, d) = (random.counts(k, 50), random.counts(k, 1000));
        let (p, q) = (Counts::new(c.clone())?, Counts::new(d)?);
        let (f, g) = (p.smoothed(0.0)?, q.smoothed(0.0)?);
        close(p.entropy().nats() + 1.0, f.entropy().nats() + 1.0, 1e-14);
        close(p.kl(&q)?.nats(), f.kl(&g)?.nats(), 1e-9);
        // Ten times as many observations are the same frequencies.
        let tenfold = Counts::new(c.iter().map(|c| 10 * c).collect::<Vec<_>>())?;
        assert_eq!(tenfold.kl(&p)?, Information::ZERO);
        close(tenfold.kl(&q)?.nats(), p.kl(&q)?.nats(), 1e-14);
        // Corrections: the biases of the sizes, ten times smaller.
        let bias = (k as f64 - 1.0) / (2.0 * p.total() as f64);
        close(
            (p.entropy_corrected() - p.entropy()).nats() + 1.0,
            bias + 1.0,
            1e-14,
        );
        let corrected = p.kl_corrected(&tenfold)?.nats();
        assert!((corrected + 1.1 * bias).abs() < 1e-14, "{corrected} {bias}");
    }
    Ok(())
}

#[test]
fn tables_are_joint_distributions() -> TestResult {
    let mut random = Random(7);
    for _ in 0..200 {
        let (rows, columns) = (1 + random.below(5), 1 + random.below(5));
        let c = random.counts(rows * columns, 60);
        let table = CountTable::new(rows, columns, c.clone())?;
        let joint = Joint::new(
            rows,
            columns,
            Counts::new(c.clone())?.smoothed(0.0)?.into_vec(),
        )?;
        let (i, j) = (table.mutual_information(), joint.mutual_information());
        assert!((i - j).nats().abs() < 1e-14);
        let transposed: Vec<u64> = (0..rows * columns)
            .map(|at| c[at % rows * columns + at / rows])
            .collect();
        let transposed = CountTable::new(columns, rows, transposed)?;
        close(transposed.mutual_information().nats(), i.nats(), 1e-14);
        // From the corrected entropies of both variables and of the pairs.
        let sums = |of: &dyn Fn(usize) -> usize, n: usize| {
            let mut sums = vec![0; n];
            c.iter().enumerate().for_each(|(at, c)| sums[of(at)] += c);
            Counts::new(sums)
        };
        let (x, y) = (
            sums(&|at| at / columns, rows)?,
            sums(&|at| at % columns, columns)?,
        );
        let of_entropies =
            x.entropy_corrected() + y.entropy_corrected() - Counts::new(c)?.entropy_corrected();
        let corrected = table.mutual_information_corrected();
        assert!((of_entropies - corrected).nats().abs() < 1e-13);
    }
    Ok(())
}

/// The mean of many estimates is nearer the truth with the correction than without.
#[test]
fn corrections_take_off_bias() -> TestResult {
    const REPEATS: usize = 1500;
    let mut random = Random(8);
    let (p, q) = ([0.1, 0.2, 0.3, 0.4], [0.3, 0.3, 0.2, 0.2]);
    let (f, g) = (Pmf::new(p)?, Pmf::new(q)?);
    let (entropy, divergence) = (f.entropy().nats(), f.kl(&g)?.nats());
    let mut errors = [0.0; 4];
    for _ in 0..REPEATS {
        let (c, d) = (random.draws(&p, 50), random.draws(&q, 60));
        errors[0] += c.entropy().nats() - entropy;
        errors[1] += c.entropy_corrected().nats() - entropy;
        errors[2] += c.kl(&d)?.nats() - divergence;
        errors[3] += c.kl_corrected(&d)?.nats() - divergence;
    }
    let [plain, corrected, kl, kl_corrected] = errors.map(|e| e / REPEATS as f64);
    // The biases are −0.03 and 0.058; the standard errors 0.0025 and 0.004.
    assert!(
        plain < -0.015 && corrected.abs() < 0.012,
        "{plain} {corrected}"
    );
    assert!(
        kl > 0.035 && kl_corrected.abs() < 0.02,
        "{kl} {kl_corrected}"
    );
    Ok(())
}

#[test]
fn bins_count_every_value_once() -> TestResult {
    let mut random = Random(9);
    for _ in 0..100 {
        let [x, y] = [0; 2].map(|_| {
            let n = 10 + random.below(50);
            (0..n).map(|_| random.normal()).collect::<Vec<_>>()
        });
        let n = 1 + random.below(9);
        let samples: [&[f64]; 2] = [&x, &y];
        for bins in [
            Bins::equal_width_of(&samples, n)?,
            Bins::quantiles_of(&samples, n)?,
            Bins::freedman_diaconis(&samples)?,
        ] {
            let edges = bins.edges();
            let counts = bins.count(&x)?;
            assert_eq!(counts.total() as usize, x.len());
            for (i, &count) in counts.as_slice().iter().enumerate() {
                let last = i + 2 == edges.len();
                let inside =
                    |v: f64| edges[i] <= v && (v < edges[i + 1] || last && v == edges[i + 1]);
                assert_eq!(count as usize, x.iter().filter(|&&v| inside(v)).count());
            }
            let with_ends = bins.count_with_ends(&x)?;
            assert_eq!(
                with_ends.as_slice()[1..=counts.as_slice().len()],
                *counts.as_slice()
            );
            assert_eq!(with_ends.total(), counts.total());
        }
        let equal = Bins::quantiles_of(&samples, n)?;
        let (c, d) = (equal.count(&x)?, equal.count(&y)?);
        let share = (x.len() + y.len()) as f64 / n as f64;
        for (c, d) in c.as_slice().iter().zip(d.as_slice()) {
            assert!(((c + d) as f64 - share).abs() <= 2.0);
        }
        let edges = Bins::equal_width_of(&samples, n)?.edges().to_vec();
        let width = (edges[n] - edges[0]) / n as f64;
        assert!(
            edges
                .windows(2)
                .all(|e| (e[1] - e[0] - width).abs() < 1e-14)
        );
    }
    Ok(())
}
