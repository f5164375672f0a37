//! The monotone coupling: both distributions cut into pieces of equal mass.

use super::Empirical;

/// Calls `see(mass, x, y)` for each piece of mass that goes from a value x of P to
/// a value y of Q, in ascending order, and returns the total of the masses.
///
/// In one dimension this coupling is optimal for every convex cost of x − y. No
/// mass is negative, and the total is at least 1.
pub(super) fn pieces(p: &Empirical, q: &Empirical, see: impl FnMut(f64, f64, f64)) -> f64 {
    if p.has_weights() || q.has_weights() {
        weighed(p, q, see)
    } else if p.values().len() == q.values().len() {
        one_to_one(p, q, see)
    } else {
        counted(p, q, see)
    }
}

fn one_to_one(p: &Empirical, q: &Empirical, mut see: impl FnMut(f64, f64, f64)) -> f64 {
    for (&x, &y) in p.values().iter().zip(q.values()) {
        see(1.0, x, y);
    }
    p.values().len() as f64
}

/// The pieces for n and m values without weights, in whole units: P's values have m/g each and
/// Q's n/g, where g is the greatest common divisor of n and m. So no breakpoint is rounded.
fn counted(p: &Empirical, q: &Empirical, mut see: impl FnMut(f64, f64, f64)) -> f64 {
    let (xs, ys) = (p.values(), q.values());
    let g = greatest_common_divisor(xs.len(), ys.len());
    let (of_x, of_y) = (ys.len() / g, xs.len() / g);
    let (mut i, mut j) = (0, 0);
    let (mut left_x, mut left_y) = (of_x, of_y);
    while let (Some(&x), Some(&y)) = (xs.get(i), ys.get(j)) {
        let mass = left_x.min(left_y);
        see(mass as f64, x, y);
        left_x -= mass;
        left_y -= mass;
        if left_x == 0 {
            i += 1;
            left_x = of_x;
        }
        if left_y == 0 {
            j += 1;
            left_y = of_y;
        }
    }
    xs.len() as f64 * of_x as f64
}

/// The pieces for values with weights, in units in which the total is that of P's weights times
/// that of Q's.
///
/// The weights have twice the digits, so that where two steps nearly meet, the mass between
/// them is not noise.
fn weighed(p: &Empirical, q: &Empirical, mut see: impl FnMut(f64, f64, f64)) -> f64 {
    let (xs, ys) = (p.values(), q.values());
    let (total_p, total_q) = (p.weight_of_first(xs.len()), q.weight_of_first(ys.len()));
    // The mass from the step after j values of Q to the step after i values of P.
    let between = |i: usize, j: usize| p.weight_beyond(i, q, j);
    let (mut i, mut j) = (0, 0);
    // Flags: the last step was one of P, one of Q; at first, both.
    let (mut at_x, mut at_y) = (true, true);
    while let (Some(&x), Some(&y)) = (xs.get(i), ys.get(j)) {
        let apart = between(i + 1, j + 1);
        let to_x = apart <= 0.0;
        let to_y = !to_x || apart >= 0.0;
        let mass = match (to_x, at_x, at_y) {
            (true, true, _) => p.weight(i) * total_q.value,
            (true, false, _) => between(i + 1, j),
            (false, _, true) => q.weight(j) * total_p.value,
            (false, _, false) => -between(i, j + 1),
        };
        if mass > 0.0 {
            see(mass, x, y);
        }
        i += usize::from(to_x);
        j += usize::from(to_y);
        (at_x, at_y) = (to_x, to_y);
    }
    (total_p * total_q).value
}

fn greatest_common_divisor(mut a: usize, mut b: usize) -> usize {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
