//! The table of pairs in PAIRS.md lists exactly the implementations.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

type Pairs = BTreeSet<(String, String)>;
/// P, Q and why their divergence is infinite.
type Reasons = BTreeSet<(String, String, String)>;

#[test]
fn table_lists_exactly_the_implementations() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut implemented = Pairs::new();
    visit(&root.join("src"), &mut implemented)?;
    let listed = listed(&std::fs::read_to_string(root.join("PAIRS.md"))?)?;
    assert!(implemented.len() > 20, "only {implemented:?} were found");
    let missing: Vec<_> = implemented.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&implemented).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "PAIRS.md lacks {missing:?}, and has {gone:?} for which there is no code"
    );
    Ok(())
}

#[test]
fn infinite_pairs_are_listed_as_they_are() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code = std::fs::read_to_string(root.join("src/pairs/infinite.rs"))?;
    let readme = std::fs::read_to_string(root.join("PAIRS.md"))?;
    let implemented = infinite_in_code(&code)?;
    let listed = infinite_in_readme(&readme)?;
    assert!(implemented.len() > 100, "only {implemented:?} were found");
    let of = |rows: &Reasons| -> Vec<String> {
        let listed = rows.iter().map(|(p, q, why)| format!("{p}‖{q}: {why}"));
        listed.collect()
    };
    assert_eq!(of(&implemented), of(&listed));
    // One that is infinite for all parameters is not among the others.
    let others = self::listed(&readme)?;
    let names: Pairs = implemented.into_iter().map(|(p, q, _)| (p, q)).collect();
    assert_eq!(names.intersection(&others).next(), None);
    Ok(())
}

/// P, Q and the reason, of each line of the table in the code.
fn infinite_in_code(code: &str) -> Result<Reasons, Box<dyn Error>> {
    let (_, table) = code
        .split_once("\ninfinite! {\n")
        .ok_or("the code has no table")?;
    let (table, _) = table.split_once("\n}\n").ok_or("the table has no end")?;
    let mut rows = Reasons::new();
    for line in table.split(';').filter(|line| !line.trim().is_empty()) {
        let wrong = || format!("not a line of the table: {line}");
        let (ps, rest) = line.split_once("=>").ok_or_else(wrong)?;
        let (qs, why) = rest.split_once(':').ok_or_else(wrong)?;
        let names = |list: &str| -> Vec<String> {
            let list = list.trim().trim_matches(['[', ']']);
            list.split(',').map(|name| name.trim().to_owned()).collect()
        };
        add(
            &mut rows,
            &names(ps),
            &names(qs),
            why.trim().trim_matches('"'),
        )?;
    }
    Ok(rows)
}

/// The same of the table in PAIRS.md.
fn infinite_in_readme(readme: &str) -> Result<Reasons, Box<dyn Error>> {
    let (_, table) = readme
        .split_once("| every P of | from every Q of | because |")
        .ok_or("PAIRS.md has no table of infinite pairs")?;
    let lines = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    let mut rows = Reasons::new();
    for line in lines {
        let line = line.replace("\\|", "\0");
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let names = |column: &str| -> Vec<String> {
            let column = column.split('`').skip(1).step_by(2);
            column.map(str::to_owned).collect()
        };
        let why = columns[3].replace('\0', "|");
        add(&mut rows, &names(columns[1]), &names(columns[2]), &why)?;
    }
    Ok(rows)
}

/// Every P with every Q; none may come twice.
fn add(rows: &mut Reasons, ps: &[String], qs: &[String], why: &str) -> Result<(), Box<dyn Error>> {
    for p in ps {
        for q in qs {
            if rows.iter().any(|row| (&row.0, &row.1) == (p, q)) {
                return Err(format!("twice: {p}‖{q}").into());
            }
            rows.insert((p.clone(), q.clone(), why.to_owned()));
        }
    }
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
        .ok_or("PAIRS.md has no table")?;
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
