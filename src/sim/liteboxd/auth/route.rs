//! Which operation on accounts a method and a path mean.

use http::Method;

use super::super::world::World;
use super::{Caller, operations};
use crate::sim::exchange::{Reply, Request};

/// An operation that needs a caller; login is none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Route {
    Me,
    Logout,
    ChangePassword,
    CreateKey,
    ListKeys,
    DeleteKey(String),
}

impl Route {
    /// The operation for the rest of the path.
    pub(in super::super) fn find(method: &Method, rest: &[&str]) -> Option<Self> {
        match (method.as_str(), rest) {
            ("GET", ["me"]) => Some(Self::Me),
            ("POST", ["logout"]) => Some(Self::Logout),
            ("POST", ["change-password"]) => Some(Self::ChangePassword),
            ("POST", ["api-keys"]) => Some(Self::CreateKey),
            ("GET", ["api-keys"]) => Some(Self::ListKeys),
            ("DELETE", ["api-keys", id]) => Some(Self::DeleteKey((*id).to_owned())),
            _ => None,
        }
    }

    /// Does it. Everything but asking who one is needs a session.
    pub(in super::super) fn operate(
        &self,
        world: &mut World,
        caller: &Caller,
        request: &Request,
    ) -> Reply {
        if *self == Self::Me {
            return operations::me(caller);
        }
        let session = match caller.session() {
            Ok(session) => session,
            Err(denial) => return denial.reply(),
        };
        match self {
            Self::Me => operations::me(caller),
            Self::Logout => operations::logout(world, session, request),
            Self::ChangePassword => operations::change_password(world, request),
            Self::CreateKey => operations::create_key(world, request),
            Self::ListKeys => operations::list_keys(world),
            Self::DeleteKey(id) => operations::delete_key(world, id),
        }
    }
}
