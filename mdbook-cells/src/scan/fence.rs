//! What rustdoc makes of a block of code, by the words of its fence.

/// A block of code without a cell's comment above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fence {
    /// No language at all: rustdoc would compile it as Rust.
    Bare,
    /// Another language, or Rust that is never compiled.
    Foreign,
    /// Rust that must have a name.
    Unnamed,
    /// Rust to its author, something else to rustdoc.
    PassedOver,
    /// Rust that rustdoc tests on its own terms.
    Tested,
}

/// Blocks that rustdoc treats on its own terms need no name.
const UNNAMED: [&str; 4] = ["ignore", "compile_fail", "should_panic", "no_run"];

impl Fence {
    pub(crate) fn of(info: &str) -> Self {
        let words: Vec<&str> = info.split([',', ' ', '\t']).collect();
        let has = |word: &str| words.iter().any(|have| have.eq_ignore_ascii_case(word));
        // What rustdoc takes for Rust; and what an author takes for it.
        let rust = words.contains(&"rust") || words.iter().all(|word| is_attribute(word));
        let meant = rust || has("rust") || has("rs");
        if info.is_empty() {
            Self::Bare
        } else if has("ignore") || !meant {
            Self::Foreign
        } else if !UNNAMED.iter().any(|word| has(word)) {
            Self::Unnamed
        } else if !rust || info.contains(['=', '{']) {
            Self::PassedOver
        } else {
            Self::Tested
        }
    }
}

/// Whether rustdoc knows a word of a fence, and takes the block for Rust by it.
fn is_attribute(word: &str) -> bool {
    UNNAMED.contains(&word)
        || ["test_harness", "standalone_crate"].contains(&word)
        || word.starts_with("edition")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_read_as_rustdoc_reads_them() {
        for (info, fence) in [
            ("", Fence::Bare),
            ("text", Fence::Foreign),
            ("rust,ignore", Fence::Foreign),
            ("rust", Fence::Unnamed),
            ("rs", Fence::Unnamed),
            ("rust,cell=a", Fence::Unnamed),
            ("Rust,no_run", Fence::PassedOver),
            ("rust,no_run,name=a", Fence::PassedOver),
            ("compile_fail", Fence::Tested),
            ("rust,edition2021,no_run", Fence::Tested),
        ] {
            assert_eq!(Fence::of(info), fence, "{info}");
        }
    }
}
