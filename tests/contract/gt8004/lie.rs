//! A lie in the document is found out by an ordinary conversation of the facade with the simulator.

use quintet::sim::Fault;

use super::super::lie::{self, Lie};
use super::stage::{Stage, entry, poisonous, whole};
use crate::support::contract::Side::{Reply, Request};
use crate::support::contract::{Document, Violation};

const HONEST: &str = include_str!("../../../openapi/gt8004.yaml");

/// A day of an agent. Client and logger keep speaking as the honest document says.
async fn conversation(document: &str) -> Vec<Violation> {
    let stage = Stage::with_document(Document::parse(document)).await;
    let client = &stage.client;
    client.verify_connection().await.unwrap();
    client.ingest([whole(), poisonous()]).await.unwrap();
    for number in 0..3 {
        stage.logger.log(entry(&format!("/{number}")));
    }
    stage.logger.flush().await.unwrap();
    client.health().await.unwrap();
    client.readiness().await.unwrap();

    stage.simulator.set_revoked(true);
    client.verify_connection().await.unwrap_err();
    stage.simulator.set_revoked(false);
    stage.simulator.set_body_limit(100);
    client.ingest([whole()]).await.unwrap_err();
    stage.simulator.set_not_ready(true);
    client.readiness().await.unwrap_err();
    for status in [400, 429, 500, 504] {
        stage.simulator.inject(Fault::status(status));
        client.ingest([whole()]).await.unwrap_err();
    }
    stage.proxy.violations()
}

#[tokio::test]
async fn the_honest_document_is_not_violated() {
    assert_eq!(conversation(HONEST).await, []);
}

const fn of_route(
    name: &'static str,
    honest: &'static str,
    lie: &'static str,
    finding: &'static str,
) -> Lie {
    Lie {
        name,
        honest,
        lie,
        operation: None,
        side: Request,
        finding,
    }
}

const fn of_request(
    name: &'static str,
    honest: &'static str,
    lie: &'static str,
    finding: &'static str,
) -> Lie {
    Lie {
        name,
        honest,
        lie,
        operation: Some("ingest"),
        side: Request,
        finding,
    }
}

const fn of_reply(
    name: &'static str,
    operation: &'static str,
    honest: &'static str,
    lie: &'static str,
    finding: &'static str,
) -> Lie {
    Lie {
        name,
        honest,
        lie,
        operation: Some(operation),
        side: Reply,
        finding,
    }
}

#[rustfmt::skip]
const ROUTES: [Lie; 3] = [
    of_route("the path of batches is another", "  /v1/ingest:\n", "  /v1/logs:\n", "undocumented route POST /v1/ingest"),
    of_route("the path of health is another", "  /healthz:\n", "  /health:\n", "undocumented route GET /healthz"),
    of_route("the method is another", "  /readyz:\n    get:\n", "  /readyz:\n    head:\n", "undocumented route GET /readyz"),
];

