//! Two covariances that scale their variables differently, for the covariance between them.
//!
//! With C = αI + βTTᵀ and T = Lq⁻¹Lp, row i of T is about as large as the largest quotient
//! rₖ = σp/σq of the variables k ≤ i. So where a variable of a large quotient comes before one of
//! a small one, the second row is nearly a multiple of the first, and the digits of the second
//! variable are gone. In the order of growing quotients they are not: row i is about as large as
//! rᵢ, and in its unit, max(1, √β rᵢ), C is as far from singular as the correlations are.
//!
//! The factors are made in that order, and in these units from the start, so that no quotient is
//! ever beyond the doubles.

use super::large::Columns;
use super::middle::Middle;
use super::small::Doubles;
use super::{Means, Parts, PositiveDefinite, large, small};
use crate::float::double::Double;
use crate::float::scale::{power_of_two, scaled, split};
use crate::normal::renyi::{Order, normal_scale_renyi_term};
use crate::terms::ratio::ln_ratio;
use nalgebra::DVector;

/// The spread of the binary logarithms of the quotients from which on the order matters.
const SPREAD: i32 = 3;

/// The binary logarithms of the quotients of the units of P and of Q.
fn quotients<'a>(
    p: &'a PositiveDefinite,
    q: &'a PositiveDefinite,
) -> impl Iterator<Item = i32> + 'a {
    // Units are powers of two, and none is subnormal.
    let exponent = |x: f64| (x.to_bits() >> 52) as i32;
    let units = p.scale.iter().zip(&q.scale);
    units.map(move |(&p, &q)| exponent(p) - exponent(q))
}

/// Whether P and Q scale their variables differently.
pub(super) fn differ(p: &PositiveDefinite, q: &PositiveDefinite) -> bool {
    let (mut least, mut most) = (i32::MAX, i32::MIN);
    for r in quotients(p, q) {
        (least, most) = (least.min(r), most.max(r));
    }
    most - least >= SPREAD
}

/// As [`PositiveDefinite::renyi`], for an order below 1 and for P and Q far from each other.
/// `None` if in the other order of the variables rounding makes a matrix singular.
pub(super) fn renyi(
    p: &PositiveDefinite,
    q: &PositiveDefinite,
    [a, b]: Means<'_>,
    order: Order,
) -> Option<f64> {
    let quotients: Vec<i32> = quotients(p, q).collect();
    let mut places: Vec<usize> = (0..quotients.len()).collect();
    places.sort_by_key(|&i| quotients[i]);
    let (p, q) = (p.reordered(&places)?, q.reordered(&places)?);
    // β = (2ʰ)² β', where β' is between 1 and 4.
    let half = split(order.beta).1.div_euclid(2);
    let beta = order.beta * power_of_two(-half) * power_of_two(-half);
    let exponents: Vec<i32> = places
        .iter()
        .map(|&i| (quotients[i] + half).max(0))
        .collect();
    let units: Vec<f64> = exponents
        .iter()
        .zip(&q.scale)
        .map(|(&e, &s)| scaled(s, e))
        .collect();
    // Row i over its unit, of 2ʰT and of z.
    let l = q.weighted(&exponents, p.is_plain());
    let mut t = match (&l, &p.parts) {
        (Parts::Large(l, _), Parts::Large(lp, _)) => {
            let t = large::quotient((&p.scale, lp), (&units, l), None);
            let d = places.len();
            (0..d * d)
                .map(|k| (k / d, k % d))
                .map(|(i, j)| if i < j { 0.0 } else { t.get(j, i) }.into())
                .collect()
        }
        (Parts::Doubles(l), _) => small::quotient((&p.scale, p.doubles()), (&units, l)),
        _ => return None,
    };
    for x in &mut t {
        *x = x.scaled(power_of_two(half));
    }
    let moved = |m: &DVector<f64>| DVector::from_iterator(m.len(), places.iter().map(|&i| m[i]));
    let (a, b) = (moved(a), moved(b));
    let z = match &l {
        Parts::Large(l, _) => {
            let z = large::whitened((&units, l), [a.as_slice(), b.as_slice()]);
            z.iter().copied().map(Double::from).collect()
        }
        Parts::Doubles(l) => {
            let means = a.iter().zip(&b).zip(&units);
            let mut z: Vec<Double> = means
                .map(|((&a, &b), &unit)| small::difference_in_unit(a, b, unit))
                .collect();
            l.solve(&mut z, 1);
            z
        }
        Parts::Sliced(..) => return None,
    };
    // The order as given has all digits of its smaller part only.
    let alpha = if order.alpha < 0.5 {
        order.alpha.into()
    } else {
        Double::exact_sum(1.0, -order.beta)
    };
    let mut middle = Middle::new(t, z, Double::from(beta));
    for (i, &e) in exponents.iter().enumerate() {
        let t = middle.diagonal(i);
        let base = alpha.scaled(power_of_two(-e)).scaled(power_of_two(-e)) + middle.beta * (t * t);
        let ln_t = ln_ratio(p.pivot(i), q.pivot(i));
        middle.add(base, normal_scale_renyi_term(order, ln_t, 0.0, base.value));
    }
    middle.total(order, matches!(l, Parts::Large(..)))
}

impl PositiveDefinite {
    /// With the variables in another order, and without slices, which have no room for numbers
    /// of different sizes. `None` if rounding makes a pivot zero in that order.
    pub(crate) fn reordered(&self, places: &[usize]) -> Option<Self> {
        self.in_order(places).ok()
    }

    /// U⁻¹LU for the powers of two U with growing exponents; in plain doubles, if that will do.
    fn weighted(&self, exponents: &[i32], plain: bool) -> Parts {
        let d = exponents.len();
        let weight = |i: usize, j: usize| power_of_two(exponents[j] - exponents[i]);
        match &self.parts {
            Parts::Large(l, _) if plain => {
                let mut weighted = Columns::new(d, d);
                for j in 0..d {
                    for i in j..d {
                        weighted.column_mut(j)[i] = l.get(i, j) * weight(i, j);
                    }
                }
                Parts::large(weighted)
            }
            _ => {
                let l = self.doubles();
                Parts::Doubles(Doubles::of_factor(d, |i, j| {
                    l.get(i, j).scaled(weight(i, j))
                }))
            }
        }
    }
}
