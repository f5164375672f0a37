//! What a run of a cell gives, and what is kept of it.

mod digits;
mod name;
mod number;
mod snapshot;
mod store;
mod value;
mod written;

pub use digits::DIGITS;
pub(crate) use name::{REPORT, picture_name, snapshot_name};
pub(crate) use number::{Format, Numeric, Setting};
pub use snapshot::Snapshot;
pub(crate) use store::Store;
pub use value::{Closeness, Value};
