//! A picture in the page.

use crate::scan::Figure;
use crate::text::{Splice, shield};
use crate::weave::sliders;
use crate::weave::weaver::Weaver;

impl Weaver<'_> {
    pub(super) fn figure(&self, figure: &Figure) -> Vec<Splice> {
        let svg = self.checked.picture(&figure.picture);
        // An XML declaration has no place in HTML.
        let svg = svg.find("<svg").map_or(svg, |start| &svg[start..]);
        let svg = shield(svg)
            .lines()
            // A blank line would end the block of HTML.
            .filter(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        let sliders = figure.sliders.as_ref();
        let controls = sliders.map(sliders::html).unwrap_or_default();
        let mut splices = vec![
            Splice {
                range: figure.range.start..figure.caption.start,
                text: format!(
                    "<figure class=\"cell-figure\" id=\"{}\">\n{svg}\n{controls}<figcaption>\n\n",
                    figure.picture
                ),
            },
            Splice {
                range: figure.caption.end..figure.range.end,
                text: "\n\n</figcaption>\n</figure>\n".into(),
            },
        ];
        splices.extend(sliders.map(|sliders| Splice {
            range: sliders.range.clone(),
            text: String::new(),
        }));
        splices
    }
}
