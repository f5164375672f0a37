//! Tangles the chapters of the book into this crate.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    mdbook_cells::build_script("..".as_ref())
}
