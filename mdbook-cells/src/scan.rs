//! Scanning: what is in a chapter.
//!
//! [`markdown`] and [`regions`] say what is where. Each kind of thing has a reader of its own, a
//! function from them to what it found and what is wrong with it.

mod cell;
mod cells;
mod chapter;
mod citations;
mod claims;
mod comments;
mod decimals;
mod directive;
mod displays;
mod environments;
mod fault;
mod fence;
mod figures;
mod includes;
mod key;
mod listings;
mod main_function;
mod markdown;
mod placeholders;
mod regions;
mod sliders;
mod title;
mod topics;
mod typed;

pub use cell::{Cell, ValueDeclaration};
pub use chapter::Chapter;
pub(crate) use citations::{Citation, Entry};
pub(crate) use claims::CHECK;
pub(crate) use comments::meant as meant_as_directives;
pub(crate) use figures::Figure;
pub(crate) use includes::Include;
pub(crate) use listings::Listing;
pub(crate) use placeholders::{Placeholder, Reference, What};
pub use sliders::Sliders;

use crate::problem::Problem;
use crate::text::line_of;
use fault::{Fault, Found};
use markdown::Markdown;
use std::path::Path;

impl Chapter {
    /// Takes a chapter apart. `path` is the file from the book's root, `source` the folder of
    /// chapters from there.
    ///
    /// What is wrong with the text is kept and reported with the rest of the book's problems.
    #[must_use]
    pub fn scan(source: &Path, path: &Path, text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let key = key::key_of(source, path);
        let markdown = Markdown::new(&text);
        let regions = regions::read(&markdown);
        let mut faults = Faults(Vec::new());

        let cells = faults.of(cells::read(&markdown, &regions, &key));
        let placeholders = faults.of(placeholders::read(&text, &regions, &cells.cells));
        let figures = faults.of(figures::read(&markdown, &regions));
        let listings = faults.of(listings::read(&markdown));
        let topics = faults.of(topics::read(&markdown));
        let (citations, entries) = faults.of(citations::read(&text, &regions));
        faults.0.extend(comments::faults(&text, &regions));
        faults.0.extend(environments::faults(&text, &regions));
        faults.0.extend(typed::in_prose(&text, &regions));

        let problem = |line, fault: Fault| Problem::new(path, line, fault.what, fault.help);
        let key_fault = key::fault(&key).filter(|_| !cells.cells.is_empty());
        let mut problems: Vec<_> = key_fault.into_iter().map(|f| problem(0, f)).collect();
        let faults = faults.0.into_iter();
        problems.extend(faults.map(|fault| problem(line_of(&text, fault.at), fault)));

        Self {
            key,
            path: path.to_owned(),
            cells: cells.cells,
            placeholders,
            figures,
            listings,
            claims: claims::read(&markdown),
            topics,
            displays: displays::read(&text, &regions),
            display_references: displays::references(&text, &regions, &citations),
            citations,
            entries,
            includes: includes::read(&text, &regions),
            unnamed: cells.unnamed,
            incomplete: cells.incomplete,
            title: title::read(&markdown),
            math: regions.math,
            comments: regions.comments,
            problems,
            text,
        }
    }
}

/// All that is wrong with a chapter.
struct Faults(Vec<Fault>);

