//! Columns of Arrow arrays of every type.

#![cfg(feature = "arrow")]

use crate::common::TestResult;
use arrow_array::types::{
    Decimal128Type, Float32Type, Int16Type, Int32Type, TimestampMillisecondType, UInt8Type,
};
use arrow_array::{
    Array, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int64Array,
    LargeStringArray, ListArray, NullArray, PrimitiveArray, RunArray, StringArray, StringViewArray,
};
use kl_core::drift::{self, BinRule, LabelCounts, Nan, arrow};

fn numbers(column: &dyn Array) -> Vec<Option<f64>> {
    arrow::numbers(column).expect("numbers").collect()
}

fn labels(column: &dyn Array) -> Vec<Option<String>> {
    let labels = arrow::labels(column).expect("labels");
    labels.map(|label| label.map(String::from)).collect()
}

#[test]
fn numbers_of_every_type() -> TestResult {
    let expected = [Some(0.0), None, Some(1.0)];
    let given = vec![Some(0), None, Some(1)];
    assert_eq!(numbers(&Int64Array::from(given.clone())), expected);
    assert_eq!(
        numbers(&Date32Array::from(vec![Some(0), None, Some(1)])),
        expected
    );
    assert_eq!(
        numbers(&PrimitiveArray::<TimestampMillisecondType>::from(given)),
        expected
    );
    assert_eq!(
        numbers(&PrimitiveArray::<UInt8Type>::from(vec![
            Some(0),
            None,
            Some(1)
        ])),
        expected
    );
    assert_eq!(
        numbers(&PrimitiveArray::<Float32Type>::from(vec![
            Some(0.0),
            None,
            Some(1.0)
        ])),
        expected
    );
    assert_eq!(
        numbers(&BooleanArray::from(vec![Some(false), None, Some(true)])),
        expected
    );
    assert_eq!(numbers(&NullArray::new(2)), [None, None]);
    let decimals = Decimal128Array::from(vec![Some(12_345), None, Some(i128::MAX)]);
    let decimals: PrimitiveArray<Decimal128Type> = decimals.with_precision_and_scale(38, 2)?;
    assert_eq!(
        numbers(&decimals),
        [Some(123.45), None, Some(1.701_411_834_604_692_3e36)]
    );
    let keys = PrimitiveArray::<Int16Type>::from(vec![Some(1), None, Some(0)]);
    let values = Float64Array::from(vec![Some(1.0), Some(0.0)]);
    let dictionary = DictionaryArray::new(keys, std::sync::Arc::new(values.clone()));
    assert_eq!(numbers(&dictionary), expected);
    let ends = PrimitiveArray::<Int32Type>::from(vec![2, 3]);
    let runs = RunArray::try_new(&ends, &values)?;
    assert_eq!(numbers(&runs), [Some(1.0), Some(1.0), Some(0.0)]);
    // Slices begin where they say.
    assert_eq!(numbers(&runs.slice(1, 2)), [Some(1.0), Some(0.0)]);
    assert_eq!(numbers(&dictionary.slice(1, 2)), [None, Some(1.0)]);
    assert_eq!(numbers(&values.slice(1, 1)), [Some(0.0)]);
    Ok(())
}

#[test]
fn labels_of_every_type() {
    let given = vec![Some("x"), None, Some("")];
    let expected = [Some("x".to_owned()), None, Some(String::new())];
    assert_eq!(labels(&StringArray::from(given.clone())), expected);
    assert_eq!(labels(&LargeStringArray::from(given.clone())), expected);
    assert_eq!(labels(&StringViewArray::from(given.clone())), expected);
    let dictionary: DictionaryArray<Int16Type> = given.into_iter().collect();
    assert_eq!(labels(&dictionary), expected);
    let none: DictionaryArray<Int16Type> = vec![None::<&str>; 2].into_iter().collect();
    assert_eq!(labels(&none), [None, None]);
    assert_eq!(
        labels(&BooleanArray::from(vec![true])),
        [Some("true".to_owned())]
    );
    assert_eq!(labels(&Int64Array::from(vec![-3])), [Some("-3".to_owned())]);
    assert_eq!(labels(&NullArray::new(1)), [None]);
}

#[test]
fn what_holds_neither_is_none() {
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1)])]);
    assert!(arrow::numbers(&lists).is_none());
    assert!(arrow::labels(&lists).is_none());
    assert!(arrow::numbers(&StringArray::from(vec!["1"])).is_none());
    assert!(arrow::labels(&Float64Array::from(vec![1.0])).is_none());
}

#[test]
fn typed_arrays_go_in_as_they_are() -> TestResult {
    let before = Float64Array::from(vec![Some(1.0), None, Some(f64::NAN), Some(3.0)]);
    let after = Int64Array::from(vec![1, 2, 3]);
    let both = drift::numbers(&before, &after, &BinRule::Quantiles(2), Nan::Missing)?;
    assert_eq!(both.missing(), [2, 0]);
    let texts = StringArray::from(vec![Some("a"), None]);
    assert_eq!(LabelCounts::of_optional(&texts).get(&"a"), 1);
    Ok(())
}
