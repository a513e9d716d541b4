//! The Gateway: prefabs, their runs, streams and files.

mod access;
mod catalogue;
mod check;
mod client;
mod files;
mod health;
mod refusal;
mod runs;
mod secrets;

pub use crate::generated::gateway::types::{
    DeploymentStatus, FileInfo, FileList, Health, Info, PrefabInfo, PrefabSpec, SecretName,
    SecretRequirement, UploadedFile,
};
pub use catalogue::{Catalogue, GetPrefabSpec, ListPrefabs};
pub use client::{CLUSTER_URL, Client, Gateway, LEGACY_URL, PRODUCTION_URL, TEST_URL};
pub use files::{
    CleanupTempFiles, DownloadFile, Files, FinishSession, ListFiles, ListTempFiles, PresignUrl,
    SaveFile, Session, UploadFile, UploadInputFile, UploadTempFile,
};
pub use health::{GetHealth, GetInfo};
pub use refusal::{FieldFault, Refusal};
pub use runs::{
    BatchResult, CallStatus, Prefab, PrefabCall, Run, RunBatch, RunResult, RunStatus, RunStream,
    StreamEnd, StreamEvent, StreamEventKind, StreamEvents,
};
pub use secrets::{DeleteSecret, ListPrefabSecrets, ListSecrets, Secrets, StoreSecret};
