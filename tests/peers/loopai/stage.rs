//! A simulator with a client that does not wait before it tries again.

use quintet::loopai::{Client, CreateTask};
use quintet::sim::loopai::Simulator;
use quintet::{Call, Error};
use serde_json::json;

use crate::support::raw_loopai::bare;

pub(super) struct Stage {
    pub(super) simulator: Simulator,
    pub(super) client: Client,
}

impl Stage {
    /// Simulated time runs so fast that generating a program is not felt.
    pub(super) async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1000.0).start().await;
        let simulator = simulator.unwrap();
        let builder = bare(&simulator.base_url()).token(simulator.token());
        let client = builder.build().unwrap();
        Self { simulator, client }
    }

    /// A task to be created, with all that it needs.
    pub(super) fn wish(&self, name: &str) -> Call<CreateTask> {
        let call = self.client.tasks().create(name);
        call.description("Classify emails as spam or not")
            .input_schema(
                json!({ "type": "object", "properties": { "text": { "type": "string" } } }),
            )
            .output_schema(json!({ "type": "string", "enum": ["spam", "ham"] }))
            .example(json!({ "input": { "text": "Buy cheap pills" }, "output": "spam" }))
            .example(json!({ "input": { "text": "Meeting at noon" }, "output": "ham" }))
    }

    /// The id of a new task without a program.
    pub(super) async fn task(&self, name: &str) -> String {
        self.wish(name).await.unwrap().id
    }
}

/// Status and code of an error that a server made.
pub(super) fn said(error: &Error) -> (u16, Option<&str>) {
    (error.status().unwrap().as_u16(), error.code())
}
