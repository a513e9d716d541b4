//! The events of a streaming run while they arrive.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::event::{StreamEvent, StreamEventKind};
use crate::error::{Error, ErrorKind, Result};
use crate::gateway::RunResult;
use crate::runtime::sse::{Ending, Event, Indent, Limits, Settings};
use crate::runtime::{Download, Events};

/// The events of a streaming run, each as soon as it arrives; made by [`Client::run_stream`](crate::gateway::Client::run_stream).
///
/// The stream ends with the connection, after whatever event; [`end`](Self::end) says then how. Dropping it closes the
/// connection; the function goes on at the server. (Contract §3.)
#[must_use = "a stream does nothing until it is read, and is aborted when it is dropped"]
pub struct StreamEvents {
    source: Source,
    /// Events that were found together.
    waiting: VecDeque<StreamEvent>,
    /// What the events so far say of the end.
    told: Option<StreamEnd>,
    over: bool,
    judge: Judge,
}

/// Adds to an error what is known of the reply, and the text so far.
pub(super) type Judge = Box<dyn Fn(Error, String) -> Error + Send>;

/// How other servers end their streams; here it is no JSON, and says nothing.
const END_MARK: &str = "[DONE]";

enum Source {
    Events(Box<Events>),
    Nothing,
}

/// How a streaming run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamEnd {
    /// The function said `done`.
    Done,
    /// The function said `error`.
    Failed,
    /// The function does not stream, and gave its result.
    Result,
    /// The stream ended without a word: what was received may be a part.
    Unfinished,
    /// Reading failed; the error was the last item.
    Broken,
}

impl StreamEvents {
    pub(super) fn new(download: Download, limits: Limits, judge: Judge) -> Self {
        let settings = Settings {
            ending: Ending::Emit,
            indent: Indent::Skip,
            alone: Some(is_object),
            limits,
        };
        let events = Events::new(download, settings);
        Self::from(Source::Events(Box::new(events)), judge)
    }

    /// The result of a function that does not stream, as a stream.
    pub(super) fn whole(result: RunResult, judge: Judge) -> Self {
        let mut events = Self::from(Source::Nothing, judge);
        events.wait(StreamEvent::whole(result));
        events
    }

    fn from(source: Source, judge: Judge) -> Self {
        Self {
            source,
            waiting: VecDeque::new(),
            told: None,
            over: false,
            judge,
        }
    }

    /// How the stream ended; `None` before the end was read.
    #[must_use]
    pub fn end(&self) -> Option<StreamEnd> {
        self.over
            .then(|| self.told.unwrap_or(StreamEnd::Unfinished))
    }

    /// All text of the `content` events, put together.
    ///
    /// # Errors
    /// [`Failed`](ErrorKind::Failed), with the text so far as its [`body`](Error::body), when the function says `error` (its
    /// code is the error's), ends without `done`, sends content that is no text or what cannot be read, or does not stream
    /// (its output is the body); whatever breaks the stream.
    pub async fn text(mut self) -> Result<String> {
        let mut text = String::new();
        while let Some(event) = self.next().await {
            let event = event?;
            match (event.kind, event.data) {
                (StreamEventKind::Content, Value::String(piece)) => text.push_str(&piece),
                (StreamEventKind::Content, Value::Null) => {}
                (StreamEventKind::Content, data) => {
                    let message = format!("the function sent content that is no text: {data}");
                    return Err(self.incomplete(message, text));
                }
                (StreamEventKind::Error, data) => {
                    let said = data.as_str().map(str::to_owned);
                    let error = Error::new(ErrorKind::Failed, said.unwrap_or(data.to_string()));
                    return Err((self.judge)(error.with_code(event.error_code), text));
                }
                (StreamEventKind::Result, data) => {
                    let message = "the function does not stream; run it with `run`, or read the result of its event";
                    return Err(self.incomplete(message, data.to_string()));
                }
                (StreamEventKind::Unreadable, data) if data != END_MARK => {
                    let message = format!("the function sent what is no JSON: {data}");
                    return Err(self.incomplete(message, text));
                }
                _ => {}
            }
        }
        match self.end() {
            Some(StreamEnd::Done) => Ok(text),
            _ => Err(self.incomplete("the stream ended without `done`", text)),
        }
    }

    /// A text that is not whole, with what there is of it.
    fn incomplete(&self, message: impl Into<String>, text: String) -> Error {
        (self.judge)(Error::new(ErrorKind::Failed, message), text)
    }

    /// Turns what the stream carries into events of the function.
    fn take(&mut self, event: &Event) {
        let named = event.event.as_deref();
        if let Some(read) = StreamEvent::read(&event.data, named) {
            return self.wait(read);
        }
        // Perhaps a line that is no JSON stands before others, without the blank lines that should part them.
        let lines = || event.data.lines().filter(|line| !line.trim().is_empty());
        if lines().next().is_none() {
            // It only shows that the server lives.
            return;
        }
        if !lines().any(|line| is_object(line.as_bytes())) {
            return self.wait(StreamEvent::unreadable(&event.data));
        }
        for line in lines() {
            let read = StreamEvent::read(line, named);
            self.wait(read.unwrap_or_else(|| StreamEvent::unreadable(line)));
        }
    }

    fn wait(&mut self, event: StreamEvent) {
        match event.kind {
            StreamEventKind::Done => self.told = Some(StreamEnd::Done),
            StreamEventKind::Error => self.told = Some(StreamEnd::Failed),
            StreamEventKind::Result => self.told = Some(StreamEnd::Result),
            _ => {}
        }
        self.waiting.push_back(event);
    }
}

impl Stream for StreamEvents {
    type Item = Result<StreamEvent>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(event) = this.waiting.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            let Source::Events(events) = &mut this.source else {
                this.over = true;
                return Poll::Ready(None);
            };
            match ready!(events.poll_next_unpin(context)) {
                Some(Ok(event)) => this.take(&event),
                Some(Err(error)) => {
                    this.source = Source::Nothing;
                    this.over = true;
                    this.told = Some(StreamEnd::Broken);
                    return Poll::Ready(Some(Err(error)));
                }
                None => this.source = Source::Nothing,
            }
        }
    }
}

impl fmt::Debug for StreamEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamEvents")
            .field("end", &self.end())
            .finish_non_exhaustive()
    }
}

/// Whether a line of data is an event by itself: the server may leave out the blank line after it.
fn is_object(data: &[u8]) -> bool {
    data.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(data).is_ok()
}
