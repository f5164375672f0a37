//! Sliders under a picture: the comment above it.

use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The sliders under a picture, and the function that draws it anew when they are moved.
///
/// The page has them as a hidden `<fieldset class="figure-sliders">`. Connecting it with the
/// function is left to a script of the book's, which then shows it: without scripts there is the
/// picture alone.
///
/// ```
/// use mdbook_cells::Chapter;
/// use std::path::Path;
///
/// let text = "<!-- sliders: parabola\nwidth = 1, from 0.5 to 2 by 0.1\n-->\n\
///     ![A parabola.](../snapshots/coin__draw__parabola.snap.svg)\n";
/// let chapter = Chapter::scan(Path::new("src"), Path::new("src/coin.md"), text);
/// let (picture, sliders) = chapter.sliders().next().expect("there are some");
/// assert_eq!(picture, "coin__draw__parabola");
/// assert_eq!(sliders.function, "parabola");
/// assert_eq!(sliders.start(), [1.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sliders {
    /// The function. It takes the numbers of the sliders in their order.
    pub function: String,
    pub(crate) sliders: Vec<Slider>,
    /// The comment.
    pub(crate) range: Range<usize>,
}

impl Sliders {
    /// Where the sliders stand at first: the arguments of the picture in the page.
    #[must_use]
    pub fn start(&self) -> Vec<f64> {
        self.sliders
            .iter()
            .filter_map(|slider| slider.value.parse().ok())
            .collect()
    }
}

/// A slider. Its numbers are kept as they are written, and checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slider {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) low: String,
    pub(crate) high: String,
    pub(crate) step: String,
}

/// What is wrong with a comment, and what to do.
pub(crate) type Fault = (String, String);

/// The sliders of a comment, or what is wrong with them. `None` for any other comment.
pub(crate) fn read(text: &str, range: &Range<usize>) -> Option<Result<Sliders, Fault>> {
    static COMMENT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?s)^<!--\s*sliders\s*:(.*?)(?:-->)?$"));
    let comment = COMMENT.captures(&text[range.clone()])?;
    let mut lines = comment[1].lines().map(str::trim);
    let function = lines.next().unwrap_or_default().to_owned();
    static FUNCTION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z][a-z0-9_]*$"));
    if !FUNCTION.is_match(&function) {
        return Some(Err((
            format!("`{function}` cannot name a function"),
            "write `<!-- sliders: function`, with a line for each slider below".into(),
        )));
    }
    let sliders: Result<Vec<_>, _> = lines.filter(|line| !line.is_empty()).map(slider).collect();
    Some(sliders.and_then(|sliders| match sliders.is_empty() {
        true => Err((format!("`{function}` has no slider"), SLIDER_HELP.into())),
        false => Ok(Sliders {
            function,
            sliders,
            range: range.clone(),
        }),
    }))
}

const SLIDER_HELP: &str = "write a line for each: label = 1, from 0 to 2 by 0.1";

fn slider(line: &str) -> Result<Slider, Fault> {
    static SLIDER: LazyLock<Regex> = LazyLock::new(|| {
        let number = r"(-?\d+(?:\.\d+)?)";
        pattern(&format!(
            r"^(\S.*?)\s*=\s*{number}, from {number} to {number} by {number}$"
        ))
    });
    let Some(parts) = SLIDER.captures(line) else {
        return Err((format!("`{line}` is no slider"), SLIDER_HELP.into()));
    };
    let slider = Slider {
        label: parts[1].to_owned(),
        value: parts[2].to_owned(),
        low: parts[3].to_owned(),
        high: parts[4].to_owned(),
        step: parts[5].to_owned(),
    };
    let number = |text: &String| text.parse().unwrap_or(f64::NAN);
    let (value, low) = (number(&slider.value), number(&slider.low));
    let (high, step) = (number(&slider.high), number(&slider.step));
    // Browsers move a slider to the next place that is a whole number of steps from the left end.
    let reached = |x: f64| {
        let steps = (x - low) / step;
        x >= low && (steps - steps.round()).abs() < 1e-9 * (1.0 + steps)
    };
    if low < high && step > 0.0 && value <= high && reached(value) && reached(high) {
        Ok(slider)
    } else {
        Err((
            format!("`{line}`: the slider does not reach these numbers"),
            "let the start and the right end be whole numbers of steps from the left end".into(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(comment: &str) -> Option<Result<Sliders, Fault>> {
        read(comment, &(0..comment.len()))
    }

    fn fault(comment: &str) -> String {
        match of(comment) {
            Some(Err((what, _))) => what,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn sliders_are_read() {
        let comment = "<!-- sliders: f\n mean of <P> = -0.5, from -3 to 3 by 0.1\nq = 1, from 0.3 to 3 by 0.1\n-->";
        let Some(Ok(sliders)) = of(comment) else {
            panic!("{:?}", of(comment));
        };
        assert_eq!(sliders.start(), [-0.5, 1.0]);
        assert_eq!(sliders.sliders[0].label, "mean of <P>");
    }

    #[test]
    fn other_comments_are_left_alone() {
        assert_eq!(of("<!-- cell: sliders: -->"), None);
        assert_eq!(of("<!-- about sliders -->"), None);
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(fault("<!-- sliders: F -->"), "`F` cannot name a function");
        assert_eq!(fault("<!-- sliders: f -->"), "`f` has no slider");
        let with = |line: &str| fault(&format!("<!-- sliders: f\n{line}\n-->"));
        assert_eq!(with("a = 1"), "`a = 1` is no slider");
        for line in [
            "a = 1, from 2 to 0 by 0.1",
            "a = 5, from 0 to 2 by 0.1",
            "a = -1, from 0 to 2 by 0.1",
            "a = 1, from 0 to 2 by 0",
            "a = 1, from 0 to 2 by -1",
            "a = 1.05, from 0 to 2 by 0.1",
            "a = 1, from 0 to 2.05 by 0.1",
        ] {
            assert!(
                with(line).ends_with("does not reach these numbers"),
                "{line}"
            );
        }
    }
}
