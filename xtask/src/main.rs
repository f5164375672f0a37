//! `cargo book`: builds the book, serves it, writes its notebooks.

mod accept;
mod build;
mod figures;
mod katex;
mod mutants;
mod mutation;
mod notebooks;
mod serve;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Builds the book and serves it at a local address.
///
/// Building compiles and runs none of the book's cells: their outputs come from snapshots/,
/// which `cargo test --workspace` checks against kl-core.
#[derive(Parser)]
#[command(name = "cargo book", bin_name = "cargo book", version)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Options,
}

#[derive(Subcommand)]
enum Command {
    /// Build the book into book/ and stop.
    Build,
    /// Build the book, serve it, and build it again whenever a file changes (the default).
    Serve(serve::Options),
    /// Run the cells, take what they print as the new snapshots, and write the notebooks anew.
    ///
    /// Look at the difference before you commit it: git diff snapshots. To accept snapshots one
    /// by one, use cargo-insta: cargo insta review.
    Accept {
        /// Only these chapters, such as `coin`, which takes less time than all of them.
        chapters: Vec<String>,
    },
    /// Write the notebooks anew from the chapters and their snapshots.
    Notebooks {
        /// Write nothing; fail if a notebook is not what it should be.
        #[arg(long)]
        check: bool,
    },
    /// Break each check on purpose, one operator or constant at a time, and count what is caught.
    ///
    /// Writes snapshots/mutants.md, which the ledger of claims shows. Takes some minutes.
    Mutants {
        /// Write nothing; fail if the outcome is not the one that is written.
        #[arg(long)]
        check: bool,
        /// Only these chapters, such as `coin`; the outcome is printed and not written.
        chapters: Vec<String>,
    },
    /// Print how many doc tests the chapters have.
    #[command(hide = true)]
    CountDocTests,
    /// Set the formulas of a book that mdBook gives on standard input, as MathML.
    #[command(hide = true)]
    Katex {
        /// mdBook's question: `supports <renderer>`.
        question: Vec<String>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let root = root();
    match &arguments.command {
        None => serve::serve(&root, &arguments.serve),
        Some(Command::Serve(options)) => serve::serve(&root, options),
        Some(Command::Build) => {
            let folder = build::build(&root)?;
            println!("The book is in {}", folder.join("index.html").display());
            Ok(())
        }
        Some(Command::Accept { chapters }) => accept::accept(&root, chapters),
        Some(Command::Notebooks { check }) => notebooks::notebooks(&root, *check),
        Some(Command::Mutants { check, chapters }) => mutants::mutants(&root, chapters, *check),
        Some(Command::CountDocTests) => {
            println!("{}", mdbook_cells::Book::read(&root)?.doc_tests());
            Ok(())
        }
        Some(Command::Katex { question }) => katex::preprocess(question),
    }
}

/// The book's folder: the one above this package.
fn root() -> PathBuf {
    // Asked at run time first, because the package may have moved since it was compiled.
    let package = std::env::var_os("CARGO_MANIFEST_DIR");
    let mut root = package.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    root.pop();
    root
}
