//! A lie in the document is found out by an ordinary conversation of the facade with the simulator.

use quintet::Upload;
use quintet::sim::synapse::SystemOutcome;
use quintet::synapse::{FeasibilityKind, Protocol};

use super::super::lie::{self, Lie};
use super::stage::Stage;
use crate::support::contract::Side::{Reply, Request};
use crate::support::contract::{Document, Violation};

const HONEST: &str = include_str!("../../../openapi/synapse.yaml");

/// A day with an agent. The client keeps speaking as the honest document says.
async fn conversation(document: &str) -> Vec<Violation> {
    let stage = Stage::with_document(Document::parse(document)).await;
    let client = stage.client(|builder| builder.user_token("user-1").tenant("tenant-1"));
    let jobs = client.jobs();
    jobs.list().await.unwrap();
    jobs.logs("raysubmit_succeeded").await.unwrap();
    jobs.stop("raysubmit_succeeded").await.unwrap_err();
    for protocol in [Protocol::WebSocket, Protocol::Http] {
        let mut tail = jobs
            .tail("raysubmit_succeeded")
            .protocol(protocol)
            .await
            .unwrap();
        while tail.next_line().await.unwrap().is_some() {}
    }
    client.nodes().list().await.unwrap();
    client.tasks().get("task-failed").await.unwrap();
    client.serve().delete("my-app").await.unwrap();

    let resources = client.resources();
    resources.cluster().await.unwrap();
    resources
        .feasibility(FeasibilityKind::Task, 1.0)
        .await
        .unwrap();
    resources
        .update_policy()
        .limit("max_concurrent_jobs", -1)
        .await
        .unwrap_err();

    let plugins = client.plugins();
    plugins.create("detector", "1.2.0").await.unwrap();
    plugins.list().page_size(1).await.unwrap();
    plugins.run("detector@1.2.0", "train").await.unwrap();
    stage.simulator.set_gpu_unavailable(97.0, 90.0);
    plugins.run_debug("train").await.unwrap_err();

    let containers = client.containers();
    let file = Upload::from("x").named("x.zip");
    let build = containers
        .create_from_file(file)
        .model(1)
        .param("n", 1)
        .await
        .unwrap();
    client.builds().get(build.build_id.unwrap()).await.unwrap();
    containers.get(404).await.unwrap_err();
    client.docker().create("detector@1.2.0").await.unwrap();
    stage
        .simulator
        .set_system_outcome(SystemOutcome::Failed("no".to_owned()));
    client.system().update().await.unwrap_err();
    stage.proxy.violations()
}

#[tokio::test]
async fn the_honest_document_is_not_violated() {
    assert_eq!(conversation(HONEST).await, []);
}

