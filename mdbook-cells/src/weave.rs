//! Weaving: the chapter with the outputs of its cells, its numbers and its pictures.

use crate::book::Checked;
use crate::cell::Cell;
use crate::chapter::{Chapter, Figure, Placeholder, Reference, What};
use crate::text::{Splice, Spliced, escape, shield};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The page of a chapter: Markdown and HTML, for mdBook to render.
///
/// All that is neither cell nor placeholder nor picture passes through byte for byte.
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
    for listing in &chapter.listings {
        splices.push(Splice {
            range: listing.clone(),
            text: weaver.listing(),
        });
    }
    Spliced::new(&chapter.text, splices)
}

struct Weaver<'a> {
    checked: &'a Checked<'a>,
    chapter: &'a Chapter,
}

impl Weaver<'_> {
    /// The code passes through; what is added stands before and after it.
    fn cell(&self, cell: &Cell) -> [Splice; 2] {
        let id = format!("cell-{}", cell.name);
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
        let fold = match &cell.folded {
            Some(summary) => {
                after.push_str("\n</details>\n");
                format!("<details>\n<summary>{}</summary>\n\n", escape(summary))
            }
            None => String::new(),
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
        let target = self
            .checked
            .book
            .chapters
            .iter()
            .find(|chapter| !chapter.listings.is_empty())?;
        Some(self.link_to(target))
    }

    /// A link from this chapter's page to another's.
    fn link_to(&self, target: &Chapter) -> String {
        if target.key == self.chapter.key {
            return String::new();
        }
        relative(&self.chapter.path, &page_of(&target.path))
    }

    fn figure(&self, figure: &Figure) -> [Splice; 2] {
        let svg = self.checked.picture(&figure.picture);
        // An XML declaration has no place in HTML.
        let svg = svg.find("<svg").map_or(svg, |start| &svg[start..]);
        let svg = shield(svg)
            .lines()
            // A blank line would end the block of HTML.
            .filter(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        [
            Splice {
                range: figure.range.start..figure.caption.start,
                text: format!(
                    "<figure class=\"cell-figure\" id=\"{}\">\n{svg}\n<figcaption>\n\n",
                    figure.picture
                ),
            },
            Splice {
                range: figure.caption.end..figure.range.end,
                text: "\n\n</figcaption>\n</figure>\n".into(),
            },
        ]
    }

    fn placeholder(&self, placeholder: &Placeholder) -> Splice {
        let text = match &placeholder.what {
            What::Given(number) => number.clone(),
            What::Reference(reference) => self.reference(reference, placeholder),
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
        let page = self
            .checked
            .book
            .chapters
            .iter()
            .find(|chapter| chapter.key == *key)
            .map(|chapter| self.link_to(chapter))
            .unwrap_or_default();
        format!(
            "<a class=\"value\" href=\"{page}#cell-{}\" title=\"Computed by cell {}\">{number}</a>",
            reference.cell, reference.cell
        )
    }

    /// Every snapshot of the book, as it lies in its file.
    fn listing(&self) -> String {
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
                     [The cell]({}#cell-{}), `{}:{}`, and what `{}` holds:\n\n\
                     <pre><code class=\"language-text\" tabindex=\"0\">{}</code></pre>\n\n</section>\n",
                    cell.name,
                    self.link_to(chapter),
                    cell.name,
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
