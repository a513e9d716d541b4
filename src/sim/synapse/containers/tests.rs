use serde_json::{Value, json};

use super::super::testing::{Answer, Server, pass};
use super::BuildOutcome;

async fn create(server: &Server, body: &Value) -> Answer {
    server.call("POST", "/containers/", body).await
}

#[tokio::test(start_paused = true)]
async fn a_build_makes_a_container() {
    let server = Server::new();
    let body = json!({ "plugin_release": "a@b@1", "plugin": "a@b", "version": "1", "params": {}, "labels": ["x"] });
    let urls = create(&server, &body).await.json();
    assert_eq!(
        urls,
        json!({
            "build_id": "b-1",
            "ws_url": "ws://localhost/builds/b-1/ws/",
            "sse_url": "http://localhost/builds/b-1/events/",
            "status_url": "http://localhost/builds/b-1/",
        })
    );
    let build = async || server.get("/builds/b-1/").await.json();
    assert_eq!(
        build().await,
        json!({ "status": "pending", "result": null, "error": null })
    );
    pass(2.0).await;
    assert_eq!(build().await["status"], "building");
    assert_eq!(server.get("/containers/2").await.status, 404);
    pass(8.0).await;
    let done = build().await;
    assert_eq!(done["status"], "completed");
    let result = json!({ "id": 2, "status": "running", "name": "a@b-1", "image": "synapse/a@b:1", "endpoint": "http://localhost:7862", "restarted": false });
    assert_eq!(done["result"], result);
    let record = server.get("/containers/2").await.json();
    assert_eq!(
        (&record["labels"], &record["kind"]),
        (&json!(["x"]), &json!("plugin_runtime"))
    );
    assert_eq!(
        server.get("/builds/b-2/").await.detail(),
        "Build b-2 does not exist"
    );
}

#[tokio::test(start_paused = true)]
async fn builds_end_in_other_ways_too() {
    let server = Server::new();
    let failed = BuildOutcome::Failed("no space left".to_owned());
    let outcomes = [failed, BuildOutcome::Cancelled, BuildOutcome::Endless];
    for outcome in outcomes {
        server.with(|world| world.containers.outcome = outcome);
        create(&server, &json!({ "plugin_release": "a@1" })).await;
    }
    pass(3600.0).await;
    let failed = server.get("/builds/b-1/").await.json();
    assert_eq!(
        failed,
        json!({ "status": "failed", "result": null, "error": "no space left" })
    );
    assert_eq!(
        server.get("/builds/b-2/").await.json()["status"],
        "cancelled"
    );
    assert_eq!(
        server.get("/builds/b-3/").await.json()["status"],
        "building"
    );
    assert_eq!(server.get("/containers/").await.json()["count"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_form_says_the_same_in_other_words() {
    let server = Server::new();
    let part = |name: &str, text: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let send = async |parts: &[String]| {
        let media = ("content-type", "multipart/form-data; boundary=x");
        let headers = [("authorization", "quintet-sim"), media];
        server
            .send(
                "POST",
                "/containers/",
                &headers,
                parts.concat() + "--x--\r\n",
            )
            .await
    };
    let file =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.zip\"\r\n\r\nPK\r\n"
            .to_owned();
    let parts = [
        part("plugin_release", "detector@2.0"),
        part("model", "12"),
        part("params", r#"{"a": 1}"#),
        part("envs", r#"{"B": "c"}"#),
        part("labels", "x"),
        part("labels", "y"),
        file.clone(),
    ];
    assert_eq!(send(&parts).await.json()["build_id"], "b-1");
    pass(10.0).await;
    let record = server.get("/containers/2").await.json();
    assert_eq!(record["name"], "detector-2.0");
    assert_eq!(
        (&record["model"], &record["params"], &record["envs"]),
        (&json!(12), &json!({ "a": 1 }), &json!({ "B": "c" }))
    );
    assert_eq!(record["labels"], json!(["x", "y"]));
    assert_eq!(
        record["file"],
        json!({ "name": "p.zip", "size": 2, "type": null })
    );

    assert_eq!(send(&parts[..2]).await.places(), [json!(["body", "file"])]);
    let wrong = send(&[part("model", "x"), part("envs", "{"), file]).await;
    assert_eq!(
        wrong.places(),
        [json!(["body", "model"]), json!(["body", "envs"])]
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_must_make_sense() {
    let server = Server::new();
    let wrong = json!({ "plugin": null, "model": "x", "envs": { "A": 1 }, "params": null, "kind": "other" });
    let refused = create(&server, &wrong).await;
    let places = [
        json!(["body", "plugin_release"]),
        json!(["body", "model"]),
        json!(["body", "envs", "A"]),
        json!(["body", "kind"]),
    ];
    assert_eq!((refused.status, refused.places()), (422, places.to_vec()));
}

#[tokio::test(start_paused = true)]
async fn records_are_read_changed_and_deleted() {
    let server = Server::new();
    let stopped = server
        .call("PATCH", "/containers/1", &json!({ "status": "stopped" }))
        .await;
    assert_eq!(stopped.json()["status"], "stopped");
    let same = server.call("PATCH", "/containers/1", &json!({})).await;
    assert_eq!(same.json(), stopped.json());
    assert_eq!(
        server.get("/containers/?status=running").await.json()["count"],
        0
    );
    assert_eq!(
        server.get("/containers/?status=stopped").await.json()["count"],
        1
    );
    let wrong = server
        .call("PATCH", "/containers/1", &json!({ "status": 1 }))
        .await;
    assert_eq!(
        (wrong.status, wrong.places()),
        (422, vec![json!(["body", "status"])])
    );
    let odd = server.get("/containers/x").await;
    assert_eq!((odd.status, &odd.detail()[0]["input"]), (422, &json!("x")));

    assert_eq!(
        server
            .get("/containers/docker/")
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(server.bare("DELETE", "/containers/1").await.status, 204);
    assert_eq!(server.bare("DELETE", "/containers/1").await.status, 404);
    assert_eq!(server.get("/containers/docker/").await.json(), json!([]));
}

#[tokio::test(start_paused = true)]
async fn docker_containers_are_made_stopped_and_started() {
    let server = Server::new();
    let body = json!({ "plugin_release": "detector@1.2.0", "params": {}, "envs": { "A": "b" }, "metadata": null });
    let made = server
        .call("POST", "/containers/docker/", &body)
        .await
        .json();
    assert_eq!(
        (&made["name"], &made["status"]),
        (&json!("detector-1.2.0"), &json!("running"))
    );
    let path = format!("/containers/docker/{}", made["id"].as_str().unwrap());
    assert_eq!(server.get(&path).await.json(), made);
    let stopped = server.bare("POST", &format!("{path}/stop/")).await.json();
    assert_eq!(
        (&stopped["status"], &stopped["envs"]),
        (&json!("exited"), &json!({ "A": "b" }))
    );
    assert_eq!(
        server.bare("POST", &format!("{path}/start/")).await.json(),
        made
    );
    assert_eq!(server.bare("DELETE", &path).await.status, 204);
    for (method, path) in [
        ("GET", path.clone()),
        ("POST", format!("{path}/stop/")),
        ("POST", format!("{path}/start/")),
        ("DELETE", path),
    ] {
        assert_eq!(server.bare(method, &path).await.status, 404);
    }
    let wrong = server
        .call("POST", "/containers/docker/", &json!({ "labels": [1] }))
        .await;
    assert_eq!(
        wrong.places(),
        [
            json!(["body", "labels", 0]),
            json!(["body", "plugin_release"])
        ]
    );
}
