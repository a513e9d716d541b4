//! The calls of the facade, by name, so that a table can hold them.

use quintet::gateway::{Catalogue, Client, Files, PrefabCall, Secrets};
use quintet::{Call, Invoke, Result, Upload};

use super::stage::{Stage, drive};
use crate::support::contract::{Document, OperationSpec};

/// A call of the facade, or a part of one that is an operation of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facade {
    /// What a client with an API key does before its first call.
    Exchange,
    Run,
    RunStream,
    RunLegacy,
    RunLegacyStream,
    UploadUrl,
    /// The second step of an upload.
    PutObject,
    UploadFile,
    UploadTemp,
    Presign,
    /// The second step of a download.
    GetObject,
    List,
    ListTemp,
    Cleanup,
    Prefabs,
    Spec,
    StoreSecret,
    AllSecrets,
    SecretsFor,
    DeleteSecret,
    Health,
    Info,
}

use Facade::{
    AllSecrets, Cleanup, DeleteSecret, Exchange, GetObject, Health, Info, List, ListTemp, Prefabs,
    Presign, PutObject, Run, RunLegacy, RunLegacyStream, RunStream, SecretsFor, Spec, StoreSecret,
    UploadFile, UploadTemp, UploadUrl,
};

impl Facade {
    #[rustfmt::skip]
    pub(super) const ALL: [Self; 22] = [
        Exchange, Run, RunStream, RunLegacy, RunLegacyStream, UploadUrl, PutObject, UploadFile, UploadTemp, Presign,
        GetObject, List, ListTemp, Cleanup, Prefabs, Spec, StoreSecret, AllSecrets, SecretsFor, DeleteSecret, Health, Info,
    ];

    /// The four ways of running a function.
    pub(super) const RUNS: [Self; 4] = [Run, RunStream, RunLegacy, RunLegacyStream];

