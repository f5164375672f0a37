//! What becomes of text, without mdBook: what passes through, what cannot break, notebooks.

mod common;

use common::{Copy, Result, sound};
use mdbook_cells::{Book, Cell, Chapter, Config};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const CHAPTERS: [&str; 4] = [
    "src/README.md",
    "src/coin.md",
    "src/part/logs.md",
    "src/snapshots.md",
];

/// The fixture with one chapter's text replaced.
fn with(root: &Path, chapter: &str, text: &str) -> Result<Book> {
    let texts: Vec<(PathBuf, String)> = CHAPTERS
        .iter()
        .map(|&file| {
            let text = match file == chapter {
                true => text.to_owned(),
                false => std::fs::read_to_string(root.join(file))?,
            };
            Ok((PathBuf::from(file), text))
        })
        .collect::<Result<_>>()?;
    let config = Config::from_book_toml(&std::fs::read_to_string(root.join("book.toml"))?)?;
    Ok(Book::from_texts(root, config, Path::new("src"), &texts))
}

/// Every beginning of a chapter, and every ending: what an author's file may hold while it is
/// written, and much else. None may panic, whatever is said of it.
#[test]
fn truncated_chapters_do_not_panic() -> Result {
    let root = sound();
    let mut sound_ones = 0;
    for chapter in &CHAPTERS[1..] {
        let text = std::fs::read_to_string(root.join(chapter))?;
        for windows in [false, true] {
            let text = match windows {
                true => text.replace('\n', "\r\n"),
                false => text.clone(),
            };
            for (at, _) in text.char_indices() {
                for part in [&text[..at], &text[at..]] {
                    let scanned = Chapter::scan(Path::new("src"), Path::new(chapter), part);
                    assert!(scanned.title().len() <= part.len().max(scanned.key.len()));
                    // The whole check reads the snapshots each time: now and then will do.
                    if at % 7 == 0 {
                        let book = with(&root, chapter, part)?;
                        if let Ok(checked) = book.check() {
                            sound_ones += 1;
                            let _ = checked.notebooks();
                        }
                    }
                }
            }
        }
    }
    assert!(sound_ones > 0);
    Ok(())
}

#[test]
fn odd_text_does_not_panic() {
    for text in [
        "",
        "\n",
        "\r",
        "\u{feff}# x",
        "{{",
        "}}{{}}",
        "{{{{a.b}}}}",
        "{{0.9",
        "{{99999999999999999999999.5}}",
        "{{a.b:.999e}}",
        "<!--",
        "<!-- cell:",
        "<!-- cell: -->",
        "<!-- cell: a\n=\n==\na=\n=b\n-->\n```rust\n```",
        "<!-- cells: snapshots --><!-- cells: snapshots -->",
        "```",
        "```rust",
        "<!-- cell: a -->\n```rust",
        "<!-- cell: a -->\n\t```rust\n\t```",
        "<!-- cell: a -->\n   ~~~rust\n   ~~~ ~~~",
        "- <!-- cell: a -->\n  ```rust\n  x\n  ```",
        "> > <!-- cell: a\n> x\n> -->\n> ```rust\n> // 0.5\n> ```",
        "![](a__b__c.snap.svg)",
        "![",
        "![](.snap.svg)",
        "# ![é](a.snap.svg)",
        "| ![é](a.snap.svg) |\n|--|\n| $|$ |",
        "$$$$$",
        "# # #\n#\n# {#x}",
        "[^1]: <!-- cell: a -->\n\n    ```rust\n    ```",
        "é0.5é",
        "/0.5 é/0.5",
        "<é <style>0.5",
        "<script>\n0.5\n\n{{a.b}}",
    ] {
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let chapter = Chapter::scan(Path::new("src"), Path::new("src/é.md"), &text[..at]);
            chapter.cells.iter().for_each(|cell| {
                let _ = (cell.fingerprint(), cell.program());
            });
        }
    }
}

fn cells_of(text: &str) -> Vec<Cell> {
    Chapter::scan(Path::new("src"), Path::new("src/a.md"), text).cells
}

