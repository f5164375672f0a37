//! Matrices that are known by a factor, Σ = LLᵀ: it is never multiplied out to be factored again.
//!
//! Two of them are compared by E = Lq⁻¹(Lp − Lq), which cannot cancel, whether they are near each
//! other or not.

use super::excess::Excess;
use super::large::{self, Columns, UNEXPLAINED};
use super::power_of_two_near_root;
use super::small::{self, Doubles};
use super::{Difference, Entries, Means, PRECISE_UP_TO, Parts, PositiveDefinite, bad_pivot};
use crate::Error;
use crate::float::double::Double;
use crate::float::scale::{power_of_two, split};
use crate::float::sum::sum;
use crate::normal::matrix_name::MatrixName;
use nalgebra::{DMatrix, DVector};
use std::sync::OnceLock;

impl PositiveDefinite {
    /// LLᵀ, where row i of the lower triangular L is `entry(i, j)`·unitᵢ. The units are powers of
    /// two, and the diagonal is positive.
    ///
    /// An error names a variance that is 0 or ∞ as a double.
    pub(crate) fn of_factor(
        name: &MatrixName,
        units: &[f64],
        entry: impl Fn(usize, usize) -> Double,
    ) -> Result<Self, Error> {
        let d = units.len();
        let (mut scale, mut own) = (Vec::with_capacity(d), Vec::with_capacity(d));
        for (i, unit) in units.iter().enumerate() {
            let largest = (0..=i).fold(0.0, |m: f64, j| m.max(entry(i, j).value.abs()));
            let exponent = if largest > 0.0 && largest.is_finite() {
                split(largest).1
            } else {
                0
            };
            // In two steps, neither of which is subnormal or infinite.
            let halves = [exponent / 2, exponent - exponent / 2].map(power_of_two);
            let square = |j| {
                let x = entry(i, j).value / halves[0] / halves[1];
                x * x
            };
            let variance: f64 = (0..=i).map(square).sum();
            let near = power_of_two_near_root(variance);
            let root = unit * halves[0] * halves[1];
            let value = (variance * root) * root;
            if !(value > 0.0 && value.is_finite()) {
                return Err(Error::MatrixEntry {
                    of: name.itself,
                    row: i,
                    column: i,
                    value,
                    must_be: "positive and finite: the factor is too small or too large to square",
                });
            }
            own.push([halves[0] * near, halves[1]]);
            scale.push(root * near);
        }
        let entry = |i: usize, j: usize| {
            let [a, b]: [f64; 2] = own[i];
            entry(i, j).unscaled(a).unscaled(b)
        };
        let parts = Parts::plain_or_doubles(
            d,
            || Some(rounded(d, entry)).filter(Columns::keeps_digits),
            || Ok(Doubles::of_known_factor(d, entry)),
        )?;
        Ok(Self::of_parts(scale, parts))
    }

    /// The matrix with the lower triangle `entry(i, j)`·sᵢsⱼ, as
    /// [`of_precise`](Self::of_precise). Of a small one all digits go into comparisons with others,
    /// too.
    pub(crate) fn of_doubles(
        name: &MatrixName,
        scale: Vec<f64>,
        entry: impl Fn(usize, usize) -> Double,
    ) -> Result<Self, Error> {
        let d = scale.len();
        if let Some(i) = (0..d).find(|&i| {
            let variance = (entry(i, i).value * scale[i]) * scale[i];
            !(variance.is_finite() && scale[i].is_normal())
        }) {
            return Err(Error::MatrixEntry {
                of: name.itself,
                row: i,
                column: i,
                value: (entry(i, i).value * scale[i]) * scale[i],
                must_be: "positive and finite",
            });
        }
        let bad = |(i, value)| name.indefinite(bad_pivot(i, value, scale[i]));
        let plain = || rounded(d, &entry).factored();
        let parts = Parts::plain_or_doubles(d, plain, || Doubles::new(d, &entry)).map_err(bad)?;
        if let Parts::Large(..) = parts {
            // The factor is rounded, and near others only the entries tell the difference.
            let mut matrix = DMatrix::zeros(d, d);
            for j in 0..d {
                for i in j..d {
                    matrix[(i, j)] = entry(i, j).value * scale[i] * scale[j];
                }
            }
            matrix.fill_upper_triangle_with_lower_triangle();
            return Ok(PositiveDefinite {
                entries: Entries::Given(matrix),
                scale,
                parts,
                factor: OnceLock::new(),
            });
        }
        Ok(Self::of_parts(scale, parts))
    }

