//! Every documented success of every call: the value, and that nothing of the reply is lost or made up.

use std::time::Duration;

use chrono::DateTime;
use futures_util::StreamExt as _;
use quintet::liteboxd::{
    Client, Create, ExecResult, Execute, LifecycleStatus, List, LiteBoxd, LogsResult, Sandbox,
    SandboxStatus, Sandboxes,
};
use quintet::sim::Fault;
use quintet::{Builder, Call, Upload};
use serde::Serialize;
use serde_json::{Value, json};

use super::stage::{Stage, drive};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    create(stage).await;
    read(stage).await;
    execute(stage).await;
    execute_for_long(stage).await;
    logs(stage).await;
    files(stage).await;
    power(stage).await;
    delete(stage).await;
}

/// A value as the wire would have it, with times of one form.
pub(super) fn wire(value: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(value).unwrap();
    one_form(&mut value);
    value
}

fn one_form(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Ok(time) = DateTime::parse_from_rfc3339(text) {
                *text = time.to_utc().to_rfc3339();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(one_form),
        Value::Object(entries) => entries.values_mut().for_each(one_form),
        _ => {}
    }
}

async fn create(stage: &Stage) {
    let all = drive!(stage, Client, sandboxes, &stage.client);
    let call = drive!(stage, Sandboxes, create, &all, "persistent-workspace");
    let call = drive!(stage, Call<Create>, version, call, 1);
    let call = drive!(stage, Call<Create>, cpu, call, "1000m");
    let call = drive!(stage, Call<Create>, memory, call, "1Gi");
    let call = drive!(stage, Call<Create>, ttl, call, Duration::from_secs(7200));
    let call = drive!(stage, Call<Create>, env, call, "DEBUG", "true");
    let call = drive!(stage, Call<Create>, envs, call, [("LEVEL", "2")]);
    let call = drive!(stage, Call<Create>, persistence_size, call, "2Gi");
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (201, 1));
    let asked = json!({
        "template": "persistent-workspace",
        "templateVersion": 1,
        "overrides": {
            "cpu": "1000m",
            "memory": "1Gi",
            "ttl": 7200,
            "env": { "DEBUG": "true", "LEVEL": "2" },
            "persistence": { "size": "2Gi" },
        },
    });
    assert_eq!(stage.last_body(), asked);

    let sandbox = reply.into_value();
    assert_eq!(sandbox.status, SandboxStatus::Pending);
    assert_eq!(sandbox.lifecycle_status, Some(LifecycleStatus::Pending));
    assert_eq!(
        (&*sandbox.cpu, &*sandbox.memory, sandbox.ttl),
        ("1000m", "1Gi", 7200)
    );
    assert_eq!(sandbox.env["LEVEL"], "2");
    assert!(drive!(stage, Sandbox, is_persistent, &sandbox));
    let size = sandbox.persistence.as_ref().unwrap().size.as_deref();
    assert_eq!(size, Some("2Gi"));
    assert_eq!(sandbox.access_token.as_ref().unwrap().expose().len(), 64);
    let lifetime = drive!(stage, Sandbox, expires, &sandbox).unwrap() - sandbox.created_at;
    assert_eq!(lifetime.num_seconds(), 7200);

    let path = format!("/api/v1/sandboxes/{}", sandbox.id);
    assert_eq!(wire(&sandbox), wire(&stage.look(&path).await));
}

async fn read(stage: &Stage) {
    let all = stage.client.sandboxes();
    let call = drive!(stage, Sandboxes, create, &all, "python-data-science");
    let call = drive!(stage, Call<Create>, never_expires, call);
    let created = stage.settle(call).await.unwrap().into_value();
    assert_eq!(stage.last_body()["overrides"]["ttl"], 0);
    assert!(!drive!(stage, Sandbox, is_running, &created));
    stage.simulator.recover(&created.id);

    let call = drive!(stage, Sandboxes, get, &all, &created.id);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let sandbox = reply.value();
    assert!(sandbox.is_running() && !sandbox.is_persistent());
    assert_eq!(sandbox.expires(), None);
    let path = format!("/api/v1/sandboxes/{}", created.id);
    assert_eq!(wire(sandbox), wire(&stage.look(&path).await));

    let terminating = stage.terminating().await;
    let call = drive!(stage, Sandboxes, list, &all);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!(reply.status(), 200);
    let listed = stage.look("/api/v1/sandboxes").await;
    assert_eq!(wire(reply.value()), wire(&listed["items"]));
    assert_eq!(reply.value()[0].id, terminating, "the newest is the first");

    let call = drive!(stage, Sandboxes, list, &all);
    let call = drive!(stage, Call<List>, without_terminating, call);
    let some = stage.settle(call).await.unwrap().into_value();
    let rest = reply.into_value().into_iter();
    let rest = rest.filter(|sandbox| sandbox.status != SandboxStatus::Terminating);
    assert_eq!(wire(&some), wire(&rest.collect::<Vec<_>>()));
}

async fn execute(stage: &Stage) {
    let id = stage.running().await;
    let all = stage.client.sandboxes();
    let command = ["sh", "-c", "echo out; echo err >&2; exit 3"];
    let call = drive!(stage, Sandboxes, execute, &all, &id, command);
    let limit = Duration::from_secs(5);
    let call = drive!(stage, Call<Execute>, command_timeout, call, limit);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    assert_eq!(
        stage.last_body(),
        json!({ "command": command, "timeout": 5 })
    );
    let result = reply.into_value();
    assert!(!drive!(stage, ExecResult, success, &result));
    assert!(!drive!(stage, ExecResult, timed_out, &result));
    let seen = (result.exit_code, &*result.stdout, &*result.stderr);
    assert_eq!(seen, (3, "out\n", "err\n"));
}

