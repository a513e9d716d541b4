//! A WebSocket to a port.

use super::gateway::explain;
use super::target::Target;
use crate::error::Result;
use crate::generated::liteboxd::OPERATIONS;
use crate::runtime::websocket::{Opening, WebSocket};
use crate::runtime::{Call, CallOptions, Exchange, Invoke, Reading, find};

/// Opens a WebSocket; made by [`Port::websocket`](super::Port::websocket).
#[derive(Debug)]
pub struct OpenSocket {
    target: Target,
    path: String,
    query: Vec<(String, String)>,
    opening: Opening,
}

impl OpenSocket {
    pub(super) fn new(target: Target, path: String) -> Self {
        Self {
            target,
            path,
            query: Vec::new(),
            opening: Opening::default(),
        }
    }
}

impl Call<OpenSocket> {
    /// Adds a parameter to the query. The same name may be given several times.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.query.push((name.into(), value.into()));
        self
    }

    /// Offers a subprotocol, after those offered before. Default: none.
    pub fn protocol(mut self, name: impl Into<String>) -> Self {
        self.parameters.opening.protocols.push(name.into());
        self
    }

    /// The largest message that is taken, in bytes. Default: 4 MiB.
    pub fn max_message(mut self, bytes: usize) -> Self {
        self.parameters.opening.max_message = bytes;
        self
    }
}

impl Invoke for OpenSocket {
    type Output = WebSocket;
    const OPERATION: &'static str = "proxy_get";

    fn adjust(&self, options: &mut CallOptions) {
        options.reading = Reading::Upgrade;
    }

    async fn invoke(self, exchange: Exchange) -> Result<WebSocket> {
        let url = self.target.url(exchange.base(), &self.path, &self.query)?;
        let operation = find(OPERATIONS, Self::OPERATION)?;
        let opened = self.opening.open(&exchange, operation, url).await;
        opened.map_err(explain)
    }
}
