//! The pages of a sound book.

use super::*;

#[test]
fn the_sound_book_has_all_that_it_must_have() -> Result {
    let book = Copy::new()?;
    build(book.root())?;
    for (page, parts) in [
        (
            "coin.html",
            &[
                // The cell, its output and its mark.
                r#"<div class="cell" id="cell-information">"#,
                "macro_rules! twice { ($x:expr) =&gt; { $x + $x } } // not a `formula`",
                // No region: a page of many outputs would have as many landmarks.
                r#"<pre class="cell-output" role="group" aria-label="Output of cell information" tabindex="0">0.8113 bits</pre>"#,
                r##"<p class="cell-mark"><a href="snapshots.html#coin__information" title="A test runs"##,
                // What follows a block at once is text, and what precedes one.
                "<p>A line right below the block, with <em>emphasis</em>.</p>",
                "<p>Here comes the text.</p>\n<div class=\"cell\" id=\"cell-tricky\">",
                // Numbers, with a link to their cell.
                r##"With probability 0.25 it tells <a class="value" href="#cell-information" title="Computed by cell information">0.81</a> bits in"##,
                r#">4</a> flips,"#,
                r#">0.562</a> nats;"#,
                ">−1.5\u{a0}×\u{a0}10⁻⁹</a> and",
                r#">∞</a>."#,
                "0.8113</a></td>",
                r##"<h2 id="after-4-flips"><a class="header" href="#after-4-flips">After 4 flips</a></h2>"##,
                // In formulas, as the LaTeX that KaTeX keeps for readers of MathML.
                "x = -1.5 \\times 10^{-9}</annotation>",
                "H = 0.811\\ \\bits</annotation>",
                "&amp;\\approx 0.81128",
                // An output that is full of what means something to others.
                "$5, `$6` and ``` $$ \\$ \\\\ {{#include ../macros.txt}} {{information.n}}\n[x](y) *b* _u_ &lt;i&gt; &amp; &amp;amp; \"q\"\n\n   \n&lt;/pre&gt;\n# after</pre>",
                // The picture, without its XML declaration, and its caption.
                "<figure class=\"cell-figure\" id=\"coin__draw__bar\">\n<svg viewbox=\"0 0 2 1\">\n<title>\n$a$ *b* `c` \\ d</title><rect width=\"1\" /><g /></svg>\n<figcaption>\n<p>Its bar shows <a class=\"value\"",
                "\\log_2 4</annotation>",
                "</p>\n</figcaption>\n</figure>",
                // mdBook's own includes still work.
                "<p>\\bits:\\text{bits}</p>",
            ][..],
        ),
        (
            "part/logs.html",
            &[
                r##"<b><a class="value" href="../coin.html#cell-information" title="Computed by cell information">0.81</a></b>"##,
                r##"<a href="../snapshots.html#part-logs__parse""##,
                r##"<p>In prose <a class="value" href="#cell-parse" title="Computed by cell parse">−3</a>"##,
                "n = -3</annotation>",
                r#"<a href="../coin.html">in a link 0.56</a>"#,
            ],
        ),
        (
            "index.html",
            &[
                r#"<code>0.74</code>, Theorem 2.6"#,
                r##"<a class="value" href="part/logs.html#cell-parse""##,
            ],
        ),
        (
            "snapshots.html",
            &[
                r#"<section class="cell-snapshot" id="coin__information">"#,
                r#"<section class="cell-snapshot" id="part-logs__parse">"#,
                r##"<a href="part/logs.html#cell-parse">The cell</a>, <code>src/part/logs.md:9</code>"##,
                "value h: quantity 0.562335144619 nats = 0.811278124459 bits\nvalue n: integer 4\n",
                "output:\n$5, `$6` and ``` $$ \\$ \\\\ {{#include ../macros.txt}} {{information.n}}\n",
                "<p>The end.</p>",
            ],
        ),
    ] {
        let html = main_of(&book, page)?;
        for part in parts {
            assert!(html.contains(part), "{page} has no\n{part}\n{html}");
        }
        assert!(!html.contains("<!-- cell"), "{html}");
    }
    Ok(())
}

