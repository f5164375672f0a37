//! Reading a chapter: its cells, its placeholders, its pictures, and the slips in it.

use crate::cell::{Cell, ValueDeclaration};
use crate::decimals;
use crate::problem::Problem;
use crate::references::{
    self, Citation, Claim, Display, DisplayReference, Entry, Literature, Topic,
};
use crate::sliders::{self, Sliders};
use crate::text::line_of;
use crate::value::{Format, Setting};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A chapter of the book, taken apart. The crate's page has the notation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Chapter {
    /// The chapter's name in snapshots: its path below the source folder, `/` as `-`, no `.md`.
    pub key: String,
    /// The file, from the book's root.
    pub path: PathBuf,
    /// The text of the file. Ends of lines are `\n`, whatever git made of them: mdbook-katex
    /// would leave a `\r` in a formula of several lines, and Markdown would end the line there.
    pub text: String,
    /// The cells in their order.
    pub cells: Vec<Cell>,
    pub(crate) placeholders: Vec<Placeholder>,
    pub(crate) figures: Vec<Figure>,
    /// Where `<!-- cells: snapshots -->` and the like ask for a list.
    pub(crate) listings: Vec<(Listing, Range<usize>)>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) topics: Vec<Topic>,
    pub(crate) displays: Vec<Display>,
    pub(crate) display_references: Vec<DisplayReference>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) entries: Vec<Entry>,
    /// What Markdown takes for formulas, delimiters included.
    pub(crate) math: Vec<Range<usize>>,
    pub(crate) comments: Vec<Range<usize>>,
    /// How many Rust blocks without a name rustdoc tests: those that must not compile or run.
    pub(crate) unnamed: usize,
    /// Whether a cell could not be read: what hangs on it is not reported again.
    pub(crate) incomplete: bool,
    /// The words of the first heading of the first level.
    title: Option<Range<usize>>,
    /// What is wrong with the chapter taken by itself.
    pub(crate) problems: Vec<Problem>,
}

/// A list that the weaver writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    Snapshots,
    Claims,
}

/// A `{{…}}` in the text.
#[derive(Clone, Debug)]
pub(crate) struct Placeholder {
    pub(crate) range: Range<usize>,
    pub(crate) what: What,
    pub(crate) setting: Setting,
    /// Whether the number may be a link to its cell: not in headings, links, HTML, formulas.
    pub(crate) may_link: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// `{{0.9}}`: an input, which some cell of the chapter must use.
    Given(String),
    Reference(Reference),
    /// `{{where F5}}`: the places that treat a topic.
    Where(String),
}

/// `{{chapter/cell.value.unit:format}}`; chapter, unit and format may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reference {
    pub(crate) chapter: Option<String>,
    pub(crate) cell: String,
    pub(crate) value: String,
    pub(crate) unit: Option<String>,
    pub(crate) format: Option<Format>,
}

/// `![caption](…/chapter__cell__value.snap.svg)`.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) range: Range<usize>,
    pub(crate) picture: String,
    pub(crate) caption: Range<usize>,
    pub(crate) sliders: Option<Sliders>,
}

/// A pattern of ours, known to be well formed.
#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, each used by a test"
)]
pub(crate) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{([^#{}\n][^{}\n]*)\}\}"));
static WHERE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^where ([A-Z]+[0-9]+)$"));
static GIVEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d+(\.\d+)?$"));
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:([a-z0-9][a-z0-9_-]*)/)?([a-z][a-z0-9-]*)\.([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?(?::(\.\d{1,3}e?))?$",
    )
});
static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)^<!--\s*(cells?|check|topic)\s*:(.*?)-->\s*$"));
/// A comment that means to be a directive, wherever it stands.
static MEANT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^<!--\s*(?:cells?|check|topic)\s*:"));
/// Jupyter allows 64 characters for the id of a cell, ours has a word before the name.
static CELL_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z][a-z0-9-]{0,49}$"));
static KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z0-9][a-z0-9_-]*$"));
static VALUE_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z][a-z0-9_]*$"));

/// Blocks that rustdoc treats on its own terms need no name.
const UNNAMED: [&str; 4] = ["ignore", "compile_fail", "should_panic", "no_run"];

/// Whether rustdoc knows a word of a fence, and takes the block for Rust by it.
fn is_attribute(word: &str) -> bool {
    UNNAMED.contains(&word)
        || ["test_harness", "standalone_crate"].contains(&word)
        || word.starts_with("edition")
}

