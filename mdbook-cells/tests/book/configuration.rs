//! book.toml.

use super::*;

#[test]
fn the_configuration_must_be_right() -> Result {
    let links = "before = [\"links\"]";
    let after = "after = [\"cells\", \"links\"]";
    let katex = "book.toml:9";
    let wrong_type = "mend the value; mdbook-katex would pass over the whole table";
    each_fails([
        Mistake(
            TOML,
            [links, "before = [\"links\"]\nsnapshot = \"x\""],
            [
                "[preprocessor.cells]: unknown field `snapshot`, expected one of `snapshots`, `notebooks`, `notebook-setup`, `accept`, `command`, `before`, `after`, `renderers`, `optional`",
                "book.toml:5",
                "mend the key or its value",
            ],
        ),
        Mistake(
            TOML,
            [links, "before = [\"links\"]\nsnapshots = 1"],
            [
                "[preprocessor.cells], in `snapshots`: invalid type: integer `1`, expected path string",
                "book.toml:5",
                "mend the key or its value",
            ],
        ),
        Mistake(
            TOML,
            [links, ""],
            [
                "[preprocessor.cells] may run after mdBook's own `links`",
                "book.toml:5",
                "set before = [\"links\"], so that cells and lines are those of the files",
            ],
        ),
        Mistake(
            TOML,
            ["no-css = true", "no-cs = true"],
            [
                "[preprocessor.katex]: unknown key `no-cs`",
                katex,
                "mend its name or take it out; mdbook-katex would pass over it",
            ],
        ),
        Mistake(
            TOML,
            ["no-css = true", "no-css = 1"],
            [
                "[preprocessor.katex], in `no-css`: invalid type: integer `1`, expected a boolean",
                katex,
                wrong_type,
            ],
        ),
        Mistake(
            TOML,
            [after, ""],
            [
                "[preprocessor.katex] may run before [preprocessor.cells]",
                katex,
                "set after = [\"cells\"], so that formulas have their numbers when they are set",
            ],
        ),
        Mistake(
            TOML,
            ["htmlAndMathml", "HTML"],
            [
                "[preprocessor.katex]: unknown output `HTML`",
                katex,
                "choose html, mathml or htmlAndMathml",
            ],
        ),
        Mistake(
            "macros.txt",
            ["\\bits:", "\\bits "],
            [
                "`\\bits \\text{bits}` is no macro",
                "macros.txt:1",
                "write `\\name:replacement`",
            ],
        ),
        Mistake(
            TOML,
            [
                "no-css = true",
                "no-css = true\ninline-delimiter = { left = \"\", right = \"\" }",
            ],
            [
                "[preprocessor.katex]: delimiters other than $ and $$",
                katex,
                "leave the delimiters at their default: Markdown knows formulas by them",
            ],
        ),
    ])?;
    // What is said of a missing file is the operating system's affair.
    let book = Copy::new()?;
    book.replace(TOML, "macros.txt", "macro.txt")?;
    let why = std::fs::read(book.root().join("macro.txt"))
        .err()
        .ok_or("it is there")?;
    assert_eq!(
        build(book.root()),
        Err(format!(
            "error: [preprocessor.katex]: the macros in `macro.txt` cannot be read: {why}\n  \
             --> {katex}\n  help: mend the path, which starts at the book's root\n\n\
             the book was not built: 1 problem"
        ))
    );
    Ok(())
}

