//! The YAML tree of one document, with the line of every node.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

/// How deep a document may nest. Honest documents stay below thirty.
const MAX_DEPTH: usize = 100;
/// No block structure nests deeper than its indentation, which this bounds.
const MAX_INDENT: usize = 1_000;
/// More `$ref`s in a row than this are a cycle.
const MAX_HOPS: usize = 16;

/// One value and the line where it starts; a mapping's value has its key's line.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// Why a text is no tree.
#[derive(Debug, PartialEq)]
pub(crate) enum Problem {
    Syntax(String),
    DuplicateKey(String),
    TooDeep,
    Empty,
    SeveralDocuments,
}

impl Node {
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    pub(crate) fn is_true(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|node| &node.value),
            Some(Value::Bool(true))
        )
    }

    /// Whether `key` holds a text that is more than blanks.
    pub(crate) fn says(&self, key: &str) -> bool {
        self.text_at(key)
            .is_some_and(|text| !text.trim().is_empty())
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a mapping; nothing else has any.
    pub(crate) fn entries(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(crate) fn entries_at(&self, key: &str) -> &[(String, Node)] {
        self.get(key).map(Node::entries).unwrap_or_default()
    }

    /// The items of a list; nothing else has any.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn items_at(&self, key: &str) -> &[Node] {
        self.get(key).map(Node::items).unwrap_or_default()
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// The target of a node that is a reference.
    pub(crate) fn reference(&self) -> Option<&str> {
        self.text_at("$ref")
    }

    /// Follows references from `node`, as seen from the root `self`.
    ///
    /// `None` for a reference that leads nowhere or in a circle; a rule of its own reports it.
    pub(crate) fn resolve<'a>(&'a self, node: &'a Node) -> Option<&'a Node> {
        let mut node = node;
        for _ in 0..MAX_HOPS {
            match node.reference() {
                Some(target) => node = self.pointer(target)?,
                None => return Some(node),
            }
        }
        None
    }

    /// The node that `#/…` names.
    pub(crate) fn pointer(&self, target: &str) -> Option<&Node> {
        let path = target.strip_prefix("#/")?;
        path.split('/').try_fold(self, |node, part| {
            node.get(&part.replace("~1", "/").replace("~0", "~"))
        })
    }
}

/// Reads one YAML document.
pub(crate) fn parse(text: &str) -> Result<Node, (usize, Problem)> {
    if let Some(line) = text.lines().position(nests_too_deep) {
        return Err((line + 1, Problem::TooDeep));
    }
    let documents = MarkedYaml::load_from_str(text).map_err(|error| {
        let problem = match error.info() {
            info if info.contains("duplicated key") => Problem::DuplicateKey(info.to_owned()),
            info => Problem::Syntax(info.to_owned()),
        };
        (error.marker().line().max(1), problem)
    })?;
    match documents.as_slice() {
        [] => Err((1, Problem::Empty)),
        [document] => {
            let root = convert(document, line_of(document), 0)?;
            match root.value {
                Value::Null => Err((1, Problem::Empty)),
                _ => Ok(root),
            }
        }
        [_, second, ..] => Err((line_of(second), Problem::SeveralDocuments)),
    }
}

/// The loader recurses when it frees a tree, so the depth is bounded before it runs.
fn nests_too_deep(line: &str) -> bool {
    line.bytes()
        .take_while(|byte| b" -?:".contains(byte))
        .count()
        > MAX_INDENT
}

fn line_of(yaml: &MarkedYaml) -> usize {
    yaml.span.start.line().max(1)
}

fn convert(yaml: &MarkedYaml, line: usize, depth: usize) -> Result<Node, (usize, Problem)> {
    if depth > MAX_DEPTH {
        return Err((line, Problem::TooDeep));
    }
    let value = match &yaml.data {
        YamlData::Value(scalar) => scalar_value(scalar),
        YamlData::Representation(text, ..) => Value::Text(text.to_string()),
        YamlData::Tagged(_, inner) => return convert(inner, line, depth + 1),
        YamlData::Sequence(items) => Value::List(
            items
                .iter()
                .map(|item| convert(item, line_of(item), depth + 1))
                .collect::<Result<_, _>>()?,
        ),
        YamlData::Mapping(mapping) => {
            let mut entries: Vec<(String, Node)> = Vec::with_capacity(mapping.len());
            for (key, value) in mapping {
                let line = line_of(key);
                let key = key_text(key).ok_or_else(|| {
                    (
                        line,
                        Problem::Syntax("a mapping's key must be plain text".to_owned()),
                    )
                })?;
                // `200` and `"200"` differ in YAML and are the same status here.
                if entries.iter().any(|(name, _)| *name == key) {
                    return Err((line, Problem::DuplicateKey(format!("`{key}` stands twice"))));
                }
                entries.push((key, convert(value, line, depth + 1)?));
            }
            Value::Map(entries)
        }
        YamlData::Alias(_) | YamlData::BadValue => {
            return Err((line, Problem::Syntax("the value cannot be read".to_owned())));
        }
    };
    Ok(Node { line, value })
}

fn scalar_value(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => Value::Bool(*value),
        Scalar::Integer(value) => Value::Integer(*value),
        Scalar::FloatingPoint(value) => Value::Number(value.into_inner()),
        Scalar::String(value) => Value::Text(value.to_string()),
    }
}

