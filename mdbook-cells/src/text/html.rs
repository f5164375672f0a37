//! Text that is to stand in HTML.

/// Text for HTML within Markdown.
pub(crate) fn escape(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    shield(&text)
}

/// Markup for HTML, with what later preprocessors look for written another way: mdbook-katex
/// scans the whole page for dollar signs and backticks, and `links` for `{{#`.
pub(crate) fn shield(markup: &str) -> String {
    markup
        .replace('$', "&#36;")
        .replace('`', "&#96;")
        .replace("{{", "&#123;&#123;")
}