#[test]
fn a_checkout_with_the_line_ends_of_windows_is_the_same_book() -> Result {
    let pages = |book: &Copy| -> Result<Vec<String>> {
        build(book.root())?;
        ["coin.html", "part/logs.html", "snapshots.html"]
            .iter()
            .map(|page| Ok(main_of(book, page)?.replace('\r', "")))
            .collect()
    };
    let windows = Copy::new()?;
    for folder in ["src", "src/part", "snapshots"] {
        for entry in std::fs::read_dir(windows.root().join(folder))? {
            let path = entry?.path();
            if path.is_file() {
                let text = std::fs::read_to_string(&path)?;
                std::fs::write(path, text.replace('\n', "\r\n"))?;
            }
        }
    }
    assert_eq!(pages(&windows)?, pages(&Copy::new()?)?);
    // And mistakes are found on the same lines.
    windows.replace(COIN, "Here comes the text.", "Here comes 0.74 and $5.")?;
    let found = build(windows.root()).err().unwrap_or_default();
    assert!(found.contains("src/coin.md:41"), "{found}");
    Ok(())
}

#[test]
fn a_list_in_a_readme_is_on_the_index_page() -> Result {
    let book = Copy::new()?;
    book.replace(
        "src/README.md",
        "A chapter",
        "<!-- cells: snapshots -->\n\nA chapter",
    )?;
    build(book.root())?;
    assert!(main_of(&book, "index.html")?.contains("id=\"coin__information\""));
    let link = "<a href=\"../index.html#part-logs__parse\"";
    assert!(main_of(&book, "part/logs.html")?.contains(link));
    Ok(())
}

#[test]
fn building_twice_gives_the_same() -> Result {
    let book = Copy::new()?;
    build(book.root())?;
    let first = main_of(&book, "coin.html")? + &main_of(&book, "snapshots.html")?;
    build(book.root())?;
    let second = main_of(&book, "coin.html")? + &main_of(&book, "snapshots.html")?;
    assert_eq!(first, second);
    Ok(())
}

#[test]
fn the_program_weaves_as_the_library_does() -> Result {
    // As mdBook runs it: `command` in book.toml, JSON in and out.
    let book = Copy::new()?;
    let program = env!("CARGO_BIN_EXE_mdbook-cells");
    book.replace(
        TOML,
        "before = [\"links\"]",
        &format!("before = [\"links\"]\ncommand = {program:?}"),
    )?;
    let mut md_book = MDBook::load(book.root())?;
    md_book.with_preprocessor(KatexProcessor);
    md_book.build()?;
    let by_program = main_of(&book, "coin.html")?;
    build(book.root())?;
    assert_eq!(by_program, main_of(&book, "coin.html")?);
    book.replace(COIN, "{:.4} bits", "{:.5} bits")?;
    let mut md_book = MDBook::load(book.root())?;
    md_book.with_preprocessor(KatexProcessor);
    assert!(md_book.build().is_err());
    Ok(())
}

#[test]
fn the_sound_book_is_left_as_it_is() {
    // A book folder among the fixtures would hide what the tests build.
    assert!(!sound().join("book").exists());
}

#[test]
fn a_cell_is_folded_away_under_its_words() -> Result {
    let book = Copy::new()?;
    book.replace(
        COIN,
        "<!-- cell: tricky -->",
        "<!-- cell: tricky | Code & <all> -->",
    )?;
    build(book.root())?;
    let page = book.read("book/coin.html")?;
    // The cell's place is inside the fold: a link to it opens the fold.
    let fold = page
        .find("<summary>Code &amp; &lt;all&gt;</summary>")
        .ok_or("no fold")?;
    let cell = page.find("id=\"cell-tricky\"").ok_or("no cell")?;
    let end = page.find("</details>").ok_or("no end of the fold")?;
    assert!(fold < cell && cell < end, "{fold} {cell} {end}");
    assert!(page[cell..end].contains("verified"));
    assert!(page[end..].contains("id=\"cell-draw\""));
    Ok(())
}
