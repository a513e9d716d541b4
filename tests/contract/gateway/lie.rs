//! A lie in the document is found out by an ordinary conversation of the facade with the simulator.

use std::time::Duration;

use quintet::Upload;

use super::super::lie::{self, Lie};
use super::stage::Stage;
use crate::support::contract::Side::{Reply, Request};
use crate::support::contract::{Document, Violation};

const HONEST: &str = include_str!("../../../openapi/gateway.yaml");

/// A day with prefabs and files. The client keeps speaking as the honest document says.
async fn conversation(document: &str) -> Vec<Violation> {
    let stage = Stage::with_document(Document::parse(document)).await;
    let client = &stage.client;
    client.run("test-kit", "1.0.0", "echo").await.unwrap();
    client.run("llm-client", "9.9.9", "chat").await.unwrap_err();
    let video = client.run("video-processor", "1.0.0", "extract_audio");
    let video = video.file("video", "s3://bucket/input.mp4");
    video.await.unwrap();
    let events = client.run_stream("test-kit", "1.0.0", "stream_error");
    events.await.unwrap().text().await.unwrap_err();

    let files = client.files();
    let file = || Upload::from("abc").named("a.txt");
    files.upload_input_file(file()).await.unwrap();
    let temporary = files.upload_temp_file(file()).ttl(Duration::from_secs(60));
    temporary.session("s-1").await.unwrap();
    files.list_files().limit(1).await.unwrap();
    files.cleanup_temp_files("s-1").await.unwrap();
    let url = "s3://bucket/input.mp4";
    let read = files.download(url).await.unwrap();
    read.bytes().await.unwrap();
    files.download("s3://bucket/absent").await.unwrap_err();

    client.catalogue().list_prefabs().await.unwrap();
    client.secrets().store("p", "K", "canary").await.unwrap();
    stage.proxy.violations()
}

#[tokio::test]
async fn the_honest_document_is_not_violated() {
    assert_eq!(conversation(HONEST).await, []);
}

const LIES: [Lie; 17] = [
    Lie {
        name: "a status is another",
        honest: "'204':\n          description: The secret is stored.",
        lie: "'201':\n          description: The secret is stored.",
        operation: Some("store_secret"),
        side: Reply,
        finding: "status 204 is not documented",
    },
    Lie {
        name: "a status of twins is missing",
        honest: "    PrefabNotFound:\n      description: There is no such prefab, version or function.\n      content:\n        application/json:",
        lie: "    PrefabNotFound:\n      description: There is no such prefab, version or function.\n      content:\n        application/xml:",
        operation: Some("run or run_stream"),
        side: Reply,
        finding: "status 404: content type \"application/json\" is not documented (application/xml)",
    },
    Lie {
        name: "neither of two twins answers so",
        honest: "      description: One result per call, in their order. A call may have failed all the same.\n      content:\n        application/json:",
        lie: "      description: One result per call, in their order. A call may have failed all the same.\n      content:\n        application/xml:",
        operation: Some("run or run_stream"),
        side: Reply,
        finding: "status 200: content type \"application/json\" is not documented",
    },
    Lie {
        name: "a property has another type",
        honest: "        job_id:\n          type: string\n          nullable: true",
        lie: "        job_id:\n          type: integer\n          nullable: true",
        operation: Some("run"),
        side: Reply,
        finding: "/job_id",
    },
    Lie {
        name: "a property of a request has another type",
        honest: "          additionalProperties:\n            type: array\n            items:\n              type: string\n              pattern: '^s3://[^/]+/.+'",
        lie: "          additionalProperties:\n            type: string\n            pattern: '^s3://[^/]+/.+'",
        operation: Some("run or run_stream"),
        side: Request,
        finding: "/calls/0/inputs/files/video",
    },
    Lie {
        name: "one more property is required",
        honest: "      description: What was removed.\n      required: [deleted_count]",
        lie: "      description: What was removed.\n      required: [deleted_count, session_id]",
        operation: Some("cleanup_temp_files"),
        side: Reply,
        finding: "\"session_id\" is a required property",
    },
    Lie {
        name: "one more property of a request is required",
        honest: "required: [prefab_id, version, function_name, inputs]",
        lie: "required: [prefab_id, version, function_name, inputs, stream]",
        operation: Some("run or run_stream"),
        side: Request,
        finding: "\"stream\" is a required property",
    },
    Lie {
        name: "a property is not described",
        honest: "        error:\n          type: object\n          nullable: true\n          description: Why it failed; `message` and `type` by convention.\n",
        lie: "",
        operation: Some("run"),
        side: Reply,
        finding: "'error' was unexpected",
    },
    Lie {
        name: "a query parameter is gone",
        honest: "      description: In pages. The token of a reply is the `continuation_token` of the next request.\n      parameters:\n        - $ref: '#/components/parameters/Limit'\n",
        lie: "      description: In pages. The token of a reply is the `continuation_token` of the next request.\n      parameters:\n",
        operation: Some("list_files"),
        side: Request,
        finding: "query parameter limit is not documented",
    },
    Lie {
        name: "a query parameter is another",
        honest: "enum: [presigned]",
        lie: "enum: [stream]",
        operation: Some("get_presigned_url"),
        side: Request,
        finding: "query parameter mode",
    },
    Lie {
        name: "a path is another",
        honest: "  /internal/files/cleanup_temp:\n",
        lie: "  /v1/internal/files/cleanup_temp:\n",
        operation: None,
        side: Request,
        finding: "undocumented route DELETE /internal/files/cleanup_temp",
    },
    Lie {
        name: "a credential is another",
        honest: "security:\n  - internalToken: []\n  - {}\ntags:",
        lie: "security:\n  - bearer: []\ntags:",
        operation: Some("upload_temp_file"),
        side: Request,
        finding: "carries no credential, and the reply is 200",
    },
    Lie {
        name: "the part of a form is gone",
        honest: "        session_id:\n          type: string\n          minLength: 1\n          description: Session that the file belongs to, any text that the client likes; absent means none.\n",
        lie: "",
        operation: Some("upload_temp_file"),
        side: Request,
        finding: "part session_id is not documented",
    },
    Lie {
        name: "the store answers otherwise",
        honest: "        '200':\n          description: The object is stored.",
        lie: "        '201':\n          description: The object is stored.",
        operation: Some("put_object"),
        side: Reply,
        finding: "status 200 is not documented",
    },
    Lie {
        name: "the store has no XML",
        honest: "      description: There is no such object, or no such bucket.\n      content:\n        application/xml:",
        lie: "      description: There is no such object, or no such bucket.\n      content:\n        application/json:",
        operation: Some("get_object"),
        side: Reply,
        finding: "content type \"application/xml\" is not documented",
    },
    Lie {
        name: "a state is unheard of",
        honest: "enum: [deployed, failed]",
        lie: "enum: [deployed, broken]",
        operation: Some("list_prefabs"),
        side: Reply,
        finding: "\"failed\" is not one of",
    },
    Lie {
        name: "null is not allowed",
        honest: "        next_token:\n          type: string\n          nullable: true\n",
        lie: "        next_token:\n          type: string\n",
        operation: Some("list_files"),
        side: Reply,
        finding: "/next_token",
    },
];

#[tokio::test]
async fn every_lie_is_found_out() {
    lie::assert_found_out(HONEST, &LIES, conversation).await;
}
