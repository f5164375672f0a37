//! The parameters of P and of Q, checked: statrs lets some be infinite.

use crate::Error;
// Whatever family the table names.
use crate::distribution::*;
use crate::error::{finite, parameter};
use crate::normal::univariate;
use statrs::distribution::*;

/// The parameters of P, or an error that names one that is infinite.
pub(crate) fn of_p<D: Parameters>(p: &D) -> Result<D::Values, Error> {
    p.checked(Side::P)
}

/// The parameters of Q, or an error likewise.
pub(crate) fn of_q<D: Parameters>(q: &D) -> Result<D::Values, Error> {
    q.checked(Side::Q)
}

/// The distribution that a parameter belongs to.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    P,
    Q,
}

/// A distribution of one to three numbers.
pub(crate) trait Parameters {
    /// One number, or a tuple, in the constructor's order.
    type Values;

    fn checked(&self, side: Side) -> Result<Self::Values, Error>;
}

macro_rules! parameters {
    ($($from:ident $family:ident { $($name:literal $get:ident: $range:ident),* })*) => { $(
        one_family! { $family { $($name $get $range),* } }
    )* };
}
macro_rules! one_family {
    // These have implementations of their own below.
    (NegativeBinomial $parameters:tt) => {};
    (Normal $parameters:tt) => {};
    (Triangular $parameters:tt) => {};
    // A single number is no tuple.
    ($family:ident { $name:literal $get:ident $range:ident }) => {
        impl Parameters for $family {
            type Values = number!($range);

            fn checked(&self, side: Side) -> Result<Self::Values, Error> {
                Ok(value!($range, $name, self.$get(), side))
            }
        }
    };
    ($family:ident { $($name:literal $get:ident $range:ident),* }) => {
        impl Parameters for $family {
            type Values = ($( number!($range) ),*);

            fn checked(&self, side: Side) -> Result<Self::Values, Error> {
                Ok(($( value!($range, $name, self.$get(), side) ),*))
            }
        }
    };
}
macro_rules! number {
    (Count) => {
        u64
    };
    (Whole) => {
        i64
    };
    ($range:ident) => {
        f64
    };
}
macro_rules! value {
    (Count, $name:literal, $value:expr, $side:ident) => {{
        let _ = $side;
        $value
    }};
    (Whole, $name:literal, $value:expr, $side:ident) => {{
        let _ = $side;
        $value
    }};
    ($range:ident, $name:literal, $value:expr, $side:ident) => {
        finite(
            match $side {
                Side::P => concat!($name, " of P"),
                Side::Q => concat!($name, " of Q"),
            },
            $value,
        )?
    };
}

families!(parameters);

/// With a probability of success of 0 the count would be infinite: no distribution.
impl Parameters for NegativeBinomial {
    type Values = (f64, f64);

    fn checked(&self, side: Side) -> Result<(f64, f64), Error> {
        let [r, p] = match side {
            Side::P => ["r of P", "probability of success of P"],
            Side::Q => ["r of Q", "probability of success of Q"],
        };
        let possible = self.p() > 0.0;
        let must_be = "positive: at 0 no count is possible";
        let p = parameter(p, self.p(), possible, must_be)?;
        Ok((finite(r, self.r())?, p))
    }
}

/// statrs gives its mean as an `Option`.
impl Parameters for Normal {
    type Values = (f64, f64);

    fn checked(&self, side: Side) -> Result<(f64, f64), Error> {
        let names = match side {
            Side::P => univariate::OF_P,
            Side::Q => univariate::OF_Q,
        };
        univariate::parameters(self, names)
    }
}

/// Nothing to check: statrs has refused what is not finite.
impl Parameters for Triangular {
    type Values = (f64, f64);

    fn checked(&self, _side: Side) -> Result<(f64, f64), Error> {
        Ok((self.min(), self.max()))
    }
}
