//! Whether KaTeX can set what stands between dollar signs.
//!
//! mdbook-katex logs a warning where it cannot, leaves the LaTeX as it is and goes on. Here
//! that is a problem like any other. The formulas are found with mdbook-katex's own scanner and
//! set with its own options, so that what passes here passes there.

use crate::preprocessor::setting::Setting;
use crate::problem::Problem;
use crate::scan::Chapter;
use crate::text::Spliced;
use mdbook_katex::scan::{Event, Scan};
use std::collections::BTreeSet;
use std::ops::Range;

impl Setting {
    /// Every formula of a woven page that KaTeX cannot set, and the first place where
    /// mdbook-katex and Markdown do not agree on what a formula is: what comes after it is
    /// likely to be wrong for the same reason.
    pub(super) fn check(&self, chapter: &Chapter, page: &Spliced) -> Vec<Problem> {
        let problem = |offset: usize, what: String, help: &str| {
            Problem::new(&chapter.path, chapter.line(offset), what, help)
        };
        let inside = |ranges: &[Range<usize>], at| ranges.iter().any(|range| range.contains(&at));
        let (formulas, open) = self.formulas(&page.text);
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        let mut discord = Vec::new();
        for (range, display) in formulas {
            let formula = &page.text[range.clone()];
            let dollars = if display { 2 } else { 1 };
            let start = page.origin(range.start - dollars);
            let known = chapter.math.iter().any(|math| math.start == start);
            // Titles and claims in a list are looked at in their own chapters. What a list is
            // made of comes from its first byte to the one behind it.
            let in_list = |(_, list): &(_, Range<usize>)| (list.start..=list.end).contains(&start);
            if chapter.listings.iter().any(in_list) || inside(&chapter.comments, start) {
                continue;
            }
            if known {
                seen.insert(start);
                let at = page.origin(range.start);
                match self.set(formula, display) {
                    Err(e) => problems.push(problem(
                        at,
                        format!("KaTeX rejects `{}`: {}", formula.trim(), reason(&e)),
                        "mend the LaTeX",
                    )),
                    // Out of a macro: where it stands in the text, it was refused before.
                    Ok(html) if html.contains(COUNTED) => problems.push(problem(
                        at,
                        format!(
                            "`{}` is numbered by KaTeX, where no check sees it",
                            shortened(formula.trim())
                        ),
                        "use the starred form of its environment, such as `align*`, in the macro",
                    )),
                    Ok(_) => {}
                }
            } else {
                discord.push((
                    start,
                    format!(
                        "`{}` is a formula to KaTeX, but not to Markdown",
                        shortened(&page.text[range.start - dollars..range.end + dollars])
                    ),
                    "write `\\$` for the sign itself; within a formula close every brace, and leave \
                     no space after the first `$` or before the last, and no empty line; write a \
                     backtick without a partner as `&#96;`",
                ));
            }
        }
        if let Some(open) = open {
            discord.push((
                page.origin(open),
                "a `$` that no other closes".into(),
                "close the formula; for the sign itself write `\\$`",
            ));
        }
        for math in chapter
            .math
            .iter()
            .filter(|math| !seen.contains(&math.start))
        {
            discord.push((
                math.start,
                format!(
                    "`{}` is a formula to Markdown, but not to KaTeX",
                    shortened(&chapter.text[math.clone()])
                ),
                "look before it for a backtick or a `$` without its partner; write them as `&#96;` \
                 and `\\$`",
            ));
        }
        discord.sort();
        problems.extend(
            discord
                .into_iter()
                .next()
                .map(|(start, what, help)| problem(start, what, help)),
        );
        problems
    }

    /// What mdbook-katex takes for formulas: their ranges without the delimiters, and whether
    /// they are displayed; and where a formula begins that does not end.
    fn formulas(&self, text: &str) -> (Vec<(Range<usize>, bool)>, Option<usize>) {
        let mut scan = Scan::new(
            text,
            &self.extra.block_delimiter,
            &self.extra.inline_delimiter,
        );
        // The scan stops at what is not closed, with its last events still in store.
        let mut events: Vec<Event> = scan.by_ref().collect();
        events.extend(scan.events);
        let mut formulas = Vec::new();
        let mut open = None;
        // After the end of a formula it is text that begins.
        let mut ended = false;
        for event in events {
            match event {
                Event::Begin(at) => {
                    open = (!ended).then_some(at);
                    ended = false;
                }
                Event::TextEnd(_) => open = None,
                Event::InlineEnd(end) | Event::BlockEnd(end) => {
                    if let Some(start) = open.take() {
                        formulas.push((start..end, matches!(event, Event::BlockEnd(_))));
                    }
                    ended = true;
                }
            }
        }
        (formulas, open)
    }
}

/// The class of what KaTeX's style sheet puts numbers into.
const COUNTED: &str = "eqn-num";

/// The first line of a formula.
fn shortened(formula: &str) -> String {
    let line = formula.lines().next().unwrap_or_default();
    match formula.lines().nth(1) {
        Some(_) => format!("{line} …"),
        None => line.to_owned(),
    }
}

/// What KaTeX says, out of an error that holds it as a JavaScript exception in Rust's debug
/// notation. The underline by which KaTeX marks a place is left out.
fn reason(error: &katex::Error) -> String {
    let text = error.to_string();
    let start = text.find("KaTeX parse error: ").map_or(0, |n| n + 19);
    let mut plain = String::new();
    let mut rest = text[start..].trim_end_matches(')');
    rest = rest.strip_suffix('"').unwrap_or(rest);
    while let Some(c) = rest.chars().next() {
        let escaped = [
            ("\\u{332}", ""),
            ("\\n", " "),
            ("\\\\", "\\"),
            ("\\\"", "\""),
            ("\\'", "'"),
        ]
        .into_iter()
        .find_map(|(code, meant)| Some((rest.strip_prefix(code)?, meant)));
        match escaped {
            Some((after, meant)) => {
                plain.push_str(meant);
                rest = after;
            }
            None => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    plain.trim_end().to_owned()
}
