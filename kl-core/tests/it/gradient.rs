//! Derivatives of divergences.

mod normal;
mod vectors;
