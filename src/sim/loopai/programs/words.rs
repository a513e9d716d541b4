//! Labels of texts, by their words.

use std::collections::BTreeSet;

use serde_json::Value;

/// Shorter words say nothing.
const LETTERS: usize = 3;

/// An output, with the words that stand in its examples alone.
#[derive(Clone, Debug)]
struct Label {
    output: Value,
    words: BTreeSet<String>,
    examples: usize,
}

/// What can come out; never nothing.
#[derive(Clone, Debug)]
pub(super) struct Labels(Vec<Label>);

impl Labels {
    /// Learns from texts and their outputs.
    pub(super) fn learn(examples: &[(&str, &Value)]) -> Self {
        let mut labels: Vec<Label> = Vec::new();
        for (text, output) in examples {
            let words = words(text);
            match labels.iter_mut().find(|label| label.output == **output) {
                Some(label) => {
                    label.words.extend(words);
                    label.examples += 1;
                }
                None => labels.push(Label {
                    output: (*output).clone(),
                    words: words.collect(),
                    examples: 1,
                }),
            }
        }
        let all = labels.clone();
        for (index, label) in labels.iter_mut().enumerate() {
            let others = || all.iter().enumerate().filter(|(other, _)| *other != index);
            let is_own = |word: &String| !others().any(|(_, other)| other.words.contains(word));
            label.words.retain(is_own);
        }
        Self(labels)
    }

    /// The output for a text.
    pub(super) fn choose(&self, text: &str) -> &Value {
        let words: BTreeSet<String> = words(text).collect();
        let shared = |label: &Label| words.intersection(&label.words).count();
        let best = first_most(&self.0, shared).filter(|label| shared(label) > 0);
        let usual = || first_most(&self.0, |label| label.examples);
        best.or_else(usual)
            .map_or(&Value::Null, |label| &label.output)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The words of each output as text.
    pub(super) fn code(&self) -> String {
        let labels = self.0.iter().map(|label| {
            let words: Vec<&str> = label.words.iter().map(String::as_str).collect();
            format!("[{}, {:?}]", label.output, words)
        });
        let labels: Vec<String> = labels.collect();
        format!("byWords([{}])", labels.join(", "))
    }
}

/// The first of those that have the most.
fn first_most(labels: &[Label], count: impl Fn(&Label) -> usize) -> Option<&Label> {
    labels.iter().rev().max_by_key(|label| count(label))
}

/// The words of a text that count, in small letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() >= LETTERS);
    long.map(str::to_lowercase)
}
