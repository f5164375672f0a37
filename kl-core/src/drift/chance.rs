//! What chance alone makes of a divergence.

use crate::divergences::{
    Alpha, Bhattacharyya, ChiSquared, Hellinger, Jeffreys, JensenShannon, KullbackLeibler, Renyi,
    TotalVariation, TriangularDiscrimination, Tsallis,
};
use crate::error::parameter;
use crate::special::chi_squared_quantile::upper_quantile;
use crate::{Error, Information};

/// What a divergence is to second order: a function of χ², where P and Q are near each other.
///
/// Implemented for the values of [`divergences`](crate::divergences) that are divergences;
/// implement it for your own to have [`Comparison::by_chance`](super::Comparison::by_chance).
///
/// # Example
///
/// ```
/// use kl_core::Pmf;
/// use kl_core::divergences::JensenShannon;
/// use kl_core::drift::SecondOrder;
///
/// let (p, q) = (Pmf::new([0.51, 0.49])?, Pmf::new([0.5, 0.5])?);
/// let near = JensenShannon.of_chi_squared(p.chi_squared(&q)?);
/// assert!((p.jensen_shannon(&q)?.nats() / near - 1.0).abs() < 1e-3);
/// # Ok::<(), kl_core::Error>(())
/// ```
pub trait SecondOrder {
    /// The divergence in nats of P from a Q near it, where χ²(P‖Q) is x: for an f-divergence
    /// ½ f″(1) x.
    fn of_chi_squared(&self, x: f64) -> f64;
}

macro_rules! second_order {
    ($($divergence:ident: $self:ident, $x:ident => $of_x:expr;)*) => { $(
        impl SecondOrder for $divergence {
            fn of_chi_squared(&$self, $x: f64) -> f64 {
                $of_x
            }
        }
    )* };
}
second_order! {
    Alpha: self, x => x / 2.0;
    Bhattacharyya: self, x => x / 8.0;
    ChiSquared: self, x => x;
    Hellinger: self, x => (x / 8.0).sqrt();
    Jeffreys: self, x => x;
    JensenShannon: self, x => x / 8.0;
    KullbackLeibler: self, x => x / 2.0;
    // Max ln(p/q) has no bound that is free of the frequencies.
    Renyi: self, x => if x == 0.0 { 0.0 } else { self.order() / 2.0 * x };
    // At most this, by the inequality of Cauchy and Schwarz.
    TotalVariation: self, x => x.sqrt() / 2.0;
    TriangularDiscrimination: self, x => x / 2.0;
    Tsallis: self, x => self.order() / 2.0 * x;
}

/// The result of a divergence: an [`Information`] or a plain number.
///
/// ```
/// use kl_core::Information;
/// use kl_core::drift::Amount;
///
/// assert!(Amount::is_infinite(&Information::INFINITY));
/// assert_eq!(Information::from_number(0.5).nats(), 0.5);
/// ```
pub trait Amount: Copy {
    /// Whether it is ∞.
    fn is_infinite(&self) -> bool;

    /// The result that is this number; of information, of nats.
    fn from_number(number: f64) -> Self;
}

impl Amount for f64 {
    fn is_infinite(&self) -> bool {
        f64::is_infinite(*self)
    }

    fn from_number(number: f64) -> Self {
        number
    }
}

impl Amount for Information {
    fn is_infinite(&self) -> bool {
        Information::is_infinite(*self)
    }

    fn from_number(number: f64) -> Self {
        Information::from_nats(number)
    }
}

/// The χ² divergence of two samples that chance alone exceeds with this probability, where
/// `one_over` is 1/n + 1/m and so many outcomes were seen.
pub(super) fn of_chi_squared_by_chance(
    one_over: f64,
    outcomes: usize,
    probability: f64,
) -> Result<f64, Error> {
    let inside = probability > 0.0 && probability < 1.0;
    let name = "probability of exceeding the level by chance";
    parameter(name, probability, inside, "between 0 and 1")?;
    let freedom = outcomes.saturating_sub(1) as f64;
    Ok(one_over * upper_quantile(freedom, probability))
}
