//! Claims and checks, numbered displays, the literature and topics: a book with all of them, and
//! copies of it with one mistake each.

mod common;

use common::{Copy, Result};
use mdbook_cells::{Book, Cells, Chapter, Closeness, Snapshot, Value};
use mdbook_driver::MDBook;
use mdbook_katex::preprocess::KatexProcessor;
use std::path::Path;

const CLAIMS: &str = r"# Claims

<!-- topic: F1 | halves -->
It is known [@euler-1748, Theorem 2.5; @gauss-1801] that [a half and a half,
$|x| = \|x\|$, are {{halves.one}}](#check-halves).

<!-- check: halves
one = 1
-->
```rust
let check = Report;
```

$$x = y \tag{1}$$

As (1) says. In $f(2)$ nothing is meant, nor in `(7)`, nor [there (9)](coin.md).

<!-- topic: F2 | prose -->
## References

<!-- cells: claims -->

- F1: {{where F1}}
- F2: {{where F2}}

**[@euler-1748]** L. Euler.

**[@gauss-1801]** C. F. Gauss.
";

/// The sound book with the chapter above, in which `from` is `to`.
fn book(from: &str, to: &str) -> Result<Copy> {
    assert_eq!(CLAIMS.matches(from).count(), 1, "`{from}`");
    let text = CLAIMS.replace(from, to);
    let book = Copy::new()?;
    book.write("src/claims.md", &text)?;
    book.replace(
        "src/SUMMARY.md",
        "- [Snapshots]",
        "- [Claims](claims.md)\n- [Snapshots]",
    )?;
    let chapter = Chapter::scan(Path::new("src"), Path::new("src/claims.md"), &text);
    for cell in &chapter.cells {
        let values = vec![
            (
                "check".into(),
                Value::Check {
                    kind: "equality".into(),
                    points: 1234,
                    instances: 1234,
                    closeness: Closeness::Deviation(1e-14),
                },
            ),
            ("one".into(), Value::Integer(1)),
        ];
        let snapshot = Snapshot::new(cell.fingerprint(), values, "");
        book.write(
            &format!("snapshots/{}.snap", cell.snapshot_name()),
            &snapshot.to_string(),
        )?;
    }
    Ok(book)
}

fn page(book: &Copy) -> Result<String> {
    let mut md_book = MDBook::load(book.root())?;
    md_book
        .with_preprocessor(Cells)
        .with_preprocessor(KatexProcessor);
    md_book.build()?;
    let html = book.read("book/claims.html")?;
    let (_, main) = html.split_once("<main>").ok_or("no main")?;
    Ok(main.split("</main>").next().unwrap_or_default().to_owned())
}

#[test]
fn what_refers_leads_to_what_is_meant() -> Result {
    let html = page(&book("# Claims", "# Claims")?)?;
    for part in [
        // The claim and its check.
        r##"<a href="#check-halves">a half and a half,"##,
        "<details class=\"check\">\n<summary>✓ Checked: equality at 1\u{202f}234 points, deviation at most 10⁻¹⁴</summary>",
        r#"<div class="cell" id="check-halves">"#,
        "are 1</a>",
        // The ledger.
        "<strong>1 claim</strong> in 1 chapter, tried at <strong>1\u{202f}234 points</strong>",
        "<td>equality</td><td>general</td><td style=\"text-align: right\">1\u{202f}234</td><td style=\"text-align: right\">1\u{202f}234</td><td>deviation at most 10⁻¹⁴</td>",
        "\\vert x\\vert  = \\Vert x\\Vert",
        // The display.
        r##"<p><a id="eq-1"></a><span class="katex-display">"##,
        r##"As <a href="#eq-1">(1)</a> says. In "##,
        "<code>(7)</code>",
        ">there (9)</a>",
        // The literature.
        r##"[<a href="#euler-1748">1</a>, Theorem 2.5; <a href="#gauss-1801">2</a>]"##,
        "<strong>[2]</strong> C. F. Gauss.",
        // The topics.
        r#"<div class="topic" id="topic-F1"></div>"#,
        r##"F1: <a href="#topic-F1">Claims</a>: <a href="#check-halves"><code>halves</code></a>"##,
        r##"F2: <a href="#topic-F2">Claims</a></li>"##,
    ] {
        assert!(html.contains(part), "no\n{part}\n{html}");
    }
    Ok(())
}

#[test]
fn a_display_of_a_work_is_none_of_the_chapter_s() -> Result {
    let html = page(&book("Theorem 2.5", "(7) and (1)")?)?;
    assert!(html.contains(r##"<a href="#euler-1748">1</a>, (7) and (1); <a"##));
    Ok(())
}

#[test]
fn a_comma_stays_with_the_formula_before_it() -> Result {
    let apart = page(&book("In $f(2)$ nothing", "In $f(2) = 1$, nothing")?)?;
    assert!(!apart.contains("together"));
    let tied = page(&book("In $f(2)$ nothing", "In $f(2)$), nothing")?)?;
    let start = tied
        .find("In <span class=\"together\"><span")
        .ok_or("no start")?;
    let end = tied.find("),</span> nothing").ok_or("no end")?;
    assert!(start < end);
    Ok(())
}

#[test]
fn a_notebook_has_the_numbers_of_the_works() -> Result {
    let book = book("# Claims", "# Claims")?;
    let book = Book::read(book.root())?;
    let notebooks = book.check()?.notebooks();
    let notebook = notebooks
        .iter()
        .find(|notebook| notebook.file == "claims.ipynb")
        .ok_or("no notebook")?;
    for part in [
        r"\\[[1](#euler-1748), Theorem 2.5; [2](#gauss-1801)\\]",
        r#""source_hidden": true"#,
        // Where the link of the claim leads to.
        r"(#check-halves)",
        r#"<a id=\"check-halves\"></a>**Check:** a half and a half, $|x| = \\|x\\|$, are 1"#,
    ] {
        assert!(notebook.text.contains(part), "{part}\n{}", notebook.text);
    }
    Ok(())
}

#[test]
fn what_leads_nowhere_fails() -> Result {
    let mut missed = Vec::new();
    for (from, to, what, line) in [
        (
            "](#check-halves)",
            "](#check-thirds)",
            "the claim `thirds` has no check",
            4,
        ),
        (
            "](#check-halves)",
            "](coin.md)",
            "the check `halves` belongs to no claim",
            10,
        ),
        (
            "a half and a half,\n$|x| = \\|x\\|$, are {{halves.one}}",
            "$|x| = \\|x\\|$",
            "the claim `halves` is a formula without words",
            4,
        ),
        (
            "check: halves",
            "cell: halves\ncheck = 1",
            "the claim `halves` has no check",
            4,
        ),
        (
            "check: halves",
            "check: halves | Words",
            "the check `halves` has words of its own",
            7,
        ),
        (
            "```rust\nlet",
            "Text.\n\n```rust,ignore\nlet",
            "`check: halves` stands above no Rust block",
            7,
        ),
        (
            "tag{1}",
            "tag{2}",
            "display (2) is the chapter's number 1",
            14,
        ),
        (
            "As (1)",
            "As (2)",
            "(2) is no display of this chapter, which numbers 1",
            16,
        ),
        (
            "@euler-1748, T",
            "@euler-1749, T",
            "no entry has the key `euler-1749`",
            4,
        ),
        ("; @gauss-1801]", "]", "nothing cites `gauss-1801`", 28),
        (
            "[@euler-1748, T",
            "[@Euler 1748, T",
            "`[@Euler 1748, Theorem 2.5; @gauss-1801]` is no citation",
            4,
        ),
        (
            "1748, Theorem 2.5; ",
            "1748, Theorem 2.5;\n",
            "`[@euler-1748, Theorem 2.5;` is no citation",
            4,
        ),
        (
            "Theorem 2.5; ",
            "[Theorem](coin.md) 2.5; ",
            "`[@euler-1748, ` is no citation",
            4,
        ),
        (
            "Theorem 2.5; ",
            "{{halves.one}}; ",
            "`[@euler-1748, {{halves.one}}; @gauss-1801]` is no citation",
            4,
        ),
        (
            "[there (9)]",
            "[there [@euler-1748]]",
            "`[@euler-1748]` stands inside a link",
            16,
        ),
        (
            "a half and a half,",
            "a half [@euler-1748] and a half,",
            "`[@euler-1748]` stands inside a link",
            4,
        ),
        (
            "**[@gauss-1801]**",
            "**[@euler-1748]**",
            "two entries have the key `euler-1748`",
            28,
        ),
        (
            "**[@euler-1748]** L. Euler.\n\n**[@gauss-1801]**",
            "**[@gauss-1801]** L. Euler.\n\n**[@euler-1748]**",
            "the entry `euler-1748` stands after `gauss-1801`",
            28,
        ),
        (
            "F1 | halves",
            "F1 | thirds",
            "topic F1: `thirds` is no cell of this chapter",
            3,
        ),
        ("F2 | prose", "F2", "`topic: F2 ` names no topic", 18),
        ("topic: F2", "topic: F3", "topic F2 is nowhere", 24),
        ("- F2: {{where F2}}\n", "", "topic F2 is not listed", 18),
    ] {
        let root = book(from, to)?;
        let book = Book::read(root.root())?;
        let problems = book.check().err().map(|p| p.0).unwrap_or_default();
        let found = problems
            .iter()
            .map(|p| format!("{}: {}", p.line, p.what))
            .collect::<Vec<_>>();
        if !found.contains(&format!("{line}: {what}")) {
            missed.push(format!("{from} -> {to}: {found:?}"));
        }
        assert!(problems.iter().all(|p| !p.help.is_empty()));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    Ok(())
}

#[test]
fn a_check_must_give_a_report() -> Result {
    let copy = book("# Claims", "# Claims")?;
    let file = "snapshots/claims__halves.snap";
    let snapshot = copy.read(file)?;
    copy.write(
        file,
        &snapshot.replace("check equality 1234 deviation 1e-14", "integer 3"),
    )?;
    let book = Book::read(copy.root())?;
    let message = book
        .check()
        .err()
        .map(|e| e.to_string())
        .unwrap_or_default();
    assert!(
        message.contains("`check` of the check `halves` is no report of a check"),
        "{message}"
    );
    Ok(())
}
