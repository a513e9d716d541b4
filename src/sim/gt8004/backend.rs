//! The server: what every request passes.

use std::sync::Mutex;
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::json;

use super::world::World;
use super::{Keep, auth, batch, lock, reply};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Reply, Request};
use crate::sim::percent::decode;

/// Where batches go.
pub(super) const INGEST: &str = "/v1/ingest";

/// An operation of the service.
enum Route {
    Ingest,
    Health,
    Ready,
}

impl Route {
    fn find(method: &Method, path: &str) -> Option<Self> {
        match (method.as_str(), path) {
            ("POST", INGEST) => Some(Self::Ingest),
            ("GET", "/healthz") => Some(Self::Health),
            ("GET", "/readyz") => Some(Self::Ready),
            _ => None,
        }
    }
}

/// The simulated service.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) world: Mutex<World>,
}

impl Backend for Service {
    const READ_TIMEOUT: Duration = Duration::from_secs(60);

    async fn handle(&self, request: Request) -> Option<Reply> {
        if request.method == Method::OPTIONS {
            return Some(reply::bare(StatusCode::NO_CONTENT));
        }
        let path = decode(request.uri.path());
        let shorter = path.strip_suffix('/').unwrap_or(&path);
        Some(match Route::find(&request.method, &path) {
            Some(Route::Ingest) => self.ingest(&request),
            Some(Route::Health) => reply::json(StatusCode::OK, &json!({ "status": "ok" })),
            Some(Route::Ready) if lock(&self.world).not_ready => {
                reply::failure(StatusCode::SERVICE_UNAVAILABLE)
            }
            Some(Route::Ready) => reply::json(StatusCode::OK, &json!({ "status": "ready" })),
            None if Route::find(&request.method, shorter).is_some() => {
                reply::redirect(&request.method, &reply::without_slash(&request.uri))
            }
            None => reply::no_route(),
        })
    }

    fn failure(&self, status: StatusCode, _: &Request) -> Reply {
        reply::failure(status)
    }
}

impl Service {
    pub(super) fn new(clock: Clock, keep: Keep) -> Self {
        Self {
            world: Mutex::new(World::new(clock, keep)),
        }
    }

    fn ingest(&self, request: &Request) -> Reply {
        let (revoked, limit) = {
            let world = lock(&self.world);
            (world.revoked, world.body_limit)
        };
        if let Err(text) = auth::admit(&request.headers, revoked) {
            return reply::error(StatusCode::UNAUTHORIZED, text);
        }
        if request.body.len() > limit {
            return reply::failure(StatusCode::PAYLOAD_TOO_LARGE);
        }
        if !request.complete {
            return reply::error(StatusCode::BAD_REQUEST, "failed to read body");
        }
        // Bytes that are no text are replaced.
        let body = String::from_utf8_lossy(&request.body);
        let Some((batch, entries)) = batch::read(&body) else {
            return reply::failure(StatusCode::BAD_REQUEST);
        };
        let accepted = json!({ "status": "accepted", "entries": entries.len() });
        lock(&self.world).store(&batch, entries);
        reply::json(StatusCode::ACCEPTED, &accepted)
    }
}
