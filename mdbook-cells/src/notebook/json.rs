//! Notebooks as JSON.

use serde::Serialize as _;
use serde_json::{Value as Json, json};

pub(super) fn code_cell(id: &str, source: &str, metadata: &Json, outputs: &[Json]) -> Json {
    json!({
        "cell_type": "code",
        "execution_count": null,
        "id": id,
        "metadata": metadata,
        "outputs": outputs,
        "source": lines(source),
    })
}

/// Jupyter keeps text as a list of lines, which makes for readable diffs.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// JSON with the indent that Jupyter writes.
pub(super) fn pretty(json: &Json) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    // JSON in memory is written to memory: neither can fail.
    let written = json.serialize(&mut serializer);
    debug_assert!(written.is_ok());
    bytes.push(b'\n');
    String::from_utf8_lossy(&bytes).into_owned()
}
