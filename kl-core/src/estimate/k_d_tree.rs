//! Nearest neighbours, by a tree of boxes.
//!
//! Written here because it needs little: a dimension known at run time, distances alone, and
//! any number of equal points. Bentley, "Multidimensional Binary Search Trees Used for
//! Associative Searching", Communications of the ACM 18 (1975) 509–517, DOI
//! 10.1145/361002.361007.

use super::Points;
use std::collections::BinaryHeap;

/// Points in leaves of [`LANES`], leaves in boxes of as many, these in larger boxes, and so on.
///
/// Only the last of each kind may have fewer.
pub(super) struct Tree {
    dimension: usize,
    /// The index that each point had.
    order: Vec<usize>,
    /// Leaf by leaf, and in a leaf axis by axis: the coordinates of its points, filled up with
    /// infinite ones.
    leaves: Vec<Lanes>,
    /// The boxes around leaves; those around boxes of them; and so on up to a single box.
    levels: Vec<Level>,
}

/// Box by box, and in a box axis by axis: the least and the largest coordinates of what it
/// contains, filled up with infinite ones.
type Level = Vec<[Lanes; 2]>;

/// Numbers that are treated alike, which a processor does several at a time.
type Lanes = [f64; LANES];
const LANES: usize = 8;

/// A distance that is a sum, or the largest, of what each axis adds to it.
///
/// Rounding must keep the order: the further apart along an axis, the larger what is computed.
/// Then no point is computed to be nearer than a box around it, and boxes need no allowance for
/// rounding. An allowance would be slow: far from a crowd, all of its points are equally far.
pub(super) trait Metric: Copy {
    /// The distance x − y along an axis, up to the unit.
    fn apart(self, x: f64, y: f64) -> f64;

    /// The distance so far, and that along another axis.
    fn add(self, distance: f64, apart: f64) -> f64;
}

impl Tree {
    pub(super) fn new(points: &Points) -> Self {
        let dimension = points.dimension();
        let mut order: Vec<usize> = (0..points.len()).collect();
        arrange(points, &mut order, &mut Vec::new());
        let mut leaves = Vec::with_capacity(order.len().div_ceil(LANES) * dimension);
        for indices in order.chunks(LANES) {
            for axis in 0..dimension {
                leaves.push(lanes(indices.iter().map(|&i| points.point(i)[axis])));
            }
        }
        let mut levels = Vec::new();
        let mut sides: Vec<[f64; 2]> = leaves.iter().map(side).collect();
        while sides.len() > dimension {
            let level: Level = boxes(&sides, dimension);
            sides = level
                .iter()
                .map(|[low, high]| [side(low)[0], side(high)[1]])
                .collect();
            levels.push(level);
        }
        Tree {
            dimension,
            order,
            leaves,
            levels,
        }
    }

    /// The indices of the points, neighbours close together.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The numbers of points that are nearer than a distance, and at it; the point itself is
    /// counted if it is one.
    pub(super) fn count<M: Metric>(&self, point: &[f64], distance: f64, metric: M) -> Within {
        let mut found = Within::default();
        self.add_counts(self.levels.len(), 0, (point, distance, metric), &mut found);
        found
    }

    /// Adds those of a leaf, which has no level below it, or of a box.
    fn add_counts<M: Metric>(
        &self,
        level: usize,
        index: usize,
        ball: (&[f64], f64, M),
        found: &mut Within,
    ) {
        let (point, distance, metric) = ball;
        let range = index * self.dimension..(index + 1) * self.dimension;
        let Some(below) = level.checked_sub(1) else {
            let points = self.order.len().saturating_sub(index * LANES);
            for &d in to_points(&self.leaves[range], point, metric)
                .iter()
                .take(points)
            {
                found.nearer += usize::from(d < distance);
                found.at += usize::from(d == distance);
            }
            return;
        };
        let sides = &self.levels[below][range];
        let nearest = to_boxes(sides, point, metric);
        let furthest = to_corners(sides, point, metric);
        let size = LANES.pow(level as u32);
        for lane in which(&nearest, |nearest| nearest <= distance) {
            let child = index * LANES + lane;
            let points = self.order.len().saturating_sub(child * size).min(size);
            // Boxes are not opened where all of what they hold is on one side: of rounded numbers
            // there are many at one place.
            if furthest[lane] < distance {
                found.nearer += points;
            } else if nearest[lane] == furthest[lane] {
                found.at += points;
            } else if points > 0 {
                self.add_counts(below, child, ball, found);
            }
        }
    }
}

