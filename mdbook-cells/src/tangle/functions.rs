//! The cells of a chapter as functions, in files whose lines are those of the chapter.
//!
//! rustc names the file and the line of what it rejects, and cannot be told of another. So each
//! line of code, and each value, stands on the line that it has in the chapter, in a file with the
//! chapter's name. Values are declared above the code and taken below it: they have other files.

use crate::scan::{Cell, Chapter};
use std::path::{Component, Path, PathBuf};

/// Names as Rust has them.
pub(super) fn identifier(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

/// What the form of tangled code brings with it; the cells' own code is left to the lints of the
/// crate that includes it.
pub(super) const ALLOW: &str =
    "#[allow(non_snake_case, redundant_semicolons, reason = \"tangled code\")]";

/// The file with a chapter's cells, told by the chapter's own: `cells/src/coin.md.rs`.
pub(super) fn file_name(chapter: &Path) -> String {
    let parts = chapter.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    let path: Vec<_> = parts.collect();
    format!("cells/{}.rs", path.join("/"))
}

/// The file with a chapter's cells, and those with their values: paths and texts.
pub(super) fn files_of(chapter: &Chapter) -> Vec<(PathBuf, String)> {
    let path = PathBuf::from(file_name(&chapter.path));
    let mut files = Vec::new();
    let mut functions = Lines::new(chapter);
    for cell in &chapter.cells {
        let mut values = "vec![]".to_owned();
        if !cell.values.is_empty() {
            // Beside the file that includes it.
            let file = path.with_extension(format!("{}.values.rs", cell.name));
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            values = format!("include!({name:?})");
            files.push((file, values_of(chapter, cell)));
        }
        functions.put(
            cell.line,
            &format!(
                "{ALLOW} fn {}() -> ::mdbook_cells::Outcome {{\n{}\n; Ok({values}) }}",
                identifier(&cell.snapshot_name()),
                cell.program()
            ),
        );
    }
    files.push((path, functions.text));
    files
}

fn values_of(chapter: &Chapter, cell: &Cell) -> String {
    let mut lines = Lines::new(chapter);
    let first = cell.values.first().map_or(0, |value| value.line);
    lines.put(first, "vec![");
    for value in &cell.values {
        let (name, expression) = (&value.name, &value.expression);
        let value_of = format!("({name:?}, crate::ToValue::to_value(&({expression}))),");
        lines.put(value.line, &value_of);
    }
    lines.put(0, "]");
    lines.text
}

/// A text of which some pieces have their lines.
struct Lines {
    text: String,
    /// How many lines there are.
    count: usize,
}

impl Lines {
    fn new(chapter: &Chapter) -> Self {
        let chapter = chapter.path.display();
        Self {
            text: format!("/* By mdbook-cells, from the same lines of {chapter}. */"),
            count: 1,
        }
    }

    /// Puts a piece on a line, or on the last one where that is behind it.
    fn put(&mut self, line: usize, piece: &str) {
        while self.count < line {
            self.text.push('\n');
            self.count += 1;
        }
        self.text.push(' ');
        self.text.push_str(piece);
        self.count += piece.matches('\n').count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_values_are_on_the_lines_of_the_chapter() {
        let text = "<!-- cell: one\nn = n + 1\n\nm =  n\n-->\n```rust\nlet a = 1;\n# let n = a;\n\n```\n\
                    <!-- check: two -->\n~~~~rust\n\nlet b = 2;\n# Ok::<(), ()>(())\n~~~~\n\
                    <!-- cell: three -->\n```rust\nfn main() { let c = 3; }\n```\n\
                    <!-- cell: four -->\n```rust\nlet d = 4;\n```\n";
        let chapter = Chapter::scan(Path::new("src"), Path::new("src/part/a.md"), text);
        let files = files_of(&chapter);
        let names: Vec<_> = files.iter().map(|(file, _)| file.as_path()).collect();
        assert_eq!(
            names,
            [
                Path::new("cells/src/part/a.md.one.values.rs"),
                Path::new("cells/src/part/a.md.two.values.rs"),
                Path::new("cells/src/part/a.md.rs"),
            ]
        );
        let line = |text: &str, code: &str| text.lines().position(|line| line.contains(code));
        for (file, code, shown) in [
            (2, "let a", "let a"),
            (2, "let n", "let n"),
            (2, "let b", "let b"),
            (2, "let c", "let c"),
            (2, "let d", "let d"),
            (0, "(n + 1)", "n = n + 1"),
            (0, "\"m\"", "m =  n"),
            (1, "(check)", "check: two"),
        ] {
            let (_, file) = &files[file];
            assert!(line(text, shown).is_some());
            assert_eq!(line(file, code), line(text, shown), "{code}: {file}");
        }
    }
}
