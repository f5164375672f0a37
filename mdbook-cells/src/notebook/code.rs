//! The code of a notebook, with its outputs.

use crate::check::Checked;
use crate::notebook::json::{code_cell, lines};
use crate::record::{DIGITS, REPORT, Snapshot, Value};
use crate::scan::Cell;
use serde_json::{Value as Json, json};

impl Checked<'_> {
    pub(super) fn code_cell(&self, cell: &Cell) -> Json {
        let snapshot = self.snapshot(&cell.snapshot_name());
        let mut source = cell.program();
        if cell.check {
            // In a block of its own: evcxr keeps no closures or iterators from cell to cell, and
            // what a check defines is of no use to others. Its report is shown.
            source = format!("let {REPORT} = {{\n{source}\n{REPORT}\n}};\n{REPORT}");
        }
        let mut outputs = Vec::new();
        if !snapshot.output.is_empty() {
            outputs.push(json!({
                "name": "stdout",
                "output_type": "stream",
                "text": lines(&format!("{}\n", snapshot.output)),
            }));
        }
        for value in &cell.values {
            if let Some(Value::Picture(_)) = snapshot.value(&value.name) {
                let svg = self.picture(&cell.picture_name(&value.name));
                // evcxr shows the last expression of a cell.
                source.push('\n');
                source.push_str(&value.expression);
                outputs.push(json!({
                    "data": {"image/svg+xml": lines(svg)},
                    "metadata": {},
                    "output_type": "display_data",
                }));
            }
        }
        let mut metadata = json!({
            "cell": cell.name,
            "values": value_checks(cell, snapshot),
        });
        if cell.folded.is_some() || cell.check {
            // How JupyterLab folds away the code of a cell.
            metadata["jupyter"] = json!({"source_hidden": true});
        }
        code_cell(&format!("cell-{}", cell.name), &source, &metadata, &outputs)
    }
}

/// Statements that print the cell's values, each with what it has to print.
fn value_checks(cell: &Cell, snapshot: &Snapshot) -> Vec<Json> {
    let last = DIGITS - 1;
    let mut checks = Vec::new();
    let mut check = |name: String, statement: String, prints: String| {
        checks.push(json!({"name": name, "statement": statement, "prints": prints}));
    };
    for value in &cell.values {
        let (name, expression) = (&value.name, &value.expression);
        match snapshot.value(name) {
            Some(Value::Integer(n)) => check(
                name.clone(),
                format!("println!(\"{{}}\", {expression});"),
                n.to_string(),
            ),
            Some(Value::Number(x)) => check(
                name.clone(),
                format!("println!(\"{{:.{last}e}}\", {expression});"),
                format!("{x:.last$e}"),
            ),
            // The unit's name is the name of the method that reads it.
            Some(Value::Quantity(readings)) => {
                for (unit, x) in readings {
                    check(
                        format!("{name}.{unit}"),
                        format!("println!(\"{{:.{last}e}}\", ({expression}).{unit}());"),
                        format!("{x:.last$e}"),
                    );
                }
            }
            // A check has passed when its cell has run.
            Some(Value::Picture(_) | Value::Check { .. }) | None => {}
        }
    }
    checks
}
