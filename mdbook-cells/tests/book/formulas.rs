//! Formulas.

use super::*;

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
fn a_formula_is_looked_at_once_the_rest_is_right() -> Result {
    let book = Copy::new()?;
    book.replace(COIN, "<!-- cell: tricky", "<!-- cell: trickier")?;
    book.replace(COIN, "$H$\n", "$\\frac{H$\n")?;
    let found = build(book.root()).err().unwrap_or_default();
    assert!(found.contains("1 problem"), "{found}");
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
