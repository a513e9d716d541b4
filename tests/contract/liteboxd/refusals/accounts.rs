//! The refusals of calls for sessions, the password and API keys.

use AccountCall::{ChangePassword, CreateKey, DeleteKey, ListKeys, Login, Logout};
use quintet::ErrorKind::{self, BadRequest, Forbidden, NotFound, Unauthorized};

use super::super::facade::{AccountCall, Facade};
use super::Cause::{self, Missing, NoSession, Says};
use super::{Refusal, refusal};

const fn of(
    call: AccountCall,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
) -> Refusal {
    refusal(Facade::Account(call), cause, status, kind, message)
}

/// What an API key is told that is not enough.
const SESSION: &str = "this operation requires session authentication (web login)";

#[rustfmt::skip]
pub(super) const ROWS: [Refusal; 11] = [
    of(Login, Says("username and password are required"), 400, BadRequest, "username and password are required"),
    of(Login, Missing, 401, Unauthorized, "invalid credentials"),
    of(ChangePassword, Says("old_password and new_password are required"), 400, BadRequest, "old_password and new_password are required"),
    of(ChangePassword, Missing, 401, Unauthorized, "invalid old password"),
    of(CreateKey, Says("name is required and must be at most 128 characters"), 400, BadRequest, "at most 128 characters"),
    of(DeleteKey, Missing, 404, NotFound, "API key not found"),
    of(Logout, NoSession, 403, Forbidden, SESSION),
    of(ChangePassword, NoSession, 403, Forbidden, SESSION),
    of(CreateKey, NoSession, 403, Forbidden, SESSION),
    of(ListKeys, NoSession, 403, Forbidden, SESSION),
    of(DeleteKey, NoSession, 403, Forbidden, SESSION),
];
