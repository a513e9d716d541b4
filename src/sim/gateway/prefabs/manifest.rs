//! What a prefab says about itself, as its author wrote it.

use serde_json::{Map, Value, json};

use super::act::Act;

/// A prefab in one version.
#[derive(Debug)]
pub(in super::super) struct Prefab {
    pub(in super::super) id: &'static str,
    pub(in super::super) version: &'static str,
    pub(in super::super) name: &'static str,
    pub(in super::super) description: &'static str,
    pub(in super::super) tags: &'static [&'static str],
    pub(in super::super) functions: &'static [Function],
    /// Why it could not be deployed.
    pub(in super::super) deployment_error: Option<&'static str>,
    /// How many hours before the start of the simulator it was updated.
    pub(in super::super) hours_old: i64,
}

/// A function of a prefab.
#[derive(Debug)]
pub(in super::super) struct Function {
    pub(in super::super) name: &'static str,
    pub(in super::super) description: &'static str,
    pub(in super::super) parameters: &'static [Parameter],
    pub(in super::super) files: &'static [Files],
    pub(in super::super) secrets: &'static [Secret],
    pub(in super::super) act: Act,
}

/// A parameter of a function.
#[derive(Debug)]
pub(in super::super) struct Parameter {
    pub(in super::super) name: &'static str,
    pub(in super::super) kind: Kind,
    pub(in super::super) required: bool,
    pub(in super::super) description: &'static str,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    Text,
    Number,
    Integer,
    Boolean,
    List,
    Object,
}

/// Files that go into a function, or come out of it.
#[derive(Debug)]
pub(in super::super) struct Files {
    pub(in super::super) name: &'static str,
    pub(in super::super) direction: Direction,
    pub(in super::super) required: bool,
    pub(in super::super) description: &'static str,
}

/// Where files go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Direction {
    In,
    Out,
}

/// A secret that a function needs.
#[derive(Debug)]
pub(in super::super) struct Secret {
    pub(in super::super) name: &'static str,
    pub(in super::super) description: &'static str,
    pub(in super::super) instructions: &'static str,
}

impl Prefab {
    pub(in super::super) fn function(&self, name: &str) -> Option<&'static Function> {
        self.functions.iter().find(|function| function.name == name)
    }

    /// The functions as the manifest has them.
    pub(in super::super) fn functions_json(&self) -> Vec<Value> {
        self.functions.iter().map(Function::to_json).collect()
    }
}

impl Function {
    pub(in super::super) fn is_streaming(&self) -> bool {
        matches!(self.act, Act::Stream(_))
    }

    fn to_json(&self) -> Value {
        let parameters: Vec<Value> = self.parameters.iter().map(Parameter::to_json).collect();
        let mut function = json!({
            "name": self.name,
            "description": self.description,
            "parameters": parameters,
            "returns": { "type": "object", "description": "What the function returns" },
        });
        if !self.files.is_empty() {
            let files: Map<String, Value> = self.files.iter().map(Files::to_json).collect();
            function["files"] = files.into();
        }
        if !self.secrets.is_empty() {
            function["secrets"] = self.secrets.iter().map(Secret::to_json).collect();
        }
        if self.is_streaming() {
            function["streaming"] = true.into();
        }
        function
    }
}

impl Parameter {
    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "type": self.kind.name(),
            "description": self.description,
            "required": self.required,
        })
    }
}

impl Kind {
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::List => "array",
            Self::Object => "object",
        }
    }

    pub(in super::super) fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Number => value.is_number(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Boolean => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

impl Files {
    fn to_json(&self) -> (String, Value) {
        let kind = match self.direction {
            Direction::In => "InputFile",
            Direction::Out => "OutputFile",
        };
        let mut files = json!({
            "type": "array",
            "items": { "type": kind },
            "description": self.description,
        });
        if self.required {
            files["required"] = true.into();
            files["minItems"] = 1.into();
        }
        (self.name.to_owned(), files)
    }
}

impl Secret {
    pub(in super::super) fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "description": self.description,
            "required": true,
            "instructions": self.instructions,
        })
    }
}
