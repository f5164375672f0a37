//! The table `[preprocessor.katex]` of book.toml.

use crate::config::{error_in_table, line_of_table};
use crate::preprocessor::setting::Setting;
use crate::problem::Problem;
use mdbook_katex::cfg::KatexConfig;
use std::collections::BTreeMap;
use std::path::Path;

const TABLE: &str = "[preprocessor.katex]";

/// Reads the table `[preprocessor.katex]`, more strictly than mdbook-katex does: it lets a
/// value of a wrong type reset the whole table, and knows no unknown keys.
pub(super) fn read(
    root: &Path,
    table: &toml::Value,
    cells_before: &[String],
    book_toml: &str,
) -> Result<Setting, Vec<Problem>> {
    let line = line_of_table(book_toml, "preprocessor.katex");
    let problem = |what: String, help: &str| Problem::new("book.toml", line, what, help);
    let mut problems = Vec::new();
    for key in table.as_table().into_iter().flat_map(toml::Table::keys) {
        if !known_keys().iter().any(|known| known == key) {
            problems.push(problem(
                format!("{TABLE}: unknown key `{key}`"),
                "mend its name or take it out; mdbook-katex would pass over it",
            ));
        }
    }
    let mut config: KatexConfig = match table.clone().try_into() {
        Ok(config) => config,
        Err(e) => {
            problems.push(problem(
                error_in_table("preprocessor.katex", &e),
                "mend the value; mdbook-katex would pass over the whole table",
            ));
            return Err(problems);
        }
    };
    if !["html", "mathml", "htmlAndMathml"].contains(&config.output.as_str()) {
        problems.push(problem(
            format!("{TABLE}: unknown output `{}`", config.output),
            "choose html, mathml or htmlAndMathml",
        ));
    }
    let delimiters = [&config.inline_delimiter, &config.block_delimiter];
    if delimiters.map(|d| [d.left.as_str(), d.right.as_str()]) != [["$"; 2], ["$$"; 2]] {
        problems.push(problem(
            format!("{TABLE}: delimiters other than $ and $$"),
            "leave the delimiters at their default: Markdown knows formulas by them",
        ));
    }
    let after_cells = table
        .get("after")
        .and_then(toml::Value::as_array)
        .is_some_and(|after| after.iter().any(|name| name.as_str() == Some("cells")));
    if !after_cells && !cells_before.iter().any(|name| name == "katex") {
        problems.push(problem(
            format!("{TABLE} may run before [preprocessor.cells]"),
            "set after = [\"cells\"], so that formulas have their numbers when they are set",
        ));
    }
    let macros = match macros(root, &config, line) {
        Ok(macros) if problems.is_empty() => macros,
        Ok(_) => return Err(problems),
        Err(found) => {
            problems.extend(found);
            return Err(problems);
        }
    };
    // Where KaTeX would print an error into the page, there is still an error.
    config.throw_on_error = true;
    Ok(Setting::new(&config, macros))
}

/// The keys of mdbook-katex and those that mdBook gives every preprocessor.
fn known_keys() -> Vec<String> {
    let optional_and_general = [
        "macros",
        "command",
        "before",
        "after",
        "renderers",
        "optional",
    ];
    let own = toml::Table::try_from(KatexConfig::default()).unwrap_or_default();
    own.keys()
        .cloned()
        .chain(optional_and_general.map(str::to_owned))
        .collect()
}

/// The macros of a book, read as mdbook-katex reads them; but it panics where the file is missing or
/// has a line without a colon. The line is that of the table in book.toml.
pub(super) fn macros(
    root: &Path,
    config: &KatexConfig,
    line: usize,
) -> Result<BTreeMap<String, String>, Vec<Problem>> {
    let Some(file) = &config.macros else {
        return Ok(BTreeMap::new());
    };
    let text = std::fs::read_to_string(root.join(file)).map_err(|e| {
        vec![Problem::new(
            "book.toml",
            line,
            format!("{TABLE}: the macros in `{file}` cannot be read: {e}"),
            "mend the path, which starts at the book's root",
        )]
    })?;
    let mut macros = BTreeMap::new();
    let mut problems = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        if !line.starts_with('\\') {
            continue;
        }
        match line.split_once(':') {
            Some((name, replacement)) => {
                macros.insert(name.to_owned(), replacement.to_owned());
            }
            None => problems.push(Problem::new(
                file,
                index + 1,
                format!("`{}` is no macro", line.trim_end()),
                "write `\\name:replacement`",
            )),
        }
    }
    if problems.is_empty() {
        Ok(macros)
    } else {
        Err(problems)
    }
}
