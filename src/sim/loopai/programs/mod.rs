//! The rules that stand in for synthesized programs. They compute, and the same input gives the same output.
//!
//! How a rule comes out of a task, tried in this order:
//!
//! 1. An input that is equal to that of an example gives the example's output.
//! 2. With examples whose inputs are texts, or objects with a text (in `text`, else in `input`, else in the first property
//!    that is one), the output is that of the examples with which the text shares the most words. Only words of three letters
//!    and more count that stand in the examples of one output alone. Without any, it is the output of the most examples, the
//!    first of several.
//! 3. With examples that lead from numbers to numbers, the output is on the straight line through the first two.
//! 4. Without either, the output is made after the output schema: `const`, `default` or the first of `enum` where there is
//!    one; else the text of the input for `string`, whether it is not empty for `boolean`, how many characters it has for
//!    `integer` and `number`, the input alone in an array, and for an object each of its `properties`: what the input has
//!    under this name, else what the property's schema gives. Without a type it is the input itself.
//!
//! A program fails, as its original would, on an input that lacks what it reads: the text of the second rule, the number of
//! the third, and in the fourth the properties that the input schema requires.

mod infer;
mod schema;
#[cfg(test)]
mod tests;
mod words;

use serde_json::Value;

use infer::Rule;

/// What a task becomes.
#[derive(Clone, Debug)]
pub(super) struct Program {
    rule: Rule,
    /// Inputs whose outputs are known.
    known: Vec<(Value, Value)>,
}

impl Program {
    /// A program for a task of these examples and schemas.
    pub(super) fn infer(examples: &[Value], input_schema: &Value, output_schema: &Value) -> Self {
        let known: Vec<(Value, Value)> = examples.iter().filter_map(pair).collect();
        Self {
            rule: Rule::infer(&known, input_schema, output_schema),
            known,
        }
    }

    /// The output of an example with this input.
    pub(super) fn expected(&self, input: &Value) -> Option<&Value> {
        let known = self.known.iter().find(|(known, _)| known == input);
        known.map(|(_, output)| output)
    }

    /// The output, or the message of what was thrown.
    pub(super) fn run(&self, input: &Value) -> Result<Value, String> {
        match self.expected(input) {
            Some(output) => Ok(output.clone()),
            None => self.rule.run(input),
        }
    }

    /// What the program looks like as text.
    pub(super) fn code(&self) -> String {
        let lines = [
            "export function execute(input: any): any {".to_owned(),
            format!("  // {} inputs with known outputs", self.known.len()),
            format!("  {}", self.rule.code()),
            "}".to_owned(),
        ];
        lines.join("\n")
    }

    /// How many ways there are through it.
    pub(super) fn paths(&self) -> usize {
        self.known.len() + self.rule.paths()
    }
}

/// Input and output of an example, if it has both.
fn pair(example: &Value) -> Option<(Value, Value)> {
    let output = example.get("output").or(example.get("expected_output"))?;
    Some((example.get("input")?.clone(), output.clone()))
}

/// What a property of something is when there is none.
fn undefined(name: &str) -> String {
    format!("Cannot read properties of undefined (reading '{name}')")
}
