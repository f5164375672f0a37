//! Numbers as text in a picture, and how wide text is.

/// A number with up to `digits` significant digits.
///
/// Outside 10⁻³ to 10⁵ with a power of ten.
pub(crate) fn rounded(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return typeset(&format!("{value}"));
    }
    let text = format!("{value:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-3..5).contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
        typeset(trimmed(&format!("{value:.decimals$}")))
    } else {
        format!("{}×10{}", typeset(trimmed(mantissa)), superscript(exponent))
    }
}

/// A number with this many decimals; what rounds to zero is "0".
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.chars().any(|c| ('1'..='9').contains(&c)) {
        typeset(&text)
    } else {
        "0".to_owned()
    }
}

/// How many decimals to write numbers with, the largest of which is `largest`, so
/// that they visibly add up: two if it is between 0.1 and 10.
pub(crate) fn decimals(largest: f64) -> usize {
    if !(largest > 0.0 && largest.is_finite()) {
        return 0;
    }
    let leading = largest.log10().floor() as i32;
    let digits = if leading >= 0 { 2 } else { 1 };
    (digits - leading).clamp(0, 12) as usize
}

/// A power of ten as a superscript.
pub(crate) fn superscript(exponent: i32) -> String {
    exponent
        .to_string()
        .chars()
        .map(|c| match c {
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '-' => '⁻',
            // The other superscript digits are in one block, in order.
            digit => digit
                .to_digit(10)
                .and_then(|d| char::from_u32(0x2070 + d))
                .unwrap_or(digit),
        })
        .collect()
}

/// With the minus sign that is as wide as a plus.
pub(crate) fn typeset(number: &str) -> String {
    number.replace('-', "−")
}

/// Font size of axis labels and values.
pub(crate) const SMALL: f64 = 14.0;

/// About how wide a text is, in pixels: a little more than in most fonts.
///
/// Nothing better is known before the text is in a page.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '.' | ',' | '\'' | ' ' | '(' | ')' | '/' => 0.36,
            '¹' | '²' | '³' | '⁰'..='₉' => 0.42,
            '−' | '×' => 0.7,
            'm' | 'w' | 'M' | 'W' | '‖' | '=' => 0.85,
            // Chinese, Japanese, Korean, and most pictographs; and Hangul's letters.
            '\u{1100}'..='\u{11FF}' | '\u{2E80}'.. => 1.0,
            _ => 0.6,
        })
        .sum();
    ems * size
}

/// Without zeros at the end of a fraction.
fn trimmed(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_numbers() {
        for (value, text) in [
            (0.0, "0"),
            (0.5, "0.5"),
            (0.7369655941662062, "0.737"),
            (-0.42399, "−0.424"),
            (9.999, "10"),
            (1234.5, "1234"),
            (100.0, "100"),
            (0.00012345, "1.23×10⁻⁴"),
            (-3e210, "−3×10²¹⁰"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(rounded(value, 3), text);
        }
    }

    #[test]
    fn fixed_numbers_have_no_negative_zero() {
        assert_eq!(fixed(-0.001, 2), "0");
        assert_eq!(fixed(-0.424, 2), "−0.42");
        assert_eq!(fixed(0.5, 2), "0.50");
    }

    #[test]
    fn enough_decimals() {
        for (largest, expected) in [
            (1.16, 2),
            (0.5, 2),
            (0.05, 3),
            (12.0, 1),
            (500.0, 0),
            (1e9, 0),
            (0.0, 0),
        ] {
            assert_eq!(decimals(largest), expected, "{largest}");
        }
    }

    #[test]
    fn every_superscript() {
        assert_eq!(superscript(-1234567890), "⁻¹²³⁴⁵⁶⁷⁸⁹⁰");
    }
}
