//! Samples of points.

use crate::Error;
use crate::error::{entries, filled, parameter, share};

/// A sample of points of one dimension or more.
///
/// A value of this type has been checked: at least one point, and every coordinate
/// finite.
///
/// # Example
///
/// ```
/// use kl_core::estimate::Points;
///
/// let points = Points::new(2, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0])?;
/// assert_eq!((points.len(), points.dimension()), (3, 2));
/// # Ok::<(), kl_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    dimension: usize,
    coordinates: Vec<f64>,
}

impl Points {
    /// Points of this dimension, from the coordinates of one after the other.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] if there are no coordinates.
    /// - [`Error::Parameter`] if the dimension is zero.
    /// - [`Error::NotMultiple`] if their number is not a multiple of the dimension.
    /// - [`Error::Entry`] names the first coordinate that is NaN or infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use kl_core::Error;
    /// use kl_core::estimate::Points;
    ///
    /// assert!(Points::new(1, [0.5, 0.25]).is_ok());
    /// let half = Points::new(2, [0.5, 0.25, 0.5]);
    /// assert!(matches!(half, Err(Error::NotMultiple { found: 3, divisor: 2, .. })));
    /// ```
    pub fn new(dimension: usize, coordinates: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let coordinates = coordinates.into();
        filled("coordinates", coordinates.len())?;
        parameter("dimension", dimension as f64, dimension > 0, "at least 1")?;
        let found = coordinates.len();
        share("coordinates", found, "dimension of the points", dimension)?;
        entries("coordinate", &coordinates, "finite", f64::is_finite)?;
        Ok(Points {
            dimension,
            coordinates,
        })
    }

    /// The number of coordinates of a point.
    ///
    /// ```
    /// # use kl_core::estimate::Points;
    /// assert_eq!(Points::new(3, [0.0; 6])?.dimension(), 3);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The number of points, which is never zero.
    ///
    /// ```
    /// # use kl_core::estimate::Points;
    /// assert_eq!(Points::new(3, [0.0; 6])?.len(), 2);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "a sample is never empty")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.coordinates.len() / self.dimension
    }

    /// The coordinates of one point after the other.
    ///
    /// ```
    /// # use kl_core::estimate::Points;
    /// assert_eq!(Points::new(1, [0.5, 0.25])?.coordinates(), [0.5, 0.25]);
    /// # Ok::<(), kl_core::Error>(())
    /// ```
    #[must_use]
    pub fn coordinates(&self) -> &[f64] {
        &self.coordinates
    }

    /// The coordinates of a point, whose index must be in range.
    pub(super) fn point(&self, index: usize) -> &[f64] {
        let start = index * self.dimension;
        &self.coordinates[start..start + self.dimension]
    }

    /// All but the points that [`every`](Self::every) gives.
    pub(super) fn without_every(&self, start: usize, step: usize) -> Points {
        let left = (0..self.len()).filter(|i| i % step != start);
        self.of(&left.collect::<Vec<_>>())
    }

    /// Points of the same dimension with these coordinates, which must be finite and whole points.
    pub(super) fn with(&self, coordinates: Vec<f64>) -> Points {
        Points {
            dimension: self.dimension,
            coordinates,
        }
    }

    /// The points with these indices, which must be in range.
    pub(super) fn of(&self, indices: &[usize]) -> Points {
        let points = indices.iter().flat_map(|&i| self.point(i));
        self.with(points.copied().collect())
    }

    /// These points and those of another sample of the same dimension.
    pub(super) fn followed_by(&self, other: &Points) -> Points {
        self.with([self.coordinates(), other.coordinates()].concat())
    }

    /// The coordinates of each point, and then those of the other sample's point of that index.
    pub(super) fn beside(&self, other: &Points) -> Points {
        let points = self.coordinates.chunks_exact(self.dimension);
        let others = other.coordinates.chunks_exact(other.dimension);
        let both = points.zip(others).flat_map(|(x, y)| x.iter().chain(y));
        Points {
            dimension: self.dimension + other.dimension,
            coordinates: both.copied().collect(),
        }
    }

    /// The index of the first point at this place, or the number of points if there is none.
    pub(super) fn position(&self, place: &[f64]) -> usize {
        let mut points = self.coordinates.chunks_exact(self.dimension);
        // Zeros of either sign are equal.
        points.position(|x| x == place).unwrap_or(self.len())
    }

    /// The points `start`, `start + step` and so on, of which the first must be in range.
    pub(super) fn every(&self, start: usize, step: usize) -> Points {
        let points = self.coordinates.chunks_exact(self.dimension);
        Points {
            dimension: self.dimension,
            coordinates: points
                .skip(start)
                .step_by(step)
                .flatten()
                .copied()
                .collect(),
        }
    }
}
