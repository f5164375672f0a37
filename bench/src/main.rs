//! kl-core beside its peers: the same inputs, one interleaved run, one table.
//!
//! `cargo bench -p bench` measures everything; `cargo bench -p bench -- --help` has the
//! options. One thread each. What is not right is in the table with the digits that it has; a
//! kl-core that has fewer than it claims is an error.

mod exact;
mod inputs;
mod machine;
mod python;
mod report;
mod row;
mod rows;
mod run;

use anyhow::Context;
use clap::Parser;
use std::path::{Path, PathBuf};

/// Measures kl-core and its peers side by side, and writes a table in Markdown.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// Only works whose name contains one of these, in any case of letters.
    filter: Vec<String>,
    /// Tiny inputs and one round: to see that it works and that the answers agree.
    #[arg(long)]
    small: bool,
    /// The largest sizes too, which take minutes.
    #[arg(long)]
    large: bool,
    /// Writes the table into this file, seen from the top of the repository; as numbers if its
    /// name ends in .csv. May be given more than once.
    #[arg(long, value_name = "FILE")]
    write: Vec<PathBuf>,
    /// The Python that has numpy, scipy and torch, or some of them.
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> anyhow::Result<()> {
    let mut arguments = Arguments::parse();
    // Cargo starts a benchmark in the folder of its package.
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if arguments.python.components().count() > 1 {
        arguments.python = top.join(&arguments.python);
    }
    let write = std::mem::take(&mut arguments.write);
    let mut run = run::Run::new(arguments);
    rows::all(&mut run)?;
    let table = report::markdown(&run);
    println!("{table}");
    for file in write.into_iter().map(|file| top.join(file)) {
        let text = if file.extension().is_some_and(|name| name == "csv") {
            report::csv(&run)
        } else {
            table.clone()
        };
        std::fs::write(&file, text).with_context(|| file.display().to_string())?;
    }
    run.verdict()
}
