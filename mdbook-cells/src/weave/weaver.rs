//! What all that is woven needs: the book, the chapter, and the ways to other pages.

use crate::check::Checked;
use crate::scan::{Chapter, Listing};
use crate::text::{page_of, relative};

pub(super) struct Weaver<'a> {
    pub(super) checked: &'a Checked<'a>,
    pub(super) chapter: &'a Chapter,
}

impl Weaver<'_> {
    /// The page that lists the snapshots, as a link from this chapter.
    pub(super) fn listing_page(&self) -> Option<String> {
        let target = self.checked.book.chapters.iter().find(|chapter| {
            let of = |(listing, _): &(Listing, _)| *listing == Listing::Snapshots;
            chapter.listings.iter().any(of)
        })?;
        Some(self.link_to(target))
    }

    /// A link from this chapter's page to another's.
    pub(super) fn link_to(&self, target: &Chapter) -> String {
        if target.key == self.chapter.key {
            return String::new();
        }
        relative(&self.chapter.path, &page_of(&target.path))
    }
}
