//! A cell that is a whole program: rustdoc runs its `main`, and so do we.

use crate::text::pattern;
use regex::Regex;
use std::sync::LazyLock;

/// What a program's own `main` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Main {
    /// There is none, or the statements call it.
    Absent,
    /// A statement that calls it.
    Called(&'static str),
    /// We do not see how to call it, or rustdoc would not. Left alone, it would never run.
    Unclear,
}

static MAIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bfn\s+main\b"));
/// As rustfmt writes it, at the margin: with what it returns.
static PLAIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)^(?:pub )?fn main\(\)\s*(?:->([^{;]*))?\{"));
static CALL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^main\(\)"));
/// How a line at the margin begins that belongs to an item, or to a comment. Beside anything else
/// rustdoc takes `main` for a function within the program.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:$|\s|//|/\*|#|[(){}\[\]>]|where\b|macro_rules!|(?:pub|use|fn|struct|enum|union|trait|impl|const|static|type|mod|extern|unsafe|async)\b)",
    )
});

/// Looks for the `main` of a program.
pub(crate) fn main_of(program: &str) -> Main {
    let mains = program.lines().filter(|line| defines_main(line)).count();
    let plain: Vec<_> = PLAIN.captures_iter(program).collect();
    match (mains, &plain[..]) {
        (0, _) => Main::Absent,
        _ if CALL.is_match(program) => Main::Absent,
        (1, [signature]) if only_items(program) => {
            match signature.get(1).map(|returns| returns.as_str()) {
                None => Main::Called("main();"),
                Some(returns) if returns.contains("Result") => Main::Called("main()?;"),
                Some(_) => Main::Unclear,
            }
        }
        _ => Main::Unclear,
    }
}

/// Whether all that stands at the margin, outside of braces, belongs to items.
fn only_items(program: &str) -> bool {
    let mut open = 0_usize;
    program.lines().all(|line| {
        let good = open > 0 || ITEM.is_match(line);
        open += line.matches('{').count();
        open = open.saturating_sub(line.matches('}').count());
        good
    })
}

/// Whether `fn main` stands in a line, comments and strings that open in it aside.
fn defines_main(line: &str) -> bool {
    let code = |at: usize| {
        let before = &line[..at];
        before.matches('"').count().is_multiple_of(2) && !before.contains("//")
    };
    MAIN.find_iter(line).any(|found| code(found.start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_main_is_called_as_it_is_written() {
        let call = Main::Called("main();");
        let attempt = Main::Called("main()?;");
        for (program, main) in [
            ("let a = 1;", Main::Absent),
            ("fn main() {}\nmain();", Main::Absent),
            ("fn main_loop() {}\nfn domain() {}", Main::Absent),
            ("// fn main() {}\nlet s = \"fn main() {}\";", Main::Absent),
            ("fn main() {}", call),
            (
                "#[derive(Debug)]\nstruct A {\n    a: u8,\n}\n\n// So:\npub fn main()\n{\n}",
                call,
            ),
            ("fn main() -> Result<(), Box<dyn Error>> {", attempt),
            ("fn main() -> std::io::Result<()> {", attempt),
            (
                "fn main() -> Result<(), String> {\nErr(\"no\")?;\nOk(())\n}",
                attempt,
            ),
            ("fn main() -> ExitCode {", Main::Unclear),
            ("async fn main() {}", Main::Unclear),
            ("fn main(n: u8) {}", Main::Unclear),
            ("let a = 1;\nfn main() {}", Main::Unclear),
            ("mod a {\n    fn main() {}\n}", Main::Unclear),
            ("fn main() {}\nmod a {\n    fn main() {}\n}", Main::Unclear),
        ] {
            assert_eq!(main_of(program), main, "{program}");
        }
    }
}
