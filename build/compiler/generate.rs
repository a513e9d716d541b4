//! The call of progenitor, fenced in: it panics on documents that it does not support.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use serde_json::Value;

use super::facts::each_operation;
use super::prepare::{SECRET, TIMESTAMP};

/// Compiles a prepared document; when that fails, says which operation is to blame.
pub(crate) fn generate(document: &Value) -> Result<syn::File, String> {
    attempt(document).map_err(|reason| match blame(document) {
        Some((operation, reason)) => format!("operation {operation}: {reason}"),
        None => reason,
    })
}

fn attempt(document: &Value) -> Result<syn::File, String> {
    let openapi: OpenAPI =
        serde_json::from_value(document.clone()).map_err(|e| format!("not OpenAPI 3.0: {e}"))?;
    let tokens = quietly(|| Generator::new(&settings()).generate_tokens(&openapi))?
        .map_err(|e| format!("progenitor: {e}"))?;
    syn::parse2(tokens).map_err(|e| format!("progenitor made code that does not parse: {e}"))
}

/// Positional methods: a third of the builder style's code. `finish` puts the engine in the place of the hooks.
fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Optional)
        .with_map_type("::std::collections::BTreeMap")
        .with_inner_type(quote::quote!(crate::runtime::Exchange))
        .with_replacement(SECRET, "crate::Secret", std::iter::empty::<TypeImpl>())
        .with_replacement(
            TIMESTAMP,
            "crate::runtime::Timestamp",
            std::iter::empty::<TypeImpl>(),
        );
    settings
}

/// Finds the first operation that fails when it stands alone.
fn blame(document: &Value) -> Option<(String, String)> {
    let places: Vec<(&str, &str, &Value)> = each_operation(document).collect();
    places.into_iter().find_map(|(path, method, operation)| {
        let mut alone = document.clone();
        let mut item = alone["paths"][path].take();
        if let Some(map) = item.as_object_mut() {
            map.retain(|key, _| key == method || key == "parameters");
        }
        alone["paths"] = serde_json::json!({ path: item });
        let reason = attempt(&alone).err()?;
        let id = operation["operationId"].as_str().unwrap_or("?");
        Some((id.to_owned(), reason))
    })
}

/// Runs `work`, turning a panic into an error without the default report on standard error.
fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    // Set once and for this thread only: other threads of the process keep their reports.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                report(panic);
            }
        }));
    });
    QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    outcome.map_err(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        format!("progenitor gave up: {}", text.unwrap_or_default())
    })
}