#[test]
fn a_cell_is_the_same_with_the_line_ends_of_windows() {
    let text = "<!-- cell: a\nx\ny = 1 +\n-->\n\n```rust\n# let x = 1;\n\nlet y = \"\n\";\n```\n";
    let [unix, windows] = [text.to_owned(), text.replace('\n', "\r\n")].map(|t| cells_of(&t));
    assert_eq!(unix.len(), 1);
    assert_eq!(unix, windows);
    assert_eq!(unix[0].fingerprint(), windows[0].fingerprint());
}

#[test]
fn a_cell_may_be_indented_and_its_fence_may_be_long() {
    for text in [
        "<!-- cell: a -->\n```rust\nx\n```",
        "  <!-- cell: a -->\n  ```rust\n  x\n  ```\n",
        "<!-- cell: a -->\n\n\n`````rust\nx\n`````\n",
        "Text\n<!-- cell: a -->\n~~~rust\nx\n~~~\nText",
        "<!--cell:a-->\n``` rust \nx\n```   \n",
    ] {
        let cells = cells_of(text);
        assert_eq!(cells.len(), 1, "{text}");
        assert_eq!(cells[0].code, "x\n", "{text}");
        let book = Book::from_texts(
            Path::new("nowhere"),
            Config::default(),
            Path::new("src"),
            &[("src/a.md".into(), text.into())],
        );
        assert_eq!(book.check_text(), Ok(()), "{text}");
    }
}

#[test]
fn an_include_in_a_cell_is_refused() {
    let book = Book::from_texts(
        Path::new("nowhere"),
        Config::default(),
        Path::new("src"),
        &[(
            "src/a.md".into(),
            "\n<!-- cell: a -->\n```rust\n{{#include a.rs}}\n```\n".into(),
        )],
    );
    assert_eq!(
        book.check_text().map_err(|e| e.to_string()),
        Err(
            "error: cell `a` has an include in it\n  --> src/a.md:3\n  help: write the code in \
             place: rustdoc and the tests read the chapter before mdBook includes anything\n\n\
             the book was not built: 1 problem"
                .into()
        )
    );
}

#[test]
fn displays_that_katex_would_number_are_refused() {
    for name in ["align", "alignat", "equation", "gather"] {
        let text = format!("Text\n\n$$\n\\begin{{{name}}} a &= b \\end{{{name}}}\n$$\n");
        let starred = text.replace(&format!("{{{name}}}"), &format!("{{{name}*}}"));
        let complaint =
            format!("src/a.md:4: `\\begin{{{name}}}` is numbered by KaTeX, where no check sees it");
        assert_eq!(complaints("src/a.md", &text), [complaint]);
        assert_eq!(complaints("src/a.md", &starred), [""; 0]);
    }
    let aligned = "$$\n\\begin{aligned} a &= b \\end{aligned} \\tag{1}\n$$\n";
    assert_eq!(complaints("src/a.md", aligned), [""; 0]);
    assert_eq!(complaints("src/a.md", "`\\begin{align}`\n"), [""; 0]);
}