    /// diag(v) for positive and finite variances.
    pub(crate) fn of_diagonal(variances: &[f64]) -> Self {
        let d = variances.len();
        let scale: Vec<f64> = variances
            .iter()
            .map(|&v| power_of_two_near_root(v))
            .collect();
        let root = |i: usize| {
            let v: f64 = variances[i];
            Double::from(v / scale[i] / scale[i]).sqrt()
        };
        let parts = if d <= PRECISE_UP_TO {
            let entry = |i, j| if i == j { root(i) } else { Double::ZERO };
            Parts::Doubles(Doubles::of_known_factor(d, entry))
        } else {
            let mut l = Columns::new(d, d);
            for j in 0..d {
                l.column_mut(j)[j] = root(j).value;
            }
            Parts::large(l)
        };
        let matrix = DMatrix::from_fn(d, d, |i, j| if i == j { variances[i] } else { 0.0 });
        PositiveDefinite {
            entries: Entries::Given(matrix),
            scale,
            parts,
            factor: OnceLock::new(),
        }
    }

    fn of_parts(scale: Vec<f64>, parts: Parts) -> Self {
        PositiveDefinite {
            entries: Entries::Product(OnceLock::new()),
            scale,
            parts,
            factor: OnceLock::new(),
        }
    }

    /// JΣ⁻¹J, where J reverses the order of the variables: its factor is JL⁻ᵀJ, so that no
    /// other needs to be found.
    pub(crate) fn inverse_in_reverse(&self, name: &MatrixName) -> Result<Self, Error> {
        let d = self.dimension();
        // Row i of JL⁻ᵀJ is over the unit of the variable that it was.
        let units: Vec<f64> = self.scale.iter().rev().map(|s| 1.0 / s).collect();
        let last = d.saturating_sub(1);
        if let Parts::Large(l, _) = &self.parts {
            let mut x = Columns::new(d, d);
            for j in 0..d {
                x.column_mut(j)[j] = 1.0;
            }
            x.divide_triangle(l);
            return Self::of_factor(name, &units, |i, j| x.get(last - i, last - j).into());
        }
        let inverse = self.all_doubles().inverted();
        Self::of_factor(name, &units, |i, j| inverse[(last - j) * d + last - i])
    }

    /// ½[tr(Σq⁻¹Σp) − d − ln(det Σp/det Σq)], where Q is `self`.
    pub(crate) fn shape_divergence(&self, p: &Self, difference: &Difference<'_>) -> f64 {
        self.excess(p, None, difference).shape_term(p, self)
    }

    /// Lᵀ times a − b in reverse: its square is that of the standard score where this is a
    /// precision matrix in reverse.
    pub(crate) fn scores_in_reverse(&self, both: [&[f64]; 2]) -> Vec<Double> {
        let [a, b] = both.map(|x| x.iter().rev().copied().collect::<Vec<f64>>());
        self.transposed_scores([&a, &b])
    }

    /// Lᵀ(a − b).
    pub(crate) fn transposed_scores(&self, [a, b]: [&[f64]; 2]) -> Vec<Double> {
        let d = self.dimension();
        let differences = a.iter().zip(b);
        let units = self.scale.iter().map(|s| 1.0 / s);
        let x: Vec<Double> = differences
            .zip(units)
            .map(|((&a, &b), unit)| small::difference_in_unit(a, b, unit))
            .collect();
        if let Parts::Large(l, _) = &self.parts {
            let product = |j: usize| sum((j..d).map(|i| l.get(i, j) * x[i].value));
            return (0..d).map(|j| product(j).into()).collect();
        }
        let doubles = self.doubles();
        let column = |j: usize| {
            let rows = j..d;
            rows.fold(Double::ZERO, |sum, i| {
                sum.minus_product(doubles.get(i, j), x[i])
            })
        };
        (0..d).map(|j| column(j).settled().scaled(-1.0)).collect()
    }

    /// L⁻¹(a − b), with all digits that are known.
    pub(crate) fn scores(&self, [a, b]: [&[f64]; 2]) -> Vec<Double> {
        match &self.parts {
            Parts::Large(l, _) => {
                let z = large::whitened((&self.scale, l), [a, b]);
                z.iter().map(|&z| z.into()).collect()
            }
            _ => small::whitened(self, [a, b]),
        }
    }

