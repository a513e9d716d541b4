//! The server: what every request passes on its way to its operation.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use http::header::{CONTENT_TYPE, HeaderName, LOCATION};
use http::{HeaderMap, StatusCode};

use super::aspnet::body::LIMIT;
use super::aspnet::pretty::pretty;
use super::aspnet::problem::Problem;
use super::auth::Verdict;
use super::call::Call;
use super::limits::{Admission, LimitReply};
use super::reply::Refusal;
use super::router::{self, Route, Target, ValidationRoute, WebhookRoute};
use super::world::World;
use super::{batch, execute, health, lock, reply, tasks, validation, webhooks};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Reply, Request};

/// The state, which deliveries share.
pub(super) type Shared = Arc<Mutex<World>>;

/// The simulated server.
#[derive(Debug)]
pub(super) struct Cloud {
    pub(super) shared: Shared,
}

impl Backend for Cloud {
    const READ_TIMEOUT: Duration = Duration::from_secs(60);

    async fn handle(&self, request: Request) -> Option<Reply> {
        let (admission, development) = {
            let mut world = lock(&self.shared);
            if let Some(port) = world.https_port {
                return Some(redirect(&request, port));
            }
            let now = world.stamps.clock.now();
            let (method, path) = (&request.method, request.uri.path());
            let admission = world.limiter.admit(now, method, path, &request.headers);
            (admission, world.development)
        };
        let mut reply = match admission {
            Admission::Blocked { seconds } => self.blocked(&request, seconds),
            Admission::Free | Admission::Counted { .. } => {
                let answered = self.answer(&request).await;
                answered.unwrap_or_else(|refusal| *refusal)
            }
        };
        if let Admission::Counted { remaining, reset } = admission {
            let stamps = lock(&self.shared).stamps;
            let mut header = |name, value: &str| {
                reply::set(&mut reply, HeaderName::from_static(name), value);
            };
            header("x-rate-limit-limit", "1h");
            header("x-rate-limit-remaining", &remaining.to_string());
            header("x-rate-limit-reset", &stamps.fresh(reset));
        }
        Some(match development {
            true => in_lines(reply).await,
            false => reply,
        })
    }

    fn failure(&self, status: StatusCode, request: &Request) -> Reply {
        let call = Call::new(&mut lock(&self.shared), request);
        let own = match router::find(&request.method, &request.uri) {
            Target::Route(route, _) if status == StatusCode::SERVICE_UNAVAILABLE => {
                health::unavailable(&route, &call)
            }
            _ => None,
        };
        own.unwrap_or_else(|| call.failure(status))
    }
}

impl Cloud {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            shared: Arc::new(Mutex::new(World::new(clock))),
        }
    }

    fn blocked(&self, request: &Request, seconds: u64) -> Reply {
        let mut world = lock(&self.shared);
        match world.limiter.reply {
            LimitReply::TooManyRequests => reply::too_many(seconds),
            LimitReply::InternalError => Call::new(&mut world, request).unexpected(),
        }
    }

    async fn answer(&self, request: &Request) -> Result<Reply, Refusal> {
        let (route, version) = match router::find(&request.method, &request.uri) {
            Target::Nothing => return Err(reply::bare(StatusCode::NOT_FOUND).into()),
            Target::WrongVerb(allowed) => return Err(reply::wrong_verb(&allowed).into()),
            Target::Route(route, version) => (route, version),
        };
        let call = {
            let mut world = lock(&self.shared);
            let call = Call::new(&mut world, request);
            match world.credentials.admit(&request.headers) {
                Verdict::Welcome => {}
                Verdict::Unknown => return Err(reply::unauthorized().into()),
                Verdict::Forbidden => return Err(call.forbidden().into()),
            }
            call
        };
        if request.body.len() > LIMIT {
            return Err(reply::bare(StatusCode::PAYLOAD_TOO_LARGE).into());
        }
        let Some(version) = version else {
            return self.operate(&route, &call).await;
        };
        let answered = match check_version(&call, &version) {
            Ok(()) => self.operate(&route, &call).await,
            Err(refusal) => Err(refusal),
        };
        let mut reply = answered.unwrap_or_else(|refusal| *refusal);
        let name = HeaderName::from_static("api-supported-versions");
        reply::set(&mut reply, name, "1.0");
        Ok(reply)
    }

    async fn operate(&self, route: &Route, call: &Call<'_>) -> Result<Reply, Refusal> {
        let shared = &self.shared;
        match route {
            Route::Health => Ok(health::text(&lock(shared).health)),
            Route::Metrics => Ok(health::metrics(&lock(shared))),
            Route::CreateTask => tasks::create(&mut lock(shared), call),
            Route::Task(id) => tasks::get(&mut lock(shared), call, id),
            Route::Artifacts(id) => tasks::artifacts(&lock(shared), call, id),
            Route::Artifact(id, version) => tasks::artifact(&lock(shared), call, id, version),
            Route::Execute(id) => execute::execute(shared, call, id).await,
            Route::BatchExecute => batch::execute(shared, call).await,
            Route::BatchValidate => batch::validate(shared, call),
            Route::Validation(ValidationRoute::Improve(id)) => {
                validation::improve(shared, call, id).await
            }
            Route::Validation(route) => validate(&mut lock(shared), call, route),
            Route::ApiHealth(route) => Ok(health::api(&lock(shared).health, call, *route)),
            Route::Webhook(route) => webhook(&mut lock(shared), call, route),
        }
    }
}

