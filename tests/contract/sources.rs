//! What the facade of a backend consists of, read from its source.

mod expansion;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use expansion::Macros;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{FnArg, ImplItem, Item, ItemImpl, Type, Visibility};

/// The public methods of a facade, as `Sandboxes::get`. Panics where a macro could make methods that nobody sees.
pub(super) fn methods(backend: &str) -> BTreeSet<String> {
    let files = files(backend).into_iter();
    let items: Vec<Item> = files
        .flat_map(|file| syn::parse_file(&file).unwrap().items)
        .collect();
    let macros = Macros::defined(&items);
    let items = items.into_iter().flat_map(|item| macros.expand(item));
    items
        .filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() => Some(block),
            _ => None,
        })
        .flat_map(methods_of)
        .collect()
}

/// The operations that the facade names or calls, of those given.
pub(super) fn operations(backend: &str, documented: &BTreeSet<String>) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for file in files(backend) {
        named(file.parse().unwrap(), &mut texts);
    }
    documented.intersection(&texts).cloned().collect()
}

fn methods_of(block: ItemImpl) -> Vec<String> {
    let owner = owner(&block.self_ty);
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

/// The name of a type, wherever it is defined: `Call<Create>`.
fn owner(of: &Type) -> String {
    let name = match of {
        Type::Path(path) => path.path.segments.last().to_token_stream(),
        other => other.to_token_stream(),
    };
    name.to_string().split_whitespace().collect()
}

/// The string literals of a source, doc comments included (an operation's name is no sentence), and the methods that it
/// calls.
fn named(tokens: TokenStream, into: &mut BTreeSet<String>) {
    let mut is_called = false;
    for token in tokens {
        let after_dot = is_called;
        is_called = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '.');
        match token {
            TokenTree::Group(group) => named(group.stream(), into),
            TokenTree::Literal(literal) => {
                into.insert(literal.to_string().trim_matches('"').to_owned());
            }
            TokenTree::Ident(method) if after_dot => {
                into.insert(method.to_string());
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
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if is_source(&path) {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

/// Whether it is a part of the facade, and not of its tests.
fn is_source(path: &Path) -> bool {
    path.extension() == Some("rs".as_ref()) && path.file_name() != Some("tests.rs".as_ref())
}
