//! The `OPERATIONS` table: what the engine, tracing and the tests know of each operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use crate::compiler::facts::{Meaning, Operation};

/// The table, sorted by id so that the engine can search it.
pub(crate) fn table(operations: &[Operation]) -> Item {
    let rows = operations.iter().map(row);
    parse_quote! {
        /// Every operation of the document, by id.
        pub(crate) static OPERATIONS: &[crate::runtime::Operation] = &[#(#rows),*];
    }
}

fn row(operation: &Operation) -> TokenStream {
    let Operation {
        id,
        method,
        path,
        idempotent,
        streaming,
        streams_reply,
        success,
        meanings,
    } = operation;
    let meanings = meanings.iter().map(meaning);
    quote! {
        crate::runtime::Operation {
            id: #id,
            method: #method,
            path: #path,
            idempotent: #idempotent,
            streaming: #streaming,
            streams_reply: #streams_reply,
            success: &[#(#success),*],
            meanings: &[#(#meanings),*],
        }
    }
}

fn meaning(meaning: &Meaning) -> TokenStream {
    let Meaning {
        status,
        text,
        kind,
        processed,
    } = meaning;
    let kind = format_ident!("{kind}");
    quote! {
        crate::runtime::Meaning {
            status: #status,
            text: #text,
            kind: crate::ErrorKind::#kind,
            processed: #processed,
        }
    }
}
