//! The pass over progenitor's output: what the generator has no setting for.

mod methods;
mod open_enum;
mod operations;
mod requests;
mod variants;

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ExprLit, File, Item, ItemMod, Lit, Meta, parse_quote};

use super::facts::Facts;

/// Names variants, opens enums, marks types `#[non_exhaustive]`, appends the `OPERATIONS` table and trims the docs.
pub(crate) fn finish(mut file: File, facts: &Facts) -> Result<File, String> {
    TrimDocs.visit_file_mut(&mut file);
    let types = types_module(&mut file).ok_or("progenitor made no `types` module")?;
    variants::rename(types);
    open_enum::open(types, &facts.open_enums)?;
    mark_non_exhaustive(types);
    requests::trim(&mut file);
    methods::rewrite(&mut file, &facts.operations)?;
    file.items.push(operations::table(&facts.operations));
    Ok(file)
}

fn types_module(file: &mut File) -> Option<&mut Vec<Item>> {
    file.items.iter_mut().find_map(|item| match item {
        Item::Mod(ItemMod {
            ident,
            content: Some((_, items)),
            ..
        }) if ident == "types" => Some(items),
        _ => None,
    })
}

/// A schema that grows must not be a breaking change.
fn mark_non_exhaustive(items: &mut [Item]) {
    for item in items {
        let attrs = match item {
            Item::Struct(item) if matches!(item.fields, syn::Fields::Named(_)) => &mut item.attrs,
            Item::Enum(item) => &mut item.attrs,
            _ => continue,
        };
        attrs.push(parse_quote!(#[non_exhaustive]));
    }
}

/// Cuts the JSON schema that typify repeats under every type's documentation.
struct TrimDocs;

impl VisitMut for TrimDocs {
    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        if let Meta::NameValue(pair) = &mut attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &mut pair.value
            && let Some((prose, _)) = text.value().split_once("<details>")
        {
            *text = syn::LitStr::new(prose.trim_end(), text.span());
        }
        visit_mut::visit_attribute_mut(self, attribute);
    }
}
