//! Text: small things that know nothing of books.

mod html;
mod line;
mod path;
mod pattern;
mod splice;

pub(crate) use html::{escape, shield};
pub(crate) use line::line_of;
pub(crate) use path::{page_of, relative, without_dots};
pub(crate) use pattern::pattern;
pub(crate) use splice::{Splice, Spliced};
