//! What doubles can and cannot do: sums that lose nothing, twice the digits, other units.

pub(crate) mod double;
pub(crate) mod gauss;
pub(crate) mod not_negative;
pub(crate) mod scale;
pub(crate) mod sum;
