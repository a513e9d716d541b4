//! A lie in the document is found out by an ordinary conversation of the facade with the simulators.

use futures_util::TryStreamExt as _;
use quintet::RetryPolicy;
use quintet::loopai::{BatchItem, ValidateItem, WebhookEventType};
use quintet::sim::loopai::{CanaryVerdict, ExecutionFault, RateLimits};
use quintet::sim::{Ending, Fault};
use serde_json::json;

use super::super::lie::{self, Lie};
use super::stage::{NOTHING, OLD, PROGRAM, Stage, TASK};
use crate::support::contract::Side::{Reply, Request};
use crate::support::contract::{Document, Violation};

const HONEST: &str = include_str!("../../../openapi/loopai.yaml");

/// A day with a server and a runtime. The client keeps speaking as the honest document says.
async fn conversation(document: &str) -> Vec<Violation> {
    let stage = Stage::with_document(Document::parse(document)).await;
    let client = &stage.client;
    let tasks = client.tasks();
    let call = tasks.create("day").description("d").sampling_rate(0.5);
    let call = call.input_schema(json!({})).output_schema(json!({}));
    let task = call
        .example(json!({ "input": 1, "output": "one" }))
        .await
        .unwrap();
    tasks.get(&task.id).await.unwrap();
    tasks.artifacts(TASK).await.unwrap();
    tasks.artifact(NOTHING, 1).await.unwrap_err();

    let execute = || client.execute(&task.id, 1).version(1);
    execute().await.unwrap_err();
    client.execute(&task.id, 1).await.unwrap();
    let fault = ExecutionFault::error("boom");
    stage.simulator.inject_execution(fault);
    execute().force_validation().await.unwrap();
    let items = [BatchItem::new("a", 1)];
    client
        .batch_execute(&task.id, items)
        .concurrency(2)
        .await
        .unwrap();
    let pairs = [ValidateItem::new("a", 1, 1)];
    client.batch_validate(&task.id, pairs).await.unwrap();
    let chunks = ["data: {\"id\":\"1\",\"success\":true}\n\n"];
    let streamed = Fault::chunks("text/event-stream", chunks).ending(Ending::Whole);
    stage.simulator.inject(streamed);
    let items = [BatchItem::new("1", 1)];
    let results = client
        .experimental_execute_stream(TASK, items)
        .await
        .unwrap();
    let _: Vec<_> = results.try_collect().await.unwrap();

    let validation = client.validation();
    validation.summary(PROGRAM).await.unwrap();
    validation.improve(PROGRAM).await.unwrap_err();
    let compare = validation.compare(OLD, PROGRAM);
    compare.minimum_sample_size(1).await.unwrap();
    let canary = client.canary();
    assert!(canary.current(TASK).await.unwrap().is_none());
    let begun = canary.start(TASK, OLD).await.unwrap();
    stage
        .simulator
        .set_canary_verdict(Some(CanaryVerdict::Pause));
    canary.progress(&begun.id).await.unwrap();
    canary.rollback(&begun.id, "enough").await.unwrap();

    let webhooks = client.webhooks();
    let events = [WebhookEventType::CanaryRollback];
    let made = webhooks
        .subscribe("http://127.0.0.1:9/", events)
        .await
        .unwrap();
    webhooks.history(&made.id).limit(1).await.unwrap();
    webhooks.delete(&made.id).await.unwrap();
    system(&stage).await;
    stage.proxy.violations()
}

/// How everything is, and what the runtime says.
async fn system(stage: &Stage) {
    let client = &stage.client;
    client.health().await.unwrap();
    stage.simulator.set_redis_down(true);
    client.detailed_health().await.unwrap();
    client.readiness().await.unwrap();
    client.probe_health().await.unwrap();
    client.metrics().await.unwrap();
    let none = RateLimits::default().per_minute(0);
    stage.simulator.set_rate_limits(Some(none));
    let call = client.liveness().retry(RetryPolicy::never());
    call.await.unwrap_err();

    let edge = &stage.edge;
    edge.execute([("text", "x")]).await.unwrap();
    stage.runtime.set_program_error(Some("boom"));
    edge.execute([("text", "x")]).await.unwrap_err();
    edge.health().await.unwrap();
    edge.metrics().await.unwrap();
}

#[tokio::test]
async fn the_honest_document_is_not_violated() {
    assert_eq!(conversation(HONEST).await, []);
}

