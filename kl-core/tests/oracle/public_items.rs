//! What the crate makes public, each function under the path by which a user calls it.
//!
//! The modules are followed from `src/lib.rs` on, and `pub use` as the compiler follows it, also
//! where a feature is asked for. What a macro writes is not seen.

use crate::harness::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A function or method that returns something, or a pair.
pub(crate) struct Function {
    /// Without `kl_core::`: `Pmf::kl`, `estimate::gradient::k1_by_p`; `P‖Q` for
    /// `<P as KlDivergence<Q>>::kl`; `Normal::renyi` for a method of a trait of ours, and
    /// `Information as Add` for a trait of others.
    pub(crate) path: String,
    /// Of a method of a trait without its own that of the trait.
    pub(crate) documentation: String,
}

pub(crate) fn public_functions() -> Result<Vec<Function>, Failure> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut tree = Tree::default();
    tree.read(&Vec::new(), &source.join("lib.rs"), &source)?;
    Ok(tree.functions())
}

/// The place of an item where it is defined: `["vectors", "pmf", "Pmf"]`.
type Place = Vec<String>;

#[derive(Default)]
struct Tree {
    modules: BTreeMap<Place, Module>,
    /// With the module in which each stands.
    impls: Vec<(Place, syn::ItemImpl)>,
}

#[derive(Default)]
struct Module {
    items: BTreeMap<String, Item>,
    imports: Vec<Import>,
}

struct Item {
    public: bool,
    kind: Kind,
}

enum Kind {
    Module,
    Type,
    Function(Signature),
    Trait {
        documentation: String,
        functions: Vec<(String, Signature)>,
    },
}

#[derive(Clone)]
struct Signature {
    returns: bool,
    documentation: String,
}

struct Import {
    public: bool,
    /// What it is called here; none for `*`.
    name: Option<String>,
    path: Vec<String>,
}

impl Tree {
    /// A module's file; `folder` is where the files of its own modules are.
    fn read(&mut self, place: &Place, file: &Path, folder: &Path) -> Result<(), Failure> {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let parsed = syn::parse_file(&text).map_err(|e| format!("{}: {e}", file.display()))?;
        self.items(place, parsed.items, folder)
    }

    fn items(
        &mut self,
        place: &Place,
        items: Vec<syn::Item>,
        parent: &Path,
    ) -> Result<(), Failure> {
        self.modules.entry(place.clone()).or_default();
        for item in items {
            match item {
                syn::Item::Mod(item) if !is_test(&item.attrs) => {
                    let name = item.ident.to_string();
                    self.add(place, &name, &item.vis, Kind::Module);
                    let inner = below(place, &name);
                    let folder = parent.join(&name);
                    match item.content {
                        Some((_, items)) => self.items(&inner, items, &folder)?,
                        None => self.read(&inner, &file_of(parent, &name), &folder)?,
                    }
                }
                syn::Item::Fn(item) if !is_test(&item.attrs) => {
                    let kind = Kind::Function(signature(&item.attrs, &item.sig));
                    self.add(place, &item.sig.ident.to_string(), &item.vis, kind);
                }
                syn::Item::Struct(item) => {
                    self.add(place, &item.ident.to_string(), &item.vis, Kind::Type);
                }
                syn::Item::Enum(item) => {
                    self.add(place, &item.ident.to_string(), &item.vis, Kind::Type);
                }
                syn::Item::Trait(item) => {
                    let functions = item.items.iter().filter_map(|inner| match inner {
                        syn::TraitItem::Fn(f) => {
                            Some((f.sig.ident.to_string(), signature(&f.attrs, &f.sig)))
                        }
                        _ => None,
                    });
                    let kind = Kind::Trait {
                        documentation: documentation(&item.attrs),
                        functions: functions.collect(),
                    };
                    self.add(place, &item.ident.to_string(), &item.vis, kind);
                }
                syn::Item::Use(item) => {
                    let public = is_public(&item.vis);
                    self.import(place, public, Vec::new(), &item.tree);
                }
                syn::Item::Impl(item) => self.impls.push((place.clone(), item)),
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, place: &Place, name: &str, visibility: &syn::Visibility, kind: Kind) {
        let public = is_public(visibility);
        if let Some(module) = self.modules.get_mut(place) {
            module.items.insert(name.to_owned(), Item { public, kind });
        }
    }

    fn import(&mut self, place: &Place, public: bool, before: Vec<String>, tree: &syn::UseTree) {
        let with = |name: &syn::Ident| below(&before, &name.to_string());
        let (name, path) = match tree {
            syn::UseTree::Path(path) => {
                return self.import(place, public, with(&path.ident), &path.tree);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(place, public, before.clone(), tree);
                }
                return;
            }
            syn::UseTree::Name(name) if name.ident == "self" => (before.last().cloned(), before),
            syn::UseTree::Name(name) => (Some(name.ident.to_string()), with(&name.ident)),
            syn::UseTree::Rename(rename) => (Some(rename.rename.to_string()), with(&rename.ident)),
            syn::UseTree::Glob(_) => (None, before),
        };
        if let Some(module) = self.modules.get_mut(place) {
            module.imports.push(Import { public, name, path });
        }
    }

    /// Where the item is defined that a path means in a module; none if in another crate.
    fn resolve(&self, module: &[String], path: &[String]) -> Option<Place> {
        let (first, mut rest) = path.split_first()?;
        let mut place = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.to_vec(),
            "super" => module.split_last()?.1.to_vec(),
            name => self.named(module, name)?,
        };
        while let Some((name, after)) = rest.split_first() {
            place = match name.as_str() {
                "super" => place.split_last()?.1.to_vec(),
                name => self.named(&place, name)?,
            };
            rest = after;
        }
        Some(place)
    }

