//! Plugin releases and their runs: every documented success.

use futures_util::StreamExt as _;
use futures_util::TryStreamExt as _;
use quintet::sim::synapse::{Deferral, DeleteReply};
use quintet::synapse::{
    Client, Deferred, DeferredStatus, JobStatus, ListPluginReleases, PluginRelease, Plugins,
    Refusal, RunDebugPluginRelease, RunPluginRelease,
};
use quintet::{Call, ErrorKind};
use serde_json::{Value, json};

use super::stage::{SOON, Stage, drive, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    releases(stage).await;
    lists(stage).await;
    runs(stage).await;
    debug_runs(stage).await;
    deferred(stage).await;
}

async fn releases(stage: &Stage) {
    let all = drive!(stage, Client, plugins, &stage.client);
    let created = stage
        .done(drive!(stage, Plugins, create, &all, "a.b", "1.0@rc"))
        .await;
    assert_eq!(stage.line(), "POST /plugin_releases/");
    assert_eq!(
        stage.sent(),
        json!({ "plugin": "a.b", "version": "1.0@rc" })
    );
    let id = drive!(stage, PluginRelease, lookup, &created).unwrap();
    let read = stage.done(drive!(stage, Plugins, get, &all, &id)).await;
    assert_eq!(stage.line(), format!("GET /plugin_releases/{id}"));
    assert_eq!(wire(&read), wire(&created));
    assert_eq!(
        wire(&read),
        wire(&stage.look(&format!("/plugin_releases/{id}")).await)
    );

    for (lookup, reply) in [
        ("x@1".to_owned(), DeleteReply::Json),
        (id, DeleteReply::NoContent),
    ] {
        stage.simulator.add_plugin_release("x", "1");
        stage.simulator.set_delete_reply(reply);
        let deleted = stage
            .settle(drive!(stage, Plugins, delete, &all, &lookup))
            .await
            .unwrap();
        let status = if reply == DeleteReply::Json { 200 } else { 204 };
        assert_eq!((deleted.status().as_u16(), deleted.attempts()), (status, 1));
        assert!(all.get(&lookup).await.unwrap_err().is_not_found());
    }
}

async fn lists(stage: &Stage) {
    let all = stage.client.plugins();
    for number in 0..5 {
        stage
            .simulator
            .add_plugin_release("listed", &number.to_string());
    }
    let page = stage.done(drive!(stage, Plugins, list, &all)).await;
    assert_eq!(stage.line(), "GET /plugin_releases/?page_size=100");
    let whole = stage.look("/plugin_releases/?page_size=100").await;
    assert_eq!(wire(&page), wire(&whole));
    assert_eq!(page.next, None);

    let call = drive!(stage, Call<ListPluginReleases>, page_size, all.list(), 2);
    let call = drive!(stage, Call<ListPluginReleases>, page, call, 2);
    let second = stage.done(call).await;
    assert_eq!(stage.line(), "GET /plugin_releases/?page=2&page_size=2");
    assert_eq!(wire(&second.results), wire(&&page.results[2..4]));
    assert!(second.previous.is_some() && second.next.is_some());

    // All, page by page.
    stage.simulator.clear_requests();
    let items: Vec<_> = all.list().page_size(2).items().try_collect().await.unwrap();
    assert_eq!(wire(&items), wire(&page.results));
    let pages: Vec<_> = all.list().page_size(2).pages().collect().await;
    let pages = pages.into_iter().flat_map(|page| page.unwrap().results);
    assert_eq!(wire(&pages.collect::<Vec<_>>()), wire(&page.results));
    let sent = stage.simulator.requests().len();
    assert_eq!(sent, 2 * page.results.len().div_ceil(2));
}