/// The value that every check gives, and the variable that holds it.
pub(crate) const REPORT: &str = "check";

const PLACE_HELP: &str = "move it out: cells, pictures and lists of snapshots stand at the margin, \
     with nothing else on their lines";

const DIRECTIVE_HELP: &str = "write `<!-- cell: name -->`, with a line `value = expression` for each value, right above a ```rust block";

impl Chapter {
    /// Takes a chapter apart. `path` is the file from the book's root, `source` the folder of
    /// chapters from there.
    ///
    /// What is wrong with the text is kept and reported with the rest of the book's problems.
    #[must_use]
    pub fn scan(source: &Path, path: &Path, text: &str) -> Self {
        let text = &text.replace("\r\n", "\n");
        let relative = path.strip_prefix(source).unwrap_or(path).with_extension("");
        let key = relative
            .iter()
            .map(|part| part.to_string_lossy())
            .collect::<Vec<_>>()
            .join("-");
        let mut scanner = Scanner {
            chapter: Self {
                key,
                path: path.to_owned(),
                text: text.to_owned(),
                cells: Vec::new(),
                placeholders: Vec::new(),
                figures: Vec::new(),
                listings: Vec::new(),
                claims: Vec::new(),
                topics: Vec::new(),
                displays: Vec::new(),
                display_references: Vec::new(),
                citations: Vec::new(),
                entries: Vec::new(),
                math: Vec::new(),
                comments: Vec::new(),
                unnamed: 0,
                incomplete: false,
                title: None,
                problems: Vec::new(),
            },
            text,
            pending: None,
            faulty: false,
            containers: 0,
            verbatim: Vec::new(),
            unlinked: Vec::new(),
            links: Vec::new(),
            prose: Vec::new(),
        };
        scanner.walk();
        scanner.find_placeholders();
        scanner.find_references();
        scanner.find_sliders();
        scanner.find_typed_decimals();
        scanner.check_key();
        scanner.chapter
    }

    /// The title: the first heading, or the key where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title
            .clone()
            .map_or(&self.key, |range| &self.text[range])
    }

    /// The line of a byte of the chapter's text, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        line_of(&self.text, offset)
    }

    /// The pictures with sliders under them: `chapter__cell__value`, and the sliders.
    pub fn sliders(&self) -> impl Iterator<Item = (&str, &Sliders)> {
        self.figures
            .iter()
            .filter_map(|figure| Some((figure.picture.as_str(), figure.sliders.as_ref()?)))
    }

    pub(crate) fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.name == name)
    }
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

struct Scanner<'a> {
    chapter: Chapter,
    text: &'a str,
    /// A directive that has not met its block yet.
    pending: Option<Directive>,
    /// Whether the last directive was already found wanting: its block is not reported again.
    faulty: bool,
    /// How many lists, quotations and the like are open.
    containers: usize,
    /// Code and comments, where braces mean nothing to us.
    verbatim: Vec<Range<usize>>,
    /// Headings, links, pictures and HTML, where a number cannot be a link.
    unlinked: Vec<Range<usize>>,
    links: Vec<Range<usize>>,
    /// Pieces of prose, to be searched for typed decimals.
    prose: Vec<Range<usize>>,
}

struct Directive {
    range: Range<usize>,
    name: String,
    check: bool,
    folded: Option<String>,
    values: Vec<ValueDeclaration>,
}

