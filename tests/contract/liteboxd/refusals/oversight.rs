//! The refusals of calls for reconciliation.

use quintet::ErrorKind::NotFound;

use super::super::facade::{Facade, OversightCall};
use super::Cause::Missing;
use super::{Refusal, refusal};

pub(super) const ROWS: [Refusal; 1] = [refusal(
    Facade::Oversight(OversightCall::Run),
    Missing,
    404,
    NotFound,
    "reconcile run not found",
)];
