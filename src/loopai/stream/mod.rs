//! A stream of results from the server itself, which is only planned. Contract: §3.

mod event;

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt;
use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Method, Request};

use super::execution::duplicate;
use super::{check, wire};
use crate::error::{Error, ErrorKind, Result};
use crate::generated::loopai::OPERATIONS;
use crate::loopai::{BatchItem, Client};
use crate::runtime::sse::Settings;
use crate::runtime::{
    Body, Call, Download, Events, Exchange, Invoke, Meaning, Operation, find, path,
};

pub use event::StreamedResult;

/// Where upstream's sketch has it.
const PATH: &str = "/api/v1/tasks/stream/execute";

/// The same operation at another path, which no document knows.
static ELSEWHERE: Operation = Operation {
    id: ExecuteStream::OPERATION,
    method: "POST",
    path: "/{path}",
    idempotent: false,
    streaming: true,
    streams_reply: true,
    success: &[200],
    meanings: &[
        Meaning {
            status: 429,
            text: "",
            kind: ErrorKind::RateLimited,
            processed: false,
        },
        Meaning {
            status: 503,
            text: "",
            kind: ErrorKind::Unavailable,
            processed: false,
        },
    ],
};

/// What is not there yet. Contract: §3.
impl Client {
    /// **Experimental.** Executes the program of a task on several inputs, and reads the results as the server streams them.
    ///
    /// No published server can do that: today's take `stream` for the id of a task and answer 400. This speaks what upstream
    /// has sketched, and may change with it. What works, and gives a stream of results just as well, is
    /// [`execute_many`](Self::execute_many). (Contract §3.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
    /// use futures_util::TryStreamExt;
    /// use quintet::loopai::BatchItem;
    ///
    /// let items = BatchItem::numbered(["Buy now"]);
    /// let task = "550e8400-e29b-41d4-a716-446655440000";
    /// let mut results = client.experimental_execute_stream(task, items).path("/api/v2/stream").await?;
    /// while let Some(result) = results.try_next().await? {
    ///     println!("{:?} {:?}", result.id, result.output);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// The stream ends with the connection: whether it is whole, only the ids tell. It is sent once, as
    /// [`execute`](Self::execute).
    ///
    /// # Errors
    /// [`BadRequest`](ErrorKind::BadRequest) from today's servers; [`Decode`](ErrorKind::Decode) when the reply is no stream of
    /// events; [`InvalidInput`](ErrorKind::InvalidInput) before any I/O as [`batch_execute`](Self::batch_execute). The stream
    /// ends with an error when the connection breaks or stands still for too long.
    pub fn experimental_execute_stream(
        &self,
        task_id: impl Into<String>,
        items: impl IntoIterator<Item = BatchItem>,
    ) -> Call<ExecuteStream> {
        let stream = ExecuteStream {
            task: task_id.into(),
            items: items.into_iter().collect(),
            concurrency: None,
            path: PATH.to_owned(),
        };
        Call::new(&self.transport, stream)
    }
}

/// Executes several inputs with a stream of results; made by [`Client::experimental_execute_stream`].
#[derive(Debug, Clone)]
pub struct ExecuteStream {
    task: String,
    items: Vec<BatchItem>,
    concurrency: Option<usize>,
    path: String,
}

impl Call<ExecuteStream> {
    /// How many items the server runs at a time: 1 to 100. Default: the server's.
    pub fn concurrency(mut self, items: usize) -> Self {
        self.parameters.concurrency = Some(items);
        self
    }

    /// The path at which the server has it, below the base URL. Default: `/api/v1/tasks/stream/execute`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.parameters.path = path.into();
        self
    }
}