impl Faults {
    /// Keeps what is wrong, and hands on what was found.
    fn of<T>(&mut self, (things, faults): Found<T>) -> T {
        self.0.extend(faults);
        things
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Setting;

    fn scan(text: &str) -> Chapter {
        Chapter::scan(Path::new("src"), Path::new("src/part/coin.md"), text)
    }

    fn complaints(text: &str) -> Vec<String> {
        scan(text)
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.line, p.what))
            .collect()
    }

    #[test]
    fn a_cell_has_its_name_values_and_code() {
        let chapter = scan(
            "# Coin\n\n<!-- cell: one\nkl\nn = xs.len()\n-->\n\n```rust\nlet kl = 1;\n```\n\nText.\n",
        );
        assert_eq!(chapter.key, "part-coin");
        assert_eq!(chapter.title(), "Coin");
        assert!(chapter.problems.is_empty(), "{:?}", chapter.problems);
        let cell = &chapter.cells[0];
        assert_eq!((cell.name.as_str(), cell.line), ("one", 8));
        assert_eq!(cell.code, "let kl = 1;\n");
        let values: Vec<_> = cell
            .values
            .iter()
            .map(|v| (v.name.as_str(), v.expression.as_str(), v.line))
            .collect();
        assert_eq!(values, [("kl", "kl", 4), ("n", "xs.len()", 5)]);
    }

    #[test]
    fn a_cell_may_be_folded_away_under_some_words() {
        let of = |directive: &str| scan(&format!("<!-- cell: {directive} -->\n```rust\n```\n"));
        assert_eq!(of("one").cells[0].folded, None);
        let folded = of("one | The code & all");
        assert_eq!(folded.cells[0].name, "one");
        assert_eq!(folded.cells[0].folded.as_deref(), Some("The code & all"));
        assert_eq!(
            of("one |").problems[0].what,
            "cell `one` is folded away under no words"
        );
        assert_eq!(
            of("one | About 0.74").problems[0].what,
            "`0.74` is typed into the words above a cell"
        );
    }

    #[test]
    fn placeholders_know_where_they_stand() {
        let chapter = scan(
            "<!-- cell: a\nx\n-->\n```rust\nlet x = 0.5;\n```\n## H {{a.x:.1}}\n\nSee {{a.x:.1}}, $p = {{0.5}}$ and `{{a.x}}`. <b>{{b/a.x.bits:.2e}}</b>\n",
        );
        assert!(chapter.problems.is_empty(), "{:?}", chapter.problems);
        let found: Vec<_> = chapter
            .placeholders
            .iter()
            .map(|p| (&chapter.text[p.range.clone()], p.setting, p.may_link))
            .collect();
        assert_eq!(
            found,
            [
                ("{{a.x:.1}}", Setting::Prose, false),
                ("{{a.x:.1}}", Setting::Prose, true),
                ("{{0.5}}", Setting::Math, false),
                ("{{b/a.x.bits:.2e}}", Setting::Prose, true),
            ]
        );
    }

    #[test]
    fn slips_are_named_with_their_line() {
        for (text, complaint) in [
            ("x\n\n```rust\n1;\n```\n", "3: a Rust block without a name"),
            (
                "```rust,cell=a\n1;\n```\n",
                "1: a Rust block without a name",
            ),
            (
                "<!-- cell: a -->\n```rust,cell=a\n```\n",
                "2: cell `a` is a block of `rust,cell=a`",
            ),
            (
                "<!-- cell: a -->\n\nText.\n",
                "1: `cell: a` stands above no Rust block",
            ),
            (
                "<!-- cell: a -->\n",
                "1: `cell: a` stands above no Rust block",
            ),
            (
                "<!-- cell: A b -->\n```rust\n```\n",
                "1: `A b` cannot name a cell",
            ),
            (
                "<!-- cell: a\nX y\n-->\n```rust\n```\n",
                "2: `X y` declares no value of cell `a`",
            ),
            (
                "<!-- cell: a\nx\nx = 2\n-->\n```rust\n```\n",
                "3: value `x` is declared twice in cell `a`",
            ),
            (
                "<!-- cell: a -->\n```rust\n```\n<!-- cell: a -->\n```rust\n```\n",
                "4: two cells are named `a`; the first is on line 2",
            ),
            (
                "    indented\n",
                "1: a code block without a language, which rustdoc would compile as Rust",
            ),
            (
                "```\n1\n```\n",
                "1: a code block without a language, which rustdoc would compile as Rust",
            ),
            ("It is 0.74 bits.\n", "1: `0.74` is typed into the text"),
            (
                "| a |\n|---|\n| 0.74 |\n",
                "3: `0.74` is typed into the text",
            ),
            ("So $x = 0.74$.\n", "1: `0.74` is typed into the text"),
            ("![so 0.74](a.png)\n", "1: `0.74` is typed into the text"),
            (
                "<div title=\"0.1\">0.74</div>\n",
                "1: `0.74` is typed into the text",
            ),
            (
                "<!-- cell: a -->\n```rust\nlet x = 1; // 0.74\n```\n",
                "3: `0.74` is typed into a comment",
            ),
            (
                "{{0.9}}\n",
                "1: `0.9` is marked as an input, but no cell of the chapter uses it",
            ),
            ("{{A}}\n", "1: `{{A}}` is not a placeholder"),
            (
                "x ![c](../s/a__b__c.snap.svg)\n",
                "1: picture `a__b__c` stands inside a paragraph, a list or a quotation",
            ),
            ("<!-- cells: all -->\n", "1: an unknown list of cells"),
        ] {
            assert_eq!(complaints(text), [complaint], "{text}");
        }
    }

    #[test]
    fn what_is_no_slip_is_left_alone() {
        for text in [
            "```rust,ignore\nx\n```\n",
            "```toml\nx = 0.74\n```\n",
            "See `0.74`, Theorem 2.6, [x](https://a.b/0.74) and version 0.22.1.\n",
            "<!-- 0.74 {{x}} -->\n",
            "<!-- cell: a -->\n```rust\nlet u = \"http://0.74\";\n```\n",
            "{{#include a.md}}\n",
            "![c](a.svg)\n",
        ] {
            assert_eq!(complaints(text), Vec::<String>::new(), "{text}");
        }
    }
}