#[test]
fn what_is_ours_is_not_included() -> Result {
    let book = Copy::new()?;
    let of = |text: &str| -> Result<Vec<String>> {
        let book = with(book.root(), "src/snapshots.md", text)?;
        let problems = book.check_text().err().map_or_else(Vec::new, |e| e.0);
        Ok(problems
            .iter()
            .map(|p| format!("{}: {}", p.line, p.what))
            .collect())
    };
    let cell = "<!-- cell: one\nn\n-->\n```rust\nlet n = 1;\n```\n";
    let include = "{{#include part/more.txt}}";
    for (more, brought) in [
        (cell, "<!-- cell: one"),
        (
            "Text\n<!-- check: one -->\n```rust\n```\n",
            "<!-- check: one -->",
        ),
        ("- <!-- cell: one -->\n", "<!-- cell: one -->"),
        ("It is {{one.n}}.", "{{one.n}}"),
        ("<!-- cells: claims -->", "<!-- cells: claims -->"),
        ("<!-- topic: F1 | prose -->", "<!-- topic: F1 | prose -->"),
        ("So [it holds](#check-one).", "[it holds](#check-one)"),
        ("As [@gauss-1801] says", "[@gauss-1801]"),
        ("**[@gauss-1801]** Gauss", "[@gauss-1801]"),
        (
            "![c](../snapshots/a__b__c.snap.svg)",
            "![c](../snapshots/a__b__c.snap.svg)",
        ),
        ("{{#include ../coin.md:42:}}", "<!-- cell: tricky -->"),
    ] {
        book.write("src/part/more.txt", more)?;
        let complaint = format!("3: `{include}` brings in `{brought}`, which would stay as it is");
        assert_eq!(of(&format!("# A\n\n{include}\n"))?, [complaint], "{more}");
        // In code and in comments it is what a reader sees, or nobody does.
        let code = format!("`{include}`\n\n```text\n{include}\n```\n<!-- {include} -->\n");
        assert_eq!(of(&code)?, [""; 0], "{more}");
        assert_eq!(of(&format!("\\{include}\n"))?, [""; 0], "{more}");
    }
    for more in [
        "Words, `{{one.n}}`, 0.74 and {x}.\n\n```rust\nlet x = 1;\n```\n",
        "```text\n<!-- cell: one -->\n```\n",
        "{{#include more.txt}}",
        "{{#include nowhere.txt}}",
        "{{#include ../coin.md:1:3}}",
    ] {
        book.write("src/part/more.txt", more)?;
        assert_eq!(of(&format!("{include}\n"))?, [""; 0], "{more}");
    }
    assert_eq!(
        of("{{#playground part/more.rs editable}}\n")?,
        ["1: `{{#playground part/more.rs editable}}` brings in a Rust block that no test runs"]
    );
    Ok(())
}

#[test]
fn a_main_that_would_not_be_called_is_refused() {
    let of = |code: &str| {
        let text = format!("<!-- cell: a -->\n```rust\n{code}\n```\n");
        complaints("src/a.md", &text)
    };
    assert_eq!(of("fn main() {\n    println!();\n}"), [""; 0]);
    for code in ["fn main() -> u8 { 0 }", "let x = 1;\nfn main() {}"] {
        assert_eq!(
            of(code),
            ["src/a.md:2: cell `a` has a `main` that no test would call"]
        );
    }
}

#[test]
fn a_program_ends_with_the_call_of_its_main() {
    let cells =
        cells_of("<!-- cell: a -->\n```rust\n# fn main() -> Result<(), ()> {\n# Ok(()) }\n```\n");
    assert!(cells[0].program().ends_with("\nmain()?;"));
}

#[test]
fn what_stands_in_style_script_and_comments_is_not_prose() {
    let book = |text: &str| {
        let texts = [("src/a.md".into(), text.to_owned())];
        Book::from_texts(Path::new("x"), Config::default(), Path::new("src"), &texts).check_text()
    };
    assert_eq!(book("<style>\np { margin: 0.5em }\n\n</style>\n"), Ok(()));
    assert_eq!(book("<script>\nlet x = 0.5;\n</script>\n"), Ok(()));
    assert_eq!(book("Some <!-- 0.5 {{x}} --> text\n"), Ok(()));
    assert!(book("<p>\n0.5\n</p>\n").is_err());
}

fn notebooks(root: &Path) -> Result<Vec<(String, String)>> {
    let book = Book::read(root)?;
    let checked = book.check()?;
    let books = checked.notebooks();
    Ok(books.into_iter().map(|n| (n.file, n.text)).collect())
}

/// The lines of a cell's source or of an output, put together.
fn text(lines: &Json) -> String {
    let lines = lines.as_array().into_iter().flatten();
    lines.filter_map(Json::as_str).collect()
}

