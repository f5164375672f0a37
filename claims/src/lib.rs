//! Mathematical claims, checked by numbers.
//!
//! | claim | checked by | function |
//! |---|---|---|
//! | two expressions are equal | comparing them at many points | [`equality`], [`equality_within`] |
//! | one is never larger than another | a search for a counterexample: at random, on the boundary, downhill | [`inequality`]; over a list of points [`inequality_at`] |
//! | a sequence tends to a number or to infinity | its terms | [`limit`]; in many instances [`limits`] |
//! | a point is the minimum or the maximum | a search for a better one in many instances: at random, on the boundary, from many starts | [`minimum`], [`maximum`] |
//! | a point is better than all near it | stepping away from it | [`local_minimum`], [`local_maximum`] |
//! | something can happen | one example | [`example`] |
//!
//! Each returns a [`Report`] of what was tried and how closely it held, or the [`Counterexample`].
//! A check proves nothing. It finds mistakes, provided that the two sides are computed in
//! different ways.
//!
//! ```
//! use claims::{between, cube, equality, inequality};
//!
//! // (a + b)² = a² + 2ab + b², at a thousand points.
//! let report = equality(cube(2, 1000), |x| {
//!     let (a, b) = (between(x[0], -3.0, 3.0), between(x[1], -3.0, 3.0));
//!     Ok(((a + b).powi(2), a * a + 2.0 * a * b + b * b))
//! })?;
//! assert_eq!(report.points(), 1000);
//!
//! // 2ab ≤ a² + b².
//! inequality(2, |x| Ok((2.0 * x[0] * x[1], x[0].powi(2) + x[1].powi(2))))?;
//!
//! // a² ≤ a holds between 0 and 1 and nowhere else.
//! let wrong = inequality(1, |x| Ok(((2.0 * x[0]).powi(2), 2.0 * x[0])));
//! assert!(wrong.is_err());
//! # Ok::<(), claims::Counterexample>(())
//! ```
//!
//! # Points
//!
//! A point is a vector of numbers from 0 to 1, and a check turns them into what it is about:
//! [`between`] into a number, [`simplex`] into probabilities, [`interior`] into probabilities none of
//! which is near zero. So all parameters can be searched
//! in one way, boundary included. Points are the same in each run.

mod check;
mod draws;
mod growth;
mod limit;
mod measured;
mod optimum;
mod points;
mod report;
mod search;

pub use check::{equality, equality_within, example, inequality_at};
pub use draws::Draws;
pub use growth::{Growth, GrowthPoint, growth};
pub use limit::{limit, limits};
pub use measured::{Measured, NotMeasured, machine, measured};
pub use optimum::{local_maximum, local_minimum, maximum, minimum};
pub use points::{between, cube, interior, root, simplex};
pub use report::{Closeness, Counterexample, Kind, Report, Sides};
pub use search::inequality;
