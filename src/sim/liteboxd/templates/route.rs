//! Which operation on templates a method and a path mean.

use http::Method;

use super::super::world::World;
use super::operations;
use crate::sim::exchange::{Reply, Request};

/// An operation on templates, with the name of the template where it needs one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Route {
    Create,
    List,
    Get(String),
    Update(String),
    Delete(String),
    Versions(String),
    /// The number may be anything.
    Version(String, String),
    Rollback(String),
}

impl Route {
    /// The operation for the rest of the path.
    pub(in super::super) fn find(method: &Method, rest: &[&str]) -> Option<Self> {
        let name = || {
            let name = rest.first().copied();
            name.unwrap_or_default().to_owned()
        };
        Some(match (method.as_str(), rest) {
            ("POST", []) => Self::Create,
            ("GET", []) => Self::List,
            ("GET", [_]) => Self::Get(name()),
            ("PUT", [_]) => Self::Update(name()),
            ("DELETE", [_]) => Self::Delete(name()),
            ("GET", [_, "versions"]) => Self::Versions(name()),
            ("GET", [_, "versions", number]) => Self::Version(name(), (*number).to_owned()),
            ("POST", [_, "rollback"]) => Self::Rollback(name()),
            _ => return None,
        })
    }

    /// Does it.
    pub(in super::super) fn operate(&self, world: &mut World, request: &Request) -> Reply {
        match self {
            Self::Create => operations::create(world, request),
            Self::List => operations::list(world, request),
            Self::Get(name) => operations::get(world, name),
            Self::Update(name) => operations::update(world, name, request),
            Self::Delete(name) => operations::delete(world, name),
            Self::Versions(name) => operations::versions(world, name),
            Self::Version(name, number) => operations::version(world, name, number),
            Self::Rollback(name) => operations::rollback(world, name, request),
        }
    }
}
