//! Distances to the k-th nearest point, however small or large.
//!
//! Coordinates of one sample may be 10²⁰⁰ and 10⁻²⁰⁰, and the squares of their differences beyond
//! the range of doubles. No one unit will do for all points, and looking at all others would be
//! slow; so each point has a unit of its own. The unit of the point before usually will do. If
//! not, the largest difference along any axis, which needs no squares, tells which one will.

use super::Points;
use super::k_d_tree::{Metric, Search, Tree};
use crate::float::scale::{power_of_two, scaled, split};
use crate::terms::ratio::ln_ratio;
use std::f64::consts::LN_2;

/// A search for Euclidean distances to the k-th nearest point.
pub(super) struct Neighbours<'a> {
    tree: &'a Tree,
    search: Search<'a>,
    /// The exponent of the unit that the point before had.
    exponent: i32,
}

impl<'a> Neighbours<'a> {
    pub(super) fn new(tree: &'a Tree, k: usize) -> Self {
        Neighbours {
            tree,
            search: Search::new(tree, k),
            exponent: 0,
        }
    }

    /// The distance to the k-th nearest of the tree's points, the point itself included if it is
    /// one; `None` if it is 0.
    pub(super) fn kth(&mut self, point: &[f64]) -> Option<Length> {
        if let Some(length) = self.kth_in_units(point) {
            return Some(length);
        }
        let (difference, exponent) = match self.search.kth(point, Largest { unit: 1.0 }) {
            f64::INFINITY => (self.search.kth(point, Largest { unit: 0.5 }), 1),
            difference => (difference, 0),
        };
        if difference == 0.0 {
            return None;
        }
        // The largest unit is 2¹⁰²³, in which the smallest difference is 2⁻⁵¹.
        self.exponent = (split(difference).1 + exponent).max(-1023);
        self.kth_in_units(point)
    }

    /// Whether one of the tree's points is at the very place for which [`kth`](Self::kth) was
    /// asked last.
    pub(super) fn is_at(&self, point: &[f64]) -> bool {
        // A square of 0 may have underflowed.
        self.search.zeros() > 0 && self.tree.count(point, 0.0, Largest { unit: 1.0 }).at > 0
    }

    /// The same in the present unit, if no square loses digits that count in it.
    fn kth_in_units(&mut self, point: &[f64]) -> Option<Length> {
        let exponent = self.exponent;
        let unit = power_of_two(-exponent);
        let square = if exponent == 0 {
            self.search.kth(point, PlainSquares)
        } else if exponent < 500 {
            self.search.kth(point, Squares { unit })
        } else {
            self.search.kth(point, SquaresOfHuge { unit })
        };
        let keeps_digits = (SMALL..=LARGE).contains(&square);
        keeps_digits.then_some(Length { square, exponent })
    }
}

/// Squares below it may have lost digits, or be 0 though the distance is not.
const SMALL: f64 = power_of_two(-900);
/// Sums of squares above it may be infinite though the distance is not.
const LARGE: f64 = power_of_two(900);

/// The square of the Euclidean distance.
#[derive(Clone, Copy)]
struct PlainSquares;

impl Metric for PlainSquares {
    #[inline]
    fn apart(self, x: f64, y: f64) -> f64 {
        x - y
    }

    #[inline]
    fn add(self, distance: f64, apart: f64) -> f64 {
        distance + apart * apart
    }
}

/// The same in the unit.
#[derive(Clone, Copy)]
struct Squares {
    unit: f64,
}

impl Metric for Squares {
    #[inline]
    fn apart(self, x: f64, y: f64) -> f64 {
        (x - y) * self.unit
    }

    #[inline]
    fn add(self, distance: f64, apart: f64) -> f64 {
        distance + apart * apart
    }
}

/// The same for distances so large that a difference may overflow. The digits of small
/// coordinates, lost by scaling, are far below those of the distance.
#[derive(Clone, Copy)]
struct SquaresOfHuge {
    unit: f64,
}

impl Metric for SquaresOfHuge {
    fn apart(self, x: f64, y: f64) -> f64 {
        x * self.unit - y * self.unit
    }

    fn add(self, distance: f64, apart: f64) -> f64 {
        distance + apart * apart
    }
}

/// The largest difference along any axis, in the unit. The Euclidean distance to the k-th
/// nearest is that to the k-th by this measure at least, and at most √d times it.
#[derive(Clone, Copy)]
pub(super) struct Largest {
    pub(super) unit: f64,
}

impl Largest {
    /// In the unit in which no difference between these points overflows.
    pub(super) fn of(samples: &[&Points]) -> Self {
        let all = samples.iter().flat_map(|points| points.coordinates());
        let largest = all.fold(0.0f64, |largest, x| largest.max(x.abs()));
        let unit = if largest > 0.5 * f64::MAX { 0.5 } else { 1.0 };
        Largest { unit }
    }
}

impl Metric for Largest {
    fn apart(self, x: f64, y: f64) -> f64 {
        x * self.unit - y * self.unit
    }

    fn add(self, distance: f64, apart: f64) -> f64 {
        distance.max(apart.abs())
    }
}

/// The square of a length in units of 2^exponent: the square itself, or the length, may be beyond
/// the range of doubles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    square: f64,
    exponent: i32,
}

impl Length {
    /// Its square; 0 or infinite if that is beyond the range of doubles.
    pub(super) fn squared(self) -> f64 {
        scaled(self.square, 2 * self.exponent)
    }

    /// Its logarithm.
    pub(super) fn ln(self) -> f64 {
        let (m, e) = split(self.square);
        if e.abs() < 8 && self.exponent == 0 {
            return 0.5 * self.square.ln();
        }
        0.5 * (m.ln() + f64::from(e + 2 * self.exponent) * LN_2)
    }

    /// The logarithm of the ratio to another length.
    pub(super) fn ln_ratio(self, other: Length) -> f64 {
        if self.exponent == other.exponent {
            return 0.5 * ln_ratio(self.square, other.square);
        }
        let ((a, of_a), (b, of_b)) = (split(self.square), split(other.square));
        let e = of_a - of_b + 2 * (self.exponent - other.exponent);
        if e.abs() < 900 {
            0.5 * ln_ratio(a * power_of_two(e), b)
        } else {
            0.5 * (f64::from(e) * LN_2 + ln_ratio(a, b))
        }
    }
}
