//! The requests, with the exact slashes, credentials and bodies of the contract.

use http::HeaderMap;
use quintet::sim::synapse::Simulator;
use quintet::synapse::{ContainerKind, FeasibilityKind};
use quintet::{Call, Invoke, Upload};
use reqwest::Method;
use serde_json::{Value, json};

use super::{always, builder, client};
use crate::support::raw_request::Received;
use crate::support::raw_server::RawServer;

/// Makes a call, whatever comes of it, and gives the one request that it sent.
async fn sent<I: Invoke>(server: &RawServer, call: Call<I>) -> Received {
    let before = server.received().len();
    let _ = call.await;
    let mut received = server.received().split_off(before);
    assert_eq!(received.len(), 1);
    received.pop().unwrap()
}

/// A call sends this line, and no body.
async fn bare<I: Invoke>(server: &RawServer, line: &str, call: Call<I>) {
    let request = sent(server, call).await;
    assert_eq!(format!("{} {}", request.method, request.target), line);
    assert!(request.body.is_empty(), "{line}");
    assert_eq!(request.header("content-type"), None, "{line}");
    let length = (request.method == "POST").then_some("0");
    assert_eq!(request.header("content-length"), length, "{line}");
}

/// A call sends this line and this JSON.
async fn with_json<I: Invoke>(server: &RawServer, line: &str, call: Call<I>, body: Value) {
    let request = sent(server, call).await;
    assert_eq!(format!("{} {}", request.method, request.target), line);
    assert_eq!(request.header("content-type"), Some("application/json"));
    let sent: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(sent, body, "{line}");
}

#[tokio::test]
async fn paths_have_the_slashes_of_the_contract() {
    let server = always("200 OK", "{}").await;
    let (s, client) = (&server, client(&server));
    bare(s, "GET /health/", client.health()).await;
    bare(s, "GET /gpu_status/", client.gpu_status()).await;
    let jobs = client.jobs();
    bare(s, "GET /jobs/", jobs.list()).await;
    bare(s, "GET /jobs/j-1/", jobs.get("j-1")).await;
    bare(s, "GET /jobs/my.job/logs/", jobs.logs("my.job")).await;
    bare(s, "POST /jobs/j-1/stop/", jobs.stop("j-1")).await;
    bare(s, "GET /nodes/", client.nodes().list()).await;
    bare(s, "GET /nodes/n%201/", client.nodes().get("n 1")).await;
    bare(s, "GET /tasks/", client.tasks().list()).await;
    bare(s, "GET /tasks/t/", client.tasks().get("t")).await;
    let serve = client.serve();
    bare(s, "GET /serve_applications/", serve.list()).await;
    bare(s, "GET /serve_applications/d@1.2/", serve.get("d@1.2")).await;
    bare(
        s,
        "DELETE /serve_applications/d@1.2/",
        serve.delete("d@1.2"),
    )
    .await;
    let resources = client.resources();
    bare(
        s,
        "GET /resources/cluster/?use_cache=true",
        resources.cluster(),
    )
    .await;
    let fresh = resources.cluster().fresh();
    bare(s, "GET /resources/cluster/?use_cache=false", fresh).await;
    bare(s, "GET /resources/policy/", resources.policy()).await;
    let plugins = client.plugins();
    bare(s, "GET /plugin_releases/?page_size=100", plugins.list()).await;
    bare(s, "GET /plugin_releases/d@1.2", plugins.get("d@1.2")).await;
    bare(s, "DELETE /plugin_releases/7", plugins.delete("7")).await;
    bare(s, "GET /builds/b-1/", client.builds().get("b-1")).await;
    let docker = client.docker();
    bare(s, "GET /containers/docker/", docker.list()).await;
    bare(s, "GET /containers/docker/4f5e", docker.get("4f5e")).await;
    bare(s, "DELETE /containers/docker/4f5e", docker.delete("4f5e")).await;
    bare(s, "POST /containers/docker/4f5e/stop/", docker.stop("4f5e")).await;
    bare(
        s,
        "POST /containers/docker/4f5e/start/",
        docker.start("4f5e"),
    )
    .await;
    let containers = client.containers();
    let some = containers.list().status("running").page(2).page_size(7);
    bare(
        s,
        "GET /containers/?page=2&page_size=7&status=running",
        some,
    )
    .await;
    bare(s, "GET /containers/3", containers.get(3)).await;
    bare(s, "DELETE /containers/3", containers.delete(3)).await;
    let system = client.system();
    bare(s, "GET /system/compose-config/", system.compose_config()).await;
    bare(s, "GET /system/status/", system.status()).await;
    bare(s, "POST /system/restart/", system.restart()).await;
}

