//! Every documented success of the calls for templates.

use std::time::Duration;

use futures_util::StreamExt as _;
use quintet::Call;
use quintet::liteboxd::{
    Client, CreateTemplate, ExportTemplate, ListTemplates, NetworkSpec, PersistenceSpec,
    ReadinessProbe, ReclaimPolicy, RollbackTemplate, Template, TemplateSpec, Templates,
    UpdateTemplate,
};
use serde_json::json;

use super::stage::{Stage, drive};
use super::values::wire;

const NAME: &str = "driven";

/// Makes every call with success.
pub(super) async fn drive(stage: &Stage) {
    create(stage).await;
    list(stage).await;
    versions(stage).await;
    delete(stage).await;
}

/// A specification that says everything.
fn spec(stage: &Stage) -> TemplateSpec {
    let spec = TemplateSpec::new("alpine:3.20");
    let spec = drive!(stage, TemplateSpec, with_command, spec, ["sleep"]);
    let spec = drive!(stage, TemplateSpec, with_args, spec, ["infinity"]);
    let spec = drive!(stage, TemplateSpec, with_cpu, spec, "250m");
    let spec = drive!(stage, TemplateSpec, with_memory, spec, "1Gi");
    let spec = drive!(stage, TemplateSpec, without_expiry, spec);
    let ttl = Duration::from_millis(7_200_500);
    let spec = drive!(stage, TemplateSpec, with_ttl, spec, ttl);
    let spec = drive!(stage, TemplateSpec, with_env, spec, "A", "1");
    let spec = drive!(stage, TemplateSpec, with_envs, spec, [("B", "2")]);
    let spec = drive!(stage, TemplateSpec, with_startup_script, spec, "true");
    let limit = Duration::from_secs(60);
    let spec = drive!(stage, TemplateSpec, with_startup_timeout, spec, limit);
    let spec = drive!(stage, TemplateSpec, with_file, spec, "/etc/motd", "hi");
    let spec = drive!(
        stage,
        TemplateSpec,
        with_readiness_probe,
        spec,
        probe(stage)
    );
    let spec = drive!(stage, TemplateSpec, with_network, spec, network(stage));
    drive!(stage, TemplateSpec, with_persistence, spec, volume(stage))
}

fn probe(stage: &Stage) -> ReadinessProbe {
    let probe = ReadinessProbe::new(["true"]);
    let time = Duration::from_secs(2);
    let probe = drive!(stage, ReadinessProbe, with_initial_delay, probe, time);
    let probe = drive!(stage, ReadinessProbe, with_period, probe, time);
    drive!(stage, ReadinessProbe, with_failure_threshold, probe, 5)
}

fn network(stage: &Stage) -> NetworkSpec {
    let network = NetworkSpec::internet();
    let network = drive!(stage, NetworkSpec, with_allowed_domain, network, "pypi.org");
    let more = ["*.example.org"];
    drive!(stage, NetworkSpec, with_allowed_domains, network, more)
}

fn volume(stage: &Stage) -> PersistenceSpec {
    let volume = PersistenceSpec::new("standard");
    let volume = drive!(stage, PersistenceSpec, with_size, volume, "2Gi");
    let policy = ReclaimPolicy::Retain;
    drive!(stage, PersistenceSpec, with_reclaim_policy, volume, policy)
}

async fn create(stage: &Stage) {
    let all = drive!(stage, Client, templates, &stage.client);
    let call = drive!(stage, Templates, create, &all, NAME, spec(stage));
    let call = drive!(stage, Call<CreateTemplate>, display_name, call, "Driven");
    let call = drive!(stage, Call<CreateTemplate>, description, call, "By a test");
    let call = drive!(stage, Call<CreateTemplate>, tags, call, ["test"]);
    let call = drive!(stage, Call<CreateTemplate>, public, call);
    let call = drive!(stage, Call<CreateTemplate>, private, call);
    let call = drive!(stage, Call<CreateTemplate>, auto_prepull, call);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (201, 1));
    let asked = stage.last_body();
    assert_eq!(
        (&asked["name"], &asked["isPublic"]),
        (&json!(NAME), &json!(false))
    );
    assert_eq!(asked["autoPrepull"], true);
    assert_eq!(asked["spec"]["ttl"], 7201, "rounded up");
    assert_eq!(asked["spec"]["readinessProbe"]["failureThreshold"], 5);
    assert_eq!(asked["spec"]["persistence"]["reclaimPolicy"], "Retain");

    let template = reply.into_value();
    assert_eq!(drive!(stage, Template, tags, &template), ["test"]);
    let path = format!("/api/v1/templates/{NAME}");
    assert_eq!(wire(&template), wire(&stage.look(&path).await));
    let reply = stage.settle(drive!(stage, Templates, get, &all, NAME));
    let reply = reply.await.unwrap();
    assert_eq!(reply.status(), 200);
    let read = drive!(stage, Template, into_spec, reply.into_value()).unwrap();
    let mut known = asked["spec"].clone();
    // What the server adds.
    known["persistence"]["mode"] = json!("rootfs-overlay");
    assert_eq!(wire(&read), wire(&known));
}

