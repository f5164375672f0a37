//! Snapshots belong to cells, and cells to snapshots.

use super::*;

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
