//! Builds and containers: every documented success.

use futures_util::TryStreamExt as _;
use quintet::sim::synapse::{BuildOutcome, DeleteReply};
use quintet::synapse::{
    Builds, Client, ContainerKind, Containers, CreateContainer, CreateDockerContainer, Docker,
    ListContainers, UpdateContainer,
};
use quintet::{Call, ErrorKind, Upload};
use serde_json::json;

use super::stage::{SOON, Stage, drive, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    docker(stage).await;
    create(stage).await;
    create_from_file(stage).await;
    builds(stage).await;
    records(stage).await;
}

async fn docker(stage: &Stage) {
    let all = drive!(stage, Client, docker, &stage.client);
    let call = drive!(stage, Docker, create, &all, "detector@1.2.0");
    let call = drive!(
        stage,
        Call<CreateDockerContainer>,
        param,
        call,
        "threshold",
        0.5
    );
    let call = drive!(
        stage,
        Call<CreateDockerContainer>,
        params,
        call,
        json!({ "n": 1 })
    );
    let call = drive!(
        stage,
        Call<CreateDockerContainer>,
        env,
        call,
        "LOG_LEVEL",
        "debug"
    );
    let call = drive!(
        stage,
        Call<CreateDockerContainer>,
        metadata,
        call,
        "owner",
        "someone"
    );
    let call = drive!(stage, Call<CreateDockerContainer>, label, call, "demo");
    let created = stage.done(call).await;
    assert_eq!(stage.line(), "POST /containers/docker/");
    let sent = json!({
        "plugin_release": "detector@1.2.0", "params": { "threshold": 0.5, "n": 1 }, "envs": { "LOG_LEVEL": "debug" },
        "metadata": { "owner": "someone" }, "labels": ["demo"],
    });
    assert_eq!(stage.sent(), sent);
    let id = created.id.as_ref().unwrap().as_str().unwrap().to_owned();

    let listed = stage.done(drive!(stage, Docker, list, &all)).await;
    assert_eq!(
        wire(&listed),
        wire(&stage.look("/containers/docker/").await)
    );
    assert!(listed.iter().any(|one| wire(one) == wire(&created)));
    let path = format!("/containers/docker/{id}");
    let read = stage.done(drive!(stage, Docker, get, &all, &id)).await;
    assert_eq!(stage.line(), format!("GET {path}"));
    assert_eq!(wire(&read), wire(&stage.look(&path).await));
    let stopped = stage.done(drive!(stage, Docker, stop, &all, &id)).await;
    assert_eq!(stage.line(), format!("POST {path}/stop/"));
    let started = stage.done(drive!(stage, Docker, start, &all, &id)).await;
    assert_eq!(stage.line(), format!("POST {path}/start/"));
    assert_eq!(
        (&stopped.extra["status"], &started.extra["status"]),
        (&json!("exited"), &json!("running"))
    );

    for reply in [DeleteReply::Json, DeleteReply::NoContent] {
        stage.simulator.set_delete_reply(reply);
        let made = stage.done(all.create("x")).await;
        assert_eq!(stage.sent(), json!({ "plugin_release": "x" }));
        let id = made.id.unwrap().as_str().unwrap().to_owned();
        let deleted = stage
            .settle(drive!(stage, Docker, delete, &all, &id))
            .await
            .unwrap();
        assert_eq!(deleted.status().as_u16(), status(reply));
        assert!(all.get(&id).await.unwrap_err().is_not_found());
    }
}

fn status(reply: DeleteReply) -> u16 {
    match reply {
        DeleteReply::Json => 200,
        _ => 204,
    }
}

