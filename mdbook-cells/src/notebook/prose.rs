//! The text of a notebook.

use crate::check::Checked;
use crate::notebook::json::lines;
use crate::scan::Chapter;
use crate::text::{Splice, Spliced, pattern, relative, without_dots};
use regex::{Captures, Regex};
use serde_json::{Value as Json, json};
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

impl Checked<'_> {
    /// The text between two cells, where there is some.
    pub(super) fn text_cell(
        &self,
        chapter: &Chapter,
        range: Range<usize>,
        index: usize,
    ) -> Option<Json> {
        let within = |at: usize| range.contains(&at);
        let mut splices = Vec::new();
        for placeholder in chapter
            .placeholders
            .iter()
            .filter(|p| within(p.range.start))
        {
            let text = self.plain(chapter, placeholder);
            splices.push(shifted(&placeholder.range, range.start, text));
        }
        for citation in chapter.citations.iter().filter(|c| within(c.range.start)) {
            let text = self.citation(chapter, citation, |path| relative(&chapter.path, path));
            splices.push(shifted(&citation.range, range.start, text));
        }
        // The picture itself stands under the cell that draws it.
        for figure in chapter.figures.iter().filter(|f| within(f.range.start)) {
            let before = figure.range.start..figure.caption.start;
            let after = figure.caption.end..figure.range.end;
            splices.push(shifted(&before, range.start, "> ".into()));
            splices.push(shifted(&after, range.start, String::new()));
            if let Some(sliders) = &figure.sliders {
                splices.push(shifted(&sliders.range, range.start, String::new()));
            }
        }
        let text = Spliced::new(&chapter.text[range], splices).text;
        let text = self.links(chapter, text.trim());
        (!text.is_empty()).then(|| {
            json!({
                "cell_type": "markdown",
                "id": format!("text-{index}"),
                "metadata": {},
                "source": lines(&text),
            })
        })
    }

    /// Links to chapters lead to their notebooks, or to their text where they have none.
    fn links(&self, from: &Chapter, text: &str) -> String {
        static LINK: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"\]\(([^()\s:#]+\.md)(#[^()\s]*)?\)"));
        let notebook = self.book.config.notebooks.join("notebook");
        LINK.replace_all(text, |link: &Captures<'_>| {
            let folder = from.path.parent().unwrap_or(Path::new(""));
            let path = without_dots(&folder.join(&link[1]));
            match self
                .book
                .chapters
                .iter()
                .find(|c| without_dots(&c.path) == path)
            {
                Some(target) if !target.cells.is_empty() => format!("]({}.ipynb)", target.key),
                _ => format!("]({})", relative(&notebook, &path)),
            }
        })
        .into_owned()
    }
}

fn shifted(range: &Range<usize>, by: usize, text: String) -> Splice {
    Splice {
        range: range.start - by..range.end - by,
        text,
    }
}
