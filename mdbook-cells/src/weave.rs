//! Weaving: the chapter with the outputs of its cells, its numbers and its pictures.
//!
//! Each file below writes one kind of thing, as methods of [`Weaver`].

mod cell;
mod figure;
mod ledger;
mod outputs;
mod place;
mod references;
mod sliders;
mod together;
mod weaver;
mod words;

use crate::check::Checked;
use crate::scan::{Chapter, Listing};
use crate::text::{Splice, Spliced};
use weaver::Weaver;

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
                Listing::Snapshots => weaver.outputs(),
                Listing::Claims => weaver.ledger(),
            },
        });
    }
    splices.extend(weaver.references());
    splices.extend(together::splices(chapter));
    Spliced::new(&chapter.text, splices)
}