#[test]
fn what_mdbook_would_pass_over_must_be_right() -> Result {
    let mend = "mend the key or its value; mdBook would pass over all of [output.html]";
    let themes = "choose one of light, rust, coal, navy, ayu";
    let (html, search) = ("book.toml:15", "book.toml:20");
    each_fails([
        Mistake(
            TOML,
            ["limit-results", "limit-reslts"],
            [
                "[output.html], in `search`: unknown field `limit-reslts`, expected one of `enable`, `limit-results`, `teaser-word-count`, `use-boolean-and`, `boost-title`, `boost-hierarchy`, `boost-paragraph`, `expand`, `heading-split-level`, `copy-js`, `chapter`",
                search,
                mend,
            ],
        ),
        Mistake(
            TOML,
            ["limit-results = 20", "limit-results = \"20\""],
            [
                "[output.html], in `search.limit-results`: invalid type: string \"20\", expected u32",
                search,
                mend,
            ],
        ),
        Mistake(
            TOML,
            ["smart-punctuation = false", "smart-punctuation = 0"],
            [
                "[output.html], in `smart-punctuation`: invalid type: integer `0`, expected a boolean",
                html,
                mend,
            ],
        ),
        Mistake(
            TOML,
            [
                "smart-punctuation = false",
                "additional-css = [\n\"a.css\",\n1]",
            ],
            [
                "[output.html], in `additional-css`: invalid type: integer `1`, expected path string",
                html,
                mend,
            ],
        ),
        Mistake(
            TOML,
            ["\"light\"", "\"lihgt\""],
            [
                "[output.html]: the default-theme `lihgt` is none of mdBook's",
                html,
                themes,
            ],
        ),
        Mistake(
            TOML,
            ["\"navy\"", "\"dark\""],
            [
                "[output.html]: the preferred-dark-theme `dark` is none of mdBook's",
                html,
                themes,
            ],
        ),
    ])?;
    // Here mdBook has more keys than are worth writing down.
    for (from, to, place) in [
        ("smart-punctuation", "smart-punctuatoin", html),
        ("[output.html.search]", "[output.html.saerch]", search),
    ] {
        let book = Copy::new()?;
        book.replace(TOML, from, to)?;
        let found = build(book.root()).err().unwrap_or_default();
        let key = to
            .trim_matches(['[', ']'])
            .trim_start_matches("output.html.");
        let start =
            format!("error: [output.html]: unknown field `{key}`, expected one of `theme`,");
        let end = format!("\n  --> {place}\n  help: {mend}\n\nthe book was not built: 1 problem");
        assert!(
            found.starts_with(&start) && found.ends_with(&end),
            "{found}"
        );
    }
    // With a template of its own a book has the themes that stand there.
    let book = Copy::new()?;
    book.replace(TOML, "\"navy\"", "\"dark\"")?;
    std::fs::create_dir(book.root().join("theme"))?;
    book.write("theme/index.hbs", "<main>{{{ content }}}</main>")?;
    build(book.root())?;
    Ok(())
}

/// What the check above leaves to mdBook, it does.
#[test]
fn mdbook_itself_reads_the_other_tables() -> Result {
    for (from, to) in [
        ("language =", "langauge ="),
        ("language = \"en\"", "language = 1"),
        ("[book]", "[build]\ncreate-mising = true\n\n[book]"),
        ("[book]", "[rust]\nedition = \"2023\"\n\n[book]"),
        ("[book]", "[buidl]\n\n[book]"),
        ("[output.html]", "[output.htlm]"),
    ] {
        let book = Copy::new()?;
        book.replace(TOML, from, to)?;
        assert!(build(book.root()).is_err(), "{to}");
    }
    Ok(())
}

#[test]
fn a_book_may_keep_its_folders_elsewhere() -> Result {
    let book = Copy::new()?;
    std::fs::rename(book.root().join("src"), book.root().join("text"))?;
    std::fs::rename(book.root().join("snapshots"), book.root().join("kept"))?;
    book.replace(TOML, "title =", "src = \"text\"\ntitle =")?;
    book.replace(
        TOML,
        "before = [\"links\"]",
        "before = [\"links\"]\nsnapshots = \"kept\"",
    )?;
    build(book.root())?;
    assert!(main_of(&book, "snapshots.html")?.contains("<code>text/coin.md:12</code>"));
    let read = mdbook_cells::Book::read(book.root())?;
    assert_eq!(read.source, Path::new("text"));
    read.check()?;
    Ok(())
}
