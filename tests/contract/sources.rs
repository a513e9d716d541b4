//! What the facade of a backend consists of, read from its source.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{FnArg, ImplItem, ItemImpl, Visibility};

/// The public methods of a facade, as `Sandboxes::get`. Panics where a macro could make methods that nobody sees.
pub(super) fn methods(backend: &str) -> BTreeSet<String> {
    let files = files(backend).into_iter();
    files
        .flat_map(|file| syn::parse_file(&file).unwrap().items)
        .filter_map(|item| match item {
            syn::Item::Impl(block) if block.trait_.is_none() => Some(block),
            _ => None,
        })
        .flat_map(methods_of)
        .collect()
}

/// The operations that the facade names, of those given.
pub(super) fn operations(backend: &str, documented: &BTreeSet<String>) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for file in files(backend) {
        literals(file.parse().unwrap(), &mut texts);
    }
    documented.intersection(&texts).cloned().collect()
}

fn methods_of(block: ItemImpl) -> Vec<String> {
    let owner: String = block.self_ty.to_token_stream().to_string();
    let owner: String = owner.split_whitespace().collect();
    let functions = block.items.into_iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        ImplItem::Macro(_) => panic!("a macro in `impl {owner}`"),
        _ => None,
    });
    functions
        .filter(|function| matches!(function.vis, Visibility::Public(_)))
        .filter(|function| matches!(function.sig.inputs.first(), Some(FnArg::Receiver(_))))
        .map(|function| format!("{owner}::{}", function.sig.ident))
        .collect()
}

/// The string literals of a source, doc comments included: an operation's name is no sentence.
fn literals(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => literals(group.stream(), into),
            TokenTree::Literal(literal) => {
                into.insert(literal.to_string().trim_matches('"').to_owned());
            }
            _ => {}
        }
    }
}

fn files(backend: &str) -> Vec<String> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders: Vec<PathBuf> = vec![root.join(backend)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}