/// How many points are in a ball.
#[derive(Clone, Copy, Default)]
pub(super) struct Within {
    /// Strictly inside.
    pub(super) nearer: usize,
    /// On the boundary.
    pub(super) at: usize,
}

impl Within {
    /// The same without the point in the middle of a ball of this radius.
    pub(super) fn without_itself(mut self, radius: f64) -> Self {
        let numbers = if radius == 0.0 {
            &mut self.at
        } else {
            &mut self.nearer
        };
        *numbers = numbers.saturating_sub(1);
        self
    }

    /// The same without some of them.
    pub(super) fn less(self, others: Within) -> Self {
        Within {
            nearer: self.nearer.saturating_sub(others.nearer),
            at: self.at.saturating_sub(others.at),
        }
    }
}

/// Orders the points so that those of one leaf or box are adjacent: halved along the axis on which
/// they are furthest apart, again and again.
fn arrange(points: &Points, order: &mut [usize], keys: &mut Vec<(f64, usize)>) {
    if order.len() <= LANES {
        return;
    }
    let mut size = LANES;
    while size * LANES < order.len() {
        size *= LANES;
    }
    let half = order.len().div_ceil(size) / 2 * size;
    let axis = widest(points, order);
    // Copied, because comparisons would jump about in memory.
    keys.clear();
    keys.extend(order.iter().map(|&i| (points.point(i)[axis], i)));
    keys.select_nth_unstable_by(half, |a, b| a.0.total_cmp(&b.0));
    for (index, key) in order.iter_mut().zip(keys.iter()) {
        *index = key.1;
    }
    let (first, second) = order.split_at_mut(half);
    arrange(points, first, keys);
    arrange(points, second, keys);
}

/// The axis along which the points are furthest apart, or those of a few dozen: any axis
/// will do.
fn widest(points: &Points, order: &[usize]) -> usize {
    let mut sides = vec![[f64::INFINITY, f64::NEG_INFINITY]; points.dimension()];
    for &index in order.iter().step_by(1 + order.len() / 32) {
        for (side, &x) in sides.iter_mut().zip(points.point(index)) {
            *side = with(*side, x);
        }
    }
    let mut widest = (0, 0.0);
    for (axis, [low, high]) in sides.into_iter().enumerate() {
        // Halved, so that it cannot overflow.
        let spread = 0.5 * high - 0.5 * low;
        if spread > widest.1 {
            widest = (axis, spread);
        }
    }
    widest.0
}

/// Lanes of these numbers, of which there may be too few.
fn lanes(numbers: impl Iterator<Item = f64>) -> Lanes {
    let mut lanes = [f64::INFINITY; LANES];
    for (lane, x) in lanes.iter_mut().zip(numbers) {
        *lane = x;
    }
    lanes
}

/// The least and the largest number of those that are there.
fn side(lanes: &Lanes) -> [f64; 2] {
    let there = lanes.iter().filter(|x| x.is_finite());
    there.fold([f64::INFINITY, f64::NEG_INFINITY], |side, &x| with(side, x))
}

/// The least and the largest number, and another.
fn with([low, high]: [f64; 2], x: f64) -> [f64; 2] {
    [
        if x < low { x } else { low },
        if x > high { x } else { high },
    ]
}

/// The boxes around things whose sides, axis by axis, are given.
fn boxes(sides: &[[f64; 2]], dimension: usize) -> Level {
    let mut boxes = Vec::with_capacity(sides.len().div_ceil(LANES));
    for sides in sides.chunks(LANES * dimension) {
        for axis in 0..dimension {
            let along = || sides.iter().skip(axis).step_by(dimension);
            boxes.push([
                lanes(along().map(|side| side[0])),
                lanes(along().map(|side| side[1])),
            ]);
        }
    }
    boxes
}

/// A search for the k-th nearest point, again and again.
pub(super) struct Search<'a> {
    tree: &'a Tree,
    /// The bits of the distances to the k nearest so far: of numbers that are not negative, the
    /// bits are in the same order.
    nearest: BinaryHeap<u64>,
    /// The largest of them.
    furthest: f64,
}

