//! Sums of squares.

use super::tile::SIDE;
use crate::float::double::two_sum;
use crate::float::sum::CompensatedSum;

/// ½Σx², of many numbers side by side, with what rounding loses.
#[derive(Default)]
pub(super) struct HalfSquares {
    sums: [f64; SIDE],
    lost: [f64; SIDE],
}

impl HalfSquares {
    pub(super) fn add(&mut self, numbers: &[f64]) {
        let (tiles, rest) = numbers.as_chunks::<SIDE>();
        for x in tiles {
            self.add_lanes(x);
        }
        let mut last = [0.0; SIDE];
        for (last, &x) in last.iter_mut().zip(rest) {
            *last = x;
        }
        self.add_lanes(&last);
    }

    #[inline]
    pub(super) fn add_number(&mut self, x: f64) {
        let (total, rest) = two_sum(self.sums[0], (0.5 * x) * x);
        self.sums[0] = total;
        self.lost[0] += rest;
    }

    #[inline]
    pub(super) fn add_lanes(&mut self, x: &[f64; SIDE]) {
        for (x, (sum, lost)) in x.iter().zip(self.sums.iter_mut().zip(&mut self.lost)) {
            let (total, rest) = two_sum(*sum, (0.5 * x) * x);
            *sum = total;
            *lost += rest;
        }
    }

    /// Infinite where a square is beyond any double, and NaN for NaN.
    pub(super) fn total(&self) -> f64 {
        let mut total = CompensatedSum::default();
        for &sum in &self.sums {
            total.add(sum);
        }
        if !total.total().is_finite() {
            return self.sums.iter().sum();
        }
        for &lost in &self.lost {
            total.add(lost);
        }
        total.total()
    }
}
