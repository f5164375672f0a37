//! Regular expressions.

use regex::Regex;

/// A pattern of ours, known to be well formed.
#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, each used by a test"
)]
pub(crate) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}
