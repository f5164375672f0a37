//! Small books built by mdBook itself: the sound one, and copies of it with one mistake each.

mod common;

use common::{Copy, Result, sound};
use mdbook_cells::Cells;
use mdbook_driver::MDBook;
use mdbook_katex::preprocess::KatexProcessor;
use mdbook_preprocessor::{Preprocessor as _, PreprocessorContext};
use std::path::Path;

/// Builds the book in a folder as `mdbook build` does; the error as the author reads it.
fn build(root: &Path) -> std::result::Result<(), String> {
    let mut book = MDBook::load(root).map_err(|e| format!("{e:#}"))?;
    book.with_preprocessor(Cells)
        .with_preprocessor(KatexProcessor);
    book.build().map_err(|e| format!("{e:#}"))
}

/// One mistake: what is replaced by what in which file, and the problem that is reported:
/// what, where, and what to do about it.
struct Mistake(&'static str, [&'static str; 2], [&'static str; 3]);

/// Builds a copy of the sound book for each mistake and compares the whole message.
fn each_fails(mistakes: impl IntoIterator<Item = Mistake>) -> Result {
    let mut differing = Vec::new();
    for Mistake(file, [from, to], [what, place, help]) in mistakes {
        let book = Copy::new()?;
        book.replace(file, from, to)?;
        let expected = format!(
            "error: {what}\n  --> {place}\n  help: {help}\n\nthe book was not built: 1 problem"
        );
        let found = build(book.root()).err().unwrap_or("it was built".into());
        if found != expected {
            differing.push(format!(
                "--- {from} -> {to}\n{found}\n--- expected\n{expected}"
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
    Ok(())
}

const COIN: &str = "src/coin.md";
const LOGS: &str = "src/part/logs.md";
const TOML: &str = "book.toml";

const RUN: &str = "run the cells and look at what changed: cargo insta test --review";
const DIRECTIVE: &str = "write `<!-- cell: name -->`, with a line `value = expression` for each \
     value, right above a ```rust block";
const MARK_OR_SHOW: &str = "show a cell's value, {{cell.value:.2}}; if it is an input, mark it \
     so: {{0.74}}; if it is neither, such as the number of a version, put it between backticks";
const KNOWN: &str = "chapter `coin` has `information.h`, `information.n`, `information.far`, \
     `information.tiny`, `draw.bar`; declare the value in the comment above the cell, or mend \
     the name";
const MEND: &str = "mend the placeholder";
const PLAIN_FENCE: &str = "open the block of a cell with ```rust and nothing more: rustdoc \
     passes over attributes that it does not know, and the cell would go untested";
const PLACEHOLDERS: &str = "write {{cell.value:.2}}, {{cell.value.unit:.2}} or, for an input, \
     {{0.9}}; for two braces of LaTeX, put a space between them: `{ {x} }`";

#[test]
fn cells_and_their_snapshots_must_agree() -> Result {
    each_fails([
        Mistake(
            COIN,
            ["{:.4} bits", "{:.5} bits"],
            [
                "cell `information` changed since its snapshot was taken",
                "src/coin.md:12",
                RUN,
            ],
        ),
        Mistake(
            COIN,
            ["n = flips.len()", "n = flips.len() + 1"],
            [
                "cell `information` changed since its snapshot was taken",
                "src/coin.md:12",
                RUN,
            ],
        ),
        Mistake(
            COIN,
            ["<!-- cell: tricky -->", "<!-- cell: tricky-too -->"],
            ["cell `tricky-too` has no snapshot", "src/coin.md:43", RUN],
        ),
        Mistake(
            "snapshots/coin__tricky.snap",
            ["cell: ", "call: "],
            [
                "the snapshot of cell `tricky` cannot be read",
                "src/coin.md:43",
                RUN,
            ],
        ),
        Mistake(
            "snapshots/coin__information.snap",
            ["value n: integer 4\n", ""],
            [
                "the snapshot of cell `information` has no value `n`",
                "src/coin.md:12",
                RUN,
            ],
        ),
    ])?;
    for (gone, what, place) in [
        (
            "snapshots/coin__tricky.snap",
            "cell `tricky` has no snapshot",
            "src/coin.md:43",
        ),
        (
            "snapshots/coin__draw__bar.snap.svg",
            "picture `bar` of cell `draw` lacks its file `coin__draw__bar.snap.svg`",
            "src/coin.md:53",
        ),
        // insta's header beside the picture.
        (
            "snapshots/coin__draw__bar.snap",
            "picture `bar` of cell `draw` lacks its file `coin__draw__bar.snap`",
            "src/coin.md:53",
        ),
    ] {
        let book = Copy::new()?;
        std::fs::remove_file(book.root().join(gone))?;
        let found = build(book.root()).err().unwrap_or_default();
        assert!(
            found.contains(&format!("error: {what}\n  --> {place}\n  help: {RUN}\n")),
            "{found}"
        );
    }
    Ok(())
}

#[test]
fn the_command_that_takes_snapshots_is_the_book_s_own() -> Result {
    let book = Copy::new()?;
    book.replace(
        TOML,
        "before = [\"links\"]",
        "before = [\"links\"]\naccept = \"make snapshots\"",
    )?;
    book.replace(COIN, "{:.4} bits", "{:.5} bits")?;
    let found = build(book.root()).err().unwrap_or_default();
    assert!(
        found.contains("help: run the cells and look at what changed: make snapshots\n"),
        "{found}"
    );
    Ok(())
}

#[test]
fn snapshots_must_have_an_owner() -> Result {
    let help = "delete the file; or bring back the cell, or its chapter in SUMMARY.md";
    for (file, text, name) in [
        (
            "snapshots/coin__gone.snap",
            "---\n---\ncell: 1\noutput:\n",
            "coin__gone",
        ),
        (
            "snapshots/coin__draw__foo.snap.svg",
            "<svg/>",
            "coin__draw__foo",
        ),
        (
            "snapshots/coin__information__n.snap.svg",
            "<svg/>",
            "coin__information__n",
        ),
    ] {
        let book = Copy::new()?;
        book.write(file, text)?;
        assert_eq!(
            build(book.root()),
            Err(format!(
                "error: no cell owns the snapshot `{name}`\n  --> {file}\n  help: {help}\n\n\
                 the book was not built: 1 problem"
            ))
        );
    }
    Ok(())
}

#[test]
fn placeholders_must_name_a_value_and_say_how_to_show_it() -> Result {
    let of = "{{information.h.bits:.4}}";
    let at = "src/coin.md:28";
    each_fails([
        Mistake(
            COIN,
            [of, "{{information.k.bits:.4}}"],
            ["unknown value `coin/information.k`", at, KNOWN],
        ),
        Mistake(
            COIN,
            [of, "{{informtion.h.bits:.4}}"],
            ["unknown value `coin/informtion.h`", at, KNOWN],
        ),
        Mistake(
            COIN,
            [of, "{{coins/information.h.bits:.4}}"],
            [
                "unknown value `coins/information.h`",
                at,
                "no chapter is named `coins`; declare the value in the comment above the cell, or mend the name",
            ],
        ),
        Mistake(
            COIN,
            [of, "{{snapshots/information.h.bits:.4}}"],
            [
                "unknown value `snapshots/information.h`",
                at,
                "chapter `snapshots` has no values; declare the value in the comment above the cell, or mend the name",
            ],
        ),
        Mistake(
            COIN,
            [of, "{{information.h.dits:.4}}"],
            [
                "value `coin/information.h`: value `h` cannot be read in `dits`: choose one of `.nats`, `.bits`",
                at,
                MEND,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{information.h:.4}}"],
            [
                "value `coin/information.h`: value `h` has units: choose one of `.nats`, `.bits`",
                at,
                MEND,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{information.n.bits}}"],
            [
                "value `coin/information.n`: value `n` is a plain number: leave out `.bits`",
                at,
                MEND,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{information.h.bits}}"],
            [
                "value `coin/information.h`: say how many digits to show, such as `:.2` or `:.2e`",
                at,
                MEND,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{information.h.bits:.13}}"],
            [
                "value `coin/information.h`: it asks for 13 significant digits; a snapshot holds 12",
                at,
                MEND,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{information.n:.1}}"],
            [
                "value `coin/information.n`: it is a whole number: leave out the format",
                at,
                MEND,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{draw.bar}}"],
            [
                "value `coin/draw.bar`: value `bar` is a picture: show it as ![caption](….snap.svg)",
                at,
                MEND,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{H}}"],
            ["`{{H}}` is not a placeholder", at, PLACEHOLDERS],
        ),
        Mistake(
            COIN,
            [of, "{{information.h.bits:4}}"],
            [
                "`{{information.h.bits:4}}` is not a placeholder",
                at,
                PLACEHOLDERS,
            ],
        ),
        Mistake(
            COIN,
            [of, "{{0.35}}"],
            [
                "`0.35` is marked as an input, but no cell of the chapter uses it",
                at,
                "write 0.35 in the code of a cell; or, if a cell computes it, show the cell's value: {{cell.value:.2}}",
            ],
        ),
    ])
}

#[test]
fn values_must_be_used() -> Result {
    let book = Copy::new()?;
    book.replace(
        "snapshots/coin__information.snap",
        "value n:",
        "value unused: integer 4\nvalue n:",
    )?;
    // The remedy is one that works: it depends on what the value is.
    each_fails([
        Mistake(
            COIN,
            [" and {{information.far:.1}}", ""],
            [
                "no page uses the value `information.far`",
                "src/coin.md:8",
                "show it, {{information.far:.2}}, or take its declaration out",
            ],
        ),
        Mistake(
            COIN,
            ["(../snapshots/coin__draw__bar.snap.svg)", "(bar.svg)"],
            [
                "no page uses the value `draw.bar`",
                "src/coin.md:50",
                "show it, ![caption](../snapshots/coin__draw__bar.snap.svg), or take its declaration out",
            ],
        ),
    ])?;
    // Those of which the fixture has many: nothing but their cell is left of the chapter.
    let book = Copy::new()?;
    let coin = book.read(COIN)?;
    let cell = coin
        .split_inclusive("println!(\"{:.4} bits\", info.bits());\n```\n")
        .next();
    book.write(COIN, cell.unwrap_or_default())?;
    book.write(LOGS, "")?;
    book.write("src/README.md", "")?;
    let found = build(book.root()).err().unwrap_or_default();
    for help in [
        "help: show it, {{information.h.nats:.2}}, or take",
        "help: show it, {{information.n}}, or take",
        "help: show it, {{information.tiny:.2}}, or take",
    ] {
        assert!(found.contains(help), "no `{help}` in:\n{found}");
    }
    Ok(())
}

#[test]
fn what_looks_computed_must_not_be_typed() -> Result {
    let typed = "`0.74` is typed into the text";
    each_fails([
        Mistake(
            COIN,
            ["*entropy*", "*entropy* of 0.74"],
            [typed, "src/coin.md:3", MARK_OR_SHOW],
        ),
        Mistake(
            COIN,
            ["A coin and", "A coin of 0.74 and"],
            [typed, "src/coin.md:1", MARK_OR_SHOW],
        ),
        Mistake(
            COIN,
            [
                "| {{information.h.bits:.4}} |",
                "| {{information.h.bits:.4}} or 0.74 |",
            ],
            [typed, "src/coin.md:28", MARK_OR_SHOW],
        ),
        Mistake(
            COIN,
            ["Its bar", "Its 0.74 bar"],
            [typed, "src/coin.md:58", MARK_OR_SHOW],
        ),
        Mistake(
            COIN,
            ["The sum is $x", "The sum is $0.74 + x"],
            [typed, "src/coin.md:30", MARK_OR_SHOW],
        ),
        Mistake(
            COIN,
            ["  &\\approx", "  &= 0.74 \\approx"],
            [typed, "src/coin.md:35", MARK_OR_SHOW],
        ),
        Mistake(
            LOGS,
            ["<b>", "<b>0.74 "],
            [typed, "src/part/logs.md:3", MARK_OR_SHOW],
        ),
    ])?;
    // After words that refer only where they are names; and without a digit before the point.
    let book = Copy::new()?;
    book.replace(
        COIN,
        "Here comes the text.",
        "As in the exercise: 0.7370 bits. In this example 0.737 bits.\n\
         See the table: 0.51, by definition 0.83, or .737, after Theorem 2.6.",
    )?;
    let found = build(book.root()).err().unwrap_or_default();
    for (number, mark, line) in [
        ("0.7370", "{{0.7370}}", 41),
        ("0.737", "{{0.737}}", 41),
        ("0.51", "{{0.51}}", 42),
        ("0.83", "{{0.83}}", 42),
        (".737", "{{0.737}}", 42),
    ] {
        let help = MARK_OR_SHOW.replace("{{0.74}}", mark);
        let problem = format!(
            "error: `{number}` is typed into the text\n  --> src/coin.md:{line}\n  help: {help}\n"
        );
        assert!(found.contains(&problem), "no\n{problem}in\n{found}");
    }
    assert!(found.ends_with("5 problems"), "{found}");
    // In a comment of the code, which makes its snapshot stale as well.
    let book = Copy::new()?;
    book.replace(COIN, "not a `formula`", "is 0.74")?;
    assert_eq!(
        build(book.root()),
        Err(format!(
            "error: cell `information` changed since its snapshot was taken\n  \
             --> src/coin.md:12\n  help: {RUN}\n\n\
             error: `0.74` is typed into a comment\n  --> src/coin.md:14\n  \
             help: print it, or say it in words: what is computed is not typed\n\n\
             the book was not built: 2 problems"
        ))
    );
    Ok(())
}

#[test]
fn names_must_be_good_and_given_once() -> Result {
    let another = "give one of them another name";
    each_fails([
        Mistake(
            COIN,
            ["<!-- cell: tricky", "<!-- cell: information"],
            [
                "two cells are named `information`; the first is on line 12",
                "src/coin.md:42",
                another,
            ],
        ),
        Mistake(
            COIN,
            ["far\n", "far\nn = 5\n"],
            [
                "value `n` is declared twice in cell `information`",
                "src/coin.md:9",
                another,
            ],
        ),
        Mistake(
            COIN,
            ["<!-- cell: tricky", "<!-- cell: So Tricky"],
            [
                "`So Tricky` cannot name a cell",
                "src/coin.md:42",
                "use small letters, digits and hyphens, a letter first, at most 50 in all",
            ],
        ),
        Mistake(
            COIN,
            ["far\n", "far\nFar = 2\n"],
            [
                "`Far = 2` declares no value of cell `information`",
                "src/coin.md:9",
                "write `value = expression`, the name in small letters, digits and underscores",
            ],
        ),
    ])
}

#[test]
fn chapters_must_have_names_of_their_own() -> Result {
    let book = Copy::new()?;
    book.write("src/part-logs.md", "# Another\n")?;
    book.replace(
        "src/SUMMARY.md",
        "- [Snapshots]",
        "- [Another](part-logs.md)\n- [Snapshots]",
    )?;
    assert_eq!(
        build(book.root()),
        Err(
            "error: chapter `part-logs` has the same name in snapshots as src/part/logs.md\n  \
             --> src/part-logs.md\n  help: rename one of the files\n\n\
             the book was not built: 1 problem"
                .into()
        )
    );
    Ok(())
}

#[test]
fn blocks_must_be_such_that_rustdoc_tests_them() -> Result {
    let fence = "```rust\nlet n: i64";
    let open = "open it with ```rust in small letters, and after that only what rustdoc knows";
    each_fails([
        Mistake(
            LOGS,
            [fence, "```rust,cell=parse\nlet n: i64"],
            [
                "cell `parse` is a block of `rust,cell=parse`",
                "src/part/logs.md:9",
                PLAIN_FENCE,
            ],
        ),
        Mistake(
            LOGS,
            [fence, "```rust,ignore\nlet n: i64"],
            [
                "cell `parse` is a block of `rust,ignore`",
                "src/part/logs.md:9",
                PLAIN_FENCE,
            ],
        ),
        Mistake(
            LOGS,
            [fence, "```\nlet n: i64"],
            [
                "cell `parse` is a block without a language",
                "src/part/logs.md:9",
                PLAIN_FENCE,
            ],
        ),
        Mistake(
            COIN,
            ["rust,compile_fail", "rust,compile_fail,name=x"],
            [
                "rustdoc passes over a block of `rust,compile_fail,name=x`, which would go untested",
                "src/coin.md:60",
                open,
            ],
        ),
        Mistake(
            COIN,
            ["rust,compile_fail", "rs,compile_fail"],
            [
                "rustdoc passes over a block of `rs,compile_fail`, which would go untested",
                "src/coin.md:60",
                open,
            ],
        ),
        Mistake(
            COIN,
            ["rust,compile_fail", "Rust,compile_fail"],
            [
                "rustdoc passes over a block of `Rust,compile_fail`, which would go untested",
                "src/coin.md:60",
                open,
            ],
        ),
        Mistake(
            COIN,
            ["```rust,compile_fail", "```"],
            [
                "a code block without a language, which rustdoc would compile as Rust",
                "src/coin.md:60",
                "fence it and name its language: ```text",
            ],
        ),
    ])?;
    for (from, to) in [
        ("rust,compile_fail", "rust"),
        ("rust,compile_fail", "Rust,cell=x"),
        // rustdoc takes them for Rust all the same.
        ("rust,compile_fail", "edition2021"),
        ("rust,compile_fail", "test_harness"),
    ] {
        let book = Copy::new()?;
        book.replace(COIN, from, to)?;
        assert_eq!(
            build(book.root()),
            Err(format!(
                "error: a Rust block without a name\n  --> src/coin.md:60\n  help: {DIRECTIVE}; \
                 or mark the block `rust,ignore`\n\nthe book was not built: 1 problem"
            ))
        );
    }
    Ok(())
}

#[test]
fn directives_must_stand_above_their_block_at_the_margin() -> Result {
    let place = "move it out: cells, pictures and lists of snapshots stand at the margin, with \
                 nothing else on their lines";
    each_fails([
        Mistake(
            LOGS,
            [
                "In prose {{parse.n}}",
                "<!-- cell: more -->\n\nIn prose {{parse.n}}",
            ],
            [
                "`cell: more` stands above no Rust block",
                "src/part/logs.md:16",
                DIRECTIVE,
            ],
        ),
        Mistake(
            LOGS,
            [
                "In prose {{parse.n}}",
                "In prose <!-- cell: more --> {{parse.n}}",
            ],
            [
                "`<!-- cell: more -->` stands inside a paragraph, a list, a quotation or other HTML",
                "src/part/logs.md:16",
                place,
            ],
        ),
        Mistake(
            LOGS,
            [
                "In prose {{parse.n}}",
                "> <!-- cell: more -->\n> ```rust\n> 1;\n> ```\n\nIn prose {{parse.n}}",
            ],
            [
                "`<!-- cell: more -->` stands inside a paragraph, a list, a quotation or other HTML",
                "src/part/logs.md:16",
                place,
            ],
        ),
        Mistake(
            LOGS,
            [
                "In prose {{parse.n}}",
                "<div>\n<!-- cell: more -->\n```rust\n1;\n```\n</div>\n\nIn prose {{parse.n}}",
            ],
            [
                "`<!-- cell: more -->` stands inside a paragraph, a list, a quotation or other HTML",
                "src/part/logs.md:17",
                place,
            ],
        ),
        Mistake(
            "src/snapshots.md",
            ["The end.", "<!-- cell: more"],
            [
                "the comment `<!-- cell: more` is never closed",
                "src/snapshots.md:7",
                "close it with -->",
            ],
        ),
        Mistake(
            "src/snapshots.md",
            ["cells: snapshots", "cells: all"],
            [
                "an unknown list of cells",
                "src/snapshots.md:5",
                "write `<!-- cells: snapshots -->` for the list of all snapshots, \
                 `<!-- cells: claims -->` for that of all claims",
            ],
        ),
    ])
}

#[test]
fn pictures_must_exist_and_stand_alone() -> Result {
    let alone = "put it at the margin, on lines of its own, with empty lines around it";
    let inside = "picture `coin__draw__bar` stands inside a paragraph, a list or a quotation";
    let again = |to: &'static str| ["Here comes the text.", to];
    each_fails([
        Mistake(
            COIN,
            again("![c](coin__draw__baz.snap.svg)\n"),
            [
                "unknown picture `coin__draw__baz.snap.svg`",
                "src/coin.md:41",
                "name it chapter__cell__value; the book has `coin__draw__bar.snap.svg`",
            ],
        ),
        Mistake(
            COIN,
            again("See ![c](../snapshots/coin__draw__bar.snap.svg)\n"),
            [inside, "src/coin.md:41", alone],
        ),
        Mistake(
            COIN,
            again("> ![c](../snapshots/coin__draw__bar.snap.svg)\n"),
            [inside, "src/coin.md:41", alone],
        ),
        Mistake(
            COIN,
            again("- ![c](../snapshots/coin__draw__bar.snap.svg)\n"),
            [inside, "src/coin.md:41", alone],
        ),
        Mistake(
            COIN,
            again("![c][bar]\n\n[bar]: ../snapshots/coin__draw__bar.snap.svg\n"),
            [
                "picture `coin__draw__bar` is given by reference",
                "src/coin.md:41",
                "write its path in place: ![caption](../snapshots/coin__draw__bar.snap.svg)",
            ],
        ),
    ])
}

#[test]
fn formulas_must_be_such_that_katex_sets_them() -> Result {
    let dollars = "write `\\$` for the sign itself; within a formula close every brace, and \
                   leave no space after the first `$` or before the last, and no empty line; \
                   write a backtick without a partner as `&#96;`";
    let mend = "mend the LaTeX";
    each_fails([
        // In the first line, before anything has shifted; then below cells of many lines.
        Mistake(
            COIN,
            ["A coin and $H$", "A coin and $\\nosuch$"],
            [
                "KaTeX rejects `\\nosuch`: Undefined control sequence: \\nosuch at position 1: \\nosuch",
                "src/coin.md:1",
                mend,
            ],
        ),
        Mistake(
            COIN,
            ["A coin and $H$", "A coin and $\\frac{H$"],
            [
                "`$\\frac{H$` is a formula to KaTeX, but not to Markdown",
                "src/coin.md:1",
                dollars,
            ],
        ),
        Mistake(
            COIN,
            ["| $H$ |", "| $\\H_q$ |"],
            [
                "KaTeX rejects `\\H_q`: Expected group as argument to '\\H' at position 3: \\H_q",
                "src/coin.md:28",
                mend,
            ],
        ),
        Mistake(
            COIN,
            ["Here comes the text.", "Here comes $\\nosuch$."],
            [
                "KaTeX rejects `\\nosuch`: Undefined control sequence: \\nosuch at position 1: \\nosuch",
                "src/coin.md:41",
                mend,
            ],
        ),
        Mistake(
            COIN,
            [
                "of $\\log_2 {{information.n}}$",
                "of $\\nosuch {{information.n}}$",
            ],
            [
                "KaTeX rejects `\\nosuch 4`: Undefined control sequence: \\nosuch at position 1: \\nosuch 4",
                "src/coin.md:58",
                mend,
            ],
        ),
        Mistake(
            COIN,
            ["{{#include ../macros.txt}}", "$$\\nosuch$$"],
            [
                "KaTeX rejects `\\nosuch`: Undefined control sequence: \\nosuch at position 1: \\nosuch",
                "src/coin.md:64",
                mend,
            ],
        ),
        // A second one, far below: the line is that where the formula begins.
        Mistake(
            LOGS,
            [
                "In prose {{parse.n}}",
                "$$\nx \\\\\n\\nosuch\n$$\n\nIn prose {{parse.n}}",
            ],
            [
                "KaTeX rejects `x \\\\\n\\nosuch`: Undefined control sequence: \\nosuch at position 7:  x \\\\ \\nosuch",
                "src/part/logs.md:16",
                mend,
            ],
        ),
        Mistake(
            "src/snapshots.md",
            ["The end.", "It costs $5."],
            [
                "a `$` that no other closes",
                "src/snapshots.md:7",
                "close the formula; for the sign itself write `\\$`",
            ],
        ),
        Mistake(
            COIN,
            ["Here comes the text.", "It costs $5 or 6 $."],
            [
                "`$5 or 6 $` is a formula to KaTeX, but not to Markdown",
                "src/coin.md:41",
                dollars,
            ],
        ),
        Mistake(
            COIN,
            ["Here comes the text.", "It costs $5."],
            [
                "`$5. …` is a formula to KaTeX, but not to Markdown",
                "src/coin.md:41",
                dollars,
            ],
        ),
        Mistake(
            COIN,
            ["Here comes the text.", "A lonely ` sign."],
            [
                "`$6` and ``` $` is a formula to KaTeX, but not to Markdown",
                "src/coin.md:45",
                dollars,
            ],
        ),
        Mistake(
            "src/snapshots.md",
            ["The end.", "A lonely ` sign.\n\nAnd $x$, and $y$."],
            [
                "`$x$` is a formula to Markdown, but not to KaTeX",
                "src/snapshots.md:9",
                "look before it for a backtick or a `$` without its partner; write them as `&#96;` and `\\$`",
            ],
        ),
    ])
}

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
fn all_problems_come_at_once_in_order() -> Result {
    let book = Copy::new()?;
    book.replace(COIN, "*entropy*", "*entropy* of 0.74")?;
    book.replace(COIN, "<!-- cell: tricky", "<!-- cell: trickier")?;
    book.replace(LOGS, "In prose {{parse.n}}", "In prose {{parse.m}}")?;
    book.replace(TOML, "no-css", "no-cs")?;
    let found = build(book.root()).err().unwrap_or_default();
    let places: Vec<_> = found
        .lines()
        .filter_map(|l| l.strip_prefix("  --> "))
        .collect();
    assert_eq!(
        places,
        [
            "book.toml:9",
            "src/coin.md:3",
            "src/coin.md:43",
            "src/part/logs.md:16"
        ]
    );
    assert!(
        found.ends_with("the book was not built: 4 problems"),
        "{found}"
    );
    Ok(())
}

#[test]
fn a_formula_is_looked_at_once_the_rest_is_right() -> Result {
    let book = Copy::new()?;
    book.replace(COIN, "<!-- cell: tricky", "<!-- cell: trickier")?;
    book.replace(COIN, "$H$\n", "$\\frac{H$\n")?;
    let found = build(book.root()).err().unwrap_or_default();
    assert!(found.contains("1 problem"), "{found}");
    Ok(())
}

/// The part of a page that the chapter makes.
fn main_of(book: &Copy, page: &str) -> Result<String> {
    let html = book.read(&format!("book/{page}"))?;
    let main = html
        .split_once("<main>")
        .and_then(|(_, rest)| rest.split_once("</main>"));
    Ok(main.ok_or("no <main>")?.0.to_owned())
}

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

/// The chapters as the preprocessor leaves them, before LaTeX is set: path and text.
fn woven(root: &Path) -> Result<Vec<(String, String)>> {
    let book = MDBook::load(root)?;
    let context = PreprocessorContext::new(root.to_owned(), book.config.clone(), "html".into());
    let woven = Cells.run(&context, book.book)?;
    Ok(woven
        .chapters()
        .filter_map(|c| {
            Some((
                c.source_path.as_ref()?.display().to_string(),
                c.content.clone(),
            ))
        })
        .collect())
}

/// Takes away all that a source has of ours: directives, placeholders, pictures' brackets.
/// What is left must stand in the woven text, piece by piece, in the same order.
#[test]
fn text_passes_through_byte_for_byte() -> Result {
    let book = Copy::new()?;
    let ours = regex::Regex::new(
        r"(?s)<!-- cells?:.*?-->\n|\{\{[^#{}\n]+\}\}|!\[|\]\([^)]*\.snap\.svg\)",
    )?;
    let code = regex::Regex::new(r"(?sm)^(````?)rust.*?^````?$")?;
    for (path, woven) in woven(book.root())? {
        let source = book.read(&format!("src/{path}"))?;
        let blocks: Vec<_> = code.find_iter(&source).map(|m| m.range()).collect();
        let in_code = |at: usize| blocks.iter().any(|block| block.contains(&at));
        let mut at = 0;
        let mut pieces = Vec::new();
        for found in ours.find_iter(&source).filter(|m| !in_code(m.start())) {
            pieces.push(&source[at..found.start()]);
            at = found.end();
        }
        pieces.push(&source[at..]);
        // Outputs stand between a block and the text below it.
        let pieces = pieces.iter().flat_map(|piece| {
            let end = code.find_iter(piece).last().map_or(0, |block| block.end());
            [&piece[..end], &piece[end..]]
        });
        let mut rest = woven.as_str();
        for piece in pieces {
            let found = rest.find(piece);
            let start = found.ok_or_else(|| format!("{path} lost {piece:?} before {rest:?}"))?;
            rest = &rest[start + piece.len()..];
        }
        if path == "README.md" {
            let number = "<a class=\"value\" href=\"part/logs.html#cell-parse\" \
                          title=\"Computed by cell parse\">−3</a>";
            assert_eq!(woven, source.replace("{{part-logs/parse.n}}", number));
        }
    }
    Ok(())
}

#[test]
fn a_chapter_with_nothing_of_ours_is_not_touched() -> Result {
    let book = Copy::new()?;
    let text = "# Ünïcödé — 漢字 🦀\n\n\\$ `$` $a_1$ {x} { {y} } * _ [a][b]\n\n\n\n text  \n> q\n\n- a\n  - b\n\n```text\n{{x}} 0.74\n```\n\n<div a='b'>\n\n&amp; \\* </div>\n\n[b]: <c d.md>\n\nno end of line";
    book.write("src/other.md", text)?;
    book.replace(
        "src/SUMMARY.md",
        "- [Snapshots]",
        "- [Other](other.md)\n- [Snapshots]",
    )?;
    let chapters = woven(book.root())?;
    let other = chapters.iter().find(|(path, _)| path == "other.md");
    assert_eq!(
        other.map(|(_, text)| text.as_str()).unwrap_or_default(),
        text
    );
    assert_eq!(chapters, woven(book.root())?);
    Ok(())
}

#[test]
fn katex_cannot_be_told_to_hide_errors() -> Result {
    let book = Copy::new()?;
    book.replace(
        TOML,
        "no-css = true",
        "no-css = true\nthrow-on-error = false",
    )?;
    build(book.root())?;
    book.replace(COIN, "A coin and $H$", "A coin and $\\nosuch$")?;
    let found = build(book.root()).err().unwrap_or_default();
    assert!(found.contains("KaTeX rejects `\\nosuch`"), "{found}");
    Ok(())
}

#[test]
fn a_macro_cannot_let_katex_number_displays() -> Result {
    let book = Copy::new()?;
    book.write(
        "macros.txt",
        "\\bits:\\text{bits}\n\\eqs:\\begin{align} a &= b \\end{align}\n",
    )?;
    book.replace(LOGS, "See [the", "$$\n\\eqs\n$$\n\nSee [the")?;
    let found = build(book.root()).err().unwrap_or_default();
    let expected =
        "error: `\\eqs` is numbered by KaTeX, where no check sees it\n  --> src/part/logs.md:3\n";
    assert!(found.starts_with(expected), "{found}");
    Ok(())
}

#[test]
fn a_formula_in_a_comment_is_left_alone() -> Result {
    let book = Copy::new()?;
    book.replace(
        COIN,
        "Here comes the text.",
        "Here comes <!-- $\\nosuch$ --> the text.",
    )?;
    book.replace(LOGS, "See [the", "<!--\n$\\nosuch$ 0.74\n-->\n\nSee [the")?;
    build(book.root())?;
    Ok(())
}

#[test]
fn what_hangs_on_a_cell_that_was_not_read_is_not_reported() -> Result {
    let above = "error: `cell: parse` stands above no Rust block";
    for (fence, expected) in [
        (
            "```rust",
            &[above, "error: a Rust block without a name"][..],
        ),
        ("```text", &[above]),
    ] {
        let book = Copy::new()?;
        book.replace(
            LOGS,
            "-->\n\n```rust",
            &format!("-->\n\nSome words.\n\n{fence}"),
        )?;
        let found = build(book.root()).err().unwrap_or_default();
        let errors: Vec<_> = found.lines().filter(|l| l.starts_with("error")).collect();
        assert_eq!(errors, expected);
    }
    Ok(())
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
