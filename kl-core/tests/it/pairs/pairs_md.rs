//! `PAIRS.md`, a part of the documentation of `KlDivergence`, is what the table of pairs
//! says, and the table lists exactly the implementations.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/PAIRS.md");

struct Row {
    p: &'static str,
    q: &'static str,
    infinite: &'static str,
    formula: &'static str,
    ulp: String,
}

macro_rules! rows {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        [$($ulp:literal $(per $condition:literal)? $(in $cases:literal)?: $why:literal),+];
    )*) => {
        vec![$(Row {
            p: stringify!($p),
            q: stringify!($q),
            infinite: concat!("", $($infinite)?),
            formula: $formula,
            ulp: ulp(&[$((stringify!($ulp), concat!("", $($condition)?), concat!("", $($cases)?))),+]),
        }),*]
    };
}

macro_rules! infinite_rows {
    ($([$($p:ident),*] => [$($q:ident),*]: $why:literal;)*) => {
        vec![$((&[$(stringify!($p)),*][..], &[$(stringify!($q)),*][..], $why)),*]
    };
}

/// What the first line says, and from which dimension on there is a condition number.
fn ulp(lines: &[(&str, &str, &str)]) -> String {
    let (first, condition, _) = lines[0];
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    for (more, _, cases) in lines {
        assert!(
            number(more) <= number(first),
            "{first}, and {more} for {cases}: the largest comes first"
        );
    }
    let mut text = first.to_owned();
    if !condition.is_empty() {
        text += " ×";
    }
    if lines.iter().any(|line| line.2.contains("dimension")) {
        text += "; × from 21 dimensions";
    }
    text
}

/// In a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn pairs_md() -> Result<String, std::fmt::Error> {
    let mut text = "\
# The pairs

The trait is implemented for these pairs and no others. `Pmf`, `Logits`, `Joint` and
`MultivariateNormal` are in `kl_core`; `ContinuousBernoulli`, `HalfNormal`,
`HurdlePoisson`, `InverseWishart`, `Kumaraswamy`, `LowRankNormal`, `MatrixNormal`,
`NormalGamma`, `NormalInverseGamma`, `NormalInverseWishart`, `NormalWishart`,
`SingularNormal`, `TruncatedNormal`, `VonMises`, `Wishart` and `ZeroInflatedPoisson` in
`kl_core::distribution`; the others in statrs.

Where it says exact, there is no closed form, and the sum over the counts that matter
is taken; it is an error if they are more than four million. The accuracy is the worst that
was found, in ulp from the correctly rounded value, near-equal parameters included; where it
says ×, it is multiplied by a condition number, which the documentation of the pair states.
Of the two with `Kumaraswamy` the mean of the logarithm has no closed form; it is an
integral, which is taken to all digits. \"never\" is infinite only beyond the largest double.

| P | Q | D(P‖Q) | ulp | infinite |
|---|---|---|---|---|
| `Pmf` | `Pmf` | Σ p ln(p/q) − p + q | as `Pmf::kl` | p > 0 = q for an outcome |
| `Logits` | `Logits` | ln(1 + Σ p (eˣ − 1 − x)) | as `Logits::kl` | a finite logit where Q has −∞ |
| `Joint` | `Joint` | as Pmf | as `Joint::kl` | as Pmf |
"
    .to_owned();
    let rows: Vec<Row> = pairs!(rows);
    for row in rows {
        let Row {
            p,
            q,
            infinite,
            formula,
            ulp,
        } = row;
        let infinite = if infinite.is_empty() {
            "never"
        } else {
            infinite
        };
        let (formula, infinite) = (cell(formula), cell(infinite));
        writeln!(text, "| `{p}` | `{q}` | {formula} | {ulp} | {infinite} |")?;
    }
    text += "
These are infinite whatever the parameters, each P from each Q of a row:

| every P of | from every Q of | because |
|---|---|---|
";
    let names = |list: &[&str]| {
        let quoted: Vec<String> = list.iter().map(|name| format!("`{name}`")).collect();
        quoted.join(", ")
    };
    for (ps, qs, why) in infinite_pairs!(infinite_rows) {
        writeln!(text, "| {} | {} | {} |", names(ps), names(qs), cell(why))?;
    }
    Ok(text)
}

#[test]
fn pairs_md_is_what_the_table_says() -> Result<(), Box<dyn Error>> {
    let (file, table) = (std::fs::read_to_string(PATH)?, pairs_md()?);
    assert!(
        file == table,
        "PAIRS.md differs from src/pairs/table.rs; to write it anew: \
         cargo test -p kl-core --test it -- --ignored write_pairs_md"
    );
    Ok(())
}

#[test]
#[ignore = "writes PAIRS.md"]
fn write_pairs_md() -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(PATH, pairs_md()?)?)
}

#[test]
fn the_table_lists_exactly_the_implementations() -> Result<(), Box<dyn Error>> {
    let mut listed = BTreeSet::new();
    // Their documentation is that of their methods.
    for own in ["Pmf", "Logits", "Joint"] {
        listed.insert((own.to_owned(), own.to_owned()));
    }
    let rows: Vec<Row> = pairs!(rows);
    for Row { p, q, .. } in rows {
        assert!(listed.insert((p.to_owned(), q.to_owned())), "{p}‖{q} twice");
    }
    let mut infinite = BTreeSet::new();
    for (ps, qs, _) in infinite_pairs!(infinite_rows) {
        for (p, q) in ps.iter().flat_map(|p| qs.iter().map(move |q| (p, q))) {
            let pair = ((*p).to_owned(), (*q).to_owned());
            assert!(!listed.contains(&pair), "{p}‖{q} is not always infinite");
            assert!(infinite.insert(pair), "{p}‖{q} twice");
        }
    }
    assert!(infinite.len() > 100);
    let mut implemented = BTreeSet::new();
    visit(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut implemented,
    )?;
    let missing: Vec<_> = implemented.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&implemented).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "src/pairs/table.rs lacks {missing:?}, and has {gone:?} for which there is no code"
    );
    Ok(())
}

/// Adds what the Rust files below the folder implement.
fn visit(folder: &Path, pairs: &mut BTreeSet<(String, String)>) -> Result<(), Box<dyn Error>> {
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
    let q = q.strip_prefix('<').and_then(|q| q.strip_suffix('>'));
    let [p, q] = [p, q.unwrap_or(p)].map(|name| {
        // Without its parameters.
        let name = name.split('<').next().unwrap_or(name);
        name.trim_end_matches('{').trim().to_owned()
    });
    Some((p, q))
}
