//! A cell: a named block of Rust in a chapter.

use crate::record::{picture_name, snapshot_name};
use crate::scan::main_function::{Main, main_of};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::ops::Range;

/// A named block of Rust, with the values that it gives to the book.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cell {
    /// The key of the chapter that the cell stands in.
    pub chapter: String,
    /// The cell's name, one of its kind in the chapter.
    pub name: String,
    /// The line of the fence, from 1.
    pub line: usize,
    /// The code between the fences, as it stands in the chapter, hidden lines included.
    pub code: String,
    /// The values that the cell gives to the book.
    pub values: Vec<ValueDeclaration>,
    /// Whether it checks a claim.
    pub check: bool,
    /// The words that the page folds the cell away under, if it does.
    pub folded: Option<String>,
    /// The bytes of the comment that names the cell.
    pub(crate) directive: Range<usize>,
    /// The bytes of the block with its fences.
    pub(crate) fence: Range<usize>,
}

/// `name = expression`, evaluated at the end of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValueDeclaration {
    /// The name by which text calls the value, after the cell's own.
    pub name: String,
    /// A Rust expression in the scope of the cell.
    pub expression: String,
    /// The line of the declaration, from 1.
    pub line: usize,
}

impl Cell {
    /// The place of the cell in its page.
    #[must_use]
    pub fn anchor(&self) -> String {
        let kind = if self.check { "check" } else { "cell" };
        format!("{kind}-{}", self.name)
    }

    /// The name of the cell's snapshot: chapter and cell, never a position.
    #[must_use]
    pub fn snapshot_name(&self) -> String {
        snapshot_name(&self.chapter, &self.name)
    }

    /// The name of the snapshot of a picture that the cell draws.
    #[must_use]
    pub fn picture_name(&self, value: &str) -> String {
        picture_name(&self.chapter, &self.name, value)
    }

    /// Changes whenever the cell does: its code or its values.
    ///
    /// The first 16 hexadecimal digits of the SHA-256 of both.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.code);
        for value in &self.values {
            hash.update(format!("\n{} = {}", value.name, value.expression));
        }
        let digest = hash.finalize();
        digest[..8].iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The statements of the cell, with the marks of hidden lines taken off and without the
    /// closing `Ok::<(), …>(())` that a doc test which uses `?` needs. Where the cell has a `main`
    /// of its own, its call is the last of them: rustdoc calls it, too.
    ///
    /// ```
    /// use mdbook_cells::Chapter;
    /// use std::path::Path;
    ///
    /// let text = "<!-- cell: a -->\n```rust\n# let x = 1;\nlet y = x;\n# Ok::<(), ()>(())\n```\n";
    /// let chapter = Chapter::scan(Path::new("src"), Path::new("src/a.md"), text);
    /// assert_eq!(chapter.cells[0].program(), "let x = 1;\nlet y = x;");
    ///
    /// let text = "<!-- cell: a -->\n```rust\nfn main() {}\n```\n";
    /// let chapter = Chapter::scan(Path::new("src"), Path::new("src/a.md"), text);
    /// assert_eq!(chapter.cells[0].program(), "fn main() {}\nmain();");
    /// ```
    #[must_use]
    pub fn program(&self) -> String {
        let mut program = self.statements();
        if let Main::Called(call) = main_of(&program) {
            program.push('\n');
            program.push_str(call);
        }
        program
    }

    pub(crate) fn main(&self) -> Main {
        main_of(&self.statements())
    }

    fn statements(&self) -> String {
        let mut lines: Vec<String> = self.code.lines().map(unhide).collect();
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        if lines
            .last()
            .is_some_and(|line| line.trim_start().starts_with("Ok::<(),"))
        {
            lines.pop();
        }
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        lines.join("\n")
    }
}

/// A line as rustdoc compiles it: `# ` hides a line, `##` stands for `#`.
fn unhide(line: &str) -> String {
    let start = line.len() - line.trim_start().len();
    let (indent, rest) = line.split_at(start);
    if rest == "#" {
        String::new()
    } else if let Some(hidden) = rest.strip_prefix("# ") {
        format!("{indent}{hidden}")
    } else if rest.starts_with("##") {
        format!("{indent}{}", &rest[1..])
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(code: &str) -> Cell {
        Cell {
            chapter: "c".into(),
            name: "n".into(),
            line: 1,
            code: code.into(),
            values: Vec::new(),
            check: false,
            folded: None,
            directive: 0..0,
            fence: 0..0,
        }
    }

    #[test]
    fn a_program_has_its_hidden_lines_and_no_closing_ok() {
        let cell = cell(
            "# use std::fmt;\n#\n  # let a = 1;\n#[derive(Debug)]\n##[x]\nlet b = a;\n# Ok::<(), Box<dyn std::error::Error>>(())\n",
        );
        assert_eq!(
            cell.program(),
            "use std::fmt;\n\n  let a = 1;\n#[derive(Debug)]\n#[x]\nlet b = a;"
        );
    }

    #[test]
    fn a_fingerprint_follows_code_and_values() {
        let one = cell("let a = 1;\n");
        let mut two = one.clone();
        assert_eq!(one.fingerprint(), two.fingerprint());
        two.values.push(ValueDeclaration {
            name: "a".into(),
            expression: "a".into(),
            line: 1,
        });
        assert_ne!(one.fingerprint(), two.fingerprint());
        assert_ne!(one.fingerprint(), cell("let a = 2;\n").fingerprint());
    }
}
