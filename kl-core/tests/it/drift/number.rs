//! What may stand in a column of numbers.

use crate::common::TestResult;
use kl_core::drift::{Histogram, Nan, Number};

#[test]
fn numbers_of_every_type_are_counted() -> TestResult {
    let bins = Histogram::new([1.0, 10.0])?;
    let expected = bins.alike([0.0, 1.0, 20.0], Nan::Missing)?;
    macro_rules! counted {
        ($($number:ty)*) => { $(
            let column = [0 as $number, 1 as $number, 20 as $number];
            assert_eq!(bins.alike(&column, Nan::Missing)?, expected);
            assert_eq!(bins.alike(column.map(Some), Nan::Missing)?, expected);
        )* };
    }
    counted! { f64 f32 i8 i16 i32 i64 isize u8 u16 u32 u64 usize }
    assert_eq!(bins.alike([false, true], Nan::Missing)?.counts(), [1, 1, 0]);
    assert_eq!(Some(f32::NAN).to_f64().map(f64::is_nan), Some(true));
    assert_eq!(None::<u8>.to_f64(), None);
    assert_eq!((&&3).to_f64(), Some(3.0));
    assert_eq!(u64::MAX.to_f64(), Some(2f64.powi(64)));
    assert_eq!(i64::MIN.to_f64(), Some(-(2f64.powi(63))));
    Ok(())
}

#[cfg(feature = "half")]
#[test]
fn numbers_of_16_bits_are_counted() -> TestResult {
    use half::{bf16, f16};
    let bins = Histogram::new([1.0])?;
    assert_eq!(
        bins.alike([f16::ZERO, f16::ONE, f16::INFINITY], Nan::Missing)?
            .counts(),
        [1, 2]
    );
    assert_eq!(
        bins.alike([bf16::ONE, bf16::NAN], Nan::Missing)?.missing(),
        1
    );
    Ok(())
}

#[cfg(feature = "ndarray")]
#[test]
fn a_column_of_an_array_is_counted() -> TestResult {
    use ndarray::{Axis, array};
    let table = array![[1.0, 7.0], [2.0, f64::NAN], [3.0, 9.0]];
    let bins = Histogram::new([2.0])?;
    let expected = Histogram::from_counts([2.0], [1, 2], 0)?;
    assert_eq!(bins.alike(table.column(0), Nan::Missing)?, expected);
    let mut backwards = table.column(0);
    backwards.invert_axis(Axis(0));
    assert_eq!(bins.alike(backwards, Nan::Missing)?, expected);
    assert_eq!(bins.alike(table.column(1), Nan::Missing)?.missing(), 1);
    Ok(())
}