/// `@` may stand in a path as it is (RFC 3986, section 3.3), and does, as the published client sends it. An agent that decodes
/// takes `%40` for the same, which is what the simulator does.
#[tokio::test]
async fn an_at_sign_goes_as_it_is() {
    let server = always("200 OK", "{}").await;
    let (s, client) = (&server, client(&server));
    let (plugins, serve) = (client.plugins(), client.serve());
    let release = "d@1.2+a";
    bare(s, "GET /plugin_releases/d@1.2+a", plugins.get(release)).await;
    bare(
        s,
        "DELETE /plugin_releases/d@1.2+a",
        plugins.delete(release),
    )
    .await;
    bare(s, "GET /serve_applications/d@1.2+a/", serve.get(release)).await;
    bare(
        s,
        "DELETE /serve_applications/d@1.2+a/",
        serve.delete(release),
    )
    .await;
    let run = plugins.run(release, "train");
    let body = json!({"action": "train"});
    with_json(s, "POST /plugin_releases/d@1.2+a/run/", run, body).await;
    // A percent sign is no such code, but one of the name.
    bare(s, "GET /plugin_releases/d%25401", plugins.get("d%401")).await;
}

#[tokio::test]
async fn the_simulator_takes_both_forms_of_an_at_sign() {
    let simulator = Simulator::start().await.unwrap();
    simulator.add_plugin_release("d", "1");
    let http = crate::support::raw_server::http().build().unwrap();
    let call = async |method: Method, path: String| {
        let url = simulator.base_url() + &path;
        let request = http
            .request(method, url)
            .header("authorization", simulator.token());
        let reply = request
            .json(&json!({"action": "train"}))
            .send()
            .await
            .unwrap();
        reply.status().as_u16()
    };
    for at in ["@", "%40"] {
        simulator.add_serve_application("d@1", "RUNNING");
        simulator.clear_requests();
        let release = format!("/plugin_releases/d{at}1");
        let application = format!("/serve_applications/d{at}1/");
        assert_eq!(call(Method::GET, release.clone()).await, 200);
        assert_eq!(call(Method::POST, release.clone() + "/run/").await, 200);
        assert_eq!(call(Method::GET, application.clone()).await, 200);
        assert_eq!(call(Method::DELETE, application.clone()).await, 204);
        assert_eq!(call(Method::GET, application).await, 404);
        // It is this form that went over the wire.
        let requests = simulator.requests();
        assert!(requests.iter().all(|request| request.path().contains(at)));
    }
    assert_eq!(
        call(Method::DELETE, "/plugin_releases/d%401".to_owned()).await,
        204
    );
    assert_eq!(
        call(Method::GET, "/plugin_releases/d@1".to_owned()).await,
        404
    );
}

