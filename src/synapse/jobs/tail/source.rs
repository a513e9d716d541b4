//! Where the log of a job comes from: a WebSocket, or HTTP where that does not work. Contract: §2.6.

use std::sync::Arc;
use std::time::Duration;

use super::body::Body;
use super::connection::Connection;
use super::limits::exceeded;
use super::protocol::Protocol;
#[cfg(feature = "websocket")]
use super::socket::Socket;
use crate::error::{Error, ErrorKind, Result};
use crate::generated::synapse::Client as Raw;
#[cfg(feature = "websocket")]
use crate::runtime::Reading;
use crate::runtime::tail::{Excess, Source};
use crate::runtime::{CallOptions, Exchange, RetryPolicy, Transport};

/// Where the log of a job comes from.
pub(super) struct JobLog {
    transport: Arc<Transport>,
    options: CallOptions,
    policy: RetryPolicy,
    id: String,
    /// How long the agent may be silent.
    idle: Duration,
    /// The way of the next connection.
    way: Protocol,
}

impl JobLog {
    pub(super) fn new(
        transport: Arc<Transport>,
        options: CallOptions,
        id: String,
        idle: Duration,
        protocol: Protocol,
    ) -> Self {
        let policy = options.retry.clone();
        Self {
            policy: policy.unwrap_or_else(|| transport.retry.clone()),
            transport,
            options,
            id,
            idle,
            way: protocol,
        }
    }

    /// Opens a connection, trying as often as any call.
    pub(super) async fn first(&mut self) -> Result<Connection> {
        self.connect().await
    }

    #[cfg(feature = "websocket")]
    async fn connect(&mut self) -> Result<Connection> {
        if self.way == Protocol::Http {
            return self.over_http().await;
        }
        match self.over_websocket().await {
            Err(error) if self.way == Protocol::Auto && falls_back(&error) => {
                self.way = Protocol::Http;
                let opened = self.over_http().await;
                // What HTTP was the second try for is not to be lost.
                opened.map_err(|worse| worse.or_source(error))
            }
            opened => opened,
        }
    }

    #[cfg(not(feature = "websocket"))]
    async fn connect(&mut self) -> Result<Connection> {
        self.over_http().await
    }

    #[cfg(feature = "websocket")]
    async fn over_websocket(&self) -> Result<Connection> {
        let mut options = CallOptions {
            reading: Reading::Upgrade,
            // Reading a log twice does no harm.
            idempotent: true,
            ..self.options()
        };
        if self.way == Protocol::Auto {
            options.answer = Some(answers);
        }
        let exchange = Exchange::new(Arc::clone(&self.transport), options);
        let opened = Socket::open(&exchange, &self.id, self.idle).await;
        let socket = opened.map_err(|error| error.with_operation(super::WEBSOCKET))?;
        Ok(Connection::Socket(Box::new(socket)))
    }

    async fn over_http(&self) -> Result<Connection> {
        let exchange = Exchange::new(Arc::clone(&self.transport), self.options());
        let opened = async {
            let sent = Raw::of(&exchange).stream_tail_job_logs(&self.id).await;
            if exchange.optional(sent)?.is_none() {
                return Ok(Body::none(exchange.clone()));
            }
            let download = exchange.download(Ok(()))?;
            Body::new(download, exchange.clone()).map_err(|error| exchange.judged(error))
        };
        let body = opened.await;
        let body = body.map_err(|error| error.with_operation(super::HTTP))?;
        Ok(Connection::Body(Box::new(body)))
    }

    fn options(&self) -> CallOptions {
        CallOptions {
            idle_timeout: Some(self.idle),
            retry: Some(self.policy.clone()),
            ..self.options.clone()
        }
    }
}

impl Source for JobLog {
    type Connection = Connection;

    async fn open(&mut self, is_fruitless: bool) -> Result<Connection> {
        // How often is decided by whoever asks.
        self.policy.max_attempts = 1;
        if is_fruitless && self.way == Protocol::Auto {
            self.way = Protocol::Http;
        }
        self.connect().await
    }

    async fn is_over(&mut self) -> Result<bool> {
        let options = CallOptions {
            idle_timeout: None,
            ..self.options.clone()
        };
        let exchange = Exchange::new(Arc::clone(&self.transport), options);
        let job = Raw::of(&exchange).get_job(&self.id).await?;
        Ok(job.is_over())
    }

    fn leave(connection: Connection) {
        connection.leave();
    }

    fn excess(excess: Excess) -> Error {
        exceeded(excess)
    }
}

/// Whether HTTP may work where a WebSocket does not. A refusal that it would only repeat is none of that.
#[cfg(feature = "websocket")]
fn falls_back(error: &Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::InvalidInput
            | ErrorKind::Connect
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::RateLimited
            | ErrorKind::Redirect
    )
}

/// Whether a refusal says that there is no WebSocket, so that the next one would be refused as well.
#[cfg(feature = "websocket")]
fn answers(error: &Error) -> bool {
    let passes = matches!(
        error.status().map(|status| status.as_u16()),
        Some(408 | 429 | 503 | 504)
    );
    falls_back(error) && !passes
}
