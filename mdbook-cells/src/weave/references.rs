//! What stands for numbers of displays, works of the literature and topics.

use crate::text::{Splice, relative};
use crate::weave::weaver::Weaver;

impl Weaver<'_> {
    pub(super) fn references(&self) -> Vec<Splice> {
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
}
