//! A schema of the document, ready to check values.

use std::sync::{Arc, OnceLock};

use jsonschema::Validator;
use serde_json::{Map, Value};

use super::schema;

/// Longest excerpt of one finding; the value at fault is part of it.
const LONGEST_FINDING: usize = 400;

/// A schema, compiled on its first use.
#[derive(Debug)]
pub(super) struct Schema {
    raw: Value,
    named: Arc<Map<String, Value>>,
    compiled: OnceLock<Result<Validator, String>>,
}

impl Schema {
    pub(super) fn new(raw: &Value, named: &Arc<Map<String, Value>>) -> Self {
        Self {
            raw: raw.clone(),
            named: Arc::clone(named),
            compiled: OnceLock::new(),
        }
    }

    /// Why `value` does not conform; empty when it does.
    pub(super) fn check(&self, value: &Value) -> Vec<String> {
        let validator = match self.compiled.get_or_init(|| self.compile()) {
            Ok(validator) => validator,
            Err(reason) => return vec![format!("the schema does not compile: {reason}")],
        };
        let errors: Vec<_> = validator.iter_errors(value).collect();
        let is_echo = |word: &str| word == "unevaluatedProperties";
        // A failed `$ref` or combinator leaves all its properties unevaluated: that finding is an echo.
        let only_echoes = errors.iter().all(|error| is_echo(error.kind().keyword()));
        errors
            .iter()
            .filter(|error| only_echoes || !is_echo(error.kind().keyword()))
            .map(|error| finding(&error.instance_path().to_string(), &error.to_string()))
            .collect()
    }

    /// Why a path, query, header or form value does not conform. Repeated names make an array.
    pub(super) fn check_text(&self, values: &[&str]) -> Vec<String> {
        let kind = self.kind();
        let value = if kind == "array" {
            let items = self.resolved().get("items").unwrap_or(&Value::Null);
            let kind = self.kind_of(items);
            values.iter().map(|text| scalar(text, &kind)).collect()
        } else if let [text] = values {
            scalar(text, &kind)
        } else {
            return vec![format!("given {} times", values.len())];
        };
        self.check(&value)
    }

    /// The `type` word, through references; empty when there is none.
    pub(super) fn kind(&self) -> String {
        self.kind_of(&self.raw)
    }

    /// The schema of a property, when this is an object that names it.
    pub(super) fn property(&self, name: &str) -> Option<Self> {
        let property = self.resolved().get("properties")?.get(name)?;
        Some(Self::new(property, &self.named))
    }

    /// The names that have to be present.
    pub(super) fn required(&self) -> Vec<&str> {
        let names = self.resolved().get("required").and_then(Value::as_array);
        names
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Whether values are opaque bytes.
    pub(super) fn is_binary(&self) -> bool {
        let schema = self.resolved();
        let is_bytes = |schema: &Value| schema.get("format").is_some_and(|word| word == "binary");
        is_bytes(schema) || schema.get("items").is_some_and(is_bytes)
    }

    fn resolved(&self) -> &Value {
        self.resolve(&self.raw)
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(schema::referred);
        match name.and_then(|name| self.named.get(name)) {
            Some(target) => self.resolve(target),
            None => schema,
        }
    }

    fn kind_of(&self, schema: &Value) -> String {
        let schema = self.resolve(schema);
        match schema.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            _ => match schema.get("allOf").and_then(|members| members.get(0)) {
                Some(member) => self.kind_of(member),
                None => String::new(),
            },
        }
    }

    fn compile(&self) -> Result<Validator, String> {
        let root = schema::root(&self.raw, &self.named);
        let options = jsonschema::options().should_validate_formats(true);
        options.build(&root).map_err(|error| error.to_string())
    }
}

/// A text as the JSON value its type wants; the text itself when it is none, which then fails the check.
fn scalar(text: &str, kind: &str) -> Value {
    let parsed = match kind {
        "integer" => text.parse::<i64>().ok().map(Value::from),
        "number" => text.parse::<f64>().ok().map(Value::from),
        "boolean" => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    parsed.unwrap_or_else(|| Value::from(text))
}

fn finding(place: &str, reason: &str) -> String {
    let reason: String = reason.chars().take(LONGEST_FINDING).collect();
    let place = if place.is_empty() { "/" } else { place };
    format!("at {place}: {reason}")
}
