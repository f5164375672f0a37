//! How the ratios of successive probabilities of two distributions differ.
//!
//! The ratio times k + 1 is a linear function of the count k, over a constant. So is the
//! difference of two, times both constants, and its coefficients are differences of products of
//! the parameters: computed from them with twice the digits it is right where the distributions
//! are as near as doubles can be.

use super::{Counts, Kind, NEAR_QUOTIENT};
use crate::float::double::{Double, two_product, two_sum};
use crate::float::scale::power_of_two;
use crate::special::log1pmx::artanh_tail;

/// Below this, a whole number times 26 bits is a double.
const FEW_BITS: f64 = power_of_two(27);

/// A linear function of t, a count less the one that a walk starts from.
#[derive(Clone, Copy)]
pub(super) struct Line {
    at_start: Double,
    slope: Double,
}

impl Line {
    /// a + b·k, as a function of t = k − start.
    fn new(a: Double, b: Double, start: f64) -> Self {
        Line {
            at_start: a + b * Double::from(start),
            slope: b,
        }
    }

    #[inline(always)]
    fn at(&self, t: Double) -> Double {
        let (product, rest) = two_product(self.slope.value, t.value);
        let rest = rest + (self.slope.lost * t.value + self.slope.value * t.lost);
        let (value, lost) = two_sum(self.at_start.value, product);
        Double::exact_sum(value, lost + (rest + self.at_start.lost))
    }

    /// The double nearest to [`at`](Self::at).
    #[inline(always)]
    fn near(&self, t: f64) -> f64 {
        self.at(t.into()).value
    }

    /// [`at`](Self::at) for a whole t below [`FEW_BITS`], without a fused multiply-add: products by the
    /// first 26 bits of the slope are exact.
    #[inline(always)]
    fn at_whole(&self, t: f64) -> Double {
        let high = f64::from_bits(self.slope.value.to_bits() >> 27 << 27);
        let low = (self.slope.value - high) + self.slope.lost;
        let (value, lost) = two_sum(self.at_start.value, high * t);
        Double::exact_sum(value, lost + (low * t + self.at_start.lost))
    }

    fn slope(&self) -> f64 {
        self.slope.value
    }

    fn minus(&self, other: Line) -> Line {
        Line {
            at_start: self.at_start - other.at_start,
            slope: self.slope - other.slope,
        }
    }

    fn times(&self, factor: Double) -> Line {
        Line {
            at_start: self.at_start * factor,
            slope: self.slope * factor,
        }
    }
}

/// ln(first/second) of two linear functions that are positive, whose difference is known better
/// than they are.
#[derive(Clone, Copy)]
pub(super) struct Contrast {
    difference: Line,
    first: Line,
    second: Line,
    /// first·second times the derivative, which is constant.
    wronskian: f64,
    /// The difference of the ratios themselves.
    of_ratios: Line,
}

impl Contrast {
    /// Between the ratios of P and those of Q.
    pub(super) fn new(p: &Counts, q: &Counts, start: f64) -> Self {
        let (a, b) = difference(p.kind, q.kind);
        let [(a_p, b_p, g_p), (a_q, b_q, g_q)] = [coefficients(p.kind), coefficients(q.kind)];
        let first = Line::new(a_p, b_p, start).times(g_q);
        let second = Line::new(a_q, b_q, start).times(g_p);
        Contrast::of(Line::new(a, b, start), first, second, g_p * g_q)
    }

    /// Between the ratios of P and 1.
    pub(super) fn of_one(p: &Counts, start: f64) -> Self {
        let (a, b, g) = coefficients(p.kind);
        let first = Line::new(a, b, start);
        let next = Double::exact_sum(start, 1.0);
        let one = Line {
            at_start: next,
            slope: Double::ONE,
        };
        let second = one.times(g);
        let difference = match p.kind {
            // r − 1 − pr − pk
            Kind::NegativeBinomial { r, p } => Line::new(
                Double::exact_sum(r, -1.0) - Double::exact_product(p, r),
                Double::from(-p),
                start,
            ),
            _ => first.minus(second),
        };
        Contrast::of(difference, first, second, g)
    }

    fn of(difference: Line, first: Line, second: Line, scale: Double) -> Self {
        let wronskian = first.at_start * difference.slope - first.slope * difference.at_start;
        Contrast {
            difference,
            first,
            second,
            wronskian: wronskian.value,
            of_ratios: difference.times(Double::ONE / scale),
        }
    }

    #[inline(always)]
    pub(super) fn ln(&self, t: Double) -> Double {
        let [difference, x, y] = [self.difference, self.first, self.second].map(|x| x.at(t));
        // Of ordinary parameters, so in the range of doubles.
        ln(difference, x, y).unwrap_or_default()
    }

    /// The same for a whole t, from the ratios there.
    #[inline(always)]
    pub(super) fn ln_of(&self, t: f64, rise_p: Double, rise_q: Double) -> Double {
        // Next to each other, positive, and so in the range of doubles.
        ln(self.difference_of_ratios(t), rise_p, rise_q).unwrap_or_default()
    }

