//! Outputs, compared with what was expected. Contract: §1.4.

use std::collections::HashSet;

use serde::Serialize;

use super::super::check;
use super::super::payload::Payload;
use super::super::wire::{self, Leniency};
use super::canonical::canonical;
use super::item::duplicate;
use crate::error::{Error, Result};
use crate::generated::loopai::Client as Raw;
use crate::generated::loopai::types::{BatchValidateItem, BatchValidation};
use crate::runtime::{Exchange, Invoke};

/// An output and what was expected; for [`Client::batch_validate`](crate::loopai::Client::batch_validate).
#[derive(Debug, Clone)]
#[must_use = "a pair does nothing until it is sent"]
pub struct ValidateItem {
    id: String,
    input: Option<Payload>,
    output: Payload,
    expected: Payload,
}

impl ValidateItem {
    /// An output, what was expected, and the id of the pair, which no other may have.
    pub fn new(id: impl Into<String>, output: impl Serialize, expected: impl Serialize) -> Self {
        Self {
            id: id.into(),
            input: None,
            output: Payload::new(output),
            expected: Payload::new(expected),
        }
    }

    /// The input that the output came from, which the server does not look at. Default: `{}`.
    pub fn input(mut self, input: impl Serialize) -> Self {
        self.input = Some(Payload::new(input));
        self
    }

    fn checked(self) -> Result<BatchValidateItem> {
        if self.id.is_empty() {
            return Err(Error::invalid(
                "a pair without an id, so that its result could not be told from others; give it one",
            ));
        }
        let what = |part: &str| format!("the {part} of pair {:?}", check::shown(&self.id));
        let input = self.input.map(|input| input.checked(&what("input")));
        Ok(BatchValidateItem {
            input: input.transpose()?.unwrap_or_else(|| serde_json::json!({})),
            output: canonical(self.output.checked(&what("output"))?),
            expected_output: canonical(self.expected.checked(&what("expected output"))?),
            id: self.id,
        })
    }
}

/// Compares outputs with what was expected; made by
/// [`Client::batch_validate`](crate::loopai::Client::batch_validate).
#[derive(Debug, Clone)]
pub struct BatchValidate {
    pub(super) task: String,
    pub(super) items: Vec<ValidateItem>,
}

const VALIDATION: Leniency = Leniency {
    nested: &["results"],
    complete: |_| (),
};

impl Invoke for BatchValidate {
    type Output = BatchValidation;
    const OPERATION: &'static str = "batch_validate";

    async fn invoke(self, exchange: Exchange) -> Result<BatchValidation> {
        let task = check::id("task id", &self.task)?;
        let mut ids = HashSet::with_capacity(self.items.len());
        if let Some(item) = self.items.iter().find(|item| !ids.insert(&*item.id)) {
            return Err(duplicate(&item.id));
        }
        let items = self.items.into_iter().map(ValidateItem::checked);
        let body = wire::batch_validate(task, items.collect::<Result<_>>()?);
        let reply = Raw::of(&exchange).batch_validate(&body).await;
        wire::lenient(&exchange, reply, VALIDATION)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn outputs_are_sent_in_one_spelling_and_inputs_as_they_are() {
        let pair =
            ValidateItem::new("a", json!({"y": 1.0, "x": 2}), json!(1.0)).input(json!({"n": 1.0}));
        let sent = serde_json::to_value(pair.checked().unwrap()).unwrap();
        let expected = json!({"id": "a", "input": {"n": 1.0}, "output": {"x": 2, "y": 1}, "expected_output": 1});
        assert_eq!(sent, expected);
        let sent = ValidateItem::new("a", 1, 2).checked().unwrap();
        assert_eq!(sent.input, json!({}));
    }

    #[test]
    fn a_pair_has_an_id_and_two_sides() {
        for (pair, expected) in [
            (ValidateItem::new("", 1, 1), "a pair without an id"),
            (
                ValidateItem::new("a", (), 1),
                "the output of pair \"a\" is null",
            ),
            (
                ValidateItem::new("a", 1, ()),
                "the expected output of pair \"a\" is null",
            ),
            (
                ValidateItem::new("a", 1, 1).input(()),
                "the input of pair \"a\" is null",
            ),
        ] {
            let error = pair.checked().unwrap_err();
            assert!(error.message().starts_with(expected), "{error}");
        }
    }
}