#[test]
fn notebooks_are_what_jupyter_reads() -> Result {
    let books = notebooks(&sound())?;
    let files: Vec<_> = books.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(files, ["coin.ipynb", "part-logs.ipynb"]);
    assert_eq!(books, notebooks(Copy::new()?.root())?);
    for (file, json) in &books {
        let json: Json = serde_json::from_str(json)?;
        assert_eq!(
            (&json["nbformat"], &json["nbformat_minor"]),
            (&4.into(), &5.into())
        );
        assert_eq!(json["metadata"]["kernelspec"]["name"], "rust");
        let mut ids = BTreeSet::new();
        for cell in json["cells"].as_array().into_iter().flatten() {
            let id = cell["id"].as_str().unwrap_or_default();
            let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            assert!(
                (1..=64).contains(&id.len()) && id.chars().all(allowed),
                "{file} {id}"
            );
            assert!(ids.insert(id.to_owned()), "{file} has {id} twice");
            let keys: Vec<_> = cell
                .as_object()
                .into_iter()
                .flat_map(|c| c.keys())
                .collect();
            match cell["cell_type"].as_str() {
                Some("markdown") => assert_eq!(keys, ["cell_type", "id", "metadata", "source"]),
                Some("code") => {
                    assert_eq!(
                        keys,
                        [
                            "cell_type",
                            "execution_count",
                            "id",
                            "metadata",
                            "outputs",
                            "source"
                        ]
                    );
                    assert!(cell["execution_count"].is_null());
                }
                other => return Err(format!("a cell of type {other:?}").into()),
            }
            // All lines but the last end as lines do.
            let lines = cell["source"].as_array().ok_or("no source")?;
            assert!(!lines.is_empty());
            for line in &lines[..lines.len() - 1] {
                assert!(line.as_str().is_some_and(|line| line.ends_with('\n')));
            }
        }
    }
    Ok(())
}

#[test]
fn notebooks_hold_text_code_and_outputs() -> Result {
    let books = notebooks(&sound())?;
    let cells = |file: &str| -> Result<Vec<Json>> {
        let (_, json) = books
            .iter()
            .find(|(f, _)| f == file)
            .ok_or("no such notebook")?;
        let json: Json = serde_json::from_str(json)?;
        Ok(json["cells"].as_array().cloned().unwrap_or_default())
    };
    let coin = cells("coin.ipynb")?;
    let ids: Vec<_> = coin.iter().filter_map(|c| c["id"].as_str()).collect();
    assert_eq!(
        ids,
        [
            "text-0",
            "setup",
            "cell-information",
            "text-1",
            "cell-tricky",
            "cell-draw",
            "text-3"
        ]
    );
    assert_eq!(
        text(&coin[1]["source"]),
        ":dep coins = { path = \"../coins\" }"
    );
    // The hidden line is shown.
    assert!(text(&coin[2]["source"]).contains("\nlet far = twice!(f64::INFINITY);\n"));
    assert_eq!(coin[2]["outputs"][0]["name"], "stdout");
    assert_eq!(text(&coin[2]["outputs"][0]["text"]), "0.8113 bits\n");
    let checks = &coin[2]["metadata"]["values"];
    assert_eq!(checks[0]["name"], "h.nats");
    assert_eq!(
        checks[0]["statement"],
        "println!(\"{:.11e}\", (info).nats());"
    );
    assert_eq!(checks[0]["prints"], "5.62335144619e-1");
    let prose = text(&coin[3]["source"]);
    assert!(
        prose.contains("With probability 0.25 it tells 0.81 bits in 4 flips,"),
        "{prose}"
    );
    assert!(prose.contains("$x = -1.5 \\times 10^{-9}$"), "{prose}");
    // A picture is drawn by the last expression, and kept.
    assert!(text(&coin[5]["source"]).ends_with("\nSvg(svg)"));
    assert!(text(&coin[5]["outputs"][0]["data"]["image/svg+xml"]).contains("<svg viewBox"));
    assert!(text(&coin[6]["source"]).starts_with("> Its bar shows 0.8 bits of $\\log_2 4$.\n"));
    let logs = cells("part-logs.ipynb")?;
    let links = text(&logs[0]["source"]);
    assert!(
        links.contains("[the coin](coin.ipynb), [the preface](../src/README.md)"),
        "{links}"
    );
    // The closing Ok is gone.
    assert_eq!(
        text(&logs[2]["source"]),
        "let n: i64 = \"-3\".parse()?;\n\nprintln!(\"{n}\");"
    );
    Ok(())
}