async fn create(stage: &Stage) {
    let all = drive!(stage, Client, containers, &stage.client);
    let call = drive!(stage, Containers, create, &all, "a@b@1.2.0");
    let call = drive!(stage, Call<CreateContainer>, model, call, 12);
    let call = drive!(stage, Call<CreateContainer>, params, call, json!({}));
    let call = drive!(
        stage,
        Call<CreateContainer>,
        env,
        call,
        "LOG_LEVEL",
        "debug"
    );
    let call = drive!(
        stage,
        Call<CreateContainer>,
        metadata,
        call,
        "owner",
        "someone"
    );
    let call = drive!(stage, Call<CreateContainer>, label, call, "demo");
    let call = drive!(
        stage,
        Call<CreateContainer>,
        kind,
        call,
        ContainerKind::CodeServer
    );
    let call = drive!(stage, Call<CreateContainer>, backend_container_id, call, 5);
    let build = stage.done(call).await;
    assert_eq!(stage.line(), "POST /containers/");
    let sent = json!({
        "plugin_release": "a@b@1.2.0", "plugin": "a@b", "version": "1.2.0", "model": 12, "params": {},
        "envs": { "LOG_LEVEL": "debug" }, "metadata": { "owner": "someone" }, "labels": ["demo"], "kind": "code_server",
        "backend_container_id": 5,
    });
    assert_eq!(stage.sent(), sent);
    let id = build.build_id.unwrap();
    assert!(
        build
            .status_url
            .unwrap()
            .ends_with(&format!("/builds/{id}/"))
    );
    assert!(build.ws_url.unwrap().starts_with("ws://"));
    assert!(build.sse_url.unwrap().starts_with("http://"));

    // A release that was looked up: its code alone, and what is known of it.
    let call = drive!(
        stage,
        Call<CreateContainer>,
        version,
        all.create("detector"),
        "1.2.0"
    );
    let call = drive!(stage, Call<CreateContainer>, plugin, call, "detector");
    let call = drive!(stage, Call<CreateContainer>, action, call, "gradio");
    let call = drive!(
        stage,
        Call<CreateContainer>,
        entrypoint,
        call,
        "plugin/gradio_interface.py"
    );
    stage.done(call).await;
    let sent = json!({
        "plugin_release": "detector", "plugin": "detector", "version": "1.2.0", "action": "gradio",
        "entrypoint": "plugin/gradio_interface.py",
    });
    assert_eq!(stage.sent(), sent);
    stage.done(all.create("detector")).await;
    assert_eq!(stage.sent(), json!({ "plugin_release": "detector" }));
}

async fn create_from_file(stage: &Stage) {
    let all = stage.client.containers();
    let (content, name) = ("PK\u{3}\u{4}", "d 1 é.zip");
    for upload in [
        Upload::from(content).named(name),
        Upload::reader(content.as_bytes())
            .named(name)
            .with_length(4),
    ] {
        let call = drive!(stage, Containers, create_from_file, &all, upload);
        let call = drive!(stage, Call<CreateContainer>, release, call, "d@1");
        let call = drive!(stage, Call<CreateContainer>, param, call, "n", [1, 2]);
        let call = call.env("A", "b").model(12).label("a").label("b, c");
        let build = stage.done(call).await;
        let request = stage.last();
        let length = request.headers()["content-length"].to_str().unwrap();
        assert_eq!(length, request.body().len().to_string());
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        let file = format!("name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n");
        assert!(body.contains(&file), "no type: {body}");
        let labels = body.matches("name=\"labels\"").count();
        assert_eq!(labels, 2);

        let id = build.build_id.unwrap();
        let build = stage.client.builds().wait(id).interval(SOON).await.unwrap();
        let made = build.result.unwrap().id.unwrap().as_i64().unwrap();
        let made = stage.done(all.get(made)).await;
        assert_eq!(made.extra["file"]["size"], 4);
        assert_eq!(made.extra["params"], json!({ "n": [1, 2] }));
        assert_eq!(made.extra["envs"], json!({ "A": "b" }));
        assert_eq!(made.extra["labels"], json!(["a", "b, c"]));
        assert_eq!(
            (&made.extra["model"], &made.extra["plugin"]),
            (&json!(12), &json!("d"))
        );
    }
}

