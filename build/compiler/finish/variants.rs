//! Names of variants: typify glues numbers together that a value keeps apart, so that `Stage1_5Percent` would read as 15.

use proc_macro2::{Ident, Span};
use syn::visit_mut::{self, VisitMut};
use syn::{Item, ItemEnum, LitStr, Path, Variant};

use super::open_enum::is_for;

/// Gives variants the names that their values have on the wire, where those are names and keep numbers apart.
pub(crate) fn rename(items: &mut [Item]) {
    let renamed: Vec<Renamed> = items
        .iter_mut()
        .filter_map(|item| match item {
            Item::Enum(item) => Some(Renamed::of(item)),
            _ => None,
        })
        .filter(|renamed| !renamed.variants.is_empty())
        .collect();
    for item in items {
        if let Item::Impl(item) = item
            && let Some(renamed) = renamed.iter().find(|one| is_for(item, &one.name))
        {
            Paths(renamed).visit_item_impl_mut(item);
        }
    }
}

/// An enum, and those of its variants that have another name now.
struct Renamed {
    name: String,
    variants: Vec<(Ident, Ident)>,
}

impl Renamed {
    fn of(item: &mut ItemEnum) -> Self {
        let mut variants = Vec::new();
        for variant in &mut item.variants {
            if let Some(value) = value(variant).filter(|value| keeps_numbers_apart(value)) {
                let name = Ident::new(&value, Span::call_site());
                let former = std::mem::replace(&mut variant.ident, name.clone());
                variants.push((former, name));
            }
        }
        let name = item.ident.to_string();
        Self { name, variants }
    }
}

/// Renames variants where they are used.
struct Paths<'a>(&'a Renamed);

impl VisitMut for Paths<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if path.segments.len() == 2
            && (path.segments[0].ident == "Self" || path.segments[0].ident == self.0.name)
            && let Some((_, name)) = self
                .0
                .variants
                .iter()
                .find(|(former, _)| path.segments[1].ident == *former)
        {
            path.segments[1].ident = name.clone();
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// The value of a variant, where it differs from its name.
fn value(variant: &Variant) -> Option<String> {
    let mut value = None;
    for attribute in &variant.attrs {
        if attribute.path().is_ident("serde") {
            // Whatever else is in there is of no interest.
            let _ = attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    value = Some(meta.value()?.parse::<LitStr>()?.value());
                }
                Ok(())
            });
        }
    }
    value
}

/// Whether a value is the name of a variant as Rust writes it, but for what stands between two numbers.
fn keeps_numbers_apart(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_fine = |(at, byte): (usize, &u8)| match byte {
        b'_' => at > 0 && is_digit(at - 1) && is_digit(at + 1),
        byte => byte.is_ascii_alphanumeric(),
    };
    bytes.first().is_some_and(u8::is_ascii_uppercase)
        && value.contains('_')
        && bytes.iter().enumerate().all(is_fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_are_kept_apart() {
        for value in ["Stage1_5Percent", "V1_2_3"] {
            assert!(keeps_numbers_apart(value), "{value}");
        }
        for value in [
            "",
            "_",
            "Stage15",
            "stage1_5",
            "IN_PROGRESS",
            "A1_B",
            "A_1",
            "A1_",
            "1_2",
            "A 1_2",
        ] {
            assert!(!keeps_numbers_apart(value), "{value}");
        }
    }

    #[test]
    fn a_variant_is_renamed_wherever_it_is_used() {
        let source = "enum E { A, #[serde(rename = \"V1_2\")] V12 } \
                      impl E { fn f(self) -> &'static str { match self { Self::V12 => \"V1_2\", E::A => \"A\" } } } \
                      impl F { fn f() { Self::V12 } }";
        let mut file = syn::parse_file(source).unwrap();
        rename(&mut file.items);
        let made = quote::quote!(#file).to_string();
        assert_eq!(made.matches("V1_2 ").count(), 2, "{made}");
        assert_eq!(made.matches("V12").count(), 1, "{made}");
    }
}
