//! Decimal fractions in text: which look computed, which are literals of code.

use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static DECIMAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d*\.\d+"));
static LITERAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?"));

/// What stands right before a number that refers to something and measures nothing.
///
/// The words have capitals, as names do: "in this example 0.74 bits" measures. Only `version` and
/// `edition` do without, since they stand before no quantity. A colon makes a name of a number
/// after `doi` and `arXiv` alone.
static REFERRING: LazyLock<Regex> = LazyLock::new(|| {
    // One space, of whatever kind: the line may end there.
    let space = r"(?:[ ~\n\u{a0}]|&nbsp;)";
    let words = "Section|Chapter|Part|Appendix|Theorem|Lemma|Proposition|Corollary|Definition|\
                 Remark|Example|Exercise|Problem|Algorithm|Listing|Figure|Fig\\.|Table|\
                 [Vv]ersion|[Ee]dition|Rust|KaTeX|mdBook|Python";
    pattern(&format!(
        r"(?:\b(?:{words}){space}|\b(?:Equation|Eq\.){space}\(?|§{space}?|\b(?i:doi|arxiv): ?\S*|\bhttps?://\S*)$",
    ))
});

/// The decimal fractions of a text that look computed.
pub(crate) fn typed(text: &str) -> Vec<Range<usize>> {
    typed_at(text, 0..text.len())
}

/// The decimal fractions within `piece` that look computed, judged with what is around them.
///
/// Version numbers and sections (1.2.3, §2.6, Theorem 2.6), names (v1.0, x0.5), DOIs
/// (10.1000/182) and addresses are not computed.
pub(crate) fn typed_at(text: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    // Between dollar signs letters are commands and variables, and `/` divides.
    let formula = text[piece.clone()].starts_with('$');
    DECIMAL
        .find_iter(&text[piece.clone()])
        .map(|m| piece.start + m.start()..piece.start + m.end())
        .filter(|found| {
            let before = &text[..found.start];
            let after = &text[found.end..];
            let bare = text[found.clone()].starts_with('.');
            let mut last = before.chars().rev();
            let joined_before = match last.next() {
                Some('.') => true,
                // Behind these a point is no number's: x.5, ).5, the `:.2` of a format.
                Some(c) if bare && (c.is_alphanumeric() || ")]}_/:".contains(c)) => true,
                // Part of a path; behind a number it is a division.
                Some('/') => !formula && last.next().is_some_and(char::is_alphabetic),
                Some(c) => !formula && c.is_alphabetic(),
                None => false,
            };
            let mut next = after.chars();
            let joined_after = match next.next() {
                Some('.') => next.next().is_some_and(|c| c.is_ascii_digit()),
                Some('/') => text[found.clone()].starts_with("10."),
                // The end of a file's name: .7z.
                Some(c) => bare && !formula && c.is_alphabetic(),
                None => false,
            };
            !joined_before && !joined_after && !REFERRING.is_match(line_and_a_word(before))
        })
        .collect()
}

/// The last line of a text, with the last word of the line above it.
fn line_and_a_word(text: &str) -> &str {
    let line = text.rfind('\n').unwrap_or(0);
    let word = text[..line].rfind(char::is_whitespace).unwrap_or(0);
    &text[word..]
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
            ("it is 73.7%", vec!["73.7"]),
            (r"\frac{0.5}{0.9}", vec!["0.5", "0.9"]),
            ("0.5/0.9", vec!["0.5", "0.9"]),
            // Words that refer only as names do.
            ("As in the exercise: 0.7370 bits.", vec!["0.7370"]),
            ("In this example 0.737 bits.", vec!["0.737"]),
            (
                "See the table: 0.51, by definition 0.83.",
                vec!["0.51", "0.83"],
            ),
            ("Example: 0.737 bits", vec!["0.737"]),
            ("Table (0.51)", vec!["0.51"]),
            ("Theorem  0.51", vec!["0.51"]),
            ("By Theorem 2.6, 0.737 bits", vec!["0.737"]),
            ("arXiv says 0.5", vec!["0.5"]),
            ("at https://a.b/0.74 it is 0.75", vec!["0.75"]),
            // Without a digit before the point.
            ("about .737 bits", vec![".737"]),
            (
                ".5, (.5), -.5, <.05 and = .5.",
                vec![".5", ".5", ".5", ".05", ".5"],
            ),
            ("0..5, 1...5, a.5, f().5, x[1].5, {:.4}, .7z, ..5", vec![]),
            ("Rust 1.95 and mdBook 0.5.4", vec![]),
            ("version 0.22, edition 2.1, Version 0.22.1", vec![]),
            ("Cover & Thomas, Theorem 2.6 and §2.3", vec![]),
            ("(Section 2.6), § 2.6, Theorem~2.6, Fig. 2.6", vec![]),
            ("Equation (2.6), Eq.~(2.6), Equation 2.6", vec![]),
            ("some words and Theorem\n2.6", vec![]),
            ("Theorem&nbsp;2.6 and Theorem\u{a0}2.6", vec![]),
            ("doi 10.1214/aoms", vec![]),
            ("arXiv:1312.6114", vec![]),
            ("doi:10.1002/j.1538-7305.1948.tb01338.x", vec![]),
            ("https://doi.org/10.1002/j.1538-7305.1948", vec![]),
            // A comma makes lists, not fractions.
            ("(0,1), 0,737", vec![]),
        ] {
            let found: Vec<_> = typed(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn in_formulas_neither_letters_nor_slashes_make_names() {
        for (text, expected) in [
            (r"$x\approx0.737$", vec!["0.737"]),
            ("$H/0.9$", vec!["0.9"]),
            ("$p=.5x$", vec![".5"]),
            (r"$\text{Theorem 2.6}$", vec![]),
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
