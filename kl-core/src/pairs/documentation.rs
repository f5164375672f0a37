//! The common parts of the documentation of pairs, made from the table.
//!
//! Above an implementation stands the formula, with the meaning of its letters. Then follow
//! `#[doc = pair!(P, Q)]`, whose last paragraph may be continued, `errors!()`, `example!` and
//! `reference!`.

/// The roles of P and Q, the conventions, and the accuracy.
macro_rules! define_pair {
    ($(
        $p:ident, $q:ident $(infinite $infinite:literal)?: $formula:literal, $rarely:literal,
        [$ulp:literal $(per $condition:literal)? $(in $cases:literal)?: $why:literal $($more:tt)*];
    )*) => {
        macro_rules! pair { $(
            ($p, $q) => { concat!(
                "\nP is `self`, the truth; Q is the argument, the model.\n\n",
                "# Conventions\n\n",
                "Never negative. [`Information::INFINITY`](crate::Information::INFINITY) where ",
                $($infinite, ", and where ",)?
                "the true value is beyond [`f64::MAX`].\n\n",
                "# Accuracy\n\n",
                "Within ", $ulp, " ulp", $(" times ", $condition,)? "."
            ) };
        )* }
    };
}
pairs!(define_pair);
#[expect(
    clippy::single_component_path_imports,
    reason = "the macro is defined inside another, where this alone makes it known elsewhere"
)]
pub(crate) use pair;

/// The errors of every pair.
macro_rules! errors {
    () => {
        concat!(
            "\n# Errors\n\n[`Error::Parameter`](crate::Error::Parameter) names a ",
            "parameter that is infinite, where the constructor has let it through."
        )
    };
}
pub(crate) use errors;

/// The value of one divergence, and lines of code that may follow.
macro_rules! example {
    ($p:ident: ($($a:tt)*), ($($b:tt)*), $value:literal $(, $more:literal)*) => {
        concat!(
            "\n# Example\n\n```\nuse kl_core::KlDivergence;\n",
            "use ", $crate::pairs::documentation::path_of!($p), "::", stringify!($p), ";\n\n",
            "# fn main() -> Result<(), Box<dyn std::error::Error>> {\n",
            "let p = ", stringify!($p), "::new(", stringify!($($a)*), ")?;\n",
            "let q = ", stringify!($p), "::new(", stringify!($($b)*), ")?;\n",
            "assert_eq!(format!(\"{:.4}\", p.kl(&q)?), \"", $value, "\");\n",
            $($more, "\n",)*
            "# Ok(())\n# }\n```"
        )
    };
    ($p:ident($($a:tt)*), $q:ident($($b:tt)*), $value:literal $(, $more:literal)*) => {
        concat!(
            "\n# Example\n\n```\nuse kl_core::KlDivergence;\n",
            "use ", $crate::pairs::documentation::path_of!($p), "::", stringify!($p), ";\n",
            "use ", $crate::pairs::documentation::path_of!($q), "::", stringify!($q), ";\n\n",
            "# fn main() -> Result<(), Box<dyn std::error::Error>> {\n",
            "let p = ", stringify!($p), "::new(", stringify!($($a)*), ")?;\n",
            "let q = ", stringify!($q), "::new(", stringify!($($b)*), ")?;\n",
            "assert_eq!(format!(\"{:.4}\", p.kl(&q)?), \"", $value, "\");\n",
            $($more, "\n",)*
            "# Ok(())\n# }\n```"
        )
    };
}
pub(crate) use example;

/// The path of the module of each family.
macro_rules! define_path {
    ($($from:ident $family:ident $parameters:tt)*) => {
        macro_rules! path_of {
            $( ($family) => { $crate::pairs::documentation::crate_path!($from) }; )*
            // The families of more than three parameters, and those of vectors.
            (NormalGamma) => { $crate::pairs::documentation::crate_path!(kl_core) };
            (TruncatedNormal) => { $crate::pairs::documentation::crate_path!(kl_core) };
            (NormalInverseGamma) => { $crate::pairs::documentation::crate_path!(kl_core) };
            (Categorical) => { $crate::pairs::documentation::crate_path!(statrs) };
            (Dirichlet) => { $crate::pairs::documentation::crate_path!(statrs) };
        }
    };
}
macro_rules! crate_path {
    (statrs) => {
        "kl_core::statrs::distribution"
    };
    (kl_core) => {
        "kl_core::distribution"
    };
}
pub(crate) use crate_path;
families!(define_path);
#[expect(
    clippy::single_component_path_imports,
    reason = "the macro is defined inside another, where this alone makes it known elsewhere"
)]
pub(crate) use path_of;

/// The sources that many pairs share.
macro_rules! reference {
    (DEFINITION) => {
        "\n# Reference\n\nIt follows from the definition."
    };
    (GIL) => {
        concat!(
            "\n# Reference\n\nGil, Alajaji and Linder, \"Rényi divergence measures for commonly ",
            "used univariate continuous distributions\", Information Sciences 249 (2013) ",
            "124–131, DOI 10.1016/j.ins.2013.06.018."
        )
    };
    (MOMENTS) => {
        concat!(
            "\n# Reference\n\nCover and Thomas, *Elements of Information Theory*, 2nd ed., theorem ",
            "8.6.5: the first terms are how far P is from the normal distribution of its mean ",
            "and variance."
        )
    };
}
pub(crate) use reference;
