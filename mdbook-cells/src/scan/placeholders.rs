//! Placeholders: what stands in the text for numbers, inputs and the places of topics.

use crate::record::{Format, Setting};
use crate::scan::cell::Cell;
use crate::scan::decimals;
use crate::scan::fault::{Fault, Found};
use crate::scan::regions::{Regions, inside};
use crate::text::pattern;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A `{{…}}` in the text.
#[derive(Clone, Debug)]
pub(crate) struct Placeholder {
    pub(crate) range: Range<usize>,
    pub(crate) what: What,
    pub(crate) setting: Setting,
    /// Whether the number may be a link to its cell: not in headings, links, HTML, formulas.
    pub(crate) may_link: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// `{{0.9}}`: an input, which some cell of the chapter must use.
    Given(String),
    Reference(Reference),
    /// `{{where F5}}`: the places that treat a topic.
    Where(String),
}

/// `{{chapter/cell.value.unit:format}}`; chapter, unit and format may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reference {
    pub(crate) chapter: Option<String>,
    pub(crate) cell: String,
    pub(crate) value: String,
    pub(crate) unit: Option<String>,
    pub(crate) format: Option<Format>,
}

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{([^#{}\n][^{}\n]*)\}\}"));
static WHERE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^where ([A-Z]+[0-9]+)$"));
static GIVEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d+(\.\d+)?$"));
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:([a-z0-9][a-z0-9_-]*)/)?([a-z][a-z0-9-]*)\.([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?(?::(\.\d{1,3}e?))?$",
    )
});

/// The bytes of all that looks like a placeholder, wherever it stands.
pub(crate) fn ranges(text: &str) -> Vec<Range<usize>> {
    PLACEHOLDER
        .find_iter(text)
        .map(|found| found.range())
        .collect()
}

/// The placeholders of a text with these cells.
pub(crate) fn read(text: &str, regions: &Regions, cells: &[Cell]) -> Found<Vec<Placeholder>> {
    let literals = |cell: &Cell| decimals::literals(&cell.code);
    let inputs: Vec<f64> = cells.iter().flat_map(literals).collect();
    let mut placeholders = Vec::new();
    let mut faults = Vec::new();
    for range in ranges(text) {
        if inside(&regions.verbatim, range.start) {
            continue;
        }
        let whole = &text[range.clone()];
        let Some(what) = what(whole[2..whole.len() - 2].trim()) else {
            faults.push(Fault::new(
                range.start,
                format!("`{whole}` is not a placeholder"),
                "write {{cell.value:.2}}, {{cell.value.unit:.2}} or, for an input, {{0.9}}; \
                 for two braces of LaTeX, put a space between them: `{ {x} }`",
            ));
            continue;
        };
        if let What::Given(given) = &what
            && !inputs.iter().any(|have| given.parse() == Ok(*have))
        {
            faults.push(Fault::new(
                range.start,
                format!("`{given}` is marked as an input, but no cell of the chapter uses it"),
                format!(
                    "write {given} in the code of a cell; or, if a cell computes it, show \
                     the cell's value: {{{{cell.value:.2}}}}"
                ),
            ));
        }
        let math = inside(&regions.math, range.start);
        placeholders.push(Placeholder {
            what,
            setting: if math { Setting::Math } else { Setting::Prose },
            may_link: !math && !inside(&regions.unlinked, range.start),
            range,
        });
    }
    (placeholders, faults)
}

/// What the words between the braces ask for.
fn what(body: &str) -> Option<What> {
    if let Some(topic) = WHERE.captures(body) {
        return Some(What::Where(topic[1].to_owned()));
    }
    if GIVEN.is_match(body) {
        return Some(What::Given(body.to_owned()));
    }
    let parts = REFERENCE.captures(body)?;
    let part = |i: usize| parts.get(i).map(|m| m.as_str().to_owned());
    Some(What::Reference(Reference {
        chapter: part(1),
        cell: part(2)?,
        value: part(3)?,
        unit: part(4),
        format: match part(5) {
            Some(format) => Some(Format::parse(&format)?),
            None => None,
        },
    }))
}
