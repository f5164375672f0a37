//! Small matrices that are far from singular: 76 bits from plain doubles.
//!
//! A number x is kept as x₁ + x₂, where x₁ is a whole multiple of 2⁻²⁵ of a unit, and x₂ a double
//! below that. The numbers of a factor are below 2 in the unit 1, because the matrix has a diagonal
//! between 1 and 4. So the first part of a product,
//!
//! xy = x₁y₁ + (x₁y₂ + x₂y),
//!
//! summed over up to 20 of them, is a whole multiple of 2⁻⁵⁰ that a double holds exactly, in
//! whatever order it is summed, and the rounding of the second part is about 2⁻⁷⁶. They are three
//! plain products of matrices: nothing is fused, so that it is the same on every processor.
//!
//! The errors are absolute. The condition number magnifies them, of which there is a bound:
//! [`Sliced::reach`]. Where it is too large there are no slices, and
//! [`Double`](crate::float::double::Double) does the work.

use super::small::Doubles;
use super::squares::HalfSquares;
use super::tile::{SIDE, Tile, add_products, level};
use super::{PositiveDefinite, Shift};
use crate::float::double::Double;
use crate::float::scale::{power_of_two, split};
use fearless_simd::{Simd, dispatch};

/// The bits of the first slice behind the point.
const BITS: i32 = 25;

/// Units that are powers of two of at most this exponent, of either sign, are far from over-
/// and underflow.
const ORDINARY: i32 = 200;

/// The largest number of tiles beside each other: 20 columns, and those with a vector.
const TILES: usize = 6;

/// Where fewer are enough, fewer are cleared.
const FEW: usize = 3;

/// The lower Cholesky factor L of a matrix with a diagonal between 1 and 4.
#[derive(Clone, Debug)]
pub(super) struct Sliced {
    /// Lᵀ, and in a last row 1/lᵢᵢ to the nearest double. What it has below the diagonal is of
    /// no use.
    rows: Rows,
    d: usize,
    /// An upper bound of Σⱼ|(L⁻¹)ᵢⱼ| over all i.
    pub(super) reach: f64,
}

/// A matrix whose number of columns is rounded up to whole tiles.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    width: usize,
    /// Row by row, after `skipped` others: x₁ of its `width` numbers, x₂, and x to the nearest
    /// double.
    numbers: Vec<f64>,
    /// So that tiles do not lie across lines of the cache.
    skipped: usize,
}

/// Four numbers side by side.
type Lanes = [f64; SIDE];

/// Sums of the two parts of products.
type Parts = [Tile; 2];

impl Rows {
    /// Zeros.
    fn new(rows: usize, width: usize) -> Self {
        let numbers = vec![0.0; 3 * width * rows + SIDE];
        let skipped = numbers.as_ptr().align_offset(size_of::<Lanes>()).min(SIDE);
        Rows {
            width,
            numbers,
            skipped,
        }
    }

    /// The numbers from a row on.
    #[inline(always)]
    fn row(&self, i: usize) -> &[f64] {
        &self.numbers[self.skipped + 3 * self.width * i..]
    }

    #[inline(always)]
    fn row_mut(&mut self, i: usize) -> &mut [f64] {
        &mut self.numbers[self.skipped + 3 * self.width * i..]
    }

    /// x₁ + x₂, to be solved for: x₁ may have more bits than in a solution.
    #[inline(always)]
    fn set(&mut self, i: usize, j: usize, [first, second]: [f64; 2]) {
        let width = self.width;
        let row = self.row_mut(i);
        row[j] = first;
        row[j + width] = second;
    }

    #[inline(always)]
    fn slices(&self, i: usize, j: usize) -> [f64; 2] {
        let row = self.row(i);
        [row[j], row[j + self.width]]
    }

    #[inline(always)]
    pub(super) fn get(&self, i: usize, j: usize) -> Double {
        let [first, second] = self.slices(i, j);
        Double::exact_sum(first, second)
    }

    /// xᵢᵢ − 1 to the nearest double.
    pub(super) fn diagonal_excess(&self, i: usize) -> f64 {
        let [first, second] = self.slices(i, i);
        (first - 1.0) + second
    }

    /// Adds ½x² of the first numbers of a row.
    pub(super) fn add_squares(&self, i: usize, end: usize, squares: &mut HalfSquares) {
        squares.add(&self.row(i)[2 * self.width..][..end]);
    }

