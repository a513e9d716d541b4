//! The manners of FastAPI: how it finds routes, reads requests and writes errors. Several backends are made with it.

pub(crate) mod body;
pub(crate) mod query;
pub(crate) mod reply;
pub(crate) mod router;
pub(crate) mod values;