impl<'a> Search<'a> {
    pub(super) fn new(tree: &'a Tree, k: usize) -> Self {
        Search {
            tree,
            nearest: vec![0; k].into(),
            furthest: 0.0,
        }
    }

    /// The distance to the k-th nearest of the tree's points, the point itself included if it
    /// is one; ∞ if there are fewer.
    pub(super) fn kth<M: Metric>(&mut self, point: &[f64], metric: M) -> f64 {
        let mut nearest = std::mem::take(&mut self.nearest).into_vec();
        nearest.fill(f64::INFINITY.to_bits());
        self.nearest = nearest.into();
        self.furthest = f64::INFINITY;
        self.visit(self.tree.levels.len(), 0, point, metric);
        self.furthest
    }

    /// The number of the points found that are at distance 0.
    pub(super) fn zeros(&self) -> usize {
        self.nearest.iter().filter(|&&bits| bits == 0).count()
    }

    /// Searches a leaf, which has no level below it, or a box.
    fn visit<M: Metric>(&mut self, level: usize, index: usize, point: &[f64], metric: M) {
        let tree = self.tree;
        let range = index * tree.dimension..(index + 1) * tree.dimension;
        let Some(below) = level.checked_sub(1) else {
            let distances = to_points(&tree.leaves[range], point, metric);
            let furthest = self.furthest;
            for lane in which(&distances, |distance| distance < furthest) {
                self.insert(distances[lane]);
            }
            return;
        };
        let mut distances = to_boxes(&tree.levels[below][range], point, metric);
        loop {
            let least = least(&distances);
            // The furthest may be infinite too.
            let may_be_nearer = least < self.furthest;
            let Some(lane) = which(&distances, |distance| distance == least).next() else {
                return;
            };
            if !may_be_nearer {
                return;
            }
            distances[lane] = f64::INFINITY;
            self.visit(below, index * LANES + lane, point, metric);
        }
    }

    /// Puts a distance in the place of the furthest, if it is nearer.
    fn insert(&mut self, distance: f64) {
        if distance < self.furthest {
            if let Some(mut furthest) = self.nearest.peek_mut() {
                *furthest = distance.to_bits();
            }
            if let Some(&furthest) = self.nearest.peek() {
                self.furthest = f64::from_bits(furthest);
            }
        }
    }
}

/// The distances to the points of a leaf.
#[inline]
fn to_points<M: Metric>(leaf: &[Lanes], point: &[f64], metric: M) -> Lanes {
    let mut distances = [0.0; LANES];
    for (lanes, &x) in leaf.iter().zip(point) {
        for (distance, &y) in distances.iter_mut().zip(lanes) {
            *distance = metric.add(*distance, metric.apart(x, y));
        }
    }
    distances
}

/// The distances to what a box contains.
#[inline]
fn to_boxes<M: Metric>(sides: &[[Lanes; 2]], point: &[f64], metric: M) -> Lanes {
    let mut distances = [0.0; LANES];
    for ([low, high], &x) in sides.iter().zip(point) {
        for ((distance, &low), &high) in distances.iter_mut().zip(low).zip(high) {
            let below = lesser(x, high);
            let nearest = if below > low { below } else { low };
            *distance = metric.add(*distance, metric.apart(x, nearest));
        }
    }
    distances
}

/// The distances to the furthest places of boxes.
fn to_corners<M: Metric>(sides: &[[Lanes; 2]], point: &[f64], metric: M) -> Lanes {
    let mut distances = [0.0; LANES];
    for ([low, high], &x) in sides.iter().zip(point) {
        for ((distance, &low), &high) in distances.iter_mut().zip(low).zip(high) {
            let (below, above) = (metric.apart(x, low).abs(), metric.apart(x, high).abs());
            let furthest = if below > above { below } else { above };
            *distance = metric.add(*distance, furthest);
        }
    }
    distances
}

/// The lanes of which this holds. All are asked at once: what holds of one lane, or not, is hard to
/// guess for a processor.
#[inline]
fn which(lanes: &Lanes, holds: impl Fn(f64) -> bool) -> impl Iterator<Item = usize> {
    let mut bits = 0u32;
    for (lane, &x) in lanes.iter().enumerate() {
        bits |= u32::from(holds(x)) << lane;
    }
    std::iter::from_fn(move || {
        let lane = bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        (lane < LANES).then_some(lane)
    })
}

