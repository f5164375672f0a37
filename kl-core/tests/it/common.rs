//! What the tests share.

pub(crate) mod close;
pub(crate) mod errors;
pub(crate) mod extremes;
pub(crate) mod families;
pub(crate) mod random;

/// What most tests return.
pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
