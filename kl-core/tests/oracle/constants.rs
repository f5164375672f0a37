//! The constants in the source against those that `oracle/constants.py` derived.
//!
//! The source is read, as most of them are private. A constant with eight digits or more, or
//! an array or tuple of floats, must be in the data; so must what the data have be in the
//! source; and eight digits or more stand nowhere but in a constant.

mod evaluation;

use crate::harness::Failure;
use evaluation::numbers;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};

#[test]
fn each_constant_is_what_it_was_derived_to_be() -> Result<(), Failure> {
    let data: BTreeMap<String, BTreeMap<String, Entry>> =
        serde_json::from_str(&std::fs::read_to_string(DATA)?)?;
    let mut wrong = Vec::new();
    let mut compared = 0;
    let source = Path::new(SOURCE);
    let mut paths = Vec::new();
    rust_files(source, &mut paths)?;
    let mut files = BTreeSet::new();
    for path in paths {
        let name = path.strip_prefix(source)?.display().to_string();
        let file =
            Constants::of(&std::fs::read_to_string(&path)?).map_err(|e| format!("{name}: {e}"))?;
        let none = BTreeMap::new();
        let entries = data.get(&name).unwrap_or(&none);
        wrong.extend(
            file.compare(entries)
                .into_iter()
                .map(|e| format!("{name}: {e}")),
        );
        compared += entries.len();
        files.insert(name);
    }
    for name in data.keys().filter(|name| !files.contains(*name)) {
        wrong.push(format!("{name} is in the data, but there is no such file"));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(compared > 40, "only {compared} constants were compared");
    Ok(())
}

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../oracle/data/constants.json");

/// One constant, as it was derived.
#[derive(Deserialize)]
struct Entry {
    what: String,
    values: Vec<String>,
    compare: Option<Compare>,
}

/// How near the source must be, where not the nearest doubles are meant.
#[derive(Deserialize)]
#[serde(untagged)]
enum Compare {
    Threshold(Threshold),
    Ulp(u64),
}

#[derive(Deserialize)]
enum Threshold {
    #[serde(rename = "at least")]
    AtLeast,
    #[serde(rename = "at most")]
    AtMost,
}

impl Entry {
    /// What is wrong with these values of the source, if anything.
    fn against(&self, found: &[f64]) -> Result<Vec<String>, Failure> {
        if found.len() != self.values.len() {
            let (found, values) = (found.len(), self.values.len());
            return Ok(vec![format!("{found} values, not {values}")]);
        }
        let mut wrong = Vec::new();
        for (i, (&found, value)) in found.iter().zip(&self.values).enumerate() {
            let nearest: f64 = value.parse()?;
            let apart = found.to_bits().abs_diff(nearest.to_bits());
            let (right, should) = match self.compare {
                None => (apart == 0, "the double nearest to"),
                Some(Compare::Ulp(most)) => (apart <= most, "closer to"),
                Some(Compare::Threshold(Threshold::AtLeast)) => (found >= nearest, "at least"),
                Some(Compare::Threshold(Threshold::AtMost)) => (found <= nearest, "at most"),
            };
            if !right {
                let what = &self.what;
                wrong.push(format!(
                    "value {i} is {found:?}, and should be {should} {value}, which is {nearest:?} \
                     ({what})"
                ));
            }
        }
        Ok(wrong)
    }
}

/// The constants of one file.
#[derive(Default)]
struct Constants {
    /// The names of what is around: pair or type, function.
    around: Vec<String>,
    found: Vec<Constant>,
    /// Long numbers that are in no constant.
    unnamed: Vec<String>,
}

struct Constant {
    /// With what is around it: `P‖Q::kl::CONSTANT`.
    path: String,
    value: syn::Expr,
    /// Whether it must be in the data.
    derived: bool,
}

impl Constants {
    fn of(text: &str) -> Result<Self, Failure> {
        let mut constants = Constants::default();
        constants.visit_file(&syn::parse_file(text)?);
        Ok(constants)
    }

    /// What is wrong, if anything.
    fn compare(&self, entries: &BTreeMap<String, Entry>) -> Vec<String> {
        let mut wrong: Vec<String> = self
            .unnamed
            .iter()
            .map(|number| format!("{number} has no name: make it a constant"))
            .collect();
        let mut seen = BTreeSet::new();
        for constant in &self.found {
            let path = &constant.path;
            let Some(entry) = entries.get(path) else {
                if constant.derived {
                    wrong.push(format!(
                        "{path} is not derived: add it to oracle/constants.py"
                    ));
                }
                continue;
            };
            if !seen.insert(path) {
                wrong.push(format!("there are two {path}"));
            }
            match self
                .value(constant)
                .and_then(|values| entry.against(&values))
            {
                Ok(what) => wrong.extend(what.iter().map(|what| format!("{path}: {what}"))),
                Err(e) => wrong.push(format!("{path}: {e}")),
            }
        }
        for path in entries.keys().filter(|path| !seen.contains(path)) {
            wrong.push(format!(
                "{path} is in the data, but there is no such constant"
            ));
        }
        wrong
    }

    /// The numbers that it is made of.
    fn value(&self, constant: &Constant) -> Result<Vec<f64>, Failure> {
        // A name is that of a constant of the same function.
        let inside = constant
            .path
            .rfind("::")
            .map_or("", |end| &constant.path[..end + 2]);
        let named = |name: &str| {
            let path = format!("{inside}{name}");
            let found = self.found.iter().find(|other| other.path == path);
            found.map(|other| &other.value)
        };
        numbers(&constant.value, &named)
    }

    fn constant(&mut self, name: &syn::Ident, of: &syn::Type, value: &syn::Expr) {
        let mut long = LongNumbers::default();
        long.visit_expr(value);
        let list = matches!(
            of,
            syn::Type::Array(_) | syn::Type::Tuple(_) | syn::Type::Reference(_)
        );
        self.found.push(Constant {
            path: [self.around.as_slice(), &[name.to_string()]]
                .concat()
                .join("::"),
            value: value.clone(),
            derived: !long.0.is_empty() || list && mentions_f64(of),
        });
    }

    fn inside(&mut self, name: String, visit: impl FnOnce(&mut Self)) {
        self.around.push(name);
        visit(self);
        self.around.pop();
    }
}

impl Visit<'_> for Constants {
    fn visit_item_mod(&mut self, item: &syn::ItemMod) {
        let tests = item.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg") && written(&attribute.meta) == "cfg(test)"
        });
        if !tests {
            self.inside(item.ident.to_string(), |all| {
                visit::visit_item_mod(all, item);
            });
        }
    }

    fn visit_item_impl(&mut self, item: &syn::ItemImpl) {
        let of = written(&item.self_ty);
        let divergence = item
            .trait_
            .as_ref()
            .and_then(|(_, path, _)| path.segments.last());
        let name = match divergence {
            Some(last) if last.ident == "KlDivergence" => match &last.arguments {
                syn::PathArguments::AngleBracketed(q) => format!("{of}‖{}", written(&q.args)),
                _ => format!("{of}‖{of}"),
            },
            _ => of,
        };
        self.inside(name, |all| visit::visit_item_impl(all, item));
    }

    fn visit_item_fn(&mut self, item: &syn::ItemFn) {
        let name = item.sig.ident.to_string();
        self.inside(name, |all| visit::visit_item_fn(all, item));
    }

    fn visit_impl_item_fn(&mut self, item: &syn::ImplItemFn) {
        let name = item.sig.ident.to_string();
        self.inside(name, |all| visit::visit_impl_item_fn(all, item));
    }

    fn visit_item_const(&mut self, item: &syn::ItemConst) {
        self.constant(&item.ident, &item.ty, &item.expr);
    }

    fn visit_item_static(&mut self, item: &syn::ItemStatic) {
        self.constant(&item.ident, &item.ty, &item.expr);
    }

    fn visit_impl_item_const(&mut self, item: &syn::ImplItemConst) {
        self.constant(&item.ident, &item.ty, &item.expr);
    }

    fn visit_lit(&mut self, literal: &syn::Lit) {
        let mut long = LongNumbers::default();
        long.visit_lit(literal);
        self.unnamed.extend(long.0);
    }

    fn visit_macro(&mut self, found: &syn::Macro) {
        let mut long = LongNumbers::default();
        long.visit_macro(found);
        self.unnamed.extend(long.0);
    }
}