impl Scanner<'_> {
    fn problem(&mut self, offset: usize, what: impl Into<String>, help: impl Into<String>) {
        let line = self.chapter.line(offset);
        self.chapter
            .problems
            .push(Problem::new(&self.chapter.path, line, what, help));
    }

    fn walk(&mut self) {
        let mut events = Parser::new_ext(self.text, options()).into_offset_iter();
        let mut paragraph = 0..0;
        // Inside the heading that is the title: the words of it so far.
        let mut title: Option<Option<Range<usize>>> = None;
        while let Some((event, range)) = events.next() {
            if let Some(words) = &mut title
                && event != Event::End(TagEnd::Heading(HeadingLevel::H1))
            {
                let start = words.as_ref().map_or(range.start, |words| words.start);
                *words = Some(start..range.end);
            }
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let mut code = String::new();
                    for (event, _) in events.by_ref() {
                        match event {
                            Event::Text(text) => code.push_str(&text),
                            Event::End(TagEnd::CodeBlock) => break,
                            _ => {}
                        }
                    }
                    self.verbatim.push(range.clone());
                    self.code_block(&kind, code, range);
                    continue;
                }
                Event::Start(Tag::HtmlBlock) => {
                    // A block that is indented has text in it, too.
                    events
                        .by_ref()
                        .find(|(event, _)| *event == Event::End(TagEnd::HtmlBlock));
                    self.html(range);
                    continue;
                }
                Event::Start(
                    Tag::BlockQuote(_)
                    | Tag::List(_)
                    | Tag::FootnoteDefinition(_)
                    | Tag::DefinitionList,
                ) => self.containers += 1,
                Event::End(
                    TagEnd::BlockQuote(_)
                    | TagEnd::List(_)
                    | TagEnd::FootnoteDefinition
                    | TagEnd::DefinitionList,
                ) => self.containers = self.containers.saturating_sub(1),
                Event::Start(Tag::Paragraph) => paragraph = range.clone(),
                Event::Start(Tag::Heading { level, .. }) => {
                    self.unlinked.push(range.clone());
                    title =
                        (level == HeadingLevel::H1 && self.chapter.title.is_none()).then_some(None);
                    self.drop_pending();
                    continue;
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some(words) = title.take() {
                        self.chapter.title = words;
                    }
                }
                Event::Start(Tag::Link { ref dest_url, .. }) => {
                    let claim = references::claim(self.text, &range, dest_url);
                    self.chapter.claims.extend(claim);
                    self.links.push(range.clone());
                    self.unlinked.push(range.clone());
                }
                Event::Start(Tag::Image { ref dest_url, .. }) => {
                    if let Some(picture) = dest_url
                        .rsplit('/')
                        .next()
                        .and_then(|file| file.strip_suffix(".snap.svg"))
                    {
                        let picture = picture.to_owned();
                        self.figure(&range, &paragraph, picture);
                    } else {
                        self.unlinked.push(range.clone());
                    }
                }
                Event::Code(_) => self.verbatim.push(range.clone()),
                Event::InlineHtml(html) => {
                    self.unlinked.push(range.clone());
                    if html.starts_with("<!--") {
                        self.comment(range.clone());
                    }
                }
                Event::InlineMath(_) | Event::DisplayMath(_) => {
                    self.chapter.math.push(range.clone());
                    self.prose.push(range.clone());
                }
                Event::Text(_) => self.prose.push(range.clone()),
                _ => {}
            }
            self.drop_pending();
        }
        self.drop_pending();
    }

    /// A directive must stand right above its block.
    fn drop_pending(&mut self) {
        self.faulty = false;
        if let Some(directive) = self.pending.take() {
            self.chapter.incomplete = true;
            self.problem(
                directive.range.start,
                format!(
                    "`{}: {}` stands above no Rust block",
                    if directive.check { "check" } else { "cell" },
                    directive.name
                ),
                DIRECTIVE_HELP,
            );
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, code: String, range: Range<usize>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim().to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let pending = self.pending.take();
        let faulty = std::mem::take(&mut self.faulty);
        if let Some(directive) = pending {
            if info == "rust" {
                self.cell(directive, code, range);
            } else {
                self.chapter.incomplete = true;
                let block = if info.is_empty() {
                    "without a language".to_owned()
                } else {
                    format!("of `{info}`")
                };
                self.problem(
                    range.start,
                    format!("cell `{}` is a block {block}", directive.name),
                    "open the block of a cell with ```rust and nothing more: rustdoc passes over \
                     attributes that it does not know, and the cell would go untested",
                );
            }
            return;
        }
        let words: Vec<&str> = info.split([',', ' ', '\t']).collect();
        let has = |word: &str| words.iter().any(|have| have.eq_ignore_ascii_case(word));
        // What rustdoc takes for Rust; and what an author takes for it.
        let rust = words.contains(&"rust") || words.iter().all(|word| is_attribute(word));
        let meant = rust || has("rust") || has("rs");
        if info.is_empty() {
            self.problem(
                range.start,
                "a code block without a language, which rustdoc would compile as Rust",
                "fence it and name its language: ```text",
            );
        } else if has("ignore") || faulty || !meant {
            // Never compiled, already reported, or none of ours.
        } else if !UNNAMED.iter().any(|word| has(word)) {
            self.chapter.incomplete = true;
            self.problem(
                range.start,
                "a Rust block without a name",
                format!("{DIRECTIVE_HELP}; or mark the block `rust,ignore`"),
            );
        } else if !rust || info.contains(['=', '{']) {
            self.problem(
                range.start,
                format!("rustdoc passes over a block of `{info}`, which would go untested"),
                "open it with ```rust in small letters, and after that only what rustdoc knows",
            );
        } else {
            self.chapter.unnamed += 1;
        }
    }

    fn cell(&mut self, directive: Directive, code: String, range: Range<usize>) {
        let block = &self.text[range.clone()];
        let last = block.lines().last().unwrap_or_default().trim();
        let closed = block.contains('\n') && (last.starts_with("```") || last.starts_with("~~~"));
        if !closed {
            self.problem(
                range.start,
                format!("the block of cell `{}` is never closed", directive.name),
                "close it with ```",
            );
        }
        if code.contains("{{#") {
            self.problem(
                range.start,
                format!("cell `{}` has an include in it", directive.name),
                "write the code in place: rustdoc and the tests read the chapter before mdBook \
                 includes anything",
            );
        }
        self.check_comments(&code, &range);
        let line = self.chapter.line(range.start);
        self.chapter.cells.push(Cell {
            chapter: self.chapter.key.clone(),
            name: directive.name,
            line,
            code,
            values: directive.values,
            check: directive.check,
            folded: directive.folded,
            directive: directive.range,
            fence: range,
        });
    }

    /// No digit that was computed is typed into a comment either.
    fn check_comments(&mut self, code: &str, range: &Range<usize>) {
        let fence = self.text[range.clone()].find('\n').map_or(0, |n| n + 1);
        let mut at = range.start + fence;
        for line in code.lines() {
            // A `//` behind an odd number of quotes is inside a string.
            let comment = line
                .match_indices("//")
                .map(|(i, _)| i)
                .find(|&i| line[..i].matches('"').count() % 2 == 0);
            if let Some(start) = comment {
                for found in decimals::typed(&line[start..]) {
                    self.problem(
                        at,
                        format!("`{}` is typed into a comment", &line[start..][found]),
                        "print it, or say it in words: what is computed is not typed",
                    );
                }
            }
            // Lines of a block inside a list or quotation are longer in the file than here.
            at += self.text[at.min(self.text.len())..]
                .find('\n')
                .map_or(0, |n| n + 1);
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let block = &self.text[range.clone()];
        self.drop_pending();
        if self.containers == 0
            && let Some(captures) = DIRECTIVE.captures(block)
        {
            self.verbatim.push(range.clone());
            let body = captures.get(2).map_or(0..0, |m| m.range());
            match &captures[1] {
                "topic" => self.topic(range, &block[body]),
                "cells" => self.listing(range, block[body].trim()),
                kind => {
                    let body = range.start + body.start..range.start + body.end;
                    self.directive(range, body, kind == "check");
                }
            }
            return;
        }
        // Between its tags HTML is prose.
        static TAG: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"(?si)<!--.*?(?:-->|$)|<style\b.*?(?:</style>|$)|<script\b.*?(?:</script>|$)|<[^>]*>",
            )
        });
        let mut at = 0;
        for tag in TAG.find_iter(block) {
            self.prose.push(range.start + at..range.start + tag.start());
            at = tag.end();
            if tag.as_str().starts_with("<!--") {
                self.comment(range.start + tag.start()..range.start + tag.end());
            }
        }
        self.prose.push(range.start + at..range.end);
        self.unlinked.push(range);
    }

    fn topic(&mut self, range: Range<usize>, body: &str) {
        let at = range.start;
        match references::topic(range, body) {
            Some(topic) => self.chapter.topics.push(topic),
            None => self.problem(
                at,
                format!("`topic:{body}` names no topic"),
                "write `<!-- topic: F5 | name name -->`: capital letters and a number, and the \
                 cells or checks that show it, or `prose`",
            ),
        }
    }

    fn listing(&mut self, range: Range<usize>, what: &str) {
        let listing = match what {
            "snapshots" => Listing::Snapshots,
            "claims" => Listing::Claims,
            _ => {
                self.problem(
                    range.start,
                    "an unknown list of cells",
                    "write `<!-- cells: snapshots -->` for the list of all snapshots, \
                     `<!-- cells: claims -->` for that of all claims",
                );
                return;
            }
        };
        self.chapter.listings.push((listing, range));
    }

    /// A comment that is no directive, but may mean to be one.
    fn comment(&mut self, range: Range<usize>) {
        self.verbatim.push(range.clone());
        self.chapter.comments.push(range.clone());
        let comment = &self.text[range.clone()];
        if !MEANT.is_match(comment) {
            return;
        }
        let first = comment.lines().next().unwrap_or_default().to_owned();
        if comment.ends_with("-->") {
            self.problem(
                range.start,
                format!("`{first}` stands inside a paragraph, a list, a quotation or other HTML"),
                PLACE_HELP,
            );
        } else {
            self.problem(
                range.start,
                format!("the comment `{first}` is never closed"),
                "close it with -->",
            );
        }
        self.faulty = true;
        self.chapter.incomplete = true;
    }

    fn directive(&mut self, range: Range<usize>, body: Range<usize>, check: bool) {
        let text = self.text;
        let mut lines = Vec::new();
        let mut at = body.start;
        for line in text[body].split('\n') {
            lines.push((at, line.trim()));
            at += line.len() + 1;
        }
        let first = lines.first().map_or("", |&(_, first)| first);
        let (name, folded) = match first.split_once('|') {
            Some((name, summary)) => (name.trim().to_owned(), Some(summary.trim().to_owned())),
            None => (first.to_owned(), None),
        };
        if let Some(summary) = &folded {
            self.check_summary(range.start, &name, summary);
        }
        if check && folded.is_some() {
            self.problem(
                range.start,
                format!("the check `{name}` has words of its own"),
                "write `<!-- check: name -->`: what it found stands above it",
            );
        }
        if !CELL_NAME.is_match(&name) {
            self.problem(
                range.start,
                format!("`{name}` cannot name a cell"),
                "use small letters, digits and hyphens, a letter first, at most 50 in all",
            );
            self.faulty = true;
            self.chapter.incomplete = true;
            return;
        }
        let mut values: Vec<ValueDeclaration> = Vec::new();
        if check {
            values.push(ValueDeclaration {
                name: REPORT.to_owned(),
                expression: REPORT.to_owned(),
                line: line_of(text, range.start),
            });
        }
        for &(offset, line) in lines.iter().skip(1).filter(|(_, line)| !line.is_empty()) {
            let (value, expression) = match line.split_once('=') {
                // `a == b` and the like are no declarations.
                Some((value, expression)) if !expression.starts_with('=') => {
                    (value.trim(), expression.trim())
                }
                _ => (line, line),
            };
            if !VALUE_NAME.is_match(value) || expression.is_empty() {
                self.problem(
                    offset,
                    format!("`{line}` declares no value of cell `{name}`"),
                    "write `value = expression`, the name in small letters, digits and underscores",
                );
                continue;
            }
            if values.iter().any(|have| have.name == value) {
                self.problem(
                    offset,
                    format!("value `{value}` is declared twice in cell `{name}`"),
                    "give one of them another name",
                );
                continue;
            }
            values.push(ValueDeclaration {
                name: value.to_owned(),
                expression: expression.to_owned(),
                line: line_of(text, offset),
            });
        }
        if let Some(first) = self.chapter.cells.iter().find(|cell| cell.name == name) {
            let line = first.line;
            self.problem(
                range.start,
                format!("two cells are named `{name}`; the first is on line {line}"),
                "give one of them another name",
            );
            self.faulty = true;
            self.chapter.incomplete = true;
            return;
        }
        self.pending = Some(Directive {
            range,
            name,
            check,
            folded,
            values,
        });
    }

    /// The words that a cell is folded away under.
    fn check_summary(&mut self, offset: usize, name: &str, summary: &str) {
        if summary.is_empty() {
            self.problem(
                offset,
                format!("cell `{name}` is folded away under no words"),
                "write `<!-- cell: name | Some words -->`, or take out the `|`",
            );
        }
        for found in decimals::typed(summary) {
            self.problem(
                offset,
                format!("`{}` is typed into the words above a cell", &summary[found]),
                "say it in words: what is computed is not typed",
            );
        }
    }

    fn figure(&mut self, range: &Range<usize>, paragraph: &Range<usize>, picture: String) {
        let source = &self.text[range.clone()];
        if self.text[paragraph.clone()].trim() != source.trim() || self.containers > 0 {
            self.problem(
                range.start,
                format!("picture `{picture}` stands inside a paragraph, a list or a quotation"),
                "put it at the margin, on lines of its own, with empty lines around it",
            );
            return;
        }
        let Some(end) = source.rfind("](") else {
            self.problem(
                range.start,
                format!("picture `{picture}` is given by reference"),
                format!("write its path in place: ![caption](../snapshots/{picture}.snap.svg)"),
            );
            return;
        };
        let caption = 2..end;
        self.chapter.figures.push(Figure {
            range: range.clone(),
            picture,
            caption: range.start + caption.start..range.start + caption.end,
            sliders: None,
        });
    }

    fn find_placeholders(&mut self) {
        let inside = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|r| r.contains(&at));
        let givens: Vec<f64> = self
            .chapter
            .cells
            .iter()
            .flat_map(|cell| decimals::literals(&cell.code))
            .collect();
        for captures in PLACEHOLDER.captures_iter(self.text) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            if inside(&self.verbatim, whole.start()) {
                continue;
            }
            let body = captures[1].trim();
            let Some(what) = parse_placeholder(body) else {
                self.problem(
                    whole.start(),
                    format!("`{}` is not a placeholder", whole.as_str()),
                    "write {{cell.value:.2}}, {{cell.value.unit:.2}} or, for an input, {{0.9}}; \
                     for two braces of LaTeX, put a space between them: `{ {x} }`",
                );
                continue;
            };
            if let What::Given(given) = &what
                && !givens.iter().any(|have| given.parse() == Ok(*have))
            {
                self.problem(
                    whole.start(),
                    format!("`{given}` is marked as an input, but no cell of the chapter uses it"),
                    format!(
                        "write {given} in the code of a cell; or, if a cell computes it, show \
                         the cell's value: {{{{cell.value:.2}}}}"
                    ),
                );
            }
            let math = inside(&self.chapter.math, whole.start());
            self.chapter.placeholders.push(Placeholder {
                range: whole.range(),
                what,
                setting: if math { Setting::Math } else { Setting::Prose },
                may_link: !math && !inside(&self.unlinked, whole.start()),
            });
        }
    }

    /// Numbers of displays and works of the literature. Links and headings have none of ours.
    fn find_references(&mut self) {
        let text = self.text;
        let inside = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|r| r.contains(&at));
        for math in &self.chapter.math {
            self.chapter
                .displays
                .extend(references::displays(text, math));
        }
        for piece in &self.prose {
            if inside(&self.unlinked, piece.start) || inside(&self.chapter.math, piece.start) {
                continue;
            }
            self.chapter
                .display_references
                .extend(references::display_references(text, piece.clone()));
        }
        for found in references::literature(text) {
            let (Literature::Citation(Citation { range, .. })
            | Literature::Entry(Entry { range, .. })
            | Literature::Unreadable(range)) = &found;
            if inside(&self.verbatim, range.start) || inside(&self.chapter.math, range.start) {
                continue;
            }
            match found {
                Literature::Citation(_) if inside(&self.links, range.start) => self.problem(
                    range.start,
                    format!("`{}` stands inside a link", &text[range.clone()]),
                    "move it out: a citation is a link of its own, and links cannot be nested",
                ),
                Literature::Citation(citation) => self.chapter.citations.push(citation),
                Literature::Entry(entry) => self.chapter.entries.push(entry),
                Literature::Unreadable(range) => self.problem(
                    range.start,
                    format!("`{}` is no citation", &text[range]),
                    "write [@key], [@key, Theorem 1] or [@key; @key] on one line, keys in small \
                     letters, digits and hyphens, without brackets or placeholders",
                ),
            }
        }
        // (1) after a key is a display of the work.
        let citations = &self.chapter.citations;
        self.chapter
            .display_references
            .retain(|r| !citations.iter().any(|c| c.range.contains(&r.range.start)));
    }

    /// Sliders stand in a comment right above their picture.
    fn find_sliders(&mut self) {
        let text = self.text;
        for range in std::mem::take(&mut self.chapter.comments) {
            if let Some(read) = sliders::read(text, &range) {
                let under = |figure: &&mut Figure| {
                    text.get(range.end..figure.range.start)
                        .is_some_and(|between| between.trim().is_empty())
                };
                let at_margin = range.start == 0 || text[..range.start].ends_with('\n');
                let figure = self.chapter.figures.iter_mut().find(under);
                match (figure.filter(|_| at_margin), read) {
                    (Some(figure), Ok(sliders)) => figure.sliders = Some(sliders),
                    (Some(_), Err((what, help))) => self.problem(range.start, what, help),
                    (None, _) => {
                        let first = text[range.clone()].lines().next().unwrap_or_default();
                        self.problem(
                            range.start,
                            format!("`{first}` stands above no picture"),
                            "put the comment at the margin, right above the line of a picture",
                        );
                    }
                }
            }
            self.chapter.comments.push(range);
        }
    }

    fn find_typed_decimals(&mut self) {
        let placeholders: Vec<_> = PLACEHOLDER
            .find_iter(self.text)
            .map(|p| p.range())
            .collect();
        for piece in std::mem::take(&mut self.prose) {
            for found in decimals::typed_at(self.text, piece) {
                let next = placeholders.partition_point(|p| p.end <= found.start);
                let in_placeholder = placeholders
                    .get(next)
                    .is_some_and(|p| p.contains(&found.start));
                if !in_placeholder {
                    let number = &self.text[found.clone()];
                    let zero = if number.starts_with('.') { "0" } else { "" };
                    self.problem(
                        found.start,
                        format!("`{number}` is typed into the text"),
                        format!(
                            "show a cell's value, {{{{cell.value:.2}}}}; if it is an input, mark \
                             it so: {{{{{zero}{number}}}}}; if it is neither, such as the number \
                             of a version, put it between backticks"
                        ),
                    );
                }
            }
        }
    }

    /// A chapter with cells names snapshots, which references name in turn.
    fn check_key(&mut self) {
        let key = &self.chapter.key;
        if !self.chapter.cells.is_empty() && (!KEY.is_match(key) || key.contains("__")) {
            let what = format!("`{key}` cannot name snapshots");
            self.chapter.problems.push(Problem::new(
                &self.chapter.path,
                0,
                what,
                "rename the file or its folder: small letters, digits, `-` and single `_`",
            ));
        }
    }
}

