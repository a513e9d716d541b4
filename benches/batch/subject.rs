//! The ways to send the lines of a file.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderMap, HeaderValue};
use quintet::batch::Order;
use quintet::loopai::{BatchItem, Client};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::input::{File, Line, Seen};
use crate::server::{KEY, TASK};

const CONCURRENCY: usize = 64;

/// Inputs of a request to the batch endpoint, and how many such requests are under way.
const SIZE: usize = 100;
const AT_ONCE: usize = 4;

const USER_AGENT: &str = concat!("quintet/", env!("CARGO_PKG_VERSION"));

/// A way to send the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By hand: a request for each, as they complete.
    BareSingle,
    /// By hand: requests to the batch endpoint.
    BareChunks,
    /// `execute_many`, as they complete.
    Single,
    /// `execute_many`, in order.
    Ordered,
    /// `execute_many` by the batch endpoint, in order.
    Chunks,
}

impl Way {
    pub(crate) const ALL: [Self; 5] = [
        Self::BareSingle,
        Self::Single,
        Self::Ordered,
        Self::BareChunks,
        Self::Chunks,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BareSingle => "bare",
            Self::BareChunks => "bare, in chunks",
            Self::Single => "single, as completed",
            Self::Ordered => "single, in order",
            Self::Chunks => "in chunks",
        }
    }
}

/// Both clients of the server.
pub(crate) struct Subjects {
    client: Client,
    bare: Bare,
}

impl Subjects {
    pub(crate) fn new(base: &str) -> Self {
        let builder = Client::builder().base_url(base).token(KEY);
        Self {
            client: builder.build().expect("a client"),
            bare: Bare::new(base),
        }
    }

    /// Sends all lines; each gives one result, and all succeed.
    pub(crate) async fn run(&self, way: Way, file: &File, seen: &mut Seen) {
        match way {
            Way::BareSingle => self.bare.single(file, seen).await,
            Way::BareChunks => self.bare.chunks(file, seen).await,
            Way::Single | Way::Ordered | Way::Chunks => self.many(way, file, seen).await,
        }
    }

    async fn many(&self, way: Way, file: &File, seen: &mut Seen) {
        let inputs = file.read().map(|line| BatchItem::new(line.id, line.input));
        let batch = self.client.execute_many(TASK, inputs);
        let batch = batch.concurrency(CONCURRENCY);
        let batch = match way {
            Way::Chunks => batch.in_chunks(SIZE).chunks_at_once(AT_ONCE),
            Way::Ordered => batch,
            _ => batch.order(Order::AsCompleted),
        };
        let mut results = batch.results().expect("a batch");
        while let Some(result) = results.next().await {
            let execution = result.outcome.expect("an execution");
            assert!(execution.is_success() && execution.output.is_some());
            seen.note(&result.id);
        }
    }
}

/// By hand on reqwest, with the HTTP settings and the headers of the facade but without its guarantees: one attempt, no limit on
/// time or size, no check of ids, of the task or of replies.
#[derive(Clone)]
struct Bare {
    base: String,
    http: reqwest::Client,
}

impl Bare {
    fn new(base: &str) -> Self {
        let mut bearer = HeaderValue::try_from(format!("Bearer {KEY}")).expect("a header value");
        bearer.set_sensitive(true);
        let http = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(HeaderMap::from_iter([(AUTHORIZATION, bearer)]))
            .connect_timeout(Duration::from_secs(10))
            .pool_idle_timeout(Duration::from_secs(45))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .expect("an HTTP client");
        Self {
            base: base.to_owned(),
            http,
        }
    }

    async fn single(&self, file: &File, seen: &mut Seen) {
        let calls = file.read().map(|Line { id, input }| async move {
            let url = format!("{}/api/v1/tasks/{TASK}/execute", self.base);
            let body = Execute {
                task_id: TASK,
                input,
            };
            (id, self.post::<Execution>(url, &body).await)
        });
        let mut results = stream::iter(calls).buffer_unordered(CONCURRENCY);
        while let Some((id, execution)) = results.next().await {
            assert!(execution.status == "success" && execution.output.is_some());
            seen.note(&id);
        }
    }

    async fn chunks(&self, file: &File, seen: &mut Seen) {
        let chunks = stream::iter(file.read()).ready_chunks(SIZE);
        let calls = chunks.map(|lines| async move {
            let body = Batch {
                task_id: TASK,
                items: lines.into_iter().map(Item::from).collect(),
                max_concurrency: CONCURRENCY,
            };
            let url = format!("{}/api/v1/batch/execute", self.base);
            self.post::<BatchReply>(url, &body).await
        });
        let mut replies = calls.buffer_unordered(AT_ONCE);
        while let Some(reply) = replies.next().await {
            for result in reply.results {
                assert!(result.success && result.output.is_some());
                seen.note(&result.id);
            }
        }
    }

    async fn post<T: DeserializeOwned>(&self, url: String, body: &impl Serialize) -> T {
        let response = self
            .http
            .post(url)
            .json(body)
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .expect("a reply");
        response.json().await.expect("JSON")
    }
}

#[derive(Serialize)]
struct Execute {
    task_id: &'static str,
    input: Value,
}

#[derive(Serialize)]
struct Batch {
    task_id: &'static str,
    items: Vec<Item>,
    max_concurrency: usize,
}

#[derive(Serialize)]
struct Item {
    id: String,
    input: Value,
}

impl From<Line> for Item {
    fn from(Line { id, input }: Line) -> Self {
        Self { id, input }
    }
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded, as the facade decodes it")]
struct Execution {
    execution_id: String,
    task_id: String,
    program_id: String,
    version: i64,
    status: String,
    output: Option<Value>,
    error_message: Option<String>,
    latency_ms: f64,
    memory_usage_mb: Option<f64>,
    sampled_for_validation: bool,
    executed_at: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded, as the facade decodes it")]
struct BatchReply {
    batch_id: String,
    task_id: String,
    version: i64,
    total_items: i64,
    success_count: i64,
    failure_count: i64,
    total_duration_ms: f64,
    avg_latency_ms: f64,
    results: Vec<ItemReply>,
    started_at: String,
    completed_at: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded, as the facade decodes it")]
struct ItemReply {
    id: String,
    execution_id: Option<String>,
    success: bool,
    output: Option<Value>,
    error_message: Option<String>,
    latency_ms: f64,
    sampled_for_validation: bool,
}
