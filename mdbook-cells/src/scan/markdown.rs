//! A chapter as Markdown understands it, in pieces that know where they stand.

use crate::text::pattern;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The text of a chapter and its pieces in their order.
#[derive(Debug)]
pub(crate) struct Markdown<'a> {
    pub(crate) text: &'a str,
    pub(crate) pieces: Vec<Piece<'a>>,
}

#[derive(Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) kind: Kind<'a>,
    /// The bytes of the piece.
    pub(crate) range: Range<usize>,
    /// Whether no list, quotation or the like is around it.
    pub(crate) at_margin: bool,
}

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    /// A block of code: the words of its fence, and the code.
    Code { info: String, code: String },
    /// A comment of ours at the margin, and the bytes behind its word.
    Directive(Word, Range<usize>),
    /// Another block of HTML.
    Html,
    /// All else, as the parser tells it.
    Event(Event<'a>),
}

/// The word that a directive begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Cell,
    Check,
    Cells,
    Topic,
}

static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)^<!--\s*(cells?|check|topic)\s*:(.*?)-->\s*$"));

impl<'a> Markdown<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut events = Parser::new_ext(text, options()).into_offset_iter();
        let mut containers = 0_usize;
        let mut pieces = Vec::new();
        while let Some((event, range)) = events.next() {
            match &event {
                Event::Start(tag) if is_container(&tag.to_end()) => containers += 1,
                Event::End(tag) if is_container(tag) => containers = containers.saturating_sub(1),
                _ => {}
            }
            let kind = match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let mut code = String::new();
                    for (event, _) in events.by_ref() {
                        match event {
                            Event::Text(text) => code.push_str(&text),
                            Event::End(TagEnd::CodeBlock) => break,
                            _ => {}
                        }
                    }
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.trim().to_owned(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    Kind::Code { info, code }
                }
                Event::Start(Tag::HtmlBlock) => {
                    // A block that is indented has text in it, too.
                    events
                        .by_ref()
                        .find(|(event, _)| *event == Event::End(TagEnd::HtmlBlock));
                    let directive = directive(&text[range.clone()], range.start);
                    directive.filter(|_| containers == 0).unwrap_or(Kind::Html)
                }
                event => Kind::Event(event),
            };
            pieces.push(Piece {
                kind,
                range,
                at_margin: containers == 0,
            });
        }
        Self { text, pieces }
    }
}

/// A directive, where a block of HTML that begins at this byte is one.
fn directive<'a>(block: &str, at: usize) -> Option<Kind<'a>> {
    let parts = DIRECTIVE.captures(block)?;
    let body = parts.get(2)?.range();
    let word = match &parts[1] {
        "cell" => Word::Cell,
        "check" => Word::Check,
        "cells" => Word::Cells,
        _ => Word::Topic,
    };
    Some(Kind::Directive(word, at + body.start..at + body.end))
}

fn is_container(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
    )
}

/// The options that mdBook parses with, and mathematics, which it leaves to others.
///
/// Smart punctuation is left out: it changes what is printed, not where things are.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
}