    /// ½ ln det Σ.
    pub(crate) fn ln_root_determinant(&self) -> Double {
        let d = self.dimension();
        if self.is_plain() {
            return sum((0..d).map(|i| self.pivot(i).ln())).into();
        }
        // Two or three factors at a time, of which none is far from 1, and their units.
        let (mut total, mut product, mut exponent) = (Double::ZERO, Double::ONE, 0);
        for i in 0..d {
            let unit = split(self.scale[i]).1;
            let (_, own) = split(self.precise_in_unit(i, i).value);
            product = product * self.precise_in_unit(i, i).scaled(power_of_two(-own));
            exponent += unit + own;
            if i % 8 == 7 || i + 1 == d {
                total = total + product.ln();
                product = Double::ONE;
            }
        }
        total + Double::from(f64::from(exponent)) * Double::from(2.0).ln()
    }

    /// The first entries of L⁻¹(a − b), as many as are given.
    pub(crate) fn scores_of_first(&self, [a, b]: [&[f64]; 2]) -> Vec<Double> {
        let mut z: Vec<Double> = Vec::with_capacity(a.len());
        for (i, (&a, &b)) in a.iter().zip(b).enumerate() {
            let x = small::difference_in_unit(a, b, self.scale[i]);
            let known = z.iter().enumerate();
            let rest = known.fold(x, |x, (k, &z)| {
                x.minus_product(self.precise_in_unit(i, k), z)
            });
            z.push(rest.settled() / self.precise_in_unit(i, i));
        }
        z
    }

    /// Lx.
    pub(crate) fn times_factor(&self, x: &[f64]) -> Vec<Double> {
        let row = |i: usize| {
            let minus = (0..=i).fold(Double::ZERO, |sum, j| {
                sum.minus_product(self.precise_in_unit(i, j), x[j].into())
            });
            minus.settled().scaled(-self.scale[i])
        };
        (0..self.dimension()).map(row).collect()
    }

    /// Σx.
    pub(crate) fn times(&self, x: &[Double]) -> Vec<Double> {
        let d = self.dimension();
        let y: Vec<Double> = (0..d)
            .map(|j| {
                let minus = (j..d).fold(Double::ZERO, |sum, i| {
                    sum.minus_product(self.precise_in_unit(i, j), x[i].scaled(self.scale[i]))
                });
                minus.settled().scaled(-1.0)
            })
            .collect();
        let row = |i: usize| {
            let minus = (0..=i).fold(Double::ZERO, |sum, j| {
                sum.minus_product(self.precise_in_unit(i, j), y[j])
            });
            minus.settled().scaled(-self.scale[i])
        };
        (0..d).map(row).collect()
    }

