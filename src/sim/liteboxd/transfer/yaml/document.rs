//! The first document of a YAML text.

use saphyr::{LoadableYamlNode as _, MarkedYaml, Scalar, YamlData};

/// A node of a document, with the line where it begins.
#[derive(Clone, Debug)]
pub(in super::super) struct Node {
    pub(super) line: usize,
    pub(super) data: Data,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Null,
    Bool(bool),
    /// A number and how it is written.
    Int(i64, String),
    Float(f64, String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Reads the first document; nothing after it is looked at. The error is the parser's text.
    pub(in super::super) fn parse(text: &str) -> Result<Self, String> {
        let text = first_document(text.strip_prefix('\u{feff}').unwrap_or(text));
        let documents = MarkedYaml::load_from_str(text).map_err(|error| error.to_string())?;
        let source: Vec<char> = text.chars().collect();
        Ok(documents
            .first()
            .map_or_else(Self::nothing, |root| Self::new(root, &source)))
    }

    fn nothing() -> Self {
        Self {
            line: 1,
            data: Data::Null,
        }
    }

    fn new(node: &MarkedYaml<'_>, source: &[char]) -> Self {
        let data = match &node.data {
            YamlData::Value(scalar) => {
                let span = node.span.start.index()..node.span.end.index();
                let written: String = source.get(span).unwrap_or_default().iter().collect();
                Data::new(scalar, &written)
            }
            YamlData::Sequence(items) => {
                Data::List(items.iter().map(|item| Self::new(item, source)).collect())
            }
            YamlData::Mapping(entries) => Data::Map(
                entries
                    .iter()
                    .map(|(key, value)| (Self::new(key, source), Self::new(value, source)))
                    .collect(),
            ),
            YamlData::Tagged(_, node) => return Self::new(node, source),
            YamlData::Representation(text, _, _) => Data::Text(text.to_string()),
            YamlData::Alias(_) | YamlData::BadValue => Data::Null,
        };
        Self {
            line: node.span.start.line(),
            data,
        }
    }

    /// The text of a scalar that is not null: a number or a truth value as it is written.
    pub(super) fn text(&self) -> Option<String> {
        match &self.data {
            Data::Bool(value) => Some(value.to_string()),
            Data::Int(_, text) | Data::Float(_, text) | Data::Text(text) => Some(text.clone()),
            Data::Null | Data::List(_) | Data::Map(_) => None,
        }
    }
}

impl Data {
    fn new(scalar: &Scalar<'_>, written: &str) -> Self {
        // Anchor and tag may stand before it, and an alias is written as its name and not as its value.
        let written = written.split_whitespace().last().unwrap_or_default();
        let is_faithful = Scalar::parse_from_cow(written.into()) == *scalar;
        let or = |value: String| {
            if is_faithful {
                written.to_owned()
            } else {
                value
            }
        };
        match scalar {
            Scalar::Null => Self::Null,
            Scalar::Boolean(value) => Self::Bool(*value),
            Scalar::Integer(value) => Self::Int(*value, or(value.to_string())),
            Scalar::FloatingPoint(value) => {
                let value = value.into_inner();
                Self::Float(value, or(value.to_string()))
            }
            Scalar::String(text) => Self::Text(text.to_string()),
        }
    }
}

/// Up to the line that ends the first document. Such a line cannot be part of a text.
fn first_document(text: &str) -> &str {
    let mut end = 0;
    let mut begun = false;
    for line in text.split_inclusive('\n') {
        let is_marker = |marker: &str| {
            line.strip_prefix(marker)
                .is_some_and(|rest| rest.trim_start().len() < rest.len() || rest.is_empty())
        };
        if begun && (is_marker("---") || is_marker("...")) {
            break;
        }
        let content = line.trim();
        begun |= !content.is_empty() && !content.starts_with('#') && !line.starts_with('%');
        end += line.len();
    }
    text.get(..end).unwrap_or(text)
}
