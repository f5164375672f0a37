//! Numbers and outputs, said in words or set as they are.

use crate::record::{Closeness, Format, Numeric, Setting, Value};
use crate::text::escape;

/// What a check found, in a line: its kind, the points that it tried, how closely it held.
pub(super) fn found_by(report: &Value) -> String {
    let Value::Check {
        kind,
        points,
        instances,
        closeness,
    } = report
    else {
        return String::new();
    };
    let within = if instances == points {
        String::new()
    } else {
        format!(" in {}", counted(*instances, "instance"))
    };
    format!(
        "{kind} at {}{within}, {}",
        counted(*points, "point"),
        closely(*closeness)
    )
}

/// What a check says of its claim: something general, of which many instances were tried; one
/// instance; or one point and what is near it.
pub(super) fn scope(kind: &str, instances: usize) -> &'static str {
    match (kind, instances) {
        ("local optimum", _) => "local",
        (_, 0 | 1) => "instance",
        _ => "general",
    }
}

/// How closely a claim held, in words.
pub(super) fn closely(closeness: Closeness) -> String {
    let power = |x: f64, decimals| {
        let format = Format {
            decimals,
            scientific: true,
        };
        Numeric::Float(x)
            .set(Some(format), Setting::Prose)
            .unwrap_or_else(|_| x.to_string())
    };
    match closeness {
        // A power of ten needs no factor.
        Closeness::Deviation(x) if x < 1e-9 => format!(
            "deviation at most {}",
            power(x, 0).trim_start_matches("1\u{a0}×\u{a0}")
        ),
        Closeness::Deviation(x) => format!("deviation at most {}", power(x, 1)),
        Closeness::Slack(0.0) => "the sides meet".into(),
        Closeness::Slack(x) => format!("least slack {}", power(x, 1)),
    }
}

/// So many of something.
pub(super) fn counted(n: usize, of: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {of}{s}", grouped(n))
}

/// A whole number with a thin space between its thousands.
pub(super) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// Text between `<pre>` and `</pre>`, where Markdown lets empty lines be.
pub(super) fn preformatted(text: &str) -> String {
    // Browsers drop the first end of line.
    let first = if text.starts_with('\n') { "\n" } else { "" };
    format!("{first}{}", escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_keeps_its_first_empty_line() {
        assert_eq!(preformatted("\na < b"), "\n\na &lt; b");
        assert_eq!(preformatted("$`{{#x"), "&#36;&#96;&#123;&#123;#x");
    }
}
