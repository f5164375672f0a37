//! Tables of labels: aligned by name whatever the order, and merged in any order.

use crate::common::TestResult;
use crate::common::random::Random;
use kl_core::drift::{self, LabelCounts};

#[test]
fn labels_are_aligned_by_name() -> TestResult {
    let column = drift::labels(["b", "a", "b"], ["c", "a"]);
    let names: Vec<String> = column.outcomes().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(
        ["a", "b", "c", "d"].map(|l| column.counts(&l)),
        [[1.0, 1.0], [2.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    );
    // Any kind of label.
    assert_eq!(drift::labels([true], [false]).outcomes().len(), 2);
    assert_eq!(drift::labels([(1, "x".to_owned())], []).outcomes().len(), 1);
    Ok(())
}

#[test]
fn pieces_come_to_the_whole() {
    let mut random = Random(72);
    for _ in 0..100 {
        let column: Vec<Option<usize>> = (0..50)
            .map(|_| Some(random.below(6)).filter(|&label| label > 0))
            .collect();
        let whole = LabelCounts::of_optional(column.clone());
        let (a, b) = column.split_at(random.below(50));
        let mut merged = LabelCounts::of_optional(b.to_vec());
        merged.merge(LabelCounts::of_optional(a.to_vec()));
        assert_eq!(merged, whole);
        assert_eq!(whole.total() + u128::from(whole.missing()), 50);
        let sum: u64 = whole.iter().map(|(_, count)| count).sum();
        assert_eq!(u128::from(sum), whole.total());
    }
}

#[test]
fn counts_stop_at_the_largest() {
    let mut counts = LabelCounts::default();
    counts.add_times("x", u64::MAX);
    counts.add("x");
    counts.add_missing(u64::MAX);
    counts.add_missing(1);
    assert_eq!((counts.get(&"x"), counts.missing()), (u64::MAX, u64::MAX));
    counts.add_times("y", u64::MAX);
    assert_eq!(counts.total(), 2 * u128::from(u64::MAX));
}