const LIES: [Lie; 22] = [
    Lie {
        name: "a slash is missing",
        honest: "  /jobs/{job_id}/stop/:\n",
        lie: "  /jobs/{job_id}/stop:\n",
        operation: None,
        side: Request,
        finding: "undocumented route POST /jobs/raysubmit_succeeded/stop/",
    },
    Lie {
        name: "a slash is too much",
        honest: "  /containers/{id}:\n",
        lie: "  /containers/{id}/:\n",
        operation: None,
        side: Request,
        finding: "undocumented route GET /containers/404",
    },
    Lie {
        name: "a status is another",
        honest: "    Deleted:\n      description: It is gone.\n",
        lie: "    Deleted:\n      description: It is gone.\n      content:\n        application/json:\n          schema:\n            type: object\n",
        operation: Some("delete_serve_application"),
        side: Reply,
        finding: "status 204: no body",
    },
    Lie {
        name: "a status is missing",
        honest: "        '400':\n          $ref: '#/components/responses/JobOver'\n",
        lie: "",
        operation: Some("stop_job"),
        side: Reply,
        finding: "status 400 is not documented",
    },
    Lie {
        name: "no upgrade is documented",
        honest: "        '101':\n          description: The connection is a WebSocket now.\n",
        lie: "        '200':\n          description: The log.\n          content:\n            text/event-stream:\n              schema:\n                type: string\n",
        operation: Some("get_job_logs or websocket_tail_job_logs"),
        side: Reply,
        finding: "status 101 is not documented",
    },
    Lie {
        name: "a stream is another",
        honest: "          description: The log, up to `complete`, `error` or the end of the connection.\n          content:\n            text/event-stream:",
        lie: "          description: The log, up to `complete`, `error` or the end of the connection.\n          content:\n            application/json:",
        operation: Some("stream_tail_job_logs"),
        side: Reply,
        finding: "content type \"text/event-stream; charset=utf-8\" is not documented (application/json)",
    },
    Lie {
        name: "a log is no text",
        honest: "            '*/*':\n              schema:\n                type: string\n              example: \"epoch 1\\nepoch 2\\n\"",
        lie: "            application/json:\n              schema:\n                type: string",
        operation: Some("get_job_logs or websocket_tail_job_logs"),
        side: Reply,
        finding: "status 200: content type \"text/plain; charset=utf-8\" is not documented (application/json)",
    },
    Lie {
        name: "a property has another type",
        honest: "        submission_id:\n          type: string\n          nullable: true",
        lie: "        submission_id:\n          type: integer\n          nullable: true",
        operation: Some("list_jobs"),
        side: Reply,
        finding: "/submission_id",
    },
    Lie {
        name: "null is not allowed",
        honest: "        driver_exit_code:\n          type: integer\n          format: int64\n          nullable: true",
        lie: "        driver_exit_code:\n          type: integer\n          format: int64",
        operation: Some("list_jobs"),
        side: Reply,
        finding: "/driver_exit_code",
    },
    Lie {
        name: "a state is unheard of",
        honest: "      x-open-enum: true\n      enum: [ALIVE, DEAD]",
        lie: "      enum: [ALIVE, GONE]",
        operation: Some("list_nodes"),
        side: Reply,
        finding: "\"DEAD\" is not one of",
    },
    Lie {
        name: "one more property is required",
        honest: "      description: A task of the cluster.\n      additionalProperties: {}",
        lie: "      description: A task of the cluster.\n      required: [mood]\n      additionalProperties: {}",
        operation: Some("get_task"),
        side: Reply,
        finding: "\"mood\" is a required property",
    },
    Lie {
        name: "a query parameter is gone",
        honest: "      parameters:\n        - name: use_cache\n          in: query",
        lie: "      parameters:\n        - name: use_cache\n          in: header",
        operation: Some("get_cluster_resources"),
        side: Request,
        finding: "query parameter use_cache is not documented",
    },
    Lie {
        name: "a query parameter is another",
        honest: "      description: Items per page; clients that list everything have sent 100.\n      schema:\n        type: integer\n        format: int64\n        minimum: 1",
        lie: "      description: Items per page; clients that list everything have sent 100.\n      schema:\n        type: integer\n        format: int64\n        minimum: 2",
        operation: Some("list_plugin_releases"),
        side: Request,
        finding: "query parameter page_size",
    },
    Lie {
        name: "a kind is unheard of",
        honest: "enum: [job, serve, container, task]",
        lie: "enum: [job, serve, container]",
        operation: Some("check_feasibility"),
        side: Request,
        finding: "/kind",
    },
    Lie {
        name: "one more property of a request is required",
        honest: "required: [kind, num_cpus, num_gpus, memory_bytes, replicas, metadata]",
        lie: "required: [kind, num_cpus, num_gpus, memory_bytes, replicas, metadata, tenant]",
        operation: Some("check_feasibility"),
        side: Request,
        finding: "\"tenant\" is a required property",
    },
    Lie {
        name: "a property of a request is not described",
        honest: "        version:\n          type: string\n          description: Version of the release.\n",
        lie: "",
        operation: Some("create_plugin_release"),
        side: Request,
        finding: "version",
    },
    Lie {
        name: "a fault of the input has no message",
        honest: "      required: [loc, msg, type]",
        lie: "      required: [loc, message, type]",
        operation: Some("update_runtime_policy"),
        side: Reply,
        finding: "status 422: body at /detail",
    },
    Lie {
        name: "a lack of GPUs is no JSON",
        honest: "        the agent takes no requests just now. An action may have run in the latter cases.\n      content:\n        application/json:",
        lie: "        the agent takes no requests just now. An action may have run in the latter cases.\n      content:\n        text/plain:",
        operation: Some("run_debug_plugin_release"),
        side: Reply,
        finding: "status 503: content type \"application/json\" is not documented (text/plain)",
    },
    Lie {
        name: "the part of a form is gone",
        honest: "          description: Id of a model that the plugin gets.\n        params:\n          type: string\n",
        lie: "          description: Id of a model that the plugin gets.\n        paramz:\n          type: string\n",
        operation: Some("create_container"),
        side: Request,
        finding: "part params is not documented",
    },
    Lie {
        name: "a form needs more",
        honest: "      description: A container to make of a plugin file.\n      required: [file]",
        lie: "      description: A container to make of a plugin file.\n      required: [file, plugin_release]",
        operation: Some("create_container"),
        side: Request,
        finding: "plugin_release",
    },
    Lie {
        name: "nothing is not allowed",
        honest: "            schema:\n              nullable: true\n              allOf:\n                - $ref: '#/components/schemas/UpdateSystemRequest'",
        lie: "            schema:\n              allOf:\n                - $ref: '#/components/schemas/UpdateSystemRequest'",
        operation: Some("update_system"),
        side: Request,
        finding: "null",
    },
    Lie {
        name: "a credential is another",
        honest: "      type: apiKey\n      in: header\n      name: Authorization",
        lie: "      type: apiKey\n      in: header\n      name: X-Agent-Token",
        operation: Some("list_jobs"),
        side: Request,
        finding: "carries no credential, and the reply is 200",
    },
];

#[tokio::test]
async fn every_lie_is_found_out() {
    lie::assert_found_out(HONEST, &LIES, conversation).await;
}
