//! Columns of [Arrow](https://docs.rs/arrow-array): what a `&dyn Array` holds, value by value and
//! without a copy of the column.
//!
//! An array whose type is known needs nothing of this: `&Float64Array` yields `Option<f64>`, and
//! `&StringArray` yields `Option<&str>`, which [`numbers`](super::numbers) and
//! [`LabelCounts::of_optional`](super::LabelCounts::of_optional) take as they are.
//!
//! ```
//! use arrow_array::{ArrayRef, Float64Array, StringArray};
//! use kl_core::drift::{self, BinRule, LabelCounts, Nan, Smoothing, arrow};
//! use std::sync::Arc;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let before: ArrayRef = Arc::new(Float64Array::from(vec![Some(1.0), None, Some(2.0), Some(3.0)]));
//! let after: ArrayRef = Arc::new(Float64Array::from(vec![2.0, 3.0, 9.0]));
//! let both = drift::numbers(
//!     arrow::numbers(&before).ok_or("no numbers")?,
//!     arrow::numbers(&after).ok_or("no numbers")?,
//!     &BinRule::Quantiles(3),
//!     Nan::Missing,
//! )?;
//! assert_eq!(both.missing(), [1, 0]);
//!
//! let names: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None, Some("b")]));
//! let names = LabelCounts::of_optional(arrow::labels(&names).ok_or("no labels")?);
//! assert_eq!(names.get(&"a".into()), 1);
//! # Ok(())
//! # }
//! ```

use super::number::Number;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    DecimalType, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{AnyDictionaryArray, Array, ArrowPrimitiveType, NullArray, PrimitiveArray};
use std::borrow::Cow;
use std::fmt::Display;

/// The values of a column one after the other, `None` for a null.
pub type Values<'a, T> = Box<dyn Iterator<Item = Option<T>> + 'a>;

/// The numbers of a column, if it holds numbers.
///
/// # Conventions
///
/// Numbers are integers, floating-point numbers, decimals, booleans (0 and 1), and dates, times,
/// timestamps and durations in the unit of their type: days for `Date32`, milliseconds for
/// `Date64`. Two columns of different units are not brought to one. A dictionary, or an array of
/// runs, holds what its values are. A column of the type `Null` has missing values only.
///
/// # Accuracy
///
/// Each is the double nearest to the value.
///
/// # Example
///
/// ```
/// use arrow_array::{Date32Array, StringArray};
/// use kl_core::drift::arrow;
///
/// let dates = Date32Array::from(vec![Some(19_000), None]);
/// let numbers = arrow::numbers(&dates).ok_or("no numbers")?;
/// assert_eq!(numbers.collect::<Vec<_>>(), [Some(19_000.0), None]);
/// assert!(arrow::numbers(&StringArray::from(vec!["a"])).is_none());
/// # Ok::<(), &str>(())
/// ```
pub fn numbers(column: &dyn Array) -> Option<Values<'_, f64>> {
    macro_rules! of_type {
        ($($kind:ident)*) => { $(
            if let Some(array) = column.as_primitive_opt::<$kind>() {
                return Some(Box::new(array.iter().map(|x| x.and_then(Number::to_f64))));
            }
        )* };
    }
    of_type! {
        Float64Type Float32Type Int64Type Int32Type Int16Type Int8Type UInt64Type UInt32Type
        UInt16Type UInt8Type Date32Type Date64Type Time32SecondType Time32MillisecondType
        Time64MicrosecondType Time64NanosecondType TimestampSecondType TimestampMillisecondType
        TimestampMicrosecondType TimestampNanosecondType DurationSecondType
        DurationMillisecondType DurationMicrosecondType DurationNanosecondType
    }
    if let Some(array) = column.as_primitive_opt::<Float16Type>() {
        return Some(Box::new(array.iter().map(|x| x.map(f64::from))));
    }
    if let Some(array) = column.as_boolean_opt() {
        return Some(Box::new(array.iter().map(|x| x.and_then(Number::to_f64))));
    }
    macro_rules! of_decimals {
        ($($kind:ident)*) => { $(
            if let Some(array) = column.as_primitive_opt::<$kind>() {
                return Some(decimals(array));
            }
        )* };
    }
    of_decimals! { Decimal32Type Decimal64Type Decimal128Type Decimal256Type }
    nested(column, numbers)
}

