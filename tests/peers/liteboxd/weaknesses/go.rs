//! Weaknesses of the Go SDK, and of the command line that is made with it.

use std::time::Duration;

use quintet::ErrorKind;
use quintet::liteboxd::{Client, TemplateSpec};

use crate::peers::liteboxd::stage::{PLAIN, Stage};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_server::Step::{Close, Head, Request};
use crate::support::raw_server::{RawServer, builder, reply, send};

#[tokio::test]
async fn q_a_bad_base_url_is_refused() {
    for url in [
        "",
        "localhost:8080",
        "/api/v1",
        "ftp://a.example",
        "http://",
    ] {
        let error = Client::builder().base_url(url).build().unwrap_err();
        assert!(error.is_invalid_input(), "{url:?}: {error}");
    }
}

#[tokio::test]
async fn q_every_request_says_who_sends_it() {
    let body = r#"{"items":[]}"#;
    let server = RawServer::start([vec![Request, send(reply("200 OK", body))]]).await;
    let default = Client::builder().base_url(server.url());
    let named = Client::builder()
        .base_url(server.url())
        .header("user-agent", "mine/1");
    for client in [default, named] {
        client.build().unwrap().sandboxes().list().await.unwrap();
    }
    let received = server.received();
    let agents: Vec<_> = received
        .iter()
        .map(|one| one.header("user-agent"))
        .collect();
    let own = concat!("quintet/", env!("CARGO_PKG_VERSION"));
    assert_eq!(agents, [Some(own), Some("mine/1")]);
}

#[tokio::test]
async fn q_a_wait_looks_at_once_and_failure_is_an_error() {
    let stage = Stage::frozen().await;
    let id = stage.running(PLAIN).await;
    let hour = Duration::from_secs(3600);
    let ready = stage.client.sandboxes().wait_for_ready(&id).interval(hour);
    assert!(ready.await.unwrap().is_running());

    stage.simulator.fail_next_prepull("no such job");
    let prepulls = stage.client.prepulls();
    let task = prepulls.create("alpine:3.20").await.unwrap();
    let error = prepulls.wait_for_completion(&task.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(error.message().contains("no such job"), "{error}");
}

/// A wait that is given up is dropped, which is no error; only one that takes too long is a timeout.
#[tokio::test(start_paused = true)]
async fn q_a_timeout_says_what_was_seen() {
    let _frozen = Frozen::new();
    let stage = Stage::frozen().await;
    let id = stage.created(PLAIN).await;
    let minute = Duration::from_secs(60);
    let wait = stage.client.sandboxes().wait_for_ready(&id);
    let wait = wait.timeout(Duration::from_secs(3)).into_future();
    let error = pass_until(wait, minute).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("pending (creating)"), "{error}");
}

#[tokio::test]
async fn q_the_list_can_leave_out_what_terminates() {
    let stage = Stage::frozen().await;
    stage.terminating(PLAIN).await;
    let sandboxes = stage.client.sandboxes();
    assert_eq!(sandboxes.list().await.unwrap().len(), 1);
    let others = sandboxes.list().without_terminating().await.unwrap();
    assert_eq!(others.len(), 0);
}

#[tokio::test]
async fn q_many_may_type_at_once() {
    let stage = Stage::frozen().await;
    let id = stage.running(PLAIN).await;
    let mut terminal = stage.client.sandboxes().terminal(&id).await.unwrap();
    let typing = (0..8).map(|number| {
        let input = terminal.input();
        async move {
            input.resize(80 + number, 24).await.unwrap();
            input.send(format!("echo line-{number}\n")).await.unwrap();
        }
    });
    futures_util::future::join_all(typing).await;
    terminal.send("exit\n").await.unwrap();
    let mut output = String::new();
    while let Some(piece) = terminal.read().await.unwrap() {
        output.push_str(&piece);
    }
    for number in 0..8 {
        let line = format!("line-{number}\r\n");
        assert!(output.contains(&line), "{line:?} is torn: {output}");
    }
}

#[tokio::test]
async fn q_a_refused_session_says_what_the_server_says() {
    let refusal = reply(
        "401 Unauthorized",
        r#"{"error":"invalid or expired API key"}"#,
    );
    let server = RawServer::start([vec![Head, send(refusal), Close]]).await;
    let sandboxes = builder(server.url()).build().unwrap().sandboxes();
    let error = sandboxes.terminal("a1b2c3d4").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.message(), "invalid or expired API key");
}

/// `template update` and `template create` of the command line send no specification, and its `sandbox get` and
/// `sandbox list` lose what they have read.
#[tokio::test]
async fn r_a_specification_arrives_and_a_sandbox_is_whole() {
    let stage = Stage::frozen().await;
    let templates = stage.client.templates();
    let spec = TemplateSpec::new("alpine:3.20").with_env("A", "1");
    templates.create("t", spec.clone()).await.unwrap();
    let update = templates.update("t", spec.with_env("B", "2"));
    assert_eq!(update.await.unwrap().latest_version, 2);
    assert!(
        !templates
            .export_yaml("t")
            .version(1)
            .await
            .unwrap()
            .is_empty()
    );

    let created = stage.client.sandboxes().create("t").env("C", "3").await;
    let id = created.unwrap().id;
    let read = stage.get(&id).await;
    let env: Vec<(&str, &str)> = read.env.iter().map(|(k, v)| (&**k, &**v)).collect();
    assert_eq!(env, [("A", "1"), ("B", "2"), ("C", "3")]);
    let listed = stage.client.sandboxes().list().await.unwrap();
    assert_eq!(listed[0].created_at, read.created_at);
    assert_eq!(listed[0].expires_at, read.expires_at);
}
