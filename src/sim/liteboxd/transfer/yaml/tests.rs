use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::super::shape::Shape;
use super::*;

const SHAPE: Shape = Shape::Object(&[
    ("name", Shape::Text),
    ("number", Shape::Int),
    ("on", Shape::Bool),
    ("tags", Shape::List(&Shape::Text)),
    ("env", Shape::Texts),
    ("items", Shape::List(&ITEM)),
]);
const ITEM: Shape = Shape::Object(&[
    ("kind", Shape::Text),
    ("inner", Shape::Object(&[("text", Shape::Text)])),
    ("list", Shape::List(&Shape::Text)),
]);

fn parsed(text: &str) -> Result<Value, String> {
    read(&Node::parse(text)?, &SHAPE)
}

#[test]
fn scalars_are_taken_as_they_are_written() {
    let text = "name: 3.10\nenv: {A: 0x10, B: true, C: ~, D: '1', E: 1e3}\nnumber: 2.0\non: yes\n";
    let value = json!({
        "name": "3.10",
        "env": { "A": "0x10", "B": "true", "C": "", "D": "1", "E": "1e3" },
        "number": 2,
        "on": true,
    });
    assert_eq!(parsed(text), Ok(value));
    assert_eq!(
        parsed("Name: a\nTAGS: [b]\nitems: ~\nname: null"),
        Ok(json!({}))
    );
}

#[test]
fn blocks_anchors_and_merges() {
    let text = "\
base: &base {A: one, B: 1.50}
env:
  <<: *base
  A: own
name: |
  two
  lines
tags: [&x 010, *x]
";
    let value = json!({
        "env": { "A": "own", "B": "1.50" }, "name": "two\nlines\n", "tags": ["010", "10"],
    });
    // An alias of a number loses how it was written.
    let read = parsed(text);
    assert_eq!(read, Ok(value));
}

#[test]
fn only_the_first_document_is_read() {
    assert_eq!(
        parsed("%YAML 1.2\n--- # one\nname: a\n---\nname: ]["),
        Ok(json!({ "name": "a" }))
    );
    assert_eq!(parsed("# one\nname: a\n...\n{"), Ok(json!({ "name": "a" })));
    assert_eq!(
        parsed("\u{feff}name: ---a\n"),
        Ok(json!({ "name": "---a" }))
    );
    assert_eq!(parsed(""), Ok(json!({})));
    assert_eq!(parsed("# nothing\n"), Ok(json!({})));
}

#[test]
fn faults_are_named() {
    for text in [
        "name: [",
        "name: a\nname: b",
        "name: @a",
        "name: b: c",
        "name: 'a",
    ] {
        assert!(parsed(text).is_err(), "{text}");
    }
    let error = |text| parsed(text).err().unwrap_or_default();
    assert_eq!(
        error("name: a\nnumber: many"),
        "yaml: unmarshal errors:\n  line 2: cannot unmarshal !!str `many` into int"
    );
    assert_eq!(
        error("tags: a"),
        "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `a` into []string"
    );
    assert_eq!(
        error("hello"),
        "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `hello` into struct"
    );
}

#[test]
fn documents_are_indented_by_four() {
    let value = json!({
        "number": 1, "on": false, "name": "", "tags": ["a", "1", "no: b"], "env": {},
        "items": [
            { "kind": "one", "inner": { "text": "a\nb\n" }, "list": [] },
            { "inner": { "text": "2026-04-03T10:00:00Z" }, "list": ["x", "y\nz"] },
        ],
    });
    let text = "\
name: \"\"
number: 1
\"on\": false
tags:
    - a
    - \"1\"
    - \"no: b\"
env: {}
items:
    - kind: one
      inner:
        text: |
            a
            b
      list: []
    - inner:
        text: \"2026-04-03T10:00:00Z\"
      list:
        - x
        - |-
          y
          z
";
    assert_eq!(write(&value, &SHAPE), text);
    assert_eq!(parsed(text), Ok(value));
}

proptest! {
    #[test]
    fn texts_survive(text in "\\PC*|[ -~\n\t]{0,40}|[a-z:#\\- \n]{0,30}|.{0,20}", key in "\\PC{1,8}") {
        let value = json!({ "name": text, "tags": [text], "env": { key: text } });
        let written = write(&value, &SHAPE);
        prop_assert_eq!(parsed(&written), Ok(value), "{}", written);
    }
}