    /// Where the item is defined that has this name in a module.
    fn named(&self, place: &[String], name: &str) -> Option<Place> {
        let module = self.modules.get(place)?;
        if module.items.contains_key(name) {
            return Some(below(place, name));
        }
        let by_name = module.imports.iter();
        let mut by_name = by_name.filter(|import| import.name.as_deref() == Some(name));
        if let Some(import) = by_name.next() {
            // `use x::x;` means the x beside this module, not itself.
            let is_itself = import.path.first().is_some_and(|first| first == name);
            return (!is_itself).then(|| self.resolve(place, &import.path))?;
        }
        // `use x::prelude::*;` does not say what x is.
        let globs = module.imports.iter().filter(|import| {
            import.name.is_none() && import.path.first().is_some_and(|first| first != name)
        });
        globs
            .filter_map(|import| self.resolve(place, &import.path))
            .filter(|target| target != place)
            .find_map(|target| self.named(&target, name))
    }

    fn item(&self, place: &[String]) -> Option<&Item> {
        let (name, module) = place.split_last()?;
        self.modules.get(module)?.items.get(name)
    }

    /// The path of each item that a user can name, the shortest if there are several.
    fn public_paths(&self) -> BTreeMap<Place, String> {
        let mut paths = BTreeMap::new();
        self.publish(&[], "", &mut BTreeSet::new(), &mut paths);
        paths
    }

    fn publish(
        &self,
        place: &[String],
        prefix: &str,
        seen: &mut BTreeSet<(Place, String)>,
        paths: &mut BTreeMap<Place, String>,
    ) {
        if !seen.insert((place.to_vec(), prefix.to_owned())) {
            return;
        }
        let Some(module) = self.modules.get(place) else {
            return;
        };
        let own = module.items.iter().filter(|(_, item)| item.public);
        let own = own.map(|(name, _)| (Some(name.clone()), below(place, name)));
        let imports = module.imports.iter().filter(|import| import.public);
        let imports = imports.filter_map(|import| {
            let target = self.resolve(place, &import.path)?;
            Some((import.name.clone(), target))
        });
        for (name, target) in own.chain(imports) {
            let path = match &name {
                Some(name) => format!("{prefix}{name}"),
                None => prefix.to_owned(),
            };
            let is_module = self.modules.contains_key(&target);
            if is_module {
                let separator = if name.is_some() { "::" } else { "" };
                self.publish(&target, &format!("{path}{separator}"), seen, paths);
            } else {
                let known = paths.entry(target).or_insert_with(|| path.clone());
                if path.len() < known.len() {
                    *known = path;
                }
            }
        }
    }

