//! The changes to a check: an arithmetic operator becomes its opposite, a sign flips, a
//! constant grows.

use anyhow::Result;
use proc_macro2::{Delimiter, Group, Span, TokenTree};
use std::fmt;
use std::ops::Range;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, UnOp};

/// A replacement of some bytes of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mutation {
    range: Range<usize>,
    to: String,
    /// The number of the line that it changes, from 1, and the line's text before and after.
    line: usize,
    before: String,
    after: String,
}

impl Mutation {
    fn new(program: &str, range: Range<usize>, to: String) -> Self {
        let start = program[..range.start].rfind('\n').map_or(0, |n| n + 1);
        let end = program[range.end..]
            .find('\n')
            .map_or(program.len(), |n| range.end + n);
        let before = program[start..end].trim().to_owned();
        let after = [&program[start..range.start], &to, &program[range.end..end]].concat();
        Self {
            line: program[..start].matches('\n').count() + 1,
            before,
            after: after.trim().to_owned(),
            range,
            to,
        }
    }

    /// The program with this change.
    pub(crate) fn apply(&self, program: &str) -> String {
        [
            &program[..self.range.start],
            &self.to,
            &program[self.range.end..],
        ]
        .concat()
    }
}

impl fmt::Display for Mutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, `{}` for `{}`",
            self.line, self.after, self.before
        )
    }
}

/// All changes of a program, in the order of their places.
pub(crate) fn mutations(program: &str) -> Result<Vec<Mutation>> {
    // The statements become the body of a function that begins right before them.
    const HEAD: &str = "fn f() {\n";
    let file = syn::parse_file(&format!("{HEAD}{program}\n}}"))?;
    let mut finder = Finder {
        program,
        offset: HEAD.len(),
        found: Vec::new(),
    };
    finder.visit_file(&file);
    let mut found = finder.found;
    found.sort_by_key(|mutation| mutation.range.start);
    Ok(found)
}

/// Calls whose arguments are the points where a claim is tried, and no part of the claim.
const WHERE: [&str; 3] = ["between", "cube", "simplex"];

struct Finder<'a> {
    program: &'a str,
    /// The offset of the program in the parsed text.
    offset: usize,
    found: Vec<Mutation>,
}

