//! The two ways to make the same calls.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

const ID: &str = "a1b2c3d4";
const TOKEN: &str = "lbxk_0123456789abcdef";
const USER_AGENT: &str = concat!("quintet/", env!("CARGO_PKG_VERSION"));

/// Which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Get,
    Post,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Get, Self::Post];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
        }
    }
}

/// Makes the calls.
pub(crate) trait Subject: Clone + Send + Sync + 'static {
    const NAME: &'static str;

    /// Reads a sandbox; gives its id.
    fn get(&self) -> impl Future<Output = String> + Send;

    /// Runs a command in a sandbox; gives its output.
    fn post(&self) -> impl Future<Output = String> + Send;

    /// Makes one call.
    fn call(&self, kind: Kind) -> impl Future<Output = String> + Send {
        async move {
            match kind {
                Kind::Get => self.get().await,
                Kind::Post => self.post().await,
            }
        }
    }
}

/// Through quintet, as a user writes it.
#[derive(Clone)]
pub(crate) struct Facade(quintet::liteboxd::Client);

impl Facade {
    pub(crate) fn new(base: &str) -> Self {
        let builder = quintet::liteboxd::Client::builder();
        let client = builder.base_url(base).token(TOKEN).build();
        Self(client.expect("a client"))
    }
}

impl Subject for Facade {
    const NAME: &'static str = "facade";

    async fn get(&self) -> String {
        self.0.sandboxes().get(ID).await.expect("a sandbox").id
    }

    async fn post(&self) -> String {
        let result = self.0.sandboxes().execute(ID, ["true"]).await;
        result.expect("a result").stdout
    }
}

/// By hand on reqwest, with the HTTP settings and the headers of the facade but without its guarantees: one attempt, no
/// limit on time or size, no check of the path.
#[derive(Clone)]
pub(crate) struct Bare {
    base: String,
    http: reqwest::Client,
}

impl Bare {
    pub(crate) fn new(base: &str) -> Self {
        let mut bearer = HeaderValue::try_from(format!("Bearer {TOKEN}")).expect("a header value");
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

    async fn send<T: serde::de::DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> T {
        let response = request
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .expect("a reply");
        response.json().await.expect("JSON")
    }
}

impl Subject for Bare {
    const NAME: &'static str = "bare";

    async fn get(&self) -> String {
        let url = format!("{}/api/v1/sandboxes/{ID}", self.base);
        self.send::<Sandbox>(self.http.get(url)).await.id
    }

    async fn post(&self) -> String {
        let url = format!("{}/api/v1/sandboxes/{ID}/exec", self.base);
        let body = Command {
            command: vec!["true".to_owned()],
            timeout: Some(30),
        };
        let request = self.http.post(url).json(&body);
        self.send::<Outcome>(request).await.stdout
    }
}

#[derive(Serialize)]
struct Command {
    command: Vec<String>,
    timeout: Option<i64>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded, as the facade decodes it")]
struct Outcome {
    exit_code: i64,
    stderr: String,
    stdout: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded, as the facade decodes it")]
struct Sandbox {
    #[serde(rename = "accessToken")]
    access_token: Option<String>,
    #[serde(rename = "accessUrl")]
    access_url: Option<String>,
    cpu: String,
    created_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
    desired_state: Option<State>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    expires_at: DateTime<Utc>,
    id: String,
    image: String,
    last_seen_at: Option<DateTime<Utc>>,
    lifecycle_status: Option<State>,
    memory: String,
    pod_ip: Option<String>,
    pod_phase: Option<String>,
    #[serde(rename = "runtimeKind")]
    runtime_kind: Option<State>,
    #[serde(rename = "runtimeName")]
    runtime_name: Option<String>,
    status: State,
    status_reason: Option<String>,
    template: Option<String>,
    #[serde(rename = "templateVersion")]
    template_version: Option<i64>,
    ttl: i64,
    updated_at: Option<DateTime<Utc>>,
}

/// Open, as the facade's enums are: a value that is new to them is kept.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "decoded, as the facade decodes it")]
enum State {
    Active,
    Pending,
    Running,
    Pod,
    Deployment,
    #[serde(untagged)]
    Other(String),
}
