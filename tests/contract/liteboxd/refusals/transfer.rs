//! The refusals of prepull tasks and imports.

use TransferCall::{CreatePrepull, DeletePrepull, Import, PrepullTemplate};
use quintet::ErrorKind::{self, BadRequest, Conflict, NotFound};

use super::super::facade::{Facade, TransferCall};
use super::Cause::{self, Kind, Missing, Pulling, Says, Syntax};
use super::{Refusal, refusal};

const fn of(
    call: TransferCall,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
) -> Refusal {
    refusal(Facade::Transfer(call), cause, status, kind, message)
}

#[rustfmt::skip]
pub(super) const ROWS: [Refusal; 9] = [
    of(CreatePrepull, Says("image is required"), 400, BadRequest, "image is required"),
    of(CreatePrepull, Pulling, 409, Conflict, "python:3.12-slim"),
    of(PrepullTemplate, Says("template has no image"), 400, BadRequest, "template has no image"),
    of(PrepullTemplate, Missing, 404, NotFound, "Template 'deadbeef' not found"),
    of(PrepullTemplate, Pulling, 409, Conflict, "python:3.12-slim"),
    of(DeletePrepull, Missing, 404, NotFound, "Prepull task 'deadbeef' not found"),
    of(Import, Says("file is required"), 400, BadRequest, "file is required"),
    of(Import, Syntax, 400, BadRequest, ""),
    of(Import, Kind, 500, BadRequest, "invalid kind: expected SandboxTemplate"),
];
