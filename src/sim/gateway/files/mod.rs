//! `/internal/files/*`: files of agents, and the way to the object store.

pub(super) mod keys;
mod list;
mod presign;
#[cfg(test)]
mod tests;
mod upload;

pub(super) use list::{cleanup_temp, list, list_temp};
pub(super) use presign::{download, generate_upload_url};
pub(super) use upload::{read_form, upload, upload_temp};

/// The folder of files that stay.
const OUTPUTS: &str = "agent-outputs";
/// The folder of files that go.
const WORKSPACE: &str = "agent-workspace";
