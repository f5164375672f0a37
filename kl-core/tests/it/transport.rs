//! Transport.

mod closed_form;
mod empirical;
mod multivariate_normal;
mod quantiles;

const EXTREME: [f64; 9] = [
    0.0,
    5e-324,
    -1e-310,
    1.0,
    1.0 + f64::EPSILON,
    1e154,
    -1e300,
    f64::MAX,
    -f64::MAX,
];
