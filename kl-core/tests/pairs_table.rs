//! The table of pairs in the README lists exactly the implementations.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

type Pairs = BTreeSet<(String, String)>;

#[test]
fn table_lists_exactly_the_implementations() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut implemented = Pairs::new();
    visit(&root.join("src"), &mut implemented)?;
    let listed = listed(&std::fs::read_to_string(root.join("README.md"))?)?;
    assert!(implemented.len() > 20, "only {implemented:?} were found");
    let missing: Vec<_> = implemented.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&implemented).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "the README lacks {missing:?}, and has {gone:?} for which there is no code"
    );
    Ok(())
}

/// Adds what the Rust files below the folder implement.
fn visit(folder: &Path, pairs: &mut Pairs) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            visit(&path, pairs)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path)?;
            pairs.extend(text.lines().filter_map(implementation));
        }
    }
    Ok(())
}

/// P and Q of `impl KlDivergence<Q> for P {`, where Q is P if it is left out.
fn implementation(line: &str) -> Option<(String, String)> {
    let (before, after) = line.split_once("KlDivergence")?;
    if !before.starts_with("impl") {
        return None;
    }
    let (q, p) = after.split_once(" for ")?;
    let p = p.trim_end_matches('{').trim();
    let q = q.strip_prefix('<').and_then(|q| q.strip_suffix('>'));
    Some((p.to_owned(), q.unwrap_or(p).to_owned()))
}

/// The first two columns of the table, which are in backquotes.
fn listed(readme: &str) -> Result<Pairs, Box<dyn Error>> {
    let (_, table) = readme
        .split_once("| P | Q |")
        .ok_or("the README has no table")?;
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    let mut pairs = Pairs::new();
    for row in rows {
        let names: Vec<&str> = row.split('`').collect();
        let pair = (names[1].to_owned(), names[3].to_owned());
        if !pairs.insert(pair) {
            return Err(format!("twice: {row}").into());
        }
    }
    Ok(pairs)
}
