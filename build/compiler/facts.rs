//! What the document says that progenitor does not carry: read once, written into the client by `finish`.

use serde_json::Value;

/// Everything `finish` needs to know of a document.
pub(crate) struct Facts {
    /// Every operation, hand-written ones included, by id.
    pub(crate) operations: Vec<Operation>,
    /// Names of the component schemas that are open enums.
    pub(crate) open_enums: Vec<String>,
}

/// One row of the generated `OPERATIONS` table.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) idempotent: bool,
    pub(crate) streaming: bool,
    pub(crate) streams_reply: bool,
    /// The statuses of its success replies.
    pub(crate) success: Vec<u16>,
    pub(crate) meanings: Vec<Meaning>,
}

/// One entry of `x-meaning`: what a reply says beyond its status.
pub(crate) struct Meaning {
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) kind: String,
    pub(crate) processed: bool,
}

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Facts {
    /// Reads the facts, refusing what would be lost without a word.
    pub(crate) fn read(document: &Value) -> Result<Self, String> {
        let mut operations = Vec::new();
        for (path, method, operation) in each_operation(document) {
            operations.push(read_operation(document, path, method, operation)?);
        }
        operations.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = operations.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(format!("operationId `{}` is used twice", pair[0].id));
        }
        Ok(Self {
            operations,
            open_enums: open_enums(document),
        })
    }
}

/// Every operation of a document as (path, method, operation).
pub(crate) fn each_operation(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        METHODS
            .iter()
            .filter_map(move |method| Some((path.as_str(), *method, item.get(*method)?)))
    })
}

/// Follows `$ref` to the node it names; a node without one is its own target.
pub(crate) fn resolve<'a>(document: &'a Value, node: &'a Value) -> Result<&'a Value, String> {
    let mut node = node;
    // A chain longer than this is a circle.
    for _ in 0..16 {
        let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
            return Ok(node);
        };
        let pointer = reference
            .strip_prefix('#')
            .ok_or_else(|| format!("`{reference}` points out of the document"))?;
        node = document
            .pointer(pointer)
            .ok_or_else(|| format!("`{reference}` points at nothing"))?;
    }
    Err("a circle of `$ref`s".to_owned())
}

fn read_operation(
    document: &Value,
    path: &str,
    method: &str,
    operation: &Value,
) -> Result<Operation, String> {
    let id = operation["operationId"]
        .as_str()
        .ok_or_else(|| format!("{method} {path}: no operationId"))?;
    let by_method = matches!(method, "get" | "head" | "delete");
    let streaming = operation["x-streaming"].as_bool().unwrap_or(false);
    Ok(Operation {
        id: id.to_owned(),
        method: method.to_ascii_uppercase(),
        path: path.split('#').next().unwrap_or(path).to_owned(),
        idempotent: operation["x-idempotent"].as_bool().unwrap_or(by_method),
        streaming,
        streams_reply: streaming && !answers_json(document, operation)?,
        success: success(operation),
        meanings: read_meanings(document, operation).map_err(|e| format!("{id}: {e}"))?,
    })
}

/// The success statuses that the document names; an upgrade is none of them.
fn success(operation: &Value) -> Vec<u16> {
    let responses = operation["responses"].as_object();
    let statuses = responses.into_iter().flatten().map(|(status, _)| status);
    statuses
        .filter_map(|status| status.parse().ok())
        .filter(|status| (200..300).contains(status))
        .collect()
}

/// Whether a success reply is JSON, which is small and read whole even when the request streams.
fn answers_json(document: &Value, operation: &Value) -> Result<bool, String> {
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let json = &resolve(document, response)?["content"]["application/json"];
        if status.starts_with('2') && !json.is_null() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn read_meanings(document: &Value, operation: &Value) -> Result<Vec<Meaning>, String> {
    let mut meanings = Vec::new();
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let response = resolve(document, response)?;
        for entry in response["x-meaning"].as_array().into_iter().flatten() {
            let number = status
                .parse()
                .map_err(|_| format!("x-meaning needs one status, not `{status}`"))?;
            meanings.push(Meaning {
                status: number,
                text: text(entry, "text")?,
                kind: kind_variant(&text(entry, "kind")?)?.to_owned(),
                processed: entry["processed"].as_bool().unwrap_or(true),
            });
        }
        if response["x-unprocessed"] == true {
            meanings.push(unprocessed(status)?);
        }
    }
    Ok(meanings)
}

/// A status that says that the server did nothing, whatever the text: it follows the texts that say more.
fn unprocessed(status: &str) -> Result<Meaning, String> {
    let (status, kind) = match status {
        "429" => (429, "RateLimited"),
        "503" => (503, "Unavailable"),
        other => {
            return Err(format!(
                "x-unprocessed on `{other}`, which may have done something"
            ));
        }
    };
    let (text, kind) = (String::new(), kind.to_owned());
    Ok(Meaning {
        status,
        text,
        kind,
        processed: false,
    })
}

fn text(entry: &Value, key: &str) -> Result<String, String> {
    let value = entry[key].as_str().filter(|value| !value.is_empty());
    value
        .map(str::to_owned)
        .ok_or_else(|| format!("x-meaning without `{key}`"))
}

/// The variant of `ErrorKind` that a kind of the documents stands for.
fn kind_variant(kind: &str) -> Result<&'static str, String> {
    Ok(match kind {
        "bad-request" => "BadRequest",
        "unauthorized" => "Unauthorized",
        "forbidden" => "Forbidden",
        "not-found" => "NotFound",
        "conflict" => "Conflict",
        "rate-limited" => "RateLimited",
        "unavailable" => "Unavailable",
        "server" => "Server",
        other => return Err(format!("x-meaning knows no kind `{other}`")),
    })
}

fn open_enums(document: &Value) -> Vec<String> {
    let schemas = document["components"]["schemas"].as_object();
    let open = schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| schema["x-open-enum"] == true);
    open.map(|(name, _)| name.clone()).collect()
}
