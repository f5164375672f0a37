//! The colours, as CSS variables with a literal to fall back on.
//!
//! A page sets the variables, and every figure on it follows:
//!
//! ```css
//! .dark { --figure-ink: #e6e6e6; --figure-paper: transparent; }
//! ```
//!
//! Where nothing sets them, in a notebook or a file of its own, the literals
//! apply. The first three are from the palette of Okabe and Ito, which readers
//! with any of the common colour vision deficiencies can tell apart.
//!
//! # Reference
//!
//! Okabe and Ito, *Color Universal Design* (2008),
//! <https://jfly.uni-koeln.de/color/>.

/// A colour: the name of its CSS variable, and what it is if nobody sets it.
///
/// ```
/// use kl_figures::palette;
///
/// assert_eq!(palette::P.css(), "var(--figure-p, #0072B2)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    variable: &'static str,
    rgb: (u8, u8, u8),
}

impl Colour {
    /// The name of the CSS variable.
    ///
    /// ```
    /// assert_eq!(kl_figures::palette::INK.variable(), "--figure-ink");
    /// ```
    pub const fn variable(self) -> &'static str {
        self.variable
    }

    /// The literal that applies where the variable is not set.
    ///
    /// ```
    /// assert_eq!(kl_figures::palette::PAPER.literal(), "#FFFFFF");
    /// ```
    pub fn literal(self) -> String {
        let (r, g, b) = self.rgb;
        // The way plotters writes it: with_variables looks for exactly this.
        format!("#{r:02X}{g:02X}{b:02X}")
    }

    /// The colour as it stands in the SVG: the variable with its literal.
    ///
    /// ```
    /// assert_eq!(kl_figures::palette::KL.css(), "var(--figure-kl, #009E73)");
    /// ```
    pub fn css(self) -> String {
        format!("var({}, {})", self.variable, self.literal())
    }

    pub(crate) const fn rgb(self) -> (u8, u8, u8) {
        self.rgb
    }
}

/// Blue: the distribution P.
pub const P: Colour = Colour {
    variable: "--figure-p",
    rgb: (0x00, 0x72, 0xB2),
};

/// Vermilion: the distribution Q.
pub const Q: Colour = Colour {
    variable: "--figure-q",
    rgb: (0xD5, 0x5E, 0x00),
};

/// Green: the divergence.
pub const KL: Colour = Colour {
    variable: "--figure-kl",
    rgb: (0x00, 0x9E, 0x73),
};

/// Nearly black: text and axes.
pub const INK: Colour = Colour {
    variable: "--figure-ink",
    rgb: (0x1F, 0x23, 0x28),
};

/// Light grey: the lines behind the data.
pub const GRID: Colour = Colour {
    variable: "--figure-grid",
    rgb: (0xD5, 0xDA, 0xE0),
};

/// White: the background.
pub const PAPER: Colour = Colour {
    variable: "--figure-paper",
    rgb: (0xFF, 0xFF, 0xFF),
};

/// Every colour that a figure can contain.
///
/// ```
/// // What a style sheet has to set.
/// let names: Vec<_> = kl_figures::palette::ALL.iter().map(|c| c.variable()).collect();
/// assert!(names.contains(&"--figure-grid"));
/// ```
pub const ALL: [Colour; 6] = [P, Q, KL, INK, GRID, PAPER];

/// Puts the variable in place of every literal that is an attribute's value.
///
/// plotters can only write literals. Text cannot be mistaken for one: its
/// quotation marks are escaped.
pub(crate) fn with_variables(svg: &str) -> String {
    ALL.iter().fold(svg.to_owned(), |svg, colour| {
        svg.replace(
            &format!("\"{}\"", colour.literal()),
            &format!("\"{}\"", colour.css()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_colours_share_a_literal_or_a_variable() {
        for (i, a) in ALL.iter().enumerate() {
            for b in &ALL[..i] {
                assert_ne!(a.rgb, b.rgb);
                assert_ne!(a.variable, b.variable);
            }
        }
    }

    #[test]
    fn only_whole_attribute_values_are_replaced() {
        let svg = "<text fill=\"#0072B2\">#0072B2 &quot;#0072B2&quot;</text>";
        assert_eq!(
            with_variables(svg),
            "<text fill=\"var(--figure-p, #0072B2)\">#0072B2 &quot;#0072B2&quot;</text>"
        );
    }
}
