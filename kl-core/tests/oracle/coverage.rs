//! A public function that computes numbers has cases, or stands below with a reason.

use crate::harness::Failure;
use crate::tolerances::TOLERANCES;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};

/// Public functions that give numbers and have no cases of their own, and why.
#[rustfmt::skip]
const WITHOUT_CASES: &[(&str, &str)] = &[
    ("Pmf::as_slice",                       "gives what it was given"),
    ("Pmf::get",                            "gives what it was given"),
    ("Pmf::into_vec",                       "gives what it was given"),
    ("Pmf::iter",                           "gives what it was given"),
    ("pairwise",                            "each entry is a call of `kl`: tests/it/vectors/pairwise.rs"),
    ("Information::nats",                   "gives what it holds"),
    ("Information::bits",                   "one quotient: tests/it/information.rs"),
    ("Information::dits",                   "one quotient: tests/it/information.rs"),
    ("Information::in_unit",                "nats, bits or dits"),
    ("MultivariateNormal::mean",            "gives what it was given"),
    ("MultivariateNormal::covariance",      "gives what it was given"),
    ("MultivariateNormal::cholesky_factor", "its square is the covariance: tests/it/normal/multivariate.rs"),
    ("Wishart::freedom",                    "gives what it was given"),
    ("Wishart::scale",                      "gives what it was given"),
    ("InverseWishart::freedom",             "gives what it was given"),
    ("InverseWishart::scale",               "gives what it was given"),
    ("MatrixNormal::mean",                  "gives what it was given"),
    ("MatrixNormal::row_covariance",        "gives what it was given"),
    ("MatrixNormal::column_covariance",     "gives what it was given"),
    ("LowRankNormal::mean",                 "gives what it was given"),
    ("LowRankNormal::factor",               "gives what it was given"),
    ("LowRankNormal::diagonal",             "gives what it was given"),
    ("LowRankNormal::to_multivariate_normal", "each entry is rounded once: tests/it/distribution/low_rank_normal.rs"),
    ("ContinuousBernoulli::lambda",         "gives what it was given"),
    ("HalfNormal::scale",                   "gives what it was given"),
    ("Kumaraswamy::a",                      "gives what it was given"),
    ("Kumaraswamy::b",                      "gives what it was given"),
    ("VonMises::mean_direction",            "gives what it was given"),
    ("VonMises::concentration",             "gives what it was given"),
    ("Erlang‖Gamma",                        "equal to Gamma‖Gamma, which pairs.rs asserts"),
    ("Gamma‖Erlang",                        "equal to Gamma‖Gamma, which pairs.rs asserts"),
    ("Joint‖Joint",                         "the same as Joint::kl"),
    ("Logits::as_slice",                    "gives what it was given"),
    ("Logits‖Logits",                       "the same as Logits::kl"),
    ("cross_entropy_by_q_logits",           "the same as kl_by_q_logits"),
    ("Bregman::new",                        "as right as the function given: tests/it/vectors/bregman.rs"),
    ("Erlang‖Erlang",                       "equal to Gamma‖Gamma: tests/it/pairs/where_families_meet.rs"),
    ("Bins::edges",                         "gives what it was given"),
    ("GaussianMixture::weights",            "gives what it was given"),
    ("Points::coordinates",                 "gives what it was given"),
    ("GaussianMixture::components", "gives what it was given"),
    ("Empirical::values",                   "gives what it was given"),
    ("Empirical::quantile",                 "a value of the sample: tests/it/transport/empirical.rs"),
];