/// The labels of a column, if it holds any.
///
/// # Conventions
///
/// Labels are texts, which are borrowed; booleans, as `true` and `false`; and integers, in digits.
/// A dictionary, or an array of runs, holds what its values are. A column of the type `Null` has
/// missing values only.
///
/// # Example
///
/// ```
/// use arrow_array::{BooleanArray, DictionaryArray, types::Int8Type};
/// use kl_core::drift::{LabelCounts, arrow};
///
/// let colours: DictionaryArray<Int8Type> = vec![Some("red"), None, Some("red")].into_iter().collect();
/// let counts = LabelCounts::of_optional(arrow::labels(&colours).ok_or("no labels")?);
/// assert_eq!((counts.get(&"red".into()), counts.missing()), (2, 1));
/// let flags = BooleanArray::from(vec![true]);
/// let mut flags = arrow::labels(&flags).ok_or("no labels")?;
/// assert_eq!(flags.next(), Some(Some("true".into())));
/// # Ok::<(), &str>(())
/// ```
pub fn labels(column: &dyn Array) -> Option<Values<'_, Cow<'_, str>>> {
    if let Some(array) = column.as_string_opt::<i32>() {
        return Some(Box::new(array.iter().map(|x| x.map(Cow::Borrowed))));
    }
    if let Some(array) = column.as_string_opt::<i64>() {
        return Some(Box::new(array.iter().map(|x| x.map(Cow::Borrowed))));
    }
    if let Some(array) = column.as_string_view_opt() {
        return Some(Box::new(array.iter().map(|x| x.map(Cow::Borrowed))));
    }
    if let Some(array) = column.as_boolean_opt() {
        let text = |x| Cow::Borrowed(if x { "true" } else { "false" });
        return Some(Box::new(array.iter().map(move |x| x.map(text))));
    }
    macro_rules! of_type {
        ($($kind:ident)*) => { $(
            if let Some(array) = column.as_primitive_opt::<$kind>() {
                let text = |x: <$kind as ArrowPrimitiveType>::Native| Cow::Owned(x.to_string());
                return Some(Box::new(array.iter().map(move |x| x.map(text))));
            }
        )* };
    }
    of_type! {
        Int64Type Int32Type Int16Type Int8Type UInt64Type UInt32Type UInt16Type UInt8Type
    }
    nested(column, labels)
}

/// The values that keys or runs point at, and nothing from a column of nulls.
fn nested<'a, T: Clone + 'a>(
    column: &'a dyn Array,
    values: impl Fn(&'a dyn Array) -> Option<Values<'a, T>>,
) -> Option<Values<'a, T>> {
    if column.as_any().is::<NullArray>() {
        return Some(Box::new((0..column.len()).map(|_| None)));
    }
    if let Some(dictionary) = column.as_any_dictionary_opt() {
        let known: Vec<Option<T>> = values(dictionary.values())?.collect();
        return Some(of_keys(dictionary, known));
    }
    macro_rules! of_runs {
        ($($kind:ident)*) => { $(
            if let Some(runs) = column.as_run_opt::<$kind>() {
                let known: Vec<Option<T>> = values(runs.values())?.collect();
                let places = (0..runs.len()).map(|row| runs.get_physical_index(row));
                return Some(Box::new(places.map(move |i| known.get(i).cloned().flatten())));
            }
        )* };
    }
    of_runs! { Int16Type Int32Type Int64Type }
    None
}

fn of_keys<'a, T: Clone + 'a>(
    dictionary: &'a dyn AnyDictionaryArray,
    known: Vec<Option<T>>,
) -> Values<'a, T> {
    // Keys of an empty dictionary are all null.
    let keys = if known.is_empty() {
        vec![0; dictionary.keys().len()]
    } else {
        dictionary.normalized_keys()
    };
    let each = keys.into_iter().enumerate().map(move |(row, key)| {
        let there = dictionary.keys().is_valid(row);
        known.get(key).filter(|_| there).cloned().flatten()
    });
    Box::new(each)
}

/// Digits times a power of ten, rounded once: read as text where that is not sure otherwise.
fn decimals<'a, T>(array: &'a PrimitiveArray<T>) -> Values<'a, f64>
where
    T: DecimalType,
    T::Native: Display,
{
    let exponent = -i32::from(array.scale());
    let number =
        move |digits: T::Native| -> Option<f64> { format!("{digits}e{exponent}").parse().ok() };
    Box::new(array.iter().map(move |x| x.and_then(number)))
}
