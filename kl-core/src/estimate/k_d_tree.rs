//! Nearest neighbours, by a tree of halved boxes.
//!
//! Written here because it needs little: a dimension known at run time, distances alone, and
//! any number of equal points. Bentley, "Multidimensional Binary Search Trees Used for
//! Associative Searching", Communications of the ACM 18 (1975) 509–517, DOI
//! 10.1145/361002.361007.

use super::Points;
use std::ops::Range;

/// Points, ordered so that those of one box are adjacent.
pub(super) struct Tree {
    dimension: usize,
    /// The coordinates, times the unit of the tree.
    coordinates: Vec<f64>,
    /// The index that each point had.
    order: Vec<usize>,
    /// The left child of a node follows it.
    nodes: Vec<Node>,
}

enum Node {
    Leaf {
        points: Range<usize>,
        /// All points of the leaf are equal.
        equal: bool,
    },
    Split {
        axis: usize,
        /// The largest coordinate on the left and the smallest on the right.
        gap: [f64; 2],
        right: usize,
    },
}

/// Largest number of points in a box that is not halved: the fastest in three dimensions.
const LEAF: usize = 10;

impl Tree {
    /// The tree of the points, their coordinates times a power of two.
    pub(super) fn new(points: &Points, unit: f64) -> Self {
        let dimension = points.dimension();
        let mut tree = Tree {
            dimension,
            coordinates: points.coordinates().iter().map(|x| x * unit).collect(),
            order: (0..points.len()).collect(),
            nodes: Vec::new(),
        };
        let mut order = std::mem::take(&mut tree.order);
        tree.split(&mut order, 0);
        let all = &tree.coordinates;
        let sorted = order.iter().flat_map(|&i| of_point(all, dimension, i));
        tree.coordinates = sorted.copied().collect();
        tree.order = order;
        tree
    }

    /// Adds the nodes of these points; the first of the points will be at `start`.
    fn split(&mut self, order: &mut [usize], start: usize) {
        let (axis, spread) = self.widest(order);
        if order.len() <= LEAF || spread == 0.0 {
            self.nodes.push(Node::Leaf {
                points: start..start + order.len(),
                equal: spread == 0.0,
            });
            return;
        }
        let (all, dimension) = (&self.coordinates, self.dimension);
        let at = |i: usize| all.get(i * dimension + axis).copied().unwrap_or_default();
        let half = order.len() / 2;
        let (left, middle, _) =
            order.select_nth_unstable_by(half, |&i, &j| at(i).total_cmp(&at(j)));
        let most = left
            .iter()
            .map(|&i| at(i))
            .fold(f64::NEG_INFINITY, f64::max);
        let gap = [most, at(*middle)];
        let node = self.nodes.len();
        self.nodes.push(Node::Split {
            axis,
            gap,
            right: 0,
        });
        let (left, right) = order.split_at_mut(half);
        self.split(left, start);
        let place = self.nodes.len();
        if let Some(Node::Split { right, .. }) = self.nodes.get_mut(node) {
            *right = place;
        }
        self.split(right, start + half);
    }

    /// The axis along which the points are furthest apart, and how far.
    fn widest(&self, order: &[usize]) -> (usize, f64) {
        let mut widest = (0, 0.0);
        for axis in 0..self.dimension {
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            for &i in order {
                let x = self.coordinates[i * self.dimension + axis];
                low = low.min(x);
                high = high.max(x);
            }
            if high - low > widest.1 {
                widest = (axis, high - low);
            }
        }
        widest
    }

    /// The points, neighbours close together, each with its original index.
    pub(super) fn points(&self) -> impl Iterator<Item = (usize, &[f64])> {
        let points = self.coordinates.chunks_exact(self.dimension);
        self.order.iter().copied().zip(points)
    }
}

/// A search for the nearest points, again and again.
pub(super) struct Search<'a> {
    tree: &'a Tree,
    /// The squares of the distances to the nearest so far, in ascending order.
    nearest: Vec<f64>,
    /// The distance along each axis from the box to the point whose neighbours are sought.
    offsets: Vec<f64>,
}

