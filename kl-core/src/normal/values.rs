//! Divergences between normal distributions as values.

use crate::divergences::{Bhattacharyya, Hellinger, Jeffreys, Renyi};
use crate::{Divergence, Error, Information, MultivariateNormal, NormalDivergences};
use statrs::distribution::Normal;

macro_rules! values {
    ($($value:ty, $output:ty: |$self:ident, $p:ident, $q:ident| $method:expr;)*) => { $(
        /// The method of this name, as a value.
        impl Divergence<Normal> for $value {
            type Output = $output;

            fn between(&$self, $p: &Normal, $q: &Normal) -> Result<$output, Error> {
                $method
            }
        }

        /// The method of this name, as a value.
        impl Divergence<MultivariateNormal> for $value {
            type Output = $output;

            fn between(
                &$self,
                $p: &MultivariateNormal,
                $q: &MultivariateNormal,
            ) -> Result<$output, Error> {
                $method
            }
        }
    )* };
}

values! {
    Jeffreys, Information: |self, p, q| p.jeffreys(q);
    Bhattacharyya, Information: |self, p, q| p.bhattacharyya(q);
    Hellinger, f64: |self, p, q| p.hellinger(q);
    Renyi, Information: |self, p, q| p.renyi(q, self.order());
}