#[test]
fn every_public_function_that_computes_has_cases() -> Result<(), Failure> {
    let items = Items::of_the_crate()?;
    assert!(items.found.len() > 50, "only {:?}", items.found);

    let rows: BTreeSet<&str> = TOLERANCES
        .iter()
        .map(|row| row.0.split(',').next().unwrap_or(row.0))
        .collect();
    let excused: BTreeSet<&str> = WITHOUT_CASES.iter().map(|row| row.0).collect();
    let named = |item: &str, names: &BTreeSet<&str>| {
        // A free function is found in its file, and may be called by another path.
        names.contains(item)
            || !item.contains(':') && names.iter().any(|n| n.ends_with(&format!("::{item}")))
    };
    let mut wrong = Vec::new();
    for item in &items.found {
        match (named(item, &rows), named(item, &excused)) {
            (false, false) => wrong.push(format!("{item} has no oracle case and no excuse")),
            (true, true) => wrong.push(format!("{item} has cases and needs no excuse")),
            _ => {}
        }
    }
    for name in rows.union(&excused) {
        if items.documentation(name).is_none() {
            wrong.push(format!(
                "{name} is in a table, but there is no such function"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn no_documentation_promises_more_than_the_table() -> Result<(), Failure> {
    let items = Items::of_the_crate()?;
    let pairs = concat!(env!("CARGO_MANIFEST_DIR"), "/PAIRS.md");
    let pairs = pairs_table(&std::fs::read_to_string(pairs)?);
    assert!(pairs.len() > 80, "only {pairs:?}");
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (row, at_most, _) in TOLERANCES {
        let item = row.split(',').next().unwrap_or(row);
        let documentation = items.documentation(item).unwrap_or_default();
        let accuracy = documentation
            .split("# ")
            .find_map(|section| section.strip_prefix("Accuracy"));
        let promises = [
            (
                "its documentation",
                accuracy.and_then(largest_number_of_ulp),
            ),
            ("PAIRS.md", pairs.get(item).copied()),
        ];
        for (place, promised) in promises {
            let Some(promised) = promised else { continue };
            compared += 1;
            if promised < *at_most {
                wrong.push(format!(
                    "{row}: {place} says {promised} ulp, but it may be {at_most}"
                ));
            }
        }
    }
    assert!(compared > 200, "only {compared} promises were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    Ok(())
}

/// The largest n of "n ulp" in the text.
fn largest_number_of_ulp(text: &str) -> Option<f64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let before_ulp = words.windows(2).filter(|pair| pair[1].starts_with("ulp"));
    before_ulp
        .filter_map(|pair| pair[0].parse().ok())
        .reduce(f64::max)
}

/// By pair, the column "ulp" of the table in PAIRS.md.
fn pairs_table(text: &str) -> BTreeMap<String, f64> {
    let mut table = BTreeMap::new();
    for line in text.lines() {
        // A bar inside a formula is escaped.
        let line = line.replace("\\|", "");
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, p, q, _, ulp, ..] = columns.as_slice()
            && let Some(Ok(ulp)) = ulp.split(' ').next().map(str::parse)
        {
            table.insert(
                format!("{}‖{}", p.trim_matches('`'), q.trim_matches('`')),
                ulp,
            );
        }
    }
    table
}

/// The public functions of the crate's files that give numbers, and its pairs.
#[derive(Default)]
struct Items {
    found: BTreeSet<String>,
    /// All of them, also those that give no numbers, which may have cases too, with their
    /// documentation.
    all: BTreeMap<String, String>,
    /// The documentation of the trait `NormalDivergences`.
    normal_divergences: String,
    /// The type whose `impl` block is being read.
    of: Option<String>,
}

impl Items {
    fn of_the_crate() -> Result<Self, Failure> {
        let mut items = Items::default();
        items.folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))?;
        Ok(items)
    }

    /// That of the item; a free function is found in its file, and may be called by another
    /// path.
    fn documentation(&self, name: &str) -> Option<&str> {
        let last = || {
            name.rsplit_once("::")
                .and_then(|(_, last)| self.all.get(last))
        };
        self.all.get(name).or_else(last).map(String::as_str)
    }

    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.folder(&path)?;
            } else if path.extension().is_some_and(|e| e == "rs") {
                let file = syn::parse_file(&std::fs::read_to_string(&path)?)
                    .map_err(|e| format!("{}: {e}", path.display()))?;
                self.visit_file(&file);
            }
        }
        Ok(())
    }

    fn function(
        &mut self,
        attributes: &[syn::Attribute],
        visibility: &syn::Visibility,
        signature: &syn::Signature,
    ) {
        let syn::ReturnType::Type(_, output) = &signature.output else {
            return;
        };
        if matches!(visibility, syn::Visibility::Public(_)) {
            let name = &signature.ident;
            let name = match &self.of {
                Some(of) => format!("{of}::{name}"),
                None => name.to_string(),
            };
            if gives_numbers(output) {
                self.found.insert(name.clone());
            }
            self.all.insert(name, documentation(attributes));
        }
    }

    /// A function of a trait, with the documentation that says what it promises.
    fn implemented(&mut self, name: String, documentation: String) {
        self.all.insert(name.clone(), documentation);
        self.found.insert(name);
    }
}

