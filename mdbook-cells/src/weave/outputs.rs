//! The list of all snapshots.

use crate::weave::weaver::Weaver;
use crate::weave::words::preformatted;
use std::fmt::Write as _;

impl Weaver<'_> {
    /// Every snapshot of the book, as it lies in its file.
    pub(super) fn outputs(&self) -> String {
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
