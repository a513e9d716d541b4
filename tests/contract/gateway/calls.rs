//! The calls of the facade, by name, so that a table can hold them.

mod make;

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

    /// How many methods of the facade make it.
    pub(super) fn ways(self) -> usize {
        match self {
            Run | RunLegacy => 4,
            RunStream | RunLegacyStream | GetObject | UploadTemp | ListTemp | Cleanup => 2,
            _ => 1,
        }
    }
}
