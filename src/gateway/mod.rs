//! The Gateway: prefabs, their runs, streams and files.
//!
//! ```no_run
//! # async fn f() -> quintet::Result<()> {
//! use quintet::gateway::Client;
//!
//! let client = Client::builder().base_url("https://gateway.example").token("eyJ0").build()?;
//! let result = client
//!     .run("translator", "1.0.0", "translate")
//!     .parameter("text", "Hello")
//!     .parameter("target", "fr")
//!     .await?
//!     .into_result()?;
//! println!("{}", result.function_result()["translation"]);
//! # Ok(()) }
//! ```
//!
//! # Credentials
//! | who calls | builder | sent as |
//! |---|---|---|
//! | an agent, with the token that the gateway gave it | [`token`](crate::Builder::token) | `X-Internal-Token` |
//! | a client outside of the platform | [`api_key`](crate::Builder::api_key) | exchanged for such a token by the first call |
//! | a machine that the server knows by its address | [`whitelist`](crate::Builder::whitelist) | nothing |
//! | a client of an early server | [`legacy_jwt`](crate::Builder::legacy_jwt), [`legacy_api_key`](crate::Builder::legacy_api_key) | `Authorization: Bearer`, `X-API-Key`; runs go to `/v1/run` |
//!
//! # Defaults
//! | what | default |
//! |---|---|
//! | base URL | [`PRODUCTION_URL`], which is plain http: a warning is logged, since credentials can be read on the way |
//! | time of a run | 1200 s; of a stream of events none, but they may stand still for 1200 s |
//! | time of any other call | 30 s; none for uploads and downloads |
//! | an event | at most 16 MiB |
//! | a temporary file | lives for 24 h |
//! | a signed link | is valid for an hour |
//! | runs of `run_many` at once | 8 |
//!
//! # Where the methods are
//! | in the design of the Gateway's SDK | here |
//! |---|---|
//! | `GatewayClient(internal_token)`, `from_api_key`, `GatewayClient()` | [`Client::builder`], [`Client::from_env`] |
//! | `run(…)`, `run(…, stream=True)` | [`Client::run`], [`Client::run_stream`] |
//! | `run_batch(calls)` | [`Client::run_batch`]; with a request for each [`Client::run_many`] |
//! | `client.prefab(id, version).call(fn)`, `.stream(fn)` | [`Client::prefab`] |
//! | `upload_input_file`, `upload_file`, `upload_temp_file`, `get_presigned_url`, `download_file`, `list_files`, `list_temp_files`, `cleanup_temp_files` | [`Client::files`] |
//! | `list_prefabs`, `get_prefab_spec` | [`Client::catalogue`] |
//! | `get_result`, `get_function_result`, `get_business_…`, `get_files` | [`RunResult`] |
//! | `MissingSecretError`, `AgentContextRequiredError`, `QuotaExceededError`, `ValidationError` | [`Refusal::of`] the error |
//! | the other errors | [`ErrorKind`](crate::ErrorKind) |
//!
//! # Where the server surprises
//! - Whether a function streams is in its manifest and not in the request: [`Client::run_stream`] gives the result of one that
//!   does not as an event, and [`Client::run`] of one that does is an error that has the events in its body.
//! - The output of a run is nested: [`RunResult::function_result`] is what the function itself returned.
//! - A call may fail in the function's own terms although its status is `SUCCESS`: see [`RunResult::business_success`].
//! - One refused call makes a whole [`run_batch`](Client::run_batch) an error, although the calls before it took effect.
//! - Tokens of API keys belong to no agent, so that the files of agents are refused with [`Refusal::MissingAgentContext`].
//! - A stream may end without `done`: see [`StreamEvents::end`].

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
