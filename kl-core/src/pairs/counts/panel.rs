//! Many counts at once: sums over consecutive counts by few of them.
//!
//! A sum of a smooth function over N consecutive counts is that of Gauss's rule for N equal
//! masses, as an integral is by that for Legendre's weight. The weights are positive, and where
//! N is large beside the [`POINTS`] points the rule is as good as the one for integrals, to which
//! it tends.
//!
//! ln P(k) is a function F of which F(k + 1) − F(k) = f(k) is known, for numbers k between the
//! counts too. Then F(b) − F(a) is the integral of f(t − ½) from a to b, less the change of its
//! first derivative over 24, plus that of the third times 7/5760, and so on (Euler–Maclaurin with
//! midpoints). The rest is negligible as far from the ends as panels are used.
//!
//! Gautschi, *Orthogonal Polynomials: Computation and Approximation* (2004), sections 1.4 and
//! 1.5.2 (discrete Chebyshev polynomials).

use super::contrast::Contrast;
use crate::float::double::Double;
use crate::float::scale::{power_of_two, split};
use crate::lanes::fused;
use std::sync::OnceLock;

pub(super) const POINTS: usize = 16;

/// The least number of counts for which a panel takes less time than the counts one by one.
pub(super) const FEWEST: f64 = 256.0;

/// The number of rules that are kept.
const MOST_RULES: usize = 32;

/// The most counts of a rule that is kept.
pub(super) const MOST: f64 = FEWEST * power_of_two(MOST_RULES as i32 - 1);

/// The rule for the sum over N consecutive counts.
pub(super) struct Rule {
    pub(super) counts: f64,
    /// Where the points are, from 0 just before the first count to N at the last one.
    offsets: [f64; POINTS],
    pub(super) weights: [f64; POINTS],
    /// The integrals of Legendre's polynomials from the beginning to the points.
    integrals: [[f64; POINTS]; POINTS],
}

impl Rule {
    /// The rule for `counts`, a power of two from [`FEWEST`] to [`MOST`]. Made once: some
    /// microseconds.
    pub(super) fn of(counts: f64) -> &'static Self {
        static RULES: [OnceLock<Rule>; MOST_RULES] = [const { OnceLock::new() }; MOST_RULES];
        let place = split(counts / FEWEST).1.clamp(0, MOST_RULES as i32 - 1) as usize;
        RULES[place].get_or_init(|| Rule::new(FEWEST * power_of_two(place as i32)))
    }

    /// The rule for any number of counts, made anew.
    pub(super) fn new(counts: f64) -> Self {
        let share = |n: f64| {
            let part = n / counts;
            n * n * (1.0 - part * part) / (4.0 * n * n - 1.0)
        };
        let mut betas = [0.0; POINTS + 1];
        for (n, beta) in betas.iter_mut().enumerate() {
            *beta = share(n as f64);
        }
        let (mut offsets, mut weights) = ([0.0; POINTS], [0.0; POINTS]);
        let mut integrals = [[0.0; POINTS]; POINTS];
        for i in 0..POINTS / 2 {
            let (z, weight, _) = gauss_point(&betas, i);
            for (place, z) in [(i, -z), (POINTS - 1 - i, z)] {
                offsets[place] = 0.5 * counts * (1.0 + z) + 0.5;
                weights[place] = counts * weight;
                integrals[place] = integrals_of_legendre(z + 1.0 / counts);
            }
        }
        Rule {
            counts,
            offsets,
            weights,
            integrals,
        }
    }

    /// The changes of F from the count at t to the points beyond it, and to the last of the N
    /// counts; t is a count less the start of the walk.
    ///
    /// The last one has more digits, since what comes after many panels has all their errors.
    pub(super) fn changes(&self, f: &Contrast, t: f64, up: bool) -> ([f64; POINTS], Double) {
        fused(
            #[inline(always)]
            || self.changes_inline(f, t, up),
        )
    }

    #[inline(always)]
    fn changes_inline(&self, f: &Contrast, t: f64, up: bool) -> ([f64; POINTS], Double) {
        let legendre = legendre();
        let side = if up { 1.0 } else { -1.0 };
        let half = 0.5 * self.counts;
        let middle = Double::exact_sum(t, side * half - 0.5);
        let mut values = [0.0; POINTS];
        let mut whole = Double::ZERO;
        for (i, value) in values.iter_mut().enumerate() {
            let at_node = f.ln(middle + legendre.nodes[i].scaled(side * half));
            *value = at_node.value;
            whole = whole + legendre.weights[i] * at_node;
        }
        let mut coefficients = [0.0; POINTS];
        for (c, row) in coefficients.iter_mut().zip(&legendre.analysis) {
            *c = row.iter().zip(&values).map(|(a, b)| a * b).sum();
        }
        let at_start = f.derivatives(t - 0.5);
        let ends = |offset: f64| {
            let here = f.derivatives(t + side * offset - 0.5);
            (here.0 - at_start.0) / 24.0 - (here.1 - at_start.1) * (7.0 / 5760.0)
        };
        let mut changes = [0.0; POINTS];
        for (i, (change, row)) in changes.iter_mut().zip(&self.integrals).enumerate() {
            let integral: f64 = row.iter().zip(&coefficients).map(|(a, b)| a * b).sum();
            *change = side * half * integral - ends(self.offsets[i]);
        }
        let whole = whole.scaled(side * half) - ends(self.counts).into();
        (changes, whole)
    }
}