async fn builds(stage: &Stage) {
    let all = drive!(stage, Client, builds, &stage.client);
    let begin = async |outcome| {
        stage.simulator.set_build_outcome(outcome);
        let begun = stage
            .done(stage.client.containers().create("detector@1.2.0"))
            .await;
        begun.build_id.unwrap()
    };
    let id = begin(BuildOutcome::Completed).await;
    let build = drive!(stage, Builds, wait, &all, &id)
        .interval(SOON)
        .await
        .unwrap();
    let container = build.result.as_ref().unwrap();
    assert_eq!(container.image.as_deref(), Some("synapse/detector:1.2.0"));
    let read = stage.done(drive!(stage, Builds, get, &all, &id)).await;
    assert_eq!(stage.line(), format!("GET /builds/{id}/"));
    assert_eq!(wire(&read), wire(&build));
    assert_eq!(
        wire(&read),
        wire(&stage.look(&format!("/builds/{id}/")).await)
    );

    for (outcome, status, reason) in [
        (
            BuildOutcome::Failed("no space left".to_owned()),
            "failed",
            "no space left",
        ),
        (BuildOutcome::Cancelled, "cancelled", "no reason"),
    ] {
        let id = begin(outcome).await;
        let error = all.wait(&id).interval(SOON).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failed, "{error}");
        assert!(error.message().contains(reason), "{error}");
        assert_eq!(stage.done(all.get(&id)).await.status, status);
    }
    let id = begin(BuildOutcome::Endless).await;
    let wait = all.wait(&id).interval(SOON).timeout(30 * SOON);
    let error = wait.await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let error = all.wait("absent").interval(SOON).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404, "{error}");
    stage.simulator.set_build_outcome(BuildOutcome::Completed);
}

async fn records(stage: &Stage) {
    let all = stage.client.containers();
    let page = stage.done(drive!(stage, Containers, list, &all)).await;
    assert_eq!(stage.line(), "GET /containers/?page_size=100");
    assert_eq!(
        wire(&page),
        wire(&stage.look("/containers/?page_size=100").await)
    );
    let ids: Vec<_> = page.results.iter().map(|one| one.id.unwrap()).collect();
    assert!(ids.len() >= 2, "{page:?}");

    let first = ids[0];
    let read = stage
        .done(drive!(stage, Containers, get, &all, first))
        .await;
    assert_eq!(stage.line(), format!("GET /containers/{first}"));
    assert_eq!(wire(&read), wire(&page.results[0]));
    let same = stage
        .done(drive!(stage, Containers, update, &all, first))
        .await;
    assert_eq!((stage.sent(), wire(&same)), (json!({}), wire(&read)));
    let call = drive!(
        stage,
        Call<UpdateContainer>,
        status,
        all.update(first),
        "stopped"
    );
    let stopped = stage.done(call).await;
    assert_eq!(stage.line(), format!("PATCH /containers/{first}"));
    assert_eq!(stage.sent(), json!({ "status": "stopped" }));
    assert_eq!(stopped.status.as_deref(), Some("stopped"));

    let call = drive!(stage, Call<ListContainers>, status, all.list(), "stopped");
    let call = drive!(stage, Call<ListContainers>, page, call, 1);
    let call = drive!(stage, Call<ListContainers>, page_size, call, 1);
    let some = stage.done(call).await;
    assert_eq!(
        stage.line(),
        "GET /containers/?page=1&page_size=1&status=stopped"
    );
    assert_eq!(
        (wire(&some.results), some.count),
        (wire(&[stopped]), Some(1))
    );
    // The filter stays over the pages.
    stage.simulator.clear_requests();
    let running: Vec<_> = all
        .list()
        .status("running")
        .page_size(1)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(running.len(), ids.len() - 1);
    assert_eq!(stage.simulator.requests().len(), running.len());

    for (id, reply) in [(first, DeleteReply::Json), (ids[1], DeleteReply::NoContent)] {
        stage.simulator.set_delete_reply(reply);
        let deleted = stage
            .settle(drive!(stage, Containers, delete, &all, id))
            .await
            .unwrap();
        assert_eq!(deleted.status().as_u16(), status(reply));
        assert!(all.get(id).await.unwrap_err().is_not_found());
    }
}
