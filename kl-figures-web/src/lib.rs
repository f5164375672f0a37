//! The figures that readers can move: the functions of [`kl_figures`], called with numbers from
//! sliders, and compiled to WebAssembly.
//!
//! Each function takes numbers, and answers with an [`Answer`]: the divergence in words, computed
//! by [`kl_core`], and the picture. Nothing is drawn here, so the picture under the sliders is the
//! one that stands in the page.
//!
//! ```
//! let answer = kl_figures_web::draw("normal_integrand", &[1.0, 1.0, 0.0, 1.0]);
//! let answer = answer.expect("the name of a figure, and as many numbers as it takes");
//! assert_eq!(answer.text, "The divergence of P from Q is 0.5000 nats.");
//! assert!(answer.svg.starts_with("<svg "));
//! ```
//!
//! # In the browser
//!
//! The module asks for nothing and exports each figure under its name. A call draws, and the
//! answer waits in the module's memory, in UTF-8, at `answer_pointer()`, `answer_length()` bytes:
//! first the line of text, then, where there is one, the picture.
//!
//! `theme/sliders.js` is the other side of this; `cargo book` compiles the module and puts it into
//! the book.
//!
//! # To add a figure
//!
//! A function in `figures.rs` and its name in the list below. In the chapter the sliders are a
//! comment above the picture, which `mdbook-cells` documents; a test of `book-tests` compares what
//! the sliders draw where they first stand with the still picture, byte for byte.

#[cfg(target_family = "wasm")]
mod exports;
mod figures;

/// What a figure has to say, and to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// One line: the divergence, and why there is no picture where there is none.
    pub text: String,
    /// The picture, or nothing.
    pub svg: String,
}

/// The list of figures, as a function for Rust and as functions for the browser.
macro_rules! figures {
    ($($name:ident($($argument:ident),*),)*) => {
        /// Draws the figure of this name. `None` if there is none that takes so many numbers.
        ///
        /// ```
        /// assert_eq!(kl_figures_web::draw("coin_terms", &[0.5]), None);
        /// ```
        #[must_use]
        pub fn draw(name: &str, arguments: &[f64]) -> Option<Answer> {
            match (name, arguments) {
                $((stringify!($name), &[$($argument),*]) => Some(figures::$name($($argument),*)),)*
                _ => None,
            }
        }

        /// The functions that a page calls: arguments as in [`draw`].
        #[cfg(target_family = "wasm")]
        mod exported {
            $(
                #[expect(unsafe_code, reason = "gives the name for the browser, and no more")]
                #[unsafe(no_mangle)]
                extern "C" fn $name($($argument: f64),*) {
                    crate::exports::keep(&crate::figures::$name($($argument),*));
                }
            )*
        }
    };
}

figures! {
    normal_integrand(mean_p, width_p, mean_q, width_q),
    coin_terms(p, q),
}