#[tokio::test]
async fn bodies_are_those_of_the_contract() {
    let server = always("200 OK", "{}").await;
    let (s, client) = (&server, client(&server));
    let resources = client.resources();
    let asked = resources.feasibility(FeasibilityKind::Job, 2.0).gpus(0.5);
    let body = json!({
        "kind": "job", "num_cpus": 2.0, "num_gpus": 0.5, "memory_bytes": null, "replicas": 1, "metadata": {}
    });
    with_json(s, "POST /resources/feasibility/", asked, body).await;
    let policy = resources.update_policy().disable_gatekeeping();
    let body = json!({"gatekeeping_enabled": false});
    with_json(s, "PATCH /resources/policy/", policy, body).await;
    let plugins = client.plugins();
    let body = json!({"plugin": "d", "version": "1.2"});
    with_json(
        s,
        "POST /plugin_releases/",
        plugins.create("d", "1.2"),
        body,
    )
    .await;
    let run = plugins.run_without_action("d@1.2").param("n", 1);
    let body = json!({"action": null, "params": {"n": 1}});
    with_json(s, "POST /plugin_releases/d@1.2/run/", run, body).await;
    let run = plugins.run_debug("train").module("m", "x = 1\n");
    let body = json!({"action": "train", "modules": {"m": "x = 1\n"}});
    with_json(s, "POST /plugin_releases/run_debug/", run, body).await;
    let made = client.docker().create("d@1.2").label("demo");
    let body = json!({"plugin_release": "d@1.2", "labels": ["demo"]});
    with_json(s, "POST /containers/docker/", made, body).await;
    let containers = client.containers();
    let made = containers.create("d@1.2").model(12).params(json!({}));
    let body = json!({
        "plugin_release": "d@1.2", "plugin": "d", "version": "1.2", "model": 12, "params": {}
    });
    with_json(s, "POST /containers/", made, body).await;
    with_json(s, "PATCH /containers/3", containers.update(3), json!({})).await;
    let stopped = containers.update(3).status("stopped");
    with_json(
        s,
        "PATCH /containers/3",
        stopped,
        json!({"status": "stopped"}),
    )
    .await;
    let system = client.system();
    with_json(s, "POST /system/update/", system.update(), Value::Null).await;
    let tagged = system.update().api_tag("1");
    with_json(s, "POST /system/update/", tagged, json!({"api_tag": "1"})).await;
}

#[tokio::test]
async fn a_plugin_file_goes_in_a_form() {
    let server = always("200 OK", r#"{"build_id":"b-1"}"#).await;
    let plugin = Upload::from("PK\u{3}")
        .named("d 1.zip")
        .media_type("application/zip");
    let call = client(&server)
        .containers()
        .create_from_file(plugin)
        .release("d@1")
        .model(12)
        .param("n", 1)
        .label("a")
        .label("b")
        .kind(ContainerKind::PluginRuntime);
    assert_eq!(call.await.unwrap().build_id.as_deref(), Some("b-1"));
    let request = server.received().pop().unwrap();
    let media = request.header("content-type").unwrap();
    let boundary = media
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let body = String::from_utf8(request.body.clone()).unwrap();
    let body = body.replace(boundary, "B").replace("\r\n", "\n");
    let parts: String = [
        ("plugin_release", "d@1"),
        ("plugin", "d"),
        ("version", "1"),
        ("kind", "plugin_runtime"),
        ("model", "12"),
        ("params", r#"{"n":1}"#),
        ("labels", "a"),
        ("labels", "b"),
    ]
    .iter()
    .map(|(name, text)| format!("--B\nContent-Disposition: form-data; name=\"{name}\"\n\n{text}\n"))
    .collect();
    let file = "--B\nContent-Disposition: form-data; name=\"file\"; filename=\"d 1.zip\"\n\nPK\u{3}\n--B--\n";
    assert_eq!(body, parts + file);
}

fn credentials(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let names = ["authorization", "synapse-user", "synapse-tenant"];
    let found = names
        .into_iter()
        .filter_map(|name| Some((name, headers.get(name)?)));
    found
        .map(|(name, value)| (name, value.to_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn all_three_credentials_go_with_every_request() {
    let server = always("200 OK", "{}").await;
    let bare = sent(&server, client(&server).health()).await;
    assert_eq!(
        credentials(&bare.headers),
        [("authorization", "canary-agent")]
    );
    let whole = builder(&server)
        .user_token("u")
        .tenant("t")
        .build()
        .unwrap();
    let whole = sent(&server, whole.jobs().stop("j")).await;
    assert_eq!(
        credentials(&whole.headers),
        [
            ("authorization", "canary-agent"),
            ("synapse-user", "Token u"),
            ("synapse-tenant", "Token t")
        ]
    );
}

#[tokio::test]
async fn no_error_shows_any_of_them() {
    let echo = r#"{"detail":"canary-agent canary-user canary-tenant"}"#;
    let server = always("403 Forbidden", echo).await;
    let client = builder(&server)
        .user_token("canary-user")
        .tenant("canary-tenant");
    let error = client.build().unwrap().jobs().list().await.unwrap_err();
    let shown = format!("{error} {error:?} {:?} {:?}", error.body(), error.headers());
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(error.message(), "*** *** ***");
}
