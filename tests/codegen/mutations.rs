//! The real documents with random damage: refused or compiled, but never a panic.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{compile_or_refuse, documents};
use crate::support::yaml;

const MUTANTS: u64 = 250;

/// A random sequence that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// A document of a few operations of a real one, so that many mutants can be compiled.
fn excerpt(document: &Value, ids: &[&str]) -> Value {
    let mut excerpt = document.clone();
    for item in excerpt["paths"].as_object_mut().unwrap().values_mut() {
        item.as_object_mut().unwrap().retain(|key, operation| {
            let id = operation["operationId"].as_str().unwrap_or_default();
            key == "parameters" || ids.contains(&id)
        });
    }
    let paths = excerpt["paths"].as_object_mut().unwrap();
    paths.retain(|_, item| {
        item.as_object()
            .unwrap()
            .keys()
            .any(|key| key != "parameters")
    });
    drop_unused(&mut excerpt);
    excerpt
}

fn drop_unused(document: &mut Value) {
    loop {
        let text = document.to_string();
        let mut dropped = false;
        for (section, entries) in document["components"].as_object_mut().unwrap() {
            entries.as_object_mut().unwrap().retain(|name, _| {
                let used = text.contains(&format!("\"#/components/{section}/{name}\""));
                dropped |= !used;
                used
            });
        }
        if !dropped {
            return;
        }
    }
}

/// The pointers of all nodes.
fn pointers(node: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match node {
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn damage(document: &mut Value, dice: &mut Dice) {
    let mut found = Vec::new();
    pointers(document, "", &mut found);
    if found.len() < 2 {
        // Nothing is left of it that could be damaged.
        return;
    }
    let pointer = found.swap_remove(dice.roll(found.len()));
    let other = document
        .pointer(&found[dice.roll(found.len())])
        .cloned()
        .unwrap_or_default();
    let node = document.pointer_mut(&pointer).unwrap();
    match dice.roll(4) {
        0 => remove(document, &pointer),
        1 => *node = other,
        2 => {
            let odd = [
                json!(null),
                json!([]),
                json!({}),
                json!(""),
                json!("x"),
                json!(-1),
                json!(true),
            ];
            *node = odd[dice.roll(odd.len())].clone();
        }
        _ => *node = json!({"$ref": "#/components/schemas/Sandbox", "type": "object"}),
    }
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        *document = Value::Null;
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
        _ => {}
    }
}

#[test]
fn a_damaged_document_is_no_panic() {
    let documents = documents();
    let (_, text) = documents
        .iter()
        .find(|(name, _)| name == "liteboxd")
        .unwrap();
    let whole = yaml::to_json(text);
    let sound = excerpt(
        &whole,
        &[
            "create_sandbox",
            "upload_file",
            "delete_sandbox",
            "execute_interactive",
        ],
    );
    compile_or_refuse("sound", &sound.to_string()).unwrap();
    let mut refused = HashSet::new();
    for seed in 1..=MUTANTS {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut mutant = sound.clone();
        for _ in 0..=dice.roll(3) {
            damage(&mut mutant, &mut dice);
        }
        if compile_or_refuse("mutant", &mutant.to_string()).is_err() {
            refused.insert(seed);
        }
    }
    // Otherwise the damage is too small or too great to prove anything.
    let share = 100 * refused.len() as u64 / MUTANTS;
    assert!((10..=90).contains(&share), "{share} % were refused");
}
