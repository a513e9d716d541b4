//! Weaknesses of the Python SDK.

use quintet::liteboxd::Client;
use quintet::sim::Fault;
use quintet::{ErrorKind, RetryPolicy};

use crate::peers::liteboxd::stage::{PLAIN, Stage};
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, builder, reply, send};

#[tokio::test]
async fn j_a_sandbox_without_events_has_logs() {
    let stage = Stage::frozen().await;
    let id = stage.created(PLAIN).await;
    let wire = stage.look(&format!("/sandboxes/{id}/logs")).await;
    assert!(wire["events"].is_null(), "{wire}");
    let logs = stage.client.sandboxes().logs(&id).await.unwrap();
    assert!(logs.events().is_empty());
}

#[tokio::test]
async fn k_an_empty_list_can_be_imported() {
    let stage = Stage::frozen().await;
    let yaml = "kind: SandboxTemplateList\nitems: []\n";
    let import = stage.client.import_export().import_templates(yaml);
    let result = import.await.unwrap();
    assert_eq!((result.total, result.results.len()), (0, 0));
}

/// Only the name of the user agent is the HTTP client's own, because a builder does not tell whether it has one.
#[tokio::test]
async fn l_a_custom_http_client_keeps_token_and_headers() {
    let body = r#"{"items":[]}"#;
    let server = RawServer::start([vec![Request, send(reply("200 OK", body))]]).await;
    let http = reqwest::Client::builder().no_proxy().user_agent("mine/1");
    let builder = Client::builder().base_url(server.url()).http_client(http);
    let builder = builder.token("secret").header("x-team", "blue");
    let client = builder.build().unwrap();
    client.sandboxes().list().await.unwrap();
    let request = &server.received()[0];
    assert_eq!(request.header("authorization"), Some("Bearer secret"));
    assert_eq!(request.header("x-team"), Some("blue"));
    assert_eq!(request.header("user-agent"), Some("mine/1"));
}

#[tokio::test]
async fn m_an_error_keeps_the_status_that_the_server_sent() {
    let stage = Stage::frozen().await;
    for (status, kind) in [
        (500, ErrorKind::Server),
        (502, ErrorKind::Server),
        (503, ErrorKind::Unavailable),
        (504, ErrorKind::Server),
        (599, ErrorKind::Server),
    ] {
        stage.simulator.inject(Fault::status(status));
        let error = stage.client.sandboxes().list().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.kind(), kind);
    }
}

/// The type of the error is always the same; what is behind it is its source.
#[tokio::test]
async fn n_whatever_goes_wrong_is_one_error() {
    let stage = Stage::frozen().await;
    for (fault, kind) in [
        (Fault::malformed(), ErrorKind::Decode),
        (Fault::reset(), ErrorKind::Transport),
        (Fault::truncate(3), ErrorKind::Transport),
    ] {
        stage.simulator.inject(fault);
        let error = stage.client.sandboxes().list().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
    }
    // Bound, so that nobody else takes the port, but not listening.
    let port = tokio::net::TcpSocket::new_v4().unwrap();
    port.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}", port.local_addr().unwrap());
    let nobody = builder(&url).retry(RetryPolicy::never()).build().unwrap();
    let error = nobody.sandboxes().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn o_an_empty_id_is_refused_before_it_is_sent() {
    let stage = Stage::frozen().await;
    let sandbox = stage.client.sandboxes().get("").await.unwrap_err();
    let template = stage.client.templates().get("").await.unwrap_err();
    let task = stage.client.prepulls().get("").await.unwrap_err();
    for error in [sandbox, template, task] {
        assert!(error.is_invalid_input(), "{error}");
    }
    assert!(stage.simulator.requests().is_empty());
}

#[tokio::test]
async fn p_a_command_can_be_interactive() {
    let stage = Stage::frozen().await;
    let id = stage.running(PLAIN).await;
    let mut terminal = stage.client.sandboxes().terminal(&id).await.unwrap();
    terminal.send("echo $((6 * 7))\nexit 3\n").await.unwrap();
    assert_eq!(terminal.wait().await.unwrap(), 3);
}
