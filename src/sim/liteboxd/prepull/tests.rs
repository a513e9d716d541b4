use serde_json::{Value, json};

use super::super::testing::{Answer, Server, fields, pass};

async fn pull(server: &Server, image: &str) -> Answer {
    server
        .call(
            "POST",
            "/images/prepull",
            json!({ "image": image, "timeout": 5 }),
        )
        .await
}

async fn list(server: &Server, query: &str) -> Vec<Value> {
    let answer = server.get(&format!("/images/prepull{query}")).await;
    assert_eq!(answer.fields(), ["items"]);
    answer.json()["items"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

/// Status and number of nodes of the newest task.
async fn newest(server: &Server) -> (String, Value) {
    let items = list(server, "").await;
    let task = items.first().cloned().unwrap_or_default();
    let status = task["status"].as_str().unwrap_or_default().to_owned();
    (status, task["progress"]["ready"].clone())
}

#[tokio::test(start_paused = true)]
async fn a_task_counts_the_nodes_until_it_is_done() {
    let server = Server::new();
    let started = pull(&server, " alpine ").await;
    assert_eq!(started.status, 202);
    assert_eq!(
        started.fields(),
        ["id", "image", "progress", "startedAt", "status"]
    );
    let body = started.json();
    assert_eq!(
        (&body["image"], &body["status"]),
        (&json!("alpine"), &json!("pulling"))
    );
    assert_eq!(body["progress"], json!({ "ready": 0, "total": 3 }));

    let expected = [
        (3.9, "pulling", 0),
        (0.2, "pulling", 1),
        (4.0, "pulling", 2),
        (4.0, "completed", 3),
    ];
    for (seconds, status, ready) in expected {
        pass(seconds).await;
        assert_eq!(newest(&server).await, (status.to_owned(), json!(ready)));
    }
    let done = list(&server, "").await;
    assert_eq!(
        fields(&done[0]),
        [
            "completedAt",
            "id",
            "image",
            "progress",
            "startedAt",
            "status"
        ]
    );
    assert_eq!(pull(&server, "alpine").await.status, 202);
}

#[tokio::test(start_paused = true)]
async fn an_image_is_pulled_once_at_a_time() {
    let server = Server::new();
    let id = pull(&server, "alpine").await.json()["id"].clone();
    let refused = pull(&server, "alpine").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (409, "PREPULL_IN_PROGRESS")
    );
    assert!(refused.error().contains("already in progress"));
    assert_eq!(pull(&server, "busybox").await.status, 202);

    let path = format!("/images/prepull/{}", id.as_str().unwrap_or_default());
    assert_eq!(server.get(&path).await.text, "404 page not found");
    assert_eq!(server.call("DELETE", &path, "").await.status, 204);
    let again = server.call("DELETE", &path, "").await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (404, "PREPULL_NOT_FOUND")
    );
    assert_eq!(pull(&server, "alpine").await.status, 202);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_pulled_stays_and_blocks() {
    let server = Server::new();
    pull(&server, "alpine").await;
    pass(5.0).await;
    let at = |server: &Server| server.0.world().advance();
    let now = at(&server);
    server.0.world().prepulls.stall(now, "alpine");
    pass(3600.0).await;
    assert_eq!(newest(&server).await, ("pulling".to_owned(), json!(1)));
    assert_eq!(pull(&server, "alpine").await.status, 409);
    let now = at(&server);
    server.0.world().prepulls.resume(now, "alpine");
    pass(8.0).await;
    assert_eq!(newest(&server).await, ("completed".to_owned(), json!(3)));
}

#[tokio::test(start_paused = true)]
async fn a_job_may_fail_at_once_or_vanish() {
    let server = Server::new();
    server.0.world().prepulls.fail_next("forbidden");
    let failed = pull(&server, "alpine").await;
    assert_eq!(failed.status, 202);
    assert_eq!(
        failed.fields(),
        ["error", "id", "image", "progress", "startedAt", "status"]
    );
    assert_eq!(failed.json()["error"], "forbidden");
    assert_eq!(newest(&server).await.0, "failed");

    server.0.world().prepulls.set_nodes(5);
    let started = pull(&server, "alpine").await.json();
    assert_eq!(started["progress"]["total"], 5);
    pass(1.0).await;
    let now = server.0.world().advance();
    server.0.world().prepulls.vanish(now, "alpine");
    let items = list(&server, "").await;
    assert_eq!(items[0]["error"], "DaemonSet not found");
    assert_eq!(items.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn lists_are_filtered_by_what_the_server_knew() {
    let server = Server::new();
    pull(&server, "alpine").await;
    pull(&server, "busybox").await;
    assert_eq!(list(&server, "?image=alpine").await.len(), 1);
    assert_eq!(list(&server, "?image=alp").await.len(), 0);
    assert_eq!(list(&server, "?status=strange").await.len(), 0);
    assert_eq!(list(&server, "").await[0]["image"], "busybox");
    pass(12.5).await;
    assert_eq!(list(&server, "?status=completed").await.len(), 0);
    let found = list(&server, "?status=pulling&image=alpine").await;
    assert_eq!(found[0]["status"], "completed");
    assert_eq!(list(&server, "?status=completed").await.len(), 1);
    // The server looks by itself every ten seconds.
    pass(8.0).await;
    assert_eq!(list(&server, "?status=completed").await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn templates_pull_their_images() {
    let server = Server::new();
    let path = "/templates/python-data-science/prepull";
    let started = server.call("POST", path, "").await;
    assert_eq!(
        (started.status, &started.json()["template"]),
        (202, &json!("python-data-science"))
    );
    assert_eq!(started.json()["image"], "python:3.12-slim");
    assert_eq!(server.call("POST", path, "").await.status, 409);
    let missing = server.call("POST", "/templates/no/prepull", "").await;
    assert_eq!(
        (missing.status, missing.code().as_str()),
        (404, "TEMPLATE_NOT_FOUND")
    );

    let template = json!({ "name": "a", "autoPrepull": true, "spec": { "image": "alpine" } });
    server.call("POST", "/templates", template).await;
    assert_eq!(list(&server, "?image=alpine").await[0]["template"], "a");
}

#[tokio::test(start_paused = true)]
async fn an_image_is_required() {
    let server = Server::new();
    for body in [
        json!({}),
        json!({ "image": "" }),
        json!({ "image": " " }),
        json!({ "image": 1 }),
    ] {
        let refused = server.call("POST", "/images/prepull", &body).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (400, "INVALID_REQUEST"),
            "{body}"
        );
    }
}
