//! Sliders under pictures: what stands in the page, and what is refused.

mod common;

use common::{Copy, Result};
use mdbook_cells::{Book, Cells, Chapter};
use mdbook_driver::MDBook;
use mdbook_katex::preprocess::KatexProcessor;

const COIN: &str = "src/coin.md";
const PICTURE: &str = "![Its bar";
const SLIDERS: &str = "<!-- sliders: draw_bar\nheight = 0.5, from 0 to 1 by 0.25\n-->\n![Its bar";

/// The text of the page with a picture.
fn page(book: &Copy) -> Result<String> {
    let mut built = MDBook::load(book.root())?;
    built.with_preprocessor(Cells);
    built.with_preprocessor(KatexProcessor);
    built.build()?;
    let page = book.read("book/coin.html")?;
    let (_, text) = page.split_once("<main>").ok_or("no text")?;
    let (text, _) = text.split_once("</main>").ok_or("no end of the text")?;
    Ok(text.to_owned())
}

#[test]
fn sliders_stand_hidden_under_their_picture() -> Result {
    let book = Copy::new()?;
    let without = page(&book)?;
    book.replace(COIN, PICTURE, SLIDERS)?;
    let with = page(&book)?;
    let (before, rest) = with.split_once("<fieldset").ok_or("no sliders")?;
    let (sliders, after) = rest.split_once("</fieldset>").ok_or("no end of sliders")?;
    assert!(before.ends_with("</svg>\n"));
    assert!(after.trim_start().starts_with("<figcaption>"));
    let attributes = [
        "data-function=\"draw_bar\" hidden",
        "<label><span>height</span>",
        "type=\"range\" min=\"0\" max=\"1\" step=\"0.25\" value=\"0.5\"",
        "role=\"status\"",
    ];
    for attribute in attributes {
        assert!(sliders.contains(attribute), "{attribute} in {sliders}");
    }
    // Nothing else of the page changes.
    assert!(
        format!("{before}{}", after.trim_start()) == without,
        "{with}"
    );
    Ok(())
}

#[test]
fn a_book_tells_of_its_sliders() -> Result {
    let book = Copy::new()?;
    book.replace(COIN, PICTURE, SLIDERS)?;
    let book = Book::read(book.root())?;
    let found: Vec<_> = book.chapters.iter().flat_map(Chapter::sliders).collect();
    let [(picture, sliders)] = found[..] else {
        return Err(format!("{found:?}").into());
    };
    assert_eq!(picture, "coin__draw__bar");
    assert_eq!(sliders.function, "draw_bar");
    assert_eq!(sliders.start(), [0.5]);
    Ok(())
}

/// What is said of the book with this text in place of the picture's beginning.
fn said_of(text: &str) -> Result<String> {
    let book = Copy::new()?;
    book.replace(COIN, PICTURE, text)?;
    Ok(match Book::read(book.root())?.check() {
        Ok(_) => "nothing".to_owned(),
        Err(problems) => problems.to_string(),
    })
}

#[test]
fn sliders_above_no_picture_are_refused() -> Result {
    let comment = SLIDERS.trim_end_matches(PICTURE);
    let quoted = comment.replace('\n', "\n> ");
    for text in [
        format!("{comment}\nAnd then\n\n{PICTURE}"),
        format!("> {quoted}\n\n{PICTURE}"),
        format!("Look: {comment}\n{PICTURE}"),
        // Twice above one picture.
        format!("{comment}{SLIDERS}"),
    ] {
        let expected = "error: `<!-- sliders: draw_bar` stands above no picture\n  \
                        --> src/coin.md:58\n  \
                        help: put the comment at the margin, right above the line of a picture\n\n\
                        the book was not built: 1 problem";
        assert_eq!(said_of(&text)?, expected, "{text}");
    }
    Ok(())
}

#[test]
fn misspelt_sliders_are_refused() -> Result {
    for (right, wrong, what) in [
        ("draw_bar", "draw bar", "`draw bar` cannot name a function"),
        (
            ", from",
            " from",
            "`height = 0.5 from 0 to 1 by 0.25` is no slider",
        ),
        ("0.25", "0.2", "the slider does not reach these numbers"),
    ] {
        let said = said_of(&SLIDERS.replace(right, wrong))?;
        assert!(
            said.contains(what) && said.contains("src/coin.md:58\n"),
            "{said}"
        );
    }
    Ok(())
}
