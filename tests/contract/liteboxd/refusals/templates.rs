//! The refusals of calls for templates.

use TemplateCall::{Create, Delete, Export, Get, Rollback, Update, Version, Versions};
use quintet::ErrorKind::{self, BadRequest, Conflict, NotFound};

use super::super::facade::{Facade, TemplateCall};
use super::Cause::{self, Missing, Says, Taken};
use super::{Refusal, refusal};

const fn of(
    call: TemplateCall,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
) -> Refusal {
    refusal(Facade::Template(call), cause, status, kind, message)
}

#[rustfmt::skip]
pub(super) const ROWS: [Refusal; 13] = [
    of(Create, Says("the store is full"), 400, BadRequest, "the store is full"),
    of(Create, Taken, 409, Conflict, "already exists"),
    of(Get, Missing, 404, NotFound, "Template 'deadbeef' not found"),
    of(Update, Says("spec.image is required"), 400, BadRequest, "spec.image is required"),
    of(Update, Missing, 404, NotFound, "Template 'deadbeef' not found"),
    of(Delete, Missing, 404, NotFound, "Template 'deadbeef' not found"),
    of(Versions, Missing, 404, NotFound, "Template 'deadbeef' not found"),
    of(Version, Says("Invalid version number"), 400, BadRequest, "Invalid version number"),
    of(Version, Missing, 404, NotFound, "Version 1 not found for template 'deadbeef'"),
    of(Rollback, Says("target version must be at least 1"), 400, BadRequest, "at least 1"),
    of(Rollback, Missing, 404, NotFound, "template not found"),
    of(Export, Says("Invalid version number"), 400, BadRequest, "Invalid version number"),
    of(Export, Missing, 404, NotFound, "'deadbeef' not found"),
];
