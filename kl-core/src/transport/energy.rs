//! Energy distance between samples.

use super::Empirical;
use crate::float::scale::power_of_two;
use crate::float::sum::CompensatedSum;

impl Empirical {
    /// Energy distance.
    ///
    /// √(2 ∫ (F(x) − G(x))² dx) = √(2 E|X − Y| − E|X − X′| − E|Y − Y′|), where X and X′
    /// are from `self`, whose cumulative distribution function is F, and Y and Y′ from
    /// the argument, whose is G
    ///
    /// # Conventions
    ///
    /// In the root of the unit of the values. Symmetric; a metric; never negative.
    /// Divided by √2 it is the Cramér distance √∫ (F − G)² dx.
    ///
    /// # Accuracy
    ///
    /// Within 4 ulp: F − G is counted in whole numbers, or with weights in twice the
    /// digits.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::transport::Empirical;
    ///
    /// let p = Empirical::new([0.0])?;
    /// assert_eq!(p.energy_distance(&Empirical::new([2.0])?), 2.0);
    /// assert_eq!(p.energy_distance(&Empirical::new([0.0, 2.0])?), 1.0);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    ///
    /// # Reference
    ///
    /// Székely and Rizzo, "Energy statistics: A class of statistics based on
    /// distances", Journal of Statistical Planning and Inference 143 (2013)
    /// 1249–1272.
    #[must_use]
    pub fn energy_distance(&self, other: &Empirical) -> f64 {
        let plain = self.twice_the_integral(other, 1.0, 1.0);
        if plain < SMALL {
            self.twice_the_integral(other, 1.0, UP).sqrt() / UP.sqrt()
        } else if plain < f64::INFINITY {
            plain.sqrt()
        } else {
            self.twice_the_integral(other, DOWN, 1.0).sqrt() / DOWN.sqrt()
        }
    }

    /// 2 ∫ c (F − G)² dx for the values times `unit`.
    fn twice_the_integral(&self, other: &Empirical, unit: f64, c: f64) -> f64 {
        let (xs, ys) = (self.values(), other.values());
        let (mut i, mut j) = (0, 0);
        let mut sum = CompensatedSum::default();
        let mut before = None;
        loop {
            let next = match (xs.get(i), ys.get(j)) {
                (Some(&x), Some(&y)) => x.min(y),
                (Some(&x), None) => x,
                (None, Some(&y)) => y,
                (None, None) => return 2.0 * sum.total(),
            };
            if let Some(before) = before {
                let width = next * unit - before * unit;
                let gap = gap(self, other, i, j);
                sum.add(width * (c * (gap * gap)));
            }
            let at_next = |values: &[f64]| values.iter().take_while(|&&v| v == next).count();
            i += at_next(xs.get(i..).unwrap_or_default());
            j += at_next(ys.get(j..).unwrap_or_default());
            before = Some(next);
        }
    }
}

/// The mass of the first i values of P less that of the first j values of Q, up to the sign.
fn gap(p: &Empirical, q: &Empirical, i: usize, j: usize) -> f64 {
    let (n, m) = (p.values().len(), q.values().len());
    if p.has_weights() || q.has_weights() {
        let (all_p, all_q) = (p.weight_of_first(n), q.weight_of_first(m));
        p.weight_beyond(i, q, j) / (all_p * all_q).value
    } else {
        let apart = apart([i, m], [j, n]);
        apart / (n as f64 * m as f64)
    }
}

/// The difference of two products, rounded once.
fn apart([a, b]: [usize; 2], [c, d]: [usize; 2]) -> f64 {
    // Nearly always they fit, and a division follows for each value.
    if let (Some(left), Some(right)) = (a.checked_mul(b), c.checked_mul(d)) {
        left.abs_diff(right) as f64
    } else {
        (a as u128 * b as u128).abs_diff(c as u128 * d as u128) as f64
    }
}

/// A sum below this may have lost digits to underflow.
const SMALL: f64 = power_of_two(-800);
const UP: f64 = power_of_two(400);
const DOWN: f64 = power_of_two(-100);

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn products_beyond_the_whole_numbers_do_not_overflow() {
        let most = usize::MAX;
        assert_eq!(apart([7, 3], [2, 4]), 13.0);
        assert_eq!(apart([most, 2], [most, 5]), 3.0 * most as f64);
    }
}
