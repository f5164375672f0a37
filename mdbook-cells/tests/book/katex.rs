//! `Katex`, which keeps formulas, against mdbook-katex, which keeps nothing.

use super::*;
use mdbook_cells::Katex;

/// All that the chapters are after `Cells` and a preprocessor of formulas.
fn set(root: &Path, katex: &dyn mdbook_preprocessor::Preprocessor) -> Result<Vec<String>> {
    let book = MDBook::load(root)?;
    let context = PreprocessorContext::new(root.to_owned(), book.config.clone(), "html".into());
    let set = katex.run(&context, Cells.run(&context, book.book)?)?;
    Ok(set.chapters().map(|c| c.content.clone()).collect())
}

#[test]
fn formulas_are_those_of_mdbook_katex_after_every_edit() -> Result {
    let book = Copy::new()?;
    let macros = "macros.txt";
    let mut before = Vec::new();
    for (file, from, to) in [
        (COIN, "Here comes the text.", "Here is $\\tfrac14$."),
        // The same LaTeX in the line and displayed.
        (COIN, "Here is $\\tfrac14$.", "Here is\n\n$$\\tfrac14$$"),
        // Other macros for the same formulas, then other options.
        (macros, "\\text{bits}", "\\text{shannons}"),
        (TOML, "output = \"htmlAndMathml\"", "output = \"mathml\""),
        (
            TOML,
            "output = \"mathml\"",
            "output = \"html\"\nmin-rule-thickness = 0.2",
        ),
        (TOML, "no-css = true", "no-css = false"),
        // What is left to mdbook-katex.
        (TOML, "no-css = false", "include-src = true"),
        (TOML, "include-src = true", "pre-render = false"),
    ] {
        book.replace(file, from, to)?;
        let found = set(book.root(), &Katex)?;
        assert!(
            found == set(book.root(), &KatexProcessor)?,
            "{from} -> {to}"
        );
        assert!(found != before, "{from} -> {to} changed nothing");
        before = found;
    }
    Ok(())
}

#[test]
fn a_formula_that_only_an_included_file_has_is_left_as_it_is() -> Result {
    let book = Copy::new()?;
    book.write("included.md", "It is $\\nosuch$ and $\\tfrac13$.\n")?;
    book.replace(COIN, "../macros.txt}}\n", "../included.md}}\n")?;
    let mut md_book = MDBook::load(book.root())?;
    md_book.with_preprocessor(Cells).with_preprocessor(Katex);
    md_book.build()?;
    let page = main_of(&book, "coin.html")?;
    assert!(page.contains("It is $\\nosuch$ and <span class=\"katex\">"));
    Ok(())
}
