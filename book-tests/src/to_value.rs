//! What the book's cells may give as values.

use kl_core::Information;
use kl_figures::Figure;
use mdbook_cells::Value;

/// Something that a cell can give to the book.
pub trait ToValue {
    /// The value for snapshots and pages.
    fn to_value(&self) -> Value;
}

impl ToValue for f64 {
    fn to_value(&self) -> Value {
        Value::Number(*self)
    }
}

impl ToValue for usize {
    fn to_value(&self) -> Value {
        // A usize has at most 64 bits.
        Value::Integer(*self as i128)
    }
}

/// Read in the unit that a page asks for.
impl ToValue for Information {
    fn to_value(&self) -> Value {
        Value::Quantity(vec![
            ("nats".into(), self.nats()),
            ("bits".into(), self.bits()),
            ("dits".into(), self.dits()),
        ])
    }
}

impl ToValue for Figure {
    fn to_value(&self) -> Value {
        Value::Picture(self.svg().to_owned())
    }
}

/// How a claim was checked, and how closely it held.
impl ToValue for claims::Report {
    fn to_value(&self) -> Value {
        Value::Check {
            kind: self.kind().to_string(),
            points: self.points(),
            instances: self.instances(),
            closeness: match self.closeness() {
                claims::Closeness::Deviation(x) => mdbook_cells::Closeness::Deviation(x),
                claims::Closeness::Slack(x) => mdbook_cells::Closeness::Slack(x),
                // A kind that is not there yet: no report has it.
                _ => mdbook_cells::Closeness::Slack(f64::NAN),
            },
        }
    }
}