/// The text of the documentation comments.
fn documentation(attributes: &[syn::Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes {
        if attribute.path().is_ident("doc")
            && let syn::Meta::NameValue(pair) = &attribute.meta
            && let syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(line),
                ..
            }) = &pair.value
        {
            text += &line.value();
            text += "\n";
        }
    }
    text
}

impl Visit<'_> for Items {
    fn visit_item_trait(&mut self, item: &syn::ItemTrait) {
        if item.ident == "NormalDivergences" {
            self.normal_divergences = documentation(&item.attrs);
        }
    }

    fn visit_item_fn(&mut self, item: &syn::ItemFn) {
        self.function(&item.attrs, &item.vis, &item.sig);
    }

    fn visit_impl_item_fn(&mut self, item: &syn::ImplItemFn) {
        self.function(&item.attrs, &item.vis, &item.sig);
    }

    fn visit_item_impl(&mut self, item: &syn::ItemImpl) {
        let name = written(&item.self_ty);
        match &item.trait_ {
            None => {
                let plain = name.split('<').next().unwrap_or(&name);
                self.of = Some(plain.to_owned());
                visit::visit_item_impl(self, item);
                self.of = None;
            }
            Some((_, path, _)) => {
                let Some(last) = path.segments.last() else {
                    return;
                };
                if last.ident == "Wasserstein" {
                    for order in [1, 2] {
                        self.implemented(
                            format!("{name}::wasserstein_{order}"),
                            documentation(&item.attrs),
                        );
                    }
                }
                if last.ident == "NormalDivergences" {
                    for function in ["jeffreys", "bhattacharyya", "hellinger", "renyi"] {
                        // What is promised stands with the trait.
                        let documentation = self.normal_divergences.clone();
                        self.implemented(format!("{name}::{function}"), documentation);
                    }
                }
                // `KlDivergence for Pmf` is the same as `Pmf::kl`.
                if last.ident == "KlDivergence" && !name.starts_with("Pmf") {
                    let q = written(&last.arguments);
                    let q = q.trim_start_matches('<').trim_end_matches('>');
                    let q = match &last.arguments {
                        syn::PathArguments::None => name.as_str(),
                        _ if name.ends_with('>') => name.as_str(),
                        _ => q,
                    };
                    self.implemented(format!("{name}‖{q}"), documentation(&item.attrs));
                }
            }
        }
    }
}

/// Numbers come as these, alone or inside `Result`, `Option`, `Vec` and the like.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "f64",
    "f32",
    "Information",
    "Capacity",
    "Dpo",
    "Estimate",
    "Fit",
    "GaussianKl",
    "GaussianLogLikelihood",
    "Interval",
    "KlBounds",
    "Loss",
    "MultivariateNormal",
    "MultivariateNormalGradient",
    "NormalGradient",
    "PpoClip",
    "Reparameterised",
    "TokenKl",
];

fn gives_numbers(output: &syn::Type) -> bool {
    #[derive(Default)]
    struct Search(bool);
    impl Visit<'_> for Search {
        fn visit_ident(&mut self, name: &syn::Ident) {
            self.0 |= NUMBERS.iter().any(|number| name == number);
        }
    }
    let mut search = Search::default();
    search.visit_type(output);
    search.0
}

/// The tokens without spaces.
fn written(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
