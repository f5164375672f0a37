//! What is wrong at one place of a chapter.

/// Something wrong. The file is known to those who read it.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// The byte of the text.
    pub(crate) at: usize,
    /// As in [`Problem`](crate::Problem).
    pub(crate) what: String,
    /// As in [`Problem`](crate::Problem).
    pub(crate) help: String,
}

impl Fault {
    pub(crate) fn new(at: usize, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            at,
            what: what.into(),
            help: help.into(),
        }
    }
}

/// What a reader found, and what is wrong with it.
pub(crate) type Found<T> = (T, Vec<Fault>);
