//! The refusals of calls for sandboxes.

use quintet::ErrorKind::{self, BadRequest, Conflict, NotFound};

use super::super::facade::{Facade, SandboxCall};
use super::Cause::{self, Missing, NotPersistent, Running, Says, Stopped, Terminating};
use super::{Refusal, refusal};
use SandboxCall::{
    Create, Delete, Download, Execute, Get, Metadata, Pvcs, Restart, Start, Stop, Upload,
};

const fn of(
    call: SandboxCall,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
) -> Refusal {
    refusal(Facade::Sandbox(call), cause, status, kind, message)
}

#[rustfmt::skip]
pub(super) const ROWS: [Refusal; 33] = [
    of(Create, Says("invalid character"), 400, BadRequest, "invalid character"),
    of(Create, Missing, 500, NotFound, "failed to get template: template 'deadbeef' not found"),
    of(Create, Says("failed to get template: version 9 not found for template 'a'"), 500, NotFound, "version 9 not found"),
    of(Create, Says("ttl must be >= 0"), 500, BadRequest, "ttl must be >= 0"),
    of(Create, Says("persistence overrides are not allowed when template persistence is disabled"), 500, BadRequest, "persistence overrides are not allowed"),
    of(Create, Says("invalid overrides.persistence.size: quantities must match"), 500, BadRequest, "quantities must match"),
    of(Metadata, Says("invalid created_from, expected RFC3339"), 400, BadRequest, "invalid created_from"),
    of(Get, Missing, 404, NotFound, "sandbox not found"),
    of(Delete, Missing, 500, NotFound, "sandbox not found"),
    of(Execute, Says("Key: 'ExecRequest.Command' failed"), 400, BadRequest, "Key: 'ExecRequest.Command' failed"),
    of(Execute, Missing, 500, NotFound, "failed to exec: failed to resolve sandbox pod: "),
    of(Execute, Stopped, 500, NotFound, "failed to exec: failed to resolve sandbox pod: "),
    of(Upload, Says("path is required"), 400, BadRequest, "as it does after 10 s"),
    of(Upload, Says("file is required"), 400, BadRequest, "file is required"),
    of(Upload, Missing, 500, NotFound, "failed to upload file: failed to resolve sandbox pod: "),
    of(Upload, Stopped, 500, NotFound, "failed to upload file: failed to resolve sandbox pod: "),
    of(Download, Says("path is required"), 400, BadRequest, "path is required"),
    of(Download, Missing, 500, NotFound, "failed to download file: failed to resolve sandbox pod: "),
    of(Download, Stopped, 500, NotFound, "failed to download file: failed to resolve sandbox pod: "),
    of(Download, Says("failed to download file: file not found in tar archive"), 500, NotFound, "file not found in tar archive"),
    of(Restart, NotPersistent, 400, BadRequest, "sandbox restart is only supported for persistence-enabled sandboxes"),
    of(Restart, Missing, 404, NotFound, "sandbox not found"),
    of(Restart, Stopped, 409, Conflict, "sandbox is stopped"),
    of(Restart, Terminating, 409, Conflict, "sandbox is terminating or deleted"),
    of(Stop, NotPersistent, 400, BadRequest, "sandbox stop is only supported"),
    of(Stop, Missing, 404, NotFound, "sandbox not found"),
    of(Stop, Terminating, 404, NotFound, "sandbox not found"),
    of(Stop, Stopped, 409, Conflict, "sandbox is already stopped"),
    of(Start, NotPersistent, 400, BadRequest, "sandbox start is only supported"),
    of(Start, Missing, 404, NotFound, "sandbox not found"),
    of(Start, Terminating, 404, NotFound, "sandbox not found"),
    of(Start, Running, 409, Conflict, "sandbox is not stopped"),
    of(Pvcs, Says("invalid state, expected one of [bound, orphan_pvc, dangling_metadata]"), 400, BadRequest, "invalid state"),
];
