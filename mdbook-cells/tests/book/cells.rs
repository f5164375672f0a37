//! Cells, their names and their blocks.

use super::*;

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
