//! What is wrong with a book, said so that an author can mend it.

use std::fmt;
use std::path::PathBuf;

/// One thing wrong at one place.
///
/// ```
/// use mdbook_cells::Problem;
///
/// let problem = Problem::new("src/coin.md", 12, "cell `a` has no snapshot", "run the cells");
/// assert_eq!(
///     problem.to_string(),
///     "error: cell `a` has no snapshot\n  --> src/coin.md:12\n  help: run the cells"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file, relative to the book's root.
    pub file: PathBuf,
    /// The line in that file, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong, with the name that it concerns.
    pub what: String,
    /// What to do about it.
    pub help: String,
}

impl Problem {
    /// A problem at `line` of `file`.
    #[must_use]
    pub fn new(
        file: impl Into<PathBuf>,
        line: usize,
        what: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            line,
            what: what.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.what)?;
        write!(f, "  --> {}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, "\n  help: {}", self.help)
    }
}

impl std::error::Error for Problem {}

/// All that is wrong with a book. An author wants to see it in one go.
///
/// `Debug` writes them as `Display` does, because that is what a build script's `main` shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// `Ok` where nothing is wrong, otherwise the problems in the order of file and line.
    ///
    /// # Errors
    ///
    /// Where the list is not empty.
    pub fn into_result(mut list: Vec<Problem>) -> Result<(), Self> {
        list.sort();
        list.dedup();
        if list.is_empty() {
            Ok(())
        } else {
            Err(Self(list))
        }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}\n")?;
        }
        let n = self.0.len();
        write!(
            f,
            "the book was not built: {n} problem{}",
            if n == 1 { "" } else { "s" }
        )
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Problems {}