fn key_text(key: &MarkedYaml) -> Option<String> {
    match &key.data {
        YamlData::Value(Scalar::String(text)) => Some(text.to_string()),
        YamlData::Value(Scalar::Integer(value)) => Some(value.to_string()),
        YamlData::Value(Scalar::Boolean(value)) => Some(value.to_string()),
        YamlData::Value(Scalar::FloatingPoint(value)) => Some(value.to_string()),
        YamlData::Value(Scalar::Null) => Some("null".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> (usize, Problem) {
        parse(text).expect_err("not a tree")
    }

    #[test]
    fn lines_are_those_of_keys_and_items() {
        let root = parse("a:\n  b: 1\n  c:\n    - x\n    - d:\n        y\n").expect("a tree");
        let a = root.get("a").expect("a");
        assert_eq!(a.line, 1);
        assert_eq!(a.get("b").expect("b").line, 2);
        let items = a.items_at("c");
        assert_eq!((items[0].line, items[1].line), (4, 5));
        assert_eq!(items[1].text_at("d"), Some("y"));
    }

    #[test]
    fn problems_have_their_line() {
        assert_eq!(problem("").1, Problem::Empty);
        assert_eq!(problem("# only a comment\n"), (1, Problem::Empty));
        assert!(matches!(problem("a: 1\nb: [1\n"), (_, Problem::Syntax(_))));
        assert!(matches!(
            problem("a: 1\nb: 2\na: 3\n"),
            (3, Problem::DuplicateKey(_))
        ));
        assert!(matches!(
            problem("200: 1\n\"200\": 2\n"),
            (2, Problem::DuplicateKey(_))
        ));
        assert!(matches!(problem("? [a]\n: b\n"), (1, Problem::Syntax(_))));
        assert_eq!(problem("a: 1\n---\nb: 2\n"), (3, Problem::SeveralDocuments));
    }

    #[test]
    fn depth_is_bounded() {
        assert_eq!(problem(&"- ".repeat(100_000)).1, Problem::TooDeep);
        assert_eq!(
            problem(&("[".repeat(150) + &"]".repeat(150))).1,
            Problem::TooDeep
        );
        let staircase: String = (0..300).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        assert_eq!(problem(&staircase).1, Problem::TooDeep);
    }

    #[test]
    fn references_are_followed_and_circles_end() {
        let text = "a: {$ref: '#/b'}\nb: {$ref: '#/c~1d'}\nc/d: {x: 1}\ne: {$ref: '#/e'}\n";
        let root = parse(text).expect("a tree");
        let target = root.resolve(root.get("a").expect("a")).expect("resolves");
        assert!(target.has("x"));
        assert!(root.resolve(root.get("e").expect("e")).is_none());
        assert!(root.pointer("other.yaml#/a").is_none());
    }
}
