//! What a column of numbers may hold.

/// A value of a column of numbers, or none.
///
/// Implemented for all integers up to 64 bits, `f64`, `f32`, `bool` (0 and 1), with the feature
/// `half` for its `f16` and `bf16`; for an `Option` of them, of which `None` is a missing value;
/// and for references. For a decimal, a date or a duration of some crate, map the column to one
/// of these, or implement it.
///
/// # Conventions
///
/// An integer beyond 2⁵³ is rounded to the nearest double. Rounding never changes the order of two
/// numbers, so at worst a value just below an edge is taken for one at the edge: of nanoseconds
/// since 1970, by 128 of them.
///
/// # Example
///
/// ```
/// use kl_core::drift::{BinRule, Histogram, Nan, Number};
///
/// #[derive(Clone, Copy)]
/// struct Days(i32);
///
/// impl Number for Days {
///     fn to_f64(self) -> Option<f64> {
///         Some(self.0.into())
///     }
/// }
///
/// let dates = [Days(19_000), Days(19_100)];
/// let years = BinRule::Edges(vec![18_993.0, 19_358.0]);
/// assert_eq!(Histogram::of(dates, &years, Nan::Missing)?.counts(), [0, 2, 0]);
/// # Ok::<(), kl_core::Error>(())
/// ```
pub trait Number: Copy {
    /// The number as a double; `None` if it is missing.
    fn to_f64(self) -> Option<f64>;
}

impl<N: Number> Number for Option<N> {
    fn to_f64(self) -> Option<f64> {
        self.and_then(N::to_f64)
    }
}

impl<N: Number> Number for &N {
    fn to_f64(self) -> Option<f64> {
        (*self).to_f64()
    }
}

impl Number for bool {
    fn to_f64(self) -> Option<f64> {
        Some(u8::from(self).into())
    }
}

macro_rules! with_as {
    ($($number:ty)*) => { $(
        impl Number for $number {
            fn to_f64(self) -> Option<f64> {
                Some(self as f64)
            }
        }
    )* };
}
with_as! { f64 f32 i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

#[cfg(feature = "half")]
impl Number for half::f16 {
    fn to_f64(self) -> Option<f64> {
        Some(self.into())
    }
}

#[cfg(feature = "half")]
impl Number for half::bf16 {
    fn to_f64(self) -> Option<f64> {
        Some(self.into())
    }
}

/// What NaN means in a column of numbers. There is no default: some columns have it for a missing
/// value, in others it is the trace of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nan<'a> {
    /// A missing value, as `None` is always.
    Missing,
    /// A fault: an error names the row and the column, which has this name.
    RefusedIn(&'a str),
}
