//! Making the calls, each by every method of the facade that makes it.

use quintet::gateway::{Catalogue, Client, Files, Prefab, PrefabCall, Secrets, Session};
use quintet::{Call, Invoke, Result, Upload};
use serde_json::json;

use super::super::stage::{Stage, drive};
use super::Facade::{self, *};

impl Facade {
    /// Makes the call by one of its methods for a subject: a function as `prefab@version/name`, a prefab as `id@version`, the
    /// URL of a file, or a session.
    pub(in super::super) async fn call(
        self,
        stage: &Stage,
        client: &Client,
        subject: &str,
        way: usize,
    ) -> Result<()> {
        match self {
            Run | RunLegacy => self.run(stage, client, subject, way).await,
            RunStream | RunLegacyStream => self.run_stream(stage, client, subject, way).await,
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
            UploadTemp | ListTemp | Cleanup => self.temporary(stage, client, subject, way).await,
            _ => self.files(stage, client, subject, way).await,
        }
    }

    async fn run(self, stage: &Stage, client: &Client, subject: &str, way: usize) -> Result<()> {
        let (prefab, version, function) = parts(subject);
        let parameters = json!({ "city": "London" });
        let call = PrefabCall::new(prefab, version, function).parameters(parameters.clone());
        let operation = self.operation();
        let call = match way {
            0 => drive!(stage, Client, call, client, call),
            1 => {
                drive!(stage, Client, run, client, prefab, version, function).parameters(parameters)
            }
            2 => {
                let prefab = drive!(stage, Client, prefab, client, prefab, version);
                drive!(stage, Prefab, call, &prefab, function).parameters(parameters)
            }
            _ => {
                let call = drive!(stage, Client, run_batch, client, [call]);
                return stage.settle_as(operation, call).await.map(drop);
            }
        };
        stage.settle_as(operation, call).await.map(drop)
    }

    async fn run_stream(
        self,
        stage: &Stage,
        client: &Client,
        subject: &str,
        way: usize,
    ) -> Result<()> {
        let (prefab, version, function) = parts(subject);
        let call = match way {
            0 => drive!(stage, Client, run_stream, client, prefab, version, function),
            _ => {
                let prefab = drive!(stage, Client, prefab, client, prefab, version);
                drive!(stage, Prefab, stream, &prefab, function)
            }
        };
        let call = call.parameter("city", "London");
        stage.settle_as(self.operation(), call).await.map(drop)
    }

    async fn files(self, stage: &Stage, client: &Client, subject: &str, way: usize) -> Result<()> {
        let all = drive!(stage, Client, files, client);
        match self {
            UploadUrl | PutObject => {
                stage.driven.operation(self.operation());
                let call = drive!(stage, Files, upload_input_file, &all, text());
                done(stage, call).await
            }
            UploadFile => done(stage, drive!(stage, Files, upload_file, &all, text())).await,
            Presign => done(stage, drive!(stage, Files, presigned_url, &all, subject)).await,
            GetObject if way == 0 => {
                stage.driven.operation(self.operation());
                let call = drive!(stage, Files, download, &all, subject);
                let download = stage.settle(call).await?.into_value();
                download.bytes().await.map(drop)
            }
            GetObject => {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("copy");
                let call = drive!(stage, Files, download_file, &all, subject, &path);
                let result = done(stage, call).await;
                assert_eq!(path.exists(), result.is_ok());
                result
            }
            List => done(stage, drive!(stage, Files, list_files, &all)).await,
            other => panic!("{other:?} is no call for files"),
        }
    }

    /// By itself, or by a session.
    async fn temporary(self, stage: &Stage, client: &Client, id: &str, way: usize) -> Result<()> {
        let all = drive!(stage, Client, files, client);
        let session = drive!(stage, Files, session, &all, id);
        match (self, way) {
            (UploadTemp, 0) => {
                let call = drive!(stage, Files, upload_temp_file, &all, text());
                done(stage, call).await
            }
            (UploadTemp, _) => done(stage, drive!(stage, Session, upload, &session, text())).await,
            (ListTemp, 0) => done(stage, drive!(stage, Files, list_temp_files, &all)).await,
            (ListTemp, _) => done(stage, drive!(stage, Session, list, &session)).await,
            (_, 0) => done(stage, drive!(stage, Files, cleanup_temp_files, &all, id)).await,
            _ => done(stage, drive!(stage, Session, finish, &session)).await,
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

fn text() -> Upload {
    Upload::from("abc").named("a b.txt")
}

/// Prefab, version and function.
fn parts(subject: &str) -> (&str, &str, &str) {
    let (prefab, function) = subject.split_once('/').unwrap();
    let (prefab, version) = prefab.split_once('@').unwrap();
    (prefab, version, function)
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
