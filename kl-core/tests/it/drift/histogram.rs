//! Histograms: what they refuse, and that every value is counted once.

use crate::common::TestResult;
use crate::common::errors::size;
use crate::common::random::Random;
use kl_core::Error;
use kl_core::drift::{Histogram, Nan};

#[test]
fn nan_is_missing_or_named_with_row_and_column() -> TestResult {
    let column = [1.0, f64::NAN, 3.0, f64::NAN];
    let bins = Histogram::new([2.0])?;
    let counted = bins.alike(column, Nan::Missing)?;
    assert_eq!((counted.counts(), counted.missing()), (&[1, 1][..], 2));
    let error = bins
        .alike(column, Nan::RefusedIn("price"))
        .expect_err("refused");
    assert!(matches!(&error, Error::Cell { column, row: 1, value, .. }
        if column == "price" && value.is_nan()));
    assert_eq!(
        error.to_string(),
        "row 1 of column \"price\" is NaN: it must be a number; Nan::Missing counts it as missing"
    );
    // `None` is missing however NaN is taken, and rows go on counting.
    let mut counted = bins;
    counted.add([Some(1.0), None], Nan::RefusedIn("price"))?;
    let error = counted.add([Some(1.0), Some(f64::NAN)], Nan::RefusedIn("price"));
    assert!(matches!(error, Err(Error::Cell { row: 3, .. })));
    assert_eq!((counted.counts(), counted.missing()), (&[2, 0][..], 1));
    Ok(())
}

#[test]
fn counts_must_fit_the_edges() {
    for counts in [&[][..], &[1], &[1, 2], &[1, 2, 3, 4]] {
        let error = size("counts", counts.len(), "bins, one more than edges", 3);
        assert_eq!(Histogram::from_counts([0.0, 1.0], counts, 0), Err(error));
    }
    assert!(Histogram::from_counts([1.0, 0.0], [1, 2, 3], 0).is_err());
}

#[test]
fn counts_stop_at_the_largest() -> TestResult {
    let full = Histogram::from_counts([0.0], [u64::MAX; 2], u64::MAX)?;
    let mut more = full.clone();
    more.add([Some(-1.0), Some(1.0), None], Nan::Missing)?;
    more.merge(&full)?;
    assert_eq!(more, full);
    assert_eq!(full.total(), 2 * u128::from(u64::MAX));
    assert!(full.compare(&full)?.psi_by_chance(0.5)? > 0.0);
    Ok(())
}

#[test]
fn histograms_of_other_bins_do_not_merge() -> TestResult {
    let mut counted = Histogram::new([0.0, 1.0])?;
    let before = counted.clone();
    assert!(counted.merge(&Histogram::new([0.0, 2.0])?).is_err());
    assert!(counted.merge(&Histogram::new([0.0])?).is_err());
    assert_eq!(counted, before);
    Ok(())
}

#[test]
fn pieces_come_to_the_whole_and_each_value_is_counted_once() -> TestResult {
    let mut random = Random(71);
    for _ in 0..100 {
        let mut edges = random.normals(6, 0.0, 1.0);
        edges.sort_by(f64::total_cmp);
        let mut column = random.normals(100, 0.0, 2.0);
        column.extend([
            edges[0],
            edges[5],
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ]);
        let mut whole = Histogram::new(edges.clone())?;
        whole.add(&column, Nan::Missing)?;
        assert_eq!((whole.total(), whole.missing()), (104, 1));
        for (bin, &count) in whole.bins().iter().zip(whole.counts()) {
            let inside =
                |x: f64| bin.low <= x && (x < bin.high || x == f64::INFINITY && bin.high == x);
            let inside = column.iter().filter(|&&x| inside(x)).count();
            assert_eq!(count, inside as u64, "{bin}");
        }
        let (a, b) = column.split_at(random.below(105));
        let mut merged = whole.alike(a, Nan::Missing)?;
        merged.merge(&whole.alike(b, Nan::Missing)?)?;
        assert_eq!(merged, whole);
        assert_eq!(Histogram::from_counts(edges, merged.counts(), 1)?, whole);
    }
    Ok(())
}