/// A zero of the last of the polynomials, with twice the digits, and its part of the mass.
fn with_more_digits(betas: &[Double; POINTS + 1], z: f64, slope: f64) -> (Double, Double) {
    let values = |z: Double| {
        let (mut before, mut now, mut total, mut norm) =
            (Double::ZERO, Double::ONE, Double::ZERO, Double::ONE);
        for (n, &beta) in betas[..POINTS].iter().enumerate() {
            if n > 0 {
                norm = norm * beta;
            }
            total = total + now * now / norm;
            (before, now) = (now, z * now - beta * before);
        }
        (now, total)
    };
    let z = Double::from(z);
    let z = z - Double::from(values(z).0.value / slope);
    (z, Double::ONE / values(z).1)
}

/// A positive point of the rule on −1 to 1, by Newton's method, its part of the mass, and the
/// slope of the polynomial there; β are the coefficients of the recurrence of the polynomials,
/// which are even or odd.
fn gauss_point(betas: &[f64; POINTS + 1], i: usize) -> (f64, f64, f64) {
    let guess = std::f64::consts::PI * (4 * i + 3) as f64 / (4 * POINTS + 2) as f64;
    let mut z = guess.cos();
    let mut last_slope = 1.0;
    for _ in 0..6 {
        let (mut before, mut now) = (0.0, 1.0);
        let (mut slope_before, mut slope) = (0.0, 0.0);
        for beta in &betas[..POINTS] {
            let next = z * now - beta * before;
            let next_slope = now + z * slope - beta * slope_before;
            (before, now) = (now, next);
            (slope_before, slope) = (slope, next_slope);
        }
        z -= now / slope;
        last_slope = slope;
    }
    let (mut before, mut now, mut total, mut norm) = (0.0, 1.0, 1.0, 1.0);
    for n in 1..POINTS {
        let next = z * now - betas[n - 1] * before;
        (before, now) = (now, next);
        norm *= betas[n];
        total += now * now / norm;
    }
    (z, 1.0 / total, last_slope)
}

/// The integrals of Legendre's polynomials from −1 to y.
fn integrals_of_legendre(y: f64) -> [f64; POINTS] {
    let values = values_of_legendre(y);
    let mut integrals = [0.0; POINTS];
    for (n, integral) in integrals.iter_mut().enumerate() {
        let before = if n == 0 { -1.0 } else { values[n - 1] };
        *integral = (values[n + 1] - before) / (2 * n + 1) as f64;
    }
    integrals
}

fn values_of_legendre(y: f64) -> [f64; POINTS + 1] {
    let mut values = [1.0; POINTS + 1];
    values[1] = y;
    for n in 1..POINTS {
        let (k, next) = (n as f64, (n + 1) as f64);
        values[n + 1] = ((2.0 * k + 1.0) * y * values[n] - k * values[n - 1]) / next;
    }
    values
}

/// Gauss's rule for integrals, and how it gives the coefficients of a function by Legendre's
/// polynomials.
struct Legendre {
    nodes: [Double; POINTS],
    weights: [Double; POINTS],
    analysis: [[f64; POINTS]; POINTS],
}

/// Made once: some microseconds.
fn legendre() -> &'static Legendre {
    static RULE: OnceLock<Legendre> = OnceLock::new();
    RULE.get_or_init(|| {
        let mut betas = [Double::ZERO; POINTS + 1];
        for (n, beta) in betas.iter_mut().enumerate() {
            let n = n as f64;
            *beta = Double::from(n * n) / Double::from(4.0 * n * n - 1.0);
        }
        let rounded = betas.map(|beta| beta.value);
        let (mut nodes, mut weights) = ([Double::ZERO; POINTS], [Double::ZERO; POINTS]);
        let mut analysis = [[0.0; POINTS]; POINTS];
        for i in 0..POINTS / 2 {
            let (z, _, slope) = gauss_point(&rounded, i);
            let (z, weight) = with_more_digits(&betas, z, slope);
            for (place, z) in [(i, -z), (POINTS - 1 - i, z)] {
                nodes[place] = z;
                weights[place] = weight.scaled(2.0);
                for (n, value) in values_of_legendre(z.value)[..POINTS].iter().enumerate() {
                    analysis[n][place] = (2 * n + 1) as f64 * weight.value * value;
                }
            }
        }
        Legendre {
            nodes,
            weights,
            analysis,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{FEWEST, Rule};
    use crate::float::sum::sum;

    #[test]
    fn the_rule_sums_powers() {
        for counts in [FEWEST, 1024.0, f64::from(1 << 20)] {
            let rule = Rule::new(counts);
            for power in 0..24 {
                let f = |x: f64| (x / counts).powi(power);
                let points = rule.offsets.iter().zip(rule.weights);
                let by_rule = sum(points.map(|(&x, w)| w * f(x)));
                let sum = sum((1..=counts as u32).map(|k| f(f64::from(k))));
                assert!((by_rule / sum - 1.0).abs() < 4e-15, "{counts} {power}");
            }
        }
    }
}