    /// The `operationId`.
    pub(super) fn operation(self) -> &'static str {
        match self {
            Exchange => "convert_to_internal_token",
            Run => "run",
            RunStream => "run_stream",
            RunLegacy => "run_legacy",
            RunLegacyStream => "run_legacy_stream",
            UploadUrl => "generate_upload_url",
            PutObject => "put_object",
            UploadFile => "upload_file",
            UploadTemp => "upload_temp_file",
            Presign => "get_presigned_url",
            GetObject => "get_object",
            List => "list_files",
            ListTemp => "list_temp_files",
            Cleanup => "cleanup_temp_files",
            Prefabs => "list_prefabs",
            Spec => "get_prefab_spec",
            StoreSecret => "store_secret",
            AllSecrets => "list_secrets",
            SecretsFor => "list_prefab_secrets",
            DeleteSecret => "delete_secret",
            Health => "get_health",
            Info => "get_info",
        }
    }

    /// What the document says about it.
    pub(super) fn documented(self) -> OperationSpec {
        let operations = Document::load("gateway").operations().into_iter();
        let mut named = operations.filter(|spec| spec.id == self.operation());
        named.next().unwrap()
    }

    pub(super) fn is_run(self) -> bool {
        Self::RUNS.contains(&self)
    }

    /// Whether it needs a client with a legacy credential.
    pub(super) fn is_legacy(self) -> bool {
        matches!(self, RunLegacy | RunLegacyStream)
    }

    /// Whether it goes to the object store, which knows no credential.
    pub(super) fn is_at_the_store(self) -> bool {
        matches!(self, PutObject | GetObject)
    }

    /// Whether it is for anybody.
    pub(super) fn is_public(self) -> bool {
        matches!(self, Health | Info)
    }

    /// Whether the call may be sent twice.
    pub(super) fn is_idempotent(self) -> bool {
        let method = self.documented().method;
        matches!(&*method, "GET" | "DELETE") || matches!(self, Exchange | UploadUrl | PutObject)
    }

    /// What it is made for, when that does not matter.
    pub(super) fn subject(self) -> &'static str {
        match self {
            Run | RunLegacy => "test-kit@1.0.0/echo",
            RunStream | RunLegacyStream => "test-kit@1.0.0/stream_unfinished",
            Spec => "llm-client@1.0.0",
            Presign | GetObject => "s3://bucket/input.mp4",
            _ => "session-1",
        }
    }

    /// Makes the call for a subject: a function as `prefab@version/name`, a prefab as `id@version`, the URL of a file, or a
    /// session.
    pub(super) async fn call(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        match self {
            _ if self.is_run() => self.run(stage, client, subject).await,
            Exchange => {
                stage.driven.operation(self.operation());
                client.secrets().list().await.map(drop)
            }
            Health => done(stage, drive!(stage, Client, health, client)).await,
            Info => done(stage, drive!(stage, Client, info, client)).await,
            Prefabs | Spec => self.catalogue(stage, client, subject).await,
            StoreSecret | AllSecrets | SecretsFor | DeleteSecret => {
                self.secrets(stage, client).await
            }
            _ => self.files(stage, client, subject).await,
        }
    }

    async fn run(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let (prefab, function) = subject.split_once('/').unwrap();
        let (prefab, version) = prefab.split_once('@').unwrap();
        let parameters = serde_json::json!({ "city": "London" });
        if matches!(self, RunStream | RunLegacyStream) {
            let call = drive!(stage, Client, run_stream, client, prefab, version, function);
            let call = call.parameters(parameters);
            return stage.settle_as(self.operation(), call).await.map(drop);
        }
        let call = PrefabCall::new(prefab, version, function).parameters(parameters);
        let call = drive!(stage, Client, call, client, call);
        stage.settle_as(self.operation(), call).await.map(drop)
    }

    async fn files(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = drive!(stage, Client, files, client);
        let file = || Upload::from("abc").named("a b.txt");
        match self {
            UploadUrl | PutObject => {
                stage.driven.operation(self.operation());
                let call = drive!(stage, Files, upload_input_file, &all, file());
                done(stage, call).await
            }
            UploadFile => done(stage, drive!(stage, Files, upload_file, &all, file())).await,
            UploadTemp => {
                let call = drive!(stage, Files, upload_temp_file, &all, file());
                done(stage, call).await
            }
            Presign => done(stage, drive!(stage, Files, presigned_url, &all, subject)).await,
            GetObject => {
                stage.driven.operation(self.operation());
                let call = drive!(stage, Files, download, &all, subject);
                let download = stage.settle(call).await?.into_value();
                download.bytes().await.map(drop)
            }
            List => done(stage, drive!(stage, Files, list_files, &all)).await,
            ListTemp => done(stage, drive!(stage, Files, list_temp_files, &all)).await,
            Cleanup => {
                done(
                    stage,
                    drive!(stage, Files, cleanup_temp_files, &all, subject),
                )
                .await
            }
            other => panic!("{other:?} is no call for files"),
        }
    }

    async fn catalogue(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = drive!(stage, Client, catalogue, client);
        let Some((id, version)) = subject.split_once('@') else {
            return done(stage, drive!(stage, Catalogue, list_prefabs, &all)).await;
        };
        let call = drive!(stage, Catalogue, get_prefab_spec, &all, id).version(version);
        done(stage, call).await
    }

    async fn secrets(self, stage: &Stage, client: &Client) -> Result<()> {
        let all = drive!(stage, Client, secrets, client);
        let (prefab, name) = ("llm-client", "KEY");
        match self {
            StoreSecret => {
                let call = drive!(stage, Secrets, store, &all, prefab, name, "not-a-real-key");
                done(stage, call).await
            }
            AllSecrets => done(stage, drive!(stage, Secrets, list, &all)).await,
            SecretsFor => done(stage, drive!(stage, Secrets, list_for, &all, prefab)).await,
            _ => done(stage, drive!(stage, Secrets, delete, &all, prefab, name)).await,
        }
    }
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