async fn list(stage: &Stage) {
    let all = stage.client.templates();
    let call = drive!(stage, Templates, list, &all);
    let call = drive!(stage, Call<ListTemplates>, page_size, call, 1);
    let pages: Vec<_> = call.clone().items().map(Result::unwrap).collect().await;
    let listed = stage.look("/api/v1/templates").await;
    assert_eq!(wire(&pages), wire(&listed["items"]));
    let second = drive!(stage, Call<ListTemplates>, page, call.clone(), 2);
    let second = stage.settle(second).await.unwrap().into_value();
    assert_eq!(second.items[0].id, pages[1].id);

    let tagged = drive!(stage, Call<ListTemplates>, tag, call.clone(), "test");
    let found = drive!(stage, Call<ListTemplates>, search, call, "dRIVEN");
    for call in [tagged, found] {
        let reply = stage.settle(call).await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.value().total), (200, 1));
        assert_eq!(reply.value().items[0].name, NAME);
    }
}

async fn versions(stage: &Stage) {
    let all = stage.client.templates();
    let spec = TemplateSpec::new("alpine:3.21");
    let call = drive!(stage, Templates, update, &all, NAME, spec);
    let call = drive!(stage, Call<UpdateTemplate>, display_name, call, "Changed");
    let call = drive!(stage, Call<UpdateTemplate>, description, call, "Again");
    let call = drive!(stage, Call<UpdateTemplate>, tags, call, ["a", "b"]);
    let call = drive!(stage, Call<UpdateTemplate>, private, call);
    let call = drive!(stage, Call<UpdateTemplate>, public, call);
    let call = drive!(stage, Call<UpdateTemplate>, changelog, call, "Newer");
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    assert_eq!(stage.last_body()["isPublic"], true);
    let path = format!("/api/v1/templates/{NAME}");
    assert_eq!(wire(reply.value()), wire(&stage.look(&path).await));

    let call = drive!(stage, Templates, rollback, &all, NAME, 1);
    let call = drive!(stage, Call<RollbackTemplate>, changelog, call, "Back");
    let back = stage.settle(call).await.unwrap().into_value();
    assert_eq!((back.rolled_back_from, back.rolled_back_to), (2, 1));

    let reply = stage.settle(drive!(stage, Templates, list_versions, &all, NAME));
    let versions = reply.await.unwrap().into_value();
    let listed = stage.look(&format!("{path}/versions")).await;
    assert_eq!(wire(&versions), wire(&listed["items"]));
    let changes: Vec<_> = versions
        .iter()
        .map(|one| wire(one)["changelog"].clone())
        .collect();
    assert_eq!(changes, ["Back", "Newer", "Initial version"]);
    let reply = stage.settle(drive!(stage, Templates, get_version, &all, NAME, 2));
    let version = reply.await.unwrap().into_value();
    assert_eq!(wire(&version), wire(&listed["items"][1]));

    let call = drive!(stage, Templates, export_yaml, &all, NAME);
    let call = drive!(stage, Call<ExportTemplate>, version, call, 2);
    let yaml = stage.settle(call).await.unwrap().into_value();
    let yaml = String::from_utf8(yaml.to_vec()).unwrap();
    assert!(yaml.contains("alpine:3.21"), "{yaml}");
}

async fn delete(stage: &Stage) {
    let all = stage.client.templates();
    let reply = stage.settle(drive!(stage, Templates, delete, &all, NAME));
    let reply = reply.await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (204, 1));
    assert!(all.get(NAME).await.unwrap_err().is_not_found());
}
