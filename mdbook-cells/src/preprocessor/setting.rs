//! Setting formulas with KaTeX, each formula once.
//!
//! A book has most of its formulas several times, and a build asks for each at least twice: to
//! check it and to write it into the page. A program that builds a book again and again asks for
//! nearly the same ones each time.

use mdbook_katex::cfg::KatexConfig;
use mdbook_katex::preprocess::{ExtraOpts, Render, get_render_tasks};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// KaTeX as a book configures it.
pub(super) struct Setting {
    inline: katex::Opts,
    display: katex::Opts,
    pub(super) extra: ExtraOpts,
    /// All that the options were made of.
    options: Arc<str>,
}

/// A formula and all that its HTML depends on beside the version of KaTeX, which is compiled in:
/// the options, whether it is displayed, and its LaTeX.
type Key = (Arc<str>, bool, String);

/// What KaTeX made of the formulas that this program has set.
static SET: LazyLock<Mutex<HashMap<Key, Arc<str>>>> = LazyLock::new(Mutex::default);

impl Setting {
    pub(super) fn new(config: &KatexConfig, macros: BTreeMap<String, String>) -> Self {
        let options = format!("{config:?} {macros:?}").into();
        let (inline, display) = config.build_opts_from_macros(macros.into_iter().collect());
        Self {
            inline,
            display,
            extra: config.build_extra_opts(),
            options,
        }
    }

    /// The HTML of a formula.
    pub(super) fn set(&self, formula: &str, display: bool) -> katex::Result<Arc<str>> {
        let key = (Arc::clone(&self.options), display, formula.to_owned());
        let known = || SET.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(html) = known().get(&key) {
            return Ok(Arc::clone(html));
        }
        // The lock is free meanwhile; where two threads set the same formula, they agree.
        let html: Arc<str> = katex::render_with_opts(formula, self.opts(display))?.into();
        known().insert(key, Arc::clone(&html));
        Ok(html)
    }

    /// A page with a header before it and its formulas set, byte for byte as mdbook-katex does it
    /// where it does not keep the LaTeX as well.
    pub(super) fn page(&self, header: &str, text: &str) -> String {
        get_render_tasks(text, header, &self.extra)
            .into_iter()
            .map(|part| match part {
                Render::Text(text) => text.to_owned(),
                Render::InlineTask(formula) => self.in_page(formula, false),
                Render::DisplayTask(formula) => self.in_page(formula, true),
            })
            .collect()
    }

    fn in_page(&self, formula: &str, display: bool) -> String {
        match self.set(formula, display) {
            Ok(html) => html.replace('\n', " "),
            // It logs the reason and leaves the LaTeX as it is.
            Err(_) => mdbook_katex::render(
                formula,
                self.opts(display).clone(),
                self.extra.clone(),
                display,
            ),
        }
    }

    fn opts(&self, display: bool) -> &katex::Opts {
        if display { &self.display } else { &self.inline }
    }
}
