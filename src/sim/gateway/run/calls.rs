//! The calls that a request is made of.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::body::{self, Fields, Issue, Place};
use super::super::prefabs::Inputs;
use crate::sim::exchange::Request;

/// One call of a prefab.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) prefab: String,
    pub(super) version: String,
    pub(super) function: String,
    pub(super) inputs: Inputs,
}

/// How the inputs of a call are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Layout {
    /// `{"parameters": {…}, "files": {…}}`
    Nested,
    /// So, or the parameters themselves: the legacy route.
    NestedOrFlat,
}

/// Reads the calls of a request.
pub(super) fn read(request: &Request, layout: Layout) -> Result<Vec<Call>, Vec<Issue>> {
    let value = body::json(request).map_err(|issue| vec![issue])?;
    let mut issues = Vec::new();
    let calls = read_all(&value, layout, &mut issues);
    match calls {
        Some(calls) if issues.is_empty() => Ok(calls),
        _ => Err(issues),
    }
}

fn read_all(value: &Value, layout: Layout, issues: &mut Vec<Issue>) -> Option<Vec<Call>> {
    let fields = Fields::of(value, vec!["body".into()], issues)?;
    let calls = fields.required("calls", issues)?;
    let calls = body::list(calls, fields.place("calls"), issues)?;
    let calls = calls.iter().enumerate();
    let read = calls.filter_map(|(at, call)| read_one(call, at, layout, issues));
    Some(read.collect())
}

fn read_one(value: &Value, at: usize, layout: Layout, issues: &mut Vec<Issue>) -> Option<Call> {
    let fields = Fields::of(value, place(at, &[]), issues)?;
    let prefab = fields.text("prefab_id", issues);
    let version = fields.text("version", issues);
    let function = fields.text("function_name", issues);
    let inputs = fields.required("inputs", issues);
    let inputs = inputs.and_then(|inputs| read_inputs(inputs, at, layout, issues));
    Some(Call {
        prefab: prefab?.to_owned(),
        version: version?.to_owned(),
        function: function?.to_owned(),
        inputs: inputs?,
    })
}

fn read_inputs(
    value: &Value,
    at: usize,
    layout: Layout,
    issues: &mut Vec<Issue>,
) -> Option<Inputs> {
    if layout == Layout::NestedOrFlat && !value["parameters"].is_object() {
        let parameters = body::map(value, place(at, &["inputs"]), issues)?;
        return Some(Inputs {
            parameters: parameters.clone(),
            files: BTreeMap::new(),
        });
    }
    let fields = Fields::of(value, place(at, &["inputs"]), issues)?;
    let parameters = fields.required("parameters", issues);
    let parameters =
        parameters.and_then(|value| body::map(value, fields.place("parameters"), issues));
    let files = match fields.optional("files") {
        Some(files) => read_files(files, at, issues),
        None => Some(BTreeMap::new()),
    };
    Some(Inputs {
        parameters: parameters?.clone(),
        files: files?,
    })
}

fn read_files(
    value: &Value,
    at: usize,
    issues: &mut Vec<Issue>,
) -> Option<BTreeMap<String, Vec<String>>> {
    let named = body::map(value, place(at, &["inputs", "files"]), issues)?;
    let mut files = BTreeMap::new();
    for (name, urls) in named {
        let whole = place(at, &["inputs", "files", name]);
        let Some(urls) = body::list(urls, whole.clone(), issues) else {
            continue;
        };
        let urls = urls.iter().enumerate().filter_map(|(index, url)| {
            let mut place = whole.clone();
            place.push(index.into());
            body::text(url, place, issues).map(str::to_owned)
        });
        files.insert(name.clone(), urls.collect());
    }
    Some(files)
}

/// Where something in a call is.
fn place(at: usize, rest: &[&str]) -> Place {
    let start = [Value::from("body"), "calls".into(), at.into()];
    let rest = rest.iter().map(|name| Value::from(*name));
    start.into_iter().chain(rest).collect()
}
