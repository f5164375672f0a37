//! Weaving: the chapter with the outputs of its cells, its numbers and its pictures.

use crate::book::Checked;
use crate::cell::Cell;
use crate::chapter::{Chapter, Figure, Listing, Placeholder, REPORT, Reference, What};
use crate::references::Citation;
use crate::sliders::Sliders;
use crate::text::{Splice, Spliced, escape, shield};
use crate::value::{Closeness, Format, Numeric, Setting, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The page of a chapter: Markdown and HTML, for mdBook to render.
///
/// All that is neither cell nor placeholder nor picture passes through byte for byte. A short
/// formula and the punctuation behind it are kept on one line.
pub(crate) fn weave(checked: &Checked<'_>, chapter: &Chapter) -> Spliced {
    let weaver = Weaver { checked, chapter };
    let mut splices = Vec::new();
    for cell in &chapter.cells {
        splices.extend(weaver.cell(cell));
    }
    for figure in &chapter.figures {
        splices.extend(weaver.figure(figure));
    }
    splices.extend(chapter.placeholders.iter().map(|p| weaver.placeholder(p)));
    for (listing, range) in &chapter.listings {
        splices.push(Splice {
            range: range.clone(),
            text: match listing {
                Listing::Snapshots => weaver.snapshots(),
                Listing::Claims => weaver.claims(),
            },
        });
    }
    splices.extend(weaver.references());
    splices.extend(together(chapter));
    Spliced::new(&chapter.text, splices)
}

/// Short formulas with the punctuation behind them: KaTeX's boxes may be followed by a break, and a
/// line would begin with a comma.
fn together(chapter: &Chapter) -> impl Iterator<Item = Splice> {
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

impl Checked<'_> {
    /// The number of a work, which is its place among the entries.
    fn number_of(&self, key: &str) -> usize {
        let place = self.book.entries().position(|(_, entry)| entry.key == key);
        place.map_or(0, |place| place + 1)
    }

    /// A citation in a chapter: the numbers of works, each a link to its entry.
    pub(crate) fn citation(
        &self,
        chapter: &Chapter,
        citation: &Citation,
        link: impl Fn(&Path) -> String,
    ) -> String {
        let works = citation.works.iter().map(|(key, place)| {
            let page = self
                .book
                .entries()
                .find(|(_, entry)| entry.key == *key)
                .filter(|(home, _)| home.key != chapter.key)
                .map(|(home, _)| link(&home.path))
                .unwrap_or_default();
            let place = place.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
            format!("[{}]({page}#{key}){place}", self.number_of(key))
        });
        format!("\\[{}\\]", works.collect::<Vec<_>>().join("; "))
    }
}

struct Weaver<'a> {
    checked: &'a Checked<'a>,
    chapter: &'a Chapter,
}

