//! Decimal fractions in text: which look computed, which are literals of code.

use crate::chapter::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static DECIMAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d+\.\d+"));
static LITERAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?"));

/// Words before a number that refers to something and measures nothing.
static REFERRING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bdoi:\S*|§|\b(?:section|sections|chapter|theorem|lemma|corollary|definition|example|exercise|problem|equation|eq\.|figure|fig\.|table|version|edition|rust|katex|mdbook|arxiv))[\s:~(]*$",
    )
});

/// The decimal fractions of a text that look computed.
pub(crate) fn typed(text: &str) -> Vec<Range<usize>> {
    typed_at(text, 0..text.len())
}

/// The decimal fractions within `piece` that look computed, judged with what is around them.
///
/// Version numbers and sections (1.2.3, §2.6, Theorem 2.6), names (v1.0, x0.5) and DOIs
/// (10.1000/182) are not computed.
pub(crate) fn typed_at(text: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    DECIMAL
        .find_iter(&text[piece.clone()])
        .map(|m| piece.start + m.start()..piece.start + m.end())
        .filter(|found| {
            let before = &text[..found.start];
            let after = &text[found.end..];
            let mut last = before.chars().rev();
            let joined_before = match last.next() {
                // Part of a path; behind a number it is a division.
                Some('/') => last.next().is_some_and(char::is_alphabetic),
                Some(c) => c.is_alphabetic() || c == '.',
                None => false,
            };
            let mut next = after.chars();
            let joined_after = match next.next() {
                Some('.') => next.next().is_some_and(|c| c.is_ascii_digit()),
                Some('/') => text[found.clone()].starts_with("10."),
                _ => false,
            };
            let line = &before[before.rfind('\n').map_or(0, |n| n + 1)..];
            !joined_before && !joined_after && !REFERRING.is_match(line)
        })
        .collect()
}

/// The numbers that stand in code.
pub(crate) fn literals(code: &str) -> Vec<f64> {
    LITERAL
        .find_iter(code)
        .filter_map(|m| m.as_str().replace('_', "").parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_looking_decimals_are_found() {
        for (text, expected) in [
            ("about 0.74 bits", vec!["0.74"]),
            ("(0.5, 0.5)", vec!["0.5", "0.5"]),
            ("ends with 0.5.", vec!["0.5"]),
            (r"\frac{0.5}{0.9}", vec!["0.5", "0.9"]),
            ("0.5/0.9", vec!["0.5", "0.9"]),
            ("Rust 1.95 and mdBook 0.5.4", vec![]),
            ("Cover & Thomas, Theorem 2.6 and §2.3", vec![]),
            ("doi 10.1214/aoms", vec![]),
            ("arXiv:1312.6114", vec![]),
            ("doi:10.1002/j.1538-7305.1948.tb01338.x", vec![]),
        ] {
            let found: Vec<_> = typed(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn literals_of_code_are_numbers() {
        assert_eq!(
            literals("f(0.50, 1_000.5, 1e-3, 2)"),
            [0.5, 1000.5, 1e-3, 2.0]
        );
    }
}
