//! The contract layer: a proxy that holds a server and its clients to an OpenAPI document.
//!
//! [`ContractProxy`] sits on a loopback port in front of any server. It hands every byte on
//! unchanged, in both directions, and reads along: each request and each reply that came whole is
//! checked against the unmodified [`Document`]. What does not conform is a [`Violation`]; what was
//! seen is the [`Coverage`].
//!
//! The layer shares nothing with the generated clients nor with the simulators: it has its own
//! reader of documents, of schemas and of HTTP/1.1 messages, so that one mistake cannot hide another.
//!
//! The oracle is closed: a value outside an enum (open enums too) and a property that the schema does
//! not name are violations. A real server may grow, but what runs behind this proxy is ours.
//!
//! A document may speak of several servers; a proxy stands for those that its [`Document`] was told of, the main one unless it
//! is told otherwise. What another server asks no credential for must not be sent one.
//!
//! Two path keys that differ in `#stream` are one route; see [`route::Route`].
//!
//! One kind of operation hands requests on to an application or a store that no document describes: an `x-handwritten` one
//! whose path ends in `{path}`. See [`operation::forwards`] for what it is held to.
//!
//! A reply of 101 is held to the handshake of WebSockets; what passes afterwards is nobody's HTTP and passes unread.

mod asks;
mod body;
mod check_reply;
mod check_request;
mod conversation;
mod coverage;
mod document;
mod events;
mod examples;
mod framing;
mod head;
mod ledger;
mod media;
mod multipart;
mod operation;
mod parameter;
mod percent;
mod proxy;
mod reader;
mod route;
mod schema;
mod security;
mod server;
mod template;
mod upgrade;
mod validator;
mod violation;

pub(crate) use coverage::Coverage;
pub(crate) use document::Document;
pub(crate) use operation::OperationSpec;
pub(crate) use proxy::ContractProxy;
pub(crate) use violation::{Side, Violation};
