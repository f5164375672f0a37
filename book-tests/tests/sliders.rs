//! The sliders under the book's figures, where they first stand, draw the figures in the page.

use mdbook_cells::{Book, Chapter};
use std::error::Error;
use std::path::Path;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn sliders_begin_with_the_picture_in_the_page() -> Result<(), Box<dyn Error>> {
    let book = Book::read(Path::new(ROOT))?;
    let folder = book.root.join(&book.config.snapshots);
    let mut pictures = 0;
    for (name, sliders) in book.chapters.iter().flat_map(Chapter::sliders) {
        let start = sliders.start();
        let Some(answer) = kl_figures_web::draw(&sliders.function, &start) else {
            let function = &sliders.function;
            let takes = start.len();
            panic!("{name}: kl-figures-web has no `{function}` that takes {takes} numbers");
        };
        let still = std::fs::read_to_string(folder.join(format!("{name}.snap.svg")))?;
        assert!(
            answer.svg == still.trim_end(),
            "{name}: the sliders begin with another picture: {}",
            answer.text
        );
        pictures += 1;
    }
    assert!(pictures > 0);
    Ok(())
}
