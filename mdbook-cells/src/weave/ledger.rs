//! The list of all claims.

use crate::record::{REPORT, Value};
use crate::scan::Chapter;
use crate::weave::weaver::Weaver;
use crate::weave::words::{closely, counted, grouped, scope};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

impl Weaver<'_> {
    /// Every claim of the book, with what its check found.
    pub(super) fn ledger(&self) -> String {
        let mut tables = String::new();
        let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
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
                        instances,
                        closeness,
                    }) = snapshot.value(REPORT)
                {
                    let _ = writeln!(
                        rows,
                        "| [{}]({}#{}) | {kind} | {} | {} | {} | {} |",
                        self.words(chapter, &claim.words),
                        self.link_to(chapter),
                        cell.anchor(),
                        scope(kind, *instances),
                        grouped(*instances),
                        grouped(*points),
                        closely(*closeness),
                    );
                    *kinds.entry((kind, scope(kind, *instances))).or_default() += 1;
                    claims += 1;
                    tried += points;
                }
            }
            if !rows.is_empty() {
                chapters += 1;
                let _ = writeln!(
                    tables,
                    "## {}\n\n| claim | kind | scope | instances | points tried | how closely it held |\n\
                     |---|---|---|---:|---:|---|\n{rows}",
                    chapter.title()
                );
            }
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
        let kinds = kinds
            .iter()
            .map(|((kind, scope), count)| format!("| {kind} | {scope} | {count} |"))
            .collect::<Vec<_>>()
            .join("\n");
        format!(
            "**{}** in {}, tried at **{}**.\n\n\
             | kind | scope | claims |\n|---|---|---:|\n{kinds}\n\n<div class=\"claims\">\n\n{tables}\n</div>\n",
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
}
