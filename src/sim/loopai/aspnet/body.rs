//! JSON bodies, read as `System.Text.Json` and model binding read them.
//!
//! The first value that has not its type ends the reading; properties that are missing are named together; null where
//! something must be is found afterwards, under the name that the property has in the program.

use std::borrow::Cow;
use std::fmt;

use http::header::CONTENT_TYPE;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::guid;
use super::issues::Issues;
use super::payload::Payload;
use crate::sim::exchange::Request;

/// What Kestrel reads of a body at most.
pub(in super::super) const LIMIT: usize = 30_000_000;

/// The properties of an object in their order.
struct Properties<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Properties<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Properties<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut properties = Vec::new();
                while let Some(property) = map.next_entry()? {
                    properties.push(property);
                }
                Ok(Properties(properties))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// Whether a request says that its body is JSON.
pub(in super::super) fn is_json(request: &Request) -> bool {
    let media = request.headers.get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    let essence = media.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json")
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// An object that is read property by property. What is wrong is kept until [`end`](Self::end); until then there is a value
/// of the right type in its place.
pub(in super::super) struct Form<'a> {
    properties: Vec<(String, &'a RawValue)>,
    /// The type's name in the server's program.
    kind: &'static str,
    /// Where it is in the body: `$`, `$.items[3]`.
    path: String,
    /// Where it is in the program: nothing, `Items[3].`.
    member: String,
    missing: Vec<&'static str>,
    /// The first value that is not of its type, with its text.
    wrong: Option<(String, String)>,
    nulls: Vec<String>,
}

impl<'a> Form<'a> {
    /// Reads a whole body with these steps.
    pub(in super::super) fn read<T>(
        request: &'a Request,
        kind: &'static str,
        steps: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, Issues> {
        let text = str::from_utf8(&request.body).unwrap_or("\u{fffd}");
        if text.trim().is_empty() {
            let mut issues = Issues::one("", "A non-empty request body is required.");
            issues.add("request", "The request field is required.");
            return Err(issues);
        }
        let raw = serde_json::from_str::<&RawValue>(text).map_err(|error| {
            let text = format!(
                "The JSON text is not valid. Path: $ | LineNumber: {} | BytePositionInLine: {}.",
                error.line().saturating_sub(1),
                error.column()
            );
            unread("$", text)
        })?;
        let mut form = Self::new(raw, kind, "$".to_owned(), String::new());
        let read = steps(&mut form);
        form.end().map(|()| read)
    }

    fn new(raw: &'a RawValue, kind: &'static str, path: String, member: String) -> Self {
        let properties = serde_json::from_str::<Properties<'a>>(raw.get());
        let mut form = Self {
            properties: Vec::new(),
            kind,
            path,
            member,
            missing: Vec::new(),
            wrong: None,
            nulls: Vec::new(),
        };
        match properties {
            Ok(Properties(properties)) => form.properties = properties,
            Err(_) => {
                let path = form.path.clone();
                form.wrong = Some((path.clone(), unconvertible(kind, &path)));
            }
        }
        form
    }

    /// Everything that was wrong.
    fn end(self) -> Result<(), Issues> {
        if let Some((path, text)) = self.wrong {
            return Err(unread(&path, text));
        }
        if !self.missing.is_empty() {
            let text = format!(
                "JSON deserialization for type 'Loopai.CloudApi.DTOs.{}' was missing required properties, including the following: {}",
                self.kind,
                self.missing.join(", ")
            );
            return Err(unread(&self.path, text));
        }
        let mut issues = Issues::default();
        for name in self.nulls {
            let property = name.rsplit('.').next().unwrap_or_default();
            issues.add(&name, format!("The {property} field is required."));
        }
        match issues.is_empty() {
            true => Ok(()),
            false => Err(issues),
        }
    }

    /// A property, however its name is capitalised; the last of several.
    fn find(&self, name: &str) -> Option<&'a RawValue> {
        let mut properties = self.properties.iter().rev();
        let found = properties.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, raw)| *raw)
    }

    fn required(&mut self, name: &'static str) -> Option<&'a RawValue> {
        let found = self.find(name);
        if found.is_none() && self.wrong.is_none() {
            self.missing.push(name);
        }
        found
    }

    fn mistyped(&mut self, name: &str, kind: &str) {
        if self.wrong.is_none() {
            let path = format!("{}.{name}", self.path);
            self.wrong = Some((path.clone(), unconvertible(kind, &path)));
        }
    }

    /// Notes a null unless it may be one.
    fn null(&mut self, name: &str) {
        let name = pascal(name);
        self.nulls.push(format!("{}{name}", self.member));
    }

    /// A value of a type that is not null, by what `convert` makes of it; a note and nothing when it makes nothing of it.
    fn converted<T>(
        &mut self,
        name: &str,
        kind: &str,
        raw: &RawValue,
        convert: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let converted = convert(raw.get());
        if converted.is_none() {
            self.mistyped(name, kind);
        }
        converted
    }

    /// A GUID that must be there.
    pub(in super::super) fn guid(&mut self, name: &'static str) -> String {
        let found = self.required(name);
        let guid = found.and_then(|raw| self.converted(name, "System.Guid", raw, read_guid));
        guid.unwrap_or_default()
    }

    /// A text that must be there.
    pub(in super::super) fn text(&mut self, name: &'static str) -> String {
        let found = self.required(name);
        if found.is_some_and(is_null) {
            self.null(name);
            return String::new();
        }
        let text = found.and_then(|raw| self.converted(name, "System.String", raw, read_text));
        text.unwrap_or_default()
    }

    /// A text that may be missing or null.
    pub(in super::super) fn optional_text(&mut self, name: &'static str) -> Option<String> {
        let found = self.find(name).filter(|raw| !is_null(raw));
        found.and_then(|raw| self.converted(name, "System.String", raw, read_text))
    }

    /// Any JSON that must be there and not be null.
    pub(in super::super) fn any(&mut self, name: &'static str) -> Payload {
        match self.required(name) {
            Some(raw) if !is_null(raw) => Payload::new(raw),
            Some(_) => {
                self.null(name);
                Payload::new(RawValue::NULL)
            }
            None => Payload::new(RawValue::NULL),
        }
    }

    /// An `int` that may be missing; the default then.
    pub(in super::super) fn int(&mut self, name: &'static str, default: i32) -> i32 {
        let found = self.find(name);
        let int = found.and_then(|raw| self.converted(name, "System.Int32", raw, read_int));
        int.unwrap_or(default)
    }

    /// An `int` that may be missing or null.
    pub(in super::super) fn optional_int(&mut self, name: &'static str) -> Option<i32> {
        let found = self.find(name).filter(|raw| !is_null(raw));
        found.and_then(|raw| self.converted(name, "System.Int32", raw, read_int))
    }

    /// A `double` that may be missing; the default then.
    pub(in super::super) fn double(&mut self, name: &'static str, default: f64) -> f64 {
        let found = self.find(name);
        let double = found.and_then(|raw| self.converted(name, "System.Double", raw, read_double));
        double.unwrap_or(default)
    }

    /// A `bool` that may be missing; false then.
    pub(in super::super) fn flag(&mut self, name: &'static str) -> bool {
        let found = self.find(name);
        let read = |text: &str| text.parse().ok();
        let flag = found.and_then(|raw| self.converted(name, "System.Boolean", raw, read));
        flag.unwrap_or_default()
    }

    /// A list that must be there.
    pub(in super::super) fn list(&mut self, name: &'static str) -> Vec<&'a RawValue> {
        let found = self.required(name);
        self.items(name, found)
    }

    /// A list that may be missing, but not null.
    pub(in super::super) fn optional_list(&mut self, name: &'static str) -> Vec<&'a RawValue> {
        let found = self.find(name);
        self.items(name, found)
    }

    fn items(&mut self, name: &str, found: Option<&'a RawValue>) -> Vec<&'a RawValue> {
        if found.is_some_and(is_null) {
            self.null(name);
            return Vec::new();
        }
        let read = |raw: &'a RawValue| serde_json::from_str(raw.get()).ok();
        let items: Option<Option<Vec<&'a RawValue>>> = found.map(read);
        if matches!(items, Some(None)) {
            self.mistyped(name, "System.Collections.Generic.IEnumerable`1");
        }
        items.flatten().unwrap_or_default()
    }

    /// A value of a list, by what `convert` makes of it.
    pub(in super::super) fn item<T>(
        &mut self,
        list: &str,
        index: usize,
        kind: &str,
        raw: &RawValue,
        convert: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.converted(&format!("{list}[{index}]"), kind, raw, convert)
    }

    /// An object in a list, read with these steps.
    pub(in super::super) fn object<T>(
        &mut self,
        list: &str,
        index: usize,
        kind: &'static str,
        raw: &'a RawValue,
        steps: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let path = format!("{}.{list}[{index}]", self.path);
        let member = format!("{}{}[{index}].", self.member, pascal(list));
        self.nested(raw, kind, path, member, steps)
    }

    /// An object that may be missing or null, read with these steps.
    pub(in super::super) fn optional_object<T>(
        &mut self,
        name: &'static str,
        kind: &'static str,
        steps: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let raw = self.find(name).filter(|raw| !is_null(raw))?;
        let path = format!("{}.{name}", self.path);
        let member = format!("{}{}.", self.member, pascal(name));
        Some(self.nested(raw, kind, path, member, steps))
    }

    fn nested<T>(
        &mut self,
        raw: &'a RawValue,
        kind: &'static str,
        path: String,
        member: String,
        steps: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mut form = Self::new(raw, kind, path, member);
        let read = steps(&mut form);
        self.nulls.append(&mut form.nulls);
        if self.wrong.is_none() {
            self.wrong = form.wrong.take();
        }
        if self.wrong.is_none() && !form.missing.is_empty() {
            let text = format!(
                "JSON deserialization for type 'Loopai.CloudApi.DTOs.{kind}' was missing required properties, including the following: {}",
                form.missing.join(", ")
            );
            self.wrong = Some((form.path, text));
        }
        read
    }

    /// A map of texts that may be missing or null.
    pub(in super::super) fn text_map(
        &mut self,
        name: &'static str,
    ) -> Option<Vec<(String, String)>> {
        let raw = self.find(name).filter(|raw| !is_null(raw))?;
        let read = |text: &str| {
            let Properties(properties) = serde_json::from_str(text).ok()?;
            let texts = properties.into_iter();
            texts
                .map(|(key, raw)| Some((key, read_text(raw.get())?)))
                .collect()
        };
        let kind = "System.Collections.Generic.Dictionary`2[System.String,System.String]";
        self.converted(name, kind, raw, read)
    }
}

/// What is said of a body that cannot be read.
fn unread(path: &str, text: String) -> Issues {
    let mut issues = Issues::one(path, text);
    issues.add("request", "The request field is required.");
    issues
}

fn unconvertible(kind: &str, path: &str) -> String {
    format!(
        "The JSON value could not be converted to {kind}. Path: {path} | LineNumber: 0 | BytePositionInLine: 0."
    )
}

fn is_null(raw: &RawValue) -> bool {
    raw.get() == "null"
}

fn read_text(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

fn read_guid(text: &str) -> Option<String> {
    guid::parse(&read_text(text)?)
}

/// A number; a text that is one is one too.
fn number(text: &str) -> Option<Cow<'_, str>> {
    match text.starts_with('"') {
        true => read_text(text).map(Cow::Owned),
        false => Some(Cow::Borrowed(text)),
    }
}

fn read_int(text: &str) -> Option<i32> {
    let text = number(text)?;
    let is_plain = !text.starts_with('+');
    text.parse().ok().filter(|_| is_plain)
}

fn read_double(text: &str) -> Option<f64> {
    let text = number(text)?;
    let value = text.parse::<f64>().ok();
    value.filter(|value| value.is_finite())
}

/// The name that a property has in the server's program.
fn pascal(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}
