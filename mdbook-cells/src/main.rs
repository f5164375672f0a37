//! The preprocessor as a program, for `mdbook build` and `mdbook serve`.

use mdbook_cells::Cells;
use mdbook_preprocessor::{Preprocessor, parse_input};
use std::process::ExitCode;

const HELP: &str = "\
An mdBook preprocessor that weaves the outputs of tested Rust cells into the page.

mdBook runs it; name it in book.toml:

    [preprocessor.cells]
    before = [\"links\"]

Usage: mdbook-cells                       read mdBook's JSON, write the woven book
       mdbook-cells supports <renderer>   say whether a renderer is supported";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        None => match run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) => {
                eprintln!("{e:#}");
                ExitCode::FAILURE
            }
        },
        Some("supports") => ExitCode::SUCCESS,
        Some("--help" | "-h" | "help") => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        Some(other) => {
            eprintln!("unknown argument `{other}`\n\n{HELP}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> mdbook_preprocessor::errors::Result<()> {
    let (context, book) = parse_input(std::io::stdin())?;
    let book = Cells.run(&context, book)?;
    serde_json::to_writer(std::io::stdout(), &book)?;
    Ok(())
}
