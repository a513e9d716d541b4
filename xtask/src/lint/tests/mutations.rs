//! No input makes the linter panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::document::{Node, Value, parse};
use super::super::{lint, lint_tree};
use super::load;

/// What takes the place of a node.
fn replacements(line: usize) -> Vec<Value> {
    let text = || Value::Text("x".to_owned());
    let inner = || Node {
        line,
        value: text(),
    };
    vec![
        Value::Null,
        Value::Bool(true),
        Value::Integer(-1),
        text(),
        Value::Text(String::new()),
        Value::Text("{é$ref/../{".to_owned()),
        Value::List(Vec::new()),
        Value::List(vec![inner(), inner()]),
        Value::Map(Vec::new()),
        Value::Map(vec![
            ("$ref".to_owned(), inner()),
            ("x".to_owned(), inner()),
        ]),
        Value::Map(vec![(
            "$ref".to_owned(),
            Node {
                line,
                value: Value::Text("#/paths".to_owned()),
            },
        )]),
    ]
}

/// Where a node is: the index of the child at each level.
type Path = Vec<usize>;

fn paths(node: &Node, here: &mut Path, all: &mut Vec<Path>) {
    all.push(here.clone());
    let children: Vec<&Node> = match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Map(entries) => entries.iter().map(|(_, node)| node).collect(),
        _ => Vec::new(),
    };
    for (index, child) in children.into_iter().enumerate() {
        here.push(index);
        paths(child, here, all);
        here.pop();
    }
}

fn at<'a>(node: &'a mut Node, path: &[usize]) -> &'a mut Node {
    path.iter()
        .fold(node, |node, &index| match &mut node.value {
            Value::List(items) => &mut items[index],
            Value::Map(entries) => &mut entries[index].1,
            _ => panic!("the path leads through a scalar"),
        })
}

fn without(root: &Node, path: &[usize]) -> Option<Node> {
    let (&last, parent) = path.split_last()?;
    let mut root = root.clone();
    match &mut at(&mut root, parent).value {
        Value::List(items) => drop(items.remove(last)),
        Value::Map(entries) => drop(entries.remove(last)),
        _ => return None,
    }
    Some(root)
}

fn survives(what: &str, run: impl FnOnce()) {
    let outcome = catch_unwind(AssertUnwindSafe(run));
    assert!(outcome.is_ok(), "the linter panicked on {what}");
}

#[test]
fn no_mutated_node_makes_it_panic() {
    let mut mutations = 0;
    for fixture in load() {
        let Ok(root) = parse(&fixture.text) else {
            continue;
        };
        let mut all = Vec::new();
        paths(&root, &mut Path::new(), &mut all);
        for path in &all {
            let line = at(&mut root.clone(), path).line;
            let replaced = replacements(line).into_iter().map(|value| {
                let mut copy = root.clone();
                at(&mut copy, path).value = value;
                copy
            });
            for mutant in replaced.chain(without(&root, path)) {
                survives(&format!("{} at {path:?}", fixture.rule), || {
                    lint_tree(&mutant);
                });
                mutations += 1;
            }
        }
    }
    assert!(mutations > 10_000, "only {mutations} mutations");
}

#[test]
fn no_mutated_text_makes_it_panic() {
    for fixture in load() {
        let lines: Vec<&str> = fixture.text.lines().collect();
        for index in 0..lines.len() {
            let mut fewer = lines.clone();
            fewer.remove(index);
            let shifted: Vec<String> = (0..)
                .zip(&lines)
                .map(|(n, line)| {
                    if n == index {
                        format!(" {line}")
                    } else {
                        (*line).to_owned()
                    }
                })
                .collect();
            let texts = [
                fewer.join("\n"),
                lines[..index].join("\n"),
                shifted.join("\n"),
            ];
            for text in texts {
                survives(&format!("{} line {}", fixture.rule, index + 1), || {
                    lint(&text);
                });
            }
        }
    }
}

#[test]
fn no_odd_text_makes_it_panic() {
    let odd = [
        "\u{0}",
        "\u{feff}",
        "%",
        "&a *a",
        "&a [*a]",
        "*nowhere",
        "!!int x",
        "? ",
        "- - -",
        "{",
        "a: &a {<<: *a}",
        "\t",
        "'",
        "\"\\",
        "|",
        "a: |9",
        "--- ---",
        "...",
        "a: !t {b: c}",
        "200: {}",
        "null: null",
        "1.5: x",
        "~: ~",
    ];
    for text in odd {
        survives(text, || {
            lint(text);
        });
    }
    for deep in ["- ", "? ", "{", "[", "a: {"] {
        survives(deep, || {
            lint(&deep.repeat(200_000));
        });
    }
}
