use serde_json::{Value, json};

use super::super::testing::{Answer, Server};
use super::{Deferral, GpuBusy};

async fn run(server: &Server, body: &Value) -> Answer {
    server
        .call("POST", "/plugin_releases/detector@1.2.0/run/", body)
        .await
}

#[tokio::test(start_paused = true)]
async fn releases_come_in_pages() {
    let server = Server::new();
    for version in 0..45 {
        let body = json!({ "plugin": "many", "version": version.to_string() });
        let created = server.call("POST", "/plugin_releases/", &body).await;
        assert_eq!(created.json()["id"], version + 3);
    }
    let again = json!({ "plugin": "many", "version": "0" });
    assert_eq!(
        server
            .call("POST", "/plugin_releases/", &again)
            .await
            .json()["id"],
        3
    );
    let headers = [("authorization", "quintet-sim"), ("host", "a:1")];
    let page = async |query: &str| {
        let path = format!("/plugin_releases/{query}");
        server.send("GET", &path, &headers, "").await.json()
    };
    let first = page("").await;
    assert_eq!(
        (&first["count"], &first["previous"]),
        (&json!(47), &Value::Null)
    );
    assert_eq!(first["next"], "http://a:1/plugin_releases/?page=2");
    assert_eq!(first["results"].as_array().unwrap().len(), 20);
    let last = page("?page=3&page_size=20").await;
    assert_eq!(
        last["previous"],
        "http://a:1/plugin_releases/?page=2&page_size=20"
    );
    assert_eq!(
        (last["results"].as_array().unwrap().len(), &last["next"]),
        (7, &Value::Null)
    );
    server.with(|world| world.page_root = Some("http://b".to_owned()));
    assert_eq!(
        page("?page_size=1").await["next"],
        "http://b/plugin_releases/?page=2&page_size=1"
    );
}

#[tokio::test(start_paused = true)]
async fn a_release_has_an_id_and_a_name() {
    let server = Server::new();
    let row = json!({ "id": 1, "plugin": "detector", "version": "1.2.0" });
    assert_eq!(server.get("/plugin_releases/1").await.json(), row);
    assert_eq!(
        server.get("/plugin_releases/detector@1.2.0").await.json(),
        row
    );
    assert_eq!(
        server.bare("DELETE", "/plugin_releases/1").await.status,
        204
    );
    assert_eq!(
        server.bare("DELETE", "/plugin_releases/1").await.status,
        404
    );
    assert_eq!(
        server.get("/plugin_releases/detector@1.2.0").await.status,
        404
    );
    assert_eq!(run(&server, &json!({ "action": null })).await.status, 404);
    let wrong = server
        .call("POST", "/plugin_releases/", &json!({ "plugin": 1 }))
        .await;
    assert_eq!(
        wrong.places(),
        [json!(["body", "plugin"]), json!(["body", "version"])]
    );
}

#[tokio::test(start_paused = true)]
async fn an_action_makes_a_job() {
    let server = Server::new();
    let body = json!({ "action": "train", "params": { "epochs": 3 }, "requirements": ["numpy"], "job_id": "train-1", "language": "en", "other": 1 });
    assert_eq!(
        run(&server, &body).await.json(),
        json!({ "job_id": "train-1" })
    );
    let job = server.get("/jobs/train-1/").await.json();
    assert_eq!(job["status"], "RUNNING");
    assert_eq!(
        job["runtime_env"]["env_vars"]["SYNAPSE_ACTION_PARAMS"],
        "{\"epochs\":3}"
    );
    let body = json!({ "action": "train" });
    let made = server
        .call("POST", "/plugin_releases/run_debug/", &body)
        .await
        .json();
    let id = made["job_id"].as_str().unwrap();
    assert_eq!((&id[..10], id.len()), ("raysubmit_", 26));
    assert_eq!(
        server.get(&format!("/jobs/{id}/logs/")).await.text,
        "train: step 1 of 10\n"
    );

    assert_eq!(run(&server, &json!({ "action": null })).await.text, "null");
    server.with(|world| {
        world
            .plugins
            .results
            .insert("train".to_owned(), json!([1, "a"]))
    });
    assert_eq!(
        run(&server, &json!({ "action": "train" })).await.json(),
        json!([1, "a"])
    );
}

#[tokio::test(start_paused = true)]
async fn an_inference_may_take_long() {
    let server = Server::new();
    let params = json!({ "model": 12, "image": "x" });
    let infer = async |params: &Value| {
        let body = json!({ "action": "inference", "params": params });
        run(&server, &body).await.json()
    };
    let result = json!({ "model": 12, "method": "post", "input": { "image": "x" } });
    assert_eq!(infer(&params).await, result);

    server.with(|world| world.plugins.deferral = Some(Deferral::After(2)));
    let pending = infer(&params).await;
    let ticket = pending["ticket"].clone();
    assert_eq!(
        pending,
        json!({ "__synapse_deferred__": true, "status": "pending", "ticket": ticket })
    );
    let poll = json!({ "model": 12, "method": "post", "json": { "__synapse_poll__": ticket } });
    assert_eq!(
        (infer(&poll).await, infer(&poll).await),
        (pending.clone(), pending)
    );
    assert_eq!(infer(&poll).await, result);
    assert_eq!(infer(&poll).await["status"], "not_found");

    server.with(|world| world.plugins.deferral = Some(Deferral::Fails("boom".to_owned())));
    let ticket = infer(&params).await["ticket"].clone();
    let failed = infer(&json!({ "json": { "__synapse_poll__": ticket } })).await;
    assert_eq!(
        (&failed["status"], &failed["error"]),
        (&json!("failed"), &json!("boom"))
    );
}

#[tokio::test(start_paused = true)]
async fn busy_gpus_run_nothing() {
    let server = Server::new();
    let busy = GpuBusy {
        max_utilization: 97.0,
        threshold: 90.0,
    };
    server.with(|world| world.plugins.gpu_busy = Some(busy));
    let refused = run(&server, &json!({ "action": "train" })).await;
    assert_eq!(refused.status, 503);
    let body = json!({ "error_type": "gpu_unavailable", "message": "All GPUs are busy", "max_utilization": 97.0, "threshold": 90.0 });
    assert_eq!(refused.json(), body);
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_is_said_with_its_place() {
    let server = Server::new();
    let wrong = json!({ "params": [], "requirements": ["a", 1], "job_id": 1 });
    let refused = run(&server, &wrong).await;
    let places = [
        json!(["body", "action"]),
        json!(["body", "params"]),
        json!(["body", "requirements", 1]),
        json!(["body", "job_id"]),
    ];
    assert_eq!((refused.status, refused.places()), (422, places.to_vec()));
    assert_eq!(refused.detail()[2]["input"], 1);
    let wrong = json!({ "action": null, "config": 1, "modules": { "a": 1 } });
    let refused = server
        .call("POST", "/plugin_releases/run_debug/", &wrong)
        .await;
    let places = [
        json!(["body", "config"]),
        json!(["body", "modules", "a"]),
        json!(["body", "action"]),
    ];
    assert_eq!((refused.status, refused.places()), (422, places.to_vec()));
}
