//! Whether something could be run. Contract: §1.3, §6.

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::generated::synapse::Client as Raw;
use crate::generated::synapse::types::FeasibilityRequest;
use crate::runtime::{Call, Exchange, Invoke};
use crate::synapse::check::amount;
use crate::synapse::fields::Fields;
use crate::synapse::{Feasibility, FeasibilityKind};

/// Asks whether something could be run; made by [`Resources::feasibility`](super::Resources::feasibility).
#[derive(Debug, Clone)]
pub struct CheckFeasibility {
    kind: FeasibilityKind,
    cpus: f64,
    gpus: f64,
    memory: Option<i64>,
    replicas: i64,
    metadata: Fields,
}

impl CheckFeasibility {
    pub(super) fn new(kind: FeasibilityKind, cpus: f64) -> Self {
        Self {
            kind,
            cpus,
            gpus: 0.0,
            memory: None,
            replicas: 1,
            metadata: Fields::new("metadata"),
        }
    }

    fn body(self) -> Result<FeasibilityRequest> {
        if self.memory.is_some_and(|bytes| bytes < 0) || self.replicas < 0 {
            return Err(Error::invalid(
                "a negative number of bytes or replicas; give 0 or more",
            ));
        }
        Ok(FeasibilityRequest {
            kind: self.kind,
            num_cpus: amount("cpus", self.cpus)?,
            num_gpus: amount("gpus", self.gpus)?,
            memory_bytes: self.memory,
            replicas: self.replicas,
            metadata: self.metadata.checked()?.unwrap_or_default(),
        })
    }
}

impl Call<CheckFeasibility> {
    /// GPUs that each replica needs, parts of one included. Default: 0.
    pub fn gpus(mut self, gpus: f64) -> Self {
        self.parameters.gpus = gpus;
        self
    }

    /// Memory that each replica needs, in bytes. Default: it does not matter.
    pub fn memory_bytes(mut self, bytes: i64) -> Self {
        self.parameters.memory = Some(bytes);
        self
    }

    /// How many of it. Default: 1.
    pub fn replicas(mut self, replicas: i64) -> Self {
        self.parameters.replicas = replicas;
        self
    }

    /// Says more about it: any value that can be JSON. Default: nothing.
    pub fn metadata(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.metadata.set(name.into(), value);
        self
    }
}

impl Invoke for CheckFeasibility {
    type Output = Feasibility;
    const OPERATION: &'static str = "check_feasibility";

    async fn invoke(self, exchange: Exchange) -> Result<Feasibility> {
        let body = self.body()?;
        Raw::of(&exchange).check_feasibility(&body).await
    }
}

impl Feasibility {
    /// Whether it could be run: `true`, also as a text. Whatever else the agent says means that it could not.
    #[must_use]
    pub fn allowed(&self) -> bool {
        match &self.allowed {
            Value::Bool(allowed) => *allowed,
            Value::String(text) => text == "true",
            _ => false,
        }
    }

    /// Why not, for programs, whether the agent gives a list or one reason.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        match &self.reasons {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(reasons)) => reasons.iter().map(text).collect(),
            Some(reason) => vec![text(reason)],
        }
    }

    /// Why not, for people.
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        self.messages.iter().map(text).collect()
    }

    /// Why not, in one line: the messages, or the reasons where there is none.
    #[must_use]
    pub fn explanation(&self) -> String {
        let messages = self.messages();
        if messages.is_empty() {
            self.reasons().join("; ")
        } else {
            messages.join("; ")
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(value: Value) -> Feasibility {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn all_six_keys_are_always_sent() {
        let least = CheckFeasibility::new(FeasibilityKind::Serve, 2.0);
        let expected = json!({
            "kind": "serve", "num_cpus": 2.0, "num_gpus": 0.0, "memory_bytes": null, "replicas": 1, "metadata": {}
        });
        assert_eq!(
            serde_json::to_value(least.body().unwrap()).unwrap(),
            expected
        );
    }

    #[test]
    fn numbers_that_nobody_can_mean_are_refused() {
        let with = |cpus, gpus, memory, replicas| {
            let mut asked = CheckFeasibility::new(FeasibilityKind::Job, cpus);
            (asked.gpus, asked.memory, asked.replicas) = (gpus, memory, replicas);
            asked.body()
        };
        assert!(with(0.0, 0.0, Some(0), 0).is_ok());
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.1] {
            assert!(with(bad, 0.0, None, 1).unwrap_err().is_invalid_input());
            assert!(with(1.0, bad, None, 1).unwrap_err().is_invalid_input());
        }
        assert!(with(1.0, 0.0, Some(-1), 1).unwrap_err().is_invalid_input());
        assert!(with(1.0, 0.0, None, -1).unwrap_err().is_invalid_input());
    }

    #[test]
    fn only_true_is_a_yes() {
        for (allowed, yes) in [
            (json!(true), true),
            (json!("true"), true),
            (json!(false), false),
            (json!("false"), false),
            (json!(""), false),
            (json!("True"), false),
            (json!(1), false),
            (Value::Null, false),
        ] {
            assert_eq!(
                answer(json!({"allowed": allowed})).allowed(),
                yes,
                "{allowed}"
            );
        }
        assert!(serde_json::from_value::<Feasibility>(json!({"reasons": []})).is_err());
    }

    #[test]
    fn messages_come_before_reasons() {
        let one = answer(json!({"allowed": false, "reasons": "cpu"}));
        assert_eq!(
            (one.reasons(), one.explanation()),
            (vec!["cpu".to_owned()], "cpu".to_owned())
        );
        let all = answer(json!({
            "allowed": false, "reasons": ["cpu", 7], "messages": ["no processors", {"left": 0}]
        }));
        assert_eq!(all.reasons(), ["cpu", "7"]);
        assert_eq!(all.messages(), ["no processors", r#"{"left":0}"#]);
        assert_eq!(all.explanation(), r#"no processors; {"left":0}"#);
        assert_eq!(
            answer(json!({"allowed": true, "reasons": null})).explanation(),
            ""
        );
    }
}
