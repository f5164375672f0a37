//! The ways between files.

use std::path::{Component, Path, PathBuf};

/// The page that mdBook makes of a chapter.
pub(crate) fn page_of(chapter: &Path) -> PathBuf {
    let is_readme = chapter
        .file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    if is_readme {
        chapter.with_file_name("index.html")
    } else {
        chapter.with_extension("html")
    }
}

/// The way from one file's folder to another file, both from the same root.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let from: Vec<_> = from.parent().map_or_else(Vec::new, |p| p.iter().collect());
    let to: Vec<_> = to.iter().collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".into(), from.len() - common);
    let down = to[common..].iter().map(|part| part.to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// A path without `.` and, where there is a folder to leave, without `..`.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_page_to_page() {
        for (from, to, link) in [
            ("src/a.md", "src/b.html", "b.html"),
            ("src/x/a.md", "src/b.html", "../b.html"),
            ("src/a.md", "src/x/b.html", "x/b.html"),
            ("src/x/a.md", "src/y/b.html", "../y/b.html"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), link);
        }
    }
}
