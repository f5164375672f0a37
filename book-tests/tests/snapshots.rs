//! Every cell of the book prints and gives what its snapshot says.

use mdbook_cells::{TangledCell, Value};

use book_tests::CELLS;

include!(concat!(env!("OUT_DIR"), "/tests.rs"));

/// What each of the tangled tests calls.
fn check(cell: &TangledCell) {
    let run = match cell.run() {
        Ok(run) => run,
        Err(e) => panic!("{e}"),
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!(cell.snapshot_name(), run);
        for (name, value) in &run.values {
            if let Value::Picture(svg) = value {
                let file = format!("{}.svg", cell.picture_name(name));
                insta::assert_binary_snapshot!(file.as_str(), svg.clone().into_bytes());
            }
        }
    });
}
