//! A quantity of information that carries its unit.

use std::f64::consts::{LN_2, LN_10};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A unit of information: the base of the logarithm.
///
/// ```
/// use kl_core::Unit;
///
/// assert_eq!(Unit::Bits.to_string(), "bits");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Natural logarithm.
    Nats,
    /// Logarithm to base 2, also called shannons.
    Bits,
    /// Logarithm to base 10, also called hartleys or bans.
    Dits,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Unit::Nats => "nats",
            Unit::Bits => "bits",
            Unit::Dits => "dits",
        })
    }
}

/// An amount of information: an entropy, a divergence, or a difference of them.
///
/// It is stored in nats and read in the unit that is asked for, so a number of
/// bits cannot be taken for a number of nats.
/// One bit is ln 2 nats and one dit is ln 10 nats (Cover and Thomas, *Elements
/// of Information Theory*, 2nd ed., section 2.1).
///
/// An amount may be infinite. What this crate returns is never NaN and never
/// negative; a difference of two amounts may be either.
///
/// # Display
///
/// Precision and width apply to the number. Without a precision, all the digits
/// that are needed to read the number back are shown, and numbers below 10⁻⁵ or
/// from 10¹⁶ on have an exponent. `{:e}` always writes an exponent.
///
/// # Accuracy
///
/// Reading in bits or dits is one division by a rounded constant: within 1.5 ulp.
///
/// # Example
///
/// ```
/// use kl_core::{Information, Unit};
///
/// let three_bits = Information::from_bits(3.0);
/// assert_eq!(three_bits.bits(), 3.0);
/// assert_eq!(format!("{three_bits:.4}"), "2.0794 nats");
/// assert_eq!(format!("{:.1}", three_bits.display(Unit::Bits)), "3.0 bits");
/// assert_eq!(Information::from_nats(0.25).to_string(), "0.25 nats");
/// ```
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
pub struct Information {
    nats: f64,
}

impl Information {
    /// No information.
    pub const ZERO: Information = Information { nats: 0.0 };

    /// Infinitely much: the divergence when P puts mass where Q has none.
    pub const INFINITY: Information = Information {
        nats: f64::INFINITY,
    };

    /// An amount given in nats.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert_eq!(Information::from_nats(0.5).nats(), 0.5);
    /// ```
    #[must_use]
    pub const fn from_nats(nats: f64) -> Self {
        Information { nats }
    }

    /// An amount given in bits.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert_eq!(Information::from_bits(1.0).nats(), std::f64::consts::LN_2);
    /// ```
    #[must_use]
    pub const fn from_bits(bits: f64) -> Self {
        Information { nats: bits * LN_2 }
    }

    /// An amount given in dits.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert_eq!(Information::from_dits(1.0).nats(), std::f64::consts::LN_10);
    /// ```
    #[must_use]
    pub const fn from_dits(dits: f64) -> Self {
        Information { nats: dits * LN_10 }
    }

    /// The number of nats.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert_eq!(Information::from_nats(0.5).nats(), 0.5);
    /// ```
    #[must_use]
    pub const fn nats(self) -> f64 {
        self.nats
    }

    /// The number of bits.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert_eq!(Information::from_bits(8.0).bits(), 8.0);
    /// ```
    #[must_use]
    pub const fn bits(self) -> f64 {
        self.nats / LN_2
    }

    /// The number of dits.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert_eq!(Information::from_dits(2.0).dits(), 2.0);
    /// ```
    #[must_use]
    pub const fn dits(self) -> f64 {
        self.nats / LN_10
    }

    /// The number of the given unit.
    ///
    /// ```
    /// # use kl_core::{Information, Unit};
    /// assert_eq!(Information::from_bits(8.0).in_unit(Unit::Bits), 8.0);
    /// ```
    #[must_use]
    pub const fn in_unit(self, unit: Unit) -> f64 {
        match unit {
            Unit::Nats => self.nats(),
            Unit::Bits => self.bits(),
            Unit::Dits => self.dits(),
        }
    }

    /// Whether the amount is neither infinite nor NaN.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert!(Information::ZERO.is_finite());
    /// ```
    #[must_use]
    pub const fn is_finite(self) -> bool {
        self.nats.is_finite()
    }

    /// Whether the amount is infinite.
    ///
    /// ```
    /// # use kl_core::Information;
    /// assert!(Information::INFINITY.is_infinite());
    /// ```
    #[must_use]
    pub const fn is_infinite(self) -> bool {
        self.nats.is_infinite()
    }

    /// A value that prints the amount in the given unit.
    ///
    /// ```
    /// # use kl_core::{Information, Unit};
    /// let one_bit = Information::from_bits(1.0);
    /// assert_eq!(format!("{:.3}", one_bit.display(Unit::Dits)), "0.301 dits");
    /// ```
    #[must_use]
    pub const fn display(self, unit: Unit) -> InUnit {
        InUnit { amount: self, unit }
    }
}

/// An amount of information together with the unit to print it in.
///
/// Made by [`Information::display`].
///
/// ```
/// use kl_core::{Information, Unit};
///
/// let line = Information::from_bits(1.5).display(Unit::Bits);
/// assert_eq!(line.to_string(), "1.5 bits");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InUnit {
    amount: Information,
    unit: Unit,
}

impl fmt::Display for InUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let x = self.amount.in_unit(self.unit);
        // An exponent, because the shortest decimal of 1e-24 has 24 zeros, which nobody can
        // count.
        let plain = x == 0.0 || !x.is_finite() || (1e-5..1e16).contains(&x.abs());
        if plain || f.precision().is_some() {
            fmt::Display::fmt(&x, f)?;
        } else {
            fmt::LowerExp::fmt(&x, f)?;
        }
        write!(f, " {}", self.unit)
    }
}

impl fmt::LowerExp for InUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerExp::fmt(&self.amount.in_unit(self.unit), f)?;
        write!(f, " {}", self.unit)
    }
}

impl fmt::Display for Information {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.display(Unit::Nats), f)
    }
}

impl fmt::LowerExp for Information {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerExp::fmt(&self.display(Unit::Nats), f)
    }
}

impl fmt::Debug for Information {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Information(")?;
        fmt::Display::fmt(self, f)?;
        f.write_str(")")
    }
}

impl Add for Information {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Information::from_nats(self.nats + other.nats)
    }
}

impl Sub for Information {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Information::from_nats(self.nats - other.nats)
    }
}

impl Neg for Information {
    type Output = Self;
    fn neg(self) -> Self {
        Information::from_nats(-self.nats)
    }
}

impl Mul<f64> for Information {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Information::from_nats(self.nats * factor)
    }
}

impl Mul<Information> for f64 {
    type Output = Information;
    fn mul(self, amount: Information) -> Information {
        amount * self
    }
}

impl Div<f64> for Information {
    type Output = Self;
    fn div(self, divisor: f64) -> Self {
        Information::from_nats(self.nats / divisor)
    }
}

/// A running sum, with no compensation: for a handful of amounts.
impl Sum for Information {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Information::ZERO, Add::add)
    }
}
