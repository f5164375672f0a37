//! Whether KaTeX can set what stands between dollar signs.
//!
//! mdbook-katex logs a warning where it cannot, leaves the LaTeX as it is and goes on. Here
//! that is a problem like any other. The formulas are found with mdbook-katex's own scanner and
//! set with its own options, so that what passes here passes there.

use crate::chapter::Chapter;
use crate::config::{error_in_table, line_of_table};
use crate::problem::Problem;
use crate::text::Spliced;
use mdbook_katex::cfg::KatexConfig;
use mdbook_katex::preprocess::ExtraOpts;
use mdbook_katex::scan::{Event, Scan};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

/// KaTeX as the book configures it.
pub(crate) struct Latex {
    inline: katex::Opts,
    display: katex::Opts,
    delimiters: ExtraOpts,
}

const TABLE: &str = "[preprocessor.katex]";

impl Latex {
    /// Reads the table `[preprocessor.katex]`, more strictly than mdbook-katex does: it lets a
    /// value of a wrong type reset the whole table, and knows no unknown keys.
    pub(crate) fn from_toml(
        root: &Path,
        table: &toml::Value,
        cells_before: &[String],
        book_toml: &str,
    ) -> Result<Self, Vec<Problem>> {
        let line = line_of_table(book_toml, "preprocessor.katex");
        let problem = |what: String, help: &str| Problem::new("book.toml", line, what, help);
        let mut problems = Vec::new();
        for key in table.as_table().into_iter().flat_map(toml::Table::keys) {
            if !known_keys().iter().any(|known| known == key) {
                problems.push(problem(
                    format!("{TABLE}: unknown key `{key}`"),
                    "mend its name or take it out; mdbook-katex would pass over it",
                ));
            }
        }
        let mut config: KatexConfig = match table.clone().try_into() {
            Ok(config) => config,
            Err(e) => {
                problems.push(problem(
                    error_in_table("preprocessor.katex", &e),
                    "mend the value; mdbook-katex would pass over the whole table",
                ));
                return Err(problems);
            }
        };
        if !["html", "mathml", "htmlAndMathml"].contains(&config.output.as_str()) {
            problems.push(problem(
                format!("{TABLE}: unknown output `{}`", config.output),
                "choose html, mathml or htmlAndMathml",
            ));
        }
        let delimiters = [&config.inline_delimiter, &config.block_delimiter];
        if delimiters.map(|d| [d.left.as_str(), d.right.as_str()]) != [["$"; 2], ["$$"; 2]] {
            problems.push(problem(
                format!("{TABLE}: delimiters other than $ and $$"),
                "leave the delimiters at their default: Markdown knows formulas by them",
            ));
        }
        let after_cells = table
            .get("after")
            .and_then(toml::Value::as_array)
            .is_some_and(|after| after.iter().any(|name| name.as_str() == Some("cells")));
        if !after_cells && !cells_before.iter().any(|name| name == "katex") {
            problems.push(problem(
                format!("{TABLE} may run before [preprocessor.cells]"),
                "set after = [\"cells\"], so that formulas have their numbers when they are set",
            ));
        }
        problems.extend(check_macros(root, &config, line));
        if !problems.is_empty() {
            return Err(problems);
        }
        // Where KaTeX would print an error into the page, there is still an error.
        config.throw_on_error = true;
        let (inline, display) = config.build_opts(root);
        Ok(Self {
            inline,
            display,
            delimiters: config.build_extra_opts(),
        })
    }

    /// Every formula of a woven page that KaTeX cannot set, and the first place where
    /// mdbook-katex and Markdown do not agree on what a formula is: what comes after it is
    /// likely to be wrong for the same reason.
    pub(crate) fn check(&self, chapter: &Chapter, page: &Spliced) -> Vec<Problem> {
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
                let options = if display { &self.display } else { &self.inline };
                if let Err(e) = katex::render_with_opts(formula, options) {
                    problems.push(problem(
                        page.origin(range.start),
                        format!("KaTeX rejects `{}`: {}", formula.trim(), reason(&e)),
                        "mend the LaTeX",
                    ));
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
            &self.delimiters.block_delimiter,
            &self.delimiters.inline_delimiter,
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

/// The first line of a formula.
fn shortened(formula: &str) -> String {
    let line = formula.lines().next().unwrap_or_default();
    match formula.lines().nth(1) {
        Some(_) => format!("{line} …"),
        None => line.to_owned(),
    }
}

/// The keys of mdbook-katex and those that mdBook gives every preprocessor.
fn known_keys() -> Vec<String> {
    let optional_and_general = [
        "macros",
        "command",
        "before",
        "after",
        "renderers",
        "optional",
    ];
    let own = toml::Table::try_from(KatexConfig::default()).unwrap_or_default();
    own.keys()
        .cloned()
        .chain(optional_and_general.map(str::to_owned))
        .collect()
}

/// mdbook-katex panics where its file of macros is missing or has a line without a colon.
fn check_macros(root: &Path, config: &KatexConfig, table: usize) -> Vec<Problem> {
    let Some(file) = &config.macros else {
        return Vec::new();
    };
    match std::fs::read_to_string(root.join(file)) {
        Err(e) => vec![Problem::new(
            "book.toml",
            table,
            format!("{TABLE}: the macros in `{file}` cannot be read: {e}"),
            "mend the path, which starts at the book's root",
        )],
        Ok(text) => text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.starts_with('\\') && !line.contains(':'))
            .map(|(index, line)| {
                Problem::new(
                    file,
                    index + 1,
                    format!("`{line}` is no macro"),
                    "write `\\name:replacement`",
                )
            })
            .collect(),
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
