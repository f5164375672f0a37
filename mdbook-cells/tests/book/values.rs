//! Values and the numbers in the text.

use super::*;

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