/// A server that is set up for longer commands.
async fn execute_for_long(stage: &Stage) {
    let id = stage.running().await;
    let builder = Client::builder()
        .base_url(stage.proxy.url())
        .token(stage.simulator.token());
    let limit = Duration::from_secs(90);
    let builder = drive!(
        stage,
        Builder<LiteBoxd>,
        server_write_timeout,
        builder,
        limit
    );
    let patient = builder.build().unwrap().sandboxes();
    let call = patient.execute(&id, ["true"]).command_timeout(limit);
    assert!(stage.settle(call).await.unwrap().value().success());
    assert_eq!(stage.last_body()["timeout"], 90);
}

async fn logs(stage: &Stage) {
    let id = stage.created("python-data-science").await;
    let all = stage.client.sandboxes();
    let silent = stage.settle(drive!(stage, Sandboxes, logs, &all, &id));
    let silent = silent.await.unwrap().into_value();
    assert_eq!((&*silent.logs, silent.events.as_ref()), ("", None));
    assert!(drive!(stage, LogsResult, events, &silent).is_empty());

    stage.simulator.recover(&id);
    let reply = stage.settle(all.logs(&id)).await.unwrap();
    assert_eq!(reply.status(), 200);
    let path = format!("/api/v1/sandboxes/{id}/logs");
    assert_eq!(wire(reply.value()), stage.look(&path).await);
    assert!(reply.value().logs.contains("starting") && reply.value().events().len() == 3);
    let again = stage.settle(drive!(stage, Sandboxes, get_logs, &all, &id));
    assert_eq!(wire(again.await.unwrap().value()), wire(reply.value()));
}

async fn files(stage: &Stage) {
    let id = stage.running().await;
    let all = stage.client.sandboxes();
    let content: Vec<u8> = (0..=u8::MAX).cycle().take(100_000).collect();
    let path = "/tmp/a b+c%2F\u{e9}.bin";
    let upload = Upload::from(content.clone());
    let call = drive!(stage, Sandboxes, upload, &all, &id, path, upload);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));

    let call = drive!(stage, Sandboxes, download, &all, &id, path);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let file = reply.into_value();
    assert_eq!(file.content_length(), Some(100_000));
    assert_eq!(file.bytes().await.unwrap(), content);

    let call = drive!(stage, Sandboxes, upload_file, &all, &id, path, "new");
    stage.settle(call).await.unwrap();
    let call = drive!(stage, Sandboxes, download_file, &all, &id, path);
    let file = stage.settle(call).await.unwrap().into_value();
    assert_eq!(file.bytes().await.unwrap(), "new");
}

async fn power(stage: &Stage) {
    let id = stage.persistent().await;
    let all = stage.client.sandboxes();
    let state = async || stage.client.sandboxes().get(&id).await.unwrap();
    let stop = stage.settle(drive!(stage, Sandboxes, stop, &all, &id));
    assert_eq!(stop.await.unwrap().status(), 200);
    assert_eq!(state().await.status, SandboxStatus::Stopped);

    let start = stage.settle(drive!(stage, Sandboxes, start, &all, &id));
    assert_eq!(start.await.unwrap().status(), 200);
    let started = state().await;
    assert_eq!(started.status, SandboxStatus::Pending);
    // The server's expiry has overflowed into the year 1; the ttl has not.
    assert!(started.expires_at < started.created_at);
    assert_eq!((started.ttl, started.expires()), (0, None));

    stage.simulator.recover(&id);
    let restart = stage.settle(drive!(stage, Sandboxes, restart, &all, &id));
    assert_eq!(restart.await.unwrap().status(), 200);
    assert_eq!(state().await.status, SandboxStatus::Pending);
}

async fn delete(stage: &Stage) {
    let id = stage.running().await;
    let all = stage.client.sandboxes();
    let reply = stage.settle(drive!(stage, Sandboxes, delete, &all, &id));
    let reply = reply.await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (202, 1));
    let record = reply.into_value().unwrap();
    assert_eq!(record.status, SandboxStatus::Terminating);
    assert!(record.access_token.is_none() && record.deletion.is_some());

    // A server of an older day.
    let older = Fault::status(204).on("DELETE", "/api/v1/sandboxes/");
    stage.simulator.inject(older);
    let reply = stage.settle(all.delete(&id)).await.unwrap();
    assert_eq!(reply.status(), 204);
    assert!(reply.value().is_none());
}

/// Waits, on a stage where things happen by themselves.
pub(super) async fn waits(stage: &Stage) {
    let all = stage.client.sandboxes();
    let id = stage.created("python-data-science").await;
    let interval = Duration::from_millis(1);
    let wait = drive!(stage, Sandboxes, wait_for_ready, &all, &id);
    let ready = wait.interval(interval).await.unwrap();
    assert!(ready.is_running());

    let record = all.delete(&id).await.unwrap().unwrap();
    assert_eq!(record.status, SandboxStatus::Terminating);
    let wait = drive!(stage, Sandboxes, wait_until_deleted, &all, &id);
    let states: Vec<_> = wait.interval(interval).updates().collect().await;
    assert!(matches!(states.last(), Some(Ok(None))), "{states:?}");
    assert!(all.get(&id).await.unwrap_err().is_not_found());
}