    /// C = (Σa⁻¹ + Σb⁻¹)⁻¹, where A is `self`, and C Σb⁻¹(b − a) for the means a and b.
    ///
    /// With W = Lb⁻¹La it is La(I + WᵀW)⁻¹Laᵀ; with the factor F of that inverse, LaF is that of C.
    pub(crate) fn product_with(
        &self,
        other: &Self,
        [a, b]: Means<'_>,
    ) -> Result<(Self, Vec<Double>), Error> {
        const OF_BOTH: MatrixName = MatrixName::computed("covariance of the product");
        let d = self.dimension();
        let last = d.saturating_sub(1);
        let z = other.scores([b.as_slice(), a.as_slice()]);
        if let (Parts::Large(la, _), Parts::Large(lb, _)) = (&self.parts, &other.parts) {
            let t = large::quotient((&self.scale, la), (&other.scale, lb), None);
            // Its columns are in one piece.
            let t = DMatrix::from_fn(d, d, |j, i| t.get(j, i));
            let gram = &t * t.transpose();
            let inner = |i: usize, j: usize| {
                let one = if i == j { 1.0 } else { 0.0 };
                Double::from(gram[(last - i, last - j)] + one)
            };
            let inverse = Self::inverse_of_inner(&OF_BOTH, d, inner)?;
            let f = inverse.factor();
            let l = DMatrix::from_fn(d, d, |i, j| if i >= j { la.get(i, j) } else { 0.0 });
            let l = l * f;
            let c = Self::of_factor(&OF_BOTH, &self.scale, |i, j| l[(i, j)].into())?;
            let z = DVector::from_iterator(d, z.iter().map(|z| z.value));
            let inner = f.tr_mul(&(t * z));
            let shift = l * inner;
            let shift = shift.iter().zip(&self.scale);
            return Ok((c, shift.map(|(x, s)| Double::from(x * s)).collect()));
        }
        let w = small::quotient(
            (&self.scale, self.doubles()),
            (&other.scale, other.doubles()),
        );
        let column = |j: usize| (0..d).map(move |i| (i, j));
        let inner = |i: usize, j: usize| {
            let (i, j) = (last - i, last - j);
            let one = if i == j { -1.0 } else { 0.0 };
            let minus = column(i)
                .zip(column(j))
                .fold(one.into(), |sum: Double, (a, b)| {
                    sum.minus_product(w[a.0 * d + a.1], w[b.0 * d + b.1])
                });
            minus.settled().scaled(-1.0)
        };
        let inverse = Self::inverse_of_inner(&OF_BOTH, d, inner)?;
        let f = |i: usize, j: usize| inverse.precise_entry_of_factor(i, j, 1.0);
        let mut l = vec![Double::ZERO; d * d];
        for i in 0..d {
            for j in 0..=i {
                let minus = (j..=i).fold(Double::ZERO, |sum, k| {
                    sum.minus_product(self.precise_in_unit(i, k), f(k, j))
                });
                l[i * d + j] = minus.settled().scaled(-1.0);
            }
        }
        let c = Self::of_factor(&OF_BOTH, &self.scale, |i, j| l[i * d + j])?;
        let dot = |n: usize, term: &dyn Fn(usize) -> [Double; 2]| {
            let minus = (0..n).fold(Double::ZERO, |sum, k| {
                let [a, b] = term(k);
                sum.minus_product(a, b)
            });
            minus.settled().scaled(-1.0)
        };
        let y: Vec<Double> = (0..d).map(|j| dot(d, &|k| [w[k * d + j], z[k]])).collect();
        let y: Vec<Double> = (0..d)
            .map(|j| dot(d - j, &|k| [f(j + k, j), y[j + k]]))
            .collect();
        let shift = |i: usize| dot(i + 1, &|k| [l[i * d + k], y[k]]).scaled(self.scale[i]);
        let shift = (0..d).map(shift).collect();
        Ok((c, shift))
    }

    /// The inverse of a matrix of which `entry` gives the lower triangle, in reverse.
    fn inverse_of_inner(
        name: &MatrixName,
        d: usize,
        entry: impl Fn(usize, usize) -> Double,
    ) -> Result<Self, Error> {
        let mut scale = Vec::with_capacity(d);
        for i in 0..d {
            let value = entry(i, i).value;
            if !value.is_finite() {
                return Err(Error::MatrixEntry {
                    of: name.itself,
                    row: d - 1 - i,
                    column: d - 1 - i,
                    value,
                    must_be: "finite on the way: the variances are too different",
                });
            }
            scale.push(power_of_two_near_root(value));
        }
        let in_units = |i: usize, j: usize| entry(i, j).unscaled(scale[i]).unscaled(scale[j]);
        Self::of_doubles(name, scale.clone(), in_units)?.inverse_in_reverse(name)
    }

    /// L with twice the digits, of a small matrix, also where there are slices.
    fn all_doubles(&self) -> Doubles {
        let d = self.dimension();
        if let (Parts::Sliced(..), Entries::Given(matrix)) = (&self.parts, &self.entries) {
            let entry = |i, j| self.in_units(matrix[(i, j)], i, j).into();
            if let Ok(doubles) = Doubles::new(d, entry) {
                return doubles;
            }
        }
        self.doubles().clone()
    }

    /// The covariance of some of the variables, each once, in the given order. Its factor is not
    /// in slices.
    pub(crate) fn in_order(&self, places: &[usize]) -> Result<Self, Error> {
        let scale: Vec<f64> = places.iter().map(|&i| self.scale[i]).collect();
        let Entries::Given(matrix) = &self.entries else {
            return self.part(places, &scale);
        };
        let d = places.len();
        let matrix = DMatrix::from_fn(d, d, |i, j| matrix[(places[i], places[j])]);
        let entry = |i, j| self.in_units(matrix[(i, j)], places[i], places[j]).into();
        let plain = || large::factor(&matrix, &scale);
        let parts = Parts::plain_or_doubles(d, plain, || Doubles::new(d, entry))
            .map_err(|(i, value)| OF_THESE.indefinite(bad_pivot(i, value, scale[i])))?;
        Ok(PositiveDefinite {
            parts,
            entries: Entries::Given(matrix),
            scale,
            factor: OnceLock::new(),
        })
    }

