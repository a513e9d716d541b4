//! A lie in the document is found out by an ordinary conversation of the facade with the simulator.

use super::super::lie::{self, Lie};
use super::stage::Stage;
use crate::support::contract::Side::{Reply, Request};
use crate::support::contract::{Document, Violation};

const HONEST: &str = include_str!("../../../openapi/liteboxd.yaml");

/// A day with a sandbox. The client keeps speaking as the honest document says.
async fn conversation(document: &str) -> Vec<Violation> {
    let stage = Stage::with_document(Document::parse(document)).await;
    let id = stage.running().await;
    let all = stage.client.sandboxes();
    all.get(&id).await.unwrap();
    all.list().without_terminating().await.unwrap();
    all.execute(&id, ["echo", "hello"]).await.unwrap();
    all.logs(&id).await.unwrap();
    all.upload(&id, "/tmp/x", "content").await.unwrap();
    let file = all.download(&id, "/tmp/x").await.unwrap();
    file.bytes().await.unwrap();
    all.stop(&id).await.unwrap_err();
    all.delete(&id).await.unwrap();
    stage.proxy.violations()
}

#[tokio::test]
async fn the_honest_document_is_not_violated() {
    assert_eq!(conversation(HONEST).await, []);
}

const LIES: [Lie; 13] = [
    Lie {
        name: "a status is another",
        honest: "'201':\n          description: The sandbox was recorded",
        lie: "'200':\n          description: The sandbox was recorded",
        operation: Some("create_sandbox"),
        side: Reply,
        finding: "status 201 is not documented",
    },
    Lie {
        name: "a status is missing",
        honest: "        '400':\n          $ref: '#/components/responses/NotPersistent'\n        '401':\n          $ref: '#/components/responses/Unauthorized'\n        '404':\n          $ref: '#/components/responses/SandboxNotFound'\n        '409':\n          description: The sandbox is already stopped",
        lie: "        '401':\n          $ref: '#/components/responses/Unauthorized'\n        '404':\n          $ref: '#/components/responses/SandboxNotFound'\n        '409':\n          description: The sandbox is already stopped",
        operation: Some("stop_sandbox"),
        side: Reply,
        finding: "status 400 is not documented",
    },
    Lie {
        name: "a property has another type",
        honest: "        ttl:\n          type: integer\n          format: int64\n          description: Time to live in seconds; 0 means forever.",
        lie: "        ttl:\n          type: string\n          description: Time to live in seconds; 0 means forever.",
        operation: Some("get_sandbox"),
        side: Reply,
        finding: "/ttl",
    },
    Lie {
        name: "a property of a request has another type",
        honest: "          minItems: 1\n          description: The executable and its arguments.\n          items:\n            type: string",
        lie: "          minItems: 1\n          description: The executable and its arguments.\n          items:\n            type: integer",
        operation: Some("execute_command"),
        side: Request,
        finding: "/command/0",
    },
    Lie {
        name: "one more property is required",
        honest: "required: [id, image, cpu, memory, ttl, status, created_at, expires_at]",
        lie: "required: [id, image, cpu, memory, ttl, status, created_at, expires_at, deleted_at]",
        operation: Some("list_sandboxes"),
        side: Reply,
        finding: "\"deleted_at\" is a required property",
    },
    Lie {
        name: "one more property of a request is required",
        honest: "description: A command to run.\n      required: [command]",
        lie: "description: A command to run.\n      required: [command, timeout, cwd]",
        operation: Some("execute_command"),
        side: Request,
        finding: "\"cwd\" is a required property",
    },
    Lie {
        name: "a property is not described",
        honest: "        runtimeName:\n          type: string\n          description: Name of the pod or deployment.\n",
        lie: "",
        operation: Some("delete_sandbox"),
        side: Reply,
        finding: "runtimeName",
    },
    Lie {
        name: "a query parameter is gone",
        honest: "      parameters:\n        - name: include_terminating\n          in: query\n          description: Whether sandboxes under deletion are included; absent means true.\n          schema:\n            type: boolean\n",
        lie: "",
        operation: Some("list_sandboxes"),
        side: Request,
        finding: "query parameter include_terminating is not documented",
    },
    Lie {
        name: "a path is another",
        honest: "  /api/v1/sandboxes/{id}/logs:\n",
        lie: "  /api/v1/sandboxes/{id}/log:\n",
        operation: None,
        side: Request,
        finding: "undocumented route GET /api/v1/sandboxes/",
    },
    Lie {
        name: "a content type is another",
        honest: "            application/octet-stream:\n              schema:\n                type: string\n                format: binary\n              example: print('hello')",
        lie: "            text/x-python:\n              schema:\n                type: string\n                format: binary\n              example: print('hello')",
        operation: Some("download_file"),
        side: Reply,
        finding: "content type \"application/octet-stream\" is not documented",
    },
    Lie {
        name: "a form is another",
        honest: "          multipart/form-data:\n            schema:\n              $ref: '#/components/schemas/UploadFileForm'",
        lie: "          application/octet-stream:\n            schema:\n              $ref: '#/components/schemas/UploadFileForm'",
        operation: Some("upload_file"),
        side: Request,
        finding: "content type \"multipart/form-data;",
    },
    Lie {
        name: "a state is unheard of",
        honest: "enum: [pending, running, succeeded, failed, stopped, terminating, unknown]",
        lie: "enum: [pending, running, succeeded, failed, stopped, unknown]",
        operation: Some("delete_sandbox"),
        side: Reply,
        finding: "\"terminating\" is not one of",
    },
    Lie {
        name: "null is not allowed",
        honest: "        events:\n          type: array\n          nullable: true\n",
        lie: "        events:\n          type: string\n",
        operation: Some("get_sandbox_logs"),
        side: Reply,
        finding: "/events",
    },
];

#[tokio::test]
async fn every_lie_is_found_out() {
    lie::assert_found_out(HONEST, &LIES, conversation).await;
}