impl Weaver<'_> {
    /// The code passes through; what is added stands before and after it.
    fn cell(&self, cell: &Cell) -> [Splice; 2] {
        let id = cell.anchor();
        let snapshot = self.checked.snapshot(&cell.snapshot_name());
        let mut after = String::from("\n\n");
        if !snapshot.output.is_empty() {
            let _ = writeln!(
                after,
                "<pre class=\"cell-output\" role=\"group\" aria-label=\"Output of cell {}\" \
                 tabindex=\"0\">{}</pre>",
                cell.name,
                preformatted(&snapshot.output),
            );
        }
        // Without an empty line what follows would belong to the HTML.
        let _ = write!(after, "{}\n\n</div>\n", self.mark(cell));
        // The cell stands inside its fold: browsers open a fold when a link leads into it.
        let fold = match (&cell.folded, snapshot.value(REPORT)) {
            (None, Some(found)) if cell.check => {
                after.push_str("\n</details>\n");
                format!(
                    "<details class=\"check\">\n<summary>✓ Checked: {}</summary>\n\n",
                    found_by(found)
                )
            }
            (Some(summary), _) => {
                after.push_str("\n</details>\n");
                format!("<details>\n<summary>{}</summary>\n\n", escape(summary))
            }
            _ => String::new(),
        };
        [
            Splice {
                range: cell.directive.clone(),
                text: format!("{fold}<div class=\"cell\" id=\"{id}\">\n\n"),
            },
            Splice {
                range: cell.fence.end..cell.fence.end,
                text: after,
            },
        ]
    }

    /// The mark that says a cell is verified, a link to what was verified.
    fn mark(&self, cell: &Cell) -> String {
        let title = "A test runs this cell and compares what it prints with its snapshot";
        match self.listing_page() {
            Some(page) => format!(
                "<p class=\"cell-mark\"><a href=\"{page}#{}\" title=\"{title}\">✓ verified</a></p>",
                cell.snapshot_name()
            ),
            None => format!("<p class=\"cell-mark\" title=\"{title}\">✓ verified</p>"),
        }
    }

    /// The page that lists the snapshots, as a link from this chapter.
    fn listing_page(&self) -> Option<String> {
        let target = self.checked.book.chapters.iter().find(|chapter| {
            let of = |(listing, _): &(Listing, _)| *listing == Listing::Snapshots;
            chapter.listings.iter().any(of)
        })?;
        Some(self.link_to(target))
    }

    /// A link from this chapter's page to another's.
    fn link_to(&self, target: &Chapter) -> String {
        if target.key == self.chapter.key {
            return String::new();
        }
        relative(&self.chapter.path, &page_of(&target.path))
    }

    fn figure(&self, figure: &Figure) -> Vec<Splice> {
        let svg = self.checked.picture(&figure.picture);
        // An XML declaration has no place in HTML.
        let svg = svg.find("<svg").map_or(svg, |start| &svg[start..]);
        let svg = shield(svg)
            .lines()
            // A blank line would end the block of HTML.
            .filter(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        let sliders = figure.sliders.as_ref();
        let controls = sliders.map(Sliders::html).unwrap_or_default();
        let mut splices = vec![
            Splice {
                range: figure.range.start..figure.caption.start,
                text: format!(
                    "<figure class=\"cell-figure\" id=\"{}\">\n{svg}\n{controls}<figcaption>\n\n",
                    figure.picture
                ),
            },
            Splice {
                range: figure.caption.end..figure.range.end,
                text: "\n\n</figcaption>\n</figure>\n".into(),
            },
        ];
        splices.extend(sliders.map(|sliders| Splice {
            range: sliders.range.clone(),
            text: String::new(),
        }));
        splices
    }

    fn placeholder(&self, placeholder: &Placeholder) -> Splice {
        let text = match &placeholder.what {
            What::Given(number) => number.clone(),
            What::Reference(reference) => self.reference(reference, placeholder),
            What::Where(id) => self.places(id),
        };
        Splice {
            range: placeholder.range.clone(),
            text,
        }
    }

    fn reference(&self, reference: &Reference, placeholder: &Placeholder) -> String {
        let key = reference.chapter.as_ref().unwrap_or(&self.chapter.key);
        let number = self.checked.set(key, reference, placeholder);
        if !placeholder.may_link {
            return number;
        }
        let home = self.checked.book.chapters.iter().find(|c| c.key == *key);
        let page = home.map(|home| self.link_to(home)).unwrap_or_default();
        let anchor = home
            .and_then(|home| home.cell(&reference.cell))
            .map(Cell::anchor)
            .unwrap_or_default();
        format!(
            "<a class=\"value\" href=\"{page}#{anchor}\" title=\"Computed by cell {}\">{number}</a>",
            reference.cell
        )
    }

    /// The places that treat a topic, each with the cells and checks that show it.
    fn places(&self, id: &str) -> String {
        let mut places = Vec::new();
        for chapter in &self.checked.book.chapters {
            let page = self.link_to(chapter);
            for topic in chapter.topics.iter().filter(|topic| topic.id == id) {
                let shown = topic
                    .cells
                    .iter()
                    .filter_map(|name| chapter.cell(name))
                    .map(|cell| format!("[`{}`]({page}#{})", cell.name, cell.anchor()))
                    .collect::<Vec<_>>()
                    .join(", ");
                let colon = if shown.is_empty() { "" } else { ": " };
                places.push(format!(
                    "[{}]({page}#topic-{id}){colon}{shown}",
                    chapter.title()
                ));
            }
        }
        places.join("; ")
    }

    /// What stands for numbers of displays, works of the literature and topics.
    fn references(&self) -> Vec<Splice> {
        let chapter = self.chapter;
        let mut splices = Vec::new();
        for topic in &chapter.topics {
            // The first of its kind on the page has the address.
            let first = chapter.topics.iter().find(|t| t.id == topic.id);
            let is_first = first.is_some_and(|first| first.range == topic.range);
            splices.push(Splice {
                range: topic.range.clone(),
                text: if is_first {
                    format!("<div class=\"topic\" id=\"topic-{}\"></div>\n\n", topic.id)
                } else {
                    "\n".into()
                },
            });
        }
        splices.extend(chapter.displays.iter().map(|display| Splice {
            range: display.at..display.at,
            text: format!("<a id=\"eq-{}\"></a>", display.number),
        }));
        splices.extend(chapter.display_references.iter().map(|reference| Splice {
            range: reference.range.clone(),
            text: format!("[({0})](#eq-{0})", reference.number),
        }));
        splices.extend(chapter.citations.iter().map(|citation| {
            Splice {
                range: citation.range.clone(),
                text: self
                    .checked
                    .citation(chapter, citation, |path| relative(&chapter.path, path)),
            }
        }));
        splices.extend(chapter.entries.iter().map(|entry| Splice {
            range: entry.range.clone(),
            text: format!("[{}]", self.checked.number_of(&entry.key)),
        }));
        splices
    }

    /// Every claim of the book, with what its check found.
    fn claims(&self) -> String {
        let mut tables = String::new();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut chapters, mut claims, mut tried) = (0, 0, 0);
        for chapter in &self.checked.book.chapters {
            let mut rows = String::new();
            for cell in chapter.cells.iter().filter(|cell| cell.check) {
                let snapshot = self.checked.snapshot(&cell.snapshot_name());
                let named = chapter.claims.iter().find(|c| c.check == cell.name);
                if let Some(claim) = named
                    && let Some(Value::Check {
                        kind,
                        points,
                        closeness,
                    }) = snapshot.value(REPORT)
                {
                    let _ = writeln!(
                        rows,
                        "| [{}]({}#{}) | {kind} | {} | {} |",
                        self.words(chapter, &claim.words),
                        self.link_to(chapter),
                        cell.anchor(),
                        grouped(*points),
                        closely(*closeness),
                    );
                    *kinds.entry(kind).or_default() += 1;
                    claims += 1;
                    tried += points;
                }
            }
            if !rows.is_empty() {
                chapters += 1;
                let _ = writeln!(
                    tables,
                    "## {}\n\n| claim | kind | points tried | how closely it held |\n\
                     |---|---|---:|---|\n{rows}",
                    chapter.title()
                );
            }
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
        let kinds = kinds
            .iter()
            .map(|(kind, count)| format!("| {kind} | {count} |"))
            .collect::<Vec<_>>()
            .join("\n");
        format!(
            "**{}** in {}, tried at **{}**.\n\n\
             | kind | claims |\n|---|---:|\n{kinds}\n\n<div class=\"claims\">\n\n{tables}\n</div>\n",
            counted(claims, "claim"),
            counted(chapters, "chapter"),
            counted(tried, "point")
        )
    }

    /// The words of a claim as they may stand in a table: a bar would end the cell.
    fn words(&self, chapter: &Chapter, words: &Range<usize>) -> String {
        self.checked
            .claimed(chapter, words)
            .replace("\\|", "\\Vert ")
            .replace('|', "\\vert ")
    }

    /// Every snapshot of the book, as it lies in its file.
    fn snapshots(&self) -> String {
        let mut text = String::new();
        for chapter in &self.checked.book.chapters {
            if chapter.cells.is_empty() {
                continue;
            }
            let _ = writeln!(text, "## {}\n", chapter.title());
            for cell in &chapter.cells {
                let name = cell.snapshot_name();
                let file = self
                    .checked
                    .book
                    .config
                    .snapshots
                    .join(format!("{name}.snap"));
                let _ = writeln!(
                    text,
                    "<section class=\"cell-snapshot\" id=\"{name}\">\n\n### {}\n\n\
                     [The cell]({}#{}), `{}:{}`, and what `{}` holds:\n\n\
                     <pre><code class=\"language-text\" tabindex=\"0\">{}</code></pre>\n\n</section>\n",
                    cell.name,
                    self.link_to(chapter),
                    cell.anchor(),
                    chapter.path.display(),
                    cell.line,
                    file.display(),
                    preformatted(&self.checked.snapshot(&name).to_string()),
                );
            }
        }
        text
    }
}