    /// ½Σx² of the columns behind the tiles of the first ones, if there are any.
    pub(super) fn half_square_behind(&self, columns: usize) -> Option<f64> {
        let behind = columns.next_multiple_of(SIDE);
        (self.width > behind).then(|| {
            let mut squares = HalfSquares::default();
            for i in 0..columns {
                squares.add_lanes(&lanes(&self.row(i)[2 * self.width + behind..]));
            }
            squares.total()
        })
    }

    /// The rows from `first` on, from a column and a slice on, and from row to row.
    #[inline(always)]
    fn from(&self, first: usize, column: usize, slice: usize) -> (&[f64], usize) {
        let row = &self.row(first)[slice * self.width + column..];
        (row, 3 * self.width)
    }

    /// The parts of Σₖ aₖᵢbₖⱼ over the rows k from `first` to `end` of both, where A is this
    /// matrix, for the tile at the columns `i` and `j`.
    #[inline(always)]
    fn products(&self, i: usize, (b, j): (&Self, usize), (first, end): (usize, usize)) -> Parts {
        let mut parts = Parts::default();
        if first < end {
            // Part, slice of A, slice of B.
            for [part, slice_a, slice_b] in [[0, 0, 0], [1, 0, 1], [1, 1, 2]] {
                let (a, b) = (self.from(first, i, slice_a), b.from(first, j, slice_b));
                add_products(&mut parts[part], a, b, end - first);
            }
        }
        parts
    }

    /// The slices of a tile that begins with the row `first`, with zeros from `end` on.
    #[inline(always)]
    fn tile(&self, (first, end): (usize, usize), j: usize) -> [[Lanes; 2]; SIDE] {
        let mut tile = [[[0.0; SIDE]; 2]; SIDE];
        for (i, slices) in (first..end).zip(&mut tile) {
            let row = &self.row(i)[j..];
            *slices = [lanes(row), lanes(&row[self.width..])];
        }
        tile
    }

    #[inline(always)]
    fn put(&mut self, (first, end): (usize, usize), j: usize, tile: &[[Lanes; 3]; SIDE]) {
        for (i, slices) in (first..end).zip(tile) {
            let width = self.width;
            let row = &mut self.row_mut(i)[..3 * width];
            for (row, numbers) in row.chunks_exact_mut(width).zip(slices) {
                row[j..j + SIDE].copy_from_slice(numbers);
            }
        }
    }

    /// Cuts the numbers of some rows anew.
    #[inline(always)]
    fn cut(&mut self, (first, end): (usize, usize), j: usize, grid: f64) {
        for i in first..end {
            for j in j..j + SIDE {
                let x = self.get(i, j);
                let first = (x.value + grid) - grid;
                self.set(i, j, [first, (x.value - first) + x.lost]);
            }
        }
    }
}

#[inline(always)]
fn lanes(numbers: &[f64]) -> Lanes {
    numbers.first_chunk().copied().unwrap_or_default()
}

/// Adding and subtracting it leaves a whole multiple of 2⁻²⁵ of the unit with this exponent.
#[inline(always)]
fn grid_of_unit(exponent: i32) -> f64 {
    // The last bit of a double between 1 and 2 is 2⁻⁵².
    1.5 * power_of_two(52 - BITS + exponent)
}

/// A tile of the diagonal of L: what its columns are solved with.
#[derive(Default)]
struct Corner {
    /// The slices of lᵢₖ, at [i][k], the diagonal included.
    l: [[[f64; 2]; SIDE]; SIDE],
    inverses: [f64; SIDE],
}

/// A tile that is being solved for.
#[derive(Clone, Copy, Default)]
struct Unknown {
    right_sides: [[Lanes; 2]; SIDE],
    /// Its products with what is known before the tile.
    parts: Parts,
    /// The rows that are known, as in [`Rows`].
    known: [[Lanes; 3]; SIDE],
}

impl Unknown {
    /// The parts of Σₖ lᵢₖ xₖ over all k < i.
    #[inline(always)]
    fn sums(&self, i: usize, corner: &Corner) -> [Lanes; 2] {
        let [mut first, mut second] = [self.parts[0][i], self.parts[1][i]];
        for k in 0..i {
            let [l_first, l_second] = corner.l[i][k];
            let [x_first, x_second, x] = &self.known[k];
            for lane in 0..SIDE {
                first[lane] += l_first * x_first[lane];
                second[lane] += l_first * x_second[lane] + l_second * x[lane];
            }
        }
        [first, second]
    }

