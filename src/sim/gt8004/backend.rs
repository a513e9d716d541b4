//! The server: what every request passes.

use std::sync::Mutex;
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::json;

use super::world::World;
use super::{Keep, auth, batch, lock, reply};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Reply, Request};

/// Where batches go.
pub(super) const INGEST: &str = "/v1/ingest";

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
        Some(match (request.method.as_str(), request.uri.path()) {
            ("POST", INGEST) => self.ingest(&request),
            ("GET", "/healthz") => reply::json(StatusCode::OK, &json!({ "status": "ok" })),
            ("GET", "/readyz") if lock(&self.world).not_ready => {
                reply::failure(StatusCode::SERVICE_UNAVAILABLE)
            }
            ("GET", "/readyz") => reply::json(StatusCode::OK, &json!({ "status": "ready" })),
            _ => reply::no_route(),
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
        let Some((batch, entries)) = batch::read(&request.body) else {
            return reply::failure(StatusCode::BAD_REQUEST);
        };
        let accepted = json!({ "status": "accepted", "entries": entries.len() });
        lock(&self.world).store(&batch, entries);
        reply::json(StatusCode::ACCEPTED, &accepted)
    }
}