fn parse_placeholder(body: &str) -> Option<What> {
    if let Some(topic) = WHERE.captures(body) {
        return Some(What::Where(topic[1].to_owned()));
    }
    if GIVEN.is_match(body) {
        return Some(What::Given(body.to_owned()));
    }
    let parts = REFERENCE.captures(body)?;
    let part = |i: usize| parts.get(i).map(|m| m.as_str().to_owned());
    Some(What::Reference(Reference {
        chapter: part(1),
        cell: part(2)?,
        value: part(3)?,
        unit: part(4),
        format: match part(5) {
            Some(format) => Some(Format::parse(&format)?),
            None => None,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> Chapter {
        Chapter::scan(Path::new("src"), Path::new("src/part/coin.md"), text)
    }

    fn complaints(text: &str) -> Vec<String> {
        scan(text)
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.line, p.what))
            .collect()
    }

    #[test]
    fn a_cell_has_its_name_values_and_code() {
        let chapter = scan(
            "# Coin\n\n<!-- cell: one\nkl\nn = xs.len()\n-->\n\n```rust\nlet kl = 1;\n```\n\nText.\n",
        );
        assert_eq!(chapter.key, "part-coin");
        assert_eq!(chapter.title(), "Coin");
        assert!(chapter.problems.is_empty(), "{:?}", chapter.problems);
        let cell = &chapter.cells[0];
        assert_eq!((cell.name.as_str(), cell.line), ("one", 8));
        assert_eq!(cell.code, "let kl = 1;\n");
        let values: Vec<_> = cell
            .values
            .iter()
            .map(|v| (v.name.as_str(), v.expression.as_str(), v.line))
            .collect();
        assert_eq!(values, [("kl", "kl", 4), ("n", "xs.len()", 5)]);
    }

    #[test]
    fn a_cell_may_be_folded_away_under_some_words() {
        let of = |directive: &str| scan(&format!("<!-- cell: {directive} -->\n```rust\n```\n"));
        assert_eq!(of("one").cells[0].folded, None);
        let folded = of("one | The code & all");
        assert_eq!(folded.cells[0].name, "one");
        assert_eq!(folded.cells[0].folded.as_deref(), Some("The code & all"));
        assert_eq!(
            of("one |").problems[0].what,
            "cell `one` is folded away under no words"
        );
        assert_eq!(
            of("one | About 0.74").problems[0].what,
            "`0.74` is typed into the words above a cell"
        );
    }

    #[test]
    fn placeholders_know_where_they_stand() {
        let chapter = scan(
            "<!-- cell: a\nx\n-->\n```rust\nlet x = 0.5;\n```\n## H {{a.x:.1}}\n\nSee {{a.x:.1}}, $p = {{0.5}}$ and `{{a.x}}`. <b>{{b/a.x.bits:.2e}}</b>\n",
        );
        assert!(chapter.problems.is_empty(), "{:?}", chapter.problems);
        let found: Vec<_> = chapter
            .placeholders
            .iter()
            .map(|p| (&chapter.text[p.range.clone()], p.setting, p.may_link))
            .collect();
        assert_eq!(
            found,
            [
                ("{{a.x:.1}}", Setting::Prose, false),
                ("{{a.x:.1}}", Setting::Prose, true),
                ("{{0.5}}", Setting::Math, false),
                ("{{b/a.x.bits:.2e}}", Setting::Prose, true),
            ]
        );
    }

    #[test]
    fn slips_are_named_with_their_line() {
        for (text, complaint) in [
            ("x\n\n```rust\n1;\n```\n", "3: a Rust block without a name"),
            (
                "```rust,cell=a\n1;\n```\n",
                "1: a Rust block without a name",
            ),
            (
                "<!-- cell: a -->\n```rust,cell=a\n```\n",
                "2: cell `a` is a block of `rust,cell=a`",
            ),
            (
                "<!-- cell: a -->\n\nText.\n",
                "1: `cell: a` stands above no Rust block",
            ),
            (
                "<!-- cell: a -->\n",
                "1: `cell: a` stands above no Rust block",
            ),
            (
                "<!-- cell: A b -->\n```rust\n```\n",
                "1: `A b` cannot name a cell",
            ),
            (
                "<!-- cell: a\nX y\n-->\n```rust\n```\n",
                "2: `X y` declares no value of cell `a`",
            ),
            (
                "<!-- cell: a\nx\nx = 2\n-->\n```rust\n```\n",
                "3: value `x` is declared twice in cell `a`",
            ),
            (
                "<!-- cell: a -->\n```rust\n```\n<!-- cell: a -->\n```rust\n```\n",
                "4: two cells are named `a`; the first is on line 2",
            ),
            (
                "    indented\n",
                "1: a code block without a language, which rustdoc would compile as Rust",
            ),
            (
                "```\n1\n```\n",
                "1: a code block without a language, which rustdoc would compile as Rust",
            ),
            ("It is 0.74 bits.\n", "1: `0.74` is typed into the text"),
            (
                "| a |\n|---|\n| 0.74 |\n",
                "3: `0.74` is typed into the text",
            ),
            ("So $x = 0.74$.\n", "1: `0.74` is typed into the text"),
            ("![so 0.74](a.png)\n", "1: `0.74` is typed into the text"),
            (
                "<div title=\"0.1\">0.74</div>\n",
                "1: `0.74` is typed into the text",
            ),
            (
                "<!-- cell: a -->\n```rust\nlet x = 1; // 0.74\n```\n",
                "3: `0.74` is typed into a comment",
            ),
            (
                "{{0.9}}\n",
                "1: `0.9` is marked as an input, but no cell of the chapter uses it",
            ),
            ("{{A}}\n", "1: `{{A}}` is not a placeholder"),
            (
                "x ![c](../s/a__b__c.snap.svg)\n",
                "1: picture `a__b__c` stands inside a paragraph, a list or a quotation",
            ),
            ("<!-- cells: all -->\n", "1: an unknown list of cells"),
        ] {
            assert_eq!(complaints(text), [complaint], "{text}");
        }
    }

    #[test]
    fn what_is_no_slip_is_left_alone() {
        for text in [
            "```rust,ignore\nx\n```\n",
            "```toml\nx = 0.74\n```\n",
            "See `0.74`, Theorem 2.6, [x](https://a.b/0.74) and version 0.22.1.\n",
            "<!-- 0.74 {{x}} -->\n",
            "<!-- cell: a -->\n```rust\nlet u = \"http://0.74\";\n```\n",
            "{{#include a.md}}\n",
            "![c](a.svg)\n",
        ] {
            assert_eq!(complaints(text), Vec::<String>::new(), "{text}");
        }
    }
}
