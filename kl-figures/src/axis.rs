//! Where the marks of an axis stand, and what they say.

use crate::Error;
use crate::number::{SMALL, superscript, text_width, typeset};
use std::ops::Range;

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) at: f64,
    pub(crate) label: String,
}

/// How many digits a label may have.
const DIGITS: i32 = 5;

/// The marks of a horizontal axis that is so many pixels long: as many as have room
/// for their labels, up to about seven.
///
/// # Errors
///
/// As for [`ticks`].
pub(crate) fn horizontal(range: &Range<f64>, pixels: f64) -> Result<Vec<Tick>, Error> {
    let mut result = ticks(range, 7)?;
    for count in (1..7).rev() {
        let room = match result.as_slice() {
            [a, b, ..] => pixels * (b.at - a.at) / (range.end - range.start),
            _ => f64::INFINITY,
        };
        if result
            .iter()
            .all(|t| text_width(&t.label, SMALL) + 8.0 <= room)
        {
            break;
        }
        result = ticks(range, count)?;
    }
    Ok(result)
}

/// The marks of a vertical axis, about `count`, with so many pixels for the labels.
///
/// # Errors
///
/// As for [`ticks`], and [`Error::Axis`] if a label is wider than that.
pub(crate) fn vertical(range: &Range<f64>, count: u32, pixels: f64) -> Result<Vec<Tick>, Error> {
    let result = ticks(range, count)?;
    if result.iter().all(|t| text_width(&t.label, SMALL) <= pixels) {
        Ok(result)
    } else {
        let (low, high) = (range.start, range.end);
        Err(Error::Axis { low, high })
    }
}

/// About `count` marks at round numbers: 1, 2 or 5 times a power of ten apart.
///
/// plotters could place them, but it adds the step up, and the labels show the
/// rounding.
///
/// # Errors
///
/// [`Error::Axis`] if the labels would be too long to read, as for a range of
/// width 1 at 10⁹, or the range is not finite.
fn ticks(range: &Range<f64>, count: u32) -> Result<Vec<Tick>, Error> {
    let (low, high) = (range.start, range.end);
    let unreadable = Error::Axis { low, high };
    let span = high - low;
    // Far enough from the ends of f64 that no power of ten below over- or underflows.
    if !(span > 1e-280 && low.abs().max(high.abs()) < 1e280) {
        return Err(unreadable);
    }
    let rough = span / f64::from(count);
    let mut exponent = rough.log10().floor() as i32;
    let leading = rough / 10f64.powi(exponent);
    // The boundaries are the geometric means of the neighbours.
    let mut step = match leading {
        x if x < 2f64.sqrt() => 1.0,
        x if x < 10f64.sqrt() => 2.0,
        x if x < 50f64.sqrt() => 5.0,
        _ => 10.0,
    };
    if step == 10.0 {
        step = 1.0;
        exponent += 1;
    }
    let value = |i: i64| {
        // Dividing by 10, 100, … rounds once; multiplying by 0.1, 0.01, … twice.
        if exponent < 0 {
            (i as f64 * step) / 10f64.powi(-exponent)
        } else {
            (i as f64 * step) * 10f64.powi(exponent)
        }
    };
    let width = step * 10f64.powi(exponent);
    // A hair more than the range, for marks that should fall on its ends.
    let first = (low / width - 1e-9).ceil();
    let last = (high / width + 1e-9).floor();
    if first.abs().max(last.abs()) > 10f64.powi(DIGITS) {
        return Err(unreadable);
    }
    let at: Vec<f64> = (first as i64..=last as i64).map(value).collect();
    let largest = at.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
    let label = labels(largest, exponent).ok_or(unreadable)?;
    Ok(at
        .into_iter()
        .map(|at| Tick {
            at,
            label: label(at),
        })
        .collect())
}

/// How to write numbers up to `largest` that are multiples of 10^`exponent`.
fn labels(largest: f64, exponent: i32) -> Option<Box<dyn Fn(f64) -> String>> {
    let leading = if largest > 0.0 {
        (largest.log10() + 1e-9).floor() as i32
    } else {
        exponent
    };
    let decimals = (-exponent).max(0);
    if leading.max(0) + 1 + decimals <= DIGITS {
        let decimals = decimals as usize;
        Some(Box::new(move |x| {
            if x == 0.0 {
                "0".to_owned()
            } else {
                typeset(&format!("{x:.decimals$}"))
            }
        }))
    } else if leading - exponent <= 2 {
        let decimals = (leading - exponent) as usize;
        Some(Box::new(move |x| {
            if x == 0.0 {
                return "0".to_owned();
            }
            let mantissa = x / 10f64.powi(leading);
            typeset(&format!("{mantissa:.decimals$}×10{}", superscript(leading)))
        }))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(range: Range<f64>) -> Vec<String> {
        let ticks = ticks(&range, 4).expect("can be labelled");
        ticks.into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn labels_are_round() {
        assert_eq!(texts(0.0..1.0), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(texts(-0.5..1.5), ["−0.5", "0", "0.5", "1.0", "1.5"]);
        assert_eq!(texts(-3.0..5.0), ["−2", "0", "2", "4"]);
        assert_eq!(texts(0.0..4e7), ["0", "1×10⁷", "2×10⁷", "3×10⁷", "4×10⁷"]);
        assert_eq!(
            texts(0.0..0.9e-6),
            ["0", "2×10⁻⁷", "4×10⁻⁷", "6×10⁻⁷", "8×10⁻⁷"]
        );
        assert_eq!(texts(0.5e6..1.1e6), ["0.6×10⁶", "0.8×10⁶", "1.0×10⁶"]);
    }

    #[test]
    fn long_labels_are_fewer() {
        let count = |range: Range<f64>| horizontal(&range, 400.0).map(|ticks| ticks.len());
        assert_eq!(count(-4.0..5.0), Ok(10));
        assert_eq!(count(-4e-7..5e-7), Ok(5));
    }

    #[test]
    fn steps_are_not_added_up() {
        for tick in ticks(&(0.0..0.7), 7).expect("can be labelled") {
            assert_eq!(tick.label.parse(), Ok(tick.at));
        }
    }

    #[test]
    fn unreadable_axes_are_refused() {
        for range in [
            1e9..1e9 + 1.0,
            0.0..f64::INFINITY,
            0.0..1e-300,
            1.0..1.0,
            2.0..1.0,
        ] {
            assert!(
                matches!(ticks(&range, 4), Err(Error::Axis { .. })),
                "{range:?}"
            );
        }
        assert!(ticks(&(f64::NAN..1.0), 4).is_err());
    }
}