    /// Solves for row i.
    ///
    /// x₁ is the quotient rounded to the grid. With it the sum of the first parts is nearly the
    /// right side, so that their difference is exact, and gives x₂.
    #[inline(always)]
    fn solve(&mut self, i: usize, corner: &Corner, grid: f64) {
        let sums = self.sums(i, corner);
        let (inverse, [l_first, l_second]) = (corner.inverses[i], corner.l[i][i]);
        let [a_first, a_second] = &self.right_sides[i];
        for lane in 0..SIDE {
            let (first, second) = (sums[0][lane], sums[1][lane]);
            let (a, a_second) = (a_first[lane], a_second[lane]);
            let x = ((a - first) - second) * inverse;
            let x_first = (x + grid) - grid;
            let rest = a - (first + l_first * x_first);
            let rest = (rest - (second + l_second * x_first)) + a_second;
            let x_second = rest * inverse;
            self.known[i][0][lane] = x_first;
            self.known[i][1][lane] = x_second;
            self.known[i][2][lane] = x_first + x_second;
        }
    }

    /// The exponent of a unit that fits the solutions, as [`unit_above`] gives it.
    fn unit(&self) -> Option<i32> {
        let [a, b, c, d] = &self.known;
        unit_above([a[2], b[2], c[2], d[2]].as_flattened())
    }

    /// Whether the solutions are below half of a unit, and not NaN.
    #[inline(always)]
    fn fits(&self, unit: i32) -> bool {
        let limit = power_of_two(unit - 1);
        let mut fits = true;
        for [_, _, x] in &self.known {
            for x in x {
                fits &= x.abs() <= limit;
            }
        }
        fits
    }
}

impl Sliced {
    /// The largest bound of the rows of |L⁻¹| with which there are slices.
    const FARTHEST: f64 = power_of_two(8);

    /// How far an entry of Lq⁻¹Lp may be from its true value, over the squared reach and over the
    /// 57 bits that a result needs: 2⁻⁷⁶ for each of up to 20 products.
    pub(super) const ERROR: f64 = power_of_two(-17);

    /// Of the matrix with the given lower triangle, by row and column. `None` if it is near to a
    /// singular one, or not positive definite.
    pub(super) fn new(d: usize, entry: impl Fn(usize, usize) -> Double) -> Option<Self> {
        let mut rows = Rows::new(d + 1, d.next_multiple_of(SIDE));
        for j in 0..d {
            for i in j..d {
                let x = entry(i, j);
                rows.set(j, i, [x.value, x.lost]);
            }
        }
        let reach = if d <= FEW * SIDE {
            dispatch!(level(), simd => factor::<_, FEW>(simd, &mut rows, d))
        } else {
            dispatch!(level(), simd => factor::<_, TILES>(simd, &mut rows, d))
        }?;
        (reach <= Self::FARTHEST).then_some(Sliced { rows, d, reach })
    }

    /// lᵢⱼ, for i ≥ j.
    pub(super) fn get(&self, i: usize, j: usize) -> Double {
        self.rows.get(j, i)
    }

    /// L in the form that all loops know.
    pub(super) fn doubles(&self) -> Doubles {
        Doubles::of_factor(self.d, |i, j| self.get(i, j))
    }

    #[inline(always)]
    fn corner(&self, panel: usize) -> Corner {
        let mut corner = Corner::default();
        for i in panel..self.d.min(panel + SIDE) {
            corner.inverses[i - panel] = self.rows.row(self.d)[i];
            for k in panel..=i {
                corner.l[i - panel][k - panel] = self.rows.slices(k, i);
            }
        }
        corner
    }
}