    /// The same from the rows of L.
    fn part(&self, places: &[usize], scale: &[f64]) -> Result<Self, Error> {
        let l = |i: usize, k: usize| {
            if k <= places[i] {
                self.precise_in_unit(places[i], k)
            } else {
                Double::ZERO
            }
        };
        if places.iter().enumerate().all(|(i, &place)| i == place) {
            return Self::of_factor(&OF_THESE, scale, l);
        }
        let columns = places.iter().fold(0, |most, &i| most.max(i + 1));
        Self::of_rows(&OF_THESE, scale, columns, l)
    }

    /// BBᵀ, where row i of B is `entry(i, k)`·unitᵢ: its rows are made orthogonal to each other,
    /// so that the product, whose condition is that of B squared, is not formed.
    pub(crate) fn of_rows(
        name: &MatrixName,
        units: &[f64],
        columns: usize,
        entry: impl Fn(usize, usize) -> Double,
    ) -> Result<Self, Error> {
        let d = units.len();
        let singular = |i| name.indefinite((i, 0.0));
        if d > columns {
            return Err(singular(columns));
        }
        // Each row in a unit of its own.
        let exponents: Vec<i32> = (0..d)
            .map(|i| {
                let largest = (0..columns).fold(0.0, |m: f64, k| m.max(entry(i, k).value.abs()));
                let ordinary = largest > 0.0 && largest.is_finite();
                if ordinary { split(largest).1 } else { 0 }
            })
            .collect();
        let in_unit = |i: usize, k: usize| {
            let e = exponents[i];
            let x = entry(i, k).scaled(power_of_two(-(e / 2)));
            x.scaled(power_of_two(-(e - e / 2)))
        };
        let plain = if d > PRECISE_UP_TO {
            orthogonalised(d, columns, in_unit)
        } else {
            None
        };
        let l = match plain {
            Some(l) => l,
            None => carefully_orthogonalised(d, columns, in_unit).map_err(singular)?,
        };
        if let Some(i) = (0..d).find(|&i| l[i * d + i].value.is_nan() || l[i * d + i].value <= 0.0)
        {
            return Err(singular(i));
        }
        let wide = |i: usize| units[i] * power_of_two(exponents[i] / 2);
        let units: Vec<f64> = (0..d)
            .map(|i| wide(i) * power_of_two(exponents[i] - exponents[i] / 2))
            .collect();
        Self::of_factor(name, &units, |i, j| l[i * d + j])
    }

    /// lᵢⱼ for i ≥ j, in the unit of its row, with all digits that are known.
    pub(crate) fn precise_in_unit(&self, i: usize, j: usize) -> Double {
        match &self.parts {
            Parts::Sliced(l, _) => l.get(i, j),
            Parts::Doubles(l) => l.get(i, j),
            Parts::Large(l, _) => l.get(i, j).into(),
        }
    }

    /// Σᵢⱼ in the units of this matrix, with all digits that are known.
    pub(crate) fn precise_entry(&self, i: usize, j: usize) -> Double {
        if let Entries::Given(matrix) = &self.entries {
            return self.in_units(matrix[(i, j)], i, j).into();
        }
        let columns = 0..=i.min(j);
        let minus = columns.fold(Double::ZERO, |sum, k| {
            sum.minus_product(self.precise_in_unit(i, k), self.precise_in_unit(j, k))
        });
        minus.settled().scaled(-1.0)
    }

    /// The same in the units of another.
    pub(crate) fn entry_in_units_of(&self, other: &Self, i: usize, j: usize) -> Double {
        if let Entries::Given(matrix) = &self.entries {
            return other.in_units(matrix[(i, j)], i, j).into();
        }
        let mut entry = self.precise_entry(i, j);
        for k in [i, j] {
            entry = entry.scaled(self.scale[k]).unscaled(other.scale[k]);
        }
        entry
    }

    /// Whether it is known by a factor only.
    pub(crate) fn is_product(&self) -> bool {
        matches!(self.entries, Entries::Product(_))
    }

