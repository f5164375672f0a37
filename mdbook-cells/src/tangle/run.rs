//! Running a cell and writing down what it prints.
//!
//! The tangled code shadows `println!` and `print!` with macros that write here, so that the
//! cell is compiled as the reader sees it.

use crate::record::{Snapshot, Value, picture_name, snapshot_name};
use std::any::Any;
use std::cell::RefCell;
use std::error::Error;
use std::fmt;

thread_local! {
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Writes down what `print!` would print.
pub fn print(text: fmt::Arguments<'_>) {
    // Formatted before the borrow: a Display may print, too.
    let text = text.to_string();
    PRINTED.with_borrow_mut(|printed| printed.push_str(&text));
}

/// What a cell ends with: its values, by name.
pub type Outcome = Result<Vec<(&'static str, Value)>, Box<dyn Error>>;

/// A cell that has been tangled into a crate.
#[derive(Clone, Copy, Debug)]
pub struct TangledCell {
    /// The chapter's key.
    pub chapter: &'static str,
    /// The cell's name.
    pub name: &'static str,
    /// Where it stands: `src/chapter.md:12`.
    pub place: &'static str,
    /// What changes when the cell does.
    pub fingerprint: &'static str,
    /// The cell's code.
    pub code: fn() -> Outcome,
}

impl TangledCell {
    /// The name of its snapshot.
    #[must_use]
    pub fn snapshot_name(&self) -> String {
        snapshot_name(self.chapter, self.name)
    }

    /// The name of the snapshot of a picture that it draws.
    #[must_use]
    pub fn picture_name(&self, value: &str) -> String {
        picture_name(self.chapter, self.name, value)
    }

    /// Runs the cell.
    ///
    /// # Errors
    ///
    /// With the place of the cell: the error that its code returned, the message that it
    /// panicked with, or a value that is not a number, which no page can show.
    pub fn run(&self) -> Result<Snapshot, Box<dyn Error>> {
        PRINTED.with_borrow_mut(String::clear);
        let at = |what: &str| format!("{}: cell `{}`{what}", self.place, self.name);
        let values = std::panic::catch_unwind(self.code)
            .map_err(|payload| at(&format!(" panicked: {}", message(&*payload))))?
            .map_err(|e| at(&format!(": {e}")))?;
        for (name, value) in &values {
            let nan = match value {
                Value::Number(x) => x.is_nan(),
                Value::Quantity(readings) => readings.iter().any(|(_, x)| x.is_nan()),
                _ => false,
            };
            if nan {
                return Err(at(&format!(": value `{name}` is not a number")).into());
            }
        }
        let values = values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Ok(Snapshot::new(self.fingerprint, values, PRINTED.take()))
    }
}

/// What a panic said.
fn message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("with no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(code: fn() -> Outcome) -> TangledCell {
        TangledCell {
            chapter: "coin",
            name: "terms",
            place: "src/coin.md:12",
            fingerprint: "0",
            code,
        }
    }

    #[test]
    fn what_is_printed_is_written_down() -> Result<(), Box<dyn Error>> {
        let cell = cell(|| {
            print(format_args!("{}\n", 1));
            Ok(vec![("n", Value::Integer(1))])
        });
        // Twice: nothing is left over from an earlier run.
        for _ in 0..2 {
            assert_eq!(cell.run()?.output, "1");
        }
        Ok(())
    }

    #[test]
    fn an_error_says_where() {
        let failed = cell(|| Err("no".into())).run();
        assert!(failed.is_err_and(|e| e.to_string() == "src/coin.md:12: cell `terms`: no"));
        let panicked = cell(|| panic!("no {}", 1)).run();
        assert!(
            panicked.is_err_and(|e| e.to_string() == "src/coin.md:12: cell `terms` panicked: no 1")
        );
        let nan = cell(|| Ok(vec![("x", Value::Number(f64::NAN))])).run();
        assert!(nan.is_err_and(|e| e.to_string().contains("`x` is not a number")));
    }
}
