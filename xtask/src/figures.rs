//! The figures that readers can move: compiled to WebAssembly, and put into the book.

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Not wasm32-unknown-unknown: there plotters brings wasm-bindgen and web-sys, to measure text in
/// a browser, and the module would be four times the size and need wasm-bindgen's own tool.
const TARGET: &str = "wasm32-wasip1";

/// Compiles the figures, which cargo does only where something has changed, and returns the module.
///
/// `None` where they cannot be compiled: then the book has the still figures alone. A book without
/// the crate has no figures that move.
pub(crate) fn module(root: &Path) -> Result<Option<PathBuf>> {
    if !root.join("kl-figures-web/Cargo.toml").exists() {
        return Ok(None);
    }
    match compile(root) {
        Ok(module) => Ok(Some(module)),
        Err(reason) => {
            println!("      {reason}: the figures of this book stay still");
            Ok(None)
        }
    }
}

fn compile(root: &Path) -> std::result::Result<PathBuf, String> {
    let sysroot = answer(Command::new("rustc").args(["--print", "sysroot"]), root)?;
    let sysroot = Path::new(sysroot.trim());
    if !sysroot.join("lib/rustlib").join(TARGET).exists() {
        println!("      rustup target add {TARGET}");
        answer(Command::new("rustup").args(["target", "add", TARGET]), root)?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = root.join("target");
    let status = Command::new(cargo)
        .args([
            "rustc",
            "--locked",
            "--package",
            "kl-figures-web",
            "--profile",
            "web",
        ])
        .args(["--crate-type", "cdylib", "--target", TARGET, "--target-dir"])
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", without_paths(root, sysroot))
        .current_dir(root)
        .status();
    match status {
        Ok(status) if status.success() => Ok(target.join(TARGET).join("web/kl_figures_web.wasm")),
        Ok(_) => Err("kl-figures-web does not compile for WebAssembly".to_owned()),
        Err(error) => Err(format!("cargo cannot be run ({error})")),
    }
}

/// The output of a command, or in a line the reason why it failed.
fn answer(command: &mut Command, root: &Path) -> std::result::Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.current_dir(root).stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let error = said.lines().find(|line| line.contains("error"));
            Err(format!(
                "{program} failed ({})",
                error.unwrap_or("no reason given")
            ))
        }
        Err(_) => Err(format!("{program} is not installed")),
    }
}

/// Flags for rustc that remove this machine's folders from the module, which names source
/// files where it might panic: the module is then the same wherever it is compiled.
fn without_paths(root: &Path, sysroot: &Path) -> String {
    let home = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let cargo_home = home("CARGO_HOME").or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    // The order matters: of several that match, the last wins.
    [
        cargo_home.map(|path| (path, "cargo")),
        Some((sysroot.to_owned(), "rust")),
        Some((root.to_owned(), "book")),
    ]
    .into_iter()
    .flatten()
    .map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()))
    .collect::<Vec<_>>()
    // cargo's separator of flags, because paths may have spaces in them.
    .join("\u{1f}")
}

/// Puts the module into a folder of the book, as a script: pages that are opened as files may run
/// scripts, and read nothing else. Without a module the script says that there is none.
pub(crate) fn install(module: Option<&Path>, folder: &Path) -> Result<()> {
    let base64 = match module {
        Some(module) => {
            let bytes =
                fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
            format!("\"{}\"", BASE64_STANDARD.encode(bytes))
        }
        None => "null".to_owned(),
    };
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("figures.js"),
        format!("window.figuresModule = {base64};\n"),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_put_into_the_book_as_a_script() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let module = folder.path().join("module.wasm");
        fs::write(&module, b"\0asm")?;
        let script = folder.path().join("figures/figures.js");
        for (module, text) in [
            (
                Some(module.as_path()),
                "window.figuresModule = \"AGFzbQ==\";\n",
            ),
            (None, "window.figuresModule = null;\n"),
        ] {
            install(module, &folder.path().join("figures"))?;
            assert_eq!(fs::read_to_string(&script)?, text);
        }
        Ok(())
    }

    #[test]
    fn a_command_that_fails_says_why_in_a_line() {
        let said = |program: &str, argument: &str| {
            answer(Command::new(program).arg(argument), Path::new("."))
        };
        assert!(said("rustc", "--version").is_ok_and(|text| text.starts_with("rustc ")));
        assert!(said("rustc", "--nonsense").is_err_and(|e| e.starts_with("rustc failed (error")));
        assert!(said("no-such-program", "").is_err_and(|e| e.ends_with("is not installed")));
    }

    #[test]
    fn a_book_that_cannot_compile_its_figures_has_still_ones() -> Result<()> {
        let folder = tempfile::tempdir()?;
        assert_eq!(module(folder.path())?, None);
        fs::create_dir(folder.path().join("kl-figures-web"))?;
        fs::write(folder.path().join("kl-figures-web/Cargo.toml"), "broken")?;
        assert_eq!(module(folder.path())?, None);
        Ok(())
    }
}