impl<'a> Search<'a> {
    /// A search for the k nearest points.
    pub(super) fn new(tree: &'a Tree, k: usize) -> Self {
        Search {
            tree,
            nearest: vec![f64::INFINITY; k],
            offsets: vec![0.0; tree.dimension],
        }
    }

    /// The square of the distance to the k-th nearest of the tree's points, the point
    /// itself included if it is one; ∞ if there are fewer.
    pub(super) fn kth_square(&mut self, point: &[f64]) -> f64 {
        self.nearest.fill(f64::INFINITY);
        // Loops with a number of turns known at compile time are faster.
        match self.tree.dimension {
            1 => self.visit(0, 0.0, point, squared_distance_in::<1>),
            2 => self.visit(0, 0.0, point, squared_distance_in::<2>),
            3 => self.visit(0, 0.0, point, squared_distance_in::<3>),
            4 => self.visit(0, 0.0, point, squared_distance_in::<4>),
            _ => self.visit(0, 0.0, point, squared_distance),
        }
        self.furthest()
    }

    fn furthest(&self) -> f64 {
        self.nearest.last().copied().unwrap_or(f64::INFINITY)
    }

    /// Searches the box of a node; its squared distance is given.
    fn visit(
        &mut self,
        node: usize,
        square: f64,
        point: &[f64],
        squared_distance: impl Fn(&[f64], &[f64]) -> f64 + Copy,
    ) {
        let tree = self.tree;
        match tree.nodes.get(node) {
            None => {}
            Some(Node::Leaf { points, equal }) => {
                // Equal points count up to k times: no more can be among the k nearest.
                let count = if *equal {
                    points.len().min(self.nearest.len())
                } else {
                    points.len()
                };
                let start = points.start * tree.dimension;
                let coordinates = &tree.coordinates[start..start + count * tree.dimension];
                for other in coordinates.chunks_exact(tree.dimension) {
                    insert(&mut self.nearest, squared_distance(point, other));
                }
            }
            Some(&Node::Split { axis, gap, right }) => {
                let x = point[axis];
                let [to_left, to_right] = [x - gap[0], gap[1] - x];
                let (first, second, gap) = if to_left <= to_right {
                    (node + 1, right, to_right)
                } else {
                    (right, node + 1, to_left)
                };
                self.visit(first, square, point, squared_distance);
                // Along this axis, the second box is further away than the first.
                let before = self.offsets[axis];
                let square = square + (gap - before) * (gap + before);
                if square * ROUNDING < self.furthest() {
                    self.offsets[axis] = gap;
                    self.visit(second, square, point, squared_distance);
                    self.offsets[axis] = before;
                }
            }
        }
    }
}

/// Factor on the squared distance, because rounding may put a box a little too far away.
const ROUNDING: f64 = 1.0 - 1e-12;

fn of_point(coordinates: &[f64], dimension: usize, index: usize) -> &[f64] {
    let start = index * dimension;
    coordinates
        .get(start..start + dimension)
        .unwrap_or_default()
}

#[inline]
fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// The squared distance of points of a dimension known at compile time.
fn squared_distance_in<const D: usize>(a: &[f64], b: &[f64]) -> f64 {
    match (a.first_chunk::<D>(), b.first_chunk::<D>()) {
        (Some(a), Some(b)) => squared_distance(a, b),
        _ => f64::INFINITY,
    }
}

/// Puts x in its place and drops the last.
#[inline]
fn insert(ascending: &mut [f64], x: f64) {
    let Some((last, rest)) = ascending.split_last_mut() else {
        return;
    };
    // Most points are further away than all that were found.
    if x < *last {
        *last = x;
        if rest.last().is_some_and(|&before| x < before) {
            let at = rest.partition_point(|&before| before <= x);
            ascending[at..].rotate_right(1);
        }
    }
}