/// Numbers of eight significant digits or more.
#[derive(Default)]
struct LongNumbers(Vec<String>);

impl LongNumbers {
    fn see(&mut self, number: &str) {
        let decimal = number.starts_with(|c: char| c.is_ascii_digit()) && !number.starts_with("0x");
        let mantissa = number
            .split(['e', 'f', 'u', 'i'])
            .next()
            .unwrap_or_default();
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        if decimal && digits.trim_matches('0').len() >= 8 {
            self.0.push(number.to_owned());
        }
    }
}

impl Visit<'_> for LongNumbers {
    fn visit_lit(&mut self, literal: &syn::Lit) {
        if let syn::Lit::Float(_) | syn::Lit::Int(_) = literal {
            self.see(&written(literal));
        }
    }

    fn visit_macro(&mut self, found: &syn::Macro) {
        let text = found.tokens.to_string();
        let part_of_number = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        text.split(|c| !part_of_number(c))
            .for_each(|word| self.see(word));
    }
}

fn mentions_f64(of: &syn::Type) -> bool {
    #[derive(Default)]
    struct Search(bool);
    impl Visit<'_> for Search {
        fn visit_ident(&mut self, name: &syn::Ident) {
            self.0 |= name == "f64";
        }
    }
    let mut search = Search::default();
    search.visit_type(of);
    search.0
}

/// The tokens without spaces.
fn written(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

fn rust_files(folder: &Path, found: &mut Vec<std::path::PathBuf>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    Ok(())
}