#[rustfmt::skip]
const REQUESTS: [Lie; 18] = [
    of_request("the key is in a header of its own", "      type: http\n      scheme: bearer\n",
        "      type: apiKey\n      in: header\n      name: X-API-Key\n", "carries no credential, and the reply is 202"),
    of_request("batches are lines", "        content:\n          application/json:\n            schema:\n              $ref: '#/components/schemas/IngestBatch'\n",
        "        content:\n          application/x-ndjson:\n            schema:\n              $ref: '#/components/schemas/IngestBatch'\n", "application/x-ndjson"),
    of_request("the envelope has one spelling",
        "      additionalProperties:\n        description: \"`agentId` and `sdkVersion`, the other spelling of two names.\"\n        type: string\n",
        "", "agentId"),
    of_request("agents have numbers", "          description: The agent. Not looked at; the key says it.\n          type: string\n",
        "          description: The agent. Not looked at; the key says it.\n          type: integer\n", "/agent_id"),
    of_request("the version has to be there", "      required: [entries]\n", "      required: [entries, signature]\n", "signature"),
    of_request("ids of batches are short", "          maxLength: 64\n        entries:\n", "          maxLength: 10\n        entries:\n", "/batch_id"),
    of_request("a batch is one entry", "          minItems: 1\n", "          maxItems: 1\n", "/entries"),
    of_request("entries are in snake_case", "        statusCode:\n          description: Status of the reply.",
        "        status_code:\n          description: Status of the reply.", "statusCode"),
    of_request("every entry has a tool", "      required: [requestId, method, path, statusCode, responseMs]\n",
        "      required: [requestId, method, path, statusCode, responseMs, toolName]\n", "toolName"),
    of_request("a status is one of HTTP", "          minimum: -32768\n", "          minimum: 100\n", "/statusCode"),
    of_request("methods are short", "          maxLength: 8\n        path:\n", "          maxLength: 3\n        path:\n", "/method"),
    of_request("durations are whole", "          description: How long the reply took, in milliseconds. It is read into 32 bits; what these cannot hold spoils the batch.\n          type: number\n          format: double\n",
        "          description: How long the reply took, in milliseconds. It is read into 32 bits; what these cannot hold spoils the batch.\n          type: integer\n          format: int64\n", "/responseMs"),
    of_request("durations are short", "          maximum: 3.4028234663852886e+38\n", "          maximum: 1.5\n", "/responseMs"),
    of_request("amounts are texts", "          description: What was paid, in USDC. Counts together with `x402TxHash` alone.\n          type: number\n          format: double\n",
        "          description: What was paid, in USDC. Counts together with `x402TxHash` alone.\n          type: string\n", "/x402Amount"),
    of_request("headers are lists", "          description: Some headers of the request.\n          type: object\n          additionalProperties:\n            type: string\n",
        "          description: Some headers of the request.\n          type: object\n          additionalProperties:\n            type: array\n            items:\n              type: string\n", "/headers"),
    of_request("a protocol is not known", "enum: [http, mcp, a2a]", "enum: [http, mcp]", "\"a2a\" is not one of"),
    of_request("times are numbers", "          description: When the request was served. The service takes any text, and stores when the entry came.\n          type: string\n          format: date-time\n",
        "          description: When the request was served. The service takes any text, and stores when the entry came.\n          type: number\n", "/timestamp"),
    of_request("countries have no names", "          maxLength: 2\n", "          maxLength: 1\n", "/country"),
];

#[rustfmt::skip]
const REPLIES: [Lie; 13] = [
    of_reply("a status is another", "ingest", "        '202':\n", "        '201':\n", "status 202 is not documented"),
    of_reply("nothing is too large", "ingest",
        "        '413':\n          description: The body has more than 51200 bytes. It was not read.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Failure'\n              example:\n                error: request body too large\n",
        "", "status 413 is not documented"),
    of_reply("every key is good", "ingest", "        '401':\n", "        '403':\n", "status 401 is not documented"),
    of_reply("nobody panics", "ingest", "        '500':\n          description: The service failed; no body.\n", "",
        "status 500 is not documented"),
    of_reply("receipts are numbers", "ingest", "          description: How many entries there are in the batch, pings included.\n          type: integer\n          format: int64\n",
        "          description: How many entries there are in the batch, pings included.\n          type: string\n", "/entries"),
    of_reply("receipts have ids", "ingest", "      required: [status, entries]\n", "      required: [status, entries, id]\n", "id"),
    of_reply("receipts say nothing else", "ingest", "        status:\n          description: \"`accepted`.\"\n          type: string\n", "", "status"),
    of_reply("a failure has a message", "ingest", "      required: [error]\n      properties:\n        error:\n",
        "      required: [message]\n      properties:\n        message:\n", "message"),
    of_reply("a failure has a code", "ingest", "          description: What is wrong.\n          type: string\n",
        "          description: What is wrong.\n          type: integer\n", "/error"),
    of_reply("the rate is not limited", "ingest", "        '429':\n          description: What stands before the service limits the rate.\n          content:\n            '*/*':\n              schema:\n                type: string\n",
        "", "status 429 is not documented"),
    of_reply("a proxy speaks JSON", "check_readiness", "      description: What stands before the service cannot reach it.\n      content:\n        '*/*':\n",
        "      description: What stands before the service cannot reach it.\n      content:\n        application/json:\n", "content type \"text/html\" is not documented"),
    of_reply("health has a version", "check_health", "      required: [status]\n", "      required: [status, version]\n", "version"),
    of_reply("health is a flag", "check_readiness", "          description: \"`ok` or `ready`.\"\n          type: string\n",
        "          description: \"`ok` or `ready`.\"\n          type: boolean\n", "/status"),
];

#[tokio::test]
async fn every_lie_about_routes_is_found_out() {
    lie::assert_found_out(HONEST, &ROUTES, conversation).await;
}

#[tokio::test]
async fn every_lie_about_requests_is_found_out() {
    lie::assert_found_out(HONEST, &REQUESTS, conversation).await;
}

#[tokio::test]
async fn every_lie_about_replies_is_found_out() {
    lie::assert_found_out(HONEST, &REPLIES, conversation).await;
}
