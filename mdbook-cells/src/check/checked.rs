//! A book whose text and snapshots agree.

use crate::check::book::Book;
use crate::record::{Snapshot, Store, snapshot_name};
use crate::scan::{Chapter, Citation, Placeholder, Reference, What};
use crate::text::{Splice, Spliced};
use std::ops::Range;
use std::path::Path;

/// A book whose text and snapshots agree: it can be woven.
#[derive(Debug)]
pub struct Checked<'a> {
    pub(crate) book: &'a Book,
    pub(crate) store: Store,
}

impl Checked<'_> {
    pub(crate) fn snapshot(&self, name: &str) -> &Snapshot {
        match self.store.texts.get(name) {
            Some(Some(snapshot)) => snapshot,
            _ => unreachable!("a checked book has a snapshot for each cell"),
        }
    }

    pub(crate) fn picture(&self, name: &str) -> &str {
        match self.store.pictures.get(name) {
            Some(svg) => svg,
            None => unreachable!("a checked book has its pictures"),
        }
    }

    pub(crate) fn set(&self, key: &str, reference: &Reference, at: &Placeholder) -> String {
        set(&self.store, key, reference, at)
            .unwrap_or_else(|e| unreachable!("a checked book can set its values: {e}"))
    }

    /// What stands for a placeholder where there are no links.
    pub(crate) fn plain(&self, chapter: &Chapter, placeholder: &Placeholder) -> String {
        match &placeholder.what {
            What::Given(number) => number.clone(),
            // Lists of topics are for pages.
            What::Where(id) => id.clone(),
            What::Reference(reference) => {
                let key = reference.chapter.as_ref().unwrap_or(&chapter.key);
                self.set(key, reference, placeholder)
            }
        }
    }

    /// The words of a claim, with their numbers, on one line.
    pub(crate) fn claimed(&self, chapter: &Chapter, words: &Range<usize>) -> String {
        let placeholders = chapter.placeholders.iter();
        let splices = placeholders
            .filter(|p| words.contains(&p.range.start))
            .map(|p| Splice {
                range: p.range.start - words.start..p.range.end - words.start,
                text: self.plain(chapter, p),
            })
            .collect();
        let text = Spliced::new(&chapter.text[words.clone()], splices).text;
        text.replace('\n', " ")
    }

    /// The number of a work, which is its place among the entries.
    pub(crate) fn number_of(&self, key: &str) -> usize {
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

/// The text that stands for a reference.
pub(super) fn set(
    store: &Store,
    key: &str,
    reference: &Reference,
    placeholder: &Placeholder,
) -> Result<String, String> {
    let value = store
        .texts
        .get(&snapshot_name(key, &reference.cell))
        .and_then(Option::as_ref)
        .and_then(|snapshot| snapshot.value(&reference.value))
        .ok_or("its snapshot does not hold it")?;
    value
        .number(&reference.value, reference.unit.as_deref())?
        .set(reference.format, placeholder.setting)
}
