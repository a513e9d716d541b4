//! A value as a YAML document, with the indents of Go's `yaml.v3`.

use std::fmt::Write as _;

use saphyr::Scalar;
use serde_json::{Map, Value};

use super::super::super::shape::Shape;

const INDENT: usize = 4;

/// The document. Fields of structures come in the order of the shape.
pub(in super::super) fn write(value: &Value, shape: &Shape) -> String {
    let mut text = String::new();
    node(&mut text, value, shape, 0);
    text.trim_start_matches('\n').to_owned()
}

/// What follows a key or a dash: on the same line, or on its own lines that begin with a line break.
fn node(out: &mut String, value: &Value, shape: &Shape, indent: usize) {
    match (shape, value) {
        (Shape::Object(fields), Value::Object(map)) if !map.is_empty() => {
            out.push('\n');
            entries(out, known(fields, map), indent);
        }
        (_, Value::Object(map)) if !map.is_empty() => {
            let all = map
                .iter()
                .map(|(name, value)| (name.as_str(), value, &Shape::Text));
            out.push('\n');
            entries(out, all, indent);
        }
        (Shape::List(item), Value::Array(items)) if !items.is_empty() => {
            out.push('\n');
            for value in items {
                let _ = write!(out, "{:indent$}-", "");
                // The first entry of a map stands behind the dash.
                let mut lines = String::new();
                node(&mut lines, value, item, indent + 2);
                match lines.strip_prefix('\n') {
                    Some(block) => {
                        out.push(' ');
                        out.push_str(block.trim_start_matches(' '));
                    }
                    None => out.push_str(&lines),
                }
            }
        }
        (_, scalar) => {
            out.push(' ');
            out.push_str(&inline(scalar, indent));
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
    }
}

fn entries<'a>(
    out: &mut String,
    entries: impl Iterator<Item = (&'a str, &'a Value, &'a Shape)>,
    indent: usize,
) {
    for (name, value, shape) in entries {
        let _ = write!(out, "{:indent$}{}:", "", text(name, false));
        // Every level is a multiple of the indent, also below a dash.
        node(out, value, shape, (indent + INDENT) / INDENT * INDENT);
    }
}

fn known<'a>(
    fields: &'a [(&'a str, Shape)],
    map: &'a Map<String, Value>,
) -> impl Iterator<Item = (&'a str, &'a Value, &'a Shape)> {
    fields
        .iter()
        .filter_map(|(name, shape)| Some((*name, map.get(*name)?, shape)))
}

fn inline(value: &Value, indent: usize) -> String {
    match value {
        Value::String(content) if is_literal(content) => literal(content, indent),
        Value::String(content) => text(content, true),
        Value::Array(_) => "[]".to_owned(),
        Value::Object(_) => "{}".to_owned(),
        other => other.to_string(),
    }
}

/// A text on one line: as it is where it can be read in no other way, otherwise quoted.
fn text(content: &str, may_be_long: bool) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || " _-./@+=:()%,*~^$;<>".contains(c);
    let first = |c: char| c.is_ascii_alphanumeric() || "_./".contains(c);
    let is_plain = content.starts_with(first)
        && content.chars().all(safe)
        && !content.ends_with([' ', ':'])
        && !content.contains(": ")
        && (may_be_long || content.len() < 128)
        && is_text(content);
    if is_plain {
        return content.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in content.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_printable(c) => quoted.push(c),
            c => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Whether the plain word means itself, and not a number, a date or a truth value in any version of YAML.
fn is_text(word: &str) -> bool {
    let is_word = |words: &[&str]| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    matches!(Scalar::parse_from_cow(word.into()), Scalar::String(_))
        && !is_word(&[
            "y", "n", "yes", "no", "on", "off", "null", "true", "false", ".inf", ".nan",
        ])
        && !(word.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && word
                .chars()
                .all(|c| c.is_ascii_hexdigit() || "-:.+_xobTZ ".contains(c)))
}

/// Whether a text of several lines can stand as a block.
fn is_literal(content: &str) -> bool {
    content.contains('\n')
        && !content.starts_with([' ', '\n', '\t'])
        && content.chars().all(|c| c == '\n' || is_printable(c))
        && !content.split('\n').any(|line| line.ends_with(' '))
}

fn literal(content: &str, indent: usize) -> String {
    let chomp = match content.strip_suffix('\n') {
        None => "-",
        Some(rest) if rest.ends_with('\n') => "+",
        Some(_) => "",
    };
    let mut block = format!("|{chomp}\n");
    for line in content.strip_suffix('\n').unwrap_or(content).split('\n') {
        match line {
            "" => block.push('\n'),
            line => {
                let _ = writeln!(block, "{:indent$}{line}", "");
            }
        }
    }
    block
}

fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}'
        )
}
