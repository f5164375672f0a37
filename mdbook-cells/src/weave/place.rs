//! What stands for a placeholder.

use crate::scan::{Cell, Placeholder, Reference, What};
use crate::text::Splice;
use crate::weave::weaver::Weaver;

impl Weaver<'_> {
    pub(super) fn placeholder(&self, placeholder: &Placeholder) -> Splice {
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
        let home = self.checked.book.chapter(key);
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
}