fn validate(world: &mut World, call: &Call<'_>, route: &ValidationRoute) -> Result<Reply, Refusal> {
    match route {
        ValidationRoute::Summary(id) => validation::summary(world, call, id),
        ValidationRoute::Recommendations(id) => validation::recommendations(world, call, id),
        ValidationRoute::Compare => validation::compare(world, call),
        ValidationRoute::StartCanary => validation::start(world, call),
        ValidationRoute::ProgressCanary(id) => validation::progress(world, call, id),
        ValidationRoute::RollBackCanary(id) => validation::roll_back(world, call, id),
        ValidationRoute::Canary(id) => validation::get(world, call, id),
        // It takes its time, and does not hold the state meanwhile.
        ValidationRoute::Improve(_) => Err(reply::bare(StatusCode::NOT_FOUND).into()),
    }
}

fn webhook(world: &mut World, call: &Call<'_>, route: &WebhookRoute) -> Result<Reply, Refusal> {
    match route {
        WebhookRoute::Subscribe => webhooks::subscribe(world, call),
        WebhookRoute::List => Ok(webhooks::list(world, call)),
        WebhookRoute::Unsubscribe(id) => webhooks::unsubscribe(world, call, id),
        WebhookRoute::History(id) => webhooks::history(world, call, id),
    }
}

/// Whether the path names the version that there is, and nothing else names another one.
fn check_version(call: &Call<'_>, version: &str) -> Result<(), Refusal> {
    let plain = |version: &str| version.strip_suffix(".0").unwrap_or(version).to_owned();
    let headers: &HeaderMap = &call.request.headers;
    let header = headers.get("x-api-version");
    let header = header.and_then(|value| value.to_str().ok()).map(plain);
    let query = call.request.query("api-version").map(|value| plain(&value));
    let mut named = [header, query].into_iter().flatten();
    if let Some(other) = named.find(|other| *other != plain(version)) {
        let detail = format!(
            "The following API versions were requested: {version}, {other}. At most, only a single API version may be specified."
        );
        let problem = Problem::version("ambiguous", "Ambiguous API version", detail);
        return Err(call.problem(&problem).into());
    }
    if plain(version) != "1" {
        let uri = call.url(call.request.uri.path());
        let detail = format!(
            "The HTTP resource that matches the request URI '{uri}' does not support the API version '{version}'."
        );
        let problem = Problem::version("unsupported", "Unsupported API version", detail);
        return Err(call.problem(&problem).into());
    }
    Ok(())
}

/// Sends a request away to the encrypted port.
fn redirect(request: &Request, port: u16) -> Reply {
    let host = request.headers.get(http::header::HOST);
    let host = host
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let location = format!("https://{host}:{port}{}", request.target());
    let mut reply = reply::bare(StatusCode::TEMPORARY_REDIRECT);
    reply::set(&mut reply, LOCATION, &location);
    reply
}

/// The same reply, its JSON over several lines.
async fn in_lines(reply: Reply) -> Reply {
    let media = reply.headers().get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    if !media.contains("json") {
        return reply;
    }
    let (head, body) = reply.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let text = String::from_utf8_lossy(&body.unwrap_or_default()).into_owned();
    Reply::from_parts(head, Body::from(pretty(&text)))
}
