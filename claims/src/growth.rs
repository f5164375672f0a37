//! What was measured: how the time of kl-core grows with the size of the input.

use crate::measured::NotMeasured;

/// A family of functions, and what a call takes at each size.
///
/// The run is that of `bench/growth.csv`, which
/// `cargo bench -p bench --features growth --bench growth -- --write bench/growth.csv` writes.
///
/// ```
/// let families = claims::growth()?;
/// let of_vectors = families.iter().find(|f| f.name == "KL of vectors");
/// assert!(of_vectors.is_some_and(|f| f.power() < 1.5));
/// # Ok::<(), claims::NotMeasured>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Growth {
    /// The name of the family: `KL of vectors`.
    pub name: String,
    /// What the size counts: `outcomes`.
    pub size_of: String,
    /// The power of the size with which the time is meant to grow, but for logarithms.
    pub promised: f64,
    /// The sizes, from the smallest on; what memory or patience allows is the largest.
    pub points: Vec<GrowthPoint>,
}

/// What a call takes at one size.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct GrowthPoint {
    /// The size.
    pub size: f64,
    /// The fastest time of a call.
    pub seconds: f64,
    /// The most bytes that a call takes beside its input, and for its result.
    pub bytes: f64,
}

impl Growth {
    /// The power of the size with which the time grows, over the last hundredfold.
    ///
    /// ```
    /// let families = claims::growth()?;
    /// assert!(families.iter().all(|f| f.power() < 4.0));
    /// # Ok::<(), claims::NotMeasured>(())
    /// ```
    #[must_use]
    pub fn power(&self) -> f64 {
        let ends = self.points.last().and_then(|last| {
            let near = |point: &&GrowthPoint| point.size * 100.0 >= last.size;
            Some((self.points.iter().find(near)?, last))
        });
        ends.map_or(0.0, |(first, last)| {
            (last.seconds / first.seconds).ln() / (last.size / first.size).ln()
        })
    }
}

const RUN: &str = include_str!("../../bench/growth.csv");

/// All families, in the order of the run.
///
/// # Errors
///
/// [`NotMeasured`] names the first line of the file that cannot be read.
///
/// ```
/// assert!(claims::growth()?.len() > 10);
/// # Ok::<(), claims::NotMeasured>(())
/// ```
pub fn growth() -> Result<Vec<Growth>, NotMeasured> {
    let mut families: Vec<Growth> = Vec::new();
    // The first line is about the machine, the second names the columns.
    for line in RUN.lines().skip(2) {
        let (family, point) = read(line).ok_or_else(|| NotMeasured::growth(line))?;
        match families.last_mut() {
            Some(last) if last.name == family.name => last.points.push(point),
            _ => families.push(Growth {
                points: vec![point],
                ..family
            }),
        }
    }
    Ok(families)
}

fn read(line: &str) -> Option<(Growth, GrowthPoint)> {
    let fields: Vec<&str> = line.split(';').collect();
    let &[name, size_of, size, seconds, bytes, promised] = &fields[..] else {
        return None;
    };
    let family = Growth {
        name: name.to_owned(),
        size_of: size_of.to_owned(),
        promised: promised.parse().ok()?,
        points: Vec::new(),
    };
    let point = GrowthPoint {
        size: size.parse().ok()?,
        seconds: seconds.parse().ok()?,
        bytes: bytes.parse().ok()?,
    };
    Some((family, point))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_line_is_a_point_of_a_family() {
        let right = "KL of vectors;outcomes;100;1.4e-7;0;1";
        assert!(read(right).is_some_and(|(f, p)| f.promised == 1.0 && p.size == 100.0));
        for wrong in ["", "KL of vectors;outcomes", "KL;outcomes;many;1.4e-7;0;1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