    /// The difference of the ratios times k + 1, for a whole t.
    #[inline(always)]
    pub(super) fn difference_of_ratios(&self, t: f64) -> Double {
        if t.abs() < FEW_BITS {
            self.of_ratios.at_whole(t)
        } else {
            self.of_ratios.at(t.into())
        }
    }

    /// The first and the third derivative of the logarithm.
    #[inline(always)]
    pub(super) fn derivatives(&self, t: f64) -> (f64, f64) {
        let (x, y) = (self.first.near(t), self.second.near(t));
        let (u, v) = (self.first.slope() / x, self.second.slope() / y);
        let first = self.wronskian / x / y;
        (first, 2.0 * first * (u * u + u * v + v * v))
    }
}

/// ln(x/y), from x − y too, if x/y is in the range of doubles. It is squared, and for few counts
/// nearly all of a divergence is one such square: so it has some more digits than a double.
#[inline(always)]
pub(super) fn ln(difference: Double, x: Double, y: Double) -> Option<Double> {
    let (r, near) = by_artanh(difference, x, y);
    if r.abs() <= NEAR_QUOTIENT {
        return Some(near);
    }
    let t = quotient(x, y);
    (f64::MIN_POSITIVE..=f64::MAX)
        .contains(&t.value)
        .then(|| Double {
            value: t.value.ln(),
            lost: t.lost / t.value,
        })
}

/// r = (x − y)/(x + y), and ln(x/y) as 2 artanh r if r is at most [`NEAR_QUOTIENT`].
#[inline(always)]
pub(super) fn by_artanh(difference: Double, x: Double, y: Double) -> (f64, Double) {
    let (sum, rest) = two_sum(x.value, y.value);
    let sum = Double {
        value: sum,
        lost: rest + (x.lost + y.lost),
    };
    let r = quotient(difference, sum);
    let square = r.value * r.value;
    let rest = r.lost + r.value * (square * artanh_tail(square));
    (r.value, Double::small_sum(2.0 * r.value, 2.0 * rest))
}

/// a/b, the low part with few digits.
#[inline(always)]
fn quotient(a: Double, b: Double) -> Double {
    let value = a.value / b.value;
    let rest = (-value).mul_add(b.value, a.value);
    Double {
        value,
        lost: (rest + (a.lost - value * b.lost)) / b.value,
    }
}

/// a, b and g of (k + 1) P(k + 1)/P(k) = (a + bk)/g.
fn coefficients(kind: Kind) -> (Double, Double, Double) {
    match kind {
        Kind::Binomial { n, p } => (
            Double::exact_product(p, n),
            Double::from(-p),
            Double::exact_sum(1.0, -p),
        ),
        Kind::Poisson { rate } => (Double::from(rate), Double::ZERO, Double::ONE),
        Kind::NegativeBinomial { r, p } => {
            let failure = Double::exact_sum(1.0, -p);
            (failure * Double::from(r), failure, Double::ONE)
        }
    }
}

/// a and b of the difference of the ratios, times both g. Each is written so that what may be
/// next to each other is subtracted exactly.
fn difference(p: Kind, q: Kind) -> (Double, Double) {
    use Kind::{Binomial, NegativeBinomial, Poisson};
    let minus = |(a, b): (Double, Double)| (Double::ZERO - a, Double::ZERO - b);
    match (p, q) {
        (Binomial { n, p }, Binomial { n: m, p: q }) => {
            let more = Double::exact_sum(m, -n);
            let a = (Double::exact_product(p, n) - Double::exact_product(q, m))
                + Double::exact_product(p, q) * more;
            (a, Double::exact_sum(q, -p))
        }
        (Binomial { n, p }, Poisson { rate }) => {
            let a =
                (Double::exact_product(p, n) - Double::from(rate)) + Double::exact_product(p, rate);
            (a, Double::from(-p))
        }
        (NegativeBinomial { r, p }, NegativeBinomial { r: s, p: q }) => {
            let a = Double::exact_sum(r, -s)
                - (Double::exact_product(p, r) - Double::exact_product(q, s));
            (a, Double::exact_sum(q, -p))
        }
        (NegativeBinomial { r, p }, Poisson { rate }) => {
            let a = Double::exact_sum(r, -rate) - Double::exact_product(p, r);
            (a, Double::exact_sum(1.0, -p))
        }
        (Poisson { rate }, Poisson { rate: other }) => {
            (Double::exact_sum(rate, -other), Double::ZERO)
        }
        (Poisson { .. }, _) => minus(difference(q, p)),
        (Binomial { .. } | NegativeBinomial { .. }, _) => {
            let [(a_p, b_p, g_p), (a_q, b_q, g_q)] = [coefficients(p), coefficients(q)];
            (a_p * g_q - a_q * g_p, b_p * g_q - b_q * g_p)
        }
    }
}