async fn runs(stage: &Stage) {
    let all = stage.client.plugins();
    stage.simulator.add_plugin_release("detector", "1.2.0");
    let call = drive!(stage, Plugins, run, &all, "detector@1.2.0", "train");
    let call = drive!(stage, Call<RunPluginRelease>, param, call, "epochs", 3);
    let call = drive!(
        stage,
        Call<RunPluginRelease>,
        params,
        call,
        json!({ "rate": 0.5 })
    );
    let call = drive!(stage, Call<RunPluginRelease>, requirements, call, ["numpy"]);
    let call = drive!(stage, Call<RunPluginRelease>, job_id, call, "train-1");
    let call = drive!(stage, Call<RunPluginRelease>, language, call, "en");
    let call = drive!(stage, Call<RunPluginRelease>, field, call, "priority", 7);
    let said = stage.done(call).await;
    assert_eq!(stage.line(), "POST /plugin_releases/detector@1.2.0/run/");
    let sent = json!({
        "action": "train", "params": { "epochs": 3, "rate": 0.5 }, "requirements": ["numpy"], "job_id": "train-1",
        "language": "en", "priority": 7,
    });
    assert_eq!(stage.sent(), sent);
    assert_eq!(said, json!({ "job_id": "train-1" }));
    let job = stage.client.jobs().wait("train-1").interval(SOON).await;
    assert_eq!(job.unwrap().status, Some(JobStatus::Succeeded));

    let call = drive!(stage, Plugins, run_without_action, &all, "detector@1.2.0");
    assert_eq!(stage.done(call).await, Value::Null);
    assert_eq!(stage.sent(), json!({ "action": null }));
    for result in [
        json!([0.1, 0.9]),
        json!("text"),
        json!(7),
        json!({ "a": null }),
        Value::Null,
    ] {
        stage.simulator.set_run_result("measure", result.clone());
        assert_eq!(
            stage.done(all.run("detector@1.2.0", "measure")).await,
            result
        );
    }
    stage.simulator.set_gpu_unavailable(97.0, 90.0);
    let error = stage
        .settle(all.run("detector@1.2.0", "train"))
        .await
        .unwrap_err();
    match Refusal::of(&error) {
        Some(Refusal::GpuUnavailable {
            message,
            max_utilization,
            threshold,
            details,
            ..
        }) => {
            assert_eq!((&*message, details.len()), ("All GPUs are busy", 0));
            assert_eq!((max_utilization, threshold), (Some(97.0), Some(90.0)));
        }
        other => panic!("{other:?}"),
    }
    stage.simulator.set_gpu_available();
}

async fn debug_runs(stage: &Stage) {
    let all = stage.client.plugins();
    let call = drive!(stage, Plugins, run_debug, &all, "train");
    let call = drive!(stage, Call<RunDebugPluginRelease>, param, call, "epochs", 1);
    let call = drive!(
        stage,
        Call<RunDebugPluginRelease>,
        params,
        call,
        json!({ "rate": 0.5 })
    );
    let call = drive!(
        stage,
        Call<RunDebugPluginRelease>,
        plugin_path,
        call,
        "/opt/plugin"
    );
    let call = drive!(
        stage,
        Call<RunDebugPluginRelease>,
        config,
        call,
        json!({ "name": "d" })
    );
    let source = "def start():\n    return 1\n";
    let call = drive!(
        stage,
        Call<RunDebugPluginRelease>,
        module,
        call,
        "plugin.train",
        source
    );
    let call = drive!(
        stage,
        Call<RunDebugPluginRelease>,
        requirements,
        call,
        ["numpy", "torch"]
    );
    let call = drive!(stage, Call<RunDebugPluginRelease>, job_id, call, "debug-1");
    let call = drive!(stage, Call<RunDebugPluginRelease>, language, call, "ko");
    let said = stage.done(call).await;
    assert_eq!(stage.line(), "POST /plugin_releases/run_debug/");
    let sent = json!({
        "action": "train", "params": { "epochs": 1, "rate": 0.5 }, "plugin_path": "/opt/plugin",
        "config": { "name": "d" }, "modules": { "plugin.train": source }, "requirements": ["numpy", "torch"],
        "job_id": "debug-1", "language": "ko",
    });
    assert_eq!(stage.sent(), sent);
    assert_eq!(said, json!({ "job_id": "debug-1" }));
}

async fn deferred(stage: &Stage) {
    let all = stage.client.plugins();
    let image = json!({ "image": "https://example.org/image.png" });
    let infer = || {
        all.run("detector@1.2.0", "inference")
            .param("model", 12)
            .param("json", &image)
    };
    let result = json!({ "model": 12, "method": "post", "input": image });
    assert_eq!(stage.done(infer()).await, result);

    stage.simulator.set_deferral(Some(Deferral::After(2)));
    let ticket = ticket(&stage.done(infer()).await);
    let wait = drive!(
        stage,
        Plugins,
        wait_for_result,
        &all,
        "detector@1.2.0",
        12,
        &ticket
    );
    assert_eq!(wait.interval(SOON).await.unwrap(), result);
    let poll = json!({
        "action": "inference",
        "params": { "model": 12, "method": "post", "json": { "__synapse_poll__": ticket } },
    });
    assert_eq!(stage.sent(), poll);

    stage.simulator.set_deferral(Some(Deferral::Fails(
        "the model ran out of memory".to_owned(),
    )));
    let failing = self::ticket(&stage.done(infer()).await);
    let error = all
        .wait_for_result("detector@1.2.0", 12, failing)
        .interval(SOON)
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed, "{error}");
    assert!(
        error.message().contains("the model ran out of memory"),
        "{error}"
    );
    // A result is given once.
    let error = all
        .wait_for_result("detector@1.2.0", 12, ticket)
        .interval(SOON)
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gone, "{error}");
    stage.simulator.set_deferral(None);
}

fn ticket(reply: &Value) -> String {
    match Deferred::of(reply) {
        Some(Deferred {
            status: DeferredStatus::Pending,
            ticket: Some(ticket),
            ..
        }) => ticket,
        other => panic!("{other:?}"),
    }
}
