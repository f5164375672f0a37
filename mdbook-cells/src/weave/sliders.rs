//! Sliders in the page, hidden until a script shows them.

use crate::scan::Sliders;
use crate::text::escape;
use std::fmt::Write as _;

/// What stands under the picture: a block of HTML without an empty line.
pub(super) fn html(sliders: &Sliders) -> String {
    let mut html = format!(
        "<fieldset class=\"figure-sliders\" data-function=\"{}\" hidden>\n\
         <legend>Move the sliders</legend>\n",
        sliders.function
    );
    for slider in &sliders.sliders {
        // The number is for the eye: the slider itself tells it to a screen reader.
        let _ = writeln!(
            html,
            "<label><span>{}</span> <input type=\"range\" min=\"{}\" max=\"{}\" step=\"{}\" \
             value=\"{}\" autocomplete=\"off\"> <b aria-hidden=\"true\"></b></label>",
            escape(&slider.label),
            slider.low,
            slider.high,
            slider.step,
            slider.value,
        );
    }
    html.push_str(
        "<p role=\"status\" aria-live=\"polite\"></p>\n\
         <button type=\"button\">Back to the start</button>\n\
         </fieldset>\n",
    );
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Chapter;
    use std::path::Path;

    #[test]
    fn sliders_are_set_without_an_empty_line() {
        let text =
            "<!-- sliders: f\nmean of <P> = 1, from -3 to 3 by 0.1\n-->\n![c](a__b__c.snap.svg)\n";
        let chapter = Chapter::scan(Path::new("src"), Path::new("src/a.md"), text);
        let html = chapter
            .sliders()
            .map(|(_, sliders)| html(sliders))
            .collect::<String>();
        assert!(html.contains("data-function=\"f\" hidden"));
        assert!(html.contains("<span>mean of &lt;P&gt;</span> <input type=\"range\" min=\"-3\""));
        assert!(html.lines().all(|line| !line.is_empty()));
    }
}
