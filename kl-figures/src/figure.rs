//! A finished picture.

use crate::palette;
use std::fmt;
use std::fmt::Write as _;

/// A picture: an SVG document that can stand in a page, a file or a notebook.
///
/// It has a `viewBox` and neither width nor height: in a page it fills its
/// container, and a style sheet says how wide that may be. It has no blank lines
/// and none of the characters that Markdown or a formula could take for its own,
/// so it can be put into a chapter as it is.
///
/// The title and the description of the picture are in it, for a screen reader.
/// Their `id`s are made from the contents, so different figures can share a page.
///
/// # Example
///
/// ```
/// use kl_core::statrs::distribution::Normal;
/// use kl_figures::normal_integrand;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let figure = normal_integrand(&Normal::new(1.0, 1.0)?, &Normal::new(0.0, 1.0)?)?;
/// let page = format!("<figure>\n{figure}\n</figure>");
/// assert!(page.contains("role=\"img\""));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    svg: String,
}

impl Figure {
    /// The SVG document, without a newline at its end.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// # use kl_figures::discrete_terms;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let p = Pmf::uniform(2)?;
    /// let figure = discrete_terms(&["heads", "tails"], &p, &p)?;
    /// assert!(figure.svg().ends_with("</svg>"));
    /// assert_eq!(figure.svg(), figure.to_string());
    /// # Ok(())
    /// # }
    /// ```
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// Shows the figure in a notebook: prints it to standard output in the form
    /// that the evcxr kernel takes for a picture.
    ///
    /// evcxr calls this when a figure is the last expression of a cell.
    ///
    /// ```
    /// # use kl_core::Pmf;
    /// # use kl_figures::discrete_terms;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let p = Pmf::uniform(2)?;
    /// discrete_terms(&["heads", "tails"], &p, &p)?.evcxr_display();
    /// # Ok(())
    /// # }
    /// ```
    pub fn evcxr_display(&self) {
        println!("{}", self.evcxr_content());
    }

    fn evcxr_content(&self) -> String {
        // A notebook shows it as an image, and has no style sheet to say how wide.
        let svg = self.svg.replacen("<svg ", "<svg width=\"640\" ", 1);
        format!("EVCXR_BEGIN_CONTENT image/svg+xml\n{svg}\nEVCXR_END_CONTENT")
    }

    /// Completes what plotters drew.
    ///
    /// `drawing` is a whole document of plotters, in units of 1/`units` pixel.
    pub(crate) fn new(
        name: &str,
        title: &str,
        description: &str,
        (width, height): (u32, u32),
        units: u32,
        drawing: &str,
    ) -> Figure {
        // The first line is plotters' own <svg …>, and the last its end.
        let elements = drawing
            .split_once('\n')
            .map_or("", |(_, rest)| rest)
            .trim_end()
            .trim_end_matches("</svg>");
        let elements = without_markup(&palette::with_variables(elements)).replace(
            "font-family=\"sans-serif\"",
            "font-family=\"var(--figure-font, sans-serif)\"",
        );
        let title = without_markup(&escaped(title));
        let description = without_markup(&escaped(description));
        let id = format!(
            "figure-{name}-{:08x}",
            hash([&title, &description, &elements])
        );

        let mut svg = String::new();
        let scale = 1.0 / f64::from(units);
        // Writing to a String cannot fail.
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" class=\"figure-{name}\">\n\
             <title id=\"{id}-title\">{title}</title>\n\
             <desc id=\"{id}-desc\">{description}</desc>\n\
             <g transform=\"scale({scale})\">\n\
             {elements}</g>\n\
             </svg>"
        );
        Figure { svg }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.svg)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Writes as references what Markdown, formulas or mdBook's own templates would
/// take for theirs, inside a figure that stands in a chapter.
fn without_markup(xml: &str) -> String {
    xml.replace('$', "&#36;")
        .replace('`', "&#96;")
        .replace('\\', "&#92;")
        .replace('{', "&#123;")
}

/// 32-bit FNV-1a: short, and the same in every version of Rust, which the
/// standard library's hashes do not promise.
///
/// Offset and prime: Fowler, Noll and Vo, <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn hash<'a>(parts: impl IntoIterator<Item = &'a String>) -> u32 {
    parts
        .into_iter()
        .flat_map(|part| part.bytes())
        .fold(0x811c_9dc5, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_agrees_with_the_published_values() {
        // Landon Curt Noll's list, http://www.isthe.com/chongo/tech/comp/fnv/
        assert_eq!(hash([&String::new()]), 0x811c_9dc5);
        assert_eq!(hash([&"a".to_owned()]), 0xe40c_292c);
        assert_eq!(hash([&"foo".to_owned(), &"bar".to_owned()]), 0xbf9c_f968);
    }

    #[test]
    fn notebook_gets_a_width_and_its_markers() {
        let figure = Figure::new("x", "t", "d", (480, 340), 10, "<svg>\n</svg>\n");
        let content = figure.evcxr_content();
        let lines: Vec<_> = content.lines().collect();
        assert_eq!(lines[0], "EVCXR_BEGIN_CONTENT image/svg+xml");
        assert!(lines[1].starts_with("<svg width=\"640\" xmlns="));
        assert_eq!(lines[lines.len() - 1], "EVCXR_END_CONTENT");
    }
}
