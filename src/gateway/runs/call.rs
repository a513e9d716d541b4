//! One function of a prefab with its inputs: what every way of running sends.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::gateway::check;
use crate::generated::gateway::types;

/// One function of a prefab, with its inputs, for [`run_batch`](crate::gateway::Client::run_batch) and
/// [`run_many`](crate::gateway::Client::run_many).
///
/// ```
/// use quintet::gateway::PrefabCall;
///
/// let call = PrefabCall::new("video", "1.2.0", "cut")
///     .parameter("seconds", 30)
///     .file("video", "s3://bucket/input.mp4");
/// ```
///
/// What is wrong with it is reported when it is sent, before any I/O. (Contract §1.2.)
#[derive(Clone)]
#[must_use = "it is not sent until a client runs it"]
pub struct PrefabCall {
    wire: types::PrefabCall,
    /// The first fault found while the inputs were given.
    fault: Option<String>,
}

impl PrefabCall {
    /// A call of a function, without inputs: the id and the version of its prefab, and its name.
    pub fn new(
        prefab: impl Into<String>,
        version: impl Into<String>,
        function: impl Into<String>,
    ) -> Self {
        Self {
            wire: types::PrefabCall {
                prefab_id: prefab.into(),
                version: version.into(),
                function_name: function.into(),
                inputs: types::PrefabInputs {
                    parameters: serde_json::Map::new(),
                    files: Default::default(),
                },
            },
            fault: None,
        }
    }

    /// Sets a parameter, replacing one of that name: any value that can be JSON.
    ///
    /// JSON has no infinity and no NaN; as with all of serde, they become `null`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        match serde_json::to_value(value) {
            Ok(value) => drop(self.wire.inputs.parameters.insert(name, value)),
            Err(error) => self.note(format!(
                "parameter {name:?} cannot be JSON ({error}); give numbers of 64 bits and texts as keys"
            )),
        }
        self
    }

    /// Sets all parameters of a map or struct, replacing those of the same names.
    pub fn parameters(mut self, values: impl Serialize) -> Self {
        match serde_json::to_value(values) {
            Ok(Value::Object(values)) => self.wire.inputs.parameters.extend(values),
            Ok(other) => self.note(format!(
                "the parameters are {}; give a map or a struct, whose names are those of the function's parameters",
                kind(&other)
            )),
            Err(error) => self.note(format!(
                "the parameters cannot be JSON ({error}); give numbers of 64 bits and texts as keys"
            )),
        }
        self
    }

    /// Adds a file, as `s3://bucket/key`, to those under a name of the function's manifest.
    pub fn file(self, name: impl Into<String>, s3_url: impl Into<String>) -> Self {
        self.files(name, [s3_url])
    }

    /// Adds files, each as `s3://bucket/key`, to those under a name of the function's manifest. None at all are sent as
    /// an empty list.
    pub fn files<U: Into<String>>(
        mut self,
        name: impl Into<String>,
        s3_urls: impl IntoIterator<Item = U>,
    ) -> Self {
        let files = self.wire.inputs.files.entry(name.into()).or_default();
        files.extend(s3_urls.into_iter().map(Into::into));
        self
    }

    /// What goes over the wire.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for what the server cannot take.
    pub(super) fn checked(self) -> Result<types::PrefabCall> {
        let types::PrefabCall {
            prefab_id,
            version,
            function_name,
            inputs,
        } = &self.wire;
        check::name("prefab id", prefab_id)?;
        check::name("prefab version", version)?;
        check::name("function name", function_name)?;
        if let Some(fault) = self.fault {
            return Err(Error::invalid(fault));
        }
        if inputs.parameters.contains_key("") {
            return Err(Error::invalid(
                "a parameter without a name; give the name that the function's manifest has",
            ));
        }
        for (name, urls) in &inputs.files {
            check::name("file name", name)?;
            let in_place = |error: Error| {
                let message = format!("file {name:?}: {}", error.message());
                error.with_message(message)
            };
            for url in urls {
                check::s3_url(url).map_err(in_place)?;
            }
        }
        Ok(self.wire)
    }

    fn note(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Without the inputs: they may hold what a log should not.
impl fmt::Debug for PrefabCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrefabCall")
            .field("prefab_id", &self.wire.prefab_id)
            .field("version", &self.wire.version)
            .field("function_name", &self.wire.function_name)
            .finish_non_exhaustive()
    }
}

