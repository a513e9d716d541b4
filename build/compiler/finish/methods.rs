//! The methods of the raw client: each builds its request and hands it to the engine, which gives the value or the error.
//!
//! progenitor's own way from a request to a value is left out: its hooks know neither operation nor attempts, can fail only
//! with errors that nobody else can make, and would read every reply a second time.

use quote::quote;
use syn::{
    File, GenericArgument, Ident, ImplItem, ImplItemFn, Item, ItemImpl, Local, Pat, PathArguments,
    ReturnType, Stmt, Type, parse_quote,
};

use crate::compiler::facts::Operation;

/// Rewrites every method, and the client to what a method needs.
pub(crate) fn rewrite(file: &mut File, operations: &[Operation]) -> Result<(), String> {
    file.items.retain(|item| !is_left_out(item));
    for item in &mut file.items {
        match item {
            Item::Struct(client) if client.ident == "Client" => {
                *client = parse_quote! {
                    /// Builds the requests of one call.
                    #[derive(Clone, Copy, Debug)]
                    pub struct Client<'e> {
                        pub(crate) baseurl: &'e str,
                        pub(crate) client: &'e reqwest::Client,
                        pub(crate) inner: &'e crate::runtime::Exchange,
                    }
                };
            }
            Item::Impl(client) if is_inherent(client) => {
                client.generics = parse_quote!(<'e>);
                *client.self_ty = parse_quote!(Client<'e>);
                client.items.retain(|member| !is_constructor(member));
                for member in &mut client.items {
                    if let ImplItem::Fn(method) = member {
                        rewrite_method(method, operations)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The implementations and checks of the hooks, and the prelude.
fn is_left_out(item: &Item) -> bool {
    match item {
        Item::Impl(item) => item.trait_.as_ref().is_some_and(|(path, _)| {
            let name = path
                .segments
                .last()
                .map(|segment| segment.ident.to_string());
            matches!(name.as_deref(), Some("ClientInfo" | "ClientHooks"))
        }),
        Item::Const(item) => item.ident == "_",
        Item::Mod(item) => item.ident == "prelude",
        _ => false,
    }
}

fn is_inherent(item: &ItemImpl) -> bool {
    item.trait_.is_none()
        && matches!(&*item.self_ty, Type::Path(path) if path.path.is_ident("Client"))
}

/// Also the one whose client has a total timeout of 15 s.
fn is_constructor(member: &ImplItem) -> bool {
    matches!(member, ImplItem::Fn(f) if f.sig.ident == "new" || f.sig.ident == "new_with_client")
}

fn rewrite_method(method: &mut ImplItemFn, operations: &[Operation]) -> Result<(), String> {
    let name = method.sig.ident.to_string();
    let fault = |what: &str| format!("progenitor's method {name} {what}");
    let index = operations
        .iter()
        .position(|operation| operation.id == name)
        .ok_or_else(|| fault("is no operation"))?;
    let end = method
        .block
        .stmts
        .iter()
        .position(|statement| declares(statement).is_some_and(|ident| ident == "info"))
        .ok_or_else(|| fault("sends in a way of its own"))?;
    let request = method.block.stmts[..end]
        .iter()
        .rev()
        .find_map(declares)
        .cloned()
        .ok_or_else(|| fault("builds no request"))?;
    let value = value_type(&method.sig.output).ok_or_else(|| fault("gives no ResponseValue"))?;
    let (reading, value) = match &value {
        Type::Tuple(_) => (quote!(raw), parse_quote!(())),
        Type::Path(path) if path.path.is_ident("ByteStream") => (quote!(raw), parse_quote!(())),
        json => (quote!(json), json.clone()),
    };
    let build = &method.block.stmts[..end];
    method.block = parse_quote!({
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            #(#build)*
            Ok(#request)
        };
        self.inner.#reading(build(), &OPERATIONS[#index]).await
    });
    method.sig.output = parse_quote!(-> crate::Result<#value>);
    Ok(())
}

/// The variable that a statement declares.
fn declares(statement: &Stmt) -> Option<&Ident> {
    match statement {
        Stmt::Local(Local {
            pat: Pat::Ident(name),
            ..
        }) => Some(&name.ident),
        _ => None,
    }
}

/// `T` of `Result<ResponseValue<T>, …>`.
fn value_type(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, output) = output else {
        return None;
    };
    first_argument(&first_argument(output)?)
}

fn first_argument(of: &Type) -> Option<Type> {
    let Type::Path(path) = of else { return None };
    match &path.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(first) => Some(first.clone()),
            _ => None,
        },
        _ => None,
    }
}
