//! Entropy and divergence of counts, plain and corrected.

use crate::common::TestResult;
use crate::common::close::close;
use crate::common::errors::{outcomes, parameter, refused, size};
use crate::common::random::Random;
use kl_core::estimate::{CountTable, Counts};
use kl_core::{Error, Information, Pmf};

#[test]
fn counts_must_be_counts() -> TestResult {
    assert_eq!(Counts::new([]), Err(Error::Empty { of: "counts" }));
    assert_eq!(
        Counts::new([0, 0, 0]),
        Err(Error::ZeroTotal { of: "counts" })
    );
    let beyond = parameter("total of the counts", 2f64.powi(64));
    refused(Counts::new([u64::MAX, 1]), &beyond);
    let largest = Counts::new([u64::MAX])?;
    let (p, q) = (Counts::new([1, 2])?, Counts::new([1, 2, 3])?);
    let mismatch = outcomes(2, 3);
    assert_eq!(p.kl(&q), Err(mismatch.clone()));
    assert_eq!(p.kl_corrected(&q), Err(mismatch));
    for value in [-5e-324, -1.0, f64::INFINITY] {
        refused(p.smoothed(value), &parameter("alpha", value));
    }
    assert!(p.smoothed(f64::NAN).is_err());
    assert!(p.smoothed(f64::MAX).is_ok());
    assert_eq!(largest.entropy(), Information::ZERO);
    assert_eq!(largest.kl(&largest)?, Information::ZERO);
    let table = |rows, columns, entries: &[u64]| CountTable::new(rows, columns, entries);
    for (rows, columns) in [(2, 2), (0, 3), (usize::MAX, 2)] {
        let expected = rows.saturating_mul(columns);
        let error = size("counts", 3, "rows times that of columns", expected);
        assert_eq!(table(rows, columns, &[1, 2, 3]), Err(error));
    }
    assert_eq!(table(0, 0, &[]), Err(Error::Empty { of: "counts" }));
    assert_eq!(table(1, 2, &[0, 0]), Err(Error::ZeroTotal { of: "counts" }));
    let huge = table(2, 2, &[u64::MAX / 4; 4])?;
    assert_eq!(huge.mutual_information(), Information::ZERO);
    assert!(huge.mutual_information_corrected().nats() <= 0.0);
    Ok(())
}

#[test]
fn impossible_outcomes() -> TestResult {
    let (p, q) = (Counts::new([1, 2])?, Counts::new([0, u64::MAX])?);
    assert_eq!(p.kl(&q)?, Information::INFINITY);
    assert_eq!(p.kl_corrected(&q)?, Information::INFINITY);
    assert!(q.kl(&p)?.is_finite());
    assert!(p.smoothed(1e-300)?.kl(&q.smoothed(1e-300)?)?.is_finite());
    Ok(())
}

impl Random {
    pub(crate) fn counts(&mut self, k: usize, most: usize) -> Vec<u64> {
        (0..k).map(|_| 1 + self.below(most) as u64).collect()
    }

    /// n draws from the probabilities.
    pub(crate) fn draws(&mut self, p: &[f64], n: usize) -> Counts {
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
