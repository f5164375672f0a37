//! Logarithms of densities, with what their rounding may be.

use super::axis::Point;

/// A logarithm of a density, and the most that rounding made it wrong by.
#[derive(Clone, Copy)]
pub(crate) struct Log {
    pub(crate) value: f64,
    pub(crate) error: f64,
}

impl Log {
    pub(crate) const NOTHING: Log = Log {
        value: f64::NEG_INFINITY,
        error: 0.0,
    };

    /// The sum of terms that are right to some ulp each, from numbers of which `inherited` is the
    /// effect of their own errors.
    pub(crate) fn sum<const N: usize>(terms: [f64; N], inherited: f64) -> Self {
        let (mut value, mut size) = (0.0, 0.0);
        for term in terms {
            value += term;
            size += term.abs();
        }
        Log {
            value,
            error: 3.0 * f64::EPSILON * size + inherited,
        }
    }
}

/// A logarithm as a function of the place.
type OfPoint<'a> = Box<dyn Fn(&Point) -> Log + 'a>;

/// A density as its logarithm.
pub(super) struct Density<'a> {
    pub(super) ln: OfPoint<'a>,
    /// Whether the logarithm is that at the point itself, and not at the nearest double.
    pub(super) exact: bool,
    /// The interval outside which the density is zero, and inside which it is not, if that is
    /// known.
    pub(super) support: Option<(f64, f64)>,
    /// How it falls towards either end of its support, if that is known.
    pub(super) tails: Option<[Tail; 2]>,
    /// ln(−ln) of the density at a point, for where the logarithm is beyond the range of doubles.
    pub(super) steep: Option<OfPoint<'a>>,
}

impl<'a> Density<'a> {
    /// A density that is known by a function of doubles.
    ///
    /// What the function adds up is not known. Its rounding is supposed to be some ulp of the
    /// result, or of 1.
    pub(super) fn of(ln: impl Fn(f64) -> f64 + 'a, support: Option<(f64, f64)>) -> Self {
        let ln = move |at: &Point| {
            let value = ln(at.x);
            let error = 8.0 * f64::EPSILON * (1.0 + value.abs());
            Log { value, error }
        };
        Density {
            ln: Box::new(ln),
            exact: false,
            support,
            tails: None,
            steep: None,
        }
    }

    /// The density with what takes the place of its logarithm where that overflows.
    pub(super) fn falling_as(self, steep: impl Fn(&Point) -> Log + 'a) -> Self {
        Density {
            steep: Some(Box::new(steep)),
            ..self
        }
    }

    /// ln(−ln) of the density, if it is known and the logarithm, less than `ln` was rounded to,
    /// is next to the largest double or beyond.
    pub(super) fn steep(&self, point: &Point, ln: f64) -> Option<Log> {
        const NEXT_TO_OVERFLOW: f64 = -1e280;
        let (low, high) = point.between;
        let (least, most) = self.support?;
        let inside = least <= low && high <= most;
        let steep = self.steep.as_ref()?;
        (inside && ln < NEXT_TO_OVERFLOW).then(|| steep(point))
    }

    /// ln at a point, −∞ outside the support.
    pub(super) fn at(&self, point: &Point) -> Log {
        let (low, high) = point.between;
        match self.support {
            // No support ends between two breaks.
            Some((least, most)) if low < least || high > most => Log::NOTHING,
            _ => (self.ln)(point),
        }
    }
}

/// How a density falls towards an end, in the distance x from it: from 0, for an end that is
/// infinite, or from the end itself.
#[derive(Clone, Copy)]
pub(super) struct Tail {
    /// The mass beyond is as x^(−κ), or for a finite end x^κ. ∞ if it falls faster than any
    /// power.
    pub(super) kappa: f64,
    /// −ln of the density grows as x^r, or for a finite end as x^(−r). 0 if it is a power, or if
    /// it grows more slowly than any power.
    pub(super) growth: f64,
}

impl Tail {
    pub(super) fn power(kappa: f64) -> Self {
        Tail { kappa, growth: 0.0 }
    }

    pub(super) fn exponential(growth: f64) -> Self {
        Tail {
            kappa: f64::INFINITY,
            growth,
        }
    }
}

/// Two densities.
pub(super) struct Densities<'a> {
    pub(super) p: Density<'a>,
    pub(super) q: Density<'a>,
}

impl Densities<'_> {
    /// ln p and ln q at a place of the axis, for the tails.
    pub(super) fn logs(&self, point: &Point) -> [Log; 2] {
        [&self.p, &self.q].map(|density| {
            let Log { value, error } = density.at(point);
            let value = value + point.ln_slope;
            Log { value, error }
        })
    }
}
