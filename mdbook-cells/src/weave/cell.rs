//! A cell in the page: its code, what it printed, and the mark that says so.

use crate::record::REPORT;
use crate::scan::Cell;
use crate::text::{Splice, escape};
use crate::weave::weaver::Weaver;
use crate::weave::words::{found_by, preformatted};
use std::fmt::Write as _;

impl Weaver<'_> {
    /// The code passes through; what is added stands before and after it.
    pub(super) fn cell(&self, cell: &Cell) -> [Splice; 2] {
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
}