/// Replaces B by L⁻¹B. The columns before `lower` are those of a lower triangular matrix. The
/// exponents are those of the units to begin with, for these and for the columns behind them.
///
/// False if it cannot be done, because the numbers are too large, too small or not finite.
#[inline(always)]
fn solve<S: Simd, const TILES: usize>(
    _: S,
    l: &Sliced,
    b: &mut Rows,
    lower: usize,
    [first, last]: [i32; 2],
) -> bool {
    let d = l.d;
    let mut tiles = [Unknown::default(); TILES];
    let mut units = [first; TILES];
    if let Some(unit) = units.get_mut(lower / SIDE) {
        *unit = last;
    }
    for panel in (0..d).step_by(SIDE) {
        let corner = l.corner(panel);
        let tiles = &mut tiles[..b.width / SIDE];
        for (at, tile) in tiles.iter_mut().enumerate() {
            if let Some(first) = first_row(at * SIDE, lower, panel) {
                tile.right_sides = b.tile((panel, d), at * SIDE);
                tile.parts = l.rows.products(panel, (b, at * SIDE), (first, panel));
            }
        }
        for i in 0..SIDE {
            for (at, tile) in tiles.iter_mut().enumerate() {
                if first_row(at * SIDE, lower, panel).is_some() {
                    tile.solve(i, &corner, grid_of_unit(units[at]));
                }
            }
        }
        for (at, tile) in tiles.iter_mut().enumerate() {
            let column = at * SIDE;
            let Some(first) = first_row(column, lower, panel) else {
                continue;
            };
            while !tile.fits(units[at]) {
                // What is known is cut again, into larger slices.
                let Some(exponent) = tile.unit() else {
                    return false;
                };
                units[at] = exponent;
                let grid = grid_of_unit(exponent);
                b.cut((first, panel), column, grid);
                tile.parts = l.rows.products(panel, (b, column), (first, panel));
                for i in 0..SIDE {
                    tile.solve(i, &corner, grid);
                }
            }
            b.put((panel, d), column, &tile.known);
        }
    }
    true
}

/// The first row, rounded down to a tile, in which the columns of a tile are not zero. `None` if
/// it is below `row`.
#[inline(always)]
fn first_row(column: usize, lower: usize, row: usize) -> Option<usize> {
    if column >= lower {
        Some(0)
    } else if column <= row {
        Some(column)
    } else {
        None
    }
}

/// Replaces A, of which the upper triangle is read, by the rows of [`Sliced`]. Gives its reach,
/// or `None` if A is not positive definite.
#[inline(always)]
fn factor<S: Simd, const TILES: usize>(_: S, rows: &mut Rows, d: usize) -> Option<f64> {
    let (grid, width) = (grid_of_unit(0), rows.width);
    // 1 + Σₖ|lᵢₖ|rₖ, for the bounds rₖ of the rows of |L⁻¹| that are known.
    let mut reaches = [[1.0; SIDE]; TILES];
    let mut reach: f64 = 0.0;
    let mut tiles = [Unknown::default(); TILES];
    for panel in (0..d).step_by(SIDE) {
        let mut corner = Corner::default();
        let tiles = &mut tiles[..(width - panel) / SIDE];
        for (tile, block) in tiles.iter_mut().zip((panel..).step_by(SIDE)) {
            tile.right_sides = rows.tile((panel, d), block);
            tile.parts = rows.products(panel, (rows, block), (0, panel));
        }
        for j in 0..SIDE {
            if panel + j >= d {
                break;
            }
            let ([first, second], [a, a_second]) =
                (tiles[0].sums(j, &corner), tiles[0].right_sides[j]);
            let pivot = root([a[j], a_second[j]], [first[j], second[j]], grid);
            let (slices, inverse) = pivot?;
            corner.l[j][j] = slices;
            corner.inverses[j] = inverse;
            rows.row_mut(d)[panel + j] = inverse;
            let bound = reaches[panel / SIDE][j] * inverse;
            reach = reach.max(bound);
            for (tile, reaches) in tiles.iter_mut().zip(&mut reaches[panel / SIDE..]) {
                tile.solve(j, &corner, grid);
                for (sum, x) in reaches.iter_mut().zip(tile.known[j][2]) {
                    *sum += x.abs() * bound;
                }
            }
            let known = &mut tiles[0].known[j];
            [known[0][j], known[1][j], known[2][j]] = [slices[0], slices[1], slices[0] + slices[1]];
            for (i, row) in corner.l.iter_mut().enumerate().skip(j + 1) {
                row[j] = [known[0][i], known[1][i]];
            }
        }
        for (tile, block) in tiles.iter().zip((panel..).step_by(SIDE)) {
            rows.put((panel, d), block, &tile.known);
        }
    }
    Some(reach)
}