/// The inputs as methods of a call whose parameters have a [`PrefabCall`] named `call`.
macro_rules! takes_inputs {
    ($parameters:ty) => {
        impl $crate::runtime::Call<$parameters> {
            /// Sets a parameter, replacing one of that name: any value that can be JSON.
            ///
            /// JSON has no infinity and no NaN; as with all of serde, they become `null`.
            pub fn parameter(
                mut self,
                name: impl Into<String>,
                value: impl ::serde::Serialize,
            ) -> Self {
                self.parameters.call = self.parameters.call.parameter(name, value);
                self
            }

            /// Sets all parameters of a map or struct, replacing those of the same names.
            pub fn parameters(mut self, values: impl ::serde::Serialize) -> Self {
                self.parameters.call = self.parameters.call.parameters(values);
                self
            }

            /// Adds a file, as `s3://bucket/key`, to those under a name of the function's manifest.
            pub fn file(mut self, name: impl Into<String>, s3_url: impl Into<String>) -> Self {
                self.parameters.call = self.parameters.call.file(name, s3_url);
                self
            }

            /// Adds files, each as `s3://bucket/key`, to those under a name of the function's manifest. None at all are
            /// sent as an empty list.
            pub fn files<U: Into<String>>(
                mut self,
                name: impl Into<String>,
                s3_urls: impl IntoIterator<Item = U>,
            ) -> Self {
                self.parameters.call = self.parameters.call.files(name, s3_urls);
                self
            }
        }
    };
}
pub(super) use takes_inputs;

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    fn call() -> PrefabCall {
        PrefabCall::new("p", "1", "f")
    }

    fn inputs(call: PrefabCall) -> Value {
        serde_json::to_value(call.checked().unwrap().inputs).unwrap()
    }

    fn fault(call: PrefabCall) -> String {
        let error = call.checked().unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        error.message().to_owned()
    }

    #[derive(Serialize)]
    struct Place {
        city: &'static str,
        unit: Option<&'static str>,
    }

    #[test]
    fn inputs_are_nested_and_no_files_are_left_out() {
        assert_eq!(inputs(call()), json!({"parameters": {}}));
        let full = call()
            .parameter("n", 1)
            .parameter("list", [1.5, 2.0])
            .parameter("none", ())
            .file("video", "s3://b/input.mp4");
        assert_eq!(
            inputs(full),
            json!({
                "parameters": {"n": 1, "list": [1.5, 2.0], "none": null},
                "files": {"video": ["s3://b/input.mp4"]}
            })
        );
    }

    #[test]
    fn the_last_parameter_wins_and_files_add_up() {
        let place = Place {
            city: "Bonn",
            unit: None,
        };
        let twice = call()
            .parameter("city", "Ulm")
            .parameter("kept", true)
            .parameters(place)
            .parameters(HashMap::from([("unit", "K")]))
            .file("a", "s3://b/1")
            .files("a", ["s3://b/2", "s3://b/3"])
            .files("none", [""; 0]);
        assert_eq!(
            inputs(twice),
            json!({
                "parameters": {"city": "Bonn", "unit": "K", "kept": true},
                "files": {"a": ["s3://b/1", "s3://b/2", "s3://b/3"], "none": []}
            })
        );
    }

    #[test]
    fn what_is_no_object_is_named() {
        let faults = [
            (fault(call().parameters(())), "are nothing;"),
            (fault(call().parameters("city=Bonn")), "are a text;"),
            (fault(call().parameters([("city", "Bonn")])), "are a list;"),
            (fault(call().parameters(1)), "are a number;"),
            (fault(call().parameters(true)), "are true or false;"),
        ];
        for (fault, kind) in faults {
            assert!(
                fault.contains(kind) && fault.contains("a map or a struct"),
                "{fault}"
            );
        }
    }

    #[test]
    fn what_cannot_be_json_is_named_and_not_forgotten() {
        let pairs = HashMap::from([((1, 2), 3)]);
        let first = fault(
            call()
                .parameter("x", &pairs)
                .parameter("x", 1)
                .parameters(1),
        );
        assert!(
            first.starts_with("parameter \"x\" cannot be JSON (key must be a string)"),
            "{first}"
        );
        let all = fault(call().parameters(pairs));
        assert!(all.starts_with("the parameters cannot be JSON"), "{all}");
        assert!(fault(call().parameter("", 1)).starts_with("a parameter without a name"));
    }

    #[test]
    fn names_and_files_are_checked() {
        let cases = [
            (PrefabCall::new("", "1", "f"), "prefab id \"\" is empty"),
            (
                PrefabCall::new("p", "1\n", "f"),
                "prefab version \"1\\n\" contains",
            ),
            (
                PrefabCall::new("p", "1", " f"),
                "function name \" f\" begins",
            ),
            (call().file("", "s3://b/k"), "file name \"\" is empty"),
            (
                call().files("video", ["s3://b/k", "/tmp/a.mp4"]),
                "file \"video\": \"/tmp/a.mp4\" is no stored file",
            ),
        ];
        for (call, expected) in cases {
            let fault = fault(call);
            assert!(fault.starts_with(expected), "{fault}");
        }
    }

    #[test]
    fn debug_shows_no_inputs() {
        let call = call().parameter("key", "hidden").file("f", "s3://hidden/k");
        let shown = format!("{call:?}");
        assert!(
            shown.contains("\"p\"") && !shown.contains("hidden"),
            "{shown}"
        );
    }
}