    /// LLᵀ, each entry to the nearest double.
    pub(super) fn product(&self) -> DMatrix<f64> {
        let d = self.dimension();
        let mut all = DMatrix::zeros(d, d);
        if self.is_plain() {
            let l = self.factor();
            l.mul_to(&l.transpose(), &mut all);
        } else {
            for j in 0..d {
                for i in j..d {
                    all[(i, j)] = self.precise_entry(i, j).value * self.scale[i] * self.scale[j];
                }
            }
        }
        all.fill_upper_triangle_with_lower_triangle();
        all
    }

    pub(super) fn same_factor(&self, other: &Self) -> bool {
        let d = self.dimension();
        let mut places = (0..d).flat_map(|i| (0..=i).map(move |j| (i, j)));
        d == other.dimension()
            && self.scale == other.scale
            && places.all(|(i, j)| self.precise_in_unit(i, j) == other.precise_in_unit(i, j))
    }

    /// E, if both matrices are known by a factor.
    pub(super) fn excess_of_products(&self, p: &Self) -> Option<Excess> {
        if !(self.is_product() && p.is_product()) {
            return None;
        }
        match (&self.parts, &p.parts) {
            (Parts::Doubles(lq), Parts::Doubles(lp)) => {
                Some(Excess::Doubles(lp.excess_over(&p.scale, (&self.scale, lq))))
            }
            (Parts::Large(lq, _), Parts::Large(lp, _)) => Some(Excess::Difference(
                large::excess_of_factors((&p.scale, lp), (&self.scale, lq)),
            )),
            _ => None,
        }
    }
}

/// The lower triangle of numbers, each to the nearest double.
fn rounded(d: usize, entry: impl Fn(usize, usize) -> Double) -> Columns {
    let mut l = Columns::new(d, d);
    for j in 0..d {
        for (i, x) in l.column_mut(j).iter_mut().enumerate().skip(j) {
            *x = entry(i, j).value;
        }
    }
    l
}

/// L of BBᵀ, row by row, for a B with `d` rows, in plain doubles; `None` where a row is nearly a
/// sum of those before it, and digits would be lost.
fn orthogonalised(
    d: usize,
    columns: usize,
    b: impl Fn(usize, usize) -> Double,
) -> Option<Vec<Double>> {
    let r = DMatrix::from_fn(columns, d, |k, i| b(i, k).value).qr().r();
    let mut l = vec![Double::ZERO; d * d];
    for i in 0..d {
        // What the rows before it leave over.
        let left = r[(i, i)] * r[(i, i)];
        if left.is_nan() || left < UNEXPLAINED * r.column(i).norm_squared() {
            return None;
        }
        for j in 0..=i {
            l[i * d + j] = (r[(j, i)] * r[(j, j)].signum()).into();
        }
    }
    Some(l)
}

/// The same with twice the digits. An error is the first row that is a sum of those before it.
fn carefully_orthogonalised(
    d: usize,
    columns: usize,
    b: impl Fn(usize, usize) -> Double,
) -> Result<Vec<Double>, usize> {
    let mut l = vec![Double::ZERO; d * d];
    let mut known: Vec<Vec<Double>> = Vec::with_capacity(d);
    for i in 0..d {
        let mut row: Vec<Double> = (0..columns).map(|k| b(i, k)).collect();
        for (j, q) in known.iter().enumerate() {
            let x = product_of(&row, q);
            for (r, &q) in row.iter_mut().zip(q) {
                *r = r.minus_product(x, q).settled();
            }
            l[i * d + j] = x;
        }
        let square = product_of(&row, &row);
        // Below, it is the rounding of what has been subtracted.
        if square.value.is_nan() || square.value <= power_of_two(-190) {
            return Err(i);
        }
        let [root, inverse] = square.sqrt_and_inverse();
        l[i * d + i] = root;
        known.push(row.into_iter().map(|x| x * inverse).collect());
    }
    Ok(l)
}

const OF_THESE: MatrixName = MatrixName::computed("covariance of these variables");

fn product_of(a: &[Double], b: &[Double]) -> Double {
    let both = a.iter().zip(b);
    let minus = both.fold(Double::ZERO, |sum, (&a, &b)| sum.minus_product(a, b));
    minus.settled().scaled(-1.0)
}
