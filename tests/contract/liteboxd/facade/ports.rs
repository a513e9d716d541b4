//! The calls for ports and terminals.

use quintet::Result;
use quintet::liteboxd::{Client, Port, Sandboxes};

use super::super::stage::{Stage, drive};
use super::done;

/// A call for a port or a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum PortCall {
    Terminal,
    Get,
    Post,
    Put,
    Patch,
    Delete,
    WebSocket,
}

use PortCall::{Delete, Get, Patch, Post, Put, Terminal, WebSocket};

/// Where nothing listens.
const DEAF: u16 = 1;

impl PortCall {
    pub(super) const ALL: [Self; 7] = [Terminal, Get, Post, Put, Patch, Delete, WebSocket];

    pub(super) fn operation(self) -> &'static str {
        match self {
            Terminal => "execute_interactive",
            Get | WebSocket => "proxy_get",
            Post => "proxy_post",
            Put => "proxy_put",
            Patch => "proxy_patch",
            Delete => "proxy_delete",
        }
    }

    /// Opens a terminal, or asks a port on which nothing listens. A token can follow the id, as in `a1b2c3d4 token`.
    pub(super) async fn call(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = client.sandboxes();
        let (id, token) = match subject.split_once(' ') {
            Some((id, token)) => (id, Some(token)),
            None => (subject, None),
        };
        let port = || stage.port(client, id, token, DEAF);
        stage.driven.operation(self.operation());
        match self {
            Terminal => done(stage, drive!(stage, Sandboxes, terminal, &all, id)).await,
            Get => done(stage, drive!(stage, Port, get, &port(), "/")).await,
            Post => done(stage, drive!(stage, Port, post, &port(), "/")).await,
            Put => done(stage, drive!(stage, Port, put, &port(), "/")).await,
            Patch => done(stage, drive!(stage, Port, patch, &port(), "/")).await,
            Delete => done(stage, drive!(stage, Port, delete, &port(), "/")).await,
            WebSocket => done(stage, drive!(stage, Port, websocket, &port(), "/")).await,
        }
    }
}
