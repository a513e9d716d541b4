//! Every documented success of prepull tasks, import and export.

use std::time::Duration;

use quintet::Call;
use quintet::liteboxd::{
    Client, CreatePrepull, ExportTemplates, ImportExport, ImportResult, ImportStrategy,
    ImportTemplates, ListPrepulls, PrepullStatus, Prepulls,
};

use super::stage::{Stage, drive};
use super::values::wire;

const TASKS: &str = "/api/v1/images/prepull";

/// Makes every call with success.
pub(super) async fn drive(stage: &Stage) {
    prepulls(stage).await;
    import(stage).await;
    export(stage).await;
}

async fn prepulls(stage: &Stage) {
    let all = drive!(stage, Client, prepulls, &stage.client);
    let call = drive!(stage, Prepulls, create, &all, "busybox:1");
    let limit = Duration::from_secs(60);
    let call = drive!(stage, Call<CreatePrepull>, pull_timeout, call, limit);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (202, 1));
    assert_eq!(stage.last_body()["timeout"], 60);
    let task = reply.into_value();
    assert_eq!(task.status, PrepullStatus::Pulling);

    let call = drive!(
        stage,
        Prepulls,
        create_for_template,
        &all,
        "code-interpreter"
    );
    let reply = stage.settle(call).await.unwrap();
    assert_eq!(reply.status(), 202);
    assert_eq!(reply.value().template.as_deref(), Some("code-interpreter"));

    let reply = stage.settle(drive!(stage, Prepulls, list, &all)).await;
    let tasks = reply.unwrap().into_value();
    assert_eq!(wire(&tasks), wire(&stage.look(TASKS).await["items"]));
    let call = drive!(stage, Call<ListPrepulls>, image, all.list(), "busybox:1");
    let pulling = PrepullStatus::Pulling;
    let call = drive!(stage, Call<ListPrepulls>, status, call, pulling);
    let some = stage.settle(call).await.unwrap().into_value();
    assert_eq!(wire(&some), wire(&vec![task.clone()]));
    let one = stage.settle(drive!(stage, Prepulls, get, &all, &task.id));
    assert_eq!(wire(one.await.unwrap().value()), wire(&task));

    let reply = stage.settle(drive!(stage, Prepulls, delete, &all, &task.id));
    assert_eq!(reply.await.unwrap().status(), 204);
    assert!(all.get(&task.id).await.unwrap_err().is_not_found());
}

async fn import(stage: &Stage) {
    let transfer = drive!(stage, Client, import_export, &stage.client);
    let document = "kind: SandboxTemplateList\nitems:\n\
                    - {metadata: {name: imported}, spec: {image: 'busybox:2'}}\n\
                    - {metadata: {name: NOT}, spec: {image: 'busybox:2'}}\n";
    let call = drive!(stage, ImportExport, import_templates, &transfer, document);
    let strategy = ImportStrategy::CreateOnly;
    let call = drive!(stage, Call<ImportTemplates>, strategy, call, strategy);
    let call = drive!(stage, Call<ImportTemplates>, prepull, call);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let result = reply.into_value();
    assert_eq!((result.total, result.created, result.failed), (2, 1, 1));
    let failures: Vec<_> = drive!(stage, ImportResult, failures, &result).collect();
    assert_eq!(failures[0].name, "NOT");
    assert_eq!(result.prepull_started, ["busybox:2"]);
}

async fn export(stage: &Stage) {
    let transfer = stage.client.import_export();
    let call = drive!(stage, ImportExport, export_all, &transfer);
    let call = drive!(stage, Call<ExportTemplates>, tag, call, "seeded");
    let names = ["code-interpreter", "imported"];
    let call = drive!(stage, Call<ExportTemplates>, names, call, names);
    let yaml = stage.settle(call).await.unwrap().into_value();
    let yaml = String::from_utf8(yaml.to_vec()).unwrap();
    assert!(yaml.contains("code-interpreter"), "{yaml}");
    assert!(!yaml.contains("imported"), "it has no tag: {yaml}");
}

/// Waits, on a stage where things happen by themselves.
pub(super) async fn waits(stage: &Stage) {
    let all = stage.client.prepulls();
    let task = all.create("busybox:3").await.unwrap();
    let wait = drive!(stage, Prepulls, wait_for_completion, &all, &task.id);
    let done = wait.interval(Duration::from_millis(1)).await.unwrap();
    assert_eq!(done.status, PrepullStatus::Completed);
}