/// What a check found, in a line: its kind, the points that it tried, how closely it held.
fn found_by(report: &Value) -> String {
    let Value::Check {
        kind,
        points,
        closeness,
    } = report
    else {
        return String::new();
    };
    format!(
        "{kind} at {}, {}",
        counted(*points, "point"),
        closely(*closeness)
    )
}

/// How closely a claim held, in words.
fn closely(closeness: Closeness) -> String {
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
fn counted(n: usize, of: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {of}{s}", grouped(n))
}

/// A whole number with a thin space between its thousands.
fn grouped(n: usize) -> String {
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
fn preformatted(text: &str) -> String {
    // Browsers drop the first end of line.
    let first = if text.starts_with('\n') { "\n" } else { "" };
    format!("{first}{}", escape(text))
}

/// The page that mdBook makes of a chapter.
fn page_of(chapter: &Path) -> PathBuf {
    let is_readme = chapter
        .file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    if is_readme {
        chapter.with_file_name("index.html")
    } else {
        chapter.with_extension("html")
    }
}

/// The way from one file's folder to another file, both from the same root.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let from: Vec<_> = from.parent().map_or_else(Vec::new, |p| p.iter().collect());
    let to: Vec<_> = to.iter().collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".into(), from.len() - common);
    let down = to[common..].iter().map(|part| part.to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_keeps_its_first_empty_line() {
        assert_eq!(preformatted("\na < b"), "\n\na &lt; b");
        assert_eq!(preformatted("$`{{#x"), "&#36;&#96;&#123;&#123;#x");
    }

    #[test]
    fn links_lead_from_page_to_page() {
        for (from, to, link) in [
            ("src/a.md", "src/b.html", "b.html"),
            ("src/x/a.md", "src/b.html", "../b.html"),
            ("src/a.md", "src/x/b.html", "x/b.html"),
            ("src/x/a.md", "src/y/b.html", "../y/b.html"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), link);
        }
    }
}
