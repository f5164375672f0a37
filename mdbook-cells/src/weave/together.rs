//! Keeping a short formula and the punctuation behind it on one line.

use crate::scan::Chapter;
use crate::text::Splice;

/// Short formulas with the punctuation behind them: KaTeX's boxes may be followed by a break, and a
/// line would begin with a comma.
pub(super) fn splices(chapter: &Chapter) -> impl Iterator<Item = Splice> {
    let text = &chapter.text;
    let tied = chapter.math.iter().filter_map(move |math| {
        let formula = &text[math.clone()];
        let behind =
            text[math.end..].find(|c| !matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | ')'));
        let end = math.end + behind.unwrap_or_default();
        let short = formula.len() <= LONGEST_TIED && !formula.contains([' ', '\n']);
        (short && !formula.starts_with("$$") && end > math.end).then_some(math.start..end)
    });
    tied.flat_map(|range| {
        [
            Splice {
                range: range.start..range.start,
                text: "<span class=\"together\">".into(),
            },
            Splice {
                range: range.end..range.end,
                text: "</span>".into(),
            },
        ]
    })
}

/// In bytes of TeX; without a space it has hardly a place where it could be broken.
const LONGEST_TIED: usize = 40;