impl Finder<'_> {
    fn replace(&mut self, span: Span, to: impl Into<String>) {
        let range = span.byte_range();
        let range = range.start - self.offset..range.end - self.offset;
        self.found
            .push(Mutation::new(self.program, range, to.into()));
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let opposite = match binary.op {
            BinOp::Add(_) => "-",
            BinOp::Sub(_) => "+",
            BinOp::Mul(_) => "/",
            BinOp::Div(_) => "*",
            BinOp::AddAssign(_) => "-=",
            BinOp::SubAssign(_) => "+=",
            BinOp::MulAssign(_) => "/=",
            BinOp::DivAssign(_) => "*=",
            _ => "",
        };
        if !opposite.is_empty() {
            self.replace(binary.op.span(), opposite);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        if matches!(unary.op, UnOp::Neg(_)) {
            self.replace(unary.op.span(), "");
        }
        visit::visit_expr_unary(self, unary);
    }

    /// syn sees a macro's arguments as tokens; those of `vec![…]` are read as an array.
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        if found.path.is_ident("vec") {
            let array = Group::new(Delimiter::Bracket, found.tokens.clone());
            if let Ok(array) = syn::parse2::<Expr>(TokenTree::from(array).into()) {
                Visit::visit_expr(self, &array);
            }
        }
    }

    /// A constant is made larger by one.
    fn visit_expr_lit(&mut self, literal: &'ast syn::ExprLit) {
        match &literal.lit {
            Lit::Float(float) => {
                if let Ok(x) = float.base10_parse::<f64>() {
                    let suffix = float.suffix();
                    // Doubled, where one more would be lost in the rounding of a large
                    // number.
                    let larger = if x + 1.0 > x { x + 1.0 } else { 2.0 * x };
                    self.replace(float.span(), format!("{larger:?}{suffix}"));
                }
            }
            Lit::Int(int) => {
                if let Some(larger) = int
                    .base10_parse::<u64>()
                    .ok()
                    .and_then(|n| n.checked_add(1))
                {
                    let suffix = int.suffix();
                    self.replace(int.span(), format!("{larger}{suffix}"));
                }
            }
            _ => {}
        }
    }

    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        // The index is left out: it is the name of an entry.
        self.visit_expr(&index.expr);
    }

    fn visit_expr_range(&mut self, _: &'ast syn::ExprRange) {}

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    /// Patterns are left out: they choose a side of a claim.
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    /// `let points = …` is left out: those are points where a claim is tried.
    fn visit_local(&mut self, local: &'ast syn::Local) {
        let is_points = matches!(&local.pat, syn::Pat::Ident(name) if name.ident == "points");
        if !is_points {
            visit::visit_local(self, local);
        }
    }

    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let Expr::Path(path) = &*call.func else {
            return visit::visit_expr_call(self, call);
        };
        let names: Vec<_> = path
            .path
            .segments
            .iter()
            .map(|s| s.ident.to_string())
            .collect();
        let last = names.last().map_or("", String::as_str);
        if WHERE.contains(&last) || names.iter().any(|name| name == "Draws") {
            return;
        }
        let skipped: &[usize] = match last {
            // The tolerance, or the dimension.
            "equality_within" | "inequality" => &[0],
            // The tolerance; the terms, when they are a list.
            "limit" => &[1, 2],
            // Nothing, not even a point: that it is the optimum is the claim.
            _ => &[],
        };
        for (place, argument) in call.args.iter().enumerate() {
            if !skipped.contains(&place) {
                self.visit_expr(argument);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(program: &str) -> Vec<String> {
        let found = mutations(program).unwrap_or_default();
        found.iter().map(|m| m.apply(program)).collect()
    }

    #[test]
    fn operators_signs_and_constants_change() {
        assert_eq!(
            changed("let x = a + 2.0 * -b;"),
            [
                "let x = a - 2.0 * -b;",
                "let x = a + 3.0 * -b;",
                "let x = a + 2.0 / -b;",
                "let x = a + 2.0 * b;",
            ]
        );
        assert_eq!(
            changed("s -= x.powi(2) / 4_f64;"),
            [
                "s += x.powi(2) / 4_f64;",
                "s -= x.powi(3) / 4_f64;",
                "s -= x.powi(2) * 4_f64;",
                "s -= x.powi(2) / 5f64;",
            ]
        );
    }

    #[test]
    fn vectors_change_as_arrays_do_and_other_macros_do_not() {
        assert_eq!(
            changed("let ψ = vec![a, 2.0 * b]; // ≥"),
            [
                "let ψ = vec![a, 3.0 * b]; // ≥",
                "let ψ = vec![a, 2.0 / b]; // ≥"
            ]
        );
        assert_eq!(changed("let a = vec![1.0; 3];"), ["let a = vec![2.0; 3];"]);
        assert_eq!(changed("println!(\"{}\", a + 1.0);"), Vec::<String>::new());
    }

    #[test]
    fn the_largest_constants_change_or_stay() {
        assert_eq!(changed("let a = 1e17;"), ["let a = 2e17;"]);
        assert_eq!(
            changed("let a = 18446744073709551615;"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn where_a_claim_is_tried_does_not_change() {
        for program in [
            "let p = simplex(&x[1..4]);",
            "let a = between(x[0], -1.0, 2.0);",
            "for i in 0..10 {}",
            "let mut draws = Draws::new(7);",
            "let points = cube(3, 9).map(|x| 2.0 * x[0]);",
            "match line { 0 => a, 1 => b, _ => c }",
            "let zeros: [f64; 2] = [a; 2];",
        ] {
            assert_eq!(changed(program), Vec::<String>::new(), "{program}");
        }
        assert_eq!(
            changed("limit(1.0, 1e-6, [2, 4], |n| Ok(n))?;"),
            ["limit(2.0, 1e-6, [2, 4], |n| Ok(n))?;"]
        );
    }

    #[test]
    fn a_change_says_what_it_was() {
        let found = mutations("let a = 1.0;\n  let b = a - c;\n").unwrap_or_default();
        let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "line 1, `let a = 2.0;` for `let a = 1.0;`",
                "line 2, `let b = a + c;` for `let b = a - c;`"
            ]
        );
    }
}
