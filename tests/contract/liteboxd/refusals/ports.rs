//! The refusals of calls for ports and terminals.

use PortCall::{Delete, Get, Patch, Post, Put, Terminal, WebSocket};
use quintet::ErrorKind::{self, BadRequest, NotFound, Server, Unauthorized, Unavailable};

use super::super::facade::{Facade, PortCall};
use super::Cause::{self, Deaf, Draining, Plain, Says, Terminating, WrongToken};
use super::{Refusal, refusal};

const fn of(
    call: PortCall,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
) -> Refusal {
    refusal(Facade::Port(call), cause, status, kind, message)
}

const NO_UPGRADE: &str = "Bad Request\n{\"error\":\"failed to upgrade to websocket\"}";

pub(super) fn rows() -> Vec<Refusal> {
    let mut rows = vec![of(
        Terminal,
        Plain(NO_UPGRADE),
        400,
        BadRequest,
        "Bad Request",
    )];
    for call in [Get, Post, Put, Patch, Delete, WebSocket] {
        let deaf = match call {
            WebSocket => "failed to connect to backend websocket",
            _ => "nothing answers on this port of the sandbox",
        };
        let port = "invalid port number";
        rows.extend([
            of(call, Says(port), 400, BadRequest, port),
            of(call, WrongToken, 401, Unauthorized, "invalid access token"),
            of(call, Terminating, 404, NotFound, "sandbox not found"),
            of(call, Deaf, 502, Server, deaf),
            of(call, Draining, 503, Unavailable, "service is draining"),
        ]);
    }
    rows
}