const LIES: [Lie; 22] = [
    Lie {
        name: "a path is another",
        honest: "  /api/v1/tasks/{task_id}/execute:\n",
        lie: "  /api/v1/tasks/execute/{task_id}:\n",
        operation: None,
        side: Request,
        finding: "undocumented route POST /api/v1/tasks/",
    },
    Lie {
        name: "tasks are called otherwise",
        honest: "  /api/v1/validation/tasks/{task_id}/canary:\n",
        lie: "  /api/v1/validation/loop-apps/{task_id}/canary:\n",
        operation: None,
        side: Request,
        finding: "undocumented route GET /api/v1/validation/tasks/",
    },
    Lie {
        name: "the method is another",
        honest: "    delete:\n      tags: [webhooks]\n",
        lie: "    post:\n      tags: [webhooks]\n",
        operation: None,
        side: Request,
        finding: "undocumented route DELETE /api/v1/webhooks/",
    },
    Lie {
        name: "a status is another",
        honest: "        '201':\n          description: The task. It has no program yet.\n",
        lie: "        '200':\n          description: The task. It has no program yet.\n",
        operation: Some("create_task"),
        side: Reply,
        finding: "status 201 is not documented",
    },
    Lie {
        name: "nothing is not documented",
        honest: "        '204':\n          description: There is none.\n",
        lie: "",
        operation: Some("get_canary"),
        side: Reply,
        finding: "status 204 is not documented",
    },
    Lie {
        name: "an end has a body",
        honest: "        '204':\n          description: It is gone.\n",
        lie: "        '204':\n          description: It is gone.\n          content:\n            application/json:\n              schema:\n                type: object\n",
        operation: Some("delete_webhook"),
        side: Reply,
        finding: "status 204: no body",
    },
    Lie {
        name: "a failure of the program is not documented",
        honest: "        '422':\n          $ref: '#/components/responses/EdgeInvalidRequest'\n        '500':\n          $ref: '#/components/responses/EdgeFailed'\n",
        lie: "        '422':\n          $ref: '#/components/responses/EdgeInvalidRequest'\n",
        operation: Some("edge_execute"),
        side: Reply,
        finding: "status 500 is not documented",
    },
    Lie {
        name: "a header is of another type",
        honest: "          description: Seconds to wait, 1 or more; from what stands before the server, perhaps a date.\n          schema:\n            type: string\n",
        lie: "          description: Seconds to wait, 1 or more; from what stands before the server, perhaps a date.\n          schema:\n            type: boolean\n",
        operation: Some("get_liveness"),
        side: Reply,
        finding: "status 429",
    },
    Lie {
        name: "a stream is none",
        honest: "            text/event-stream:\n",
        lie: "            application/x-ndjson:\n",
        operation: Some("execute_stream"),
        side: Reply,
        finding: "content type \"text/event-stream\" is not documented (application/x-ndjson)",
    },
    Lie {
        name: "a word is JSON",
        honest: "            text/plain:\n              schema:\n                type: string\n              example: Unhealthy\n",
        lie: "            application/json:\n              schema:\n                type: string\n              example: Unhealthy\n",
        operation: Some("probe_health"),
        side: Reply,
        finding: "content type \"text/plain\" is not documented (application/json)",
    },
    Lie {
        name: "times have to have an offset",
        honest: r"(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$'",
        lie: r"(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$'",
        operation: Some("get_task"),
        side: Reply,
        finding: "/created_at",
    },
    Lie {
        name: "an enumeration lacks a value",
        honest: "      enum: [success, error, timeout]\n",
        lie: "      enum: [success, timeout]\n",
        operation: Some("execute"),
        side: Reply,
        finding: "\"error\" is not one of",
    },
    Lie {
        name: "an enumeration is in another case",
        honest: "enum: [InProgress, Paused, RolledBack, Completed, Failed]",
        lie: "enum: [inProgress, paused, rolledBack, completed, failed]",
        operation: Some("start_canary"),
        side: Reply,
        finding: "\"InProgress\" is not one of",
    },
    Lie {
        name: "what is left out is required",
        honest: "      required: [id, success, latency_ms, sampled_for_validation]\n",
        lie: "      required: [id, success, latency_ms, sampled_for_validation, error_message]\n",
        operation: Some("batch_execute"),
        side: Reply,
        finding: "error_message",
    },
    Lie {
        name: "names are in camelCase",
        honest: "        execution_id:\n          type: string\n          description: Id of the execution.\n",
        lie: "        executionId:\n          type: string\n          description: Id of the execution.\n",
        operation: Some("execute"),
        side: Reply,
        finding: "execution_id",
    },
    Lie {
        name: "a request has another field",
        honest: "        task_id:\n          type: string\n          description: The task, as in the path.\n",
        lie: "        loop_app_id:\n          type: string\n          description: The task, as in the path.\n",
        operation: Some("execute"),
        side: Request,
        finding: "task_id",
    },
    Lie {
        name: "a limit is narrower",
        honest: "          description: How many items run at a time, 1 to 100; 10 unless given.\n          minimum: 1\n",
        lie: "          description: How many items run at a time, 1 to 100; 10 unless given.\n          minimum: 3\n",
        operation: Some("batch_execute"),
        side: Request,
        finding: "/max_concurrency",
    },
    Lie {
        name: "a reason is no text",
        honest: "      required: [reason]\n      properties:\n        reason:\n          type: string\n          description: Why.\n",
        lie: "      required: [reason]\n      properties:\n        reason:\n          type: object\n          description: Why.\n",
        operation: Some("rollback_canary"),
        side: Request,
        finding: "/reason",
    },
    Lie {
        name: "a query parameter is another",
        honest: "      - name: limit\n        in: query\n",
        lie: "      - name: max\n        in: query\n",
        operation: Some("get_webhook_history"),
        side: Request,
        finding: "limit",
    },
    Lie {
        name: "a credential is needed",
        honest: "security:\n  - bearer: []\n  - {}\n",
        lie: "security:\n  - bearer: []\n",
        operation: Some("get_task"),
        side: Request,
        finding: "carries no credential, and the reply is 200",
    },
    Lie {
        name: "inputs of the runtime are numbers",
        honest: "          description: The input; all values are texts.\n          additionalProperties:\n            type: string\n",
        lie: "          description: The input; all values are texts.\n          additionalProperties:\n            type: number\n",
        operation: Some("edge_execute"),
        side: Request,
        finding: "/input",
    },
    Lie {
        name: "a count of the runtime is a text",
        honest: "        executions_today:\n          type: integer\n          format: int64\n",
        lie: "        executions_today:\n          type: string\n",
        operation: Some("edge_metrics"),
        side: Reply,
        finding: "/executions_today",
    },
];

#[tokio::test]
async fn every_lie_is_found_out() {
    lie::assert_found_out(HONEST, &LIES, conversation).await;
}
