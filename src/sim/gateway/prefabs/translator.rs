//! `translator`: a dictionary of a few words.

use serde_json::json;

use super::super::auth::Caller;
use super::super::world::World;
use super::act::{Act, Inputs, Outcome};
use super::manifest::{Function, Kind, Parameter, Prefab};

pub(super) const PREFAB: Prefab = Prefab {
    id: "translator",
    version: "1.0.0",
    name: "Translator",
    description: "Translates texts",
    tags: &["text", "translation"],
    functions: &[TRANSLATE],
    deployment_error: None,
    hours_old: 72,
};

pub(super) const OLDER: Prefab = Prefab {
    version: "0.9.0",
    hours_old: 720,
    ..PREFAB
};

const TRANSLATE: Function = Function {
    name: "translate",
    description: "Translates a text into another language",
    parameters: &[
        Parameter {
            name: "text",
            kind: Kind::Text,
            required: true,
            description: "The text",
        },
        Parameter {
            name: "target",
            kind: Kind::Text,
            required: true,
            description: "The language, such as zh",
        },
    ],
    files: &[],
    secrets: &[],
    act: Act::Answer(translate),
};

const WORDS: [(&str, &str, &str); 4] = [
    ("Hello", "zh", "你好"),
    ("World", "zh", "世界"),
    ("Hello", "fr", "Bonjour"),
    ("World", "fr", "Monde"),
];

fn translate(_: &mut World, _: &Caller, inputs: &Inputs) -> Outcome {
    let (text, target) = (inputs.text("text"), inputs.text("target"));
    let mut words = WORDS.into_iter();
    let known = words.find(|(from, language, _)| *from == text && *language == target);
    let translation = match known {
        Some((_, _, to)) => to.to_owned(),
        None => format!("[{target}] {text}"),
    };
    Outcome::returned(json!({
        "success": true,
        "message": "Translated",
        "translation": translation,
        "target": target,
    }))
}
