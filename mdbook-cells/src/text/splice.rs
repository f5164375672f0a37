//! Replacing bytes of a text.

use std::ops::Range;

/// A replacement of some bytes of a text.
#[derive(Clone, Debug)]
pub(crate) struct Splice {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

/// A text with its replacements made, which still knows where each byte came from.
#[derive(Clone, Debug)]
pub(crate) struct Spliced {
    pub(crate) text: String,
    /// (offset in the new text, offset in the old), where a piece of either begins.
    origins: Vec<(usize, usize)>,
}

impl Spliced {
    /// Makes the replacements, which must not overlap. All else stays byte for byte.
    pub(crate) fn new(old: &str, mut splices: Vec<Splice>) -> Self {
        splices.sort_by_key(|splice| splice.range.start);
        let mut text = String::with_capacity(old.len());
        let mut origins = Vec::with_capacity(2 * splices.len() + 1);
        let mut at = 0;
        for splice in splices {
            origins.push((text.len(), at));
            text.push_str(&old[at..splice.range.start]);
            origins.push((text.len(), splice.range.start));
            text.push_str(&splice.text);
            at = splice.range.end;
        }
        origins.push((text.len(), at));
        text.push_str(&old[at..]);
        Self { text, origins }
    }

    /// Where in the old text an offset of the new one comes from. Inside a replacement that is
    /// where the replaced bytes began, plus the offset where both are long enough.
    #[cfg_attr(
        not(any(feature = "mdbook", test)),
        expect(dead_code, reason = "for the LaTeX check")
    )]
    pub(crate) fn origin(&self, offset: usize) -> usize {
        let piece = self.origins.partition_point(|&(new, _)| new <= offset);
        let (new, old) = self.origins[piece.saturating_sub(1)];
        let next = self.origins.get(piece).map_or(usize::MAX, |&(_, old)| old);
        (old + offset - new).min(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::line_of;

    #[test]
    fn splices_leave_the_rest_alone_and_know_where_it_came_from() {
        let old = "one {{x}} two\nthree";
        let splice = Splice {
            range: 4..9,
            text: "1.2345678901".into(),
        };
        let new = Spliced::new(old, vec![splice]);
        assert_eq!(new.text, "one 1.2345678901 two\nthree");
        let three = new.text.find("three").unwrap_or_default();
        assert_eq!(line_of(old, new.origin(three)), 2);
        assert_eq!(new.origin(0), 0);
        assert_eq!(new.origin(5), 5);
        // The replacement is longer than what it replaces.
        assert_eq!(new.origin(15), 9);
    }
}
