//! Pictures.

use super::*;

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