    fn functions(&self) -> Vec<Function> {
        let paths = self.public_paths();
        let mut found = Vec::new();
        for (place, path) in &paths {
            if let Some(Kind::Function(signature)) = self.item(place).map(|item| &item.kind)
                && signature.returns
            {
                found.push(Function {
                    path: path.clone(),
                    documentation: signature.documentation.clone(),
                });
            }
        }
        for (module, item) in &self.impls {
            let of = segments(&item.self_ty);
            // What every type has is no item of its own.
            let generic = item
                .generics
                .type_params()
                .any(|t| of == [t.ident.to_string()]);
            if generic {
                continue;
            }
            let public = self
                .resolve(module, &of)
                .map(|place| paths.get(&place).cloned());
            let name = match public {
                Some(Some(path)) => path,
                // A type of ours that nobody can name.
                Some(None) => continue,
                None => of.last().cloned().unwrap_or_default(),
            };
            match &item.trait_ {
                None => found.extend(methods(&name, item)),
                Some((_, path, _)) => {
                    let place = self.resolve(module, &path_segments(path));
                    let public = place.as_ref().is_none_or(|place| paths.contains_key(place));
                    match place
                        .and_then(|place| self.item(&place))
                        .map(|item| &item.kind)
                    {
                        _ if !public => {}
                        Some(Kind::Trait {
                            documentation,
                            functions,
                        }) => found.extend(implemented(&name, item, documentation, functions)),
                        _ => found.push(Function {
                            path: format!("{name} as {}", last_name(path)),
                            documentation: documentation(&item.attrs),
                        }),
                    }
                }
            }
        }
        found
    }
}

/// The public methods of an `impl` block without a trait.
fn methods(name: &str, item: &syn::ItemImpl) -> Vec<Function> {
    let functions = item.items.iter().filter_map(|inner| match inner {
        syn::ImplItem::Fn(f) if is_public(&f.vis) => Some((&f.attrs, &f.sig)),
        _ => None,
    });
    functions
        .map(|(attributes, s)| (s.ident.to_string(), signature(attributes, s)))
        .filter(|(_, signature)| signature.returns)
        .map(|(function, signature)| Function {
            path: format!("{name}::{function}"),
            documentation: signature.documentation,
        })
        .collect()
}

/// The methods of a trait of ours, implemented for a type: a pair, if it is `KlDivergence`.
fn implemented(
    name: &str,
    item: &syn::ItemImpl,
    of_trait: &str,
    functions: &[(String, Signature)],
) -> Vec<Function> {
    let own = documentation(&item.attrs);
    let Some((_, path, _)) = &item.trait_ else {
        return Vec::new();
    };
    let Some(last) = path.segments.last() else {
        return Vec::new();
    };
    if last.ident == "KlDivergence" {
        let plain = |name: String| name.split('<').next().unwrap_or_default().to_owned();
        let p = plain(written(&item.self_ty));
        let q = match &last.arguments {
            syn::PathArguments::AngleBracketed(arguments) => plain(written(&arguments.args)),
            _ => p.clone(),
        };
        return vec![Function {
            path: format!("{p}‖{q}"),
            documentation: own,
        }];
    }
    // A divergence as a value is one item, whatever the methods that make it one.
    if ["Divergence", "InParallel", "SumOfTerms"]
        .iter()
        .any(|name| last.ident == name)
    {
        return vec![Function {
            path: name.to_owned(),
            documentation: own,
        }];
    }
    let promise = if own.contains("# Accuracy") {
        own.as_str()
    } else {
        of_trait
    };
    let returning = functions.iter().filter(|(_, signature)| signature.returns);
    returning
        .map(|(function, signature)| Function {
            path: format!("{name}::{function}"),
            documentation: format!("{}\n{promise}", signature.documentation),
        })
        .collect()
}

/// The place of what has this name inside a place.
fn below(place: &[String], name: &str) -> Place {
    let mut place = place.to_vec();
    place.push(name.to_owned());
    place
}

/// `name.rs` or `name/mod.rs`.
fn file_of(folder: &Path, name: &str) -> PathBuf {
    let flat = folder.join(format!("{name}.rs"));
    if flat.exists() {
        flat
    } else {
        folder.join(name).join("mod.rs")
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    let mut configurations = attributes.iter().filter(|a| a.path().is_ident("cfg"));
    configurations.any(|a| written(&a.meta) == "cfg(test)")
}

fn signature(attributes: &[syn::Attribute], signature: &syn::Signature) -> Signature {
    Signature {
        returns: matches!(signature.output, syn::ReturnType::Type(..)),
        documentation: documentation(attributes),
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

/// The names of a type's path; that of what it borrows.
fn segments(of: &syn::Type) -> Vec<String> {
    match of {
        syn::Type::Path(path) => path_segments(&path.path),
        syn::Type::Reference(reference) => segments(&reference.elem),
        other => vec![written(other)],
    }
}

fn last_name(path: &syn::Path) -> String {
    path_segments(path).pop().unwrap_or_default()
}

fn path_segments(path: &syn::Path) -> Vec<String> {
    let names = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string());
    names.collect()
}

/// The tokens without spaces.
fn written(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