/// The least number: of each pair, of each four, of all.
#[inline]
fn least(lanes: &Lanes) -> f64 {
    let &[a, b, c, d, e, f, g, h] = lanes;
    let fours = [[a, b, c, d], [e, f, g, h]].map(|[a, b, c, d]| lesser(lesser(a, b), lesser(c, d)));
    lesser(fours[0], fours[1])
}

#[inline]
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::{Metric, Search, Tree};
    use crate::Error;
    use crate::estimate::Points;
    use std::cell::Cell;

    /// The sum of squares, counting how many are made.
    #[derive(Clone, Copy)]
    struct Counted<'a>(&'a Cell<usize>);

    impl Metric for Counted<'_> {
        fn apart(self, x: f64, y: f64) -> f64 {
            self.0.set(self.0.get() + 1);
            x - y
        }

        fn add(self, distance: f64, apart: f64) -> f64 {
            distance + apart * apart
        }
    }

    const N: usize = 10_000;

    /// Points of two dimensions, in an order that has nothing to do with their places.
    fn points(mut place: impl FnMut(f64, f64) -> [f64; 2]) -> Result<Points, Error> {
        // Multiples of irrational numbers are spread evenly.
        let part = |i: usize, x: f64| (i as f64 * x).fract();
        let of = |i| {
            place(
                part(i, 0.618_033_988_749_894_8),
                part(i, 0.414_213_562_373_095),
            )
        };
        Points::new(2, (0..N).flat_map(of).collect::<Vec<f64>>())
    }

    /// The mean number of squares for a search, which would be 2·N if it looked at all points.
    fn squares(p: &Points, q: &Points, k: usize) -> f64 {
        let tree = Tree::new(q);
        let mut search = Search::new(&tree, k);
        let count = Cell::new(0);
        for index in (0..p.len()).step_by(100) {
            search.kth(p.point(index), Counted(&count));
        }
        count.get() as f64 / 100.0
    }

    #[test]
    fn a_search_looks_at_few_points_wherever_they_are() -> Result<(), Error> {
        let even = points(|x, y| [x, y])?;
        let outliers = points(|x, y| {
            if y < 0.01 {
                [1e150 * x, -1e140]
            } else {
                [x, y]
            }
        })?;
        let spread = points(|x, y| [(300.0 * x).exp(), -(300.0 * y).exp()])?;
        let crowd = points(|x, y| [1e-200 * x, 1e-200 * y])?;
        let far_crowd = points(|x, y| [3.0 + 1e-15 * x, 4.0 + 1e-14 * y])?;
        let equal = points(|_, _| [0.25, 0.5])?;
        let twins = points(|x, y| [(8.0 * x).floor(), (8.0 * y).floor()])?;
        let line = points(|x, _| [x, 2.0 * x])?;
        let all = [even, outliers, spread, crowd, far_crowd, equal, twins, line];
        for (i, p) in all.iter().enumerate() {
            for (j, q) in all.iter().enumerate() {
                let found = squares(p, q, 5);
                assert!(found < 1000.0, "{found} squares for {i} among {j}");
            }
        }
        Ok(())
    }

    /// Also where points are few, and for any k.
    #[test]
    fn the_kth_is_the_kth() -> Result<(), Error> {
        for n in [1, 2, 7, 8, 9, 63, 64, 65, 66, 512, 513, 600] {
            let numbers: Vec<f64> = (0..n).map(|i| ((i * 7919) % n) as f64).collect();
            let tree = Tree::new(&Points::new(1, numbers)?);
            let mut order = tree.order().to_vec();
            order.sort_unstable();
            assert!(order.into_iter().eq(0..n));
            let count = Cell::new(0);
            for k in [1, 2, 8, 9, n] {
                let mut search = Search::new(&tree, k);
                for _ in 0..2 {
                    let found = search.kth(&[0.0], Counted(&count));
                    let expected = if k <= n {
                        ((k - 1) * (k - 1)) as f64
                    } else {
                        f64::INFINITY
                    };
                    assert_eq!(found, expected, "{k} of {n}");
                }
            }
        }
        Ok(())
    }
}
