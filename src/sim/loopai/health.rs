//! Whether the server is well, in all the ways of asking.

use http::StatusCode;
use http::header::CACHE_CONTROL;
use serde_json::json;

use super::call::Call;
use super::reply;
use super::router::{HealthRoute, Route};
use super::world::World;
use crate::sim::exchange::Reply;

/// What is thrown when the database does not answer.
pub(super) const NO_DATABASE: &str = "A network-related or instance-specific error occurred while establishing a connection to SQL Server.";

const NO_REDIS: &str = "It was not possible to connect to the redis server.";

/// The assembly's version.
const VERSION: &str = "1.0.0.0";

/// What does not answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Health {
    pub(super) database_down: bool,
    pub(super) redis_down: bool,
    /// What asking for readiness throws.
    pub(super) broken: Option<String>,
}

/// `GET /health`
pub(super) fn text(health: &Health) -> Reply {
    let is_well = !health.redis_down && !health.database_down;
    let (status, text) = match is_well {
        true => (StatusCode::OK, "Healthy"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "Unhealthy"),
    };
    let mut reply = reply::with_type(status, "text/plain", text);
    reply::set(&mut reply, CACHE_CONTROL, "no-store, no-cache");
    reply
}

/// `GET /metrics`
pub(super) fn metrics(world: &World) -> Reply {
    let text = format!(
        "# HELP http_requests_received_total Provides the count of HTTP requests that have been processed by the ASP.NET Core pipeline.\n\
         # TYPE http_requests_received_total counter\n\
         http_requests_received_total {}\n",
        world.calls
    );
    reply::with_type(
        StatusCode::OK,
        "text/plain; version=0.0.4; charset=utf-8",
        text,
    )
}

/// `GET /api/v1/health` and what is below it.
pub(super) fn api(health: &Health, call: &Call<'_>, route: HealthRoute) -> Reply {
    match route {
        HealthRoute::Simple => reply::ok(&about(call, "healthy")),
        HealthRoute::Live => reply::ok(&json!({ "status": "alive" })),
        HealthRoute::Ready => ready(health),
        HealthRoute::Detailed => detailed(health, call),
    }
}

/// The 503 of a route that has one of its own.
pub(super) fn unavailable(route: &Route, call: &Call<'_>) -> Option<Reply> {
    let health = Health {
        redis_down: true,
        ..Health::default()
    };
    match route {
        Route::Health => Some(text(&health)),
        Route::ApiHealth(route @ (HealthRoute::Ready | HealthRoute::Detailed)) => {
            Some(api(&health, call, *route))
        }
        _ => None,
    }
}

fn about(call: &Call<'_>, status: &str) -> serde_json::Value {
    json!({
        "status": status,
        "timestamp": call.stamps.fresh(call.now),
        "version": VERSION,
        "environment": match call.development {
            true => "Development",
            false => "Production",
        },
    })
}

/// 503 unless it is so.
fn status(is_well: bool) -> StatusCode {
    match is_well {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn ready(health: &Health) -> Reply {
    if let Some(error) = &health.broken {
        let body = json!({ "status": "not_ready", "error": error });
        return reply::json(StatusCode::SERVICE_UNAVAILABLE, &body);
    }
    // The database is asked, but its answer is not looked at.
    let is_well = !health.redis_down;
    let body = json!({
        "status": if is_well { "ready" } else { "not_ready" },
        "database": true,
        "redis": is_well,
    });
    reply::json(status(is_well), &body)
}

fn detailed(health: &Health, call: &Call<'_>) -> Reply {
    let is_well = !health.redis_down;
    let redis = match is_well {
        true => json!({ "status": "healthy", "response_time": 1 }),
        false => json!({ "status": "unhealthy", "message": NO_REDIS }),
    };
    let mut body = about(call, if is_well { "healthy" } else { "degraded" });
    body["components"] = json!({
        "api": { "status": "healthy" },
        "database": { "status": "healthy", "response_time": 2 },
        "redis": redis,
    });
    reply::json(status(is_well), &body)
}