/// Lq⁻¹Lp, and z = Lq⁻¹(a − b) for the means a and b in a column behind the tiles. `None` if
/// slices do not fit the numbers.
pub(super) fn quotient(
    (p, lp): (&PositiveDefinite, &Sliced),
    (q, lq): (&PositiveDefinite, &Sliced),
    shift: Shift<'_>,
) -> Option<Rows> {
    let d = q.dimension();
    let width = d.next_multiple_of(SIDE);
    let mut rows = Rows::new(d, if shift.is_some() { width + SIDE } else { width });
    let (mut ratios, mut z) = ([0.0; SIDE * TILES], [0.0; SIDE * TILES]);
    for i in 0..d {
        let ratio = p.scale[i] / q.scale[i];
        ratios[i] = ratio;
        for j in 0..=i {
            rows.set(i, j, lp.rows.slices(j, i).map(|x| x * ratio));
        }
        if let Some([a, b]) = shift {
            let difference = Double::exact_sum(a[i], -b[i]).unscaled(q.scale[i]);
            rows.set(i, width, [difference.value, difference.lost]);
            z[i] = difference.value;
        }
    }
    // The entries of Lp are below 2.
    let units = [unit_above(&ratios)? + 1, unit_above(&z)?];
    let solved = if rows.width <= FEW * SIDE {
        dispatch!(level(), simd => solve::<_, FEW>(simd, lq, &mut rows, width, units))
    } else {
        dispatch!(level(), simd => solve::<_, TILES>(simd, lq, &mut rows, width, units))
    };
    solved.then_some(rows)
}

/// The exponent of a unit in which the numbers are below 1/16. `None` if it is not far from over-
/// and underflow.
fn unit_above(numbers: &[f64]) -> Option<i32> {
    let mut largest: f64 = 0.0;
    for x in numbers {
        if !x.is_finite() {
            return None;
        }
        largest = largest.max(x.abs());
    }
    if largest == 0.0 {
        return Some(0);
    }
    let exponent = split(largest).1 + 5;
    (exponent.abs() <= ORDINARY).then_some(exponent)
}

/// The slices of √s, for s = a − (the sum of the parts), and 1/√s. `None` unless s > 0.
#[inline(always)]
fn root([a, a_second]: [f64; 2], [first, second]: [f64; 2], grid: f64) -> Option<([f64; 2], f64)> {
    let s = (a - first) - second;
    if s.is_nan() || s <= 0.0 {
        return None;
    }
    let root = s.sqrt();
    let root_first = (root + grid) - grid;
    // Exact but for the second parts, as in `Unknown::solve`.
    let rest = ((a - (first + root_first * root_first)) - second) + a_second;
    Some(([root_first, rest / (root_first + root)], 1.0 / root))
}

#[cfg(test)]
mod tests {
    use super::{Rows, SIDE, Sliced, TILES, factor, solve};
    use fearless_simd::{Level, dispatch};

    /// A factor, and what it makes of right-hand sides, at one level.
    fn at(level: Level, d: usize) -> [Vec<f64>; 2] {
        let width = d.next_multiple_of(SIDE);
        let mut rows = Rows::new(d + 1, width);
        for j in 0..d {
            for i in j..d {
                rows.set(
                    j,
                    i,
                    [0.7f64.powi((i - j) as i32) + 1e-3 / (i + 1) as f64, 0.0],
                );
            }
        }
        let reach = dispatch!(level, simd => factor::<_, TILES>(simd, &mut rows, d));
        let l = Sliced {
            rows,
            d,
            reach: reach.unwrap_or(f64::NAN),
        };
        let mut b = Rows::new(d, width + SIDE);
        for i in 0..d {
            // Where numbers grow, too, for which the units do not do.
            b.set(i, i, [1.0 / 3.0, 0.0]);
            b.set(i, width, [1e6 / 7.0, 0.0]);
        }
        let units = [0, 0];
        assert!(dispatch!(level, simd => solve::<_, TILES>(simd, &l, &mut b, width, units)));
        [l.rows, b].map(|rows| rows.row(0).to_vec())
    }

    #[test]
    fn each_set_of_instructions_gives_the_same_bits() {
        for d in 1..=20 {
            let plain = at(Level::baseline(), d);
            assert!(plain.iter().flatten().all(|x| x.is_finite()), "{d}");
            for level in [super::level(), Level::new()] {
                let same = at(level, d).map(|all| all.into_iter().map(f64::to_bits).collect());
                let plain = plain
                    .clone()
                    .map(|all| all.into_iter().map(f64::to_bits).collect());
                let [same, plain]: [[Vec<u64>; 2]; 2] = [same, plain];
                // What lies behind the last row depends on where the memory begins.
                for (a, b) in same.iter().zip(&plain) {
                    let length = a.len().min(b.len());
                    assert_eq!(a[..length], b[..length], "{d}");
                }
            }
        }
    }
}
