//! One input of many. Contract: §1.3.

use futures_core::Stream;
use futures_util::{StreamExt, stream};
use serde::Serialize;

use super::super::check;
use super::super::payload::Payload;
use crate::error::{Error, Result};
use crate::generated::loopai::types;

/// One input of many, and what its result is called.
///
/// ```
/// use quintet::loopai::BatchItem;
/// use serde_json::json;
///
/// let named = BatchItem::new("email-001", json!({"text": "Buy now"})).force_validation();
/// let numbered = BatchItem::numbered(["Buy now", "Lunch tomorrow?"].map(|text| json!({"text": text})));
/// assert_eq!(numbered.last().unwrap().id(), "1");
/// # let _ = named;
/// ```
#[derive(Debug, Clone)]
#[must_use = "an item does nothing until it is sent"]
pub struct BatchItem {
    id: String,
    input: Payload,
    force_validation: bool,
    /// Its id is this number, and those of the items after it are larger.
    pub(in crate::loopai) number: Option<u64>,
}

impl BatchItem {
    /// An input and its id, which no other item may have.
    pub fn new(id: impl Into<String>, input: impl Serialize) -> Self {
        Self {
            id: id.into(),
            input: Payload::new(input),
            force_validation: false,
            number: None,
        }
    }

    /// Inputs with the ids that other clients give them: `0`, `1` and so on.
    pub fn numbered<I>(inputs: I) -> impl Iterator<Item = Self>
    where
        I: IntoIterator<Item: Serialize>,
    {
        let inputs = (0..).zip(inputs);
        inputs.map(|(number, input)| Self::at(number, input))
    }

    /// The same for inputs that come as a stream.
    pub fn numbered_from<S>(inputs: S) -> impl Stream<Item = Self> + use<S>
    where
        S: Stream<Item: Serialize>,
    {
        let inputs = stream::iter(0..).zip(inputs);
        inputs.map(|(number, input)| Self::at(number, input))
    }

    fn at(number: u64, input: impl Serialize) -> Self {
        Self {
            number: Some(number),
            ..Self::new(number.to_string(), input)
        }
    }

    /// Has the execution validated in any case. Default: the task's sampling rate decides.
    pub fn force_validation(mut self) -> Self {
        self.force_validation = true;
        self
    }

    /// What its result is called.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The item as it is sent.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty id and an input that cannot be sent.
    pub(in crate::loopai) fn checked(self) -> Result<types::BatchItem> {
        if self.id.is_empty() {
            return Err(Error::invalid(
                "an item without an id, so that its result could not be told from others; give it one",
            ));
        }
        let what = || format!("the input of item {:?}", check::shown(&self.id));
        Ok(types::BatchItem {
            input: self.input.checked_as(what)?,
            id: self.id,
            force_validation: self.force_validation.then_some(true),
        })
    }
}

/// What is wrong with an id that another item has.
pub(in crate::loopai) fn duplicate(id: &str) -> Error {
    Error::invalid(format!(
        "two items have the id {:?}, so that their results could not be told apart; give each its own",
        check::shown(id)
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_item_is_sent_as_it_was_given() {
        let sent = |item: BatchItem| serde_json::to_value(item.checked().unwrap()).unwrap();
        let item = BatchItem::new("a", json!({"userName": 1}));
        assert_eq!(
            sent(item.clone()),
            json!({"id": "a", "input": {"userName": 1}})
        );
        let expected = json!({"id": "a", "input": {"userName": 1}, "force_validation": true});
        assert_eq!(sent(item.force_validation()), expected);
    }

    #[test]
    fn an_item_needs_an_id_and_an_input() {
        for (item, expected) in [
            (BatchItem::new("", 1), "an item without an id"),
            (BatchItem::new("a", ()), "the input of item \"a\" is null"),
        ] {
            let error = item.checked().unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().starts_with(expected),
                "{error}"
            );
        }
    }
}
