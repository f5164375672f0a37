//! The changes to a check: an operator of arithmetic, a comparison or a connective becomes its
//! opposite, a sign flips, a constant grows, a function becomes its partner, and two arguments
//! change places.

use anyhow::Result;
use proc_macro2::{Delimiter, Group, Span, TokenTree};
use std::collections::BTreeSet;
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
        let before = &program[start..end];
        let after = [&program[start..range.start], &to, &program[range.end..end]].concat();
        let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            line: program[..start].matches('\n').count() + 1,
            before: on_one_line(before),
            after: on_one_line(&after),
            range,
            to,
        }
    }

    /// The line as it is with this change.
    pub(crate) fn after(&self) -> &str {
        &self.after
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
        points: points(&file),
        found: Vec::new(),
    };
    finder.visit_file(&file);
    let mut found = finder.found;
    found.sort_by_key(|mutation| mutation.range.start);
    Ok(found)
}

/// Calls whose arguments are the points where a claim is tried, and no part of the claim.
const WHERE: [&str; 4] = ["between", "cube", "interior", "simplex"];

/// The places of those arguments of a call that say how closely and where a claim is tried: its
/// tolerance, dimension, instances, points, terms, and the space or the ends of a search.
fn role(function: &str) -> &'static [usize] {
    match function {
        "equality" | "inequality" | "inequality_at" => &[0],
        "equality_within" | "minimum" | "maximum" | "root" => &[0, 1],
        "limit" => &[1, 2],
        "limits" => &[0, 1, 2],
        // Nothing, not even the point of a local optimum: that it is one is the claim.
        _ => &[],
    }
}

/// Functions that are put for each other: partners that look alike in a formula.
const PARTNERS: [[&str; 2]; 11] = [
    ["min", "max"],
    ["sin", "cos"],
    ["sinh", "cosh"],
    ["ln", "exp"],
    ["log2", "exp2"],
    ["ln_1p", "exp_m1"],
    ["floor", "ceil"],
    ["any", "all"],
    ["cdf", "sf"],
    ["pdf", "ln_pdf"],
    ["pmf", "ln_pmf"],
];

/// Methods of P that have Q as their argument, and say something else of Q and P.
const DIRECTED: [&str; 4] = ["kl", "chi_squared", "cross_entropy", "renyi"];

/// Functions of two things that say the same of them in either order.
const SYMMETRIC: [&str; 4] = [
    "jensen_shannon",
    "total_variation",
    "wasserstein_1",
    "wasserstein_2",
];

/// Where the variables are declared that hold the points of a check: those that a check is given as
/// its points, whatever their name, and what they are made from if that has the same name.
fn points(file: &syn::File) -> BTreeSet<usize> {
    let mut declared = BTreeSet::new();
    let Some(syn::Item::Fn(function)) = file.items.first() else {
        return declared;
    };
    let statements = &function.block.stmts;
    for (place, statement) in statements.iter().enumerate() {
        let mut given = Given::default();
        given.visit_stmt(statement);
        for name in given.names {
            for earlier in statements[..place].iter().rev() {
                let syn::Stmt::Local(local) = earlier else {
                    continue;
                };
                if !matches!(&local.pat, syn::Pat::Ident(pattern) if pattern.ident == name) {
                    continue;
                }
                declared.insert(local.span().byte_range().start);
                let mut used = Used::default();
                used.visit_local(local);
                if !used.names.contains(&name) {
                    break;
                }
            }
        }
    }
    declared
}

/// The variables that checks are given as their points.
#[derive(Default)]
struct Given {
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Given {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let places = last_name(&call.func).map_or(&[][..], |name| role(&name));
        for (place, argument) in call.args.iter().enumerate() {
            match argument {
                Expr::Path(path) if places.contains(&place) => {
                    self.names
                        .extend(path.path.get_ident().map(ToString::to_string));
                }
                _ => {}
            }
        }
        visit::visit_expr_call(self, call);
    }
}

/// The variables of an expression.
#[derive(Default)]
struct Used {
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Used {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.names
            .extend(path.path.get_ident().map(ToString::to_string));
    }
}

/// The last part of a path.
fn last_name(function: &Expr) -> Option<String> {
    let Expr::Path(path) = function else {
        return None;
    };
    Some(path.path.segments.last()?.ident.to_string())
}

struct Finder<'a> {
    program: &'a str,
    /// The offset of the program in the parsed text.
    offset: usize,
    /// Where points are declared.
    points: BTreeSet<usize>,
    found: Vec<Mutation>,
}

