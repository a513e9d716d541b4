//! The Gateway: prefabs, their runs, streams and files.

mod access;
mod check;
mod client;
mod refusal;
mod runs;

pub use client::{CLUSTER_URL, Client, Gateway, LEGACY_URL, PRODUCTION_URL, TEST_URL};
pub use refusal::{FieldFault, Refusal};
pub use runs::{
    BatchResult, CallStatus, Prefab, PrefabCall, Run, RunBatch, RunResult, RunStatus, RunStream,
    StreamEnd, StreamEvent, StreamEventKind, StreamEvents,
};