/// The crate's page shows a chapter and a book.toml; both are taken at their word.
#[test]
fn the_examples_of_the_documentation_hold() -> Result {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let page: String = std::fs::read_to_string(source)?
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    let between = |from: &str, to: &str| {
        let rest = page.split_once(from).map(|(_, rest)| rest);
        rest.and_then(|rest| Some(rest.split_once(to)?.0))
            .unwrap_or_default()
    };

    let chapter = between("\n````text\n", "````\n");
    let texts = [("src/coin.md".into(), chapter.to_owned())];
    let root = Path::new("nowhere");
    let book = Book::from_texts(root, Config::default(), Path::new("src"), &texts);
    assert_eq!(book.check_text(), Ok(()));
    assert_eq!(book.chapters[0].cells[0].values.len(), 2);
    // Without a snapshot there is one thing left to say.
    let problems = book.check().err().ok_or("no snapshot is missing")?;
    assert_eq!(problems.0.len(), 1, "{problems}");

    // With the `#` taken off the keys are known and have the defaults that the comments claim.
    let commented = between("```toml\n[pre", "```\n");
    let keys = format!("[pre{}", commented.replace("\n# ", "\n"));
    let config = Config::from_book_toml(&keys)?;
    let default = Config::default();
    assert_eq!(config.before, ["links"]);
    assert_eq!(
        (
            config.snapshots,
            config.notebooks,
            config.notebook_setup,
            config.accept
        ),
        (
            default.snapshots,
            default.notebooks,
            default.notebook_setup,
            default.accept
        )
    );
    Ok(())
}

/// The `check` that the crate's page shows needs insta, so it is no doc test; it is the one that
/// the book of this repository runs.
#[test]
fn the_check_of_the_documentation_is_in_use() -> Result {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let used = here.join("../book-tests/tests/snapshots.rs");
    if !used.exists() {
        // The crate stands alone.
        return Ok(());
    }
    let used = std::fs::read_to_string(used)?;
    let start = used.find("fn check(").ok_or("no check")?;
    let mut shown = String::new();
    for line in used[start..].lines() {
        shown.push_str(format!("//! {line}").trim_end());
        shown.push('\n');
    }
    let page = std::fs::read_to_string(here.join("src/lib.rs"))?;
    assert!(page.contains(&shown), "the page does not show\n{shown}");
    Ok(())
}

/// What is wrong with one chapter by itself: file, line and complaint.
fn complaints(file: &str, text: &str) -> Vec<String> {
    let texts = [(file.into(), text.to_owned())];
    let root = Path::new("nowhere");
    let book = Book::from_texts(root, Config::default(), Path::new("src"), &texts);
    let problems = book.check_text().err().map_or_else(Vec::new, |e| e.0);
    problems
        .iter()
        .map(|p| format!("{}:{}: {}", p.file.display(), p.line, p.what))
        .collect()
}

#[test]
fn what_would_break_a_page_is_refused() {
    let cell = "<!-- cell: a -->\n```rust\n```\n";
    let long = format!("<!-- cell: a{} -->\n```rust\n```\n", "-".repeat(50));
    for (file, text, complaint) in [
        (
            "src/a.md",
            "<!-- cell: a -->\n```rust\nlet x = 1;\n",
            "src/a.md:2: the block of cell `a` is never closed",
        ),
        (
            "src/My Coin.md",
            cell,
            "src/My Coin.md:0: `My Coin` cannot name snapshots",
        ),
        (
            "src/a__b.md",
            cell,
            "src/a__b.md:0: `a__b` cannot name snapshots",
        ),
        (
            "src/a.md",
            "- x\n\n  ```rust\n  ```\n",
            "src/a.md:3: a Rust block without a name",
        ),
        (
            "src/a.md",
            "- x\n\n  <!-- cells: snapshots -->\n",
            "src/a.md:3: `<!-- cells: snapshots -->` stands inside a paragraph, a list, a quotation or other HTML",
        ),
        (
            "src/a.md",
            "```rs\n```\n",
            "src/a.md:1: a Rust block without a name",
        ),
    ] {
        assert_eq!(complaints(file, text), [complaint]);
    }
    assert_eq!(complaints("src/a.md", &long).len(), 1);
    assert_eq!(
        complaints("src/a.md", &long.replace(&"-".repeat(50), "b")),
        Vec::<String>::new()
    );
    assert_eq!(complaints("src/README.md", "Text\n"), Vec::<String>::new());
}
