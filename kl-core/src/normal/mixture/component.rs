//! What a mixture may be made of.

use crate::MultivariateNormal;
use crate::error::Error;
use crate::normal::univariate::checked_entry;
use statrs::distribution::Normal;

/// A normal distribution that [`NormalMixture`](crate::NormalMixture) takes as a component:
/// statrs' `Normal`, or [`MultivariateNormal`]. Nothing else can implement it.
pub trait NormalComponent: Sealed {}

impl NormalComponent for Normal {}

impl NormalComponent for MultivariateNormal {}

/// Keeps the trait above to the types of this file.
pub trait Sealed: Sized {
    /// Fails unless a mixture can be made of these components.
    fn check(components: &[Self]) -> Result<(), Error>;
}

impl Sealed for Normal {
    fn check(components: &[Self]) -> Result<(), Error> {
        let names = [
            "mean of the component",
            "standard deviation of the component",
        ];
        let mut all = components.iter().enumerate();
        all.try_for_each(|(index, component)| checked_entry(component, index, names))
    }
}

impl Sealed for MultivariateNormal {
    fn check(components: &[Self]) -> Result<(), Error> {
        let expected = components.first().map_or(0, MultivariateNormal::dimension);
        let dimensions = components.iter().map(MultivariateNormal::dimension);
        match dimensions.enumerate().find(|(_, d)| *d != expected) {
            None => Ok(()),
            Some((index, found)) => Err(Error::Size {
                of: "dimensions of component",
                index: Some(index),
                found,
                like: "dimensions of component 0",
                expected,
            }),
        }
    }
}