impl ExecuteStream {
    fn request(self, base: &str) -> Result<Request> {
        let task = check::runnable(&self.task)?;
        let mut ids = HashSet::new();
        if let Some(item) = self.items.iter().find(|item| !ids.insert(item.id())) {
            return Err(duplicate(item.id()));
        }
        let items = self.items.into_iter().map(BatchItem::checked);
        let items = items.collect::<Result<Vec<_>>>()?;
        let concurrency = self.concurrency.map(check::concurrency).transpose()?;
        let body = wire::execute_stream(task, &items, concurrency).to_string();
        let Some(rest) = self.path.strip_prefix('/') else {
            return Err(Error::invalid(format!(
                "the path {:?} does not begin with `/`; give it like `{PATH}`",
                check::shown(&self.path)
            )));
        };
        let segments = rest
            .split('/')
            .map(|segment| path::segment("path", segment));
        let segments = segments.collect::<Result<Vec<_>>>()?;
        let mut request = Request::new(Method::POST, path::join(base, segments)?);
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        *request.body_mut() = Some(body.into());
        Ok(request)
    }
}

impl Invoke for ExecuteStream {
    type Output = StreamedResults;
    const OPERATION: &'static str = "execute_stream";

    async fn invoke(self, exchange: Exchange) -> Result<StreamedResults> {
        let operation = match self.path == PATH {
            true => find(OPERATIONS, Self::OPERATION)?,
            false => &ELSEWHERE,
        };
        let request = self.request(exchange.base())?;
        let received = exchange.send(request, operation).await?;
        let response = match received.body {
            Body::Whole(bytes) => http::Response::new(bytes).into(),
            Body::Arriving(response) => *response,
        };
        let reply = exchange.downloading(response);
        if !streams(&reply) {
            return Err(exchange.broken_promise(
                "the reply is no stream of events; no published server has this endpoint, and `execute_many` does without",
            ));
        }
        let events = Events::new(reply, Settings::default());
        Ok(StreamedResults(Some(Box::new(events))))
    }
}

fn streams(reply: &Download) -> bool {
    let media = reply.headers().get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    let media = media.split(';').next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case("text/event-stream")
}

/// The results that a server streams; made by [`Client::experimental_execute_stream`].
///
/// It ends with the connection; whether every item has a result, the ids tell. Dropping it closes the connection.
#[must_use = "a stream does nothing until it is read, and is aborted when it is dropped"]
pub struct StreamedResults(Option<Box<Events>>);

impl Stream for StreamedResults {
    type Item = Result<StreamedResult>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(events) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let event = ready!(events.poll_next_unpin(context));
        let item = event.map(|event| Ok(StreamedResult::read(&event?.data)));
        if !matches!(item, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(item)
    }
}

impl fmt::Debug for StreamedResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamedResults").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";

    fn call(ids: &[&str]) -> Call<ExecuteStream> {
        let client = Client::builder().base_url("http://127.0.0.1:9/x").build();
        let items: Vec<_> = ids.iter().map(|id| BatchItem::new(*id, 1)).collect();
        client.unwrap().experimental_execute_stream(TASK, items)
    }

    fn request(call: Call<ExecuteStream>) -> Result<(String, Value)> {
        let request = call.parameters.request("http://127.0.0.1:9/x")?;
        let body = request.body().and_then(|body| body.as_bytes()).unwrap();
        Ok((
            request.url().path().to_owned(),
            serde_json::from_slice(body).unwrap(),
        ))
    }

    #[test]
    fn the_request_is_that_of_the_sketch() {
        let (path, body) = request(call(&["a"]).concurrency(5)).unwrap();
        assert_eq!(path, "/x/api/v1/tasks/stream/execute");
        let items = json!([{"id": "a", "input": 1}]);
        assert_eq!(
            body,
            json!({"task_id": TASK, "max_concurrency": 5, "items": items})
        );
        let (path, _) = request(call(&[]).path("/v2/a b")).unwrap();
        assert_eq!(path, "/x/v2/a%20b");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (call, expected) in [
            (call(&["a", "a"]), "two items have the id"),
            (call(&[""]), "an item without an id"),
            (call(&[]).concurrency(101), "between 1 and 100"),
            (call(&[]).path("v2"), "does not begin with `/`"),
            (call(&[]).path("/v2/../x"), "path \"..\""),
            (call(&[]).path("/"), "path \"\""),
        ] {
            let error = request(call).unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().contains(expected),
                "{error}"
            );
        }
    }
}
