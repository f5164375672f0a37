//! A public function that returns something has cases, or stands below with a reason.

use crate::harness::Failure;
use crate::public_items::{Function, public_functions};
use crate::tolerances::TOLERANCES;
use crate::without_cases::WITHOUT_CASES;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_public_function_has_cases() -> Result<(), Failure> {
    let functions = public_functions()?;
    let paths: BTreeSet<&str> = functions.iter().map(|f| f.path.as_str()).collect();
    assert!(paths.len() > 300, "only {paths:?}");

    let rows: BTreeSet<&str> = TOLERANCES.iter().map(|row| item(row.0)).collect();
    let excused: BTreeSet<&str> = excused().collect();
    let mut wrong = Vec::new();
    for path in &paths {
        match (rows.contains(path), excused.contains(path)) {
            (false, false) => wrong.push(format!("{path} has no oracle case and no excuse")),
            (true, true) => wrong.push(format!("{path} has cases and needs no excuse")),
            _ => {}
        }
    }
    for name in rows.union(&excused) {
        if !paths.contains(name) {
            wrong.push(format!(
                "{name} is in a table, but nothing public is called so"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    Ok(())
}

/// The names in backquotes of an excuse are those of functions: of a test, mostly.
#[test]
fn excuses_name_what_is_there() -> Result<(), Failure> {
    let mut sources = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                sources += &std::fs::read_to_string(path)?;
            }
        }
    }
    let functions = public_functions()?;
    for (reason, items) in WITHOUT_CASES {
        for name in reason.split('`').skip(1).step_by(2) {
            let last = name.rsplit("::").next().unwrap_or(name);
            let is_there = sources.contains(&format!("fn {last}("))
                || functions.iter().any(|f| f.path.ends_with(last));
            assert!(is_there, "{items:?}: there is no {name}");
        }
    }
    Ok(())
}

#[test]
fn no_excuse_stands_twice() {
    let mut seen = BTreeSet::new();
    for item in excused() {
        assert!(seen.insert(item), "{item} has two excuses");
    }
}

fn excused() -> impl Iterator<Item = &'static str> {
    let others = WITHOUT_CASES
        .iter()
        .flat_map(|(_, items)| items.iter().copied());
    others.chain(divergences!(values))
}

/// Divergences as values are compared with the methods in each case of these.
macro_rules! values {
    ($($value:ident, $method:ident, $ulp:literal: $why:literal;)*) => {
        [$(concat!("divergences::", stringify!($value))),*]
    };
}
use values;

#[test]
fn the_report_names_what_there_is() -> Result<(), Failure> {
    let functions = public_functions()?;
    let paths: BTreeSet<&str> = functions.iter().map(|f| f.path.as_str()).collect();
    let report = concat!(env!("CARGO_MANIFEST_DIR"), "/ACCURACY.md");
    let report = std::fs::read_to_string(report)?;
    let mut named = 0;
    for line in report.lines().filter(|line| line.starts_with("| `")) {
        let name = line.split('`').nth(1).ok_or("a row without a name")?;
        assert!(paths.contains(name), "ACCURACY.md: there is no {name}");
        named += 1;
    }
    assert!(named > 300, "only {named} rows");
    Ok(())
}

#[test]
fn no_documentation_promises_more_than_the_table() -> Result<(), Failure> {
    let functions = public_functions()?;
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (row, at_most, _) in TOLERANCES.iter() {
        let function = functions.iter().find(|f| f.path == item(row));
        let Some(promised) = function.and_then(promised) else {
            continue;
        };
        compared += 1;
        if promised < *at_most {
            wrong.push(format!(
                "{row}: its documentation says {promised} ulp, but it may be {at_most}"
            ));
        }
    }
    assert!(compared > 190, "only {compared} promises were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    Ok(())
}

/// The function of a row: after a comma it says which cases.
fn item(row: &str) -> &str {
    row.split(',').next().unwrap_or(row)
}

/// The largest n of "n ulp" in what the documentation says of accuracy, or in all of it; a pair's
/// is made from the table.
fn promised(function: &Function) -> Option<f64> {
    let mut sections = function.documentation.split("# ");
    match sections.find_map(|section| section.strip_prefix("Accuracy")) {
        Some(accuracy) => largest_number_of_ulp(accuracy),
        None if function.path.contains('‖') => None,
        None => largest_number_of_ulp(&function.documentation),
    }
}

/// The largest n of "n ulp" in the text.
fn largest_number_of_ulp(text: &str) -> Option<f64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let before_ulp = words.windows(2).filter(|pair| pair[1].starts_with("ulp"));
    before_ulp
        .filter_map(|pair| pair[0].parse().ok())
        .reduce(f64::max)
}
