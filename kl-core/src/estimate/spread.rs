//! Values that repeat, spread across the width to which they were rounded.

use super::Points;

/// The same points, of which along each axis the values that repeat are spread evenly over an
/// interval around the value: from half-way to the nearest other value of the axis to as far on
/// the other side. Values that do not repeat stay, and no two change places.
///
/// The n-th point goes to the place n·√p modulo 1 in the interval of its value, where p is a prime of
/// the axis's own: the multiples of such roots fill an interval evenly, and those of two axes know
/// nothing of each other.
///
/// The second result is how many points had a value that repeats along an axis on which not all
/// are equal.
pub(super) fn spread(points: &Points, first_axis: usize) -> (Points, usize) {
    let (n, d) = (points.len(), points.dimension());
    let mut coordinates = points.coordinates().to_vec();
    let mut repeats = vec![false; n];
    for (axis, prime) in primes().skip(first_axis).take(d).enumerate() {
        let root = (prime as f64).sqrt().fract();
        let mut order: Vec<usize> = (0..n).collect();
        // Stable, so that points with one value keep their order.
        let value = |i: usize| points.coordinates()[i * d + axis] + 0.0;
        order.sort_by(|&i, &j| value(i).total_cmp(&value(j)));
        let groups: Vec<&[usize]> = order.chunk_by(|&i, &j| value(i) == value(j)).collect();
        let values: Vec<f64> = groups.iter().map(|group| value(group[0])).collect();
        for (g, group) in groups.iter().enumerate() {
            // Halved before they are subtracted, so that nothing overflows.
            let half_way = |other: Option<&f64>| {
                other.map_or(f64::INFINITY, |x| (0.5 * x - 0.5 * values[g]).abs())
            };
            let below = g.checked_sub(1).and_then(|g| values.get(g));
            let width = half_way(below).min(half_way(values.get(g + 1)));
            if group.len() < 2 || width == f64::INFINITY {
                continue;
            }
            for &i in *group {
                let place = ((i + 1) as f64 * root).fract();
                let x = values[g] + width * (2.0 * place - 1.0);
                coordinates[i * d + axis] = x.clamp(f64::MIN, f64::MAX);
                repeats[i] = true;
            }
        }
    }
    let repeating = repeats.into_iter().filter(|&repeats| repeats).count();
    (points.with(coordinates), repeating)
}

/// 2, 3, 5 and so on.
fn primes() -> impl Iterator<Item = usize> {
    (2..).filter(|n| (2..).take_while(|d| d * d <= *n).all(|d| n % d != 0))
}
