//! Which operation on prepull tasks a method and a path mean.

use http::Method;

use super::super::world::World;
use super::operations;
use crate::sim::exchange::{Reply, Request};

/// An operation on prepull tasks. There is none that gets a single task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Route {
    Create,
    /// For the image of the template of that name.
    ForTemplate(String),
    List,
    Delete(String),
}

impl Route {
    /// The operation for the rest of the path.
    pub(in super::super) fn find(method: &Method, rest: &[&str]) -> Option<Self> {
        match (method.as_str(), rest) {
            ("POST", []) => Some(Self::Create),
            ("GET", []) => Some(Self::List),
            ("DELETE", [id]) => Some(Self::Delete((*id).to_owned())),
            _ => None,
        }
    }

    /// Does it.
    pub(in super::super) fn operate(&self, world: &mut World, request: &Request) -> Reply {
        match self {
            Self::Create => operations::create(world, request),
            Self::ForTemplate(name) => operations::for_template(world, name),
            Self::List => operations::list(world, request),
            Self::Delete(id) => operations::delete(world, id),
        }
    }
}
