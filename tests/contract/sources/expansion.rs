//! What the macros of a facade make, so that methods are counted which a macro defines.

use std::collections::BTreeMap;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use syn::{Item, ItemMacro};

/// Macros of libraries that make no public function.
const FOREIGN: [&str; 1] = ["pin_project"];

/// The macros of a facade by name. Those that make public functions are understood when they have one rule with one parameter.
pub(super) struct Macros(BTreeMap<String, ItemMacro>);

struct Rule {
    parameter: String,
    body: TokenStream,
}

impl Macros {
    /// Those that are defined among these items.
    pub(super) fn defined(items: &[Item]) -> Self {
        let definitions = items.iter().filter_map(|item| match item {
            Item::Macro(item) => Some((item.ident.as_ref()?.to_string(), item.clone())),
            _ => None,
        });
        Self(definitions.collect())
    }

    /// The item; in the place of a macro what it makes, if that has public functions. Panics for a macro that is not
    /// defined in the facade, or not understood.
    pub(super) fn expand(&self, item: Item) -> Vec<Item> {
        let Item::Macro(item) = item else {
            return vec![item];
        };
        if item.ident.is_some() {
            return Vec::new();
        }
        let name = item.mac.path.segments.last().unwrap().ident.to_string();
        if FOREIGN.contains(&&*name) {
            return Vec::new();
        }
        let definition = self.0.get(&name);
        let definition = definition.unwrap_or_else(|| panic!("no {name}! in the facade"));
        if !makes_functions(definition.mac.tokens.clone()) {
            return Vec::new();
        }
        let rule = Rule::read(definition);
        let made = substitute(rule.body.clone(), &rule.parameter, &item.mac.tokens);
        syn::parse2::<syn::File>(made).unwrap().items
    }
}

impl Rule {
    /// Reads `($name:kind) => { … }`.
    fn read(item: &ItemMacro) -> Self {
        let tokens: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
        let refused = || panic!("{} has more than one rule", item.ident.as_ref().unwrap());
        let (matcher, body) = match tokens.as_slice() {
            [TokenTree::Group(matcher), _, _, TokenTree::Group(body)]
            | [TokenTree::Group(matcher), _, _, TokenTree::Group(body), _] => (matcher, body),
            _ => refused(),
        };
        let matcher: Vec<TokenTree> = matcher.stream().into_iter().collect();
        let [_, TokenTree::Ident(parameter), _, TokenTree::Ident(_)] = matcher.as_slice() else {
            panic!(
                "{} has no rule of one parameter",
                item.ident.as_ref().unwrap()
            );
        };
        Self {
            parameter: parameter.to_string(),
            body: body.stream(),
        }
    }
}

/// Whether a macro can make functions that are public.
fn makes_functions(rules: TokenStream) -> bool {
    let mut is_public = false;
    rules.into_iter().any(|token| {
        let after_public = is_public;
        is_public = false;
        match token {
            TokenTree::Group(group) => makes_functions(group.stream()),
            TokenTree::Ident(word) => {
                is_public = word == "pub";
                // A visibility may be a parameter, too.
                word == "vis"
                    || after_public && ["fn", "async", "const"].contains(&&*word.to_string())
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        }
    })
}

/// The body with the argument in the place of the parameter, and `crate` in that of `$crate`.
fn substitute(body: TokenStream, parameter: &str, argument: &TokenStream) -> TokenStream {
    let mut made = TokenStream::new();
    let mut tokens = body.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == parameter => made.extend(argument.clone()),
                Some(TokenTree::Ident(name)) if name == "crate" => {
                    let name = Ident::new("crate", Span::call_site());
                    made.extend([TokenTree::Ident(name)]);
                }
                other => panic!("${other:?} in a macro is not understood"),
            },
            TokenTree::Group(group) => {
                let inner = substitute(group.stream(), parameter, argument);
                made.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            other => made.extend([other]),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(source: &str) -> String {
        let items = syn::parse_file(source).unwrap().items;
        let macros = Macros::defined(&items);
        let items = items.into_iter().flat_map(|item| macros.expand(item));
        let items = items.map(|item| quote::quote!(#item).to_string());
        items.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn an_invocation_becomes_what_it_makes() {
        let definition =
            "macro_rules! setters { ($t:ty) => { impl $crate::Call<$t> { pub fn a(&self) {} } }; }";
        let made = expanded(&format!(
            "{definition} setters!(Run); setters!(Stop); struct S;"
        ));
        let count = |text: &str| made.matches(text).count();
        assert_eq!(
            (count("impl"), count("Run"), count("Stop"), count("struct")),
            (2, 1, 1, 1)
        );
        assert!(
            made.contains("crate :: Call") && !made.contains('$'),
            "{made}"
        );
    }

    #[test]
    fn what_makes_no_public_function_makes_nothing_to_count() {
        for body in [
            "pub struct S;",
            "impl S { fn a(&self) {} }",
            "pub(super) static $a: u8 = 1;",
        ] {
            let source =
                format!("macro_rules! m {{ ($a:ident, $($b:ty),*) => {{ {body} }} }} m!(A, B);");
            assert_eq!(expanded(&source), "", "{body}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for source in [
            "thread_local!(static A: u8 = 0);",
            "macro_rules! m { () => { impl S { pub fn a(&self) {} } } } m!();",
            "macro_rules! m { ($a:ty) => { pub fn a() {} }; ($a:ty, $b:ty) => { pub fn b() {} } } m!(A);",
            "macro_rules! m { ($a:ty) => { impl $b { pub async fn a(&self) {} } } } m!(A);",
            "macro_rules! m { ($($a:ty),*) => { $(impl $a { pub const fn a(&self) {} })* } } m!(A);",
            "macro_rules! m { ($v:vis, $a:ty) => { impl $a { $v fn a(&self) {} } } } m!(pub, A);",
        ] {
            let result = std::panic::catch_unwind(|| expanded(source));
            assert!(result.is_err(), "{source}");
        }
    }
}