impl Finder<'_> {
    fn replace(&mut self, span: Span, to: impl Into<String>) {
        let range = span.byte_range();
        let range = range.start - self.offset..range.end - self.offset;
        self.found
            .push(Mutation::new(self.program, range, to.into()));
    }

    fn text(&self, span: Span) -> &str {
        let range = span.byte_range();
        &self.program[range.start - self.offset..range.end - self.offset]
    }

    /// A function becomes its partner.
    fn partner(&mut self, name: &syn::Ident) {
        for [one, other] in PARTNERS {
            if name == one {
                self.replace(name.span(), other);
            } else if name == other {
                self.replace(name.span(), one);
            }
        }
    }

    /// Neighbours change places. Where their types differ, that does not compile.
    fn exchange<'a>(&mut self, arguments: impl Iterator<Item = &'a Expr>) {
        let arguments: Vec<_> = arguments.collect();
        for pair in arguments.windows(2) {
            let [first, second] = pair else { continue };
            if pair.iter().any(|e| matches!(e, Expr::Closure(_))) {
                continue;
            }
            let (a, b) = (self.text(first.span()), self.text(second.span()));
            if a == b {
                continue;
            }
            let (start, end) = (first.span().byte_range(), second.span().byte_range());
            let between = &self.program[start.end - self.offset..end.start - self.offset];
            let exchanged = format!("{b}{between}{a}");
            let range = start.start - self.offset..end.end - self.offset;
            self.found
                .push(Mutation::new(self.program, range, exchanged));
        }
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
            BinOp::Lt(_) => ">=",
            BinOp::Le(_) => ">",
            BinOp::Gt(_) => "<=",
            BinOp::Ge(_) => "<",
            BinOp::Eq(_) => "!=",
            BinOp::Ne(_) => "==",
            BinOp::And(_) => "||",
            BinOp::Or(_) => "&&",
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

    /// Points where a claim is tried are left out.
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if !self.points.contains(&local.span().byte_range().start) {
            visit::visit_local(self, local);
        }
    }

    /// A function that is named, as in `fold(0.0, f64::max)`.
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if path.path.segments.len() > 1
            && let Some(last) = path.path.segments.last()
        {
            self.partner(&last.ident);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.partner(&call.method);
        if !SYMMETRIC.iter().any(|name| call.method == name) {
            self.exchange(call.args.iter());
        }
        if DIRECTED.iter().any(|name| call.method == name)
            && let Some(Expr::Reference(other)) = call.args.first()
        {
            let (p, q) = (&*call.receiver, &*other.expr);
            let exchanged = [(p, self.text(q.span())), (q, self.text(p.span()))]
                .map(|(place, text)| (place.span().byte_range(), text.to_owned()));
            let [(first, q), (second, p)] = exchanged;
            if q != p {
                let between = &self.program[first.end - self.offset..second.start - self.offset];
                let range = first.start - self.offset..second.end - self.offset;
                let exchanged = format!("({q}){between}({p})");
                self.found
                    .push(Mutation::new(self.program, range, exchanged));
            }
        }
        visit::visit_expr_method_call(self, call);
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
        let skipped = role(last);
        if skipped.is_empty() && !SYMMETRIC.contains(&last) {
            self.exchange(call.args.iter());
        }
        if let Some(last) = path.path.segments.last() {
            self.partner(&last.ident);
        }
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
            "let where_ = cube(3, 9).map(|x| 2.0 * x[0]); equality(where_, f);",
            "let x = 1.0 + 2.0; let x = x.map(|a| a * 3.0); claims::limits(1e-3, x, 1..9, f, g);",
            "equality_within(1e-9, [1.0 + 2.0], f);",
            "minimum([()], &[(0.0, 1.0); 3], f, g);",
            "let x = root(-1.0, 2.0, f);",
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
    fn a_name_hides_nothing() {
        // No check is given these.
        assert_eq!(
            changed("let points = [a, 3.0];"),
            ["let points = [a, 4.0];"]
        );
        assert_eq!(
            changed("let points = [3.0]; let b = points; let points = [7.0]; equality(points, f);"),
            ["let points = [4.0]; let b = points; let points = [7.0]; equality(points, f);"]
        );
        assert_eq!(
            changed("let points = [7.0]; equality(points, |x| { let points = [1.0]; x });"),
            ["let points = [7.0]; equality(points, |x| { let points = [2.0]; x });"]
        );
    }

    #[test]
    fn comparisons_names_and_the_order_of_arguments_change() {
        assert_eq!(
            changed("if a < b && c == d {}"),
            [
                "if a >= b && c == d {}",
                "if a < b || c == d {}",
                "if a < b && c != d {}"
            ]
        );
        assert_eq!(
            changed("x.min(y.ln())"),
            ["x.max(y.ln())", "x.min(y.exp())"]
        );
        assert_eq!(changed("fold(f64::max)"), ["fold(f64::min)"]);
        assert_eq!(changed("f(a, &b, |x| x)"), ["f(&b, a, |x| x)"]);
        assert_eq!(changed("f(a, a)"), Vec::<String>::new());
        assert_eq!(changed("p.kl(&q)"), ["(q).kl(&(p))"]);
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
