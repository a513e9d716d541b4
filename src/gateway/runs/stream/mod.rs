//! Running a function that streams. Contract: §3.

mod event;
mod events;

use http::header::CONTENT_TYPE;

use super::call::takes_inputs;
use super::send::Terms;
use super::{PrefabCall, RunResult};
use crate::error::{Error, Result};
use crate::generated::gateway::types::RunReply;
use crate::runtime::sse::Limits;
use crate::runtime::{Call, CallOptions, Download, Exchange, Invoke};

pub use event::{StreamEvent, StreamEventKind};
pub use events::{StreamEnd, StreamEvents};

/// Runs a function that streams; made by [`Client::run_stream`](crate::gateway::Client::run_stream) and others.
#[derive(Debug, Clone)]
pub struct RunStream {
    call: PrefabCall,
    terms: Terms,
    limits: Limits,
}

impl RunStream {
    pub(super) fn new(call: PrefabCall, terms: Terms) -> Self {
        Self {
            call,
            terms,
            limits: Limits::default(),
        }
    }

    fn check(&self) -> Result<()> {
        let Limits {
            line,
            event,
            stream,
        } = self.limits;
        if line == 0 || event == 0 || stream == Some(0) {
            return Err(Error::invalid(
                "a limit of zero bytes on a stream, whose first event would exceed it; give more or leave it unset",
            ));
        }
        Ok(())
    }
}

takes_inputs!(RunStream);

impl Call<RunStream> {
    /// The largest event, and the longest line of one, in bytes. Default: 16 MiB. A larger one ends the stream with
    /// [`TooLarge`](crate::ErrorKind::TooLarge).
    pub fn max_event(mut self, bytes: usize) -> Self {
        self.parameters.limits.event = bytes;
        self.parameters.limits.line = bytes;
        self
    }

    /// The longest stream, in bytes. Default: no limit. A longer one ends with [`TooLarge`](crate::ErrorKind::TooLarge).
    pub fn max_stream(mut self, bytes: u64) -> Self {
        self.parameters.limits.stream = Some(bytes);
        self
    }
}

impl Invoke for RunStream {
    type Output = StreamEvents;
    const OPERATION: &'static str = "run_stream";

    fn operation(&self) -> &'static str {
        self.terms.stream_operation()
    }

    fn adjust(&self, options: &mut CallOptions) {
        self.terms.adjust_stream(options);
    }

    async fn invoke(self, exchange: Exchange) -> Result<StreamEvents> {
        self.check()?;
        let call = self.call.checked()?;
        let reply = self.terms.stream(&exchange, call).await?;
        let judge = Box::new(exchange.judge(&reply));
        match media(&reply).as_str() {
            "application/json" => {
                let result = result(&exchange, reply).await?;
                Ok(StreamEvents::whole(result, judge))
            }
            "text/html" => Err(exchange.broken_promise(
                "the reply is a page for people and no stream of events; correct the base URL",
            )),
            // The server was never held to a type.
            _ => Ok(StreamEvents::new(reply, self.limits, judge)),
        }
    }
}

/// The type of a reply, without parameters.
fn media(reply: &Download) -> String {
    let media = reply.headers().get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    let media = media.split(';').next().unwrap_or_default();
    media.trim().to_ascii_lowercase()
}

/// The result of a function that does not stream, which the server gives whole.
async fn result(exchange: &Exchange, reply: Download) -> Result<RunResult> {
    let reply: RunReply = exchange.decode(reply.bytes().await?)?;
    let result = RunResult::all(reply).pop();
    result.ok_or_else(|| {
        exchange.broken_promise(
            "the reply has no result; the call may have run, and the body of this error is what the server said",
        )
    })
}
