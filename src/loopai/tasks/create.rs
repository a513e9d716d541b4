//! Creating a task.

use std::time::Duration;

use serde::Serialize;

use super::super::payload::Payload;
use super::super::{check, wire};
use super::read::TASK;
use crate::error::{Error, Result};
use crate::generated::loopai::Client as Raw;
use crate::generated::loopai::types::CreateTaskRequest;
use crate::loopai::Task;
use crate::runtime::{Call, Exchange, Invoke};

/// Creates a task; made by [`Tasks::create`](super::Tasks::create).
#[derive(Debug, Clone)]
pub struct CreateTask {
    name: String,
    description: Option<String>,
    input_schema: Option<Payload>,
    output_schema: Option<Payload>,
    examples: Vec<Payload>,
    accuracy_target: Option<f64>,
    latency_target: Option<Duration>,
    sampling_rate: Option<f64>,
}

impl CreateTask {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            description: None,
            input_schema: None,
            output_schema: None,
            examples: Vec::new(),
            accuracy_target: None,
            latency_target: None,
            sampling_rate: None,
        }
    }

    fn body(self) -> Result<CreateTaskRequest> {
        let description = needed("description", self.description)?;
        let examples = self.examples.into_iter().enumerate();
        let example = |(at, example): (usize, Payload)| example.checked(&format!("example {at}"));
        let share = |what, share: Option<f64>| share.map(|share| check::share(what, share));
        let latency = |latency| check::milliseconds("a latency target", latency);
        Ok(CreateTaskRequest {
            name: check::name(&self.name)?.to_owned(),
            description: check::description(&description)?.to_owned(),
            input_schema: needed("input_schema", self.input_schema)?.checked("input schema")?,
            output_schema: needed("output_schema", self.output_schema)?.checked("output schema")?,
            examples: examples.map(example).collect::<Result<_>>()?,
            accuracy_target: share("accuracy target", self.accuracy_target).transpose()?,
            latency_target_ms: self.latency_target.map(latency).transpose()?,
            sampling_rate: share("sampling rate", self.sampling_rate).transpose()?,
        })
    }
}

fn needed<T>(method: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| {
        Error::invalid(format!(
            "a task without `{method}`; the server's rule is that it is required, so give it"
        ))
    })
}

impl Call<CreateTask> {
    /// What the program is to do; at most 5000 characters. Needed.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.parameters.description = Some(text.into());
        self
    }

    /// What an input looks like, any JSON but `null`. Needed. The server checks neither it nor inputs against it.
    pub fn input_schema(mut self, schema: impl Serialize) -> Self {
        self.parameters.input_schema = Some(Payload::new(schema));
        self
    }

    /// What an output looks like, any JSON but `null`. Needed.
    pub fn output_schema(mut self, schema: impl Serialize) -> Self {
        self.parameters.output_schema = Some(Payload::new(schema));
        self
    }

    /// Adds an example for the generator, most often an object of `input` and `output`. Default: none.
    pub fn example(mut self, example: impl Serialize) -> Self {
        self.parameters.examples.push(Payload::new(example));
        self
    }

    /// Adds examples. Default: none.
    pub fn examples<T: Serialize>(mut self, examples: impl IntoIterator<Item = T>) -> Self {
        let examples = examples.into_iter().map(Payload::new);
        self.parameters.examples.extend(examples);
        self
    }

    /// How often the program is to be right, from 0 to 1. Default: the server's, 0.9.
    pub fn accuracy_target(mut self, share: f64) -> Self {
        self.parameters.accuracy_target = Some(share);
        self
    }

    /// How long an execution is to take at most: 1 to 60,000 ms. Default: the server's, 10 ms.
    pub fn latency_target(mut self, time: Duration) -> Self {
        self.parameters.latency_target = Some(time);
        self
    }

    /// The share of executions to be validated, from 0 to 1. Default: the server's, 0.1.
    pub fn sampling_rate(mut self, share: f64) -> Self {
        self.parameters.sampling_rate = Some(share);
        self
    }
}

impl Invoke for CreateTask {
    type Output = Task;
    const OPERATION: &'static str = "create_task";

    async fn invoke(self, exchange: Exchange) -> Result<Task> {
        let body = self.body()?;
        let created = Raw::of(&exchange).create_task(&body).await;
        wire::lenient(&exchange, created, TASK)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::loopai::Client;

    fn create(name: &str) -> Call<CreateTask> {
        let client = Client::builder().base_url("http://127.0.0.1:9").build();
        client.unwrap().tasks().create(name)
    }

    fn complete(name: &str) -> Call<CreateTask> {
        let call = create(name).description("d").input_schema(json!({}));
        call.output_schema(json!({"properties": {"userName": {}}}))
    }

    fn body(call: Call<CreateTask>) -> Result<Value> {
        Ok(serde_json::to_value(call.parameters.body()?).unwrap())
    }

    #[test]
    fn nothing_is_sent_that_was_not_given() {
        let least = json!({
            "name": "t", "description": "d", "input_schema": {},
            "output_schema": {"properties": {"userName": {}}},
        });
        assert_eq!(body(complete("t")).unwrap(), least);
        let call = complete("t").example(1).examples([json!({"inPut": 2})]);
        let call = call.accuracy_target(1.0).sampling_rate(0.0);
        let all = body(call.latency_target(Duration::from_micros(1500))).unwrap();
        assert_eq!(all["examples"], json!([1, {"inPut": 2}]));
        assert_eq!(all["latency_target_ms"], 2);
        assert_eq!(
            (&all["accuracy_target"], &all["sampling_rate"]),
            (&json!(1.0), &json!(0.0))
        );
    }

    #[test]
    fn what_breaks_a_rule_is_refused() {
        for (call, expected) in [
            (create("t"), "a task without `description`"),
            (
                create("t").description("d"),
                "a task without `input_schema`",
            ),
            (complete(""), "Task name is required"),
            (complete("a b"), "^[a-zA-Z0-9_\\-\\.]+$"),
            (complete("t").description(""), "task description is empty"),
            (complete("t").input_schema(()), "input schema is null"),
            (complete("t").example(0).example(()), "example 1 is null"),
            (complete("t").accuracy_target(1.1), "accuracy target 1.1"),
            (complete("t").sampling_rate(f64::NAN), "sampling rate NaN"),
            (
                complete("t").latency_target(Duration::ZERO),
                "1 to 60000 ms",
            ),
        ] {
            let error = body(call).unwrap_err();
            assert!(error.is_invalid_input());
            assert!(error.message().contains(expected), "{error}");
        }
    }
}
