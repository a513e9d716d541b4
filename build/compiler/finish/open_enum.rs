//! `x-open-enum`: a value that a newer server invents must survive a round trip.

use syn::punctuated::Punctuated;
use syn::{
    Arm, Expr, FnArg, ImplItem, Item, ItemEnum, ItemImpl, Meta, Pat, Path, Stmt, Token, Type,
    parse_quote,
};

/// Opens the named enums of the `types` module.
pub(crate) fn open(items: &mut [Item], names: &[String]) -> Result<(), String> {
    for item in items {
        match item {
            Item::Enum(item) if names.iter().any(|name| item.ident == name) => {
                open_definition(item)?
            }
            Item::Impl(item) if names.iter().any(|name| is_for(item, name)) => open_impl(item),
            _ => {}
        }
    }
    Ok(())
}

/// Adds `Other(String)` and drops `Copy`, which a string does not allow.
fn open_definition(item: &mut ItemEnum) -> Result<(), String> {
    if item.variants.iter().any(|variant| variant.ident == "Other") {
        return Err(format!(
            "the open enum {} has a value of its own that is called `other`",
            item.ident
        ));
    }
    for attribute in &mut item.attrs {
        if attribute.path().is_ident("derive")
            && let Meta::List(list) = &mut attribute.meta
            && let Ok(derives) =
                list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
        {
            let kept = derives
                .iter()
                .filter(|path| path.segments.last().is_none_or(|s| s.ident != "Copy"));
            list.tokens = quote::quote!(#(#kept),*);
        }
    }
    item.variants.push(parse_quote! {
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String)
    });
    Ok(())
}

/// Patches the conversions that typify writes: `Display` shows the unknown value, parsing keeps it.
fn open_impl(item: &mut ItemImpl) {
    for member in &mut item.items {
        let ImplItem::Fn(function) = member else {
            continue;
        };
        let input = match function.sig.inputs.last() {
            Some(FnArg::Typed(input)) => match &*input.pat {
                Pat::Ident(name) => Some(name.ident.clone()),
                _ => None,
            },
            _ => None,
        };
        let Some(Stmt::Expr(Expr::Match(matching), _)) = function.block.stmts.last_mut() else {
            continue;
        };
        match (function.sig.ident.to_string().as_str(), input) {
            ("fmt", Some(f)) => {
                // typify matches on `*self`, which would move the string out.
                *matching.expr = parse_quote!(self);
                matching
                    .arms
                    .push(parse_quote!(Self::Other(value) => #f.write_str(value),));
            }
            ("from_str", Some(value)) => {
                matching
                    .arms
                    .retain(|arm: &Arm| !matches!(arm.pat, Pat::Wild(_)));
                matching
                    .arms
                    .push(parse_quote!(_ => Ok(Self::Other(#value.to_owned())),));
            }
            _ => {}
        }
    }
}

pub(super) fn is_for(item: &ItemImpl, name: &str) -> bool {
    match &*item.self_ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == name),
        _ => false,
    }
}
