//! Floating-point tools: compensated sums, twice the digits, powers of two, quadrature.

pub(crate) mod double;
pub(crate) mod gauss;
pub(crate) mod not_negative;
pub(crate) mod order;
pub(crate) mod scale;
pub(crate) mod sum;
