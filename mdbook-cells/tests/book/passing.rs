//! What passes through, byte for byte.

use super::*;

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
